//! Formulas of three values as circuits.

use crate::{
    circuit::{Circuit, Wire},
    number::{Sum, Term},
};
use sinew_logic::Formula;

/// A truth value as two wires, never on together. It is unknown where both are off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ternary {
    /// On where it is true.
    pub(crate) holds: Wire,
    /// On where it is false.
    pub(crate) fails: Wire,
}

impl Ternary {
    /// Always true.
    pub(crate) const TRUE: Self = Self { holds: Wire::TRUE, fails: Wire::FALSE };

    /// Never known.
    pub(crate) const UNKNOWN: Self = Self { holds: Wire::FALSE, fails: Wire::FALSE };

    /// True where the wire is on, else false.
    pub(crate) fn certain(wire: Wire) -> Self {
        Self { holds: wire, fails: !wire }
    }

    /// On where it is neither.
    pub(crate) fn unknown(self, circuit: &mut Circuit) -> Wire {
        circuit.and(!self.holds, !self.fails)
    }
}

/// A formula as a circuit, with the truth of its atoms.
pub(crate) fn formula<A>(
    circuit: &mut Circuit,
    formula: &Formula<A>,
    atom: &impl Fn(&A) -> Ternary,
) -> Ternary {
    match formula {
        Formula::Atom(name) => atom(name),
        Formula::All(of) => {
            let members = members(circuit, of, atom);
            Ternary {
                holds: circuit.all(members.iter().map(|member| member.holds)),
                fails: circuit.any(members.iter().map(|member| member.fails)),
            }
        }
        Formula::Any(of) => {
            let members = members(circuit, of, atom);
            Ternary {
                holds: circuit.any(members.iter().map(|member| member.holds)),
                fails: circuit.all(members.iter().map(|member| member.fails)),
            }
        }
        Formula::Not(inner) => {
            let Ternary { holds, fails } = self::formula(circuit, inner, atom);
            Ternary { holds: fails, fails: holds }
        }
        Formula::AtLeast { count, of } => {
            let members = members(circuit, of, atom);
            let points = members.into_iter().map(|member| (member, 1)).collect::<Vec<_>>();
            reaches(circuit, &points, i64::from(*count))
        }
        Formula::Score { points, at_least } => {
            let points: Vec<(Ternary, i64)> =
                points.iter().map(|(name, weight)| (atom(name), i64::from(*weight))).collect();
            reaches(circuit, &points, i64::from(*at_least))
        }
    }
}

fn members<A>(circuit: &mut Circuit, of: &[Formula<A>], atom: &impl Fn(&A) -> Ternary) -> Vec<Ternary> {
    of.iter().map(|member| formula(circuit, member, atom)).collect()
}

/// Whether points reach a threshold: certainly if they do at worst, certainly not if they do not at best.
fn reaches(circuit: &mut Circuit, points: &[(Ternary, i64)], threshold: i64) -> Ternary {
    let mut sum = |at_best: bool| {
        let terms = points.iter().map(|(truth, weight)| {
            // What is unknown counts at worst if it takes away, and at best if it gives.
            let counts = if (*weight > 0) == at_best { !truth.fails } else { truth.holds };
            Term::when(counts, *weight)
        });
        Sum::of(terms.collect()).at_least(circuit, threshold)
    };
    Ternary { holds: sum(false), fails: !sum(true) }
}
