//! Which unanswered questions can still change what is shown, and how much.
//!
//! For every condition the least and the greatest evidence it can still reach is bounded by giving each line that is not
//! settled its worst and its best weight at once. The bounds ignore that lines hang together, so they are wider than what can
//! really happen: a question is at worst asked in vain, never left out wrongly.

use crate::{
    actions, companion,
    evaluation::Evaluation,
    ranking::{self, SHOWN_AT_MOST},
};
use sinew_logic::Formula;
use sinew_model::{
    ActionIx, Answers, Band, CauseIx, Condition, ConditionIx, Decibans, EvidenceLine, FindingIx, Pack,
    QuestionIx, Urgency,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// Weight, in the choice of the next question, of settling whether a condition calls for help sooner.
const URGENCY_POWER: u32 = 20;
/// Weight of settling whether a cause is named.
const CAUSE_POWER: u32 = 4;
/// Weight of settling whether a condition is shown beside another one: about that of a line of evidence.
const COMPANION_POWER: u32 = 6;
/// Weight of settling whether an action is kept away.
const BLOCK_POWER: u32 = 3;

/// The unanswered questions that can still change urgency, conditions shown, causes or actions, each with its power.
pub(crate) fn powers(pack: &Pack, answers: &Answers, evaluation: &Evaluation) -> BTreeMap<QuestionIx, u32> {
    let mut powers = Powers { pack, answers, evaluation, by_question: BTreeMap::new() };
    let certain_urgency = certain_urgency(pack, evaluation);
    let bounds: Vec<Bounds> = pack
        .conditions()
        .iter_indexed()
        .filter(|(_, condition)| condition.only_with.is_empty())
        .map(|(index, condition)| Bounds::of(condition, index, evaluation))
        .collect();
    // A condition that can come to fit well and asks for care may be shown wherever it stands in the ranking.
    let may_press = |entry: &Bounds| {
        entry.best.band == Band::FitsWell && pack.conditions()[entry.condition].care > Urgency::SelfCare
    };
    // If a condition can bring the urgency to same-day, only conditions of that care are shown, wherever they stand.
    let calls_for_today = |entry: &Bounds| pack.conditions()[entry.condition].care >= Urgency::SameDay;
    let may_end_today = bounds.iter().any(|entry| may_press(entry) && calls_for_today(entry));
    let may_be_left =
        |entry: &Bounds| may_end_today && calls_for_today(entry) && entry.best.band > Band::FitsLessWell;
    let maybe_shown: Vec<&Bounds> = bounds
        .iter()
        .filter(|entry| may_be_shown(entry, &bounds) || may_press(entry) || may_be_left(entry))
        .collect();

    for entry in bounds.iter().filter(|entry| may_press(entry) && entry.worst.band != Band::FitsWell) {
        let condition = &pack.conditions()[entry.condition];
        let raises = condition.care > certain_urgency;
        powers.add_condition(condition, if raises { URGENCY_POWER } else { 0 });
    }
    for entry in &maybe_shown {
        if !is_stable(entry, &maybe_shown) {
            powers.add_condition(&pack.conditions()[entry.condition], 0);
        }
    }
    let with_flags: Vec<ConditionIx> = may_come_with_flags(pack, evaluation).collect();
    // Places that may go to others wherever they stand in the ranking.
    let out_of_turn = |entry: &Bounds| {
        let is_pressed = bounds.iter().any(|other| other.condition != entry.condition && may_press(other));
        with_flags.len() + usize::from(is_pressed)
    };
    let mut possible_conditions: Vec<ConditionIx> = maybe_shown.iter().map(|entry| entry.condition).collect();
    possible_conditions.extend(&with_flags);
    let companions = powers.add_companions(&bounds, &possible_conditions, out_of_turn);
    possible_conditions.extend(companions);

    let mut possible_causes = Vec::new();
    for (index, cause) in pack.causes().iter_indexed() {
        let settled = evaluation.is_settled(&cause.when);
        if !settled {
            powers.add_formula(&cause.when, CAUSE_POWER);
        }
        if !settled || evaluation.truth(&cause.when).is_true() {
            possible_causes.push(index);
        }
    }
    for action in possible_actions(pack, &possible_conditions, &possible_causes) {
        powers.add_blocks(action);
    }
    powers.by_question
}

/// The urgency that no further answer can lower.
fn certain_urgency(pack: &Pack, evaluation: &Evaluation) -> Urgency {
    pack.red_flags()
        .iter()
        .filter(|flag| evaluation.is_settled(&flag.when) && evaluation.truth(&flag.when).is_true())
        .map(|flag| flag.urgency)
        .max()
        .unwrap_or(Urgency::SelfCare)
}

/// Conditions that are shown, or can come to be, because a red flag names them: their actions are offered too.
fn may_come_with_flags(pack: &Pack, evaluation: &Evaluation) -> impl Iterator<Item = ConditionIx> {
    let may_fire = |when| !evaluation.is_settled(when) || evaluation.truth(when).is_true();
    pack.conditions()
        .iter_indexed()
        .filter(move |(_, condition)| {
            condition.only_with.iter().any(|flag| may_fire(&pack.red_flags()[*flag].when))
        })
        .map(|(index, _)| index)
}

/// Every action that could come to be offered.
fn possible_actions(pack: &Pack, conditions: &[ConditionIx], causes: &[CauseIx]) -> Vec<ActionIx> {
    let listed: BTreeSet<ActionIx> = conditions
        .iter()
        .flat_map(|condition| &pack.conditions()[*condition].actions)
        .chain(causes.iter().flat_map(|cause| &pack.causes()[*cause].actions))
        .copied()
        .collect();
    pack.actions()
        .iter_indexed()
        .filter(|(index, action)| action.always || listed.contains(index))
        .map(|(index, _)| index)
        .collect()
}

/// A place in the ranking; greater is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    band: Band,
    total: Decibans,
    order: Reverse<ConditionIx>,
}

