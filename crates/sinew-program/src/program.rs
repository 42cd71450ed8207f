//! The program of a pack, and the decision for one person.

use crate::{
    flow::{Flow, Settled},
    layout::lay_out,
    network::Network,
    planes::{FindingSet, Place, Planes, for_each_bit, for_each_bit_within},
    row::{AnswerRow, Coding, Codings, OPTIONS_AT_MOST},
    stages::stages,
    tables::{Score, Tables, TooLarge},
};
use sinew_engine::{
    Decision, ShownCondition,
    rules::{CONDITION_POINTS, FURTHER_CONDITION_POINTS, SHOWN_AT_MOST},
};
use sinew_model::{
    ActionIx, Answers, Band, CauseIx, ConditionId, ConditionIx, Decibans, ExitIx, Index as _, Pack,
    QuestionId, QuestionIx, RedFlagIx, Urgency,
};

/// Why a pack has no program. The engine decides such a pack as any other.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProgramProblem {
    /// A question has more answers than there are codes.
    #[error(
        "the question `{question}` has more answers than a program can tell apart; \
         a list has at most {OPTIONS_AT_MOST} options, another question 254 answers"
    )]
    TooManyAnswers {
        /// The question.
        question: QuestionId,
    },
    /// The evidence of a condition could come to a sum that is too large to be added up in any order.
    #[error("the weights of the condition `{condition}` are too large to be added up exactly")]
    EvidenceTooLarge {
        /// The condition.
        condition: ConditionId,
    },
    /// The formulas of the pack have more parts than the planes of a program have bits.
    #[error("the formulas of the pack take {bits} bits, and a program has at most {most}")]
    TooManyFormulas {
        /// How many bits they take, in whole words.
        bits: usize,
        /// How many bits a program has at most.
        most: usize,
    },
}

/// The most words that planes have.
const WORDS_AT_MOST: usize = 256;

/// A pack as a flat program: what [`sinew_engine::decide`] says, without looking at a formula.
///
/// It is made once and never changes; threads can share it. Each thread needs a [`Workspace`] of its own.
#[derive(Debug, Clone)]
pub struct Program {
    codings: Codings,
    tables: Tables,
    flow: Width,
    findings: usize,
}

/// The steps, for planes of so many words.
#[derive(Debug, Clone)]
enum Width {
    W4(Box<Flow<4>>),
    W8(Box<Flow<8>>),
    W16(Box<Flow<16>>),
    W64(Box<Flow<64>>),
    W256(Box<Flow<256>>),
}

/// How large a program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProgramSize {
    /// The words of 64 bits that a plane has.
    pub words: usize,
    /// The rows: one for each answer, gate or fit that makes other things hold.
    pub rows: usize,
    /// The answers that are read, the gates that are looked at and the fits.
    pub steps: usize,
}

/// What deciding writes into, used again for each person.
#[derive(Debug, Clone)]
pub struct Workspace {
    standing: AnyStanding,
    buffers: Buffers,
}

/// What is filled for one person, but for the bits.
#[derive(Debug, Clone)]
pub(crate) struct Buffers {
    sums: Vec<(i32, i32)>,
    pub(crate) scores: Vec<Score>,
    /// The ranked conditions that fit at least partly, best first.
    fitting: Vec<Key>,
    /// The conditions that are shown already, as bits.
    known: Vec<u64>,
    waiting: Vec<ShownCondition>,
    pub(crate) points: Vec<u32>,
    /// The actions that have points, as bits.
    pub(crate) useful: Vec<u64>,
    candidates: Vec<u64>,
    taken: Vec<u32>,
    pub(crate) decision: Decision,
}

/// What holds for the person who was decided for last.
#[derive(Debug, Clone)]
pub(crate) struct Standing<const K: usize> {
    pub(crate) planes: Planes<K>,
    pub(crate) settled: Settled<K>,
    /// Whether it was found out what is settled; otherwise all of it is, wherever that matters.
    pub(crate) is_careful: bool,
}

#[derive(Debug, Clone)]
enum AnyStanding {
    W4(Box<Standing<4>>),
    W8(Box<Standing<8>>),
    W16(Box<Standing<16>>),
    W64(Box<Standing<64>>),
    W256(Box<Standing<256>>),
}

/// Something that is done with what holds for a person, however wide the planes are.
pub(crate) trait Visit {
    fn visit<const K: usize>(self, tables: &Tables, standing: &Standing<K>, buffers: &Buffers);
}

