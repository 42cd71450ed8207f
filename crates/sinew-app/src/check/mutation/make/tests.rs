//! What is made, and what is left out because it could not be otherwise.

use super::*;
use crate::{Shelf, fixture};
use sinew_model::Origin;
use sinew_pack::PackKind;

fn told(pack: &Pack) -> Vec<String> {
    let line = |mutant: Mutant| {
        format!(
            "{} {}: {} → {} ({})",
            mutant.subject.table(pack),
            mutant.key,
            mutant.before,
            mutant.after,
            mutant.operator.name()
        )
    };
    mutants(pack).into_iter().map(line).collect()
}

#[track_caller]
fn with(file: &str, from: &str, to: &str) -> Vec<String> {
    told(&fixture::pack_of(fixture::sources_with("ache", file, from, to)))
}

fn about<'t>(told: &'t [String], begin: &str) -> Vec<&'t str> {
    told.iter().map(String::as_str).filter(|line| line.starts_with(begin)).collect()
}

/// Each is a pack, another than the one it was made of, stands somewhere, and is told apart from all others.
#[test]
fn every_mutant_of_a_shipped_pack_is_another_pack() {
    let shelf = Shelf::embedded();
    let injury = shelf.list().into_iter().filter(|listing| listing.kind == PackKind::Injury);
    let packs: Vec<Pack> = injury.map(|listing| shelf.load(&listing.id).unwrap().pack).collect();
    for pack in packs.iter().chain([&fixture::pack()]) {
        let made = mutants(pack);
        assert!(made.len() > 80, "{} mutants of {}", made.len(), pack.identity().id);
        for mutant in &made {
            let mutated = mutant.of(pack);
            assert!(mutated.is_ok_and(|mutated| mutated != *pack), "{mutant:?}");
            assert!(mutant.subject.origin(pack).is_some_and(|Origin { line, .. }| *line > 1), "{mutant:?}");
        }
        for (at, mutant) in made.iter().enumerate() {
            let twin = made[..at]
                .iter()
                .find(|other| (other.subject, &other.change) == (mutant.subject, &mutant.change));
            assert_eq!(twin, None, "made twice");
        }
    }
}

#[test]
fn what_the_format_refuses_is_not_made() {
    let made = told(&fixture::pack());
    assert_eq!(
        about(&made, "red-flag.clot urgency"),
        [
            "red-flag.clot urgency: same-day → soon (urgency)",
            "red-flag.clot urgency: same-day → emergency (urgency)"
        ]
    );
    // No flag is more than an emergency, and no condition asks for less than nothing.
    let danger: Vec<_> = mutants(&fixture::pack())
        .into_iter()
        .filter(|it| it.subject.table(&fixture::pack()) == "red-flag.danger" && it.key == "urgency")
        .collect();
    assert_eq!(danger.len(), 1);
    assert_eq!(
        about(&made, "condition.sore-cord care"),
        ["condition.sore-cord care: self-care → routine (care)"]
    );
    // A floor is not above its flag: it is raised no further, and the flag is not lowered below it.
    let because = "because = \"A high fall can break a bone.\"";
    let floor = format!("{because}\nunknown-floor = {{ urgency = \"soon\", because = \"it is rare\" }}");
    let made = with("red-flags.toml", because, &floor);
    assert_eq!(
        about(&made, "red-flag.broken u"),
        [
            "red-flag.broken unknown-floor: soon → as usual (same-day) (drop)",
            "red-flag.broken urgency: same-day → soon (urgency)",
            "red-flag.broken urgency: same-day → emergency (urgency)",
            "red-flag.broken unknown-floor: soon → routine (urgency)",
            "red-flag.broken unknown-floor: soon → same-day (urgency)",
        ]
    );
    let made = with("red-flags.toml", because, &floor.replace("\"soon\"", "\"same-day\""));
    assert_eq!(
        about(&made, "red-flag.broken u"),
        [
            "red-flag.broken urgency: same-day → emergency (urgency)",
            "red-flag.broken unknown-floor: same-day → soon (urgency)",
        ],
        "what the floor is without being said is no rule"
    );
    // A range covers some of the numbers, and not all.
    assert_eq!(
        about(
            &with("questions.toml", "painless = { at-most = 0 }", "painless = { at-most = 9 }"),
            "question.worst worst.painless"
        ),
        ["question.worst worst.painless: at most 9 → at most 8 (edge)"]
    );
}

