//! L0503: an answer that is not worse than another.

use crate::draft::Text;
use sinew_diag::{Diagnostic, check};
use sinew_model::{Question, QuestionKind};

check! {
    /// `monotone-in` names questions of which one answer is worse than another: yes-no questions, where yes is
    /// worse, those that are `ordered`, and any-of questions, where each further option is worse. Or it names one
    /// option of a question, which is then worse than the others.
    ///
    /// # Why
    ///
    /// Without an order of the answers there is nothing that a worse one could be held against.
    ///
    /// # Remedy
    ///
    /// If a later or higher answer is never better, say so with `ordered = "worse-upward"` at the question.
    /// Otherwise name the options that are worse.
    ///
    /// # Example
    ///
    /// ```toml properties.toml
    /// [property.worse-pain-no-later]
    /// monotone-in = ["worst", "joint"] # error[L0503]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml properties.toml
    /// [property.worse-pain-no-later]
    /// monotone-in = ["worst", "joint.hot"]
    /// ```
    pub(crate) const NOT_WORSE: Error "L0503" = "an answer that is not worse than another";
}

pub(crate) fn not_worse(name: &Text, question: &Question) -> Diagnostic {
    let has_options = matches!(question.kind, QuestionKind::OneOf { .. } | QuestionKind::AnyOf { .. });
    let (message, help) = if name.value.contains('.') && has_options {
        let message = format!("`{}` is no option that somebody chooses", name.value);
        (message, "name an option of the question".to_owned())
    } else if name.value.contains('.') {
        let message = format!("`{}` is no answer that is worse by itself", name.value);
        (message, format!("name the whole question: `{}`", question.id))
    } else {
        let message = format!("no answer to `{}` is worse than another", question.id);
        let options = if has_options {
            format!(", or name the options that are worse: `{}.…`", question.id)
        } else {
            String::new()
        };
        (
            message,
            format!(
                "add `ordered = \"worse-upward\"` to the question if a later answer is never better{options}"
            ),
        )
    };
    NOT_WORSE.found(message).label(name.span, "not worse than anything").help(help)
}
