//! The engine's decision as a circuit.
//!
//! What decides stands in `sinew-engine`; here it is said once more for wires instead of answers, with the same tables and the same
//! constants. That both say the same is tested for people at random, and each person who is found is tried with the engine.
//!
//! A person has answered every question that the pack asks them, so that everything is settled; or only some, for the proof that the
//! interview may stop.

use crate::{
    circuit::{Circuit, Wire},
    evidence,
    findings::Findings,
    kleene::{self, Ternary},
    number::{self, Number, Sum, Term},
    space::Space,
};
use sinew_engine::rules;
use sinew_logic::Formula;
use sinew_model::{ActionIx, Band, ConditionIx, FindingIx, IndexVec, Pack, QuestionIx, RedFlagIx, Urgency};
use std::collections::BTreeMap;

/// More steps than this through companions of companions are not followed.
const COMPANION_STEPS_AT_MOST: usize = 20_000;

/// What is decided, as wires.
#[derive(Debug, Clone)]
pub(crate) struct Decided {
    pub(crate) findings: IndexVec<FindingIx, Ternary>,
    /// Whether a question applies; if it does not fail, it is asked.
    pub(crate) applies: IndexVec<QuestionIx, Ternary>,
    pub(crate) flags: IndexVec<RedFlagIx, Ternary>,
    /// What gives at least each level, in the order of the levels: a wire for each reason, with the flag if it is that a flag
    /// fires.
    pub(crate) reasons: Vec<Vec<(Option<RedFlagIx>, Wire)>>,
    /// Whether an exit is the one that holds.
    pub(crate) exits: Vec<Wire>,
    /// Whether the urgency is at least each level, in the order of the levels.
    pub(crate) at_least: Vec<Wire>,
    /// Whether a condition is ranked and fits at least partly, and well.
    pub(crate) fits_partly: IndexVec<ConditionIx, Wire>,
    pub(crate) fits_well: IndexVec<ConditionIx, Wire>,
    /// Whether a condition is shown for itself, and as a companion.
    pub(crate) shown: IndexVec<ConditionIx, Wire>,
    pub(crate) companion: IndexVec<ConditionIx, Wire>,
    /// The conditions that are ranked, and whether one of them stands before another, both by their positions in that list.
    pub(crate) ranked: Vec<ConditionIx>,
    pub(crate) before: Vec<Vec<Wire>>,
    /// Whether one of these may have a place, and whether at least so many who may stand before it.
    pub(crate) candidates: Vec<Wire>,
    pub(crate) ahead: Vec<Vec<Wire>>,
    pub(crate) causes: Vec<Wire>,
    /// Whether an action would help; it is offered unless it is blocked or there are too many.
    pub(crate) useful: IndexVec<ActionIx, Wire>,
    pub(crate) blocked: IndexVec<ActionIx, Wire>,
    pub(crate) actions: IndexVec<ActionIx, Wire>,
    /// How useful each action is: what its points are the sum of.
    pub(crate) points: IndexVec<ActionIx, Vec<Term>>,
    /// Whether no constraint rules the person out.
    pub(crate) consistent: Wire,
    /// Whether companions were so entangled that places of actions are not exact.
    pub(crate) too_entangled: bool,
}

impl Decided {
    /// The decision of one of the packs of a space.
    pub(crate) fn of(circuit: &mut Circuit, space: &Space, number: usize, pack: &Pack) -> Self {
        Self::at_urgency(circuit, space, number, pack, None)
    }

    /// The same where the urgency is known to be what these wires say, in the order of the levels. For people whose urgency is
    /// another one, what is shown and offered is not theirs.
    ///
    /// What hangs on the urgency alone is the same wire then as in the decision that these wires come from, so that nobody has to
    /// find out that the one is like the other.
    pub(crate) fn at_urgency(
        circuit: &mut Circuit,
        space: &Space,
        number: usize,
        pack: &Pack,
        known: Option<&[Wire]>,
    ) -> Self {
        let answered = IndexVec::filled(Wire::TRUE, pack.questions().len());
        let findings = Findings::of(circuit, space, number, pack, answered);
        Self::of_findings(circuit, pack, &findings, known)
    }

