//! An activity as it is read, before anything about it was checked.

use crate::{
    Settings,
    report::{Cause, Remark},
};
use jiff::{SignedDuration, Timestamp, tz::Offset};
use sinew_training::{Activity, Distance, Kind, Origin, Sample, Seconds, Start};

/// Kept samples are at least so far apart, in seconds: fine enough for the fade of a run, and a fifth of the room.
const BETWEEN_SAMPLES: u32 = 5;
/// Nobody keeps running faster than this, in metres a second: the world record over 100 m is 10.4.
const FASTEST_RUN: f64 = 10.5;
/// Nobody moves faster than this without a motor, in metres a second.
const FASTEST: f64 = 40.0;
/// The radius of the earth in metres, as a sphere.
const EARTH: f64 = 6_371_000.0;

/// A moment of an activity as a file has it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Point {
    /// When, if the file says it.
    pub(crate) at: Option<Timestamp>,
    /// Metres since the start, as the device counted them.
    pub(crate) metres: Option<f64>,
    /// Latitude and longitude in degrees.
    pub(crate) position: Option<(f64, f64)>,
    /// Height above sea level in metres.
    pub(crate) altitude: Option<f64>,
    /// Steps or strides a minute; devices write either.
    pub(crate) cadence: Option<f64>,
    /// Contact time in milliseconds.
    pub(crate) contact: Option<f64>,
    /// The left share of the contact time in percent.
    pub(crate) balance: Option<f64>,
    /// Metres a second, as the device measured them.
    pub(crate) speed: Option<f64>,
    /// The length of a step in millimetres.
    pub(crate) step_length: Option<f64>,
    /// The movement up and down in millimetres.
    pub(crate) bounce: Option<f64>,
    /// Whether it begins anew after a break of the recording.
    pub(crate) is_first: bool,
}

/// An activity as a file has it.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) start: Option<Start>,
    pub(crate) kind: Kind,
    pub(crate) origin: Origin,
    pub(crate) metres: Option<f64>,
    pub(crate) seconds: Option<f64>,
    pub(crate) climb: Option<f64>,
    pub(crate) cadence: Option<f64>,
    pub(crate) is_cut: bool,
    /// Whether the checksum did not fit, so that a figure counts only if another confirms it.
    pub(crate) is_doubtful: bool,
    pub(crate) points: Vec<Point>,
}

impl Draft {
    /// A draft of nothing yet.
    pub(crate) fn new() -> Self {
        Self {
            start: None,
            kind: Kind::Unknown,
            origin: Origin::Recorded,
            metres: None,
            seconds: None,
            climb: None,
            cadence: None,
            is_cut: false,
            is_doubtful: false,
            points: Vec::new(),
        }
    }

    /// Whether it has positions.
    pub(crate) fn has_positions(&self) -> bool {
        self.points.iter().any(|point| point.position.is_some())
    }

    /// The activity, with what is worth saying about it.
    pub(crate) fn finish(mut self, settings: &Settings) -> Result<(Activity, Vec<Remark>), Cause> {
        let mut remarks = Vec::new();
        let start = self
            .start
            .or_else(|| self.points.iter().find_map(|point| point.at).map(Start::Instant))
            .ok_or(Cause::NoTime)?;
        check_clock(start, settings)?;
        let strays = self.drop_strays(start);
        if strays > self.points.len() {
            // The clock was set after the start: what is left is not the activity.
            return Err(Cause::ClockNotSet);
        }
        // A point without a time is part of the way all the same.
        let ways = self.ways();
        let ways = self.drop_timeless(ways, strays, &mut remarks);
        let measured = ways.last().copied().flatten();
        let (metres, seconds) = self.confirmed(measured, &mut remarks);
        let seconds = figure(seconds, f64::from(Seconds::LONGEST.get()), "time", "s", &mut remarks);
        let metres = figure(metres, f64::from(Distance::LONGEST.as_metres()), "distance", "m", &mut remarks);
        let metres = plausible(metres, seconds, self.kind, &mut remarks);
        let factor = cadence_factor(&self.points, self.cadence, self.kind);
        let steps = |cadence: Option<f64>| {
            let steps = cadence? * factor?;
            (steps <= 400.0).then(|| narrow(steps)).flatten()
        };
        let samples = self.samples(start, &ways, &steps);
        let activity = Activity {
            start,
            kind: self.kind,
            origin: self.origin,
            distance: metres.and_then(whole).map(Distance::metres),
            time: seconds.and_then(whole).map(Seconds::new),
            cadence: steps(self.cadence),
            climb: self.climb.filter(|climb| *climb < 30_000.0).and_then(whole),
            is_cut: self.is_cut,
            samples,
        };
        Ok((activity, remarks))
    }

