//! The child that runs a library, from start to end.

use crate::{
    declared::{Declared, ExtensionId},
    folder::RunFolder,
    frame::{FrameProblem, MOST_INPUT},
    library::{Library, file_name, read_at_most},
    message::{
        FromRunner, MessageProblem, PROTOCOL, RunnerProblem, ToRunner, read_from_runner, write_to_runner,
    },
    no_facts::{NoFacts, NoFactsKind},
    patience::{NotCome, Patience, Waiting},
    reply::{Facts, REMEDY, read_description, read_reply},
    sandbox::{Enforced, Sandbox},
    shown::shown,
    trust::{MOST_LIBRARY, Trusted},
};
use std::{
    fmt,
    fs::{self, File},
    io::{self, Read, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

/// The hidden command of the program that runs a library. It is followed by the library, the most bytes of memory and the most
/// seconds of processor time.
pub const RUN_COMMAND: &str = "ext-run";

/// How much of what the child writes to its standard error is kept, in bytes.
const MOST_STDERR: usize = 4 * 1024;
/// How much of that is shown, in characters.
const MOST_STDERR_SHOWN: usize = 300;
/// How long a child that has closed its connection is waited for.
const LAST_WAIT: Duration = Duration::from_secs(1);

/// How much a child may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How long it may take to start and to load the library.
    pub start: Duration,
    /// How long each call of the library may take.
    pub call: Duration,
    /// How much memory it may use, in bytes. The system may not enforce it.
    pub memory: u64,
    /// How much processor time it may use in all, in seconds. The system may not enforce it.
    pub processor: u64,
    /// Whether it is refused before the library is opened if the system does not keep it from files, network and programs.
    pub must_be_held: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            start: Duration::from_secs(10),
            call: Duration::from_secs(10),
            memory: 1024 * 1024 * 1024,
            processor: 20,
            must_be_held: false,
        }
    }
}

/// What a child is started with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Host {
    /// This program, which is started once more.
    pub program: PathBuf,
    /// The user's data folder, below which a private copy of the library lies while it runs.
    pub data: PathBuf,
    /// How much the child may take.
    pub limits: Limits,
}

impl Host {
    /// A host with the usual limits.
    pub fn new(program: PathBuf, data: PathBuf) -> Self {
        Self { program, data, limits: Limits::default() }
    }
}

/// What an extension answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// All declared facts.
    pub facts: Facts,
    /// What kept the child from doing harm meanwhile.
    pub sandbox: Sandbox,
}

/// Asks an extension for its facts. Whatever it does, this gives its facts, all declared and in their ranges, or the reason why there
/// are none.
pub fn ask(host: &Host, trusted: &Trusted, input: &[u8]) -> Result<Answer, NoFacts> {
    asked(host, trusted, input, &mut Waiting::of_nobody())
}

/// The same for somebody who waits for it. What takes longer than their patience is too late, and `notice` is called once if they have
/// to wait for more than a moment.
pub fn ask_within(
    host: &Host,
    trusted: &Trusted,
    input: &[u8],
    patience: &mut Patience,
    notice: &mut dyn FnMut(),
) -> Result<Answer, NoFacts> {
    patience.wait(notice, |waiting| asked(host, trusted, input, waiting))
}

fn asked(host: &Host, trusted: &Trusted, input: &[u8], waiting: &mut Waiting<'_>) -> Result<Answer, NoFacts> {
    let mut session = Session::begin(host, trusted, waiting)?;
    let facts = session.answer(input, waiting)?;
    Ok(Answer { facts, sandbox: session.sandbox() })
}

/// What this system keeps the child of an extension from. The child is started and ended; no library is opened or looked at.
pub fn probe(host: &Host, name: &ExtensionId) -> Result<Sandbox, NoFacts> {
    let folder = RunFolder::make(&host.data).map_err(|problem| not_copied(name, &host.data, &problem))?;
    let place = folder.copy("none");
    let mut running = Running::start(host, &folder, &place, name)?;
    running.hello(name, host.limits.start, &mut Waiting::of_nobody())
}

