//! The runs of the last days as one JSON document, which a native extension of a pack is given.
//!
//! It has what can be said of steps and nothing that tells where somebody was: no heights, no names of files, no time of day.

use crate::samples::Samples;
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use sinew_training::{Activity, Distance, Entry, Format, Origin, Sample, Seconds};
use std::collections::BTreeSet;

/// The version of the document. It rises only if a field changes its meaning or goes; others are only ever added.
pub const RUNS_VERSION: u32 = 1;

/// How many days it looks back, with today.
pub const RUNS_DAYS: u32 = 30;

/// The most bytes of the document. Whoever runs more than that gets the latest runs that fit.
pub const MOST_RUNS_BYTES: usize = 4 * 1024 * 1024;

/// The runs of the last 30 days, the earliest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(title = "Runs for an extension"))]
pub struct RunsDocument {
    /// The version of this document, 1. Of another one nothing is known.
    pub schema_version: u32,
    /// Today, as year-month-day.
    pub today: String,
    /// How many days it looks back, with today.
    pub days: u32,
    /// How many runs of these days are not in it, so that it stays small: the earliest, and any that is too large by itself.
    pub left_out: u32,
    /// The runs, the earliest first.
    pub runs: Vec<RunOfDocument>,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct RunOfDocument {
    /// Its day, as year-month-day.
    pub day: String,
    /// The kind: `run-outdoor`, `run-treadmill`, `run-indoor-track` or `run`.
    pub kind: String,
    /// The distance in metres.
    pub metres: Option<u32>,
    /// The time in seconds, without pauses where the file tells them.
    pub seconds: Option<u32>,
    /// Whether the file broke off, so that distance and time are at least these.
    pub is_cut: bool,
    /// What was recorded on the way, at most one sample in five seconds. Lists that are there have the same length; what the file has
    /// nothing of is left out. There are no heights in it.
    pub samples: Samples,
}

/// The document for these activities on a day, as JSON of at most [`MOST_RUNS_BYTES`]; none if there is no run. The zone is that of
/// activities whose file names none.
pub fn runs_for_extension(entries: &[Entry], today: Date, zone: &TimeZone) -> Option<String> {
    let mut runs: Vec<(Date, &Activity)> =
        latest(entries, today, zone).map(|(day, entry)| (day, &entry.activity)).collect();
    if runs.is_empty() {
        return None;
    }
    runs.sort_by_key(|(day, activity)| (*day, activity.start.instant(zone)));
    let mut document = RunsDocument {
        schema_version: RUNS_VERSION,
        today: today.to_string(),
        days: RUNS_DAYS,
        left_out: 0,
        runs: Vec::new(),
    };
    // The rest of the document takes less than this.
    let mut room = MOST_RUNS_BYTES - 1024;
    for (day, activity) in runs.iter().rev() {
        let run = run_of(*day, activity);
        let size = serde_json::to_string(&run).ok()?.len() + 1;
        if let Some(left) = room.checked_sub(size) {
            room = left;
            document.runs.push(run);
        }
    }
    document.runs.reverse();
    document.left_out = u32::try_from(runs.len() - document.runs.len()).unwrap_or(u32::MAX);
    serde_json::to_string(&document).ok()
}

/// The runs of the last days with their days.
fn latest<'a>(entries: &'a [Entry], today: Date, zone: &TimeZone) -> impl Iterator<Item = (Date, &'a Entry)> {
    let first = today.checked_sub(i64::from(RUNS_DAYS - 1).days()).unwrap_or(Date::MIN);
    entries
        .iter()
        .map(|entry| (entry.activity.start.day(zone), entry))
        .filter(move |(day, entry)| entry.activity.kind.is_run() && (first..=today).contains(day))
}

