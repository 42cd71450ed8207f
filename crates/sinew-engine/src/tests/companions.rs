//! Conditions that are never shown without another one, looked at one by one.

use crate::{Context, Step, StopReason, assess, decide, next_step};
use sinew_model::*;
use sinew_sample::{Builder, answers, is, never};

fn outcome(pack: &Pack, entries: &[(&str, &str)]) -> Outcome {
    assess(pack, &answers(pack, entries), &Context { today: Date::constant(2026, 3, 4), region: None })
}

fn shown(pack: &Pack, entries: &[(&str, &str)]) -> Vec<String> {
    outcome(pack, entries).conditions.iter().map(|condition| condition.id.to_string()).collect()
}

fn ask(pack: &Pack, entries: &[(&str, &str)]) -> String {
    match next_step(pack, &answers(pack, entries)) {
        Step::Ask(question) => pack.questions()[question].id.to_string(),
        Step::Done(reason) => format!("{reason:?}"),
    }
}

/// A sore cord and a stiff joint that fit, and a bone that does not; the cord is never shown without the bone after more load.
/// Nothing but that asks about load.
fn cord_and_bone() -> Pack {
    let mut builder = Builder::new();
    let (sore, load, tender) =
        (builder.yes_no("sore", None), builder.yes_no("load", None), builder.yes_no("tender", None));
    let stretch = builder.action("stretch", ActionKind::Stretch, never());
    let stop = builder.action("stop", ActionKind::SelfCare, never());
    let cord = builder.condition("cord", 9, Urgency::SelfCare, vec![(is(sore), 7, 0, None)], &[stretch]);
    builder.condition("joint", 5, Urgency::SelfCare, vec![(is(sore), 6, 0, None)], &[stretch]);
    let bone = builder.condition("bone", 0, Urgency::Soon, vec![(is(tender), 5, -5, None)], &[stop]);
    builder.parts.conditions[bone].review = Duration::new(3, DurationUnit::Days);
    builder.never_without(cord, bone, Some(is(load)));
    builder.pack()
}

#[test]
fn a_companion_stands_right_behind_its_condition_with_its_own_band_and_the_reason() {
    let pack = cord_and_bone();
    let entries = [("sore", "yes"), ("load", "yes"), ("tender", "no")];
    assert_eq!(shown(&pack, &entries), ["cord", "bone", "joint"]);
    let outcome = outcome(&pack, &entries);
    let [cord, bone, joint] = outcome.conditions.as_slice() else { panic!("three are shown") };
    assert_eq!((cord.band, &cord.companion_of), (Some(Band::FitsWell), &None));
    assert_eq!((joint.band, &joint.companion_of), (Some(Band::FitsWell), &None));
    assert_eq!((&cord.never_without, &joint.never_without), (&vec![bone.id.clone()], &vec![]));
    assert_eq!(bone.band, Some(Band::FitsLessWell));
    assert_eq!(bone.fits_not[0].text, "no bone line 0");
    let note = bone.companion_of.as_ref().expect("it is shown for this reason alone");
    assert_eq!((note.condition.as_str(), note.because.as_str()), ("cord", "bone is taken for it"));
    assert_eq!(note.reasons.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>(), ["load yes"]);
    assert!(outcome.less_likely.is_empty(), "what is shown is not listed again");
    let cited: Vec<&str> = outcome.sources.iter().map(|source| source.id.as_str()).collect();
    assert!(note.sources.iter().all(|source| cited.contains(&source.as_str())), "{cited:?}");
    assert_eq!(note.sources[0].as_str(), "mistakes-1");
}

#[test]
fn a_companion_that_fits_less_well_brings_no_actions_and_no_dates() {
    let pack = cord_and_bone();
    let outcome = outcome(&pack, &[("sore", "yes"), ("load", "yes"), ("tender", "no")]);
    assert_eq!(outcome.urgency, Urgency::SelfCare);
    assert!(outcome.advice.today.actions.is_empty(), "running is not stopped for what fits less well");
    assert_eq!(outcome.advice.weeks[0].helps, ["cord", "joint"]);
    assert_eq!(outcome.safety_net.review_after, Some(Duration::new(4, DurationUnit::Weeks)));
}

#[test]
fn not_sure_calls_for_a_companion_and_a_clear_no_does_not() {
    let pack = cord_and_bone();
    let with = |load: &str| shown(&pack, &[("sore", "yes"), ("load", load), ("tender", "no")]);
    assert_eq!(with("not-sure"), ["cord", "bone", "joint"]);
    assert_eq!(with("no"), ["cord", "joint"]);
    let silent = [("sore", "yes"), ("tender", "no")];
    assert_eq!(shown(&pack, &silent), ["cord", "bone", "joint"], "what was never asked is not ruled out");
}

