//! Cases as an author meets them: one that fails, gaps that are known, and rules that no case decides.

use crate::PROGRAM;
use sinew_app::{Shelf, check::CheckScope};
use sinew_tests::{Process, TODAY, assert_page, root};
use std::fs;

/// A place with the elbow pack in its folder `mine`, with these cases besides its own.
fn with_cases(cases: &str) -> Process {
    let process = Process::with_elbow(PROGRAM);
    let text = format!("#:schema ../.sinew/cases.schema.json\n\n{cases}");
    fs::write(process.work().join("mine/sore-elbow/cases/more.toml"), text)
        .expect("a test writes to folders of its own");
    process
}

const TOO_URGENT: &str = r#"[case.nine-of-ten]
title = "Very bad pain, thought harmless"
like = "grip"
answers = { worst = 9 }
expect = { urgency = "self-care", must = ["wrist-hold"] }
"#;

const NOT_URGENT_ENOUGH: &str = r#"[case.warm]
title = "A warm elbow that grips badly"
answers = { deformed = "no", joint = "cool", worst = 3 }
expect = { urgency = "same-day", flags = ["hot-elbow"], must-not = ["lighter-load"] }
"#;

#[test]
fn a_case_that_fails_comes_with_its_rules_and_the_nearest_answer() {
    let process = with_cases(TOO_URGENT);
    let ran = process.run(["pack", "check", "mine"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    assert!(ran.out.contains("expected self-care, got soon"), "{}", ran.out);
    assert!(ran.out.contains("it would pass with `worst = 7` instead of `9`"), "{}", ran.out);
    assert_page!(
        "too-urgent",
        "sinew pack check mine, with a case that expects too little urgency",
        ran.page()
    );

    let process = with_cases(NOT_URGENT_ENOUGH);
    let ran = process.run(["pack", "check", "mine"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    assert!(ran.out.contains("expected same-day, got self-care"), "{}", ran.out);
    assert!(ran.out.contains("it would pass with `joint = \"hot\"` instead of `\"cool\"`"), "{}", ran.out);
    assert_page!(
        "not-urgent-enough",
        "sinew pack check mine, with a case that does not get help soon enough",
        ran.page()
    );
}

const KNOWN_GAP: &str = r#"[case.lifting]
title = "Lifting hurts"
known-gap = "nobody has looked into lifting yet"
like = "grip"
answers = { brings-it-on = ["lifting"] }
expect = { urgency = "self-care", bands = { sore-grip = "fits-well" } }
"#;

#[test]
fn a_known_gap_is_counted_and_the_check_passes() {
    let ran = with_cases(KNOWN_GAP).run(["pack", "check", "mine", "--deny-warnings"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    assert!(ran.out.contains("\nRan 5 cases, 1 known gap\n"), "{}", ran.out);
    assert!(
        ran.out.contains("\nsore-elbow, case lifting: known gap: nobody has looked into lifting yet\n"),
        "{}",
        ran.out
    );
}

#[test]
fn a_gap_that_has_closed_and_one_of_safety_fail_the_check() {
    let closed = KNOWN_GAP.replace("[\"lifting\"]", "[\"gripping\"]");
    let ran = with_cases(&closed).run(["pack", "check", "mine", "--format", "short"]);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    assert!(ran.out.contains("error[C0008]: the known gap of the case `lifting` has closed"), "{}", ran.out);

    let of_safety = NOT_URGENT_ENOUGH.replace("answers", "known-gap = \"they are busy\"\nanswers");
    let ran = with_cases(&of_safety).run(["pack", "check", "mine"]);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    assert!(
        ran.out.contains("error[C0009]: the known gap of the case `warm` is one of safety"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("\nRan 5 cases, 1 failed\n"), "{}", ran.out);
    assert_page!(
        "unsafe-gap",
        "sinew pack check mine, with a known gap that could harm somebody",
        ran.page()
    );
}

#[test]
fn rules_that_no_case_decides_are_named_when_asked_for_and_fail_nothing() {
    let process = with_cases("");
    let plain = process.run(["pack", "check", "mine"]);
    assert!(!plain.out.contains("C0010") && !plain.out.contains("C0011"), "{}", plain.out);
    let ran = process.run(["pack", "check", "mine", "--undecided", "--deny-warnings"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    assert_page!("undecided", "sinew pack check mine --undecided --deny-warnings", ran.page());
    let short = process.run(["pack", "check", "mine", "--undecided", "--format", "short"]);
    assert_eq!(short.code, Some(0));
    assert!(
        short.out.contains(
            "mine/sore-elbow/red-flags.toml:3:1: note[C0011]: no case comes near the red flag `broken-elbow` without firing it\n"
        ),
        "{}",
        short.out
    );
}

/// The packs that are shipped: what keeps people safe is held fast by cases, from both sides.
#[test]
fn in_the_shipped_packs_every_red_flag_has_a_case_that_fires_it_and_a_near_miss() {
    let shelf = Shelf::only(&[root().join("packs")]).expect("the packs can be read");
    let report = shelf
        .check_within(&[], TODAY, CheckScope { undecided: true, ..CheckScope::default() })
        .expect("no pack is asked for by name");
    let mut flags = 0;
    for pack in &report.packs {
        let coverage = pack.coverage.expect("each of them is used by a pack with cases");
        flags += coverage.near_misses.all;
        for found in &pack.diagnostics {
            let of_flags =
                ["no case decides the red flag", "no case decides `unknown-floor`", "no case comes near"];
            let is_of_flags = of_flags.iter().any(|words| found.message.starts_with(words));
            assert!(!is_of_flags, "{}: {}", found.code, found.message);
        }
    }
    assert!(
        flags >= report.counts().red_flags,
        "{flags} red flags fire in some case, of {}",
        report.counts().red_flags
    );
}
