//! The decisions for many people at once: bits of 256 people in four words, figures of 256 people in lanes of 16 bits.
//!
//! Loops over lanes have no branches and all the same form, so that compilers turn them into vectors; what is inlined into the
//! closure of [`Batch::decide`] is compiled for the wider instructions too.
#![allow(
    clippy::inline_always,
    clippy::needless_bitwise_bool,
    clippy::needless_range_loop,
    clippy::cast_possible_truncation,
    reason = "loops over lanes have to be inlined and plain; that figures fit is checked when a batch is made"
)]

use crate::{
    columns::{Columns, Decisions, LANES, NONE, Shape, WORDS},
    lanes::{self, Lanes, Word, Words},
    network::{ALWAYS, Bit, Gate, Network, Root, Rule, Signal, Step},
    program::{Program, ProgramProblem, Workspace},
    row::{AnswerRow, Coding, FIRST_ANSWER, NOT_ASKED, NOT_SURE},
};
use sinew_engine::rules::{
    ALWAYS_POINTS, CAUSE_POINTS, CONDITION_POINTS, FURTHER_CONDITION_POINTS, SHOWN_AT_MOST, Slot,
    worth_in_list,
};
use sinew_model::{
    ActionId, ActionIx, Answer, AnswerTest, Band, ConditionIx, Index as _, Pack, QuestionIx, Urgency,
};
use std::collections::{BTreeMap, BTreeSet};

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
    Best,
}

/// A test of the answer to a question with one answer: the codes of which it is true.
#[derive(Debug, Clone, Copy)]
struct Codes {
    first: u8,
    last: u8,
    is_not_sure: bool,
}

/// A test of a list.
#[derive(Debug, Clone, Copy)]
enum ListTest {
    Chose(usize),
    None,
    NotSure,
}

#[derive(Debug, Clone)]
struct Applies {
    plane: usize,
    named: Vec<usize>,
}

#[derive(Debug, Clone)]
enum Answered {
    One(Vec<(Codes, usize)>),
    List { options: usize, tests: Vec<(ListTest, usize)> },
}

#[derive(Debug, Clone)]
enum Op {
    Read { column: usize, applies: Option<Applies>, answered: Answered, findings: Vec<usize> },
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
    present: i16,
    absent: i16,
}

#[derive(Debug, Clone)]
struct Condition {
    is_ranked: bool,
    care: u16,
    prior: i16,
    /// Lines that count for themselves.
    alone: Vec<Line>,
    /// Lines of which only the strongest for and against count.
    groups: Vec<Vec<Line>>,
    adjustments: Vec<(usize, i16)>,
    only_with: Vec<usize>,
    companions: Vec<(usize, Option<usize>)>,
    actions: Vec<(usize, u16)>,
}

/// A question whose answer may be one that does not count, or one that is missing.
#[derive(Debug, Clone)]
struct Checked {
    column: usize,
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
    causes: Vec<(usize, Vec<(usize, u16)>)>,
    kept_away: Vec<usize>,
    always: Vec<usize>,
    slot_of: Vec<usize>,
    rooms: Vec<u16>,
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

/// What deciding writes into, used again for each block.
#[derive(Debug, Clone)]
pub struct BatchWorkspace {
    planes: Vec<Words>,
    settled: Vec<Word>,
    evidence: Vec<Lanes>,
    keys: Vec<Lanes>,
    shares: Vec<Lanes>,
    points: Vec<Lanes>,
    shown: Vec<Lanes>,
    one: Workspace,
    row: AnswerRow,
}

impl Batch {
    /// The program of a pack for many people.
    pub fn compile(pack: &Pack) -> Result<Self, BatchProblem> {
        let program = Program::compile(pack)?;
        for (what, count) in [
            ("conditions", pack.conditions().len()),
            ("exits", pack.exits().len()),
            ("actions", pack.actions().len()),
        ] {
            if count > usize::from(NONE) - 1 {
                return Err(BatchProblem::TooMany { what, count });
            }
        }
        let network = Network::with_checks(pack).map_err(|question| ProgramProblem::TooManyAnswers {
            question: pack.questions()[question].id.clone(),
        })?;
        for step in &network.steps {
            if let Step::Gate(Gate { rule: Rule::Sum { points, at_least }, .. }) = step {
                let sum: i64 = points.iter().map(|(_, weight)| weight.abs()).sum();
                if sum.max(at_least.abs()) > i64::from(i16::MAX) {
                    return Err(BatchProblem::SumTooLarge);
                }
            }
        }
        let mut maker =
            Maker { network: &network, ops: Vec::new(), planes: network.signals, placed: BTreeMap::new() };
        maker.steps(pack);
        let conditions = maker.conditions(pack);
        let (lowest, range, condition_bits) = key_of_conditions(&conditions)?;
        let action_bits = bits_for(pack.actions().len());
        check_points(pack, action_bits)?;

        let roots = &network.roots;
        let level = |urgency: Urgency| Urgency::ALL.iter().position(|level| *level == urgency).unwrap_or(0);
        let flags = pack.red_flags().iter().zip(&roots.flags);
        let flags: Vec<_> = flags
            .map(|(flag, root)| (maker.asked(root), level(flag.urgency), level(flag.floor_when_unknown())))
            .collect();
        let exits = pack.exits().iter().zip(&roots.exits);
        let exits: Vec<_> =
            exits.map(|(exit, root)| (maker.plane(root.bit), lane(level(exit.urgency)))).collect();
        let causes = pack.causes().iter().zip(&roots.causes);
        let causes: Vec<_> = causes
            .map(|(cause, root)| (maker.plane(root.bit), listed(&cause.actions, CAUSE_POINTS)))
            .collect();
        let kept_away: Vec<usize> = roots.kept_away.iter().map(|bit| maker.plane(*bit)).collect();
        let impossible = network.checks.impossible.iter().map(|bit| maker.plane(*bit)).collect();
        let safety = safety_questions(pack);
        let mut checked = Vec::new();
        let mut column = 0;
        for (question, coding) in pack.questions().indices().zip(&network.codings.questions) {
            let applies = network.checks.applies[question.position()].map(|bit| maker.plane(bit));
            let is_given = pack.given_answer(question).is_some();
            let is_needed = safety.contains(&question);
            if !is_given && (is_needed || applies.is_some()) {
                checked.push(Checked { column, applies, is_needed });
            }
            column += coding.columns();
        }

        let with_flags: Vec<usize> = (0..conditions.len()).filter(|at| !conditions[*at].is_ranked).collect();
        let for_itself = SHOWN_AT_MOST.max(with_flags.len() + 1).max(1);
        let companions: BTreeSet<usize> = conditions
            .iter()
            .flat_map(|condition| condition.companions.iter().map(|(companion, _)| *companion))
            .collect();
        let mut slots: BTreeMap<Slot, usize> = BTreeMap::new();
        let mut rooms = Vec::new();
        let slot_of: Vec<usize> = pack
            .actions()
            .iter()
            .map(|action| {
                let slot = Slot::of(action);
                *slots.entry(slot).or_insert_with(|| {
                    rooms.push(lane(slot.room()));
                    rooms.len() - 1
                })
            })
            .collect();
        let members = |slot: usize| slot_of.iter().filter(|of| **of == slot).count();
        let offered =
            rooms.iter().enumerate().map(|(slot, room)| members(slot).min(usize::from(*room))).sum();
        let always =
            pack.actions().iter_indexed().filter(|(_, action)| action.always).map(|(at, _)| at.position());
        Ok(Self {
            planes: maker.planes,
            ops: maker.ops,
            findings: network.findings,
            shape: Shape {
                flags: flags.len(),
                shown: for_itself + companions.len(),
                causes: causes.len(),
                actions: offered,
            },
            given: pack.questions().indices().map(|question| pack.given_answer(question).copied()).collect(),
            impossible,
            checked,
            program,
            flags,
            exits,
            conditions,
            with_flags,
            causes,
            kept_away,
            always: always.collect(),
            slot_of,
            rooms,
            condition_bits,
            lowest,
            range,
            action_bits,
            for_itself,
        })
    }