#[test]
fn what_comes_to_the_same_for_everybody_is_not_made() {
    let made = told(&fixture::pack());
    // Opening the pack says where it hurts.
    assert_eq!(
        about(&made, "red-flag.clot when"),
        [
            "red-flag.clot when: all of (at-spot, swollen) → never (drop)",
            "red-flag.clot when: all of (at-spot, swollen) → not all of (at-spot, swollen) (negate)",
            "red-flag.clot when: all of (at-spot, swollen) → at-spot (member)",
        ]
    );
    // A condition that is shown only with a red flag is never ranked.
    assert_eq!(
        about(&made, "condition.clot-in-leg"),
        ["condition.clot-in-leg only-with: clot → nothing (drop)"]
    );
    // Half of one point is none.
    let made = with("conditions.toml", "absent = 0.5", "absent = 0.8");
    assert_eq!(
        about(&made, "condition.soreness.evidence.wide absent"),
        ["condition.soreness.evidence.wide absent: -1 point → 0 points (drop)"]
    );
    // A group of which one line counts for it, and one against it.
    let alone = "when = \"slow-cord\"\npresent = 2\ngroup = \"location\"\nbecause = \"a cord that became sore slowly\"";
    let against = alone.replace("present = 2", "present = 0.5");
    let groups = |made: &[String]| made.iter().filter(|line| line.ends_with("(group)")).count();
    assert_eq!(groups(&told(&fixture::pack())), 1);
    assert_eq!(groups(&with("conditions.toml", alone, &against)), 1);
    let cord = "present = 4\nabsent = 0.4\ngroup = \"location\"";
    let mut sources = fixture::sources_with("ache", "conditions.toml", alone, &against);
    let file = sources[1].files.get_mut("conditions.toml").unwrap();
    let text = String::from_utf8(file.clone()).unwrap().replace(
        &format!("{cord}\nbecause = \"a sore cord\"\nabsent-because = \"the sore spot is not a cord\""),
        "present = 4\ngroup = \"location\"\nbecause = \"a sore cord\"",
    );
    *file = text.into_bytes();
    assert_eq!(groups(&told(&fixture::pack_of(sources))), 0);
}

/// How common a condition is moves it past others, if there are any.
#[test]
fn the_only_condition_is_as_common_as_it_is() {
    let order = |made: &[String]| {
        made.iter().filter(|line| line.contains(".adjust.") || line.ends_with("(prior)")).count()
    };
    assert_eq!(order(&told(&fixture::pack())), 5);
    let mut parts = fixture::pack().parts().clone();
    let soreness = fixture::pack().condition_named("soreness").unwrap();
    parts.conditions[soreness].only_with = vec![fixture::pack().red_flag_named("bad-pain").unwrap()];
    assert_eq!(order(&told(&Pack::new(parts).unwrap())), 0);
}

/// Nothing is offered from same-day on, whatever a block says there.
#[test]
fn a_block_is_not_changed_where_nothing_is_offered_anyway() {
    let block = "when = \"worst.severe\"\nkinds";
    let made = with("actions.toml", block, "when = { any = [\"clot\", \"broken\"] }\nkinds");
    assert_eq!(
        about(&made, "block.bad-pain-stretch"),
        ["block.bad-pain-stretch when: any of (clot, broken) → not any of (clot, broken) (negate)"]
    );
    let made = with("actions.toml", block, "when = { any = [\"clot\", \"start.fall\"] }\nkinds");
    assert_eq!(
        about(&made, "block.bad-pain-stretch"),
        [
            "block.bad-pain-stretch when: any of (clot, start.fall) → never (drop)",
            "block.bad-pain-stretch actions: cord-stretch → nothing (blocked-action)",
            "block.bad-pain-stretch when: any of (clot, start.fall) → not any of (clot, start.fall) (negate)",
            "block.bad-pain-stretch when: any of (clot, start.fall) → start.fall (member)",
            "block.bad-pain-stretch when: any of (clot, start.fall) → clot (member)",
            "block.bad-pain-stretch when: any of (clot, start.fall) → all of (clot, start.fall) (list)",
        ]
    );
}

#[test]
fn a_finding_that_nothing_names_is_not_changed() {
    // Nothing asks whether somebody is an adult.
    let made = told(&fixture::pack());
    assert!(about(&made, "question.age age.under-18").len() == 1);
    assert!(about(&made, "question.age age.adult").is_empty());
}
