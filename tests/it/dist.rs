//! From the packing of a pack with its native library to an assessment that uses what the library found.
#![cfg(target_os = "linux")]

use crate::{PROGRAM, fitting};
use serde_json::Value;
use sinew_app::model::Date;
use sinew_ext::{Library, Sha256Hash, TARGET, file_name};
use sinew_recordings::{Form, Recording};
use sinew_tests::{Process, Script, one_line, person, root, shipped};
use std::{env, fs, path::PathBuf};

/// The library of the pack `run-form`. Cargo builds it beside the tests, because their package names it as a dependency.
fn library() -> PathBuf {
    let tests = env::current_exe().expect("a test knows its own file");
    let id = "run-form".parse().expect("it is an id");
    tests.parent().expect("it is in a folder").join(file_name(&id))
}

/// Packs the pack with its library. Gives the archive, which is there as long as its folder is, and the hash of the library.
fn packed() -> (tempfile::TempDir, String, String) {
    let place = tempfile::tempdir().expect("a test can make a folder for temporary files");
    let archive = xtask::dist::pack(&root(), "run-form", Some(&library()), place.path());
    let hash = Sha256Hash::of_file(&library()).expect("it can be read").0.to_string();
    (place, archive.expect("it can be packed").display().to_string(), hash)
}

/// Runs of somebody with few steps, fewer of them late in each run, and one foot longer on the ground.
fn runs(process: &Process) {
    let form = Form {
        strides: [79 * 128, 73 * 128],
        step_length: [1_140, 1_230],
        contact: [290, 310],
        balance: Some([5_240, 5_260]),
        bounce: [90, 95],
    };
    // Enough in the last week, and before it.
    for (month, day) in [(2, 10), (2, 14), (2, 18), (2, 22), (2, 26), (2, 28), (3, 2)] {
        let run = Recording::run(Date::constant(2026, month, day).at(7, 30, 0, 0), 8_000);
        let run = Recording { form: Some(form), ..run };
        fs::write(process.work().join(format!("{month}-{day}.fit")), run.fit())
            .expect("a test writes to folders of its own");
    }
    assert_eq!(process.run(["import", "."]).code, Some(0));
}

/// Somebody with long steps, who has not looked at how they run.
fn answers(process: &Process) {
    let mut file = person("plain-overuse").but("habits", "long-steps").file();
    file.current.answers.retain(|(question, _)| question != "step-signs");
    fs::write(process.work().join("answers.toml"), file.to_toml())
        .expect("a test writes to folders of its own");
}

