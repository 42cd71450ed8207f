//! Facts from native extensions within an assessment: proposed and used, or left out with the reason, and never in its way.
#![cfg(target_os = "linux")]

use crate::{
    PROGRAM,
    extensions::{FAULTS, FAULTS_MANIFEST, changed, faults, head, switched, telling, without_a_function},
    fitting,
    training::as_read_by_an_earlier_version,
};
use serde_json::Value;
use sinew_app::model::Date;
use sinew_ext::{Library, NoFactsKind, Record, Records, Sha256Hash, TARGET};
use sinew_recordings::Recording;
use sinew_tests::{Process, Ran, Script, TODAY, edit, one_line, write_elbow_pack};
use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

/// A fact of the elbow pack that the library of faults supplies: how many bytes there are in what it is told to do.
const FACT: &str = r#"
[fact.value]
from = "extension"
means = "how often you gripped"
unit = "things"
min = 0
max = 1000
answers = "brings-it-on"
options.gripping = { at-least = 4 }
"#;

const ANSWERS: &str = "[answers]\ndeformed = \"no\"\njoint = \"cool\"\nworst = 3\n";

/// A place with the elbow pack with a fact of its own, a log with two runs in the last month, and answers to what has to be answered.
fn place() -> Process {
    let process = Process::of(PROGRAM);
    write_elbow_pack(&process.work().join("mine"));
    let questions = process.work().join("mine/sore-elbow/questions.toml");
    let text = fs::read_to_string(&questions).expect("it was written before");
    fs::write(&questions, text + FACT).expect("a test writes to folders of its own");
    fs::write(process.work().join("answers.toml"), ANSWERS).expect("a test writes to folders of its own");
    for day in [20, 24] {
        let run = Recording::run(Date::constant(2026, 2, day).at(7, 30, 0, 0), 6_000);
        fs::write(process.work().join(format!("{day}.fit")), run.fit())
            .expect("a test writes to folders of its own");
    }
    assert_eq!(process.run(["import", "20.fit", "24.fit"]).code, Some(0));
    process
}

fn pack(process: &Process) -> PathBuf {
    process.work().join("mine/sore-elbow")
}

/// Puts a library into the pack. Gives its hash.
fn with_library(process: &Process, library: &[u8]) -> String {
    let native = pack(process).join("native");
    fs::create_dir_all(native.join(TARGET)).expect("the folder is ours");
    fs::write(native.join("extension.toml"), FAULTS_MANIFEST).expect("the folder is ours");
    fs::write(native.join(TARGET).join("libfaults.so"), library).expect("the folder is ours");
    Sha256Hash::of(library).to_string()
}

fn trust(process: &Process) {
    let library =
        Library::of_pack(&pack(process), "sore-elbow").expect("it can be read").expect("it is there");
    let (hash, _) = Sha256Hash::of_file(&library.file).expect("it can be read");
    let record = Record::of(&library, hash, TODAY, "0.0.0");
    Records::add(&process.data(), record).expect("the folder is ours");
}

/// The assessment of the answers where nobody is asked, with these options.
fn assess(process: &Process, options: &[&str]) -> Ran {
    let given = ["assess", "sore-elbow", "--packs", "mine", "--answers", "answers.toml", "--no-input"];
    process.run_today(&[&given[..], &["--training-log", "use"], options].concat())
}

fn assess_with(process: &Process, hash: &str, options: &[&str]) -> Ran {
    assess(process, &[&["--extension-sha256", hash][..], options].concat())
}

fn outcome(ran: &Ran) -> Value {
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    fitting(&ran.out, "outcome")
}

/// An outcome without what was said about facts.
fn advice(outcome: &Value) -> Value {
    let mut advice = outcome.clone();
    let fields = advice.as_object_mut().expect("it is an object");
    for field in ["facts", "extensions"] {
        fields.remove(field).expect("it is there");
    }
    advice
}

