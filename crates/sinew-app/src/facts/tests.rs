//! What is known proposes answers, and never makes a result less urgent.

use super::*;
use crate::{answers::fit, assess::assess, fixture};
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
    static PACK: LazyLock<Pack> = LazyLock::new(|| compiled(true));
    PACK.clone()
}

/// The pack, either with a condition that a sore cord speaks against so much that the result gets milder, or as it is.
fn compiled(weighs: bool) -> Pack {
    compiled_with(FACTS, weighs)
}

fn compiled_with(facts: &str, weighs: bool) -> Pack {
    let mut sources = fixture::sources();
    fixture::rewrite(&mut sources, "ache", "questions.toml", |text| text + facts);
    fixture::rewrite(&mut sources, "ache", "causes.toml", |text| {
        text.replace(
            "when = \"start.slowly\"",
            "when = { any = [\"start.slowly\", \"recent.long\", \"recent.hills\"] }",
        )
    });
    fixture::rewrite(&mut sources, "ache", "conditions.toml", |text| {
        if !weighs {
            return text;
        }
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
    fit(pack, &raw.into()).expect("the fixture takes these answers")
}

fn number(of: LogMeasure, number: i64) -> Reading {
    let words = format!("You did {number}");
    Reading { of: ReadingOf::TrainingLog(of), value: Ok(Number { number, words }) }
}

fn pain(number: i64) -> Reading {
    let supplier = Supplier::of(
        &pack(),
        pack().facts().iter().find(|fact| fact.id.as_str() == "pain").expect("it has it"),
    );
    let fact = FactId::new("pain").expect("it is an id");
    let of = ReadingOf::Extension { of: supplier.expect("it is from an extension"), fact };
    Reading { of, value: Ok(Number { number, words: "It was measured".into() }) }
}

fn options(which: &[usize]) -> OptionSet {
    which.iter().map(|at| OptionIx::at(*at)).collect()
}

fn of<'k>(pack: &Pack, known: &'k [Known], id: &str) -> Option<&'k Known> {
    known.iter().find(|known| pack.questions()[known.question].id.as_str() == id)
}

#[track_caller]
fn answer_to(pack: &Pack, answers: &Answers, id: &str) -> Option<Answer> {
    answers.get(pack.question_named(id).expect("the pack has the question"))
}

/// The outcome of complete answers, with what is known.
#[track_caller]
fn outcome_with(pack: &Pack, given: &Answers, readings: &[Reading], filled: &Filled) -> Outcome {
    let mut outcome = assess(pack, given, fixture::DAY, None).expect("the answers are complete");
    add_facts(&mut outcome, pack, given, readings, filled);
    outcome
}

/// Those who are well otherwise, and say this about the last month.
fn well_and(recent: &str) -> Answers {
    let mut given = WELL.to_vec();
    given.push(("recent", recent));
    answers(&pack(), &given)
}

fn statuses(outcome: &Outcome) -> Vec<(&str, FactStatus)> {
    outcome.facts.iter().map(|note| (note.id.as_str(), note.status)).collect()
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
    let proposed = |id| of(&pack, &known, id).map(|known| known.proposed);
    assert_eq!(proposed("recent"), Some(Some(Answer::Any { chosen: options(&[0, 1]), unsure: true })));
    // Nobody else says how bad it is: a red flag hangs on it.
    assert_eq!(proposed("worst"), Some(None));
    // Nothing was said about the days off, so nothing is known about how it began.
    assert_eq!(proposed("start"), None);
}

#[test]
fn what_lies_in_no_range_proposes_nothing_and_is_known_all_the_same() {
    let pack = pack();
    let known = known(&pack, &[number(LogMeasure::Spike, 110), number(LogMeasure::DaysOff, 5)]);
    let said: Vec<_> = known.iter().map(|known| (known.proposed, known.facts[0].status)).collect();
    assert_eq!(said, [(None, FactStatus::NotUsed); 2]);
}

