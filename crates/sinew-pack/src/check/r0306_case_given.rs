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
    pub(crate) const CASE_GIVEN: Error "R0306" = "a case contradicts an answer that the pack gives";
}
