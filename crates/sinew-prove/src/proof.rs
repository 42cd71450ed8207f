//! What holds of a pack for every possible person.

use crate::{
    circuit::{Circuit, Wire},
    decision::{self, Decided, rank_of},
    diagram::Diagrams,
    monotone::{self, Pair},
    number::{Sum, Term},
    person::Person,
    session::{Limits, Session},
    solver::Found,
};
use biodivine_lib_bdd::Bdd;
use num_bigint::BigUint;
use sinew_engine::rules::Slot;
use sinew_model::{
    ActionIx, Band, BlockIx, CauseIx, Claim, ConditionIx, ExitIx, FindingIx, FindingRule, Index as _, Origin,
    Pack, Property, PropertyIx, QuestionIx, RedFlagIx, Urgency, WorseAnswer,
};
use std::{collections::BTreeMap, ops::ControlFlow, panic::resume_unwind, thread};

/// A number of answer sets; none if the diagram that counts them grew beyond its limit.
pub type Count = Option<BigUint>;

/// What was decided about a pack over every possible set of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// How many possible people there are: complete answer sets, each number of a number line by itself.
    pub people: Count,
    /// How many questions apply to a person, with how many people that is so, the fewest first. An interview asks at most these.
    pub questions: Vec<(usize, Count)>,
    /// For how many people the urgency is each level, in the order of the levels. Shares of answer sets, not of people: nobody
    /// says how often people are like that.
    pub urgency: Vec<(Urgency, Count)>,
    /// What each red flag does, in pack order.
    pub flags: Vec<FlagProof>,
    /// What the pack promises, in pack order, with the number of people whom each promise speaks of. It holds for all of them unless a
    /// problem says otherwise.
    pub properties: Vec<(PropertyIx, Count)>,
    /// What does not hold, in the order of the tables.
    pub problems: Vec<Problem>,
    /// How much there was to do.
    pub effort: Effort,
}

/// What a red flag does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagProof {
    /// The flag.
    pub flag: RedFlagIx,
    /// For how many people it fires.
    pub fires: Count,
    /// For how many people nothing else gives its urgency.
    pub alone: Count,
}

/// How much there was to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effort {
    /// Yes-no inputs that stand for the answers.
    pub inputs: usize,
    /// Gates of the circuit.
    pub gates: usize,
    /// Nodes of the largest diagram.
    pub nodes: usize,
    /// Questions that the solver was asked.
    pub asked: usize,
    /// Conflicts that it ran into.
    pub conflicts: u64,
}

/// Something that does not hold of a pack, or could not be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// Somebody of whom it does not hold, if it is about somebody.
    pub person: Option<Person>,
    /// The same person after the change that the problem is about, if it is about one.
    pub changed: Option<Person>,
    /// How many people it is about, if that was counted.
    pub people: Count,
}

/// What does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// A red flag fires, and the urgency is below its own.
    BelowFlag(RedFlagIx),
    /// A red flag is not ruled out, and the urgency is below its floor.
    BelowFloor(RedFlagIx),
    /// A blocked action is offered.
    BlockedOffered(ActionIx),
    /// From same-day on an action is offered.
    OfferedBesideHelp(ActionIx),
    /// Self-care, and no action.
    NothingToDo,
    /// A property does not hold.
    PropertyBroken(PropertyIx),
    /// A property speaks of nobody.
    PropertyEmpty(PropertyIx),
    /// A worse answer to an ordered question lowers the urgency.
    WorseLowers(QuestionIx),
    /// A red flag never fires.
    FlagNever(RedFlagIx),
    /// A red flag is never needed: wherever it fires, another one of at least its urgency fires too, and none says that it covers
    /// it. The person is somebody for whom it fires.
    FlagShadowed(RedFlagIx),
    /// A question is never asked.
    QuestionNever(QuestionIx),
    /// A combination never holds, or always.
    CombinationConstant(FindingIx, bool),
    /// An exit is never taken.
    ExitNever(ExitIx),
    /// A constraint rules nobody out; by its position.
    ConstraintIdle(usize),
    /// A condition can never fit, not even partly; or, if it comes with flags, is never shown.
    ConditionNever(ConditionIx),
    /// A condition asks for care when it fits well, and can never do so.
    CareNever(ConditionIx),
    /// A line of evidence never counts: by its position, and whether what it says of the finding being there.
    LineDead(ConditionIx, usize, bool),
    /// An adjustment never counts; by its position.
    AdjustmentDead(ConditionIx, usize),
    /// A companion is never shown for this condition; by its position.
    CompanionDead(ConditionIx, usize),
    /// A cause is never named.
    CauseNever(CauseIx),
    /// An action is never offered.
    ActionNever(ActionIx),
    /// A block holds of nobody below same-day, where alone actions are offered.
    BlockNever(BlockIx),
    /// Something could not be decided within the limits; see [`Undecided`].
    NotDecided(Undecided),
    /// The engine decides otherwise than was computed: nothing may be trusted.
    Disagreement,
}

