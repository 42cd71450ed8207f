//! P0116: a format of packs that this program does not know.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// `format` says by which rules the pack is written. This program knows format 1.
    ///
    /// # Why
    ///
    /// Read by other rules, a pack could mean something else.
    ///
    /// # Remedy
    ///
    /// Write `format = 1`, or use a newer program for this pack.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// format = 2 # error[P0116]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// format = 1
    /// ```
    pub(crate) const UNKNOWN_FORMAT: Error "P0116" = "a format of packs that this program does not know";
}

pub(crate) fn unknown_format(span: Span) -> Diagnostic {
    UNKNOWN_FORMAT
        .found("this program knows format 1 of packs only")
        .label(span, "")
        .help("write `format = 1`, or use a newer program for this pack")
}
