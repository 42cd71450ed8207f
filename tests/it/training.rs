//! From the files of a watch to the run that was much longer than those before it, and the log between them.

use crate::{PROGRAM, fitting};
use sinew_app::model::Date;
use sinew_recordings::Recording;
use sinew_tests::{Process, Script, assert_page, one_line, person, shipped};
use std::{fs, thread, time::Instant};

/// Takes from the log what an earlier version did not keep of files that it read.
pub(crate) fn as_read_by_an_earlier_version(process: &Process) {
    let log = rusqlite::Connection::open(process.data().join("training.sqlite")).expect("it is there");
    let changed =
        log.execute("UPDATE reading SET detail = 1, samples = '{}'", []).expect("it has that table");
    assert!(changed > 0);
}

fn run(month: i8, day: i8, metres: u32) -> Recording {
    Recording::run(Date::constant(2026, month, day).at(7, 30, 0, 0), metres)
}

/// An export: each run as one or more files, a table of them all, and what else such folders hold.
fn export(process: &Process) {
    let folder = process.work().join("export");
    fs::create_dir_all(folder.join("activities")).expect("a test writes to folders of its own");
    let write = |name: &str, bytes: &[u8]| {
        fs::write(folder.join(name), bytes).expect("a test writes to folders of its own");
    };
    write("activities/1.fit", &run(1, 2, 6_000).fit());
    write("activities/2.fit", &run(1, 25, 9_000).fit());
    write("activities/2.gpx", run(1, 25, 9_000).gpx().as_bytes());
    write("activities/3.tcx", run(2, 2, 5_000).tcx().as_bytes());
    write("activities/4.fit", &run(2, 20, 16_000).fit());
    let half = run(2, 22, 4_000).fit();
    write("activities/5.fit", &half[..half.len() / 2]);
    write("activities/6.fit", b"");
    write("photo.jpg", &[0xff; 100]);
    write(
        "activities.csv",
        b"Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Filename,\
          Elapsed Time,Moving Time,Distance\n\
          2,\"Jan 25, 2026, 6:30:00 AM\",Long,Run,,3000,9.0,activities/2.fit,3000,3000,9000\n\
          7,\"Feb 24, 2026, 6:30:00 AM\",Treadmill,Virtual Run,,1500,4.0,,1500,1500,4000\n",
    );
}

#[test]
fn the_run_that_was_much_longer_is_named_with_date_and_kilometres() {
    let process = Process::of(PROGRAM);
    export(&process);
    let ran = process.run(["import", "export", "--show-skipped"]);
    assert_page!("import", "sinew import, an export with all kinds of files", ran.page());
    assert_eq!(ran.code, Some(0));
    let ran = process.run_today(&["training"]);
    let words: Vec<&str> = ran.out.split_whitespace().collect();
    let words = words.join(" ");
    let spike = "On 20 February 2026 you ran 16 km. Your longest run of the 30 days before was 9 km on 25 January 2026. \
                 That is 1.78 times as far: a larger spike.";
    assert!(words.contains(spike), "{}", ran.page());
    assert!(
        words.contains("Training, last month: One run clearly longer than any in the month before"),
        "{words}"
    );
    assert_page!("lines", "sinew training, a spike in the last month", ran.page());
    let json = process.run_today(&["training", "--format", "json"]);
    let document = fitting(&json.out, "training");
    let greatest = &document["greatest_spike"]["value"];
    assert_eq!(greatest["run"]["metres"], 16_000);
    assert_eq!(greatest["longest"]["day"], "2026-01-25");
    assert_eq!(greatest["band"], "moderate");
    let proposals = document["proposals"].as_array().expect("the packs can be read");
    let spike = proposals.iter().find(|proposal| proposal["pack"] == "back-of-knee").expect("it is proposed");
    assert_eq!(spike["answer"], serde_json::json!(["long-run", "not-sure"]), "{spike}");
    assert!(words.contains(spike["text"].as_str().expect("it is text")), "{spike}");
    // One run in three files is one run: the week of the 25th has nine kilometres.
    let week = document["weeks"]
        .as_array()
        .expect("it is a list")
        .iter()
        .find(|week| week["monday"] == "2026-01-19");
    assert_eq!(week.expect("the week is there")["metres"], 9_000);
}