#[test]
fn a_pack_is_packed_installed_trusted_and_its_facts_are_used_and_said() {
    let process = Process::of(PROGRAM);
    let (_place, archive, hash) = packed();
    runs(&process);
    answers(&process);
    let assess = |options: &[&str]| {
        let given = ["assess", "--answers", "answers.toml", "--no-input", "--training-log", "use"];
        process.run_today(&[&given[..], options].concat())
    };
    let before = fitting(&assess(&["--format", "json"]).out, "outcome");
    assert_eq!(before["extensions"][0]["no_facts"]["kind"], "no-library");

    // What is built in is the same pack, and takes its library along.
    let ran = process.run(["pack", "install", &archive, "--yes"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    let told = one_line(&format!("{} {}", ran.out, ran.err));
    let native = format!(
        "it brings one for {TARGET}, which is code. None of it is run unless you trust it: sinew ext trust run-form"
    );
    assert!(told.contains(&native), "{}", ran.page());
    let verified = process.run(["pack", "verify", "run-form"]);
    assert_eq!(verified.code, Some(0), "{}", verified.page());

    // Installed is not trusted.
    let untrusted = fitting(&assess(&["--format", "json"]).out, "outcome");
    assert_eq!(untrusted["extensions"][0]["no_facts"]["kind"], "not-named");
    let ran = process.run(["ext", "trust", "run-form", "--sha256", &hash]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(one_line(&ran.err).contains("step-rate: 100 to 260 steps a minute"), "{}", ran.page());
    let checked = process.run(["ext", "check", "run-form"]);
    assert!(checked.err.contains("the runs cannot be read"), "it is asked with nothing: {}", checked.page());

    let named = ["--extension-sha256", &hash, "--format", "json"];
    let with = fitting(&assess(&named).out, "outcome");
    assert_eq!(with["extensions"][0]["no_facts"], Value::Null, "{}", with["extensions"]);
    assert_eq!(with["urgency"]["id"], before["urgency"]["id"]);
    let facts: Vec<(String, Value, String)> = with["facts"]
        .as_array()
        .expect("it is a list")
        .iter()
        .filter(|fact| fact["source"] == "extension")
        .map(|fact| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            (text(&fact["id"]), fact["number"].clone(), text(&fact["status"]["id"]))
        })
        .collect();
    let expected = [
        ("step-rate", Value::from(152), "used"),
        // The last week was run as the weeks before.
        ("step-growth", Value::from(0), "not-used"),
        ("step-fade", Value::from(5), "used"),
        ("ground-time", Value::from(300), "not-used"),
        ("ground-balance", Value::from(5), "used"),
    ];
    let expected = expected.map(|(id, number, status)| (id.to_owned(), number, status.to_owned()));
    assert_eq!(facts, expected);
    let causes: Vec<&str> = with["causes"]
        .as_array()
        .expect("it is a list")
        .iter()
        .filter_map(|cause| cause["id"].as_str())
        .collect();
    for cause in ["few-or-longer-steps", "steps-change-when-tired", "uneven-ground-time"] {
        assert!(causes.contains(&cause), "{causes:?}");
    }
    let text = one_line(&assess(&named[..2]).out);
    let said = "From the extension of the pack: steps a minute on your latest runs of 20 minutes or more: 152 steps a minute.";
    assert!(text.contains(said), "{text}");

    // Removed, everything is as it was.
    let ran = process.run(["pack", "remove", "run-form"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert_eq!(fitting(&assess(&["--format", "json"]).out, "outcome"), before);
}

/// Somebody who is asked sees the figures with the question, and takes them over with a key.
#[test]
fn somebody_who_is_asked_takes_the_figures_over() {
    let process = Process::of(PROGRAM);
    let (_place, archive, hash) = packed();
    runs(&process);
    assert_eq!(process.run(["pack", "install", &archive, "--yes"]).code, Some(0));
    assert_eq!(process.run(["ext", "trust", "run-form", "--sha256", &hash]).code, Some(0));
    let pack = &shipped().pack;
    let steps = pack.question_named("step-signs").expect("the shipped pack asks about steps");
    let lines =
        person("plain-overuse").but("habits", "long-steps").but("step-signs", "few-steps").interview();
    let mut typed = vec![String::new()];
    typed.extend(
        lines.into_iter().map(|(question, line)| if question == steps { "t".to_owned() } else { line }),
    );
    typed.extend(["", "q"].map(str::to_owned));
    let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
    let (data, program) = (process.data(), process.program().to_owned());
    let script = Script::typing(&typed).with(|environment| {
        environment.data = Some(data);
        environment.program = Some(program);
    });
    let ran = script.run(&["assess", "back-of-knee", "--accessible", "--region", "none", "--explain"]);
    let out = one_line(&ran.out);
    assert!(
        out.contains(
            "From the extension of the pack: steps a minute on your latest runs of 20 minutes or more: 152 steps a minute."
        ),
        "{}",
        ran.page()
    );
    assert!(out.contains("Answer saved: Fewer than 160 steps a minute on your usual runs; Fewer steps a minute late in a run, at the same speed; A watch shows that one foot stays on the ground clearly longer than the other; I'm not sure about the others."), "{}", ran.page());
    assert!(out.contains("Few steps a minute, or steps that got longer"), "{}", ran.page());
    assert!(out.contains("The extension of run-form 0.1.0 was asked and answered"), "{}", ran.page());
}

/// The pack, the library and its manifest name the same facts with the same ranges.
#[test]
fn the_library_supplies_what_the_pack_asks_for() {
    let place = tempfile::tempdir().expect("a test can make a folder for temporary files");
    let native = place.path().join("native");
    fs::create_dir_all(native.join(TARGET)).expect("the folder is ours");
    fs::copy(root().join("crates/sinew-run-form/extension.toml"), native.join("extension.toml"))
        .expect("it is there");
    fs::copy(library(), native.join(TARGET).join("librun_form.so")).expect("it is there");
    let library = Library::of_pack(place.path(), "run-form").expect("it can be read").expect("it is there");
    let mut declared: Vec<(String, i64, i64, String)> = library
        .declared
        .facts()
        .iter()
        .map(|fact| (fact.name.to_string(), fact.min, fact.max, fact.unit.clone()))
        .collect();
    let mut asked: Vec<(String, i64, i64, String)> = shipped()
        .pack
        .facts()
        .iter()
        .filter(|fact| fact.origin.pack.as_str() == "run-form")
        .map(|fact| (fact.id.to_string(), fact.min.into(), fact.max.into(), fact.unit.clone()))
        .collect();
    declared.sort();
    asked.sort();
    assert_eq!(declared, asked);
}
