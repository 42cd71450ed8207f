//! The guide for authors in packs/README.md, followed step by step by somebody who copies everything as it stands.
//!
//! Commands are run, TOML blocks are written to the file that their first line names, and what the guide shows of an answer has to
//! be in it.

use crate::PROGRAM;
use sinew_tests::{Process, Ran, Script, root, typed_in};
use std::{fs, path::Path};

/// A block of the guide, or what its end says.
#[derive(Debug)]
enum Step<'a> {
    /// Commands, one in each line. `# exit 1` behind one says how it ends.
    Run(Vec<&'a str>),
    /// A file of the pack, as it is from now on.
    Write { file: &'a str, text: &'a str },
    /// Lines of what the command before has answered. A line of `…` stands for any number of lines.
    Shows(&'a str),
}

const BEGIN: &str = "## From nothing to a pack";
const END: &str = "## Reference";

fn guide() -> String {
    let page = fs::read_to_string(root().join("packs/README.md")).expect("there is a guide");
    let (_, rest) = page.split_once(BEGIN).expect("the guide begins");
    let (guide, _) = rest.split_once(END).expect("the reference follows");
    guide.to_owned()
}

/// The steps, each with the line on which it begins, counted from the begin of the guide.
fn steps(guide: &str) -> Vec<(usize, Step<'_>)> {
    let mut steps = Vec::new();
    let mut rest = guide;
    while let Some((before, after)) = rest.split_once("\n```") {
        let line = guide[..guide.len() - rest.len() + before.len()].lines().count() + 1;
        let (head, body) = after.split_once('\n').expect("a block has lines");
        let (body, behind) = body.split_once("```").expect("a block ends");
        let step = match head.split_once(' ').unwrap_or((head, "")) {
            ("sh", "") => Step::Run(body.lines().collect()),
            ("toml", file) if !file.is_empty() => Step::Write { file, text: body },
            ("text", "") => Step::Shows(body),
            _ => panic!("line {line}: a block `{head}` is none that can be tried"),
        };
        steps.push((line, step));
        rest = behind;
    }
    steps
}

/// Lays what the guide shows over an answer: the parts between lines of `…` have to be there in this order. Gives the part that is
/// not.
fn missing<'a>(shown: &'a str, answer: &str) -> Option<Vec<&'a str>> {
    let answered: Vec<&str> = answer.lines().map(str::trim_end).collect();
    let shown: Vec<&str> = shown.lines().map(str::trim_end).collect();
    let mut at = 0;
    for part in shown.split(|line| line.trim() == "…").filter(|part| !part.is_empty()) {
        match answered[at..].windows(part.len()).position(|window| window == part) {
            Some(further) => at += further + part.len(),
            None => return Some(part.to_vec()),
        }
    }
    None
}

#[test]
fn whoever_copies_the_guide_has_a_pack_at_its_end() {
    let guide = guide();
    let place = Process::of(PROGRAM);
    let mut answer = String::new();
    let steps = steps(&guide);
    let mut commands = 0;
    for (line, step) in &steps {
        match step {
            Step::Write { file, text } => {
                let path = place.work().join(file);
                assert!(path.is_file(), "line {line}: {file} is there and has only to be changed");
                fs::write(path, text).expect("it can be written");
            }
            Step::Run(lines) => {
                for typed in lines {
                    commands += 1;
                    let (command, end) = typed.split_once(" # exit ").unwrap_or((typed, "0"));
                    let code: i32 = end.parse().expect("an exit code is a number");
                    let words: Vec<&str> = command.split_whitespace().collect();
                    let ["sinew", arguments @ ..] = words.as_slice() else {
                        panic!("line {line}: only commands of the program can be tried: {typed}")
                    };
                    let ran = match arguments {
                        ["pack", "try", pack] => tried(&place.work().join(pack)),
                        _ => place.run(arguments),
                    };
                    assert_eq!(ran.code, Some(code), "line {line}: {typed}\n{}", ran.page());
                    answer = ran.out + &ran.err;
                }
            }
            Step::Shows(shown) => {
                let missing = missing(shown, &answer);
                assert_eq!(missing, None, "line {line}: the answer is\n{answer}");
            }
        }
    }
    assert!(commands >= 8, "the guide has {commands} commands");
}

/// The interview is held with the first person of the guide's cases, to its result.
fn tried(pack: &Path) -> Ran {
    let mut typed = typed_in(pack, "typical");
    typed.extend([String::new(), "q".to_owned()]);
    let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
    let ran = Script::typing(&typed).run(&["pack", "try", &pack.to_string_lossy()]);
    assert!(ran.out.contains("Self-care: You can look after this yourself"), "{}", ran.page());
    ran
}

#[test]
fn what_the_guide_shows_has_to_be_answered_in_its_order() {
    let answer = "one\ntwo\nthree\n";
    assert_eq!(missing("one\ntwo\n", answer), None);
    assert_eq!(missing("two\nthree\n", answer), None);
    assert_eq!(missing("one\n…\nthree\n", answer), None);
    assert_eq!(missing("one\nthree\n", answer), Some(vec!["one", "three"]));
    assert_eq!(missing("two\n…\none\n", answer), Some(vec!["one"]));
    assert_eq!(missing("on\n", answer), Some(vec!["on"]));
}
