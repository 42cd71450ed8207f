//! The program on a real terminal: what a person sees on the screen, and what is left of it afterwards.
//!
//! Nothing here waits for a fixed time. Each step waits until the screen shows what a person would wait for, with a limit
//! that only a program that hangs can reach.
#![cfg(unix)]

use crate::PROGRAM;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use sinew_app::model::QuestionIx;
use sinew_tests::{Person, Process, SHIPPED, one_line, person, shipped, write_arm_packs, write_elbow_pack};
use std::{
    fs,
    io::{Read as _, Write},
    num::NonZero,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

/// How often a screen is looked at before it is given up, and how long in between: a minute in all.
const LOOKS: usize = 6_000;
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);
/// How often it is looked at after the program has ended: what it wrote has only to be read.
const LAST_LOOKS: usize = 500;

/// A terminal with a program running on it.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
    master: Box<dyn MasterPty + Send>,
    // Kept open, so that its settings can be read after the program has ended.
    _slave: Box<dyn SlavePty + Send>,
}

impl Terminal {
    /// Runs the program at this place with these arguments on a terminal of this height.
    fn start(place: &Process, rows: u16, arguments: &[&str]) -> Self {
        Self::sized(place, (rows, COLUMNS), arguments)
    }

    /// Runs it on a terminal of so many rows and columns.
    fn sized(place: &Process, (rows, columns): (u16, u16), arguments: &[&str]) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("the system has terminals");
        let mut command = CommandBuilder::new(place.program());
        command.args(arguments);
        command.cwd(place.work());
        command.env_clear();
        // The same surroundings as everywhere, and a terminal.
        for (name, value) in place.command([""; 0]).get_envs() {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).expect("the program under test starts");
        let cells = |count| NonZero::new(count).expect("a terminal has rows and columns");
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(rows), cells(columns), 0)));
        let mut output = pair.master.try_clone_reader().expect("a terminal can be read");
        let painted = Arc::clone(&screen);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                painted.lock().unwrap_or_else(PoisonError::into_inner).process(&bytes[..count]);
            }
        });
        let keys = pair.master.take_writer().expect("a terminal can be written to");
        Self { child, keys, screen, master: pair.master, _slave: pair.slave }
    }

    /// What stands on the screen.
    fn text(&self) -> String {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner).screen().contents()
    }

    /// Presses keys.
    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("a terminal takes keys");
        self.keys.flush().expect("a terminal takes keys");
    }

    /// Types a line.
    fn enter(&mut self, line: &str) {
        self.press(&format!("{line}\r"));
    }

    /// Waits until the screen is as it should be, and gives what was found on it.
    #[track_caller]
    fn wait<T>(&mut self, what: &str, found: impl Fn(&str) -> Option<T>) -> T {
        let (mut looks, mut ended) = (0, None);
        while looks < if ended.is_some() { LAST_LOOKS } else { LOOKS } {
            if let Some(found) = found(&one_line(&self.text())) {
                return found;
            }
            if ended.is_none() {
                ended = self.child.try_wait().expect("it is our child");
                looks = if ended.is_some() { 0 } else { looks };
            }
            looks += 1;
            thread::sleep(BETWEEN_LOOKS);
        }
        panic!("{what} does not come up; ended: {ended:?}; the screen:\n{}", self.text());
    }

    /// Waits until the screen shows this text, however it is wrapped.
    #[track_caller]
    fn shows(&mut self, text: &str) {
        self.wait(text, |screen| screen.contains(text).then_some(()));
    }

    /// Looks through a page that is higher than the screen, part by part, until it shows what is looked for.
    #[track_caller]
    fn rolls_to<T>(&mut self, found: impl Fn(&str) -> Option<T>) -> T {
        loop {
            let before = self.wait("a part of the page", |screen| {
                screen.contains("then Enter").then(|| screen.to_owned())
            });
            if let Some(found) = found(&before) {
                return found;
            }
            self.shows("-- more");
            self.enter("");
            self.wait("the next part", |screen| {
                (screen != before && screen.contains("then Enter")).then_some(())
            });
        }
    }

    /// Waits for the advice, whose level stands once more at its end.
    #[track_caller]
    fn shows_self_care(&mut self) {
        let level = "Self-care: You can look after this yourself";
        self.wait(level, |screen| {
            screen.split_once("In short").is_some_and(|(_, end)| end.contains(level)).then_some(())
        });
    }

    /// Waits for the end of the program and gives its exit code.
    #[track_caller]
    fn ended(&mut self) -> u32 {
        for _ in 0..LOOKS {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                return status.exit_code();
            }
            thread::sleep(BETWEEN_LOOKS);
        }
        panic!("the program does not end; the screen:\n{}", self.text());
    }

    /// The cursor is there, lines are echoed and edited, and the screen is the usual one: as a shell left it.
    #[track_caller]
    fn is_restored(&self) {
        let parser = self.screen.lock().unwrap_or_else(PoisonError::into_inner);
        assert!(!parser.screen().hide_cursor(), "the cursor is hidden");
        assert!(!parser.screen().alternate_screen(), "the other screen is still there");
        drop(parser);
        let settings = self.master.get_termios().expect("a terminal has settings");
        let local = format!("{:?}", settings.local_flags);
        for flag in ["ECHO", "ICANON", "ISIG"] {
            let words: Vec<&str> = local.split(|character: char| !character.is_alphanumeric()).collect();
            assert!(words.contains(&flag), "{flag} is off: {local}");
        }
        let output = format!("{:?}", settings.output_flags);
        assert!(output.contains("OPOST"), "line breaks are not mended: {output}");
    }

    /// Waits for a page of the interview other than this one, and gives it.
    #[track_caller]
    fn next(&mut self, before: Option<Page>) -> Page {
        self.wait("another page", |screen| {
            // A page is complete once the place to type is there.
            let place_to_type = ["q quit >", "q quit):"];
            let page = if screen.contains("Check your answers before you see the advice") {
                Page::Check
            } else {
                let mut asked = shipped().pack.questions().iter_indexed();
                Page::Question(asked.find(|(_, question)| screen.contains(&question.ask))?.0)
            };
            let complete = place_to_type.iter().any(|text| screen.contains(text));
            (complete && Some(page) != before).then_some(page)
        })
    }

    /// Answers questions as this person, until the answers are checked or this many are answered. Gives the last page that
    /// was answered.
    #[track_caller]
    fn answer(&mut self, person: &Person, mut before: Option<Page>, most: usize) -> Option<Page> {
        for _ in 0..most {
            let page = self.next(before);
            let Page::Question(question) = page else { break };
            self.enter(&person.types(question));
            before = Some(page);
        }
        before
    }
}

