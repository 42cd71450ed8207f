//! People of the old version whose answers the new one does not take.
//!
//! They can be compared with nobody. So that nobody is lost to a comparison by being ruled out, they are a group of their own for each
//! urgency that they got.

use super::{CONFLICTS_FOR_STEPS, Change, Example, Group, part::PartChange};
use crate::{
    PartKind,
    circuit::{Circuit, Wire},
    diagram::Grown,
    session::{self, Limits, Session},
    solver::Found,
    space::Space,
};
use biodivine_lib_bdd::Bdd;
use sinew_model::{FindingRule, QuestionIx, Urgency};
use std::cmp::Reverse;

/// Those people among the answers to the old one of two versions, by their urgency.
pub(super) fn groups(
    both: &Session<'_>,
    parts: &[PartChange],
    limits: Limits,
    undecided: &mut Vec<Change>,
    disagreements: &mut Vec<String>,
) -> Vec<Group> {
    let mut session = both.branch();
    let old = session.packs[0];
    let of_old = session::possible(&mut session.circuit, &[old], &session.space, &session.decided[..1]);
    if of_old == session.possible {
        return Vec::new();
    }
    let Ok(refused) = refused(&mut session, of_old) else {
        undecided.extend(Urgency::ALL.map(Change::Refused));
        return Vec::new();
    };
    session.possible = refused;
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

/// On for the people of the old version who are half of nobody who answers both, whatever is answered to what only the new version
/// asks them.
fn refused(session: &mut Session<'_>, of_old: Wire) -> Result<Wire, Grown> {
    let mut diagrams = session.diagrams();
    let mut of_both = diagrams.of(session.possible)?;
    for (domain, asked) in freed(session) {
        let asked = diagrams.of(asked)?;
        of_both = diagrams.anything_unless(&of_both, domain, &asked)?;
    }
    let of_old = diagrams.of(of_old)?;
    let refused = diagrams.product_of(&of_old, &of_both.not())?;
    let levels = diagrams.inputs_in_order();
    Ok(wire_of(&mut session.circuit, &session.space, &levels, &refused))
}

/// Every domain, with where the old version asks for an answer in it; each before those on whose answers that hangs.
fn freed(session: &Session<'_>) -> Vec<(usize, Wire)> {
    let (old, decided) = (session.packs[0], &session.decided[0]);
    // Whether a question applies hangs on findings that stand before its own.
    let first_finding = |question: QuestionIx| {
        old.findings().iter().position(
            |finding| matches!(finding.rule, FindingRule::Answer { question: of, .. } if of == question),
        )
    };
    let mut freed: Vec<(usize, usize, Wire)> = (session.space.domains.iter().enumerate())
        .map(|(number, domain)| {
            // What opening the old version answered, nobody answered to it.
            let question = domain.questions[0].filter(|question| old.given_answer(*question).is_none());
            let place = question.and_then(first_finding).unwrap_or(usize::MAX);
            (place, number, question.map_or(Wire::FALSE, |question| !decided.applies[question].fails))
        })
        .collect();
    freed.sort_unstable_by_key(|(place, number, _)| Reverse((*place, *number)));
    freed.into_iter().map(|(_, number, asked)| (number, asked)).collect()
}

/// On where a diagram holds. The inputs of its levels are given by their domain and place in it.
fn wire_of(circuit: &mut Circuit, space: &Space, levels: &[(usize, usize)], diagram: &Bdd) -> Wire {
    let mut wires: Vec<Wire> = Vec::with_capacity(diagram.size());
    // Nodes stand after those that they lead to.
    for node in diagram.pointers() {
        wires.push(if node.is_terminal() {
            Wire::from(node.is_one())
        } else {
            let (domain, place) = levels[diagram.var_of(node).to_index()];
            let input = space.domains[domain].inputs[place];
            let [low, high] =
                [diagram.low_link_of(node), diagram.high_link_of(node)].map(|to| wires[to.to_index()]);
            let (on, off) = (circuit.and(input, high), circuit.and(!input, low));
            circuit.or(on, off)
        });
    }
    wires.last().copied().unwrap_or(Wire::FALSE)
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