    /// The program for one person, which also decides for those whom the lanes leave out.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Columns without people.
    pub fn columns(&self) -> Columns {
        Columns::new(self.program.codings())
    }

    /// Columns of answers, in the order of the questions, as [`Coding`] says.
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
                columns.write(first, coding, |_| Some(*given));
            } else if !answers.is_empty() {
                columns.write(first, coding, |person| answers.get(person).copied().flatten());
            }
            first += coding.columns();
        }
    }

    /// Room for the decisions of this batch.
    pub fn workspace(&self) -> BatchWorkspace {
        BatchWorkspace {
            planes: vec![Words::NEVER; self.planes],
            settled: vec![[0; WORDS]; self.findings],
            evidence: vec![[0; LANES]; self.conditions.len()],
            keys: vec![[0; LANES]; self.conditions.len()],
            shares: vec![[0; LANES]; self.conditions.len()],
            points: vec![[0; LANES]; self.kept_away.len()],
            shown: vec![[0; LANES]; self.for_itself + 1],
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
        let arch = match instructions {
            Instructions::Plain => pulp::Arch::Scalar,
            Instructions::Best => pulp::Arch::new(),
        };
        decisions.reset(columns.people(), self.shape);
        let mut left_out = 0;
        for first in (0..columns.people()).step_by(LANES) {
            let alone = arch.dispatch(Block { batch: self, workspace, columns, decisions, first });
            for person in (first..columns.people().min(first + LANES))
                .filter(|person| alone[(person - first) / 64] >> ((person - first) % 64) & 1 == 1)
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
    ) -> Word {
        let (mut alone, is_open) = self.run(workspace, columns, first);
        let mut to_check = alone;
        let BatchWorkspace { planes, settled, evidence, keys, shares, points, shown, .. } = workspace;
        let word = first / 64;
        let put = |column: &mut Vec<u64>, bits: &Word| column[word..word + WORDS].copy_from_slice(bits);

        // How soon, by red flags and exits: of each urgency, who has it.
        let mut at = [[0u64; WORDS]; 5];
        for ((asked, level, _), column) in self.flags.iter().zip(&mut decisions.fired) {
            let fired = planes[asked.plane].sure;
            put(column, &fired);
            at[*level] = lanes::or(at[*level], fired);
        }
        let emergency = at[4];
        let mut exited = [0u64; WORDS];
        let mut exit_of = [u16::from(NONE); LANES];
        for (number, (plane, urgency)) in self.exits.iter().enumerate() {
            let holds = lanes::and_not(planes[*plane].sure, lanes::or(exited, emergency));
            exited = lanes::or(exited, holds);
            at[usize::from(*urgency)] = lanes::or(at[usize::from(*urgency)], holds);
            lanes::select(&mut exit_of, &lanes::spread(&holds), lane(number));
        }
        lanes::bytes(&exit_of, &mut decisions.exit[first..first + LANES]);
        for ((asked, _, floor), column) in self.flags.iter().zip(&mut decisions.not_ruled_out) {
            let mut unknown = [0; WORDS];
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
        let mut urgency = [0u16; LANES];
        for (level, who) in at.iter().enumerate().skip(1) {
            lanes::select(&mut urgency, &lanes::spread(who), lane(level));
        }
        let left = lanes::not(lanes::or(emergency, exited));
        to_check = lanes::or(to_check, self.in_doubt(planes, columns, first, &left));
        put(&mut decisions.to_check, &to_check);
        let ranked_for = lanes::spread(&left);

        // How well each condition fits, and what that asks for.
        for (condition, evidence) in self.conditions.iter().zip(evidence.iter_mut()) {
            if condition.is_ranked || !condition.companions.is_empty() {
                *evidence = evidence_of(condition, planes, None);
            }
            if condition.is_ranked && condition.care > 0 {
                for lane in 0..LANES {
                    let fits = at_least(evidence[lane], Band::WELL.value()) & ranked_for[lane];
                    urgency[lane] = urgency[lane].max(condition.care & fits);
                }
            }
        }
        let mut allows = [0u16; LANES];
        let mut shows = [0u16; LANES];
        for lane in 0..LANES {
            allows[lane] = below(urgency[lane], 3) & ranked_for[lane];
            shows[lane] = below(urgency[lane], 4) & ranked_for[lane];
        }
        lanes::bytes(&urgency, &mut decisions.urgency[first..first + LANES]);

        let pressing = self.rank(planes, evidence, keys, &allows);
        let count = self.place(planes, keys, shown, &allows, &shows, &pressing);

        // Who is shown what, by condition.
        for share in shares.iter_mut() {
            *share = [0; LANES];
        }
        let points_of = CONDITION_POINTS.into_iter().chain(std::iter::repeat(FURTHER_CONDITION_POINTS));
        for (place, share) in (0..count).zip(points_of) {
            let keys = &shown[place];
            for (number, shares) in shares.iter_mut().enumerate() {
                let name = self.name(number);
                let mask = (1u16 << self.condition_bits) - 1;
                for lane in 0..LANES {
                    let is_it = if (keys[lane] != 0) & (keys[lane] & mask == name) { u16::MAX } else { 0 };
                    shares[lane] |= is_it & share as u16;
                }
            }
        }
        alone = lanes::or(alone, self.companions_called(planes, shares, &allows, &shows));

        for (place, column) in decisions.conditions.iter_mut().enumerate() {
            let into = &mut column[first..first + LANES];
            let bands = &mut decisions.bands[place][first..first + LANES];
            decisions.companion_of[place][first..first + LANES].fill(NONE);
            if place < count {
                self.name_conditions(&shown[place], into, bands);
            } else {
                into.fill(NONE);
                bands.fill(NONE);
            }
        }

        let allowed = lanes::gather(&allows);
        for ((plane, _), column) in self.causes.iter().zip(&mut decisions.causes) {
            put(column, &lanes::and(planes[*plane].sure, allowed));
        }
        self.points(planes, shares, points, &allows, &allowed);
        for column in &mut decisions.actions {
            // Filled below, one place after another.
            column[first..first + LANES].fill(NONE);
        }
        self.offer(points, &mut decisions.actions, first);
        alone
    }

    /// Who may have an answer that does not count, a combination that cannot be, or no answer that a red flag or an exit needs.
    #[inline(always)]
    fn in_doubt(&self, planes: &[Words], columns: &Columns, first: usize, left: &Word) -> Word {
        let mut doubt = [0; WORDS];
        for plane in &self.impossible {
            doubt = lanes::or(doubt, planes[*plane].sure);
        }
        let mut missing = [0; WORDS];
        for Checked { column, applies, is_needed } in &self.checked {
            let mut buffer = [0u8; LANES];
            let silent = lanes::equal(block_of(&columns.bytes[*column], first, &mut buffer), NOT_ASKED);
            let applies = applies.map_or(Words::ALWAYS, |plane| planes[plane]);
            doubt = lanes::or(doubt, lanes::not(lanes::or(silent, applies.maybe)));
            if *is_needed {
                missing = lanes::or(missing, lanes::and(silent, applies.maybe));
            }
        }
        // An emergency or an exit needs no more answers.
        lanes::or(doubt, lanes::and(missing, *left))
    }

    /// Runs all steps. Says who has to be decided for alone, and whether anybody has left anything open.
    #[inline(always)]
    fn run(&self, workspace: &mut BatchWorkspace, columns: &Columns, first: usize) -> (Word, bool) {
        let BatchWorkspace { planes, settled, .. } = workspace;
        planes[ALWAYS.0] = Words::ALWAYS;
        let mut alone = [0; WORDS];
        let mut is_open = false;
        for op in &self.ops {
            match op {
                Op::Read { column, applies, answered, findings } => {
                    let mut buffer = [0u8; LANES];
                    let codes = block_of(&columns.bytes[*column], first, &mut buffer);
                    let asked = lanes::not(lanes::equal(codes, NOT_ASKED));
                    let unsure = lanes::equal(codes, NOT_SURE);
                    let gate = applies.as_ref().map_or(Words::ALWAYS, |applies| planes[applies.plane]);
                    let no_answer = lanes::not(asked);
                    let unknown = lanes::or(no_answer, unsure);
                    let mut write = |plane: usize, sure: Word, maybe: Word| {
                        planes[plane] = Words {
                            sure: lanes::and(sure, gate.maybe),
                            maybe: lanes::and(lanes::or(sure, maybe), gate.maybe),
                        };
                    };
                    match answered {
                        Answered::One(tests) => {
                            for (codes_of, plane) in tests {
                                let holds = lanes::within(codes, codes_of.first, codes_of.last);
                                let open = if codes_of.is_not_sure { no_answer } else { unknown };
                                write(*plane, holds, open);
                            }
                        }
                        Answered::List { options, tests } => {
                            let mut any = [0; WORDS];
                            let wants_none = tests.iter().any(|(test, _)| matches!(test, ListTest::None));
                            if wants_none {
                                for option in 0..*options {
                                    let mut buffer = [0u8; LANES];
                                    let bytes =
                                        block_of(&columns.bytes[column + 1 + option], first, &mut buffer);
                                    any = lanes::or(any, lanes::bits(bytes));
                                }
                                any = lanes::and(any, asked);
                            }
                            for (test, plane) in tests {
                                match test {
                                    ListTest::Chose(option) => {
                                        let mut buffer = [0u8; LANES];
                                        let bytes =
                                            block_of(&columns.bytes[column + 1 + option], first, &mut buffer);
                                        let chosen = lanes::and(lanes::bits(bytes), asked);
                                        write(*plane, chosen, unknown);
                                    }
                                    ListTest::None => {
                                        let none = lanes::not(any);
                                        write(*plane, lanes::and_not(lanes::and(none, asked), unsure), none);
                                    }
                                    ListTest::NotSure => write(*plane, unsure, no_answer),
                                }
                            }
                        }
                    }
                    let open = lanes::and(no_answer, gate.maybe);
                    is_open |= lanes::any(&open);
                    if is_open {
                        let applies_settled = applies.as_ref().map_or([u64::MAX; WORDS], |applies| {
                            lanes::or(planes[applies.plane].known(), all(settled, &applies.named))
                        });
                        let is_settled =
                            lanes::and(applies_settled, lanes::or(asked, lanes::not(gate.maybe)));
                        for finding in findings {
                            settled[*finding] = is_settled;
                        }
                        alone = lanes::or(alone, lanes::and_not(asked, applies_settled));
                    } else {
                        for finding in findings {
                            settled[*finding] = [u64::MAX; WORDS];
                        }
                    }
                }
                Op::Any { plane, of } => {
                    let mut words = Words::NEVER;
                    for member in of {
                        words.sure = lanes::or(words.sure, planes[*member].sure);
                        words.maybe = lanes::or(words.maybe, planes[*member].maybe);
                    }
                    planes[*plane] = words;
                }
                Op::All { plane, hold, fail } => {
                    let mut words = Words::ALWAYS;
                    for member in hold {
                        words.sure = lanes::and(words.sure, planes[*member].sure);
                        words.maybe = lanes::and(words.maybe, planes[*member].maybe);
                    }
                    for member in fail {
                        words.sure = lanes::and_not(words.sure, planes[*member].maybe);
                        words.maybe = lanes::and_not(words.maybe, planes[*member].sure);
                    }
                    planes[*plane] = words;
                }
                Op::Sum { plane, points, at_least: wanted } => {
                    let (mut least, mut most) = ([0i16; LANES], [0i16; LANES]);
                    for (member, weight) in points {
                        let (low, high) = if *weight >= 0 {
                            (planes[*member].sure, planes[*member].maybe)
                        } else {
                            (planes[*member].maybe, planes[*member].sure)
                        };
                        lanes::add(&mut least, &low, *weight);
                        lanes::add(&mut most, &high, *weight);
                    }
                    planes[*plane] =
                        Words { sure: lanes::reach(&least, *wanted), maybe: lanes::reach(&most, *wanted) };
                }
                Op::Fit { plane, condition, at_least, finding } => {
                    let condition = &self.conditions[*condition];
                    let wanted = match at_least {
                        Band::FitsWell => Band::WELL.value(),
                        Band::FitsPartly => Band::PARTLY.value(),
                        Band::FitsLessWell => i32::from(i16::MIN),
                    };
                    let wanted = i16::try_from(wanted).unwrap_or(i16::MIN);
                    let of = |pick| {
                        let evidence =
                            evidence_of(condition, planes, is_open.then_some((settled.as_slice(), pick)));
                        lanes::reach(&signed(&evidence), wanted)
                    };
                    let sure = of(i16::min as Pick);
                    let maybe = if is_open { of(i16::max) } else { sure };
                    let words = Words { sure, maybe };
                    settled[*finding] = words.known();
                    planes[*plane] = words;
                }
                Op::Finding { plane, named, finding } => {
                    settled[*finding] = if is_open {
                        lanes::or(planes[*plane].known(), all(settled, named))
                    } else {
                        [u64::MAX; WORDS]
                    };
                }
            }
        }
        (alone, is_open)
    }

    /// What a key says of a condition besides its score: the first in pack order is the greatest.
    #[inline(always)]
    fn name(&self, condition: usize) -> u16 {
        (1u16 << self.condition_bits) - 1 - lane(condition)
    }

    /// A key for each condition that may have a place: band, total, order. Gives that of the condition that sets the urgency.
    #[inline(always)]
    fn rank(&self, planes: &[Words], evidence: &[Lanes], keys: &mut [Lanes], allows: &Lanes) -> Lanes {
        let bits = self.condition_bits;
        let mut most = [0u16; LANES];
        let (partly, well) = (lanes::small(Band::PARTLY.value()), lanes::small(Band::WELL.value()));
        for (number, condition) in self.conditions.iter().enumerate() {
            if !condition.is_ranked {
                continue;
            }
            let mut total = [condition.prior; LANES];
            for (plane, shift) in &condition.adjustments {
                lanes::add(&mut total, &planes[*plane].sure, *shift);
            }
            let name = self.name(number);
            let always = if condition.care >= 3 { u16::MAX } else { 0 };
            let (evidence, key) = (&evidence[number], &mut keys[number]);
            for lane in 0..LANES {
                let weight = evidence[lane].cast_signed();
                let band = u16::from(weight >= partly) + u16::from(weight >= well);
                let total = (total[lane] + weight - self.lowest).cast_unsigned();
                key[lane] = (((band * self.range + total) << bits) | name) & (allows[lane] | always);
            }
            if condition.care > 0 {
                let from = (2 * self.range) << bits;
                for lane in 0..LANES {
                    let fits = if key[lane] >= from { u16::MAX } else { 0 };
                    most[lane] = most[lane].max(condition.care & fits);
                }
            }
        }
        let mut pressing = [0u16; LANES];
        let from = (2 * self.range) << bits;
        for (number, condition) in self.conditions.iter().enumerate() {
            if condition.is_ranked && condition.care > 0 {
                let key = &keys[number];
                for lane in 0..LANES {
                    let is_it =
                        if (key[lane] >= from) & (most[lane] == condition.care) { u16::MAX } else { 0 };
                    pressing[lane] = pressing[lane].max(key[lane] & is_it);
                }
            }
        }
        pressing
    }

    /// Puts the keys of what is shown for itself into their places, and says how many places there are.
    #[inline(always)]
    fn place(
        &self,
        planes: &[Words],
        keys: &mut [Lanes],
        shown: &mut [Lanes],
        allows: &Lanes,
        shows: &Lanes,
        pressing: &Lanes,
    ) -> usize {
        let count = self.for_itself;
        for place in shown.iter_mut() {
            *place = [0; LANES];
        }
        let mut next = [0u16; LANES];
        // What red flags bring has a band of its own above all others, so that it can be told apart.
        for number in &self.with_flags {
            let mut fired = [0u64; WORDS];
            for flag in &self.conditions[*number].only_with {
                fired = lanes::or(fired, planes[self.flags[*flag].0.plane].sure);
            }
            let fired = lanes::spread(&fired);
            let key = ((3 * self.range) << self.condition_bits) | self.name(*number);
            let mut keys = [0; LANES];
            for lane in 0..LANES {
                keys[lane] = key & fired[lane] & shows[lane];
            }
            append(shown, &mut next, &keys);
        }
        let named = next;
        let fits_from = self.range << self.condition_bits;
        let mut is_shown = [0u16; LANES];
        for turn in 0..SHOWN_AT_MOST {
            let best = take_best(keys, &self.conditions);
            let mut taken = [0u16; LANES];
            for lane in 0..LANES {
                let has_room = named[lane] + (turn as u16) < SHOWN_AT_MOST as u16;
                let is_in = (best[lane] >= fits_from) & has_room;
                // Nothing fits: the first of all is shown, if nothing else is and no help is needed today.
                let is_first = (turn == 0) & (named[lane] == 0) & (allows[lane] != 0);
                let mask = if is_in | is_first { shows[lane] } else { 0 };
                taken[lane] = best[lane] & mask;
                let is_pressing = (taken[lane] != 0) & (taken[lane] == pressing[lane]);
                is_shown[lane] |= if is_pressing { u16::MAX } else { 0 };
            }
            append(shown, &mut next, &taken);
        }
        // What sets the urgency takes the last place if it has none.
        let mut last = [0u16; LANES];
        let mut needs = [0u16; LANES];
        for lane in 0..LANES {
            let wants = (pressing[lane] != 0) & (is_shown[lane] == 0);
            needs[lane] = if wants { shows[lane] } else { 0 };
            let has_room = named[lane] < SHOWN_AT_MOST as u16;
            last[lane] = next[lane].wrapping_sub(u16::from(has_room));
        }
        for (place, shown) in shown.iter_mut().enumerate() {
            for lane in 0..LANES {
                let here = if last[lane] == place as u16 { needs[lane] } else { 0 };
                shown[lane] = (shown[lane] & !here) | (pressing[lane] & here);
            }
        }
        count
    }

    /// Beside whom a companion is shown.
    #[inline(always)]
    fn companions_called(&self, planes: &[Words], shares: &[Lanes], allows: &Lanes, shows: &Lanes) -> Word {
        let mut called = [0u16; LANES];
        for (number, condition) in self.conditions.iter().enumerate() {
            for (companion, when) in &condition.companions {
                let maybe = when.map_or([u16::MAX; LANES], |plane| lanes::spread(&planes[plane].maybe));
                let always = if self.conditions[*companion].care >= 3 { u16::MAX } else { 0 };
                let (beside, itself) = (&shares[number], &shares[*companion]);
                for lane in 0..LANES {
                    let is_new = if (beside[lane] != 0) & (itself[lane] == 0) { u16::MAX } else { 0 };
                    called[lane] |= is_new & maybe[lane] & shows[lane] & (allows[lane] | always);
                }
            }
        }
        lanes::gather(&called)
    }

    /// Writes which conditions these keys are, and how well they fit.
    #[inline(always)]
    fn name_conditions(&self, keys: &Lanes, conditions: &mut [u8], bands: &mut [u8]) {
        let bits = self.condition_bits;
        let mask = (1u16 << bits) - 1;
        let (partly, well, flagged) =
            (self.range << bits, (2 * self.range) << bits, (3 * self.range) << bits);
        let (mut names, mut fits) = ([0u16; LANES], [0u16; LANES]);
        for lane in 0..LANES {
            let none = if keys[lane] == 0 { u16::MAX } else { 0 };
            names[lane] = (mask - (keys[lane] & mask)) | none;
            let by_flag = if keys[lane] >= flagged { u16::MAX } else { 0 };
            fits[lane] = u16::from(keys[lane] >= partly) + u16::from(keys[lane] >= well);
            fits[lane] |= none | by_flag;
        }
        lanes::bytes(&names, conditions);
        lanes::bytes(&fits, bands);
    }

    /// A key for each action that helps and is not kept away: points, order.
    #[inline(always)]
    fn points(
        &self,
        planes: &[Words],
        shares: &[Lanes],
        points: &mut [Lanes],
        allows: &Lanes,
        allowed: &Word,
    ) {
        for points in points.iter_mut() {
            *points = [0; LANES];
        }
        for action in &self.always {
            points[*action] = [ALWAYS_POINTS as u16; LANES];
        }
        for (condition, share) in self.conditions.iter().zip(shares) {
            for (action, worth) in &condition.actions {
                let points = &mut points[*action];
                for lane in 0..LANES {
                    points[lane] += share[lane] * worth;
                }
            }
        }
        for (plane, listed) in &self.causes {
            let named = lanes::spread(&lanes::and(planes[*plane].sure, *allowed));
            for (action, earned) in listed {
                let points = &mut points[*action];
                for lane in 0..LANES {
                    points[lane] += named[lane] & earned;
                }
            }
        }
        for (number, points) in points.iter_mut().enumerate() {
            let name = (1u16 << self.action_bits) - 1 - lane(number);
            let kept = lanes::spread(&planes[self.kept_away[number]].maybe);
            for lane in 0..LANES {
                let helps = if points[lane] != 0 { allows[lane] } else { 0 };
                points[lane] = ((points[lane] << self.action_bits) | name) & helps & !kept[lane];
            }
        }
    }

    /// Takes the best actions one after another, as long as there is room for their kind.
    #[inline(always)]
    fn offer(&self, keys: &mut [Lanes], columns: &mut [Vec<u8>], first: usize) {
        let mask = (1u16 << self.action_bits) - 1;
        let mut taken = [[0u16; LANES]; 16];
        for column in columns {
            let mut best = [0u16; LANES];
            for key in keys.iter() {
                for lane in 0..LANES {
                    best[lane] = best[lane].max(key[lane]);
                }
            }
            let mut any = 0;
            let (mut names, mut some) = ([0u16; LANES], [0u16; LANES]);
            for lane in 0..LANES {
                any |= best[lane];
                let none = if best[lane] == 0 { u16::MAX } else { 0 };
                some[lane] = !none & 1;
                names[lane] = (mask - (best[lane] & mask)) | none;
            }
            if any == 0 {
                return;
            }
            lanes::bytes(&names, &mut column[first..first + LANES]);
            for (key, slot) in keys.iter_mut().zip(&self.slot_of) {
                let taken = &mut taken[*slot];
                for lane in 0..LANES {
                    let is_it = if key[lane] == best[lane] { u16::MAX } else { 0 };
                    taken[lane] += is_it & some[lane];
                    key[lane] &= !is_it;
                }
            }
            for (key, slot) in keys.iter_mut().zip(&self.slot_of) {
                let (taken, room) = (&taken[*slot], self.rooms[*slot]);
                for lane in 0..LANES {
                    key[lane] &= below(taken[lane], room);
                }
            }
        }
    }
}

/// Which of two weights is taken.
type Pick = fn(i16, i16) -> i16;

/// The evidence of a condition; where something is not settled, with the weight that is picked.
#[inline(always)]
fn evidence_of(condition: &Condition, planes: &[Words], open: Option<(&[Word], Pick)>) -> Lanes {
    let mut sum = [0i16; LANES];
    let unsettled = |line: &Line| {
        open.map(|(settled, pick)| {
            let bits = lanes::and_not(planes[line.asked.plane].open(), all(settled, &line.asked.named));
            (bits, pick(pick(line.present, line.absent), 0))
        })
    };
    for line in &condition.alone {
        let words = &planes[line.asked.plane];
        lanes::add(&mut sum, &words.sure, line.present);
        lanes::add(&mut sum, &lanes::not(words.maybe), line.absent);
        if let Some((bits, weight)) = unsettled(line) {
            lanes::add(&mut sum, &bits, weight);
        }
    }
    for group in &condition.groups {
        let (mut for_it, mut against) = ([0i16; LANES], [0i16; LANES]);
        for line in group {
            let words = &planes[line.asked.plane];
            lanes::strongest(&mut for_it, &mut against, &words.sure, line.present);
            lanes::strongest(&mut for_it, &mut against, &lanes::not(words.maybe), line.absent);
            if let Some((bits, weight)) = unsettled(line) {
                lanes::strongest(&mut for_it, &mut against, &bits, weight);
            }
        }
        for lane in 0..LANES {
            sum[lane] += for_it[lane] + against[lane];
        }
    }
    let mut evidence = [0u16; LANES];
    for lane in 0..LANES {
        evidence[lane] = sum[lane].cast_unsigned();
    }
    evidence
}

/// One block as what `pulp` calls. A closure would do if it was sure to be inlined into the wider code.
struct Block<'a> {
    batch: &'a Batch,
    workspace: &'a mut BatchWorkspace,
    columns: &'a Columns,
    decisions: &'a mut Decisions,
    first: usize,
}

impl pulp::WithSimd for Block<'_> {
    type Output = Word;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Word {
        self.batch.block(self.workspace, self.columns, self.decisions, self.first)
    }
}

