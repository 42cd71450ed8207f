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
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [question.joint]
    /// ask = "Is the elbow hot and/or swollen?" # warning[T0102]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml
    /// [question.joint]
    /// ask = "Is the elbow hot?"
    /// ```
    pub(crate) const TWO_QUESTIONS: Warning "T0102" = "two questions in one";
}

/// Words with which a question begins. Behind "and" or "or" they begin a second one.
const BEGINNINGS: [&str; 20] = [
    "are", "can", "could", "did", "do", "does", "had", "has", "have", "how", "is", "was", "were", "what",
    "when", "where", "which", "who", "why", "will",
];

pub(super) fn check(question: &QuestionDraft, found: &mut Vec<Diagnostic>) {
    let ask = &question.ask;
    if joins_two(&ask.value) {
        found.push(
            TWO_QUESTIONS
                .found("these are two questions in one")
                .label(ask.span, "")
                .help("split it into two questions, or let people choose any of several things"),
        );
    }
}

fn joins_two(ask: &str) -> bool {
    let words = || {
        ask.split_whitespace().map(|word| word.trim_matches(|character: char| !character.is_alphanumeric()))
    };
    let is_one_of =
        |word: &str, listed: &[&str]| listed.iter().any(|listed| word.eq_ignore_ascii_case(listed));
    let mut pairs = words().zip(words().skip(1));
    let joined = pairs.any(|(one, next)| is_one_of(one, &["and", "or"]) && is_one_of(next, &BEGINNINGS));
    joined || ask.contains("and/or") || ask.matches('?').count() > 1
}

#[cfg(test)]
mod tests {
    use super::joins_two;

    #[test]
    fn two_questions_are_told_from_a_list() {
        for ask in [
            "Is it hot? Is it red?",
            "Does it hurt and/or swell?",
            "Is it hot, or does it throb?",
            "When and where?",
        ] {
            assert!(joins_two(ask), "{ask}");
        }
        for ask in ["Is it hot, red or swollen?", "Look at both sides, and feel them. Which is warmer?"] {
            assert!(!joins_two(ask), "{ask}");
        }
    }
}
