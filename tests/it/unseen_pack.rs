//! A pack that the program has never seen is a folder and nothing else: no code, no list of packs, no rebuild.

use crate::PROGRAM;
use serde_json::Value;
use sinew_app::Shelf;
use sinew_tests::{Process, Script, TODAY, assert_page, one_line, only_shipped, write_elbow_pack};
use std::fs;

#[test]
fn it_passes_the_check() {
    let folder = tempfile::tempdir().expect("a test can make a folder for temporary files");
    write_elbow_pack(folder.path());
    let shelf = Shelf::only(&[folder.path().to_owned()]).expect("it can be read");
    let report = shelf.check(&[], TODAY).expect("no pack is asked for by name");
    let found: Vec<String> = report
        .packs
        .iter()
        .flat_map(|pack| &pack.diagnostics)
        .map(|found| format!("{}: {}", found.code, found.message))
        .collect();
    assert!(report.passed() && found.is_empty(), "{found:#?}\n{}", report.summary());
    let counts = report.counts();
    assert_eq!((counts.questions, counts.red_flags, counts.conditions, counts.cases), (4, 3, 2, 4));
}

#[test]
fn it_is_listed_and_shown() {
    let process = Process::with_elbow(PROGRAM);
    let listed = process.run(["pack", "list", "--json", "--packs", "mine"]);
    let listed: Value = serde_json::from_str(&listed.out).expect("one JSON document");
    let packs = listed["packs"].as_array().expect("a list of packs");
    let found = packs.iter().find(|pack| pack["id"] == "sore-elbow").expect("it is listed");
    assert_eq!(found["version"], "0.3.1");
    assert_eq!(found["place"], "at the outside of the elbow");

    // A single pack can be named as well as a folder of packs.
    let shown = process.run(["pack", "show", "sore-elbow", "--questions", "--packs", "mine/sore-elbow"]);
    assert_eq!((shown.code, shown.err.as_str()), (Some(0), ""));
    for id in ["deformed", "joint", "worst", "brings-it-on", "gripping", "0 to 10"] {
        assert!(shown.out.contains(id), "{id} is not in\n{}", shown.out);
    }
    let shown = process.run(["pack", "show", "sore-elbow", "--packs", "mine"]);
    assert!(one_line(&shown.out).contains("In 0.3.1: - The exercises say when to stop."), "{}", shown.out);
    let browsed = process.run(["browse", "wrist-hold", "--packs", "mine"]);
    assert!(browsed.out.contains("Lift the hand and hold it."), "{}", browsed.page());
    let urgent = process.run(["urgent", "--packs", "mine"]);
    assert!(one_line(&urgent.out).contains("the elbow goes out of shape"), "{}", urgent.out);
}

/// The user's own folder works like the option.
#[test]
fn it_is_found_in_the_data_folder_and_by_the_environment() {
    let process = Process::of(PROGRAM);
    write_elbow_pack(&process.data().join("packs"));
    assert!(process.run(["pack", "list"]).out.contains("sore-elbow 0.3.1"));
    let process = Process::of(PROGRAM).variable("SINEW_PACKS", "mine");
    write_elbow_pack(&process.work().join("mine"));
    assert!(process.run(["pack", "list"]).out.contains("sore-elbow 0.3.1"));
}

#[test]
fn its_interview_is_held() {
    let folder = tempfile::tempdir().expect("a test can make a folder for temporary files");
    write_elbow_pack(folder.path());
    let packs = folder.path().to_string_lossy();
    // The place; start; shape: no; heat: not hot; worst pain 3; gripping; see the advice.
    let script = Script::typing(&["2", "", "2", "2", "3", "1", ""]).with(only_shipped);
    let ran = script.run(&["assess", "--packs", &packs, "--accessible"]);
    assert_eq!((ran.code, ran.err.is_empty()), (Some(0), false), "{}", ran.page());
    let flat = one_line(&ran.out);
    for text in [
        "2. At the outside of the elbow",
        "Is the elbow out of shape?",
        "Type a number from 0 to 10",
        "Self-care: You can look after this yourself",
        "A sore grip cord (outer elbow tendon pain): fits well with your answers",
        "Wrist hold",
        "the elbow gets hot",
    ] {
        assert!(flat.contains(text), "“{text}” is not in\n{}", ran.out);
    }
    assert!(!flat.to_lowercase().contains("your knee"), "{}", ran.out);
}