/// Puts keys behind what is shown already.
#[inline(always)]
fn append(shown: &mut [Lanes], next: &mut Lanes, keys: &Lanes) {
    for (place, shown) in shown.iter_mut().enumerate() {
        for lane in 0..LANES {
            let here = if next[lane] == place as u16 { keys[lane] } else { 0 };
            shown[lane] |= here;
        }
    }
    for lane in 0..LANES {
        next[lane] += u16::from(keys[lane] != 0);
    }
}

/// The greatest key of each person, taken away from the others.
#[inline(always)]
fn take_best(keys: &mut [Lanes], conditions: &[Condition]) -> Lanes {
    let mut best = [0u16; LANES];
    let ranked = |(key, condition): (_, &Condition)| condition.is_ranked.then_some(key);
    for key in keys.iter().zip(conditions).filter_map(|(key, condition)| ranked((key, condition))) {
        for lane in 0..LANES {
            best[lane] = best[lane].max(key[lane]);
        }
    }
    for (key, condition) in keys.iter_mut().zip(conditions) {
        if condition.is_ranked {
            for lane in 0..LANES {
                key[lane] = if key[lane] == best[lane] { 0 } else { key[lane] };
            }
        }
    }
    best
}

/// The people of whom all of these are settled.
#[inline(always)]
fn all(settled: &[Word], findings: &[usize]) -> Word {
    findings.iter().fold([u64::MAX; WORDS], |all, finding| lanes::and(all, settled[*finding]))
}

