//! R0301: an answer of a case does not fit its question.

use sinew_diag::check;

check! {
    /// Cases answer questions in the same words as people do.
    ///
    /// # Why
    ///
    /// A case with an answer that nobody can give checks nothing.
    ///
    /// # Remedy
    ///
    /// Choose one of the answers that the message lists.
    ///
    /// # Example
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// answers = { worst = 11 } # error[R0301]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// answers = { worst = 10 }
    /// ```
    pub(crate) const CASE_ANSWER: Error "R0301" = "an answer of a case does not fit its question";
}