#[test]
fn importing_again_adds_nothing_and_says_so() {
    let process = Process::of(PROGRAM);
    export(&process);
    let first = process.run(["import", "export", "--format", "json"]);
    let document = fitting(&first.out, "import");
    assert_eq!((&document["saved"], &document["files_refused"]), (&8.into(), &1.into()));
    let again = process.run(["import", "export", "--format", "json"]);
    let document = fitting(&again.out, "import");
    assert_eq!((&document["saved"], &document["files_known"]), (&0.into(), &7.into()));
}

#[test]
fn the_log_can_be_taken_away_and_deleted() {
    let process = Process::of(PROGRAM);
    let none = process.run(["training"]);
    assert_eq!(none.code, Some(1));
    assert!(
        none.err.contains("there is no training log yet") && none.err.contains("sinew import"),
        "{}",
        none.err
    );
    export(&process);
    assert_eq!(process.run(["import", "export"]).code, Some(0));
    let table = process.run(["data", "export"]);
    assert_eq!(table.out.lines().count(), 9, "{}", table.out);
    let json = process.run(["data", "export", "--format", "json"]);
    let document = fitting(&json.out, "training-log");
    assert_eq!(document["readings"].as_array().map(Vec::len), Some(8));
    // Where somebody runs is in neither of them.
    for text in [&table.out, &json.out] {
        for name in ["latitude", "longitude", "\"lat\"", "\"lon\""] {
            assert!(!text.contains(name), "{name}");
        }
    }
    let written = process.run(["data", "export", "-o", "log.csv"]);
    assert_eq!((written.code, written.out.as_str()), (Some(0), ""));
    assert_eq!(fs::read_to_string(process.work().join("log.csv")).expect("it was written"), table.out);
    let listed = process.run(["data", "delete", "--dry-run"]);
    assert!(listed.out.contains("training.sqlite"), "{}", listed.out);
    assert_eq!(process.run(["data", "delete", "--confirm=delete"]).code, Some(0));
    assert!(!process.data().join("training.sqlite").exists());
}

#[test]
fn a_drawing_of_the_weeks_is_written_beside_the_words() {
    let process = Process::of(PROGRAM);
    export(&process);
    process.run(["import", "export"]);
    let ran = process.run_today(&["training", "--svg", "weeks.svg"]);
    assert!(ran.out.contains("Weeks"), "{}", ran.page());
    let drawn = fs::read_to_string(process.work().join("weeks.svg")).expect("it was written");
    assert!(drawn.starts_with("<svg") && drawn.contains("<desc"), "{drawn}");
}

#[test]
fn nothing_that_can_be_read_is_an_error_with_causes() {
    let process = Process::of(PROGRAM);
    fs::write(process.work().join("empty.fit"), b"").expect("a test writes to folders of its own");
    let ran = process.run(["import", "empty.fit", "missing.fit"]);
    assert_page!("nothing-read", "sinew import, files that cannot be read", ran.page());
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    let json = process.run(["import", "missing.fit", "--format", "json"]);
    assert!(json.err.contains("\"nothing-read\""), "{}", json.err);
    // Beside a file that is of another kind it is no error, and there is nothing to see yet.
    fs::write(process.work().join("note.txt"), b"a note").expect("a test writes to folders of its own");
    let ran = process.run(["import", "empty.fit", "note.txt"]);
    assert!(ran.out.contains("Your log is still empty.") && ran.out.contains("empty.fit"), "{}", ran.out);
    assert!(!ran.out.contains("See it"), "{}", ran.out);
}

const SPIKE: &str =
    "on 20 February 2026 you ran 16 km. Your longest run of the 30 days before was 9 km on 25 January 2026.";

/// The log of the export in a folder for data.
fn imported() -> Process {
    let process = Process::of(PROGRAM);
    export(&process);
    assert_eq!(process.run(["import", "export"]).code, Some(0));
    process
}

