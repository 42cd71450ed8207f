//! Where it hurts: choosing the place in words and drawings, and being sore in more than one.

use crate::fitting;
use serde_json::Value;
use sinew_cli::Environment;
use sinew_tests::{Ran, Script, SeparatePacks, assert_page, one_line, write_arm_packs};
use std::fs;

/// A folder with two packs about the arm, and one for data. No other pack is at hand.
struct Place {
    at: SeparatePacks,
}

impl Place {
    fn new() -> Self {
        Self { at: SeparatePacks::written_by(write_arm_packs) }
    }

    fn surroundings(&self, environment: &mut Environment) {
        self.at.surroundings(environment);
        environment.region = Some("uk".to_owned());
    }

    /// Somebody at a terminal with a screen who types these lines.
    fn screen(&self, typed: &[&str]) -> Script {
        Script::typing(typed).with(|environment| self.surroundings(environment))
    }

    /// Somebody who wants append-only lines.
    fn lines(&self, typed: &[&str], arguments: &[&str]) -> Ran {
        self.screen(typed).with(|environment| environment.accessible = true).run(arguments)
    }

    /// What was saved, taken up without questions.
    fn straight(&self, more: &[&str]) -> Ran {
        let answers = self.at.data().join("assessment.toml");
        let answers = answers.to_string_lossy();
        let arguments = [&["assess", "--answers", &*answers], more].concat();
        Script::default().with(|environment| self.surroundings(environment)).run(&arguments)
    }

    /// The same as a JSON document.
    #[track_caller]
    fn document(&self, more: &[&str]) -> (Ran, Value) {
        let ran = self.straight(&[more, &["--format", "json"]].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.page());
        let document = json(&ran.out);
        (ran, document)
    }
}

/// The choices of the chooser: the two places, and what stands below them.
const ELBOW: &str = "1";
const WRIST: &str = "2";
const MORE_THAN_ONE: &str = "3";
const ELSEWHERE: &str = "4";
const CANNOT_TELL: &str = "5";

/// Nothing right now, adult, not hot: the warning signs that both packs share.
const WELL: [&str; 3] = ["3", "2", "2"];

/// What somebody types, part by part.
fn typed<'a>(parts: &[&[&'a str]]) -> Vec<&'a str> {
    parts.concat()
}

/// Slowly, bending the wrist hurts, more gripping; and on.
const SORE_ELBOW: &[&str] = &["2", "1", "1", ""];
/// Slowly, moving the thumb hurts; and on. What was asked about the elbow is not asked again.
const SORE_THUMB: &[&str] = &["2", "1", ""];

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|problem| panic!("{problem} in\n{text}"))
}

/// How often a question was asked.
fn asked(ran: &Ran, question: &str) -> usize {
    ran.out.matches(question).count()
}

// ------------------------------------------------------------------------------------------------ the chooser

#[test]
fn a_screen_shows_the_places_in_words_and_drawings() {
    for (name, columns, ascii) in [("80", 80, false), ("40", 40, true), ("200", 200, false)] {
        let place = Place::new();
        let script = place.screen(&["q"]).with(|environment| {
            (environment.columns, environment.ascii) = (Some(columns), ascii);
        });
        let ran = script.run(&["assess"]);
        for row in ran.out.lines() {
            assert!(row.chars().count() <= columns, "{columns}: {row}");
        }
        for words in ["Where does it hurt most?", "1  At the inner side of the elbow", "I cannot tell"] {
            assert!(one_line(&ran.out).contains(&one_line(words)), "{}", ran.out);
        }
        // The mark of each drawing is its number; nothing else is left of it.
        assert!(ran.out.contains(")1    (") && ran.out.contains("|2     |"), "{}", ran.out);
        assert!(!ran.out.contains('*') && ran.out.is_ascii() && !ran.out.contains('\u{1b}'), "{}", ran.out);
        let beside = ran.out.lines().any(|row| row.contains("Place 1") && row.contains("Place 2"));
        assert_eq!(beside, columns >= 80, "{}", ran.out);
        // The choices come first: on a low screen nobody has to look for them.
        assert!(ran.out.find("I cannot tell") < ran.out.find("Place 1"), "{}", ran.out);
        assert_page!(format!("chooser-{name}"), format!("the places on {columns} columns"), ran.out);
    }
}

/// A screen of 24 rows of 80 columns holds two places with everything that can be typed.
#[test]
fn two_places_fit_a_usual_screen() {
    let ran = Place::new().screen(&["q"]).run(&["assess"]);
    assert!(ran.out.lines().count() <= 24, "{}", ran.out);
}

