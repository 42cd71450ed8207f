//! `sinew batch`: tables as the program reads and writes them.

use crate::{PROGRAM, fitting};
use serde_json::{Value, json};
use sinew_tests::{Process, Ran, Script, assert_page, person};
use std::{
    fs,
    io::Write as _,
    process::{Child, ChildStdin, Stdio},
};

/// The answers of the person of a case as a row, with an id.
fn row(case: &str, id: &str) -> Value {
    let file: Value = serde_json::from_str(&person(case).file().to_json()).expect("it is JSON");
    let mut row = file["answers"].clone();
    row["id"] = json!(id);
    row
}

fn lines(rows: &[Value]) -> String {
    rows.iter().flat_map(|row| [row.to_string(), "\n".to_owned()]).collect()
}

/// A place with a table of two people, of whom the second has an answer that is none.
fn process() -> Process {
    let process = Process::of(PROGRAM);
    let mut slip = row("plain-overuse", "b");
    slip["knee-heat"] = json!("purple");
    write(&process, "people.ndjson", lines(&[row("plain-overuse", "a"), slip]));
    process
}

fn write(process: &Process, name: &str, bytes: impl AsRef<[u8]>) {
    fs::write(process.work().join(name), bytes).expect("a test writes to folders of its own");
}

fn read(process: &Process, name: &str) -> String {
    fs::read_to_string(process.work().join(name)).unwrap_or_else(|problem| panic!("{name}: {problem}"))
}

/// The names of all files in the folder of a process.
fn files(process: &Process) -> Vec<String> {
    let entries = fs::read_dir(process.work()).expect("it is there");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("it is there").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn batch(process: &Process, more: &str) -> Ran {
    process.run_today(
        &["batch", "--pack", "back-of-knee"].into_iter().chain(more.split_whitespace()).collect::<Vec<_>>(),
    )
}

#[test]
fn a_table_of_people_becomes_a_table_of_results_and_one_of_errors() {
    let process = process();
    let ran = batch(&process, "--input people.ndjson --output results.ndjson --errors errors.ndjson");
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
    assert_page!("told", "sinew batch, one row of two with a slip", ran.page());
    let result = fitting(&read(&process, "results.ndjson"), "batch-results");
    let alone = {
        write(&process, "answers.toml", person("plain-overuse").file().to_toml());
        let ran = process.run_today(&["assess", "--answers", "answers.toml", "--format", "json"]);
        fitting(&ran.out, "outcome")
    };
    assert_eq!((&result["id"], &result["urgency"]), (&json!("a"), &alone["urgency"]["id"]));
    let ids: Vec<&Value> =
        alone["conditions"].as_array().expect("a list").iter().map(|shown| &shown["id"]).collect();
    assert_eq!(result["conditions"], json!(ids));
    let error = fitting(&read(&process, "errors.ndjson"), "batch-errors");
    assert_eq!(
        (&error["row"], &error["id"], &error["column"]),
        (&json!(2), &json!("b"), &json!("knee-heat"))
    );
    assert_eq!(files(&process), ["answers.toml", "errors.ndjson", "people.ndjson", "results.ndjson"]);

    // Only the row that is whole: nothing to complain about.
    write(&process, "one.ndjson", lines(&[row("plain-overuse", "a")]));
    let ran = batch(&process, "--input one.ndjson --output results.csv");
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{}", ran.page());
    assert!(read(&process, "results.csv").starts_with("row,id,urgency,exit,"));
}

#[test]
fn standard_streams_are_read_and_written() {
    let streams = "--input - --input-format ndjson --output - --output-format";
    let text = lines(&[row("plain-overuse", "a")]);
    let process = process().input(text.clone());
    let ran = batch(&process, &format!("{streams} ndjson"));
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    fitting(&ran.out, "batch-results");
    assert!(ran.err.starts_with("1 row read: 1 with a result ("), "{}", ran.err);
    let with_reasons = batch(&process, &format!("{streams} ndjson --reasons --region uk"));
    let with_reasons = fitting(&with_reasons.out, "batch-results");
    assert_eq!(with_reasons["reasons"]["region"]["id"], "uk");
    let with_why = batch(&process, &format!("{streams} ndjson --why"));
    let with_why = fitting(&with_why.out, "batch-results");
    assert_eq!(with_why["why"]["urgency"][0]["kind"], "nothing-urgent", "{with_why}");
    assert_eq!(with_why["why"]["causes"][0]["id"], with_why["causes"][0]);
    assert!(!with_why["why"]["causes"][0]["said"].as_array().unwrap().is_empty(), "{with_why}");
    assert_eq!(with_why.get("reasons"), None);
    // What is written to a stream can be read from one, apart from Parquet.
    for (format, begins) in [("arrow", &b"\xff\xff\xff\xff"[..]), ("parquet", b"PAR1")] {
        let mut command = process
            .command(format!("batch --pack back-of-knee {streams} {format}").split(' ').collect::<Vec<_>>());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program under test starts");
        let mut stdin = child.stdin.take().expect("it is piped");
        stdin.write_all(text.as_bytes()).expect("it is read");
        drop(stdin);
        let ended = child.wait_with_output().expect("it is our child");
        assert!(ended.status.success() && ended.stdout.starts_with(begins), "{format}");
    }
    let ran = batch(&process, "--input - --input-format parquet --output results.csv");
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("Parquet cannot be read from a stream"), "{}", ran.err);
}

