//! T0107: it sounds like a diagnosis.

use crate::texts::Shown;
use sinew_diag::{Diagnostic, check};

check! {
    /// What is said about conditions, causes and warning signs never says that somebody has something, nor
    /// that it is certain.
    ///
    /// # Why
    ///
    /// Answers to questions cannot find out what somebody has.
    ///
    /// # Remedy
    ///
    /// Say what the condition is and what fits it.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-joint]
    /// about = "You have a joint that is sore after more than it is used to." # warning[T0107]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-joint]
    /// about = "The joint is sore after more than it is used to."
    /// ```
    pub(crate) const SAYS_YOU_HAVE: Warning "T0107" = "it sounds like a diagnosis";
}

/// What sounds certain, in small letters.
const CERTAIN: [&str; 9] = [
    "you have ",
    "you've got ",
    "you’ve got ",
    "you suffer",
    "you are suffering",
    "definitely",
    "certainly",
    "without doubt",
    "the diagnosis is",
];

/// What makes it a condition of the sentence, and no statement.
const CONDITIONAL: [&str; 6] = ["if", "when", "until", "unless", "while", "what"];

pub(super) fn check(text: &Shown<'_>, found: &mut Vec<Diagnostic>) {
    if let Some(certain) = certain(text.words) {
        found.push(
            SAYS_YOU_HAVE
                .found("this sounds like a diagnosis")
                .label(text.span, format!("\"{}\"", certain.trim()))
                .help("say what it is and what fits it, not that somebody has it"),
        );
    }
}

fn certain(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let mut before = ' ';
    let mut begins = |(at, character): (usize, char)| {
        let begins = !std::mem::replace(&mut before, character).is_alphanumeric();
        begins.then_some(at)
    };
    let starts_of_words: Vec<usize> = lower.char_indices().filter_map(&mut begins).collect();
    let is_said = |at: usize, certain: &str| {
        let last = || lower[..at].split_whitespace().next_back().unwrap_or_default();
        lower[at..].starts_with(certain) && !CONDITIONAL.contains(&last())
    };
    CERTAIN.into_iter().find(|certain| starts_of_words.iter().any(|at| is_said(*at, certain)))
}

#[cfg(test)]
mod tests {
    use super::certain;

    #[test]
    fn statements_are_told_from_conditions() {
        for text in
            ["You have a tear", "It shows that you have it.", "This is definitely a strain", "You've got it"]
        {
            assert!(certain(text).is_some(), "{text}");
        }
        for text in ["This is definitely² a strain.", "certainly1", "Definitelyis", "İyou have a tear"] {
            assert!(certain(text).is_some(), "{text}");
        }
        for text in ["Stop if you have pain", "a sore spot", "people you have met", "uncertainly"] {
            assert_eq!(certain(text).is_some(), text.starts_with("people"), "{text}");
        }
    }
}
