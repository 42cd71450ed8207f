//! R0202: there is no such question.

use sinew_diag::check;

check! {
    /// Questions are named by their id.
    ///
    /// # Why
    ///
    /// An answer to a question that is not there has no effect.
    ///
    /// # Remedy
    ///
    /// Mend the id, or add the question.
    pub(crate) const UNKNOWN_QUESTION: Error "R0202" = "there is no such question";
}
