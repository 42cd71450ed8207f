//! `sinew pack mutate`: which changes of rules nobody notices, and how that ends.

use crate::{PROGRAM, fitting};
use serde_json::Value;
use sinew_tests::{Process, Ran, Script, assert_page};
use std::fs;

fn mutated(process: &Process, more: &[&str]) -> Ran {
    process.run([&["pack", "mutate", "mine"], more].concat())
}

#[test]
fn what_nobody_notices_is_listed_by_file_and_line_and_counted() {
    let process = Process::with_elbow(PROGRAM);
    let ran = mutated(&process, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    assert_page!("elbow", "sinew pack mutate mine", ran.page());
    // One step in the urgency of each of its flags does not pass unnoticed.
    let urgency = mutated(&process, &["--operator", "urgency"]);
    assert_eq!(urgency.code, Some(0), "{}", urgency.page());
    assert!(urgency.out.contains("Noticed: 100.0 %; every survivor has its reason\n"), "{}", urgency.out);
}

#[test]
fn how_many_have_to_be_noticed_can_be_said() {
    let process = Process::with_elbow(PROGRAM);
    let code = |share: &str| mutated(&process, &["--at-least", share]).code;
    assert_eq!((code("40"), code("60")), (Some(0), Some(1)));
    assert_eq!(code("101"), Some(2));
}

#[test]
fn programs_get_all_of_it_as_json_that_fits_its_schema() {
    let process = Process::with_elbow(PROGRAM);
    let ran = mutated(&process, &["--format", "json", "--threads", "3"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    let document = fitting(&ran.out, "mutants");
    assert_eq!(document["passed"], false);
    let made = document["mutants"].as_array().map(Vec::len);
    assert_eq!(made.map(Value::from).as_ref(), Some(&document["summary"]["made"]));
    // The order in which they were done is not to be seen.
    assert_eq!(mutated(&process, &["--format", "json", "--threads", "1"]).out, ran.out);
}

#[test]
fn a_sample_says_that_it_is_one() {
    let process = Process::with_elbow(PROGRAM);
    let ran = mutated(&process, &["--sample", "5"]);
    assert!(ran.out.contains("\n5 mutants made: "), "{}", ran.out);
    assert!(ran.out.contains("\nA sample: 4"), "{}", ran.out);
    assert_eq!(mutated(&process, &["--sample", "5", "--seed", "1"]).out, ran.out);
    assert_ne!(mutated(&process, &["--sample", "5", "--seed", "2"]).out, ran.out);
    assert_eq!(
        mutated(&process, &["--seed", "2"]).code,
        Some(2),
        "without a sample there is nothing to choose"
    );
}

#[test]
fn what_cannot_be_tried_says_why() {
    let process = Process::with_elbow(PROGRAM);
    let ran = process.run(["pack", "mutate", "running"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.page());
    assert!(ran.err.starts_with("error: only cases of injury packs can notice anything"), "{}", ran.err);
    let conditions = process.work().join("mine/sore-elbow/conditions.toml");
    let text = fs::read_to_string(&conditions).expect("it was written before");
    fs::write(&conditions, text.replacen("care = \"self-care\"", "care = \"self-car\"", 1))
        .expect("it is its own");
    let ran = mutated(&process, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.page());
    assert!(ran.err.contains("sinew pack check"), "{}", ran.err);
    assert_eq!(process.run(["pack", "mutate", "mine", "--operator", "dorp"]).code, Some(2));
}

/// A reason stands in the pack, above the rule.
#[test]
fn a_survivor_with_a_reason_is_counted_and_a_reason_too_many_is_an_error() {
    let process = Process::with_elbow(PROGRAM);
    let questions = process.work().join("mine/sore-elbow/questions.toml");
    let text = fs::read_to_string(&questions).expect("it was written before");
    let with = |kinds: &str| {
        let comment = format!(
            "# sinew: survives({kinds}) reason = \"nobody notices one point of pain\"\n[question.worst]"
        );
        fs::write(&questions, text.replacen("[question.worst]", &comment, 1)).expect("it is its own");
        mutated(&process, &["--at-least", "40"])
    };
    let ran = with("edge");
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(
        !ran.out.contains("[question.worst]") && ran.out.contains("2\n  survived with a reason"),
        "{}",
        ran.out
    );
    let ran = with("edge, option");
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    assert!(
        ran.out.contains("error: mine/sore-elbow/questions.toml:22: no change survives that `option` would"),
        "{}",
        ran.out
    );
}

/// Only a terminal shows how far it is, and a screen reader gets few lines of it.
#[test]
fn a_terminal_shows_how_far_it_is() {
    let process = Process::with_elbow(PROGRAM);
    let folder = process.work().join("mine");
    let folder = folder.to_string_lossy();
    let ran = Script::typing(&[]).run(&["pack", "mutate", &folder]);
    assert!(ran.err.contains(" mutants tried"), "{}", ran.err);
    let last = ran.err.rsplit('\r').nth(1).unwrap_or_default();
    assert!(last.starts_with(&"█".repeat(30)), "the bar is full at the end: {last}");
    assert!(ran.err.ends_with("\r\u{1b}[K") && !ran.err.contains('\n'), "the bar is taken away: {}", ran.err);
    assert!(!ran.out.contains("mutants tried"), "{}", ran.out);
    let plain = Script::typing(&[]).run(&["pack", "mutate", &folder, "--accessible"]);
    assert_eq!(plain.out, ran.out);
    assert_eq!(plain.err.lines().count(), 4, "{}", plain.err);
    assert!(!plain.err.contains(['\r', '\u{1b}']), "{}", plain.err);
}
