//! What fits, what does not, and the words of each problem.

use super::*;
use crate::{answers::AnswersFile, fixture};
use sinew_model::Answer;

fn written(pairs: &[(&str, &str)]) -> Vec<(String, RawAnswer)> {
    pairs.iter().map(|(id, text)| ((*id).to_owned(), RawAnswer::Text((*text).to_owned()))).collect()
}

/// The words of all problems, each with its remedy.
fn problems(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let problems = fit(&fixture::pack(), &written(pairs)).unwrap_err();
    problems.iter().map(|problem| (problem.to_string(), problem.remedy().unwrap_or_default())).collect()
}

#[track_caller]
fn refused(pairs: &[(&str, &str)], message: &str, remedy: &str) {
    assert_eq!(problems(pairs), [(message.to_owned(), remedy.to_owned())]);
}

#[test]
fn what_fits_is_taken_and_written_back() {
    let pack = fixture::pack();
    let raw = [
        ("right-now".to_owned(), RawAnswer::List(vec!["faint".into(), "not-sure".into()])),
        ("worst".to_owned(), RawAnswer::Number(3)),
        ("swollen".to_owned(), RawAnswer::Text("not-sure".into())),
    ];
    let answers = fit(&pack, &raw).unwrap();
    assert_eq!(answers.get(pack.question_named("worst").unwrap()), Some(Answer::Number(3)));
    // What opening the pack gives counts, but is not written down as something the person said.
    assert_eq!(answers.len(), 4);
    let file = AnswersFile::of(&pack, &answers, Some(fixture::DAY));
    assert_eq!((file.pack.as_deref(), file.pack_version.as_deref()), (Some("ache"), Some("1.2.3")));
    let read = AnswersFile::parse(file.to_toml().as_bytes(), crate::answers::AnswersFormat::Toml).unwrap();
    assert_eq!(read.date, Some(fixture::DAY));
    assert_eq!(read.answers.len(), 3);
    assert_eq!(fit(&pack, &read.answers).unwrap(), answers);
}

#[test]
fn unknown_questions_are_named_with_the_closest() {
    refused(
        &[("swolen", "no")],
        "`swolen` is not a question of this pack",
        "a question with a similar id exists: `swollen`",
    );
    refused(&[("hair-colour", "red")], "`hair-colour` is not a question of this pack", "");
}

#[test]
fn values_that_do_not_fit_are_named_with_what_does() {
    refused(
        &[("touch", "chord")],
        "`chord` is not an answer to `touch`; there are cord, wide, not-sure",
        "an answer with a similar id exists: `cord`",
    );
    refused(&[("worst", "11")], "11 is not between 0 and 10, which `worst` takes", "");
    refused(&[("age", "not-sure")], "`age` does not take \"not-sure\"; there are under-18, adult", "");
    let steering = fit(&fixture::pack(), &written(&[("touch", "\u{1b}[2J")])).unwrap_err();
    assert!(!steering[0].to_string().contains('\u{1b}'), "{}", steering[0]);
}

#[test]
fn an_answer_that_the_pack_gives_may_be_repeated_but_not_changed() {
    assert!(fit(&fixture::pack(), &written(&[("at-spot", "yes")])).is_ok());
    refused(
        &[("at-spot", "no")],
        "`at-spot` is `yes` in this pack, not `no`",
        "leave it out, or choose another pack",
    );
}

#[test]
fn answering_twice_contradictions_and_idle_answers_are_problems() {
    refused(&[("swollen", "no"), ("swollen", "yes")], "`swollen` is answered twice", "keep one of the two");
    refused(
        &[("start", "fall"), ("worst", "0")],
        "a fall that hurts and no pain do not fit together: `start`, `worst`",
        "change one of these answers",
    );
    refused(
        &[("start", "slowly"), ("fall-height", "3")],
        "`fall-height` does not apply with the other answers",
        "leave it out, or change what it depends on: `start`",
    );
}

#[test]
fn all_problems_are_reported_and_the_rest_is_kept() {
    let pack = fixture::pack();
    let raw = written(&[
        ("swollen", "no"),
        ("nothing", "no"),
        ("worst", "lots"),
        ("start", "slowly"),
        ("fall-height", "3"),
    ]);
    assert_eq!(fit(&pack, &raw).unwrap_err().len(), 3);
    let Fitted { answers, problems } = fit_leniently(&pack, &raw);
    assert_eq!(problems.len(), 3);
    let kept: Vec<String> =
        AnswersFile::of(&pack, &answers, None).answers.into_iter().map(|(id, _)| id).collect();
    assert_eq!(kept, ["swollen", "start"]);
}
