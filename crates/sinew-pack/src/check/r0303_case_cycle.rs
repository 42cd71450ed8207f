//! R0303: cases are like each other in a circle.

use sinew_diag::check;

check! {
    /// A case that others are like needs answers of its own.
    ///
    /// # Why
    ///
    /// In a circle nobody has any answers.
    ///
    /// # Remedy
    ///
    /// Give one of the cases its own answers and take out its `like`.
    ///
    /// # Example
    ///
    /// ```toml cases/people.toml
    /// [case.bad] # error[R0303]
    /// like = "hot"
    ///
    /// [case.hot]
    /// like = "bad"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// like = "grip"
    ///
    /// [case.hot]
    /// like = "grip"
    /// ```
    pub(crate) const CASE_CYCLE: Error "R0303" = "cases are like each other in a circle";
}