/// What somebody with sore legs and no answer about training types, up to that question and after it.
fn typed_around_training() -> (Vec<String>, Vec<String>) {
    let pack = &shipped().pack;
    let training = pack.question_named("training").expect("the shipped pack asks about training");
    let lines = person("plain-overuse").but("training", "long-run").interview();
    let at = lines.iter().position(|(question, _)| *question == training).expect("it is asked");
    let words = |lines: &[(_, String)]| lines.iter().map(|(_, line)| line.clone()).collect();
    (words(&lines[..at]), words(&lines[at + 1..]))
}

/// The whole interview in lines, with what is typed when training is asked about.
fn interview(process: &Process, arguments: &[&str], about_training: &[&str]) -> sinew_tests::Ran {
    let (before, after) = typed_around_training();
    let mut lines = vec![String::new()];
    lines.extend(before);
    lines.extend(about_training.iter().map(|line| (*line).to_owned()));
    lines.extend(after);
    // From the list of answers on.
    lines.extend(["", "q"].map(str::to_owned));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let data = process.data();
    let mut all = vec!["assess", "back-of-knee", "--accessible", "--region", "none"];
    all.extend(arguments);
    Script::typing(&lines).with(|environment| environment.data = Some(data)).run(&all)
}

#[test]
fn the_log_proposes_an_answer_that_a_key_takes_over_and_the_cause_names_the_run() {
    let process = imported();
    // Enter alone answers nothing, here as everywhere, and how to take it over is said again.
    let ran = interview(&process, &["--explain"], &["", "t"]);
    let out = one_line(&ran.out);
    assert!(out.contains(&format!("From your training log: {SPIKE}")), "{}", ran.page());
    let take = "Type t to take over: One run clearly longer than any in the month before; I'm not sure about the others.";
    assert_eq!(out.matches(take).count(), 2, "{}", ran.page());
    let said =
        "Answer saved: One run clearly longer than any in the month before; I'm not sure about the others.";
    assert!(out.contains(said), "{}", ran.page());
    let causes = out.split("What may have contributed").nth(1).expect("there is such a heading");
    assert!(causes.contains(&format!("From your training log: {SPIKE}")), "{}", ran.page());
    assert!(out.contains("About the question training: your answer says the same"), "{}", ran.page());
    let asked = ran.out.find("In the last month, which of these were true?");
    let page = &ran.out[asked.expect("training is asked about")..];
    let page = &page[..page.find("Answer saved").expect("it is answered")];
    assert_page!("asked-with-a-log", "the question about training, where a log knows something", page);
}

