//! Checks of conditions, actions and blocks.

use crate::{
    code,
    draft::{ActionDraft, ConditionDraft, Entry, EvidenceDraft, Located, PackDraft, Text},
    ratio::Ratio,
};
use sinew_diag::Diagnostic;
use sinew_model::Decibans;

pub(super) fn check(draft: &PackDraft, diagnostics: &mut Vec<Diagnostic>) {
    for entry in &draft.conditions {
        if let Some(condition) = &entry.draft {
            self::condition(&entry.id, condition, diagnostics);
        }
    }
    for entry in &draft.actions {
        if let Some(action) = &entry.draft {
            self::action(&entry.id, action, diagnostics);
        }
    }
    for entry in &draft.blocks {
        if let Some(block) = &entry.draft
            && block.actions.is_empty()
            && block.kinds.is_empty()
        {
            diagnostics.push(
                Diagnostic::error(code::EMPTY_BLOCK, format!("`{}` blocks nothing", entry.id.value))
                    .label(entry.id.span, "add `actions` or `kinds`"),
            );
        }
    }
}

fn condition(id: &Text, condition: &ConditionDraft, diagnostics: &mut Vec<Diagnostic>) {
    if condition.evidence.is_empty() && condition.only_with.is_empty() {
        diagnostics.push(
            Diagnostic::error(
                code::NO_EVIDENCE,
                format!("there is no evidence for or against `{}`", id.value),
            )
            .label(id.span, format!("add `[condition.{}.evidence.NAME]`, or `only-with`", id.value)),
        );
    }
    for line in &condition.evidence {
        if let Some(draft) = &line.draft {
            evidence(line, draft, diagnostics);
        }
    }
}

fn evidence(line: &Entry<EvidenceDraft>, draft: &EvidenceDraft, diagnostics: &mut Vec<Diagnostic>) {
    let says = |ratio: Option<&Located<Ratio>>| ratio.is_some_and(|ratio| ratio.value != Ratio::NEUTRAL);
    if !says(draft.present.as_ref()) && !says(draft.absent.as_ref()) {
        diagnostics.push(
            Diagnostic::error(code::SAYS_NOTHING, format!("the line `{}` says nothing", line.id.value))
                .label(line.id.span, "neither `present` nor `absent` weighs anything")
                .help("give one of them a figure, or take the line out"),
        );
    }
    for (name, ratio) in [("present", &draft.present), ("absent", &draft.absent)] {
        if let Some(ratio) = ratio
            && ratio.value != Ratio::NEUTRAL
            && ratio.value.decibans() == Decibans::ZERO
        {
            diagnostics.push(
                Diagnostic::warning(code::ROUNDS_TO_NOTHING, format!("`{name}` is too close to 1 to count"))
                    .label(ratio.span, "becomes 0 decibans")
                    .help("leave it out, or write the figure that is meant"),
            );
        }
    }
    if let (Some(present), Some(absent)) = (&draft.present, &draft.absent) {
        let (there, away) = (present.value.cmp(&Ratio::NEUTRAL), absent.value.cmp(&Ratio::NEUTRAL));
        if there == away && there != std::cmp::Ordering::Equal {
            let side = if there == std::cmp::Ordering::Greater { "for" } else { "against" };
            diagnostics.push(
                Diagnostic::warning(
                    code::SAME_SIDE,
                    format!("this finding speaks {side} the condition whether it is there or not"),
                )
                .label(absent.span, "when it is not there")
                .secondary(present.span, "when it is there")
                .help("check the figures: one of them is over 1 and the other below"),
            );
        }
    }
    let is_strong = draft.present.as_ref().filter(|present| present.value > Ratio::LAY_LIMIT);
    let defining = draft.defining.as_ref().filter(|defining| defining.value);
    if let (Some(present), None) = (is_strong, defining) {
        diagnostics.push(
            Diagnostic::error(code::NOT_DEFINING, "what a person reports weighs at most 5 here")
                .label(present.span, "more than 5")
                .help(
                    "write 5 or less, or add `defining = true` if the finding nearly defines the condition",
                ),
        );
    }
    if let (None, Some(defining)) = (is_strong, defining) {
        diagnostics.push(
            Diagnostic::warning(
                code::DEFINING_FOR_NOTHING,
                "`defining` does nothing: `present` is not over 5",
            )
            .label(defining.span, "take it out"),
        );
    }
    match (&draft.absent, &draft.absent_because) {
        (Some(absent), None) => diagnostics.push(
            Diagnostic::error(
                code::NO_ABSENT_BECAUSE,
                "the absence of this finding counts, but has no words",
            )
            .label(absent.span, "counts when the finding is not there")
            .help("add `absent-because`: how the absence is said to people"),
        ),
        (None, Some(words)) => diagnostics.push(
            Diagnostic::warning(code::NO_ABSENT, "these words are never shown: there is no `absent`")
                .label(words.span, "")
                .help("add `absent`, or take `absent-because` out"),
        ),
        _ => {}
    }
}

fn action(id: &Text, action: &ActionDraft, diagnostics: &mut Vec<Diagnostic>) {
    let dose = &action.dose.value;
    if dose.is_empty() {
        diagnostics.push(
            Diagnostic::error(code::NO_DOSE, format!("`{}` has no dose", id.value))
                .label(action.dose.span, "add at least one key")
                .help(
                    "say how much, how often or how long; in words with `how-often` if numbers do not say it",
                ),
        );
    }
    if let (Some(hold), Some(range)) = (dose.hold, dose.hold_range) {
        let within = (range.least().seconds()..=range.most().seconds()).contains(&hold.seconds());
        if !within {
            diagnostics.push(
                Diagnostic::error(code::HOLD_RANGE, format!("a hold of {hold} does not lie within {range}"))
                    .label(action.dose.span, "`hold` and `hold-range` do not agree"),
            );
        }
    }
}