#[test]
fn what_a_trusted_extension_supplies_is_used_and_said() {
    let process = place();
    let without = outcome(&assess(&process, &["--format", "json"]));
    assert_eq!(without["extensions"][0]["no_facts"]["kind"], "no-library");
    assert_eq!(without["causes"], serde_json::json!([]));
    // Nothing is missing from a pack that is whole without it, so a short result says nothing of it.
    let text = assess(&process, &[]);
    assert!(!text.out.contains("extension"), "{}", text.page());
    let text = one_line(&assess(&process, &["--explain"]).out);
    assert!(
        text.contains("No facts from the extension of sore-elbow: there is no library for it here."),
        "{text}"
    );

    let hash = with_library(&process, &switched("call-four"));
    let ran = assess_with(&process, &hash, &["--format", "json"]);
    let with = outcome(&ran);
    assert_eq!(with["urgency"], without["urgency"]);
    let note = &with["extensions"][0];
    assert_eq!(
        (&note["pack"], &note["version"], &note["no_facts"]),
        (&"sore-elbow".into(), &"0.3.1".into(), &Value::Null)
    );
    let fact = &with["facts"][0];
    assert_eq!(
        (&fact["id"], &fact["source"], &fact["number"], &fact["status"]["id"]),
        (&"value".into(), &"extension".into(), &4.into(), &"used".into())
    );
    assert_eq!(fact["text"], "How often you gripped: 4 things");
    let cause = &with["causes"][0];
    assert_eq!((&cause["id"], &cause["reasons"][0]["fact"]), (&"much-gripping".into(), &"value".into()));
    let text = one_line(&assess_with(&process, &hash, &["--explain"]).out);
    assert!(text.contains("From the extension of the pack: how often you gripped: 4 things."), "{text}");
    assert!(text.contains("About the question brings-it-on: your answer says the same"), "{text}");
    assert!(text.contains("The extension of sore-elbow 0.3.1 was asked and answered"), "{text}");
    // "Not enough data" is no number, and no fault.
    let hash = with_library(&process, &switched("call-nothing"));
    let none = outcome(&assess_with(&process, &hash, &["--format", "json"]));
    assert_eq!(advice(&none), advice(&without));
    assert_eq!(none["facts"][0]["status"]["id"], "not-known");
    assert_eq!(none["extensions"][0]["no_facts"], Value::Null);
}

/// Nobody would know otherwise why a watch that measures everything is not enough.
#[test]
fn where_the_log_lacks_what_was_recorded_not_enough_data_says_so() {
    let process = place();
    let hash = with_library(&process, &switched("call-nothing"));
    let note =
        |hash: &str| outcome(&assess_with(&process, hash, &["--format", "json"]))["extensions"][0].clone();
    assert_eq!(note(&hash)["lacks"], Value::Null, "the log has all of the files");
    as_read_by_an_earlier_version(&process);
    let lacking = note(&hash);
    assert_eq!(lacking["no_facts"], Value::Null);
    let told = "of 2 runs of the last 30 days the log may lack what your watch or app recorded on the way; reading its own \
                files (FIT, TCX or GPX) may fill it in: sinew import PATH";
    assert_eq!(lacking["lacks"], told);
    let said = format!("The extension of sore-elbow had too little data for some of its facts: {told}.");
    for options in [&[][..], &["--explain"]] {
        let text = one_line(&assess_with(&process, &hash, options).out);
        assert!(text.contains(&said), "{text}");
    }
    // One that knows what it is asked lacks nothing.
    let knowing = with_library(&process, &switched("call-four"));
    assert_eq!(note(&knowing)["lacks"], Value::Null);
    // Reading the files again mends it.
    with_library(&process, &switched("call-nothing"));
    assert_eq!(process.run(["import", "20.fit", "24.fit"]).code, Some(0));
    assert_eq!(note(&hash)["lacks"], Value::Null);
}

