//! R0306: a case contradicts an answer that the pack gives.

use sinew_diag::check;

check! {
    /// Opening the pack answers the questions in `[given]`.
    ///
    /// # Why
    ///
    /// A person with another answer would have opened another pack.
    ///
    /// # Remedy
    ///
    /// Take the answer out of the case.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// [given]
    /// brings-it-on = ["gripping"]
    /// ```
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// answers = { worst = 9, brings-it-on = ["lifting"] } # error[R0306]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// [given]
    /// brings-it-on = ["gripping"]
    /// ```
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// answers = { worst = 9 }
    /// ```
    pub(crate) const CASE_GIVEN: Error "R0306" = "a case contradicts an answer that the pack gives";
}
