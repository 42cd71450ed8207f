//! Everything that can be given wrong: what is said, where, and with which exit code. Standard output stays empty.

use crate::PROGRAM;
use serde_json::Value;
use sinew_tests::{
    Process, Ran, SHIPPED, Script, assert_page, one_line, only_shipped, person, write_elbow_pack,
};
use std::{fs, io, io::Read as _, path::Path, process::Stdio};

const INPUT: i32 = 1;
const USAGE: i32 = 2;

fn process() -> Process {
    Process::of(PROGRAM)
}

fn write(process: &Process, name: &str, content: impl AsRef<[u8]>) {
    fs::write(process.work().join(name), content).expect("a test writes to folders of its own");
}

/// What holds for every failure, and the words as a snapshot.
#[track_caller]
fn fails(name: &str, ran: &Ran, code: i32, must_name: &[&str]) {
    assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{}", ran.page());
    let flat = one_line(&ran.err);
    assert!(ran.err.starts_with("error: "), "{}", ran.err);
    assert!(ran.err.contains("\nhelp: "), "no way out is named:\n{}", ran.err);
    for text in must_name {
        assert!(flat.contains(text), "“{text}” is not in:\n{}", ran.err);
    }
    for word in ["invalid", "illegal", "oops", "please", "sorry", "panicked"] {
        assert!(!flat.to_lowercase().contains(word), "“{word}” is in:\n{}", ran.err);
    }
    assert_page!(name, name, ran.err);
}

/// `assess` on a file with this content.
fn assess(content: impl AsRef<[u8]>) -> Ran {
    let process = process();
    write(&process, "answers.toml", content);
    process.run_today(&["assess", SHIPPED, "--answers", "answers.toml", "--no-input"])
}

#[test]
fn an_answers_file_that_is_not_there() {
    let ran = process().run_today(&["assess", "--answers", "nowhere.toml", "--no-input"]);
    fails("no-file", &ran, INPUT, &["nowhere.toml"]);
}

#[test]
fn an_answers_file_that_is_a_folder() {
    let process = process();
    fs::create_dir(process.work().join("answers.toml")).expect("a test writes to folders of its own");
    let ran = process.run_today(&["assess", "--answers", "answers.toml", "--no-input"]);
    fails("a-folder", &ran, INPUT, &["answers.toml"]);
}

#[test]
fn an_answers_file_that_is_no_text() {
    fails("no-text", &assess(b"[answers]\nage = \"\xff\xfe\"\n"), INPUT, &["answers.toml", "UTF-8"]);
}

#[test]
fn an_answers_file_that_is_no_toml() {
    let ran = assess("[answers]\nage = \"30-34\"\nknee-heat = no\n");
    fails("no-toml", &ran, INPUT, &["answers.toml", "line 3"]);
}

#[test]
fn an_answers_file_that_is_no_json() {
    let ran = assess("{\n  \"answers\": {\n    \"age\": \"30-34\",\n  }\n}\n");
    fails("no-json", &ran, INPUT, &["answers.toml", "line 4"]);
}

#[test]
fn an_answers_file_that_is_too_large() {
    let mut content = b"[answers]\n".to_vec();
    content.resize(1024 * 1024 + 1, b'#');
    fails("too-large", &assess(content), INPUT, &["answers.toml"]);
}

/// Input without end is not read to its end.
#[test]
fn endless_answers_on_standard_input() {
    let ran =
        process().input(vec![b'#'; 8 * 1024 * 1024]).run_today(&["assess", "--answers", "-", "--no-input"]);
    fails("endless", &ran, INPUT, &["standard input"]);
}

#[test]
fn an_answers_file_that_is_nested_too_deeply() {
    for (name, open) in [("nested-lists", "["), ("nested-tables", "{\"a\":")] {
        let content = format!("{{\"answers\": {{\"age\": {}", open.repeat(100_000));
        fails(name, &assess(content), INPUT, &["answers.toml"]);
    }
    let content = format!("[answers]\nage = {}", "[".repeat(100_000));
    fails("nested-toml", &assess(content), INPUT, &["answers.toml"]);
}

