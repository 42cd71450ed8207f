//! Rules about all text files.

use super::source::TestCode;
use crate::{
    finding::Finding,
    repository::{Repository, TextFile},
};

/// Files whose white space is not ours to choose: made by cargo, found by a fuzzer, or a picture of what a program printed.
fn is_made(file: &TextFile) -> bool {
    file.name() == "Cargo.lock"
        || file.path.starts_with("fuzz/corpus/")
        || matches!(file.extension(), Some("snap" | "csv" | "tcx" | "gpx"))
}

/// Text files have no blanks at the end of lines, no tabs, and end with exactly one line break.
pub fn white_space(files: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.files.iter().filter(|file| !is_made(file)) {
        let no_tabs = matches!(file.extension(), Some("rs" | "toml" | "md"));
        for (number, line) in file.text.lines().enumerate() {
            if line.ends_with([' ', '\t']) {
                findings.push(Finding::at_line(&file.path, number + 1, "ends in a blank; remove it"));
            }
            if no_tabs && line.contains('\t') {
                findings.push(Finding::at_line(&file.path, number + 1, "has a tab; use spaces"));
            }
        }
        if !file.text.is_empty() && !file.text.ends_with('\n') {
            findings.push(Finding::at(&file.path, "does not end with a line break; add one"));
        }
        if file.text.ends_with("\n\n") {
            findings.push(Finding::at(&file.path, "ends with an empty line; remove it"));
        }
    }
    findings
}

/// The first folders of paths that only exist on somebody's machine.
const FIRST_FOLDERS: &[&str] = &["root", "home", "tmp", "Users"];

/// No file outside tests names a path of somebody's machine.
pub fn machine_paths(files: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    let tests = TestCode::of(files);
    for file in files.files.iter().filter(|file| !is_made(file)) {
        let for_tests = tests.parts_of(file);
        let mut start = 0;
        for (number, line) in file.text.lines().enumerate() {
            let here = start;
            start += line.len() + 1;
            for folder in FIRST_FOLDERS {
                let path = format!("/{folder}/");
                let is_path = |at: usize| {
                    let before = line[..at].chars().next_back();
                    before.is_none_or(|before| {
                        !before.is_alphanumeric() && !matches!(before, '/' | '.' | '-' | '_' | '}' | '>')
                    }) && !for_tests.iter().any(|part| part.contains(&(here + at)))
                };
                if line.match_indices(&path).any(|(at, _)| is_path(at)) {
                    let message = format!(
                        "names a path below `{path}`, which is only on one machine; write it relative to the repository"
                    );
                    findings.push(Finding::at_line(&file.path, number + 1, message));
                }
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|finding| finding.place.as_str()).collect()
    }

    #[test]
    fn stray_white_space_is_found() {
        let files = Repository::of(&[
            ("good.md", "One\n\nTwo\n"),
            ("empty.rs", ""),
            ("windows.rs", "fn f() {}\r\n"),
            ("blank.rs", "fn f() {} \n"),
            ("tab.toml", "a = 1\n\tb = 2\n"),
            ("tab.sh", "if\n\tfi\n"),
            ("open.md", "One"),
            ("long.md", "One\n\n"),
            ("a.snap", "text  \n\n"),
        ]);
        assert_eq!(places(&white_space(&files)), ["blank.rs:1", "tab.toml:2", "open.md", "long.md"]);
    }

    #[test]
    fn paths_of_one_machine_are_found_outside_tests() {
        let (home, temporary) = (format!("/{}/me/x", "home"), format!("/{}/x", "tmp"));
        let in_code = format!(
            "//! See {home}.\nfn f() {{ open(\"{temporary}\") }}\n#[cfg(test)]\nmod tests {{ const T: &str = \"{temporary}\"; }}\n"
        );
        let relative = format!("see src{home} and ..{temporary} and <b>{temporary}\n");
        let files = Repository::of(&[
            ("a/src/lib.rs", &in_code),
            ("a/src/lib/tests.rs", &in_code),
            ("docs.md", &relative),
            ("run", &format!("cd {temporary}\n")),
        ]);
        assert_eq!(places(&machine_paths(&files)), ["a/src/lib.rs:1", "a/src/lib.rs:2", "run:1"]);
    }
}