/// What could not be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Undecided {
    /// How many people there are, have an urgency, or are asked so many questions: the diagram had more nodes than allowed.
    People,
    /// For how many people the red flag fires, or alone decides: the same.
    CountOfFlag(RedFlagIx),
    /// Of how many people the property speaks: the same.
    CountOfProperty(PropertyIx),
    /// Companions call for one another in more ways than are followed.
    Companions,
    /// The red flag.
    Flag(RedFlagIx),
    /// The action.
    Action(ActionIx),
    /// The question.
    Question(QuestionIx),
    /// The condition.
    Condition(ConditionIx),
    /// The property.
    Property(PropertyIx),
    /// Whether anything else is dead.
    Dead,
}

/// Decides everything about a pack. `own` says of an origin whether it belongs to what is asked about: what a library brings can
/// be idle in one of the packs that use it.
pub fn prove(pack: &Pack, limits: Limits, own: &dyn Fn(&Origin) -> bool) -> Proof {
    let mut session = Session::of(&[pack], limits);
    let speaks_of = speaks_of(&mut session, pack);
    let mut counted = session.branch();
    let mut prover = Prover::of(pack, own, Wanted::All, &mut session, &speaks_of);
    // Counting asks diagrams and the rest asks the solver, so that neither has to wait for the other.
    let (counts, nodes) = thread::scope(|scope| {
        let counting = scope.spawn(|| count(&mut counted, pack, &speaks_of));
        // All are wanted, so that nothing ends it early.
        let _ = prover.everything();
        counting.join().unwrap_or_else(|panic| resume_unwind(panic))
    });
    let Prover { mut problems, pairs, .. } = prover;
    problems.extend(counts.missing().map(|open| Problem::of(ProblemKind::NotDecided(open))));
    problems.sort_by_key(|problem| problem.kind);
    let of_pairs = || pairs.values().map(Pair::effort);
    let effort = Effort {
        inputs: session.space.inputs.len(),
        gates: session.circuit.gates().len(),
        nodes,
        asked: session.solver.questions + of_pairs().map(|(asked, _)| asked).sum::<usize>(),
        conflicts: session.solver.conflicts() + of_pairs().map(|(_, conflicts)| conflicts).sum::<u64>(),
    };
    let Counts { people, questions, urgency, flags, properties } = counts;
    Proof { people, questions, urgency, flags, properties, problems, effort }
}

/// The first problem of a pack that is of a kind that is looked for, or none if there is no such problem. Nothing is counted and
/// the search ends with it, so that this takes a small part of the time of [`prove`]. What could not be decided is a problem here
/// too, except how many people are possible, which nothing else hangs on.
pub fn first_problem(
    pack: &Pack,
    limits: Limits,
    own: &dyn Fn(&Origin) -> bool,
    is_wanted: &dyn Fn(ProblemKind) -> bool,
) -> Option<Problem> {
    let mut session = Session::of(&[pack], limits);
    let speaks_of = speaks_of(&mut session, pack);
    let mut prover = Prover::of(pack, own, Wanted::First(is_wanted), &mut session, &speaks_of);
    match prover.everything() {
        ControlFlow::Break(()) => prover.problems.pop(),
        ControlFlow::Continue(()) => None,
    }
}

impl Problem {
    pub(crate) fn of(kind: ProblemKind) -> Self {
        Self { kind, person: None, changed: None, people: None }
    }
}

