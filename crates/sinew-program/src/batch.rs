//! The decisions for many people at once: bits of 256 people in four words, figures of 64 people in lanes of 16 bits.
//!
//! A block of 256 people goes through the steps of the network as bits (`steps`). Then its figures are worked out for 64 of them at a time
//! (`figures`), so that they stay in the fastest cache. Loops over lanes have no branches and all the same form, so that compilers turn
//! them into vectors; what is inlined into [`Block`] is compiled for the wider instructions too.
#![allow(
    clippy::inline_always,
    clippy::needless_bitwise_bool,
    clippy::needless_range_loop,
    clippy::cast_possible_truncation,
    reason = "loops over lanes have to be inlined and plain; that figures fit is checked when a batch is made"
)]

mod figures;
mod layout;
mod steps;

use crate::{
    columns::{BLOCK, Columns, Decisions, NONE, Shape},
    lanes::{self, LANES, PARTS, Plain, Processor, Word, Words},
    program::{Program, ProgramProblem, Workspace},
    row::{AnswerRow, NOT_ASKED},
};
use sinew_model::{ActionId, Answer, Band, Index as _, QuestionIx};

/// Why many people cannot be decided for at once. One after another they can, with a [`Program`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchProblem {
    /// The pack has no program either.
    #[error(transparent)]
    Program(#[from] ProgramProblem),
    /// The scores of the conditions do not fit into 16 bits, with the band before and the order behind.
    #[error(
        "the scores of {conditions} conditions lie up to {range} decibans apart, which takes more than the \
         16 bits there are; decide for one person after another"
    )]
    ScoresTooFarApart {
        /// How many conditions are ranked.
        conditions: usize,
        /// How far apart the totals can lie.
        range: i64,
    },
    /// The points of an action do not fit into 16 bits, with its order behind.
    #[error(
        "the action `{action}` can come to {points} points, which takes more than the 16 bits there are \
         among {actions} actions; decide for one person after another"
    )]
    TooManyPoints {
        /// The action.
        action: ActionId,
        /// How many points it can come to.
        points: u64,
        /// How many actions there are.
        actions: usize,
    },
    /// The points in one formula could come to a sum that does not fit into 16 bits.
    #[error("the points in a formula add up to more than 16 bits hold; decide for one person after another")]
    SumTooLarge,
    /// More conditions, exits or actions than a byte can name.
    #[error("the pack has {count} {what}, and a byte names at most 254; decide for one person after another")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
        /// How many there are.
        count: usize,
    },
}

/// Which instructions are used. They make no difference to what is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instructions {
    /// Those of every processor of this kind.
    Plain,
    /// AVX2 and what comes with it, if the processor has it.
    Avx2,
    /// AVX-512 if the processor has it; otherwise AVX2.
    Best,
}

/// A test of the answer to a question with one answer: the codes of which it is true.
#[derive(Debug, Clone, Copy)]
struct Codes {
    first: u8,
    last: u8,
    is_not_sure: bool,
}

#[derive(Debug, Clone)]
struct Applies {
    plane: usize,
    named: Vec<usize>,
}

#[derive(Debug, Clone)]
enum Answered {
    One(Vec<(Codes, usize)>),
    /// Planes of who chose each option, if anything depends on it, of who is sure to have none, and of who is not sure.
    List {
        first_option: usize,
        chosen: Vec<Option<usize>>,
        none: Option<usize>,
        not_sure: Option<usize>,
    },
}

#[derive(Debug, Clone)]
enum Op {
    Read { question: usize, applies: Option<Applies>, answered: Answered, findings: Vec<usize> },
    Any { plane: usize, of: Vec<usize> },
    All { plane: usize, hold: Vec<usize>, fail: Vec<usize> },
    Sum { plane: usize, points: Vec<(usize, i16)>, at_least: i16 },
    Fit { plane: usize, condition: usize, at_least: Band, finding: usize },
    Finding { plane: usize, named: Vec<usize>, finding: usize },
}

/// A formula that the decision asks for.
#[derive(Debug, Clone)]
struct Asked {
    plane: usize,
    named: Vec<usize>,
}

