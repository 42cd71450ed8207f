//! `sinew pack check`: what an author is told, in which folder, and by which exit code.

use crate::{PROGRAM, fitting};
use serde_json::{Value, json};
use sinew_tests::{Process, Ran, assert_page, write_elbow_pack};
use std::fs;

fn last_line(ran: &Ran) -> &str {
    ran.out.lines().last().unwrap_or_default()
}

#[test]
fn a_pack_that_passes_is_counted_and_the_verdict_comes_last() {
    let process = Process::with_elbow(PROGRAM);
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
    let process = Process::with_elbow(PROGRAM);
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
    let process = Process::with_elbow(PROGRAM);
    process.edit("mine/sore-elbow/pack.toml", "title", "titel");
    let ran = process.run(["pack", "check", "mine"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    assert_page!("misspelt-key", "sinew pack check mine, with a misspelt key", ran.page());

    let short = process.run(["pack", "check", "mine", "--format", "short"]);
    assert_eq!(short.code, Some(1));
    assert!(short.out.contains("mine/sore-elbow/pack.toml:6:1: error[P0101]: "), "{}", short.out);
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let process = Process::with_elbow(PROGRAM);
    process.edit(
        "mine/sore-elbow/questions.toml",
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
    let process = Process::with_elbow(PROGRAM);
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
    let process = Process::with_elbow(PROGRAM);
    let allowed = "# sinew: allow(T0109) reason = \"how the leaflet says it\"\nask = \"Should we ask whether the elbow is out of shape?\"";
    process.edit("mine/sore-elbow/questions.toml", "ask = \"Is the elbow out of shape?\"", allowed);
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

/// A misspelt key that is clear, a misspelt word that is for a person, and a full stop too many.
fn with_slips() -> Process {
    let process = Process::with_elbow(PROGRAM);
    process.edit("mine/sore-elbow/pack.toml", "title", "titel");
    process.edit("mine/sore-elbow/conditions.toml", "care = \"self-care\"", "care = \"self-car\"");
    process.edit("mine/sore-elbow/causes.toml", "because = \"", "because = \" ");
    process
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|problem| panic!("{problem}: {text}"))
}

#[test]
fn programs_get_the_findings_as_json_that_fits_its_schema() {
    let process = with_slips();
    let ran = process.run(["pack", "check", "mine", "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    let document = fitting(&ran.out, "findings");
    assert_eq!((&document["schema_version"], &document["passed"]), (&json!(1), &json!(false)));
    let found = document["diagnostics"].as_array().expect("a list");
    let titel = found.iter().find(|found| found["code"] == "P0101").expect("the misspelt key is found");
    assert_eq!(titel["labels"][0]["place"]["path"], "mine/sore-elbow/pack.toml");
    assert_eq!(titel["helps"][0]["edit"]["certain"], true);
    let word = found.iter().find(|found| found["code"] == "P0104").expect("the misspelt word is found");
    assert_eq!(word["helps"][0]["edit"]["certain"], false);

    // A failure is JSON too, and no document.
    let ran = process.run(["pack", "check", "./nowhere", "--format", "json"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(parsed(&ran.err)["error"]["message"].is_string());
}

#[test]
fn programs_that_gather_findings_get_sarif() {
    let process = with_slips();
    let ran = process.run(["pack", "check", "mine", "--format", "sarif"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    let log = parsed(&ran.out);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "sinew");
    let results = run["results"].as_array().expect("a list");
    let result =
        results.iter().find(|result| result["ruleId"] == "P0101").expect("the misspelt key is found");
    let index = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("a small one");
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "P0101");
    assert_eq!(run["tool"]["driver"]["rules"][index]["shortDescription"]["text"], "a key that nobody reads");
    let location = &result["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "mine/sore-elbow/pack.toml");
    assert_eq!((&location["region"]["startLine"], &location["region"]["endColumn"]), (&json!(6), &json!(6)));
}

#[test]
fn github_gets_commands_and_the_verdict() {
    let process = with_slips();
    let ran = process.run(["pack", "check", "mine", "--format", "github"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    assert!(
        ran.out.contains(
            "::error file=mine/sore-elbow/pack.toml,line=6,endLine=6,col=1,endColumn=6,title=P0101::nobody reads the key `titel`%0A"
        ),
        "{}",
        ran.out
    );
    assert!(last_line(&ran).starts_with("Checks failed: 1 pack, "), "{}", ran.out);
}

#[test]
fn slips_are_mended_on_disk_and_what_is_said_about_care_is_not() {
    let process = with_slips();
    let read = |file: &str| {
        fs::read_to_string(process.work().join("mine/sore-elbow").join(file)).expect("it is there")
    };
    let conditions = read("conditions.toml");
    let told = process.run(["pack", "check", "mine"]);
    assert!(told.out.contains("`title` (`--fix` does it)"), "{}", told.out);
    assert!(told.out.contains("`--fix` mends 2 of these"), "{}", told.out);
    assert!(read("pack.toml").contains("titel"), "a check changes nothing");

    let ran = process.run(["pack", "check", "mine", "--fix"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    assert_page!(
        "mended",
        "sinew pack check mine --fix, with two clear slips and one that is not",
        ran.page()
    );
    assert!(read("pack.toml").contains("\ntitle = "));
    assert_eq!(read("conditions.toml"), conditions, "how soon to get help is for a person");
    let names = fs::read_dir(process.work().join("mine/sore-elbow")).expect("it is there").count();
    assert_eq!(names, 9, "nothing is left behind");

    let again = process.run(["pack", "check", "mine", "--fix"]);
    assert!(again.out.contains("Nothing was mended\n"), "{}", again.out);
    // Programs read standard output, so what was mended is said elsewhere.
    process.edit("mine/sore-elbow/pack.toml", "title", "titel");
    let json = process.run(["pack", "check", "mine", "--fix", "--format", "json"]);
    assert_eq!(parsed(&json.out)["summary"]["errors"], 1);
    assert!(json.err.starts_with("Mended 1 slip in 1 file\n"), "{}", json.err);
}

#[test]
fn suggestions_are_what_a_person_has_to_look_at() {
    let process = with_slips();
    let ran = process.run(["pack", "check", "mine", "--suggest"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    assert!(ran.out.contains("error[P0104]: `self-car`"), "{}", ran.out);
    assert!(!ran.out.contains("`titel`"), "{}", ran.out);
    assert!(last_line(&ran).starts_with("To learn more"), "{}", ran.out);
}

#[test]
fn packs_of_the_program_are_not_mended() {
    let process = Process::with_elbow(PROGRAM);
    let ran = process.run(["pack", "check", "running", "--fix"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(ran.out.contains("\nNothing was mended\n"), "{}", ran.out);
}

/// Two promises are broken: a flag asks for more than it should, and a block is loosened.
fn with_broken_promises() -> Process {
    let process = Process::with_elbow(PROGRAM);
    process.edit(
        "mine/sore-elbow/red-flags.toml",
        "when = \"joint.hot\"",
        "when = { all = [\"joint.hot\", \"worst.severe\"] }",
    );
    process.edit(
        "mine/sore-elbow/actions.toml",
        "blocked-when = \"worst.severe\"",
        "blocked-when = \"deformed\"",
    );
    process
}

/// The page says of whom it is not so, which rules decide for them, and how to see it.
#[test]
fn a_broken_promise_is_shown_with_somebody_and_the_rules_that_decide() {
    let process = with_broken_promises();
    let ran = process.run(["pack", "check", "mine"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    assert_page!("broken-promises", "sinew pack check mine, with two broken promises", ran.page());
}

#[test]
fn whom_a_proof_found_is_kept_as_a_case_that_fails_until_the_pack_is_mended() {
    let process = with_broken_promises();
    let file = "mine/sore-elbow/cases/found.toml";
    let save = ["pack", "check", "mine", "--save-case", file];
    let ran = process.run(save);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    let told = "Added to mine/sore-elbow/cases/found.toml: 2 cases (hot-joint-today, bad-pain-no-exercise)";
    assert_eq!(sinew_tests::one_line(&ran.err), told);
    let read = || fs::read_to_string(process.work().join(file)).expect("it was written");
    let kept = read();
    assert_page!("saved-case", "the file of sinew pack check mine --save-case FILE", &kept);

    let ran = process.run(save);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    for id in ["hot-joint-today", "bad-pain-no-exercise"] {
        let told = format!("error[C0001]: the case `{id}` does not come out as expected");
        assert!(ran.out.contains(&told), "{told}: {}", ran.out);
    }
    assert!(ran.err.starts_with("No proof found anybody who is not in "), "{}", ran.err);
    assert_eq!(read(), kept, "nobody is kept twice");

    process.edit(
        "mine/sore-elbow/red-flags.toml",
        "when = { all = [\"joint.hot\", \"worst.severe\"] }",
        "when = \"joint.hot\"",
    );
    process.edit(
        "mine/sore-elbow/actions.toml",
        "blocked-when = \"deformed\"",
        "blocked-when = \"worst.severe\"",
    );
    let ran = process.run(["pack", "check", "mine"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    assert!(ran.out.contains("Ran 6 cases"), "{}", ran.out);

    let ran = process.run(["pack", "check", "mine", "--save-case", "mine/sore-elbow/actions.toml"]);
    assert_eq!(ran.code, Some(2), "{}", ran.page());
    assert!(ran.err.contains("is no file of cases: it has `action`"), "{}", ran.err);
}