/// Which problems are looked for.
#[derive(Clone, Copy)]
enum Wanted<'s> {
    /// All, with the number of people that each is about.
    All,
    /// One of a kind of which this is true.
    First(&'s dyn Fn(ProblemKind) -> bool),
}

/// It breaks where what was looked for is found.
type Step<Given = ()> = ControlFlow<(), Given>;

struct Prover<'s, 'p> {
    pack: &'p Pack,
    own: &'s dyn Fn(&Origin) -> bool,
    wanted: Wanted<'s>,
    problems: Vec<Problem>,
    session: &'s mut Session<'p>,
    /// For each promise, the wire of the people whom it speaks of.
    speaks_of: &'s [Wire],
    /// Pairs of people who differ in their answers to a question.
    pairs: BTreeMap<QuestionIx, Pair<'p>>,
}

impl<'s, 'p> Prover<'s, 'p> {
    fn of(
        pack: &'p Pack,
        own: &'s dyn Fn(&Origin) -> bool,
        wanted: Wanted<'s>,
        session: &'s mut Session<'p>,
        speaks_of: &'s [Wire],
    ) -> Self {
        Self { pack, own, wanted, problems: Vec::new(), session, speaks_of, pairs: BTreeMap::new() }
    }

    /// Whatever is proved of a pack.
    fn everything(&mut self) -> Step {
        self.safety()?;
        self.properties()?;
        self.dead()?;
        if self.decided().too_entangled {
            self.not_decided(Undecided::Companions)?;
        }
        Step::Continue(())
    }

    fn decided(&self) -> &Decided {
        &self.session.decided[0]
    }

    /// Nobody has all of these wires on; else a problem with the smallest such person.
    fn nobody(&mut self, kind: ProblemKind, open: Undecided, wires: &[Wire]) -> Step {
        match self.session.smallest(wires) {
            Found::Nobody => Step::Continue(()),
            Found::NotDecided => self.not_decided(open),
            Found::Somebody(inputs) => {
                let person = self.session.person(0, &inputs);
                let people = match self.wanted {
                    Wanted::All => self.session.count(wires).ok(),
                    Wanted::First(_) => None,
                };
                self.found(Problem { person, people, ..Problem::of(kind) })
            }
        }
    }

    /// A person that the engine sees otherwise shows a mistake of this program, whatever it was found for.
    fn found(&mut self, problem: Problem) -> Step {
        let agrees =
            |person: &Option<Person>| person.as_ref().is_none_or(|person| person.disagreements.is_empty());
        if !agrees(&problem.person) || !agrees(&problem.changed) {
            self.keep(Problem { kind: ProblemKind::Disagreement, ..problem.clone() })?;
            if let Wanted::First(_) = self.wanted {
                return Step::Continue(());
            }
        }
        self.keep(problem)
    }

    fn keep(&mut self, problem: Problem) -> Step {
        match self.wanted {
            Wanted::All => {
                self.problems.push(problem);
                Step::Continue(())
            }
            Wanted::First(is_wanted) if is_wanted(problem.kind) => {
                self.problems.push(problem);
                Step::Break(())
            }
            Wanted::First(_) => Step::Continue(()),
        }
    }

    /// Nothing but what it is can be said of this problem.
    fn idle(&mut self, kind: ProblemKind) -> Step {
        self.keep(Problem::of(kind))
    }

    fn not_decided(&mut self, open: Undecided) -> Step {
        self.idle(ProblemKind::NotDecided(open))
    }

    /// Somebody has all of these wires on; else the problem.
    fn somebody(&mut self, kind: ProblemKind, open: Undecided, wires: &[Wire]) -> Step {
        match self.session.find(wires) {
            Found::Somebody(_) => Step::Continue(()),
            Found::Nobody => self.idle(kind),
            Found::NotDecided => self.not_decided(open),
        }
    }

    fn is_own(&self, origin: &Origin) -> bool {
        (self.own)(origin)
    }