#[test]
fn a_number_that_cannot_be_right_is_not_known_and_why_is_said() {
    let pack = pack();
    for wrong in [-1, 11, i64::MAX, i64::MIN] {
        let known = known(&pack, &[pain(wrong)]);
        let [Known { proposed: None, facts, .. }] = known.as_slice() else { panic!("{known:?}") };
        assert_eq!((facts[0].number, facts[0].status), (None, FactStatus::OutOfRange));
        assert_eq!(facts[0].words, format!("{wrong} out of 10 is not between 0 and 10"));
    }
    let because =
        Reading { of: ReadingOf::TrainingLog(LogMeasure::Spike), value: Err("the log is short".into()) };
    let known = known(&pack, &[because]);
    let [Known { proposed: None, facts, .. }] = known.as_slice() else { panic!("{known:?}") };
    let FactNote { status, words, number, .. } = &facts[0];
    assert_eq!((*status, words.as_str(), *number), (FactStatus::NotKnown, "the log is short", None));
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
    let given = well_and("long");
    let before = assess(&pack, &given, fixture::DAY, None).expect("the answers are complete");
    let mut outcome = outcome_with(&pack, &given, &readings, &Filled::default());
    assert_eq!(
        statuses(&outcome),
        [
            ("longest", FactStatus::Used),
            // The hills were there and not chosen.
            ("hilly", FactStatus::Overruled),
            ("pace", FactStatus::NotUsed),
            // The person said 3.
            ("pain", FactStatus::Overruled),
        ]
    );
    let behind: Vec<(&str, Option<&str>)> = outcome.causes[0]
        .reasons
        .iter()
        .map(|reason| (reason.text.as_str(), reason.fact.as_ref().map(FactId::as_str)))
        .collect();
    assert_eq!(behind, [("it came on slowly", None), ("one day was long", Some("longest"))]);
    // Nothing else is touched.
    outcome.facts.clear();
    for reason in outcome.causes.iter_mut().flat_map(|cause| &mut cause.reasons).chain(&mut outcome.told) {
        reason.fact = None;
    }
    assert_eq!(outcome, before);
}

#[test]
fn a_fact_stands_behind_what_holds_and_not_behind_what_nobody_is_sure_about() {
    let pack = pack();
    let outcome = outcome_with(
        &pack,
        &well_and("long,not-sure"),
        &[number(LogMeasure::Spike, 150)],
        &Filled::default(),
    );
    let reasons = outcome.causes.iter().flat_map(|cause| &cause.reasons).chain(&outcome.told);
    let marked: BTreeSet<&str> =
        reasons.filter(|reason| reason.fact.is_some()).map(|reason| reason.text.as_str()).collect();
    assert_eq!(marked, BTreeSet::from(["one day was long"]));
}

#[test]
fn where_nobody_is_asked_what_is_not_known_stays_unknown() {
    let pack = pack();
    let mut given = answers(&pack, WELL);
    let readings = [number(LogMeasure::Spike, 150), pain(9)];
    let filled = fill_one(&pack, &mut given, &readings);
    assert_eq!((filled.left_out_log, filled.questions.len()), (false, 1));
    let recent = answer_to(&pack, &given, "recent");
    assert_eq!(recent, Some(Answer::Any { chosen: options(&[0]), unsure: true }));
    // What was answered stays: the person said 3.
    assert_eq!(answer_to(&pack, &given, "worst"), Some(Answer::Number(3)));
    // Nobody was asked, so nobody was not sure.
    let outcome = outcome_with(&pack, &given, &readings, &filled);
    let asked: Vec<_> = outcome.unknown.iter().filter(|note| note.question.as_str() == "recent").collect();
    assert!(asked.len() == 1 && !asked[0].was_asked, "{asked:?}");
}

fn fill_one(pack: &Pack, given: &mut Answers, readings: &[Reading]) -> Filled {
    let mut all = [given.clone()];
    let filled = fill(&[pack], &mut all, readings);
    let [after] = all;
    *given = after;
    filled
}

/// By the whole outcome, as it is shown.
fn urgency(pack: &Pack, answers: &Answers) -> Option<Urgency> {
    let outcome = assess(pack, answers, fixture::DAY, None).ok().map(|outcome| outcome.urgency);
    assert_eq!(crate::assess::urgency(pack, answers), outcome);
    outcome
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
    assert_eq!((&given, &filled), (&before, &Filled { left_out_log: true, ..Filled::default() }));
    let outcome = outcome_with(&pack, &given, &readings, &filled);
    assert_eq!(statuses(&outcome), [("longest", FactStatus::LeftOut), ("spot", FactStatus::LeftOut)]);
    // What makes nothing less urgent is filled in.
    let filled = fill_one(&pack, &mut given, &[number(LogMeasure::Cadence, 200)]);
    assert_eq!((filled.left_out_log, filled.questions.len()), (false, 1));
}

/// Packs are read together, so that an answer is not filled in for one and left out for the other.
#[test]
fn what_is_left_out_for_one_pack_is_left_out_for_all() {
    let (pack, other) = (pack(), compiled(false));
    let readings = [number(LogMeasure::Cadence, 100)];
    // For the other by itself it is filled in.
    let mut alone = answers(&other, WELL);
    assert!(!fill_one(&other, &mut alone, &readings).left_out_log);
    assert!(answer_to(&other, &alone, "touch").is_some());
    for packs in [[&pack, &other], [&other, &pack]] {
        let mut all = packs.map(|pack| answers(pack, WELL));
        let before = all.clone();
        assert!(fill(&packs, &mut all, &readings).left_out_log);
        assert_eq!(all, before);
    }
}

