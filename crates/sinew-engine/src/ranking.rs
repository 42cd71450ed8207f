//! How well conditions fit, and in which order they are shown.

use crate::evaluation::Evaluation;
use sinew_logic::Truth;
use sinew_model::{Band, Condition, ConditionIx, Decibans, EvidenceLine, Pack, Urgency};
use std::{cmp::Reverse, collections::BTreeMap};

/// How many conditions are shown at first.
pub const SHOWN_AT_MOST: usize = 3;

/// A condition with its score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ranked {
    pub(crate) condition: ConditionIx,
    pub(crate) evidence: Decibans,
    /// Prior, adjustments and evidence together.
    pub(crate) total: Decibans,
}

impl Ranked {
    pub(crate) fn band(self) -> Band {
        Band::of(self.evidence)
    }

    /// What conditions are put in order by, best first: by band, then by prior plus evidence, then in pack order.
    pub(crate) fn order(&self) -> (Reverse<Band>, Reverse<Decibans>, ConditionIx) {
        (Reverse(self.band()), Reverse(self.total), self.condition)
    }
}

/// What a line of evidence weighs, given the truth of its finding.
pub(crate) fn weight(line: &EvidenceLine, truth: Truth) -> Decibans {
    match truth {
        Truth::True => line.present,
        Truth::False => line.absent,
        Truth::Unknown => Decibans::ZERO,
    }
}

/// The sum over lines in which, for each group, only the strongest line for and the strongest line against count.
///
/// Findings of a group travel together in people ("it twisted", "it swelled"); adding them all up would count one event
/// several times.
pub(crate) fn sum_of_groups(lines: impl Iterator<Item = (Option<u32>, Decibans)>) -> Decibans {
    let mut alone = Decibans::ZERO;
    let mut groups: BTreeMap<u32, (Decibans, Decibans)> = BTreeMap::new();
    for (group, weight) in lines {
        match group {
            None => alone += weight,
            Some(group) => {
                let (for_it, against) = groups.entry(group).or_default();
                *for_it = (*for_it).max(weight);
                *against = (*against).min(weight);
            }
        }
    }
    groups.into_values().fold(alone, |sum, (for_it, against)| sum + for_it + against)
}

/// The least or the greatest evidence that a condition can still come to have, by `pick`: every line that is not settled has its
/// worst or its best weight at once. Both are the evidence itself once no answer that is still to come matters.
pub(crate) fn bound(
    condition: &Condition,
    evaluation: &Evaluation,
    pick: fn(Decibans, Decibans) -> Decibans,
) -> Decibans {
    // `sum_of_groups` never falls when a weight rises, so bounding the weights bounds the sum.
    sum_of_groups(condition.evidence.iter().map(|line| {
        let weight = if evaluation.is_settled(&line.when) {
            weight(line, evaluation.truth(&line.when))
        } else {
            pick(pick(line.present, line.absent), Decibans::ZERO)
        };
        (line.group, weight)
    }))
}

/// The score of one condition.
pub(crate) fn score(condition: &Condition, index: ConditionIx, evaluation: &Evaluation) -> Ranked {
    let evidence = sum_of_groups(
        condition.evidence.iter().map(|line| (line.group, weight(line, evaluation.truth(&line.when)))),
    );
    let shifts: Decibans = condition
        .adjustments
        .iter()
        .filter(|adjustment| evaluation.truth(&adjustment.when).is_true())
        .map(|adjustment| adjustment.shift)
        .sum();
    Ranked { condition: index, evidence, total: condition.prior.weight + shifts + evidence }
}

/// All conditions that take part in the ranking, best first.
///
/// The band comes first because a good fit can raise the urgency: what did so stands before commoner ones that fit worse.
pub(crate) fn ranking(pack: &Pack, evaluation: &Evaluation) -> Vec<Ranked> {
    let mut ranked: Vec<Ranked> = pack
        .conditions()
        .iter_indexed()
        .filter(|(_, condition)| condition.only_with.is_empty())
        .map(|(index, condition)| score(condition, index, evaluation))
        .collect();
    ranked.sort_unstable_by_key(Ranked::order);
    ranked
}

/// The most care that a condition asks for which takes part in the ranking and fits well; at least this.
pub(crate) fn care(pack: &Pack, evaluation: &Evaluation, at_least: Urgency) -> Urgency {
    let mut most = at_least;
    for (index, condition) in pack.conditions().iter_indexed() {
        if condition.care > most {
            most = most.max(care_of(pack, evaluation, index));
        }
    }
    most
}

/// What a condition asks for: nothing if it does not fit well, or takes no part in the ranking.
pub(crate) fn care_of(pack: &Pack, evaluation: &Evaluation, index: ConditionIx) -> Urgency {
    let condition = &pack.conditions()[index];
    let counts = condition.only_with.is_empty() && condition.care > Urgency::SelfCare;
    if counts && score(condition, index, evaluation).band() == Band::FitsWell {
        condition.care
    } else {
        Urgency::SelfCare
    }
}

/// The part of the ranking that is shown: those that fit at least partly, as many as there is room for.
///
/// If the condition whose good fit asks for the most care is not among them, it takes the last place: what sets the urgency is
/// never hidden.
pub(crate) fn shown(pack: &Pack, ranked: &[Ranked], room: usize) -> Vec<Ranked> {
    let fitting = ranked.iter().take_while(|entry| entry.band() > Band::FitsLessWell);
    let mut shown: Vec<Ranked> = fitting.take(room).copied().collect();
    if let Some(pressing) = most_care(pack, ranked)
        && !shown.contains(&pressing)
    {
        shown.truncate(room.saturating_sub(1));
        shown.push(pressing);
    }
    shown
}

/// Of the conditions that fit well, the first of those that ask for the most care; none if all of them ask for self-care.
fn most_care(pack: &Pack, ranked: &[Ranked]) -> Option<Ranked> {
    let care = |entry: &Ranked| pack.conditions()[entry.condition].care;
    let well = || ranked.iter().filter(|entry| entry.band() == Band::FitsWell);
    let most = well().map(care).max().filter(|most| *most > Urgency::SelfCare)?;
    well().find(|entry| care(entry) == most).copied()
}
