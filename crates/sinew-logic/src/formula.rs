//! Formulas over atoms, their evaluation and their explanation.

use crate::Truth;
use serde::{Deserialize, Serialize};

/// A finite condition over atoms of type `A`.
///
/// There is deliberately no expression language beside these six shapes: a finite form is what allows a checker to decide
/// what a formula can do over every possible set of answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Formula<A> {
    /// Holds when the atom holds.
    Atom(A),
    /// Holds when every member holds; an empty list holds.
    All(Vec<Formula<A>>),
    /// Holds when some member holds; an empty list does not.
    Any(Vec<Formula<A>>),
    /// Holds when the inner formula does not.
    Not(Box<Formula<A>>),
    /// Holds when at least `count` members hold.
    AtLeast {
        /// How many must hold.
        count: u32,
        /// The members.
        of: Vec<Formula<A>>,
    },
    /// Holds when the points of the atoms that hold add up to at least `at_least`.
    Score {
        /// Atoms with their points, which may be negative.
        points: Vec<(A, i32)>,
        /// The sum to reach.
        at_least: i32,
    },
}

/// An atom that helped to decide a formula, with the value it had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Support<'a, A> {
    /// The atom.
    pub atom: &'a A,
    /// Its value.
    pub truth: Truth,
}

impl<A> Formula<A> {
    /// Evaluates the formula, asking `value` for the truth of its atoms. Members of [`Self::All`] and [`Self::Any`] that can no longer change
    /// the result are not asked.
    ///
    /// The result is exact in Kleene's sense: it is `True` or `False` whenever every way of settling the unknown atoms one by
    /// one agrees member by member, and it never turns over when an unknown atom becomes known.
    pub fn evaluate(&self, value: &impl Fn(&A) -> Truth) -> Truth {
        match self {
            Self::Atom(atom) => value(atom),
            Self::All(members) => joined(members, value, Truth::True, Truth::and),
            Self::Any(members) => joined(members, value, Truth::False, Truth::or),
            Self::Not(inner) => !inner.evaluate(value),
            Self::AtLeast { count, of } => {
                let (mut least, mut most) = (0u32, 0u32);
                for member in of {
                    match member.truth(value) {
                        Truth::True => {
                            least += 1;
                            most += 1;
                        }
                        Truth::Unknown => most += 1,
                        Truth::False => {}
                    }
                }
                between(i64::from(least), i64::from(most), i64::from(*count))
            }
            Self::Score { points, at_least } => {
                let (mut least, mut most) = (0i64, 0i64);
                for (atom, weight) in points {
                    let weight = i64::from(*weight);
                    match value(atom) {
                        Truth::True => {
                            least += weight;
                            most += weight;
                        }
                        Truth::Unknown => {
                            least += weight.min(0);
                            most += weight.max(0);
                        }
                        Truth::False => {}
                    }
                }
                between(least, most, i64::from(*at_least))
            }
        }
    }

    /// The same as [`Self::evaluate`]. Most members are atoms, which need no further call.
    #[inline]
    fn truth(&self, value: &impl Fn(&A) -> Truth) -> Truth {
        if let Self::Atom(atom) = self { value(atom) } else { self.evaluate(value) }
    }

    /// The atoms that made the formula come out as it did, each once, in the order of the formula.
    ///
    /// For a true "any" these are its true members only; for a false "all" its false members only; for an unknown formula the
    /// unknown members. They are the reasons a person is shown.
    pub fn explain<'a>(&'a self, value: &impl Fn(&A) -> Truth) -> Vec<Support<'a, A>>
    where
        A: PartialEq,
    {
        let mut supports: Vec<Support<'a, A>> = Vec::new();
        self.for_each_support(value, &mut |support| {
            if !supports.iter().any(|known| known.atom == support.atom) {
                supports.push(support);
            }
        });
        supports
    }

    /// Calls `visit` for every atom that [`Self::explain`] gives, in its order, repeats included; needs no memory for that.
    pub fn for_each_support<'a>(
        &'a self,
        value: &impl Fn(&A) -> Truth,
        visit: &mut impl FnMut(Support<'a, A>),
    ) {
        match self {
            Self::Atom(atom) => visit(Support { atom, truth: value(atom) }),
            Self::Not(inner) => inner.for_each_support(value, visit),
            Self::All(members) | Self::Any(members) | Self::AtLeast { of: members, .. } => {
                let outcome = self.evaluate(value);
                for member in members.iter().filter(|member| member.evaluate(value) == outcome) {
                    member.for_each_support(value, visit);
                }
            }
            Self::Score { points, .. } => {
                let outcome = self.evaluate(value);
                for (atom, weight) in points {
                    let truth = value(atom);
                    let speaks = match outcome {
                        Truth::Unknown => truth.is_unknown(),
                        Truth::True => truth.is_true() == (*weight > 0) && !truth.is_unknown(),
                        Truth::False => truth.is_false() == (*weight > 0) && !truth.is_unknown(),
                    };
                    if speaks {
                        visit(Support { atom, truth });
                    }
                }
            }
        }
    }

    /// Calls `visit` for every atom, in order, repeats included.
    pub fn for_each_atom<'a>(&'a self, visit: &mut impl FnMut(&'a A)) {
        match self {
            Self::Atom(atom) => visit(atom),
            Self::Not(inner) => inner.for_each_atom(visit),
            Self::All(members) | Self::Any(members) | Self::AtLeast { of: members, .. } => {
                for member in members {
                    member.for_each_atom(visit);
                }
            }
            Self::Score { points, .. } => points.iter().for_each(|(atom, _)| visit(atom)),
        }
    }

    /// The same formula over other atoms.
    pub fn map<B>(&self, change: &mut impl FnMut(&A) -> B) -> Formula<B> {
        match self {
            Self::Atom(atom) => Formula::Atom(change(atom)),
            Self::Not(inner) => Formula::Not(Box::new(inner.map(change))),
            Self::All(members) => Formula::All(members.iter().map(|member| member.map(change)).collect()),
            Self::Any(members) => Formula::Any(members.iter().map(|member| member.map(change)).collect()),
            Self::AtLeast { count, of } => {
                Formula::AtLeast { count: *count, of: of.iter().map(|member| member.map(change)).collect() }
            }
            Self::Score { points, at_least } => Formula::Score {
                points: points.iter().map(|(atom, weight)| (change(atom), *weight)).collect(),
                at_least: *at_least,
            },
        }
    }
}

/// What the members come to together, as far as they can still change it: what is the opposite of the beginning stays so.
#[inline]
fn joined<A>(
    members: &[Formula<A>],
    value: &impl Fn(&A) -> Truth,
    beginning: Truth,
    join: impl Fn(Truth, Truth) -> Truth,
) -> Truth {
    let mut sum = beginning;
    for member in members {
        sum = join(sum, member.truth(value));
        if sum == !beginning {
            break;
        }
    }
    sum
}

fn between(least: i64, most: i64, threshold: i64) -> Truth {
    if least >= threshold {
        Truth::True
    } else if most < threshold {
        Truth::False
    } else {
        Truth::Unknown
    }
}

#[cfg(test)]
mod tests;
