//! Running one case through the engine and holding the outcome against what it expects.

use super::{CaseResult, IMPOSSIBLE, INCOMPLETE, STOPS_WRONG, TOO_LONG, UNEXPECTED, UNSAFE_ADVICE, counted};
use sinew_diag::Diagnostic;
use sinew_engine::{Context, Step, StopReason};
use sinew_model::{
    Answer, Answers, Date, FlagStatus, Index as _, OptionIx, OptionSet, Outcome, Pack, Question, QuestionIx,
    QuestionKind, Reason, Urgency, UrgencyReason,
};
use sinew_pack::{Case, CaseAnswer, Mention, MentionedAt};

/// The day on which cases are assessed. It moves the day of the review in the safety net, and nothing that a case expects.
const DAY: Date = Date::constant(2026, 1, 1);

pub(super) fn run(pack: &Pack, case: &Case) -> (CaseResult, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let answers = answers(pack, case, &mut found);
    let interview = interview(pack, &answers);
    let mut result = CaseResult {
        id: case.id.clone(),
        title: case.title.clone(),
        passed: false,
        urgency: None,
        questions: interview.asked,
        questions_at_most: case.expect.questions_at_most.map(|limit| limit.at_most),
    };
    if found.is_empty() {
        let outcome = sinew_engine::assess(pack, &answers, &Context { today: DAY, region: None });
        result.urgency = Some(outcome.urgency);
        found.extend(unexpected(pack, case, &outcome));
        found.extend(unsafe_advice(case, &outcome));
        found.extend(stops_wrong(pack, case, &interview, &answers));
        found.extend(too_long(case, &interview));
    }
    // What a case says itself has to count; loading has reported where it does not.
    let counts = |given: &CaseAnswer| given.inherited || answers.get(given.question).is_some();
    result.passed = found.is_empty() && case.answers.iter().all(counts);
    (result, found)
}

/// The answers of the case; what is wrong with them goes into `found`.
fn answers(pack: &Pack, case: &Case, found: &mut Vec<Diagnostic>) -> Answers {
    let mut answers = Answers::new(pack);
    for given in &case.answers {
        answers.set(pack, given.question, given.answer);
    }
    let names = |questions: &[QuestionIx]| {
        let ids: Vec<&str> =
            questions.iter().map(|question| pack.questions()[*question].id.as_str()).collect();
        listed(&ids)
    };
    for position in sinew_engine::contradictions(pack, &answers) {
        let constraint = &pack.constraints()[position];
        found.push(
            IMPOSSIBLE
                .found(format!("the case `{}` has answers that no person can have", case.id))
                .label(case.span, "")
                .note(format!("`{}`: {}", constraint.id, constraint.because))
                .help("change one of the answers"),
        );
    }
    sinew_engine::drop_idle(pack, &mut answers);
    let missing = sinew_engine::missing_answers(pack, &answers);
    if !missing.is_empty() {
        found.push(
            INCOMPLETE
                .found(format!("the case `{}` leaves a warning-sign question open", case.id))
                .label(case.span, "")
                .note(format!("there is no answer to {}", names(&missing)))
                .help("answer it, if need be with \"not-sure\""),
        );
    }
    answers
}

/// The interview of one person.
pub(super) struct Interview {
    /// How many questions were asked.
    pub(super) asked: usize,
    /// The answers at the end.
    pub(super) answers: Answers,
    /// Whether the case had an answer to each question that was asked.
    pub(super) covered: bool,
    /// Why it ended.
    pub(super) stop: StopReason,
}

/// Interviews the person of a case. Where the case says nothing, the person is not sure; where that is not offered, it is no,
/// none, or the first answer there is.
fn interview(pack: &Pack, known: &Answers) -> Interview {
    let (mut asked, mut answers, mut covered) = (0, Answers::new(pack), true);
    loop {
        match sinew_engine::next_step(pack, &answers) {
            // No question is asked twice; the bound keeps an engine at fault from hanging a check.
            Step::Ask(question) if asked < pack.questions().len() => {
                asked += 1;
                covered &= known.get(question).is_some();
                let answer = known.get(question).unwrap_or_else(|| silent(&pack.questions()[question]));
                answers.set(pack, question, answer);
            }
            Step::Ask(_) => return Interview { asked, answers, covered, stop: StopReason::Complete },
            Step::Done(stop) => return Interview { asked, answers, covered, stop },
        }
    }
}