/// A place in the ranking; greater is better: band, then total, then pack order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    band: Band,
    total: i32,
    condition: std::cmp::Reverse<u32>,
}

impl Key {
    fn of(score: Score, condition: u32) -> Self {
        Self {
            band: Band::of(Decibans::new(score.evidence)),
            total: score.shift + score.evidence,
            condition: std::cmp::Reverse(condition),
        }
    }

    fn shown(self) -> ShownCondition {
        ShownCondition {
            condition: ConditionIx::at(self.condition.0 as usize),
            band: Some(self.band),
            companion_of: None,
        }
    }
}

impl Program {
    /// The program of a pack.
    pub fn compile(pack: &Pack) -> Result<Self, ProgramProblem> {
        Self::of(pack, &Network::of(pack).map_err(|question| too_many_answers(pack, question))?)
    }

    /// The program of a network of this pack.
    pub(crate) fn of(pack: &Pack, network: &Network) -> Result<Self, ProgramProblem> {
        let stages = stages(network);
        let (layout, words) = lay_out(network, &stages);
        let tables = Tables::of(pack, network, layout).map_err(|TooLarge(condition)| {
            ProgramProblem::EvidenceTooLarge { condition: pack.conditions()[condition].id.clone() }
        })?;
        let layout = &tables.layout;
        let flow = match words {
            0..=4 => Width::W4(Box::new(Flow::of(pack, network, &stages, layout))),
            5..=8 => Width::W8(Box::new(Flow::of(pack, network, &stages, layout))),
            9..=16 => Width::W16(Box::new(Flow::of(pack, network, &stages, layout))),
            17..=64 => Width::W64(Box::new(Flow::of(pack, network, &stages, layout))),
            65..=WORDS_AT_MOST => Width::W256(Box::new(Flow::of(pack, network, &stages, layout))),
            _ => {
                return Err(ProgramProblem::TooManyFormulas { bits: words * 64, most: WORDS_AT_MOST * 64 });
            }
        };
        Ok(Self { codings: network.codings.clone(), tables, flow, findings: network.findings })
    }

    /// The tables, with the layout of the planes.
    pub(crate) fn tables(&self) -> &Tables {
        &self.tables
    }

    /// How the answers to each question are coded, in pack order.
    pub fn codings(&self) -> &[Coding] {
        &self.codings.questions
    }

    /// How large it is: what each decision hangs on.
    pub fn size(&self) -> ProgramSize {
        match &self.flow {
            Width::W4(flow) => flow.size(),
            Width::W8(flow) => flow.size(),
            Width::W16(flow) => flow.size(),
            Width::W64(flow) => flow.size(),
            Width::W256(flow) => flow.size(),
        }
    }

    /// The row of some answers to the pack that this is the program of.
    pub fn row(&self, answers: &Answers) -> AnswerRow {
        let mut row = AnswerRow::default();
        self.write_row(answers, &mut row);
        row
    }

    /// Writes the row of some answers over another one.
    pub fn write_row(&self, answers: &Answers, row: &mut AnswerRow) {
        self.codings.write(answers, row);
    }

    /// Room for the decisions of this program.
    pub fn workspace(&self) -> Workspace {
        let tables = &self.tables;
        let (conditions, actions) = (tables.conditions.len(), tables.actions.len());
        let buffers = Buffers {
            sums: vec![(0, 0); tables.sums],
            scores: vec![Score::default(); conditions],
            fitting: Vec::with_capacity(conditions),
            known: vec![0; conditions.div_ceil(64)],
            waiting: Vec::with_capacity(conditions),
            points: vec![0; actions],
            useful: vec![0; actions.div_ceil(64)],
            candidates: Vec::with_capacity(actions),
            taken: vec![0; tables.rooms.len()],
            decision: Decision {
                urgency: Urgency::SelfCare,
                exit: None,
                fired: Vec::with_capacity(tables.layout.flags.len()),
                not_ruled_out: Vec::with_capacity(tables.layout.flags.len()),
                conditions: Vec::with_capacity(conditions),
                causes: Vec::with_capacity(tables.causes.len()),
                actions: Vec::with_capacity(actions),
            },
        };
        let standing = match &self.flow {
            Width::W4(_) => AnyStanding::W4(Standing::boxed(self.findings)),
            Width::W8(_) => AnyStanding::W8(Standing::boxed(self.findings)),
            Width::W16(_) => AnyStanding::W16(Standing::boxed(self.findings)),
            Width::W64(_) => AnyStanding::W64(Standing::boxed(self.findings)),
            Width::W256(_) => AnyStanding::W256(Standing::boxed(self.findings)),
        };
        Workspace { standing, buffers }
    }