    /// The same with findings that are known, and may be settled or not.
    pub(crate) fn of_findings(
        circuit: &mut Circuit,
        pack: &Pack,
        findings: &Findings,
        known: Option<&[Wire]>,
    ) -> Self {
        let evidence = pack.conditions().iter().map(|_| None).collect();
        let mut encoder = Encoder { circuit, pack, findings, evidence };
        let flags: IndexVec<RedFlagIx, Ternary> = encoder.each(pack.red_flags().iter(), |flag| &flag.when);
        let standing = encoder.standing(&flags);
        let level = |urgency: Urgency| known.unwrap_or(&standing.at_least)[rank_of(urgency)];
        // In an emergency it does not matter whether an exit holds as well.
        let help_only = encoder.circuit.or(standing.some_exit, level(Urgency::Emergency));
        let allows_actions = !level(Urgency::SameDay);
        let ranking = encoder.ranking();
        let shown = encoder.shown(&ranking, &flags, help_only, allows_actions);
        let offers = encoder.circuit.and(!help_only, allows_actions);
        let causes: Vec<Wire> = pack
            .causes()
            .iter()
            .map(|cause| {
                let when = encoder.truth(&cause.when);
                encoder.circuit.and(offers, when.holds)
            })
            .collect();
        let blocked: IndexVec<ActionIx, Wire> = {
            let mut blocked = IndexVec::new();
            for action in pack.actions().indices() {
                let open: Vec<Wire> =
                    rules::blocks_of(pack, action).map(|when| !encoder.truth(when).fails).collect();
                blocked.push(encoder.circuit.any(open));
            }
            blocked
        };
        let Actions { useful, offered, points } = encoder.actions(&shown, &causes, &blocked, offers);
        let mut consistent = Wire::TRUE;
        for constraint in pack.constraints() {
            let impossible = encoder.truth(&constraint.impossible).holds;
            consistent = encoder.circuit.and(consistent, !impossible);
        }
        Self {
            findings: findings.truths.clone(),
            applies: findings.applies.iter().map(|applies| applies.truth).collect(),
            flags,
            reasons: standing.reasons,
            exits: standing.exits,
            at_least: standing.at_least,
            fits_partly: ranking.partly,
            fits_well: ranking.well,
            shown: shown.for_itself,
            companion: shown.companion,
            ranked: ranking.ranked,
            before: ranking.before,
            candidates: shown.candidates,
            ahead: shown.ahead,
            causes,
            useful,
            blocked,
            actions: offered,
            points,
            consistent,
            too_entangled: shown.too_entangled,
        }
    }

    /// On where the urgency is just this.
    pub(crate) fn exactly(&self, circuit: &mut Circuit, urgency: Urgency) -> Wire {
        let above = self.at_least.get(rank_of(urgency) + 1).copied().unwrap_or(Wire::FALSE);
        circuit.and(self.at_least[rank_of(urgency)], !above)
    }

    /// On where the urgency is at least this.
    pub(crate) fn urgency_at_least(&self, urgency: Urgency) -> Wire {
        self.at_least[rank_of(urgency)]
    }
}

/// The position of a level among all of them.
pub(crate) fn rank_of(urgency: Urgency) -> usize {
    Urgency::ALL.iter().position(|level| *level == urgency).unwrap_or(0)
}

/// A ranked condition's evidence, as a sum that is held against the bands.
type Evidence = IndexVec<ConditionIx, Option<Sum>>;

/// A formula over the findings.
pub(crate) fn truth(
    circuit: &mut Circuit,
    truths: &IndexVec<FindingIx, Ternary>,
    formula: &Formula<FindingIx>,
) -> Ternary {
    kleene::formula(circuit, formula, &|finding| truths[*finding])
}

struct Encoder<'a> {
    circuit: &'a mut Circuit,
    pack: &'a Pack,
    findings: &'a Findings,
    evidence: Evidence,
}

struct Standing {
    /// Whether the formula of some exit holds, in an emergency too.
    some_exit: Wire,
    exits: Vec<Wire>,
    reasons: Vec<Vec<(Option<RedFlagIx>, Wire)>>,
    at_least: Vec<Wire>,
}

struct Ranking {
    /// The conditions that are ranked.
    ranked: Vec<ConditionIx>,
    partly: IndexVec<ConditionIx, Wire>,
    well: IndexVec<ConditionIx, Wire>,
    /// Whether the first stands before the second in the order, both by their positions in `ranked`.
    before: Vec<Vec<Wire>>,
}

