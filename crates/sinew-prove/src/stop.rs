//! Proof that the interview may stop where it stops: no way to go on changes what was promised.
//!
//! # What is promised
//! For all answers so far, whether or not an interview leads there, and for all ways to answer the rest:
//! - **Settled**, **complete**: the decision is the same: urgency, flags, conditions with their bands and their order, companions,
//!   causes, actions.
//! - **Same day**: the urgency is the same, no exit takes its place, and the flags that call for help today or now, by themselves or
//!   while they are not ruled out, are the same ones. Nothing else is: milder flags with what they name, and how well those
//!   conditions fit that ask for help today, were not asked about any more.
//! - **Exit**: it stays this exit, unless a flag that was not asked about turns out to be an emergency. What was not asked is not held
//!   against the runner, so that other flags may raise the urgency.
//!
//! And if each answer was given to a question that could be asked ("in turn"):
//! - **Emergency**: it stays one.
//! - **Exit**: the urgency does not fall.
//!
//! An interview only adds answers in turn, and what is in turn stays so, which is decided too. Answers out of turn come from files, or
//! when an earlier answer is changed: then an emergency may rest on an answer that will count for nothing, which errs on the safe
//! side.
//!
//! # How it is decided
//! Everything is one circuit ([`Halfway`]), but a single question about it is beyond the solver, because it would have to reason about
//! sums. So the proof goes in steps, each a question to the solver, and what was proved is given to it for the next:
//! 1. a finding or formula that is settled has the same truth in the end;
//! 2. where the interview stops, every formula that matters is settled;
//! 3. each line of evidence and each adjustment lies between its bounds, for the answers so far and for all of them, and the bounds
//!    are one where it is settled;
//! 4. flags, exits, urgency and causes are the same, as far as they are promised;
//! 5. what may be shown has the same band and order, and the first places go to the same conditions (`places.rs`);
//! 6. what is shown is the same, and so is which companion it calls for, and what keeps the actions away that are of use.
//!
//! From step 2 on the solver does not look into sums, from step 5 on not into formulas either: those wires are open and may carry
//! anything that the facts allow. That makes proofs harder to find and never wrong. What could not be proved so is asked about the
//! whole circuit, which finds somebody, or proves it after all, or gives up. What was not decided is never called proved.
//!
//! # What rests on arguments instead
//! These hold for every pack and are not decided for each; that people at random agree with them is tested.
//! - A sum does not fall when a term rises, so that bands and places lie between their bounds if all lines do.
//! - Places in the ranking are in one order: who surely stands before somebody does; who stands before somebody fits at least as well;
//!   each place has an owner, and who stands before the owner of a place owns an earlier one.
//! - Which companions are shown, and in which order, follows from what is shown for itself, in its order, and from who calls for
//!   whom; which actions are offered, and in which order, from the conditions and causes and from what keeps the actions away
//!   that are of use. Equal parts make equal wholes.
//! - If each answer keeps all answers in turn, all answers that an interview leads to are in turn.

mod places;
mod steps;

use crate::{
    circuit::Wire,
    decision::Decided,
    halfway::Halfway,
    session::{Limits, words},
    solver::{Found, Solver},
    space::DomainAnswers,
};
use sinew_engine::{Step, StopReason, decide, next_step};
use sinew_model::{ActionIx, Answers, CauseIx, ConditionIx, ExitIx, Pack, QuestionIx, RedFlagIx, Urgency};
use std::collections::BTreeSet;

/// So many conflicts are allowed for one step of the proof: several times what any of them needs.
const STEP_CONFLICTS: u64 = 5_000;
/// With so many conflicts each doubt is tried at first.
const FIRST_CONFLICTS: u64 = 1_000;

/// Whether the interview of a pack may stop where it stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopProof {
    /// What came of it.
    pub outcome: StopOutcome,
    /// Of how many findings and formulas it was proved that they keep their truth once they are settled.
    pub settled: usize,
    /// How many things were proved altogether.
    pub proved: usize,
    /// How many conflicts the solver ran into altogether.
    pub conflicts: u64,
}