#[test]
fn a_key_that_answers_files_do_not_have() {
    fails("unknown-key", &assess("[answer]\nage = \"30-34\"\n"), INPUT, &["`answer`", "answers"]);
}

#[test]
fn a_question_that_is_not_asked() {
    let ran = assess("[answers]\nleg-sings = \"none\"\n");
    fails("unknown-question", &ran, INPUT, &["leg-sings", "`leg-signs`"]);
}

#[test]
fn an_answer_that_the_question_does_not_take() {
    let ran = assess("[answers]\nknee-heat = \"swolen\"\n");
    fails("unknown-answer", &ran, INPUT, &["swolen", "`swollen`", "hot-and-ill", "not-sure"]);
}

/// A mistake in one answer must not keep anybody from help.
#[test]
fn a_mistake_does_not_hide_an_emergency() {
    let ran = assess("[answers]\nright-now = [\"short-of-breath\"]\nknee-heat = \"warmish\"\n");
    fails("mistake-in-an-emergency", &ran, INPUT, &["warmish", "are an emergency", "sinew urgent"]);
}

#[test]
fn several_answers_that_do_not_fit() {
    let ran = assess("[answers]\nage = \"31\"\nknee-heat = \"warm\"\nleg-signs = [\"none\", \"swollen\"]\n");
    fails("several", &ran, INPUT, &["3 answers", "31", "warm", "leg-signs"]);
}

#[test]
fn a_number_out_of_range() {
    let process = process();
    write_elbow_pack(&process.work());
    let ran = process.run_today(&[
        "assess",
        "sore-elbow",
        "--packs",
        "sore-elbow",
        "--answer",
        "worst=11",
        "--no-input",
    ]);
    fails("out-of-range", &ran, INPUT, &["11", "0", "10", "`worst`"]);
}

#[test]
fn missing_answers_are_never_guessed() {
    let ran = process().run_today(&["assess", SHIPPED, "--no-input", "--answer", "right-now=none"]);
    fails("missing", &ran, INPUT, &["missing: age, knee-heat", "--answer=leg-signs=", "--answers FILE"]);
    // The same without a terminal, also if nothing forbids asking.
    assert_eq!(process().run_today(&["assess", SHIPPED, "--answer", "right-now=none"]), ran);

    // Taking over the flags that are named leads to a result or to further questions, never back to the same ones.
    let words = one_line(&ran.err);
    let flags: Vec<&str> =
        words.split("--answer=").skip(1).filter_map(|rest| rest.split(' ').next()).collect();
    assert_eq!(flags.len(), 10, "{flags:?}");
    let mut arguments = vec!["assess", SHIPPED, "--no-input", "--answer", "right-now=none"];
    for flag in &flags {
        arguments.extend(["--answer", if *flag == "age=ANSWER" { "age=30-34" } else { flag }]);
    }
    let next = process().run_today(&arguments);
    for flag in flags {
        let id = flag.split('=').next().unwrap_or_default();
        assert!(!next.err.contains(&format!("--answer={id}=")), "{id} is asked for again:\n{}", next.err);
    }
}

#[test]
fn answers_that_contradict_each_other() {
    let ran = assess("[answers]\nage = \"65-or-over\"\nhealth = [\"pregnant\"]\n");
    fails("contradiction", &ran, INPUT, &["`age`", "`health`"]);
}

#[test]
fn an_answer_that_does_not_apply() {
    let file = format!("{}after-injury = \"none\"\n", person("plain-overuse").file().to_toml());
    fails("idle", &assess(file), INPUT, &["`after-injury`", "`start`"]);
    // Where many answers decide, a list of them all would help nobody.
    let file = format!("{}heel-raise = \"fine\"\n", person("plain-overuse").file().to_toml());
    fails("idle-for-many-reasons", &assess(file), INPUT, &["`heel-raise`", "leave it out"]);
}

