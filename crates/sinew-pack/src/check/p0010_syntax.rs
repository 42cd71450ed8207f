//! P0010: the file is not TOML.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Pack files are written in TOML 1.0.
    ///
    /// # Why
    ///
    /// What cannot be read cannot be checked.
    ///
    /// # Remedy
    ///
    /// Mend the place that is shown. Only the first mistake between two table headers is shown, as others
    /// often follow from it.
    ///
    /// # Example
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// because = "Gripping loads the cord. # error[P0010]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// because = "Gripping loads the cord."
    /// ```
    pub(crate) const SYNTAX: Error "P0010" = "the file is not TOML";
}

pub(crate) fn syntax(place: Span, message: &str) -> Diagnostic {
    SYNTAX.found(format!("this is not TOML: {message}")).label(place, "")
}
