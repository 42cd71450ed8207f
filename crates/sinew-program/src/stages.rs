//! The order in which steps are taken when all is settled.

use crate::{
    network::{ALWAYS, Bit, Gate, Network, Rule, Step},
    row::Coding,
};
use sinew_model::Index as _;

/// Steps, by their positions in the network, of which none needs what a later kind of the same stage gives, in the order of the fields.
#[derive(Debug, Default)]
pub(crate) struct StagedSteps {
    /// Questions with one answer.
    pub(crate) ones: Vec<usize>,
    /// Questions whose answers are lists.
    pub(crate) lists: Vec<usize>,
    /// Gates that look at literals, level by level: no gate needs what another one of its level gives.
    pub(crate) alls: Vec<Vec<usize>>,
    /// Gates that add up points.
    pub(crate) sums: Vec<usize>,
    pub(crate) fits: Vec<usize>,
}

/// When a step is taken within its stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    One,
    List,
    All,
    Sum,
    Fit,
}

/// Sorts the steps by kind, as far as what each of them needs is there, into as few stages as can be.
pub(crate) fn stages(network: &Network) -> Vec<StagedSteps> {
    let mut stages = Vec::new();
    let mut given = vec![false; network.signals];
    given[ALWAYS.0] = true;
    let steps = network.steps.iter().enumerate();
    let mut left: Vec<(usize, Turn, Vec<Bit>)> =
        steps.filter_map(|(at, step)| Some((at, turn(network, step)?, step.needs(network)))).collect();
    while !left.is_empty() {
        let mut stage = StagedSteps::default();
        let before = left.len();
        for current in [Turn::One, Turn::List, Turn::All, Turn::Sum, Turn::Fit] {
            loop {
                let is_there = |bit: &Bit| network.bits[bit.0].iter().all(|signal| given[signal.0]);
                let is_due = |(_, turn, needs): &mut (usize, Turn, Vec<Bit>)| {
                    *turn == current && needs.iter().all(is_there)
                };
                let due: Vec<usize> = left.extract_if(.., is_due).map(|(at, ..)| at).collect();
                if due.is_empty() {
                    break;
                }
                for signal in due.iter().flat_map(|at| network.steps[*at].gives()) {
                    given[signal.0] = true;
                }
                match current {
                    Turn::One => stage.ones.extend(due),
                    Turn::List => stage.lists.extend(due),
                    Turn::All => stage.alls.push(due),
                    Turn::Sum => stage.sums.extend(due),
                    Turn::Fit => stage.fits.extend(due),
                }
            }
        }
        assert!(left.len() < before, "every step stands after those that it needs");
        stages.push(stage);
    }
    stages
}

/// The steps that are gates which look at literals, in the order in which they are looked at.
pub(crate) fn gates(stages: &[StagedSteps]) -> impl Iterator<Item = usize> {
    stages.iter().flat_map(|stage| &stage.alls).flatten().copied()
}

/// None for a step that matters only where not everything is settled.
fn turn(network: &Network, step: &Step) -> Option<Turn> {
    match step {
        Step::Ask(asked) => match &network.codings.questions[asked.question.position()] {
            Coding::One { .. } => Some(Turn::One),
            Coding::List { .. } => Some(Turn::List),
        },
        Step::Gate(Gate { rule: Rule::All { .. }, .. }) => Some(Turn::All),
        Step::Gate(Gate { rule: Rule::Sum { .. }, .. }) => Some(Turn::Sum),
        Step::Fit(_) => Some(Turn::Fit),
        Step::Finding { .. } => None,
    }
}
