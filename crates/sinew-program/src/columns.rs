//! The answers of many people, and what was decided for them, as columns.

use crate::row::{ANSWERED, AnswerRow, Coding, FIRST_ANSWER, NOT_ASKED, NOT_SURE, UNSURE};
use sinew_engine::{Decision, ShownCondition};
use sinew_model::{ActionIx, Answer, Band, CauseIx, ConditionIx, ExitIx, Index as _, RedFlagIx, Urgency};

/// How many people are decided for at once.
pub(crate) const BLOCK: usize = 256;

/// In a column of positions: there is none.
pub const NONE: u8 = u8::MAX;

/// A column has a byte that is no code of its question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnProblem {
    /// Another number of columns than the pack has.
    #[error("there are {given} columns of answers, and the pack has {wanted}")]
    Columns {
        /// How many there are.
        given: usize,
        /// How many there have to be.
        wanted: usize,
    },
    /// A column is shorter or longer than the first.
    #[error("column {column} has {given} answers, and the first has {wanted}; all people need one in each")]
    Length {
        /// The column, counted from 0.
        column: usize,
        /// How many it has.
        given: usize,
        /// How many it has to have.
        wanted: usize,
    },
    /// A byte that says nothing.
    #[error("column {column} has {code} for person {person}, and its codes end at {most}")]
    Code {
        /// The column, counted from 0.
        column: usize,
        /// The person, counted from 0.
        person: usize,
        /// What is written.
        code: u8,
        /// The largest code of the column.
        most: u8,
    },
}

/// The answers of many people, as columns: for each question a code for each person, of a list whether it was answered (0 not asked, 1
/// not sure about the rest, 2 sure), and for each option of a list who chose it, as bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    codings: Vec<Coding>,
    /// By question.
    pub(crate) codes: Vec<Vec<u8>>,
    /// By option, of one list after another: words for 64 people each, the first in the lowest bit.
    pub(crate) options: Vec<Vec<u64>>,
    people: usize,
}

impl Columns {
    /// No people yet.
    pub(crate) fn new(codings: &[Coding]) -> Self {
        let options = codings.iter().map(Coding::options).sum();
        Self {
            codings: codings.to_vec(),
            codes: vec![Vec::new(); codings.len()],
            options: vec![Vec::new(); options],
            people: 0,
        }
    }

    /// Takes whole columns, in the order of the questions: of a list its own and then one with 0 or 1 for each option.
    pub(crate) fn of(codings: &[Coding], bytes: Vec<Vec<u8>>) -> Result<Self, ColumnProblem> {
        let wanted: usize = codings.iter().map(|coding| 1 + coding.options()).sum();
        if bytes.len() != wanted {
            return Err(ColumnProblem::Columns { given: bytes.len(), wanted });
        }
        let people = bytes.first().map_or(0, Vec::len);
        let kinds = codings.iter().flat_map(|coding| {
            let most = match coding {
                Coding::One { codes, .. } => u8::try_from(codes - 1).unwrap_or(u8::MAX),
                Coding::List { .. } => FIRST_ANSWER,
            };
            std::iter::once((false, most)).chain(std::iter::repeat_n((true, 1), coding.options()))
        });
        let (mut codes, mut options) = (Vec::new(), Vec::new());
        for ((column, bytes), (is_option, most)) in bytes.into_iter().enumerate().zip(kinds) {
            if bytes.len() != people {
                return Err(ColumnProblem::Length { column, given: bytes.len(), wanted: people });
            }
            if bytes.iter().copied().max() > Some(most)
                && let Some(person) = bytes.iter().position(|code| *code > most)
            {
                return Err(ColumnProblem::Code { column, person, code: bytes[person], most });
            }
            if is_option {
                let word = |chosen: &[u8]| {
                    chosen.iter().rev().fold(0, |word, chosen| word << 1 | u64::from(*chosen))
                };
                options.push(bytes.chunks(64).map(word).collect());
            } else {
                codes.push(bytes);
            }
        }
        Ok(Self { codings: codings.to_vec(), codes, options, people })
    }

    /// How many people there are.
    pub fn people(&self) -> usize {
        self.people
    }

    /// Adds somebody. A row of another program is cut or filled up with "not asked".
    pub fn push(&mut self, row: &AnswerRow) {
        let person = self.people;
        if person.is_multiple_of(64) {
            self.options.iter_mut().for_each(|column| column.push(0));
        }
        let mut options = self.options.iter_mut();
        for (at, (coding, codes)) in self.codings.iter().zip(&mut self.codes).enumerate() {
            let cell = row.cells.get(at).copied().unwrap_or(u64::from(NOT_ASKED));
            codes.push(match coding {
                Coding::One { .. } => u8::try_from(cell).unwrap_or(NOT_ASKED),
                Coding::List { .. } => list_code(cell),
            });
            for (option, column) in options.by_ref().take(coding.options()).enumerate() {
                column[person / 64] |= (cell >> option & 1) << (person % 64);
            }
        }
        self.people += 1;
    }