#[test]
fn an_answer_is_held_against_the_log_only_as_far_as_it_says_something_else() {
    let pack = pack();
    for (said, status) in [
        ("not-sure", FactStatus::NotUsed),
        ("none", FactStatus::Overruled),
        ("other", FactStatus::Overruled),
        ("other,not-sure", FactStatus::NotUsed),
        ("long", FactStatus::Used),
        ("long,hills", FactStatus::Used),
    ] {
        let outcome =
            outcome_with(&pack, &well_and(said), &[number(LogMeasure::Spike, 150)], &Filled::default());
        assert_eq!(statuses(&outcome), [("longest", status)], "{said}");
    }
    // What the log rules out and the person says.
    let outcome =
        outcome_with(&pack, &well_and("long"), &[number(LogMeasure::Spike, 100)], &Filled::default());
    assert_eq!(statuses(&outcome), [("longest", FactStatus::Overruled)]);
}

/// The pack with a fact from its extension that would calm the result down: a sore cord speaks against what asks for a look.
fn with_calming_extension() -> Pack {
    static PACK: LazyLock<Pack> = LazyLock::new(|| {
        let facts =
            FACTS.replace("from = \"training-log\"\nmeasure = \"cadence\"\n", "from = \"extension\"\n");
        assert_ne!(facts, FACTS);
        compiled_with(&facts, true)
    });
    PACK.clone()
}

fn supplied(pack: &Pack, fact: &str, number: i64) -> Reading {
    let id = FactId::new(fact).expect("it is an id");
    let found = pack.facts().iter().find(|fact| fact.id == id).expect("the pack has it");
    let of =
        ReadingOf::Extension { of: Supplier::of(pack, found).expect("it is from an extension"), fact: id };
    Reading { of, value: Ok(Number { number, words: "It was computed".into() }) }
}

#[test]
fn what_an_extension_supplies_never_makes_a_result_less_urgent() {
    let pack = with_calming_extension();
    let before = answers(&pack, WELL);
    assert_eq!(urgency(&pack, &before), Some(Urgency::Routine));
    // Any number there is: what it says is taken over, or left out as a whole.
    for value in [i64::MIN, -1, 0, 100, 150, 151, 300, 301, i64::MAX] {
        let mut given = before.clone();
        let filled = fill_one(&pack, &mut given, &[supplied(&pack, "spot", value)]);
        assert!(urgency(&pack, &given) >= Some(Urgency::Routine), "{value}");
        assert_eq!(filled.left_out_extensions, (0..=150).contains(&value), "{value}");
        if filled.left_out_extensions {
            assert_eq!(given, before, "{value}");
            let outcome = outcome_with(&pack, &given, &[supplied(&pack, "spot", value)], &filled);
            assert_eq!(statuses(&outcome), [("spot", FactStatus::LeftOut)]);
        }
    }
    // Beside a warning sign it proposes nothing, and denies nothing.
    let unanswered: Vec<_> = WELL.iter().copied().filter(|(id, _)| *id != "worst").collect();
    let mut given = answers(&pack, &unanswered);
    assert_eq!(fill_one(&pack, &mut given, &[supplied(&pack, "pain", 0)]), Filled::default());
    assert_eq!(urgency(&pack, &given), None, "it has to be answered still");
}

#[test]
fn no_extension_takes_back_what_the_log_makes_more_urgent() {
    let pack = with_calming_extension();
    let mut unanswered: Vec<_> = WELL.iter().copied().filter(|(id, _)| *id != "start").collect();
    unanswered.push(("fall-height", "1"));
    let before = answers(&pack, &unanswered);
    let log = number(LogMeasure::DaysOff, 2);
    let mut with_log = before.clone();
    let filled = fill_one(&pack, &mut with_log, std::slice::from_ref(&log));
    assert_eq!(filled.questions.len(), 1);
    assert!(urgency(&pack, &with_log) > urgency(&pack, &before).max(Some(Urgency::SelfCare)));
    for value in [0, 100, 150, 151, 300] {
        let spot = supplied(&pack, "spot", value);
        for readings in [[log.clone(), spot.clone()], [spot, log.clone()]] {
            let mut given = before.clone();
            let filled = fill_one(&pack, &mut given, &readings);
            assert!(urgency(&pack, &given) >= urgency(&pack, &with_log), "{value}");
            assert_eq!((filled.left_out_log, filled.left_out_extensions), (false, value <= 150), "{value}");
            let start = pack.question_named("start").expect("the fixture has it");
            assert_eq!(given.get(start), with_log.get(start), "{value}");
        }
    }
}

