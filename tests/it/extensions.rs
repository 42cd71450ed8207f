//! Native extensions: what a library does wrong ends in no facts and in nothing else, and what is not trusted is never opened.
#![cfg(target_os = "linux")]

use crate::{PROGRAM, fitting};
use sinew_ext::{
    Answer, Host, Library, NoFacts, NoFactsKind, Patience, Record, Records, Sha256Hash, Supplied, TARGET,
    Trusted, ask, ask_within, file_name,
};
use sinew_tests::{Process, Ran, Script, TODAY, one_line, root, write_elbow_pack};
use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

pub(crate) const FAULTS_MANIFEST: &str = "id = \"faults\"\n\n[fact.value]\nmin = 0\nmax = 1000\nunit = \"things\"\n\n\
                               [fact.other]\nmin = -1\nmax = 1\nunit = \"\"\n";

/// The library that does everything wrong. Cargo builds it beside the tests, because their package names it as a dependency.
pub(crate) fn faults() -> Vec<u8> {
    let tests = env::current_exe().expect("a test knows its own file");
    let id = "sinew-faults".parse().expect("it is an id");
    let file = tests.parent().expect("it is in a folder").join(file_name(&id));
    fs::read(&file).unwrap_or_else(|problem| panic!("{}: {problem}", file.display()))
}

/// The library with other bytes behind the first place where these stand.
pub(crate) fn changed(library: &[u8], behind: &[u8], offset: usize, to: &[u8]) -> Vec<u8> {
    let at = library.windows(behind.len()).position(|window| window == behind);
    let at = at.expect("the bytes are in the library") + offset;
    let mut changed = library.to_vec();
    changed[at..at + to.len()].copy_from_slice(to);
    changed
}

pub(crate) fn switched(to: &str) -> Vec<u8> {
    let name = b"SINEW-FAULTS-SWITCH:";
    changed(&faults(), name, name.len(), format!("{to}.").as_bytes())
}

/// The numbers at the beginning of the table as they stand in the file, written down once more: what begins every table, its size,
/// and the version of the interface.
pub(crate) fn head() -> Vec<u8> {
    [&b"SINEWEXT"[..], &48_u32.to_le_bytes(), &1_u32.to_le_bytes(), &0_u32.to_le_bytes()].concat()
}

/// A pack with a library, and a place for the user's data.
struct Setup {
    folder: TempDir,
    id: String,
    host: Host,
}

impl Setup {
    fn of(library: &[u8]) -> Self {
        Self::with(library, FAULTS_MANIFEST)
    }

    fn with(library: &[u8], manifest: &str) -> Self {
        let folder = tempfile::tempdir().expect("a test can make a folder for temporary files");
        let id = manifest.split('"').nth(1).expect("it begins with its id").to_owned();
        let native = folder.path().join("pack/native");
        fs::create_dir_all(native.join(TARGET)).expect("the folder is ours");
        fs::write(native.join("extension.toml"), manifest).expect("the folder is ours");
        let mut host = Host::new(PathBuf::from(PROGRAM), folder.path().join("data"));
        // This machine may be busy with other tests.
        host.limits.start = Duration::from_mins(2);
        host.limits.call = Duration::from_mins(2);
        let setup = Self { folder, id, host };
        fs::write(setup.file(), library).expect("the folder is ours");
        setup
    }

    fn pack(&self) -> PathBuf {
        self.folder.path().join("pack")
    }

    fn file(&self) -> PathBuf {
        self.pack().join("native").join(TARGET).join(file_name(&self.id.parse().expect("it is an id")))
    }

    fn library(&self) -> Library {
        Library::of_pack(&self.pack(), "pack").expect("it can be read").expect("it is there")
    }

    fn hash(&self) -> Sha256Hash {
        Sha256Hash::of_file(&self.file()).expect("it can be read").0
    }

    fn trust(&self) {
        let record = Record::of(&self.library(), self.hash(), TODAY, "0.0.0");
        Records::add(&self.host.data, record).expect("the folder is ours");
    }

    /// Asks as the program does: if it is trusted.
    fn ask(&self, input: &str) -> Result<Answer, NoFacts> {
        let library = self.library();
        let records = Records::read(&self.host.data).expect("it can be read");
        let answer = Trusted::recorded(&library, &records)
            .and_then(|trusted| ask(&self.host, &trusted, input.as_bytes()));
        if let Err(none) = &answer {
            assert!(none.to_string().starts_with("no facts from the extension `"), "{none}");
            assert!(!none.remedy().is_empty());
            let is_plain = !none.to_string().contains(|at: char| at.is_control());
            assert!(is_plain && none.to_string().chars().count() < 800, "{none}");
        }
        self.leaves_nothing();
        answer
    }

    /// No process and no folder of a run is left.
    #[track_caller]
    fn leaves_nothing(&self) {
        let data = self.host.data.to_string_lossy().into_owned();
        let running = || {
            let processes = fs::read_dir("/proc").expect("it is there").flatten();
            processes.map(|process| process.path()).find(|process| {
                let words = fs::read(process.join("cmdline")).unwrap_or_default();
                String::from_utf8_lossy(&words).contains(&data)
            })
        };
        // The child was waited for. What it had started was ended with it, and is nobody's to wait for, so that it may take a moment.
        let moments = (0..200).find(|_| {
            running().is_none() || {
                thread::sleep(Duration::from_millis(10));
                false
            }
        });
        assert!(moments.is_some(), "{:?} still runs", running());
        for left in fs::read_dir(self.host.data.join("extensions")).into_iter().flatten().flatten() {
            let name = left.file_name().to_string_lossy().into_owned();
            assert!([".running", ".trusting", "trusted.json"].contains(&name.as_str()), "{name} is left");
        }
    }
}