    /// On where no action is offered. Each sort has room for at least one, and its first is offered whatever the order; so nothing is
    /// offered just where nothing is useful and free. Said so, no order has to be reasoned about, which is what takes long.
    fn nothing_offered(&mut self) -> Wire {
        let pack = self.pack;
        let decided = &self.session.decided[0];
        let (useful, blocked) = (decided.useful.clone(), decided.blocked.clone());
        let mut free = Vec::new();
        for (index, action) in pack.actions().iter_indexed() {
            if Slot::of(action).room() > 0 {
                free.push(self.session.circuit.and(useful[index], !blocked[index]));
            }
        }
        !self.session.circuit.any(free)
    }

    fn safety(&mut self) -> Step {
        let pack = self.pack;
        for (index, flag) in pack.red_flags().iter_indexed() {
            let fires = self.decided().flags[index].holds;
            let below = !self.decided().urgency_at_least(flag.urgency);
            self.nobody(ProblemKind::BelowFlag(index), Undecided::Flag(index), &[fires, below])?;
            let floor = flag.floor_when_unknown();
            let truth = self.decided().flags[index];
            let unknown = truth.unknown(&mut self.session.circuit);
            let below = !self.decided().urgency_at_least(floor);
            self.nobody(ProblemKind::BelowFloor(index), Undecided::Flag(index), &[unknown, below])?;
        }
        let help = self.decided().urgency_at_least(Urgency::SameDay);
        for action in pack.actions().indices() {
            let offered = self.decided().actions[action];
            let blocked = self.decided().blocked[action];
            self.nobody(ProblemKind::BlockedOffered(action), Undecided::Action(action), &[offered, blocked])?;
            self.nobody(ProblemKind::OfferedBesideHelp(action), Undecided::Action(action), &[offered, help])?;
        }
        if !pack.conditions().is_empty() {
            let nothing = self.nothing_offered();
            let self_care = !self.decided().urgency_at_least(Urgency::Routine);
            self.nobody(ProblemKind::NothingToDo, Undecided::Dead, &[nothing, self_care])?;
        }
        for question in pack.questions().indices() {
            if let Some(change) = monotone::upward(pack, question) {
                let kind = ProblemKind::WorseLowers(question);
                self.never_lowers(kind, Undecided::Question(question), question, [change], |_, _| {
                    Wire::TRUE
                })?;
            }
        }
        Step::Continue(())
    }

    /// Worse answers to a question never lower the urgency of those who are spoken of; else the problem. Gives whether anybody's
    /// answer can change so.
    fn never_lowers(
        &mut self,
        kind: ProblemKind,
        open: Undecided,
        question: QuestionIx,
        changes: impl IntoIterator<Item = WorseAnswer>,
        of_whom: impl Fn(&mut Circuit, &Decided) -> Wire,
    ) -> Step<bool> {
        let pair = self.pairs.entry(question).or_insert_with(|| Pair::of(self.session, question));
        match pair.lowers(changes, of_whom) {
            monotone::Outcome::Never => {}
            monotone::Outcome::Nobody => return Step::Continue(false),
            monotone::Outcome::NotDecided => self.not_decided(open)?,
            monotone::Outcome::Lowers { before, after } => {
                self.found(Problem { person: Some(*before), changed: Some(*after), ..Problem::of(kind) })?;
            }
        }
        Step::Continue(true)
    }