    /// So many people who were not asked anything.
    pub(crate) fn clear(&mut self, people: usize) {
        for column in &mut self.codes {
            column.clear();
            column.resize(people, NOT_ASKED);
        }
        for column in &mut self.options {
            column.clear();
            column.resize(people.div_ceil(64), 0);
        }
        self.people = people;
    }

    /// Writes the answers to one question, whose columns were cleared; those of its options begin at the first.
    pub(crate) fn write(
        &mut self,
        question: usize,
        first_option: usize,
        answer: impl Fn(usize) -> Option<Answer>,
    ) {
        let coding = &self.codings[question];
        let codes = self.codes[question].iter_mut().enumerate();
        match coding {
            Coding::One { codes: count, .. } => {
                for (person, code) in codes {
                    let cell = coding.cell(answer(person));
                    // What the question does not have says nothing.
                    *code = u8::try_from(cell)
                        .ok()
                        .filter(|code| usize::from(*code) < *count)
                        .unwrap_or(NOT_ASKED);
                }
            }
            Coding::List { options } => {
                let options = &mut self.options[first_option..first_option + options];
                for (person, code) in codes {
                    let cell = coding.cell(answer(person));
                    *code = list_code(cell);
                    // Most people choose none or few.
                    let mut chosen = if *code == NOT_ASKED { 0 } else { cell & !(ANSWERED | UNSURE) };
                    while let Some(column) = options.get_mut(chosen.trailing_zeros() as usize) {
                        column[person / 64] |= 1 << (person % 64);
                        chosen &= chosen - 1;
                    }
                }
            }
        }
    }

    /// Writes the answers of one person over a row.
    pub(crate) fn write_row(&self, person: usize, row: &mut AnswerRow) {
        row.cells.clear();
        let mut options = self.options.iter();
        for (coding, codes) in self.codings.iter().zip(&self.codes) {
            let chosen =
                options.by_ref().take(coding.options()).enumerate().fold(0, |chosen, (option, column)| {
                    chosen | (column[person / 64] >> (person % 64) & 1) << option
                });
            row.cells.push(match (coding, codes[person]) {
                (Coding::One { .. }, code) => u64::from(code),
                (Coding::List { .. }, NOT_ASKED) => u64::from(NOT_ASKED),
                (Coding::List { .. }, NOT_SURE) => ANSWERED | UNSURE | chosen,
                (Coding::List { .. }, _) => ANSWERED | chosen,
            });
        }
    }
}

/// What the code of a list says of its cell.
fn list_code(cell: u64) -> u8 {
    match (cell & ANSWERED != 0, cell & UNSURE != 0) {
        (false, _) => NOT_ASKED,
        (true, true) => NOT_SURE,
        (true, false) => FIRST_ANSWER,
    }
}

/// What was decided for many people, as columns.
///
/// A column of bits has a word for 64 people each, the first in the lowest bit. Columns of positions have [`NONE`] where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decisions {
    /// How many people there are.
    pub people: usize,
    /// The urgency, by its place in [`Urgency::ALL`].
    pub urgency: Vec<u8>,
    /// As bits: whose answers have to be looked at before anything of this is said to them, with [`sinew_engine::stands`]. Of the others
    /// it is sure that their answers stand; most of those who were asked everything are among them.
    pub to_check: Vec<u64>,
    /// The exit that holds.
    pub exit: Vec<u8>,
    /// For each red flag, as bits: whether it fires.
    pub fired: Vec<Vec<u64>>,
    /// For each red flag, as bits: whether it could not be ruled out and counts.
    pub not_ruled_out: Vec<Vec<u64>>,
    /// The conditions that are shown, by their place on the page.
    pub conditions: Vec<Vec<u8>>,
    /// How well each of them fits, by its place in [`Band::ALL`]; none for one that a red flag brings.
    pub bands: Vec<Vec<u8>>,
    /// The condition that calls for it.
    pub companion_of: Vec<Vec<u8>>,
    /// For each cause, as bits: whether it is named.
    pub causes: Vec<Vec<u64>>,
    /// The actions that are offered, by their place.
    pub actions: Vec<Vec<u8>>,
}

/// How large the columns of decisions are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) flags: usize,
    pub(crate) shown: usize,
    pub(crate) causes: usize,
    pub(crate) actions: usize,
}