/// A child with an open library. It ends with this value.
#[derive(Debug)]
pub struct Session {
    running: Running,
    declared: Declared,
    sandbox: Sandbox,
    call: Duration,
    // The last field, so that the child has ended when its folder is removed.
    _folder: RunFolder,
}

impl Session {
    /// Copies the library to a private place, and only if the copy has the bytes that are trusted starts a child that opens the copy.
    ///
    /// What it may supply is what was trusted with it.
    pub fn start(host: &Host, trusted: &Trusted) -> Result<Self, NoFacts> {
        Self::begin(host, trusted, &mut Waiting::of_nobody())
    }

    fn begin(host: &Host, trusted: &Trusted, waiting: &mut Waiting<'_>) -> Result<Self, NoFacts> {
        let Library { declared, file: library, .. } = trusted.library();
        let id = declared.id();
        let folder = RunFolder::make(&host.data).map_err(|problem| not_copied(id, &host.data, &problem))?;
        let copy = folder.copy(&file_name(id));
        copy_private(library, &copy).map_err(|problem| not_copied(id, library, &problem))?;
        // What is looked at is the copy, which is what will be opened: the library of the pack may change at any moment.
        let bytes = read_at_most(&copy, MOST_LIBRARY).map_err(|problem| not_copied(id, &copy, &problem))?;
        trusted.holds_for(&bytes)?;
        drop(bytes);
        if let Some(NotCome::Whole(whole)) = waiting.is_over() {
            return Err(NoFacts::new(id, NoFactsKind::Late, late_words(whole), REMEDY));
        }
        let mut running = Running::start(host, &folder, &copy, id)?;
        let sandbox = running.hello(id, host.limits.start, waiting)?;
        if host.limits.must_be_held && (sandbox.landlock != Enforced::Full || !sandbox.system_calls) {
            let remedy = "use a system that can, or do without its facts";
            return Err(NoFacts::new(id, NoFactsKind::NotHeld, sandbox.to_string(), remedy));
        }
        running.send(ToRunner::Load, Vec::new());
        let said = match running.receive(id, host.limits.start, "loading it", waiting)? {
            (FromRunner::Extension, said) => said,
            (message, _) => return Err(running.unexpected(id, &message)),
        };
        declared.hold_against(&read_description(&said, declared)?)?;
        Ok(Self { running, declared: declared.clone(), sandbox, call: host.limits.call, _folder: folder })
    }

    /// Asks for the facts that follow from these bytes. After an error it is of no use any more.
    pub fn evaluate(&mut self, input: &[u8]) -> Result<Facts, NoFacts> {
        self.answer(input, &mut Waiting::of_nobody())
    }

    fn answer(&mut self, input: &[u8], waiting: &mut Waiting<'_>) -> Result<Facts, NoFacts> {
        let id = self.declared.id();
        if input.len() > MOST_INPUT {
            let cause =
                format!("it would be given {} bytes, of which at most {MOST_INPUT} are taken", input.len());
            return Err(NoFacts::new(id, NoFactsKind::TooLong, cause, "give it less at once"));
        }
        self.running.send(ToRunner::Evaluate, input.to_vec());
        match self.running.receive(id, self.call, "answering", waiting)? {
            (FromRunner::Answer, reply) => read_reply(&reply, &self.declared),
            (message, _) => Err(self.running.unexpected(id, &message)),
        }
    }

    /// What keeps the child from doing harm.
    pub fn sandbox(&self) -> Sandbox {
        self.sandbox
    }
}

fn not_copied(id: &dyn fmt::Display, place: &Path, problem: &io::Error) -> NoFacts {
    let cause = format!("{} could not be copied or read: {problem}", place.display());
    let remedy = "see that the file is there, and that you may write to your data folder: sinew data path";
    NoFacts::new(id, NoFactsKind::NotReadable, cause, remedy)
}