/// That it came slowly means that nobody fell. But nobody said so, and how high a fall was is behind a warning sign.
#[test]
fn no_fact_keeps_an_open_question_behind_a_warning_sign_from_being_asked() {
    let pack = pack();
    let unanswered: Vec<_> = WELL.iter().copied().filter(|(id, _)| *id != "start").collect();
    let before = answers(&pack, &unanswered);
    assert_eq!(urgency(&pack, &before), None, "there is something to ask");
    let mut given = before.clone();
    let filled = fill_one(&pack, &mut given, &[number(LogMeasure::DaysOff, 2)]);
    assert!(filled.left_out_log && given == before);
    assert_eq!(urgency(&pack, &given), None);
}

/// Whether it applies is not known, so that nobody would have been asked.
#[test]
fn a_question_that_is_not_sure_to_apply_gets_no_answer() {
    let mut facts = FACTS.to_owned();
    let asked = "why = \"More than before can make a leg sore\"\n";
    assert!(facts.contains(asked));
    facts = facts.replace(asked, &format!("{asked}ask-when = \"touch.cord\"\n"));
    let pack = compiled_with(&facts, false);
    let fills = |touch: Option<&'static str>| {
        let mut pairs = WELL.to_vec();
        pairs.extend(touch.map(|touch| ("touch", touch)));
        let mut given = answers(&pack, &pairs);
        let filled = fill_one(&pack, &mut given, &[number(LogMeasure::Spike, 150)]);
        assert_eq!(answer_to(&pack, &given, "recent").is_some(), filled.questions.len() == 1);
        filled.questions.len()
    };
    assert_eq!((fills(None), fills(Some("wide")), fills(Some("cord"))), (0, 0, 1));
}

#[test]
fn no_extension_supplies_a_fact_of_another_pack() {
    let pack = pack();
    let reading = supplied(&pack, "pain", 7);
    assert_eq!(known(&pack, std::slice::from_ref(&reading)).len(), 1);
    let ReadingOf::Extension { of, fact } = &reading.of else { panic!("it is from an extension") };
    assert_eq!(of.to_string(), format!("ache@{}", pack.identity().version));
    let other_pack = Supplier { pack: PackId::new("other").expect("it is an id"), ..of.clone() };
    let other_version = Supplier { version: Version::new(9, 9, 9), ..of.clone() };
    for of in [other_pack, other_version] {
        let of = ReadingOf::Extension { of, fact: fact.clone() };
        assert_eq!(known(&pack, &[Reading { of, value: reading.value.clone() }]), []);
    }
}

#[test]
fn no_fact_says_no_to_a_warning_sign() {
    let pack = pack();
    let unanswered: Vec<_> = WELL.iter().copied().filter(|(id, _)| *id != "worst").collect();
    let mut given = answers(&pack, &unanswered);
    assert_eq!(fill_one(&pack, &mut given, &[pain(1)]), Filled::default());
    assert_eq!(answer_to(&pack, &given, "worst"), None);
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
        spot in prop::option::of(0..310_i64),
    ) {
        let pack = with_calming_extension();
        let mut pairs = WELL.to_vec();
        (pairs[3].1, pairs[5].1) = (swollen, worst);
        if let Some(at) = left_out {
            pairs.remove(at);
        }
        let before = answers(&pack, &pairs);
        let mut given = before.clone();
        let log = [
            number(LogMeasure::FirstHills, numbers.0),
            number(LogMeasure::Spike, numbers.1),
            number(LogMeasure::DaysOff, numbers.2),
        ];
        let mut with_log = before.clone();
        fill_one(&pack, &mut with_log, &log);
        let spot = spot.map(|spot| supplied(&pack, "spot", spot));
        let readings: Vec<Reading> =
            log.into_iter().chain([supplied(&pack, "pain", numbers.3)]).chain(spot).collect();
        let filled = fill_one(&pack, &mut given, &readings);
        prop_assert!(urgency(&pack, &with_log) >= urgency(&pack, &before));
        prop_assert!(urgency(&pack, &given) >= urgency(&pack, &with_log));
        if filled.left_out_extensions {
            prop_assert_eq!(&given, &with_log);
        }
        // No answer that the log gave was changed.
        for (question, answer) in with_log.iter() {
            prop_assert_eq!(given.get(question), Some(answer));
        }
        prop_assert_eq!(answer_to(&pack, &given, "worst"), answer_to(&pack, &before, "worst"));
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
