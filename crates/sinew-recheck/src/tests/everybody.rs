//! Small packs, whose people can all be tried.

use crate::{Claim, Limits, Verdict, recheck};
use num_bigint::BigUint;
use proptest::prelude::*;
use sinew_engine::{contradictions, decide, drop_idle, grounds};
use sinew_logic::{Formula, Truth};
use sinew_model::{
    Answer, Answers, Claim as Promise, FindingIx, Floor, Index as _, OptionIx, OptionSet, Pack, Property,
    Question, QuestionIx, QuestionKind, RedFlagIx, Urgency, WorseAnswer, Worsening,
};
use sinew_sample::{Builder, gets_worse, is};
use std::collections::BTreeMap;

/// More combinations of answers than this are too many to try.
const COMBINATIONS_AT_MOST: usize = 500;

fn every_answer(question: &Question) -> Vec<Answer> {
    let mut answers: Vec<Answer> = match &question.kind {
        QuestionKind::YesNo { .. } => vec![Answer::YesNo(false), Answer::YesNo(true)],
        QuestionKind::OneOf { options, .. } => options.indices().map(Answer::One).collect(),
        QuestionKind::AnyOf { options, .. } => {
            let mut answers = Vec::new();
            for bits in 0..1u64 << options.len() {
                let chosen: OptionSet =
                    options.indices().filter(|option| bits >> option.position() & 1 == 1).collect();
                answers.push(Answer::Any { chosen, unsure: false });
                if question.not_sure && !chosen.is_empty() {
                    answers.push(Answer::Any { chosen, unsure: true });
                }
            }
            answers
        }
        QuestionKind::Scale { .. } | QuestionKind::Number { .. } => {
            let (min, max) = question.number_range().unwrap();
            (min..=max).map(Answer::Number).collect()
        }
    };
    answers.extend(question.not_sure.then_some(Answer::NotSure));
    answers
}

/// Every possible person; none if there may be too many.
fn everybody(pack: &Pack) -> Option<Vec<Answers>> {
    let choices: Vec<Vec<Answer>> = pack.questions().iter().map(every_answer).collect();
    let combinations = choices.iter().try_fold(1usize, |product, of| product.checked_mul(of.len()))?;
    if combinations > COMBINATIONS_AT_MOST {
        return None;
    }
    let mut people: BTreeMap<String, Answers> = BTreeMap::new();
    for mut number in 0..combinations {
        let mut answers = Answers::new(pack);
        for (question, choices) in pack.questions().indices().zip(&choices) {
            answers.set(pack, question, choices[number % choices.len()]);
            number /= choices.len();
        }
        drop_idle(pack, &mut answers);
        if contradictions(pack, &answers).is_empty() {
            people.insert(format!("{answers:?}"), answers);
        }
    }
    Some(people.into_values().collect())
}

fn truth(pack: &Pack, person: &Answers, formula: &Formula<FindingIx>) -> Truth {
    grounds(pack, person, formula).truth
}

/// The pack without what a red flag gives, which still holds for all that hangs on it.
fn without(pack: &Pack, flag: RedFlagIx) -> Pack {
    let mut parts = pack.parts().clone();
    parts.red_flags[flag].urgency = Urgency::SelfCare;
    parts.red_flags[flag].unknown_floor =
        Some(Floor { urgency: Urgency::SelfCare, because: "left out".into() });
    Pack::new(parts).unwrap()
}

fn is_spoken_of(pack: &Pack, property: &Property, person: &Answers) -> bool {
    property.assume.as_ref().is_none_or(|assume| truth(pack, person, assume).is_true())
        && property.assume_open.as_ref().is_none_or(|assume| !truth(pack, person, assume).is_false())
}

