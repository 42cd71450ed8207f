//! One pack, or two, with everything that answers questions about their people.

use crate::{
    circuit::{Circuit, Wire},
    crowd::Crowd,
    decision::Decided,
    diagram::{Diagrams, Grown},
    number, order,
    person::Person,
    solver::{Found, Solver},
    space::{DomainAnswers, Space},
};
use num_bigint::BigUint;
use sinew_model::{Pack, QuestionIx};

/// How far a proof may go. Both bounds count work, not time, so that the same pack always gives the same result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Nodes that one decision diagram may have.
    pub nodes: usize,
    /// Conflicts that the solver may run into for one question.
    pub conflicts: u64,
}

impl Default for Limits {
    /// Diagrams of a hundred times the nodes, and questions of a hundred times the conflicts, that packs of usual size need.
    fn default() -> Self {
        Self { nodes: 4_000_000, conflicts: 200_000 }
    }
}

/// The people of some packs: the same answers to all of them.
pub(crate) struct Session<'p> {
    pub(crate) packs: Vec<&'p Pack>,
    pub(crate) circuit: Circuit,
    pub(crate) space: Space,
    pub(crate) decided: Vec<Decided>,
    /// On where the inputs stand for somebody.
    pub(crate) possible: Wire,
    pub(crate) solver: Solver,
    crowd: Crowd,
    limits: Limits,
}

impl<'p> Session<'p> {
    pub(crate) fn of(packs: &[&'p Pack], limits: Limits) -> Self {
        let mut circuit = Circuit::new();
        let space = Space::of(&mut circuit, packs);
        let decided: Vec<Decided> = packs
            .iter()
            .enumerate()
            .map(|(number, pack)| Decided::of(&mut circuit, &space, number, pack))
            .collect();
        let possible = possible(&mut circuit, packs, &space, &decided);
        let solver = Solver::new(limits.conflicts);
        let crowd = Crowd::of(&circuit, &space, &decided);
        Self { packs: packs.to_vec(), circuit, space, decided, possible, solver, crowd, limits }
    }

    /// The same people, with a circuit that grows by itself and a solver that knows nothing yet.
    pub(crate) fn branch(&self) -> Self {
        Self {
            packs: self.packs.clone(),
            circuit: self.circuit.clone(),
            space: self.space.clone(),
            decided: self.decided.clone(),
            possible: self.possible,
            solver: Solver::new(self.limits.conflicts),
            crowd: Crowd::empty(),
            limits: self.limits,
        }
    }

    /// Whether some possible person has all of these wires on.
    pub(crate) fn find(&mut self, wires: &[Wire]) -> Found {
        let mut all = vec![self.possible];
        all.extend(wires);
        self.ask(&all)
    }

    /// The same, whether or not the inputs stand for somebody possible.
    pub(crate) fn ask(&mut self, wires: &[Wire]) -> Found {
        if let Some(known) = self.crowd.with(&self.circuit, wires) {
            return Found::Somebody(known);
        }
        let found = self.solver.ask(&self.circuit, wires);
        if let Found::Somebody(inputs) = &found {
            self.crowd.add(inputs);
        }
        found
    }

    /// Of the possible people who have all of these wires on, the one with the fewest answers that are worth a word; of those the
    /// first in the order of the questions and their answers.
    pub(crate) fn smallest(&mut self, wires: &[Wire]) -> Found {
        self.smallest_within(wires, self.limits.conflicts)
    }

    /// The same, where each step after somebody was found may take so many conflicts. What is not decided then is taken as it is, so
    /// that there may be smaller ones.
    pub(crate) fn smallest_within(&mut self, wires: &[Wire], conflicts: u64) -> Found {
        let inputs = match self.find(wires) {
            Found::Somebody(inputs) => inputs,
            other => return other,
        };
        let before = self.solver.give_up_after(conflicts);
        let found = self.smaller(wires, inputs);
        self.solver.give_up_after(before);
        found
    }

    fn smaller(&mut self, wires: &[Wire], mut inputs: Vec<bool>) -> Found {
        let remarkable = self.remarkable();
        let mut fixed = wires.to_vec();
        // Fewer, until there are no fewer.
        loop {
            let signals = self.circuit.run(&words(&inputs));
            let count = remarkable.iter().filter(|wire| signals.of(**wire) & 1 == 1).count();
            let fewer = !number::at_least(&mut self.circuit, count, &remarkable);
            let mut asked = wires.to_vec();
            asked.push(fewer);
            match if count == 0 { Found::Nobody } else { self.find(&asked) } {
                Found::Somebody(better) => inputs = better,
                Found::Nobody => {
                    fixed.push(!number::at_least(&mut self.circuit, count + 1, &remarkable));
                    break;
                }
                Found::NotDecided => break,
            }
        }
        for input in 0..inputs.len() {
            let wire = self.circuit.inputs()[input];
            if inputs[input] {
                fixed.push(!wire);
                match self.find(&fixed) {
                    Found::Somebody(better) => inputs = better,
                    Found::Nobody | Found::NotDecided => {
                        fixed.pop();
                        fixed.push(wire);
                    }
                }
            } else {
                fixed.push(!wire);
            }
        }
        Found::Somebody(inputs)
    }

    /// What makes an answer worth a word: another than the first, and each entry of a list.
    fn remarkable(&mut self) -> Vec<Wire> {
        let mut wires = Vec::new();
        for domain in &self.space.domains {
            match domain.answers {
                DomainAnswers::One(_) => {
                    let first = domain.is(&mut self.circuit, domain.first_answer());
                    let nothing = domain.is_nothing(&mut self.circuit);
                    wires.push(!self.circuit.or(first, nothing));
                }
                DomainAnswers::Any { .. } => wires.extend(&domain.inputs),
            }
        }
        wires
    }

    /// The person that some inputs stand for, as one of the packs sees them, tried with the engine.
    pub(crate) fn person(&self, number: usize, inputs: &[bool]) -> Option<Person> {
        self.person_of(&self.space, &self.decided[number], number, inputs)
    }

    /// The same over another space with its decision.
    pub(crate) fn person_of(
        &self,
        space: &Space,
        decided: &Decided,
        number: usize,
        inputs: &[bool],
    ) -> Option<Person> {
        let pack = self.packs[number];
        let signals = self.circuit.run(&words(inputs));
        let on = |wire: Wire| signals.of(wire) & 1 == 1;
        let input = |input: usize| inputs.get(input).copied().unwrap_or(false);
        let answers = space.answers(number, pack, |question| !on(decided.applies[question].fails), input)?;
        let decision = sinew_engine::decide(pack, &answers);
        let disagreements = crate::agreement::disagreements(decided, pack, &decision, on);
        let is_told = |question: &QuestionIx| {
            let domain = space.domain(number, *question);
            domain.code(input) != domain.first_answer()
        };
        let told = pack
            .questions()
            .indices()
            .filter(|question| answers.get(*question).is_some() && pack.given_answer(*question).is_none())
            .filter(is_told)
            .collect();
        Some(Person { answers, told, decision, disagreements })
    }

    /// Diagrams over the people.
    pub(crate) fn diagrams(&self) -> Diagrams<'_> {
        let order = order::order(&self.space, &self.packs);
        Diagrams::new(&self.circuit, &self.space, &order, self.limits.nodes)
    }

