//! Answers: as they are written, and as they fit a pack.

use crate::{Index as _, IndexVec, OptionIx, Pack, Question, QuestionIx, QuestionKind};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A set of options of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct OptionSet(u64);

impl OptionSet {
    /// How many options a set can tell apart.
    pub const CAPACITY: usize = 63;

    /// No options.
    pub const EMPTY: Self = Self(0);

    /// The set with one more option.
    ///
    /// Options beyond [`Self::CAPACITY`] are not held; `Pack::new` refuses such questions.
    pub fn with(self, option: OptionIx) -> Self {
        Self(self.0 | Self::bit(option))
    }

    /// The set with one option the other way round.
    pub fn toggled(self, option: OptionIx) -> Self {
        Self(self.0 ^ Self::bit(option))
    }

    /// Whether it holds the option.
    pub fn contains(self, option: OptionIx) -> bool {
        self.0 & Self::bit(option) != 0
    }

    /// Whether it holds nothing.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The options it holds, in order.
    pub fn iter(self) -> impl Iterator<Item = OptionIx> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            if left == 0 {
                return None;
            }
            let first = OptionIx::at(left.trailing_zeros() as usize);
            left &= left - 1;
            Some(first)
        })
    }

    /// The options it holds as bits, the first option as the lowest.
    pub fn bits(self) -> u64 {
        self.0
    }

    fn bit(option: OptionIx) -> u64 {
        if option.position() < Self::CAPACITY { 1 << option.position() } else { 0 }
    }
}

impl FromIterator<OptionIx> for OptionSet {
    fn from_iter<S: IntoIterator<Item = OptionIx>>(options: S) -> Self {
        options.into_iter().fold(Self::EMPTY, Self::with)
    }
}

/// An answer that fits its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Answer {
    /// "I'm not sure".
    NotSure,
    /// Yes or no.
    YesNo(bool),
    /// One option.
    One(OptionIx),
    /// Any number of options.
    Any {
        /// Those that were chosen.
        chosen: OptionSet,
        /// Whether the person is not sure about the others.
        unsure: bool,
    },
    /// A number.
    Number(i32),
}

/// An answer as it is written in a file or on a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RawAnswer {
    /// `"yes"`, `"no"`, `"none"`, `"not-sure"` or the id of an option.
    Text(String),
    /// Ids of options, possibly with `"not-sure"`.
    List(Vec<String>),
    /// A whole number.
    Number(i64),
}

impl fmt::Display for RawAnswer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(text),
            Self::List(texts) => formatter.write_str(&texts.join(",")),
            Self::Number(number) => write!(formatter, "{number}"),
        }
    }
}

/// Why an answer does not fit its question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerProblem {
    /// Not one of the things that can be chosen.
    #[error("`{given}` is not an answer to `{question}`; there are {known}")]
    UnknownChoice {
        /// What was written.
        given: String,
        /// The question.
        question: String,
        /// What there is, in words.
        known: String,
        /// What there is, one by one.
        choices: Vec<String>,
    },
    /// The question does not offer "I'm not sure".
    #[error("`{question}` does not take \"not-sure\"; there are {known}")]
    NotSureNotOffered {
        /// The question.
        question: String,
        /// What there is.
        known: String,
    },
    /// A number outside the range.
    #[error("{given} is not between {min} and {max}, which `{question}` takes")]
    OutOfRange {
        /// What was written.
        given: i64,
        /// The question.
        question: String,
        /// The smallest number.
        min: i32,
        /// The largest number.
        max: i32,
    },
    /// Several options where one is asked for.
    #[error("`{question}` takes one answer, not a list")]
    ListNotTaken {
        /// The question.
        question: String,
    },
    /// `none` beside options.
    #[error("`{question}` has both \"none\" and other answers")]
    NoneAndOthers {
        /// The question.
        question: String,
    },
}