    /// What the pack promises.
    fn properties(&mut self) -> Step {
        let pack = self.pack;
        for ((index, property), whom) in pack.properties().iter_indexed().zip(self.speaks_of) {
            let (kind, open) = (ProblemKind::PropertyBroken(index), Undecided::Property(index));
            let spoken_of = of_whom(&mut self.session.circuit, &self.session.decided[0], property);
            let mut is_about_somebody = true;
            match &property.claim {
                Claim::UrgencyAtLeast(urgency) => {
                    let below = !self.decided().urgency_at_least(*urgency);
                    self.nobody(kind, open, &[spoken_of, below])?;
                }
                Claim::UrgencyAtMost(urgency) => {
                    let above = self.decided().at_least.get(rank_of(*urgency) + 1).copied();
                    self.nobody(kind, open, &[spoken_of, above.unwrap_or(Wire::FALSE)])?;
                }
                Claim::Never(actions) => {
                    let offered: Vec<Wire> =
                        actions.iter().map(|action| self.decided().actions[*action]).collect();
                    let offered = self.session.circuit.any(offered);
                    self.nobody(kind, open, &[spoken_of, offered])?;
                }
                Claim::Always(actions) => {
                    let offered: Vec<Wire> =
                        actions.iter().map(|action| self.decided().actions[*action]).collect();
                    let missing = !self.session.circuit.all(offered);
                    self.nobody(kind, open, &[spoken_of, missing])?;
                }
                Claim::FitsAtLeast { condition, band } => {
                    let fits = match band {
                        Band::FitsWell => self.decided().fits_well[*condition],
                        Band::FitsPartly => self.decided().fits_partly[*condition],
                        Band::FitsLessWell => Wire::TRUE,
                    };
                    self.nobody(kind, open, &[spoken_of, !fits])?;
                }
                Claim::MonotoneIn(worsenings) => {
                    is_about_somebody = false;
                    let mut changes: BTreeMap<QuestionIx, Vec<WorseAnswer>> = BTreeMap::new();
                    for worsening in worsenings {
                        changes.entry(worsening.question).or_default().push(worsening.change);
                    }
                    for (question, changes) in changes {
                        is_about_somebody |=
                            self.never_lowers(kind, open, question, changes, |circuit, decided| {
                                of_whom(circuit, decided, property)
                            })?;
                    }
                }
            }
            let found = self.session.find(&[*whom]);
            if found == Found::NotDecided {
                self.not_decided(open)?;
            }
            is_about_somebody &= found != Found::Nobody;
            if !is_about_somebody && self.is_own(&property.origin) {
                self.idle(ProblemKind::PropertyEmpty(index))?;
            }
        }
        Step::Continue(())
    }

    fn dead(&mut self) -> Step {
        let pack = self.pack;
        for (index, question) in pack.questions().iter_indexed() {
            if self.is_own(&question.origin) && pack.given_answer(index).is_none() {
                let asked = !self.decided().applies[index].fails;
                self.somebody(ProblemKind::QuestionNever(index), Undecided::Question(index), &[asked])?;
            }
        }
        for (index, flag) in pack.red_flags().iter_indexed() {
            if self.is_own(&flag.origin) {
                let fires = self.decided().flags[index].holds;
                let found = self.session.find(&[fires]);
                if found == Found::Nobody {
                    self.idle(ProblemKind::FlagNever(index))?;
                } else if found == Found::NotDecided {
                    self.not_decided(Undecided::Flag(index))?;
                } else if !pack.red_flags().iter().any(|other| other.covers.contains(&index)) {
                    // Conditions that ask for as much do not count: they say nothing of what the flag says to do.
                    let mut alone = vec![fires];
                    for (other, of) in pack.red_flags().iter_indexed() {
                        if other != index && of.urgency >= flag.urgency {
                            alone.push(!self.decided().flags[other].holds);
                        }
                    }
                    match self.session.find(&alone) {
                        Found::Somebody(_) => {}
                        // Whoever has it shows which flags it stands in the shadow of.
                        Found::Nobody => {
                            self.nobody(ProblemKind::FlagShadowed(index), Undecided::Flag(index), &[fires])?;
                        }
                        Found::NotDecided => self.not_decided(Undecided::Flag(index))?,
                    }
                }
            }
        }
        for (index, exit) in pack.exits().iter_indexed() {
            if self.is_own(&exit.origin) {
                let holds = self.decided().exits[index.position()];
                self.somebody(ProblemKind::ExitNever(index), Undecided::Dead, &[holds])?;
            }
        }
        for (position, constraint) in pack.constraints().iter().enumerate() {
            if self.is_own(&constraint.origin) {
                self.constraint(position)?;
            }
        }
        for (index, condition) in pack.conditions().iter_indexed() {
            if self.is_own(&condition.origin) {
                self.condition(index)?;
            }
        }
        for (index, cause) in pack.causes().iter_indexed() {
            if self.is_own(&cause.origin) {
                let named = self.decided().causes[index.position()];
                self.somebody(ProblemKind::CauseNever(index), Undecided::Dead, &[named])?;
            }
        }
        for (index, action) in pack.actions().iter_indexed() {
            if self.is_own(&action.origin) {
                let offered = self.decided().actions[index];
                self.somebody(ProblemKind::ActionNever(index), Undecided::Action(index), &[offered])?;
            }
        }
        for (index, block) in pack.blocks().iter_indexed() {
            if self.is_own(&block.origin) {
                let when = decision::truth(
                    &mut self.session.circuit,
                    &self.session.decided[0].findings,
                    &block.when,
                );
                let level = !self.decided().urgency_at_least(Urgency::SameDay);
                self.somebody(ProblemKind::BlockNever(index), Undecided::Dead, &[!when.fails, level])?;
            }
        }
        for (index, finding) in pack.findings().iter_indexed() {
            let is_own = finding.origin.as_ref().is_none_or(|origin| self.is_own(origin));
            let (FindingRule::Formula(_), true) = (&finding.rule, is_own) else { continue };
            let truth = self.decided().findings[index];
            for (wire, always) in [(truth.holds, false), (truth.fails, true)] {
                let kind = ProblemKind::CombinationConstant(index, always);
                self.somebody(kind, Undecided::Dead, &[wire])?;
            }
        }
        Step::Continue(())
    }