    /// Decides for these answers, taking everything unanswered as unknown: exactly as [`sinew_engine::decide`] does.
    ///
    /// The row and the workspace are those of this program.
    ///
    /// # Panics
    /// If the row or the workspace is that of another program.
    pub fn decide<'w>(&self, workspace: &'w mut Workspace, row: &AnswerRow) -> &'w Decision {
        let cells = row.cells.as_slice();
        assert_eq!(cells.len(), self.codings.questions.len(), "the row is one of another program");
        let Workspace { standing, buffers } = workspace;
        match (&self.flow, standing) {
            (Width::W4(flow), AnyStanding::W4(standing)) => self.fill(flow, standing, buffers, cells),
            (Width::W8(flow), AnyStanding::W8(standing)) => self.fill(flow, standing, buffers, cells),
            (Width::W16(flow), AnyStanding::W16(standing)) => self.fill(flow, standing, buffers, cells),
            (Width::W64(flow), AnyStanding::W64(standing)) => self.fill(flow, standing, buffers, cells),
            (Width::W256(flow), AnyStanding::W256(standing)) => self.fill(flow, standing, buffers, cells),
            _ => panic!("the workspace is one of another program"),
        }
        &buffers.decision
    }

    fn fill<const K: usize>(
        &self,
        flow: &Flow<K>,
        standing: &mut Standing<K>,
        buffers: &mut Buffers,
        cells: &[u64],
    ) {
        let tables = &self.tables;
        let Standing { planes, settled, is_careful: was_careful } = standing;
        let exits = &tables.layout.exits;
        // Only how well a condition fits, and an exit, ask whether further answers can change something.
        let open = flow.run(tables, cells, planes, &mut buffers.sums);
        let is_careful = match open {
            Ok(open) => open && exits.iter().any(|exit| planes.truth(*exit).is_true()),
            Err(_) => true,
        };
        *was_careful = is_careful;
        if is_careful {
            flow.run_carefully(tables, cells, planes, settled, &mut buffers.sums);
        }
        let (planes, settled) = (&*planes, &*settled);
        let holds = |place: Place, named: &FindingSet| {
            planes.truth(place).is_true() && (!is_careful || settled.is_settled(planes, place, named))
        };
        let exit = exits.iter().zip(&tables.exits_named).position(|(place, named)| holds(*place, named));
        let Buffers { decision, .. } = buffers;
        clear(decision);

        let flag_words = tables.layout.flags.len().div_ceil(64);
        let fired = &planes.sure[..flag_words];
        for_each_bit(fired.iter().copied(), |at| decision.fired.push(RedFlagIx::at(at)));
        let from_flags = highest(fired, &tables.flags_at);
        decision.urgency = from_flags;
        if from_flags == Urgency::Emergency {
            return;
        }
        let mut from_unknown = Urgency::SelfCare;
        for word in 0..flag_words {
            let mut unknown = planes.open[word] & !planes.sure[word];
            if unknown == 0 {
                continue;
            }
            unknown &= !tables.floors_at[0][word];
            while unknown != 0 {
                let at = word * 64 + unknown.trailing_zeros() as usize;
                unknown &= unknown - 1;
                let is_asked =
                    || !is_careful || settled.is_settled(planes, Place::at(at), &tables.flags_named[at]);
                if exit.is_none() || is_asked() {
                    decision.not_ruled_out.push(RedFlagIx::at(at));
                    let level = level_of(&tables.floors_at, at);
                    from_unknown = from_unknown.max(level);
                }
            }
        }
        decision.urgency = from_flags.max(from_unknown);
        if let Some(at) = exit {
            decision.exit = Some(ExitIx::at(at));
            decision.urgency = decision.urgency.max(tables.exits[at]);
            return;
        }
        tables.score(planes, &mut buffers.sums, &mut buffers.scores);
        self.conditions(buffers, planes);
        if buffers.decision.urgency.allows_actions() {
            let causes = &mut buffers.decision.causes;
            for_each_bit_within(&planes.sure, &tables.layout.causes, |at| causes.push(CauseIx::at(at)));
            self.actions(buffers, planes);
        }
    }

    /// Ranks the conditions, adds what they ask for to the urgency, and shows those that have a place.
    #[inline]
    fn conditions<const K: usize>(&self, buffers: &mut Buffers, planes: &Planes<K>) {
        let tables = &self.tables;
        let Buffers { scores, fitting, known, waiting, decision, .. } = buffers;
        fitting.clear();
        let mut from_conditions = Urgency::SelfCare;
        for ((number, condition), score) in (0u32..).zip(&tables.conditions).zip(scores.iter()) {
            if !condition.is_ranked {
                continue;
            }
            if Band::of(Decibans::new(score.evidence)) > Band::FitsLessWell {
                let key = Key::of(*score, number);
                // Few fit, so that putting each in its place is quicker than sorting all.
                let at = fitting.partition_point(|other| *other > key);
                fitting.insert(at, key);
                if key.band == Band::FitsWell {
                    from_conditions = from_conditions.max(condition.care);
                }
            }
        }
        decision.urgency = decision.urgency.max(from_conditions);
        if decision.urgency == Urgency::Emergency {
            // Not from a flag that fires, but nothing else is shown all the same.
            return;
        }
        let allows_actions = decision.urgency.allows_actions();
        let care = |key: &Key| tables.conditions[key.condition.0 as usize].care;
        let has_a_place = |care: Urgency| allows_actions || care >= Urgency::SameDay;

        waiting.clear();
        for number in &tables.with_flags {
            let only_with = &tables.conditions[*number as usize].only_with;
            if only_with.iter().zip(&planes.sure).any(|(with, fired)| with & fired != 0) {
                let condition = ConditionIx::at(*number as usize);
                waiting.push(ShownCondition { condition, band: None, companion_of: None });
            }
        }
        let named_by_flags = waiting.len();
        let room = SHOWN_AT_MOST.saturating_sub(named_by_flags);
        let candidates = || fitting.iter().filter(|key| has_a_place(care(key)));
        waiting.extend(candidates().take(room).map(|key| key.shown()));
        // What sets the urgency is never hidden: it takes the last place if it has none.
        let well = || candidates().filter(|key| key.band == Band::FitsWell);
        let most = well().map(care).max().filter(|most| *most > Urgency::SelfCare);
        if let Some(pressing) = most.and_then(|most| well().find(|key| care(key) == most)) {
            let shown = pressing.shown();
            if !waiting[named_by_flags..].contains(&shown) {
                waiting.truncate(named_by_flags + room.saturating_sub(1));
                waiting.push(shown);
            }
        }
        if waiting.is_empty() && allows_actions {
            let ranked = (0u32..).zip(&tables.conditions).zip(scores.iter());
            let ranked = ranked.filter(|((_, condition), _)| condition.is_ranked);
            let best = ranked.map(|((number, _), score)| Key::of(*score, number)).max();
            waiting.extend(best.map(Key::shown));
        }

        known.fill(0);
        for shown in waiting.iter() {
            let at = shown.condition.position();
            known[at / 64] |= 1 << (at % 64);
        }
        // The next one to be shown is the last.
        waiting.reverse();
        while let Some(entry) = waiting.pop() {
            decision.conditions.push(entry);
            let first = waiting.len();
            for (companion, place) in &tables.conditions[entry.condition.position()].companions {
                let at = companion.position();
                let is_called_for = place.is_none_or(|place| !planes.truth(place).is_false());
                if is_called_for
                    && has_a_place(tables.conditions[at].care)
                    && known[at / 64] & 1 << (at % 64) == 0
                {
                    known[at / 64] |= 1 << (at % 64);
                    waiting.push(ShownCondition {
                        condition: *companion,
                        band: Some(Band::of(Decibans::new(scores[at].evidence))),
                        companion_of: Some(entry.condition),
                    });
                }
            }
            waiting[first..].reverse();
        }
    }

    /// Offers what helps, is not kept away, and finds room.
    #[inline]
    fn actions<const K: usize>(&self, buffers: &mut Buffers, planes: &Planes<K>) {
        let tables = &self.tables;
        let Buffers { points, useful, candidates, taken, decision, .. } = buffers;
        for (points, action) in points.iter_mut().zip(&tables.actions) {
            *points = action.points;
        }
        useful.copy_from_slice(&tables.always);
        let mut add = |action: u32, earned: u32| {
            let points = &mut points[action as usize];
            *points = points.saturating_add(earned);
            useful[action as usize / 64] |= 1 << (action % 64);
        };
        let fits = |shown: &&ShownCondition| shown.band > Some(Band::FitsLessWell);
        let itself = decision.conditions.iter().filter(|shown| shown.companion_of.is_none());
        let companions = decision.conditions.iter().filter(|shown| shown.companion_of.is_some()).filter(fits);
        let shares = CONDITION_POINTS.into_iter().chain(std::iter::repeat(FURTHER_CONDITION_POINTS));
        for (shown, share) in itself.chain(companions).zip(shares) {
            for (action, worth) in &tables.conditions[shown.condition.position()].actions {
                add(*action, share * worth);
            }
        }
        for cause in &decision.causes {
            for (action, earned) in &tables.causes[cause.position()] {
                add(*action, *earned);
            }
        }
        candidates.clear();
        let first = tables.layout.actions.start / 64;
        let free = useful.iter().enumerate().map(|(at, useful)| useful & !planes.maybe(first + at));
        for_each_bit(free, |at| {
            // Points first, then pack order.
            candidates.push(u64::from(points[at]) << 32 | (u64::from(u32::MAX) - at as u64));
        });
        candidates.sort_unstable_by(|one, other| other.cmp(one));
        taken.fill(0);
        for key in candidates.iter() {
            let at = usize::try_from(u64::from(u32::MAX) - (key & u64::from(u32::MAX))).unwrap_or(usize::MAX);
            let slot = tables.actions[at].slot as usize;
            if taken[slot] < tables.rooms[slot] {
                taken[slot] += 1;
                decision.actions.push(ActionIx::at(at));
            }
        }
    }
}