/// Four pounds are no four things, and four of a hundred is not four of a thousand.
#[test]
fn a_number_in_another_unit_or_for_another_range_than_the_pack_means_is_no_fact() {
    for (from, to, declared) in [
        ("unit = \"things\"", "unit = \"pounds\"", "value: 0 to 1000 pounds"),
        ("max = 1000", "max = 100", "value: 0 to 100 things"),
    ] {
        let process = place();
        edit(&pack(&process).join("questions.toml"), from, to);
        let without = outcome(&assess(&process, &["--format", "json"]));
        let hash = with_library(&process, &switched("call-four"));
        let with = outcome(&assess_with(&process, &hash, &["--format", "json"]));
        assert_eq!(advice(&with), advice(&without));
        let fact = &with["facts"][0];
        assert_eq!((&fact["number"], &fact["status"]["id"]), (&Value::Null, &"not-known".into()));
        assert_eq!(
            fact["text"],
            format!("the extension declares value: 0 to 1000 things, and the pack {declared}")
        );
    }
}

/// What a fact would answer is not asked, so nothing is computed for it.
#[test]
fn no_extension_is_asked_about_a_question_that_does_not_apply() {
    let process = place();
    let questions = pack(&process).join("questions.toml");
    edit(&questions, "[question.brings-it-on]\n", "[question.brings-it-on]\nask-when = \"worst.severe\"\n");
    let hash = with_library(&process, &switched("call-four"));
    let with = outcome(&assess_with(&process, &hash, &["--format", "json"]));
    assert_eq!((&with["extensions"], &with["facts"]), (&serde_json::json!([]), &serde_json::json!([])));
}

/// What an assessment says of a library that was run and is at fault: nothing that the library said or printed, which could be advice.
fn in_our_words(kind: NoFactsKind) -> Option<&'static str> {
    Some(match kind {
        NoFactsKind::Unsuitable => "its library does not fit this program or this computer",
        NoFactsKind::WrongExtension => "its library is that of another extension",
        NoFactsKind::Undeclared => "it has or gave a fact that it may not give",
        NoFactsKind::OutOfRange => "it gave a number outside of its range",
        NoFactsKind::Garbage => "nobody understands what it said",
        NoFactsKind::TooLong => "it was given too much, or gave too much",
        NoFactsKind::Ended => "its process ended",
        NoFactsKind::Failed => "it says itself that it could not do it",
        NoFactsKind::Panicked => "it stopped because of a fault in it",
        _ => return None,
    })
}

/// What an assessment says of a library that supplies nothing. `told` is said where the library was not run.
#[track_caller]
fn is_finished_without_facts(process: &Process, without: &Value, hash: &str, kind: NoFactsKind, told: &str) {
    let ran = assess_with(process, hash, &["--format", "json"]);
    let with = outcome(&ran);
    assert_eq!(with["urgency"]["id"], without["urgency"]["id"], "{told}");
    assert_eq!(advice(&with), advice(without), "{told}");
    let none = &with["extensions"][0]["no_facts"];
    assert_eq!(none["kind"], kind.name(), "{none}");
    let cause = none["cause"].as_str().expect("it is text");
    match in_our_words(kind) {
        Some(ours) => assert_eq!(cause, ours),
        None => assert!(cause.contains(told), "{told:?} is not in {cause:?}"),
    }
    let fact = &with["facts"][0];
    assert_eq!((&fact["number"], &fact["status"]["id"]), (&Value::Null, &"not-known".into()));
    assert_eq!(fact["text"], format!("no facts from the extension: {cause}"));
    // It is wrapped.
    let plain = |text: &str| text.replace(|at: char| at.is_whitespace() || at == '\\', "");
    let said = plain(&format!("No facts from the extension of sore-elbow: {cause}"));
    for options in [&[][..], &["--explain"], &["--format", "md"]] {
        let ran = assess_with(process, hash, options);
        assert_eq!(ran.code, Some(0), "{}", ran.page());
        assert!(plain(&ran.out).contains(&said), "{said} is not in {}", ran.page());
    }
    for left in fs::read_dir(process.data().join("extensions")).into_iter().flatten().flatten() {
        let name = left.file_name().to_string_lossy().into_owned();
        assert!([".running", ".trusting", "trusted.json"].contains(&name.as_str()), "{name} is left");
    }
}

