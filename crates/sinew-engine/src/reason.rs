//! Words for what a runner said.

use crate::evaluation::Evaluation;
use sinew_logic::{Formula, Truth};
use sinew_model::{
    Answer, AnswerTest, Answers, FindingIx, FindingRule, OptionSet, Pack, Question, QuestionKind, Reason,
};
use std::collections::BTreeSet;

/// What the runner said that decided a formula, in the runner's words, each once. An answer to a question that does not apply
/// decides nothing, and is not repeated.
///
/// Looks at each finding once and without recursion: findings that build on one another make long chains and many ways.
pub(crate) fn reasons(
    pack: &Pack,
    answers: &Answers,
    evaluation: &Evaluation,
    formula: &Formula<FindingIx>,
) -> Vec<Reason> {
    let supports = |formula: &Formula<FindingIx>| {
        let supports = formula.explain(&|finding| evaluation.finding(*finding));
        supports.into_iter().rev().map(|support| *support.atom).collect::<Vec<_>>()
    };
    let (mut reasons, mut seen, mut open) = (Vec::new(), BTreeSet::new(), supports(formula));
    while let Some(finding) = open.pop() {
        if !seen.insert(finding) {
            continue;
        }
        if let FindingRule::Answer { question, test } = &pack.findings()[finding].rule
            && !evaluation.applies(pack, *question).is_false()
        {
            let asked = &pack.questions()[*question];
            let text = of_answer(asked, answers.get(*question), *test, evaluation.finding(finding));
            push_once(&mut reasons, asked, text);
        }
        open.extend(evaluation.deciding(pack, finding).into_iter().rev().flat_map(supports));
    }
    reasons
}

fn push_once(into: &mut Vec<Reason>, question: &Question, text: Option<String>) {
    if let Some(text) = text {
        let reason = Reason { question: Some(question.id.clone()), text, fact: None };
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
pub fn told(question: &Question, answer: Answer) -> Vec<String> {
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