/// A page of the interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    /// A question.
    Question(QuestionIx),
    /// All answers, to be checked.
    Check,
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed must not leave a program behind; one that has ended is no error.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// High enough that every question fits, so that single keys are read.
const TALL: u16 = 60;
/// As high as many terminals are. The longest question does not fit.
const USUAL: u16 = 24;

const COLUMNS: u16 = 80;

const ASSESS: [&str; 6] = ["assess", SHIPPED, "--region", "uk", "--today", "2026-11-22"];

fn start(terminal: &mut Terminal) {
    terminal.shows("Press Enter to start");
    terminal.enter("");
}

fn number(question: &str) -> QuestionIx {
    shipped().pack.question_named(question).expect("the pack has the question")
}

fn page(question: &str) -> Page {
    Page::Question(number(question))
}

#[test]
fn a_whole_interview_with_back_and_a_change() {
    let place = Process::of(PROGRAM);
    let person = person("plain-overuse");
    let mut terminal = Terminal::start(&place, TALL, &ASSESS);
    start(&mut terminal);

    // The first question: its choices are numbered, and nothing is chosen.
    assert_eq!(terminal.next(None), page("right-now"));
    for (position, (_, choice)) in shipped().pack.questions()[number("right-now")].options().enumerate() {
        terminal.shows(&format!("{} {}", position + 1, choice.label));
    }
    terminal.enter(&person.types(number("right-now")));
    assert_eq!(terminal.next(Some(page("right-now"))), page("age"));

    // The wrong age: under 18 the guide ends, and the answers are checked. Back to it.
    terminal.enter("1");
    assert_eq!(terminal.next(Some(page("age"))), Page::Check);
    terminal.enter("b");
    assert_eq!(terminal.next(Some(Page::Check)), page("age"));
    terminal.shows("Your answer so far: Under 18");
    // The arrow keys are an extra: the choice that is pointed to is what Enter gives.
    terminal.press(&"\u{1b}[B".repeat(3));
    terminal.shows("> 3 30 to 34");
    terminal.enter("");
    terminal.answer(&person, Some(page("age")), 40);

    // All answers are listed; another one for the age, and back to the list.
    terminal.shows("Age 30 to 34");
    let rows = terminal.text();
    let row = rows.lines().find(|line| line.contains("30 to 34")).expect("the age is listed");
    let row = row.split_whitespace().next().expect("rows are numbered").trim_end_matches('.').to_owned();
    terminal.enter(&row);
    assert_eq!(terminal.next(Some(Page::Check)), page("age"));
    terminal.enter("4");
    assert_eq!(terminal.next(Some(page("age"))), Page::Check);
    terminal.shows("Age 35 to 39");

    terminal.enter("");
    assert_eq!(terminal.ended(), 0);
    terminal.shows_self_care();
    terminal.is_restored();
    let saved = fs::read_to_string(place.data().join("assessment.toml")).expect("the answers are saved");
    assert!(saved.contains("age = \"35-39\""), "{saved}");
}