    /// A constraint rules somebody out who would be possible without it.
    fn constraint(&mut self, position: usize) -> Step {
        let pack = self.pack;
        let circuit = &mut self.session.circuit;
        let findings = &self.session.decided[0].findings;
        let impossible = decision::truth(circuit, findings, &pack.constraints()[position].impossible).holds;
        let others: Vec<Wire> = pack
            .constraints()
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != position)
            .map(|(_, other)| !decision::truth(circuit, findings, &other.impossible).holds)
            .collect();
        let sound = crate::session::sound(circuit, &[pack], &self.session.space, &self.session.decided);
        let mut wires = vec![sound, impossible];
        wires.extend(others);
        match self.session.ask(&wires) {
            Found::Somebody(_) => Step::Continue(()),
            Found::Nobody => self.idle(ProblemKind::ConstraintIdle(position)),
            Found::NotDecided => self.not_decided(Undecided::Dead),
        }
    }

    fn condition(&mut self, index: ConditionIx) -> Step {
        let pack = self.pack;
        let condition = &pack.conditions()[index];
        let open = Undecided::Condition(index);
        if condition.only_with.is_empty() {
            let partly = self.decided().fits_partly[index];
            self.somebody(ProblemKind::ConditionNever(index), open, &[partly])?;
            if condition.care > Urgency::SelfCare {
                let well = self.decided().fits_well[index];
                self.somebody(ProblemKind::CareNever(index), open, &[well])?;
            }
        } else {
            let shown = self.decided().shown[index];
            self.somebody(ProblemKind::ConditionNever(index), open, &[shown])?;
        }
        let circuit = &mut self.session.circuit;
        let findings = &self.session.decided[0].findings;
        let lines: Vec<(usize, bool, Wire)> = counting_lines(circuit, findings, pack, index);
        let adjustments: Vec<(usize, Wire)> = condition
            .adjustments
            .iter()
            .enumerate()
            .map(|(at, adjustment)| (at, decision::truth(circuit, findings, &adjustment.when).holds))
            .collect();
        let companions: Vec<(usize, Wire)> = condition
            .never_without
            .iter()
            .enumerate()
            .map(|(at, companion)| {
                let called = companion
                    .when
                    .as_ref()
                    .map_or(Wire::TRUE, |when| !decision::truth(circuit, findings, when).fails);
                let decided = &self.session.decided[0];
                let shown = circuit.or(decided.shown[index], decided.companion[index]);
                (at, circuit.all([called, shown, decided.companion[companion.condition]]))
            })
            .collect();
        for (at, present, counts) in lines {
            self.somebody(ProblemKind::LineDead(index, at, present), open, &[counts])?;
        }
        for (at, holds) in adjustments {
            self.somebody(ProblemKind::AdjustmentDead(index, at), open, &[holds])?;
        }
        for (at, shown) in companions {
            self.somebody(ProblemKind::CompanionDead(index, at), open, &[shown])?;
        }
        Step::Continue(())
    }
}

