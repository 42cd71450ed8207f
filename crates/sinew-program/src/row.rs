//! How the answers of one person become a row of small numbers.

use sinew_model::{
    Answer, AnswerTest, Answers, FindingRule, Index as _, NumberRange, OptionIx, OptionSet, Pack, QuestionIx,
    QuestionKind,
};
use std::collections::BTreeSet;

/// The code of a question that was not asked.
pub const NOT_ASKED: u8 = 0;
/// The code of "I'm not sure". Of a list it says that the person is not sure about the options that were not chosen.
pub const NOT_SURE: u8 = 1;
/// The first code of an answer that says something; of a list the only one.
pub const FIRST_ANSWER: u8 = 2;

/// In the cell of a list, the bit that says that it was answered. Options have the bits below.
pub(crate) const ANSWERED: u64 = 1 << 63;
/// In the cell of a list, the bit that says that the person is not sure about the rest.
pub(crate) const UNSURE: u64 = 1 << 62;
/// The most options that a list in a program has: those that leave room for the two bits above.
pub const OPTIONS_AT_MOST: usize = 62;
/// The most codes of a question that is no list, so that a code is a byte.
pub(crate) const CODES_AT_MOST: usize = 256;

/// The answers of one person as a program reads them: one cell for each question.
///
/// Nothing in it is new: two rows are equal if no rule of the pack tells the answers apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnswerRow {
    pub(crate) cells: Vec<u64>,
}

/// How the answers to one question are written as codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coding {
    /// One of so many codes: 0 not asked, 1 not sure, then the answers in the order of the question: "no" before "yes", options
    /// in order, parts of the number line upward.
    One {
        /// How many codes there are, the two for no answer included.
        codes: usize,
        /// For a number, where each part of the line but the first begins.
        cuts: Vec<i32>,
    },
    /// Any number of so many options.
    List {
        /// How many options there are.
        options: usize,
    },
}

impl Coding {
    /// How a question of this pack is coded; none if it has more answers than codes.
    pub(crate) fn of(pack: &Pack, index: QuestionIx) -> Option<Self> {
        let question = &pack.questions()[index];
        let one = |answers: usize, cuts| {
            let codes = answers + usize::from(FIRST_ANSWER);
            (codes <= CODES_AT_MOST).then_some(Self::One { codes, cuts })
        };
        match &question.kind {
            QuestionKind::YesNo { .. } => one(2, Vec::new()),
            QuestionKind::OneOf { options, .. } => one(options.len(), Vec::new()),
            QuestionKind::AnyOf { options, .. } => {
                (options.len() <= OPTIONS_AT_MOST).then_some(Self::List { options: options.len() })
            }
            QuestionKind::Scale { .. } | QuestionKind::Number { .. } => {
                let cuts = cuts(pack, index);
                one(cuts.len() + 1, cuts)
            }
        }
    }

    /// The cell of an answer. An answer that does not fit the question has the cell of none.
    #[inline]
    pub(crate) fn cell(&self, answer: Option<Answer>) -> u64 {
        let Some(answer) = answer else { return u64::from(NOT_ASKED) };
        let nth = |position: usize| u64::from(FIRST_ANSWER) + position as u64;
        match (self, answer) {
            (Self::One { .. }, Answer::NotSure) => u64::from(NOT_SURE),
            (Self::List { .. }, Answer::NotSure) => ANSWERED | UNSURE,
            (Self::One { .. }, Answer::YesNo(yes)) => nth(usize::from(yes)),
            (Self::One { .. }, Answer::One(option)) => nth(option.position()),
            (Self::One { cuts, .. }, Answer::Number(number)) => {
                nth(cuts.partition_point(|cut| *cut <= number))
            }
            // An option that the question does not have would stand where the two bits above the options do.
            (Self::List { options }, Answer::Any { chosen, unsure }) if chosen.bits() >> options == 0 => {
                ANSWERED | chosen.bits() | if unsure { UNSURE } else { 0 }
            }
            (Self::One { .. }, Answer::Any { .. }) | (Self::List { .. }, _) => u64::from(NOT_ASKED),
        }
    }

    /// For each code that says something, an answer that has it.
    pub(crate) fn examples(&self, kind: &QuestionKind) -> Vec<Answer> {
        match (self, kind) {
            (Self::One { .. }, QuestionKind::YesNo { .. }) => {
                vec![Answer::YesNo(false), Answer::YesNo(true)]
            }
            (Self::One { .. }, QuestionKind::OneOf { options, .. }) => {
                options.indices().map(Answer::One).collect()
            }
            (Self::One { cuts, .. }, _) => {
                let first = cuts.first().map_or(0, |cut| cut.saturating_sub(1));
                std::iter::once(first).chain(cuts.iter().copied()).map(Answer::Number).collect()
            }
            (Self::List { .. }, _) => Vec::new(),
        }
    }

    /// How many options it has, each with a column of its own; none if it is no list.
    pub fn options(&self) -> usize {
        match self {
            Self::One { .. } => 0,
            Self::List { options } => *options,
        }
    }
}

/// Where the number line of a question is cut, so that no rule tells two numbers of one part apart.
fn cuts(pack: &Pack, index: QuestionIx) -> Vec<i32> {
    let mut cuts = BTreeSet::new();
    for finding in pack.findings() {
        if let FindingRule::Answer { question, test: AnswerTest::InRange(range) } = finding.rule
            && question == index
        {
            let NumberRange { at_least, at_most } = range;
            cuts.extend(at_least);
            cuts.extend(at_most.and_then(|most| most.checked_add(1)));
        }
    }
    // Below the smallest number there is nothing to tell apart.
    cuts.remove(&i32::MIN);
    cuts.into_iter().collect()
}

/// The codings of all questions, in pack order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Codings {
    pub(crate) questions: Vec<Coding>,
}

impl Codings {
    pub(crate) fn write(&self, answers: &Answers, row: &mut AnswerRow) {
        row.cells.clear();
        let questions = self.questions.iter().enumerate();
        row.cells.extend(questions.map(|(at, coding)| coding.cell(answers.get(QuestionIx::at(at)))));
    }
}

/// The answer that a list has if these options are chosen.
pub(crate) fn chosen_one(option: usize) -> OptionSet {
    OptionSet::EMPTY.with(OptionIx::at(option))
}
