//! When the interview ends, as a circuit over partial answers: which questions can still matter, and the reason for stopping.
//!
//! The rules stand in `sinew-engine` (`interview` and `relevance`). A question matters if it can still change a formula that matters;
//! how much it matters decides only the order of asking, so that it is not said here.

use crate::{
    circuit::{Circuit, Wire},
    decision::{Calls, Decided, with_all_called},
    evidence::{self, Pick},
    findings::Findings,
    number::{self, Number, Sum},
};
use sinew_engine::{StopReason, rules};
use sinew_logic::Formula;
use sinew_model::{ActionIx, Band, ConditionIx, FindingIx, FindingRule, IndexVec, Pack, QuestionIx, Urgency};

/// One of the rules by which a formula matters for going on with the interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// Red flags.
    Flags,
    /// Exits.
    Exits,
    /// Conditions that may fit well and ask for care.
    Pressing,
    /// Conditions that may be shown, and whose band or order is open.
    Order,
    /// Whether a companion is called for.
    Companions,
    /// How well a companion fits.
    CompanionBands,
    /// Causes.
    Causes,
    /// Blocks of actions that may be offered.
    Blocks,
}

/// A place that a condition can still take.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) partly: Wire,
    pub(crate) well: Wire,
    total: Number,
}

/// The worst and the best places that the ranked conditions can still take, by their positions among them.
#[derive(Debug)]
pub(crate) struct Bounds {
    pub(crate) ranked: Vec<ConditionIx>,
    pub(crate) worst: Vec<Bound>,
    pub(crate) best: Vec<Bound>,
    /// Whether the first stands before the second even if it does worst and the second best.
    pub(crate) surely_before: Vec<Vec<Wire>>,
}

impl Bounds {
    pub(crate) fn of(
        circuit: &mut Circuit,
        pack: &Pack,
        findings: &Findings,
        ranked: &[ConditionIx],
    ) -> Self {
        let mut bounds = |pick: Pick| -> Vec<Bound> {
            let bound = |condition: &ConditionIx| {
                let condition = &pack.conditions()[*condition];
                let mut terms = evidence::at(circuit, findings, condition, pick);
                let mut sum = Sum::of(terms.clone());
                terms.extend(evidence::shifts_at(circuit, findings, condition, pick));
                Bound {
                    partly: sum.at_least(circuit, evidence::least_of(Band::FitsPartly)),
                    well: sum.at_least(circuit, evidence::least_of(Band::FitsWell)),
                    total: evidence::total(circuit, condition, &terms),
                }
            };
            ranked.iter().map(bound).collect()
        };
        let (worst, best) = (bounds(Pick::Worst), bounds(Pick::Best));
        let mut surely_before = vec![vec![Wire::FALSE; ranked.len()]; ranked.len()];
        for (i, low) in worst.iter().enumerate() {
            for (j, high) in best.iter().enumerate().filter(|(j, _)| *j != i) {
                // Of equals, the one that stands first in the pack.
                let total = low.total.exceeds(circuit, &high.total, j < i);
                let same_well = circuit.equal(low.well, high.well);
                let same_partly = circuit.equal(low.partly, high.partly);
                let by_partly = circuit.choose(same_partly, total, low.partly);
                surely_before[i][j] = circuit.choose(same_well, by_partly, low.well);
            }
        }
        Self { ranked: ranked.to_vec(), worst, best, surely_before }
    }
}

/// A formula that matters, where the wire is on.
pub(crate) struct Root<'p> {
    pub(crate) rule: Rule,
    /// The condition that matters, if it is one of all of its formulas.
    pub(crate) condition: Option<ConditionIx>,
    pub(crate) matters: Wire,
    pub(crate) formula: &'p Formula<FindingIx>,
}

/// When the interview ends, and what it would ask.
pub(crate) struct Stop<'p> {
    /// What matters for flags and exits, and for all the rest.
    pub(crate) safety: Vec<Root<'p>>,
    pub(crate) others: Vec<Root<'p>>,
    /// Whether a ranked condition may come to be shown for itself, by its position among them.
    pub(crate) maybe_shown: Vec<Wire>,
    /// Whether an action may come to be offered, if it is not blocked.
    pub(crate) listed: IndexVec<ActionIx, Wire>,
    /// Whether a question can be asked: it applies, or nobody can say so, and that is settled.
    pub(crate) can_be_asked: IndexVec<QuestionIx, Wire>,
    /// On where the interview stops, for each reason.
    pub(crate) emergency: Wire,
    pub(crate) exit: Wire,
    pub(crate) same_day: Wire,
    pub(crate) settled: Wire,
    pub(crate) complete: Wire,
}