impl<const K: usize> Standing<K> {
    fn boxed(findings: usize) -> Box<Self> {
        let planes = Planes::starting_with([0; K]);
        Box::new(Self { planes, settled: Settled::new(findings), is_careful: false })
    }
}

impl Workspace {
    /// Shows what holds for the person who was decided for last.
    pub(crate) fn show(&self, program: &Program, visit: impl Visit) {
        let Self { standing, buffers } = self;
        let tables = &program.tables;
        match standing {
            AnyStanding::W4(standing) => visit.visit(tables, standing, buffers),
            AnyStanding::W8(standing) => visit.visit(tables, standing, buffers),
            AnyStanding::W16(standing) => visit.visit(tables, standing, buffers),
            AnyStanding::W64(standing) => visit.visit(tables, standing, buffers),
            AnyStanding::W256(standing) => visit.visit(tables, standing, buffers),
        }
    }

    /// The decision for that person.
    pub(crate) fn decision(&self) -> &Decision {
        &self.buffers.decision
    }
}

/// That a question has more answers than there are codes.
pub(crate) fn too_many_answers(pack: &Pack, question: QuestionIx) -> ProgramProblem {
    ProgramProblem::TooManyAnswers { question: pack.questions()[question].id.clone() }
}

fn clear(decision: &mut Decision) {
    let Decision { urgency, exit, fired, not_ruled_out, conditions, causes, actions } = decision;
    (*urgency, *exit) = (Urgency::SelfCare, None);
    fired.clear();
    not_ruled_out.clear();
    conditions.clear();
    causes.clear();
    actions.clear();
}

/// The highest urgency that one of these flags has.
#[inline]
fn highest(flags: &[u64], at: &[Vec<u64>; 5]) -> Urgency {
    if flags.iter().all(|word| *word == 0) {
        return Urgency::SelfCare;
    }
    let mut levels = Urgency::ALL.into_iter().zip(at).rev();
    levels
        .find(|(_, with)| with.iter().zip(flags).any(|(with, flag)| with & flag != 0))
        .map_or(Urgency::SelfCare, |(urgency, _)| urgency)
}

/// The urgency that this flag has.
#[inline]
fn level_of(at: &[Vec<u64>; 5], flag: usize) -> Urgency {
    let has = |with: &Vec<u64>| with[flag / 64] & 1 << (flag % 64) != 0;
    let mut levels = Urgency::ALL.into_iter().zip(at);
    levels.find(|(_, with)| has(with)).map_or(Urgency::SelfCare, |(urgency, _)| urgency)
}
