//! GPX: tracks of positions with times. Each track is an activity.

use crate::{
    Settings,
    draft::{Draft, Point},
    moment::Moment,
    report::{Cause, Found, Gathered, Nothing, Refusal, Remark},
    sport,
    xml::{self, Part, number},
};
use sinew_training::Format;

/// Reads a GPX file.
pub(crate) fn read(bytes: &[u8], settings: &Settings) -> Result<Found, Refusal> {
    let text = xml::text_of(bytes);
    let mut tracks: Vec<Track> = Vec::new();
    let broken = xml::walk(&text, |part| see(part, &mut tracks)).err();
    let any_point = tracks.iter().any(|track| !track.draft.points.is_empty());
    if let Some(broken) = &broken
        && !any_point
    {
        let cause = if broken.is_end { Cause::CutOff } else { Cause::Broken(broken.why.clone()) };
        return Err(Refusal::at(broken.spot, cause));
    }
    let mut gathered = Gathered::of(Format::Gpx);
    if let Some(broken) = &broken
        && let Some(last) = tracks.last_mut()
    {
        last.draft.is_cut = true;
        gathered.found.remarks.push(Remark::CutOff { spot: broken.spot });
    }
    for (number, track) in (0..).zip(tracks) {
        let Track { mut draft, kind, .. } = track;
        if draft.points.is_empty() {
            continue;
        }
        draft.kind = sport::of_word(&kind, draft.has_positions());
        // A track without any time is a plan of one.
        let outcome = draft.finish(settings).map_err(|cause| match cause {
            Cause::NoTime => Cause::Nothing(Nothing::Route),
            other => other,
        });
        gathered.take(number, outcome);
    }
    gathered.or(Cause::Nothing(Nothing::Route))
}

struct Track {
    draft: Draft,
    kind: String,
    begins_segment: bool,
}

fn see(part: Part<'_>, tracks: &mut Vec<Track>) {
    match part {
        Part::Begin { path, attributes } => match path.last().map(String::as_str) {
            Some("trk") => {
                tracks.push(Track { draft: Draft::new(), kind: String::new(), begins_segment: true });
            }
            Some("trkseg") => {
                if let Some(track) = tracks.last_mut() {
                    track.begins_segment = true;
                }
            }
            Some("trkpt") => {
                if let Some(track) = tracks.last_mut() {
                    let position = attributes
                        .number("lat")
                        .zip(attributes.number("lon"))
                        .filter(|(lat, lon)| lat.abs() <= 90.0 && lon.abs() <= 180.0);
                    let is_first = std::mem::take(&mut track.begins_segment);
                    track.draft.points.push(Point { position, is_first, ..Point::default() });
                }
            }
            _ => {}
        },
        Part::End { path, text } => {
            let Some(track) = tracks.last_mut() else { return };
            let [around @ .., parent, name] = path else { return };
            match (parent.as_str(), name.as_str()) {
                ("trk", "type") => text.clone_into(&mut track.kind),
                ("trkpt", "time") => {
                    let moment = Moment::parse(text);
                    if let Some(moment) = moment
                        && track.draft.start.is_none()
                    {
                        track.draft.start = Some(moment.start());
                    }
                    if let Some(point) = track.draft.points.last_mut() {
                        point.at = moment.map(|moment| moment.at);
                    }
                }
                ("trkpt", "ele") => {
                    if let Some(point) = track.draft.points.last_mut() {
                        point.altitude = number(text);
                    }
                }
                // Garmin, Strava and others put it in extensions of their own, all under one of these names.
                (_, "cad" | "cadence") if around.iter().chain([parent]).any(|name| name == "trkpt") => {
                    if let Some(point) = track.draft.points.last_mut() {
                        point.cadence = number(text).filter(|value| *value >= 0.0);
                    }
                }
                _ => {}
            }
        }
    }
}
