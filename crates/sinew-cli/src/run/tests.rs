//! Whole commands: streams, exit codes, errors, and interviews with whatever may be typed.

use super::*;
use crate::example::Script;
use sinew_app::Shelf;
use sinew_model::Date;
use std::path::Path;

const TODAY: Date = Date::constant(2026, 3, 4);

fn run_with(environment: &Environment, console: &mut Script, line: &[&str]) -> u8 {
    let typed: Vec<OsString> = std::iter::once(&"sinew").chain(line).map(OsString::from).collect();
    run(&typed, environment, console)
}

fn piped(line: &[&str]) -> (u8, Script) {
    let mut console = Script::default();
    let code = run_with(&Environment::bare(TODAY), &mut console, line);
    (code, console)
}

fn terminal(data: &Path) -> Environment {
    Environment {
        stdin_is_terminal: true,
        stdout_is_terminal: true,
        stderr_is_terminal: true,
        data: Some(data.to_owned()),
        ..Environment::bare(TODAY)
    }
}

/// A pack in the program. Its first question is about emergencies.
const PACK: &str = "back-of-knee";

#[test]
fn without_a_command_and_a_terminal_there_is_help_and_exit_2() {
    let (code, console) = piped(&[]);
    assert_eq!(code, 2);
    assert!(console.err.starts_with("sinew: nothing to do. Give a command.\n"), "{}", console.err);
    assert!(console.err.contains("see more with '--help'"), "{}", console.err);
    assert!(console.out.is_empty() && console.pages.is_empty());
}

#[test]
fn on_a_terminal_the_welcome_offers_choices_and_can_be_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut console = Script::typing(&["q"]);
    assert_eq!(run_with(&terminal(folder.path()), &mut console, &[]), 0);
    assert!(console.shown.contains("What do you want to do?"), "{}", console.shown);
    assert!(console.shown.contains("112 EU, 999 UK, 911 US and Canada"), "{}", console.shown);
    let before_choices = console.shown.split("What do you want").next().unwrap_or_default().lines().count();
    assert!(before_choices <= 10, "{}", console.shown);
}

#[test]
fn a_place_without_a_guide_gets_a_page_and_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let mut console = Script::typing(&["q"]);
    run_with(&terminal(folder.path()), &mut console, &["assess"]);
    let mut places = console.pages[0].lines.iter().filter(|line| line.text.ends_with("Somewhere else"));
    let elsewhere = places.next().and_then(|line| line.choice).expect("it can be chosen").to_string();
    let mut console = Script::typing(&[&elsewhere]);
    assert_eq!(run_with(&terminal(folder.path()), &mut console, &["assess"]), 1);
    assert!(console.shown.contains("There is no guide for that place yet"), "{}", console.shown);
    assert!(console.shown.contains("sinew urgent"), "{}", console.shown);
    assert!(console.err.is_empty() && console.out.is_empty(), "{}", console.err);
}

#[test]
fn what_was_saved_about_the_country_is_said_on_the_next_page() {
    let folder = tempfile::tempdir().unwrap();
    let environment = Environment { country: Some("GB".into()), ..terminal(folder.path()) };
    let mut console = Script::typing(&["1", "q"]);
    run_with(&environment, &mut console, &["assess", PACK]);
    let page = &console.pages[1];
    assert!(page.lines[0].text.starts_with("Saved: United Kingdom, emergency number 999"), "{page:?}");
}

#[test]
fn what_does_not_fit_any_more_is_told_on_the_first_page() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("pack = \"{PACK}\"\n[answers]\nno-such-question = \"x\"\n");
    std::fs::write(folder.path().join(sinew_app::saved::FILE_NAME), text).unwrap();
    let mut console = Script::typing(&["q"]);
    let environment = Environment { region: Some("nowhere".into()), ..terminal(folder.path()) };
    run_with(&environment, &mut console, &["assess", "--resume"]);
    let page: Vec<&str> = console.pages[0].lines.iter().map(|line| line.text.as_str()).collect();
    let page = page.join(" ");
    assert!(page.contains("Note: SINEW_REGION is `nowhere`"), "{page}");
    assert!(page.contains("Note: one saved answer is left out: `no-such-question`"), "{page}");
}

