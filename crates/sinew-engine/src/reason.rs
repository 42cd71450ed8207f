//! Words for what a runner said.

use crate::reasons::{Said, SaidPart};
use sinew_model::{Answer, Answers, OptionSet, Pack, Question, QuestionKind, Reason};

/// What was said, in the runner's words, each once. What has no words is left out.
pub(crate) fn in_words(pack: &Pack, answers: &Answers, said: &[Said]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for reason in said.iter().filter_map(|said| one_in_words(pack, answers, *said)) {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

/// One thing that was said, in the runner's words.
fn one_in_words(pack: &Pack, answers: &Answers, said: Said) -> Option<Reason> {
    let question = &pack.questions()[said.question];
    let text = match (said.part, &question.kind) {
        (SaidPart::NotSure, _) => not_sure(question),
        (SaidPart::NoOption, QuestionKind::AnyOf { none_told, .. }) => none_told.clone(),
        (SaidPart::Option(option), QuestionKind::AnyOf { options, .. }) => options.get(option)?.told.clone(),
        (SaidPart::NoOption | SaidPart::Option(_) | SaidPart::Answer, _) => {
            told(question, answers.get(said.question)?).into_iter().next()?
        }
    };
    Some(Reason { question: Some(question.id.clone()), text, fact: None })
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
