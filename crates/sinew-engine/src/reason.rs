//! Words for what a runner said.

use crate::evaluation::Evaluation;
use sinew_logic::{Formula, Truth};
use sinew_model::{
    Answer, AnswerTest, Answers, FindingIx, FindingRule, OptionSet, Pack, Question, QuestionIx, QuestionKind,
    Reason,
};

/// What the runner said that decided a formula, in the runner's words, each once.
pub(crate) fn reasons(
    pack: &Pack,
    answers: &Answers,
    evaluation: &Evaluation,
    formula: &Formula<FindingIx>,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    collect(pack, answers, evaluation, formula, &mut reasons);
    reasons
}

fn collect(
    pack: &Pack,
    answers: &Answers,
    evaluation: &Evaluation,
    formula: &Formula<FindingIx>,
    into: &mut Vec<Reason>,
) {
    for support in formula.explain(&|finding| evaluation.finding(*finding)) {
        match &pack.findings()[*support.atom].rule {
            FindingRule::Formula(inner) => collect(pack, answers, evaluation, inner, into),
            FindingRule::RedFlag(flag) => {
                collect(pack, answers, evaluation, &pack.red_flags()[*flag].when, into);
            }
            FindingRule::Exit(exit) => {
                collect(pack, answers, evaluation, &pack.exits()[*exit].when, into);
            }
            FindingRule::Answer { question, test } => {
                let text =
                    of_answer(&pack.questions()[*question], answers.get(*question), *test, support.truth);
                push_once(into, *question, pack, text);
            }
        }
    }
}

fn push_once(into: &mut Vec<Reason>, question: QuestionIx, pack: &Pack, text: Option<String>) {
    if let Some(text) = text {
        let reason = Reason { question: Some(pack.questions()[question].id.clone()), text };
        if !into.contains(&reason) {
            into.push(reason);
        }
    }
}

/// How one answer made one test come out. Nothing is said about an option of a list that was not chosen while others were.
fn of_answer(question: &Question, answer: Option<Answer>, test: AnswerTest, truth: Truth) -> Option<String> {
    let answer = answer?;
    if truth.is_unknown() || answer == Answer::NotSure {
        return Some(not_sure(question));
    }
    match (&question.kind, answer, test) {
        (QuestionKind::AnyOf { options, .. }, Answer::Any { .. }, AnswerTest::Chose(option))
            if truth.is_true() =>
        {
            options.get(option).map(|choice| choice.told.clone())
        }
        (QuestionKind::AnyOf { none_told, .. }, Answer::Any { chosen: OptionSet::EMPTY, .. }, _) => {
            Some(none_told.clone())
        }
        (QuestionKind::AnyOf { .. }, _, _) => None,
        _ => told(question, answer).into_iter().next(),
    }
}

/// "You were not sure" in words.
pub(crate) fn not_sure(question: &Question) -> String {
    format!("you were not sure about “{}”", question.short)
}

/// An answer in the runner's words, one text for each thing said.
pub(crate) fn told(question: &Question, answer: Answer) -> Vec<String> {
    let with_number = |text: &str, number: i32| text.replace("{value}", &number.to_string());
    match (&question.kind, answer) {
        (_, Answer::NotSure) => vec![not_sure(question)],
        (QuestionKind::YesNo { yes, no }, Answer::YesNo(said)) => {
            vec![if said { yes.told.clone() } else { no.told.clone() }]
        }
        (QuestionKind::OneOf { options, .. }, Answer::One(option)) => {
            options.get(option).map(|choice| choice.told.clone()).into_iter().collect()
        }
        (QuestionKind::AnyOf { none_told, .. }, Answer::Any { chosen: OptionSet::EMPTY, .. }) => {
            vec![none_told.clone()]
        }
        (QuestionKind::AnyOf { options, .. }, Answer::Any { chosen, unsure }) => {
            let mut texts: Vec<String> = chosen
                .iter()
                .filter_map(|option| options.get(option))
                .map(|choice| choice.told.clone())
                .collect();
            if unsure {
                texts.push(not_sure(question));
            }
            texts
        }
        (QuestionKind::Scale { told, .. } | QuestionKind::Number { told, .. }, Answer::Number(number)) => {
            vec![with_number(told, number)]
        }
        // An answer of another kind does not fit its question, and `Answers` holds none that do not fit.
        (
            QuestionKind::YesNo { .. }
            | QuestionKind::OneOf { .. }
            | QuestionKind::AnyOf { .. }
            | QuestionKind::Scale { .. }
            | QuestionKind::Number { .. },
            _,
        ) => Vec::new(),
    }
}

/// Whether an answer says no to everything the question asks about.
pub(crate) fn denies(question: &Question, answer: Answer) -> bool {
    match (&question.kind, answer) {
        (QuestionKind::YesNo { .. }, Answer::YesNo(said)) => !said,
        (QuestionKind::AnyOf { .. }, Answer::Any { chosen, unsure }) => chosen.is_empty() && !unsure,
        // An option with the id `no` is the pack's way to say that none of the others holds.
        (QuestionKind::OneOf { .. }, Answer::One(option)) => question.option_named("no") == Some(option),
        _ => false,
    }
}
