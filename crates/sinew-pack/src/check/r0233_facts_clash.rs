//! R0233: two facts answer the same.

use sinew_diag::check;

check! {
    /// An option, or a question that takes one answer, is answered by one fact at most.
    ///
    /// # Why
    ///
    /// Two facts can say different things, and nobody could tell which of them counts.
    ///
    /// # Remedy
    ///
    /// Take one of the two out.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [fact.soreness]
    /// from = "extension"
    /// means = "how sore the arm was on the last page"
    /// unit = "out of 10"
    /// min = 0
    /// max = 10
    /// answers = "worst"
    ///
    /// [fact.later-soreness]
    /// from = "extension"
    /// means = "how sore the arm was after the last page"
    /// unit = "out of 10"
    /// min = 0
    /// max = 10
    /// answers = "worst" # error[R0233]
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
    pub(crate) const FACTS_CLASH: Error "R0233" = "two facts answer the same";
}
