//! Formulas that differ from one in one place.

use sinew_logic::Formula;
use sinew_pack::Operator;
use std::collections::BTreeSet;

/// Scores of more atoms are taken to come to every sum.
const MAX_SCORED: usize = 16;

/// A formula with one thing in it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Changed<A> {
    pub(super) operator: Operator,
    /// The whole formula.
    pub(super) formula: Formula<A>,
    /// The part that was changed, as it was.
    pub(super) before: Formula<A>,
    /// The same part, as it is.
    pub(super) after: Formula<A>,
}

/// Every formula that differs from this one in one place, each once. None of them says the same in other words, as far as
/// [`plain`] and the sums of a score show it.
pub(super) fn changes<A: Clone + PartialEq>(formula: &Formula<A>, known: Known<'_, A>) -> Vec<Changed<A>> {
    let mut found: Vec<Changed<A>> = Vec::new();
    let mut seen = vec![plain(formula, known)];
    let whole = Changed {
        operator: Operator::Negate,
        formula: turned_over(formula),
        before: formula.clone(),
        after: turned_over(formula),
    };
    for changed in std::iter::once(whole).chain(within(formula)) {
        let plain = plain(&changed.formula, known);
        if !seen.contains(&plain) {
            seen.push(plain);
            found.push(changed);
        }
    }
    found
}

fn turned_over<A: Clone>(formula: &Formula<A>) -> Formula<A> {
    match formula {
        Formula::Not(inner) => (**inner).clone(),
        formula => Formula::Not(Box::new(formula.clone())),
    }
}

/// What can be changed at the top of a formula, and then within each of its members.
fn within<A: Clone + PartialEq>(formula: &Formula<A>) -> Vec<Changed<A>> {
    let mut found: Vec<Changed<A>> = at_top(formula)
        .into_iter()
        .map(|(operator, after)| Changed { operator, formula: after.clone(), before: formula.clone(), after })
        .collect();
    let mut descend = |member: &Formula<A>, put_back: &dyn Fn(Formula<A>) -> Formula<A>| {
        found.extend(
            within(member)
                .into_iter()
                .map(|changed| Changed { formula: put_back(changed.formula), ..changed }),
        );
    };
    match formula {
        Formula::Atom(_) | Formula::Score { .. } => {}
        Formula::Not(inner) => descend(inner, &|changed| Formula::Not(Box::new(changed))),
        Formula::All(members) | Formula::Any(members) | Formula::AtLeast { of: members, .. } => {
            for (at, member) in members.iter().enumerate() {
                descend(member, &|changed| {
                    let mut members = members.clone();
                    members[at] = changed;
                    with_members(formula, members)
                });
            }
        }
    }
    found
}

/// A formula of the same shape over other members.
fn with_members<A: Clone>(formula: &Formula<A>, members: Vec<Formula<A>>) -> Formula<A> {
    match formula {
        Formula::All(_) => Formula::All(members),
        Formula::Any(_) => Formula::Any(members),
        Formula::AtLeast { count, .. } => Formula::AtLeast { count: *count, of: members },
        other => other.clone(),
    }
}

fn at_top<A: Clone>(formula: &Formula<A>) -> Vec<(Operator, Formula<A>)> {
    let mut found = Vec::new();
    match formula {
        Formula::Atom(_) => {}
        Formula::Not(inner) => found.push((Operator::Negate, (**inner).clone())),
        Formula::All(members) | Formula::Any(members) => {
            found
                .extend(shortened(members).map(|members| (Operator::Member, with_members(formula, members))));
            let swapped = match formula {
                Formula::All(_) => Formula::Any(members.clone()),
                _ => Formula::All(members.clone()),
            };
            found.push((Operator::List, swapped));
        }
        Formula::AtLeast { count, of } => {
            let lists = shortened(of).filter(|of| *count as usize <= of.len());
            found.extend(lists.map(|of| (Operator::Member, Formula::AtLeast { count: *count, of })));
            for count in [count.saturating_sub(1), count.saturating_add(1)] {
                if (1..=of.len()).contains(&(count as usize)) {
                    found.push((Operator::AtLeast, Formula::AtLeast { count, of: of.clone() }));
                }
            }
        }
        Formula::Score { points, at_least } => {
            let scored = |points: Vec<(A, i32)>, at_least: i32| Formula::Score { points, at_least };
            for at in 0..points.len() {
                let mut without = points.clone();
                without.remove(at);
                found.push((Operator::Member, scored(without, *at_least)));
                let mut turned = points.clone();
                turned[at].1 = -turned[at].1;
                found.push((Operator::Points, scored(turned, *at_least)));
            }
            for at_least in [at_least.saturating_sub(1), at_least.saturating_add(1)] {
                found.push((Operator::AtLeast, scored(points.clone(), at_least)));
            }
            // What can never be reached is refused when a pack is read, so that nobody could leave it unnoticed.
            found.retain(|(_, changed)| can_be_reached(changed) && !same_sums(formula, changed));
        }
    }
    found
}