/// Ctrl-C ends the program at once, with the terminal as it was and a line that says what was kept.
#[test]
fn an_interruption_and_going_on() {
    let place = Process::of(PROGRAM);
    let person = person("plain-overuse");
    let mut terminal = Terminal::start(&place, TALL, &ASSESS);
    start(&mut terminal);
    let last = terminal.answer(&person, None, 5);
    assert_ne!(terminal.next(last), Page::Check);
    // Something is typed already; it is no answer.
    terminal.press("1");
    terminal.press("\u{3}");
    assert_eq!(terminal.ended(), 130);
    terminal.shows("Answers so far are saved. Continue with: sinew assess --resume");
    terminal.is_restored();

    let saved = fs::read_to_string(place.data().join("assessment.toml")).expect("the answers are saved");
    assert_eq!(saved.lines().skip_while(|line| *line != "[answers]").skip(1).count(), 5, "{saved}");

    let mut terminal = Terminal::start(&place, TALL, &[&ASSESS[..], &["--resume"]].concat());
    assert_ne!(terminal.next(None), page("right-now"));
    terminal.shows("Question 6");
    let last = terminal.answer(&person, None, 40);
    assert_eq!(terminal.next(last), Page::Check);
    terminal.enter("");
    assert_eq!(terminal.ended(), 0);
    terminal.shows_self_care();
    terminal.is_restored();
}

/// On a low screen the longest question does not fit. The question stays in sight, and all of its choices can be seen.
#[test]
fn an_interruption_on_a_low_screen() {
    let place = Process::of(PROGRAM);
    let person = person("plain-overuse");
    let mut terminal = Terminal::start(&place, USUAL, &ASSESS);
    start(&mut terminal);
    assert_eq!(terminal.next(None), page("right-now"));
    let question = &shipped().pack.questions()[number("right-now")];
    let last = question.options().last().map(|(_, choice)| choice.label.as_str()).expect("it has choices");
    assert!(!one_line(&terminal.text()).contains(last), "the page fits, so this test tests nothing");
    // Enter alone shows more, and answers nothing.
    terminal.enter("");
    terminal.shows(last);
    terminal.shows(&question.ask);
    terminal.press("\u{3}");
    assert_eq!(terminal.ended(), 130);
    terminal.shows("Continue with: sinew assess --resume");
    terminal.is_restored();
    let saved = fs::read_to_string(place.data().join("assessment.toml")).expect("answers are saved at once");
    assert!(!saved.contains("right-now"), "{saved}");

    // The whole interview can be held there.
    let place = Process::of(PROGRAM);
    let mut terminal = Terminal::start(&place, USUAL, &ASSESS);
    start(&mut terminal);
    let before = terminal.answer(&person, None, 40);
    assert_eq!(terminal.next(before), Page::Check);
    terminal.enter("");
    assert_eq!(terminal.ended(), 0);
    terminal.shows_self_care();
    terminal.is_restored();
}

