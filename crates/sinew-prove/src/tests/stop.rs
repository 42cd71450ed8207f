//! The circuit of partial answers says what the engine says, and the proof of the stop finds what is wrong.

use crate::{
    agreement::disagreements,
    circuit::Wire,
    halfway::Halfway,
    relevance::{Rule, open_questions},
    session::Limits,
    space::DomainAnswers,
    stop::{Proof, StopChange, StopOutcome, StopProof, breaks_promise, stop, stop_without},
};
use proptest::prelude::*;
use sinew_engine::{Context, Step, StopReason, assess, decide, kept_away, missing_answers, next_step};
use sinew_model::{Answer, Answers, Date, Given, Index as _, IndexVec, Pack, QuestionIx, RedFlagIx, Urgency};
use sinew_sample::{Builder, Dice, is};
use std::collections::BTreeSet;

/// Every rule that can be left out.
const RULES: [Rule; 8] = [
    Rule::Flags,
    Rule::Exits,
    Rule::Pressing,
    Rule::Order,
    Rule::Companions,
    Rule::CompanionBands,
    Rule::Causes,
    Rule::Blocks,
];
/// More inputs than this are too many to try all people.
const INPUTS_AT_MOST: usize = 13;
/// So many small packs are proved and tried.
const SEEDS: u32 = 256;

/// Inputs of somebody: the more `lively`, the more answers differ from the first, and the more `talkative`, the more questions
/// are answered.
fn somebody(halfway: &Halfway<'_>, dice: &mut Dice, lively: u64, talkative: u64) -> Vec<bool> {
    let mut inputs = vec![false; halfway.circuit.inputs().len()];
    for domain in &halfway.space.domains {
        match &domain.answers {
            DomainAnswers::One(values) => {
                let first = domain.first_answer() as u64;
                let others = values.len() as u64 - first;
                let code = if dice.below(100) < lively { first + dice.below(others) } else { first };
                let width = domain.inputs.len();
                for place in 0..width {
                    inputs[domain.first_input + place] = code >> (width - 1 - place) & 1 == 1;
                }
            }
            DomainAnswers::Any { .. } => {
                for place in 0..domain.inputs.len() {
                    inputs[domain.first_input + place] = dice.below(100) < lively / 2;
                }
            }
        }
    }
    for input in halfway.answered.iter().flatten() {
        inputs[*input] = dice.below(100) < talkative;
    }
    inputs
}

/// Answers everything else that the interview asks, and gives the inputs at each of its steps.
fn interview(halfway: &Halfway<'_>, person: &[bool]) -> Vec<Vec<bool>> {
    let mut steps = Vec::new();
    let mut inputs = person.to_vec();
    loop {
        steps.push(inputs.clone());
        let (so_far, _) = halfway.answers(|input| inputs[input]).unwrap();
        match next_step(halfway.pack, &so_far) {
            Step::Ask(question) => inputs[halfway.answered[question].unwrap()] = true,
            Step::Done(_) => return steps,
        }
    }
}

/// What comes out differently for one of these people.
fn found(halfway: &mut Halfway<'_>, people: &[Vec<bool>]) -> Vec<String> {
    let Halfway { circuit, pack, findings, stop, .. } = halfway;
    let open = [&stop.safety, &stop.others].map(|roots| open_questions(circuit, pack, findings, roots));
    let mut found = Vec::new();
    for people in people.chunks(64) {
        let signals = halfway.circuit.run(&words(people));
        for (number, person) in people.iter().enumerate() {
            let (so_far, _) = halfway.answers(|input| person[input]).expect("codes are answers");
            found.extend(disagreement(halfway, &open, &so_far, |wire| signals.of(wire) >> number & 1 == 1));
        }
    }
    found
}

