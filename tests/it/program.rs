//! The program starts, as a process and in this one, and both say the same.

use crate::PROGRAM;
use sinew_tests::{Process, Script};

#[test]
fn the_version_is_the_same_from_the_process_and_in_this_one() {
    let process = Process::of(PROGRAM).run(["--version"]);
    assert_eq!(process.out, format!("sinew {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!((process.code, process.err.as_str()), (Some(0), ""));
    assert_eq!(Script::default().run(&["--version"]), process);
}

#[test]
fn what_is_typed_wrong_goes_to_the_errors_with_code_two() {
    let ran = Process::of(PROGRAM).run(["no-such-command"]);
    assert_eq!(ran.code, Some(2), "{}", ran.page());
    assert_eq!(ran.out, "");
    assert!(ran.err.contains("no-such-command"), "{}", ran.page());
}

#[test]
fn nothing_of_this_machine_reaches_the_program() {
    let process = Process::of(PROGRAM);
    let command = process.command(["--version"]);
    let mut names: Vec<_> = command.get_envs().filter_map(|(name, value)| value.and(name.to_str())).collect();
    names.retain(|name| !matches!(*name, "SystemRoot" | "USERPROFILE"));
    assert_eq!(names, ["HOME", "LANG", "SINEW_DATA"]);
    assert!(process.data().read_dir().expect("the folder is there").next().is_none());
}