fn silent(question: &Question) -> Answer {
    if question.not_sure {
        return Answer::NotSure;
    }
    match &question.kind {
        QuestionKind::YesNo { .. } => Answer::YesNo(false),
        QuestionKind::OneOf { .. } => Answer::One(OptionIx::at(0)),
        QuestionKind::AnyOf { .. } => Answer::Any { chosen: OptionSet::EMPTY, unsure: false },
        QuestionKind::Scale { from, .. } => Answer::Number(from.value),
        QuestionKind::Number { min, .. } => Answer::Number(*min),
    }
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

/// One diagnostic for everything that did not come out as expected.
fn unexpected(pack: &Pack, case: &Case, outcome: &Outcome) -> Option<Diagnostic> {
    let expect = &case.expect;
    let mut labels = Vec::new();
    if expect.urgency != outcome.urgency {
        labels.push((expect.urgency_span, format!("expected {}, got {}", expect.urgency, outcome.urgency)));
    }
    let fired: Vec<&str> = outcome
        .flags
        .iter()
        .filter(|flag| flag.status == FlagStatus::Fires)
        .map(|flag| flag.id.as_str())
        .collect();
    if let Some(expected) = &expect.flags {
        let expected: Vec<&str> = expected.iter().map(|flag| pack.red_flags()[*flag].id.as_str()).collect();
        let missing: Vec<&str> = expected.iter().copied().filter(|flag| !fired.contains(flag)).collect();
        let extra: Vec<&str> = fired.iter().copied().filter(|flag| !expected.contains(flag)).collect();
        if !missing.is_empty() || !extra.is_empty() {
            let mut parts = Vec::new();
            if !missing.is_empty() {
                parts.push(format!("{} did not fire", listed(&missing)));
            }
            if !extra.is_empty() {
                parts.push(format!("{} fired too", listed(&extra)));
            }
            labels.push((expect.flags_span, parts.join(", ")));
        }
    }
    for MentionedAt { mentions, id: _, span } in &expect.must {
        if !mentions.iter().any(|mention| appears(pack, outcome, *mention)) {
            let kinds: Vec<&str> = mentions.iter().map(|mention| kind(*mention)).collect();
            labels.push((*span, format!("this {} does not appear", kinds.join(" or "))));
        }
    }
    for MentionedAt { mentions, id: _, span } in &expect.must_not {
        for mention in mentions.iter().filter(|mention| appears(pack, outcome, **mention)) {
            labels.push((*span, format!("this {} appears", kind(*mention))));
        }
    }
    for (condition, band, span) in &expect.bands {
        let id = &pack.conditions()[*condition].id;
        let mut all = outcome.conditions.iter().chain(&outcome.less_likely);
        let got = all.find(|advice| advice.id == *id).and_then(|advice| advice.band);
        if got != Some(*band) {
            let got = got.map_or("it is not ranked".into(), |got| format!("got {got}"));
            labels.push((*span, format!("expected {band}, {got}")));
        }
    }
    if labels.is_empty() {
        return None;
    }
    let message = format!("the case `{}` does not come out as expected", case.id);
    let mut diagnostic = UNEXPECTED.found(message);
    for (span, text) in labels {
        diagnostic = diagnostic.label(span, text);
    }
    diagnostic = diagnostic.secondary(case.span, case.title.clone());
    Some(explained(diagnostic, outcome))
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

fn listed(ids: &[&str]) -> String {
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

fn kind(mention: Mention) -> &'static str {
    match mention {
        Mention::RedFlag(_) => "red flag",
        Mention::Exit(_) => "exit",
        Mention::Condition(_) => "condition",
        Mention::Cause(_) => "cause",
        Mention::Action(_) => "action",
    }
}

/// Whether something appears in the result: a red flag by firing, a condition by being among those shown, an action by being
/// offered for today or the next weeks.
fn appears(pack: &Pack, outcome: &Outcome, mention: Mention) -> bool {
    match mention {
        Mention::RedFlag(index) => {
            let id = &pack.red_flags()[index].id;
            outcome.flags.iter().any(|flag| flag.id == *id && flag.status == FlagStatus::Fires)
        }
        Mention::Exit(index) => {
            let id = &pack.exits()[index].id;
            outcome.exit.as_ref().is_some_and(|exit| exit.id == *id)
        }
        Mention::Condition(index) => {
            let id = &pack.conditions()[index].id;
            outcome.conditions.iter().any(|condition| condition.id == *id)
        }
        Mention::Cause(index) => {
            let id = &pack.causes()[index].id;
            outcome.causes.iter().any(|cause| cause.id == *id)
        }
        Mention::Action(index) => {
            let id = &pack.actions()[index].id;
            outcome.advice.today.actions.iter().chain(&outcome.advice.weeks).any(|action| action.id == *id)
        }
    }
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