#[test]
fn who_reads_lines_gets_words_only() {
    let ran = Place::new().lines(&["q"], &["assess"]);
    assert!(ran.out.contains("1. At the inner side of the elbow"), "{}", ran.out);
    for drawn in ["Place 1", "|", "fore"] {
        assert!(!ran.out.contains(drawn), "{drawn:?} is in\n{}", ran.out);
    }
    assert_page!("chooser-accessible", "the places for who reads lines", ran.out);
}

#[test]
fn the_welcome_leads_to_the_same_choice() {
    let place = Place::new();
    let welcome = place.screen(&["1", "q"]).run(&[]);
    let assess = place.screen(&["q"]).run(&["assess"]);
    assert!(welcome.out.ends_with(&assess.out), "{}", welcome.out);
}

#[test]
fn a_place_opens_its_pack_and_another_place_has_a_page() {
    let place = Place::new();
    let ran = place.lines(&[WRIST, "q"], &["assess"]);
    assert!(ran.out.contains("Pain at the back of the wrist."), "{}", ran.out);
    assert!(!ran.out.contains("elbow.\nMade up"), "{}", ran.out);
    let ran = place.lines(&[ELSEWHERE], &["assess"]);
    assert_eq!(ran.code, Some(1), "there is no assessment");
    assert!(ran.out.contains("There is no guide for that place yet"), "{}", ran.out);
    assert!(ran.out.contains("- at the back of the wrist, on the side of the thumb"), "{}", ran.out);
}

#[test]
fn who_cannot_tell_is_told_how_to_find_the_spot() {
    let place = Place::new();
    // Told, and the place is clear now.
    let ran = place.lines(&[CANNOT_TELL, "1", ELBOW, "q"], &["assess"]);
    assert_eq!(ran.out.matches("Where does it hurt most?").count(), 2, "{}", ran.out);
    assert!(ran.out.contains("Pain at the inner side of the elbow."), "{}", ran.out);
    let from = ran.out.find("How to find the spot:").expect("it is told");
    let page = &ran.out[from..];
    let page = &page[..page.find("Where does").unwrap_or(page.len())];
    assert_page!("chooser-cannot-tell", "how to find the spot", page);
    // Or not: all of them.
    let all =
        place.lines(&typed(&[&[CANNOT_TELL, "2", ""], &WELL, SORE_ELBOW, &[""], SORE_THUMB]), &["assess"]);
    assert!(one_line(&all.out).contains("This is the most urgent of your 2 results."), "{}", all.page());
    // Or elsewhere.
    let ran = Place::new().lines(&[CANNOT_TELL, "3"], &["assess"]);
    assert!(ran.out.contains("There is no guide for that place yet"), "{}", ran.out);
}

/// With one pack there is nothing to choose between, and nothing to be unsure about.
#[test]
fn one_place_is_asked_about_without_more() {
    let place = Place::new();
    fs::remove_dir_all(place.at.packs().join("sore-wrist")).expect("the folder is ours");
    let ran = place.lines(&["q"], &["assess"]);
    assert!(ran.out.contains("2. Somewhere else"), "{}", ran.out);
    assert!(!ran.out.contains("more than one") && !ran.out.contains("cannot tell"), "{}", ran.out);
}

#[test]
fn several_places_are_typed_with_spaces() {
    let place = Place::new();
    let ran = place.lines(&[MORE_THAN_ONE, "", "3", "b", MORE_THAN_ONE, "2", "q"], &["assess"]);
    assert_eq!(ran.out.matches("Error: Type the numbers of the lines that fit").count(), 2, "{}", ran.out);
    assert_eq!(
        ran.out.matches("Where does it hurt most?").count(),
        2,
        "back leads to the places: {}",
        ran.out
    );
    // Only one of them is like choosing that one.
    assert!(ran.out.contains("Pain at the back of the wrist."), "{}", ran.out);
}

// ------------------------------------------------------------------------------------------------ two packs, one runner

