//! R0231: two packs give different answers to one question.

use sinew_diag::check;

check! {
    /// `[given]` of a pack and of its libraries hold together: they answer a question in the same way.
    ///
    /// # Why
    ///
    /// One of the answers would be dropped without anybody noticing, and the question is never asked.
    ///
    /// # Remedy
    ///
    /// Take one of the two out, or make them equal.
    pub(crate) const GIVEN_TWICE: Error "R0231" = "two packs give different answers to one question";
}