/// Copies a library to a new file that only its owner can read.
fn copy_private(from: &Path, to: &Path) -> io::Result<()> {
    let bytes = read_at_most(from, MOST_LIBRARY)?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o500);
    let mut file: File = options.open(to)?;
    file.write_all(&bytes)
}

/// What comes from the child.
type Received = Result<(FromRunner, Vec<u8>), MessageProblem>;

/// A running child. Dropping it ends it.
#[derive(Debug)]
struct Running {
    child: Child,
    to_child: SyncSender<(ToRunner, Vec<u8>)>,
    from_child: Receiver<Received>,
    stderr: Arc<Mutex<Vec<u8>>>,
    stderr_ended: Receiver<()>,
    /// Whether the child was waited for. From then on its number may be somebody else's.
    is_over: bool,
}

impl Running {
    fn start(
        host: &Host,
        folder: &RunFolder,
        library: &Path,
        id: &dyn fmt::Display,
    ) -> Result<Self, NoFacts> {
        let not_started = |problem: io::Error| {
            let cause =
                format!("the process for it could not be started from {}: {problem}", host.program.display());
            NoFacts::new(
                id,
                NoFactsKind::NotStarted,
                cause,
                "see that the program is still where it was, and try again",
            )
        };
        let mut child = command(host, folder, library).spawn().map_err(not_started)?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (to_child, for_child) = sync_channel(2);
        // A child that says more than it is asked for waits until somebody listens.
        let (heard, from_child) = sync_channel(2);
        let (ended, stderr_ended) = sync_channel(1);
        let stderr = Arc::new(Mutex::new(Vec::new()));
        let running =
            Self { child, to_child, from_child, stderr: Arc::clone(&stderr), stderr_ended, is_over: false };
        let (Some(stdin), Some(stdout), Some(errors)) = pipes else {
            return Err(not_started(io::Error::other("it has no pipes")));
        };
        // Reading and writing may wait for ever for a child that does not answer, so nobody waits for these.
        on_thread(move || write_all(stdin, &for_child)).map_err(not_started)?;
        on_thread(move || read_all(stdout, &heard)).map_err(not_started)?;
        on_thread(move || {
            keep_beginning(errors, &stderr);
            let _: Result<_, _> = ended.send(());
        })
        .map_err(not_started)?;
        Ok(running)
    }

    /// The first message, before anything is opened.
    fn hello(
        &mut self,
        id: &dyn fmt::Display,
        limit: Duration,
        waiting: &mut Waiting<'_>,
    ) -> Result<Sandbox, NoFacts> {
        match self.receive(id, limit, "starting", waiting)? {
            (FromRunner::Hello { protocol: PROTOCOL, features: _, sandbox }, _) => Ok(sandbox),
            (FromRunner::Hello { protocol, .. }, _) => {
                let cause =
                    format!("its process speaks version {protocol}, and this program version {PROTOCOL}");
                let remedy = "the program was changed while it ran; start it again";
                Err(NoFacts::new(id, NoFactsKind::NotStarted, cause, remedy))
            }
            (message, _) => Err(self.unexpected(id, &message)),
        }
    }

    fn send(&self, message: ToRunner, bytes: Vec<u8>) {
        // Nobody takes it if the child has ended, which is found where its answer is waited for.
        drop(self.to_child.try_send((message, bytes)));
    }

    fn receive(
        &mut self,
        id: &dyn fmt::Display,
        limit: Duration,
        doing: &str,
        waiting: &mut Waiting<'_>,
    ) -> Result<(FromRunner, Vec<u8>), NoFacts> {
        match waiting.receive(&self.from_child, limit) {
            Ok(Ok((FromRunner::Problem { problem, words }, _))) => Err(self.told(id, problem, &words)),
            Ok(Ok(received)) => Ok(received),
            Ok(Err(MessageProblem::Frame(FrameProblem::Ended | FrameProblem::Cut))) | Err(NotCome::Never) => {
                Err(self.ended(id, doing))
            }
            Ok(Err(MessageProblem::Frame(FrameProblem::TooLong { bytes, most }))) => {
                let cause = format!("it gave {bytes} bytes, of which at most {most} are taken");
                Err(self.no_facts(id, NoFactsKind::TooLong, cause))
            }
            Ok(Err(problem)) => Err(self.no_facts(id, NoFactsKind::Garbage, problem.to_string())),
            Err(NotCome::Step(limit)) => {
                let cause = format!("{doing} took longer than {}", seconds(limit));
                Err(self.no_facts(id, NoFactsKind::Late, cause))
            }
            Err(NotCome::Whole(whole)) => Err(self.no_facts(id, NoFactsKind::Late, late_words(whole))),
        }
    }