#[test]
fn what_cannot_be_done_says_place_cause_and_remedy() {
    let process = process();
    write(&process, "unknown.csv", "knee-heet,id\nno,1\n");
    write(&process, "damaged.parquet", "PAR1 and then nothing that is Parquet PAR1");
    write(&process, "empty.csv", "");
    fs::create_dir(process.work().join("folder.csv")).expect("it is new");
    let before = files(&process);
    for (line, code, place, remedy) in [
        ("--input nobody.csv --output results.csv", 1, "`nobody.csv` could not be read", "name a file"),
        ("--input folder.csv --output results.csv", 1, "`folder.csv` could not be read", "name a file"),
        ("--input unknown.csv --output results.csv", 1, "`unknown.csv`: the column `knee-heet`", "knee-heat"),
        (
            "--input damaged.parquet --output results.csv",
            1,
            "`damaged.parquet`: it is damaged",
            "make it again",
        ),
        ("--input empty.csv --output results.csv", 1, "`empty.csv`: it is empty", "ids of the questions"),
        ("--input people.ndjson --output folder.csv", 1, "`folder.csv` is there", "name a file"),
        (
            "--input people.ndjson --output nowhere/results.csv",
            1,
            "`nowhere/results.csv` could not",
            "name a file",
        ),
        (
            "--input people.ndjson --output people.ndjson",
            2,
            "--input and --output are the same",
            "another file",
        ),
        ("--input people.ndjson --output ./a.csv --errors a.csv", 2, "--output and --errors", "another file"),
        ("--input people.ndjson --output results", 2, "`results`: its name does not tell", "--output-format"),
        ("--input - --output results.csv", 2, "a stream does not tell", "--input-format"),
        ("--input people.ndjson --output a.csv --errors -", 2, "--errors is a file", "errors.csv"),
        ("--input people.ndjson --output a.csv --region uk", 2, "--reasons", "--help"),
    ] {
        let ran = batch(&process, line);
        let text = ran.err.replace("\n  ", " ").replace("\n      ", " ");
        assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{line}: {}", ran.page());
        assert!(text.contains(place) && text.contains(remedy), "{line}: {}", ran.err);
        assert_eq!(files(&process), before, "{line}: nothing is left");
    }
    let ran = process.run(["batch", "--pack", "bak-of-knee", "--input", "a.csv", "--output", "b.csv"]);
    assert!(ran.err.contains("back-of-knee"), "{}", ran.err);
}

/// What was there is only replaced by what is whole.
#[test]
fn a_run_that_fails_leaves_what_was_there() {
    let process = process();
    let good = row("plain-overuse", "a");
    let header: Vec<&String> = good.as_object().expect("a row").keys().collect();
    let header = header.iter().map(|key| key.as_str()).collect::<Vec<_>>().join(",");
    // A quote that is never closed, after many rows that are fine to be read.
    let text = format!("{header}\n{}\"{}", format!("{}\n", ",".repeat(10)).repeat(9000), "x".repeat(2 << 20));
    write(&process, "people.csv", text);
    write(&process, "results.csv", "from before\n");
    let ran = batch(&process, "--input people.csv --output results.csv --errors errors.csv");
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("the record after row 9000 is larger"), "{}", ran.err);
    assert_eq!(read(&process, "results.csv"), "from before\n");
    assert_eq!(files(&process), ["people.csv", "people.ndjson", "results.csv"]);
}

/// A run over standard input that waits for more, after it has written some of its results.
fn half_way(process: &Process) -> (Child, ChildStdin) {
    let arguments =
        "batch --pack back-of-knee --input - --input-format ndjson --output results.csv --errors errors.csv";
    let mut command = process.command(arguments.split(' '));
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program under test starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let block = lines(&vec![row("plain-overuse", "a"); 500]);
    let has_written = |name: &String| {
        let path = process.work().join(name);
        name.starts_with(".results.csv.") && fs::metadata(path).is_ok_and(|file| file.len() > 0)
    };
    // Its input does not end before some of it was decided and written.
    let mut blocks = 0;
    while !files(process).iter().any(has_written) {
        stdin.write_all(block.as_bytes()).expect("it is read");
        blocks += 1;
        assert!(blocks < 1000, "nothing is written though much was read");
    }
    (child, stdin)
}

