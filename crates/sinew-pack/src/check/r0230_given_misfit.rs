//! R0230: an answer in `[given]` does not fit its question.

use sinew_diag::check;

check! {
    /// `[given]` holds answers that opening the pack gives.
    ///
    /// # Why
    ///
    /// An answer that is not offered would have no effect.
    ///
    /// # Remedy
    ///
    /// Choose one of the answers that the message lists.
    pub(crate) const GIVEN_MISFIT: Error "R0230" = "an answer in `[given]` does not fit its question";
}