impl Decisions {
    /// Makes room for whole blocks of people.
    pub(crate) fn reset(&mut self, people: usize, shape: Shape) {
        let lanes = people.next_multiple_of(BLOCK);
        let bytes = |columns: &mut Vec<Vec<u8>>, count: usize| {
            columns.resize_with(count, Vec::new);
            for column in columns {
                column.resize(lanes, NONE);
            }
        };
        let bits = |columns: &mut Vec<Vec<u64>>, count: usize| {
            columns.resize_with(count, Vec::new);
            for column in columns {
                column.resize(lanes / 64, 0);
            }
        };
        self.people = people;
        self.urgency.resize(lanes, 0);
        self.exit.resize(lanes, NONE);
        self.to_check.resize(lanes / 64, 0);
        bits(&mut self.fired, shape.flags);
        bits(&mut self.not_ruled_out, shape.flags);
        bytes(&mut self.conditions, shape.shown);
        bytes(&mut self.bands, shape.shown);
        bytes(&mut self.companion_of, shape.shown);
        bits(&mut self.causes, shape.causes);
        bytes(&mut self.actions, shape.actions);
    }

    /// Nobody behind the last person is to be looked at.
    pub(crate) fn clear_behind_last(&mut self) {
        let (word, bit) = (self.people / 64, self.people % 64);
        if let Some((half, rest)) = self.to_check.get_mut(word..).and_then(<[u64]>::split_first_mut) {
            *half &= (1 << bit) - 1;
            rest.fill(0);
        }
    }

    /// Writes what was decided for one person.
    pub(crate) fn set(&mut self, person: usize, decision: &Decision) {
        let byte = |position: usize| u8::try_from(position).unwrap_or(NONE);
        let level = |urgency| Urgency::ALL.iter().position(|level| *level == urgency);
        self.urgency[person] = level(decision.urgency).map_or(NONE, byte);
        self.exit[person] = decision.exit.map_or(NONE, |exit| byte(exit.position()));
        let put = |columns: &mut [Vec<u64>], positions: &mut dyn Iterator<Item = usize>| {
            let (word, mask) = (person / 64, 1u64 << (person % 64));
            for column in columns.iter_mut() {
                column[word] &= !mask;
            }
            positions.for_each(|at| columns[at][word] |= mask);
        };
        put(&mut self.fired, &mut decision.fired.iter().map(|flag| flag.position()));
        put(&mut self.not_ruled_out, &mut decision.not_ruled_out.iter().map(|flag| flag.position()));
        put(&mut self.causes, &mut decision.causes.iter().map(|cause| cause.position()));
        for (at, column) in self.conditions.iter_mut().enumerate() {
            let shown = decision.conditions.get(at);
            column[person] = shown.map_or(NONE, |shown| byte(shown.condition.position()));
            let band = shown.and_then(|shown| shown.band);
            let place = band.and_then(|band| Band::ALL.iter().position(|other| *other == band));
            self.bands[at][person] = place.map_or(NONE, byte);
            let of = shown.and_then(|shown| shown.companion_of);
            self.companion_of[at][person] = of.map_or(NONE, |of| byte(of.position()));
        }
        for (at, column) in self.actions.iter_mut().enumerate() {
            column[person] = decision.actions.get(at).map_or(NONE, |action| byte(action.position()));
        }
    }

    /// Whether the answers of somebody have to be looked at before anything of this is said to them.
    pub fn is_to_check(&self, person: usize) -> bool {
        self.to_check.get(person / 64).is_some_and(|bits| bits >> (person % 64) & 1 == 1)
    }

    /// What was decided for one person, if there is that person.
    pub fn decision(&self, person: usize) -> Option<Decision> {
        if person >= self.people {
            return None;
        }
        let bits = |columns: &[Vec<u64>]| -> Vec<usize> {
            let is_on = |column: &Vec<u64>| column[person / 64] >> (person % 64) & 1 == 1;
            (0..columns.len()).filter(|at| is_on(&columns[*at])).collect()
        };
        let some = |byte: u8| (byte != NONE).then_some(usize::from(byte));
        let shown = (0..self.conditions.len()).map_while(|at| {
            Some(ShownCondition {
                condition: ConditionIx::at(some(self.conditions[at][person])?),
                band: some(self.bands[at][person]).and_then(|band| Band::ALL.get(band).copied()),
                companion_of: some(self.companion_of[at][person]).map(ConditionIx::at),
            })
        });
        Some(Decision {
            urgency: *Urgency::ALL.get(usize::from(self.urgency[person]))?,
            exit: some(self.exit[person]).map(ExitIx::at),
            fired: bits(&self.fired).into_iter().map(RedFlagIx::at).collect(),
            not_ruled_out: bits(&self.not_ruled_out).into_iter().map(RedFlagIx::at).collect(),
            conditions: shown.collect(),
            causes: bits(&self.causes).into_iter().map(CauseIx::at).collect(),
            actions: self.actions.iter().map_while(|column| some(column[person])).map(ActionIx::at).collect(),
        })
    }
}
