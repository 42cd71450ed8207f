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
                speed: Some(2_950),
                step_length: (step == 4).then_some(1_053),
                bounce: None,
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

/// A log of the first version, in which samples had neither speed nor step length.
#[test]
fn an_older_log_is_kept_and_its_files_are_read_once_more() {
    let folder = tempfile::tempdir().unwrap();
    let all = readings(3);
    let path = folder.path().join(FILE_NAME);
    let old = Connection::open(&path).unwrap();
    old.execute_batch(MIGRATIONS[0]).unwrap();
    for Reading { source, activity } in &all {
        let (instant, offset, local) = columns_of(activity.start);
        old.execute(
            "INSERT INTO reading VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'recorded', ?9, ?10, 168, NULL, 0, ?11)",
            params![
                source.content,
                source.position,
                source.format.name(),
                source.file,
                instant,
                offset,
                local,
                activity.kind.name(),
                activity.distance.map(Distance::as_metres),
                activity.time.map(Seconds::get),
                "{\"second\":[0,5],\"cadence\":[170,null],\"balance\":[null,4990]}",
            ],
        )
        .unwrap();
    }
    old.pragma_update(None, "application_id", APPLICATION).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    drop(old);

    let mut log = Log::open(folder.path()).unwrap();
    let kept = log.readings().unwrap();
    assert_eq!(kept.len(), 3);
    let samples = &kept[0].activity.samples;
    assert_eq!((samples[0].cadence, samples[1].balance, samples[0].speed), (Some(170), Some(4_990), None));
    // Each is met again as if it were not known, and none is new.
    assert!(log.contents().unwrap().is_empty());
    assert_eq!(log.save(&all[..2]).unwrap(), 0);
    assert_eq!(log.contents().unwrap().len(), 2);
    let mended = log.readings().unwrap();
    assert_eq!(mended.len(), 3);
    assert_eq!(mended[0].activity.samples, all[0].activity.samples);
    // Nothing else of it is another.
    assert_eq!(mended[1].activity.climb, None, "it was not in the old log, and stays so");
    assert_eq!(mended[2], kept[2]);
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

/// Who runs four times a week for an hour, with all sensors that there are.
#[test]
fn a_year_of_runs_stays_small() {
    let folder = tempfile::tempdir().unwrap();
    let sample = |step: u32| {
        let swing = u16::try_from(step * 7_919 % 97).unwrap();
        Sample {
            second: step * 5,
            metres: Some(step * 15 + step % 3),
            cadence: Some(160 + swing % 12),
            altitude: Some(1_500 + i32::from(swing)),
            contact: Some(230 + swing % 40),
            balance: Some(4_950 + swing),
            speed: Some(2_900 + swing),
            step_length: Some(1_020 + swing),
            bounce: Some(80 + swing % 20),
        }
    };
    let year: Vec<Reading> = readings(208)
        .into_iter()
        .map(|mut reading| {
            reading.activity.samples = (0..720).map(sample).collect();
            reading
        })
        .collect();
    let mut log = Log::open(folder.path()).unwrap();
    assert_eq!(log.save(&year).unwrap(), 208);
    let bytes = fs::metadata(folder.path().join(FILE_NAME)).unwrap().len();
    println!("a year takes {bytes} bytes");
    assert!(bytes < 8_000_000, "{bytes}");
    assert_eq!(log.readings().unwrap(), year);
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
