//! The program decides what the engine decides.

use crate::{AnswerRow, Batch, Decisions, Instructions, Program};
use sinew_model::*;
use sinew_sample::{Dice, Mood, shipped, tries};

/// How many packs or groups of people are tried.
fn effort() -> u64 {
    u64::from(tries(256).cases)
}

#[test]
fn generated_packs_decide_alike() {
    for seed in 0..effort() * 8 {
        let pack = sinew_sample::pack(seed);
        let program = Program::compile(&pack).unwrap();
        let mut workspace = program.workspace();
        for person in 0..30 {
            let person = seed * 1000 + person;
            for answers in [
                sinew_sample::person(&pack, person),
                sinew_sample::silent_person(&pack, person),
                Answers::new(&pack),
            ] {
                let expected = sinew_engine::decide(&pack, &answers);
                let row = program.row(&answers);
                assert_eq!(*program.decide(&mut workspace, &row), expected, "pack {seed}, {answers:?}");
            }
        }
    }
}

#[test]
fn shipped_packs_decide_alike() {
    for pack in shipped() {
        let program = Program::compile(&pack).unwrap();
        let mut workspace = program.workspace();
        let mut row = AnswerRow::default();
        let mut dice = Dice::new(7);
        let mut levels = std::collections::BTreeMap::new();
        for number in 0..effort() * 40 {
            let answers = Mood::any(&mut dice).somebody(&pack, &mut dice);
            let expected = sinew_engine::decide(&pack, &answers);
            program.write_row(&answers, &mut row);
            let decision = program.decide(&mut workspace, &row);
            assert_eq!(*decision, expected, "{}, person {number}: {answers:?}", pack.identity().id);
            *levels.entry((decision.urgency, decision.exit)).or_insert(0u64) += 1;
        }
        println!("{}: {levels:?}", pack.identity().id);
        assert!(levels.len() > 5, "{levels:?}");
    }
}

/// Decides for these people in every way there is, and says how many the lanes left out.
fn decided_alike(pack: &Pack, batch: &Batch, people: &[Answers]) -> usize {
    let mut columns = batch.columns();
    for answers in people {
        columns.push(&batch.program().row(answers));
    }
    let mut workspace = batch.workspace();
    let (mut plain, mut best) = (Decisions::default(), Decisions::default());
    let left_out = batch.decide(&mut workspace, &columns, &mut plain, Instructions::Plain);
    assert_eq!(batch.decide(&mut workspace, &columns, &mut best, Instructions::Best), left_out);
    assert!(plain == best, "the instructions make a difference");
    let mut one = batch.program().workspace();
    for (person, answers) in people.iter().enumerate() {
        let decision = plain.decision(person);
        let row = batch.program().row(answers);
        assert_eq!(
            decision.as_ref(),
            Some(batch.program().decide(&mut one, &row)),
            "person {person}: {answers:?}"
        );
        if person % 8 == 0 {
            assert_eq!(decision, Some(sinew_engine::decide(pack, answers)), "person {person}");
        }
    }
    assert_eq!(plain.decision(people.len()), None);
    left_out
}

#[test]
fn generated_packs_decide_alike_for_many() {
    let (mut made, mut left_out, mut people) = (0, 0, 0);
    for seed in 0..effort() * 2 {
        let pack = sinew_sample::pack(seed);
        let Ok(batch) = Batch::compile(&pack) else { continue };
        let crowd: Vec<Answers> = (0..150)
            .flat_map(|person| {
                let person = seed * 1000 + person;
                [sinew_sample::person(&pack, person), sinew_sample::silent_person(&pack, person)]
            })
            .collect();
        made += 1;
        people += crowd.len();
        left_out += decided_alike(&pack, &batch, &crowd);
    }
    assert!(made > effort(), "{made}");
    assert!(left_out > 0 && left_out * 2 < people, "{left_out} of {people}");
}

#[test]
fn shipped_packs_decide_alike_for_many() {
    for pack in shipped() {
        let batch = Batch::compile(&pack).unwrap();
        let mut dice = Dice::new(8);
        let mut left_out = 0;
        for _ in 0..effort().div_ceil(16) {
            let people: Vec<Answers> =
                (0..700).map(|_| Mood::any(&mut dice).somebody(&pack, &mut dice)).collect();
            left_out += decided_alike(&pack, &batch, &people);
        }
        println!("{}: {left_out} left out", pack.identity().id);
    }
}