#[derive(Debug, Clone)]
struct Line {
    asked: Asked,
    /// What it weighs if its bit holds.
    if_holds: i16,
    /// What it weighs if its bit fails.
    if_fails: i16,
}

/// A weight for a plane.
#[derive(Debug, Clone, Copy)]
struct Weight {
    plane: usize,
    decibans: i16,
}

/// What lines say: which weights count where a plane holds, and which where it fails.
#[derive(Debug, Clone, Default)]
struct Evidence {
    /// What weighs something where its bit holds.
    holding: Vec<Weight>,
    /// What weighs something where its bit fails.
    failing: Vec<Weight>,
    lines: Vec<Line>,
}

#[derive(Debug, Clone)]
struct Condition {
    is_ranked: bool,
    care: u16,
    prior: i16,
    /// Lines that count for themselves.
    alone: Evidence,
    /// What they come to if the bits of all of them fail.
    all_failing: i16,
    /// Lines of which only the strongest for and against count.
    groups: Vec<Evidence>,
    adjustments: Vec<(usize, i16)>,
    only_with: Vec<usize>,
    companions: Vec<(usize, Option<usize>)>,
}

/// An action with what makes it useful.
#[derive(Debug, Clone)]
struct Offer {
    /// What a key says of it besides its points: the first in pack order is the greatest.
    name: u16,
    always: u16,
    /// By condition, how often it gets what the first action of the condition gets for being shown.
    by_condition: Vec<(usize, u16)>,
    by_cause: Vec<(usize, u16)>,
    kept_away: usize,
}

/// Actions that share one limit on how many are offered.
#[derive(Debug, Clone)]
struct Shelf {
    /// Where the best of them stand among all that are offered.
    places: std::ops::Range<usize>,
    offers: Vec<Offer>,
}

/// A question whose answer may be one that does not count, or one that is missing.
#[derive(Debug, Clone)]
struct Checked {
    question: usize,
    /// When it applies; none if always.
    applies: Option<usize>,
    /// Whether a red flag or an exit hangs on it.
    is_needed: bool,
}

/// A pack as a program for many people at once. It is made once and never changes; each thread needs a [`BatchWorkspace`].
#[derive(Debug, Clone)]
pub struct Batch {
    program: Program,
    /// By question, the answer that opening the pack gives.
    given: Vec<Option<Answer>>,
    impossible: Vec<usize>,
    checked: Vec<Checked>,
    ops: Vec<Op>,
    planes: usize,
    findings: usize,
    flags: Vec<(Asked, usize, usize)>,
    exits: Vec<(usize, u16)>,
    conditions: Vec<Condition>,
    with_flags: Vec<usize>,
    causes: Vec<usize>,
    shelves: Vec<Shelf>,
    /// Bits of a key that name a condition, and what is added to totals so that none is negative.
    condition_bits: u32,
    lowest: i16,
    /// Keys of one band lie below this, before the bits of the condition.
    range: u16,
    action_bits: u32,
    shape: Shape,
    /// How many conditions can be shown for themselves.
    for_itself: usize,
}

/// How large a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchSize {
    /// What is done for each block of people before figures are worked out.
    pub steps: usize,
    /// The planes that each block has.
    pub planes: usize,
}

/// What deciding writes into, used again for each block.
#[derive(Debug, Clone)]
pub struct BatchWorkspace {
    planes: Vec<Words>,
    settled: Vec<Word>,
    figures: figures::Figures,
    one: Workspace,
    row: AnswerRow,
}

impl Batch {
    /// The program for one person, which also decides for those whom the lanes leave out.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// How large it is: what each block hangs on.
    pub fn size(&self) -> BatchSize {
        BatchSize { steps: self.ops.len(), planes: self.planes }
    }

    /// Columns without people.
    pub fn columns(&self) -> Columns {
        Columns::new(self.program.codings())
    }

    /// Columns of answers, in the order of the questions, as [`Coding`](crate::Coding) says.
    pub fn columns_of(&self, bytes: Vec<Vec<u8>>) -> Result<Columns, crate::ColumnProblem> {
        Columns::of(self.program.codings(), bytes)
    }

