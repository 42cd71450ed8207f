//! The program decides what the engine decides.

use crate::{AnswerRow, Program};
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
