//! R0232: a fact does not fit the question that it answers.

use sinew_diag::check;

check! {
    /// A fact is a whole number, and proposes an answer that its question takes.
    ///
    /// # Why
    ///
    /// An answer that is not offered would never be proposed, and one of two could not be chosen between.
    ///
    /// # Remedy
    ///
    /// Name options of the question with the numbers that give them; leave `options` out for a question that takes a number; and use
    /// the unit in which the training log gives the measure.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [fact.soreness]
    /// from = "extension"
    /// means = "how sore the arm was on the last page"
    /// unit = "out of 10"
    /// min = 0
    /// max = 100 # error[R0232]
    /// answers = "worst"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml
    /// [fact.soreness]
    /// from = "extension"
    /// means = "how sore the arm was on the last page"
    /// unit = "out of 10"
    /// min = 0
    /// max = 10
    /// answers = "worst"
    /// ```
    pub(crate) const FACT_MISFIT: Error "R0232" = "a fact does not fit its question";
}