    /// How many possible people have all of these wires on.
    pub(crate) fn count(&mut self, wires: &[Wire]) -> Result<BigUint, Grown> {
        let possible = self.possible;
        let wire = self.circuit.all(wires.iter().copied());
        let mut diagrams = self.diagrams();
        diagrams.people(possible, wire)
    }
}

/// Inputs as the words that a circuit runs on, with one person in the lowest bit.
pub(crate) fn words(inputs: &[bool]) -> Vec<u64> {
    inputs.iter().map(|input| u64::from(*input)).collect()
}

/// On where the inputs stand for somebody: every question that a pack asks has an answer that it takes, one that no pack asks has
/// none, and no constraint is broken.
pub(crate) fn possible(circuit: &mut Circuit, packs: &[&Pack], space: &Space, decided: &[Decided]) -> Wire {
    let mut possible = sound(circuit, packs, space, decided);
    for decided in decided {
        possible = circuit.and(possible, decided.consistent);
    }
    possible
}

/// The same without the constraints.
pub(crate) fn sound(circuit: &mut Circuit, packs: &[&Pack], space: &Space, decided: &[Decided]) -> Wire {
    let mut possible = Wire::TRUE;
    for domain in &space.domains {
        let (mut asked_at_all, mut taken) = (Wire::FALSE, Wire::TRUE);
        for (number, pack) in packs.iter().enumerate() {
            let Some(question) = domain.questions[number] else { continue };
            if pack.given_answer(question).is_some() {
                continue;
            }
            let asked = !decided[number].applies[question].fails;
            let fits = domain.is_taken(circuit, &pack.questions()[question]);
            asked_at_all = circuit.or(asked_at_all, asked);
            let fits = circuit.or(!asked, fits);
            taken = circuit.and(taken, fits);
        }
        let nothing = domain.is_nothing(circuit);
        let sound = circuit.choose(asked_at_all, taken, nothing);
        possible = circuit.and(possible, sound);
    }
    possible
}
