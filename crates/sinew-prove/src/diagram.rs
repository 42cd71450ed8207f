//! Decision diagrams of wires, and exact counts over them.

use crate::{
    circuit::{Circuit, Gate, Wire},
    space::{DomainAnswers, Space},
};
use biodivine_lib_bdd::{Bdd, BddPointer, BddVariable, BddVariableSet};
use num_bigint::BigUint;
use std::collections::{BTreeMap, BTreeSet};

/// Diagrams of up to so many nodes are kept: thousands of them stay below some dozen megabytes.
const KEPT_AT_MOST: usize = 1_000;

/// A diagram grew beyond what is allowed: what hangs on it is not decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grown {
    /// How many nodes were allowed.
    pub(crate) nodes: usize,
}

/// Makes diagrams of the wires of a circuit.
pub(crate) struct Diagrams<'a> {
    circuit: &'a Circuit,
    space: &'a Space,
    variables: BddVariableSet,
    /// The level of each input.
    levels: Vec<usize>,
    /// The domain that begins or goes on at each level, and the place in it.
    inputs_in_order: Vec<(usize, usize)>,
    /// The diagrams of gates: those that were asked for, and small ones.
    known: Vec<Option<Bdd>>,
    asked: BTreeSet<usize>,
    limit: usize,
    pub(crate) largest: usize,
    /// Nodes that may still be made in all.
    left: usize,
}

impl<'a> Diagrams<'a> {
    /// Over the inputs of a space, looked at in this order of the domains.
    pub(crate) fn new(circuit: &'a Circuit, space: &'a Space, order: &[usize], limit: usize) -> Self {
        let mut levels = vec![0; space.inputs.len()];
        let mut inputs_in_order = Vec::new();
        for domain in order {
            for place in 0..space.domains[*domain].inputs.len() {
                levels[space.domains[*domain].first_input + place] = inputs_in_order.len();
                inputs_in_order.push((*domain, place));
            }
        }
        let variables =
            BddVariableSet::new_anonymous(u16::try_from(space.inputs.len()).unwrap_or(u16::MAX - 2));
        Self {
            circuit,
            space,
            variables,
            levels,
            inputs_in_order,
            known: vec![None; circuit.gates().len()],
            asked: BTreeSet::new(),
            limit,
            largest: 0,
            left: usize::MAX,
        }
    }

    /// Lets so many nodes be made in all from now on, whatever becomes of them.
    pub(crate) fn give_up_after(&mut self, nodes: usize) {
        self.left = nodes;
    }

    /// Takes note of a diagram that was made.
    fn made(&mut self, diagram: &Bdd) -> Result<(), Grown> {
        self.largest = self.largest.max(diagram.size());
        self.left = self.left.checked_sub(diagram.size()).ok_or(Grown { nodes: self.limit })?;
        Ok(())
    }

    /// The diagram of a wire. Small ones on the way are kept for the wires to come, which share most of what they hang on.
    pub(crate) fn of(&mut self, wire: Wire) -> Result<Bdd, Grown> {
        self.asked.insert(wire.gate());
        let made = self.make(wire.gate());
        if made.is_err() {
            self.known.iter_mut().for_each(|known| {
                known.take_if(|diagram| diagram.size() > KEPT_AT_MOST);
            });
        }
        made?;
        let diagram = self.diagram(wire);
        Ok(if wire.is_negated() { diagram.not() } else { diagram.clone() })
    }

    /// The diagram of the gate of a wire, which was made.
    fn diagram(&self, wire: Wire) -> &Bdd {
        self.known[wire.gate()]
            .as_ref()
            .unwrap_or_else(|| unreachable!("gates stand after those that drive them"))
    }

    fn make(&mut self, gate: usize) -> Result<(), Grown> {
        let gates = self.unknown(gate);
        let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
        for gate in &gates {
            if let Gate::And(left, right) = self.circuit.gates()[*gate] {
                *uses.entry(left.gate()).or_default() += 1;
                *uses.entry(right.gate()).or_default() += 1;
            }
        }
        for gate in gates {
            let diagram = match self.circuit.gates()[gate] {
                Gate::Never => self.variables.mk_false(),
                Gate::Input(number) => {
                    self.variables.mk_var(BddVariable::from_index(self.levels[number as usize]))
                }
                Gate::And(left, right) => {
                    let flip =
                        |value: Option<bool>, wire: Wire| value.map(|value| value != wire.is_negated());
                    let signed = |a, b| and(flip(a, left), flip(b, right));
                    let product = Bdd::binary_op_with_limit(
                        self.limit,
                        self.diagram(left),
                        self.diagram(right),
                        signed,
                    )
                    .ok_or(Grown { nodes: self.limit })?;
                    for input in [left.gate(), right.gate()] {
                        let Some(left) = uses.get_mut(&input) else { continue };
                        *left -= 1;
                        if *left == 0 && !self.asked.contains(&input) {
                            self.known[input].take_if(|diagram| diagram.size() > KEPT_AT_MOST);
                        }
                    }
                    product
                }
            };
            self.made(&diagram)?;
            self.known[gate] = Some(diagram);
        }
        Ok(())
    }