    /// A problem that the child could see.
    fn told(&mut self, id: &dyn fmt::Display, problem: RunnerProblem, words: &str) -> NoFacts {
        let words = shown(words, MOST_STDERR_SHOWN);
        let (kind, cause) = match problem {
            RunnerProblem::NotLoaded => (NoFactsKind::Unsuitable, "the system does not load the library"),
            RunnerProblem::NoExtension => (NoFactsKind::Unsuitable, "the library is no extension"),
            RunnerProblem::Unsuitable => (NoFactsKind::Unsuitable, "the library does not fit this program"),
            RunnerProblem::Failed => (NoFactsKind::Failed, "it says that it could not do it"),
            RunnerProblem::Panicked => (NoFactsKind::Panicked, "it panicked"),
            RunnerProblem::TooLong => (NoFactsKind::TooLong, "its answer is longer than is taken"),
            RunnerProblem::UnknownStatus => {
                (NoFactsKind::Garbage, "a call ended in a way that nobody understands")
            }
        };
        let cause = if words.is_empty() { cause.to_owned() } else { format!("{cause}: {words}") };
        if problem == RunnerProblem::Failed {
            // It said itself what there is to say.
            return NoFacts::new(id, kind, cause, REMEDY);
        }
        self.no_facts(id, kind, cause)
    }

    fn unexpected(&mut self, id: &dyn fmt::Display, message: &FromRunner) -> NoFacts {
        let name = match message {
            FromRunner::Hello { .. } => "hello",
            FromRunner::Extension => "extension",
            FromRunner::Answer => "answer",
            FromRunner::Problem { .. } => "problem",
        };
        let cause = format!("it said `{name}` where that means nothing");
        self.no_facts(id, NoFactsKind::Garbage, cause)
    }

    /// The child has closed its connection: how it ended.
    fn ended(&mut self, id: &dyn fmt::Display, doing: &str) -> NoFacts {
        let cause = match self.last_status() {
            Some(status) => format!("its process ended while {doing}: {}", status_words(status)),
            None => format!("its process closed the connection while {doing}, and did not end"),
        };
        self.no_facts(id, NoFactsKind::Ended, cause)
    }

    /// A reason, with what the child wrote to its standard error. The child is ended.
    fn no_facts(&mut self, id: &dyn fmt::Display, kind: NoFactsKind, cause: String) -> NoFacts {
        self.end();
        // All is there once the child has ended, unless something else holds the pipe open.
        let _: Result<_, _> = self.stderr_ended.recv_timeout(LAST_WAIT);
        let kept = self.stderr.lock().unwrap_or_else(PoisonError::into_inner);
        let printed = shown(&String::from_utf8_lossy(&kept), MOST_STDERR_SHOWN);
        let cause = if printed.is_empty() { cause } else { format!("{cause}; it printed: {printed}") };
        NoFacts::new(id, kind, cause, REMEDY)
    }

    /// How the child ended, if it does so soon. It is left as it is, so that its number stays its own until its group is ended.
    fn last_status(&mut self) -> Option<ExitStatus> {
        const STEP: Duration = Duration::from_millis(5);
        let mut waited = Duration::ZERO;
        while !has_ended(&mut self.child) {
            if waited >= LAST_WAIT {
                return None;
            }
            thread::sleep(STEP);
            waited += STEP;
        }
        self.end()
    }