/// Before anything is answered there is nothing to keep, and that is said.
#[test]
fn an_interruption_at_the_start() {
    let place = Process::of(PROGRAM);
    let mut terminal = Terminal::start(&place, USUAL, &ASSESS);
    terminal.shows("Press Enter to start");
    terminal.press("\u{3}");
    assert_eq!(terminal.ended(), 130);
    terminal.shows("Nothing was saved. Start again with: sinew assess");
    terminal.is_restored();
}

/// An emergency stands on the screen by itself, whatever was there before, and a mistake can be taken back.
#[test]
fn an_emergency() {
    for rows in [TALL, USUAL] {
        let place = Process::of(PROGRAM);
        let person = person("plain-overuse");
        let mut terminal = Terminal::start(&place, rows, &ASSESS);
        start(&mut terminal);
        terminal.shows("q quit >");
        terminal.enter("1");
        terminal.shows("Call 999 now. Type p, b or q, then Enter:");
        let screen = one_line(&terminal.text());
        for action in shipped().pack.actions() {
            assert!(!screen.contains(&action.title), "{} is offered", action.title);
        }
        for condition in shipped().pack.conditions() {
            assert!(!screen.contains(&condition.name), "{} is named", condition.name);
        }
        if rows == TALL {
            terminal.shows("EMERGENCY");
            terminal.shows("you are short of breath");
        }
        // Enter alone takes nothing back.
        terminal.enter("");
        terminal.shows("Type p, b or q.");
        terminal.enter("b");
        terminal.shows("Your answer so far: Short of breath");
        terminal.enter(&person.types(number("right-now")));
        assert_eq!(terminal.next(Some(page("right-now"))), page("age"));
        terminal.enter("b");
        terminal.shows("Your answer so far: None of these");
        terminal.enter("1");
        terminal.shows("Call 999 now. Type p, b or q, then Enter:");
        terminal.enter("q");
        assert_eq!(terminal.ended(), 0);
        terminal.is_restored();
    }
}

/// The page that is asked for on a terminal does not redraw anything in accessible mode.
#[test]
fn accessible_lines_are_only_added() {
    let place = Process::of(PROGRAM);
    let person = person("plain-overuse");
    let mut terminal = Terminal::start(&place, TALL, &[&ASSESS[..], &["--accessible"]].concat());
    start(&mut terminal);
    terminal.shows("Question 1.");
    terminal.enter(&person.types(number("right-now")));
    terminal.shows("Answer saved: None of these.");
    terminal.shows("Question 2.");
    // What was asked first still stands above.
    terminal.shows("Press Enter to start");
    terminal.press("\u{3}");
    assert_eq!(terminal.ended(), 130);
    terminal.shows("Continue with: sinew assess --resume");
    terminal.is_restored();
}

/// The welcome of a first visitor fits the screen, and leaving it is no failure.
#[test]
fn the_welcome() {
    let place = Process::of(PROGRAM);
    let mut terminal = Terminal::start(&place, USUAL, &[]);
    terminal.shows("It works offline.");
    terminal.shows("999 UK");
    terminal.enter("q");
    assert_eq!(terminal.ended(), 0);
    terminal.is_restored();
}

/// The number of a choice that begins with these words.
fn number_before(screen: &str, words: &str) -> Option<String> {
    let (before, _) = screen.split_once(words)?;
    before.split_whitespace().next_back().map(str::to_owned)
}

/// Where it hurts, with the shipped packs and two about the arm at hand, on terminals of three sizes: every place can be chosen by
/// its number, and its drawing can be seen.
#[test]
fn the_places_on_terminals_of_three_sizes() {
    for size in [(USUAL, COLUMNS), (USUAL, 40), (TALL, 200)] {
        let place = Process::of(PROGRAM);
        write_arm_packs(&place.work().join("arm"));
        let mut terminal = Terminal::sized(&place, size, &["assess", "--region", "uk", "--packs", "arm"]);
        terminal.shows("Where does it hurt most?");
        // Numbers depend on how many packs there are. On a low screen Enter alone shows more.
        let [elbow, wrist, several] = [
            "At the inner side of the elbow",
            "At the back of the wrist, on the side of the thumb",
            "In more than one of these places",
        ]
        .map(|words| terminal.rolls_to(|screen| number_before(screen, words)));
        // The drawing of the elbow has the number of the elbow where the mark was.
        let marked = format!("){elbow} ");
        terminal.rolls_to(|screen| screen.contains(&marked).then_some(()));
        for row in terminal.text().lines() {
            assert!(row.chars().count() <= usize::from(size.1), "{size:?}: {row}");
        }
        terminal.enter(&several);
        terminal.shows("Which places?");
        terminal.enter(&format!("{wrist} {elbow}"));
        // The one that was typed first is asked about first.
        terminal.shows("Pain at the back of the wrist.");
        terminal.enter("");
        terminal.shows("Which of these do you have right now?");
        terminal.press("\u{3}");
        assert_eq!(terminal.ended(), 130);
        terminal.is_restored();
        let saved =
            fs::read_to_string(place.data().join("assessment.toml")).expect("answers are saved at once");
        assert!(saved.contains("chosen = [\"sore-wrist\", \"inner-elbow\"]"), "{saved}");
    }
}

