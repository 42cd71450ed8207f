//! The program in this process, with a script in place of a person.

use crate::{Ran, TODAY};
use sinew_cli::{Console, Entry, Environment, Layout, Page, Streams};
use std::{
    collections::VecDeque,
    ffi::OsString,
    fmt::Write as _,
    io::{self, Read},
    path::PathBuf,
    time::Duration,
};

/// A run of the program in this process: what its surroundings say, and what is typed when it asks.
pub struct Script {
    /// The surroundings. Bare at first: no terminal, no wishes, no folder for data, the day of all tests.
    pub environment: Environment,
    typed: VecDeque<Entry>,
    edits: VecDeque<Edit>,
    input: Vec<u8>,
}

/// What an author does to the files of a pack meanwhile.
type Edit = Box<dyn FnOnce()>;

impl Default for Script {
    fn default() -> Self {
        // This machine may be busy with other tests.
        let environment = Environment { extension_wait: Duration::from_mins(5), ..Environment::bare(TODAY) };
        Self { environment, typed: VecDeque::new(), edits: VecDeque::new(), input: Vec::new() }
    }
}

impl Script {
    /// A person at a terminal who types these lines. When they run out, the input ends.
    pub fn typing(lines: &[&str]) -> Self {
        let mut script = Self::default();
        let environment = &mut script.environment;
        (environment.stdin_is_terminal, environment.stdout_is_terminal, environment.stderr_is_terminal) =
            (true, true, true);
        (environment.columns, environment.rows) = (Some(80), Some(24));
        script.typed = lines.iter().map(|&line| Entry::Line(line.to_owned())).collect();
        script
    }

    /// Adds an interruption with Ctrl-C after the lines.
    #[must_use]
    pub fn then_interrupted(mut self) -> Self {
        self.typed.push_back(Entry::Interrupted);
        self
    }

    /// Adds lines after those that are there.
    #[must_use]
    pub fn then_typing(mut self, lines: &[&str]) -> Self {
        self.typed.extend(lines.iter().map(|&line| Entry::Line(line.to_owned())));
        self
    }

    /// Adds a change of files that are watched: after the lines, or where the program waits for one.
    #[must_use]
    pub fn then_editing(mut self, edit: impl FnOnce() + 'static) -> Self {
        self.typed.push_back(Entry::Changed);
        self.edits.push_back(Box::new(edit));
        self
    }

    /// What comes from standard input as data.
    #[must_use]
    pub fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// Changes the surroundings.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Environment)) -> Self {
        change(&mut self.environment);
        self
    }

    /// Runs the program with these arguments. Pages and the answers to them are part of the output.
    pub fn run(self, arguments: &[&str]) -> Ran {
        let Self { environment, typed, edits, input } = self;
        let mut console = Recorded { typed, edits, input, out: String::new(), err: String::new() };
        let typed: Vec<OsString> = ["sinew"].iter().chain(arguments).map(OsString::from).collect();
        let code = sinew_cli::run(&typed, &environment, &mut console);
        Ran { code: Some(i32::from(code)), out: console.out, err: console.err }
    }
}

struct Recorded {
    typed: VecDeque<Entry>,
    edits: VecDeque<Edit>,
    input: Vec<u8>,
    out: String,
    err: String,
}

impl Console for Recorded {
    fn write_out(&mut self, text: &str) -> io::Result<()> {
        self.out.push_str(text);
        Ok(())
    }

    fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_out(&String::from_utf8_lossy(bytes))
    }

    fn write_err(&mut self, text: &str) -> io::Result<()> {
        self.err.push_str(text);
        Ok(())
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        self.out.push_str(text);
        Ok(())
    }

    fn ask(&mut self, page: &Page, _layout: Layout) -> io::Result<Entry> {
        for line in &page.lines {
            self.out.push_str(&line.text);
            self.out.push('\n');
        }
        let entry = self.typed.pop_front().unwrap_or(Entry::End);
        if entry == Entry::Changed
            && let Some(edit) = self.edits.pop_front()
        {
            edit();
        }
        let typed = match &entry {
            Entry::Line(line) => line,
            Entry::End => "(end of the input)",
            Entry::Interrupted => "(Ctrl-C)",
            Entry::Changed => "(a file has changed)",
        };
        writeln!(self.out, "{}{typed}", page.prompt).map_err(io::Error::other)?;
        Ok(entry)
    }

    fn input(&mut self) -> Box<dyn Read + '_> {
        Box::new(self.input.as_slice())
    }

    fn streams(&mut self) -> Streams<'_> {
        Streams::in_memory(&self.input, &mut self.out, &mut self.err)
    }

    fn say_when_interrupted(&mut self, _text: &str) {}

    fn watch(&mut self, _folders: &[PathBuf]) -> Result<(), String> {
        Ok(())
    }

    fn wait_for_change(&mut self) -> bool {
        let Some(edit) = self.edits.pop_front() else { return false };
        edit();
        true
    }
}
