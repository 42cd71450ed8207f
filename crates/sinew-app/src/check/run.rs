//! Running one case through the engine and holding the outcome against what it expects.

use super::{
    CaseResult, CaseStatus, GAP_CLOSED, STOPS_WRONG, TOO_LONG, UNEXPECTED, UNSAFE_ADVICE, UNSAFE_GAP,
    counted,
    deciding::{self, Deciding},
    expectation::{Unmet, Verdict, unmet},
    nearest::Search,
    person::{self, Interview},
};
use crate::threads;
use sinew_diag::Diagnostic;
use sinew_engine::{Context, StopReason};
use sinew_model::{Answers, Date, FlagStatus, Outcome, Pack, Reason, Urgency, UrgencyReason};
use sinew_pack::{Case, CaseAnswer, KnownGap, Loaded};
use std::num::NonZeroUsize;

/// The day on which cases are assessed. It moves the day of the review in the safety net, and nothing that a case expects.
pub(super) const DAY: Date = Date::constant(2026, 1, 1);

/// A case that was run.
pub(super) struct Run<'c> {
    pub(super) case: &'c Case,
    /// What became of it.
    pub(super) result: CaseResult,
    /// What was found, apart from the failure.
    pub(super) found: Vec<Diagnostic>,
    /// What did not come out as expected.
    failure: Option<Failure>,
}

/// Expectations that do not hold, and must.
struct Failure {
    /// The answers that count.
    answers: Answers,
    diagnostic: Diagnostic,
    deciding: Deciding,
}

/// Runs the cases of a pack, on so many threads.
pub(super) fn run_all<'c>(loaded: &'c Loaded, pack: &Pack, threads: NonZeroUsize) -> Vec<Run<'c>> {
    let one = |at: usize| loaded.cases.get(at).map(|case| run(loaded, pack, case));
    let runs = threads::each(loaded.cases.len(), threads, &one, &mut |_| {});
    let mut runs: Vec<Run<'c>> = runs.into_iter().flatten().collect();
    explain(loaded, pack, &mut runs);
    runs
}

/// Runs one case of a pack.
pub(super) fn run_one<'c>(loaded: &'c Loaded, pack: &Pack, case: &'c Case) -> Run<'c> {
    let mut run = run(loaded, pack, case);
    explain(loaded, pack, std::slice::from_mut(&mut run));
    run
}

/// Adds what failed, with the rules behind it and what would let it pass.
fn explain(loaded: &Loaded, pack: &Pack, runs: &mut [Run<'_>]) {
    // What would let a case pass whose gap is known is beside the point: it may stay open, but for what is unsafe.
    let mut failures: Vec<(&Case, &Answers, &mut Deciding)> = runs
        .iter_mut()
        .filter(|run| run.case.known_gap.is_none())
        .filter_map(|run| {
            let failure = run.failure.as_mut()?;
            Some((run.case, &failure.answers, &mut failure.deciding))
        })
        .collect();
    deciding::add_rules_to_blame(loaded, pack, &mut failures);
    let mut search = Search::new(pack);
    for run in runs {
        let Some(Failure { answers, diagnostic, deciding }) = run.failure.take() else { continue };
        let mut diagnostic = deciding.shown(diagnostic);
        if run.case.known_gap.is_none() {
            diagnostic = diagnostic.note(search.nearest(run.case, &answers).note(pack, &answers));
        }
        run.found.push(diagnostic);
    }
}

fn run<'c>(loaded: &Loaded, pack: &Pack, case: &'c Case) -> Run<'c> {
    let mut answers = person::written_answers(pack, case);
    let mut found = person::problems(pack, case, &answers);
    sinew_engine::drop_idle(pack, &mut answers);
    let interview = Interview::of(pack, &answers);
    let mut result = CaseResult {
        id: case.id.clone(),
        title: case.title.clone(),
        status: CaseStatus::Failed,
        urgency: None,
        typical: case.typical,
        questions: interview.asked,
        questions_at_most: case.expect.questions_at_most.map(|limit| limit.at_most),
        known_gap: case.known_gap.as_ref().map(|gap| gap.because.clone()),
    };
    if !found.is_empty() {
        return Run { case, result, found, failure: None };
    }
    let outcome = sinew_engine::assess(pack, &answers, &Context { today: DAY, region: None });
    result.urgency = Some(outcome.urgency);
    let verdict = Verdict::of(pack, case, &answers);
    let unmet = unmet(case, &verdict);
    let too_long = too_long(case, &interview);
    let all_met = unmet.is_empty() && too_long.is_none();
    found.extend(unsafe_advice(case, &outcome));
    found.extend(stops_wrong(pack, case, &interview, &answers));
    let mut failing: Option<(Diagnostic, Vec<Unmet<'_>>)> = None;
    match &case.known_gap {
        None => {
            let message = format!("the case `{}` does not come out as expected", case.id);
            failing = (!unmet.is_empty()).then(|| (UNEXPECTED.found(message), unmet));
            found.extend(too_long);
        }
        Some(gap) if all_met => found.push(gap_closed(case, gap)),
        Some(gap) => {
            let harmful: Vec<Unmet<'_>> = unmet.into_iter().filter(Unmet::is_unsafe).collect();
            failing = (!harmful.is_empty()).then(|| (unsafe_gap(case, gap), harmful));
        }
    }
    let failure = failing.map(|(diagnostic, unmet)| Failure {
        diagnostic: explained(labelled(diagnostic, pack, case, &unmet), &outcome),
        deciding: Deciding::of(loaded, pack, &answers, &outcome, &unmet),
        answers: answers.clone(),
    });
    // What a case says itself has to count; loading has reported where it does not.
    let counts = |given: &CaseAnswer| given.inherited || answers.get(given.question).is_some();
    if found.is_empty() && failure.is_none() && case.answers.iter().all(counts) {
        result.status = if all_met { CaseStatus::Passed } else { CaseStatus::KnownGap };
    }
    Run { case, result, found, failure }
}

