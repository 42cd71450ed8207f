//! The injury packs of this repository.

use crate::{Claim, Limits, Verdict, recheck};
use sinew_model::Claim as Promise;
use sinew_prove::Proof;

/// What the proof says.
fn claims(proof: &Proof) -> Vec<Claim> {
    let mut claims = vec![Claim::People(proof.people.clone().unwrap())];
    let flags = proof.flags.iter();
    claims.extend(flags.map(|flag| Claim::Flag {
        flag: flag.flag,
        fires: flag.fires.clone().unwrap(),
        alone: flag.alone.clone().unwrap(),
    }));
    let properties = proof.properties.iter();
    claims.extend(properties.map(|(property, spoken_of)| Claim::Property {
        property: *property,
        spoken_of: spoken_of.clone().unwrap(),
    }));
    let levels = proof.urgency.iter();
    claims.extend(
        levels.map(|(level, people)| Claim::Urgency { level: *level, people: people.clone().unwrap() }),
    );
    claims
}

/// The same claim with another number.
fn one_more(claim: &Claim) -> Claim {
    let mut claim = claim.clone();
    let (Claim::People(number)
    | Claim::Property { spoken_of: number, .. }
    | Claim::Flag { fires: number, .. }
    | Claim::Urgency { people: number, .. }) = &mut claim;
    *number += 1u32;
    claim
}

// Whether a worse answer lowers the urgency takes up to a minute to find out over everybody, so this is left open here where it is not
// soon seen. `everybody` looks at it in small packs; `sinew pack verify ID --certificate FILE` at all of it.
#[test]
fn what_was_proved_of_the_shipped_packs_is_confirmed() {
    for pack in sinew_sample::shipped() {
        let proof = sinew_prove::prove(&pack, sinew_prove::Limits::default(), &|_| false);
        assert_eq!(proof.problems, []);
        let is_of_two = |claim: &Claim| {
            matches!(claim, Claim::Property { property, .. }
                if matches!(pack.properties()[*property].claim, Promise::MonotoneIn(_)))
        };
        let (of_two, of_one): (Vec<Claim>, Vec<Claim>) = claims(&proof).into_iter().partition(is_of_two);
        assert!(!of_two.is_empty());

        let verdicts = recheck(&pack, &of_one, Limits { tried: 5, ..Limits::default() });
        for (claim, verdict) in of_one.iter().zip(verdicts) {
            assert_eq!(verdict, Verdict::Confirmed, "{} {claim:?}", pack.identity().id);
        }
        let verdicts = recheck(&pack, &of_two, Limits { tried: 5, steps: 3_000 });
        for (claim, verdict) in of_two.iter().zip(verdicts) {
            let fits = matches!(verdict, Verdict::Confirmed | Verdict::NotDecided);
            assert!(fits, "{} {claim:?}: {verdict:?}", pack.identity().id);
        }
        let of_level =
            of_one.iter().filter(|claim| matches!(claim, Claim::Urgency { .. } | Claim::People(_)));
        let wrong: Vec<Claim> = of_level.map(one_more).collect();
        for (claim, verdict) in wrong.iter().zip(recheck(&pack, &wrong, Limits::default())) {
            assert!(
                matches!(verdict, Verdict::Miscounted(_)),
                "{} {claim:?}: {verdict:?}",
                pack.identity().id
            );
        }
    }
}
