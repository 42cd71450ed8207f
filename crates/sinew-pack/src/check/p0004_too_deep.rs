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
    pub(crate) const TOO_DEEP: Error "P0004" = "something is nested too deep";
}

pub(crate) fn too_deep(place: Span, most: usize) -> Diagnostic {
    TOO_DEEP
        .found(format!("this is nested more than {most} levels deep"))
        .label(place, "one level too many")
        .help("give parts of it a name with `[finding.NAME]`, and use the name")
}
