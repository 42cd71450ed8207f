//! Deciding allocates nothing. Counts are asserted; times never are.
#![forbid(unsafe_code)]

use sinew_model::Answers;
use sinew_program::Program;
use sinew_sample::{Dice, Mood};

/// Allocations while a program decides for these people, once for each.
fn allocations(program: &Program, people: &[Answers]) -> u64 {
    let mut workspace = program.workspace();
    let mut row = program.row(&people[0]);
    allocation_counter::measure(|| {
        for answers in people {
            program.write_row(answers, &mut row);
            assert!(program.decide(&mut workspace, &row).urgency <= sinew_model::Urgency::Emergency);
        }
    })
    .count_total
}

#[test]
fn deciding_allocates_nothing() {
    for seed in 0..300 {
        let pack = sinew_sample::pack(seed);
        let program = Program::compile(&pack).unwrap();
        let people: Vec<Answers> = (0..20)
            .flat_map(|person| {
                [sinew_sample::person(&pack, person), sinew_sample::silent_person(&pack, person)]
            })
            .collect();
        assert_eq!(allocations(&program, &people), 0, "pack {seed}");
    }
}

#[test]
fn the_count_counts() {
    let pack = sinew_sample::pack(1);
    let mut dice = Dice::new(1);
    let answers = Mood::any(&mut dice).somebody(&pack, &mut dice);
    let counted = allocation_counter::measure(|| drop(sinew_engine::decide(&pack, &answers)));
    assert!(counted.count_total > 0);
}
