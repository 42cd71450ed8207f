//! Truth tables and the two laws the interview rests on: exactness without unknowns, and monotone knowledge.

use super::*;
use Truth::{False, True, Unknown};
use proptest::prelude::*;

fn atom(index: usize) -> Formula<usize> {
    Formula::Atom(index)
}

fn at(values: &[Truth]) -> impl Fn(&usize) -> Truth + '_ {
    |index| values[*index]
}

#[test]
fn all_any_and_not_follow_kleene() {
    for a in [False, Unknown, True] {
        for b in [False, Unknown, True] {
            let values = [a, b];
            let all = Formula::All(vec![atom(0), atom(1)]).evaluate(&at(&values));
            let any = Formula::Any(vec![atom(0), atom(1)]).evaluate(&at(&values));
            let expected_all = if a == False || b == False {
                False
            } else if a == True && b == True {
                True
            } else {
                Unknown
            };
            let expected_any = if a == True || b == True {
                True
            } else if a == False && b == False {
                False
            } else {
                Unknown
            };
            assert_eq!(all, expected_all, "{a:?} all {b:?}");
            assert_eq!(any, expected_any, "{a:?} any {b:?}");
        }
    }
    assert_eq!(Formula::Not(Box::new(atom(0))).evaluate(&at(&[Unknown])), Unknown);
    assert_eq!(Formula::Not(Box::new(atom(0))).evaluate(&at(&[False])), True);
}

#[test]
fn empty_all_holds_and_empty_any_does_not() {
    assert_eq!(Formula::<usize>::All(vec![]).evaluate(&at(&[])), True);
    assert_eq!(Formula::<usize>::Any(vec![]).evaluate(&at(&[])), False);
}

#[test]
fn at_least_counts_unknown_both_ways() {
    let two = Formula::AtLeast { count: 2, of: vec![atom(0), atom(1), atom(2)] };
    assert_eq!(two.evaluate(&at(&[True, True, Unknown])), True);
    assert_eq!(two.evaluate(&at(&[True, Unknown, False])), Unknown);
    assert_eq!(two.evaluate(&at(&[True, False, False])), False);
}

#[test]
fn a_score_takes_negative_points_into_account() {
    let score = Formula::Score { points: vec![(0, 2), (1, 1), (2, -2)], at_least: 2 };
    assert_eq!(score.evaluate(&at(&[True, False, False])), True);
    assert_eq!(score.evaluate(&at(&[True, True, True])), False);
    assert_eq!(score.evaluate(&at(&[True, False, Unknown])), Unknown);
    assert_eq!(score.evaluate(&at(&[False, True, False])), False);
}

#[test]
fn an_explanation_names_only_what_decided() {
    let formula = Formula::Any(vec![atom(0), Formula::All(vec![atom(1), atom(2)]), atom(3)]);
    let values = [False, True, True, Unknown];
    let atoms: Vec<usize> = formula.explain(&at(&values)).iter().map(|support| *support.atom).collect();
    assert_eq!(atoms, [1, 2]);
    let values = [False, True, Unknown, False];
    let atoms: Vec<usize> = formula.explain(&at(&values)).iter().map(|support| *support.atom).collect();
    assert_eq!(atoms, [2], "only the unknown member is why the whole is unknown");
}

const ATOMS: usize = 4;

fn formulas() -> impl Strategy<Value = Formula<usize>> {
    let leaf = prop_oneof![
        (0..ATOMS).prop_map(Formula::Atom),
        (prop::collection::vec((0..ATOMS, -3i32..4), 1..4), -2i32..5)
            .prop_map(|(points, at_least)| Formula::Score { points, at_least }),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Formula::All),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Formula::Any),
            inner.clone().prop_map(|formula| Formula::Not(Box::new(formula))),
            (0u32..4, prop::collection::vec(inner, 0..4))
                .prop_map(|(count, of)| Formula::AtLeast { count, of }),
        ]
    })
}

fn truths() -> impl Strategy<Value = Truth> {
    prop_oneof![Just(False), Just(Unknown), Just(True)]
}

proptest! {
    #[test]
    fn settling_an_unknown_never_turns_a_verdict_over(
        formula in formulas(),
        values in prop::collection::vec(truths(), ATOMS),
        which in 0..ATOMS,
        settled in any::<bool>(),
    ) {
        let before = formula.evaluate(&at(&values));
        let mut after_values = values.clone();
        if values[which] == Unknown {
            after_values[which] = Truth::from(settled);
        }
        let after = formula.evaluate(&at(&after_values));
        prop_assert!(before == Unknown || before == after);
    }

    #[test]
    fn without_unknown_atoms_nothing_is_unknown(
        formula in formulas(),
        values in prop::collection::vec(any::<bool>(), ATOMS),
    ) {
        let values: Vec<Truth> = values.into_iter().map(Truth::from).collect();
        prop_assert_ne!(formula.evaluate(&at(&values)), Unknown);
    }

    #[test]
    fn mapping_atoms_to_themselves_changes_nothing(formula in formulas()) {
        prop_assert_eq!(formula.map(&mut |atom| *atom), formula);
    }
}
