//! What makes two questions the same, and what does not.

use super::*;
use crate::fixture;
use sinew_model::Pack;

fn question<'a>(pack: &'a Pack, id: &str) -> &'a Question {
    &pack.questions()[pack.question_named(id).unwrap()]
}

/// Whether a question is still the same after a change of its text.
#[track_caller]
fn is_same_after(id: &str, folder: &str, from: &str, to: &str) -> bool {
    let (before, after) =
        (fixture::pack(), fixture::pack_of(fixture::sources_with(folder, "questions.toml", from, to)));
    let (before, after) = (question(&before, id), question(&after, id));
    let same = is_same_question(before, after);
    assert_eq!(fingerprint(before) == fingerprint(after), same, "the fingerprint says the same");
    same
}

#[test]
fn what_a_person_is_asked_makes_the_question() {
    for (id, folder, from, to) in [
        ("swollen", "ache", "Is the leg swollen?", "Is the foot swollen?"),
        ("start", "ache", "\"With a fall\"", "\"With a jump\""),
        (
            "start",
            "ache",
            "slowly = {",
            "twist = { label = \"With a twist\", told = \"with a twist\" }\nslowly = {",
        ),
        ("worst", "ache", "label = \"no pain\"", "label = \"hardly any pain\""),
        ("fall-height", "ache", "max = 50", "max = 60"),
        ("fall-height", "ache", "unit = \"metres\"", "unit = \"feet\""),
        ("age", "base", "not-sure = false\n", ""),
    ] {
        assert!(!is_same_after(id, folder, from, to), "{id}: {from} is now {to}");
    }
}

#[test]
fn what_follows_from_an_answer_does_not() {
    for (id, folder, from, to) in [
        ("swollen", "ache", "told = \"the leg is swollen\"", "told = \"your leg is swollen\""),
        ("swollen", "ache", "Swelling can be", "This can be"),
        ("fall-height", "ache", "high = { at-least = 2 }", "high = { at-least = 3 }"),
        ("worst", "ache", "ordered = \"worse-upward\"\n", ""),
    ] {
        assert!(is_same_after(id, folder, from, to), "{id}: {from} is now {to}");
    }
}

#[test]
fn another_id_is_another_question() {
    let pack = fixture::pack();
    let mut renamed = question(&pack, "swollen").clone();
    assert!(is_same_question(question(&pack, "swollen"), &renamed));
    renamed.id = "puffy".parse().unwrap();
    assert!(!is_same_question(question(&pack, "swollen"), &renamed));
}

/// Parts that stand beside each other do not run into each other.
#[test]
fn fingerprints_are_short_and_differ() {
    let pack = fixture::pack();
    let all: std::collections::BTreeSet<String> = pack.questions().iter().map(fingerprint).collect();
    assert_eq!(all.len(), pack.questions().len());
    assert!(all.iter().all(|print| print.len() == 16), "{all:?}");
}
