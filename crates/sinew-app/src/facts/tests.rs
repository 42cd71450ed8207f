//! What is known proposes answers, and never makes a result less urgent.

use super::*;
use crate::{answers::fit, fixture};
use proptest::prelude::*;
use sinew_model::{Index as _, OptionIx, RawAnswer, Urgency};
use std::sync::LazyLock;

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

[fact.spot]
from = "training-log"
measure = "cadence"
means = "what is sore"
unit = "steps a minute"
min = 0
max = 300
answers = "touch"
options.cord = { at-most = 150 }
options.wide = { at-least = 151 }

[fact.pain]
from = "extension"
means = "how bad it was"
unit = "out of 10"
min = 0
max = 10
answers = "worst"
"#;

/// The pack of the fixture with a question and facts of its own, put together once.
fn pack() -> Pack {
    static PACK: LazyLock<Pack> = LazyLock::new(compiled);
    PACK.clone()
}

fn compiled() -> Pack {
    let mut sources = fixture::sources();
    fixture::rewrite(&mut sources, "ache", "questions.toml", |text| text + FACTS);
    fixture::rewrite(&mut sources, "ache", "causes.toml", |text| {
        text.replace(
            "when = \"start.slowly\"",
            "when = { any = [\"start.slowly\", \"recent.long\", \"recent.hills\"] }",
        )
    });
    // A condition that is seen to soon, and that a sore cord speaks against.
    fixture::rewrite(&mut sources, "ache", "conditions.toml", |text| {
        let from = "[condition.soreness.evidence.wide]\nwhen = \"touch.wide\"\npresent = 4\nabsent = 0.5";
        assert!(text.contains(from) && text.contains("prior = { weight = 5,"));
        let text = text.replace("prior = { weight = 5,", "prior = { weight = 30,");
        text.replace(from, "[condition.soreness.evidence.slow]\nwhen = \"start.slowly\"\npresent = 5\nbecause = \"it came slowly\"\n\
             basis = \"judgement\"\nsources = [\"test-judgement\"]\n\n[condition.soreness.evidence.wide]\n\
             when = \"touch.wide\"\npresent = 4\nabsent = 0.2")
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
    assert_eq!(recent.proposed, Some(Answer::Any { chosen: options(&[0, 1]), unsure: true }));
    // Nobody else says how bad it is: a red flag hangs on it.
    assert_eq!(of(&pack, &known, "worst").unwrap().proposed, None);
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
        assert_eq!((worst.proposed, worst.facts[0].1.status), (None, FactStatus::OutOfRange));
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
    add_facts(&mut outcome, &pack, &given, &readings, &Filled::default());
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
    let readings = [number(LogMeasure::Spike, 150), pain(9)];
    let filled = fill_one(&pack, &mut given, &readings);
    assert_eq!((filled.left_out, filled.questions.len()), (false, 1));
    let recent = pack.question_named("recent").unwrap();
    assert_eq!(given.get(recent), Some(Answer::Any { chosen: options(&[0]), unsure: true }));
    // What was answered stays: the person said 3.
    assert_eq!(given.get(pack.question_named("worst").unwrap()), Some(Answer::Number(3)));
    // Nobody was asked, so nobody was not sure.
    let mut outcome = assess(&pack, &given, fixture::DAY, None).unwrap();
    add_facts(&mut outcome, &pack, &given, &readings, &filled);
    let note = outcome.unknown.iter().find(|note| note.question.as_str() == "recent").unwrap();
    assert!(!note.was_asked);
}

fn fill_one(pack: &Pack, given: &mut Answers, readings: &[Reading]) -> Filled {
    let mut all = [given.clone()];
    let filled = fill(&[(pack, None)], &mut all, readings, fixture::DAY);
    let [after] = all;
    *given = after;
    filled
}

fn urgency(pack: &Pack, answers: &Answers) -> Option<Urgency> {
    assess(pack, answers, fixture::DAY, None).ok().map(|outcome| outcome.urgency)
}

#[test]
fn all_is_left_out_if_the_result_would_be_less_urgent_with_it() {
    let pack = pack();
    let mut given = answers(&pack, WELL);
    let before = given.clone();
    assert_eq!(urgency(&pack, &before), Some(Urgency::Routine));
    // By itself the sore cord would make it self-care.
    let cord = number(LogMeasure::Cadence, 100);
    let mut told = WELL.to_vec();
    told.push(("touch", "cord"));
    assert_eq!(urgency(&pack, &answers(&pack, &told)), Some(Urgency::SelfCare));
    let readings = [cord, number(LogMeasure::Spike, 150)];
    let filled = fill_one(&pack, &mut given, &readings);
    assert_eq!((&given, &filled), (&before, &Filled { left_out: true, ..Filled::default() }));
    let mut outcome = assess(&pack, &given, fixture::DAY, None).unwrap();
    add_facts(&mut outcome, &pack, &given, &readings, &filled);
    assert!(outcome.facts.iter().all(|note| note.status == FactStatus::LeftOut), "{:?}", outcome.facts);
    // What makes nothing less urgent is filled in.
    let filled = fill_one(&pack, &mut given, &[number(LogMeasure::Cadence, 200)]);
    assert_eq!((filled.left_out, filled.questions.len()), (false, 1));
}

/// Packs are read together, so that an answer is not filled in for one and left out for the other.
#[test]
fn what_is_left_out_for_one_pack_is_left_out_for_all() {
    let (pack, other) = (pack(), fixture::pack());
    let mut all = [answers(&pack, WELL), answers(&other, WELL)];
    let before = all.clone();
    let packs = [(&pack, None), (&other, None)];
    assert!(fill(&packs, &mut all, &[number(LogMeasure::Cadence, 100)], fixture::DAY).left_out);
    assert_eq!(all, before);
}

#[test]
fn somebody_who_is_not_sure_says_nothing_against_the_log() {
    let pack = pack();
    for (said, status) in
        [("not-sure", FactStatus::NotUsed), ("none", FactStatus::Overruled), ("long", FactStatus::Used)]
    {
        let mut given = WELL.to_vec();
        given.push(("recent", said));
        let given = answers(&pack, &given);
        let mut outcome = assess(&pack, &given, fixture::DAY, None).unwrap();
        add_facts(&mut outcome, &pack, &given, &[number(LogMeasure::Spike, 150)], &Filled::default());
        assert_eq!(outcome.facts[0].status, status, "{said}");
    }
}

#[test]
fn no_fact_says_no_to_a_warning_sign() {
    let pack = pack();
    let unanswered: Vec<_> = WELL.iter().copied().filter(|(id, _)| *id != "worst").collect();
    let mut given = answers(&pack, &unanswered);
    assert_eq!(fill_one(&pack, &mut given, &[pain(1)]), Filled::default());
    assert_eq!(given.get(pack.question_named("worst").unwrap()), None);
    assert_eq!(urgency(&pack, &given), None);
    // Nor where another warning sign has made the answer unnecessary.
    let swollen = unanswered.iter().map(|(id, said)| (*id, if *id == "swollen" { "yes" } else { said }));
    let mut given = answers(&pack, &swollen.collect::<Vec<_>>());
    assert_eq!(urgency(&pack, &given), Some(Urgency::SameDay));
    assert_eq!(fill_one(&pack, &mut given, &[pain(1)]), Filled::default());
}

proptest! {
    // A failure prints its own numbers, so nothing is kept of it.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_fact_never_makes_a_result_less_urgent(
        swollen in prop::sample::select(vec!["yes", "no", "not-sure"]),
        worst in prop::sample::select(vec!["0", "3", "9", "not-sure"]),
        left_out in prop::option::of(0..6_usize),
        numbers in (any::<i64>(), 0..300_i64, 0..40_i64, -2..14_i64),
        cadence in prop::option::of(0..310_i64),
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
        let cadence = cadence.map(|cadence| number(LogMeasure::Cadence, cadence));
        let readings: Vec<Reading> = readings.into_iter().chain(cadence).collect();
        let filled = fill_one(&pack, &mut given, &readings);
        prop_assert!(!filled.left_out || given == before);
        prop_assert!(urgency(&pack, &given) >= urgency(&pack, &before));
        prop_assert_eq!(given.get(pack.question_named("worst").unwrap()), before.get(pack.question_named("worst").unwrap()));
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