/// The worst and the best place a condition can still take.
#[derive(Debug)]
struct Bounds {
    condition: ConditionIx,
    worst: Key,
    best: Key,
}

impl Bounds {
    fn of(condition: &Condition, index: ConditionIx, evaluation: &Evaluation) -> Self {
        let bound = |pick: fn(Decibans, Decibans) -> Decibans| {
            let evidence = ranking::bound(condition, evaluation, pick);
            let shifts: Decibans = condition
                .adjustments
                .iter()
                .map(|adjustment| {
                    if !evaluation.is_settled(&adjustment.when) {
                        pick(adjustment.shift, Decibans::ZERO)
                    } else if evaluation.truth(&adjustment.when).is_true() {
                        adjustment.shift
                    } else {
                        Decibans::ZERO
                    }
                })
                .sum();
            Key {
                band: Band::of(evidence),
                total: condition.prior.weight + shifts + evidence,
                order: Reverse(index),
            }
        };
        Self { condition: index, worst: bound(Decibans::min), best: bound(Decibans::max) }
    }
}

fn may_be_shown(entry: &Bounds, all: &[Bounds]) -> bool {
    let certainly_above = all.iter().filter(|other| other.worst > entry.best).count();
    let fits = entry.best.band > Band::FitsLessWell;
    let some_fit_certain = all.iter().any(|other| other.worst.band > Band::FitsLessWell);
    if fits { certainly_above < SHOWN_AT_MOST } else { certainly_above == 0 && !some_fit_certain }
}

/// Whether a condition is shown for itself whatever is answered, when so many of the places may go to others out of turn.
fn is_surely_shown(entry: &Bounds, all: &[Bounds], out_of_turn: usize) -> bool {
    let maybe_above =
        all.iter().filter(|other| other.condition != entry.condition && other.best > entry.worst).count();
    entry.worst.band > Band::FitsLessWell && maybe_above + out_of_turn < SHOWN_AT_MOST
}

/// Whether neither the band of a condition nor its order among those that may be shown can still change.
fn is_stable(entry: &Bounds, shown: &[&Bounds]) -> bool {
    entry.worst.band == entry.best.band
        && shown.iter().all(|other| {
            other.condition == entry.condition || other.worst > entry.best || other.best < entry.worst
        })
}

struct Powers<'a> {
    pack: &'a Pack,
    answers: &'a Answers,
    evaluation: &'a Evaluation,
    by_question: BTreeMap<QuestionIx, u32>,
}

impl<'a> Powers<'a> {
    fn add_formula(&mut self, formula: &'a Formula<FindingIx>, power: u32) {
        let mut questions = BTreeSet::new();
        self.evaluation.open_questions(self.pack, self.answers, formula, &mut questions);
        for question in questions {
            let sum = self.by_question.entry(question).or_default();
            *sum = sum.saturating_add(power);
        }
    }

    fn add_condition(&mut self, condition: &'a Condition, extra: u32) {
        for line in &condition.evidence {
            self.add_formula(&line.when, extra.saturating_add(reach(line)));
        }
        for adjustment in &condition.adjustments {
            self.add_formula(&adjustment.when, adjustment.shift.value().unsigned_abs());
        }
    }

    /// A companion wins and loses no place: what matters is whether it is called for, and how well it fits. Nothing has to call
    /// for one that is shown for itself in any case. Gives those whose actions can come to be offered besides.
    fn add_companions(
        &mut self,
        bounds: &[Bounds],
        beside: &[ConditionIx],
        out_of_turn: impl Fn(&Bounds) -> usize,
    ) -> Vec<ConditionIx> {
        let pack = self.pack;
        let companions = companion::possible(pack, self.evaluation, beside);
        let mut may_fit = Vec::new();
        for entry in bounds {
            let Some(calls) = companions.get(&entry.condition) else { continue };
            if !is_surely_shown(entry, bounds, out_of_turn(entry)) {
                for when in calls.iter().filter_map(|companion| companion.when.as_ref()) {
                    self.add_formula(when, COMPANION_POWER);
                }
            }
            if beside.contains(&entry.condition) {
                continue;
            }
            if entry.worst.band != entry.best.band {
                self.add_condition(&pack.conditions()[entry.condition], 0);
            }
            if entry.best.band > Band::FitsLessWell {
                may_fit.push(entry.condition);
            }
        }
        may_fit
    }

    /// A block that holds for certain settles the matter; otherwise every open block matters.
    fn add_blocks(&mut self, action: ActionIx) {
        let formulas: Vec<_> = actions::blocks_of(self.pack, action).collect();
        let blocked_for_certain = formulas
            .iter()
            .any(|formula| self.evaluation.is_settled(formula) && !self.evaluation.truth(formula).is_false());
        if !blocked_for_certain {
            for formula in formulas {
                self.add_formula(formula, BLOCK_POWER);
            }
        }
    }
}

/// How far apart the weights of a line lie, in decibans.
fn reach(line: &EvidenceLine) -> u32 {
    line.present.value().abs_diff(line.absent.value())
}