/// What the log does not know is not denied by taking it over: somebody may be new to running.
#[test]
fn what_is_taken_over_denies_nothing() {
    let process = imported();
    interview(&process, &[], &["t"]);
    let saved = process.run(["assess", "--resume", "--no-input", "--format", "json"]);
    let outcome = fitting(&saved.out, "outcome");
    let unknown = outcome["unknown"].as_array().expect("it is a list");
    assert!(unknown.iter().any(|note| note["question"] == "training"), "{unknown:?}");
    // Resumed without the log, the answer is the person's own.
    assert_eq!(outcome["facts"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_page_on_a_screen_says_what_the_log_knows_and_which_key_takes_it_over() {
    let process = imported();
    let (before, _) = typed_around_training();
    let mut lines = vec![String::new()];
    lines.extend(before);
    lines.push("q".to_owned());
    lines.push("2".to_owned());
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let data = process.data();
    let script = Script::typing(&lines).with(|environment| environment.data = Some(data));
    let ran = script.run(&["assess", "back-of-knee", "--region", "none"]);
    let from = ran.out.rfind("In the last month, which of these").expect("training is asked about");
    let page = &ran.out[from..];
    let page = &page[..page.find("Stop here?").expect("it is left")];
    assert_page!(
        "asked-on-a-screen",
        "the question about training on a screen, where a log knows something",
        page
    );
}

#[test]
fn an_answer_of_ones_own_goes_over_the_log_and_that_is_said() {
    let process = imported();
    let ran = interview(&process, &["--explain"], &["5"]);
    let out = one_line(&ran.out);
    let causes = out.split("What may have contributed").nth(1).expect("there is such a heading");
    assert!(!causes.contains(&format!("From your training log: {SPIKE}")), "{}", ran.page());
    assert!(out.contains("About the question training: you answered otherwise"), "{}", ran.page());
}

#[test]
fn the_log_can_be_left_out_and_a_broken_one_keeps_nobody_from_being_assessed() {
    let process = imported();
    let ran = interview(&process, &["--training-log", "off"], &["", "1"]);
    assert!(!ran.out.contains("training log"), "{}", ran.page());
    let process = Process::of(PROGRAM);
    fs::create_dir_all(process.data()).expect("a test makes folders of its own");
    fs::write(process.data().join("training.sqlite"), "no log").expect("a test writes to folders of its own");
    let ran = interview(&process, &[], &["1"]);
    assert!(one_line(&ran.out).contains("your training log is left out"), "{}", ran.page());
    assert!(one_line(&ran.out).contains("What may have contributed"), "{}", ran.page());
}

#[test]
fn where_nobody_is_asked_the_log_is_used_only_when_that_is_asked_for() {
    let process = imported();
    let mut file = person("plain-overuse").file();
    file.current.answers.retain(|(question, _)| question != "training");
    fs::write(process.work().join("answers.toml"), file.to_toml())
        .expect("a test writes to folders of its own");
    let arguments = ["assess", "--answers", "answers.toml", "--no-input", "--format", "json"];
    let ran = process.run_today(&arguments);
    let without = fitting(&ran.out, "outcome");
    assert_eq!(without["facts"].as_array().map(Vec::len), Some(0));
    let used: Vec<&str> = arguments.into_iter().chain(["--training-log", "use"]).collect();
    let none = Process::of(PROGRAM);
    fs::write(none.work().join("answers.toml"), file.to_toml()).expect("a test writes to folders of its own");
    let missing = none.run_today(&used);
    assert_eq!(missing.code, Some(1));
    assert!(missing.err.contains("there is no training log yet"), "{}", missing.err);
    let ran = process.run_today(&used);
    let with = fitting(&ran.out, "outcome");
    assert_eq!(with["urgency"], without["urgency"]);
    let fact = with["facts"].as_array().expect("it is a list").iter().find(|fact| fact["id"] == "longer-run");
    let fact = fact.expect("the log has a spike");
    assert_eq!(
        (&fact["number"], &fact["unit"], &fact["status"]["id"]),
        (&178.into(), &"%".into(), &"used".into())
    );
    let cause = with["causes"]
        .as_array()
        .expect("it is a list")
        .iter()
        .find(|cause| cause["id"] == "sudden-increase");
    let reasons = cause.expect("the spike is a cause")["reasons"].as_array().expect("it is a list").clone();
    assert!(reasons.iter().any(|reason| reason["fact"] == "longer-run"), "{reasons:?}");
    // What the log does not know is not taken for a no.
    let unknown = with["unknown"].as_array().expect("it is a list");
    let note = unknown.iter().find(|note| note["question"] == "training");
    assert_eq!(note.map(|note| &note["was_asked"]), Some(&false.into()), "{unknown:?}");
}

/// A kill at any moment of an import leaves a log that opens and has all that it had before, and importing again brings the rest.
#[test]
#[expect(clippy::disallowed_methods, reason = "the kills are spread over the time that a whole import takes")]
fn an_import_that_is_killed_can_be_run_again() {
    const FILES: usize = 200;
    const KILLS: u32 = 200;
    let process = Process::of(PROGRAM);
    let folder = process.work().join("many");
    fs::create_dir(&folder).expect("a test writes to folders of its own");
    for number in 0..FILES {
        let day = i64::try_from(number).expect("there are few") * 86_400;
        let recording = Recording { start: 1_700_000_000 + day, ..run(1, 2, 900) };
        fs::write(folder.join(format!("{number:03}.fit")), recording.fit())
            .expect("a test writes to its folders");
    }
    let import = || {
        let begun = Instant::now();
        assert_eq!(process.run(["import", "many"]).code, Some(0));
        begun.elapsed()
    };
    let delete = || assert_eq!(process.run(["data", "delete", "--confirm=delete"]).code, Some(0));
    let whole = import();
    delete();
    let (mut before, mut cut_short) = (0, 0);
    // Any moments: multiples of a large prime, of the time that a whole import takes.
    for round in 0..KILLS {
        let mut child = process.command(["import", "many"]).spawn().expect("the program under test starts");
        thread::sleep(whole * (round * 7_919 % 1_000) / 1_000);
        child.kill().expect("the program is our child");
        child.wait().expect("the program is our child");
        let export = process.run(["data", "export"]);
        if export.code != Some(0) {
            // Killed before there was a log at all: then none was there before either.
            assert!(before == 0 && export.err.contains("there is no training log yet"), "{}", export.err);
            continue;
        }
        let saved = export.out.lines().count() - 1;
        assert!(saved >= before, "{saved} after {before}");
        cut_short += u32::from(saved < FILES);
        before = saved;
        if saved == FILES {
            delete();
            before = 0;
        }
    }
    assert!(cut_short > 20, "only {cut_short} of {KILLS} kills came while something was saved");
    import();
    assert_eq!(process.run(["data", "export"]).out.lines().count(), FILES + 1);
}

const READ_AGAIN: &str = "reading its own files (FIT, TCX or GPX) may fill it in: sinew import PATH";

fn training(process: &Process) -> (String, serde_json::Value) {
    let text = process.run_today(&["training"]);
    let json = process.run_today(&["training", "--format", "json"]);
    (one_line(&text.out), fitting(&json.out, "training"))
}

#[test]
fn runs_that_an_earlier_version_read_are_to_be_read_again_and_have_all_then() {
    let process = Process::of(PROGRAM);
    for day in [20, 24] {
        fs::write(process.work().join(format!("{day}.fit")), run(2, day, 6_000).fit())
            .expect("a test writes to folders of its own");
    }
    let import = || {
        let ran = process.run(["import", "20.fit", "24.fit", "--format", "json"]);
        fitting(&ran.out, "import")
    };
    let samples = || {
        let exported = process.run(["data", "export", "--format", "json"]);
        fitting(&exported.out, "training-log")["readings"].clone()
    };
    assert_eq!(import()["saved"], 2);
    let kept = samples();
    assert_eq!(kept[0]["samples"]["cadence"][0], 168);
    let (text, document) = training(&process);
    assert!(!text.contains(READ_AGAIN) && document["to_read_again"].is_null(), "{text}");

    as_read_by_an_earlier_version(&process);
    assert_eq!(samples()[0]["samples"], serde_json::json!({}));
    let (text, document) = training(&process);
    assert!(text.contains(READ_AGAIN), "{text}");
    assert!(text.contains("Of 2 runs of the last 30 days the log may lack"), "{text}");
    assert_eq!(document["to_read_again"]["runs"], 2);
    let said = document["to_read_again"]["text"].as_str().expect("it is text");
    assert!(said.ends_with(&format!("{READ_AGAIN}.")), "{said}");
    // Long ago they help nobody any more.
    let later = process.run(["training", "--today", "2026-06-01"]);
    assert!(!one_line(&later.out).contains(READ_AGAIN), "{}", later.page());

    let again = import();
    assert_eq!((&again["saved"], &again["files_read"]), (&0.into(), &2.into()), "they are no new runs");
    assert_eq!(samples(), kept);
    let (text, document) = training(&process);
    assert!(!text.contains(READ_AGAIN) && document["to_read_again"].is_null(), "{text}");
    assert_eq!(import()["files_known"], 2);
}

#[test]
fn whoever_types_runs_in_is_not_told_to_read_files_again() {
    let process = Process::of(PROGRAM);
    let table = |file: &str| {
        format!(
            "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Filename,\
             Elapsed Time,Moving Time,Distance\n7,\"Feb 24, 2026, 6:30:00 AM\",Run,Run,,1500,4.0,{file},1500,1500,4000\n"
        )
    };
    for (file, runs) in [("", serde_json::Value::Null), ("activities/7.fit.gz", 1.into())] {
        fs::write(process.work().join("activities.csv"), table(file))
            .expect("a test writes to folders of its own");
        assert_eq!(process.run(["import", "activities.csv"]).code, Some(0));
        let (text, document) = training(&process);
        assert_eq!(document["runs"], 1);
        assert_eq!(document["to_read_again"]["runs"], runs, "{text}");
        assert_eq!(text.contains(READ_AGAIN), !runs.is_null(), "{text}");
    }
}
