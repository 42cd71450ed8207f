//! Conditions that are never shown without another one.

use crate::{decision::ShownCondition, evaluation::Evaluation, ranking};
use sinew_model::{Companion, ConditionIx, Pack};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a companion is called for once its condition is shown. What is not known counts as if it were so: the companion is
/// the one that must not be missed.
pub(crate) fn is_called_for(evaluation: &Evaluation, companion: &Companion) -> bool {
    companion.when.as_ref().is_none_or(|when| !evaluation.truth(when).is_false())
}

/// Whether a companion is called for now, or further answers can still make it so.
pub(crate) fn may_be_called_for(evaluation: &Evaluation, companion: &Companion) -> bool {
    is_called_for(evaluation, companion)
        || companion.when.as_ref().is_some_and(|when| !evaluation.is_settled(when))
}

/// What is shown for itself, each followed by the companions that it calls for, and each of those by its own, as far as they
/// have a place. What is shown for itself keeps its place, and nothing is shown twice.
pub(crate) fn with_companions(
    pack: &Pack,
    evaluation: &Evaluation,
    for_itself: &[ShownCondition],
    has_a_place: impl Fn(ConditionIx) -> bool,
) -> Vec<ShownCondition> {
    let mut known: BTreeSet<ConditionIx> = for_itself.iter().map(|entry| entry.condition).collect();
    let mut shown = Vec::with_capacity(for_itself.len());
    // The next one to be shown is the last: no recursion, as companions of companions may make long chains.
    let mut waiting: Vec<ShownCondition> = for_itself.iter().rev().copied().collect();
    while let Some(entry) = waiting.pop() {
        shown.push(entry);
        let called: Vec<ShownCondition> = pack.conditions()[entry.condition]
            .never_without
            .iter()
            .filter(|companion| is_called_for(evaluation, companion) && has_a_place(companion.condition))
            .map(|companion| companion.condition)
            .filter(|condition| known.insert(*condition))
            .map(|condition| ShownCondition {
                condition,
                band: Some(ranking::score(&pack.conditions()[condition], condition, evaluation).band()),
                companion_of: Some(entry.condition),
            })
            .collect();
        waiting.extend(called.into_iter().rev());
    }
    shown
}

/// Every companion that is called for, or can come to be, beside these conditions or beside one another: what calls for it, by
/// the condition that it brings.
pub(crate) fn possible<'p>(
    pack: &'p Pack,
    evaluation: &Evaluation,
    beside: &[ConditionIx],
) -> BTreeMap<ConditionIx, Vec<&'p Companion>> {
    let mut open = beside.to_vec();
    let mut known: BTreeSet<ConditionIx> = beside.iter().copied().collect();
    let mut possible: BTreeMap<ConditionIx, Vec<&'p Companion>> = BTreeMap::new();
    while let Some(condition) = open.pop() {
        let companions = pack.conditions()[condition].never_without.iter();
        for companion in companions.filter(|companion| may_be_called_for(evaluation, companion)) {
            possible.entry(companion.condition).or_default().push(companion);
            if known.insert(companion.condition) {
                open.push(companion.condition);
            }
        }
    }
    possible
}