/// Whether a case passes with this pack: what [`run`] finds, without the words. An interview is held only if the case promises
/// how long it is, because that takes far longer than all the rest. What an interview leaves out on purpose is the engine's to
/// get right, whatever the pack says.
pub(super) fn passes(pack: &Pack, case: &Case) -> bool {
    let mut answers = person::written_answers(pack, case);
    sinew_engine::drop_idle(pack, &mut answers);
    let verdict = Verdict::of(pack, case, &answers);
    let unmet = unmet(case, &verdict);
    if !unmet.is_empty() {
        return false;
    }
    let counts = |given: &CaseAnswer| given.inherited || answers.get(given.question).is_some();
    if !case.answers.iter().all(counts) || !person::problems(pack, case, &answers).is_empty() {
        return false;
    }
    case.expect.questions_at_most.is_none() || too_long(case, &Interview::of(pack, &answers)).is_none()
}

fn too_long(case: &Case, interview: &Interview) -> Option<Diagnostic> {
    let limit = case.expect.questions_at_most.filter(|limit| interview.asked > limit.at_most)?;
    Some(
        TOO_LONG
            .found(format!("the person of the case `{}` is asked too much", case.id))
            .label(limit.span, format!("asked {}", counted(interview.asked, "question")))
            .help("join questions, or ask one only when it matters (`ask-when`)"),
    )
}

fn gap_closed(case: &Case, gap: &KnownGap) -> Diagnostic {
    GAP_CLOSED
        .found(format!("the known gap of the case `{}` has closed", case.id))
        .label(gap.span, "all that is expected holds")
        .secondary(case.span, case.title.clone())
        .help("take `known-gap` out, so that the gap cannot open again unnoticed")
}

fn unsafe_gap(case: &Case, gap: &KnownGap) -> Diagnostic {
    UNSAFE_GAP
        .found(format!("the known gap of the case `{}` is one of safety", case.id))
        .secondary(gap.span, "this must not stay open")
        .help("mend the rule first; until then, let the pack be too careful")
}