#[test]
fn two_places_are_asked_about_once_and_shown_together_the_most_urgent_first() {
    let place = Place::new();
    let both = typed(&[&[MORE_THAN_ONE, "1 2", ""], &WELL, SORE_ELBOW, &[""], SORE_THUMB]);
    let ran = place.lines(&both, &["assess", "--exit-code"]);
    // The wrist is routine, the elbow is self-care.
    assert_eq!((ran.code, ran.err.as_str()), (Some(10), ""), "{}", ran.page());
    for shared in [
        "Which of these do you have right now?",
        "How old are you?",
        "Is a joint hot or red?",
        "Did you grip much more",
    ] {
        assert_eq!(asked(&ran, shared), 1, "{shared}: {}", ran.out);
    }
    // The same id, but not the same question.
    assert_eq!(asked(&ran, "How did it begin?"), 2, "{}", ran.out);
    let flat = one_line(&ran.out);
    assert!(
        flat.contains("4 answers about “Pain at the inner side of the elbow” are taken over"),
        "{}",
        ran.out
    );
    let at = |text: &str| flat.find(text).unwrap_or_else(|| panic!("{text:?} is not in\n{}", ran.out));
    let heads = [
        at(
            "Non-urgent advice: See a doctor or physio 4 March 2026. Pain at the back of the wrist; Pain at the inner",
        ),
        at("Result 1 of 2: Pain at the back of the wrist"),
        at("Result 2 of 2: Pain at the inner side of the elbow"),
        at("Self-care: You can look after this yourself"),
        at("In short Non-urgent advice: See a doctor or physio."),
    ];
    assert!(heads.is_sorted(), "{heads:?}: {}", ran.out);
    // The wrist keeps the stretch away; so it is not offered for the elbow.
    let elbow = &flat[heads[2]..];
    assert!(
        elbow.contains("Forearm stretch (stretching could make sore cords of the thumb worse)"),
        "{elbow}"
    );
    assert!(!flat.contains("Also sore"), "no other place is left");
    let from =
        ran.out.find("Check your answers before the next place").expect("the first answers are checked");
    assert_page!("both", "two places, from the end of the first to the end", &ran.out[from..]);
}

#[test]
fn the_first_that_is_typed_is_asked_about_first() {
    let place = Place::new();
    let ran = place.lines(&[MORE_THAN_ONE, "2, 1", "q"], &["assess"]);
    assert!(ran.out.contains("Pain at the back of the wrist.\n"), "{}", ran.out);
}

#[test]
fn an_emergency_ends_it_at_once_and_stands_alone() {
    let place = Place::new();
    let ran = place.lines(&[MORE_THAN_ONE, "1 2", "", "1", "q"], &["assess", "--exit-code"]);
    assert_eq!(ran.code, Some(30), "{}", ran.page());
    assert!(ran.out.contains("Emergency. Call 999 now."), "{}", ran.out);
    for other in ["wrist", "Question 2", "Self-care", "results"] {
        let shown = ran.out.split("Question 1.").nth(1).unwrap_or_default();
        assert!(!shown.contains(other), "{other:?} is in\n{shown}");
    }
    // For programs, too.
    let (_, document) = place.document(&["--no-input"]);
    assert_eq!(document["urgency"]["id"], "emergency");
    for outcome in document["outcomes"].as_array().expect("a list") {
        assert_eq!(outcome["urgency"]["id"], "emergency");
    }
    let text = place.straight(&["--no-input"]);
    assert_eq!(text.out.matches("Call 999 now").count(), 1, "{}", text.out);
    assert!(!text.out.contains("results"), "{}", text.out);
}

#[test]
fn a_same_day_result_of_the_first_place_leaves_the_second_for_later() {
    let place = Place::new();
    // A hot joint.
    let ran = place.lines(&[MORE_THAN_ONE, "1 2", "", "3", "2", "1", ""], &["assess", "--exit-code"]);
    assert_eq!(ran.code, Some(20), "{}", ran.page());
    let flat = one_line(&ran.out);
    assert!(flat.contains("Press Enter to see the advice"), "nothing goes before it: {}", ran.out);
    assert!(flat.contains("Urgent advice: Get medical help today"), "{}", ran.out);
    assert!(
        flat.contains(
            "Get help first. This can wait until you have been seen: - Pain at the back of the wrist"
        )
    );
    assert!(!flat.contains("Is there pain") && !flat.contains("How did it begin?"), "{}", ran.out);
}

/// What is harmless by itself does not stand beside a warning sign, and nothing of it is offered.
#[test]
fn a_same_day_result_of_the_second_place_stands_without_the_first() {
    let place = Place::new();
    let both = typed(&[&[MORE_THAN_ONE, "1 2", ""], &WELL, SORE_ELBOW, &["", "1", ""]]);
    let ran = place.lines(&both, &["assess", "--exit-code"]);
    assert_eq!(ran.code, Some(20), "{}", ran.page());
    let flat = one_line(&ran.out);
    let result = &flat[flat.rfind("Urgent advice: Get medical help today 4 March").expect("it is shown")..];
    for harmless in ["sore inner cord", "Rest the arm", "Forearm stretch", "Self-care"] {
        assert!(!result.contains(harmless), "{harmless:?} is in\n{}", ran.out);
    }
    assert!(
        result.contains("can wait until you have been seen: - Pain at the inner side of the elbow"),
        "{}",
        ran.out
    );
}