impl<'p> Stop<'p> {
    /// With one of the rules left out, the interview stops too early; none is left out but to see that this is noticed.
    pub(crate) fn of(
        circuit: &mut Circuit,
        pack: &'p Pack,
        findings: &Findings,
        now: &Decided,
        bounds: &Bounds,
        left_out: Option<Rule>,
    ) -> Self {
        let mut roots = Roots { circuit, pack, findings, left_out, found: Vec::new() };
        roots.safety(now);
        let safety = std::mem::take(&mut roots.found);
        let (maybe_shown, listed) = roots.others(bounds);
        let others = roots.found;
        let mut can_be_asked = IndexVec::new();
        for verdict in &findings.applies {
            can_be_asked.push(circuit.and(verdict.settled, !verdict.truth.fails));
        }
        let open_for_safety = open_questions(circuit, pack, findings, &safety);
        let open_for_others = open_questions(circuit, pack, findings, &others);
        let asks = |circuit: &mut Circuit, open: &IndexVec<QuestionIx, Wire>| {
            let asked: Vec<Wire> =
                open.iter().zip(&can_be_asked).map(|(open, can)| circuit.and(*open, *can)).collect();
            circuit.any(asked)
        };
        let asks_for_safety = asks(circuit, &open_for_safety);
        let asks_for_others = asks(circuit, &open_for_others);

        let mut emergency = Wire::FALSE;
        for (flag, truth) in pack.red_flags().iter().zip(&now.flags) {
            if flag.urgency == Urgency::Emergency {
                emergency = circuit.or(emergency, truth.holds);
            }
        }
        let exit = circuit.any(now.exits.iter().copied());
        let safe = circuit.all([!emergency, !exit, !asks_for_safety]);
        let mut calls = Vec::new();
        for (index, flag) in pack.red_flags().iter_indexed() {
            if flag.urgency >= Urgency::SameDay {
                calls.push(now.flags[index].holds);
            }
            if flag.floor_when_unknown() >= Urgency::SameDay {
                calls.push(now.flags[index].unknown(circuit));
            }
        }
        let calls_for_today = circuit.any(calls);
        let rest = circuit.all([safe, !calls_for_today, !asks_for_others]);
        let mut unanswered = Vec::new();
        for (answered, applies) in findings.answered.iter().zip(&findings.applies) {
            unanswered.push(circuit.and(!*answered, !applies.truth.fails));
        }
        let unanswered = circuit.any(unanswered);
        Self {
            safety,
            others,
            maybe_shown,
            listed,
            can_be_asked,
            emergency,
            exit,
            same_day: circuit.and(safe, calls_for_today),
            settled: circuit.and(rest, unanswered),
            complete: circuit.and(rest, !unanswered),
        }
    }

    /// Where the interview stops, by the reason.
    pub(crate) fn reasons(&self) -> [(StopReason, Wire); 5] {
        [
            (StopReason::Emergency, self.emergency),
            (StopReason::Exit, self.exit),
            (StopReason::SameDay, self.same_day),
            (StopReason::Settled, self.settled),
            (StopReason::Complete, self.complete),
        ]
    }
}