#[inline(always)]
fn signed(evidence: &Lanes) -> [i16; LANES] {
    let mut signed = [0; LANES];
    for lane in 0..LANES {
        signed[lane] = evidence[lane].cast_signed();
    }
    signed
}

#[inline(always)]
fn at_least(evidence: u16, wanted: i32) -> u16 {
    if evidence.cast_signed() >= lanes::small(wanted) { u16::MAX } else { 0 }
}

#[inline(always)]
fn below(value: u16, limit: u16) -> u16 {
    if value < limit { u16::MAX } else { 0 }
}

/// The codes of a block; behind the last person nobody was asked anything.
#[inline(always)]
fn block_of<'a>(column: &'a [u8], first: usize, buffer: &'a mut [u8; LANES]) -> &'a [u8; LANES] {
    let rest = &column[first..];
    if let Some(block) = rest.first_chunk() {
        return block;
    }
    buffer[..rest.len()].copy_from_slice(rest);
    buffer
}

/// A number that was checked to fit into a lane.
#[inline(always)]
fn lane(number: usize) -> u16 {
    number as u16
}

/// Actions with the points that each gets at its place in a list.
fn listed(actions: &[ActionIx], share: u32) -> Vec<(usize, u16)> {
    (0u32..)
        .zip(actions)
        .map(|(place, action)| (action.position(), (share * worth_in_list(place)) as u16))
        .collect()
}

