//! P0103: a value of the wrong type.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Each key takes one type of value: text, a number, true or false, a list or a table.
    ///
    /// # Why
    ///
    /// A value of another type has no meaning there.
    ///
    /// # Remedy
    ///
    /// Write the value as the message says.
    ///
    /// # Example
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-elbow]
    /// do = "rest the arm" # error[P0103]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-elbow]
    /// do = ["rest the arm"]
    /// ```
    pub(crate) const WRONG_TYPE: Error "P0103" = "a value of the wrong type";
}

pub(crate) fn wrong_type(span: Span, expected: &str, found: &str) -> Diagnostic {
    WRONG_TYPE.found(format!("expected {expected}, found {found}")).label(span, found.to_owned())
}
