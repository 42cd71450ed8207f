//! The log keeps what it is given, and leaves alone what is not its own.

use super::*;
use jiff::civil::date;
use sinew_training::Sample;

/// Readings of so many runs, each with samples and everything else.
pub(crate) fn readings(count: u32) -> Vec<Reading> {
    (0..count)
        .map(|number| {
            let at: Timestamp = "2026-10-01T06:30:00Z".parse().unwrap();
            let at = at + jiff::SignedDuration::from_hours(i64::from(number) * 24);
            let start = match number % 3 {
                0 => Start::Zoned { at, offset: Offset::from_seconds(20_700).unwrap() },
                1 => Start::Instant(at),
                _ => Start::Local(date(2026, 10, 3).at(6, 30, 0, 0)),
            };
            let sample = |step: u32| Sample {
                second: step * 5,
                metres: Some(step * 15),
                cadence: (step > 0).then_some(168),
                altitude: Some(-12),
                contact: None,
                balance: (step == 3).then_some(5_012),
            };
            Reading {
                source: Source {
                    content: format!("{number:064x}"),
                    position: number % 2,
                    format: Format::ALL[number as usize % 4],
                    file: format!("export.zip > activities/{number}, \"long\".fit"),
                },
                activity: Activity {
                    start,
                    kind: Kind::NAMES[number as usize % 8].0,
                    origin: if number % 5 == 4 { Origin::Manual } else { Origin::Recorded },
                    distance: (number % 4 > 0).then_some(Distance::metres(10_000 + number)),
                    time: (number % 3 > 0).then_some(Seconds::new(3_000)),
                    cadence: Some(168),
                    climb: (number % 2 > 0).then_some(91),
                    is_cut: number % 7 == 6,
                    samples: if number % 6 == 5 { Vec::new() } else { (0..20).map(sample).collect() },
                },
            }
        })
        .collect()
}

#[test]
fn what_is_saved_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let saved = readings(40);
    let mut log = Log::open(folder.path()).unwrap();
    assert_eq!(log.save(&saved).unwrap(), 40);
    assert_eq!(log.save(&saved).unwrap(), 0, "once more is nothing new");
    assert_eq!(log.contents().unwrap().len(), 40);
    drop(log);
    assert_eq!(Log::open(folder.path()).unwrap().readings().unwrap(), saved);
}

#[test]
fn no_log_is_made_by_looking_for_one() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Log::open_existing(folder.path()).unwrap().is_none());
    assert_eq!(files(folder.path()), Vec::<PathBuf>::new());
    drop(Log::open(folder.path()).unwrap());
    assert_eq!(files(folder.path()), [folder.path().join(FILE_NAME)], "and nothing is left beside it");
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("sinew");
    drop(Log::open(&folder).unwrap());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&folder.join(FILE_NAME))), (0o700, 0o600));
}

#[test]
fn what_is_no_log_or_a_newer_one_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE_NAME);
    let refused = |expected: fn(&LogProblem) -> bool| {
        let before = fs::read(&path).unwrap();
        let problem = Log::open(folder.path()).unwrap_err();
        assert!(expected(&problem), "{problem:?}");
        assert!(!problem.to_string().is_empty() && !problem.remedy().is_empty());
        assert_eq!(fs::read(&path).unwrap(), before);
    };
    fs::write(&path, "not a database, and long enough to be looked at as if it were one".repeat(20)).unwrap();
    refused(|problem| matches!(problem, LogProblem::NotALog(_)));
    fs::remove_file(&path).unwrap();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE other (a TEXT)").unwrap();
    refused(|problem| matches!(problem, LogProblem::NotALog(_)));
    fs::remove_file(&path).unwrap();
    let log = Log::open(folder.path()).unwrap();
    log.connection().pragma_update(None, "user_version", 99).unwrap();
    drop(log);
    refused(|problem| matches!(problem, LogProblem::Newer(_)));
}

#[test]
fn a_value_that_cannot_be_is_damage_and_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = Log::open(folder.path()).unwrap();
    log.save(&readings(1)).unwrap();
    for change in [
        "kind = 'swim'",
        "metres = -5",
        "start_instant = 'yesterday'",
        "start_instant = NULL",
        "start_offset = 1000000",
        "samples = '{\"second\": [1, 2], \"metres\": [1]}'",
        "samples = '7'",
    ] {
        log.connection().execute_batch("SAVEPOINT before").unwrap();
        log.connection().execute_batch(&format!("UPDATE reading SET {change}")).unwrap();
        let problem = log.readings().unwrap_err();
        assert!(matches!(problem, LogProblem::Damaged(_)), "{change}: {problem:?}");
        log.connection().execute_batch("ROLLBACK TO before").unwrap();
    }
    assert_eq!(log.readings().unwrap(), readings(1));
}

/// The disk is full at any page: what was saved stays, what was not leaves nothing, and with room again it goes on.
#[test]
fn a_full_disk_loses_nothing_that_was_saved() {
    let folder = tempfile::tempdir().unwrap();
    let all = readings(60);
    let mut log = Log::open(folder.path()).unwrap();
    let mut saved = 0;
    let mut full = 0;
    for pages in 3..200 {
        log.connection().pragma_update(None, "max_page_count", pages).unwrap();
        while saved < all.len() {
            match log.save(&all[saved..saved + 3]) {
                Ok(new) => {
                    assert_eq!(new, 3);
                    saved += 3;
                }
                Err(problem) => {
                    assert!(matches!(problem, LogProblem::Full), "{problem:?}");
                    full += 1;
                    break;
                }
            }
            assert_eq!(log.readings().unwrap(), all[..saved]);
        }
    }
    assert_eq!(saved, all.len());
    assert!(full > 10, "the disk was full {full} times");
    drop(log);
    assert_eq!(Log::open(folder.path()).unwrap().readings().unwrap(), all);
}

#[test]
fn deleting_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    Log::open(folder.path()).unwrap().save(&readings(3)).unwrap();
    fs::write(folder.path().join("answers.toml"), "").unwrap();
    delete(folder.path()).unwrap();
    assert_eq!(files(folder.path()), Vec::<PathBuf>::new());
    assert!(folder.path().join("answers.toml").exists());
    delete(folder.path()).unwrap();
    // A damaged file is deleted too.
    fs::write(folder.path().join(FILE_NAME), "no log").unwrap();
    delete(folder.path()).unwrap();
    assert_eq!(files(folder.path()), Vec::<PathBuf>::new());
}
