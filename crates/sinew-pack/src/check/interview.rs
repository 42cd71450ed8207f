//! Checks of identity, questions, formulas and red flags.

use crate::{
    code,
    draft::{FormulaDraft, IdentityDraft, KindDraft, Located, PackDraft, QuestionDraft, RangeDraft, Text},
};
use sinew_diag::Diagnostic;
use sinew_logic::Formula;
use sinew_model::{OptionSet, Urgency};

pub(super) fn check(draft: &PackDraft, diagnostics: &mut Vec<Diagnostic>) {
    identity(&draft.identity, diagnostics);
    for entry in &draft.questions {
        if let Some(question) = &entry.draft {
            self::question(&entry.id, question, diagnostics);
        }
    }
    red_flags(draft, diagnostics);
    for formula in formulas(draft) {
        counts(formula, diagnostics);
    }
}

fn identity(identity: &IdentityDraft, diagnostics: &mut Vec<Diagnostic>) {
    if let (Some(reviewed), Some(next)) = (&identity.reviewed, &identity.next_review)
        && next.value <= reviewed.value
    {
        diagnostics.push(
            Diagnostic::error(code::REVIEW_ORDER, "the next review is not after the last one")
                .label(next.span, "next review")
                .secondary(reviewed.span, "last review")
                .help("check the two dates"),
        );
    }
}

fn question(id: &Text, question: &QuestionDraft, diagnostics: &mut Vec<Diagnostic>) {
    match &question.kind {
        KindDraft::YesNo { .. } => {}
        KindDraft::OneOf { options, .. } | KindDraft::AnyOf { options, .. } => {
            if options.len() > OptionSet::CAPACITY {
                let message = format!(
                    "`{}` has {} options, at most {} fit",
                    id.value,
                    options.len(),
                    OptionSet::CAPACITY
                );
                diagnostics.push(
                    Diagnostic::error(code::TOO_MANY_OPTIONS, message)
                        .label(id.span, "")
                        .help("split the question"),
                );
            }
        }
        KindDraft::Scale { from, to, findings, .. } => {
            number_line(&from.value, &to.value, findings, diagnostics);
        }
        KindDraft::Number { min, max, findings, .. } => number_line(min, max, findings, diagnostics),
    }
}

fn number_line(
    from: &Located<i32>,
    to: &Located<i32>,
    findings: &[RangeDraft],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (least, most) = (from.value, to.value);
    if least >= most {
        diagnostics.push(
            Diagnostic::error(code::EMPTY_RANGE, format!("{most} is not more than {least}"))
                .label(to.span, "the upper end")
                .secondary(from.span, "the lower end")
                .help("check the two ends"),
        );
        return;
    }
    for finding in findings {
        let name = &finding.id;
        let at_least = finding.range.at_least.unwrap_or(least).max(least);
        let at_most = finding.range.at_most.unwrap_or(most).min(most);
        let problem = if at_least > at_most {
            "never"
        } else if at_least == least && at_most == most {
            "always"
        } else {
            continue;
        };
        diagnostics.push(
            Diagnostic::error(
                code::FINDING_RANGE,
                format!("`{}` would {problem} be true: the numbers go from {least} to {most}", name.value),
            )
            .label(name.span, format!("{problem} true"))
            .help("check `at-least` and `at-most`"),
        );
    }
}

fn red_flags(draft: &PackDraft, diagnostics: &mut Vec<Diagnostic>) {
    for entry in &draft.red_flags {
        let Some(flag) = &entry.draft else { continue };
        let urgency = flag.urgency.value;
        if urgency >= Urgency::SameDay && flag.say.is_none() {
            diagnostics.push(
                Diagnostic::error(
                    code::NO_SAY,
                    format!("`{}` does not say what to say on the telephone", entry.id.value),
                )
                .label(entry.id.span, "add `say`, in the first person")
                .secondary(flag.urgency.span, "flags of this urgency need it"),
            );
        }
        if urgency >= Urgency::SameDay && flag.actions.is_empty() {
            diagnostics.push(
                Diagnostic::error(
                    code::NO_DO,
                    format!("`{}` does not say what to do until help comes", entry.id.value),
                )
                .label(entry.id.span, "add `do`")
                .secondary(flag.urgency.span, "flags of this urgency need it"),
            );
        }
        if let Some(floor) = flag.unknown_floor.as_ref().filter(|floor| floor.urgency.value > urgency) {
            diagnostics.push(
                Diagnostic::error(
                    code::FLOOR_TOO_HIGH,
                    format!(
                        "`{}` is {} while it is unknown, but only {urgency} when it fires",
                        entry.id.value, floor.urgency.value
                    ),
                )
                .label(floor.urgency.span, "the floor")
                .secondary(flag.urgency.span, "the flag's own urgency")
                .help("lower the floor, or raise the urgency of the flag"),
            );
        }
        if let Some(own) = flag.covers.iter().find(|id| id.value == entry.id.value) {
            diagnostics.push(
                Diagnostic::error(code::COVERS_ITSELF, format!("`{}` covers itself", entry.id.value))
                    .label(own.span, "take it out"),
            );
        }
    }
}

/// Every formula of the pack's own files.
fn formulas(draft: &PackDraft) -> Vec<&Located<FormulaDraft>> {
    let mut all = Vec::new();
    all.extend(draft.questions.iter().filter_map(|entry| entry.draft.as_ref()?.ask_when.as_ref()));
    all.extend(draft.findings.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.when)));
    all.extend(draft.constraints.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.impossible)));
    all.extend(draft.red_flags.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.when)));
    all.extend(draft.exits.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.when)));
    for condition in draft.conditions.iter().filter_map(|entry| entry.draft.as_ref()) {
        all.extend(condition.adjustments.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.when)));
        all.extend(condition.evidence.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.when)));
    }
    all.extend(draft.causes.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.when)));
    all.extend(draft.actions.iter().filter_map(|entry| entry.draft.as_ref()?.blocked_when.as_ref()));
    all.extend(draft.blocks.iter().filter_map(|entry| Some(&entry.draft.as_ref()?.when)));
    all
}

/// Looks for counts and scores that cannot be reached.
fn counts(formula: &Located<FormulaDraft>, diagnostics: &mut Vec<Diagnostic>) {
    let mut open = vec![&formula.value];
    while let Some(part) = open.pop() {
        let problem = match part {
            Formula::Atom(_) => None,
            Formula::Not(inner) => {
                open.push(inner);
                None
            }
            Formula::All(members) | Formula::Any(members) => {
                open.extend(members);
                None
            }
            Formula::AtLeast { count, of } => {
                open.extend(of);
                (*count as usize > of.len()).then(|| format!("this asks for {count} of {}", of.len()))
            }
            Formula::Score { points, at_least } => {
                let most: i64 = points.iter().map(|(_, points)| i64::from(*points).max(0)).sum();
                (i64::from(*at_least) > most)
                    .then(|| format!("this asks for {at_least} points, but there are at most {most}"))
            }
        };
        if let Some(message) = problem {
            diagnostics.push(
                Diagnostic::error(code::AT_LEAST_COUNT, message)
                    .label(formula.span, "this can never hold")
                    .help("lower `at-least`, or add to what it counts"),
            );
        }
    }
}
