//! Translations hold and fail as formulas do, and say of the shipped packs what the engine says.

use super::*;
use crate::verdict::{by_rules, compare, holds, people};
use sinew_logic::Truth;
use sinew_sample::Dice;

const ATOMS: usize = 4;

fn formula(dice: &mut Dice, depth: u32) -> Formula<usize> {
    let atom = |dice: &mut Dice| usize::try_from(dice.below(ATOMS as u64)).unwrap();
    if depth == 0 || dice.below(4) == 0 {
        return Formula::Atom(atom(dice));
    }
    let members: Vec<_> = (0..dice.below(4)).map(|_| formula(dice, depth - 1)).collect();
    match dice.below(5) {
        0 => Formula::All(members),
        1 => Formula::Any(members),
        2 => Formula::Not(Box::new(formula(dice, depth - 1))),
        3 => Formula::AtLeast { count: u32::try_from(dice.below(4)).unwrap(), of: members },
        _ => {
            let weight = |dice: &mut Dice| i32::try_from(dice.below(7)).unwrap() - 3;
            let points = (0..dice.below(4)).map(|_| (atom(dice), weight(dice))).collect();
            Formula::Score { points, at_least: weight(dice) }
        }
    }
}

/// An atom holds if its question says "yes", and fails if it says "no".
fn translated(formula: &Formula<usize>, wanted: Side) -> Expr {
    let mut atom = |atom: &usize, wanted: Side| {
        let word = if wanted == Side::Holds { "yes" } else { "no" };
        Ok(Expr::Word { question: *atom, word: word.into() })
    };
    side(formula, wanted, &mut atom).unwrap()
}

#[test]
fn a_formula_holds_and_fails_just_when_kleene_says_so() {
    let mut dice = Dice::new(5);
    for _ in 0..2_000 {
        let formula = formula(&mut dice, 3);
        let (is_so, is_not_so) = (translated(&formula, Side::Holds), translated(&formula, Side::Fails));
        for case in 0..3_usize.pow(ATOMS as u32) {
            let truth = |atom: usize| {
                [Truth::False, Truth::Unknown, Truth::True][case / 3_usize.pow(atom as u32) % 3]
            };
            let word = |truth| match truth {
                Truth::False => "no",
                Truth::Unknown => NOT_SURE,
                Truth::True => "yes",
            };
            let values: Vec<Value> = (0..ATOMS).map(|atom| Value::Word(word(truth(atom)).into())).collect();
            let expected = formula.evaluate(&|atom: &usize| truth(*atom));
            let found = (holds(&is_so, &values, &[]), holds(&is_not_so, &values, &[]));
            assert_eq!(found, (expected.is_true(), expected.is_false()), "{formula:?} with {values:?}");
        }
    }
}

#[test]
fn the_rules_of_the_shipped_packs_decide_what_the_engine_decides() {
    for pack in sinew_sample::shipped() {
        let rules = Rules::of(&pack).unwrap();
        let people = people(&pack, &rules, 7, 3_000);
        let mut verdicts = Vec::new();
        for nesting in [Nesting::Any, Nesting::SumsApart, Nesting::Flat] {
            let rules = rules.in_steps(nesting);
            verdicts = people.iter().map(|person| by_rules(&rules, &person.values)).collect();
            compare(&rules, &people, &format!("the translation, {nesting:?}"), &verdicts).unwrap();
        }
        let some = |wanted: &dyn Fn(&crate::verdict::Verdict) -> bool| verdicts.iter().any(wanted);
        assert!(some(&|verdict| !verdict.open.is_empty()), "somebody is not sure about a red flag");
        assert!(some(&|verdict| verdict.urgency == 4), "somebody has an emergency");
        let with_points = people.iter().filter(|person| person.verdict.points.is_some()).count();
        assert!(with_points >= people.len() / 2, "half of them have points: {with_points}");
    }
}

#[test]
fn what_differs_is_said_in_words() {
    let pack = &sinew_sample::shipped()[0];
    let rules = Rules::of(pack).unwrap();
    let people = people(pack, &rules, 7, 3);
    let mut verdicts: Vec<_> = people.iter().map(|person| person.verdict.clone()).collect();
    verdicts[1].urgency += 1;
    let problem = compare(&rules, &people, "a peer", &verdicts).unwrap_err().to_string();
    assert!(problem.contains("1 of 3 people") && problem.contains("first for person 1"), "{problem}");
    assert!(problem.contains(&format!("{} = ", rules.inputs[0].id)), "{problem}");
}
