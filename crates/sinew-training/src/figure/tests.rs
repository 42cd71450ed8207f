//! The figures of small logs.

use super::*;
use crate::{Activity, Distance, Entry, Format, Kind, Origin, Place, Seconds, Source, Start, measures};
use jiff::{civil::date, tz::TimeZone};

const TODAY: Date = date(2026, 10, 31);

fn entry(number: usize, day: Date, kind: Kind, metres: Option<u32>) -> Entry {
    Entry {
        activity: Activity {
            start: Start::Local(day.at(7, 0, 0, 0)),
            kind,
            origin: Origin::Recorded,
            distance: metres.map(Distance::metres),
            time: Some(Seconds::new(3_000)),
            cadence: None,
            climb: None,
            is_cut: false,
            samples: Vec::new(),
        },
        sources: vec![Source {
            content: number.to_string(),
            position: 0,
            format: Format::Fit,
            file: format!("{number}.fit"),
        }],
    }
}

/// A log that began long ago with a walk, and these runs of October 2026: day and metres.
fn figures_of(runs: &[(i8, Option<u32>)]) -> Vec<Figure> {
    let mut entries = vec![entry(0, date(2026, 1, 1), Kind::Walk, Some(2_000))];
    let run = |(number, (day, metres)): (usize, &(i8, Option<u32>))| {
        entry(number + 1, date(2026, 10, *day), Kind::Run(Place::Outdoor), *metres)
    };
    entries.extend(runs.iter().enumerate().map(run));
    let measures = measures(&entries, TODAY, &TimeZone::UTC);
    figures(&measures, TODAY, &|day| day.to_string())
}

fn value(figures: &[Figure], name: &str) -> Measure<Value> {
    figures.iter().find(|figure| figure.name == name).expect("there is such a figure").value.clone()
}

fn number(figures: &[Figure], name: &str) -> Option<u32> {
    value(figures, name).known().map(|value| value.number)
}

#[test]
fn a_spike_has_both_runs_in_its_words() {
    let figures = figures_of(&[(1, Some(9_000)), (12, Some(16_000)), (14, Some(4_000))]);
    let Measure::Known(spike) = value(&figures, "spike") else { panic!("{figures:?}") };
    assert_eq!(spike.number, 178);
    assert_eq!(
        spike.words,
        "On 2026-10-12 you ran 16 km. Your longest run of the 30 days before was 9 km on 2026-10-01"
    );
    assert_eq!(number(&figures, "longest-run"), Some(16_000));
}

#[test]
fn a_limit_is_passed_exactly_when_the_measure_passes_it() {
    // 1.10 times as long is the reference band still; anything more is not.
    let spike = |metres| number(&figures_of(&[(1, Some(10_000)), (12, Some(metres))]), "spike");
    assert_eq!([spike(11_000), spike(11_001)], [Some(110), Some(111)]);
    assert_eq!([spike(20_000), spike(20_001)], [Some(200), Some(201)]);
}

#[test]
fn a_run_without_a_distance_leaves_open_whether_there_was_a_spike() {
    let open = figures_of(&[(1, Some(10_000)), (12, Some(10_000)), (20, None)]);
    assert_eq!(value(&open, "spike").lack(), Some(Lack::Distance { day: date(2026, 10, 20) }));
    // A spike before it is one all the same.
    let spike = figures_of(&[(1, Some(10_000)), (12, Some(15_000)), (20, None)]);
    assert_eq!(number(&spike, "spike"), Some(150));
}

#[test]
fn no_ratio_is_made_up_where_there_was_no_run_before() {
    let figures = figures_of(&[(12, Some(5_000))]);
    assert_eq!(value(&figures, "spike").lack(), Some(Lack::NoEarlierRun));
    let Measure::Known(value) = value(&figures, "break") else { panic!("{figures:?}") };
    assert_eq!(
        (value.number, value.words.as_str()),
        (30, "You ran 5 km on 2026-10-12 after 30 days or more off")
    );
}

#[test]
fn what_the_log_lacks_is_not_taken_for_none() {
    let figures = figures_of(&[(1, Some(10_000)), (3, Some(10_000))]);
    assert_eq!(number(&figures, "hard-days"), None);
    assert_eq!(value(&figures, "first-hills").lack(), Some(Lack::Heights { day: date(2026, 10, 3) }));
    assert_eq!(value(&figures, "cadence").lack(), Some(Lack::NotRecorded));
}

#[test]
fn an_empty_log_knows_nothing() {
    let measures = measures(&[], TODAY, &TimeZone::UTC);
    let figures = figures(&measures, TODAY, &|day| day.to_string());
    assert!(figures.iter().all(|figure| figure.value.lack() == Some(Lack::NoRuns)), "{figures:?}");
    assert_eq!(figures.len(), 9);
}

/// The log may end weeks ago, and then its measures look back further than the month that is asked about.
#[test]
fn what_is_more_than_thirty_days_ago_is_not_in_the_last_month() {
    let entries = |runs: &[(i8, i8, u32)]| {
        let walk = entry(0, date(2026, 1, 1), Kind::Walk, Some(2_000));
        let run = |(number, (month, day, metres)): (usize, &(i8, i8, u32))| {
            entry(number + 1, date(2026, *month, *day), Kind::Run(Place::Outdoor), Some(*metres))
        };
        let mut entries = vec![walk];
        entries.extend(runs.iter().enumerate().map(run));
        let measures = measures(&entries, TODAY, &TimeZone::UTC);
        figures(&measures, TODAY, &|day| day.to_string())
    };
    // The last run is of 5 October, and the spike of 20 September: it is in the 30 days of the log, and not in those up to today.
    let old = entries(&[(9, 10, 9_000), (9, 20, 16_000), (10, 5, 8_000)]);
    assert_eq!(number(&old, "spike"), Some(50));
    assert_eq!(value(&old, "longest-run").lack(), Some(Lack::Earlier));
    assert_eq!(value(&old, "break").lack(), Some(Lack::Earlier));
    // The same spike on 1 October is 30 days ago, and counts.
    let recent = entries(&[(9, 10, 9_000), (10, 1, 16_000), (10, 5, 8_000)]);
    assert_eq!((number(&recent, "spike"), number(&recent, "longest-run")), (Some(178), Some(16_000)));
}
