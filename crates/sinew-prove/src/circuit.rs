//! Boolean circuits: the form in which a decision is given to the diagrams and to the solver.
//!
//! A circuit is a list of "and" gates over inputs, with negation on the wires (an and-inverter graph). Equal gates are one gate, so
//! that what two packs have in common is the same wire, and a comparison of the two has nothing to look for there.

use std::collections::BTreeMap;

/// A wire of a circuit: the output of a gate or of an input, perhaps negated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Wire(u32);

impl Wire {
    /// The wire that is never on.
    pub(crate) const FALSE: Self = Self(0);
    /// The wire that is always on.
    pub(crate) const TRUE: Self = Self(1);

    fn of(gate: usize) -> Self {
        Self(u32::try_from(gate).map_or(u32::MAX - 1, |gate| gate << 1))
    }

    /// The position of the gate that drives it.
    pub(crate) fn gate(self) -> usize {
        (self.0 >> 1) as usize
    }

    /// Whether it carries the opposite of what its gate says.
    pub(crate) fn is_negated(self) -> bool {
        self.0 & 1 == 1
    }

    /// The same wire if the condition does not hold, else the opposite.
    fn negated_if(self, negate: bool) -> Self {
        Self(self.0 ^ u32::from(negate))
    }
}

impl std::ops::Not for Wire {
    type Output = Self;

    fn not(self) -> Self {
        Self(self.0 ^ 1)
    }
}

impl From<bool> for Wire {
    fn from(value: bool) -> Self {
        if value { Self::TRUE } else { Self::FALSE }
    }
}

/// What drives a wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gate {
    /// Nothing: it is never on.
    Never,
    /// An input, by its number.
    Input(u32),
    /// Both of these are on.
    And(Wire, Wire),
}

/// A circuit. Gates stand after those that drive them.
#[derive(Debug, Clone)]
pub(crate) struct Circuit {
    gates: Vec<Gate>,
    inputs: Vec<Wire>,
    known: BTreeMap<(Wire, Wire), Wire>,
}

impl Circuit {
    /// A circuit without inputs.
    pub(crate) fn new() -> Self {
        Self { gates: vec![Gate::Never], inputs: Vec::new(), known: BTreeMap::new() }
    }

    /// One more input.
    pub(crate) fn input(&mut self) -> Wire {
        let number = u32::try_from(self.inputs.len()).unwrap_or(u32::MAX);
        let wire = Wire::of(self.gates.len());
        self.gates.push(Gate::Input(number));
        self.inputs.push(wire);
        wire
    }

    /// The gates, each after those that drive it.
    pub(crate) fn gates(&self) -> &[Gate] {
        &self.gates
    }

    /// The wires of the inputs, by their numbers.
    pub(crate) fn inputs(&self) -> &[Wire] {
        &self.inputs
    }

    /// Both are on.
    pub(crate) fn and(&mut self, left: Wire, right: Wire) -> Wire {
        let (left, right) = (left.min(right), left.max(right));
        if left == Wire::FALSE || left == !right {
            return Wire::FALSE;
        }
        if left == Wire::TRUE || left == right {
            return right;
        }
        if let Some(wire) = self.known.get(&(left, right)) {
            return *wire;
        }
        if let Some(wire) = self.absorbed(left, right).or_else(|| self.absorbed(right, left)) {
            return wire;
        }
        let wire = Wire::of(self.gates.len());
        self.gates.push(Gate::And(left, right));
        self.known.insert((left, right), wire);
        wire
    }

    /// What `a` and `b` come to where one of the inputs of `b` already is `a` or its opposite.
    fn absorbed(&self, a: Wire, b: Wire) -> Option<Wire> {
        let Gate::And(x, y) = self.gates[b.gate()] else { return None };
        match (b.is_negated(), x == a || y == a, x == !a || y == !a) {
            // a and (a and y)
            (false, true, _) => Some(b),
            // a and (not a and y); and the opposite, a and not (not a and y), which is a
            (false, _, true) => Some(Wire::FALSE),
            (true, _, true) => Some(a),
            _ => None,
        }
    }

    /// One of them is on.
    pub(crate) fn or(&mut self, left: Wire, right: Wire) -> Wire {
        !self.and(!left, !right)
    }

    /// `on` where the condition is on, else `off`.
    pub(crate) fn choose(&mut self, condition: Wire, on: Wire, off: Wire) -> Wire {
        if on == off {
            return on;
        }
        if on == !off {
            return self.equal(condition, on);
        }
        let kept = self.and(condition, on);
        let other = self.and(!condition, off);
        self.or(kept, other)
    }

    /// Both are on or both are off.
    pub(crate) fn equal(&mut self, left: Wire, right: Wire) -> Wire {
        // The sign goes outside, so that a comparison and its opposite are one gate.
        let negate = left.is_negated() != right.is_negated();
        let (left, right) = (left.negated_if(left.is_negated()), right.negated_if(right.is_negated()));
        let both = self.and(left, right);
        let neither = self.and(!left, !right);
        self.or(both, neither).negated_if(negate)
    }

    /// All of them are on.
    pub(crate) fn all(&mut self, wires: impl IntoIterator<Item = Wire>) -> Wire {
        wires.into_iter().fold(Wire::TRUE, |sum, wire| self.and(sum, wire))
    }

    /// Some of them is on.
    pub(crate) fn any(&mut self, wires: impl IntoIterator<Item = Wire>) -> Wire {
        wires.into_iter().fold(Wire::FALSE, |sum, wire| self.or(sum, wire))
    }

    /// What every gate says for 64 sets of inputs at once, one in each bit.
    pub(crate) fn run(&self, inputs: &[u64]) -> Signals {
        let mut signals = Signals { values: Vec::with_capacity(self.gates.len()) };
        self.go_on(inputs, &mut signals);
        signals
    }

    /// The same for the gates that came since, where the inputs of those before are what they were.
    pub(crate) fn go_on(&self, inputs: &[u64], signals: &mut Signals) {
        for gate in &self.gates[signals.values.len()..] {
            let value = match gate {
                Gate::Never => 0,
                Gate::Input(number) => inputs.get(*number as usize).copied().unwrap_or(0),
                Gate::And(left, right) => signals.of(*left) & signals.of(*right),
            };
            signals.values.push(value);
        }
    }
}

/// What the wires of a circuit carry for 64 sets of inputs, one in each bit.
#[derive(Debug, Default)]
pub(crate) struct Signals {
    values: Vec<u64>,
}

impl Signals {
    /// What a wire carries.
    pub(crate) fn of(&self, wire: Wire) -> u64 {
        let value = self.values[wire.gate()];
        if wire.is_negated() { !value } else { value }
    }
}
