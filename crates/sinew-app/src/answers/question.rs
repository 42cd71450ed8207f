//! When two packs, or two versions of one, ask the same question.

use sha2::{Digest as _, Sha256};
use sinew_model::{Choice, Question, QuestionKind};
use std::fmt::Write as _;

/// Whether both are the same question: the same id, and a person is asked the same thing with the same choices. What follows
/// from an answer may differ.
pub fn is_same_question(one: &Question, other: &Question) -> bool {
    one.id == other.id && what_is_asked(one) == what_is_asked(other)
}

/// A short text that is the same for two questions if the same thing is asked, and differs otherwise.
pub(super) fn fingerprint(question: &Question) -> String {
    let mut hasher = Sha256::new();
    for part in what_is_asked(question) {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().iter().take(FINGERPRINT_BYTES).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Two questions of one id are told apart by this many bytes. Nobody gains from making two that agree.
const FINGERPRINT_BYTES: usize = 8;

/// What decides what an answer means, part by part: the question, how it is answered, and everything that can be chosen.
fn what_is_asked(question: &Question) -> Vec<String> {
    let mut parts = vec![question.ask.clone(), question.not_sure.to_string()];
    let mut choices = |kind: &str, choices: &mut dyn Iterator<Item = &Choice>| {
        parts.push(kind.to_owned());
        parts.extend(choices.flat_map(|choice| [choice.id.to_string(), choice.label.clone()]));
    };
    match &question.kind {
        QuestionKind::YesNo { yes, no } => choices("yes-no", &mut [yes, no].into_iter()),
        QuestionKind::OneOf { options, worse_upward: _ } => choices("one-of", &mut options.iter()),
        QuestionKind::AnyOf { options, none_told: _ } => choices("any-of", &mut options.iter()),
        QuestionKind::Scale { from, to, told: _, worse_upward: _ } => {
            parts.push("scale".to_owned());
            parts.extend([from, to].into_iter().flat_map(|end| [end.value.to_string(), end.label.clone()]));
        }
        QuestionKind::Number { unit, min, max, told: _, worse_upward: _ } => {
            parts.extend(["number".to_owned(), unit.clone(), min.to_string(), max.to_string()]);
        }
    }
    parts
}

#[cfg(test)]
mod tests;
