//! R0305: a case answers a question that its person is not asked.

use sinew_diag::check;

check! {
    /// A question whose `ask-when` is false is skipped, and its answer counts for nothing. A check of the pack counts this as
    /// an error.
    ///
    /// # Why
    ///
    /// The case does not check what it seems to check.
    ///
    /// # Remedy
    ///
    /// Take the answer out, or change the answers that decide whether the question is asked.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [question.joint]
    /// ask-when = { not = "deformed" }
    /// ```
    ///
    /// ```toml cases/people.toml
    /// [case.out-of-shape]
    /// answers = { deformed = "yes", joint = "cool" } # error[R0305]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml
    /// [question.joint]
    /// ask-when = { not = "deformed" }
    /// ```
    ///
    /// ```toml cases/people.toml
    /// [case.out-of-shape]
    /// answers = { deformed = "yes" }
    /// ```
    pub(crate) const CASE_IDLE: Warning "R0305" = "a case answers a question that its person is not asked";
}
