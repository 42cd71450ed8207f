//! What fits, what does not, and the words of each problem.

use super::*;
use crate::{answers::AnswersFile, fixture};
use sinew_model::Answer;

fn written(pairs: &[(&str, &str)]) -> PackAnswers {
    let text = |(id, text): &(&str, &str)| ((*id).to_owned(), RawAnswer::Text((*text).to_owned()));
    pairs.iter().map(text).collect::<Vec<_>>().into()
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
    let raw = PackAnswers::from(vec![
        ("right-now".to_owned(), RawAnswer::List(vec!["faint".into(), "not-sure".into()])),
        ("worst".to_owned(), RawAnswer::Number(3)),
        ("swollen".to_owned(), RawAnswer::Text("not-sure".into())),
    ]);
    let answers = fit(&pack, &raw).unwrap();
    assert_eq!(answers.get(pack.question_named("worst").unwrap()), Some(Answer::Number(3)));
    // What opening the pack gives counts, but is not written down as something the person said.
    assert_eq!(answers.len(), 4);
    let file = AnswersFile::of(&pack, &answers, Some(fixture::DAY));
    assert_eq!((file.pack.as_deref(), file.current.pack_version.as_deref()), (Some("ache"), Some("1.2.3")));
    let read = AnswersFile::parse(file.to_toml().as_bytes(), crate::answers::AnswersFormat::Toml).unwrap();
    assert_eq!(read.current.date, Some(fixture::DAY));
    assert_eq!((read.current.answers.len(), read.current.asked.len()), (3, 3));
    assert_eq!(fit(&pack, &read.current).unwrap(), answers);
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

/// A new choice may be the one that would have been chosen: an old "none of these" says nothing about it.
#[test]
fn an_answer_to_another_question_does_not_count() {
    let pack = fixture::pack();
    let answers = fit(&pack, &written(&[("right-now", "none"), ("swollen", "no"), ("worst", "3")])).unwrap();
    let given = PackAnswers::of(&pack, &answers, None);
    let option = "faint = {";
    let more = "cold = { label = \"A cold foot\", told = \"your foot is cold\" }\nfaint = {";
    let changed = fixture::pack_of(fixture::sources_with("base", "questions.toml", option, more));
    let problems = fit(&changed, &given).unwrap_err();
    assert_eq!(
        problems[0].to_string(),
        "`right-now` asks something else now, or has other choices, than when it was answered"
    );
    assert_eq!(problems[0].remedy().unwrap(), "answer it again, and leave its line under `asked` out");
    let Fitted { answers, problems } = fit_leniently(&changed, &given);
    assert_eq!((answers.get(changed.question_named("right-now").unwrap()), problems.len()), (None, 1));
    assert!(answers.get(changed.question_named("swollen").unwrap()).is_some());
    // What was written by hand, or answered again, is taken as it is.
    let mut given = given;
    given.set("right-now", RawAnswer::Text("none".into()));
    assert!(fit(&changed, &given).is_ok());
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
        PackAnswers::of(&pack, &answers, None).answers.into_iter().map(|(id, _)| id).collect();
    assert_eq!(kept, ["swollen", "start"]);
}
