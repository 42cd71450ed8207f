//! `sinew pack check`: what an author is told, in which folder, and by which exit code.

use crate::PROGRAM;
use sinew_tests::{Process, Ran, assert_page, write_elbow_pack};
use std::fs;

/// A place with the elbow pack in its folder `mine`.
fn with_elbow() -> Process {
    let process = Process::of(PROGRAM);
    write_elbow_pack(&process.work().join("mine"));
    process
}

/// Changes a file of the elbow pack.
fn edit(process: &Process, file: &str, from: &str, to: &str) {
    let path = process.work().join("mine/sore-elbow").join(file);
    let text = fs::read_to_string(&path).expect("it was written before");
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(path, text.replacen(from, to, 1)).expect("a test writes to folders of its own");
}

fn last_line(ran: &Ran) -> &str {
    ran.out.lines().last().unwrap_or_default()
}

#[test]
fn a_pack_that_passes_is_counted_and_the_verdict_comes_last() {
    let process = with_elbow();
    for place in ["mine", "mine/sore-elbow", "./mine/"] {
        let ran = process.run(["pack", "check", place]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{place}: {}", ran.page());
        assert!(ran.out.starts_with("Checking sore-elbow 0.3.1\n"), "{place}: {}", ran.out);
        assert_eq!(last_line(&ran), "All checks passed: 1 pack, 0 warnings", "{place}");
    }
}

/// What is built in can be checked by its id, and a folder with that id comes before it.
#[test]
fn packs_at_hand_are_checked_by_their_ids() {
    let process = with_elbow();
    let ran = process.run(["pack", "check", "sore-elbow", "--packs", "mine"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    let ran = process.run(["pack", "check", "running"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(ran.out.starts_with("Checking running "), "{}", ran.out);
}

#[test]
fn without_a_name_it_is_the_folder_one_is_in() {
    let process = Process::of(PROGRAM);
    write_elbow_pack(&process.work());
    let ran = process.run(["pack", "check"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(ran.out.starts_with("Checking sore-elbow 0.3.1\n"), "{}", ran.out);
}

#[test]
fn a_finding_has_its_place_its_text_and_the_next_command() {
    let process = with_elbow();
    edit(&process, "pack.toml", "title", "titel");
    let ran = process.run(["pack", "check", "mine"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    assert_page!("misspelt-key", "sinew pack check mine, with a misspelt key", ran.page());

    let short = process.run(["pack", "check", "mine", "--format", "short"]);
    assert_eq!(short.code, Some(1));
    assert!(short.out.contains("mine/sore-elbow/pack.toml:6:1: error[P0101]: "), "{}", short.out);
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let process = with_elbow();
    edit(
        &process,
        "questions.toml",
        "Is the elbow out of shape?",
        "Should we ask whether the elbow is out of shape?",
    );
    let ran = process.run(["pack", "check", "mine", "--format", "short"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(ran.out.contains("warning[T0109]"), "{}", ran.out);
    let denied = process.run(["pack", "check", "mine", "--deny-warnings"]);
    assert_eq!(denied.code, Some(1), "{}", denied.page());
    assert!(
        denied.out.contains("Warnings are denied here\nTo learn more, run `sinew explain T0109`"),
        "{}",
        denied.out
    );
}

#[test]
fn what_cannot_be_checked_has_an_exit_code_of_its_own() {
    let process = with_elbow();
    fs::create_dir(process.work().join("empty")).expect("a test writes to folders of its own");
    for (place, told) in [
        ("empty", "there is no pack in empty"),
        ("./nowhere", "./nowhere could not be looked into"),
        ("sore-elbo", "there is no pack `sore-elbo`"),
    ] {
        let ran = process.run(["pack", "check", place]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{place}: {}", ran.page());
        assert!(ran.err.starts_with("error: ") && ran.err.contains(told), "{place}: {}", ran.err);
        assert!(ran.err.contains("\nhelp: "), "{place}: {}", ran.err);
    }
}

/// What an author allows is counted and listed with the reason, and counts as nothing found.
#[test]
fn what_is_allowed_is_listed_with_its_reason() {
    let process = with_elbow();
    let allowed = "# sinew: allow(T0109) reason = \"how the leaflet says it\"\nask = \"Should we ask whether the elbow is out of shape?\"";
    edit(&process, "questions.toml", "ask = \"Is the elbow out of shape?\"", allowed);
    let ran = process.run(["pack", "check", "mine", "--deny-warnings"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    for line in [
        "Allowed: T0109 at mine/sore-elbow/questions.toml:8 (how the leaflet says it)",
        "Allowed by comments with a reason: 1 finding",
        "All checks passed: 1 pack, 0 warnings",
    ] {
        assert!(ran.out.contains(line), "{line}\n{}", ran.out);
    }
}
