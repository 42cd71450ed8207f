//! The circuit says what the engine decides.

use crate::{
    agreement::disagreements,
    circuit::Wire,
    crowd::{Dice, group},
    session::{Limits, Session},
};
use proptest::prelude::*;
use sinew_engine::decide;
use sinew_model::Pack;

/// Where the circuit of a pack and the engine differ, over so many times 64 people.
fn found(pack: &Pack, seed: u64, groups: usize) -> Vec<String> {
    let Session { circuit, space, decided, .. } = Session::of(&[pack], Limits::default());
    let mut dice = Dice::new(seed);
    let mut found = Vec::new();
    for _ in 0..groups {
        let inputs = group(&circuit, &space, &decided, &mut dice);
        let signals = circuit.run(&inputs);
        for person in 0..64 {
            let on = |wire: Wire| signals.of(wire) >> person & 1 == 1;
            let asked = |question| !on(decided[0].applies[question].fails);
            let input = |input: usize| inputs[input] >> person & 1 == 1;
            let answers = space.answers(0, pack, asked, input).expect("codes are answers");
            let mut wrong = disagreements(&decided[0], pack, &decide(pack, &answers), on);
            let contradictory = !sinew_engine::contradictions(pack, &answers).is_empty();
            if on(decided[0].consistent) == contradictory {
                wrong.push("constraints".into());
            }
            if !wrong.is_empty() {
                found.push(format!("{answers:?}: {wrong:?}"));
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(sinew_sample::tries(10_000))]

    #[test]
    fn small_packs_decide_alike(pack_seed: u64, person_seed: u64) {
        let pack = sinew_sample::pack(pack_seed);
        let found = found(&pack, person_seed, 2);
        prop_assert!(found.is_empty(), "{} of 128, such as {}", found.len(), found[0]);
    }
}

/// Every shipped injury pack, over more than a million people.
#[test]
fn shipped_packs_decide_alike() {
    for pack in sinew_sample::shipped() {
        let found = found(&pack, 7, 15_700);
        assert!(found.is_empty(), "{}: {}, such as {}", pack.identity().id, found.len(), found[0]);
    }
}