#[test]
fn its_results_are_as_urgent_as_its_flags() {
    let process = Process::with_elbow(PROGRAM);
    for (deformed, joint, worst, urgency) in [
        ("no", "cool", "3", "self-care"),
        ("no", "cool", "8", "soon"),
        ("no", "not-sure", "3", "same-day"),
        ("no", "hot", "3", "same-day"),
        ("yes", "hot", "9", "emergency"),
    ] {
        let answers = format!(
            "pack = \"sore-elbow\"\n[answers]\ndeformed = \"{deformed}\"\njoint = \"{joint}\"\nworst = {worst}\n\
             brings-it-on = [\"gripping\"]\n"
        );
        fs::write(process.work().join("answers.toml"), answers).expect("a test writes to folders of its own");
        let ran = process.run_today(&[
            "assess",
            "--answers",
            "answers.toml",
            "--no-input",
            "--packs",
            "mine",
            "--format",
            "json",
        ]);
        assert_eq!(ran.code, Some(0), "{}", ran.page());
        let outcome: Value = serde_json::from_str(&ran.out).expect("one JSON document");
        assert_eq!(outcome["urgency"]["id"], urgency, "{deformed} {joint} {worst}");
        let offered = outcome["advice"].to_string();
        let allowed = ["self-care", "soon"].contains(&urgency);
        assert_eq!(offered.contains("lighter-load"), allowed, "{urgency}: {offered}");
        assert_eq!(
            offered.contains("\"wrist-hold\",\"kind\""),
            urgency == "self-care",
            "{urgency}: {offered}"
        );
    }
}

/// Somebody for whom a harmless condition fits, with what it is never shown without: in every form of the result.
#[test]
fn what_a_condition_is_never_shown_without_stands_behind_it_with_the_reason() {
    let process = Process::with_elbow(PROGRAM);
    let assess = |brings: &str, more: &[&str]| {
        let answers = format!(
            "pack = \"sore-elbow\"\n[answers]\ndeformed = \"no\"\njoint = \"cool\"\nworst = 3\nbrings-it-on = [{brings}]\n"
        );
        fs::write(process.work().join("answers.toml"), answers).expect("a test writes to folders of its own");
        let always =
            ["assess", "--answers", "answers.toml", "--no-input", "--packs", "mine", "--width", "80"];
        let ran = process.run_today(&[always.as_slice(), more].concat());
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
        ran.out
    };
    let reason = "Shown with “A sore grip cord” because a sore joint is often taken for this.";
    for format in
        [&["--format", "text"][..], &["--format", "md"], &["--full"], &["--accessible"], &["--explain"]]
    {
        let text = assess("\"gripping\", \"lifting\"", format);
        let flat = one_line(&text);
        let places = ["A sore grip cord (outer elbow tendon pain)", "A sore elbow joint", reason];
        let found: Vec<Option<usize>> = places.iter().map(|place| flat.find(place)).collect();
        assert!(found.iter().all(Option::is_some) && found.is_sorted(), "{format:?}: {found:?}\n{text}");
        assert!(flat.contains("A sore elbow joint: fits less well"), "{format:?}\n{text}");
        assert!(!flat.contains("fits less well. To see it"), "it is not counted again: {text}");
        // The wrist hold is for the cord; what only the joint asks for, an appointment, is not advised.
        assert!(flat.contains("You can look after this yourself") && flat.contains("Wrist hold"), "{text}");
        assert_eq!(assess("\"gripping\"", format).matches("Shown with").count(), 0, "{format:?}");
        let unsure = one_line(&assess("\"gripping\", \"not-sure\"", format));
        assert!(unsure.contains(reason), "not to know is no reason to leave it out: {unsure}");
    }
    assert_page!(
        "elbow-companion",
        "a harmless condition with the one it is never shown without",
        assess("\"gripping\", \"lifting\"", &[])
    );
    let explained = one_line(&assess("\"gripping\", \"lifting\"", &["--explain"]));
    for part in
        ["Companion of sore-grip", "You told us: - lifting with the palm down hurts", "sources made-up"]
    {
        assert!(explained.contains(part), "{part}: {explained}");
    }
    let json: Value = serde_json::from_str(&assess("\"gripping\", \"lifting\"", &["--format", "json"]))
        .expect("one JSON document");
    assert_eq!(json["conditions"][1]["companion_of"]["condition"], "sore-grip");
    assert_eq!(json["conditions"][1]["band"]["id"], "fits-less-well");
    assert_eq!(json["urgency"]["id"], "self-care", "nothing but what is shown changes");
}