struct Shown {
    candidates: Vec<Wire>,
    ahead: Vec<Vec<Wire>>,
    for_itself: IndexVec<ConditionIx, Wire>,
    companion: IndexVec<ConditionIx, Wire>,
    /// Whether a condition stands first, or second, among those that count.
    first: IndexVec<ConditionIx, Wire>,
    second: IndexVec<ConditionIx, Wire>,
    /// Whether it counts.
    counts: IndexVec<ConditionIx, Wire>,
    too_entangled: bool,
}

/// The actions that are offered.
struct Actions {
    /// Whether each would help.
    useful: IndexVec<ActionIx, Wire>,
    offered: IndexVec<ActionIx, Wire>,
    points: IndexVec<ActionIx, Vec<Term>>,
}

impl Encoder<'_> {
    fn truth(&mut self, formula: &Formula<FindingIx>) -> Ternary {
        truth(self.circuit, &self.findings.truths, formula)
    }

    fn each<'p, I: sinew_model::Index, T: 'p>(
        &mut self,
        items: impl Iterator<Item = &'p T>,
        when: impl Fn(&T) -> &Formula<FindingIx>,
    ) -> IndexVec<I, Ternary> {
        let mut truths = IndexVec::new();
        for item in items {
            truths.push(self.truth(when(item)));
        }
        truths
    }

    fn fits(&mut self, condition: ConditionIx, band: Band) -> Wire {
        if !self.pack.conditions()[condition].only_with.is_empty() {
            return Wire::FALSE;
        }
        let sum = match self.evidence[condition].take() {
            Some(sum) => sum,
            None => Sum::of(evidence::now(
                self.circuit,
                &self.findings.truths,
                &self.pack.conditions()[condition],
            )),
        };
        let sum = self.evidence[condition].insert(sum);
        sum.at_least(self.circuit, evidence::least_of(band))
    }

    fn standing(&mut self, flags: &IndexVec<RedFlagIx, Ternary>) -> Standing {
        let pack = self.pack;
        let (mut exits, mut exits_alone) = (Vec::new(), Vec::new());
        let mut earlier = Wire::FALSE;
        let mut emergency = Wire::FALSE;
        for (index, flag) in pack.red_flags().iter_indexed() {
            if flag.urgency == Urgency::Emergency {
                emergency = self.circuit.or(emergency, flags[index].holds);
            }
        }
        for exit in pack.exits() {
            // It holds only once no further answer can take it back.
            let holds = self.findings.verdict(self.circuit, &exit.when).surely_holds(self.circuit);
            let first = self.circuit.and(holds, !earlier);
            exits.push(self.circuit.and(first, !emergency));
            exits_alone.push(first);
            earlier = self.circuit.or(earlier, holds);
        }
        // In an emergency no other reason matters, so that each can be said as if there were none.
        let (mut all_reasons, mut at_least) = (Vec::new(), Vec::new());
        for level in Urgency::ALL {
            let mut reasons = Vec::new();
            for (index, flag) in pack.red_flags().iter_indexed() {
                if flag.urgency >= level {
                    reasons.push((Some(index), flags[index].holds));
                }
                let floor = flag.floor_when_unknown();
                if floor >= level && floor > Urgency::SelfCare {
                    // At an exit only what was asked counts.
                    let settled = self.findings.verdict(self.circuit, &flag.when).settled;
                    let counts = self.circuit.or(!earlier, settled);
                    let unknown = flags[index].unknown(self.circuit);
                    reasons.push((None, self.circuit.and(unknown, counts)));
                }
            }
            for (position, of) in pack.exits().iter().enumerate() {
                if of.urgency >= level {
                    reasons.push((None, exits_alone[position]));
                }
            }
            for (index, condition) in pack.conditions().iter_indexed() {
                if condition.care >= level && level > Urgency::SelfCare {
                    let well = self.fits(index, Band::FitsWell);
                    reasons.push((None, self.circuit.and(well, !earlier)));
                }
            }
            let any = self.circuit.any(reasons.iter().map(|(_, wire)| *wire));
            at_least.push(if level == Urgency::SelfCare { Wire::TRUE } else { any });
            all_reasons.push(reasons);
        }
        Standing { some_exit: earlier, exits, reasons: all_reasons, at_least }
    }

    fn ranking(&mut self) -> Ranking {
        let pack = self.pack;
        let ranked: Vec<ConditionIx> = pack
            .conditions()
            .iter_indexed()
            .filter(|(_, condition)| condition.only_with.is_empty())
            .map(|(index, _)| index)
            .collect();
        let (mut partly, mut well) = (IndexVec::new(), IndexVec::new());
        for condition in pack.conditions().indices() {
            partly.push(self.fits(condition, Band::FitsPartly));
            well.push(self.fits(condition, Band::FitsWell));
        }
        let totals: Vec<Number> = ranked.iter().map(|condition| self.total(*condition)).collect();
        let mut before = vec![vec![Wire::FALSE; ranked.len()]; ranked.len()];
        for i in 0..ranked.len() {
            for j in i + 1..ranked.len() {
                let (a, b) = (ranked[i], ranked[j]);
                let total = totals[i].exceeds(self.circuit, &totals[j], false);
                let same_well = self.circuit.equal(well[a], well[b]);
                let same_partly = self.circuit.equal(partly[a], partly[b]);
                let partly_first = self.circuit.choose(same_partly, total, partly[a]);
                let first = self.circuit.choose(same_well, partly_first, well[a]);
                before[i][j] = first;
                before[j][i] = !first;
            }
        }
        Ranking { ranked, partly, well, before }
    }

    fn total(&mut self, condition: ConditionIx) -> Number {
        let of = &self.pack.conditions()[condition];
        let mut terms = evidence::now(self.circuit, &self.findings.truths, of);
        terms.extend(evidence::shifts_now(self.circuit, &self.findings.truths, of));
        evidence::total(self.circuit, of, &terms)
    }

    fn shown(
        &mut self,
        ranking: &Ranking,
        flags: &IndexVec<RedFlagIx, Ternary>,
        help_only: Wire,
        allows_actions: Wire,
    ) -> Shown {
        let pack = self.pack;
        let nobody: IndexVec<ConditionIx, Wire> = IndexVec::filled(Wire::FALSE, pack.conditions().len());
        let (mut for_itself, mut first, mut second) = (nobody.clone(), nobody.clone(), nobody.clone());
        let room = rules::SHOWN_AT_MOST;

        // First what a fired flag names.
        let mut with_flags: Vec<Wire> = Vec::new();
        for (index, condition) in pack.conditions().iter_indexed() {
            if condition.only_with.is_empty() {
                continue;
            }
            let fired: Vec<Wire> = condition.only_with.iter().map(|flag| flags[*flag].holds).collect();
            let fired = self.circuit.any(fired);
            let shown = self.circuit.and(fired, !help_only);
            let one_before = number::at_least(self.circuit, 1, &with_flags);
            let two_before = number::at_least(self.circuit, 2, &with_flags);
            for_itself[index] = shown;
            first[index] = self.circuit.and(shown, !one_before);
            let exactly_one = self.circuit.and(one_before, !two_before);
            second[index] = self.circuit.and(shown, exactly_one);
            with_flags.push(shown);
        }
        // Whether at least so many of them are shown.
        let taken: Vec<Wire> =
            (0..=room).map(|count| number::at_least(self.circuit, count, &with_flags)).collect();
        // Whether just so many are, or, for the last entry, at least so many.
        let exactly: Vec<Wire> = (0..=room)
            .map(|count| {
                let more = if count < room { taken[count + 1] } else { Wire::FALSE };
                self.circuit.and(taken[count], !more)
            })
            .collect();

        let candidates: Vec<Wire> = ranking
            .ranked
            .iter()
            .map(|condition| {
                let pressing = Wire::from(pack.conditions()[*condition].care >= Urgency::SameDay);
                let has_a_place = self.circuit.or(allows_actions, pressing);
                self.circuit.and(has_a_place, !help_only)
            })
            .collect();
        // Whether at least so many candidates stand before each.
        let mut ahead: Vec<Vec<Wire>> = Vec::new();
        for i in 0..ranking.ranked.len() {
            let others: Vec<Wire> = (0..ranking.ranked.len())
                .filter(|j| *j != i)
                .map(|j| self.circuit.and(ranking.before[j][i], candidates[j]))
                .collect();
            ahead.push((0..=room).map(|count| number::at_least(self.circuit, count, &others)).collect());
        }
        let pressing = self.pressing(ranking, &candidates);
        // A place in the list for each that fits, by how many flags name something.
        let mut out_of_turn = Wire::FALSE;
        for (i, press) in pressing.iter().enumerate() {
            let beyond: Vec<Wire> =
                (0..=room).map(|count| self.circuit.and(exactly[count], ahead[i][room - count])).collect();
            let beyond = self.circuit.any(beyond);
            let takes_last = self.circuit.and(*press, beyond);
            out_of_turn = self.circuit.or(out_of_turn, takes_last);
        }
        for (i, condition) in ranking.ranked.iter().enumerate() {
            let fits = self.circuit.and(candidates[i], ranking.partly[*condition]);
            for (count, exact) in exactly.iter().enumerate() {
                // With `count` places taken the `place`-th of the fitting stands `count + place` from the front.
                for place in 0..room - count {
                    let not_further = !ahead[i][place + 1];
                    let here = self.circuit.and(ahead[i][place], not_further);
                    let here = self.circuit.and(here, fits);
                    let mut here = self.circuit.and(here, *exact);
                    if place + count + 1 == room {
                        here = self.circuit.and(here, !out_of_turn);
                    }
                    self.stands(*condition, count + place, here, &mut for_itself, &mut first, &mut second);
                }
                // What presses and finds no place takes the last one, or stands behind all if there is none.
                let beyond = self.circuit.and(ahead[i][room - count], *exact);
                let last = self.circuit.and(pressing[i], beyond);
                let place = count.max(room - 1);
                self.stands(*condition, place, last, &mut for_itself, &mut first, &mut second);
            }
        }
        // If nothing fits, the first of the ranking is shown.
        let nothing = !self.circuit.any(for_itself.iter().copied().collect::<Vec<_>>());
        let nothing = self.circuit.and(nothing, allows_actions);
        let nothing = self.circuit.and(nothing, !help_only);
        for (i, condition) in ranking.ranked.iter().enumerate() {
            let others = (0..ranking.ranked.len()).filter(|j| *j != i).map(|j| ranking.before[i][j]);
            let best = self.circuit.all(others.collect::<Vec<_>>());
            let best = self.circuit.and(best, nothing);
            self.stands(*condition, 0, best, &mut for_itself, &mut first, &mut second);
        }
        let shown = self.with_companions(ranking, help_only, allows_actions, for_itself, first, second);
        Shown { candidates, ahead, ..shown }
    }

    fn stands(
        &mut self,
        condition: ConditionIx,
        place: usize,
        here: Wire,
        shown: &mut IndexVec<ConditionIx, Wire>,
        first: &mut IndexVec<ConditionIx, Wire>,
        second: &mut IndexVec<ConditionIx, Wire>,
    ) {
        shown[condition] = self.circuit.or(shown[condition], here);
        match place {
            0 => first[condition] = self.circuit.or(first[condition], here),
            1 => second[condition] = self.circuit.or(second[condition], here),
            _ => {}
        }
    }

    /// Of the conditions that fit well, the first of those that ask for the most care.
    fn pressing(&mut self, ranking: &Ranking, candidates: &[Wire]) -> Vec<Wire> {
        let pack = self.pack;
        let care = |i: usize| pack.conditions()[ranking.ranked[i]].care;
        let well: Vec<Wire> = (0..ranking.ranked.len())
            .map(|i| self.circuit.and(candidates[i], ranking.well[ranking.ranked[i]]))
            .collect();
        (0..ranking.ranked.len())
            .map(|i| {
                if care(i) == Urgency::SelfCare {
                    return Wire::FALSE;
                }
                let mut presses = well[i];
                for j in (0..ranking.ranked.len()).filter(|j| *j != i) {
                    let outdone = match care(j).cmp(&care(i)) {
                        std::cmp::Ordering::Greater => well[j],
                        std::cmp::Ordering::Equal => self.circuit.and(well[j], ranking.before[j][i]),
                        std::cmp::Ordering::Less => Wire::FALSE,
                    };
                    presses = self.circuit.and(presses, !outdone);
                }
                presses
            })
            .collect()
    }

    fn with_companions(
        &mut self,
        ranking: &Ranking,
        help_only: Wire,
        allows_actions: Wire,
        for_itself: IndexVec<ConditionIx, Wire>,
        mut first: IndexVec<ConditionIx, Wire>,
        mut second: IndexVec<ConditionIx, Wire>,
    ) -> Shown {
        let pack = self.pack;
        // Whether a condition calls for each of its companions, and that one has a place.
        let mut calls = Calls::new();
        for condition in pack.conditions() {
            let mut called = Vec::new();
            for companion in &condition.never_without {
                let when = match &companion.when {
                    Some(when) => !self.truth(when).fails,
                    None => Wire::TRUE,
                };
                let pressing = Wire::from(pack.conditions()[companion.condition].care >= Urgency::SameDay);
                let has_a_place = self.circuit.or(allows_actions, pressing);
                let wire = self.circuit.all([when, has_a_place, !help_only]);
                called.push((companion.condition, wire));
            }
            calls.push(called);
        }
        let shown = with_all_called(self.circuit, for_itself.clone(), &calls);
        let mut companion = IndexVec::new();
        let mut counts = IndexVec::new();
        for condition in pack.conditions().indices() {
            let beside = self.circuit.and(shown[condition], !for_itself[condition]);
            companion.push(beside);
            let fits = self.circuit.and(beside, ranking.partly[condition]);
            counts.push(self.circuit.or(for_itself[condition], fits));
        }
        // Companions stand behind all that is shown for itself: one of them is second only beside a single condition, and
        // none is first.
        let alone = {
            let all: Vec<Wire> = for_itself.iter().copied().collect();
            !number::at_least(self.circuit, 2, &all)
        };
        let mut walk = Walk { steps: 0, path: Vec::new(), seconds: second.clone() };
        if alone != Wire::FALSE {
            for root in for_itself.indices().filter(|root| for_itself[*root] != Wire::FALSE) {
                let guard = self.circuit.and(alone, for_itself[root]);
                let mut known: IndexVec<ConditionIx, Wire> =
                    IndexVec::filled(Wire::FALSE, pack.conditions().len());
                walk.path = vec![root];
                known[root] = Wire::TRUE;
                let mut found = Wire::FALSE;
                self.walk(ranking, &calls, root, guard, &mut known, &mut found, &mut walk);
            }
        }
        second = walk.seconds;
        for condition in pack.conditions().indices() {
            first[condition] = self.circuit.and(first[condition], counts[condition]);
        }
        Shown {
            candidates: Vec::new(),
            ahead: Vec::new(),
            for_itself,
            companion,
            first,
            second,
            counts,
            too_entangled: walk.steps > COMPANION_STEPS_AT_MOST,
        }
    }

    /// Goes through the companions of a condition in the order of the engine, and notes the first that fits as second.
    #[expect(clippy::too_many_arguments, reason = "a walk has much to carry")]
    fn walk(
        &mut self,
        ranking: &Ranking,
        calls: &Calls,
        at: ConditionIx,
        guard: Wire,
        known: &mut IndexVec<ConditionIx, Wire>,
        found: &mut Wire,
        walk: &mut Walk,
    ) {
        // All that one condition brings is known before any of it brings more.
        let mut next = Vec::new();
        for (companion, wire) in &calls[at] {
            // What led here is known already, even where the circuit does not see that.
            let brought = self.circuit.all([guard, *wire, !known[*companion]]);
            if brought != Wire::FALSE && !walk.path.contains(companion) {
                known[*companion] = self.circuit.or(known[*companion], brought);
                next.push((*companion, brought));
            }
        }
        for (companion, brought) in next {
            walk.steps += 1;
            if walk.steps > COMPANION_STEPS_AT_MOST {
                return;
            }
            let fits = self.circuit.all([brought, ranking.partly[companion], !*found]);
            walk.seconds[companion] = self.circuit.or(walk.seconds[companion], fits);
            *found = self.circuit.or(*found, fits);
            walk.path.push(companion);
            self.walk(ranking, calls, companion, brought, known, found, walk);
            walk.path.pop();
        }
    }

    fn actions(
        &mut self,
        shown: &Shown,
        causes: &[Wire],
        blocked: &IndexVec<ActionIx, Wire>,
        offers: Wire,
    ) -> Actions {
        let pack = self.pack;
        let mut points: IndexVec<ActionIx, Vec<Term>> = IndexVec::filled(Vec::new(), pack.actions().len());
        let mut listed: IndexVec<ActionIx, Vec<Wire>> = IndexVec::filled(Vec::new(), pack.actions().len());
        let [first, second] = rules::CONDITION_POINTS;
        for (index, condition) in pack.conditions().iter_indexed() {
            for (place, action) in (0u32..).zip(&condition.actions) {
                let factor = i64::from(rules::worth_in_list(place));
                points[*action].push(Term {
                    cases: vec![
                        (shown.first[index], i64::from(first) * factor),
                        (shown.second[index], i64::from(second) * factor),
                        (shown.counts[index], i64::from(rules::FURTHER_CONDITION_POINTS) * factor),
                    ],
                });
                listed[*action].push(shown.counts[index]);
            }
        }
        for (position, cause) in pack.causes().iter().enumerate() {
            for (place, action) in (0u32..).zip(&cause.actions) {
                let factor = i64::from(rules::worth_in_list(place));
                points[*action].push(Term::when(causes[position], i64::from(rules::CAUSE_POINTS) * factor));
                listed[*action].push(causes[position]);
            }
        }
        // In each slot, what is useful and not kept away.
        let mut slots: BTreeMap<rules::Slot, Vec<ActionIx>> = BTreeMap::new();
        let (mut useful, mut candidate) = (IndexVec::new(), IndexVec::new());
        for (index, action) in pack.actions().iter_indexed() {
            let helps = if action.always { Wire::TRUE } else { self.circuit.any(listed[index].clone()) };
            candidate.push(self.circuit.all([helps, !blocked[index], offers]));
            useful.push(self.circuit.and(helps, offers));
            slots.entry(rules::Slot::of(action)).or_default().push(index);
        }
        let mut offered: IndexVec<ActionIx, Wire> = IndexVec::filled(Wire::FALSE, pack.actions().len());
        for (slot, members) in slots {
            if members.len() <= slot.room() {
                for action in members {
                    offered[action] = candidate[action];
                }
                continue;
            }
            let totals: Vec<Number> = members
                .iter()
                .map(|action| Number::sum(self.circuit, points_from(pack, *action), &points[*action]))
                .collect();
            let mut before = vec![vec![Wire::FALSE; members.len()]; members.len()];
            for i in 0..members.len() {
                for j in i + 1..members.len() {
                    let first = totals[i].exceeds(self.circuit, &totals[j], false);
                    before[i][j] = first;
                    before[j][i] = !first;
                }
            }
            for (i, action) in members.iter().enumerate() {
                let ahead: Vec<Wire> = (0..members.len())
                    .filter(|j| *j != i)
                    .map(|j| self.circuit.and(before[j][i], candidate[members[j]]))
                    .collect();
                let full = number::at_least(self.circuit, slot.room(), &ahead);
                offered[*action] = self.circuit.and(candidate[*action], !full);
            }
        }
        Actions { useful, offered, points }
    }
}

