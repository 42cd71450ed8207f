//! TCX: activities of laps, with what the device counted.

use crate::{
    Settings,
    draft::{Draft, Point},
    moment::Moment,
    report::{Cause, Found, Gathered, Nothing, Refusal, Remark},
    sport,
    xml::{self, Part, number},
};
use sinew_training::Format;

/// Reads a TCX file.
pub(crate) fn read(bytes: &[u8], settings: &Settings) -> Result<Found, Refusal> {
    let text = xml::text_of(bytes);
    let mut activities: Vec<Laps> = Vec::new();
    let broken = xml::walk(&text, |part| see(part, &mut activities)).err();
    if let Some(broken) = &broken
        && activities.iter().all(|activity| activity.draft.points.is_empty() && !activity.any_lap)
    {
        let cause = if broken.is_end { Cause::CutOff } else { Cause::Broken(broken.why.clone()) };
        return Err(Refusal::at(broken.spot, cause));
    }
    let mut gathered = Gathered::of(Format::Tcx);
    if let Some(broken) = &broken
        && let Some(last) = activities.last_mut()
    {
        last.draft.is_cut = true;
        // The sums of laps that are whole say less than the points.
        last.metres = None;
        last.seconds = None;
        gathered.found.remarks.push(Remark::CutOff { spot: broken.spot });
    }
    for (number, Laps { mut draft, sport, metres, seconds, .. }) in (0..).zip(activities) {
        draft.kind = sport::of_word(&sport, draft.has_positions());
        // Laps that say nothing although somebody moved leave the sum to the points.
        draft.metres = metres.filter(|metres| *metres > 0.0);
        draft.seconds = seconds.filter(|seconds| *seconds > 0.0);
        gathered.take(number, draft.finish(settings));
    }
    gathered.or(Cause::Nothing(Nothing::NoActivity))
}

struct Laps {
    draft: Draft,
    sport: String,
    metres: Option<f64>,
    seconds: Option<f64>,
    any_lap: bool,
    is_first_track: bool,
    begins_track: bool,
}

fn see(part: Part<'_>, activities: &mut Vec<Laps>) {
    match part {
        Part::Begin { path, attributes } => match path.last().map(String::as_str) {
            Some("Activity") => activities.push(Laps {
                draft: Draft::new(),
                sport: attributes.get("Sport").unwrap_or_default(),
                metres: None,
                seconds: None,
                any_lap: false,
                is_first_track: true,
                begins_track: true,
            }),
            Some("Lap") => {
                if let Some(activity) = activities.last_mut() {
                    activity.is_first_track = true;
                    let start = attributes.get("StartTime").and_then(|text| Moment::parse(&text));
                    if activity.draft.start.is_none() {
                        activity.draft.start = start.map(Moment::start);
                    }
                }
            }
            Some("Track") => {
                // The first track of a lap goes on where the lap before ended; a further one comes after a break.
                if let Some(activity) = activities.last_mut() {
                    activity.begins_track |= !std::mem::take(&mut activity.is_first_track);
                }
            }
            Some("Trackpoint") => {
                if let Some(activity) = activities.last_mut() {
                    let is_first = std::mem::take(&mut activity.begins_track);
                    activity.draft.points.push(Point { is_first, ..Point::default() });
                }
            }
            _ => {}
        },
        Part::End { path, text } => {
            let Some(activity) = activities.last_mut() else { return };
            let [around @ .., parent, name] = path else { return };
            let add = |sum: &mut Option<f64>| {
                if let Some(value) = number(text).filter(|value| *value >= 0.0) {
                    *sum = Some(sum.unwrap_or(0.0) + value);
                }
            };
            match (parent.as_str(), name.as_str()) {
                ("Lap", "DistanceMeters") => add(&mut activity.metres),
                ("Lap", "TotalTimeSeconds") => add(&mut activity.seconds),
                ("Activity", "Lap") => activity.any_lap = true,
                // Laps have no start in some files.
                ("Activity", "Id") if activity.draft.start.is_none() => {
                    activity.draft.start = Moment::parse(text).map(Moment::start);
                }
                _ => {
                    let Some(point) = activity.draft.points.last_mut() else { return };
                    if !around.iter().chain([parent]).any(|name| name == "Trackpoint") {
                        return;
                    }
                    see_point(point, parent, name, text);
                }
            }
        }
    }
}

fn see_point(point: &mut Point, parent: &str, name: &str, text: &str) {
    match (parent, name) {
        ("Trackpoint", "Time") => point.at = Moment::parse(text).map(|moment| moment.at),
        ("Trackpoint", "DistanceMeters") => point.metres = number(text).filter(|metres| *metres >= 0.0),
        ("Trackpoint", "AltitudeMeters") => point.altitude = number(text),
        ("Trackpoint", "Cadence") | (_, "RunCadence") => {
            point.cadence = number(text).filter(|value| *value >= 0.0);
        }
        ("TPX", "Speed") => point.speed = number(text).filter(|value| *value >= 0.0),
        ("Position", "LatitudeDegrees") => {
            point.position = number(text).filter(|lat| lat.abs() <= 90.0).map(|lat| (lat, f64::NAN));
        }
        ("Position", "LongitudeDegrees") => {
            point.position = point
                .position
                .zip(number(text).filter(|lon| lon.abs() <= 180.0))
                .map(|((lat, _), lon)| (lat, lon));
        }
        // A latitude without a longitude is no place.
        ("Trackpoint", "Position") => point.position = point.position.filter(|(_, lon)| !lon.is_nan()),
        _ => {}
    }
}
