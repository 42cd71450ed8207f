//! T0104: a reason for asking that is too long.

use crate::draft::QuestionDraft;
use sinew_diag::{Diagnostic, check};

check! {
    /// `why` is one line of at most 90 characters without a full stop.
    ///
    /// # Why
    ///
    /// It stands in small type under the question.
    ///
    /// # Remedy
    ///
    /// Shorten it.
    pub(crate) const WHY_FORM: Warning "T0104" = "a reason for asking that is too long";
}

/// The most characters a reason for asking has.
const MOST_CHARACTERS: usize = 90;

pub(super) fn check(question: &QuestionDraft, found: &mut Vec<Diagnostic>) {
    let why = &question.why;
    let length = why.value.chars().count();
    let message = if length > MOST_CHARACTERS {
        format!("this has {length} characters; {MOST_CHARACTERS} fit on the line")
    } else if why.value.ends_with('.') {
        "this ends with a full stop".to_owned()
    } else {
        return;
    };
    found.push(WHY_FORM.found(message).label(why.span, "").help("write one short line without a full stop"));
}
