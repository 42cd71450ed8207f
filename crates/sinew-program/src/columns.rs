//! The answers of many people, and what was decided for them, as columns.

use crate::row::{ANSWERED, AnswerRow, Coding, FIRST_ANSWER, NOT_ASKED, NOT_SURE, UNSURE};
use sinew_engine::{Decision, ShownCondition};
use sinew_model::{ActionIx, Answer, Band, CauseIx, ConditionIx, ExitIx, Index as _, RedFlagIx, Urgency};

/// How many people are decided for at once.
pub(crate) const LANES: usize = 256;
/// The same in words with a bit for each of them.
pub(crate) const WORDS: usize = LANES / 64;

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

/// The answers of many people: one column of bytes for each question with one answer; for a list one that says whether it was
/// answered (0 not asked, 1 not sure about the rest, 2 sure) and one for each option (0 or 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    codings: Vec<Coding>,
    pub(crate) bytes: Vec<Vec<u8>>,
    people: usize,
}

impl Columns {
    /// No people yet.
    pub(crate) fn new(codings: &[Coding]) -> Self {
        let columns = codings.iter().map(Coding::columns).sum();
        Self { codings: codings.to_vec(), bytes: vec![Vec::new(); columns], people: 0 }
    }

    /// Takes whole columns, in the order of the questions.
    pub(crate) fn of(codings: &[Coding], bytes: Vec<Vec<u8>>) -> Result<Self, ColumnProblem> {
        let wanted: usize = codings.iter().map(Coding::columns).sum();
        if bytes.len() != wanted {
            return Err(ColumnProblem::Columns { given: bytes.len(), wanted });
        }
        let people = bytes.first().map_or(0, Vec::len);
        let most = codings.iter().flat_map(|coding| match coding {
            Coding::One { codes, .. } => vec![u8::try_from(codes - 1).unwrap_or(u8::MAX)],
            Coding::List { options } => {
                std::iter::once(FIRST_ANSWER).chain(std::iter::repeat_n(1, *options)).collect()
            }
        });
        for ((column, codes), most) in bytes.iter().enumerate().zip(most) {
            if codes.len() != people {
                return Err(ColumnProblem::Length { column, given: codes.len(), wanted: people });
            }
            if codes.iter().copied().max() > Some(most)
                && let Some(person) = codes.iter().position(|code| *code > most)
            {
                return Err(ColumnProblem::Code { column, person, code: codes[person], most });
            }
        }
        Ok(Self { codings: codings.to_vec(), bytes, people })
    }

    /// How many people there are.
    pub fn people(&self) -> usize {
        self.people
    }

    /// Adds somebody. A row of another program is cut or filled up with "not asked".
    pub fn push(&mut self, row: &AnswerRow) {
        let mut columns = self.bytes.iter_mut();
        let mut put = |byte: u8| {
            if let Some(column) = columns.next() {
                column.push(byte);
            }
        };
        for (at, coding) in self.codings.iter().enumerate() {
            let cell = row.cells.get(at).copied().unwrap_or(u64::from(NOT_ASKED));
            match coding {
                Coding::One { .. } => put(u8::try_from(cell).unwrap_or(NOT_ASKED)),
                Coding::List { options } => {
                    put(match (cell & ANSWERED != 0, cell & UNSURE != 0) {
                        (false, _) => NOT_ASKED,
                        (true, true) => NOT_SURE,
                        (true, false) => FIRST_ANSWER,
                    });
                    for option in 0..*options {
                        put(u8::from(cell >> option & 1 == 1));
                    }
                }
            }
        }
        self.people += 1;
    }

    /// So many people who were not asked anything.
    pub(crate) fn clear(&mut self, people: usize) {
        for column in &mut self.bytes {
            column.clear();
            column.resize(people, NOT_ASKED);
        }
        self.people = people;
    }

    /// Writes the answers to one question, whose columns begin at the first and were cleared.
    pub(crate) fn write(&mut self, first: usize, coding: &Coding, answer: impl Fn(usize) -> Option<Answer>) {
        match coding {
            Coding::One { codes, .. } => {
                for (person, code) in self.bytes[first].iter_mut().enumerate() {
                    let cell = coding.cell(answer(person));
                    // What the question does not have says nothing.
                    *code = u8::try_from(cell)
                        .ok()
                        .filter(|code| usize::from(*code) < *codes)
                        .unwrap_or(NOT_ASKED);
                }
            }
            Coding::List { options } => {
                let [states, of_options @ ..] = &mut self.bytes[first..=first + options] else { return };
                for (person, state) in states.iter_mut().enumerate() {
                    let cell = coding.cell(answer(person));
                    if cell & ANSWERED == 0 {
                        continue;
                    }
                    *state = if cell & UNSURE == 0 { FIRST_ANSWER } else { NOT_SURE };
                    // Most people choose none or few.
                    let mut chosen = cell & !(ANSWERED | UNSURE);
                    while let Some(column) = of_options.get_mut(chosen.trailing_zeros() as usize) {
                        column[person] = 1;
                        chosen &= chosen - 1;
                    }
                }
            }
        }
    }

    /// Writes the answers of one person over a row.
    pub(crate) fn write_row(&self, person: usize, row: &mut AnswerRow) {
        row.cells.clear();
        let mut first = 0;
        for coding in &self.codings {
            let byte = |column: usize| self.bytes[first + column][person];
            row.cells.push(match coding {
                Coding::One { .. } => u64::from(byte(0)),
                Coding::List { options } => match byte(0) {
                    NOT_ASKED => u64::from(NOT_ASKED),
                    state => {
                        let options = (0..*options)
                            .fold(0, |bits, option| bits | u64::from(byte(1 + option)) << option);
                        ANSWERED | options | if state == NOT_SURE { UNSURE } else { 0 }
                    }
                },
            });
            first += coding.columns();
        }
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
        let lanes = people.next_multiple_of(LANES);
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
