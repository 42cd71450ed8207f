//! Answers that were given to another version of a pack: what is said about it, and which of them count no longer.

use crate::PROGRAM;
use serde_json::Value;
use sinew_tests::{Process, Script, SeparatePacks, one_line, write_elbow_pack};
use std::{fs, path::Path};

/// A folder with the elbow pack in it, and one for data.
struct Place {
    at: SeparatePacks,
}

impl Place {
    fn new() -> Self {
        Self { at: SeparatePacks::written_by(write_elbow_pack) }
    }

    /// Changes the pack as its authors would: each text is replaced by another.
    #[track_caller]
    fn change(&self, changes: &[(&str, &str, &str)]) {
        for (file, from, to) in changes {
            let path = self.at.packs().join("sore-elbow").join(file);
            let text = fs::read_to_string(&path).expect("the pack has the file");
            assert!(text.contains(from), "{file} has no {from:?}");
            fs::write(&path, text.replace(from, to)).expect("a test writes to folders of its own");
        }
    }

    /// Somebody who answers that the elbow is in shape and not hot, and stops.
    #[track_caller]
    fn answered(&self) {
        let ran = self.script(&["", "2", "2", "s"]).run(&["assess", "sore-elbow"]);
        assert_eq!(ran.code, Some(0), "{}", ran.page());
    }

    fn script(&self, typed: &[&str]) -> Script {
        Script::typing(typed).with(|environment| {
            self.at.surroundings(environment);
            environment.accessible = true;
        })
    }

    /// What the file of saved answers gives without questions, and what its one document says.
    fn straight(&self, more: &[&str]) -> (sinew_tests::Ran, Value) {
        let process = Process::of(PROGRAM);
        let answers = self.at.data().join("assessment.toml");
        let packs = self.at.packs();
        let [answers, packs] = [&answers, &packs].map(|path| path.to_string_lossy());
        let arguments = ["assess", "--answers", &answers, "--no-input", "--packs", &packs, "--json"];
        let ran = process.run_today(&[&arguments[..], more].concat());
        let document = if ran.code == Some(0) { &ran.out } else { &ran.err };
        let value =
            serde_json::from_str(document).unwrap_or_else(|problem| panic!("{problem}: {}", ran.page()));
        (ran, value)
    }
}

const NEXT: [(&str, &str, &str); 2] = [
    ("pack.toml", "version = \"0.3.1\"", "version = \"0.4.0\""),
    ("pack.toml", "[changes]", "[changes]\n\"0.4.0\" = [\"Heat now has three levels.\"]"),
];
/// A choice more.
const WARM: (&str, &str, &str) =
    ("questions.toml", "cool = {", "warm = { label = \"Warm\", told = \"the elbow is warm\" }\ncool = {");

fn saved(data: &Path) -> String {
    fs::read_to_string(data.join("assessment.toml")).expect("the answers are saved")
}

#[test]
fn the_same_version_is_taken_up_without_a_word() {
    let place = Place::new();
    place.answered();
    let ran = place.script(&["3", "1", ""]).run(&["assess", "--resume"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(!ran.out.contains("Note:") && !ran.err.contains("Note:"), "{}", ran.page());
    for key in ["pack-version = \"0.3.1\"", "content-hash = \"", "[asked]"] {
        assert!(saved(&place.at.data()).contains(key), "{key}");
    }
}

#[test]
fn a_later_version_says_what_changed_and_asks_again_what_it_asks_in_another_way() {
    let place = Place::new();
    place.answered();
    place.change(&[&NEXT[..], &[WARM]].concat());
    // The heat, which has another choice now; the worst pain; gripping; see the advice.
    let ran = place.script(&["3", "3", "1", ""]).run(&["assess", "--resume"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    let flat = one_line(&ran.out);
    let note = "Note: “Pain at the outside of the elbow” was version 0.3.1 when these answers were given. \
                Now it is version 0.4.0. What changed: Heat now has three levels. \
                Note: one saved answer is left out: `joint` asks something else now";
    let first = flat.split("Type a number").next().unwrap_or_default();
    assert!(first.contains(note) && first.contains("Is the elbow hot?"), "{}", ran.out);
    assert!(!flat.contains("Is the elbow out of shape?"), "it is asked twice: {}", ran.out);
    assert!(saved(&place.at.data()).contains("pack-version = \"0.4.0\""), "{}", saved(&place.at.data()));
}

/// In a script nothing is left out: somebody has to look.
#[test]
fn a_file_with_an_answer_to_another_question_is_refused_and_says_why() {
    let place = Place::new();
    place.answered();
    place.change(&[&NEXT[..], &[WARM]].concat());
    let (ran, failure) = place.straight(&["--answer", "worst=3", "--answer", "brings-it-on=gripping"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
    let message = failure["error"]["message"].as_str().unwrap_or_default();
    assert!(message.starts_with("`joint` asks something else now"), "{message}");
    let help = failure["error"]["help"].as_str().unwrap_or_default();
    assert!(help.contains("was version 0.3.1") && help.contains("Heat now has three levels."), "{help}");

    // Answered again it is taken, and the other version is still named.
    let again = ["--answer", "joint=cool", "--answer", "worst=3", "--answer", "brings-it-on=gripping"];
    let (ran, outcome) = place.straight(&again);
    assert_eq!(outcome["urgency"]["id"], "self-care", "{}", ran.page());
    assert!(one_line(&ran.err).contains("Now it is version 0.4.0."), "{}", ran.err);
}

#[test]
fn a_question_that_is_gone_is_named() {
    let place = Place::new();
    place.answered();
    let path = place.at.data().join("assessment.toml");
    fs::write(&path, format!("{}hair = \"red\"\n", saved(&place.at.data()))).expect("the folder is ours");
    place.change(&NEXT);
    let ran = place.script(&["3", "1", ""]).run(&["assess", "--resume"]);
    assert!(one_line(&ran.out).contains("left out: `hair` is not a question of this pack."), "{}", ran.out);
}

#[test]
fn other_content_of_the_same_version_is_named() {
    let place = Place::new();
    place.answered();
    place.change(&[("actions.toml", "Wrist hold", "Hold of the wrist")]);
    let (ran, outcome) = place.straight(&["--answer", "worst=3", "--answer", "brings-it-on=gripping"]);
    assert_eq!((ran.code, &outcome["urgency"]["id"]), (Some(0), &Value::from("self-care")), "{}", ran.page());
    assert!(
        one_line(&ran.err).contains("The content of “Pain at the outside of the elbow” 0.3.1 has changed"),
        "{}",
        ran.err
    );
}
