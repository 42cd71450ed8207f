//! Formulas are changed in each place, and no change says the same in other words.

use super::*;
use sinew_logic::Truth;

type F = Formula<char>;

fn atom(name: char) -> F {
    Formula::Atom(name)
}

fn all(members: impl IntoIterator<Item = F>) -> F {
    Formula::All(members.into_iter().collect())
}

fn any(members: impl IntoIterator<Item = F>) -> F {
    Formula::Any(members.into_iter().collect())
}

fn not(inner: F) -> F {
    Formula::Not(Box::new(inner))
}

/// Every atom differs from person to person.
const NOTHING_KNOWN: Known<'static, char> = &|_| None;

/// A formula in short.
fn told(formula: &F) -> String {
    let list = |members: &[F]| members.iter().map(told).collect::<Vec<_>>().join(" ");
    match formula {
        Formula::Atom(name) => name.to_string(),
        Formula::All(members) => format!("all({})", list(members)),
        Formula::Any(members) => format!("any({})", list(members)),
        Formula::Not(inner) => format!("!{}", told(inner)),
        Formula::AtLeast { count, of } => format!("{count}of({})", list(of)),
        Formula::Score { points, at_least } => format!("{at_least}from{points:?}"),
    }
}

fn changed(formula: &F) -> Vec<(&'static str, String)> {
    changes(formula, NOTHING_KNOWN).iter().map(|it| (it.operator.name(), told(&it.formula))).collect()
}

fn owned(pairs: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    pairs.iter().map(|(operator, formula)| (*operator, (*formula).to_owned())).collect()
}

#[test]
fn each_place_of_a_formula_is_changed_once() {
    assert_eq!(changed(&atom('a')), owned(&[("negate", "!a")]));
    assert_eq!(changed(&not(atom('a'))), owned(&[("negate", "a")]));
    assert_eq!(
        changed(&any([atom('a'), all([atom('b'), not(atom('c'))])])),
        owned(&[
            ("negate", "!any(a all(b !c))"),
            ("member", "any(all(b !c))"),
            ("member", "any(a)"),
            ("list", "all(a all(b !c))"),
            ("member", "any(a all(!c))"),
            ("member", "any(a all(b))"),
            ("list", "any(a any(b !c))"),
            ("negate", "any(a all(b c))"),
        ])
    );
}

#[test]
fn what_is_shown_is_the_part_that_was_changed() {
    let formula = any([atom('a'), all([atom('b'), atom('c')])]);
    let inner = changes(&formula, NOTHING_KNOWN).pop().unwrap();
    assert_eq!((told(&inner.before), told(&inner.after)), ("all(b c)".into(), "any(b c)".into()));
}

#[test]
fn counts_stay_within_what_can_be_reached() {
    let two_of = |of: Vec<F>| Formula::AtLeast { count: 2, of };
    assert_eq!(
        changed(&two_of(vec![atom('a'), atom('b'), atom('c')])),
        owned(&[
            ("negate", "!2of(a b c)"),
            ("member", "2of(b c)"),
            ("member", "2of(a c)"),
            ("member", "2of(a b)"),
            ("at-least", "1of(a b c)"),
            ("at-least", "3of(a b c)"),
        ])
    );
    // Two of two is both; with one less there is too little left to ask two of.
    assert_eq!(
        changed(&two_of(vec![atom('a'), atom('b')])),
        owned(&[("negate", "!2of(a b)"), ("at-least", "1of(a b)")])
    );
}

#[test]
fn a_score_is_changed_where_some_sum_notices() {
    let score = |points: Vec<(char, i32)>, at_least: i32| Formula::Score { points, at_least };
    let after = |formula: &F, operator: Operator| -> Vec<String> {
        let found = changes(formula, NOTHING_KNOWN).into_iter().filter(|it| it.operator == operator);
        found.map(|it| told(&it.formula)).collect()
    };
    let steps = score(vec![('a', 1), ('b', 1)], 1);
    assert_eq!(after(&steps, Operator::AtLeast), ["0from[('a', 1), ('b', 1)]", "2from[('a', 1), ('b', 1)]"]);
    assert_eq!(after(&steps, Operator::Points), ["1from[('a', -1), ('b', 1)]", "1from[('a', 1), ('b', -1)]"]);
    assert_eq!(after(&steps, Operator::Member), ["1from[('b', 1)]", "1from[('a', 1)]"]);
    // The sums are 0, 2 and 4: none lies between 3 and 4, or 4 and 5, but nothing reaches 5.
    let wide = score(vec![('a', 2), ('b', 2)], 4);
    assert_eq!(after(&wide, Operator::AtLeast), [""; 0]);
    assert_eq!(after(&wide, Operator::Member), [""; 0]);
}