/// Whether each question is not answered and can still change one of the formulas, where that one matters.
///
/// What a finding hangs on stands before it, so that one look from the last to the first is enough.
pub(crate) fn open_questions(
    circuit: &mut Circuit,
    pack: &Pack,
    findings: &Findings,
    roots: &[Root<'_>],
) -> IndexVec<QuestionIx, Wire> {
    let mut open = IndexVec::filled(Wire::FALSE, pack.questions().len());
    let mut reached: IndexVec<FindingIx, Wire> = IndexVec::filled(Wire::FALSE, pack.findings().len());
    let reach = |circuit: &mut Circuit, reached: &mut IndexVec<FindingIx, Wire>, matters: Wire, formula| {
        let formula: &Formula<FindingIx> = formula;
        let is_open = !findings.verdict(circuit, formula).settled;
        let reaches = circuit.and(matters, is_open);
        formula.for_each_atom(&mut |finding| {
            reached[*finding] = circuit.or(reached[*finding], reaches);
        });
    };
    for root in roots {
        reach(circuit, &mut reached, root.matters, root.formula);
    }
    for (index, finding) in pack.findings().iter_indexed().rev() {
        let matters = circuit.and(reached[index], !findings.finding(index).settled);
        if let FindingRule::Answer { question, .. } = &finding.rule {
            if let Some(ask_when) = &pack.questions()[*question].ask_when {
                reach(circuit, &mut reached, matters, ask_when);
            }
            let is_open = circuit.and(matters, !findings.answered[*question]);
            open[*question] = circuit.or(open[*question], is_open);
        }
        for formula in pack.formulas_behind(index) {
            reach(circuit, &mut reached, matters, formula);
        }
    }
    open
}

/// Collects the formulas that matter.
struct Roots<'a, 'p> {
    circuit: &'a mut Circuit,
    pack: &'p Pack,
    findings: &'a Findings,
    left_out: Option<Rule>,
    found: Vec<Root<'p>>,
}

impl<'p> Roots<'_, 'p> {
    fn add(&mut self, rule: Rule, matters: Wire, formula: &'p Formula<FindingIx>) {
        self.add_root(Root { rule, condition: None, matters, formula });
    }

    fn add_root(&mut self, root: Root<'p>) {
        if self.left_out != Some(root.rule) && root.matters != Wire::FALSE {
            self.found.push(root);
        }
    }

    fn add_condition(&mut self, rule: Rule, matters: Wire, index: ConditionIx) {
        let condition = &self.pack.conditions()[index];
        let lines = condition.evidence.iter().map(|line| &line.when);
        for formula in lines.chain(condition.adjustments.iter().map(|adjustment| &adjustment.when)) {
            self.add_root(Root { rule, condition: Some(index), matters, formula });
        }
    }

    fn safety(&mut self, now: &Decided) {
        let flags = self.pack.red_flags();
        let fires_today: Vec<Wire> = flags
            .iter_indexed()
            .filter(|(_, flag)| flag.urgency >= Urgency::SameDay)
            .map(|(index, _)| now.flags[index].holds)
            .collect();
        let fires_today = self.circuit.any(fires_today);
        for flag in flags {
            let is_urgent = flag.urgency.max(flag.floor_when_unknown()) >= Urgency::SameDay;
            self.add(Rule::Flags, if is_urgent { Wire::TRUE } else { !fires_today }, &flag.when);
        }
        for exit in self.pack.exits() {
            self.add(Rule::Exits, Wire::TRUE, &exit.when);
        }
    }

    /// Gives which conditions may be shown and which actions may be offered.
    fn others(&mut self, bounds: &Bounds) -> (Vec<Wire>, IndexVec<ActionIx, Wire>) {
        let pack = self.pack;
        let Bounds { ranked, worst, best, surely_before } = bounds;
        let count = ranked.len();
        let condition = |i: usize| &pack.conditions()[ranked[i]];
        let may_press: Vec<Wire> = (0..count)
            .map(|i| if condition(i).care > Urgency::SelfCare { best[i].well } else { Wire::FALSE })
            .collect();
        let calls_for_today = |i: usize| condition(i).care >= Urgency::SameDay;
        let may_end_today = (0..count).filter(|i| calls_for_today(*i)).map(|i| may_press[i]);
        let may_end_today = self.circuit.any(may_end_today.collect::<Vec<_>>());
        let some_fit_certain = self.circuit.any(worst.iter().map(|worst| worst.partly));
        let mut maybe_shown = Vec::new();
        for i in 0..count {
            let above: Vec<Wire> = (0..count).map(|j| surely_before[j][i]).collect();
            let crowded = number::at_least(self.circuit, rules::SHOWN_AT_MOST, &above);
            let some_above = self.circuit.any(above);
            let unless_any_fits = self.circuit.and(!some_above, !some_fit_certain);
            let may_be_shown = self.circuit.choose(best[i].partly, !crowded, unless_any_fits);
            let may_be_left = if calls_for_today(i) {
                self.circuit.and(may_end_today, best[i].partly)
            } else {
                Wire::FALSE
            };
            maybe_shown.push(self.circuit.any([may_be_shown, may_press[i], may_be_left]));
        }
        for i in 0..count {
            let matters = self.circuit.and(may_press[i], !worst[i].well);
            self.add_condition(Rule::Pressing, matters, ranked[i]);
        }
        let band_is_open: Vec<Wire> = (0..count)
            .map(|i| {
                let partly = !self.circuit.equal(worst[i].partly, best[i].partly);
                let well = !self.circuit.equal(worst[i].well, best[i].well);
                self.circuit.or(partly, well)
            })
            .collect();
        for i in 0..count {
            let mut stable = !band_is_open[i];
            for j in (0..count).filter(|j| *j != i) {
                let clear = self.circuit.or(surely_before[i][j], surely_before[j][i]);
                let clear = self.circuit.or(clear, !maybe_shown[j]);
                stable = self.circuit.and(stable, clear);
            }
            let matters = self.circuit.and(maybe_shown[i], !stable);
            self.add_condition(Rule::Order, matters, ranked[i]);
        }

        // Conditions that a red flag names.
        let mut possible: IndexVec<ConditionIx, Wire> =
            IndexVec::filled(Wire::FALSE, pack.conditions().len());
        let mut with_flags = Vec::new();
        for (index, named) in pack.conditions().iter_indexed() {
            let mut fire = Wire::FALSE;
            for flag in &named.only_with {
                let when = &pack.red_flags()[*flag].when;
                let may_fire = self.findings.verdict(self.circuit, when).may_hold(self.circuit);
                fire = self.circuit.or(fire, may_fire);
            }
            possible[index] = fire;
            if !named.only_with.is_empty() {
                with_flags.push(fire);
            }
        }
        for i in 0..count {
            possible[ranked[i]] = maybe_shown[i];
        }
        let may_fit = self.companions(bounds, &may_press, &band_is_open, &with_flags, &possible);
        for i in 0..count {
            possible[ranked[i]] = self.circuit.or(possible[ranked[i]], may_fit[i]);
        }

        let mut possible_causes = Vec::new();
        for cause in pack.causes() {
            let verdict = self.findings.verdict(self.circuit, &cause.when);
            self.add(Rule::Causes, !verdict.settled, &cause.when);
            possible_causes.push(verdict.may_hold(self.circuit));
        }
        let mut may_be_offered = IndexVec::new();
        for (index, action) in pack.actions().iter_indexed() {
            let conditions = pack.conditions().iter().zip(&possible);
            let by_conditions =
                conditions.filter(|(of, _)| of.actions.contains(&index)).map(|(_, wire)| *wire);
            let causes = pack.causes().iter().zip(&possible_causes);
            let by_causes = causes.filter(|(of, _)| of.actions.contains(&index)).map(|(_, wire)| *wire);
            let listed: Vec<Wire> = by_conditions.chain(by_causes).chain([action.always.into()]).collect();
            let listed = self.circuit.any(listed);
            may_be_offered.push(listed);
            let blocks: Vec<_> = rules::blocks_of(pack, index).collect();
            let mut surely_blocked = Wire::FALSE;
            for when in &blocks {
                let verdict = self.findings.verdict(self.circuit, when);
                let blocks = self.circuit.and(verdict.settled, !verdict.truth.fails);
                surely_blocked = self.circuit.or(surely_blocked, blocks);
            }
            let matters = self.circuit.and(listed, !surely_blocked);
            for when in blocks {
                self.add(Rule::Blocks, matters, when);
            }
        }
        (maybe_shown, may_be_offered)
    }

    /// Gives where a ranked condition may come to bring actions as a companion.
    fn companions(
        &mut self,
        bounds: &Bounds,
        may_press: &[Wire],
        band_is_open: &[Wire],
        with_flags: &[Wire],
        beside: &IndexVec<ConditionIx, Wire>,
    ) -> Vec<Wire> {
        let pack = self.pack;
        let Bounds { ranked, worst, best, surely_before } = bounds;
        let count = ranked.len();
        let mut calls = Calls::new();
        for condition in pack.conditions() {
            let mut called = Vec::new();
            for companion in &condition.never_without {
                let may_call = companion.when.as_ref().map_or(Wire::TRUE, |when| {
                    let surely_fails = self.findings.verdict(self.circuit, when).surely_fails(self.circuit);
                    !surely_fails
                });
                called.push((companion.condition, may_call));
            }
            calls.push(called);
        }
        let known = with_all_called(self.circuit, beside.clone(), &calls);
        let mut may_fit = vec![Wire::FALSE; count];
        for i in 0..count {
            // Whoever may take a place before it: what may stand above, and what may come out of turn.
            let mut rivals: Vec<Wire> =
                (0..count).filter(|j| *j != i).map(|j| !surely_before[i][j]).collect();
            rivals.extend(with_flags);
            let others_press = (0..count).filter(|j| *j != i).map(|j| may_press[j]);
            rivals.push(self.circuit.any(others_press.collect::<Vec<_>>()));
            let crowded = number::at_least(self.circuit, rules::SHOWN_AT_MOST, &rivals);
            let surely_shown = self.circuit.and(worst[i].partly, !crowded);
            let mut comes = Wire::FALSE;
            for (index, condition) in pack.conditions().iter_indexed() {
                for (companion, (called, call)) in condition.never_without.iter().zip(&calls[index]) {
                    if *called != ranked[i] {
                        continue;
                    }
                    let brought = self.circuit.and(known[index], *call);
                    comes = self.circuit.or(comes, brought);
                    if let Some(when) = &companion.when {
                        let matters = self.circuit.and(brought, !surely_shown);
                        self.add(Rule::Companions, matters, when);
                    }
                }
            }
            let only_beside = self.circuit.and(comes, !beside[ranked[i]]);
            let matters = self.circuit.and(only_beside, band_is_open[i]);
            self.add_condition(Rule::CompanionBands, matters, ranked[i]);
            may_fit[i] = self.circuit.and(only_beside, best[i].partly);
        }
        may_fit
    }
}
