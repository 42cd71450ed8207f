//! Sums in circuits: "at least so much" and numbers that can be compared.

use crate::circuit::{Circuit, Wire};
use std::collections::BTreeMap;

/// A part of a sum: the value of the first case whose wire is on, or nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Term {
    /// The cases, the first that holds decides.
    pub(crate) cases: Vec<(Wire, i64)>,
}

impl Term {
    /// So much if the wire is on.
    pub(crate) fn when(wire: Wire, value: i64) -> Self {
        Self { cases: vec![(wire, value)] }
    }

    fn least(&self) -> i64 {
        self.values().min().unwrap_or(0)
    }

    fn most(&self) -> i64 {
        self.values().max().unwrap_or(0)
    }

    fn values(&self) -> impl Iterator<Item = i64> {
        self.cases.iter().map(|(_, value)| *value).chain([0])
    }
}

/// Sums over the same terms, held against several thresholds.
///
/// What is built is the decision diagram of each threshold, as gates: what is still needed after some terms decides what the rest
/// has to give, and equal needs are one gate.
#[derive(Debug)]
pub(crate) struct Sum {
    terms: Vec<Term>,
    /// The least and the most that the terms from each position on can give.
    rest: Vec<(i64, i64)>,
    known: BTreeMap<(usize, i64), Wire>,
}

impl Sum {
    /// The sum of these terms.
    pub(crate) fn of(terms: Vec<Term>) -> Self {
        let mut rest = vec![(0, 0)];
        for term in terms.iter().rev() {
            let (least, most) = rest[rest.len() - 1];
            rest.push((least + term.least(), most + term.most()));
        }
        rest.reverse();
        Self { terms, rest, known: BTreeMap::new() }
    }

    /// Whether it comes to at least so much.
    pub(crate) fn at_least(&mut self, circuit: &mut Circuit, needed: i64) -> Wire {
        self.from(circuit, 0, needed)
    }

    fn from(&mut self, circuit: &mut Circuit, position: usize, needed: i64) -> Wire {
        let (least, most) = self.rest[position];
        if least >= needed {
            return Wire::TRUE;
        }
        if most < needed {
            return Wire::FALSE;
        }
        if let Some(wire) = self.known.get(&(position, needed)) {
            return *wire;
        }
        let cases = self.terms[position].cases.clone();
        let mut wire = self.from(circuit, position + 1, needed);
        for (condition, value) in cases.into_iter().rev() {
            let on = self.from(circuit, position + 1, needed - value);
            wire = circuit.choose(condition, on, wire);
        }
        self.known.insert((position, needed), wire);
        wire
    }
}

/// Whether at least `count` of the wires are on.
pub(crate) fn at_least(circuit: &mut Circuit, count: usize, wires: &[Wire]) -> Wire {
    let terms = wires.iter().map(|wire| Term::when(*wire, 1)).collect();
    Sum::of(terms).at_least(circuit, i64::try_from(count).unwrap_or(i64::MAX))
}

/// A whole number as wires: its bits, the lowest first, above an offset.
#[derive(Debug, Clone)]
pub(crate) struct Number {
    offset: i64,
    bits: Vec<Wire>,
}

impl Number {
    /// The sum of a constant and of terms.
    pub(crate) fn sum(circuit: &mut Circuit, constant: i64, terms: &[Term]) -> Self {
        let mut sum = Self { offset: constant, bits: Vec::new() };
        for term in terms {
            let part = Self::of(circuit, term);
            sum = sum.plus(circuit, &part);
        }
        sum
    }

    fn of(circuit: &mut Circuit, term: &Term) -> Self {
        let offset = term.least();
        let width = bits_of(term.most() - offset);
        let bit = |value: i64, place: usize| Wire::from((value - offset) >> place & 1 == 1);
        let bits = (0..width)
            .map(|place| {
                term.cases.iter().rev().fold(bit(0, place), |rest, (condition, value)| {
                    circuit.choose(*condition, bit(*value, place), rest)
                })
            })
            .collect();
        Self { offset, bits }
    }

    fn plus(&self, circuit: &mut Circuit, other: &Self) -> Self {
        let width = self.bits.len().max(other.bits.len());
        let (mut bits, mut carry) = (Vec::with_capacity(width + 1), Wire::FALSE);
        for place in 0..width {
            let (left, right) = (self.bit(place), other.bit(place));
            let halves_differ = !circuit.equal(left, right);
            bits.push(!circuit.equal(halves_differ, carry));
            // Where the two are equal, either of them is the carry.
            carry = circuit.choose(halves_differ, carry, left);
        }
        bits.push(carry);
        while bits.last() == Some(&Wire::FALSE) {
            bits.pop();
        }
        Self { offset: self.offset + other.offset, bits }
    }

    fn bit(&self, place: usize) -> Wire {
        self.bits.get(place).copied().unwrap_or(Wire::FALSE)
    }

    /// The same number over a lower offset.
    fn over(&self, circuit: &mut Circuit, offset: i64) -> Self {
        let lift = self.offset - offset;
        let constant = (0..bits_of(lift)).map(|place| Wire::from(lift >> place & 1 == 1)).collect::<Vec<_>>();
        let mut lifted = self.plus(circuit, &Self { offset: 0, bits: constant });
        lifted.offset = offset;
        lifted
    }

    /// Whether it is at least as great as another one, or, if `strictly`, greater.
    pub(crate) fn exceeds(&self, circuit: &mut Circuit, other: &Self, strictly: bool) -> Wire {
        let offset = self.offset.min(other.offset);
        let (left, right) = (self.over(circuit, offset), other.over(circuit, offset));
        let mut greater = Wire::from(!strictly);
        for place in 0..left.bits.len().max(right.bits.len()) {
            let (a, b) = (left.bit(place), right.bit(place));
            let same = circuit.equal(a, b);
            greater = circuit.choose(same, greater, a);
        }
        greater
    }
}

/// How many bits a number takes that is not negative.
fn bits_of(value: i64) -> usize {
    (i64::BITS - value.leading_zeros()) as usize
}