/// The lists that lack one member. A list of one is not emptied: that is what dropping the rule does.
fn shortened<A: Clone>(members: &[Formula<A>]) -> impl Iterator<Item = Vec<Formula<A>>> {
    let many = members.len() > 1;
    (0..members.len()).filter(move |_| many).map(|at| {
        let mut members = members.to_vec();
        members.remove(at);
        members
    })
}

fn can_be_reached<A>(formula: &Formula<A>) -> bool {
    let Formula::Score { points, at_least } = formula else { return true };
    points.iter().map(|(_, weight)| i64::from(*weight).max(0)).sum::<i64>() >= i64::from(*at_least)
}

/// Whether two scores over the same points ask for the same, because no sum lies between what they ask for.
fn same_sums<A>(one: &Formula<A>, other: &Formula<A>) -> bool {
    let (Formula::Score { points, at_least: one }, Formula::Score { points: others, at_least: other }) =
        (one, other)
    else {
        return false;
    };
    let weights = |points: &[(A, i32)]| points.iter().map(|(_, weight)| *weight).collect::<Vec<_>>();
    if weights(points) != weights(others) || points.len() > MAX_SCORED {
        return false;
    }
    let mut sums = BTreeSet::from([0i64]);
    for (_, weight) in points {
        sums.extend(sums.iter().map(|sum| sum + i64::from(*weight)).collect::<Vec<_>>());
    }
    let (low, high) = (i64::from(*one.min(other)), i64::from(*one.max(other)));
    sums.range(low..high).next().is_none()
}

/// What is known of an atom whoever the person is; none if it differs from person to person.
pub(super) type Known<'k, A> = &'k dyn Fn(&A) -> Option<bool>;

/// The same formula in its plainest form: two formulas with one plain form come to the same for every person. One that always
/// holds is an empty `all`, one that never does an empty `any`.
pub(super) fn plain<A: Clone + PartialEq>(formula: &Formula<A>, known: Known<'_, A>) -> Formula<A> {
    match formula {
        Formula::Atom(atom) => match known(atom) {
            Some(true) => Formula::All(Vec::new()),
            Some(false) => Formula::Any(Vec::new()),
            None => formula.clone(),
        },
        Formula::Score { .. } => formula.clone(),
        Formula::Not(inner) => match plain(inner, known) {
            Formula::Not(inner) => *inner,
            inner => match certain(&inner) {
                Some(true) => Formula::Any(Vec::new()),
                Some(false) => Formula::All(Vec::new()),
                None => Formula::Not(Box::new(inner)),
            },
        },
        Formula::All(members) => joined(members.iter().map(|member| plain(member, known)), true),
        Formula::Any(members) => joined(members.iter().map(|member| plain(member, known)), false),
        Formula::AtLeast { count, of } => {
            let members: Vec<Formula<A>> = of.iter().map(|member| plain(member, known)).collect();
            let certainly = |wanted: bool| members.iter().filter(|it| certain(*it) == Some(wanted)).count();
            let left = (*count as usize).saturating_sub(certainly(true));
            let open: Vec<Formula<A>> = members.iter().filter(|it| certain(*it).is_none()).cloned().collect();
            match left {
                0 => Formula::All(Vec::new()),
                1 => joined(open.into_iter(), false),
                left if left == open.len() => joined(open.into_iter(), true),
                left if left > open.len() => Formula::Any(Vec::new()),
                left => Formula::AtLeast { count: u32::try_from(left).unwrap_or(u32::MAX), of: open },
            }
        }
    }
}

/// Whether a plain formula holds for everybody, or for nobody.
pub(super) fn certain<A>(plain: &Formula<A>) -> Option<bool> {
    match plain {
        Formula::All(members) if members.is_empty() => Some(true),
        Formula::Any(members) if members.is_empty() => Some(false),
        _ => None,
    }
}

/// `all` or `any` of these, which are plain, without lists in lists of the same kind, without repeats and without what is certain.
fn joined<A: Clone + PartialEq>(members: impl Iterator<Item = Formula<A>>, all: bool) -> Formula<A> {
    let mut flat: Vec<Formula<A>> = Vec::new();
    for member in members {
        match certain(&member) {
            Some(holds) if holds == all => continue,
            Some(_) => return member,
            None => {}
        }
        let inner = match member {
            Formula::All(inner) if all => inner,
            Formula::Any(inner) if !all => inner,
            member => vec![member],
        };
        for member in inner {
            if !flat.contains(&member) {
                flat.push(member);
            }
        }
    }
    if flat.len() == 1 {
        return flat.remove(0);
    }
    if all { Formula::All(flat) } else { Formula::Any(flat) }
}

#[cfg(test)]
mod tests;
