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
    ///
    /// # Example
    ///
    /// ```toml cases/people.toml
    /// [case.hot]
    /// expect = { urgency = "same-day", must = ["hot-elbow"], must-not = ["hot-elbow"] } # error[R0307]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/people.toml
    /// [case.hot]
    /// expect = { urgency = "same-day", must = ["hot-elbow"], must-not = ["wrist-hold"] }
    /// ```
    pub(crate) const CASE_CONTRADICTION: Error "R0307" = "a case expects something and its opposite";
}
