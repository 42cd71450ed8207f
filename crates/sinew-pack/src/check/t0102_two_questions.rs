//! T0102: two questions in one.

use crate::draft::QuestionDraft;
use sinew_diag::{Diagnostic, check};

check! {
    /// A question asks one thing.
    ///
    /// # Why
    ///
    /// If the answers to its halves differ, nobody can answer it.
    ///
    /// # Remedy
    ///
    /// Split it, or ask for any of several things.
    pub(crate) const TWO_QUESTIONS: Warning "T0102" = "two questions in one";
}

pub(super) fn check(question: &QuestionDraft, found: &mut Vec<Diagnostic>) {
    let ask = &question.ask;
    if ask.value.contains("and/or") || ask.value.matches('?').count() > 1 {
        found.push(
            TWO_QUESTIONS
                .found("these are two questions in one")
                .label(ask.span, "")
                .help("split it into two questions, or let people choose any of several things"),
        );
    }
}
