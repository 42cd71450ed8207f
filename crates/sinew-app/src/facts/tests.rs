//! What is known proposes answers, and never makes a result less urgent.

use super::*;
use crate::{answers::fit, fixture};
use proptest::prelude::*;
use sinew_model::{Index as _, OptionIx, RawAnswer, Urgency};

const FACTS: &str = r#"
[question.recent]
kind = "any-of"
section = "Before it began"
short = "The last month"
ask = "Which of these were true in the last month?"
why = "More than before can make a leg sore"
none = { told = "nothing was new" }
[question.recent.options]
long = { label = "A long day", told = "one day was long" }
hills = { label = "Hills", told = "there were hills" }
other = { label = "Something else", told = "something else was new" }

[fact.longest]
from = "training-log"
measure = "spike"
means = "the longest day against those before"
unit = "%"
min = 0
max = 1000
answers = "recent"
options.long = { at-least = 111 }

[fact.hilly]
from = "training-log"
measure = "first-hills"
means = "the first hills"
unit = "m"
min = 0
max = 9000
answers = "recent"
options.hills = { at-least = 1 }

[fact.pace]
from = "training-log"
measure = "days-off"
means = "how it began"
unit = "days"
min = 0
max = 30
answers = "start"
options.slowly = { at-most = 4 }

[fact.pain]
from = "extension"
means = "how bad it was"
unit = "out of 10"
min = 0
max = 10
answers = "worst"
"#;

fn pack() -> Pack {
    let mut sources = fixture::sources();
    fixture::rewrite(&mut sources, "ache", "questions.toml", |text| text + FACTS);
    fixture::rewrite(&mut sources, "ache", "causes.toml", |text| {
        text.replace(
            "when = \"start.slowly\"",
            "when = { any = [\"start.slowly\", \"recent.long\", \"recent.hills\"] }",
        )
    });
    fixture::pack_of(sources)
}

fn answers(pack: &Pack, pairs: &[(&str, &str)]) -> Answers {
    let raw: Vec<_> =
        pairs.iter().map(|(id, text)| ((*id).to_owned(), RawAnswer::Text((*text).to_owned()))).collect();
    fit(pack, &raw.into()).unwrap()
}

fn number(of: LogMeasure, number: i64) -> Reading {
    let words = format!("You did {number}");
    Reading { of: ReadingOf::TrainingLog(of), value: Ok(Number { number, words }) }
}

fn pain(number: i64) -> Reading {
    let of = ReadingOf::Extension(FactId::new("pain").unwrap());
    Reading { of, value: Ok(Number { number, words: "It was measured".into() }) }
}

fn options(which: &[usize]) -> OptionSet {
    which.iter().map(|at| OptionIx::at(*at)).collect()
}

fn of<'k>(pack: &Pack, known: &'k [Known], id: &str) -> Option<&'k Known> {
    known.iter().find(|known| pack.questions()[known.question].id.as_str() == id)
}

/// Everything that has to be answered, and nothing else.
const WELL: &[(&str, &str)] = &[
    ("right-now", "none"),
    ("age", "adult"),
    ("at-spot", "yes"),
    ("swollen", "no"),
    ("start", "slowly"),
    ("worst", "3"),
];

#[test]
fn each_fact_proposes_the_options_that_its_number_lies_in() {
    let pack = pack();
    let readings = [number(LogMeasure::Spike, 150), number(LogMeasure::FirstHills, 120), pain(7)];
    let known = known(&pack, &readings);
    let recent = of(&pack, &known, "recent").unwrap();
    assert_eq!(recent.proposed, Some(Answer::Any { chosen: options(&[0, 1]), unsure: false }));
    assert_eq!(of(&pack, &known, "worst").unwrap().proposed, Some(Answer::Number(7)));
    // Nothing was said about the days off, so nothing is known about how it began.
    assert_eq!(of(&pack, &known, "start"), None);
}

#[test]
fn what_lies_in_no_range_proposes_nothing_and_is_known_all_the_same() {
    let pack = pack();
    let known = known(&pack, &[number(LogMeasure::Spike, 110), number(LogMeasure::DaysOff, 5)]);
    for id in ["recent", "start"] {
        let known = of(&pack, &known, id).unwrap();
        assert_eq!(known.proposed, None, "{id}");
        assert_eq!(known.facts[0].1.status, FactStatus::NotUsed, "{id}");
    }
}

#[test]
fn a_number_that_cannot_be_right_is_not_known_and_why_is_said() {
    let pack = pack();
    for wrong in [-1, 11, i64::MAX, i64::MIN] {
        let known = known(&pack, &[pain(wrong)]);
        let worst = of(&pack, &known, "worst").unwrap();
        assert_eq!((worst.proposed, worst.facts[0].1.status), (None, FactStatus::NotKnown));
        assert_eq!(worst.facts[0].1.words, format!("{wrong} out of 10 is not between 0 and 10"));
    }
    let because =
        Reading { of: ReadingOf::TrainingLog(LogMeasure::Spike), value: Err("the log is short".into()) };
    let known = known(&pack, &[because]);
    let note = &of(&pack, &known, "recent").unwrap().facts[0].1;
    assert_eq!(
        (note.status, note.words.as_str(), note.number),
        (FactStatus::NotKnown, "the log is short", None)
    );
}

