//! What may be known of a runner without asking, and which answer it gives.
//!
//! A fact decides nothing. It proposes an answer to a question, as a person would give it, and the person sees it and can give another
//! one. So whatever holds for all answers holds whatever a fact says.

use crate::{Answer, FactId, NumberRange, OptionSet, Origin, Question, QuestionIx, QuestionKind};
use serde::{Deserialize, Serialize};

/// A measure that a training log can give, as a whole number.
///
/// The figures and their limits are those of `sinew-training`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LogMeasure {
    /// The longest run of the last 30 days.
    LongestRun,
    /// The greatest distance of a run of the last 30 days against the longest run of the 30 days before it, rounded up.
    Spike,
    /// The distance of the last seven days against the seven before, rounded down.
    WeeklyChange,
    /// Days without a run among the last 30.
    DaysOff,
    /// Days without a run before a run of the last 30 days, if they were 30 or more; otherwise 0.
    Break,
    /// The climbs of the first hilly run in 30 days; 0 if there was none.
    FirstHills,
    /// The seconds of fast running in the first run in 30 days that had some; 0 if there was none.
    FirstSpeed,
    /// The longest row of hard days; 0 if no two followed one another.
    HardDays,
    /// Steps in a minute, left and right counted.
    Cadence,
}

impl LogMeasure {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::LongestRun,
        Self::Spike,
        Self::WeeklyChange,
        Self::DaysOff,
        Self::Break,
        Self::FirstHills,
        Self::FirstSpeed,
        Self::HardDays,
        Self::Cadence,
    ];

    /// The name used in packs.
    pub fn name(self) -> &'static str {
        match self {
            Self::LongestRun => "longest-run",
            Self::Spike => "spike",
            Self::WeeklyChange => "weekly-change",
            Self::DaysOff => "days-off",
            Self::Break => "break",
            Self::FirstHills => "first-hills",
            Self::FirstSpeed => "first-speed",
            Self::HardDays => "hard-days",
            Self::Cadence => "cadence",
        }
    }

    /// The unit of its number, as packs write it.
    pub fn unit(self) -> &'static str {
        match self {
            Self::LongestRun | Self::FirstHills => "m",
            Self::Spike | Self::WeeklyChange => "%",
            Self::DaysOff | Self::Break | Self::HardDays => "days",
            Self::FirstSpeed => "s",
            Self::Cadence => "steps a minute",
        }
    }
}

/// What supplies a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FactSource {
    /// The training log of the runner.
    TrainingLog(LogMeasure),
    /// The native extension of the pack, under the id of the fact.
    Extension,
}

impl FactSource {
    /// The name of the kind of source, as packs write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::TrainingLog(_) => "training-log",
            Self::Extension => "extension",
        }
    }
}

/// Numbers that give one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactOption {
    /// The numbers.
    pub range: NumberRange,
    /// Yes or no; or one option, which for an any-of question is one of those that are chosen.
    pub answer: Answer,
}

/// What a fact says about the answer to its question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactAnswer {
    /// Its number is the answer.
    Number,
    /// An option that its number lies in; none if it lies in none. For an any-of question each option is by itself: it is chosen or
    /// not. Otherwise no two overlap.
    Options(Vec<FactOption>),
}

/// Something that may be known of a runner without asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Its id.
    pub id: FactId,
    /// What supplies it.
    pub source: FactSource,
    /// What its number is: a phrase, such as "climbs of your first hilly run in 30 days".
    pub means: String,
    /// The unit of its number.
    pub unit: String,
    /// The numbers that can be right. Any other is a fault of what supplied it, and counts as not known.
    pub min: i32,
    /// The largest of them.
    pub max: i32,
    /// The question that it proposes an answer to.
    pub question: QuestionIx,
    /// How the number becomes an answer.
    pub answer: FactAnswer,
    /// Where it is written.
    pub origin: Origin,
}

impl Fact {
    /// The number, if it can be right.
    pub fn read(&self, number: i64) -> Option<i32> {
        i32::try_from(number).ok().filter(|number| (self.min..=self.max).contains(number))
    }

    /// The options that it speaks of.
    pub fn options(&self) -> OptionSet {
        match &self.answer {
            FactAnswer::Number => OptionSet::EMPTY,
            FactAnswer::Options(listed) => listed.iter().filter_map(|listed| option(listed.answer)).collect(),
        }
    }

    /// What a number says about the answer to its question, which is this one; none if it says nothing. For an any-of question these
    /// are the options that hold, at least one; nothing is said about the others.
    pub fn answer(&self, question: &Question, number: i32) -> Option<Answer> {
        let FactAnswer::Options(listed) = &self.answer else { return Some(Answer::Number(number)) };
        let mut holding =
            listed.iter().filter(|listed| listed.range.contains(number)).map(|listed| listed.answer);
        if let QuestionKind::AnyOf { .. } = question.kind {
            let chosen: OptionSet = holding.filter_map(option).collect();
            return (!chosen.is_empty()).then_some(Answer::Any { chosen, unsure: true });
        }
        holding.next()
    }

    /// Whether it answers something that another fact about the same question answers, too.
    pub(crate) fn clashes(&self, other: &Self, question: &Question) -> bool {
        match question.kind {
            QuestionKind::AnyOf { .. } => {
                let others = other.options();
                self.options().iter().any(|option| others.contains(option))
            }
            _ => true,
        }
    }

    /// What is wrong with it as a fact about this question, in words; none if nothing is.
    pub(crate) fn misfit(&self, question: &Question) -> Option<&'static str> {
        if self.min >= self.max {
            return Some("no number lies between its ends");
        }
        let fits = |listed: &FactOption| match (&question.kind, listed.answer) {
            (QuestionKind::YesNo { .. }, Answer::YesNo(_)) => true,
            (
                QuestionKind::OneOf { options, .. } | QuestionKind::AnyOf { options, .. },
                Answer::One(option),
            ) => options.get(option).is_some(),
            _ => false,
        };
        match (&self.answer, &question.kind) {
            (FactAnswer::Number, QuestionKind::Number { min, max, .. }) => (self.min < *min
                || self.max > *max)
                .then_some("its numbers are not all answers to its question"),
            (FactAnswer::Number, QuestionKind::Scale { from, to, .. }) => (self.min < from.value
                || self.max > to.value)
                .then_some("its numbers are not all answers to its question"),
            (FactAnswer::Options(listed), QuestionKind::AnyOf { .. }) => (listed.is_empty()
                || !listed.iter().all(fits))
            .then_some("it gives an answer that is not offered"),
            (FactAnswer::Options(listed), QuestionKind::YesNo { .. } | QuestionKind::OneOf { .. }) => {
                if listed.is_empty() || !listed.iter().all(fits) {
                    Some("it gives an answer that is not offered")
                } else {
                    listed
                        .iter()
                        .enumerate()
                        .any(|(at, one)| listed[..at].iter().any(|other| one.range.overlaps(other.range)))
                        .then_some("a number gives two answers")
                }
            }
            _ => Some("its answers are not of the kind of its question"),
        }
    }
}

/// The option of an answer that is one.
fn option(answer: Answer) -> Option<crate::OptionIx> {
    match answer {
        Answer::One(option) => Some(option),
        Answer::YesNo(_) | Answer::NotSure | Answer::Any { .. } | Answer::Number(_) => None,
    }
}