fn disagreement(
    halfway: &Halfway<'_>,
    [for_safety, for_others]: &[IndexVec<QuestionIx, Wire>; 2],
    answers: &Answers,
    on: impl Fn(Wire) -> bool,
) -> Option<String> {
    let Halfway { pack, now, stop, .. } = halfway;
    let decision = decide(pack, answers);
    let mut wrong = disagreements(now, pack, &decision, &on);
    let mut hold = |what: String, circuit: bool, engine: bool| {
        if circuit != engine {
            wrong.push(format!("{what}: the circuit says {circuit}"));
        }
    };
    let step = next_step(pack, answers);
    for (reason, wire) in stop.reasons() {
        hold(format!("stops as {reason:?}"), on(wire), step == Step::Done(reason));
    }
    let kept: BTreeSet<_> = kept_away(pack, answers).into_iter().map(|(id, _)| id).collect();
    for (index, action) in pack.actions().iter_indexed() {
        hold(format!("{} blocked", action.id), on(now.blocked[index]), kept.contains(&action.id));
        let is_offered = decision.actions.contains(&index);
        hold(format!("{} useful", action.id), on(now.useful[index]) || !is_offered, true);
    }
    let asked = |wires: &IndexVec<QuestionIx, Wire>| -> Vec<QuestionIx> {
        pack.questions().indices().filter(|question| on(wires[*question])).collect()
    };
    if decision.exit.is_none() && !on(stop.emergency) {
        let can = asked(&stop.can_be_asked);
        let mut open = asked(for_safety);
        open.retain(|question| can.contains(question));
        let missing = missing_answers(pack, answers);
        hold(format!("missing {open:?} {missing:?}"), open == missing, true);
    }
    if decision.urgency < Urgency::SameDay && !on(stop.same_day) && decision.exit.is_none() {
        let outcome = assess(pack, answers, &Context { today: Date::constant(2026, 3, 4), region: None });
        let never_asked = outcome.unknown.iter().filter(|note| !note.was_asked);
        let never_asked: Vec<QuestionIx> =
            never_asked.map(|note| pack.question_named(note.question.as_str()).unwrap()).collect();
        let open = asked(for_others);
        hold(format!("open {open:?} {never_asked:?}"), open == never_asked, true);
        let useful_and_blocked: BTreeSet<_> =
            outcome.advice.kept_away.into_iter().map(|(id, _, _)| id).collect();
        for (index, action) in pack.actions().iter_indexed() {
            let kept = on(now.useful[index]) && on(now.blocked[index]);
            hold(format!("{} kept away", action.id), kept, useful_and_blocked.contains(&action.id));
        }
    }
    (!wrong.is_empty()).then(|| format!("{answers:?}: {wrong:?}"))
}

/// People of all kinds, and where their interviews take them.
fn people(halfway: &Halfway<'_>, seed: u64, rounds: usize, interviews: usize) -> Vec<Vec<bool>> {
    let mut dice = Dice::new(seed);
    let mut people = Vec::new();
    for round in 0..rounds {
        let lively = [1, 3, 8, 20, 50, 90][round % 6];
        let talkative = [20, 50, 80, 95][round % 4];
        people.extend((0..64).map(|_| somebody(halfway, &mut dice, lively, talkative)));
    }
    for number in 0..interviews {
        let lively = [1, 3, 8, 20, 50, 90][number % 6];
        let person = somebody(halfway, &mut dice, lively, 0);
        people.extend(interview(halfway, &person));
    }
    people
}

proptest! {
    #![proptest_config(sinew_sample::tries(2_000))]

    #[test]
    fn small_packs_stop_alike(pack_seed: u64, person_seed: u64) {
        let pack = sinew_sample::pack(pack_seed);
        let mut halfway = Halfway::of(&pack, None);
        let people = people(&halfway, person_seed, 1, 4);
        let found = found(&mut halfway, &people);
        prop_assert!(found.is_empty(), "{}, such as {}", found.len(), found[0]);
    }
}

/// Every shipped injury pack.
#[test]
fn shipped_packs_stop_alike() {
    for pack in sinew_sample::shipped() {
        let mut halfway = Halfway::of(&pack, None);
        let people = people(&halfway, 7, 24, 300);
        let found = found(&mut halfway, &people);
        assert!(found.is_empty(), "{}: {}, such as {}", pack.identity().id, found.len(), found[0]);
    }
}

/// Inputs with one person in each bit.
fn words(people: &[Vec<bool>]) -> Vec<u64> {
    let word = |input: usize| {
        people.iter().enumerate().fold(0, |word, (person, inputs)| word | u64::from(inputs[input]) << person)
    };
    (0..people[0].len()).map(word).collect()
}

#[test]
fn whoever_is_asked_by_a_shipped_pack_may_be_sent_off_where_they_are() {
    for pack in sinew_sample::shipped() {
        let StopProof { outcome, settled, proved, conflicts } = stop(&pack, Limits::default());
        assert_eq!(outcome, StopOutcome::Sound, "{}", pack.identity().id);
        // Nothing of this is empty, and it is far from the limit.
        assert!(settled > pack.findings().len(), "{settled}");
        assert!(proved > 5_000 && conflicts < Limits::default().conflicts / 5, "{proved} in {conflicts}");
    }
}

/// The 64 people from this one on, of those whose first inputs are anything; all others are off.
fn group(first: u64, varied: usize, inputs: usize) -> Vec<Vec<bool>> {
    let bit = |person: u64, input: usize| input < varied && person >> input & 1 == 1;
    (first..first + 64).map(|person| (0..inputs).map(|input| bit(person, input)).collect()).collect()
}

