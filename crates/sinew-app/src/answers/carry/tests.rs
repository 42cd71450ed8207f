//! What is carried over, what is not, and that it makes no difference to what is decided.

use super::*;
use crate::{
    answers::{AnswersFormat, Fitted},
    assess, fixture,
};
use sinew_engine::{Step, drop_idle, next_step};
use sinew_model::{Answer, Outcome, RawAnswer, Urgency};

/// What a person would answer, whatever the pack: ids of questions with answers.
type Truth<'a> = &'a [(&'a str, &'a str)];

fn written(truth: Truth<'_>) -> PackAnswers {
    let text = |(id, text): &(&str, &str)| ((*id).to_owned(), RawAnswer::Text((*text).to_owned()));
    truth.iter().map(text).collect::<Vec<_>>().into()
}

fn answers(pack: &Pack, truth: Truth<'_>) -> Answers {
    fit_leniently(pack, &written(truth)).answers
}

/// Written answers in words: `question=answer`.
fn words(given: &PackAnswers) -> Vec<String> {
    given.answers.iter().map(|(id, answer)| format!("{id}={answer}")).collect()
}

fn ids(pack: &Pack, questions: &[QuestionIx]) -> Vec<String> {
    questions.iter().map(|index| pack.questions()[*index].id.to_string()).collect()
}

const WHOLE: Truth<'_> = &[
    ("right-now", "none"),
    ("age", "adult"),
    ("swollen", "no"),
    ("start", "slowly"),
    ("worst", "3"),
    ("touch", "cord"),
];

#[test]
fn the_same_question_carries_over_and_another_of_the_same_id_does_not() {
    let (ache, pang) = (fixture::pack(), fixture::second_pack());
    let mut into = PackAnswers::default();
    let carried = carry_over(&ache, &answers(&ache, WHOLE), &pang, &mut into);
    // What opening the first pack gives is known of the person; `swollen` is the same question in two packs.
    assert_eq!(words(&into), ["right-now=none", "age=adult", "at-spot=yes", "swollen=no"]);
    assert_eq!(ids(&ache, &carried.taken), ["right-now", "age", "at-spot", "swollen"]);
    // `start` has other choices there, and the rest is not asked at all.
    assert_eq!(ids(&ache, &carried.left), ["start", "worst", "touch"]);
    let Fitted { answers, problems } = fit_leniently(&pang, &into);
    assert_eq!((answers.len(), problems), (4, vec![]));
}

#[test]
fn what_was_not_asked_stays_unasked() {
    let (ache, pang) = (fixture::pack(), fixture::second_pack());
    let mut into = PackAnswers::default();
    carry_over(&ache, &answers(&ache, &[("right-now", "none")]), &pang, &mut into);
    assert_eq!(words(&into), ["right-now=none", "at-spot=yes"]);
    let there = fit_leniently(&pang, &into).answers;
    assert!(assess(&pang, &there, fixture::DAY, None).is_err(), "warning signs have no answer yet");
    let swollen = pang.question_named("swollen").unwrap();
    assert_eq!(there.get(swollen), None);
}

#[test]
fn not_sure_is_carried_over_as_not_sure() {
    let (ache, pang) = (fixture::pack(), fixture::second_pack());
    let truth: Truth<'_> =
        &[("right-now", "none"), ("age", "adult"), ("swollen", "not-sure"), ("start", "slowly")];
    let mut into = PackAnswers::default();
    carry_over(&ache, &answers(&ache, truth), &pang, &mut into);
    into.set("start", RawAnswer::Text("slowly".into()));
    let outcome = assess(&pang, &fit_leniently(&pang, &into).answers, fixture::DAY, None).unwrap();
    assert_eq!(outcome.urgency, Urgency::SameDay);
}

#[test]
fn what_the_other_pack_gives_stays_as_it_is_there() {
    let (ache, pang) = (fixture::pack(), fixture::second_pack());
    for (said, left) in [("yes", &[][..]), ("no", &["at-spot"][..])] {
        let mut into = PackAnswers::default();
        let carried = carry_over(&pang, &answers(&pang, &[("at-spot", said)]), &ache, &mut into);
        assert_eq!(
            (words(&into), ids(&pang, &carried.left)),
            (vec![], left.iter().map(ToString::to_string).collect())
        );
    }
}

#[test]
fn a_later_answer_takes_the_place_of_an_earlier_one_and_keeps_its_question() {
    let (ache, pang) = (fixture::pack(), fixture::second_pack());
    let mut into = written(&[("swollen", "yes"), ("start", "twist")]);
    into.asked = vec![("swollen".into(), "another question".into())];
    carry_over(&ache, &answers(&ache, &[("swollen", "no")]), &pang, &mut into);
    assert_eq!(into.get("swollen"), Some(&RawAnswer::Text("no".into())));
    assert_eq!(into.get("start"), Some(&RawAnswer::Text("twist".into())), "it has nothing to do with it");
    assert_eq!(fit_leniently(&pang, &into).problems, []);
}