#[track_caller]
fn value(answer: Result<Answer, NoFacts>) -> Supplied {
    let facts = answer.unwrap_or_else(|none| panic!("{none}")).facts;
    *facts.iter().find(|(name, _)| name.as_str() == "value").expect("it is declared").1
}

/// A fault of one call: what it is asked, the kind of reason, and words in it.
pub(crate) const FAULTS: &[(&str, NoFactsKind, &str)] = &[
    ("failed", NoFactsKind::Failed, "it says that it could not do it: there is no run in it [2J"),
    ("panic", NoFactsKind::Panicked, "it panicked: this is the panic"),
    ("abort", NoFactsKind::Ended, "while answering: it gave up by itself (signal 6)"),
    ("null-read", NoFactsKind::Ended, "it used memory that is not its own (signal 11)"),
    ("short-lie", NoFactsKind::Ended, "it used memory that is not its own (signal 11)"),
    ("deep", NoFactsKind::Ended, "its process ended while answering: "),
    ("exit", NoFactsKind::Ended, "it ended itself, with exit code 7"),
    ("exit-well", NoFactsKind::Ended, "it ended itself, with exit code 0"),
    // Either it is seen first that the connection is closed, or the child sees it and ends itself.
    ("close", NoFactsKind::Ended, " while answering"),
    ("memory", NoFactsKind::Ended, "it gave up by itself (signal 6)"),
    ("huge", NoFactsKind::TooLong, "its answer is longer than is taken: it has 2097"),
    ("huge-lie", NoFactsKind::TooLong, "its answer is longer than is taken"),
    ("no-text", NoFactsKind::Garbage, "its answer cannot be understood: invalid unicode code point"),
    ("garbage", NoFactsKind::Garbage, "its answer cannot be understood: expected value at line 1 column 1"),
    ("empty", NoFactsKind::Garbage, "its answer cannot be understood: EOF"),
    ("fraction", NoFactsKind::Garbage, "its answer cannot be understood: invalid type: floating point"),
    ("twice", NoFactsKind::Garbage, "the fact `value` is there twice"),
    ("status", NoFactsKind::Garbage, "a call ended in a way that nobody understands: it gave the status 77"),
    ("forge", NoFactsKind::Garbage, "it said `hello` where that means nothing"),
    ("flood", NoFactsKind::TooLong, "it gave 4294967295 bytes"),
    ("pour", NoFactsKind::Garbage, "what came is no message: "),
    ("undeclared", NoFactsKind::Undeclared, "it gave a fact `secret`, which is not declared"),
    ("out-of-range", NoFactsKind::OutOfRange, "it gave 1001 for `value`, which can only be 0 to 1000"),
];

