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
    /// arm = "rihgt" # error[R0230]
    /// ```
    ///
    /// ```toml questions.toml
    /// [question.arm]
    /// kind = "one-of"
    /// section = "About you"
    /// short = "Arm"
    /// ask = "Which arm is it?"
    /// why = "It is made up for tests"
    /// [question.arm.options]
    /// left = { label = "Left", told = "it is the left arm" }
    /// right = { label = "Right", told = "it is the right arm" }
    /// ```
    ///
    /// ```toml causes.toml
    /// [cause.writing]
    /// title = "Much writing"
    /// when = "arm.right"
    /// because = "It is made up for tests."
    /// strength = "weak"
    /// actions = ["lighter-load"]
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// [given]
    /// arm = "right"
    /// ```
    ///
    /// ```toml questions.toml
    /// [question.arm]
    /// kind = "one-of"
    /// section = "About you"
    /// short = "Arm"
    /// ask = "Which arm is it?"
    /// why = "It is made up for tests"
    /// [question.arm.options]
    /// left = { label = "Left", told = "it is the left arm" }
    /// right = { label = "Right", told = "it is the right arm" }
    /// ```
    ///
    /// ```toml causes.toml
    /// [cause.writing]
    /// title = "Much writing"
    /// when = "arm.right"
    /// because = "It is made up for tests."
    /// strength = "weak"
    /// actions = ["lighter-load"]
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    pub(crate) const GIVEN_MISFIT: Error "R0230" = "an answer in `[given]` does not fit its question";
}
