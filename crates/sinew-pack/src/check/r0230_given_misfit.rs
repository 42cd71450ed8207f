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
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// [given]
    /// brings-it-on = ["griping"] # error[R0230]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// [given]
    /// brings-it-on = ["gripping"]
    /// ```
    pub(crate) const GIVEN_MISFIT: Error "R0230" = "an answer in `[given]` does not fit its question";
}
