//! The log survives the end of its program at any moment, and a disk that is full.
//!
//! The program that is killed is this test itself, started again with a variable that tells it to write.
#![forbid(unsafe_code)]
#![cfg(unix)]

use sinew_log::{Log, LogProblem};
use sinew_training::{
    Activity, Distance, Format, Kind, Origin, Place, Reading, Sample, Seconds, Source, Start,
};
use std::{
    env,
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

/// The variable that names the folder to write to.
const FOLDER: &str = "SINEW_LOG_WRITES_TO";
/// How often the program is killed.
const KILLS: u64 = 200;

fn reading(number: u64) -> Reading {
    let at =
        jiff::Timestamp::from_second(1_790_000_000 + i64::try_from(number).expect("it is small") * 86_400);
    let sample = |step: u32| Sample { second: step * 5, metres: Some(step * 15), ..Sample::default() };
    Reading {
        source: Source {
            content: format!("{number:064x}"),
            position: 0,
            format: Format::Fit,
            file: format!("{number}.fit"),
        },
        activity: Activity {
            start: Start::Instant(at.expect("it is a time")),
            kind: Kind::Run(Place::Outdoor),
            origin: Origin::Recorded,
            distance: Some(Distance::metres(5_000)),
            time: Some(Seconds::new(1_800)),
            cadence: None,
            climb: None,
            is_cut: false,
            samples: (0..200).map(sample).collect(),
        },
    }
}

/// What the started program does: it goes on from where the log is, three at a time, and says what is saved once it is.
#[test]
fn writes_if_told_to() {
    #[expect(clippy::disallowed_methods, reason = "this is how a test tells its own program what to do")]
    let Some(folder) = env::var_os(FOLDER) else { return };
    let mut out = io::stdout().lock();
    let outcome = (|| {
        let mut log = Log::open(Path::new(&folder))?;
        let mut next = u64::try_from(log.contents()?.len()).expect("it is small");
        loop {
            log.save(&[reading(next), reading(next + 1), reading(next + 2)])?;
            next += 3;
            // A parent that is gone wants no more.
            if writeln!(out, "saved {next}").and_then(|()| out.flush()).is_err() {
                return Ok::<(), LogProblem>(());
            }
        }
    })();
    if let Err(problem) = outcome {
        drop(writeln!(out, "stopped {problem}"));
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where the test starts itself")]
fn writer(folder: &Path) -> Command {
    let mut command = Command::new(env::current_exe().expect("a test knows its own file"));
    command.args(["--exact", "writes_if_told_to", "--nocapture", "--test-threads=1"]).env(FOLDER, folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// The number in the last line that says so.
fn last_saved(text: &str) -> u64 {
    let number = |line: &str| line.rsplit_once("saved ").and_then(|(_, number)| number.parse().ok());
    text.lines().filter_map(number).next_back().unwrap_or(0)
}

#[track_caller]
fn holds(folder: &Path, reported: u64) -> u64 {
    let log = Log::open(folder).expect("the log opens again");
    let readings = log.readings().expect("all of it can be read");
    let count = u64::try_from(readings.len()).expect("it is small");
    assert!(count >= reported, "{reported} were reported as saved, {count} are there");
    assert!(count.is_multiple_of(3), "three are saved together or none: {count}");
    for (number, found) in (0..).zip(readings) {
        assert_eq!(found, reading(number));
    }
    count
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_reported() {
    let folder = tempfile::tempdir().unwrap();
    let mut seed: u64 = 20_261_129;
    let mut reported = 0;
    let mut ran_into = 0;
    for round in 0..KILLS {
        // Each round a log of its own after a while, so that killing while it is made comes up too.
        let log = folder.path().join((round / 20).to_string());
        if round % 20 == 0 {
            reported = 0;
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut child = writer(&log).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        // Half of the time from the start on, half of the time from somewhere in the middle of writing.
        if round % 2 == 1 {
            for _ in 0..5 + seed % 3 {
                out.read_line(&mut text).unwrap();
            }
        }
        thread::sleep(Duration::from_micros(seed % 20_000));
        child.kill().unwrap();
        child.wait().unwrap();
        out.read_to_string(&mut text).unwrap();
        let last = last_saved(&text);
        ran_into += u64::from(last > 0);
        reported = reported.max(last);
        if log.exists() {
            holds(&log, reported);
        } else {
            assert_eq!(last, 0);
        }
    }
    assert!(ran_into > KILLS / 4, "only {ran_into} were killed after they had saved something");
}

/// A disk of a few hundred kilobytes: a file system in memory where one can be mounted, else a limit on the size of files.
#[test]
fn a_full_disk_stops_with_its_reason_and_keeps_what_was_reported() {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let mounted = run("mount", &["-t", "tmpfs", "-o", "size=256k", "tmpfs"], &disk);
    let log = disk.join("log");
    let output = if mounted { writer(&log).output().unwrap() } else { limited(&log).output().unwrap() };
    let text = String::from_utf8(output.stdout).unwrap();
    let reported = last_saved(&text);
    let reason = if mounted { "stopped the disk is full" } else { "stopped the training log cannot be used" };
    assert!(reported > 3 && text.contains(reason), "mounted: {mounted}: {text}");
    assert_eq!(holds(&log, reported), reported);
    if mounted {
        assert!(run("umount", &[], &disk));
    }
}

#[expect(clippy::disallowed_methods, reason = "mounting needs a program of the system")]
fn run(program: &str, arguments: &[&str], folder: &Path) -> bool {
    let status = Command::new(program)
        .args(arguments)
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

/// The same program with files of at most 256 blocks, where writing more fails instead of ending it.
#[expect(clippy::disallowed_methods, reason = "only a shell sets limits without unsafe code")]
fn limited(log: &Path) -> Command {
    let inner = writer(log);
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 256; exec \"$@\"", "sh"]);
    command.arg(inner.get_program()).args(inner.get_args()).env(FOLDER, log);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}
