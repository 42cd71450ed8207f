//! Which question comes next, and which answers are missing, idle or contradictory.

use crate::{
    decision::{Standing, decide_from, emergency_fires},
    evaluation::Evaluation,
    relevance,
};
use sinew_logic::Truth;
use sinew_model::{Answer, Answers, Pack, QuestionIx, Urgency};
use std::{cmp::Reverse, collections::BTreeSet};

/// What the interview does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// This question is asked.
    Ask(QuestionIx),
    /// The interview is over.
    Done(StopReason),
}

/// Why the interview is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StopReason {
    /// An emergency flag fires.
    Emergency,
    /// The guide is not for this person.
    Exit,
    /// Red flags call for help today, and all of their questions are answered.
    SameDay,
    /// No question that is left can change the urgency, the conditions shown, the causes or the actions.
    Settled,
    /// Every question that applies is answered.
    Complete,
}

/// The next step for these answers.
///
/// Red flags come first, in pack order. An emergency or an exit ends the interview at once. Once a same-day flag fires, only
/// questions of flags that are at least same-day are still asked. Then comes the question with the greatest power to change
/// what is shown; of equals, the first in pack order.
pub fn next_step(pack: &Pack, answers: &Answers) -> Step {
    let evaluation = Evaluation::of(pack, answers);
    let decision = decide_from(pack, &evaluation);
    if emergency_fires(pack, &decision.fired) {
        return Step::Done(StopReason::Emergency);
    }
    if decision.exit.is_some() {
        return Step::Done(StopReason::Exit);
    }
    let safety = safety_questions(pack, answers, &evaluation);
    if let Some(question) = safety.into_iter().find(|question| evaluation.can_be_asked(pack, *question)) {
        return Step::Ask(question);
    }
    if decision.flags_call_for_today(pack) {
        return Step::Done(StopReason::SameDay);
    }
    let next = relevance::powers(pack, answers, &evaluation)
        .into_iter()
        .filter(|(question, _)| evaluation.can_be_asked(pack, *question))
        .min_by_key(|(question, power)| (Reverse(*power), *question));
    match next {
        Some((question, _)) => Step::Ask(question),
        None if unanswered(pack, answers, &evaluation).next().is_some() => Step::Done(StopReason::Settled),
        None => Step::Done(StopReason::Complete),
    }
}

/// Unanswered questions that can still change a red flag or exit that matters, in pack order.
fn safety_questions(pack: &Pack, answers: &Answers, evaluation: &Evaluation) -> BTreeSet<QuestionIx> {
    let same_day_fires = pack
        .red_flags()
        .iter()
        .any(|flag| flag.urgency >= Urgency::SameDay && evaluation.truth(&flag.when).is_true());
    let mut questions = BTreeSet::new();
    for flag in pack.red_flags() {
        let matters = !same_day_fires || flag.urgency.max(flag.floor_when_unknown()) >= Urgency::SameDay;
        if matters {
            evaluation.open_questions(pack, answers, &flag.when, &mut questions);
        }
    }
    for exit in pack.exits() {
        evaluation.open_questions(pack, answers, &exit.when, &mut questions);
    }
    questions
}

fn unanswered<'a>(
    pack: &'a Pack,
    answers: &'a Answers,
    evaluation: &'a Evaluation,
) -> impl Iterator<Item = QuestionIx> + 'a {
    pack.questions().indices().filter(|question| {
        answers.get(*question).is_none() && !evaluation.applies(pack, *question).is_false()
    })
}

/// The red-flag questions that apply and have no answer, in pack order. Without them no assessment is safe.
///
/// Empty once an emergency or an exit holds. A question whose turn depends on one of these is not in the list yet.
pub fn missing_answers(pack: &Pack, answers: &Answers) -> Vec<QuestionIx> {
    let evaluation = Evaluation::of(pack, answers);
    missing_in(pack, answers, &evaluation, &Standing::of(pack, &evaluation))
}

pub(crate) fn missing_in(
    pack: &Pack,
    answers: &Answers,
    evaluation: &Evaluation,
    standing: &Standing,
) -> Vec<QuestionIx> {
    if standing.exit.is_some() || emergency_fires(pack, &standing.fired) {
        return Vec::new();
    }
    safety_questions(pack, answers, evaluation)
        .into_iter()
        .filter(|question| evaluation.can_be_asked(pack, *question))
        .collect()
}

/// Whether the question applies to this person; unknown if that hangs on an answer that is missing or "not sure".
pub fn applies(pack: &Pack, answers: &Answers, question: QuestionIx) -> Truth {
    Evaluation::of(pack, answers).applies(pack, question)
}

/// Positions, in [`Pack::constraints`], of the impossible combinations that these answers make.
pub fn contradictions(pack: &Pack, answers: &Answers) -> Vec<usize> {
    contradictions_in(pack, &Evaluation::of(pack, answers)).collect()
}

pub(crate) fn contradictions_in<'a>(
    pack: &'a Pack,
    evaluation: &'a Evaluation,
) -> impl Iterator<Item = usize> + 'a {
    pack.constraints()
        .iter()
        .enumerate()
        .filter(|(_, constraint)| evaluation.truth(&constraint.impossible).is_true())
        .map(|(position, _)| position)
}

/// Questions that are answered although they do not apply, in pack order. Their answers count for nothing.
pub fn idle_answers(pack: &Pack, answers: &Answers) -> Vec<QuestionIx> {
    idle_in(pack, answers, &Evaluation::of(pack, answers)).collect()
}

fn idle_in<'a>(
    pack: &'a Pack,
    answers: &'a Answers,
    evaluation: &'a Evaluation,
) -> impl Iterator<Item = QuestionIx> + 'a {
    answers
        .iter()
        .map(|(question, _)| question)
        .filter(|question| pack.given_answer(*question).is_none())
        .filter(|question| evaluation.applies(pack, *question) == Truth::False)
}

/// Whether advice can be given on these answers as they stand: none is idle, none contradict each other, and no red-flag
/// question is missing. The same as asking [`idle_answers`], [`contradictions`] and [`missing_answers`], in one go.
pub fn stands(pack: &Pack, answers: &Answers) -> bool {
    let evaluation = Evaluation::of(pack, answers);
    if contradictions_in(pack, &evaluation).next().is_some()
        || idle_in(pack, answers, &evaluation).next().is_some()
    {
        return false;
    }
    let can_be_asked = |question: &QuestionIx| evaluation.can_be_asked(pack, *question);
    // Ranking is only worth its time if something is open: it may be silenced by an exit or an emergency.
    !safety_questions(pack, answers, &evaluation).iter().any(can_be_asked)
        || missing_in(pack, answers, &evaluation, &Standing::of(pack, &evaluation)).is_empty()
}

/// Removes idle answers and says which they were. One round is enough: the findings of an idle answer are false with it and
/// without it, so that taking it out makes no other one idle.
pub fn drop_idle(pack: &Pack, answers: &mut Answers) -> Vec<QuestionIx> {
    let idle = idle_answers(pack, answers);
    for question in &idle {
        answers.clear(pack, *question);
    }
    idle
}

/// The answers that would become idle if this answer were given.
pub fn would_drop(pack: &Pack, answers: &Answers, question: QuestionIx, answer: Answer) -> Vec<QuestionIx> {
    let mut changed = answers.clone();
    if !changed.set(pack, question, answer) {
        return Vec::new();
    }
    let before = idle_answers(pack, answers);
    drop_idle(pack, &mut changed).into_iter().filter(|question| !before.contains(question)).collect()
}
