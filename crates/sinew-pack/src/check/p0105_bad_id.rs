//! P0105: an id is not well formed.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Ids have a-z, 0-9 and single dashes between them, and at most 80 characters.
    ///
    /// # Why
    ///
    /// Ids are written in formulas and on command lines, where other characters cause trouble.
    ///
    /// # Remedy
    ///
    /// Write the id in lower case with dashes.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [block.Bad_Pain] # error[P0105]
    /// when = "worst.severe"
    /// actions = ["wrist-hold"]
    /// because = "loading the arm could make very bad pain worse"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [block.bad-pain]
    /// when = "worst.severe"
    /// actions = ["wrist-hold"]
    /// because = "loading the arm could make very bad pain worse"
    /// ```
    pub(crate) const BAD_ID: Error "P0105" = "an id is not well formed";
}

pub(crate) fn bad_id(span: Span, text: &str) -> Diagnostic {
    BAD_ID
        .found(format!("`{text}` is not an id"))
        .label(span, "not an id")
        .help("ids have only a-z, 0-9 and single dashes between them, and at most 80 characters")
}

pub(crate) fn bad_finding_name(span: Span, text: &str) -> Diagnostic {
    BAD_ID
        .found(format!("`{text}` cannot be the name of a finding"))
        .label(span, "not a name")
        .help("names look like `start.twist` or `injury`: a-z, 0-9, single dashes, and at most one dot")
}