/// What came of the proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StopOutcome {
    /// Every promise is kept, whatever is answered: proved for all answers so far and all ways to go on.
    Sound,
    /// Somebody is promised something that further answers take back, as the engine says too.
    Broken(Box<StopsTooEarly>),
    /// Nobody was found for whom a promise is broken, and it was not proved that there is nobody.
    NotDecided {
        /// What might change after a stop. Everything else was proved.
        changes: BTreeSet<StopChange>,
        /// The conflicts that were spent on these alone, without deciding them.
        conflicts: u64,
    },
}

/// Somebody whose interview stops, and for whom further answers break a promise.
///
/// No answer of theirs alone could be left out, or be the first of its question, so that this would still be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopsTooEarly {
    /// The answers at the stop.
    pub so_far: Answers,
    /// These and all others: an answer to every question, those included that do not apply, whose answers count for nothing.
    pub whole: Answers,
    /// Why the interview stops.
    pub reason: StopReason,
    /// What the further answers change.
    pub change: StopChange,
}

/// What further answers change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StopChange {
    /// Whether the urgency is at least this.
    Urgency(Urgency),
    /// Whether this exit holds.
    Exit(ExitIx),
    /// Whether this emergency stays one.
    Emergency(RedFlagIx),
    /// Whether a flag fires, or is not ruled out.
    Flag(RedFlagIx),
    /// Whether a condition is shown, for itself or as a companion.
    Shown(ConditionIx),
    /// How well a condition fits that is shown.
    Band(ConditionIx),
    /// Which of two conditions that are shown stands before the other.
    Order(ConditionIx, ConditionIx),
    /// Whether the first condition, which is shown, calls for the second.
    Companion(ConditionIx, ConditionIx),
    /// Whether a cause is named.
    Cause(CauseIx),
    /// Whether an action is kept away that is of use.
    Action(ActionIx),
    /// Whether a question can be asked that could be asked before.
    Turn(QuestionIx),
}

/// Decides whether the interview of a pack stops soundly.
///
/// [`Limits::conflicts`] bounds the steps of the proof together, and once more all that is tried beyond them; diagrams are not used.
/// It takes seconds for packs of usual size.
pub fn stop(pack: &Pack, limits: Limits) -> StopProof {
    Proof::of(Halfway::of(pack, None), limits).run()
}

/// The same of an interview that stops too early, as it leaves out one of its rules.
#[cfg(test)]
pub(crate) fn stop_without(pack: &Pack, limits: Limits, rule: crate::relevance::Rule) -> StopProof {
    let mut proof = Proof::of(Halfway::of(pack, Some(rule)), limits);
    proof.is_of_engine = false;
    proof.run()
}

/// Whether all answers lead to something else than what was promised at a stop, as the engine decides.
pub(crate) fn breaks_promise(pack: &Pack, reason: StopReason, so_far: &Answers, whole: &Answers) -> bool {
    let (now, then) = (decide(pack, so_far), decide(pack, whole));
    let urgent = |flags: &[RedFlagIx]| -> Vec<RedFlagIx> {
        flags.iter().filter(|flag| calls_for_today(pack, **flag)).copied().collect()
    };
    match reason {
        StopReason::Settled | StopReason::Complete => now != then,
        StopReason::SameDay => {
            now.urgency != then.urgency
                || then.exit.is_some()
                || urgent(&now.fired) != urgent(&then.fired)
                || urgent(&now.not_ruled_out) != urgent(&then.not_ruled_out)
        }
        StopReason::Exit => {
            then.urgency < now.urgency || (then.exit != now.exit && then.urgency < Urgency::Emergency)
        }
        StopReason::Emergency => then.urgency < Urgency::Emergency,
    }
}

/// Whether a flag calls for help today or now, by itself or while it is not ruled out.
fn calls_for_today(pack: &Pack, flag: RedFlagIx) -> bool {
    let flag = &pack.red_flags()[flag];
    flag.urgency.max(flag.floor_when_unknown()) >= Urgency::SameDay
}

/// A promise that could not be proved step by step: wires that must never be on together.
struct Doubt {
    change: StopChange,
    wires: Vec<Wire>,
}

