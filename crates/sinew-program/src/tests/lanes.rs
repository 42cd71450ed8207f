//! What does not fit into lanes or columns is refused with the reason.

use crate::{Batch, BatchProblem, ColumnProblem, Decisions, Instructions};
use sinew_logic::Formula;
use sinew_model::*;
use sinew_sample::{Builder, is, never};

#[test]
fn scores_that_lie_too_far_apart_are_refused() {
    let with = |weight: i32| {
        let mut builder = Builder::new();
        let yes = builder.yes_no("question", None);
        for number in 0..3 {
            let lines = vec![(is(yes), weight, 0, None)];
            builder.condition(&format!("condition-{number}"), 0, Urgency::SelfCare, lines, &[]);
        }
        Batch::compile(&builder.pack())
    };
    assert!(with(2000).is_ok());
    let refused = with(5000).err();
    assert_eq!(refused, Some(BatchProblem::ScoresTooFarApart { conditions: 3, range: 10_001 }));
    assert!(with(1_000_000).is_err());
}

#[test]
fn points_that_are_too_many_are_refused() {
    let with = |causes: usize| {
        let mut builder = Builder::new();
        let yes = builder.yes_no("question", None);
        let action = builder.action("action", ActionKind::SelfCare, never());
        for number in 0..causes {
            builder.cause(&format!("cause-{number}"), is(yes), &[action]);
        }
        Batch::compile(&builder.pack())
    };
    assert!(with(600).is_ok());
    assert!(matches!(with(700).err(), Some(BatchProblem::TooManyPoints { points: 33_600, actions: 1, .. })));
}

#[test]
fn a_formula_with_too_many_points_is_refused() {
    let with = |weight: i32| {
        let mut builder = Builder::new();
        let yes = builder.yes_no("question", None);
        let points = vec![(yes, weight), (yes, weight)];
        builder.red_flag("flag", Urgency::SameDay, Formula::Score { points, at_least: 1 });
        Batch::compile(&builder.pack())
    };
    assert!(with(16_000).is_ok());
    assert_eq!(with(17_000).err(), Some(BatchProblem::SumTooLarge));
}

#[test]
fn columns_are_refused_with_their_place() {
    let mut builder = Builder::new();
    let yes = builder.yes_no("one", None);
    builder.any_of("list", &["red", "green"], None);
    builder.red_flag("flag", Urgency::SameDay, is(yes));
    let batch = Batch::compile(&builder.pack()).unwrap();
    let refused = |columns: Vec<Vec<u8>>| batch.columns_of(columns).err();
    assert_eq!(refused(vec![vec![3]]), Some(ColumnProblem::Columns { given: 1, wanted: 4 }));
    let short = vec![vec![3, 2], vec![2, 2], vec![0], vec![0, 0]];
    assert_eq!(refused(short), Some(ColumnProblem::Length { column: 2, given: 1, wanted: 2 }));
    let unknown = vec![vec![3, 4], vec![2, 2], vec![0, 0], vec![0, 0]];
    assert_eq!(refused(unknown), Some(ColumnProblem::Code { column: 0, person: 1, code: 4, most: 3 }));
    let option = vec![vec![3, 2], vec![2, 2], vec![0, 0], vec![0, 2]];
    assert_eq!(refused(option), Some(ColumnProblem::Code { column: 3, person: 1, code: 2, most: 1 }));

    let columns = batch.columns_of(vec![vec![3, 2], vec![2, 2], vec![0, 1], vec![0, 0]]).unwrap();
    let mut decisions = Decisions::default();
    let mut workspace = batch.workspace();
    batch.decide(&mut workspace, &columns, &mut decisions, Instructions::Best);
    let urgency = |person| decisions.decision(person).map(|decision| decision.urgency);
    assert_eq!(urgency(0), Some(Urgency::SameDay));
    assert_eq!(urgency(1), Some(Urgency::SelfCare));
    assert_eq!(urgency(2), None);
}

/// More people than a word has bits, and than a block.
#[test]
fn who_chose_an_option_is_known_behind_the_first_word() {
    let mut builder = Builder::new();
    let green = builder.any_of("list", &["red", "green"], None)[1];
    builder.red_flag("flag", Urgency::SameDay, is(green));
    let batch = Batch::compile(&builder.pack()).unwrap();
    let chosen: Vec<u8> = (0..300).map(|person| u8::from(person % 7 == 3)).collect();
    let columns = batch.columns_of(vec![vec![2; 300], vec![0; 300], chosen]).unwrap();
    let mut decisions = Decisions::default();
    batch.decide(&mut batch.workspace(), &columns, &mut decisions, Instructions::Best);
    for person in 0..300 {
        let fired = decisions.decision(person).map(|decision| decision.fired.len());
        assert_eq!(fired, Some(usize::from(person % 7 == 3)), "{person}");
    }
}