#[test]
fn every_fault_of_the_library_of_faults_leaves_a_finished_assessment() {
    let process = place();
    let without = outcome(&assess(&process, &["--format", "json"]));
    let faults_of_calls = FAULTS.iter().map(|(word, kind, _)| (switched(&format!("call-{word}")), *kind));
    let of_loading = [
        ("wrong-id", NoFactsKind::WrongExtension),
        ("undeclared", NoFactsKind::Undeclared),
        ("other-range", NoFactsKind::Undeclared),
        ("garbage", NoFactsKind::Garbage),
        ("no-text", NoFactsKind::Garbage),
        ("panic", NoFactsKind::Panicked),
        ("end", NoFactsKind::Ended),
        ("huge", NoFactsKind::TooLong),
    ];
    let of_loading = of_loading.into_iter().map(|(switch, kind)| (switched(switch), kind));
    let (library, head) = (faults(), head());
    let unsuitable = [
        changed(&library, &head, 0, b"X"),
        changed(&library, &head, 8, &47_u32.to_le_bytes()),
        changed(&library, &head, 12, &2_u32.to_le_bytes()),
        b"no library".to_vec(),
        Vec::new(),
    ];
    let unsuitable =
        unsuitable.into_iter().chain(without_a_function()).map(|library| (library, NoFactsKind::Unsuitable));
    for (library, kind) in faults_of_calls.chain(of_loading).chain(unsuitable) {
        let hash = with_library(&process, &library);
        is_finished_without_facts(&process, &without, &hash, kind, "");
    }
}

/// Those that are waited for, side by side, because each takes as long as it may.
#[test]
fn what_takes_too_long_leaves_a_finished_assessment() {
    thread::scope(|scope| {
        for switch in ["call-late", "call-loop", "call-print-on", "open-print-on"] {
            scope.spawn(move || {
                let process = place();
                let without = outcome(&assess(&process, &["--format", "json"]));
                let hash = with_library(&process, &switched(switch));
                let with = outcome(&assess_with(&process, &hash, &["--format", "json"]));
                assert_eq!(advice(&with), advice(&without), "{switch}");
                let none = &with["extensions"][0]["no_facts"];
                assert_eq!(none["kind"], "late", "{switch}: {none}");
                let fact = &with["facts"][0];
                assert_eq!((&fact["number"], &fact["status"]["id"]), (&Value::Null, &"not-known".into()));
            });
        }
    });
}

/// Whoever reads a pipe to its end waits for somebody who writes to it, and nobody does here.
#[test]
fn what_is_no_file_in_the_place_of_a_library_leaves_a_finished_assessment() {
    let process = place();
    let without = outcome(&assess(&process, &["--format", "json"]));
    let hash = with_library(&process, &switched("call-four"));
    let native = pack(&process).join("native");
    let pipe = |path: &Path| {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("the folder is ours");
    };
    let folder = |path: &Path| fs::create_dir(path).expect("the folder is ours");
    let places = [
        (
            native.join(TARGET).join("libfaults.so"),
            NoFactsKind::NotForThisMachine,
            "it is not for this machine",
        ),
        (native.join("extension.toml"), NoFactsKind::NotReadable, "it is no file"),
    ];
    for (path, kind, told) in places {
        let content = fs::read(&path).expect("it is there");
        fs::remove_file(&path).expect("it is there");
        pipe(&path);
        is_finished_without_facts(&process, &without, &hash, kind, told);
        fs::remove_file(&path).expect("it is there");
        folder(&path);
        is_finished_without_facts(&process, &without, &hash, kind, told);
        fs::remove_dir(&path).expect("it is there");
        // A link to a pipe is a pipe.
        let elsewhere = process.work().join("pipe");
        pipe(&elsewhere);
        std::os::unix::fs::symlink(&elsewhere, &path).expect("the folder is ours");
        is_finished_without_facts(&process, &without, &hash, kind, told);
        fs::remove_file(&path).expect("it is there");
        fs::remove_file(&elsewhere).expect("it is there");
        fs::write(&path, content).expect("the folder is ours");
    }
    // Put back, it is what it was.
    let with = outcome(&assess_with(&process, &hash, &["--format", "json"]));
    assert_eq!(with["facts"][0]["number"], 4);
}