#[test]
fn the_interview_asks_what_calls_for_a_companion_only_if_its_condition_may_be_shown() {
    let pack = cord_and_bone();
    assert_eq!(ask(&pack, &[("sore", "yes"), ("tender", "no")]), "load");
    assert_eq!(ask(&pack, &[("sore", "yes"), ("tender", "no"), ("load", "no")]), "Complete");
    // Without a sore cord nothing fits; the cord is the first in the ranking all the same.
    assert_eq!(ask(&pack, &[("sore", "no"), ("tender", "no")]), "load");
    // The bone fits best, and nothing else is shown.
    assert_eq!(ask(&pack, &[("sore", "no"), ("tender", "yes")]), "Settled");
}

#[test]
fn what_is_shown_for_itself_is_not_called_for_and_nobody_is_asked_in_vain() {
    let mut builder = Builder::new();
    let (sore, load, tender) =
        (builder.yes_no("sore", None), builder.yes_no("load", None), builder.yes_no("tender", None));
    let cord = builder.condition("cord", 0, Urgency::SelfCare, vec![(is(sore), 5, 0, None)], &[]);
    let joint = builder.condition("joint", 0, Urgency::SelfCare, vec![(is(tender), 7, -9, None)], &[]);
    builder.never_without(cord, joint, Some(is(load)));
    let pack = builder.pack();
    let both = [("sore", "yes"), ("tender", "yes")];
    assert_eq!(ask(&pack, &both), "Settled");
    assert_eq!(shown(&pack, &both), ["joint", "cord"], "it keeps the place that it has by its fit");
    let outcome = outcome(&pack, &both);
    assert!(outcome.conditions.iter().all(|condition| condition.companion_of.is_none()));
    let of_cord = &outcome.conditions[1].never_without;
    assert_eq!(
        of_cord.iter().map(ConditionId::as_str).collect::<Vec<_>>(),
        ["joint"],
        "unknown calls for it"
    );
    assert_eq!(ask(&pack, &[("sore", "yes"), ("tender", "no")]), "load");
}

/// The third in the ranking loses its place to what a flag names, or to what sets the urgency; then it matters whether it is
/// called for.
#[test]
fn what_may_lose_its_place_out_of_turn_has_to_be_called_for() {
    let with = |flag: bool, pressing: bool| {
        let mut builder = Builder::new();
        let (sign, sore, load) =
            (builder.yes_no("sign", None), builder.yes_no("sore", None), builder.yes_no("load", None));
        let [cord, _, skin] = [("cord", 9), ("joint", 8), ("skin", 7)].map(|(id, prior)| {
            builder.condition(id, prior, Urgency::SelfCare, vec![(is(sore), 7, 0, None)], &[])
        });
        builder.never_without(cord, skin, Some(is(load)));
        if flag {
            builder.red_flag("lump", Urgency::Soon, is(sign));
            let growth = builder.condition("growth", 0, Urgency::Soon, vec![], &[]);
            builder.parts.conditions[growth].only_with = vec![RedFlagIx::at(0)];
        }
        if pressing {
            builder.condition("rare", 0, Urgency::Soon, vec![(is(sore), 7, 0, None)], &[]);
        }
        let pack = builder.pack();
        let so_far = [("sign", "yes"), ("sore", "yes")];
        (ask(&pack, &so_far), shown(&pack, &[so_far[0], so_far[1], ("load", "no")]))
    };
    let expected = |next: &str, ids: [&str; 3]| (next.to_owned(), ids.map(String::from).to_vec());
    assert_eq!(with(false, false), expected("Settled", ["cord", "joint", "skin"]));
    assert_eq!(with(true, false), expected("load", ["growth", "cord", "joint"]));
    assert_eq!(with(false, true), expected("load", ["cord", "joint", "rare"]));
}

