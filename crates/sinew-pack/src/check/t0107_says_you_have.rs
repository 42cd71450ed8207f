//! T0107: it sounds like a diagnosis.

use crate::draft::ConditionDraft;
use sinew_diag::{Diagnostic, check};

check! {
    /// Names and descriptions of conditions never say "you have".
    ///
    /// # Why
    ///
    /// Answers to questions cannot find out what somebody has.
    ///
    /// # Remedy
    ///
    /// Say what the condition is.
    pub(crate) const SAYS_YOU_HAVE: Warning "T0107" = "it sounds like a diagnosis";
}

pub(super) fn check(condition: &ConditionDraft, found: &mut Vec<Diagnostic>) {
    for text in [&condition.name, &condition.about] {
        let lower = text.value.to_lowercase();
        if lower.starts_with("you have ") || lower.contains(" you have ") {
            found.push(
                SAYS_YOU_HAVE
                    .found("this sounds like a diagnosis")
                    .label(text.span, "")
                    .help("say what the condition is, not that somebody has it"),
            );
        }
    }
}