    /// Writes the answers of so many people over what stood in the columns. For each question there is one answer for each of them, or
    /// nothing at all if it was put to nobody; they are answers that the question takes. What opening the pack answers is put in.
    pub fn write_columns<'a>(
        &self,
        people: usize,
        mut answers: impl FnMut(QuestionIx) -> &'a [Option<Answer>],
        columns: &mut Columns,
    ) {
        columns.clear(people);
        let mut first = 0;
        for (at, (coding, given)) in self.program.codings().iter().zip(&self.given).enumerate() {
            let answers = if given.is_none() { answers(QuestionIx::at(at)) } else { &[] };
            if let Some(given) = given {
                columns.write(at, first, |_| Some(*given));
            } else if !answers.is_empty() {
                columns.write(at, first, |person| answers.get(person).copied().flatten());
            }
            first += coding.options();
        }
    }

    /// Room for the decisions of this batch.
    pub fn workspace(&self) -> BatchWorkspace {
        BatchWorkspace {
            planes: vec![Words::NEVER; self.planes],
            settled: vec![lanes::NOBODY; self.findings],
            figures: figures::Figures::of(self),
            one: self.program.workspace(),
            row: AnswerRow::default(),
        }
    }

    /// Decides for all of these people. Says how many of them the lanes left out, so that they were decided for one after another:
    /// those beside whose conditions companions are shown, and those who answered a question before it was known whether it applies.
    pub fn decide(
        &self,
        workspace: &mut BatchWorkspace,
        columns: &Columns,
        decisions: &mut Decisions,
        instructions: Instructions,
    ) -> usize {
        decisions.reset(columns.people(), self.shape);
        let mut left_out = 0;
        for first in (0..columns.people()).step_by(BLOCK) {
            let alone = Block { batch: self, workspace, columns, decisions, first }.decide(instructions);
            for person in (first..columns.people().min(first + BLOCK))
                .filter(|person| lanes::has(&alone, person - first))
            {
                left_out += 1;
                columns.write_row(person, &mut workspace.row);
                decisions.set(person, self.program.decide(&mut workspace.one, &workspace.row));
            }
        }
        decisions.clear_behind_last();
        left_out
    }

    /// Decides for one block, and says for whom it could not.
    #[inline(always)]
    fn block(
        &self,
        workspace: &mut BatchWorkspace,
        columns: &Columns,
        decisions: &mut Decisions,
        first: usize,
        processor: impl Processor,
    ) -> Word {
        let (mut alone, is_open) = self.run(workspace, columns, first, processor);
        let BatchWorkspace { planes, settled, figures, .. } = workspace;
        let word = first / 64;
        let put = |column: &mut Vec<u64>, bits: &Word| column[word..word + PARTS].copy_from_slice(bits);

        // How soon, by red flags and exits: of each urgency, who has it.
        let mut at = [lanes::NOBODY; 5];
        for ((asked, level, _), column) in self.flags.iter().zip(&mut decisions.fired) {
            let fired = planes[asked.plane].sure;
            put(column, &fired);
            at[*level] = lanes::or(at[*level], fired);
        }
        let emergency = at[4];
        let mut exited = lanes::NOBODY;
        decisions.exit[first..first + BLOCK].fill(NONE);
        for (number, (plane, urgency)) in self.exits.iter().enumerate() {
            let holds = lanes::and_not(planes[*plane].sure, lanes::or(exited, emergency));
            exited = lanes::or(exited, holds);
            at[usize::from(*urgency)] = lanes::or(at[usize::from(*urgency)], holds);
            for part in 0..PARTS {
                figures::name_exit(
                    processor,
                    &mut decisions.exit[first..first + BLOCK],
                    part,
                    &holds,
                    number,
                );
            }
        }
        for ((asked, _, floor), column) in self.flags.iter().zip(&mut decisions.not_ruled_out) {
            let mut unknown = lanes::NOBODY;
            if *floor > 0 {
                unknown = lanes::and_not(planes[asked.plane].open(), emergency);
                if is_open {
                    let counts = lanes::or(lanes::not(exited), all(settled, &asked.named));
                    unknown = lanes::and(unknown, counts);
                }
                at[*floor] = lanes::or(at[*floor], unknown);
            }
            put(column, &unknown);
        }
        let left = lanes::not(lanes::or(emergency, exited));
        let doubt = self.in_doubt(planes, columns, first, &left, processor);
        put(&mut decisions.to_check, &lanes::or(alone, doubt));

        let mut allowed = lanes::NOBODY;
        for part in 0..PARTS {
            let flagged = figures::Flagged { at: at.map(|who| who[part]), left: left[part] };
            let of = figures::Part { planes, number: part, processor };
            let (allows, called) = self.part(of, &flagged, figures, decisions, first + part * LANES);
            allowed[part] |= allows;
            alone[part] |= called;
        }
        for (plane, column) in self.causes.iter().zip(&mut decisions.causes) {
            put(column, &lanes::and(planes[*plane].sure, allowed));
        }
        alone
    }

    /// Who may have an answer that does not count, a combination that cannot be, or no answer that a red flag or an exit needs.
    #[inline(always)]
    fn in_doubt(
        &self,
        planes: &[Words],
        columns: &Columns,
        first: usize,
        left: &Word,
        processor: impl Processor,
    ) -> Word {
        let mut doubt = lanes::NOBODY;
        for plane in &self.impossible {
            doubt = lanes::or(doubt, planes[*plane].sure);
        }
        let mut missing = lanes::NOBODY;
        for Checked { question, applies, is_needed } in &self.checked {
            let mut buffer = [0u8; BLOCK];
            let codes = block_of(&columns.codes[*question], first, &mut buffer);
            let silent = lanes::equal(processor, codes, NOT_ASKED);
            let applies = applies.map_or(Words::ALWAYS, |plane| planes[plane]);
            doubt = lanes::or(doubt, lanes::not(lanes::or(silent, applies.maybe)));
            if *is_needed {
                missing = lanes::or(missing, lanes::and(silent, applies.maybe));
            }
        }
        // An emergency or an exit needs no more answers.
        lanes::or(doubt, lanes::and(missing, *left))
    }
}