#[test]
fn after_an_emergency_the_one_action_stays_on_the_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut console = Script::typing(&["", "1", "q"]);
    let line = ["assess", PACK, "--region", "uk", "--color", "never"];
    run_with(&terminal(folder.path()), &mut console, &line);
    assert!(console.shown.trim_end().ends_with("Emergency. Call 999 now."), "{}", console.shown);
}

#[test]
fn questions_packs_and_regions_are_explained_or_pointed_to() {
    let pack = Shelf::embedded().load(PACK).unwrap().pack;
    let (_, question) =
        pack.questions().iter_indexed().find(|(index, _)| pack.given_answer(*index).is_none()).unwrap();
    let option = question.options().next().map_or_else(String::new, |(_, choice)| format!(".{}", choice.id));
    for id in [question.id.to_string(), format!("{}{option}", question.id)] {
        let (code, console) = piped(&["explain", &id]);
        assert_eq!(code, 0, "{}", console.err);
        assert!(console.out.contains(&format!("question {}", question.id)), "{}", console.out);
    }
    let (code, console) = piped(&["explain", PACK]);
    assert_eq!(code, 1);
    assert!(console.err.contains(&format!("sinew pack show {PACK}")), "{}", console.err);
    assert!(piped(&["explain", "uk"]).1.err.contains("sinew region"));
}

#[test]
fn urgent_works_whatever_the_surroundings() {
    let (code, console) = piped(&["urgent", "--packs", "/nowhere/at/all"]);
    assert_eq!(code, 0);
    for part in ["Emergency numbers", "999", "911", "Emergency: ", "Urgent advice: Get medical help today if"]
    {
        assert!(console.out.contains(part), "{part:?} is not in\n{}", console.out);
    }
    assert!(console.err.is_empty() && console.pages.is_empty());
}

#[test]
fn missing_answers_are_named_with_the_options_to_add() {
    let (code, console) = piped(&["assess", PACK, "--no-input"]);
    assert_eq!(code, 1);
    assert!(console.out.is_empty());
    assert!(console.err.contains("needed before Sinew can give advice"), "{}", console.err);
    assert!(console.err.contains("--answer"), "{}", console.err);
    assert!(console.err.contains("--questions"), "{}", console.err);
}

#[test]
fn errors_in_json_are_one_document_on_standard_error() {
    for (line, code, exit) in [
        (vec!["assess", "no-such-pack", "--format", "json", "--no-input"], "unknown-pack", 1),
        (vec!["explain", "no-such-id", "--json"], "unknown-id", 1),
        (vec!["assess", "--format=json", "--nonsense"], "usage", 2),
    ] {
        let (got, console) = piped(&line);
        assert_eq!(got, exit, "{line:?}");
        assert!(console.out.is_empty(), "{line:?}");
        let value: serde_json::Value = serde_json::from_str(&console.err).unwrap();
        assert_eq!(value["error"]["code"], code, "{line:?}");
        assert!(value["error"]["message"].is_string() && value["error"]["help"].is_string(), "{line:?}");
    }
}

#[test]
fn answers_expected_from_a_terminal_are_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let mut console = Script::default();
    assert_eq!(run_with(&terminal(folder.path()), &mut console, &["assess", "--answers", "-"]), 1);
    assert!(console.err.contains("that is a terminal"), "{}", console.err);
    assert!(console.pages.is_empty());
}

#[test]
fn an_answer_given_twice_is_told() {
    let (code, console) = piped(&["assess", PACK, "--answer", "a=1", "--answer", "a=2"]);
    assert_eq!(code, 1);
    assert!(console.err.contains("`a` is given twice"), "{}", console.err);
    assert!(console.err.contains("--answer=a=FIRST,SECOND"), "{}", console.err);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut console = Script { closed: true, ..Script::default() };
    assert_eq!(run_with(&Environment::bare(TODAY), &mut console, &["urgent"]), 0);
    assert!(console.err.is_empty(), "{}", console.err);
}