/// Whether a promise is broken for somebody in a small pack, found by trying everybody with all answers so far; none if there are
/// too many.
fn broken_by_trying(pack: &Pack, left_out: Option<Rule>) -> Option<bool> {
    let mut halfway = Halfway::of(pack, left_out);
    let inputs = halfway.circuit.inputs().len();
    if inputs > INPUTS_AT_MOST {
        return None;
    }
    let in_turn = halfway.in_turn();
    let taken = halfway.taken();
    let taken = halfway.circuit.all(taken);
    let reasons = halfway.stop.reasons();
    for first in (0..1u64 << inputs).step_by(64) {
        let people = group(first, inputs, inputs);
        let signals = halfway.circuit.run(&words(&people));
        let possible = signals.of(taken) & signals.of(halfway.whole.consistent);
        for (reason, wire) in reasons {
            let mut stopped = signals.of(wire) & possible;
            if reason == StopReason::Emergency {
                stopped &= signals.of(in_turn);
            }
            for (number, person) in people.iter().enumerate().filter(|(number, _)| stopped >> number & 1 == 1)
            {
                let (so_far, whole) = halfway.answers(|input| person[input]).unwrap();
                let (now, then) = (decide(pack, &so_far), decide(pack, &whole));
                // At an exit only what holds for answers in turn is left out of what is promised.
                let out_of_turn = signals.of(in_turn) >> number & 1 == 0;
                if reason == StopReason::Exit && out_of_turn && now.exit == then.exit {
                    continue;
                }
                if breaks_promise(pack, reason, &so_far, &whole) {
                    return Some(true);
                }
            }
        }
    }
    Some(false)
}

/// The proof against trying everybody, with all the rules of the engine and with each left out.
#[test]
fn what_is_proved_of_small_packs_is_what_trying_finds() {
    let (mut sound, mut broken, mut open) = (0, 0, 0);
    for seed in 0..u64::from(ProptestConfig::default().cases.max(SEEDS)) {
        let pack = sinew_sample::pack(seed);
        for rule in [None].into_iter().chain(RULES.map(Some)) {
            let Some(tried) = broken_by_trying(&pack, rule) else { continue };
            let proof = rule.map_or_else(
                || stop(&pack, Limits::default()),
                |rule| stop_without(&pack, Limits::default(), rule),
            );
            match proof.outcome {
                StopOutcome::Sound => {
                    assert!(!tried, "seed {seed} without {rule:?}: somebody was missed");
                    sound += 1;
                }
                StopOutcome::Broken(person) => {
                    assert!(tried, "seed {seed} without {rule:?}: {person:?}");
                    assert!(rule.is_some(), "the engine stops too early: seed {seed}, {person:?}");
                    broken += 1;
                }
                // With a rule too few, more than what is promised can fail.
                StopOutcome::NotDecided { .. } => {
                    assert!(rule.is_some(), "seed {seed} is not decided");
                    open += 1;
                }
            }
        }
    }
    assert!(sound > 500 && broken > 60 && open < 10, "{sound} {broken} {open}");
}

/// Everybody in a small pack is asked by the engine until it stops: every interview that it leads, with every way to go on.
#[test]
fn no_interview_of_a_small_pack_stops_too_early() {
    let (mut people, mut reasons) = (0, BTreeSet::new());
    for seed in 0..1_000 {
        let pack = sinew_sample::pack(seed);
        let mut halfway = Halfway::of(&pack, None);
        let inputs: usize = halfway.space.domains.iter().map(|domain| domain.inputs.len()).sum();
        if inputs > 8 {
            continue;
        }
        let mut possible = halfway.taken();
        possible.push(halfway.whole.consistent);
        let possible = halfway.circuit.all(possible);
        for first in (0..1u64 << inputs).step_by(64) {
            let group = group(first, inputs, halfway.circuit.inputs().len());
            let signals = halfway.circuit.run(&words(&group));
            for (_, person) in group.iter().enumerate().filter(|(at, _)| signals.of(possible) >> at & 1 == 1)
            {
                let stop = interview(&halfway, person).pop().unwrap();
                let (so_far, whole) = halfway.answers(|input| stop[input]).unwrap();
                let Step::Done(reason) = next_step(&pack, &so_far) else { panic!("it goes on") };
                assert!(
                    !breaks_promise(&pack, reason, &so_far, &whole),
                    "seed {seed}: {reason:?} at {so_far:?}, then {whole:?}"
                );
                people += 1;
                reasons.insert(reason);
            }
        }
    }
    assert!(people > 10_000 && reasons.len() == 5, "{people} {reasons:?}");
}