/// Nothing of the bone can bring it among those shown for themselves, but its band is shown.
#[test]
fn the_fit_of_a_companion_is_asked_about_however_far_down_it_stands() {
    let mut builder = Builder::new();
    let (sore, tender) = (builder.yes_no("sore", None), builder.yes_no("tender", None));
    let conditions: Vec<ConditionIx> = [("cord", 30), ("joint", 20), ("skin", 10)]
        .map(|(id, prior)| builder.condition(id, prior, Urgency::SelfCare, vec![(is(sore), 7, 0, None)], &[]))
        .to_vec();
    let stop = builder.action("stop", ActionKind::SelfCare, never());
    let bone = builder.condition("bone", 0, Urgency::Soon, vec![(is(tender), 4, -4, None)], &[stop]);
    let alone = builder.parts.clone();
    builder.never_without(conditions[0], bone, None);
    let pack = builder.pack();
    assert_eq!(ask(&Pack::new(alone).unwrap(), &[("sore", "yes")]), "Settled");
    assert_eq!(ask(&pack, &[("sore", "yes")]), "tender");

    // Fitting partly, it counts as any other: it brings its action, and takes no place from the third.
    let partly = outcome(&pack, &[("sore", "yes"), ("tender", "yes")]);
    let bands: Vec<(&str, Option<Band>)> =
        partly.conditions.iter().map(|condition| (condition.id.as_str(), condition.band)).collect();
    let well = Some(Band::FitsWell);
    assert_eq!(bands, [("cord", well), ("bone", Some(Band::FitsPartly)), ("joint", well), ("skin", well)]);
    assert_eq!(partly.advice.today.actions.len(), 1);
    assert_eq!(partly.urgency, Urgency::SelfCare);
    let less = outcome(&pack, &[("sore", "yes"), ("tender", "no")]);
    assert!(less.advice.today.actions.is_empty());
}

#[test]
fn what_could_block_the_action_of_a_companion_is_asked_only_if_it_may_fit() {
    let mut builder = Builder::new();
    let (sore, tender, ill) =
        (builder.yes_no("sore", None), builder.yes_no("tender", None), builder.yes_no("ill", None));
    let rest = builder.action("rest", ActionKind::SelfCare, is(ill));
    let cord = builder.condition("cord", 9, Urgency::SelfCare, vec![(is(sore), 7, 0, None)], &[]);
    for (id, prior) in [("joint", 8), ("skin", 7)] {
        builder.condition(id, prior, Urgency::SelfCare, vec![(is(sore), 7, 0, None)], &[]);
    }
    let bone = builder.condition("bone", 0, Urgency::SelfCare, vec![(is(tender), 4, -4, None)], &[rest]);
    builder.never_without(cord, bone, None);
    let pack = builder.pack();
    assert_eq!(ask(&pack, &[("sore", "yes"), ("tender", "yes")]), "ill");
    assert_eq!(ask(&pack, &[("sore", "yes"), ("tender", "no")]), "Settled");
}

#[test]
fn companions_bring_their_own_and_circles_end() {
    let mut builder = Builder::new();
    let sore = builder.yes_no("sore", None);
    let first = builder.condition("first", 5, Urgency::SelfCare, vec![(is(sore), 7, 0, None)], &[]);
    let [second, third, fourth] = ["second", "third", "fourth"]
        .map(|id| builder.condition(id, 0, Urgency::SelfCare, vec![(is(sore), -7, 0, None)], &[]));
    builder.condition("other", 0, Urgency::SelfCare, vec![(is(sore), 7, 0, None)], &[]);
    builder.never_without(first, second, None);
    builder.never_without(second, first, None);
    builder.never_without(second, third, Some(is(sore)));
    builder.never_without(first, fourth, None);
    let pack = builder.pack();
    let outcome = outcome(&pack, &[("sore", "yes")]);
    let reasons: Vec<(&str, Option<&str>)> = outcome
        .conditions
        .iter()
        .map(|condition| {
            let of = condition.companion_of.as_ref().map(|note| note.condition.as_str());
            (condition.id.as_str(), of)
        })
        .collect();
    let expected = [
        ("first", None),
        ("second", Some("first")),
        ("third", Some("second")),
        ("fourth", Some("first")),
        ("other", None),
    ];
    assert_eq!(reasons, expected);
    assert!(outcome.less_likely.is_empty());
    let together: Vec<Vec<&str>> = outcome
        .conditions
        .iter()
        .map(|condition| condition.never_without.iter().map(ConditionId::as_str).collect())
        .collect();
    let of_first = vec!["second", "third", "fourth"];
    assert_eq!(together, [of_first, vec!["first", "fourth", "third"], vec![], vec![], vec![]]);
}

