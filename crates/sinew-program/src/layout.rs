//! Where the bits of a program stand in its planes.

use crate::{
    network::{Bit, Details, Gate, Literal, Network, Rule, Step},
    planes::{Counted, Place},
    stages::{StagedSteps, gates},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// How many literals of each gate stand in its bank. Hardly any gate has more.
pub(crate) const IN_BANK: usize = 2;

/// What a gate looks at; first what comes about in the fewest ways.
pub(crate) fn literals(network: &Network, hold: &BTreeSet<Bit>, fail: &BTreeSet<Bit>) -> Vec<Literal> {
    let mut hold: Vec<&Bit> = hold.iter().collect();
    hold.sort_by_key(|bit| network.bits[bit.0].len());
    let literal = |is_negated| move |bit: &Bit| Literal { bit: *bit, is_negated };
    hold.into_iter().map(literal(false)).chain(fail.iter().map(literal(true))).collect()
}

/// Where the bits stand that the decision asks for. Ranges begin with a word of their own, but for that of the causes.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// Red flags in pack order.
    pub(crate) flags: Range<usize>,
    /// Lines of evidence, condition by condition, then adjustments.
    pub(crate) lines: Range<usize>,
    /// Causes in pack order.
    pub(crate) causes: Range<usize>,
    /// For each action whether it is kept away.
    pub(crate) actions: Range<usize>,
    pub(crate) exits: Vec<Place>,
    /// By condition; none for one that is always called for.
    pub(crate) companions: Vec<Vec<Option<Place>>>,
    /// Of each gate that looks at literals, by its step: which one it is, counted through all banks.
    pub(crate) gates: BTreeMap<usize, usize>,
    /// The word that the first bank begins with.
    first_bank: usize,
    /// Of each gate that counts bits, by its step: where they stand side by side.
    pub(crate) counted: BTreeMap<usize, Counted>,
    /// All places with their bits.
    pub(crate) placed: Vec<(Place, Bit)>,
    /// Of each bit the place that it was given first.
    first: BTreeMap<Bit, Place>,
    /// Places before `next` that may still be given, those to be given first at the end. Ranges are given none of them, and the second
    /// place of a gate that looks at one literal only is none.
    free: Vec<Place>,
    /// No place from here on was given.
    next: usize,
}

impl Layout {
    fn of(network: &Network, stages: &[StagedSteps]) -> Self {
        let mut layout = Self {
            flags: 0..0,
            lines: 0..0,
            causes: 0..0,
            actions: 0..0,
            exits: Vec::new(),
            companions: Vec::new(),
            gates: BTreeMap::new(),
            first_bank: 0,
            counted: BTreeMap::new(),
            placed: Vec::new(),
            first: BTreeMap::new(),
            free: Vec::new(),
            next: 0,
        };
        let roots = &network.roots;
        layout.flags = layout.range(roots.flags.iter().map(|root| root.bit));
        let lines = roots.lines.iter().flatten().map(|line| line.literal.bit);
        let adjustments = roots.adjustments.iter().flatten().map(|root| root.bit);
        layout.lines = layout.range(lines.chain(adjustments));
        layout.actions = layout.range(roots.kept_away.iter().copied());
        layout.causes = layout.next_to(roots.causes.iter().map(|root| root.bit));
        layout.banks(network, stages);
        layout.exits = roots.exits.iter().map(|root| layout.place(root.bit)).collect();
        layout.companions = roots
            .companions
            .iter()
            .map(|of| of.iter().map(|root| root.as_ref().map(|root| layout.looked_at(root.bit))).collect())
            .collect();
        for (at, step) in network.steps.iter().enumerate() {
            let looked_at = match step {
                Step::Gate(Gate { rule: Rule::Sum { points, .. }, .. }) if is_count(points) => {
                    let counted = layout.side_by_side(points.iter().map(|(bit, _)| *bit));
                    layout.counted.insert(at, counted);
                    Vec::new()
                }
                // What is not in its bank.
                Step::Gate(Gate { rule: Rule::All { hold, fail }, .. }) => literals(network, hold, fail)
                    .into_iter()
                    .skip(IN_BANK)
                    .map(|literal| literal.bit)
                    .collect(),
                // Lines have places of their own.
                Step::Fit(_) => Vec::new(),
                Step::Ask(_) | Step::Gate(_) | Step::Finding { .. } => step.needs(network),
            };
            for bit in looked_at {
                layout.looked_at(bit);
            }
        }
        let Details { findings, applies } = &network.details;
        for bit in findings.iter().map(|finding| &finding.bit).chain(applies.iter().flatten()) {
            layout.looked_at(*bit);
        }
        layout
    }

