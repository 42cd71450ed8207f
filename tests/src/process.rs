//! The program as a process of its own.

use crate::TODAY;
use std::{
    ffi::OsStr,
    fs,
    io::{Read, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long a program may take. Far more than any needs, so that only one that waits for ever is stopped.
const LIMIT: Duration = Duration::from_mins(5);

/// What a program did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// The exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub out: String,
    /// What it wrote to standard error.
    pub err: String,
}

impl Ran {
    /// Runs a command to its end, with this on its standard input.
    ///
    /// # Panics
    /// If it does not start, has not ended after five minutes, or writes something else than text.
    #[track_caller]
    pub fn of(mut command: Command, input: &[u8]) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program under test starts");
        let mut stdin = child.stdin.take().expect("the input is piped");
        let input = input.to_owned();
        // A program may end without reading all of its input.
        let writer = thread::spawn(move || drop(stdin.write_all(&input)));
        let out = reader(child.stdout.take().expect("the output is piped"));
        let err = reader(child.stderr.take().expect("the errors are piped"));
        let status = wait(&mut child);
        writer.join().expect("writing does not panic");
        let text = |reader: thread::JoinHandle<Vec<u8>>| {
            String::from_utf8(reader.join().expect("reading does not panic"))
                .expect("the program writes text")
        };
        let (out, err) = (text(out), text(err));
        let Some(status) = status else {
            panic!("the program did not end within five minutes\n{out}\n{err}")
        };
        Self { code: status.code(), out, err }
    }

    /// Both streams and the exit code as one page, for snapshots.
    pub fn page(&self) -> String {
        let Self { code, out, err } = self;
        let code = code.map_or_else(|| "none".to_owned(), |code| code.to_string());
        format!("{out}----- errors\n{err}----- exit code {code}\n")
    }
}

/// A place to run the program in: an empty environment and folders of its own, removed at the end.
#[derive(Debug)]
pub struct Process {
    folder: TempDir,
    program: PathBuf,
    variables: Vec<(String, String)>,
    input: Vec<u8>,
}

/// Replaces the first of these texts in a file that a test wrote.
///
/// # Panics
/// If the file cannot be read or written, or the text is not in it.
#[track_caller]
pub fn edit(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).expect("it was written before");
    assert!(text.contains(from), "{} has no {from:?}", file.display());
    fs::write(file, text.replacen(from, to, 1)).expect("a test writes to folders of its own");
}

impl Process {
    /// A place for the program that cargo built for the tests: `Process::of(env!("CARGO_BIN_EXE_sinew-under-test"))`.
    ///
    /// # Panics
    /// If there is no such program, or no folder for temporary files.
    pub fn of(program: impl AsRef<Path>) -> Self {
        let folder = tempfile::tempdir().expect("a test can make a folder for temporary files");
        for name in ["home", "data", "work"] {
            fs::create_dir(folder.path().join(name)).expect("the folder is new and ours");
        }
        // It shall meet its real name in its arguments.
        let name = folder.path().join(format!("sinew{}", std::env::consts::EXE_SUFFIX));
        link(program.as_ref(), &name).expect("the program under test is there");
        Self { folder, program: name, variables: Vec::new(), input: Vec::new() }
    }

    /// The program, under its real name.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// The folder the program runs in. It is empty at first.
    pub fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// Changes a file in the folder the program runs in, as [`edit`] does.
    ///
    /// # Panics
    /// As [`edit`] does.
    #[track_caller]
    pub fn edit(&self, file: impl AsRef<Path>, from: &str, to: &str) {
        edit(&self.work().join(file), from, to);
    }

    /// The folder the program keeps its data in. It is empty at first.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Sets a variable of the program's environment.
    #[must_use]
    pub fn variable(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// What the program reads from standard input; without this, nothing.
    #[must_use]
    pub fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// The command that runs the program here, with an empty environment. For tests that start it themselves.
    #[expect(clippy::disallowed_methods, reason = "this is where tests start the program")]
    pub fn command<I: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = I>) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).current_dir(self.work()).env_clear();
        command.env("HOME", self.folder.path().join("home")).env("SINEW_DATA", self.data());
        command.env("LANG", "en_GB.UTF-8");
        if cfg!(windows) {
            // Without these, programs do not start.
            command.env("SystemRoot", "C:\\Windows").env("USERPROFILE", self.folder.path().join("home"));
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs the program to its end.
    ///
    /// # Panics
    /// If it does not start, or has not ended after five minutes.
    #[track_caller]
    pub fn run<I: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = I>) -> Ran {
        Ran::of(self.command(arguments), &self.input)
    }

    /// Runs `assess` or another command that has the option on the day of all tests.
    #[track_caller]
    pub fn run_today(&self, arguments: &[&str]) -> Ran {
        let today = TODAY.to_string();
        self.run(arguments.iter().copied().chain(["--today", &today]))
    }
}

#[cfg(unix)]
fn link(program: &Path, name: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(program.canonicalize()?, name)
}

#[cfg(not(unix))]
fn link(program: &Path, name: &Path) -> std::io::Result<()> {
    fs::hard_link(program, name).or_else(|_| fs::copy(program, name).map(drop))
}

fn reader(mut stream: impl Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is shown all the same.
        drop(stream.read_to_end(&mut bytes));
        bytes
    })
}

/// Waits for the end; gives nothing if the program had to be stopped.
#[expect(clippy::disallowed_methods, reason = "a program that waits for ever has to be stopped")]
fn wait(child: &mut Child) -> Option<ExitStatus> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("the program is our child") {
            return Some(status);
        }
        if start.elapsed() > LIMIT {
            drop(child.kill());
            drop(child.wait());
            return None;
        }
        thread::sleep(Duration::from_millis(5));
    }
}