#[test]
fn the_outcome_says_what_became_of_each_fact_and_which_reason_it_stands_behind() {
    let pack = pack();
    let readings = [
        number(LogMeasure::Spike, 150),
        number(LogMeasure::FirstHills, 120),
        number(LogMeasure::DaysOff, 9),
        pain(7),
    ];
    let mut given = WELL.to_vec();
    given.push(("recent", "long"));
    let given = answers(&pack, &given);
    let mut outcome = assess(&pack, &given, fixture::DAY, None).unwrap();
    let before = outcome.clone();
    add_facts(&mut outcome, &pack, &given, &readings);
    let statuses: Vec<(&str, FactStatus)> =
        outcome.facts.iter().map(|note| (note.id.as_str(), note.status)).collect();
    assert_eq!(
        statuses,
        [
            ("pace", FactStatus::NotUsed),
            // The person said 3.
            ("pain", FactStatus::Overruled),
            ("longest", FactStatus::Used),
            // The hills were there and not chosen.
            ("hilly", FactStatus::Overruled),
        ]
    );
    let reason = outcome.causes[0].reasons.iter().find(|reason| reason.text == "one day was long").unwrap();
    assert_eq!(reason.fact.as_ref().map(FactId::as_str), Some("longest"));
    let others = outcome.causes[0].reasons.iter().filter(|reason| reason.text != "one day was long");
    assert!(others.clone().count() > 0 && others.clone().all(|reason| reason.fact.is_none()));
    // Nothing else is touched.
    outcome.facts.clear();
    for reason in outcome.causes.iter_mut().flat_map(|cause| &mut cause.reasons).chain(&mut outcome.told) {
        reason.fact = None;
    }
    assert_eq!(outcome, before);
}

#[test]
fn where_nobody_is_asked_what_is_not_known_stays_unknown() {
    let pack = pack();
    let mut given = answers(&pack, WELL);
    assert!(fill(&pack, &mut given, &[number(LogMeasure::Spike, 150), pain(9)], fixture::DAY, None));
    let recent = pack.question_named("recent").unwrap();
    assert_eq!(given.get(recent), Some(Answer::Any { chosen: options(&[0]), unsure: true }));
    // What was answered stays: the person said 3.
    assert_eq!(given.get(pack.question_named("worst").unwrap()), Some(Answer::Number(3)));
}

#[test]
fn no_fact_says_no_to_a_warning_sign() {
    let pack = pack();
    let unanswered: Vec<_> = WELL.iter().copied().filter(|(id, _)| *id != "worst").collect();
    let mut given = answers(&pack, &unanswered);
    assert!(fill(&pack, &mut given, &[pain(1)], fixture::DAY, None));
    assert_eq!(given.get(pack.question_named("worst").unwrap()), None);
    assert!(assess(&pack, &given, fixture::DAY, None).is_err());
}

proptest! {
    #[test]
    fn a_fact_never_makes_a_result_less_urgent(
        swollen in prop::sample::select(vec!["yes", "no", "not-sure"]),
        worst in prop::sample::select(vec!["0", "3", "9", "not-sure"]),
        left_out in prop::option::of(0..6_usize),
        numbers in (any::<i64>(), 0..300_i64, 0..40_i64, -2..14_i64),
    ) {
        let pack = pack();
        let mut pairs = WELL.to_vec();
        (pairs[3].1, pairs[5].1) = (swollen, worst);
        if let Some(at) = left_out {
            pairs.remove(at);
        }
        let before = answers(&pack, &pairs);
        let mut given = before.clone();
        let readings = [
            number(LogMeasure::FirstHills, numbers.0),
            number(LogMeasure::Spike, numbers.1),
            number(LogMeasure::DaysOff, numbers.2),
            pain(numbers.3),
        ];
        let was_filled = fill(&pack, &mut given, &readings, fixture::DAY, None);
        prop_assert!(was_filled || given == before);
        let urgency = |answers: &Answers| -> Option<Urgency> {
            assess(&pack, answers, fixture::DAY, None).ok().map(|outcome| outcome.urgency)
        };
        prop_assert!(urgency(&given) >= urgency(&before));
        // No answer of the person's was changed.
        for (question, answer) in before.iter() {
            prop_assert_eq!(given.get(question), Some(answer));
        }
        // What is proposed is an answer that the question takes.
        for known in known(&pack, &readings) {
            if let Some(answer) = known.proposed {
                prop_assert!(before.clone().set(&pack, known.question, answer));
            }
        }
    }
}