/// On for the people whom a property speaks of.
fn of_whom(circuit: &mut Circuit, decided: &Decided, property: &Property) -> Wire {
    let findings = &decided.findings;
    let assumed = |circuit: &mut Circuit, formula| decision::truth(circuit, findings, formula).holds;
    let certain = property.assume.as_ref().map_or(Wire::TRUE, |formula| assumed(circuit, formula));
    let open = property
        .assume_open
        .as_ref()
        .map_or(Wire::TRUE, |formula| !decision::truth(circuit, findings, formula).fails);
    circuit.and(certain, open)
}

/// For each property, on for the people whom it speaks of; if it is about a change of an answer, for those whose answer can change so.
fn speaks_of(session: &mut Session<'_>, pack: &Pack) -> Vec<Wire> {
    let mut speaks_of = Vec::new();
    for property in pack.properties() {
        let mut whom = of_whom(&mut session.circuit, &session.decided[0], property);
        if let Claim::MonotoneIn(worsenings) = &property.claim {
            let worse: Vec<Wire> =
                worsenings.iter().map(|worsening| monotone::could_be_worse(session, *worsening)).collect();
            let could = session.circuit.any(worse);
            whom = session.circuit.and(whom, could);
        }
        speaks_of.push(whom);
    }
    speaks_of
}

/// For each line of evidence of a condition and each side of it that weighs something, where it counts: its finding is so, and no
/// weightier line of its group stands before it.
fn counting_lines(
    circuit: &mut Circuit,
    findings: &sinew_model::IndexVec<FindingIx, crate::kleene::Ternary>,
    pack: &Pack,
    index: ConditionIx,
) -> Vec<(usize, bool, Wire)> {
    let condition = &pack.conditions()[index];
    let mut sides: Vec<(usize, bool, Option<u32>, i32, Wire)> = Vec::new();
    for (at, line) in condition.evidence.iter().enumerate() {
        let truth = decision::truth(circuit, findings, &line.when);
        sides.push((at, true, line.group, line.present.value(), truth.holds));
        sides.push((at, false, line.group, line.absent.value(), truth.fails));
    }
    let weighing = sides.iter().filter(|(_, _, _, weight, _)| *weight != 0);
    weighing
        .map(|(at, present, group, weight, wire)| {
            let outdone: Vec<Wire> = sides
                .iter()
                .filter(|(_, _, other, heavier, _)| {
                    group.is_some()
                        && other == group
                        && heavier.signum() == weight.signum()
                        && heavier.abs() > weight.abs()
                })
                .map(|(_, _, _, _, wire)| *wire)
                .collect();
            let outdone = circuit.any(outdone);
            (*at, *present, circuit.and(*wire, !outdone))
        })
        .collect()
}

/// For each level, whether anything gives it but a red flag of that level that fires.
fn besides(session: &mut Session<'_>, pack: &Pack) -> Vec<Wire> {
    let decided = &session.decided[0];
    let mut besides = Vec::new();
    for level in Urgency::ALL {
        let is_of_level =
            |flag: &Option<RedFlagIx>| flag.is_some_and(|flag| pack.red_flags()[flag].urgency == level);
        let reasons = decided.reasons[rank_of(level)].iter();
        let others = reasons.filter(|(flag, _)| !is_of_level(flag)).map(|(_, wire)| *wire);
        besides.push(session.circuit.any(others));
    }
    besides
}

/// For how many people each flag fires and nothing else gives its urgency.
///
/// Only few people are left where no flag of a higher level fires. So these are taken first, and what is left stays small.
fn alone(
    diagrams: &mut Diagrams<'_>,
    possible: Wire,
    besides: &[Wire],
    decided: &Decided,
    pack: &Pack,
) -> Vec<Count> {
    let above = |level: Urgency| decided.at_least.get(rank_of(level) + 1).copied().unwrap_or(Wire::FALSE);
    let mut alone: Vec<Count> = vec![None; pack.red_flags().len()];
    for level in Urgency::ALL {
        let of_level: Vec<(RedFlagIx, Wire)> = pack
            .red_flags()
            .iter_indexed()
            .filter(|(_, flag)| flag.urgency == level)
            .map(|(index, _)| (index, decided.flags[index].holds))
            .collect();
        if let Ok(base) = diagrams.product(None, &[possible, !above(level), !besides[rank_of(level)]]) {
            only_one(diagrams, base, &of_level, &mut alone);
        }
    }
    alone
}

