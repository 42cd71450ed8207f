//! The program says what it can do: help, topics, completions and manual pages.

use crate::PROGRAM;
use sinew_tests::{Process, Ran, Script, assert_page};

/// The commands, as they are typed.
const COMMANDS: [&str; 37] = [
    "assess",
    "urgent",
    "browse",
    "explain",
    "import",
    "training",
    "batch",
    "pack",
    "pack list",
    "pack show",
    "pack install",
    "pack remove",
    "pack verify",
    "pack outdated",
    "pack new",
    "pack check",
    "pack mutate",
    "pack prove",
    "pack diff",
    "pack try",
    "pack fmt",
    "pack schemas",
    "pack manifest",
    "pack archive",
    "ext",
    "ext trust",
    "ext list",
    "ext revoke",
    "ext check",
    "help",
    "region",
    "data",
    "data path",
    "data export",
    "data delete",
    "completions",
    "man",
];

const TOPICS: [&str; 8] =
    ["exit-codes", "environment", "json", "accessibility", "privacy", "packs", "extensions", "limits"];

fn run(line: &str) -> Ran {
    Script::default().run(&line.split_whitespace().collect::<Vec<_>>())
}

/// What a call that only reads writes to standard output.
#[track_caller]
fn out(line: &str) -> String {
    let ran = run(line);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{line}: {}", ran.page());
    assert!(!ran.out.trim().is_empty(), "{line} says nothing");
    for row in ran.out.lines() {
        assert!(row.chars().count() <= 80, "{line}: over 80 columns: {row}");
    }
    ran.out
}

#[test]
fn the_list_of_commands_is_complete() {
    /// The commands that the help of this one lists.
    fn inner_commands(command: &str) -> Vec<String> {
        let help = out(&format!("{command} --help"));
        let (_, list) = help.split_once("Commands:").expect("it has commands");
        let lines = list.lines().skip(1).take_while(|line| line.starts_with("  "));
        // Lines that are indented further continue the one above.
        let lines = lines.filter(|line| !line.starts_with("   "));
        lines.filter_map(|line| Some(format!("{command} {}", line.split_whitespace().next()?))).collect()
    }
    let completions = out_long("completions bash");
    let known: Vec<&str> = COMMANDS.iter().copied().filter(|command| !command.contains(' ')).collect();
    let listed = completions
        .lines()
        .find_map(|line| line.trim().strip_prefix("opts=\"").filter(|line| line.contains(" assess ")))
        .expect("the completions list the commands");
    let mut found: Vec<&str> = listed
        .trim_end_matches('"')
        .split_whitespace()
        .filter(|word| !word.starts_with('-') && !word.starts_with('['))
        .collect();
    let mut expected = known.clone();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);

    let inner: Vec<String> = ["pack", "ext", "data"].into_iter().flat_map(inner_commands).collect();
    let expected: Vec<&str> = COMMANDS.iter().copied().filter(|command| command.contains(' ')).collect();
    assert_eq!(inner, expected);
}

#[test]
fn short_help_is_one_screen() {
    for command in [""].iter().chain(&COMMANDS) {
        let help = out(&format!("{command} -h"));
        assert!(help.lines().count() <= 24, "{command} -h has {} lines:\n{help}", help.lines().count());
    }
    assert_page!("short", "sinew -h", out("-h"));
}

#[test]
fn long_help_of_every_command() {
    assert_page!("long", "sinew --help", out("--help"));
    for command in COMMANDS {
        let help = out(&format!("{command} --help"));
        assert!(
            help.starts_with("Example") || ["pack", "ext", "data"].contains(&command),
            "{command}:\n{help}"
        );
        assert_page!(command.replace(' ', "-"), format!("sinew {command} --help"), help);
    }
}

#[test]
fn help_is_the_same_through_every_door() {
    for command in COMMANDS {
        let help = out(&format!("{command} --help"));
        let asked = out(&format!("help {command}"));
        assert_eq!(asked, help, "{command}");
        // Whatever else stands on the line, help is what was asked for.
        assert_eq!(out(&format!("{command} --no-such-option --help")), help, "{command}");
        assert_eq!(out(&format!("--help {command}")), help, "{command}");
    }
    assert_eq!(out("help"), out("--help"));
}

#[test]
fn every_topic() {
    let long = out("--help");
    for topic in TOPICS {
        let text = out(&format!("help {topic}"));
        assert!(long.contains(topic), "{topic} is not named in the help");
        assert_page!(format!("topic-{topic}"), format!("sinew help {topic}"), text);
    }
    let (_, listed) = long.split_once("Topics: ").expect("topics are listed");
    let (listed, _) = listed.split_once("\nRead one").expect("and how to read one");
    assert_eq!(listed.split(',').map(str::trim).collect::<Vec<_>>(), TOPICS);
}

/// The numbers stand in the topic, and programs rely on them.
#[test]
fn the_exit_codes_are_documented() {
    let text = out("help exit-codes");
    let codes: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    for code in ["0", "1", "2", "10", "20", "30", "130"] {
        assert!(codes.contains(&code), "{code} is not in\n{text}");
    }
}

#[test]
fn nothing_asked_for_without_a_terminal() {
    let ran = Process::of(PROGRAM).run([""; 0]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("assess"), "{}", ran.err);
    assert_page!("nothing-asked-for", "sinew, with no terminal", ran.page());
}

#[test]
fn completions_name_every_command() {
    for shell in ["bash", "zsh", "fish"] {
        let text = out_long(&format!("completions {shell}"));
        for word in COMMANDS.iter().flat_map(|command| command.split(' ')) {
            assert!(text.contains(word), "{word} is not completed in {shell}");
        }
        // Ids that only the packs know are completed too.
        let named: &[&str] = match shell {
            // The completions of fish have no values for what stands without an option.
            "fish" => &["leg-signs=", "uk"],
            _ => &["back-of-knee", "hamstring-stretch", "leg-signs=", "uk"],
        };
        for id in named {
            assert!(text.contains(id), "{id} is not completed in {shell}");
        }
    }
}

#[test]
fn the_manual_names_every_command() {
    let page = out_long("man");
    for command in COMMANDS.iter().filter(|command| !command.contains(' ')) {
        assert!(page.contains(command), "{command} is not in the manual");
    }
    for command in COMMANDS {
        let page = out_long(&format!("man {command}"));
        let name = command.replace(' ', "\\-");
        assert!(page.contains(&format!("sinew\\-{name}")) || page.contains(command), "{command}:\n{page}");
    }
}

/// As [`out`], for what is read by programs and has long lines.
#[track_caller]
fn out_long(line: &str) -> String {
    let ran = run(line);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{line}");
    assert!(ran.out.len() > 200, "{line}: {}", ran.out);
    ran.out
}