/// How many bits name one of so many.
fn bits_for(count: usize) -> u32 {
    count.max(2).next_power_of_two().trailing_zeros()
}

/// How totals become keys: the lowest total, how many there are, and how many bits name the condition.
fn key_of_conditions(conditions: &[Condition]) -> Result<(i16, u16, u32), BatchProblem> {
    let size = |weight: i16| i64::from(weight.unsigned_abs());
    let most = conditions.iter().map(|condition| {
        let lines = condition.alone.iter().chain(condition.groups.iter().flatten());
        let lines: i64 = lines.map(|line| size(line.present) + size(line.absent)).sum();
        let shifts: i64 = condition.adjustments.iter().map(|(_, shift)| size(*shift)).sum();
        lines + shifts + size(condition.prior)
    });
    let most = most.max().unwrap_or(0);
    let bits = bits_for(conditions.len());
    let range = 2 * most + 1;
    // Three bands, and one above them for what red flags bring.
    if (4 * range) << bits > 1 << 16 {
        return Err(BatchProblem::ScoresTooFarApart { conditions: conditions.len(), range });
    }
    Ok((i16::try_from(-most).unwrap_or(0), u16::try_from(range).unwrap_or(0), bits))
}

/// The questions that a red flag or an exit may hang on, through whatever it is.
fn safety_questions(pack: &Pack) -> BTreeSet<QuestionIx> {
    let flags = pack.red_flags().iter().map(|flag| &flag.when);
    let mut open: Vec<_> = flags.chain(pack.exits().iter().map(|exit| &exit.when)).collect();
    let mut questions = BTreeSet::new();
    while let Some(formula) = open.pop() {
        for question in pack.questions_behind(formula) {
            if questions.insert(question) {
                open.extend(&pack.questions()[question].ask_when);
            }
        }
    }
    questions
}