#[test]
fn every_topic_can_be_read_at_both_widths() {
    for topic in ["exit-codes", "environment", "json", "accessibility", "privacy", "packs", "limits"] {
        for width in ["40", "80"] {
            let (code, console) = piped(&["help", topic, "--width", width]);
            assert_eq!(code, 0, "{topic}");
            let most = if topic == "packs" { 80 } else { width.parse().unwrap() };
            for line in console.out.lines() {
                // A line that is one long word cannot be made shorter.
                let fits = line.chars().count() <= most || !line.trim_start().contains(' ');
                assert!(fits, "{topic} at {width}: {line}");
            }
        }
    }
    let (code, console) = piped(&["help", "nonsense"]);
    assert_eq!(code, 2);
    assert!(console.err.contains("topics: exit-codes"), "{}", console.err);
}

#[test]
fn a_region_is_saved_shown_and_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let environment = Environment { data: Some(data.clone()), ..Environment::bare(TODAY) };
    let go = |line: &[&str]| {
        let mut console = Script::default();
        let code = run_with(&environment, &mut console, line);
        (code, console)
    };
    assert_eq!(go(&["region", "uk"]).0, 0);
    assert!(go(&["region"]).1.out.contains("Set: United Kingdom (uk)"));
    assert_eq!(go(&["region", "nowhere"]).0, 1);
    let (code, console) = go(&["data", "delete"]);
    assert_eq!(code, 1);
    assert!(console.err.contains("--confirm=delete"), "{}", console.err);
    assert!(go(&["data", "delete", "--dry-run"]).1.out.contains("region"));
    assert!(data.join("region").exists());
    assert_eq!(go(&["data", "delete", "--confirm=delete"]).0, 0);
    assert!(!data.join("region").exists());
}

#[test]
fn a_guessed_country_has_to_be_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let environment = Environment { country: Some("GB".into()), ..terminal(folder.path()) };
    let mut console = Script::typing(&["3", "q"]);
    run_with(&environment, &mut console, &["assess", PACK]);
    assert!(console.shown.contains("Your computer is set to United Kingdom."), "{}", console.shown);
    let saved = std::fs::read_to_string(folder.path().join("region")).unwrap();
    assert_eq!(saved, "none\n", "it was not confirmed, so it is not used");
}

#[test]
fn ascii_output_is_ascii() {
    for line in [["urgent", "--ascii"], ["browse", "--ascii"], ["pack", "list"], ["region", "--ascii"]] {
        let mut console = Script::default();
        let environment = Environment { ascii: true, ..Environment::bare(TODAY) };
        assert_eq!(run_with(&environment, &mut console, &line), 0, "{line:?}");
        assert!(console.out.is_ascii(), "{line:?}");
    }
}

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }
}

#[test]
fn whatever_is_typed_the_interview_ends_in_a_known_way() {
    for seed in 0..30 {
        let folder = tempfile::tempdir().unwrap();
        let mut numbers = Numbers(seed);
        let words = ["", "b", "?", "x", "1 2", "3,1", "99", "n", "5 km", "-1", "\u{1b}[A", "１"];
        let lines: Vec<String> = (0..80)
            .map(|_| match numbers.below(10) {
                0 => words[numbers.below(words.len())].to_owned(),
                _ => (1 + numbers.below(9)).to_string(),
            })
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut console = Script::typing(&lines);
        let environment = Environment { accessible: true, ..terminal(folder.path()) };
        let code = run_with(&environment, &mut console, &["assess", PACK, "--region", "uk", "--exit-code"]);
        assert!([0, 1, 10, 20, 30, 130].contains(&code), "seed {seed}: {code}\n{}", console.err);
        assert!(!console.err.contains("fault"), "seed {seed}: {}", console.err);
        let emergency = console.shown.contains("Emergency. Call 999 now.");
        assert!(code != 30 || emergency, "seed {seed} ended in an emergency that was not shown");
    }
}