    /// Removes points whose time cannot be: before the start or two weeks after it. Gives how many there were.
    fn drop_strays(&mut self, start: Start) -> usize {
        let before = self.points.len();
        if let Some(first) = instant_of(start) {
            let longest = SignedDuration::from_secs(i64::from(Seconds::LONGEST.get()));
            let minute = SignedDuration::from_mins(1);
            self.points.retain(|point| {
                point.at.is_none_or(|at| {
                    let since = at.duration_since(first);
                    since >= -minute && since <= longest
                })
            });
        }
        before - self.points.len()
    }

    /// Removes points without a time, which can be no samples, together with their ways.
    fn drop_timeless(
        &mut self,
        ways: Vec<Option<f64>>,
        strays: usize,
        remarks: &mut Vec<Remark>,
    ) -> Vec<Option<f64>> {
        let whole = ways.last().copied().flatten();
        let before = self.points.len();
        let mut kept: Vec<Option<f64>> = self
            .points
            .iter()
            .zip(ways)
            .filter(|(point, _)| point.at.is_some())
            .map(|(_, way)| way)
            .collect();
        self.points.retain(|point| point.at.is_some());
        let dropped = strays + before - self.points.len();
        if dropped > 0 {
            remarks.push(Remark::WithoutTime { samples: u32::try_from(dropped).unwrap_or(u32::MAX) });
        }
        // The way to the last point is the whole way, whether its time is known or not.
        match kept.last_mut() {
            Some(last) => *last = whole,
            None => kept.push(whole),
        }
        kept
    }

    /// For each point the metres since the start: as the device counted them, or else along the positions.
    fn ways(&self) -> Vec<Option<f64>> {
        if self.points.iter().any(|point| point.metres.is_some_and(|metres| metres > 0.0)) {
            let first = self.points.iter().find_map(|point| point.metres).unwrap_or(0.0);
            // Some count on from the activity before.
            let first = if first > 100.0 { first } else { 0.0 };
            let mut furthest = None;
            return self
                .points
                .iter()
                .map(|point| {
                    if let Some(metres) = point.metres {
                        furthest = Some((metres - first).max(furthest.unwrap_or(0.0)));
                    }
                    furthest
                })
                .collect();
        }
        if !self.has_positions() {
            return vec![None; self.points.len()];
        }
        let mut way = 0.0;
        let mut last = None;
        self.points
            .iter()
            .map(|point| {
                if point.is_first {
                    last = None;
                }
                if let Some(here) = point.position {
                    way += last.map_or(0.0, |last| between(last, here));
                    last = Some(here);
                }
                Some(way)
            })
            .collect()
    }

    /// The time that the points span, without breaks of the recording.
    fn spanned(&self) -> Option<f64> {
        let mut total = 0.0;
        let mut last: Option<Timestamp> = None;
        let mut any = false;
        for point in &self.points {
            let Some(at) = point.at else { continue };
            if let Some(last) = last.filter(|_| !point.is_first) {
                let since = at.duration_since(last).as_secs_f64();
                if since > 0.0 {
                    total += since;
                }
                any = true;
            }
            last = Some(last.map_or(at, |last| last.max(at)));
        }
        any.then_some(total)
    }

    /// Distance and time: as the file sums them up, or else as its points have them. After a wrong checksum both have to agree.
    fn confirmed(&self, measured: Option<f64>, remarks: &mut Vec<Remark>) -> (Option<f64>, Option<f64>) {
        let spanned = self.spanned();
        // Somebody who moves without moving from the spot was not measured, as on a treadmill.
        let measured = measured.filter(|metres| *metres > 0.0);
        if !self.is_doubtful {
            return (self.metres.or(measured), self.seconds.or(spanned));
        }
        let agree = |one: Option<f64>, other: Option<f64>, least: f64| {
            one.zip(other)
                .filter(|(one, other)| (one - other).abs() <= least.max(one * 0.05))
                .map(|(one, _)| one)
        };
        let metres = agree(self.metres, measured, 50.0);
        let seconds = agree(self.seconds, spanned, 60.0);
        remarks.push(Remark::Checksum { agrees: metres.is_some() && seconds.is_some() });
        (metres, seconds)
    }