#[test]
fn what_is_not_trusted_not_there_or_not_for_this_machine_is_said() {
    let process = place();
    let without = outcome(&assess(&process, &["--format", "json"]));
    let hash = with_library(&process, &switched("call-four"));
    // A record of the person is for when they are asked; where nobody is, the hash has to be named.
    trust(&process);
    let kind_of = |ran: &Ran| {
        let outcome = outcome(ran);
        assert_eq!(advice(&outcome), advice(&without));
        outcome["extensions"][0]["no_facts"]["kind"].as_str().map(str::to_owned)
    };
    assert_eq!(kind_of(&assess(&process, &["--format", "json"])).as_deref(), Some("not-named"));
    // Another hash, or a byte that was changed since.
    let other = Sha256Hash::of(b"other").to_string();
    is_finished_without_facts(
        &process,
        &without,
        &other,
        NoFactsKind::NotTrusted,
        "its bytes are not those that are trusted",
    );
    with_library(&process, &switched("call-five"));
    is_finished_without_facts(
        &process,
        &without,
        &hash,
        NoFactsKind::NotTrusted,
        "its bytes are not those that are trusted",
    );
    let native = pack(&process).join("native");
    fs::rename(native.join(TARGET), native.join("z80-unknown-cpm")).expect("the folder is ours");
    is_finished_without_facts(
        &process,
        &without,
        &hash,
        NoFactsKind::NotForThisMachine,
        "it is not for this machine",
    );
    fs::write(native.join("extension.toml"), "id = ").expect("the folder is ours");
    is_finished_without_facts(&process, &without, &hash, NoFactsKind::NotReadable, "extension.toml:1");
    fs::remove_file(native.join("extension.toml")).expect("it is there");
    is_finished_without_facts(
        &process,
        &without,
        &hash,
        NoFactsKind::NotReadable,
        "extension.toml could not be read",
    );
}

#[test]
fn without_runs_no_extension_is_asked_and_that_is_said() {
    let process = place();
    let hash = with_library(&process, &switched("call-four"));
    let given = [
        "assess",
        "sore-elbow",
        "--packs",
        "mine",
        "--answers",
        "answers.toml",
        "--no-input",
        "--format",
        "json",
    ];
    let none = |process: &Process, options: &[&str]| {
        let outcome = outcome(&process.run(given.iter().chain(options).copied().collect::<Vec<_>>()));
        outcome["extensions"].as_array().and_then(|notes| notes.first()).map(|note| note["no_facts"].clone())
    };
    // Nobody asked for the log, nor for the extension.
    assert_eq!(none(&process, &[]), None);
    let hashed = ["--extension-sha256", &hash];
    let not_used = none(&process, &hashed).expect("it was named");
    assert_eq!(not_used["kind"], "no-input");
    assert!(
        not_used["cause"]
            .as_str()
            .is_some_and(|cause| cause.contains("your training log, which is not used"))
    );
    let old = none(&process, &[&hashed[..], &["--training-log", "use", "--today", "2026-06-01"]].concat());
    let old = old.expect("it was named");
    assert!(old["cause"].as_str().is_some_and(|cause| cause.contains("none of the last 30 days")), "{old}");
}

