//! Textual ids: one type for each kind of thing, so that an id of one kind is never taken for another.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdProblem {
    /// Nothing was written.
    #[error("an id has at least one letter or digit")]
    Empty,
    /// A character that ids do not have.
    #[error("`{text}` has `{character}`; ids have only a-z, 0-9 and single dashes between them")]
    Character {
        /// The whole text.
        text: String,
        /// The first character that does not belong.
        character: char,
    },
    /// Longer than any id needs to be.
    #[error("an id has at most {} characters", MAX_ID_LENGTH)]
    TooLong,
}

/// Longest id that is taken, in bytes.
pub(crate) const MAX_ID_LENGTH: usize = 80;

fn check_kebab(text: &str) -> Result<(), IdProblem> {
    if text.is_empty() {
        return Err(IdProblem::Empty);
    }
    if text.len() > MAX_ID_LENGTH {
        return Err(IdProblem::TooLong);
    }
    let mut previous = '-';
    for character in text.chars() {
        let fits = character.is_ascii_lowercase() || character.is_ascii_digit();
        if !(fits || character == '-' && previous != '-') {
            return Err(IdProblem::Character { text: text.to_owned(), character });
        }
        previous = character;
    }
    if previous == '-' {
        return Err(IdProblem::Character { text: text.to_owned(), character: '-' });
    }
    Ok(())
}

fn check_dotted(text: &str) -> Result<(), IdProblem> {
    match text.split_once('.') {
        Some((question, rest)) => check_kebab(question).and_then(|()| check_kebab(rest)),
        None => check_kebab(text),
    }
}

macro_rules! id_type {
    ($(#[$doc:meta] $name:ident by $check:ident;)*) => {$(
        #[$doc]
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "Box<str>")]
        pub struct $name(Box<str>);

        impl $name {
            /// Takes a text as an id, if it is one.
            pub fn new(text: &str) -> Result<Self, IdProblem> {
                $check(text).map(|()| Self(text.into()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<Box<str>> for $name {
            type Error = IdProblem;

            fn try_from(text: Box<str>) -> Result<Self, IdProblem> {
                $check(&text).map(|()| Self(text))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdProblem;

            fn from_str(text: &str) -> Result<Self, IdProblem> {
                Self::new(text)
            }
        }
    )*};
}

id_type! {
    /// Names a pack.
    PackId by check_kebab;
    /// Names a question.
    QuestionId by check_kebab;
    /// Names an option of a question.
    OptionId by check_kebab;
    /// Names what an answer yields: `question`, `question.option` or the name of a combination.
    FindingId by check_dotted;
    /// Names a combination of answers that no person can have.
    ConstraintId by check_kebab;
    /// Names a warning sign.
    RedFlagId by check_kebab;
    /// Names a reason why the guide is not for this person.
    ExitId by check_kebab;
    /// Names what it might be.
    ConditionId by check_kebab;
    /// Names a line of evidence of one condition.
    EvidenceId by check_kebab;
    /// Names what may have contributed.
    CauseId by check_kebab;
    /// Names something to do.
    ActionId by check_kebab;
    /// Names a rule that keeps actions away.
    BlockId by check_kebab;
    /// Names a promise of a pack.
    PropertyId by check_kebab;
    /// Names something that may be known of a runner without asking.
    FactId by check_kebab;
    /// Names a review of a less cautious change.
    ReviewId by check_kebab;
    /// Names a country or region with its telephone numbers.
    RegionId by check_kebab;
    /// Names a source.
    SourceId by check_kebab;
    /// Names a person with expected advice.
    CaseId by check_kebab;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kebab_case_is_taken_and_nothing_else() {
        for good in ["a", "edge-of-town", "18-29", "rf07"] {
            assert!(QuestionId::new(good).is_ok(), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "A", "a_b", "a.b", "sore spot", "é"] {
            assert!(QuestionId::new(bad).is_err(), "{bad}");
        }
        assert!(QuestionId::new(&"a".repeat(MAX_ID_LENGTH + 1)).is_err());
    }

    #[test]
    fn findings_may_have_one_dot() {
        assert!(FindingId::new("start.twist").is_ok());
        assert!(FindingId::new("injury").is_ok());
        assert!(FindingId::new("a.b.c").is_err());
        assert!(FindingId::new(".b").is_err());
    }
}
