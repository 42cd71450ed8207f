//! The evidence for a condition as the terms of a sum: as it is, or at the worst or the best that it can still come to.

use crate::{
    circuit::{Circuit, Wire},
    decision::truth,
    findings::Findings,
    kleene::Ternary,
    number::{Number, Term},
};
use sinew_model::{Adjustment, Band, Condition, Decibans, EvidenceLine, FindingIx, IndexVec};
use std::collections::BTreeMap;

/// One of two bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pick {
    Worst,
    Best,
}

impl Pick {
    fn of(self, left: i64, right: i64) -> i64 {
        match self {
            Self::Worst => left.min(right),
            Self::Best => left.max(right),
        }
    }
}

/// The evidence from which a band is reached. [`Band::of`] is what says so.
pub(crate) fn least_of(band: Band) -> i64 {
    match band {
        Band::FitsWell => value(Band::WELL),
        Band::FitsPartly => value(Band::PARTLY),
        Band::FitsLessWell => i64::MIN / 4,
    }
}

fn value(decibans: Decibans) -> i64 {
    i64::from(decibans.value())
}

/// The evidence, with this truth of the findings.
pub(crate) fn now(
    circuit: &mut Circuit,
    truths: &IndexVec<FindingIx, Ternary>,
    condition: &Condition,
) -> Vec<Term> {
    terms(condition, |EvidenceLine { when, present, absent, .. }| {
        let truth = truth(circuit, truths, when);
        vec![(truth.holds, value(*present)), (truth.fails, value(*absent))]
    })
}

/// How the adjustments move a condition, with this truth of the findings.
pub(crate) fn shifts_now(
    circuit: &mut Circuit,
    truths: &IndexVec<FindingIx, Ternary>,
    condition: &Condition,
) -> Vec<Term> {
    let shift = |Adjustment { when, shift, .. }: &Adjustment| {
        Term::when(truth(circuit, truths, when).holds, value(*shift))
    };
    condition.adjustments.iter().map(shift).collect()
}

/// The worst or the best evidence that can still come to be.
pub(crate) fn at(circuit: &mut Circuit, findings: &Findings, condition: &Condition, pick: Pick) -> Vec<Term> {
    terms(condition, |line| {
        let verdict = findings.verdict(circuit, &line.when);
        let (present, absent) = (value(line.present), value(line.absent));
        vec![
            (verdict.surely_holds(circuit), present),
            (verdict.surely_fails(circuit), absent),
            (!verdict.settled, pick.of(pick.of(present, absent), 0)),
        ]
    })
}

/// How the adjustments move a condition at the worst or the best.
pub(crate) fn shifts_at(
    circuit: &mut Circuit,
    findings: &Findings,
    condition: &Condition,
    pick: Pick,
) -> Vec<Term> {
    let shift = |adjustment: &Adjustment| {
        let verdict = findings.verdict(circuit, &adjustment.when);
        let shift = value(adjustment.shift);
        Term { cases: vec![(verdict.surely_holds(circuit), shift), (!verdict.settled, pick.of(shift, 0))] }
    };
    condition.adjustments.iter().map(shift).collect()
}

/// Prior, evidence and adjustments together.
pub(crate) fn total(circuit: &mut Circuit, condition: &Condition, terms: &[Term]) -> Number {
    Number::sum(circuit, value(condition.prior.weight), terms)
}

/// The terms, by what each line weighs in which case: lines alone, and of each group the strongest for and the strongest against.
/// Whatever the cases are, the same terms stand in the same order.
fn terms(condition: &Condition, mut cases: impl FnMut(&EvidenceLine) -> Vec<(Wire, i64)>) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut groups: BTreeMap<u32, Vec<(Wire, i64)>> = BTreeMap::new();
    for line in &condition.evidence {
        let cases = cases(line);
        match line.group {
            None => terms.push(Term { cases }),
            Some(group) => groups.entry(group).or_default().extend(cases),
        }
    }
    for mut cases in groups.into_values() {
        cases.sort_by_key(|(_, weight)| -weight);
        let speaks_for = cases.iter().filter(|(_, weight)| *weight > 0).copied().collect();
        let speaks_against = cases.iter().rev().filter(|(_, weight)| *weight < 0).copied().collect();
        terms.push(Term { cases: speaks_for });
        terms.push(Term { cases: speaks_against });
    }
    terms
}