#[test]
fn no_other_command_runs_an_extension() {
    let process = place();
    let started = process.work().join("started");
    let program = telling(&process.work(), &started);
    let hash = with_library(&process, &switched("call-four"));
    trust(&process);
    let (data, mine) = (process.data(), process.work().join("mine"));
    let run = |lines: &[&str], arguments: &[&str]| {
        let script = Script::typing(lines).with(|environment| {
            environment.data = Some(data.clone());
            environment.program = Some(program.clone());
            environment.packs = vec![mine.clone()];
        });
        script.run(arguments)
    };
    let folder = pack(&process).display().to_string();
    let answers = process.work().join("answers.toml").display().to_string();
    for arguments in [
        &["pack", "check", &folder][..],
        &["pack", "check", &folder, "--undecided"],
        &["pack", "show", "sore-elbow"],
        &["pack", "list"],
        &["pack", "verify", "sore-elbow"],
        &["explain", "much-gripping"],
        &["training"],
        &["urgent"],
        &["ext", "list"],
        &["assess", "sore-elbow", "--answers", &answers, "--no-input"],
        &["assess", "sore-elbow", "--answers", &answers, "--no-input", "--training-log", "use"],
    ] {
        let ran = run(&[], arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.page());
        assert!(!started.exists(), "{arguments:?} started it");
    }
    // An emergency waits for nothing, with the hash neither.
    edit(Path::new(&answers), "deformed = \"no\"", "deformed = \"yes\"");
    let arguments = [
        "assess",
        "sore-elbow",
        "--answers",
        &answers,
        "--no-input",
        "--training-log",
        "use",
        "--extension-sha256",
        &hash,
    ];
    let ran = run(&[], &arguments);
    assert!(ran.out.contains("emergency") || ran.out.contains("EMERGENCY"), "{}", ran.page());
    assert!(!started.exists());
}

/// What is typed by somebody who is well but for a sore elbow, up to the question that the fact is about.
const UP_TO_IT: [&str; 4] = ["", "2", "2", "3"];

#[test]
fn somebody_who_is_asked_sees_it_with_its_question_and_no_earlier() {
    let process = place();
    let started = process.work().join("started");
    let program = telling(&process.work(), &started);
    with_library(&process, &switched("call-four"));
    let (data, mine) = (process.data(), process.work().join("mine"));
    let run = |lines: &[&str], options: &[&str]| {
        let script = Script::typing(lines).with(|environment| {
            environment.data = Some(data.clone());
            environment.program = Some(program.clone());
            environment.packs = vec![mine.clone()];
        });
        let given = ["assess", "sore-elbow", "--accessible", "--region", "none"];
        let ran = script.run(&[&given[..], options].concat());
        fs::remove_file(data.join("assessment.toml")).ok();
        ran
    };
    // Nobody has said that they trust it: one line says how, and all goes on.
    let lines = [&UP_TO_IT[..], &["1", "", "q"]].concat();
    let ran = run(&lines, &["--explain"]);
    let out = one_line(&ran.out);
    let told = "Note: No facts from the extension of sore-elbow: you have not said that you trust it. If you want to trust it, \
                look at it with: sinew ext trust sore-elbow.";
    assert_eq!(out.matches(told).count(), 1, "{}", ran.page());
    assert!(out.contains("More gripping than the arm was used to"), "{}", ran.page());
    assert!(!started.exists());

    trust(&process);
    // It is not asked before the question comes that it is about: whoever has an emergency has it at once.
    let ran = run(&["", "1", "q"], &[]);
    assert!(!started.exists(), "{}", ran.page());
    let lines = [&UP_TO_IT[..], &["t", "", "q"]].concat();
    let ran = run(&lines, &["--explain"]);
    let out = one_line(&ran.out);
    assert!(started.exists(), "{}", ran.page());
    assert!(
        out.contains("From the extension of the pack: how often you gripped: 4 things."),
        "{}",
        ran.page()
    );
    assert!(out.contains("Answer saved: Gripping; I'm not sure about the others."), "{}", ran.page());
    assert!(out.contains("About the question brings-it-on: your answer says the same"), "{}", ran.page());
    // Without the log there is nothing that it could compute from.
    fs::remove_file(&started).expect("it is there");
    let lines = [&UP_TO_IT[..], &["1", "", "q"]].concat();
    let ran = run(&lines, &["--training-log", "off"]);
    let told =
        "No facts from the extension of sore-elbow: it computes from your training log, which is left out.";
    assert!(one_line(&ran.out).contains(told), "{}", ran.page());
    assert!(!started.exists());
}