/// What is carried over is held against the other pack like any other answer.
#[test]
fn what_does_not_apply_there_or_contradicts_is_found_as_with_any_answers() {
    let ache = fixture::pack();
    let questions =
        std::str::from_utf8(&fixture::second_sources()[1].files["questions.toml"]).unwrap().to_owned();
    let text = questions.replacen(
        "ask = \"Is the leg swollen?\"",
        "ask-when = { not = \"right-now.none\" }\nask = \"Is the leg swollen?\"",
        1,
    );
    let text = format!(
        "{text}\n[constraint.odd]\nimpossible = {{ all = [\"at-spot\", \"age.adult\"] }}\nbecause = \"these do not go together\"\n"
    );
    let pang = fixture::second_pack_with("questions.toml", &text);
    let mut into = PackAnswers::default();
    let carried = carry_over(&ache, &answers(&ache, WHOLE), &pang, &mut into);
    assert_eq!(carried.taken.len(), 4, "it is the same question, whenever it is asked");
    let Fitted { answers, problems } = fit_leniently(&pang, &into);
    let words: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        ["these do not go together: `age`, `at-spot`", "`swollen` does not apply with the other answers"]
    );
    // Only the person knows which of the two is wrong; what does not apply counts for nothing.
    assert_eq!(answers.get(pang.question_named("swollen").unwrap()), None);
    assert!(answers.get(pang.question_named("age").unwrap()).is_some());
}

/// Asks what comes next until nothing does. Gives the questions that were asked.
fn hold(pack: &Pack, answers: &mut Answers, truth: &Answers) -> Vec<String> {
    let mut asked = Vec::new();
    while let Step::Ask(question) = next_step(pack, answers) {
        let answer = truth.get(question).unwrap_or(Answer::NotSure);
        assert!(answers.set(pack, question, answer));
        asked.push(pack.questions()[question].id.to_string());
    }
    asked
}

/// What is decided about a person. Lesser flags than those that set the urgency are not asked about from same-day on.
fn decided(outcome: &Outcome) -> (Urgency, Vec<String>, Vec<String>, Option<String>) {
    let flags = outcome.flags.iter().filter(|flag| flag.gives == outcome.urgency);
    let flags = flags.map(|flag| format!("{} {:?}", flag.id, flag.status)).collect();
    let conditions =
        outcome.conditions.iter().map(|shown| format!("{} {:?}", shown.id, shown.band)).collect();
    (outcome.urgency, flags, conditions, outcome.exit.as_ref().map(|exit| exit.id.to_string()))
}

/// All people there can be, as far as these packs can tell them apart: held in one pack, carried to the other and asked only
/// the rest there, everybody gets what somebody gets who opens only that pack, or who answers everything.
#[test]
fn a_carried_interview_decides_as_a_full_one() {
    let (ache, pang) = (fixture::pack(), fixture::second_pack());
    let (mut people, mut urgencies) = (0, std::collections::BTreeSet::new());
    for right_now in ["none", "faint", "not-sure"] {
        for age in ["adult", "under-18"] {
            for swollen in ["yes", "no", "not-sure"] {
                for (start, there) in
                    [("fall", "fall"), ("slowly", "slowly"), ("slowly", "twist"), ("not-sure", "not-sure")]
                {
                    for worst in ["0", "5", "9", "not-sure"] {
                        for clicks in ["yes", "no", "not-sure"] {
                            let own =
                                [("start", start), ("worst", worst), ("touch", "cord"), ("fall-height", "1")];
                            let other = [("start", there), ("clicks", clicks), ("at-spot", "yes")];
                            let shared = [("right-now", right_now), ("age", age), ("swollen", swollen)];
                            let truth = |pack: &Pack, own: Truth<'_>| answers(pack, &[&shared, own].concat());

                            let mut first = Answers::new(&ache);
                            let asked = hold(&ache, &mut first, &truth(&ache, &own));
                            let mut into = PackAnswers::default();
                            let carried = carry_over(&ache, &first, &pang, &mut into);
                            let Fitted { answers: mut second, problems } = fit_leniently(&pang, &into);
                            assert_eq!(problems, [], "{shared:?}");
                            let again = hold(&pang, &mut second, &truth(&pang, &other));
                            for id in ids(&ache, &carried.taken) {
                                assert!(
                                    !again.contains(&id),
                                    "{id} is asked twice: {asked:?}, then {again:?}"
                                );
                            }

                            let mut straight = Answers::new(&pang);
                            hold(&pang, &mut straight, &truth(&pang, &other));
                            let mut full = truth(&pang, &other);
                            drop_idle(&pang, &mut full);
                            let [carried, straight, full] = [second, straight, full]
                                .map(|answers| assess(&pang, &answers, fixture::DAY, None).unwrap());
                            assert_eq!(decided(&carried), decided(&straight), "{shared:?} {own:?} {other:?}");
                            // An exit ends the interview before all is asked, and what was never asked is not held against anybody.
                            if full.exit.is_none() {
                                assert_eq!(decided(&carried), decided(&full), "{shared:?} {own:?} {other:?}");
                            }
                            people += 1;
                            urgencies.insert(carried.urgency);
                        }
                    }
                }
            }
        }
    }
    assert_eq!((people, urgencies.len()), (864, 5), "all levels come up: {urgencies:?}");
}

