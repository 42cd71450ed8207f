//! T0104: a reason for asking that is not one short line.

use crate::{draft::QuestionDraft, mend::quoted, texts::without_full_stop};
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
    /// Shorten it. `--fix` takes a full stop away.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [question.worst]
    /// why = "Very bad pain needs a look." # warning[T0104]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml
    /// [question.worst]
    /// why = "Very bad pain needs a look"
    /// ```
    pub(crate) const WHY_FORM: Warning "T0104" = "a reason for asking that is not one short line";
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
    let diagnostic = WHY_FORM.found(message).label(why.span, "");
    let help = "write one short line without a full stop";
    found.push(match without_full_stop(&why.value).and_then(quoted) {
        Some(mended) if length <= MOST_CHARACTERS => diagnostic.help_certain_edit(help, why.span, mended),
        _ => diagnostic.help(help),
    });
}
