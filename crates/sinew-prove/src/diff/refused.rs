//! People of the old version whose answers the new one does not take.
//!
//! They can be compared with nobody. So that nobody is lost to a comparison by being ruled out, they are a group of their own for each
//! urgency that they got.

use super::{CONFLICTS_FOR_STEPS, Change, Example, Group, part::PartChange};
use crate::{
    PartKind,
    circuit::{Circuit, Wire},
    decision::{Decided, truth},
    findings::Findings,
    session::{self, Limits, Session},
    solver::Found,
    space::Space,
};
use sinew_model::{IndexVec, Pack, Urgency};

/// Those people among the answers to the old one of two versions, by their urgency.
pub(super) fn groups(
    both: &Session<'_>,
    parts: &[PartChange],
    limits: Limits,
    undecided: &mut Vec<Change>,
    disagreements: &mut Vec<String>,
) -> Vec<Group> {
    let mut session = both.branch();
    let (old, new) = (session.packs[0], session.packs[1]);
    let of_old = session::possible(&mut session.circuit, &[old], &session.space, &session.decided[..1]);
    let refused = refused(&mut session.circuit, &session.space, (old, &session.decided[0]), new);
    session.possible = session.circuit.and(of_old, refused);
    let mut groups = Vec::new();
    for level in Urgency::ALL {
        let wire = session.decided[0].exactly(&mut session.circuit, level);
        let change = Change::Refused(level);
        match session.smallest_within(&[wire], CONFLICTS_FOR_STEPS.min(limits.conflicts)) {
            Found::Nobody => {}
            Found::NotDecided => undecided.push(change),
            Found::Somebody(inputs) => {
                let Some(old) = session.person(0, &inputs) else {
                    disagreements.push("somebody was found whose answers the old pack does not take".into());
                    continue;
                };
                disagreements.extend(old.disagreements.iter().cloned());
                let people = session.count(&[wire]).ok();
                let (causes, tried) = causes(parts);
                groups.push(Group { change, people, example: Example { old, new: None }, causes, tried });
            }
        }
    }
    groups
}

/// On where the new version does not take the answers to the old one: it asks a question to which the answer is none of its own, or a
/// constraint rules the answers out, whatever is answered to what only the new version asks.
fn refused(circuit: &mut Circuit, space: &Space, (old, decided): (&Pack, &Decided), new: &Pack) -> Wire {
    let (mut answered, mut not_taken) = (IndexVec::new(), Vec::new());
    for (index, question) in new.questions().iter_indexed() {
        let domain = space.domain(1, index);
        // What opening the old version answered, nobody answered to it.
        let asked_before = domain.questions[0].filter(|before| old.given_answer(*before).is_none());
        let was_asked = asked_before.map_or(Wire::FALSE, |before| !decided.applies[before].fails);
        let is_taken = domain.is_taken(circuit, question);
        let is_given = new.given_answer(index).is_some();
        answered.push(if is_given { Wire::TRUE } else { circuit.and(was_asked, is_taken) });
        not_taken.push(if is_given { Wire::FALSE } else { circuit.and(was_asked, !is_taken) });
    }
    let findings = Findings::of(circuit, space, 1, new, answered);
    let mut refused = Wire::FALSE;
    for (not_taken, turn) in not_taken.into_iter().zip(&findings.applies) {
        let asked_in_vain = circuit.and(not_taken, !turn.truth.fails);
        refused = circuit.or(refused, asked_in_vain);
    }
    for constraint in new.constraints() {
        let holds = truth(circuit, &findings.truths, &constraint.impossible).holds;
        refused = circuit.or(refused, holds);
    }
    refused
}

/// The tables that may have to do with it: those that say what can be answered, or whatever decides.
pub(super) fn causes(parts: &[PartChange]) -> (Vec<usize>, bool) {
    let says_answers = |kind| {
        matches!(kind, PartKind::Question | PartKind::Range | PartKind::Combination | PartKind::Constraint)
    };
    let deciding = || (0..parts.len()).filter(|at| parts[*at].decides());
    let near: Vec<usize> = deciding().filter(|at| says_answers(parts[*at].part.kind)).collect();
    (if near.is_empty() { deciding().collect() } else { near }, false)
}
