//! The same pack at hand in several versions: which one is opened, and that it is said.

use crate::PROGRAM;
use serde_json::Value;
use sinew_app::Shelf;
use sinew_tests::{Process, Ran, Script, edit, one_line, root, write_elbow_pack};
use std::{fs, path::Path};

/// Writes the elbow pack in this version into a folder of packs of its own, and gives the folder's name.
fn elbow_in(process: &Process, version: &str) -> String {
    let name = format!("elbow-{version}");
    write_elbow_pack(&process.work().join(&name));
    raise(&process.work().join(&name).join("sore-elbow"), "0.3.1", version);
    name
}

fn raise(pack: &Path, from: &str, to: &str) {
    edit(&pack.join("pack.toml"), &format!("version = \"{from}\""), &format!("version = \"{to}\""));
}

/// Copies a pack of the repository.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder is ours");
    for entry in fs::read_dir(from).expect("the pack is there").map(|entry| entry.expect("it can be listed"))
    {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the folder is ours");
        }
    }
}

const ANSWERS: &str =
    "[answers]\ndeformed = \"no\"\njoint = \"cool\"\nworst = 3\nbrings-it-on = [\"gripping\"]\n";

fn assessed(process: &Process, words: &[&str]) -> Ran {
    fs::write(process.work().join("answers.toml"), ANSWERS).expect("the folder is ours");
    let ending = ["--answers", "answers.toml", "--no-input", "--format", "json"];
    process.run_today(&[&["assess"], words, &ending].concat())
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|problem| panic!("{problem}: {}", ran.page()))
}

#[test]
fn the_highest_version_is_opened_and_another_by_its_name() {
    let process = Process::of(PROGRAM);
    let (old, new) = (elbow_in(&process, "0.3.9"), elbow_in(&process, "0.3.10"));
    let places = ["--packs", &old, "--packs", &new];
    for (name, version) in [("sore-elbow", "0.3.10"), ("sore-elbow@0.3.9", "0.3.9")] {
        let ran = assessed(&process, &[&[name], &places[..]].concat());
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
        assert_eq!(json(&ran)["pack"]["version"], version, "{}", ran.out);
    }
    let ran = assessed(&process, &[&["sore-elbow@0.3.8"], &places[..]].concat());
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
    assert!(ran.err.contains("there is no version 0.3.8 of the pack `sore-elbow`"), "{}", ran.err);
    assert!(ran.err.contains("there are versions 0.3.10, 0.3.9"), "{}", ran.err);

    let listed = json(&process.run([&["pack", "list", "--json"], &places[..]].concat()));
    let elbows = listed["packs"].as_array().expect("a list").iter().filter(|pack| pack["id"] == "sore-elbow");
    let rows: Vec<String> =
        elbows.map(|pack| format!("{} {} {}", pack["version"], pack["used"], pack["from"])).collect();
    assert_eq!(
        rows,
        [format!("\"0.3.10\" true \"{new}/sore-elbow\""), format!("\"0.3.9\" false \"{old}/sore-elbow\"")]
    );
    let text = process.run([&["pack", "list"], &places[..]].concat()).out;
    assert!(text.contains("Used: only as sore-elbow@0.3.9"), "{text}");
    assert!(text.contains("Used: yes, sore-elbow alone means this version"), "{text}");
}