/// A rule that is left out is noticed, with somebody whom the engine asks on.
#[test]
fn a_rule_that_is_left_out_of_a_shipped_pack_is_noticed() {
    let pack = sinew_sample::shipped().into_iter().min_by_key(|pack| pack.questions().len()).unwrap();
    for (rule, reason) in [
        (Rule::Flags, StopReason::SameDay),
        (Rule::Exits, StopReason::Settled),
        (Rule::Order, StopReason::Settled),
        (Rule::Causes, StopReason::Settled),
        (Rule::Blocks, StopReason::Settled),
    ] {
        let StopOutcome::Broken(broken) = stop_without(&pack, Limits::default(), rule).outcome else {
            panic!("nobody notices in {} that {rule:?} are left out", pack.identity().id)
        };
        assert_eq!(broken.reason, reason, "{rule:?}");
        assert!(matches!(next_step(&pack, &broken.so_far), Step::Ask(_)), "{rule:?}");
        assert!(breaks_promise(&pack, reason, &broken.so_far, &broken.whole), "{rule:?}");
    }
}

/// What the proof rests on without deciding it holds of people at random, and so does all that it proved.
#[test]
fn what_is_taken_for_granted_holds_of_people_at_random() {
    let small: Vec<Pack> = (0..60).map(sinew_sample::pack).collect();
    for pack in small.iter().chain(&sinew_sample::shipped()) {
        let (mut halfway, facts) = Proof::facts(pack);
        let taken = halfway.taken();
        let taken = halfway.circuit.all(taken);
        let mut dice = Dice::new(3);
        for _ in 0..20 {
            let people: Vec<Vec<bool>> = (0..64)
                .map(|number| {
                    somebody(&halfway, &mut dice, [3, 10, 30, 60][number % 4], [20, 50, 80][number % 3])
                })
                .collect();
            let signals = halfway.circuit.run(&words(&people));
            for fact in &facts {
                let broken = fact.iter().fold(signals.of(taken), |people, wire| people & signals.of(*wire));
                assert_eq!(broken, 0, "{:?} of {}", fact, pack.identity().id);
            }
        }
    }
}

/// A second exit that stands before the first one, and asks for less.
#[test]
fn an_exit_that_gives_way_to_a_milder_one_is_noticed() {
    let mut builder = Builder::new();
    let (first, second) = (builder.yes_no("first", None), builder.yes_no("second", None));
    builder.exit("milder", Urgency::Routine, is(second));
    builder.exit("graver", Urgency::SameDay, is(first));
    let pack = builder.pack();
    let StopOutcome::Broken(broken) = stop(&pack, Limits::default()).outcome else {
        panic!("nobody notices")
    };
    assert_eq!(broken.reason, StopReason::Exit);
    assert_eq!(next_step(&pack, &broken.so_far), Step::Done(StopReason::Exit));
    let (now, then) = (decide(&pack, &broken.so_far), decide(&pack, &broken.whole));
    assert_eq!((now.urgency, then.urgency), (Urgency::SameDay, Urgency::Routine));
    // Nothing is said that need not be.
    let said = |answers: &Answers| answers.iter().map(|(question, _)| question).collect::<Vec<_>>();
    assert_eq!(said(&broken.so_far), [QuestionIx::at(0)]);
    assert_eq!(said(&broken.whole), [QuestionIx::at(0), QuestionIx::at(1)]);
}

/// An answer that opening the pack gives, to a question that may turn out not to apply.
#[test]
fn an_emergency_that_rests_on_a_given_answer_out_of_turn_is_noticed() {
    let mut builder = Builder::new();
    let first = builder.yes_no("first", None);
    let second = builder.yes_no("second", Some(is(first)));
    builder.red_flag("flag", Urgency::Emergency, is(second));
    let question = QuestionIx::at(1);
    let origin = builder.parts.questions[question].origin.clone();
    builder.parts.given = vec![Given { question, answer: Answer::YesNo(true), origin }];
    let pack = builder.pack();
    let StopOutcome::Broken(broken) = stop(&pack, Limits::default()).outcome else {
        panic!("nobody notices")
    };
    assert_eq!(broken.reason, StopReason::Emergency);
    assert_eq!(broken.change, StopChange::Emergency(RedFlagIx::at(0)));
}

/// Without enough conflicts nothing is called proved.
#[test]
fn what_hits_the_limit_is_not_decided() {
    for pack in sinew_sample::shipped() {
        assert!(matches!(
            stop(&pack, Limits { conflicts: 10, ..Limits::default() }).outcome,
            StopOutcome::NotDecided { .. }
        ));
    }
}