/// One block of people and where what is decided for them goes.
struct Block<'a> {
    batch: &'a Batch,
    workspace: &'a mut BatchWorkspace,
    columns: &'a Columns,
    decisions: &'a mut Decisions,
    first: usize,
}

impl Block<'_> {
    fn decide(self, instructions: Instructions) -> Word {
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        {
            if instructions == Instructions::Best
                && let Some(processor) = pulp::x86::V4::try_new()
            {
                return processor.vectorize(Wide { block: self, processor });
            }
            if instructions != Instructions::Plain
                && let Some(processor) = pulp::x86::V3::try_new()
            {
                return processor.vectorize(Wide { block: self, processor });
            }
        }
        // On other processors there is nothing to choose from.
        let _ = instructions;
        self.with(Plain)
    }

    #[inline(always)]
    fn with(self, processor: impl Processor) -> Word {
        self.batch.block(self.workspace, self.columns, self.decisions, self.first, processor)
    }
}

/// A block as what `pulp` calls. A closure would do if it was sure to be inlined into the wider code.
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
struct Wide<'a, P> {
    block: Block<'a>,
    processor: P,
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
impl<P: Processor> pulp::NullaryFnOnce for Wide<'_, P> {
    type Output = Word;

    #[inline(always)]
    fn call(self) -> Word {
        self.block.with(self.processor)
    }
}

/// The people of whom all of these are settled.
#[inline(always)]
fn all(settled: &[Word], findings: &[usize]) -> Word {
    findings.iter().fold(lanes::EVERYBODY, |all, finding| lanes::and(all, settled[*finding]))
}

/// The codes of a block; behind the last person nobody was asked anything.
#[inline(always)]
fn block_of<'a>(column: &'a [u8], first: usize, buffer: &'a mut [u8; BLOCK]) -> &'a [u8; BLOCK] {
    let rest = &column[first..];
    if let Some(block) = rest.first_chunk() {
        return block;
    }
    buffer[..rest.len()].copy_from_slice(rest);
    buffer
}

/// A number that was checked to fit into a lane.
#[inline(always)]
fn narrow(number: usize) -> u16 {
    number as u16
}