/// For each condition, its companions, and whether it calls for them once it is shown.
pub(crate) type Calls = IndexVec<ConditionIx, Vec<(ConditionIx, Wire)>>;

/// Some conditions with all that they call for, and what that calls for.
pub(crate) fn with_all_called(
    circuit: &mut Circuit,
    mut conditions: IndexVec<ConditionIx, Wire>,
    calls: &Calls,
) -> IndexVec<ConditionIx, Wire> {
    // One step more, as often as there are conditions.
    for _ in 0..conditions.len() {
        let before = conditions.clone();
        for (condition, called) in calls.iter_indexed() {
            for (companion, wire) in called {
                let brought = circuit.and(conditions[condition], *wire);
                conditions[*companion] = circuit.or(conditions[*companion], brought);
            }
        }
        if before == conditions {
            break;
        }
    }
    conditions
}

/// The points that an action has in any case.
pub(crate) fn points_from(pack: &Pack, action: ActionIx) -> i64 {
    if pack.actions()[action].always { i64::from(rules::ALWAYS_POINTS) } else { 0 }
}

/// What a walk through companions has seen.
struct Walk {
    steps: usize,
    /// The conditions from the root to where it stands.
    path: Vec<ConditionIx>,
    seconds: IndexVec<ConditionIx, Wire>,
}
