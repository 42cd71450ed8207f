//! T0103: a question without a question mark.

use crate::draft::QuestionDraft;
use sinew_diag::{Diagnostic, check};

check! {
    /// `ask` ends with, or holds, a question.
    ///
    /// # Why
    ///
    /// It is read aloud by screen readers, which raise the voice at the mark.
    ///
    /// # Remedy
    ///
    /// End it with a question mark.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [question.worst]
    /// ask = "Say how bad the worst pain was in the last 24 hours" # warning[T0103]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml
    /// [question.worst]
    /// ask = "How bad was the worst pain in the last 24 hours?"
    /// ```
    pub(crate) const NO_QUESTION_MARK: Warning "T0103" = "a question without a question mark";
}

pub(super) fn check(question: &QuestionDraft, found: &mut Vec<Diagnostic>) {
    if !question.ask.value.contains('?') {
        found.push(
            NO_QUESTION_MARK
                .found("this has no question mark")
                .label(question.ask.span, "")
                .help("ask a question"),
        );
    }
}