/// Whether what is promised holds for a person; none if that takes two people to say, or the bands cannot be seen.
fn holds(pack: &Pack, promise: &Promise, person: &Answers) -> Option<bool> {
    let decision = decide(pack, person);
    match promise {
        Promise::UrgencyAtLeast(level) => Some(decision.urgency >= *level),
        Promise::UrgencyAtMost(level) => Some(decision.urgency <= *level),
        Promise::Never(actions) => Some(!actions.iter().any(|action| decision.actions.contains(action))),
        Promise::Always(actions) => Some(actions.iter().all(|action| decision.actions.contains(action))),
        Promise::FitsAtLeast { .. } | Promise::MonotoneIn(_) => None,
    }
}

/// Whether a worse answer lowers the urgency of this person.
fn lowered(pack: &Pack, property: &Property, people: &[Answers], before: &Answers) -> bool {
    let Promise::MonotoneIn(worsenings) = &property.claim else { return false };
    is_spoken_of(pack, property, before)
        && people.iter().any(|after| {
            worsenings.iter().any(|worsening| gets_worse(pack, *worsening, before, after))
                && is_spoken_of(pack, property, after)
                && decide(pack, after).urgency < decide(pack, before).urgency
        })
}

fn count(people: &[Answers], which: impl Fn(&Answers) -> bool) -> BigUint {
    BigUint::from(people.iter().filter(|person| which(person)).count())
}