#[test]
fn long_chains_of_companions_take_neither_time_nor_stack() {
    let mut builder = Builder::new();
    let sore = builder.yes_no("sore", None);
    let conditions: Vec<ConditionIx> = (0..30_000)
        .map(|number| {
            let id = format!("condition-{number}");
            builder.condition(&id, -number, Urgency::SelfCare, vec![(is(sore), -9, 0, None)], &[])
        })
        .collect();
    for pair in conditions.windows(2) {
        builder.never_without(pair[0], pair[1], Some(is(sore)));
    }
    let pack = builder.pack();
    let shown = decide(&pack, &answers(&pack, &[("sore", "yes")])).conditions;
    assert_eq!(shown.len(), conditions.len());
    assert_eq!(shown.last().and_then(|last| last.companion_of), Some(conditions[conditions.len() - 2]));
}

/// However a condition comes to be shown, its companion comes with it.
#[test]
fn a_companion_comes_with_what_is_first_though_nothing_fits() {
    let pack = cord_and_bone();
    assert_eq!(shown(&pack, &[("sore", "no"), ("load", "yes"), ("tender", "no")]), ["cord", "bone"]);
}

#[test]
fn a_companion_comes_with_what_sets_the_urgency() {
    let mut builder = Builder::new();
    let sore = builder.yes_no("sore", None);
    for (id, prior) in [("common", 20), ("usual", 19), ("frequent", 18)] {
        builder.condition(id, prior, Urgency::SelfCare, vec![(is(sore), 7, 0, None)], &[]);
    }
    let rare = builder.condition("rare", 0, Urgency::Soon, vec![(is(sore), 7, 0, None)], &[]);
    let alike = builder.condition("alike", 0, Urgency::Soon, vec![(is(sore), -7, 0, None)], &[]);
    builder.never_without(rare, alike, None);
    let pack = builder.pack();
    assert_eq!(shown(&pack, &[("sore", "yes")]), ["common", "usual", "rare", "alike"]);
}

/// What a flag names has no band; the companion does, but does not stand for what fits best.
#[test]
fn a_companion_comes_with_what_a_red_flag_names() {
    let mut builder = Builder::new();
    let (sign, sore) = (builder.yes_no("sign", None), builder.yes_no("sore", None));
    builder.red_flag("lump", Urgency::Soon, is(sign));
    let growth = builder.condition("growth", 0, Urgency::Soon, vec![], &[]);
    builder.parts.conditions[growth].only_with = vec![RedFlagIx::at(0)];
    for id in ["cord", "joint"] {
        builder.condition(id, 9, Urgency::SelfCare, vec![(is(sore), 7, 0, None)], &[]);
    }
    let cyst = builder.condition("cyst", 0, Urgency::SelfCare, vec![(is(sign), 4, 0, None)], &[]);
    builder.parts.conditions[cyst].expect.text = "It stays.".into();
    builder.never_without(growth, cyst, None);
    let pack = builder.pack();
    assert_eq!(shown(&pack, &[("sign", "no"), ("sore", "yes")]), ["cord", "joint"]);
    let outcome = outcome(&pack, &[("sign", "yes"), ("sore", "yes")]);
    let ids: Vec<&str> = outcome.conditions.iter().map(|condition| condition.id.as_str()).collect();
    assert_eq!(ids, ["growth", "cyst", "cord", "joint"]);
    let told: Vec<&str> = outcome.told.iter().map(|reason| reason.text.as_str()).collect();
    assert_eq!(
        told,
        ["sign yes", "sore yes"],
        "the flag, then what fits the first of those shown for themselves"
    );
    assert_eq!(outcome.safety_net.expect, ["Wait."]);
}

#[test]
fn at_same_day_a_companion_comes_only_if_it_has_to_be_seen_today_itself() {
    let mut builder = Builder::new();
    let (sore, sign) = (builder.yes_no("sore", None), builder.yes_no("sign", None));
    builder.red_flag("beat", Urgency::SameDay, is(sign));
    let vessel = builder.condition("vessel", 0, Urgency::SameDay, vec![(is(sign), 3, 0, None)], &[]);
    let cord = builder.condition("cord", 0, Urgency::SelfCare, vec![(is(sore), 7, 0, None)], &[]);
    let clot = builder.condition("clot", 0, Urgency::SameDay, vec![(is(sore), -9, 0, None)], &[]);
    let joint = builder.condition("joint", 0, Urgency::Soon, vec![(is(sore), -9, 0, None)], &[]);
    builder.never_without(vessel, cord, None);
    builder.never_without(vessel, clot, None);
    builder.never_without(clot, joint, None);
    let pack = builder.pack();
    let today = [("sore", "yes"), ("sign", "yes")];
    assert_eq!(next_step(&pack, &answers(&pack, &today)), Step::Done(StopReason::SameDay));
    assert_eq!(shown(&pack, &today), ["vessel", "clot"], "and nothing comes with what does not come");
}
