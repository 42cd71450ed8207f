//! Whole interviews in append-only lines, with a script in place of a person.

use crate::PROGRAM;
use serde_json::Value;
use sinew_app::{
    answers::{AnswersFile, AnswersFormat},
    model::{Answer, Answers},
};
use sinew_tests::{
    Person, Process, Ran, SHIPPED, Script, assert_page, one_line, only_shipped, person, shipped,
};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// A folder for data, and another for results.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a test can make a folder for temporary files") }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn result(&self) -> PathBuf {
        self.folder.path().join("result.json")
    }

    /// Somebody at a terminal who wants append-only lines and types these.
    fn run<S: AsRef<str>>(&self, lines: &[S], arguments: &[&str]) -> Ran {
        self.script(lines).run(arguments)
    }

    fn script<S: AsRef<str>>(&self, lines: &[S]) -> Script {
        let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
        Script::typing(&lines).with(|environment| {
            environment.accessible = true;
            environment.color.no_color = true;
            environment.country = Some("GB".to_owned());
            environment.data = Some(self.data());
        })
    }

    /// Holds the interview of `assess` in the United Kingdom, with the result as JSON in a file.
    #[track_caller]
    fn assess<S: AsRef<str>>(&self, lines: &[S], more: &[&str]) -> (Ran, String) {
        let result = self.result();
        let path = result.to_string_lossy();
        let arguments = ["assess", SHIPPED, "--region", "uk", "--format", "json", "-o", &path];
        let ran = self.run(lines, &[&arguments[..], more].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.page());
        let json = fs::read_to_string(&result).expect("the result is written");
        (ran, json)
    }
}

fn urgency(json: &str) -> String {
    let value: Value = serde_json::from_str(json).expect("one JSON document");
    value["urgency"]["id"].as_str().unwrap_or_default().to_owned()
}

/// What is typed before the first question when the pack is named and the region is known: Enter.
const START: [&str; 1] = [""];

fn questions(person: &Person) -> Vec<String> {
    person.interview().into_iter().map(|(_, line)| line).collect()
}

/// The start, these lines, and the end that is given.
fn lines<S: AsRef<str>>(middle: &[S], end: &[&str]) -> Vec<String> {
    let middle = middle.iter().map(AsRef::as_ref);
    START.into_iter().chain(middle).chain(end.iter().copied()).map(str::to_owned).collect()
}

/// The number of a question in the interview of a person, from 0.
#[track_caller]
fn position(person: &Person, question: &str) -> usize {
    let index = shipped().pack.question_named(question).expect("the pack has the question");
    let asked = person.interview();
    asked.iter().position(|(asked, _)| *asked == index).unwrap_or_else(|| panic!("{question} is not asked"))
}