/// Adds a label for each expectation that does not hold.
fn labelled(diagnostic: Diagnostic, pack: &Pack, case: &Case, unmet: &[Unmet<'_>]) -> Diagnostic {
    let labels = unmet.iter();
    labels
        .fold(diagnostic, |diagnostic, unmet| diagnostic.label(unmet.span(), unmet.words(pack)))
        .secondary(case.span, case.title.clone())
}

/// Adds what came out, and why.
fn explained(mut diagnostic: Diagnostic, outcome: &Outcome) -> Diagnostic {
    let reasons: Vec<String> = outcome.urgency_reasons.iter().map(urgency_reason).collect();
    diagnostic = diagnostic.note(format!("the urgency is {}: {}", outcome.urgency, reasons.join("; ")));
    for flag in &outcome.flags {
        let verb = match flag.status {
            FlagStatus::Fires => "fires",
            FlagStatus::CannotBeRuledOut => "cannot be ruled out",
        };
        let because = texts(&flag.reasons);
        let because = if because.is_empty() { String::new() } else { format!(" because {because}") };
        diagnostic = diagnostic.note(format!("`{}` {verb}{because}", flag.id));
    }
    let shown: Vec<String> = outcome
        .conditions
        .iter()
        .map(|condition| {
            let band = condition.band.map_or(String::new(), |band| format!(" {band}"));
            let beside = condition.companion_of.as_ref();
            let beside = beside.map_or(String::new(), |of| format!(" (beside `{}`)", of.condition));
            format!("`{}`{band}{beside}", condition.id)
        })
        .collect();
    if !shown.is_empty() {
        diagnostic = diagnostic.note(format!("the conditions shown are {}", shown.join(", ")));
    }
    diagnostic
}

fn urgency_reason(reason: &UrgencyReason) -> String {
    match reason {
        UrgencyReason::RedFlag(id) => format!("`{id}` fires"),
        UrgencyReason::UnknownRedFlag(id) => format!("`{id}` cannot be ruled out"),
        UrgencyReason::Condition(id) => format!("`{id}` fits well"),
        UrgencyReason::Exit(id) => format!("the exit `{id}` holds"),
        UrgencyReason::NothingUrgent => "nothing asks for more".into(),
    }
}

fn texts(reasons: &[Reason]) -> String {
    reasons.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>().join(", ")
}

/// Ids as they stand in messages.
pub(super) fn listed(ids: &[&str]) -> String {
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

/// What must never be shown at this urgency, whatever the case expects.
pub(super) fn unsafe_advice(case: &Case, outcome: &Outcome) -> Option<Diagnostic> {
    let mut shown = Vec::new();
    if !outcome.urgency.allows_actions() {
        let actions = outcome.advice.today.actions.iter().chain(&outcome.advice.weeks);
        shown.extend(actions.map(|action| format!("the action `{}`", action.id)));
    }
    if outcome.urgency == Urgency::Emergency {
        let conditions = outcome.conditions.iter().chain(&outcome.less_likely);
        shown.extend(conditions.map(|condition| format!("the condition `{}`", condition.id)));
    }
    if shown.is_empty() {
        return None;
    }
    let message =
        format!("the case `{}` ends at {} and is still shown more than help", case.id, outcome.urgency);
    Some(
        UNSAFE_ADVICE
            .found(message)
            .label(case.span, "")
            .note(format!("it is shown {}", shown.join(", ")))
            .note("this is an error of the program, not of the pack"),
    )
}

/// The interview may leave questions out, but only where no answer to them matters.
pub(super) fn stops_wrong(
    pack: &Pack,
    case: &Case,
    interview: &Interview,
    all: &Answers,
) -> Option<Diagnostic> {
    let whole = match interview.stop {
        // What comes after an emergency or an exit is left out on purpose.
        StopReason::Emergency | StopReason::Exit => return None,
        StopReason::SameDay => false,
        StopReason::Settled | StopReason::Complete => true,
    };
    if !interview.covered {
        return None;
    }
    let (stopped, all) = (sinew_engine::decide(pack, &interview.answers), sinew_engine::decide(pack, all));
    let mut differs = Vec::new();
    let mut compare = |what: &str, equal: bool| {
        if !equal {
            differs.push(what.to_owned());
        }
    };
    compare(
        &format!("the urgency ({}, not {})", stopped.urgency, all.urgency),
        stopped.urgency == all.urgency,
    );
    compare("the conditions shown", !whole || stopped.conditions == all.conditions);
    compare("the causes", !whole || stopped.causes == all.causes);
    compare("the actions", !whole || stopped.actions == all.actions);
    if differs.is_empty() {
        return None;
    }
    let message = format!("the interview of the case `{}` stops before its advice is settled", case.id);
    Some(
        STOPS_WRONG
            .found(message)
            .label(case.span, "")
            .note(format!(
                "after {} questions this differs from all answers: {}",
                interview.asked,
                differs.join(", ")
            ))
            .note("this is an error of the program, not of the pack"),
    )
}

#[cfg(test)]
mod tests;
