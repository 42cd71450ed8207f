//! Possible people who are known already, so that nobody has to look for what one of them shows.

use crate::{
    circuit::{Circuit, Signals, Wire},
    decision::Decided,
    space::{DomainAnswers, Space},
};

/// How many people there are at the beginning, in groups of 64.
const GROUPS: usize = 24;
/// Of a hundred answers of somebody, how many differ from the first.
const LIVELY: [u64; 6] = [2, 5, 10, 20, 40, 80];

/// Numbers from a seed (`SplitMix64`; Steele, Lea and Flood 2014): the same people every time.
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }
}

/// 64 people at a time: for each input a word with a bit for each.
pub(crate) type Group = Vec<u64>;

/// 64 people at random, some with hardly anything to tell and some with much. Who is not asked something has no answer to it.
pub(crate) fn group(circuit: &Circuit, space: &Space, decided: &[Decided], dice: &mut Dice) -> Group {
    let mut inputs: Group = vec![0; circuit.inputs().len()];
    for person in 0..64u32 {
        let lively = LIVELY[person as usize % LIVELY.len()];
        for domain in &space.domains {
            let width = domain.inputs.len();
            match &domain.answers {
                DomainAnswers::One(values) => {
                    let first = domain.first_answer() as u64;
                    let others = values.len() as u64 - first;
                    let code = if dice.below(100) < lively { first + dice.below(others) } else { first };
                    for place in 0..width {
                        let on = code >> (width - 1 - place) & 1;
                        inputs[domain.first_input + place] |= on << person;
                    }
                }
                DomainAnswers::Any { .. } => {
                    for place in 0..width {
                        let on = u64::from(dice.below(200) < lively);
                        inputs[domain.first_input + place] |= on << person;
                    }
                }
            }
        }
    }
    let signals = circuit.run(&inputs);
    for domain in &space.domains {
        let asked = domain.questions.iter().zip(decided).filter_map(|(question, decided)| {
            question.map(|question| !signals.of(decided.applies[question].fails))
        });
        let asked = asked.fold(0, |all, asked| all | asked);
        for place in 0..domain.inputs.len() {
            inputs[domain.first_input + place] &= asked;
        }
    }
    inputs
}

/// People who are known.
#[derive(Debug)]
pub(crate) struct Crowd {
    groups: Vec<(Group, Signals)>,
    /// How many of the last group are there.
    last: u32,
}

impl Crowd {
    /// Nobody yet.
    pub(crate) fn empty() -> Self {
        Self { groups: Vec::new(), last: 64 }
    }

    /// Some at random.
    pub(crate) fn of(circuit: &Circuit, space: &Space, decided: &[Decided]) -> Self {
        let mut dice = Dice::new(1);
        let groups = (0..GROUPS)
            .map(|_| {
                let inputs = group(circuit, space, decided, &mut dice);
                let signals = circuit.run(&inputs);
                (inputs, signals)
            })
            .collect();
        Self { groups, last: 64 }
    }

    /// One more, who was found.
    pub(crate) fn add(&mut self, person: &[bool]) {
        if self.last == 64 {
            self.groups.push((vec![0; person.len()], Signals::default()));
            self.last = 0;
        }
        if let Some((inputs, signals)) = self.groups.last_mut() {
            inputs.resize(inputs.len().max(person.len()), 0);
            for (word, on) in inputs.iter_mut().zip(person) {
                *word |= u64::from(*on) << self.last;
            }
            *signals = Signals::default();
            self.last += 1;
        }
    }

    /// Somebody who has all of these wires on, if one is known.
    pub(crate) fn with(&mut self, circuit: &Circuit, wires: &[Wire]) -> Option<Vec<bool>> {
        self.groups.iter_mut().rev().find_map(|(inputs, signals)| {
            inputs.resize(circuit.inputs().len(), 0);
            circuit.go_on(inputs, signals);
            let people = wires.iter().fold(u64::MAX, |people, wire| people & signals.of(*wire));
            (people != 0)
                .then(|| inputs.iter().map(|word| word >> people.trailing_zeros() & 1 == 1).collect())
        })
    }
}