proptest! {
    #![proptest_config(sinew_sample::tries(3_000))]

    #[test]
    fn what_is_counted_is_what_trying_everybody_finds(seed: u64) {
        let pack = sinew_sample::small_pack(seed);
        let everybody = everybody(&pack);
        prop_assume!(everybody.is_some());
        let people = everybody.unwrap();
        let limits = Limits { tried: 3, ..Limits::default() };

        let mut claims = vec![Claim::People(BigUint::from(people.len()))];
        for level in Urgency::ALL {
            let of_level = count(&people, |person| decide(&pack, person).urgency == level);
            claims.push(Claim::Urgency { level, people: of_level });
        }
        let mut expected = vec![Verdict::Confirmed; claims.len()];
        for (flag, of) in pack.red_flags().iter_indexed() {
            let fires = count(&people, |person| truth(&pack, person, &of.when).is_true());
            let without = without(&pack, flag);
            let alone = count(&people, |person| {
                truth(&pack, person, &of.when).is_true() && decide(&without, person).urgency < of.urgency
            });
            claims.push(Claim::Flag { flag, fires, alone });
            let is_below = people.iter().any(|person| {
                let urgency = decide(&pack, person).urgency;
                match truth(&pack, person, &of.when) {
                    Truth::True => urgency < of.urgency,
                    Truth::Unknown => urgency < of.floor_when_unknown(),
                    Truth::False => false,
                }
            });
            prop_assert!(!is_below);
            expected.push(Verdict::Confirmed);
        }
        let verdicts = recheck(&pack, &claims, limits);
        prop_assert_eq!(&verdicts, &expected);

        for (property, of) in pack.properties().iter_indexed() {
            let spoken_of = count(&people, |person| is_spoken_of(&pack, of, person));
            let claim = Claim::Property { property, spoken_of };
            let verdict = recheck(&pack, std::slice::from_ref(&claim), limits).remove(0);
            let broken = people
                .iter()
                .filter(|person| is_spoken_of(&pack, of, person))
                .any(|person| holds(&pack, &of.claim, person) == Some(false));
            let about_actions = matches!(of.claim, Promise::Never(_) | Promise::Always(_));
            match verdict {
                // What only actions decide may be left open.
                Verdict::NotDecided => prop_assert!(about_actions),
                Verdict::Confirmed => prop_assert!(!broken && !people.iter().any(|one| lowered(&pack, of, &people, one))),
                Verdict::Refuted(person) => {
                    prop_assert!(people.contains(&*person));
                    let is_of_two = matches!(of.claim, Promise::MonotoneIn(_));
                    prop_assert_eq!(lowered(&pack, of, &people, &person), is_of_two);
                    prop_assert!(is_spoken_of(&pack, of, &person));
                    prop_assert!(holds(&pack, &of.claim, &person) != Some(true));
                }
                // Only of those whose answer can change so.
                Verdict::Miscounted(_) => prop_assert!(matches!(of.claim, Promise::MonotoneIn(_))),
                Verdict::Disagreement(person) => prop_assert!(false, "{person:?}"),
            }
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_proved_is_confirmed_and_a_wrong_number_is_not(seed: u64) {
        let pack = sinew_sample::small_pack(seed);
        let proof = sinew_prove::prove(&pack, sinew_prove::Limits::default(), &|_| true);
        let limits = Limits { tried: 2, ..Limits::default() };
        let people = proof.people.clone().unwrap();
        let mut claims = vec![Claim::People(people.clone()), Claim::People(people + 1u32)];
        claims.extend(proof.urgency.iter().map(|(level, people)| Claim::Urgency {
            level: *level,
            people: people.clone().unwrap(),
        }));
        let verdicts = recheck(&pack, &claims, limits);
        prop_assert!(matches!(verdicts[1], Verdict::Miscounted(_)));
        for verdict in verdicts.iter().enumerate().filter(|(place, _)| *place != 1) {
            prop_assert_eq!(verdict.1, &Verdict::Confirmed);
        }
        for flag in &proof.flags {
            let (fires, alone) = (flag.fires.clone().unwrap(), flag.alone.clone().unwrap());
            let more = alone.clone() + 1u32;
            let claim = |alone| Claim::Flag { flag: flag.flag, fires: fires.clone(), alone };
            let verdicts = recheck(&pack, &[claim(alone.clone()), claim(more)], limits);
            prop_assert_eq!(verdicts, [Verdict::Confirmed, Verdict::Miscounted(alone)]);
        }
        for (property, spoken_of) in &proof.properties {
            let is = |kind| proof.problems.iter().any(|problem| problem.kind == kind);
            if is(sinew_prove::ProblemKind::PropertyEmpty(*property)) {
                continue;
            }
            let claim = Claim::Property { property: *property, spoken_of: spoken_of.clone().unwrap() };
            let verdict = recheck(&pack, &[claim], limits).remove(0);
            let broken = is(sinew_prove::ProblemKind::PropertyBroken(*property));
            let of = &pack.properties()[*property];
            let about_actions = matches!(of.claim, Promise::Never(_) | Promise::Always(_));
            match verdict {
                Verdict::NotDecided => prop_assert!(about_actions, "{:?}", of.claim),
                Verdict::Confirmed => prop_assert!(!broken, "{:?}", of.claim),
                Verdict::Refuted(_) => prop_assert!(broken, "{:?}", of.claim),
                other => prop_assert!(false, "{other:?} {:?}", of.claim),
            }
        }
    }
}

/// Two signs, and a promise for everybody who has the lesser one.
fn with_promise(claim: Promise) -> Pack {
    let mut build = Builder::new();
    let sign = build.yes_no("sign", None);
    let other = build.yes_no("other", None);
    build.red_flag("sign", Urgency::Emergency, is(sign));
    build.red_flag("other", Urgency::SameDay, is(other));
    build.property("promise", Some(is(other)), None, claim);
    build.pack()
}

#[test]
fn a_promise_that_is_not_kept_is_refused_with_a_person() {
    let pack = with_promise(Promise::UrgencyAtLeast(Urgency::Emergency));
    let [property] = pack.properties().indices().collect::<Vec<_>>()[..] else { panic!() };
    let spoken_of =
        count(&everybody(&pack).unwrap(), |person| is_spoken_of(&pack, &pack.properties()[property], person));
    let claim = Claim::Property { property, spoken_of };
    match recheck(&pack, &[claim], Limits::default()).remove(0) {
        Verdict::Refuted(person) => {
            assert!(is_spoken_of(&pack, &pack.properties()[property], &person));
            assert_eq!(decide(&pack, &person).urgency, Urgency::SameDay);
        }
        other => panic!("{other:?}"),
    }
    let pack = with_promise(Promise::UrgencyAtLeast(Urgency::SameDay));
    let claim = |spoken_of: u32| Claim::Property { property, spoken_of: BigUint::from(spoken_of) };
    // Yes, no or not sure to the one; yes to the other.
    let verdicts = recheck(&pack, &[claim(3), claim(4)], Limits::default());
    assert_eq!(verdicts, [Verdict::Confirmed, Verdict::Miscounted(BigUint::from(3u32))]);
}

#[test]
fn numbers_of_another_level_or_flag_are_refused() {
    let pack = with_promise(Promise::UrgencyAtLeast(Urgency::SameDay));
    let [sign, other] = pack.red_flags().indices().collect::<Vec<_>>()[..] else { panic!() };
    let number = |number: u32| BigUint::from(number);
    let claims = [
        Claim::People(number(9)),
        Claim::Flag { flag: sign, fires: number(3), alone: number(3) },
        Claim::Flag { flag: other, fires: number(3), alone: number(1) },
        Claim::Urgency { level: Urgency::Emergency, people: number(3) },
        Claim::Flag { flag: sign, fires: number(0), alone: number(0) },
        Claim::Urgency { level: Urgency::SelfCare, people: number(3) },
    ];
    let verdicts = recheck(&pack, &claims, Limits::default());
    assert_eq!(verdicts[..4], vec![Verdict::Confirmed; 4]);
    assert_eq!(verdicts[4], Verdict::Miscounted(number(3)));
    assert!(matches!(verdicts[5], Verdict::Miscounted(_)));
}

#[test]
fn a_limit_leaves_things_open() {
    let pack = sinew_sample::pack(1);
    let claims = [Claim::People(BigUint::from(1u32))];
    let limits = Limits { steps: 0, tried: 0 };
    assert_eq!(recheck(&pack, &claims, limits), [Verdict::NotDecided]);
}

/// Whether a further question is asked hangs on the answer that gets worse. Whoever is asked it before and after answers it alike.
#[test]
fn two_people_are_alike_where_both_are_asked() {
    let verdict = |lesser: Urgency| {
        let mut build = Builder::new();
        let [red, _, blue] = build.one_of("colour", &["red", "green", "blue"], None)[..] else { panic!() };
        let when = Formula::Not(Box::new(is(red)));
        let [pain, swelling] = build.any_of("signs", &["pain", "swelling"], Some(when))[..2] else {
            panic!()
        };
        build.red_flag("pain", Urgency::Emergency, is(pain));
        build.red_flag("swelling", Urgency::SameDay, is(swelling));
        let not_blue = Formula::Not(Box::new(is(blue)));
        build.red_flag("not-blue", lesser, Formula::All(vec![not_blue, is(swelling)]));
        let blue = Worsening { question: QuestionIx::at(0), change: WorseAnswer::Chosen(OptionIx::at(2)) };
        build.property("blue", Some(is(swelling)), None, Promise::MonotoneIn(vec![blue]));
        let pack = build.pack();
        let [property] = pack.properties().indices().collect::<Vec<_>>()[..] else { panic!() };
        let people = everybody(&pack).unwrap();
        let of = &pack.properties()[property];
        let green = |person: &&Answers| person.get(QuestionIx::at(0)) == Some(Answer::One(OptionIx::at(1)));
        let spoken_of = people.iter().filter(green).filter(|person| is_spoken_of(&pack, of, person)).count();
        let claim = Claim::Property { property, spoken_of: BigUint::from(spoken_of) };
        let verdict = recheck(&pack, &[claim], Limits::default()).remove(0);
        if let Verdict::Refuted(person) = &verdict {
            assert!(lowered(&pack, of, &people, person), "{person:?}");
        }
        verdict
    };
    assert_eq!(verdict(Urgency::SameDay), Verdict::Confirmed);
    assert!(matches!(verdict(Urgency::Emergency), Verdict::Refuted(_)));
}
