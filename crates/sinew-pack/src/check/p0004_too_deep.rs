//! P0004: something is nested too deep.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Tables, lists and formulas nest at most 32 levels deep.
    ///
    /// # Why
    ///
    /// Nobody can check a formula that deep, and deep nesting is a way to break programs.
    ///
    /// # Remedy
    ///
    /// Give parts of the formula a name with `[finding.NAME]`, and use the name.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [block.bad-pain]
    /// when.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not = "worst.severe" # error[P0004]
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
    pub(crate) const TOO_DEEP: Error "P0004" = "something is nested too deep";
}

pub(crate) fn too_deep(place: Span, most: usize) -> Diagnostic {
    TOO_DEEP
        .found(format!("this is nested more than {most} levels deep"))
        .label(place, "one level too many")
        .help("give parts of it a name with `[finding.NAME]`, and use the name")
}
