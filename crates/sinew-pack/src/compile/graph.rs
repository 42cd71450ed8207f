//! What depends on what: the order of the findings, circles, and questions that are asked too early.

use super::{
    Unit,
    names::{FindingSlot, Meaning, Names, each},
};
use crate::{
    check,
    draft::{FormulaDraft, Text},
};
use sinew_diag::Diagnostic;
use sinew_model::{ConditionIx, FindingIx, Index, QuestionIx};

/// The findings with their order.
#[derive(Debug)]
pub(super) struct Graph {
    /// Slots in an order in which each depends on earlier ones only.
    pub(super) order: Vec<FindingSlot>,
    /// The position of each slot in that order.
    positions: Vec<FindingIx>,
}

/// A finding while its place is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

impl Graph {
    pub(super) fn build(units: &[Unit<'_>], names: &Names, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let dependencies = Dependencies::collect(units, names);
        let order = sort(names, &dependencies, diagnostics);
        let mut positions = vec![FindingIx::at(0); order.len()];
        for (at, slot) in order.iter().enumerate() {
            positions[slot.0] = FindingIx::at(at);
        }
        let latest = latest_questions(names, &dependencies, &order);
        check_asking(units, names, &latest, diagnostics);
        Self { order, positions }
    }

    /// The position of a slot.
    pub(super) fn position(&self, slot: FindingSlot) -> FindingIx {
        self.positions[slot.0]
    }
}

/// The slots that each slot depends on.
struct Dependencies {
    /// What combinations, red flags, exits and the bands of conditions depend on.
    of: Vec<Vec<FindingSlot>>,
    /// What the answers to each question depend on.
    of_answers: Vec<Vec<FindingSlot>>,
}

impl Dependencies {
    fn collect(units: &[Unit<'_>], names: &Names) -> Self {
        let mut questions: Vec<Vec<FindingSlot>> = Vec::new();
        for (_, entry) in each!(units, questions) {
            if let Some(draft) = entry.draft.as_ref().filter(|_| names.questions.holds(&entry.id)) {
                let formula = draft.ask_when.as_ref().map(|formula| &formula.value);
                questions.push(formula.map_or(Vec::new(), |formula| slots_of(formula, names)));
            }
        }
        let mut of = vec![Vec::new(); names.meanings.len()];
        let mut set = |name: &str, place, formula: &FormulaDraft| {
            if let Some(slot) = names.finding(name)
                && names.meanings[slot.0].2 == place
            {
                of[slot.0] = slots_of(formula, names);
            }
        };
        for (_, entry) in each!(units, findings) {
            if let Some(draft) = &entry.draft {
                set(&entry.id.value, entry.id.span, &draft.when.value);
            }
        }
        for (_, entry) in each!(units, red_flags) {
            if let Some(draft) = &entry.draft {
                set(&entry.id.value, entry.id.span, &draft.when.value);
            }
        }
        for (_, entry) in each!(units, exits) {
            if let Some(draft) = &entry.draft {
                set(&entry.id.value, entry.id.span, &draft.when.value);
            }
        }
        for (at, (_, meaning, _)) in names.meanings.iter().enumerate() {
            if let Meaning::Fits { condition, .. } = meaning {
                of[at] = slots_of_evidence(units, names, *condition);
            }
        }
        Self { of, of_answers: questions }
    }

    fn get(&self, slot: FindingSlot, names: &Names) -> &[FindingSlot] {
        match names.meanings[slot.0].1 {
            Meaning::Answer { question, .. } => {
                self.of_answers.get(question.position()).map_or(&[], Vec::as_slice)
            }
            Meaning::Combination(_) | Meaning::RedFlag(_) | Meaning::Exit(_) | Meaning::Fits { .. } => {
                &self.of[slot.0]
            }
        }
    }
}

fn slots_of(formula: &FormulaDraft, names: &Names) -> Vec<FindingSlot> {
    let mut slots = Vec::new();
    formula.for_each_atom(&mut |name| slots.extend(names.finding(&name.value)));
    slots.dedup();
    slots
}

/// What the evidence for a condition depends on.
fn slots_of_evidence(units: &[Unit<'_>], names: &Names, condition: ConditionIx) -> Vec<FindingSlot> {
    each!(units, conditions)
        .filter(|(_, entry)| {
            names.conditions.get(&entry.id.value) == Some(condition) && names.conditions.holds(&entry.id)
        })
        .filter_map(|(_, entry)| entry.draft.as_ref())
        .flat_map(|draft| draft.evidence.iter().filter_map(|line| line.draft.as_ref()))
        .flat_map(|line| slots_of(&line.when.value, names))
        .collect()
}

/// Sorts by dependency, keeping the order of the files where it can. Works without recursion, as chains may be long.
fn sort(names: &Names, dependencies: &Dependencies, diagnostics: &mut Vec<Diagnostic>) -> Vec<FindingSlot> {
    let mut marks = vec![Mark::New; names.meanings.len()];
    let mut order = Vec::with_capacity(names.meanings.len());
    for start in (0..names.meanings.len()).map(FindingSlot) {
        if marks[start.0] != Mark::New {
            continue;
        }
        marks[start.0] = Mark::Open;
        let mut path: Vec<(FindingSlot, usize)> = vec![(start, 0)];
        while let Some((slot, next)) = path.last_mut() {
            let slot = *slot;
            if let Some(needed) = dependencies.get(slot, names).get(*next).copied() {
                *next += 1;
                match marks[needed.0] {
                    Mark::New => {
                        marks[needed.0] = Mark::Open;
                        path.push((needed, 0));
                    }
                    Mark::Open => {
                        let circle = path.iter().map(|(slot, _)| *slot).skip_while(|slot| *slot != needed);
                        diagnostics.extend(circle_problem(names, &circle.collect::<Vec<_>>()));
                    }
                    Mark::Done => {}
                }
            } else {
                marks[slot.0] = Mark::Done;
                order.push(slot);
                path.pop();
            }
        }
    }
    order
}

/// A circle through a question is reported as a question that is asked too early.
fn circle_problem(names: &Names, circle: &[FindingSlot]) -> Option<Diagnostic> {
    let meaning = |slot: &FindingSlot| &names.meanings[slot.0];
    if circle.iter().any(|slot| matches!(meaning(slot).1, Meaning::Answer { .. })) {
        return None;
    }
    let first = circle.first()?;
    let mut spelled: Vec<&str> = circle.iter().map(|slot| meaning(slot).0.as_str()).collect();
    spelled.push(&meaning(first).0);
    let message = if circle.len() == 1 {
        format!("the finding `{}` depends on itself", meaning(first).0)
    } else {
        format!("findings depend on each other in a circle: {}", spelled.join(" → "))
    };
    let mut diagnostic = check::FORMULA_CYCLE.found(message).label(meaning(first).2, "in the circle");
    for slot in circle.iter().skip(1) {
        diagnostic = diagnostic.secondary(meaning(slot).2, "in the circle");
    }
    Some(diagnostic.help("take one of these names out of its formula"))
}

/// For each slot the latest question that it depends on.
fn latest_questions(
    names: &Names,
    dependencies: &Dependencies,
    order: &[FindingSlot],
) -> Vec<Option<QuestionIx>> {
    let mut latest = vec![None; names.meanings.len()];
    for slot in order {
        latest[slot.0] = match names.meanings[slot.0].1 {
            Meaning::Answer { question, .. } => Some(question),
            Meaning::Combination(_) | Meaning::RedFlag(_) | Meaning::Exit(_) | Meaning::Fits { .. } => {
                dependencies.get(*slot, names).iter().filter_map(|needed| latest[needed.0]).max()
            }
        };
    }
    latest
}

fn check_asking(
    units: &[Unit<'_>],
    names: &Names,
    latest: &[Option<QuestionIx>],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let entries: Vec<_> = each!(units, questions).collect();
    let held: Vec<&Text> =
        entries.iter().map(|(_, entry)| &entry.id).filter(|id| names.questions.holds(id)).collect();
    for (_, entry) in &entries {
        let Some(formula) = entry.draft.as_ref().and_then(|draft| draft.ask_when.as_ref()) else { continue };
        let Some(asked) = names.questions.get(&entry.id.value).filter(|_| names.questions.holds(&entry.id))
        else {
            continue;
        };
        formula.value.for_each_atom(&mut |name| {
            let later = names.finding(&name.value).and_then(|slot| latest[slot.0]);
            let Some(later) = later.filter(|later| *later >= asked) else { return };
            let Some(place) = held.get(later.position()) else { return };
            let message = if later == asked {
                format!("whether `{}` is asked depends on its own answer", entry.id.value)
            } else {
                format!("whether `{}` is asked depends on `{}`, which is asked later", entry.id.value, place.value)
            };
            diagnostics.push(
                check::ASKED_TOO_EARLY.found(message)
                    .label(name.span, "depends on it")
                    .secondary(place.span, "asked here")
                    .help("questions are asked in the order of the file, libraries first; move one of the two, or leave the later one out of the formula"),
            );
        });
    }
}
