//! The log as files that anybody can read: one line or object for each reading, with the number of the activity that it is part of.

use crate::{
    json::{LogDocument, LogReading},
    log::origin_name,
};
use jiff::tz::TimeZone;
use sinew_training::{Distance, Entry, Reading, Seconds, Start, merge};
use std::collections::BTreeMap;

/// Which activity each reading is part of, by content and position, from 1 in the order of their starts.
fn numbers(readings: &[Reading], zone: &TimeZone) -> BTreeMap<(String, u32), usize> {
    let entries: Vec<Entry> = merge(readings.to_vec(), zone);
    let sources = entries.into_iter().enumerate().flat_map(|(number, entry)| {
        entry.sources.into_iter().map(move |source| ((source.content, source.position), number + 1))
    });
    sources.collect()
}

/// Readings in the order of their activities, the best of each first.
fn ordered<'a>(readings: &'a [Reading], zone: &TimeZone) -> Vec<(usize, &'a Reading)> {
    let numbers = numbers(readings, zone);
    let number = |reading: &Reading| {
        let key = (reading.source.content.clone(), reading.source.position);
        numbers.get(&key).copied().unwrap_or_default()
    };
    let mut ordered: Vec<(usize, &Reading)> =
        readings.iter().map(|reading| (number(reading), reading)).collect();
    ordered.sort_by(|(one, a), (two, b)| {
        one.cmp(two).then_with(|| b.source.format.cmp(&a.source.format)).then_with(|| a.source.cmp(&b.source))
    });
    ordered
}

/// The log as JSON, with all that is kept.
pub fn to_json(readings: &[Reading], zone: &TimeZone) -> LogDocument {
    let readings = ordered(readings, zone)
        .into_iter()
        .map(|(number, reading)| LogReading::of(reading, u32::try_from(number).unwrap_or(u32::MAX)))
        .collect();
    LogDocument { schema_version: crate::json::SCHEMA_VERSION, readings }
}

/// The log as a table, without the samples. Times are as the files have them: the instant, the local time, or both.
///
/// # Panics
/// Never: memory takes all bytes.
pub fn to_csv(readings: &[Reading], zone: &TimeZone) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let heading = [
        "activity",
        "start_utc",
        "start_local",
        "utc_offset",
        "kind",
        "origin",
        "metres",
        "seconds",
        "steps_per_minute",
        "climb_metres",
        "is_cut",
        "format",
        "file",
    ];
    let mut rows = vec![heading.map(str::to_owned)];
    for (number, Reading { source, activity }) in ordered(readings, zone) {
        let (utc, local, offset) = match activity.start {
            Start::Zoned { at, offset } => {
                (at.to_string(), offset.to_datetime(at).to_string(), offset.to_string())
            }
            Start::Instant(at) => (at.to_string(), String::new(), String::new()),
            Start::Local(local) => (String::new(), local.to_string(), String::new()),
        };
        let figure = |value: Option<u32>| value.map_or_else(String::new, |value| value.to_string());
        rows.push([
            number.to_string(),
            utc,
            local,
            offset,
            activity.kind.name().to_owned(),
            origin_name(activity.origin).to_owned(),
            figure(activity.distance.map(Distance::as_metres)),
            figure(activity.time.map(Seconds::get)),
            figure(activity.cadence.map(u32::from)),
            figure(activity.climb),
            if activity.is_cut { "yes" } else { "no" }.to_owned(),
            source.format.name().to_owned(),
            harmless(&source.file),
        ]);
    }
    for row in rows {
        writer.write_record(row).expect("memory takes bytes, and all rows have the same length");
    }
    let bytes = writer.into_inner().expect("memory takes bytes");
    String::from_utf8(bytes).expect("it was written from text")
}

/// A name that no spreadsheet takes for a formula.
fn harmless(name: &str) -> String {
    if name.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::tests::readings;

    #[test]
    fn a_table_has_a_row_for_each_reading_and_says_what_is_the_same_activity() {
        let mut three = readings(3);
        let mut copy = three[0].clone();
        copy.source.content = "f".repeat(64);
        copy.source.file = "=copy.gpx".to_owned();
        three.push(copy);
        let text = to_csv(&three, &TimeZone::UTC);
        let expected = "\
activity,start_utc,start_local,utc_offset,kind,origin,metres,seconds,steps_per_minute,climb_metres,is_cut,format,file
1,2026-10-01T06:30:00Z,2026-10-01T12:15:00,+05:45,run-outdoor,recorded,,,168,,no,csv,\"export.zip > activities/0, \"\"long\"\".fit\"
1,2026-10-01T06:30:00Z,2026-10-01T12:15:00,+05:45,run-outdoor,recorded,,,168,,no,csv,'=copy.gpx
2,2026-10-02T06:30:00Z,,,run-treadmill,recorded,10001,3000,168,91,no,gpx,\"export.zip > activities/1, \"\"long\"\".fit\"
3,,2026-10-03T06:30:00,,run-indoor-track,recorded,10002,3000,168,,no,tcx,\"export.zip > activities/2, \"\"long\"\".fit\"
";
        assert_eq!(text, expected);
    }

    #[test]
    fn json_has_all_that_is_kept() {
        let all = readings(40);
        let document = to_json(&all, &TimeZone::UTC);
        assert_eq!(document.readings.len(), 40);
        let text = serde_json::to_string(&document).unwrap();
        let back: LogDocument = serde_json::from_str(&text).unwrap();
        for reading in &all {
            let number = document
                .readings
                .iter()
                .find(|one| one.content == reading.source.content)
                .map(|one| one.activity)
                .unwrap();
            assert!(back.readings.contains(&LogReading::of(reading, number)));
        }
    }
}
