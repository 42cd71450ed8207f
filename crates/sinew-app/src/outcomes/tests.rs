//! Several results together: their order, what is left out, and what is kept away.

use super::*;
use crate::{answers::fit, fixture};
use sinew_model::RawAnswer;

fn answers(pack: &Pack, pairs: &[(&str, &str)]) -> Answers {
    let raw: Vec<_> =
        pairs.iter().map(|(id, text)| ((*id).to_owned(), RawAnswer::Text((*text).to_owned()))).collect();
    fit(pack, &raw.into()).unwrap()
}

const WELL: [(&str, &str); 3] = [("right-now", "none"), ("age", "adult"), ("swollen", "no")];

fn ache(more: &[(&str, &str)]) -> (Pack, Answers) {
    let pack = fixture::pack();
    let answers = answers(&pack, &[&WELL, more].concat());
    (pack, answers)
}

fn pang(more: &[(&str, &str)]) -> (Pack, Answers) {
    let pack = fixture::second_pack();
    let answers = answers(&pack, &[&WELL, more].concat());
    (pack, answers)
}

const SLOWLY: &[(&str, &str)] = &[("start", "slowly"), ("worst", "3"), ("touch", "cord")];
const TWIST: &[(&str, &str)] = &[("at-spot", "no"), ("start", "twist"), ("clicks", "yes")];

fn together(people: &[(Pack, Answers)]) -> Result<Outcomes, NoOutcomes> {
    let packs: Vec<(&Pack, &Answers)> = people.iter().map(|(pack, answers)| (pack, answers)).collect();
    assess_together(&packs, fixture::DAY, Some("nowhere"))
}

/// Packs with their urgency, and the packs that are left out.
fn shown(outcomes: &Outcomes) -> (Vec<(&str, Urgency)>, Vec<&str>) {
    (
        outcomes.iter().map(|outcome| (outcome.pack.id.as_str(), outcome.urgency)).collect(),
        outcomes.left_out().iter().map(|left| left.pack.as_str()).collect(),
    )
}

#[test]
fn the_most_urgent_comes_first() {
    let outcomes = together(&[ache(SLOWLY), pang(TWIST)]).unwrap();
    assert_eq!(shown(&outcomes).0, [("pang", Urgency::Soon), ("ache", Urgency::SelfCare)]);
    assert_eq!(outcomes.urgency(), Urgency::Soon);
    assert_eq!(outcomes.first().pack.id.as_str(), "pang");
    assert!(outcomes.iter().all(|outcome| outcome.region.is_some()), "a region is found in each pack");
    // Of equals, the one that was chosen first.
    let slow = &[("at-spot", "no"), ("start", "slowly")];
    let outcomes = together(&[pang(slow), ache(SLOWLY)]).unwrap();
    assert_eq!(shown(&outcomes).0, [("pang", Urgency::SelfCare), ("ache", Urgency::SelfCare)]);
}

#[test]
fn nothing_harmless_stands_beside_what_has_to_be_seen_today() {
    let swollen = ("swollen", "yes");
    let (pack, mut given) = ache(SLOWLY);
    given.set(&pack, pack.question_named(swollen.0).unwrap(), sinew_model::Answer::YesNo(true));
    let outcomes = together(&[pang(TWIST), (pack, given)]).unwrap();
    assert_eq!(shown(&outcomes), (vec![("ache", Urgency::SameDay)], vec!["pang"]));
    assert_eq!(outcomes.left_out()[0].title, "A pang beside the spot");
}

#[test]
fn an_emergency_stands_alone_and_needs_no_other_answers() {
    let pack = fixture::second_pack();
    let emergency = answers(&pack, &[("right-now", "faint")]);
    let outcomes = together(&[ache(&[]), (pack, emergency)]).unwrap();
    assert_eq!(shown(&outcomes), (vec![("pang", Urgency::Emergency)], vec!["ache"]));
}

#[test]
fn below_same_day_every_pack_needs_its_answers() {
    let NoOutcomes::Incomplete { pack, incomplete } = together(&[ache(SLOWLY), pang(&[])]).unwrap_err()
    else {
        panic!("answers are missing")
    };
    assert_eq!(pack, 1);
    assert_eq!(incomplete.missing[0].question.as_str(), "start");
    assert_eq!(together(&[]), Err(NoOutcomes::NoPack));
}

#[test]
fn alone_a_pack_says_what_it_says_without_the_others() {
    let (pack, given) = ache(SLOWLY);
    let outcomes = together(&[(pack.clone(), given.clone())]).unwrap();
    let alone = assess(&pack, &given, fixture::DAY, pack.region_named("nowhere")).unwrap();
    assert_eq!(outcomes.first(), &alone);
}

/// The same exercise of a shared library is not good for one place and bad for the other.
#[test]
fn what_one_pack_keeps_away_no_other_offers() {
    let offered = |outcomes: &Outcomes, of: &str| -> Vec<String> {
        let outcome = outcomes.iter().find(|outcome| outcome.pack.id.as_str() == of).unwrap();
        outcome
            .advice
            .today
            .actions
            .iter()
            .chain(&outcome.advice.weeks)
            .map(|action| action.id.to_string())
            .collect()
    };
    // The second pack has the same stretch, and keeps it away after a twist.
    let with_stretch = || {
        let stretch = std::str::from_utf8(&fixture::sources()[1].files["actions.toml"]).unwrap().to_owned();
        let stretch = stretch.replace("blocked-when = \"start.fall\"", "blocked-when = \"start.twist\"");
        let stretch = stretch.split("[block.").next().unwrap().replace("study-2020", "test-judgement");
        fixture::second_pack_with("actions.toml", &stretch)
    };
    let second = |pairs: &[(&str, &str)]| {
        let pack = with_stretch();
        let answers = answers(&pack, &[&WELL, pairs].concat());
        (pack, answers)
    };
    let slow = &[("at-spot", "no"), ("start", "slowly")];
    let outcomes = together(&[ache(SLOWLY), second(slow)]).unwrap();
    assert!(offered(&outcomes, "ache").contains(&"cord-stretch".to_owned()));
    let outcomes = together(&[ache(SLOWLY), second(TWIST)]).unwrap();
    assert!(!offered(&outcomes, "ache").contains(&"cord-stretch".to_owned()));
    let ache = outcomes.iter().find(|outcome| outcome.pack.id.as_str() == "ache").unwrap();
    let kept: Vec<(&str, &str)> =
        ache.advice.kept_away.iter().map(|(id, _, because)| (id.as_str(), because.as_str())).collect();
    assert_eq!(kept, [("cord-stretch", "stretching after a fall could make it worse")]);
    assert!(offered(&outcomes, "ache").contains(&"rest".to_owned()), "only that is kept away");
}
