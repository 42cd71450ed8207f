//! The steps of the proof, in their order.

use super::{Proof, StopChange, calls_for_today};
use crate::{
    circuit::Wire,
    evidence::{self, Pick},
    findings::{Findings, Verdict},
    halfway::Halfway,
    kleene::Ternary,
    number::{Sum, Term},
    relevance::Stop,
};
use sinew_logic::Formula;
use sinew_model::{
    Condition, ConditionIx, FindingIx, FindingRule, Index as _, IndexVec, Pack, QuestionIx, Urgency,
};
use std::collections::BTreeSet;

impl Proof<'_> {
    /// What is settled is the same in the end: of each finding, in their order, and of each formula that decides anything.
    pub(super) fn settled_stays(&mut self) {
        let pack = self.halfway.pack;
        let mut known = BTreeSet::new();
        for index in pack.findings().indices() {
            let (now, whole) = (self.halfway.findings.finding(index), self.halfway.whole.findings[index]);
            self.stays(&mut known, now, whole);
        }
        for formula in formulas(pack) {
            let (now, whole) = (self.halfway.verdict(formula), self.halfway.whole(formula));
            self.stays(&mut known, now, whole);
        }
    }

    fn stays(&mut self, known: &mut BTreeSet<[Wire; 5]>, now: Verdict, whole: Ternary) {
        let Verdict { truth, settled } = now;
        if known.insert([settled, truth.holds, truth.fails, whole.holds, whole.fails]) {
            self.settled += usize::from(self.keeps_truth(settled, truth, whole));
        }
    }

    fn keeps_truth(&mut self, settled: Wire, now: Ternary, then: Ternary) -> bool {
        self.prove_same(&[settled], now.holds, then.holds)
            & self.prove_same(&[settled], now.fails, then.fails)
    }

    /// A question that could be asked at some time can be asked later, with the same answers and some more.
    pub(super) fn turns_stay(&mut self) {
        let pack = self.halfway.pack;
        let questions = pack.questions().iter_indexed();
        let asked: Vec<(QuestionIx, &Formula<FindingIx>)> =
            questions.filter_map(|(index, of)| Some((index, of.ask_when.as_ref()?))).collect();
        if asked.is_empty() {
            return;
        }
        // Before that, fewer questions were answered.
        let mut answered = IndexVec::new();
        let Halfway { circuit, space, findings, .. } = &mut self.halfway;
        for now in &findings.answered {
            let was = if *now == Wire::TRUE { *now } else { circuit.input() };
            answered.push(circuit.and(*now, was));
        }
        let before = Findings::of(circuit, space, 0, pack, answered);
        for index in pack.findings().indices() {
            let (was, is) = (before.finding(index), self.halfway.findings.finding(index));
            self.prove(vec![was.settled, !is.settled]);
            self.keeps_truth(was.settled, was.truth, is.truth);
        }
        for (question, ask_when) in asked {
            let was = before.verdict(&mut self.halfway.circuit, ask_when);
            let is = self.halfway.verdict(ask_when);
            for changed in [!is.settled, is.truth.fails] {
                self.claim(StopChange::Turn(question), vec![was.settled, !was.truth.fails, changed]);
            }
        }
    }

    /// From here on sums and their order are not looked into.
    pub(super) fn leave_sums_open(&mut self) {
        let Halfway { circuit, whole, now, bounds, .. } = &self.halfway;
        for before in [&bounds.surely_before, &now.before, &whole.before] {
            for wire in before.iter().flatten() {
                self.solver.leave_open(circuit, *wire);
            }
        }
        for (i, condition) in bounds.ranked.iter().enumerate() {
            for bound in [&bounds.worst[i], &bounds.best[i]] {
                self.solver.leave_open(circuit, bound.partly);
                self.solver.leave_open(circuit, bound.well);
            }
            for half in [now, whole] {
                self.solver.leave_open(circuit, half.fits_partly[*condition]);
                self.solver.leave_open(circuit, half.fits_well[*condition]);
            }
        }
    }

    /// Where the interview stops, every formula that matters is settled.
    pub(super) fn nothing_that_matters_is_open(&mut self) {
        let rest = self.rest;
        let safe = self.halfway.circuit.or(rest, self.halfway.stop.same_day);
        let Stop { safety, others, .. } = &self.halfway.stop;
        let of_conditions = others.iter().filter_map(|root| Some((root.condition?, root.matters)));
        let of_conditions: BTreeSet<(ConditionIx, Wire)> = of_conditions.collect();
        let roots = safety.iter().map(|root| (safe, root)).chain(others.iter().map(|root| (rest, root)));
        let roots: Vec<_> = roots.map(|(stops, root)| (stops, root.matters, root.formula)).collect();
        let mut known = BTreeSet::new();
        for (stops, matters, formula) in roots {
            let open = !self.halfway.verdict(formula).settled;
            if known.insert((stops, matters, open)) {
                self.prove(vec![stops, matters, open]);
            }
        }
        // Whatever makes a condition matter settles all of it.
        for (condition, matters) in of_conditions {
            let exact = self.exact(condition);
            self.prove(vec![rest, matters, !exact]);
        }
    }

    /// On where every line and every adjustment of a condition is settled.
    fn exact(&mut self, condition: ConditionIx) -> Wire {
        let condition = &self.halfway.pack.conditions()[condition];
        let lines = condition.evidence.iter().map(|line| &line.when);
        let formulas = lines.chain(condition.adjustments.iter().map(|adjustment| &adjustment.when));
        let settled: Vec<Wire> = formulas.map(|formula| self.halfway.verdict(formula).settled).collect();
        self.halfway.circuit.all(settled)
    }

    /// Every line of evidence and every adjustment weighs at least its worst and at most its best, for the answers so far and for all
    /// of them; and the two are one where it is settled.
    pub(super) fn lines_are_bounded(&mut self) {
        let pack = self.halfway.pack;
        let (truths, whole_truths) = (self.halfway.now.findings.clone(), self.halfway.whole.findings.clone());
        for index in self.halfway.bounds.ranked.clone() {
            let condition = &pack.conditions()[index];
            let exact = self.exact(index);
            let worst = self.terms_at(condition, Pick::Worst);
            let best = self.terms_at(condition, Pick::Best);
            let now = self.terms(condition, &truths);
            let whole = self.terms(condition, &whole_truths);
            let mut bounded = true;
            for (matters, less, more) in [
                (Wire::TRUE, &worst, &now),
                (Wire::TRUE, &worst, &whole),
                (Wire::TRUE, &now, &best),
                (Wire::TRUE, &whole, &best),
                (exact, &best, &worst),
            ] {
                for (less, more) in less.iter().zip(more) {
                    let exceeds = self.exceeds(less, more);
                    bounded &= self.prove(vec![matters, exceeds]);
                }
            }
            self.bounded.push(bounded);
        }
    }

    fn terms_at(&mut self, condition: &Condition, pick: Pick) -> Vec<Term> {
        let Halfway { circuit, findings, .. } = &mut self.halfway;
        let mut terms = evidence::at(circuit, findings, condition, pick);
        terms.extend(evidence::shifts_at(circuit, findings, condition, pick));
        terms
    }

    fn terms(&mut self, condition: &Condition, truths: &IndexVec<FindingIx, Ternary>) -> Vec<Term> {
        let circuit = &mut self.halfway.circuit;
        let mut terms = evidence::now(circuit, truths, condition);
        terms.extend(evidence::shifts_now(circuit, truths, condition));
        terms
    }

    /// On where the first term is greater than the second.
    fn exceeds(&mut self, left: &Term, right: &Term) -> Wire {
        let values = left.cases.iter().chain(&right.cases).map(|(_, value)| *value);
        let thresholds: BTreeSet<i64> = values.chain([0]).collect();
        let (mut left, mut right) = (Sum::of(vec![left.clone()]), Sum::of(vec![right.clone()]));
        let circuit = &mut self.halfway.circuit;
        let mut greater = Wire::FALSE;
        for threshold in thresholds {
            let (left, right) = (left.at_least(circuit, threshold), right.at_least(circuit, threshold));
            let at = circuit.and(left, !right);
            greater = circuit.or(greater, at);
        }
        greater
    }

    /// What follows from the bounds of the lines for sums, bands and places: arithmetic, true of every pack.
    pub(super) fn sums_are_bounded(&mut self) {
        let ranked = self.halfway.bounds.ranked.clone();
        let exact: Vec<Wire> = ranked.iter().map(|condition| self.exact(*condition)).collect();
        let Halfway { whole, now, bounds, .. } = &self.halfway;
        let halves = [now, whole];
        let surely = &bounds.surely_before;
        let mut facts: Vec<Vec<Wire>> = Vec::new();
        for (i, this) in ranked.iter().enumerate() {
            let (worst, best) = (&bounds.worst[i], &bounds.best[i]);
            facts.push(vec![worst.well, !worst.partly]);
            facts.push(vec![best.well, !best.partly]);
            for half in halves {
                let (partly, well) = (half.fits_partly[*this], half.fits_well[*this]);
                facts.push(vec![well, !partly]);
                if self.bounded[i] {
                    for (low, band, high) in
                        [(worst.partly, partly, best.partly), (worst.well, well, best.well)]
                    {
                        facts.push(vec![low, !band]);
                        facts.push(vec![band, !high]);
                        facts.push(vec![exact[i], high, !low]);
                    }
                }
            }
            for (j, other) in ranked.iter().enumerate().filter(|(j, _)| *j != i) {
                facts.push(vec![surely[i][j], bounds.best[j].partly, !worst.partly]);
                facts.push(vec![surely[i][j], bounds.best[j].well, !worst.well]);
                for half in halves {
                    let before = half.before[i][j];
                    facts.push(vec![before, half.fits_partly[*other], !half.fits_partly[*this]]);
                    facts.push(vec![before, half.fits_well[*other], !half.fits_well[*this]]);
                    if self.bounded[i] && self.bounded[j] {
                        facts.push(vec![surely[i][j], !before]);
                    }
                }
                if self.bounded[i] && self.bounded[j] {
                    facts.push(vec![exact[i], exact[j], !surely[i][j], !surely[j][i]]);
                }
            }
        }
        for fact in facts {
            self.grant(fact);
        }
    }

    /// The flags are the same: all of them, or at a same-day stop those that call for today. An emergency stays one.
    pub(super) fn flags(&mut self) {
        let pack = self.halfway.pack;
        let (rest, same_day) = (self.rest, self.halfway.stop.same_day);
        let in_turn = self.halfway.in_turn();
        for (index, flag) in pack.red_flags().iter_indexed() {
            let (now, whole) = (self.halfway.now.flags[index], self.halfway.whole.flags[index]);
            let change = StopChange::Flag(index);
            let mut truths = vec![(now.holds, whole.holds)];
            // Whether it fails or is unknown makes a difference only if it has a floor.
            if flag.floor_when_unknown() > Urgency::SelfCare {
                truths.push((now.fails, whole.fails));
            }
            for (now, whole) in truths {
                self.claim_same(change, &[rest], now, whole);
                if calls_for_today(pack, index) {
                    self.claim_same(change, &[same_day], now, whole);
                }
            }
            if flag.urgency == Urgency::Emergency {
                self.claim(StopChange::Emergency(index), vec![in_turn, now.holds, !whole.holds]);
            }
            // Elsewhere the interview stops as same-day.
            if flag.urgency >= Urgency::SameDay {
                self.prove(vec![rest, now.holds]);
            }
            if flag.floor_when_unknown() >= Urgency::SameDay {
                let unknown = now.unknown(&mut self.halfway.circuit);
                self.prove(vec![rest, unknown]);
            }
        }
    }

    /// Exits stay, none comes along, and the urgency is the same, or does not fall at an exit.
    pub(super) fn exits_and_urgency(&mut self) {
        let pack = self.halfway.pack;
        let (rest, same_day) = (self.rest, self.halfway.stop.same_day);
        let in_turn = self.halfway.in_turn();
        let flags = pack.red_flags().iter().zip(&self.halfway.whole.flags);
        let emergencies = flags.filter(|(flag, _)| flag.urgency == Urgency::Emergency);
        let emergencies: Vec<Wire> = emergencies.map(|(_, truth)| truth.holds).collect();
        let emergency = self.halfway.circuit.any(emergencies);
        for index in pack.exits().indices() {
            let [now, whole] = self.both(|half| half.exits[index.position()]);
            self.claim(StopChange::Exit(index), vec![rest, now]);
            self.claim(StopChange::Exit(index), vec![rest, whole]);
            self.claim(StopChange::Exit(index), vec![same_day, whole]);
            self.claim(StopChange::Exit(index), vec![now, !whole, !emergency]);
        }
        for level in Urgency::ALL {
            let exit = self.halfway.stop.exit;
            let [now, whole] = self.both(|half| half.urgency_at_least(level));
            self.claim_same(StopChange::Urgency(level), &[rest], now, whole);
            self.claim_same(StopChange::Urgency(level), &[same_day], now, whole);
            self.claim(StopChange::Urgency(level), vec![exit, in_turn, now, !whole]);
        }
    }

    /// Causes are the same.
    pub(super) fn causes(&mut self) {
        let pack = self.halfway.pack;
        let rest = self.rest;
        for index in pack.causes().indices() {
            let [now, whole] = self.both(|half| half.causes[index.position()]);
            self.claim_same(StopChange::Cause(index), &[rest], now, whole);
        }
    }

    /// From here on formulas are not looked into either.
    pub(super) fn leave_formulas_open(&mut self) {
        self.renew_solver();
        self.leave_sums_open();
        let pack = self.halfway.pack;
        let mut open = vec![self.rest, self.halfway.stop.same_day, self.halfway.stop.exit];
        for condition in self.halfway.bounds.ranked.clone() {
            open.push(self.exact(condition));
        }
        let companions = pack.conditions().iter().flat_map(|condition| &condition.never_without);
        let formulas = pack.red_flags().iter().map(|flag| &flag.when);
        let formulas = formulas.chain(pack.exits().iter().map(|exit| &exit.when));
        let formulas = formulas.chain(pack.causes().iter().map(|cause| &cause.when));
        let formulas = formulas.chain(companions.filter_map(|companion| companion.when.as_ref()));
        let mut facts = Vec::new();
        for formula in formulas {
            let Verdict { truth, settled } = self.halfway.verdict(formula);
            let whole = self.halfway.whole(formula);
            open.extend([settled, truth.holds, truth.fails, whole.holds, whole.fails]);
            facts.extend([truth, whole].map(|Ternary { holds, fails }| vec![holds, fails]));
        }
        // How well a condition fits is a matter of its bands, which are open already.
        let fits =
            pack.findings().iter_indexed().filter(|(_, of)| matches!(of.rule, FindingRule::Fits { .. }));
        let fits: BTreeSet<usize> = fits
            .flat_map(|(index, _)| {
                let Verdict { truth, settled } = self.halfway.findings.finding(index);
                [settled.gate(), truth.holds.gate(), truth.fails.gate()]
            })
            .collect();
        let circuit = &self.halfway.circuit;
        for wire in open.into_iter().filter(|wire| !fits.contains(&wire.gate())) {
            self.solver.leave_open(circuit, wire);
        }
        for fact in self.facts.iter().chain(&facts) {
            self.solver.rule_out(circuit, fact);
        }
    }

    /// Conditions that are shown for themselves are the same, in the same order.
    pub(super) fn conditions(&mut self) {
        let pack = self.halfway.pack;
        let rest = self.rest;
        for index in pack.conditions().indices() {
            let [now, whole] = self.both(|half| half.shown[index]);
            self.claim_same(StopChange::Shown(index), &[rest], now, whole);
        }
        let ranked = self.halfway.bounds.ranked.clone();
        for i in 0..ranked.len() {
            for j in i + 1..ranked.len() {
                let [one, other] = [ranked[i], ranked[j]].map(|of| self.halfway.now.shown[of]);
                let [now, whole] = self.both(|half| half.before[i][j]);
                self.claim_same(StopChange::Order(ranked[i], ranked[j]), &[rest, one, other], now, whole);
            }
        }
    }

    /// What is shown calls for the same companions, as far as they have a place and are not shown anyway; and all bands are the same.
    pub(super) fn companions(&mut self) {
        let pack = self.halfway.pack;
        let rest = self.rest;
        for (index, condition) in pack.conditions().iter_indexed() {
            let shown = self.shown(index);
            for companion in &condition.never_without {
                let Some(when) = &companion.when else { continue };
                let (now, whole) = (self.halfway.verdict(when).truth.fails, self.halfway.whole(when).fails);
                let half = &self.halfway.now;
                let brought = !half.shown[companion.condition];
                let is_for_today = pack.conditions()[companion.condition].care >= Urgency::SameDay;
                let has_a_place =
                    if is_for_today { Wire::TRUE } else { !half.urgency_at_least(Urgency::SameDay) };
                let change = StopChange::Companion(index, companion.condition);
                self.claim_same(change, &[rest, shown, brought, has_a_place], now, whole);
            }
        }
        for index in pack.conditions().indices() {
            let shown = self.shown(index);
            let [now, whole] = self.both(|half| half.companion[index]);
            self.claim_same(StopChange::Shown(index), &[rest], now, whole);
            for [now, whole] in
                [self.both(|half| half.fits_partly[index]), self.both(|half| half.fits_well[index])]
            {
                self.claim_same(StopChange::Band(index), &[rest, shown], now, whole);
            }
        }
    }

    /// On where a condition is shown now, for itself or as a companion.
    fn shown(&mut self, condition: ConditionIx) -> Wire {
        let Halfway { circuit, now, .. } = &mut self.halfway;
        circuit.or(now.shown[condition], now.companion[condition])
    }

    /// Actions that are of use may come to be offered, so that what keeps them away is the same.
    pub(super) fn actions(&mut self) {
        let rest = self.rest;
        for index in self.halfway.pack.actions().indices() {
            let (useful, listed) = (self.halfway.now.useful[index], self.halfway.stop.listed[index]);
            self.prove(vec![rest, useful, !listed]);
            let [now, whole] = self.both(|half| half.blocked[index]);
            self.claim_same(StopChange::Action(index), &[rest, useful], now, whole);
        }
    }
}

/// Every formula of a pack that decides something.
fn formulas(pack: &Pack) -> impl Iterator<Item = &Formula<FindingIx>> {
    let conditions = pack.conditions().iter().flat_map(|condition| {
        let lines = condition.evidence.iter().map(|line| &line.when);
        let adjustments = condition.adjustments.iter().map(|adjustment| &adjustment.when);
        let companions = condition.never_without.iter().filter_map(|companion| companion.when.as_ref());
        lines.chain(adjustments).chain(companions)
    });
    let questions = pack.questions().iter().filter_map(|question| question.ask_when.as_ref());
    questions
        .chain(pack.red_flags().iter().map(|flag| &flag.when))
        .chain(pack.exits().iter().map(|exit| &exit.when))
        .chain(conditions)
        .chain(pack.causes().iter().map(|cause| &cause.when))
        .chain(pack.blocks().iter().map(|block| &block.when))
        .chain(pack.actions().iter().map(|action| &action.blocked_when))
}
