//! What the tools find from the command line: nothing in sound packs, and each mistake at its line.

use crate::folder::Folder;
use sinew_tests::Ran;
use std::{collections::BTreeSet, fs};

const TOMBI: [&str; 2] = ["lint", "--offline"];

/// What Tombi finds, as `file:line`, each once.
fn found(folder: &Folder) -> (Ran, BTreeSet<String>) {
    let report = folder.path("report.json");
    let to = report.to_string_lossy().into_owned();
    let ran = folder
        .run("tombi", &["lint", "--offline", "--diagnostics-format", "json", "--diagnostics-file", &to]);
    let text = fs::read_to_string(&report).unwrap_or_default();
    let report: serde_json::Value =
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("no report: {}", ran.page()));
    let found = report.as_array().into_iter().flatten().map(|found| {
        let file = found["source_file"].as_str().or_else(|| found["path"].as_str()).unwrap_or_default();
        format!("{file}:{}", found["range"]["start"]["line"])
    });
    let found = found.collect();
    (ran, found)
}

#[track_caller]
fn assert_clean(ran: &Ran, files: usize) {
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    let said = format!("{}{}", ran.out, ran.err);
    assert!(!said.contains("Warning") && !said.contains("Error"), "{said}");
    assert!(said.contains(&format!("{files} files linted successfully")), "{said}");
}

#[test]
fn tombi_finds_nothing_in_the_packs_with_the_published_schemas() {
    let folder = Folder::with_packs("packs").with_published_schemas();
    assert_clean(&folder.run("tombi", &TOMBI), folder.files().len());
}

#[test]
fn tombi_finds_nothing_in_the_packs_with_their_own_schemas() {
    let folder = Folder::with_packs("packs").with_ids();
    assert_clean(&folder.run("tombi", &TOMBI), folder.files().len());
}

#[test]
fn tombi_finds_nothing_in_a_new_pack() {
    let folder = Folder::with_packs("packs").with_ids();
    for kind in ["injury", "library"] {
        folder.sinew(&[
            "pack",
            "new",
            &format!("new-{kind}"),
            "--kind",
            kind,
            "--dir",
            "packs",
            "--no-input",
        ]);
    }
    assert!(folder.files().iter().any(|file| file == "packs/new-injury/cases/people.toml"));
    assert_clean(&folder.run("tombi", &TOMBI), folder.files().len());
}

/// Before the schemas of a pack are made, the published ones serve, and the first line of each file says that it could be better.
#[test]
fn tombi_falls_back_on_the_published_schemas() {
    let folder = Folder::with_packs("packs");
    let first_lines: BTreeSet<String> = folder.files().iter().map(|file| format!("{file}:1")).collect();
    let (ran, all) = found(&folder);
    assert_eq!(all, first_lines, "{}", ran.page());
    assert_eq!(ran.code, Some(0), "{}", ran.page());

    folder.edit("packs/running/pack.toml", "title", "titel");
    let line = folder.line_of("packs/running/pack.toml", "titel");
    let (ran, all) = found(&folder);
    assert!(all.contains(&format!("packs/running/pack.toml:{line}")), "{}", ran.page());
    assert_eq!(ran.code, Some(1), "{}", ran.page());
}