#[test]
fn an_exit_that_both_share_is_said_once() {
    let place = Place::new();
    // Under 18; the second pack has nothing to ask.
    let ran = place.lines(&[MORE_THAN_ONE, "1 2", "", "3", "1", ""], &["assess"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert_eq!(one_line(&ran.out).matches("Young arms have other problems.").count(), 1, "{}", ran.out);
    assert!(!ran.out.contains("Result 1 of"), "{}", ran.out);
}

/// An answer that is changed while the second place is checked is changed for the first, too.
#[test]
fn a_change_counts_for_both_places() {
    let place = Place::new();
    // On the last list: the heat, which is third. Yes, and the advice.
    let both = typed(&[&[MORE_THAN_ONE, "1 2", ""], &WELL, SORE_ELBOW, &["", "2", "1", "3", "1", ""]]);
    let ran = place.lines(&both, &["assess", "--exit-code"]);
    assert_eq!(ran.code, Some(20), "{}", ran.page());
    let saved = place.at.saved();
    assert_eq!(saved.matches("hot = \"yes\"").count(), 2, "{saved}");
    assert!(one_line(&ran.out).contains("Result 2 of 2: Pain at the back of the wrist"), "{}", ran.out);
    let (_, document) = place.document(&["--no-input"]);
    let urgencies: Vec<&Value> =
        document["outcomes"].as_array().expect("a list").iter().map(|one| &one["urgency"]["id"]).collect();
    assert_eq!(urgencies, ["same-day", "same-day"], "both are about a hot joint");
}

/// A change may bring up questions about the first place that its answers had settled.
#[test]
fn a_change_that_needs_more_answers_goes_back_to_the_first_place() {
    let place = Place::new();
    // Not under 18 after all: the first pack ended with that, and has its questions yet to ask.
    let both =
        typed(&[&[MORE_THAN_ONE, "1 2", "", "3", "1", "2", "2"], &["2"], SORE_ELBOW, &[""], SORE_THUMB]);
    let ran = place.lines(&both, &["assess"]);
    assert!(one_line(&ran.out).contains("This is the most urgent of your 2 results."), "{}", ran.page());
}

/// What is saved in the middle of the second place goes on there, and the first is not forgotten.
#[test]
fn two_places_can_be_saved_and_gone_on_with() {
    let straight = Place::new();
    let both = typed(&[&[MORE_THAN_ONE, "1 2", ""], &WELL, SORE_ELBOW, &[""], SORE_THUMB]);
    straight.lines(&both, &["assess"]);
    let (_, whole) = straight.document(&["--no-input"]);

    for (stop, rest) in [
        // In the middle of the first place: bending the wrist comes next.
        (
            typed(&[&[MORE_THAN_ONE, "1 2", ""], &WELL, &["2", "s"]]),
            typed(&[&["1", "1", ""], &[""], SORE_THUMB]),
        ),
        // Before the first question about the second one.
        (typed(&[&[MORE_THAN_ONE, "1 2", ""], &WELL, SORE_ELBOW, &["q"]]), typed(&[&[""], SORE_THUMB])),
        // After it.
        (typed(&[&[MORE_THAN_ONE, "1 2", ""], &WELL, SORE_ELBOW, &["", "2", "s"]]), vec!["1", ""]),
    ] {
        let place = Place::new();
        let ran = place.lines(&stop, &["assess"]);
        assert!(ran.err.contains("saved. Continue with: sinew assess --resume"), "{}", ran.page());
        let ran = place.lines(&rest, &["assess", "--resume"]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
        assert_eq!(asked(&ran, "How old are you?"), 0, "{}", ran.out);
        assert!(one_line(&ran.out).contains("This is the most urgent of your 2 results."), "{}", ran.out);
        assert_eq!(place.document(&["--no-input"]).1, whole);
    }
}

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// Whatever is typed, about however many places: it ends in a known way, and an emergency is always shown.
#[test]
fn whatever_is_typed_it_ends_in_a_known_way() {
    let words = ["", "b", "?", "x", "1 2", "2,1", "99", "s", "q", "-1"];
    for seed in 0..30 {
        let place = Place::new();
        let mut numbers = Numbers(seed);
        let mut lines: Vec<String> = vec![MORE_THAN_ONE.into(), "1 2".into()];
        lines.extend((0..60).map(|_| match numbers.below(6) {
            0 => words[usize::try_from(numbers.below(10)).expect("it is small")].to_owned(),
            1 => String::new(),
            _ => (1 + numbers.below(4)).to_string(),
        }));
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        for arguments in [&["assess", "--exit-code"][..], &["assess", "--exit-code", "--resume"]] {
            let ran = place.lines(&lines, arguments);
            let code = ran.code.unwrap_or_default();
            assert!([0, 1, 10, 20, 30, 130].contains(&code), "seed {seed}: {}", ran.page());
            assert!(!ran.err.contains("fault"), "seed {seed}: {}", ran.page());
            assert!(
                code != 30 || ran.out.contains("Emergency. Call 999 now."),
                "seed {seed}: {}",
                ran.page()
            );
        }
    }
}

// ------------------------------------------------------------------------------------------------ for programs

/// One JSON document with a list, under a schema of its own; in it each result is what its pack alone would give.
#[test]
fn several_results_are_one_document_for_programs() {
    let place = Place::new();
    let both = typed(&[&[MORE_THAN_ONE, "1 2", ""], &WELL, SORE_ELBOW, &[""], SORE_THUMB]);
    let path = place.at.data().join("result.json");
    let path = path.to_string_lossy();
    let ran = place.lines(&both, &["assess", "--format", "json", "-o", &path]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    let document = fitting(&fs::read_to_string(&*path).expect("the result is written"), "outcomes");
    assert_eq!(document["urgency"]["id"], "routine");
    let packs: Vec<&Value> =
        document["outcomes"].as_array().expect("a list").iter().map(|one| &one["pack"]["id"]).collect();
    assert_eq!(packs, ["sore-wrist", "inner-elbow"]);
    // The same answers without questions.
    assert_eq!(place.document(&["--no-input"]).1, document);
    // A pack that is named gives its own document, as it always did.
    let (ran, alone) = place.document(&["sore-wrist", "--no-input"]);
    assert_eq!(alone, document["outcomes"][0], "{}", ran.page());
}

#[test]
fn markdown_and_text_have_every_result() {
    let place = Place::new();
    let both = typed(&[&[MORE_THAN_ONE, "1 2", ""], &WELL, SORE_ELBOW, &[""], SORE_THUMB]);
    place.lines(&both, &["assess"]);
    for format in ["md", "text"] {
        let ran = place.straight(&["--no-input", "--format", format]);
        assert_eq!(ran.code, Some(0), "{}", ran.page());
        let flat = one_line(&ran.out);
        for text in [
            "Result 1 of 2: Pain at the back of the wrist",
            "Result 2 of 2",
            "sore inner cord",
            "Sore cords of the thumb",
        ] {
            assert!(flat.contains(text), "{format}: {text:?} is not in\n{}", ran.out);
        }
    }
}

/// Files that name several packs need the answers to all of them.
#[test]
fn what_is_missing_for_the_second_place_is_named() {
    let place = Place::new();
    place.lines(&typed(&[&[MORE_THAN_ONE, "1 2", ""], &WELL, SORE_ELBOW, &["q"]]), &["assess"]);
    let ran = place.straight(&["--no-input", "--format", "json"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
    let failure = json(&ran.err);
    assert_eq!(failure["error"]["code"], "incomplete");
    let help = failure["error"]["help"].as_str().unwrap_or_default();
    assert!(
        help.contains("--answer=start=not-sure") && help.contains("sinew pack show sore-wrist"),
        "{help}"
    );
    // An option is given to the pack that asks it.
    let ran = place.straight(&["--no-input", "--format", "json", "--answer", "thumb=no"]);
    assert!(json(&ran.err)["error"]["message"].as_str().unwrap_or_default().contains("start"), "{}", ran.err);
}

#[test]
fn several_packs_and_nobody_to_ask_is_an_error_with_the_places() {
    let place = Place::new();
    let ran =
        Script::default().with(|environment| place.surroundings(environment)).run(&["assess", "--no-input"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
    for text in ["inner-elbow: at the inner side of the elbow", "name one: sinew assess inner-elbow"] {
        assert!(ran.err.contains(text), "{text:?} is not in\n{}", ran.err);
    }
}
