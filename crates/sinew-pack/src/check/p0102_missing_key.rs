//! P0102: a key is missing.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Some keys have to be there. packs/FORMAT.md says which.
    ///
    /// # Why
    ///
    /// What they say is shown to people or decides something.
    ///
    /// # Remedy
    ///
    /// Add the key.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [block.bad-pain] # error[P0102]
    /// when = "worst.severe"
    /// actions = ["wrist-hold"]
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
    pub(crate) const MISSING_KEY: Error "P0102" = "a key is missing";
}

pub(crate) fn missing_key(place: Span, key: &str) -> Diagnostic {
    MISSING_KEY
        .found(format!("the key `{key}` is missing"))
        .label(place, format!("has no `{key}`"))
        .help(format!("add `{key}`"))
}
