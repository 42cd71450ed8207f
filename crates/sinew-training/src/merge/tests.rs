//! What is merged, and what is not.

use super::*;
use crate::{Distance, Format, Kind, Origin, Place, Seconds, Start};
use jiff::{Timestamp, civil::date, tz};
use proptest::prelude::*;

fn activity(start: Start, metres: Option<u32>, seconds: Option<u32>) -> Activity {
    Activity {
        start,
        kind: Kind::Run(Place::Unknown),
        origin: Origin::Recorded,
        distance: metres.map(Distance::metres),
        time: seconds.map(Seconds::new),
        cadence: None,
        climb: None,
        is_cut: false,
        samples: Vec::new(),
    }
}

fn instant(second: i64) -> Start {
    Start::Instant(Timestamp::from_second(1_790_000_000 + second).unwrap())
}

fn reading(content: &str, format: Format, activity: Activity) -> Reading {
    let source = Source {
        content: content.to_owned(),
        position: 0,
        format,
        file: format!("{content}.{}", format.name()),
    };
    Reading { source, activity }
}

fn count(readings: Vec<Reading>) -> usize {
    merge(readings, &TimeZone::UTC).len()
}

/// Two files of one recording that differ in this.
fn pair(seconds: i64, one: (Option<u32>, Option<u32>), two: (Option<u32>, Option<u32>)) -> usize {
    count(vec![
        reading("a", Format::Fit, activity(instant(0), one.0, one.1)),
        reading("b", Format::Gpx, activity(instant(seconds), two.0, two.1)),
    ])
}

#[test]
fn one_run_in_three_formats_is_one_run() {
    // The same run as FIT, TCX and GPX, as people really have it: 1.1 % apart by the track of positions.
    let readings = vec![
        reading("gpx", Format::Gpx, activity(instant(1), Some(14_153), Some(5_010))),
        reading(
            "fit",
            Format::Fit,
            Activity { cadence: Some(172), ..activity(instant(0), Some(14_005), Some(4_988)) },
        ),
        reading(
            "tcx",
            Format::Tcx,
            Activity { climb: Some(90), ..activity(instant(0), Some(14_005), Some(4_989)) },
        ),
    ];
    let entries = merge(readings, &TimeZone::UTC);
    assert_eq!(entries.len(), 1);
    let files: Vec<&str> = entries[0].sources.iter().map(|source| source.file.as_str()).collect();
    assert_eq!(files, ["fit.fit", "tcx.tcx", "gpx.gpx"], "the best first");
    let merged = &entries[0].activity;
    assert_eq!(merged.distance, Some(Distance::metres(14_005)), "of the best file");
    assert_eq!((merged.cadence, merged.climb), (Some(172), Some(90)), "what only others say is added");
}

#[test]
fn starts_may_differ_by_two_minutes() {
    let same = (Some(10_000), Some(3_000));
    assert_eq!(pair(120, same, same), 1);
    assert_eq!(pair(121, same, same), 2);
}

#[test]
fn distances_may_differ_by_a_twentieth_or_200_metres() {
    let metres = |one, two| pair(0, (Some(one), None), (Some(two), None));
    assert_eq!(metres(10_000, 9_500), 1);
    assert_eq!(metres(10_000, 9_499), 2);
    assert_eq!(metres(1_000, 800), 1);
    assert_eq!(metres(1_000, 799), 2);
}

#[test]
fn without_distances_the_times_decide_and_without_both_the_start() {
    let times = |one, two| pair(0, (Some(8_000), Some(one)), (None, Some(two)));
    assert_eq!(times(4_000, 3_800), 1);
    assert_eq!(times(4_000, 3_799), 2);
    assert_eq!(times(600, 480), 1);
    assert_eq!(pair(60, (Some(8_000), None), (None, Some(3_000))), 1);
}

#[test]
fn a_file_that_was_cut_off_joins_the_whole_one_and_says_nothing_of_the_whole() {
    let cut = Activity { is_cut: true, ..activity(instant(0), Some(3_000), Some(900)) };
    let readings = vec![
        reading("cut", Format::Fit, cut),
        reading("whole", Format::Csv, activity(instant(0), Some(10_000), None)),
    ];
    let entries = merge(readings, &TimeZone::UTC);
    assert_eq!(entries.len(), 1);
    let merged = &entries[0].activity;
    assert_eq!((merged.distance, merged.time, merged.is_cut), (Some(Distance::metres(10_000)), None, false));
}

#[test]
fn activities_of_one_file_stay_apart() {
    let mut second = reading("a", Format::Fit, activity(instant(30), Some(1_000), Some(300)));
    second.source.position = 1;
    let first = reading("a", Format::Fit, activity(instant(0), Some(1_000), Some(300)));
    assert_eq!(count(vec![first.clone(), second]), 2);
    // But the same content under two names is one file.
    let mut copy = first.clone();
    copy.source.file = "copy.fit".to_owned();
    assert_eq!(count(vec![first, copy]), 1);
}

#[test]
fn a_file_without_a_time_zone_joins_one_with_it() {
    let zone = TimeZone::fixed(tz::offset(1));
    let merged = |hours: i8, minutes: i8, metres| {
        let local = date(2026, 9, 21).at(hours, minutes, 0, 0);
        let fit =
            activity(Start::Instant("2026-09-21T07:30:00Z".parse().unwrap()), Some(10_000), Some(3_000));
        let csv = activity(Start::Local(local), Some(metres), Some(3_001));
        merge(vec![reading("a", Format::Fit, fit), reading("b", Format::Csv, csv)], &zone)
    };
    // At home: the given zone.
    assert_eq!(merged(8, 30, 10_010).len(), 1);
    // On a journey: any zone, if distance and time are the same.
    let entries = merged(15, 45, 10_010);
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].activity.start.offset().unwrap().seconds(), 29_700, "the zone follows from both");
    assert_eq!(merged(15, 45, 10_400).len(), 2, "another distance");
    assert_eq!(merged(15, 37, 10_010).len(), 2, "no time zone is seven minutes off");
}

proptest! {
    /// Which file comes first changes nothing, each file is in one activity, and a second copy of all files adds nothing.
    #[test]
    fn the_order_does_not_matter_and_nothing_is_lost(
        runs in prop::collection::vec((0_i64..2_000, 0_u32..6_000, 0_usize..4, any::<bool>()), 1..24),
        turn in 0_usize..24,
    ) {
        let readings: Vec<Reading> = runs
            .iter()
            .enumerate()
            .map(|(number, (second, metres, format, is_cut))| {
                let metres = (*metres > 500).then_some(*metres);
                let mut one = activity(instant(*second), metres, None);
                one.is_cut = *is_cut;
                reading(&format!("{number:02}"), Format::ALL[*format], one)
            })
            .collect();
        let entries = merge(readings.clone(), &TimeZone::UTC);
        let mut turned = readings.clone();
        turned.rotate_left(turn % readings.len());
        turned.extend(readings.clone());
        prop_assert_eq!(&merge(turned, &TimeZone::UTC), &entries);
        let mut found: Vec<String> =
            entries.iter().flat_map(|entry| &entry.sources).map(|source| source.content.clone()).collect();
        found.sort();
        let all: Vec<String> = readings.iter().map(|reading| reading.source.content.clone()).collect();
        prop_assert_eq!(found, all);
    }
}
