//! Which activities of several files are the same one.
//!
//! Exports hold the same run several times: as a FIT file, as a GPX file, as a row of a table; and some people wear two devices.
//! Counted twice, a week would double and a day off would stay one. Taken for one though they are two, a run would vanish.
//! Two readings are the same activity if
//! - they are of different files, for a file does not hold an activity twice;
//! - they began within [`START_TOLERANCE`] of each other: files of one recording agree within seconds, two devices are started within
//!   a minute or two, and nobody begins two runs so close to each other that differ in nothing else;
//! - their distances differ by at most 5 % or 200 m: one run in three formats differed by 1.1 %, and two devices on one person
//!   differ more. These limits and the two minutes are judgements of this program. Where one has no
//!   distance, their times differ by at most 5 % or two minutes; where one has neither, the start decides. Of a file that was cut
//!   off only the start counts.
//!
//! If one file knows only the local clock and the other only the instant, the time zone between them may have been any. Then the
//! starts may differ by quarters of an hour, up to 14 hours, if distance and time both agree within 1 % and are known.

use crate::{Activity, Reading, Source, Start};
use jiff::{SignedDuration, tz::TimeZone};

/// How far the starts of one activity in two files may be apart.
pub const START_TOLERANCE: SignedDuration = SignedDuration::from_mins(2);

/// An activity with all files that it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What is known of it: what the best file says, and what only others say.
    pub activity: Activity,
    /// The files, the best first.
    pub sources: Vec<Source>,
}

/// Puts readings together into activities, in the order of their starts. In which order the readings come does not matter.
///
/// The zone is that of activities whose file names none.
pub fn merge(readings: Vec<Reading>, zone: &TimeZone) -> Vec<Entry> {
    let mut readings = readings;
    // The best files first, so that worse ones join them; whatever could tie is told apart by the source.
    readings.sort_by(|one, two| rank(two).cmp(&rank(one)).then_with(|| one.source.cmp(&two.source)));
    readings.dedup_by(|one, two| {
        one.source.content == two.source.content && one.source.position == two.source.position
    });
    let mut groups: Vec<Vec<Reading>> = Vec::new();
    // Groups by the day of their start, so that a long log is not compared all with all.
    let mut by_day: std::collections::BTreeMap<jiff::civil::Date, Vec<usize>> =
        std::collections::BTreeMap::new();
    for reading in readings {
        let day = reading.activity.start.instant(zone);
        let day = jiff::tz::Offset::UTC.to_datetime(day).date();
        let near = [day.yesterday().ok(), Some(day), day.tomorrow().ok()];
        let fitting = near
            .into_iter()
            .flatten()
            .filter_map(|day| by_day.get(&day))
            .flatten()
            .copied()
            .filter(|group| groups[*group].iter().all(|other| is_same(other, &reading, zone)))
            .min_by_key(|group| {
                let (apart, _) = groups[*group][0].activity.start.apart(reading.activity.start, zone);
                (apart, *group)
            });
        if let Some(group) = fitting {
            groups[group].push(reading);
        } else {
            by_day.entry(day).or_default().push(groups.len());
            groups.push(vec![reading]);
        }
    }
    let mut entries: Vec<Entry> = groups.into_iter().filter_map(joined).collect();
    entries.sort_by(|one, two| {
        let start = |entry: &Entry| entry.activity.start.instant(zone);
        start(one).cmp(&start(two)).then_with(|| one.sources.cmp(&two.sources))
    });
    entries
}

/// What makes one reading better than another: whole before cut off, recorded before typed in, then the format, then how much it has.
fn rank(reading: &Reading) -> impl Ord + use<> {
    let activity = &reading.activity;
    (
        !activity.is_cut,
        activity.origin == crate::Origin::Recorded,
        reading.source.format,
        activity.distance.is_some(),
        activity.samples.len(),
    )
}

fn is_same(one: &Reading, two: &Reading, zone: &TimeZone) -> bool {
    if one.source.content == two.source.content {
        return false;
    }
    let (one, two) = (&one.activity, &two.activity);
    let (apart, is_open) = one.start.apart(two.start, zone);
    if apart <= START_TOLERANCE {
        return one.is_cut || two.is_cut || fits(one, two);
    }
    is_open && could_be_zones(apart) && agrees(one, two)
}

/// Whether distances, or else times, are near enough.
fn fits(one: &Activity, two: &Activity) -> bool {
    if let (Some(one), Some(two)) = (one.distance, two.distance) {
        return near(one.as_metres(), two.as_metres(), 5, 200);
    }
    match (one.time, two.time) {
        (Some(one), Some(two)) => near(one.get(), two.get(), 5, 120),
        _ => true,
    }
}

/// Whether distance and time are known and the same but for rounding.
fn agrees(one: &Activity, two: &Activity) -> bool {
    let distance = one.distance.zip(two.distance);
    let time = one.time.zip(two.time);
    distance.is_some_and(|(one, two)| near(one.as_metres(), two.as_metres(), 1, 10))
        && time.is_some_and(|(one, two)| near(one.get(), two.get(), 1, 5))
}

/// Whether two starts are apart by what two time zones can be apart, which are quarters of an hour.
fn could_be_zones(apart: SignedDuration) -> bool {
    let (seconds, quarter) = (apart.as_secs(), 900);
    let beside = seconds.rem_euclid(quarter);
    seconds <= 14 * 3_600 + 60 && beside.min(quarter - beside) <= 60
}

fn near(one: u32, two: u32, percent: u32, least: u32) -> bool {
    let allowed = (u64::from(one.max(two)) * u64::from(percent) / 100).max(u64::from(least));
    u64::from(one.abs_diff(two)) <= allowed
}

/// One activity of its readings, the best first.
fn joined(readings: Vec<Reading>) -> Option<Entry> {
    let mut readings = readings.into_iter();
    let Reading { source, mut activity } = readings.next()?;
    let mut sources = vec![source];
    for Reading { source, activity: other } in readings {
        sources.push(source);
        activity.start = match (activity.start, other.start) {
            // One file has the instant and the other the clock on the wall: together they have the time zone.
            (Start::Instant(at), Start::Local(local)) | (Start::Local(local), Start::Instant(at)) => {
                Start::with_local(at, Some(local))
            }
            (mine, theirs) if theirs.knows() > mine.knows() => theirs,
            (mine, _) => mine,
        };
        if other.kind.says() > activity.kind.says() {
            activity.kind = other.kind;
        }
        // A file that was cut off says nothing about the whole.
        if !other.is_cut || activity.is_cut {
            activity.distance = activity.distance.or(other.distance);
            activity.time = activity.time.or(other.time);
            activity.climb = activity.climb.or(other.climb);
        }
        activity.cadence = activity.cadence.or(other.cadence);
        if activity.samples.is_empty() {
            activity.samples = other.samples;
        }
    }
    Some(Entry { activity, sources })
}

#[cfg(test)]
mod tests;
