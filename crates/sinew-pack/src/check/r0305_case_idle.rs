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
    pub(crate) const CASE_IDLE: Warning "R0305" = "a case answers a question that its person is not asked";
}