impl Question {
    /// What can be written as an answer, for messages.
    pub fn answer_forms(&self) -> Vec<String> {
        let mut forms: Vec<String> = match &self.kind {
            QuestionKind::YesNo { .. } => vec!["yes".into(), "no".into()],
            QuestionKind::OneOf { options, .. } => {
                options.iter().map(|choice| choice.id.to_string()).collect()
            }
            QuestionKind::AnyOf { options, .. } => options
                .iter()
                .map(|choice| choice.id.to_string())
                .chain(std::iter::once("none".into()))
                .collect(),
            QuestionKind::Scale { from, to, .. } => vec![format!("{} to {}", from.value, to.value)],
            QuestionKind::Number { min, max, .. } => vec![format!("{min} to {max}")],
        };
        if self.not_sure {
            forms.push("not-sure".into());
        }
        forms
    }

    /// Reads a written answer as an answer to this question.
    pub fn read_answer(&self, raw: &RawAnswer) -> Result<Answer, AnswerProblem> {
        match (&self.kind, raw) {
            (_, RawAnswer::Text(text)) if text == "not-sure" => self.not_sure_answer(),
            (QuestionKind::AnyOf { .. }, RawAnswer::Text(text)) => {
                self.read_any(text.split(',').map(str::trim))
            }
            (QuestionKind::AnyOf { .. }, RawAnswer::List(texts)) => {
                self.read_any(texts.iter().map(String::as_str))
            }
            (_, RawAnswer::List(texts)) => match texts.as_slice() {
                [text] => self.read_answer(&RawAnswer::Text(text.clone())),
                _ => Err(AnswerProblem::ListNotTaken { question: self.id.to_string() }),
            },
            (QuestionKind::YesNo { .. }, RawAnswer::Text(text)) => match text.as_str() {
                "yes" => Ok(Answer::YesNo(true)),
                "no" => Ok(Answer::YesNo(false)),
                other => Err(self.unknown_choice(other)),
            },
            (QuestionKind::OneOf { .. }, RawAnswer::Text(text)) => {
                self.option_named(text).map(Answer::One).ok_or_else(|| self.unknown_choice(text))
            }
            (QuestionKind::Scale { .. } | QuestionKind::Number { .. }, RawAnswer::Number(number)) => {
                self.read_number(*number)
            }
            (QuestionKind::Scale { .. } | QuestionKind::Number { .. }, RawAnswer::Text(text)) => {
                match text.parse() {
                    Ok(number) => self.read_number(number),
                    Err(_) => Err(self.unknown_choice(text)),
                }
            }
            (QuestionKind::YesNo { .. } | QuestionKind::OneOf { .. } | QuestionKind::AnyOf { .. }, raw) => {
                Err(self.unknown_choice(&raw.to_string()))
            }
        }
    }

    /// An answer as it is written in files: the reverse of [`Self::read_answer`].
    pub fn write_answer(&self, answer: Answer) -> RawAnswer {
        let option_id = |option: OptionIx| {
            self.options()
                .find(|(index, _)| *index == option)
                .map_or(String::new(), |(_, choice)| choice.id.to_string())
        };
        match answer {
            Answer::NotSure => RawAnswer::Text("not-sure".into()),
            Answer::YesNo(true) => RawAnswer::Text("yes".into()),
            Answer::YesNo(false) => RawAnswer::Text("no".into()),
            Answer::One(option) => RawAnswer::Text(option_id(option)),
            Answer::Any { chosen, unsure } => {
                let mut ids: Vec<String> = chosen.iter().map(option_id).collect();
                if unsure {
                    ids.push("not-sure".into());
                }
                if ids.is_empty() { RawAnswer::Text("none".into()) } else { RawAnswer::List(ids) }
            }
            Answer::Number(number) => RawAnswer::Number(i64::from(number)),
        }
    }

    fn not_sure_answer(&self) -> Result<Answer, AnswerProblem> {
        if self.not_sure {
            Ok(Answer::NotSure)
        } else {
            Err(AnswerProblem::NotSureNotOffered {
                question: self.id.to_string(),
                known: self.answer_forms().join(", "),
            })
        }
    }