#[test]
fn an_answer_that_the_pack_gives() {
    let ran = assess("[answers]\ncalf-or-back-knee-pain = \"no\"\n");
    fails("given", &ran, INPUT, &["calf-or-back-knee-pain", "no"]);
}

#[test]
fn an_answer_option_that_is_no_answer() {
    let ran = process().run_today(&["assess", "--no-input", "--answer", "age"]);
    fails("no-equals", &ran, INPUT, &["age", "QUESTION=ANSWER"]);
    let twice = ["assess", "--no-input", "--answer", "age=30-34", "--answer", "age=35-39"];
    fails("given-twice", &process().run_today(&twice), INPUT, &["`age`"]);
}

#[test]
fn a_pack_that_is_not_there() {
    let ran = process().run_today(&["assess", "back-of-the-knee", "--no-input"]);
    fails("unknown-pack", &ran, INPUT, &["back-of-the-knee", "`back-of-knee`"]);
    let ran = Script::default().with(only_shipped).run(&["assess", "running", "--no-input"]);
    fails("library", &ran, INPUT, &["running", "back-of-knee"]);
}

#[test]
fn a_folder_of_packs_that_is_not_there() {
    let ran = process().run(["pack", "list", "--packs", "nowhere"]);
    fails("no-packs-folder", &ran, INPUT, &["nowhere"]);
    let process = process();
    fs::create_dir(process.work().join("empty")).expect("a test writes to folders of its own");
    let ran = process.run(["pack", "list", "--packs", "empty"]);
    fails("no-pack-in-folder", &ran, INPUT, &["empty", "pack.toml"]);
}