    /// The gates that a gate hangs on whose diagrams are not known, and itself, each after those that drive it.
    fn unknown(&self, gate: usize) -> Vec<usize> {
        let mut unknown = BTreeSet::new();
        let mut open = vec![gate];
        while let Some(gate) = open.pop() {
            if self.known[gate].is_some() || !unknown.insert(gate) {
                continue;
            }
            if let Gate::And(left, right) = self.circuit.gates()[gate] {
                open.extend([left.gate(), right.gate()]);
            }
        }
        unknown.into_iter().collect()
    }

    /// How many answer sets a diagram holds for: each part of a number line counts as often as it has numbers.
    pub(crate) fn count(&self, diagram: &Bdd) -> BigUint {
        let mut counter = Counter { diagrams: self, diagram, known: BTreeMap::new() };
        counter.from(diagram.root_pointer(), 0)
    }

    /// Where a diagram holds, or everywhere, and all of these wires are on; one after the other, so that what is left gets smaller.
    pub(crate) fn product(&mut self, base: Option<Bdd>, wires: &[Wire]) -> Result<Bdd, Grown> {
        let mut product = base.unwrap_or_else(|| self.variables.mk_true());
        for wire in wires {
            let factor = self.of(*wire)?;
            product = self.product_of(&product, &factor)?;
        }
        Ok(product)
    }

    /// Where two diagrams hold.
    pub(crate) fn product_of(&mut self, one: &Bdd, other: &Bdd) -> Result<Bdd, Grown> {
        let product =
            Bdd::binary_op_with_limit(self.limit, one, other, and).ok_or(Grown { nodes: self.limit })?;
        self.made(&product)?;
        Ok(product)
    }

    /// Where a diagram holds; and where something is not so, also where it holds with anything else in a domain.
    pub(crate) fn anything_unless(
        &mut self,
        diagram: &Bdd,
        domain: usize,
        something: &Bdd,
    ) -> Result<Bdd, Grown> {
        let first = self.space.domains[domain].first_input;
        let inputs = first..first + self.space.domains[domain].inputs.len();
        let variables: Vec<BddVariable> =
            inputs.map(|input| BddVariable::from_index(self.levels[input])).collect();
        let anything = diagram.exists(&variables);
        self.made(&anything)?;
        let freed = self.product_of(&anything, &something.not())?;
        let kept = self.product_of(diagram, something)?;
        let either = freed.or(&kept);
        self.made(&either)?;
        Ok(either)
    }

    /// The domain of each level, and the place in it.
    pub(crate) fn inputs_in_order(&self) -> Vec<(usize, usize)> {
        self.inputs_in_order.clone()
    }

    /// How many of the possible people have a wire on.
    pub(crate) fn people(&mut self, possible: Wire, wire: Wire) -> Result<BigUint, Grown> {
        let both = self.product(None, &[possible, wire])?;
        Ok(self.count(&both))
    }
}

/// "And", as far as it is decided.
fn and(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

struct Counter<'a> {
    diagrams: &'a Diagrams<'a>,
    diagram: &'a Bdd,
    known: BTreeMap<(BddPointer, usize), BigUint>,
}

impl Counter<'_> {
    /// How many answers to the domains from this level on lead from a node to true. The level begins a domain.
    fn from(&mut self, node: BddPointer, level: usize) -> BigUint {
        if node.is_zero() {
            return BigUint::ZERO;
        }
        let Some((domain, _)) = self.diagrams.inputs_in_order.get(level).copied() else {
            return BigUint::from(1u32);
        };
        if let Some(count) = self.known.get(&(node, level)) {
            return count.clone();
        }
        let of = &self.diagrams.space.domains[domain];
        let width = of.inputs.len();
        let count = match &of.answers {
            DomainAnswers::One(values) => {
                // A code that no value has counts once: no answer set holds it, unless nobody asks the question.
                let mut sum = BigUint::ZERO;
                let mut by_target: BTreeMap<BddPointer, u64> = BTreeMap::new();
                for code in 0..1usize << width {
                    let mut target = node;
                    for place in 0..width {
                        if !target.is_terminal() && self.diagram.var_of(target).to_index() == level + place {
                            let on = code >> (width - 1 - place) & 1 == 1;
                            target = if on {
                                self.diagram.high_link_of(target)
                            } else {
                                self.diagram.low_link_of(target)
                            };
                        }
                    }
                    let size = values.get(code).map_or(1, super::space::Value::size);
                    *by_target.entry(target).or_default() += size;
                }
                for (target, size) in by_target {
                    sum += self.from(target, level + width) * size;
                }
                sum
            }
            DomainAnswers::Any { .. } => self.bits(node, level, level + width),
        };
        self.known.insert((node, level), count.clone());
        count
    }

    /// The same where each input counts by itself.
    fn bits(&mut self, node: BddPointer, level: usize, end: usize) -> BigUint {
        if level == end {
            return self.from(node, end);
        }
        if node.is_zero() {
            return BigUint::ZERO;
        }
        if node.is_terminal() || self.diagram.var_of(node).to_index() > level {
            return self.bits(node, level + 1, end) * 2u32;
        }
        let (low, high) = (self.diagram.low_link_of(node), self.diagram.high_link_of(node));
        self.bits(low, level + 1, end) + self.bits(high, level + 1, end)
    }
}