    /// Where a bit stands.
    pub(crate) fn place_of(&self, bit: Bit) -> Place {
        self.first[&bit]
    }

    /// Puts the literals of gates side by side, in the order in which they are looked at.
    fn banks(&mut self, network: &Network, stages: &[StagedSteps]) {
        self.next = self.next.next_multiple_of(64);
        self.first_bank = self.next / 64;
        for (number, step) in gates(stages).enumerate() {
            self.gates.insert(step, number);
            let Step::Gate(Gate { rule: Rule::All { hold, fail }, .. }) = &network.steps[step] else {
                continue;
            };
            for (nth, literal) in literals(network, hold, fail).iter().take(IN_BANK).enumerate() {
                self.put(self.in_bank(number, nth), literal.bit);
            }
        }
        let all = self.gates.len().next_multiple_of(64);
        self.next += all * IN_BANK;
        let free = (self.gates.len()..all).flat_map(|number| (0..IN_BANK).map(move |nth| (number, nth)));
        self.free = free.map(|(number, nth)| self.in_bank(number, nth)).rev().collect();
    }

    /// Where the n-th literal of a gate stands.
    pub(crate) fn in_bank(&self, gate: usize, nth: usize) -> Place {
        Place::at((self.first_bank + gate / 64 * IN_BANK + nth) * 64 + gate % 64)
    }

    /// Gives these bits places in one word; there are at most as many as a word has.
    fn side_by_side(&mut self, bits: impl ExactSizeIterator<Item = Bit>) -> Counted {
        let word_of = |place: &Place| place.0 / 64;
        let mut words: BTreeMap<u32, usize> = BTreeMap::new();
        for place in &self.free {
            *words.entry(word_of(place)).or_default() += 1;
        }
        let roomy = words.iter().find(|(_, free)| **free >= bits.len()).map(|(word, _)| *word);
        let word = roomy.unwrap_or_else(|| {
            let start = self.next.next_multiple_of(64);
            self.next = start + 64;
            self.free.splice(0..0, (start..self.next).map(Place::at).rev());
            Place::at(start).0 / 64
        });
        let mut mask = 0;
        for bit in bits {
            let at = self.free.iter().rposition(|place| word_of(place) == word);
            let place = self.free.remove(at.expect("the word has room"));
            self.put(place, bit);
            mask |= place.mask();
        }
        Counted { word, mask }
    }

    fn place(&mut self, bit: Bit) -> Place {
        let place = self.free.pop().unwrap_or_else(|| {
            self.next += 1;
            Place::at(self.next - 1)
        });
        self.put(place, bit);
        place
    }

    fn put(&mut self, place: Place, bit: Bit) {
        self.placed.push((place, bit));
        self.first.entry(bit).or_insert(place);
    }

    /// A place of a bit that is looked at by itself: that which it has already, if it has one.
    fn looked_at(&mut self, bit: Bit) -> Place {
        self.first.get(&bit).copied().unwrap_or_else(|| self.place(bit))
    }

    fn range(&mut self, bits: impl Iterator<Item = Bit>) -> Range<usize> {
        self.next = self.next.next_multiple_of(64);
        self.next_to(bits)
    }

    /// The same in whatever word is next.
    fn next_to(&mut self, bits: impl Iterator<Item = Bit>) -> Range<usize> {
        let start = self.next;
        for bit in bits {
            self.place(bit);
        }
        start..self.next
    }
}

/// Whether the points of these bits are how many of them hold, and they find room in one word.
fn is_count(points: &[(Bit, i64)]) -> bool {
    points.len() <= 64 && points.iter().all(|(_, weight)| *weight == 1)
}

/// The layout of a network, and how many words its planes have.
pub(crate) fn lay_out(network: &Network, stages: &[StagedSteps]) -> (Layout, usize) {
    let layout = Layout::of(network, stages);
    let words = layout.next.div_ceil(64).max(1);
    (layout, words)
}
