//! R0307: a case expects something and its opposite.

use sinew_diag::check;

check! {
    /// The same thing stands in `must` and in `must-not`.
    ///
    /// # Why
    ///
    /// No result can meet both.
    ///
    /// # Remedy
    ///
    /// Take one of the two out.
    pub(crate) const CASE_CONTRADICTION: Error "R0307" = "a case expects something and its opposite";
}