/// Checks that points fit into a lane with the bits that name the action.
fn check_points(pack: &Pack, bits: u32) -> Result<(), BatchProblem> {
    for (index, action) in pack.actions().iter_indexed() {
        let places = |actions: &[ActionIx]| -> u64 {
            let listed = (0u32..).zip(actions).filter(|(_, listed)| **listed == index);
            listed.map(|(place, _)| u64::from(worth_in_list(place))).sum()
        };
        // Nobody is shown more than these for themselves; companions are decided for alone.
        let named = pack.conditions().iter().filter(|condition| !condition.only_with.is_empty()).count();
        let mut worths: Vec<u64> =
            pack.conditions().iter().map(|condition| places(&condition.actions)).collect();
        worths.sort_unstable_by(|one, other| other.cmp(one));
        let shares = CONDITION_POINTS.into_iter().chain(std::iter::repeat(FURTHER_CONDITION_POINTS));
        let from_conditions: u64 = worths
            .iter()
            .take(SHOWN_AT_MOST.max(named + 1))
            .zip(shares)
            .map(|(worth, share)| worth * u64::from(share))
            .sum();
        let from_causes: u64 =
            pack.causes().iter().map(|cause| places(&cause.actions) * u64::from(CAUSE_POINTS)).sum();
        let points = from_conditions + from_causes + if action.always { u64::from(ALWAYS_POINTS) } else { 0 };
        if points + 1 > 1 << (16 - bits.min(16)) {
            return Err(BatchProblem::TooManyPoints {
                action: action.id.clone(),
                points,
                actions: pack.actions().len(),
            });
        }
    }
    Ok(())
}