/// A proof on its way.
pub(crate) struct Proof<'p> {
    halfway: Halfway<'p>,
    solver: Solver,
    conflicts_at_most: u64,
    /// Conflicts of the solvers before this one.
    conflicts: u64,
    /// By the positions of the ranked conditions, whether all of their lines lie between their bounds.
    bounded: Vec<bool>,
    /// Wires that are never on together, for the solvers after this one.
    facts: Vec<Vec<Wire>>,
    doubts: Vec<Doubt>,
    proved: usize,
    settled: usize,
    /// On where the interview stops as settled or complete.
    rest: Wire,
    /// Whether the interview is the engine's, with all of its rules.
    is_of_engine: bool,
}

impl<'p> Proof<'p> {
    fn of(mut halfway: Halfway<'p>, limits: Limits) -> Self {
        let rest = halfway.circuit.or(halfway.stop.settled, halfway.stop.complete);
        Self {
            halfway,
            solver: Solver::new(limits.conflicts),
            conflicts_at_most: limits.conflicts,
            conflicts: 0,
            bounded: Vec::new(),
            facts: Vec::new(),
            doubts: Vec::new(),
            proved: 0,
            settled: 0,
            rest,
            is_of_engine: true,
        }
    }

    fn run(mut self) -> StopProof {
        self.steps();
        let outcome = self.outcome();
        StopProof {
            outcome,
            settled: self.settled,
            proved: self.proved,
            conflicts: self.conflicts + self.solver.conflicts(),
        }
    }

    fn steps(&mut self) {
        self.take_answers();
        self.settled_stays();
        self.turns_stay();
        self.leave_sums_open();
        self.nothing_that_matters_is_open();
        self.lines_are_bounded();
        self.sums_are_bounded();
        self.flags();
        self.exits_and_urgency();
        self.causes();
        self.leave_formulas_open();
        self.places();
        self.conditions();
        self.companions();
        self.actions();
    }

    /// What the steps proved or took for granted.
    #[cfg(test)]
    pub(crate) fn facts(pack: &'p Pack) -> (Halfway<'p>, Vec<Vec<Wire>>) {
        let mut proof = Self::of(Halfway::of(pack, None), Limits::default());
        proof.steps();
        (proof.halfway, proof.facts)
    }

    /// Proves that these wires are never on together, as far as that follows from the facts, and makes it a fact.
    fn prove(&mut self, wires: Vec<Wire>) -> bool {
        if wires.contains(&Wire::FALSE) {
            return true;
        }
        let spent = self.conflicts + self.solver.conflicts();
        let left = self.conflicts_at_most.saturating_sub(spent).min(STEP_CONFLICTS);
        self.solver.give_up_after(left);
        let proved = self.solver.ask(&self.halfway.circuit, &wires) == Found::Nobody;
        if proved {
            self.proved += 1;
            self.grant(wires);
        }
        proved
    }

    /// Goes on with a solver that knows nothing yet.
    fn renew_solver(&mut self) {
        self.conflicts += self.solver.conflicts();
        self.solver = Solver::new(self.conflicts_at_most);
    }

    /// Takes for granted that these wires are never on together.
    fn grant(&mut self, wires: Vec<Wire>) {
        self.solver.rule_out(&self.halfway.circuit, &wires);
        self.facts.push(wires);
    }

    /// A wire of the decision for the answers so far, and of that for all answers.
    fn both(&self, wire: impl Fn(&Decided) -> Wire) -> [Wire; 2] {
        [&self.halfway.now, &self.halfway.whole].map(wire)
    }

    /// What is promised: that these wires are never on together.
    fn claim(&mut self, change: StopChange, wires: Vec<Wire>) {
        if !self.prove(wires.clone()) {
            self.doubts.push(Doubt { change, wires });
        }
    }

    /// Proves that two wires carry the same where others are on. Two facts and no gate: a gate for "the same" would be simplified by
    /// what the two hang on, which later solvers do not look at.
    fn prove_same(&mut self, context: &[Wire], left: Wire, right: Wire) -> bool {
        let [one, other] = differences(context, left, right);
        self.prove(one) & self.prove(other)
    }

    /// The same as a promise.
    fn claim_same(&mut self, change: StopChange, context: &[Wire], left: Wire, right: Wire) {
        for wires in differences(context, left, right) {
            self.claim(change, wires);
        }
    }

    /// Every question has an answer that it takes.
    fn take_answers(&mut self) {
        for taken in self.halfway.taken() {
            self.solver.rule_out(&self.halfway.circuit, &[!taken]);
        }
    }