/// The pack is read again while a question stands on the screen, and what is typed afterwards answers the new one.
#[test]
fn a_pack_that_is_tried_is_read_again_when_it_is_saved() {
    let place = Process::of(PROGRAM);
    write_elbow_pack(&place.work());
    let file = place.work().join("sore-elbow/questions.toml");
    let text = fs::read_to_string(&file).expect("the pack has questions");
    let mut terminal = Terminal::start(&place, TALL, &["pack", "try", "sore-elbow"]);
    terminal.shows("Is the elbow out of shape?");
    terminal.press("1");
    // Seen, so that it is typed before the change and not after it.
    terminal.shows("> 1");
    let text = text.replace("Is the elbow out of shape?", "Is the elbow bent in an odd way?");
    fs::write(&file, &text).expect("it can be changed");
    terminal.shows("Is the elbow bent in an odd way?");
    terminal.shows("The pack was saved, and is read again");
    terminal.enter("2");
    terminal.shows("Is the elbow hot?");
    fs::write(&file, text.replace("kind = \"one-of\"", "kind = \"one-off\"")).expect("it can be changed");
    terminal.shows("Mend it and save, or type q to quit:");
    terminal.shows("P0104");
    fs::write(&file, &text).expect("it can be changed");
    terminal.shows("Is the elbow hot?");
    terminal.press("\u{3}");
    assert_eq!(terminal.ended(), 130);
    terminal.is_restored();
}

#[test]
fn a_watched_check_is_shown_anew_when_a_file_is_saved() {
    let place = Process::of(PROGRAM);
    write_elbow_pack(&place.work());
    let file = place.work().join("sore-elbow/causes.toml");
    let text = fs::read_to_string(&file).expect("the pack has causes");
    let mut terminal = Terminal::start(&place, TALL, &["pack", "check", "sore-elbow", "--watch"]);
    terminal.shows("All checks passed");
    terminal.shows("Checking again when a file is saved. To stop, press Ctrl-C.");
    fs::write(&file, text.replace("sources = [", "sorces = [")).expect("it can be changed");
    terminal.shows("P0101");
    fs::write(&file, &text).expect("it can be changed");
    terminal.wait("a clean report", |screen| {
        (screen.contains("All checks passed") && !screen.contains("P0101")).then_some(())
    });
    terminal.press("\u{3}");
    assert_eq!(terminal.ended(), 130);
    terminal.is_restored();
}

#[test]
fn a_pack_is_begun_with_answers_and_with_enter_alone() {
    let place = Process::of(PROGRAM);
    let mut terminal = Terminal::start(&place, TALL, &["pack", "new", "sore-spot"]);
    terminal.shows("What is it?");
    terminal.enter("");
    terminal.shows("What is it called?");
    terminal.enter("The sore spot");
    terminal.shows("Where does it hurt?");
    terminal.enter("");
    terminal.shows("In which folder");
    terminal.enter("nowhere");
    terminal.shows("nowhere is not a folder");
    terminal.enter("");
    terminal.shows("sinew explain T0114");
    assert_eq!(terminal.ended(), 0);
    terminal.is_restored();
    let manifest = fs::read_to_string(place.work().join("sore-spot/pack.toml")).expect("it is written");
    assert!(manifest.contains("title = \"The sore spot\""), "{manifest}");
    assert!(manifest.contains("place = \"TODO"), "{manifest}");
}