    /// Ends the child and all that is in its group, in a way that it cannot refuse. Gives how it ended, the first time.
    fn end(&mut self) -> Option<ExitStatus> {
        if std::mem::replace(&mut self.is_over, true) {
            return None;
        }
        #[cfg(unix)]
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw) {
            let _: Result<_, _> = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        // One that has ended already keeps its own status.
        drop(self.child.kill());
        self.child.wait().ok()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// The command that starts the child: nothing of our environment, an empty folder, pipes, and a group of its own.
#[expect(
    clippy::disallowed_methods,
    reason = "a library runs in a process of its own, which is this same program"
)]
fn command(host: &Host, folder: &RunFolder, library: &Path) -> Command {
    let Limits { start: _, call: _, memory, processor, must_be_held: _ } = host.limits;
    let mut command = Command::new(&host.program);
    command.arg(RUN_COMMAND).arg(library).arg(memory.to_string()).arg(processor.to_string());
    command.env_clear().current_dir(folder.work());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    #[cfg(windows)]
    if let Some(folder) = std::env::var_os("SystemRoot") {
        // Without it, programs do not start there.
        command.env("SystemRoot", folder);
    }
    command
}

fn on_thread(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name("extension".to_owned()).spawn(work).map(drop)
}

fn write_all(mut stdin: ChildStdin, messages: &Receiver<(ToRunner, Vec<u8>)>) {
    while let Ok((message, bytes)) = messages.recv() {
        if write_to_runner(&mut stdin, message, &bytes).is_err() {
            return;
        }
    }
}

fn read_all(mut stdout: ChildStdout, heard: &SyncSender<Received>) {
    loop {
        let received = read_from_runner(&mut stdout);
        let is_last = received.is_err();
        if heard.send(received).is_err() || is_last {
            return;
        }
    }
}

/// Keeps the beginning of what is printed, and reads on to its end, so that nobody waits for it to be read.
fn keep_beginning(mut stderr: ChildStderr, kept: &Mutex<Vec<u8>>) {
    let mut some = [0; 1024];
    while let Ok(count @ 1..) = stderr.read(&mut some) {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        let room = MOST_STDERR.saturating_sub(kept.len());
        kept.extend_from_slice(&some[..count.min(room)]);
    }
}

/// Whether the child has ended, without taking note of it: as long as nobody does, nobody else gets its number.
#[cfg(unix)]
fn has_ended(child: &mut Child) -> bool {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    match i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        Some(pid) => !matches!(waitid(WaitId::Pid(pid), options), Ok(None)),
        None => true,
    }
}

#[cfg(not(unix))]
fn has_ended(child: &mut Child) -> bool {
    !matches!(child.try_wait(), Ok(None))
}

fn late_words(whole: Duration) -> String {
    format!("it took, with what was asked before it, longer than {}", seconds(whole))
}

fn seconds(limit: Duration) -> String {
    match (limit.as_secs(), limit.subsec_millis()) {
        (1, 0) => "a second".to_owned(),
        (seconds, 0) => format!("{seconds} seconds"),
        (seconds, millis) => format!("{seconds}.{millis:03} seconds"),
    }
}

/// How a process ended, in words.
fn status_words(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        let name = match rustix::process::Signal::from_named_raw(signal) {
            Some(rustix::process::Signal::SEGV) => "it used memory that is not its own",
            Some(rustix::process::Signal::BUS) => "it used memory that is not there",
            Some(rustix::process::Signal::ABORT) => "it gave up by itself",
            Some(rustix::process::Signal::ILL) => "it ran something that is no instruction",
            Some(rustix::process::Signal::FPE) => "it divided by zero",
            Some(rustix::process::Signal::XCPU) => "it used up its processor time",
            Some(rustix::process::Signal::KILL) => "it was ended from outside",
            Some(rustix::process::Signal::SYS) => "it called the system in a way that is refused",
            _ => "a signal ended it",
        };
        return format!("{name} (signal {signal})");
    }
    match status.code() {
        Some(code) => format!("it ended itself, with exit code {code}"),
        None => "nobody knows how".to_owned(),
    }
}