/// The files of a run that is not at its end.
fn unfinished(process: &Process) -> Vec<String> {
    let mut names = files(process);
    names.retain(|name| name.starts_with('.') && name.ends_with(".unfinished"));
    names
}

#[test]
fn a_run_that_is_killed_leaves_nothing_under_the_final_name() {
    let process = process();
    write(&process, "errors.csv", "from before\n");
    let (mut child, _stdin) = half_way(&process);
    child.kill().expect("it is our child");
    child.wait().expect("it is our child");
    assert!(!process.work().join("results.csv").exists());
    assert_eq!(read(&process, "errors.csv"), "from before\n");

    // What it left is removed by the next run into the same place, and by no other one.
    assert_eq!(unfinished(&process).len(), 2);
    write(&process, ".results.csv.mine.unfinished", "");
    write(&process, ".results.csv.csv.1.unfinished", "");
    batch(&process, "--input people.ndjson --output other.csv");
    assert_eq!(unfinished(&process).len(), 4);
    batch(&process, "--input people.ndjson --output results.csv --errors errors.csv");
    assert_eq!(
        files(&process),
        [
            ".results.csv.csv.1.unfinished",
            ".results.csv.mine.unfinished",
            "errors.csv",
            "other.csv",
            "people.ndjson",
            "results.csv"
        ]
    );
}

#[test]
fn a_run_leaves_alone_what_another_one_is_still_writing() {
    let process = process();
    let (mut child, stdin) = half_way(&process);
    let of_the_first = unfinished(&process);
    assert_eq!(of_the_first.len(), 2);
    let ran = batch(&process, "--input people.ndjson --output results.csv --errors errors.csv");
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    assert_eq!(unfinished(&process), of_the_first);
    assert_eq!(read(&process, "results.csv").lines().count(), 2);

    // Whoever ends last is whom one finds.
    drop(stdin);
    assert!(child.wait().expect("it is our child").success());
    assert!(read(&process, "results.csv").lines().count() > 500);
    assert_eq!(files(&process), ["errors.csv", "people.ndjson", "results.csv"]);
}

#[test]
fn a_terminal_shows_how_far_it_is() {
    let process = process();
    let path = |name: &str| process.work().join(name).to_string_lossy().into_owned();
    let (input, output) = (path("people.ndjson"), path("results.csv"));
    let arguments = ["batch", "--pack", "back-of-knee", "--input", &input, "--output", &output];
    let ran = Script::typing(&[]).run(&arguments);
    assert!(ran.err.contains(" rows done\r\u{1b}[K"), "{}", ran.err);
    let plain = Script::typing(&[]).run(&[&arguments[..], &["--accessible"]].concat());
    assert!(plain.err.starts_with("2 rows done\n") && !plain.err.contains(['\r', '\u{1b}']), "{}", plain.err);
    // Where it is not seen, it is not shown.
    assert!(!Script::default().run(&arguments).err.contains("rows done"));
}

#[test]
fn the_columns_of_a_pack_are_shown() {
    let process = Process::with_elbow(PROGRAM);
    let ran = process.run(["pack", "show", "mine/sore-elbow", "--columns"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    assert_page!("columns", "sinew pack show mine/sore-elbow --columns", ran.out);
    let ran = process.run(["packs", "show", "mine/sore-elbow", "--columns", "--format", "json"]);
    let document = fitting(&ran.out, "batch-columns");
    assert_eq!(document["pack"], "sore-elbow");
}

/// Nobody is read as somebody else's field, and nothing that was answered is left out because a column is to be ignored.
#[test]
fn people_behind_an_open_quote_and_answers_to_be_ignored_are_no_rows_without_a_word() {
    let process = process();
    write(&process, "people.csv", "id,right-now,notes\na,none,\"x\nb,chest-pain,x\n");
    let ran = batch(&process, "--input people.csv --output results.csv --ignore notes");
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
    assert!(ran.err.contains("the record after row 0 has a quote that is never closed"), "{}", ran.page());
    assert!(!files(&process).contains(&"results.csv".to_owned()));
    let ran = batch(&process, "--input people.ndjson --output results.csv --ignore right-now");
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.page());
    assert!(ran.err.contains("`right-now` is one that the pack reads"), "{}", ran.page());
}