/// Lays out a network as steps over planes.
struct Maker<'n> {
    network: &'n Network,
    ops: Vec<Op>,
    planes: usize,
    /// The planes of bits that are there.
    placed: BTreeMap<Bit, usize>,
}

impl Maker<'_> {
    /// The plane of a bit; it is made from its signals when it is first asked for.
    fn plane(&mut self, bit: Bit) -> usize {
        if let Some(plane) = self.placed.get(&bit) {
            return *plane;
        }
        let signals = &self.network.bits[bit.0];
        let plane = if let (1, Some(Signal(only))) = (signals.len(), signals.first()) {
            *only
        } else {
            // As few members as can be: bits that are there already stand for their signals.
            let mut left = signals.clone();
            let mut of = Vec::new();
            let mut known: Vec<(&BTreeSet<Signal>, usize)> = self
                .placed
                .iter()
                .map(|(bit, plane)| (&self.network.bits[bit.0], *plane))
                .filter(|(known, _)| known.len() > 1 && known.is_subset(signals))
                .collect();
            known.sort_by_key(|(known, plane)| (std::cmp::Reverse(known.len()), *plane));
            for (known, plane) in known {
                if known.intersection(&left).count() > 1 {
                    left = &left - known;
                    of.push(plane);
                }
            }
            of.extend(left.into_iter().map(|Signal(signal)| signal));
            let plane = self.planes;
            self.planes += 1;
            self.ops.push(Op::Any { plane, of });
            plane
        };
        self.placed.insert(bit, plane);
        plane
    }

    fn asked(&mut self, root: &Root) -> Asked {
        Asked { plane: self.plane(root.bit), named: positions(&root.named) }
    }

    fn steps(&mut self, pack: &Pack) {
        let mut firsts = Vec::new();
        let mut columns = 0;
        for coding in &self.network.codings.questions {
            firsts.push(columns);
            columns += coding.columns();
        }
        for step in &self.network.steps {
            let op = match step {
                Step::Ask(asked) => {
                    let position = asked.question.position();
                    let coding = &self.network.codings.questions[position];
                    let applies = asked.applies.as_ref().map(|applies| Applies {
                        plane: self.plane(applies.bit),
                        named: positions(&applies.named),
                    });
                    let answered = match coding {
                        Coding::One { .. } => {
                            let examples = coding.examples(&pack.questions()[asked.question].kind);
                            let tests = asked.tests.iter();
                            Answered::One(
                                tests
                                    .map(|(test, Signal(plane))| (codes_of(*test, &examples), *plane))
                                    .collect(),
                            )
                        }
                        Coding::List { options } => {
                            let tests = asked.tests.iter().filter_map(|(test, Signal(plane))| {
                                let test = match test {
                                    AnswerTest::Chose(option) => ListTest::Chose(option.position()),
                                    AnswerTest::ChoseNone => ListTest::None,
                                    AnswerTest::NotSure => ListTest::NotSure,
                                    AnswerTest::Yes | AnswerTest::InRange(_) => return None,
                                };
                                Some((test, *plane))
                            });
                            Answered::List { options: *options, tests: tests.collect() }
                        }
                    };
                    let findings = asked.findings.iter().map(|finding| finding.position()).collect();
                    Op::Read { column: firsts[position], applies, answered, findings }
                }
                Step::Gate(gate) => match &gate.rule {
                    Rule::All { hold, fail } => {
                        let hold = hold.iter().map(|bit| self.plane(*bit)).collect();
                        let fail = fail.iter().map(|bit| self.plane(*bit)).collect();
                        Op::All { plane: gate.gives.0, hold, fail }
                    }
                    Rule::Sum { points, at_least } => {
                        let small = |weight: i64| {
                            i16::try_from(weight).unwrap_or(if weight > 0 { i16::MAX } else { i16::MIN })
                        };
                        let points =
                            points.iter().map(|(bit, weight)| (self.plane(*bit), small(*weight))).collect();
                        Op::Sum { plane: gate.gives.0, points, at_least: small(*at_least) }
                    }
                },
                Step::Fit(fit) => {
                    for line in &self.network.roots.lines[fit.condition.position()] {
                        self.plane(line.bit);
                    }
                    Op::Fit {
                        plane: fit.gives.0,
                        condition: fit.condition.position(),
                        at_least: fit.at_least,
                        finding: fit.finding.position(),
                    }
                }
                Step::Finding { finding, of } => Op::Finding {
                    plane: self.plane(of.bit),
                    named: positions(&of.named),
                    finding: finding.position(),
                },
            };
            self.ops.push(op);
        }
    }

    fn conditions(&mut self, pack: &Pack) -> Vec<Condition> {
        let roots = &self.network.roots;
        let small =
            |weight: i32| i16::try_from(weight).unwrap_or(if weight > 0 { i16::MAX } else { i16::MIN });
        let mut conditions = Vec::new();
        for (index, condition) in pack.conditions().iter_indexed() {
            let at: usize = ConditionIx::position(index);
            let mut groups: BTreeMap<u32, Vec<Line>> = BTreeMap::new();
            let mut alone = Vec::new();
            for (line, root) in condition.evidence.iter().zip(&roots.lines[at]) {
                let asked = self.asked(root);
                let made =
                    Line { asked, present: small(line.present.value()), absent: small(line.absent.value()) };
                match line.group {
                    Some(group) => groups.entry(group).or_default().push(made),
                    None => alone.push(made),
                }
            }
            let mut several = Vec::new();
            for group in groups.into_values() {
                if group.len() == 1 { alone.extend(group) } else { several.push(group) }
            }
            let adjustments = condition.adjustments.iter().zip(&roots.adjustments[at]);
            let companions = condition.never_without.iter().zip(&roots.companions[at]);
            conditions.push(Condition {
                is_ranked: condition.only_with.is_empty(),
                care: lane(Urgency::ALL.iter().position(|level| *level == condition.care).unwrap_or(0)),
                prior: small(condition.prior.weight.value()),
                alone,
                groups: several,
                adjustments: adjustments
                    .map(|(adjustment, root)| (self.plane(root.bit), small(adjustment.shift.value())))
                    .collect(),
                only_with: condition.only_with.iter().map(|flag| flag.position()).collect(),
                companions: companions
                    .map(|(companion, root)| {
                        (companion.condition.position(), root.as_ref().map(|root| self.plane(root.bit)))
                    })
                    .collect(),
                actions: listed(&condition.actions, 1),
            });
        }
        conditions
    }
}

fn positions(findings: &BTreeSet<sinew_model::FindingIx>) -> Vec<usize> {
    findings.iter().map(|finding| finding.position()).collect()
}

/// The codes of which a test is true: they stand side by side.
fn codes_of(test: AnswerTest, examples: &[Answer]) -> Codes {
    if test == AnswerTest::NotSure {
        return Codes { first: NOT_SURE, last: NOT_SURE, is_not_sure: true };
    }
    let holds = |answer: &Answer| test.truth_of(*answer).is_true();
    let code = |at: usize| FIRST_ANSWER + u8::try_from(at).unwrap_or(0);
    match (examples.iter().position(holds), examples.iter().rposition(holds)) {
        (Some(first), Some(last)) => Codes { first: code(first), last: code(last), is_not_sure: false },
        // No answer makes it true: a code that nobody has.
        _ => Codes { first: u8::MAX, last: u8::MAX, is_not_sure: false },
    }
}
