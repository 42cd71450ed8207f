//! R0221: `ask-when` depends on a question that is asked later.

use sinew_diag::check;

check! {
    /// `ask-when` may only depend on questions that stand earlier; libraries stand before the pack.
    ///
    /// # Why
    ///
    /// When the question comes up, it has to be clear whether it applies.
    ///
    /// # Remedy
    ///
    /// Move the question down, or leave the later one out of the formula.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [question.joint]
    /// ask-when = { not = "worst.severe" } # error[R0221]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml
    /// [question.joint]
    /// ask-when = { not = "deformed" }
    /// ```
    pub(crate) const ASKED_TOO_EARLY: Error "R0221" = "`ask-when` depends on a question that is asked later";
}
