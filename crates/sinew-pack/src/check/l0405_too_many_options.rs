//! L0405: a question has too many options.

use crate::draft::{Entry, KindDraft, QuestionDraft};
use sinew_diag::{Diagnostic, check};
use sinew_model::OptionSet;

check! {
    /// A question has at most 63 options.
    ///
    /// # Why
    ///
    /// More do not fit into the program, nor into anybody's head.
    ///
    /// # Remedy
    ///
    /// Split the question.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [question.brings-it-on] # error[L0405]
    /// ```
    ///
    /// ```toml questions.toml 62 times
    /// [question.brings-it-on.options]
    /// movement-{n} = { label = "Movement {n}", told = "movement {n} hurts" }
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml 6 times
    /// [question.brings-it-on.options]
    /// movement-{n} = { label = "Movement {n}", told = "movement {n} hurts" }
    /// ```
    pub(crate) const TOO_MANY_OPTIONS: Error "L0405" = "a question has too many options";
}

pub(super) fn check(entry: &Entry<QuestionDraft>, question: &QuestionDraft, found: &mut Vec<Diagnostic>) {
    let (KindDraft::OneOf { options, .. } | KindDraft::AnyOf { options, .. }) = &question.kind else {
        return;
    };
    let (count, most) = (options.len(), OptionSet::CAPACITY);
    if count > most {
        found.push(
            TOO_MANY_OPTIONS
                .found(format!("`{}` has {count} options, at most {most} fit", entry.id.value))
                .label(entry.id.span, "")
                .help("split the question"),
        );
    }
}