#[test]
fn every_fault_of_a_call_is_no_facts_with_its_cause() {
    let setup = Setup::of(&faults());
    setup.trust();
    for (input, kind, told) in FAULTS {
        let none = setup.ask(input).expect_err(input);
        assert_eq!(none.kind(), *kind, "{input}: {none}");
        assert!(none.cause().contains(told), "{input}: {none}");
        // And the next one is asked as if nothing had been.
        assert_eq!(value(setup.ask("four")), Supplied::Number(4), "after {input}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
fn what_takes_too_long_is_ended() {
    let mut setup = Setup::of(&faults());
    setup.trust();
    setup.host.limits.call = Duration::from_secs(2);
    for input in ["late", "loop", "print-on"] {
        let start = Instant::now();
        let none = setup.ask(input).expect_err(input);
        assert_eq!(none.kind(), NoFactsKind::Late, "{input}: {none}");
        assert!(none.cause().starts_with("answering took longer than 2 seconds"), "{none}");
        assert!(start.elapsed() < Duration::from_mins(1), "{input}");
    }
    // The system ends what uses the processor too long, whatever the clock says.
    setup.host.limits.processor = 1;
    setup.host.limits.call = Duration::from_mins(2);
    let none = setup.ask("loop").expect_err("it is endless");
    assert_eq!(none.kind(), NoFactsKind::Ended, "{none}");
    assert!(none.cause().contains("signal"), "{none}");
    for switch in ["loop", "open-print-on"] {
        let mut setup = Setup::of(&switched(switch));
        setup.trust();
        setup.host.limits.start = Duration::from_secs(5);
        let none = setup.ask("four").expect_err("it never says who it is");
        assert_eq!(none.kind(), NoFactsKind::Late, "{switch}: {none}");
        assert!(none.cause().starts_with("loading it took longer than 5 seconds"), "{switch}: {none}");
    }
}

/// The limits of single steps are far away here, so that it is the patience that ends it.
#[test]
fn somebody_waits_no_longer_than_they_have_patience() {
    for (library, input) in [(faults(), "loop"), (switched("loop"), "four")] {
        let mut setup = Setup::of(&library);
        setup.trust();
        let started = setup.folder.path().join("started");
        setup.host.program = telling(setup.folder.path(), &started);
        let records = Records::read(&setup.host.data).expect("it can be read");
        let trusted = Trusted::recorded(&setup.library(), &records).expect("it is trusted");
        let (mut patience, mut told) = (Patience::new(Duration::from_secs(5)), 0);
        let mut ask = || {
            let mut tell = || told += 1;
            let none =
                settled(|| ask_within(&setup.host, &trusted, input.as_bytes(), &mut patience, &mut tell));
            let none = none.expect_err("it is endless");
            assert_eq!(none.kind(), NoFactsKind::Late, "{none}");
            assert!(
                none.cause().starts_with("it took, with what was asked before it, longer than 5 seconds"),
                "{none}"
            );
            setup.leaves_nothing();
        };
        ask();
        fs::remove_file(&started).expect("it was started");
        // Nothing is left for the next one, so that it is not even started.
        ask();
        assert!(!started.exists());
        assert!(patience.is_over());
        assert_eq!(told, 1, "somebody who waits is told so once");
    }
    // With patience left it is like without.
    let setup = Setup::of(&faults());
    setup.trust();
    let records = Records::read(&setup.host.data).expect("it can be read");
    let trusted = Trusted::recorded(&setup.library(), &records).expect("it is trusted");
    let mut patience = Patience::new(Duration::from_mins(5));
    for _ in 0..2 {
        let answer = ask_within(&setup.host, &trusted, b"four", &mut patience, &mut || {});
        assert_eq!(value(answer), Supplied::Number(4));
    }
    assert!(!patience.is_over());
}

#[test]
fn what_a_library_says_of_itself_has_to_be_what_is_declared() {
    for (switch, kind, told) in [
        ("wrong-id", NoFactsKind::WrongExtension, "the library says that it is `others`"),
        ("undeclared", NoFactsKind::Undeclared, "has a fact `worth`, which is not declared"),
        (
            "other-range",
            NoFactsKind::Undeclared,
            "the library says `value: 0 to 1001 things`, but declared is",
        ),
        ("garbage", NoFactsKind::Garbage, "what it says of itself cannot be understood: "),
        ("no-text", NoFactsKind::Garbage, "what it says of itself cannot be understood: "),
        ("panic", NoFactsKind::Panicked, "it panicked: while it said who it is"),
        ("end", NoFactsKind::Ended, "while loading it: it ended itself, with exit code 0"),
        ("huge", NoFactsKind::TooLong, "its answer is longer than is taken"),
    ] {
        let setup = Setup::of(&switched(switch));
        setup.trust();
        let none = setup.ask("four").expect_err(switch);
        assert_eq!(none.kind(), kind, "{switch}: {none}");
        assert!(none.cause().contains(told), "{switch}: {none}");
    }
}

#[test]
fn a_table_of_another_kind_is_not_called() {
    let library = faults();
    let head = head();
    let text = root().join("Cargo.toml");
    let unsuitable = [
        (
            changed(&library, &head, 0, b"X"),
            "the library is no extension: its `SINEW_EXTENSION` is something else",
        ),
        (changed(&library, &head, 8, &47_u32.to_le_bytes()), "its table has 47 bytes"),
        (changed(&library, &head, 8, &0_u32.to_le_bytes()), "its table has 0 bytes"),
        (changed(&library, &head, 8, &u32::MAX.to_le_bytes()), "its table has 4294967295 bytes"),
        (
            changed(&library, &head, 12, &2_u32.to_le_bytes()),
            "it has version 2.0 of the interface, and this program has 1.0",
        ),
        (changed(&library, &head, 12, &0_u32.to_le_bytes()), "it has version 0.0 of the interface"),
        (changed(&library, b"\0SINEW_EXTENSION\0", 1, b"T"), "it has no symbol `SINEW_EXTENSION`"),
        (fs::read(text).expect("it is there"), "the system does not load the library: "),
        (library[..100].to_vec(), "the system does not load the library: "),
        (Vec::new(), "the system does not load the library: "),
    ];
    for (library, told) in unsuitable {
        let setup = Setup::of(&library);
        setup.trust();
        let none = setup.ask("four").expect_err(told);
        assert_eq!(none.kind(), NoFactsKind::Unsuitable, "{none}");
        assert!(none.cause().contains(told), "{told}: {none}");
        let data = setup.host.data.display().to_string();
        assert!(!none.cause().contains(&data), "where the copy lies is not told: {none}");
    }
    for library in without_a_function() {
        let setup = Setup::of(&library);
        setup.trust();
        let none = setup.ask("four").expect_err("a function is missing");
        assert_eq!(none.kind(), NoFactsKind::Unsuitable, "{none}");
        assert!(none.cause().ends_with("a function is missing in its table"), "{none}");
    }
    // One that was cut off ends the loader of the system itself, which is in the child.
    for length in [1000, library.len() / 10] {
        let setup = Setup::of(&library[..length]);
        setup.trust();
        let kind = setup.ask("four").expect_err("it is cut off").kind();
        assert!(matches!(kind, NoFactsKind::Ended | NoFactsKind::Unsuitable), "{kind:?}");
    }
    // A later minor version and a longer table only have more.
    for (offset, number) in [(16, 7_u32), (8, 4096)] {
        let setup = Setup::of(&changed(&library, &head, offset, &number.to_le_bytes()));
        setup.trust();
        assert_eq!(value(setup.ask("four")), Supplied::Number(4));
    }
}

#[test]
fn what_is_odd_but_harmless_is_answered() {
    let setup = Setup::of(&faults());
    setup.trust();
    for (input, expected) in [
        ("", Supplied::Number(0)),
        ("nothing", Supplied::NotEnoughData),
        ("thread", Supplied::Number(4)),
        // What is printed gets into no message.
        ("print", Supplied::Number(3)),
    ] {
        assert_eq!(value(setup.ask(input)), expected, "{input}");
    }
    let large = "x".repeat(1000);
    assert_eq!(value(setup.ask(&large)), Supplied::Number(1000));
    let answer = setup.ask("four").expect("it answers");
    let names: Vec<&str> = answer.facts.keys().map(sinew_ext::FactName::as_str).collect();
    assert_eq!(names, ["other", "value"], "all that is declared");
}

#[test]
fn a_library_is_kept_from_files_network_programs_and_what_the_program_has_open() {
    let setup = Setup::of(&faults());
    setup.trust();
    let sandbox = setup.ask("four").expect("it answers").sandbox;
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").expect("it is there");
    let mut numbers = release.split(['.', '-']).filter_map(|number| number.parse::<u32>().ok());
    let kernel = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if kernel >= (6, 12) {
        assert!(sandbox.is_whole(), "a kernel as new as {release} has all that is asked for: {sandbox:?}");
    }
    assert!(sandbox.limits && sandbox.no_new_privileges, "{sandbox:?}");

    let secret = setup.folder.path().join("secret");
    fs::write(&secret, "mine").expect("the folder is ours");
    let secret = secret.display();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let address = listener.local_addr().expect("it has an address");
    let by_landlock = [
        format!("read-file {secret}"),
        format!("write-file {secret}-2"),
        format!("list-folder {}", setup.folder.path().display()),
        "read-file /etc/passwd".to_owned(),
        "read-file /proc/self/environ".to_owned(),
        format!("remove-itself {secret}"),
        "write-here".to_owned(),
    ];
    let by_either =
        [format!("connect {address}"), "listen".to_owned(), "exec".to_owned(), "kill-parent".to_owned()];
    // Landlock does not look at who may read a file.
    let by_filter = ["udp".to_owned(), "fork".to_owned(), format!("open-to-all {secret}")];
    let refused = |inputs: &[String]| {
        for input in inputs {
            assert_eq!(value(setup.ask(input)), Supplied::Number(0), "{input} was not refused");
        }
    };
    if sandbox.landlock == sinew_ext::Enforced::Full {
        refused(&by_landlock);
        refused(&by_either);
    }
    if sandbox.system_calls {
        refused(&by_either);
        refused(&by_filter);
    }
    assert_eq!(fs::read_to_string(setup.folder.path().join("secret")).expect("it is still there"), "mine");

    assert_eq!(value(setup.ask("environment")), Supplied::Number(0), "no variable is passed on");
    // A file that this process passes on to every program that it starts.
    let open = fs::File::open(root().join("Cargo.toml")).expect("it is there");
    rustix::io::fcntl_setfd(&open, rustix::io::FdFlags::empty()).expect("it is open");
    assert_eq!(value(setup.ask("descriptors")), Supplied::Number(2), "only the connection itself");
    drop(open);
}

/// The library with a file that it makes when it is opened.
fn marking(mark: &Path) -> Vec<u8> {
    let name = b"SINEW-FAULTS-MARK:";
    changed(&faults(), name, name.len(), mark.as_os_str().as_encoded_bytes())
}

/// A program that says that it was started, and then is the program.
pub(crate) fn telling(folder: &Path, started: &Path) -> PathBuf {
    let program = folder.join("telling");
    let script = format!("#!/bin/sh\necho started >> '{}'\nexec '{PROGRAM}' \"$@\"\n", started.display());
    fs::write(&program, script).expect("the folder is ours");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it is ours");
    program
}

/// What is opened is the copy that was looked at, whatever becomes of the file in the pack meanwhile.
#[test]
fn the_copy_is_opened_and_not_the_file_in_the_pack() {
    let mut setup = Setup::of(&faults());
    setup.trust();
    let program = setup.folder.path().join("swapping");
    // By then the copy was made and looked at, and nothing is opened yet.
    let script =
        format!("#!/bin/sh\necho 'no library' > '{}'\nexec '{PROGRAM}' \"$@\"\n", setup.file().display());
    fs::write(&program, script).expect("the folder is ours");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it is ours");
    setup.host.program = program;
    assert_eq!(value(settled(|| setup.ask("four"))), Supplied::Number(4));
    assert_eq!(fs::read_to_string(setup.file()).expect("it is there"), "no library\n");
}

/// Runs something that was just written. Another thread may have started a program meanwhile, which holds it open for a moment.
fn settled<T>(mut run: impl FnMut() -> Result<T, NoFacts>) -> Result<T, NoFacts> {
    loop {
        match run() {
            Err(none) if none.cause().contains("Text file busy") => thread::sleep(Duration::from_millis(20)),
            outcome => return outcome,
        }
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "this shows that the mark is made where nothing keeps it from that"
)]
fn what_is_not_trusted_is_never_opened() {
    let place = tempfile::tempdir().expect("a test can make a folder for temporary files");
    let (mark, started) = (place.path().join("mark"), place.path().join("started"));
    let library = marking(&mark);
    let mut setup = Setup::of(&library);
    setup.host.program = telling(place.path(), &started);

    // Whoever opens it without a sandbox makes the mark: that is what would be seen.
    let preloaded = Command::new("/bin/true").env("LD_PRELOAD", setup.file()).status();
    assert!(preloaded.expect("it starts").success() && mark.exists());
    fs::remove_file(&mark).expect("it is there");
    let is_untouched = || !mark.exists() && !started.exists();

    // Nobody has trusted it.
    let none = setup.ask("opened").expect_err("it is not trusted");
    assert_eq!((none.kind(), none.cause()), (NoFactsKind::NotTrusted, "you have not said that you trust it"));
    assert!(none.remedy().contains("sinew ext trust pack"), "{}", none.remedy());
    assert!(is_untouched());

    // Trusted, it is opened, by a child; its code has run, and could not make the mark.
    setup.trust();
    let answer = settled(|| setup.ask("opened")).expect("it is trusted");
    let held = answer.sandbox.landlock == sinew_ext::Enforced::Full;
    assert_eq!(value(Ok(answer)), Supplied::Number(1), "the code that runs on opening has run");
    assert!(started.exists() && (!held || !mark.exists()));
    fs::remove_file(&started).expect("it is there");

    // One byte of it is another, wherever it is.
    for at in [0, 7, library.len() / 3, library.len() / 2, library.len() - 1] {
        let mut altered = library.clone();
        altered[at] ^= 1;
        fs::write(setup.file(), &altered).expect("the folder is ours");
        let none = setup.ask("opened").expect_err("it was altered");
        assert_eq!(none.kind(), NoFactsKind::NotTrusted, "{none}");
        assert!(none.cause().starts_with("its bytes are not those that are trusted"), "{none}");
        assert!(is_untouched(), "altered at {at}");
    }
    // So is one with a byte more or less, and one that says that it may supply something else.
    for other in [[&library[..], b"\0"].concat(), library[..library.len() - 1].to_vec()] {
        fs::write(setup.file(), &other).expect("the folder is ours");
        assert_eq!(setup.ask("opened").expect_err("it was altered").kind(), NoFactsKind::NotTrusted);
    }
    fs::write(setup.file(), &library).expect("the folder is ours");
    let manifest = setup.pack().join("native/extension.toml");
    fs::write(&manifest, FAULTS_MANIFEST.replace("1000", "2000")).expect("the folder is ours");
    let none = setup.ask("opened").expect_err("it may supply more");
    assert_eq!(none.cause(), "what it may supply is not what it was when you trusted it");
    fs::write(&manifest, FAULTS_MANIFEST).expect("the folder is ours");

    // Another pack with the same bytes is not trusted, nor is the same pack once that was taken back.
    let library = Library::of_pack(&setup.pack(), "other").expect("it can be read").expect("it is there");
    let records = Records::read(&setup.host.data).expect("it can be read");
    assert_eq!(
        Trusted::recorded(&library, &records).expect_err("it is another").kind(),
        NoFactsKind::NotTrusted
    );
    assert!(is_untouched());
    assert_eq!(value(setup.ask("opened")), Supplied::Number(1), "as it was, it is trusted still");
    fs::remove_file(&started).expect("it is there");
    assert_eq!(Records::remove(&setup.host.data, "pack").expect("the folder is ours").len(), 1);
    assert_eq!(setup.ask("opened").expect_err("it was taken back").kind(), NoFactsKind::NotTrusted);
    assert!(is_untouched());
}

#[test]
fn what_has_to_be_held_and_is_not_is_refused_before_it_is_opened() {
    let mut setup = Setup::of(&faults());
    setup.trust();
    setup.host.limits.must_be_held = true;
    match setup.ask("opened") {
        Ok(answer) => {
            let sandbox = answer.sandbox;
            assert!(sandbox.landlock == sinew_ext::Enforced::Full && sandbox.system_calls, "{sandbox:?}");
        }
        Err(none) => assert_eq!(none.kind(), NoFactsKind::NotHeld, "{none}"),
    }
    // A child that says that nothing holds it.
    let place = tempfile::tempdir().expect("a test can make a folder for temporary files");
    let hello = r#"{"message":"hello","protocol":1,"features":["tea"],"sandbox":{}}"#;
    let frame =
        [&u32::try_from(hello.len()).expect("it is short").to_le_bytes()[..], hello.as_bytes()].concat();
    fs::write(place.path().join("hello"), frame).expect("the folder is ours");
    let loose = place.path().join("loose");
    fs::write(
        &loose,
        format!(
            "#!/bin/sh\ncat '{}'\ncat > '{}'\n",
            place.path().join("hello").display(),
            place.path().join("heard").display()
        ),
    )
    .expect("the folder is ours");
    fs::set_permissions(&loose, fs::Permissions::from_mode(0o755)).expect("it is ours");
    setup.host.program = loose;
    let none = settled(|| setup.ask("opened")).expect_err("it is not held");
    assert_eq!(none.kind(), NoFactsKind::NotHeld, "{none}");
    assert!(none.cause().contains("does not keep it from your files"), "{none}");
    let heard = fs::read(place.path().join("heard")).unwrap_or_default();
    assert!(heard.is_empty(), "it was not told to open anything");
}

#[test]
fn a_program_that_is_none_is_no_facts() {
    let mut setup = Setup::of(&faults());
    setup.trust();
    setup.host.program = setup.folder.path().join("nowhere");
    let none = setup.ask("four").expect_err("there is no program");
    assert_eq!(none.kind(), NoFactsKind::NotStarted, "{none}");
    for (program, kind) in [
        ("/bin/true", NoFactsKind::Ended),
        ("/bin/cat", NoFactsKind::TooLong),
        ("/bin/echo", NoFactsKind::TooLong),
    ] {
        setup.host.program = PathBuf::from(program);
        let none = setup.ask("four").expect_err(program);
        assert_eq!(none.kind(), kind, "{program}: {none}");
    }
}

/// The hidden command does nothing for somebody who types it.
#[test]
fn the_child_is_nothing_for_people() {
    let process = Process::of(PROGRAM);
    for words in [&["ext-run"][..], &["ext-run", "library.so", "1", "1"], &["ext-run", "/x", "much", "1"]] {
        let ran = process.run(words);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.page());
    }
    let help = process.run(["--help"]);
    assert!(!help.out.contains("ext-run"));
    let completions = process.run(["completions", "bash"]);
    assert!(!completions.out.contains("ext-run"));
}

// ------------------------------------------------------------------------------------------------------- in C, and in Rust

/// A library that is written in C, with what the compiler is told beside.
#[expect(clippy::disallowed_methods, reason = "the extension is written in C")]
fn compiled(source: &str, options: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a test can make a folder for temporary files");
    let library = folder.path().join("library");
    let compiled = Command::new("cc")
        .args([
            "-std=c99",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-pedantic",
            "-shared",
            "-fPIC",
            "-fvisibility=hidden",
            "-I",
        ])
        .arg(root().join("crates/sinew-ext-abi/include"))
        .args(options)
        .arg("-o")
        .arg(&library)
        .arg(root().join("tests/extensions").join(source))
        .output()
        .expect("this machine has a C compiler");
    assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
    fs::read(&library).expect("it was made")
}

/// Three libraries in whose table a function is missing, each another one.
pub(crate) fn without_a_function() -> [Vec<u8>; 3] {
    ["-DMISSING=1", "-DMISSING=2", "-DMISSING=3"].map(|missing| compiled("missing.c", &[missing]))
}

#[test]
fn an_extension_in_c_answers_through_the_header() {
    let manifest = "id = \"c-counter\"\n\n[fact.bytes]\nmin = 0\nmax = 1000000\nunit = \"bytes\"\n\n\
                    [fact.lines]\nmin = 0\nmax = 1000000\nunit = \"lines\"\n";
    let setup = Setup::with(&compiled("counter.c", &[]), manifest);
    setup.trust();
    let counts = |input: &str| {
        let facts = setup.ask(input).unwrap_or_else(|none| panic!("{none}")).facts;
        facts.into_values().collect::<Vec<_>>()
    };
    assert_eq!(counts("one\ntwo\n"), [Supplied::Number(8), Supplied::Number(2)]);
    assert_eq!(counts("one"), [Supplied::Number(3), Supplied::NotEnoughData]);
    assert_eq!(counts(""), [Supplied::Number(0), Supplied::NotEnoughData]);
    let none = setup.ask("!").expect_err("it says so");
    assert_eq!(
        (none.kind(), none.cause()),
        (NoFactsKind::Failed, "it says that it could not do it: it begins with a mark")
    );
}

#[test]
#[expect(clippy::disallowed_methods, reason = "only a compiler knows what does not compile")]
fn an_extension_that_could_not_stop_its_panics_does_not_compile() {
    let folder = tempfile::tempdir().expect("a test can make a folder for temporary files");
    let tests = env::current_exe().expect("a test knows its own file");
    let built = tests.parent().expect("it is in a folder");
    let is_interface = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with("libsinew_ext_abi-") && path.extension().is_some_and(|ending| ending == "rlib")
    };
    let interfaces =
        fs::read_dir(built).expect("it can be read").flatten().map(|entry| entry.path()).filter(is_interface);
    let latest = interfaces.max_by_key(|path| fs::metadata(path).and_then(|about| about.modified()).ok());
    let interface = latest.expect("the library of faults was built with it");
    let source = "#![forbid(unsafe_code)]\nfn nothing(_: &[u8]) -> Result<sinew_ext_abi::Facts, String> { Ok(sinew_ext_abi::Facts::new()) }\n\
                  sinew_ext_abi::export_extension! { id: \"nothing\", facts: [], evaluate: nothing }\n";
    fs::write(folder.path().join("nothing.rs"), source).expect("the folder is ours");
    let compile = |strategy: &str| {
        let mut command = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        command.args([
            "--edition",
            "2024",
            "--crate-type",
            "cdylib",
            "--emit",
            "metadata",
            "-D",
            "warnings",
            "-C",
        ]);
        command.arg(format!("panic={strategy}")).arg("--extern");
        command.arg(format!("sinew_ext_abi={}", interface.display()));
        command.arg("nothing.rs").current_dir(folder.path());
        let output = command.output().expect("there is a compiler");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (sound, said) = compile("unwind");
    assert!(sound, "{said}");
    let (sound, said) = compile("abort");
    assert!(!sound && said.contains("an extension cannot be built with panic = \"abort\""), "{said}");
}

// ------------------------------------------------------------------------------------------------------- the commands

/// The program, with a pack that has the library of faults.
fn with_pack(library: &[u8]) -> (Process, String) {
    let process = Process::of(PROGRAM);
    write_elbow_pack(&process.work().join("mine"));
    let native = process.work().join("mine/sore-elbow/native");
    fs::create_dir_all(native.join(TARGET)).expect("the folder is ours");
    fs::write(native.join("extension.toml"), FAULTS_MANIFEST).expect("the folder is ours");
    fs::write(native.join(TARGET).join("libfaults.so"), library).expect("the folder is ours");
    (process, Sha256Hash::of(library).to_string())
}

#[track_caller]
fn done(ran: &Ran) {
    assert_eq!(ran.code, Some(0), "{}", ran.page());
}

#[track_caller]
fn refused(ran: &Ran, told: &str) {
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
    assert!(ran.err.contains("error: ") && ran.err.contains("\nhelp: "), "{}", ran.err);
    assert!(one_line(&ran.err).contains(told), "{told:?} is not in {}", ran.err);
}

fn trust_file(process: &Process) -> PathBuf {
    process.data().join("extensions/trusted.json")
}

#[test]
fn without_a_terminal_only_the_right_hash_trusts() {
    let (process, hash) = with_pack(&faults());
    let pack = "mine/sore-elbow";
    let ran = process.run(["ext", "trust", pack]);
    refused(&ran, "to trust it has to be confirmed, and there is no terminal");
    let shown = one_line(&ran.err);
    for words in [
        &hash,
        "Pack: sore-elbow",
        "Signature of the pack: none, so nobody vouches for it",
        &format!("For: {TARGET}"),
        "mine/sore-elbow/native/",
        "Size: ",
        "value: 0 to 1000 things",
        "When it runs: this system ",
    ] {
        assert!(shown.replace(' ', "").contains(&words.replace(' ', "")), "{words} is not in {shown}");
    }
    let other = Sha256Hash::of(b"other").to_string();
    refused(&process.run(["ext", "trust", pack, "--sha256", &other]), "the library has another SHA-256");
    let odd = process.run(["ext", "trust", pack, "--sha256", "*"]);
    assert_eq!(odd.code, Some(2), "{}", odd.page());
    assert!(!trust_file(&process).exists(), "nothing is trusted so far");
    refused(&process.run(["ext", "check", pack]), "no facts from the extension `faults`: you have not said");
    refused(
        &process.run(["ext", "check", pack, "--sha256", &other]),
        "its bytes are not those that are trusted",
    );

    // A hash is enough to run it, and leaves no record.
    let ran = process.run(["ext", "check", pack, "--sha256", &hash]);
    done(&ran);
    assert!(one_line(&ran.out).contains("It gave the same facts three times for this input."), "{}", ran.out);
    assert!(!trust_file(&process).exists());

    let ran = process.run(["ext", "trust", pack, "--sha256", &hash.to_uppercase()]);
    done(&ran);
    let told = "You trust this library of sore-elbow. Take it back with: sinew ext revoke sore-elbow";
    assert!(one_line(&ran.err).contains(told), "{}", ran.err);
    done(&process.run(["ext", "check", pack]));
    let again = process.run(["ext", "trust", pack]);
    done(&again);
    assert!(again.err.contains("Nothing was changed."), "{}", again.err);
    let listed = process.run(["ext", "list", "--format", "json"]);
    let listed = fitting(&listed.out, "extension-trust");
    assert_eq!(listed["trusted"][0]["sha256"], hash);
    assert_eq!(listed["trusted"][0]["pack"], "sore-elbow");
    let listed = process.run(["ext", "list"]);
    assert!(
        listed.out.contains("sore-elbow") && one_line(&listed.out).replace(' ', "").contains(&hash),
        "{}",
        listed.out
    );

    let ran = process.run(["ext", "revoke", "sore-elbow"]);
    done(&ran);
    assert_eq!(ran.err, "You no longer trust 1 library. It is not run any more.\n");
    refused(&process.run(["ext", "revoke", "sore-elbow"]), "you trust no library of a pack `sore-elbow`");
    refused(&process.run(["ext", "check", pack]), "you have not said that you trust it");
    let listed = process.run(["ext", "list"]);
    assert!(listed.out.contains("None."), "{}", listed.out);
    let listed = process.run(["ext", "list", "--format", "json"]);
    assert_eq!(fitting(&listed.out, "extension-trust")["trusted"], serde_json::json!([]));
}

#[test]
fn a_person_sees_what_it_is_and_decides() {
    let (process, hash) = with_pack(&faults());
    let data = process.data();
    let pack = process.work().join("mine/sore-elbow");
    let run = |lines: &[&str]| {
        let script = Script::typing(lines).with(|environment| {
            environment.data = Some(data.clone());
            environment.program = Some(PathBuf::from(PROGRAM));
        });
        script.run(&["ext", "trust", &pack.to_string_lossy(), "--accessible"])
    };
    for lines in [&["2"][..], &["q"], &["x", "2"]] {
        let left = run(lines);
        assert_eq!((left.code, left.err.as_str()), (Some(130), "Nothing was changed.\n"), "{}", left.page());
        assert!(!trust_file(&process).exists());
    }
    let ended = run(&[]);
    assert_eq!(ended.code, Some(1), "{}", ended.page());
    assert!(!trust_file(&process).exists(), "Enter or the end of the input never trusts");
    let trusted = run(&["1"]);
    done(&trusted);
    assert!(one_line(&trusted.out).contains("nobody has checked what it does"), "{}", trusted.page());
    let records = Records::read(&data).expect("it can be read");
    let [record] = records.all() else { panic!("{records:?}") };
    assert_eq!((record.library.to_string(), record.pack.as_str()), (hash, "sore-elbow"));
}

/// Keys are for packs that are signed; that one of them is broken is said where a signature is looked at.
#[test]
fn broken_keys_do_not_keep_anybody_from_trusting_a_pack_that_is_not_signed() {
    let (process, hash) = with_pack(&faults());
    fs::create_dir_all(process.data().join("keys")).expect("the folder is ours");
    fs::write(process.data().join("keys/sam.pub"), "no key").expect("the folder is ours");
    let trust = || process.run(["ext", "trust", "mine/sore-elbow", "--sha256", &hash]);
    let pack = process.work().join("mine/sore-elbow");
    fs::write(pack.join("pack.minisig"), "no signature").expect("the folder is ours");
    refused(&trust(), "sam.pub");
    assert!(!trust_file(&process).exists());
    fs::remove_file(pack.join("pack.minisig")).expect("it is there");
    done(&trust());
    assert!(trust_file(&process).exists());
}

#[test]
fn a_check_finds_facts_that_do_not_depend_on_the_input_alone() {
    let (process, hash) = with_pack(&faults());
    let check = |input: &str| {
        fs::write(process.work().join("input"), input).expect("the folder is ours");
        process.run(["ext", "check", "mine/sore-elbow", "--sha256", &hash, "--input", "input"])
    };
    let ran = check("seven b");
    done(&ran);
    let told = one_line(&ran.out);
    // What the kernel offers stands between the facts and the result.
    assert!(
        told.starts_with(
            "The extension faults of sore-elbow Facts - other: not enough data - value: 7 things"
        ),
        "{told}"
    );
    assert!(
        told.contains("When it runs This system ")
            && told.ends_with("That says nothing about what else it does."),
        "{told}"
    );
    refused(
        &check("other-each-time"),
        "first: other not enough data, value 0 again in the same process: other not enough data, value 1",
    );
    refused(&check("other-each-process"), "gives other facts for the same input");
    refused(&check("panic"), "no facts from the extension `faults`: it panicked: this is the panic");
    let ran = process.run(["ext", "check", "mine/sore-elbow", "--sha256", &hash, "--format", "json"]);
    done(&ran);
    let document = fitting(&ran.out, "extension-check");
    assert_eq!(
        document["facts"],
        serde_json::json!({ "other": null, "value": 2 }),
        "without an input it is {{}}"
    );
    refused(
        &process.run(["ext", "check", "mine/sore-elbow", "--sha256", &hash, "--input", "none"]),
        "none could not be read",
    );
}

#[test]
fn what_has_no_library_for_this_machine_says_so() {
    let (process, _) = with_pack(&faults());
    let native = process.work().join("mine/sore-elbow/native");
    fs::rename(native.join(TARGET), native.join("z80-unknown-cpm")).expect("the folder is ours");
    let ran = process.run(["ext", "trust", "mine/sore-elbow"]);
    refused(&ran, "no facts from the extension `faults`: it is not for this machine");
    assert!(one_line(&ran.err).contains("there are: z80-unknown-cpm"), "{}", ran.err);
    fs::remove_dir_all(&native).expect("the folder is ours");
    refused(&process.run(["ext", "trust", "mine/sore-elbow"]), "the pack `sore-elbow` has no native library");
    refused(&process.run(["ext", "trust", "mine"]), "mine is not the folder of a pack");
    refused(&process.run(["ext", "trust", "nowhere"]), "there is no pack and no folder `nowhere`");
    refused(&process.run(["ext", "trust", "back-of-knee"]), "is part of the program");
}

/// Processes that have this in their command line.
fn running(words: &str) -> usize {
    let processes = fs::read_dir("/proc").expect("it is there").flatten();
    let lines = processes.map(|process| fs::read(process.path().join("cmdline")).unwrap_or_default());
    lines.filter(|line| String::from_utf8_lossy(line).contains(words)).count()
}

#[test]
fn a_child_ends_with_the_program_that_was_killed_and_the_next_run_tidies_up() {
    let (process, hash) = with_pack(&faults());
    let data = process.data().canonicalize().expect("it is there").to_string_lossy().into_owned();
    let check = |input: &str| {
        fs::write(process.work().join("input"), input).expect("the folder is ours");
        process.command(["ext", "check", "mine/sore-elbow", "--sha256", &hash, "--input", "input"])
    };
    let wait_until = |what: &str, holds: &dyn Fn() -> bool| {
        // Far more than it takes, so that only what never comes is given up.
        for _ in 0..6_000 {
            if holds() {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("{what} never came");
    };
    for input in ["late", "loop"] {
        let mut program = check(input).spawn().expect("it starts");
        wait_until("the child", &|| running(&data) == 1);
        // Most of the time the library is busy by then.
        thread::sleep(Duration::from_millis(100));
        program.kill().expect("it runs");
        program.wait().expect("it was started here");
        wait_until("the end of the child", &|| running(&data) == 0);
    }
    let left = |begins: &str| {
        let entries = fs::read_dir(process.data().join("extensions")).expect("it is there").flatten();
        entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(begins)).count()
    };
    assert_eq!(left("run-"), 1, "the second run has removed what the first one left");
    done(&Ran::of(check("seven b"), b""));
    assert_eq!(left("run-"), 0);
}

/// No variable makes anything trusted.
#[test]
fn nothing_in_the_environment_trusts() {
    let (process, hash) = with_pack(&faults());
    let process = ["SINEW_TRUST", "SINEW_EXT_TRUST", "SINEW_SHA256", "SINEW_EXTENSIONS"]
        .into_iter()
        .fold(process, |process, name| process.variable(name, hash.clone()));
    refused(&process.run(["ext", "check", "mine/sore-elbow"]), "you have not said that you trust it");
}