/// A mistake in a pack is shown in the author's own text.
#[test]
fn a_pack_with_a_mistake() {
    let process = process();
    write_elbow_pack(&process.work());
    let path = process.work().join("sore-elbow/red-flags.toml");
    let text = fs::read_to_string(&path).expect("it was just written");
    assert_eq!(text.matches("when = \"joint.hot\"").count(), 1);
    fs::write(&path, text.replace("\"joint.hot\"", "\"joint.hott\"")).expect("a test writes to its folders");
    let ran = process.run_today(&["assess", "sore-elbow", "--packs", "sore-elbow", "--no-input"]);
    fails(
        "broken-pack",
        &ran,
        INPUT,
        &["sore-elbow/red-flags.toml:19", "when = \"joint.hott\"", "joint.hot", "1 error"],
    );
    // Nobody is kept from the numbers, nor from the packs that are whole.
    let urgent = process.run(["urgent", "--packs", "sore-elbow"]);
    assert_eq!((urgent.code, urgent.err.as_str()), (Some(0), ""));
    assert!(one_line(&urgent.out).contains("bone"), "{}", urgent.out);
    fs::write(process.work().join("answers.toml"), person("plain-overuse").file().to_toml())
        .expect("a test writes to folders of its own");
    let ran =
        process.run_today(&["assess", "--answers", "answers.toml", "--no-input", "--packs", "sore-elbow"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
}

#[test]
fn a_region_that_is_not_known() {
    let ran = process().run_today(&["assess", SHIPPED, "--no-input", "--region", "irland"]);
    fails("unknown-region", &ran, INPUT, &["irland", "ireland", "uk"]);
    assert_eq!(process().run(["region", "irland"]), ran);
    // An emergency does not wait for a region: the numbers come all the same.
    let urgent = process().run(["urgent", "--region", "irland"]);
    assert_eq!(urgent.code, Some(0));
    assert!(urgent.err.contains("irland") && urgent.out.contains("112"), "{}", urgent.page());
}

#[test]
fn an_id_or_code_that_is_not_known() {
    let ran = process().run(["explain", "hamstring-strech"]);
    fails("unknown-id", &ran, INPUT, &["hamstring-strech", "hamstring-stretch"]);
    fails("unknown-code", &process().run(["explain", "Z9999"]), INPUT, &["Z9999"]);
    let ran = process().run(["browse", "hamstring-strech"]);
    fails("unknown-action", &ran, INPUT, &["hamstring-strech", "hamstring-stretch"]);
}

#[test]
fn a_command_option_or_value_that_is_not_known() {
    fails(
        "unknown-command",
        &process().run(["asess"]),
        USAGE,
        &["asess", "a similar command exists: assess"],
    );
    fails("unknown-option", &process().run(["assess", "--resum"]), USAGE, &["--resum", "--resume"]);
    let ran = process().run(["assess", "--format", "yaml"]);
    fails("unknown-format", &ran, USAGE, &["yaml", "text, json, md"]);
    let ran = process().run(["assess", "--answers", "a.toml", "--resume"]);
    fails("excluding-options", &ran, USAGE, &["--answers", "--resume"]);
    let ran = process().run(["help", "privcy"]);
    fails("unknown-topic", &ran, USAGE, &["privcy", "privacy"]);
}

#[test]
fn nothing_saved_to_go_on_with() {
    let ran = process().run_today(&["assess", "--resume", "--no-input"]);
    fails("nothing-saved", &ran, INPUT, &["sinew assess"]);
}

/// With `--format json`, a failure is one JSON object on standard error.
#[test]
fn failures_as_json() {
    let process = process();
    write(&process, "answers.toml", "[answers]\nleg-sings = \"none\"\n");
    let mut codes = Vec::new();
    for (line, exit) in [
        ("assess back-of-knee --no-input --answers answers.toml --format json", INPUT),
        ("assess back-of-knee --no-input --answers nowhere.toml --json", INPUT),
        ("assess back-of-knee --no-input --format=json", INPUT),
        ("assess nowhere --no-input --format json", INPUT),
        ("assess back-of-knee --no-input --region nowhere --format json", INPUT),
        ("assess --no-such-option --format json", USAGE),
        ("asess --format json", USAGE),
        ("pack list --json --packs nowhere", INPUT),
        ("pack show nowhere --format json", INPUT),
        ("explain nowhere --format json", INPUT),
        ("browse nowhere --json", INPUT),
    ] {
        let ran = process.run(line.split(' '));
        assert_eq!((ran.code, ran.out.as_str()), (Some(exit), ""), "{line}: {}", ran.page());
        let value: Value = serde_json::from_str(&ran.err)
            .unwrap_or_else(|problem| panic!("{line}: {problem} in\n{}", ran.err));
        let error = value["error"].as_object().unwrap_or_else(|| panic!("{line}: {}", ran.err));
        assert_eq!(error.keys().collect::<Vec<_>>(), ["code", "message", "help"], "{line}");
        for key in ["code", "message", "help"] {
            assert!(error[key].as_str().is_some_and(|text| !text.is_empty()), "{line}: {key} in {}", ran.err);
        }
        codes.push(format!("{}: {line}\n", error["code"].as_str().unwrap_or_default()));
    }
    assert_page!("json-codes", "the codes of failures, for programs", codes.concat());
    let missing =
        process.run_today(&["assess", SHIPPED, "--no-input", "--answer", "right-now=none", "--json"]);
    assert_page!("json-missing", "missing answers, for programs", missing.err);
}

/// Somebody who reads only the beginning, as `head` does, is no fault.
#[test]
#[cfg(unix)]
fn a_reader_who_goes_away() {
    let place = process();
    write(&place, "answers.toml", person("plain-overuse").file().to_toml());
    for line in [
        "urgent",
        "--help",
        "pack list",
        "pack show back-of-knee --questions",
        "browse",
        "explain R0203",
        "man",
        "completions zsh",
        "assess --no-input --answers answers.toml --explain",
        "assess --no-input --answers answers.toml --json",
    ] {
        let (reader, writer) = io::pipe().expect("the system has pipes");
        drop(reader);
        let mut command = place.command(line.split(' '));
        let child = command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).spawn();
        let ended =
            child.expect("the program under test starts").wait_with_output().expect("it is our child");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{line}");
        assert_eq!(ended.status.code(), Some(0), "{line}");
    }
}

/// Errors nobody reads are no fault either: the exit code still tells.
#[test]
#[cfg(unix)]
fn errors_that_nobody_reads() {
    let (reader, writer) = io::pipe().expect("the system has pipes");
    drop(reader);
    let place = process();
    let mut command = place.command(["asess"]);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(writer).spawn();
    let mut child = child.expect("the program under test starts");
    assert_eq!(child.wait().expect("it is our child").code(), Some(USAGE));
    let mut out = String::new();
    child.stdout.take().expect("it is piped").read_to_string(&mut out).expect("it is text");
    assert_eq!(out, "");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk() {
    let process = process();
    write(&process, "answers.toml", person("plain-overuse").file().to_toml());
    let assess = ["assess", "--no-input", "--answers", "answers.toml"];
    let ran = process.run_today(&[&assess[..], &["-o", "/dev/full"]].concat());
    fails("full-disk", &ran, INPUT, &["/dev/full"]);

    // The same where standard output is on the full disk.
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let mut command = process.command(assess);
    let child = command.stdin(Stdio::null()).stdout(full).stderr(Stdio::piped()).spawn();
    let ended = child.expect("the program under test starts").wait_with_output().expect("it is our child");
    let text = |bytes| String::from_utf8(bytes).expect("the program writes text");
    let ran = Ran { code: ended.status.code(), out: text(ended.stdout), err: text(ended.stderr) };
    fails("full-output", &ran, INPUT, &[]);
}

#[test]
fn a_result_that_cannot_be_written() {
    let process = process();
    write(&process, "answers.toml", person("plain-overuse").file().to_toml());
    let ran =
        process.run_today(&["assess", "--no-input", "--answers", "answers.toml", "-o", "nowhere/result.txt"]);
    fails("no-output-folder", &ran, INPUT, &["nowhere/result.txt"]);
}

/// Where nothing can be kept, that is said once, and the interview goes on to the same result.
#[test]
fn a_data_folder_that_cannot_be() {
    let folder = tempfile::tempdir().expect("a test can make a folder for temporary files");
    let file = folder.path().join("file");
    fs::write(&file, "not a folder").expect("a test writes to folders of its own");
    let data = file.join("data");
    let person = person("plain-overuse");
    let mut lines: Vec<String> = vec![String::new()];
    lines.extend(person.interview().into_iter().map(|(_, line)| line));
    lines.push(String::new());
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let run = |data: Option<&Path>| {
        Script::typing(&lines)
            .with(|environment| {
                environment.data = data.map(Path::to_owned);
                environment.accessible = true;
            })
            .run(&["assess", "back-of-knee", "--region", "uk"])
    };
    let ran = run(Some(&data));
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert_eq!(ran.err.matches("not saved").count(), 1, "{}", ran.err);
    assert!(one_line(&ran.out).contains("Self-care: You can look after this yourself"), "{}", ran.out);
    assert!(!ran.out.contains("Answer saved"), "{}", ran.out);
    let shown = ran.err.replace(&*folder.path().to_string_lossy(), "FOLDER");
    assert!(shown.contains("FOLDER"), "{shown}");
    assert_eq!(fs::read_to_string(&file).expect("it is still there"), "not a folder");

    let ran = run(None);
    assert_eq!((ran.code, ran.err.matches("not saved").count()), (Some(0), 1), "{}", ran.page());

    // What cannot be kept at all is an error of its own.
    let process = process().variable("SINEW_DATA", data.to_string_lossy());
    let ran = process.run(["region", "uk"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(INPUT), ""), "{}", ran.page());
    assert!(ran.err.contains("--region"), "{}", ran.err);
    assert_eq!(process.run(["urgent"]).code, Some(0));
}