/// What `--format json` says about the same person without an interview.
#[track_caller]
fn straight(person: &Person) -> String {
    let process = Process::of(PROGRAM);
    fs::write(process.work().join("answers.toml"), person.file().to_toml()).expect("the folder is ours");
    let ran = process.run_today(&[
        "assess",
        "--no-input",
        "--region",
        "uk",
        "--answers",
        "answers.toml",
        "--format",
        "json",
    ]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    ran.out
}

/// From bare `sinew` to the advice: all that a first visitor reads.
#[test]
fn the_whole_way_from_the_welcome_to_the_result() {
    let place = Place::new();
    let person = person("plain-overuse");
    // Check what hurts; behind the knee; yes, the United Kingdom; start.
    let mut typed = vec!["1".to_owned(), "1".to_owned(), "1".to_owned(), String::new()];
    typed.extend(questions(&person));
    typed.push(String::new());
    let ran = place.script(&typed).with(only_shipped).run(&[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    let flat = one_line(&ran.out);
    assert!(flat.contains("Self-care: You can look after this yourself"), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'), "nothing is drawn");
    for flag in shipped().pack.red_flags() {
        assert!(flat.contains(&flag.sign), "“{}” is not shown", flag.sign);
    }
    // Each question has its reason below it, and the number of the question.
    for (number, (index, _)) in person.interview().into_iter().enumerate() {
        let question = &shipped().pack.questions()[index];
        let shown = format!("Question {}. {} {}", number + 1, question.ask, question.why);
        assert!(flat.contains(&shown), "“{shown}” is not shown");
    }
    assert_page!("whole", person.title, ran.out);

    // The second visit knows that there are answers, and the region.
    let ran = place.script(&["q"]).with(only_shipped).run(&[]);
    assert!(ran.out.contains("999") && !ran.out.contains("Which country"), "{}", ran.out);
    assert_page!("second-visit", "sinew, with answers that are saved", ran.out);
}

#[test]
fn back_and_another_answer() {
    let person = person("plain-overuse");
    let at = position(&person, "knee-heat");
    let mut typed = questions(&person);
    // Hot; then back, and no after all.
    typed.splice(at..=at, ["3".to_owned(), "b".to_owned(), typed[at].clone()]);
    let place = Place::new();
    let (ran, json) = place.assess(&lines(&typed, &[""]), &[]);
    assert_eq!(urgency(&json), "self-care");
    assert!(ran.out.contains("Your answer so far: Hot or red, but I feel well."), "{}", ran.out);
    let (_, undisturbed) = Place::new().assess(&lines(&questions(&person), &[""]), &[]);
    assert_eq!(json, undisturbed);
}

#[test]
fn there_is_nothing_before_the_first_question() {
    let place = Place::new();
    let ran =
        place.script(&lines(&["b"], &[])).then_interrupted().run(&["assess", SHIPPED, "--region", "uk"]);
    assert!(ran.out.contains("Error: This is the first question"), "{}", ran.out);
}

/// What a change makes irrelevant is shown before it is dropped, and dropped only after a yes.
#[test]
fn a_change_shows_what_it_drops_first() {
    let person = person("plain-injury");
    let asked = questions(&person);
    let (_, unchanged) = Place::new().assess(&lines(&asked, &[""]), &[]);

    let pack = &shipped().pack;
    let start = pack.question_named("start").expect("the pack has the question");
    // The list of answers is in pack order.
    let mut listed: Vec<_> = person.interview().into_iter().map(|(question, _)| question).collect();
    listed.sort();
    let row = (listed.iter().position(|question| *question == start).expect("it is asked") + 1).to_string();
    // Slowly, not in a stride: what followed the injury is no longer asked. No, keep it; then see the advice.
    let slowly = person.clone().but("start", "slowly");
    let typed = slowly.types(start);
    let (ran, kept) = Place::new().assess(&lines(&asked, &[&row, &typed, "2", ""]), &[]);
    assert!(ran.out.contains("these answers are no longer needed and will be dropped"), "{}", ran.out);
    assert!(one_line(&ran.out).contains("- After the injury: None of these"), "{}", ran.out);
    assert_eq!(kept, unchanged);

    // Yes, change it. What has become relevant is asked, and nothing else.
    let mut answers = Answers::new(pack);
    for (question, _) in person.interview() {
        answers.set(pack, question, person.answers.get(question).unwrap_or(Answer::NotSure));
    }
    let slow = slowly.answers.get(start).expect("it has just been given");
    answers.set(pack, start, slow);
    sinew_app::drop_idle(pack, &mut answers);
    let after = pack.question_named("after-injury").expect("the pack has the question");
    assert_eq!(answers.get(after), None);
    let rest = slowly.interview_after(answers.clone());
    let mut typed = vec![row.clone(), typed, "1".to_owned()];
    typed.extend(rest.iter().map(|(_, line)| line.clone()));
    typed.push(String::new());
    let place = Place::new();
    let (ran, changed) =
        place.assess(&lines(&asked, &typed.iter().map(String::as_str).collect::<Vec<_>>()), &[]);
    let saved = fs::read_to_string(place.data().join("assessment.toml")).expect("the answers are saved");
    assert!(!saved.contains("after-injury"), "{saved}");
    assert!(saved.contains("start = \"slowly\""), "{saved}");
    assert_eq!(ran.out.matches("Check your answers").count(), 2, "{}", ran.out);
    assert_ne!(changed, unchanged);
    let from = ran.out.find("Check your answers").unwrap_or_default();
    let to = ran.out.rfind("Press Enter to see the advice").unwrap_or(from);
    assert_page!("change", "a change of the answer on how it began", &ran.out[from..to]);
}

#[test]
fn how_to_tell() {
    let place = Place::new();
    let ran =
        place.script(&lines(&["?"], &[])).then_interrupted().run(&["assess", SHIPPED, "--region", "uk"]);
    let first = &shipped().pack.questions()[shipped().pack.question_named("right-now").expect("it is there")];
    assert!(!first.help.is_empty(), "the first question has help");
    for paragraph in &first.help {
        assert!(one_line(&ran.out).contains(paragraph), "{}", ran.out);
    }
    // Asking for help answers nothing.
    let saved = fs::read_to_string(place.data().join("assessment.toml")).expect("answers are saved at once");
    assert!(!saved.contains("right-now"), "{saved}");
}

/// The second time, other words and an example help more than the same words again.
#[test]
fn two_wrong_entries_are_answered_in_two_ways() {
    let place = Place::new();
    let person = person("plain-overuse");
    let at = position(&person, "age");
    let mut typed = questions(&person);
    typed.truncate(at);
    for wrong in [["99", "thirty"], ["", " "]] {
        let typed = lines(&typed, &wrong);
        let ran = place.script(&typed).then_interrupted().run(&["assess", SHIPPED, "--region", "uk"]);
        let errors: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("Error: ")).collect();
        assert_eq!(errors.len(), 2, "{}", ran.out);
        assert_ne!(errors[0], errors[1]);
        assert!(one_line(&ran.out).contains("For example, type 1"), "{}", ran.out);
        fs::remove_dir_all(place.data()).expect("the folder is ours");
    }
}

/// Enter alone answers no question about signs.
#[test]
fn enter_alone_is_no_answer() {
    let place = Place::new();
    let ran = place
        .script(&lines(&["", "", ""], &[]))
        .then_interrupted()
        .run(&["assess", SHIPPED, "--region", "uk"]);
    assert_eq!(ran.code, Some(130));
    let saved = fs::read_to_string(place.data().join("assessment.toml")).expect("answers are saved at once");
    assert!(!saved.contains("right-now"), "{saved}");
}

#[test]
fn not_sure_is_an_answer_and_counts() {
    let person = person("unsure-leg-signs");
    let place = Place::new();
    let (ran, json) = place.assess(&lines(&questions(&person), &[""]), &[]);
    assert_eq!(urgency(&json), "same-day");
    assert!(ran.out.contains("Answer saved: I'm not sure."), "{}", ran.out);
    let saved = fs::read_to_string(place.data().join("assessment.toml")).expect("the answers are saved");
    assert!(saved.contains("leg-signs = \"not-sure\""), "{saved}");
}

/// An emergency ends the interview at once, with nothing but what to do now; a mistake can be taken back.
#[test]
fn an_emergency_at_once_and_back() {
    let person = person("plain-overuse");
    let place = Place::new();
    let first = position(&person, "right-now");
    assert_eq!(first, 0, "the emergency signs come first");
    // Short of breath; that was a mistake; no sign.
    let mut typed = vec!["1".to_owned(), "b".to_owned()];
    typed.extend(questions(&person));
    let (ran, json) = place.assess(&lines(&typed, &[""]), &[]);
    assert_eq!(urgency(&json), "self-care");
    let from = ran.out.find("Emergency. Call 999 now.").expect("the emergency is shown");
    let page = &ran.out[from..];
    let page = &page[..page.find("Section: ").unwrap_or(page.len())];
    for condition in shipped().pack.conditions() {
        assert!(!one_line(page).contains(&condition.name), "{} is named", condition.name);
    }
    for action in shipped().pack.actions() {
        assert!(!one_line(page).contains(&action.title), "{} is offered", action.title);
    }
    assert_page!("emergency", "short of breath, and back", page);

    // Taken for what it is, it ends the program; the exit code tells only if that is wanted.
    for (option, code) in [(None, 0), (Some("--exit-code"), 30)] {
        let place = Place::new();
        let arguments = ["assess", SHIPPED, "--region", "uk"].into_iter().chain(option).collect::<Vec<_>>();
        let ran = place.run(&lines(&["1"], &["q"]), &arguments);
        assert_eq!(ran.code, Some(code), "{}", ran.page());
        assert!(ran.out.contains("Emergency. Call 999 now.\n"), "{}", ran.out);
        assert!(!ran.out.contains("Question 2"), "{}", ran.out);
    }
}

/// The page for the people who come to help.
#[test]
fn a_page_for_the_helpers() {
    let place = Place::new();
    let ran = place.run(&lines(&["1"], &["p", "q"]), &["assess", SHIPPED, "--region", "uk"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    let page = fs::read_to_string(place.data().join("page-1.txt")).expect("the page is saved");
    assert!(page.contains("short of breath"), "{page}");
    assert!(ran.out.contains("page-1.txt"), "{}", ran.out);
    assert_page!("helpers", "the page that is saved in an emergency", page);
}

/// A same-day sign lets the other urgent questions finish, so that a worse sign is not missed.
#[test]
fn a_worse_sign_after_a_same_day_sign_is_not_missed() {
    let person = person("clot-swollen").but("also", "something-else");
    let asked = person.interview();
    let pack = &shipped().pack;
    let order: Vec<&str> =
        asked.iter().map(|(question, _)| pack.questions()[*question].id.as_str()).collect();
    let leg = order.iter().position(|id| *id == "leg-signs").expect("it is asked");
    assert!(order[leg + 1..].contains(&"also"), "{order:?}");
    let (_, json) = Place::new().assess(&lines(&questions(&person), &[""]), &[]);
    assert_eq!(urgency(&json), "same-day");
    // What only orders conditions is no longer asked.
    assert!(!order.contains(&"habits"), "{order:?}");
}

#[test]
fn saved_and_gone_on_with_is_the_same_as_straight_through() {
    let person = person("seed-meniscus-tear");
    let asked = questions(&person);
    let (_, whole) = Place::new().assess(&lines(&asked, &[""]), &[]);
    for at in [1, asked.len() / 2, asked.len()] {
        let place = Place::new();
        // At the last one, the answers are checked already.
        let ran = place.run(&lines(&asked[..at], &["s"]), &["assess", SHIPPED, "--region", "uk"]);
        assert_eq!(ran.code, Some(0), "{}", ran.page());
        assert!(ran.err.contains("sinew assess --resume"), "{}", ran.page());
        let mut rest = asked[at..].to_vec();
        rest.push(String::new());
        let (resumed, json) = place.assess(&rest, &["--resume"]);
        assert_eq!(json, whole, "after {at} answers");
        // Nothing is asked twice.
        let sections = resumed.out.lines().filter(|line| line.starts_with("Section: ")).count();
        assert_eq!(sections, asked.len() - at, "{}", resumed.out);
    }
}

/// Offered at the next start, without a word about it from the person.
#[test]
fn saved_answers_are_offered() {
    let person = person("plain-overuse");
    let asked = questions(&person);
    let place = Place::new();
    let ran = place.run(&lines(&asked[..4], &["s"]), &["assess", SHIPPED, "--region", "uk"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    let assess = |typed: &[String]| {
        let path = place.result();
        let path = path.to_string_lossy();
        let arguments = ["assess", "--region", "uk", "--format", "json", "-o", &path];
        let ran = place.script(typed).with(only_shipped).run(&arguments);
        assert_eq!(ran.code, Some(0), "{}", ran.page());
        (ran, fs::read_to_string(place.result()).expect("the result is written"))
    };
    // Go on with them.
    let mut rest = vec!["1".to_owned()];
    rest.extend_from_slice(&asked[4..]);
    rest.push(String::new());
    let (ran, json) = assess(&rest);
    assert!(ran.out.contains("There are saved answers from 4 March 2026."), "{}", ran.out);
    assert_eq!(urgency(&json), "self-care");
    // Start again, with the place.
    let mut again = vec!["2".to_owned(), "1".to_owned()];
    again.extend(lines(&asked, &[""]));
    let (_, second) = assess(&again);
    assert_eq!(second, json);
}

/// An interruption keeps the answers and says so; the answer that was being typed is not taken.
#[test]
fn an_interruption_keeps_the_answers() {
    let person = person("plain-overuse");
    let asked = questions(&person);
    let place = Place::new();
    let ran =
        place.script(&lines(&asked[..3], &[])).then_interrupted().run(&["assess", SHIPPED, "--region", "uk"]);
    assert_eq!(ran.code, Some(130), "{}", ran.page());
    assert_eq!(ran.err, "Answers so far are saved. Continue with: sinew assess --resume\n");
    let (_, whole) = Place::new().assess(&lines(&asked, &[""]), &[]);
    let mut rest = asked[3..].to_vec();
    rest.push(String::new());
    assert_eq!(place.assess(&rest, &["--resume"]).1, whole);
    // The input that ends is told from an interruption.
    let ran = Place::new().run(&lines(&asked[..3], &[]), &["assess", SHIPPED, "--region", "uk"]);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    assert!(ran.err.contains("the input ended") && ran.err.contains("--resume"), "{}", ran.err);
}

/// Somebody who leaves decides what becomes of the answers.
#[test]
fn leaving_with_and_without_the_answers() {
    let person = person("plain-overuse");
    let asked = questions(&person);
    for (choice, stays) in [("1", true), ("2", false)] {
        let place = Place::new();
        place.run(&lines(&asked[..3], &["q", choice]), &["assess", SHIPPED, "--region", "uk"]);
        assert_eq!(place.data().join("assessment.toml").exists(), stays, "{choice}");
    }
    // Or goes on after all.
    let mut typed = asked.clone();
    typed.splice(3..3, ["q".to_owned(), "3".to_owned()]);
    let (_, json) = Place::new().assess(&lines(&typed, &[""]), &[]);
    assert_eq!(urgency(&json), "self-care");
}

/// The same answers give the same bytes: interview, TOML, JSON, standard input and options.
#[test]
fn the_same_bytes_through_every_door() {
    for case in
        ["plain-overuse", "unsure-leg-signs", "typical-bone-stress-injury", "young-runner", "clot-swollen"]
    {
        let person = person(case);
        let place = Place::new();
        // An exit is checked like any other result.
        let (_, interview) = place.assess(&lines(&questions(&person), &[""]), &[]);
        // What was asked, and no more.
        let toml = fs::read_to_string(place.data().join("assessment.toml")).expect("the answers are saved");
        let file =
            AnswersFile::parse(toml.as_bytes(), AnswersFormat::Toml).expect("what was saved can be read");
        let json = file.to_json();
        let base = ["assess", SHIPPED, "--region", "uk", "--no-input", "--format", "json"];
        let run = |more: &[&str], input: &str| {
            let process = Process::of(PROGRAM).input(input);
            write(&process.work().join("answers.toml"), &toml);
            write(&process.work().join("answers.json"), &json);
            let ran = process.run_today(&[&base[..], more].concat());
            assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{case} {more:?}");
            ran.out
        };
        let pairs: Vec<String> =
            file.current.answers.iter().map(|(id, answer)| format!("{id}={answer}")).collect();
        let flags: Vec<&str> = pairs.iter().flat_map(|pair| ["--answer", pair]).collect();
        for (door, result) in [
            ("TOML", run(&["--answers", "answers.toml"], "")),
            ("JSON", run(&["--answers", "answers.json"], "")),
            ("TOML on standard input", run(&["--answers", "-"], &toml)),
            ("JSON on standard input", run(&["--answers", "-"], &json)),
            ("options", run(&flags, "")),
            // Options go over what the file says.
            ("both", run(&[&["--answers", "answers.toml"], &flags[flags.len() - 2..]].concat(), "")),
        ] {
            assert_eq!(result, interview, "{case}: {door}");
        }
    }
}

/// Where the interview stops early, answering everything leads to the same advice.
#[test]
fn the_interview_leads_where_all_answers_lead() {
    for case in ["plain-overuse", "seed-hamstring-injury", "seed-bakers-cyst"] {
        let person = person(case);
        let (_, interview) = Place::new().assess(&lines(&questions(&person), &[""]), &[]);
        let [interview, whole]: [Value; 2] = [interview, straight(&person)]
            .map(|text| serde_json::from_str(&text).expect("one JSON document"));
        for part in ["urgency", "urgency_reasons", "exit"] {
            assert_eq!(interview[part], whole[part], "{case}: {part}");
        }
        let ids = |value: &Value| -> Vec<String> {
            let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
            list.iter().map(|entry| entry["id"].to_string()).collect()
        };
        for part in ["/conditions", "/causes", "/advice/today/actions", "/advice/weeks"] {
            let [one, other] = [&interview, &whole].map(|value| value.pointer(part).map(ids));
            assert_eq!(one, other, "{case}: {part}");
        }
    }
}

fn write(path: &Path, content: &str) {
    fs::write(path, content).expect("a test writes to folders of its own");
}
