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
    /// Mend the id, or add the question. `--fix` mends it in the answers of a case, where only one question can be meant.
    ///
    /// # Example
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// answers = { worst-pain = 9 } # error[R0202]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// answers = { worst = 9 }
    /// ```
    pub(crate) const UNKNOWN_QUESTION: Error "R0202" = "there is no such question";
}