    fn unknown_choice(&self, given: &str) -> AnswerProblem {
        let choices = self.answer_forms();
        AnswerProblem::UnknownChoice {
            given: given.to_owned(),
            question: self.id.to_string(),
            known: choices.join(", "),
            choices,
        }
    }

    fn read_any<'a>(&self, texts: impl Iterator<Item = &'a str>) -> Result<Answer, AnswerProblem> {
        let (mut chosen, mut unsure, mut none) = (OptionSet::EMPTY, false, false);
        for text in texts {
            match text {
                "none" => none = true,
                "not-sure" => {
                    self.not_sure_answer()?;
                    unsure = true;
                }
                other => {
                    let option = self.option_named(other).ok_or_else(|| self.unknown_choice(other))?;
                    chosen = chosen.with(option);
                }
            }
        }
        if none && (unsure || !chosen.is_empty()) {
            return Err(AnswerProblem::NoneAndOthers { question: self.id.to_string() });
        }
        if unsure && chosen.is_empty() {
            return Ok(Answer::NotSure);
        }
        Ok(Answer::Any { chosen, unsure })
    }

    fn read_number(&self, number: i64) -> Result<Answer, AnswerProblem> {
        let (min, max) = self.number_range().unwrap_or((i32::MIN, i32::MAX));
        i32::try_from(number).ok().filter(|value| (min..=max).contains(value)).map(Answer::Number).ok_or_else(
            || AnswerProblem::OutOfRange { given: number, question: self.id.to_string(), min, max },
        )
    }
}

/// Whether an answer is of the kind its question takes, and within range.
pub(crate) fn fits(question: &Question, answer: &Answer) -> bool {
    match (&question.kind, answer) {
        (_, Answer::NotSure) => question.not_sure,
        (QuestionKind::YesNo { .. }, Answer::YesNo(_)) => true,
        (QuestionKind::OneOf { options, .. }, Answer::One(option)) => options.get(*option).is_some(),
        (QuestionKind::AnyOf { options, .. }, Answer::Any { chosen, unsure }) => {
            chosen.iter().all(|option| options.get(option).is_some())
                && (!unsure || question.not_sure && !chosen.is_empty())
        }
        (QuestionKind::Scale { .. } | QuestionKind::Number { .. }, Answer::Number(number)) => {
            question.number_range().is_some_and(|(min, max)| (min..=max).contains(number))
        }
        _ => false,
    }
}

/// The answers of one person to one pack. Every answer in it fits its question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    entries: IndexVec<QuestionIx, Option<Answer>>,
}

impl Answers {
    /// Nothing answered yet but what opening the pack gives.
    pub fn new(pack: &Pack) -> Self {
        let mut entries = IndexVec::filled(None, pack.questions().len());
        for given in pack.given() {
            entries[given.question] = Some(given.answer);
        }
        Self { entries }
    }

    /// The answer to a question, if there is one.
    pub fn get(&self, question: QuestionIx) -> Option<Answer> {
        self.entries.get(question).copied().flatten()
    }

    /// Records an answer. Returns whether it fits the question; one that does not is not recorded, nor is one to a question
    /// that the pack itself answers.
    pub fn set(&mut self, pack: &Pack, question: QuestionIx, answer: Answer) -> bool {
        let takes = pack.given_answer(question).is_none()
            && pack.questions().get(question).is_some_and(|question| fits(question, &answer));
        if takes {
            self.entries[question] = Some(answer);
        }
        takes
    }

    /// Forgets an answer, unless the pack gives it.
    pub fn clear(&mut self, pack: &Pack, question: QuestionIx) {
        if pack.given_answer(question).is_none() && self.entries.get(question).is_some() {
            self.entries[question] = None;
        }
    }

    /// The answered questions with their answers, in pack order.
    pub fn iter(&self) -> impl Iterator<Item = (QuestionIx, Answer)> {
        self.entries.iter_indexed().filter_map(|(question, answer)| answer.map(|answer| (question, answer)))
    }

    /// How many questions are answered, those given by the pack included.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether nothing is answered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests;