    fn samples(
        &self,
        start: Start,
        ways: &[Option<f64>],
        steps: &impl Fn(Option<f64>) -> Option<u16>,
    ) -> Vec<Sample> {
        let first = instant_of(start).or_else(|| self.points.iter().find_map(|point| point.at));
        let Some(first) = first else { return Vec::new() };
        let mut samples: Vec<Sample> = Vec::new();
        for (point, way) in self.points.iter().zip(ways) {
            let Some(at) = point.at else { continue };
            let since = at.duration_since(first).as_secs().max(0);
            let Ok(second) = u32::try_from(since) else { continue };
            if samples.last().is_some_and(|last| second < last.second + BETWEEN_SAMPLES) {
                continue;
            }
            samples.push(Sample {
                second,
                metres: way.and_then(whole),
                cadence: steps(point.cadence),
                altitude: point.altitude.and_then(decimetres),
                // A sensor that lost hold of the runner writes zeros, or all for one side.
                contact: point.contact.filter(|time| (50.0..2_000.0).contains(time)).and_then(narrow),
                balance: point
                    .balance
                    .filter(|share| (20.0..=80.0).contains(share))
                    .and_then(|share| narrow(share * 100.0)),
                speed: point.speed.filter(|speed| *speed < FASTEST).and_then(|speed| narrow(speed * 1_000.0)),
                // Nobody takes steps of three metres or of nothing, nor bounces half of three metres.
                step_length: point
                    .step_length
                    .filter(|length| (1.0..3_000.0).contains(length))
                    .and_then(narrow),
                bounce: point.bounce.filter(|bounce| *bounce < 1_500.0).and_then(narrow),
            });
        }
        samples
    }
}

/// The instant of a start; for a wall clock as if it were UTC, as the points of such a file are.
fn instant_of(start: Start) -> Option<Timestamp> {
    match start {
        Start::Zoned { at, .. } | Start::Instant(at) => Some(at),
        Start::Local(local) => Offset::UTC.to_timestamp(local).ok(),
    }
}

/// Whether the clock can have been right: from 1990 on, and no more than a day ahead, as time zones are.
fn check_clock(start: Start, settings: &Settings) -> Result<(), Cause> {
    let day = SignedDuration::from_hours(24);
    let latest = settings.now.checked_add(day).unwrap_or(Timestamp::MAX);
    match start {
        Start::Zoned { at, .. } | Start::Instant(at) => {
            let year = Offset::UTC.to_datetime(at).year();
            if year < 1990 || at > latest { Err(Cause::clock(at, year >= 1990)) } else { Ok(()) }
        }
        Start::Local(local) => {
            let is_future = local > Offset::UTC.to_datetime(latest);
            if local.year() < 1990 || is_future { Err(Cause::local_clock(local, is_future)) } else { Ok(()) }
        }
    }
}

/// A figure, unless it cannot be.
fn figure(
    value: Option<f64>,
    most: f64,
    what: &'static str,
    unit: &str,
    remarks: &mut Vec<Remark>,
) -> Option<f64> {
    let value = value?;
    if value.is_finite() && (0.0..=most).contains(&value) {
        return Some(value);
    }
    remarks.push(Remark::Dropped { what, says: format!("{value:.0} {unit}") });
    None
}

/// A distance, unless nobody moves so fast.
fn plausible(
    metres: Option<f64>,
    seconds: Option<f64>,
    kind: Kind,
    remarks: &mut Vec<Remark>,
) -> Option<f64> {
    let metres = metres?;
    let Some(seconds) = seconds.filter(|seconds| *seconds > 0.0) else { return Some(metres) };
    let fastest = if kind.is_run() || kind == Kind::Walk { FASTEST_RUN } else { FASTEST };
    // Short ones are measured too coarsely to be judged by their speed.
    if metres <= 200.0 || metres / seconds <= fastest {
        return Some(metres);
    }
    remarks.push(Remark::Dropped { what: "distance", says: format!("{metres:.0} m in {seconds:.0} s") });
    None
}

/// By what a cadence has to be multiplied to be steps a minute: devices write steps or strides. Nobody runs with fewer than 120
/// steps a minute for half of the time, nor with as many strides. Only of runs and walks.
fn cadence_factor(points: &[Point], average: Option<f64>, kind: Kind) -> Option<f64> {
    if !kind.is_run() {
        return None;
    }
    let mut values: Vec<f64> =
        points.iter().filter_map(|point| point.cadence).filter(|value| *value > 0.0).collect();
    values.sort_by(f64::total_cmp);
    let usual = values.get(values.len() / 2).copied().or(average)?;
    Some(if usual < 120.0 { 2.0 } else { 1.0 })
}

/// The way between two places over the sphere, in metres.
fn between((lat, lon): (f64, f64), (to_lat, to_lon): (f64, f64)) -> f64 {
    let square = |angle: f64| (angle.to_radians() / 2.0).sin().powi(2);
    let along =
        square(to_lat - lat) + lat.to_radians().cos() * to_lat.to_radians().cos() * square(to_lon - lon);
    2.0 * EARTH * along.sqrt().min(1.0).asin()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is looked at")]
fn whole(value: f64) -> Option<u32> {
    (value.is_finite() && (0.0..4_000_000_000.0).contains(&value)).then(|| value.round() as u32)
}

#[expect(clippy::cast_possible_truncation, reason = "the range is looked at")]
fn decimetres(metres: f64) -> Option<i32> {
    (-500.0..9_000.0).contains(&metres).then(|| (metres * 10.0).round() as i32)
}

fn narrow(value: f64) -> Option<u16> {
    whole(value).and_then(|value| u16::try_from(value).ok())
}