#[test]
fn what_says_the_same_has_one_plain_form() {
    let same = |one: &F, other: &F| {
        assert_eq!(plain(one, NOTHING_KNOWN), plain(other, NOTHING_KNOWN), "{one:?} {other:?}");
    };
    same(&all([atom('a')]), &atom('a'));
    same(&any([all([atom('a')])]), &atom('a'));
    same(&not(not(atom('a'))), &atom('a'));
    same(&any([atom('a'), any([atom('b'), atom('a')])]), &any([atom('a'), atom('b')]));
    same(&Formula::AtLeast { count: 1, of: vec![atom('a'), atom('b')] }, &any([atom('a'), atom('b')]));
    same(&Formula::AtLeast { count: 2, of: vec![atom('a'), atom('b')] }, &all([atom('a'), atom('b')]));
    assert_ne!(
        plain(&all([atom('a'), atom('b')]), NOTHING_KNOWN),
        plain(&any([atom('a'), atom('b')]), NOTHING_KNOWN)
    );
}

#[test]
fn what_is_the_same_for_everybody_is_no_part_of_the_plain_form() {
    let known = |name: &char| match name {
        't' => Some(true),
        'f' => Some(false),
        _ => None,
    };
    for (formula, expected) in [
        (all([atom('t'), atom('a')]), "a"),
        (all([atom('f'), atom('a')]), "any()"),
        (any([atom('f'), atom('a')]), "a"),
        (any([atom('t'), atom('a')]), "all()"),
        (not(atom('t')), "any()"),
        (not(atom('f')), "all()"),
        (Formula::AtLeast { count: 2, of: vec![atom('t'), atom('a'), atom('b')] }, "any(a b)"),
        (Formula::AtLeast { count: 2, of: vec![atom('f'), atom('a'), atom('b')] }, "all(a b)"),
        (Formula::AtLeast { count: 2, of: vec![atom('f'), atom('f'), atom('b')] }, "any()"),
        (Formula::AtLeast { count: 1, of: vec![atom('t'), atom('a')] }, "all()"),
        (Formula::AtLeast { count: 2, of: vec![atom('a'), atom('b'), atom('c')] }, "2of(a b c)"),
    ] {
        assert_eq!(told(&plain(&formula, &known)), expected, "{formula:?}");
    }
    // So that leaving out what is always there is no change.
    let found = changes(&all([atom('t'), atom('a')]), &known);
    let found: Vec<String> = found.iter().map(|it| told(&it.formula)).collect();
    assert_eq!(found, ["!all(t a)", "all(t)"]);
}

/// Every formula over three atoms with one list in another, in every valuation.
#[test]
fn a_plain_form_comes_to_the_same_for_everybody() {
    let truths = [Truth::False, Truth::Unknown, Truth::True];
    let mut checked = 0;
    let inner = |kind: usize, members: Vec<F>| match kind {
        0 => all(members),
        1 => any(members),
        2 => not(any(members)),
        kind => Formula::AtLeast { count: u32::try_from(kind - 2).unwrap(), of: members },
    };
    for (outer, within) in (0..6).flat_map(|outer| (0..6).map(move |within| (outer, within))) {
        let formula = inner(outer, vec![atom('a'), inner(within, vec![atom('b'), atom('c'), atom('a')])]);
        let form = plain(&formula, NOTHING_KNOWN);
        for number in 0..27 {
            let [a, b, c] = [number / 9, number / 3 % 3, number % 3].map(|at| truths[at]);
            let value = |name: &char| match name {
                'a' => a,
                'b' => b,
                _ => c,
            };
            assert_eq!(form.evaluate(&value), formula.evaluate(&value), "{formula:?} {form:?}");
            checked += 1;
        }
    }
    assert_eq!(checked, 36 * 27);
}
