//! `sinew pack schemas`: what is written for editors, and that a check keeps it up to date.

use crate::PROGRAM;
use sinew_tests::Process;
use std::{fs, path::PathBuf};

fn folder(process: &Process) -> PathBuf {
    process.work().join("mine/sore-elbow")
}

fn schema(process: &Process, kind: &str) -> String {
    fs::read_to_string(folder(process).join(".sinew").join(format!("{kind}.schema.json")))
        .expect("it is there")
}

#[test]
fn the_ids_of_a_pack_are_written_and_kept_up_to_date_by_checks() {
    let process = Process::with_elbow(PROGRAM);
    let ran = process.run(["pack", "check", "mine"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(!folder(&process).join(".sinew").exists(), "a check makes no folder that nobody asked for");

    let ran = process.run(["pack", "schemas", "mine"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    assert_eq!(ran.out, "mine/sore-elbow/.sinew: 11 files written, 0 up to date\n");
    assert!(schema(&process, "causes").contains("\"gripping hurts"), "ids have the words of their author");
    let ran = process.run(["pack", "schemas", "mine/sore-elbow"]);
    assert_eq!(ran.out, "mine/sore-elbow/.sinew: 11 files up to date\n");

    let sources = folder(&process).join("sources.toml");
    let text = fs::read_to_string(&sources).expect("it is there");
    let added = "\n[source.new-paper]\ncitation = \"Somebody. 2026.\"\nstatus = \"recalled\"\n";
    fs::write(&sources, format!("{text}{added}")).expect("a test writes to folders of its own");
    assert!(!schema(&process, "causes").contains("new-paper"));
    let ran = process.run(["pack", "check", "mine"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    assert!(schema(&process, "causes").contains("Somebody. 2026."), "the check brought it up to date");
    // The folder is none of the pack's files.
    assert!(ran.out.contains("1 pack"), "{}", ran.out);
    assert_eq!(process.run(["pack", "fmt", "mine", "--check"]).out, "All 9 files laid out already\n");
}

#[test]
fn where_the_ids_cannot_be_written_a_check_says_so_and_goes_on() {
    let process = Process::with_elbow(PROGRAM);
    fs::write(folder(&process).join(".sinew"), "a file").expect("a test writes to folders of its own");
    let ran = process.run(["pack", "check", "mine"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(ran.out.ends_with("All checks passed: 1 pack, 0 warnings\n"), "{}", ran.out);
    let told = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(
        told,
        "Note: editors do not learn of what is new: mine/sore-elbow/.sinew is a link or no ordinary folder"
    );
    let ran = process.run(["pack", "schemas", "mine"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.page());
    assert!(
        ran.err.starts_with("error: mine/sore-elbow/.sinew is a link or no ordinary folder\nhelp: remove it"),
        "{}",
        ran.err
    );
}

#[test]
fn packs_of_the_program_have_no_folder_to_write_to() {
    let process = Process::of(PROGRAM);
    let ran = process.run(["pack", "schemas", "running"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.page());
    assert!(
        ran.err.starts_with("error: the pack `running` is built into the program\nhelp: "),
        "{}",
        ran.err
    );
}