#[test]
fn a_check_says_whether_a_library_is_quicker_than_somebody_waits() {
    let process = place();
    let program = telling(&process.work(), &process.work().join("started"));
    let (data, mine) = (process.data(), process.work().join("mine"));
    with_library(&process, &switched("call-four"));
    trust(&process);
    let check = |wait: Duration, format: &str| {
        let script = Script::typing(&[]).with(|environment| {
            environment.data = Some(data.clone());
            environment.program = Some(program.clone());
            environment.packs = vec![mine.clone()];
            environment.extension_wait = wait;
        });
        one_line(&script.run(&["ext", "check", "sore-elbow", "--format", format]).out)
    };
    let told = "It takes longer than somebody who is asked waits for all extensions together, so they would get no facts from it.";
    for (wait, in_time) in [(Duration::ZERO, false), (Duration::from_mins(5), true)] {
        let page = check(wait, "text");
        assert!(page.contains("It gave the same facts three times"), "{page}");
        assert_eq!(page.contains(told), !in_time, "{page}");
        assert!(check(wait, "json").contains(&format!("\"is_in_time\": {in_time}")), "{page}");
    }
}

#[test]
fn a_library_that_hangs_keeps_nobody_from_their_result() {
    let process = place();
    let started = process.work().join("started");
    let program = telling(&process.work(), &started);
    let (data, mine) = (process.data(), process.work().join("mine"));
    let run = |wait: Duration| {
        let lines = [&UP_TO_IT[..], &["1", "", "q"]].concat();
        let script = Script::typing(&lines).with(|environment| {
            environment.data = Some(data.clone());
            environment.program = Some(program.clone());
            environment.packs = vec![mine.clone()];
            environment.extension_wait = wait;
        });
        let ran = script.run(&["assess", "sore-elbow", "--accessible", "--region", "none", "--explain"]);
        fs::remove_file(data.join("assessment.toml")).ok();
        let out = one_line(&ran.out);
        assert!(out.contains("More gripping than the arm was used to"), "{}", ran.page());
        out
    };
    for switch in ["call-loop", "call-late", "loop"] {
        with_library(&process, &switched(switch));
        trust(&process);
        let out = run(Duration::from_secs(5));
        // Once beside the question, and once more in the result and among what is explained.
        let told = "No facts from the extension of sore-elbow: it took too long.";
        assert_eq!(out.matches(&format!("Note: {told}")).count(), 1, "{switch}: {out}");
        assert!(out.matches(told).count() > 1, "{switch}: {out}");
        assert_eq!(out.matches("Asking the extension of sore-elbow about your runs ...").count(), 1, "{out}");
        assert!(started.exists());
        fs::remove_file(&started).expect("it is there");
    }
    // Where others took all the time, the next one is not even started, however quick it would be.
    with_library(&process, &switched("call-four"));
    trust(&process);
    let out = run(Duration::ZERO);
    let told = "No facts from the extension of sore-elbow: the extensions that were asked before it took all the time";
    assert!(out.contains(told) && !started.exists(), "{out}");
    let out = run(Duration::from_mins(5));
    assert!(out.contains("how often you gripped: 4 things") && started.exists(), "{out}");
}