    /// Tries what is in doubt on the whole circuit: first everything a little, then harder. No constraint may rule out who is found.
    fn outcome(&mut self) -> StopOutcome {
        let mut doubts = std::mem::take(&mut self.doubts);
        if doubts.is_empty() {
            return StopOutcome::Sound;
        }
        self.renew_solver();
        self.take_answers();
        self.solver.rule_out(&self.halfway.circuit, &[!self.halfway.whole.consistent]);
        for fact in &self.facts {
            self.solver.rule_out(&self.halfway.circuit, fact);
        }
        let mut changes = BTreeSet::new();
        let mut conflicts_at_most = FIRST_CONFLICTS;
        while !doubts.is_empty() {
            for doubt in std::mem::take(&mut doubts) {
                let left = self.conflicts_at_most.saturating_sub(self.solver.conflicts());
                self.solver.give_up_after(conflicts_at_most.min(left));
                match self.solver.ask(&self.halfway.circuit, &doubt.wires) {
                    Found::Nobody => self.proved += 1,
                    Found::Somebody(inputs) => match self.broken(&inputs, &doubt) {
                        Some(broken) => {
                            return StopOutcome::Broken(Box::new(self.plainer(inputs, &doubt, broken)));
                        }
                        None => {
                            changes.insert(doubt.change);
                        }
                    },
                    Found::NotDecided if left > conflicts_at_most => doubts.push(doubt),
                    Found::NotDecided => {
                        changes.insert(doubt.change);
                    }
                }
            }
            conflicts_at_most = conflicts_at_most.saturating_mul(10);
        }
        if changes.is_empty() {
            return StopOutcome::Sound;
        }
        StopOutcome::NotDecided { changes, conflicts: self.solver.conflicts() }
    }

    /// Somebody whose interview stops and for whom a promise is broken, if the engine says so too. It need not: some of what is proved
    /// is more than what is promised.
    fn broken(&self, inputs: &[bool], doubt: &Doubt) -> Option<StopsTooEarly> {
        let Halfway { pack, circuit, whole: then, stop, .. } = &self.halfway;
        let signals = circuit.run(&words(inputs));
        let on = |wire: Wire| signals.of(wire) & 1 == 1;
        let (reason, _) = stop.reasons().into_iter().find(|(_, wire)| on(*wire))?;
        let (so_far, whole) = self.halfway.answers(|input| inputs[input])?;
        let is_doubted = on(then.consistent) && doubt.wires.iter().all(|wire| on(*wire));
        let stops = !self.is_of_engine || next_step(pack, &so_far) == Step::Done(reason);
        (is_doubted && stops && breaks_promise(pack, reason, &so_far, &whole)).then_some(StopsTooEarly {
            so_far,
            whole,
            reason,
            change: doubt.change,
        })
    }

    /// The same with as few answers as can be had by leaving out one after the other, or giving the first of its question instead.
    fn plainer(&self, mut inputs: Vec<bool>, doubt: &Doubt, mut broken: StopsTooEarly) -> StopsTooEarly {
        let Halfway { space, answered, .. } = &self.halfway;
        loop {
            let before = inputs.clone();
            for (question, asked) in answered.iter_indexed() {
                let Some(asked) = *asked else { continue };
                let domain = space.domain(0, question);
                let places = domain.first_input..domain.first_input + domain.inputs.len();
                let mut first = inputs.clone();
                first[places.clone()].fill(false);
                if let (DomainAnswers::One(_), Some(last)) = (&domain.answers, places.last()) {
                    first[last] = domain.first_answer() == 1;
                }
                let mut left_out = inputs.clone();
                left_out[asked] = false;
                let mut both = first.clone();
                both[asked] = false;
                for plainer in [both, first, left_out] {
                    if plainer != inputs
                        && let Some(still) = self.broken(&plainer, doubt)
                    {
                        (inputs, broken) = (plainer, still);
                        break;
                    }
                }
            }
            if inputs == before {
                return broken;
            }
        }
    }
}

/// The two ways in which two wires can differ where others are on.
fn differences(context: &[Wire], left: Wire, right: Wire) -> [Vec<Wire>; 2] {
    [(left, !right), (right, !left)].map(|(on, off)| context.iter().copied().chain([on, off]).collect())
}
