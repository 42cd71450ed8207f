//! Satisfiability of wires, one question after another to the same solver.

use crate::circuit::{Circuit, Gate, Wire};
use batsat::{Callbacks, Lit, Solver as Backend, SolverInterface as _, clause::Kind, lbool};
use std::cell::Cell;

/// Whether somebody is like that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nobody: proved.
    Nobody,
    /// Somebody: what the inputs are, by their numbers.
    Somebody(Vec<bool>),
    /// Not decided within the conflicts allowed.
    NotDecided,
}

/// Counts conflicts and stops at a limit.
#[derive(Default)]
struct Budget {
    left: Cell<u64>,
}

impl Callbacks for Budget {
    fn on_new_clause(&mut self, _: &[Lit], source: Kind) {
        if source == Kind::Learnt {
            self.left.set(self.left.get().saturating_sub(1));
        }
    }

    fn stop(&self) -> bool {
        self.left.get() == 0
    }
}

/// A solver that knows what it was asked about so far.
pub(crate) struct Solver {
    backend: Backend<Budget>,
    /// The literal of each gate that was asked about.
    literals: Vec<Option<Lit>>,
    conflicts_at_most: u64,
    pub(crate) questions: usize,
}

impl Solver {
    /// A solver that gives up on a question after so many conflicts.
    pub(crate) fn new(conflicts_at_most: u64) -> Self {
        let backend = Backend::new(batsat::SolverOpts::default(), Budget::default());
        Self { backend, literals: Vec::new(), conflicts_at_most, questions: 0 }
    }

    /// Lets it give up after so many conflicts from now on; gives what it was before.
    pub(crate) fn give_up_after(&mut self, conflicts: u64) -> u64 {
        std::mem::replace(&mut self.conflicts_at_most, conflicts)
    }

    /// Conflicts since the beginning.
    pub(crate) fn conflicts(&self) -> u64 {
        self.backend.num_conflicts()
    }

    /// The literal of a wire. What it hangs on is told to the solver the first time.
    pub(crate) fn literal(&mut self, circuit: &Circuit, wire: Wire) -> Lit {
        self.literals.resize(circuit.gates().len(), None);
        let mut open = vec![wire.gate()];
        while let Some(gate) = open.pop() {
            if self.literals[gate].is_some() {
                continue;
            }
            match circuit.gates()[gate] {
                Gate::Never => {
                    let lit = self.new_literal();
                    self.backend.add_clause_reuse(&mut vec![!lit]);
                    self.literals[gate] = Some(lit);
                }
                Gate::Input(_) => self.literals[gate] = Some(self.new_literal()),
                Gate::And(left, right) => {
                    let (Some(a), Some(b)) = (self.known(left), self.known(right)) else {
                        open.extend([gate, left.gate(), right.gate()]);
                        continue;
                    };
                    let lit = self.new_literal();
                    self.backend.add_clause_reuse(&mut vec![!lit, a]);
                    self.backend.add_clause_reuse(&mut vec![!lit, b]);
                    self.backend.add_clause_reuse(&mut vec![lit, !a, !b]);
                    self.literals[gate] = Some(lit);
                }
            }
        }
        self.known(wire).unwrap_or_else(|| unreachable!("every gate above has its literal"))
    }

    /// Leaves open what a wire carries: what it hangs on is not looked at. Whatever holds of the wires then holds of the circuit,
    /// and perhaps more does. Does nothing to a wire that is known already or always the same.
    pub(crate) fn leave_open(&mut self, circuit: &Circuit, wire: Wire) {
        self.literals.resize(circuit.gates().len(), None);
        if self.literals[wire.gate()].is_none() && circuit.gates()[wire.gate()] != Gate::Never {
            self.literals[wire.gate()] = Some(self.new_literal());
        }
    }

    /// Takes for granted from now on that these wires are never on together.
    pub(crate) fn rule_out(&mut self, circuit: &Circuit, wires: &[Wire]) {
        let mut clause: Vec<Lit> = wires.iter().map(|wire| !self.literal(circuit, *wire)).collect();
        self.backend.add_clause_reuse(&mut clause);
    }

    fn known(&self, wire: Wire) -> Option<Lit> {
        let lit = (*self.literals.get(wire.gate())?)?;
        Some(if wire.is_negated() { !lit } else { lit })
    }

    fn new_literal(&mut self) -> Lit {
        Lit::new(self.backend.new_var_default(), true)
    }

    /// Whether all of these wires can be on together.
    pub(crate) fn ask(&mut self, circuit: &Circuit, wires: &[Wire]) -> Found {
        let assumptions: Vec<Lit> = wires.iter().map(|wire| self.literal(circuit, *wire)).collect();
        self.questions += 1;
        self.backend.cb().left.set(self.conflicts_at_most);
        let outcome = self.backend.solve_limited(&assumptions);
        if outcome == lbool::TRUE {
            let inputs = circuit.inputs().iter().map(|input| {
                self.known(*input).is_some_and(|lit| self.backend.value_lit(lit) == lbool::TRUE)
            });
            Found::Somebody(inputs.collect())
        } else if outcome == lbool::FALSE {
            Found::Nobody
        } else {
            Found::NotDecided
        }
    }
}
