//! Deciding allocates nothing. Counts are asserted; times never are.
#![forbid(unsafe_code)]

use sinew_model::Answers;
use sinew_program::{Program, Reasoner};
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

/// Reasons of the same people for the second time: there is room for them then.
#[test]
fn reasons_allocate_nothing_once_there_is_room() {
    for (seed, pack) in
        (0..100).map(|seed| (seed, sinew_sample::pack(seed))).chain((100..).zip(sinew_sample::shipped()))
    {
        let reasoner = Reasoner::compile(pack.clone()).unwrap();
        let mut workspace = reasoner.workspace();
        let mut dice = Dice::new(seed);
        let people: Vec<Answers> = (0..40)
            .map(|lively| {
                Mood { lively: lively % 8, silent: lively % 3, unsure: 2 }.somebody(&pack, &mut dice)
            })
            .collect();
        let mut all = || {
            for answers in &people {
                let (_, reasons) = reasoner.decide(&mut workspace, answers);
                assert!(!reasons.urgency.is_empty());
            }
        };
        all();
        assert_eq!(allocation_counter::measure(all).count_total, 0, "{}", pack.identity().id);
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