/// How many runs of the last 30 days may have been recorded with more than the log has of them: their files were read when less was
/// kept, or nothing but a row of a table was read of them. Runs that somebody typed in have no more.
///
/// A run whose samples are of an older file, beside a better one that has none, is not counted.
///
/// `whole` are the contents of which all is kept, as [`Log::contents`](crate::Log::contents) has them.
pub fn runs_to_read_again(entries: &[Entry], whole: &BTreeSet<String>, today: Date, zone: &TimeZone) -> u32 {
    let has_more = |entry: &Entry| {
        let Entry { activity, sources } = entry;
        let mut files = sources.iter().filter(|source| source.format != Format::Csv);
        let is_short = match (activity.samples.is_empty(), files.next()) {
            (is_empty, None) => is_empty,
            (is_empty, Some(best)) => {
                !whole.contains(&best.content)
                    || (is_empty && files.any(|source| !whole.contains(&source.content)))
            }
        };
        activity.origin == Origin::Recorded && is_short
    };
    let count = latest(entries, today, zone).filter(|(_, entry)| has_more(entry)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn run_of(day: Date, activity: &Activity) -> RunOfDocument {
    let samples: Vec<Sample> =
        activity.samples.iter().map(|sample| Sample { altitude: None, ..*sample }).collect();
    RunOfDocument {
        day: day.to_string(),
        kind: activity.kind.name().to_owned(),
        metres: activity.distance.map(Distance::as_metres),
        seconds: activity.time.map(Seconds::get),
        is_cut: activity.is_cut,
        samples: Samples::from(samples.as_slice()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use sinew_training::{Kind, Origin, Place, Start};

    fn entry(day: i8, kind: Kind, samples: u32) -> Entry {
        let sample = |step: u32| Sample {
            second: step * 5,
            metres: Some(step * 15),
            cadence: Some(168),
            altitude: Some(1_234),
            contact: Some(251),
            balance: Some(5_012),
            speed: Some(2_950),
            step_length: Some(1_053),
            bounce: None,
        };
        let activity = Activity {
            start: Start::Local(date(2026, 3, day).at(6, 30, 0, 0)),
            kind,
            origin: Origin::Recorded,
            distance: Some(Distance::metres(5_000)),
            time: Some(Seconds::new(1_500)),
            cadence: Some(168),
            climb: Some(90),
            is_cut: false,
            samples: (0..samples).map(sample).collect(),
        };
        Entry { activity, sources: Vec::new() }
    }

    fn document(entries: &[Entry], today: Date) -> Option<RunsDocument> {
        let text = runs_for_extension(entries, today, &TimeZone::UTC)?;
        assert!(text.len() <= MOST_RUNS_BYTES, "{}", text.len());
        Some(serde_json::from_str(&text).unwrap())
    }

    const OUTDOOR: Kind = Kind::Run(Place::Outdoor);

    #[test]
    fn the_runs_of_thirty_days_are_in_it_and_nothing_that_tells_where() {
        let entries = [
            entry(1, OUTDOOR, 2),
            entry(2, Kind::Run(Place::Treadmill), 2),
            entry(3, Kind::Walk, 2),
            entry(31, OUTDOOR, 0),
        ];
        let text = runs_for_extension(&entries, date(2026, 3, 31), &TimeZone::UTC).unwrap();
        let expected = r#"{"schema_version":1,"today":"2026-03-31","days":30,"left_out":0,"runs":[
{"day":"2026-03-02","kind":"run-treadmill","metres":5000,"seconds":1500,"is_cut":false,"samples":{
"second":[0,5],"metres":[0,15],"cadence":[168,168],"contact":[251,251],"balance":[5012,5012],
"speed":[2950,2950],"step_length":[1053,1053]}},
{"day":"2026-03-31","kind":"run-outdoor","metres":5000,"seconds":1500,"is_cut":false,"samples":{}}]}"#;
        assert_eq!(text, expected.replace('\n', ""));
        // The first of March is 31 days ago, and nothing is known of tomorrow.
        assert_eq!(document(&entries, date(2026, 3, 30)).unwrap().runs.len(), 2);
        assert_eq!(document(&entries[2..3], date(2026, 3, 31)), None, "a walk is no run");
        assert_eq!(document(&entries, date(2026, 5, 1)), None);
    }

    #[test]
    fn runs_of_which_the_log_has_less_than_was_recorded_are_counted_and_no_others() {
        let with = |entry: Entry, files: &[(Format, &str)]| Entry {
            sources: files
                .iter()
                .map(|(format, content)| sinew_training::Source {
                    content: (*content).to_owned(),
                    position: 0,
                    format: *format,
                    file: String::new(),
                })
                .collect(),
            ..entry
        };
        let typed_in = |mut entry: Entry| {
            entry.activity.origin = Origin::Manual;
            entry
        };
        let whole = BTreeSet::from(["whole".to_owned(), "table".to_owned()]);
        let count = |entry: Entry| runs_to_read_again(&[entry], &whole, date(2026, 3, 31), &TimeZone::UTC);
        let run = |samples| entry(31, OUTDOOR, samples);
        // Read when less was kept, with samples of that time or without.
        assert_eq!(count(with(run(2), &[(Format::Fit, "old")])), 1);
        assert_eq!(count(with(run(0), &[(Format::Gpx, "old")])), 1);
        assert_eq!(count(with(run(0), &[(Format::Fit, "whole"), (Format::Gpx, "old")])), 1);
        // Of a table there is nothing more, but of what is in it there may be a recording.
        assert_eq!(count(with(run(0), &[(Format::Csv, "table")])), 1);
        // All is kept that the file has, whether that is something or nothing.
        assert_eq!(count(with(run(2), &[(Format::Fit, "whole")])), 0);
        assert_eq!(count(with(run(0), &[(Format::Fit, "whole")])), 0);
        assert_eq!(count(with(run(2), &[(Format::Fit, "whole"), (Format::Gpx, "old")])), 0);
        // Somebody typed it in, it was no run, or it is too long ago.
        assert_eq!(count(typed_in(with(run(0), &[(Format::Csv, "table")]))), 0);
        assert_eq!(count(typed_in(with(run(0), &[(Format::Fit, "old")]))), 0);
        assert_eq!(count(with(entry(31, Kind::Walk, 0), &[(Format::Fit, "old")])), 0);
        assert_eq!(count(with(entry(1, OUTDOOR, 0), &[(Format::Fit, "old")])), 0);
    }

    #[test]
    fn a_log_of_any_size_gives_a_small_document_with_the_latest_runs() {
        let mut entries: Vec<Entry> = (1..=30).map(|day| entry(day, OUTDOOR, 6_000)).collect();
        let found = document(&entries, date(2026, 3, 30)).unwrap();
        assert_eq!(found.runs.len() + found.left_out as usize, 30);
        assert!(found.left_out > 0 && found.runs.len() > 10, "{}", found.runs.len());
        assert_eq!(found.runs.last().unwrap().day, "2026-03-30");
        // One run of two weeks without a pause does not fit in at all.
        entries = vec![entry(30, OUTDOOR, 14 * 86_400 / 5)];
        let found = document(&entries, date(2026, 3, 30)).unwrap();
        assert_eq!((found.runs.len(), found.left_out), (0, 1));
        // It keeps no other out.
        entries.push(entry(12, OUTDOOR, 100));
        let found = document(&entries, date(2026, 3, 30)).unwrap();
        let days: Vec<&str> = found.runs.iter().map(|run| run.day.as_str()).collect();
        assert_eq!((days, found.left_out), (vec!["2026-03-12"], 1));
    }
}
