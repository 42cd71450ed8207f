//! In which order a diagram looks at the questions.
//!
//! The order decides whether a diagram is small or beyond all bounds. It is found by the FORCE heuristic (Aloul, Markov and Sakallah,
//! "FORCE: a fast and easy-to-implement variable-ordering heuristic", 2003): questions that are named together pull each other together, each
//! moves to the middle of what pulls at it, and the tightest arrangement of some rounds is taken. It starts from the order of
//! asking and works with whole numbers, so that a pack always gives the same order.

use crate::space::Space;
use sinew_logic::Formula;
use sinew_model::{FindingIx, Pack};
use std::collections::BTreeSet;

/// How often everything moves.
const ROUNDS: usize = 60;
/// Places are counted in these parts.
const PARTS: u64 = 1 << 16;

/// The order of the domains of a space.
pub(crate) fn order(space: &Space, packs: &[&Pack]) -> Vec<usize> {
    let mut together: Vec<Vec<usize>> = Vec::new();
    for (number, pack) in packs.iter().enumerate() {
        let domain = |question: sinew_model::QuestionIx| {
            space.domains.iter().position(|domain| domain.questions[number] == Some(question))
        };
        let mut pull = |formulas: &[&Formula<FindingIx>], besides: Option<usize>| {
            let mut edge: BTreeSet<usize> = besides.into_iter().collect();
            for formula in formulas {
                edge.extend(pack.questions_behind(formula).into_iter().filter_map(domain));
            }
            if edge.len() > 1 {
                together.push(edge.into_iter().collect());
            }
        };
        for (index, question) in pack.questions().iter_indexed() {
            if let Some(when) = &question.ask_when {
                pull(&[when], domain(index));
            }
        }
        for constraint in pack.constraints() {
            pull(&[&constraint.impossible], None);
        }
        for flag in pack.red_flags() {
            pull(&[&flag.when], None);
        }
        for exit in pack.exits() {
            pull(&[&exit.when], None);
        }
        for condition in pack.conditions() {
            let lines: Vec<&Formula<FindingIx>> = condition.evidence.iter().map(|line| &line.when).collect();
            pull(&lines, None);
        }
    }
    let mut order: Vec<usize> = (0..space.domains.len()).collect();
    let (mut best, mut tightest) = (order.clone(), span(&order, &together));
    for _ in 0..ROUNDS {
        order = moved(&order, &together);
        let span = span(&order, &together);
        if span < tightest {
            (best, tightest) = (order.clone(), span);
        }
    }
    best
}

fn places(order: &[usize]) -> Vec<u64> {
    let mut places = vec![0; order.len()];
    for (place, domain) in (0u64..).zip(order) {
        places[*domain] = place;
    }
    places
}

/// How far apart what belongs together stands, over all.
fn span(order: &[usize], together: &[Vec<usize>]) -> u64 {
    let places = places(order);
    together
        .iter()
        .map(|edge| {
            let at = || edge.iter().map(|domain| places[*domain]);
            at().max().unwrap_or(0) - at().min().unwrap_or(0)
        })
        .sum()
}

fn moved(order: &[usize], together: &[Vec<usize>]) -> Vec<usize> {
    let places = places(order);
    let mut pulls = vec![(0u64, 0u64); order.len()];
    for edge in together {
        let sum: u64 = edge.iter().map(|domain| places[*domain]).sum();
        let middle = sum * PARTS / edge.len() as u64;
        for domain in edge {
            pulls[*domain].0 += middle;
            pulls[*domain].1 += 1;
        }
    }
    let mut moved = order.to_vec();
    moved.sort_by_key(|domain| match pulls[*domain] {
        (_, 0) => places[*domain] * PARTS,
        (sum, count) => sum / count,
    });
    moved
}