/// For how many people of this diagram each of these flags is the only one of them that fires.
///
/// That none of one half fires is settled once for all of the other half, so that each flag is met as often as halves can be halved.
fn only_one(diagrams: &mut Diagrams<'_>, base: Bdd, flags: &[(RedFlagIx, Wire)], alone: &mut [Count]) {
    match flags {
        [] => {}
        [(flag, fires)] => {
            alone[flag.position()] =
                diagrams.product(Some(base), &[*fires]).ok().map(|only| diagrams.count(&only));
        }
        _ => {
            let (first, second) = flags.split_at(flags.len() / 2);
            for (half, other) in [(first, second), (second, first)] {
                let others: Vec<Wire> = other.iter().map(|(_, fires)| !*fires).collect();
                if let Ok(base) = diagrams.product(Some(base.clone()), &others) {
                    only_one(diagrams, base, half, alone);
                }
            }
        }
    }
}

struct Counts {
    people: Count,
    questions: Vec<(usize, Count)>,
    urgency: Vec<(Urgency, Count)>,
    flags: Vec<FlagProof>,
    properties: Vec<(PropertyIx, Count)>,
}

impl Counts {
    /// What could not be counted.
    fn missing(&self) -> impl Iterator<Item = Undecided> {
        let of_all = self.questions.iter().map(|(_, count)| count);
        let of_all = of_all.chain(self.urgency.iter().map(|(_, count)| count)).chain([&self.people]);
        let people = of_all.into_iter().any(Option::is_none).then_some(Undecided::People);
        let flags = self.flags.iter().filter(|flag| flag.fires.is_none() || flag.alone.is_none());
        let flags = flags.map(|flag| Undecided::CountOfFlag(flag.flag));
        let properties = self.properties.iter().filter(|(_, count)| count.is_none());
        let properties = properties.map(|(property, _)| Undecided::CountOfProperty(*property));
        people.into_iter().chain(flags).chain(properties)
    }
}

/// Everything that is counted, and the nodes of the largest diagram.
fn count(session: &mut Session<'_>, pack: &Pack, speaks_of: &[Wire]) -> (Counts, usize) {
    let possible = session.possible;
    let asked: Vec<Wire> = pack
        .questions()
        .indices()
        .filter(|question| pack.given_answer(*question).is_none())
        .map(|question| !session.decided[0].applies[question].fails)
        .collect();
    let mut sum = Sum::of(asked.iter().map(|wire| Term::when(*wire, 1)).collect());
    let at_least: Vec<Wire> = (0..=asked.len() + 1)
        .map(|count| sum.at_least(&mut session.circuit, i64::try_from(count).unwrap_or(i64::MAX)))
        .collect();
    let exactly: Vec<Wire> = at_least.windows(2).map(|pair| session.circuit.and(pair[0], !pair[1])).collect();
    let levels: Vec<Wire> = Urgency::ALL
        .into_iter()
        .map(|level| session.decided[0].exactly(&mut session.circuit, level))
        .collect();
    let besides = besides(session, pack);
    let mut diagrams: Diagrams<'_> = session.diagrams();
    let alone = alone(&mut diagrams, possible, &besides, &session.decided[0], pack);
    let mut people = |wire: Wire| diagrams.people(possible, wire).ok();
    let counts = Counts {
        people: people(Wire::TRUE),
        questions: exactly
            .into_iter()
            .enumerate()
            .map(|(count, wire)| (count, people(wire)))
            .filter(|(_, people)| *people != Some(BigUint::ZERO))
            .collect(),
        urgency: Urgency::ALL.into_iter().zip(levels).map(|(level, wire)| (level, people(wire))).collect(),
        flags: pack
            .red_flags()
            .indices()
            .zip(alone)
            .map(|(flag, alone)| FlagProof {
                flag,
                fires: people(session.decided[0].flags[flag].holds),
                alone,
            })
            .collect(),
        properties: pack
            .properties()
            .indices()
            .zip(speaks_of)
            .map(|(property, wire)| (property, people(*wire)))
            .collect(),
    };
    let nodes = diagrams.largest;
    (counts, nodes)
}