// ------------------------------------------------------------------------------------------------ files

fn file(pack: &Pack, truth: Truth<'_>) -> AnswersFile {
    AnswersFile::of(pack, &answers(pack, truth), Some(fixture::DAY))
}

#[test]
fn turning_to_another_pack_and_back_loses_nothing_and_asks_nothing_twice() {
    let (ache, pang) = (fixture::pack(), fixture::second_pack());
    let packs = [&ache, &pang];
    let before = file(&ache, WHOLE);
    let mut turned = before.clone();
    let Turned::From { carried, problems } = turned.turn_to(&pang, &packs) else {
        panic!("it is another pack")
    };
    assert_eq!((carried.taken.len(), carried.left.len(), problems), (4, 3, vec![]));
    assert_eq!(turned.pack.as_deref(), Some("pang"));
    assert_eq!(turned.answers_to("ache"), Some(&before.current));

    // Another answer there is another answer everywhere.
    turned.current.set("swollen", RawAnswer::Text("not-sure".into()));
    turned.current.set("start", RawAnswer::Text("twist".into()));
    // And it survives being written.
    let text = turned.to_toml();
    assert!(text.contains("\n[carried.ache.answers]\n"), "{text}");
    let mut turned = AnswersFile::parse(text.as_bytes(), AnswersFormat::Toml).unwrap();
    assert!(matches!(turned.turn_to(&ache, &packs), Turned::From { .. }));
    let back = fit_leniently(&ache, &turned.current);
    assert_eq!(back.problems, []);
    let mut expected: Vec<(&str, &str)> = WHOLE.to_vec();
    expected[2] = ("swollen", "not-sure");
    assert_eq!(back.answers, answers(&ache, &expected));
    // What belongs to the other pack is still there.
    assert_eq!(turned.answers_to("pang").unwrap().get("start"), Some(&RawAnswer::Text("twist".into())));
    assert!(matches!(turned.turn_to(&ache, &packs), Turned::Stayed));
}

#[test]
fn answers_are_spread_to_the_packs_that_ask_the_same() {
    let (ache, pang) = (fixture::pack(), fixture::second_pack());
    let mut both = file(&ache, WHOLE);
    both.turn_to(&pang, &[&ache, &pang]);
    both.current.set("age", RawAnswer::Text("under-18".into()));
    both.spread(&[&ache, &pang]);
    assert_eq!(both.answers_to("ache").unwrap().get("age"), Some(&RawAnswer::Text("under-18".into())));
    assert_eq!(both.answers_to("ache").unwrap().get("worst"), Some(&RawAnswer::Number(3)));
}

#[test]
fn answers_to_a_pack_that_is_not_at_hand_are_kept_as_they_are() {
    let (ache, pang) = (fixture::pack(), fixture::second_pack());
    let mut lost = file(&ache, WHOLE);
    lost.pack = Some("gone".into());
    let before = lost.current.clone();
    assert_eq!(lost.turn_to(&pang, &[&ache, &pang]), Turned::FromUnknown { pack: "gone".into() });
    assert_eq!(lost.current, PackAnswers::default());
    assert_eq!(lost.answers_to("gone"), Some(&before));
    // Nor does it disturb a later turn.
    lost.turn_to(&ache, &[&ache, &pang]);
    assert_eq!(lost.carried.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["gone", "pang"]);
}

#[test]
fn older_packs_fill_in_what_the_last_one_did_not_ask() {
    let (ache, pang) = (fixture::pack(), fixture::second_pack());
    let mut three = file(&ache, WHOLE);
    // A pack that asks nothing of the kind comes in between.
    three.turn_to(&pang, &[&pang]);
    assert_eq!(three.current.answers, [], "the first pack was not at hand");
    three.current.set("right-now", RawAnswer::Text("not-sure".into()));
    let packs = [&ache, &pang];
    three.pack = Some("between".into());
    three.carried.push(("pang".into(), std::mem::take(&mut three.current)));
    three.turn_to(&pang, &packs);
    assert_eq!(three.current.get("swollen"), Some(&RawAnswer::Text("no".into())));
    assert_eq!(three.current.get("right-now"), Some(&RawAnswer::Text("not-sure".into())), "it has its own");
}
