//! README shows what a stranger will see: its result is made by the command it names.

use crate::PROGRAM;
use sinew_tests::{Process, root};
use std::fs;

const COMMAND: &str = "-- assess --no-input --region uk --answers tests/answers/overuse.toml";

/// About as many lines as fit on one screen are shown; the block ends where a paragraph does.
const LINES: usize = 30;

/// The beginning of a result, down to the end of a paragraph.
fn first_screen(result: &str) -> String {
    let lines: Vec<&str> = result.lines().collect();
    let end = (LINES..lines.len()).find(|line| lines[*line].is_empty()).unwrap_or(lines.len());
    format!("{}\n", lines[..end].join("\n"))
}

/// The text between the first ```` ```text ```` and its end.
fn shown(readme: &str) -> &str {
    let start = readme.find("```text\n").expect("README shows a result") + "```text\n".len();
    let length = readme[start..].find("```").expect("the block of the result ends");
    &readme[start..start + length]
}

#[expect(clippy::disallowed_methods, reason = "the wish to take over a new text can only come from outside")]
fn wants_update() -> bool {
    std::env::var_os("SINEW_UPDATE").is_some()
}

#[test]
fn the_result_in_the_readme_is_what_its_command_says() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).expect("there is a README");
    assert!(readme.contains(COMMAND), "README names the command of its example");
    let answers = root().join("tests/answers/overuse.toml");
    let answers = answers.to_str().expect("a path that can be typed");
    let ran = Process::of(PROGRAM).run([
        "assess",
        "--no-input",
        "--region",
        "uk",
        "--answers",
        answers,
        "--today",
        "2026-11-22",
        "--width",
        "80",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(ran.out.starts_with("Self-care: "), "{}", ran.out);
    let should = readme.replacen(shown(&readme), &first_screen(&ran.out), 1);
    if wants_update() {
        fs::write(&path, &should).expect("README can be written");
    }
    assert!(
        readme == should,
        "README shows another result; `SINEW_UPDATE=1 cargo test -p sinew-tests readme` takes over this one:\n{}",
        ran.out
    );
}

#[test]
fn the_two_commands_stand_in_the_readme_and_ci_runs_the_second() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    assert!(readme.contains("```sh\ncargo run --release\ncargo xtask ci\n```"));
    let run = fs::read_to_string(root().join(".ci/run")).expect("there is a .ci/run");
    let commands: Vec<&str> =
        run.lines().filter(|line| line.contains("cargo")).filter(|line| !line.starts_with('#')).collect();
    assert_eq!(commands, ["exec cargo xtask ci"]);
}