/// Mistakes of every kind, each with the file, the text that is there, and what somebody wrote instead.
const MISTAKES: [(&str, &str, &str, &str); 20] = [
    ("an unknown key", "conditions.toml", "group = \"start\"", "grupe = \"start\""),
    ("a missing key", "causes.toml", "basis = \"judgement\"\n", ""),
    ("a wrong type", "actions.toml", "steps = [\"Go half as far.\"]", "steps = \"Go half as far.\""),
    ("an unknown word", "conditions.toml", "care = \"routine\"", "care = \"some-time\""),
    ("a bad id", "sources.toml", "[source.paper-2020]", "[source.Paper_2020]"),
    ("an unknown finding", "conditions.toml", "when = \"start.sudden\"", "when = \"start.suddenly\""),
    ("an unknown finding deep in a formula", "red-flags.toml", "{ not = \"alarm\" }", "{ not = \"alarms\" }"),
    (
        "an unknown source",
        "red-flags.toml",
        "sources = [\"made-up\", \"paper-2020\"]",
        "sources = [\"made-up\", \"paper-2021\"]",
    ),
    ("an unknown action", "conditions.toml", "actions = [\"rest\"]", "actions = [\"rested\"]"),
    ("an unknown cause", "conditions.toml", "causes = [\"too-far\"]", "causes = [\"too-close\"]"),
    (
        "an unknown red flag",
        "conditions.toml",
        "only-with = [\"blue-alarm\"]",
        "only-with = [\"green-alarm\"]",
    ),
    (
        "an unknown companion",
        "conditions.toml",
        "[condition.blue-thing.never-without.sprain]",
        "[condition.blue-thing.never-without.strain]",
    ),
    ("an unknown question", "cases/people.toml", "worst = 3", "wurst = 3"),
    ("an unknown answer", "cases/people.toml", "start = \"slow\"", "start = \"slowly\""),
    ("a number that is not taken", "cases/people.toml", "distance = 25", "distance = 2500"),
    (
        "an unknown option of several",
        "cases/people.toml",
        "\"blue-light\", \"not-sure\"",
        "\"green-light\", \"not-sure\"",
    ),
    ("an unknown case", "cases/people.toml", "like = \"plain\"", "like = \"plane\""),
    (
        "something unknown that must appear",
        "cases/people.toml",
        "\"sprain\", \"rest\"]",
        "\"sprain\", \"resting\"]",
    ),
    ("a band of no condition", "cases/people.toml", "bands = { sprain", "bands = { strain"),
    ("an answer that the pack does not take", "pack.toml", "place = \"yes\"", "place = \"maybe\""),
];

/// How many of them, from the first, are mistakes of form: the published schemas, which know no ids, are enough for these.
const OF_FORM: usize = 5;

#[test]
fn tombi_finds_each_mistake_at_its_line_and_nothing_else() {
    assert_found(&MISTAKES, Folder::with_ids);
}

#[test]
fn tombi_finds_each_mistake_of_form_with_the_published_schemas() {
    assert_found(&MISTAKES[..OF_FORM], Folder::with_published_schemas);
}

/// One at a time, so that no mistake hides another.
#[track_caller]
fn assert_found(mistakes: &[(&str, &str, &str, &str)], with_schemas: fn(Folder) -> Folder) {
    let mut wrong = Vec::new();
    for (what, file, from, to) in mistakes {
        let folder = with_schemas(Folder::with_packs("tests/corpus/base"));
        let file = format!("packs/sore-spot/{file}");
        let line = folder.line_of(&file, from);
        folder.edit(&file, from, to);
        // What is missing is marked at the table that it is missing in.
        let line = if to.is_empty() { folder.line_of(&file, "[cause.too-far]") } else { line };
        let (ran, all) = found(&folder);
        if all != BTreeSet::from([format!("{file}:{line}")]) || ran.code != Some(1) {
            wrong.push(format!("{what} at {file}:{line}: found {all:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Taplo is hardly kept any more, but many editors have it. It repeats itself, so only the files are compared.
#[test]
fn taplo_finds_nothing_in_the_packs_and_the_files_with_mistakes() {
    let folder = Folder::with_packs("packs").with_ids();
    let ran = folder.run("taplo", &["lint"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());

    let folder = Folder::with_packs("tests/corpus/base").with_ids();
    folder.edit("packs/sore-spot/pack.toml", "title = ", "titel = ");
    folder.edit("packs/sore-spot/conditions.toml", "\"start.sudden\"", "\"start.suddenly\"");
    let ran = folder.run("taplo", &["lint"]);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    let invalid =
        |file: &String| ran.err.contains(&format!("{file}\"\n")) || ran.err.contains(&format!("{file}:"));
    let found: Vec<String> = folder.files().into_iter().filter(invalid).collect();
    assert_eq!(found, ["packs/sore-spot/conditions.toml", "packs/sore-spot/pack.toml"], "{}", ran.page());
}
