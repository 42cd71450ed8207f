//! R0206: there is no such red flag.

use sinew_diag::check;

check! {
    /// Red flags are named by their id.
    ///
    /// # Why
    ///
    /// What points to nothing never fires.
    ///
    /// # Remedy
    ///
    /// Mend the id, or add the red flag.
    ///
    /// # Example
    ///
    /// ```toml cases/people.toml
    /// [case.hot]
    /// expect = { urgency = "same-day", flags = ["hot-joint"] } # error[R0206]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/people.toml
    /// [case.hot]
    /// expect = { urgency = "same-day", flags = ["hot-elbow"] }
    /// ```
    pub(crate) const UNKNOWN_RED_FLAG: Error "R0206" = "there is no such red flag";
}