/// A library from elsewhere changes the advice of a pack that is built in, so it is said too.
#[test]
fn what_is_used_in_place_of_a_built_in_pack_is_said_on_standard_error() {
    let process = Process::of(PROGRAM);
    let library =
        Shelf::embedded().list().into_iter().find(|pack| pack.id == "running").expect("it is shipped");
    let newer = process.work().join("newer/running");
    copy(&root().join("packs/running"), &newer);
    raise(&newer, &library.version, "0.1.99");
    let answers = root().join("tests/answers/overuse.toml");
    let answers = answers.to_string_lossy();
    let words = ["assess", "--answers", &answers, "--no-input", "--format", "json"];

    let plain = process.run_today(&words);
    assert_eq!((plain.code, plain.err.as_str()), (Some(0), ""), "{}", plain.page());
    let ran = process.run_today(&[&words[..], &["--packs", "newer"]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert_eq!(
        one_line(&ran.err),
        format!(
            "Note: `running` 0.1.99 in newer/running is used in place of the built-in {}.",
            library.version
        )
    );
    let used = |ran: &Ran| json(ran)["libraries"].as_array().expect("a list")[1]["version"].clone();
    assert_eq!(used(&ran), "0.1.99");
    assert_ne!(used(&plain), "0.1.99");
    assert_ne!(json(&ran)["pack"]["content_hash"], json(&plain)["pack"]["content_hash"]);
}

#[test]
fn one_version_with_two_contents_stops_everything_but_the_emergency_page() {
    let process = Process::of(PROGRAM);
    let (one, other) = (elbow_in(&process, "0.3.9"), elbow_in(&process, "0.3.10"));
    raise(&process.work().join(&other).join("sore-elbow"), "0.3.10", "0.3.9");
    let places = ["--packs", &one, "--packs", &other];
    let ran = process.run([&["pack", "list"], &places[..]].concat());
    assert_eq!(ran.code, Some(0), "the same content twice is one pack: {}", ran.page());
    let path = process.work().join(&other).join("sore-elbow/causes.toml");
    let text = fs::read_to_string(&path).expect("the pack was written before");
    fs::write(path, format!("{text}# changed\n")).expect("the folder is ours");

    for command in [&["pack", "list"][..], &["assess", "sore-elbow"], &["browse"]] {
        let ran = process.run([command, &places[..]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
        let told = one_line(&ran.err);
        assert!(told.contains("two packs `sore-elbow` that say they are version 0.3.9"), "{told}");
        for place in [&one, &other] {
            assert!(told.contains(place.as_str()), "{place} is not in {told}");
        }
    }
    let urgent = process.run([&["urgent"], &places[..]].concat());
    assert_eq!(urgent.code, Some(0), "{}", urgent.page());
    assert!(urgent.out.contains("999"), "{}", urgent.out);
}

#[test]
fn one_version_of_several_can_be_checked_and_shown() {
    let process = Process::of(PROGRAM);
    let (old, new) = (elbow_in(&process, "0.3.9"), elbow_in(&process, "0.3.10"));
    let places = ["--packs", &old, "--packs", &new];
    for (name, version) in [("sore-elbow", "0.3.10"), ("sore-elbow@0.3.9", "0.3.9")] {
        let checked = process.run([&["pack", "check", name], &places[..]].concat());
        assert_eq!(checked.code, Some(0), "{}", checked.page());
        assert!(checked.out.starts_with(&format!("Checking sore-elbow {version}\n")), "{}", checked.out);
        let shown = process.run([&["pack", "show", name, "--json"], &places[..]].concat());
        assert_eq!(json(&shown)["version"], version);
    }
    let unknown = process.run([&["pack", "check", "sore-elbow@0.3.8"], &places[..]].concat());
    assert_eq!(unknown.code, Some(2), "{}", unknown.page());
    assert!(unknown.err.contains("there is no version 0.3.8 of the pack `sore-elbow`"), "{}", unknown.err);
}

#[test]
fn answers_for_a_pack_may_be_used_with_a_version_of_it() {
    let process = Process::of(PROGRAM);
    let (old, new) = (elbow_in(&process, "0.3.9"), elbow_in(&process, "0.3.10"));
    let answers = format!("pack = \"sore-elbow\"\n{ANSWERS}");
    fs::write(process.work().join("mine.toml"), answers).expect("the folder is ours");
    let words = ["--answers", "mine.toml", "--no-input", "--json", "--packs", &old, "--packs", &new];
    let ran = process.run_today(&[&["assess", "sore-elbow@0.3.9"], &words[..]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert_eq!(json(&ran)["pack"]["version"], "0.3.9");
    let ran = process.run_today(&[&["assess", "another@0.3.9"], &words[..]].concat());
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    assert!(ran.err.contains("for the pack `sore-elbow`"), "{}", ran.err);

    let versioned = format!("pack = \"sore-elbow@0.3.9\"\n{ANSWERS}");
    fs::write(process.work().join("mine.toml"), versioned).expect("the folder is ours");
    let ran = process.run_today(&[&["assess"], &words[..]].concat());
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
    assert!(one_line(&ran.err).contains("write its id alone"), "{}", ran.err);
}

/// Each page clears the screen, so it also stands on the page before the first question.
#[test]
fn on_a_screen_it_stands_before_the_first_question_too() {
    let folder = tempfile::tempdir().expect("a test can make a folder for temporary files");
    let listed = Shelf::embedded().list().into_iter().find(|pack| pack.id == "back-of-knee");
    let version = listed.expect("it is shipped").version;
    let newer = folder.path().join("back-of-knee");
    copy(&root().join("packs/back-of-knee"), &newer);
    raise(&newer, &version, "0.1.99");
    let packs = folder.path().to_string_lossy();
    let ran = Script::typing(&["q"]).run(&["assess", "back-of-knee", "--packs", &packs, "--region", "uk"]);
    assert_eq!(ran.code, Some(130), "{}", ran.page());
    for text in [&ran.out, &ran.err] {
        assert!(one_line(text).contains("is used in place of the built-in"), "{}", ran.page());
    }
}

/// Answers are for a pack; its name may say in which version they are taken up.
#[test]
fn saved_answers_are_taken_up_in_the_version_that_is_named_and_another_one_is_said() {
    let process = Process::of(PROGRAM);
    let (old, new) = (elbow_in(&process, "0.3.9"), elbow_in(&process, "0.3.10"));
    let typing = |typed: &[&str]| {
        Script::typing(typed).with(|environment| {
            environment.accessible = true;
            environment.packs = [&old, &new].map(|name| process.work().join(name)).to_vec();
            environment.data = Some(process.work().join("data"));
        })
    };
    let ran = typing(&["", "2", "2", "s"]).run(&["assess", "sore-elbow@0.3.9"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    let path = process.work().join("data/assessment.toml");
    let saved = fs::read_to_string(&path).expect("the answers are saved");
    for line in ["pack = \"sore-elbow\"\n", "pack-version = \"0.3.9\"\n"] {
        assert!(saved.contains(line), "{saved}");
    }

    let ran = typing(&["3", "1", ""]).run(&["assess", "sore-elbow@0.3.9", "--resume"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(!ran.out.contains("Note:") && !ran.err.contains("Note:"), "{}", ran.page());

    fs::write(&path, &saved).expect("the folder is ours");
    let ran = typing(&["3", "1", ""]).run(&["assess", "--resume"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    let told = one_line(&ran.out);
    let note = "was version 0.3.9 when these answers were given. Now it is version 0.3.10.";
    assert!(told.contains(note), "{}", ran.page());
    assert!(!told.contains("Is the elbow out of shape?"), "it is asked twice: {}", ran.out);
}

/// The day before the review of the elbow pack is due, and the day after.
#[test]
fn what_is_out_of_date_is_listed_with_its_reason() {
    let process = Process::of(PROGRAM);
    let (old, new) = (elbow_in(&process, "0.3.9"), elbow_in(&process, "0.4.0-rc.1"));
    let words = ["pack", "outdated", "--packs", &old, "--packs", &new];
    let of_elbow = |today: &str| {
        let ran = process.run([&words[..], &["--json", "--today", today]].concat());
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
        let listed = json(&ran);
        let mut entries = listed["outdated"].as_array().expect("a list").clone();
        entries.retain(|entry| entry["id"] == "sore-elbow");
        entries
    };
    let before = of_elbow("2027-01-03");
    assert_eq!(before.len(), 1, "{before:?}");
    assert_eq!((&before[0]["version"], &before[0]["review_overdue"]), (&"0.3.9".into(), &Value::Null));
    assert_eq!(before[0]["newer"][0]["version"], "0.4.0-rc.1");
    assert_eq!(of_elbow("2027-01-04")[0]["review_overdue"], "2027-01-03");

    let text = process.run([&words[..], &["--today", "2027-01-04"]].concat()).out;
    for part in ["sore-elbow 0.3.9", "Review: was due by 3 January 2027", "0.4.0-rc.1: it is a pre-release"] {
        assert!(one_line(&text).contains(part), "{part} is not in {text}");
    }
    // Nothing of the program's own is old on the day of all tests.
    let ran = process.run_today(&["pack", "outdated"]);
    assert!(ran.out.contains("None of the packs in use is out of date."), "{}", ran.page());
}
