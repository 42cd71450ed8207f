//! FIT: what devices write themselves.
//!
//! A file is one sequence of messages, or several behind each other. Sequences are taken apart here by the lengths in their headers, so
//! that a checksum can be looked at without refusing the whole file, and a sequence that was cut off is read as far as it goes.

use crate::{
    Settings,
    draft::{Draft, Point},
    report::{Cause, Found, Gathered, Nothing, Refusal, Remark, Spot},
    sport,
};
use jiff::{Timestamp, civil::DateTime, tz::Offset};
use rustyfit::{
    Decoder, DecoderEvent, StreamingIterator as _,
    profile::{mesgdef, typedef},
    proto::Message,
};
use sinew_training::{Format, Start};

/// The seconds between 1 January 1970 and 31 December 1989, from which FIT counts.
const EPOCH: i64 = 631_065_600;
/// Times below this count from when the device was switched on.
const FIRST_REAL_TIME: u32 = 0x1000_0000;
/// The kind of file that holds an activity.
const ACTIVITY: u8 = 4;

/// Reads a FIT file.
pub(crate) fn read(bytes: &[u8], settings: &Settings) -> Result<Found, Refusal> {
    let mut gathered = Gathered::of(Format::Fit);
    let mut nothing: Option<Nothing> = None;
    let mut number = 0;
    let mut begin = 0;
    while let Some(sequence) = Sequence::at(bytes, begin) {
        let read = sequence.messages();
        if let Some(kind) = read.kind.filter(|kind| *kind != ACTIVITY) {
            nothing.get_or_insert(Nothing::OtherFit(kind_name(kind)));
        } else {
            let is_whole = read.broke_at.is_none() && !sequence.is_short;
            if read.without_time > 0 {
                let samples = u32::try_from(read.without_time).unwrap_or(u32::MAX);
                gathered.found.remarks.push(Remark::WithoutTime { samples });
            }
            let drafts = read.drafts(is_whole, sequence.checksum == Some(false));
            if !is_whole && !drafts.is_empty() {
                let byte = begin + read.broke_at.unwrap_or(sequence.bytes.len());
                gathered.found.remarks.push(Remark::CutOff { spot: Spot::Byte(byte as u64) });
            }
            if drafts.is_empty() {
                let cause = if is_whole { Cause::Nothing(Nothing::NoActivity) } else { Cause::CutOff };
                gathered.refuse(Refusal::of(cause));
            }
            for draft in drafts {
                gathered.take(number, draft.and_then(|draft| draft.finish(settings)));
                number += 1;
            }
        }
        begin = sequence.end;
    }
    let trailing = bytes.len() - begin.min(bytes.len());
    if trailing > 0 {
        gathered.found.remarks.push(Remark::Trailing { bytes: trailing as u64 });
    }
    gathered.or(nothing.map_or(Cause::CutOff, Cause::Nothing))
}

/// One sequence of messages in a file.
struct Sequence<'a> {
    /// Its bytes, with header and checksum as far as they are there.
    bytes: &'a [u8],
    /// Where the next one would begin.
    end: usize,
    header: usize,
    /// Whether it is shorter than its header says, or says nothing.
    is_short: bool,
    /// Whether the checksum fits; none if there is none.
    checksum: Option<bool>,
}

impl<'a> Sequence<'a> {
    /// The sequence that begins here, if one does.
    fn at(bytes: &'a [u8], begin: usize) -> Option<Self> {
        let rest = bytes.get(begin..)?;
        let header = usize::from(*rest.first()?);
        if !(12..=14).contains(&header) || rest.get(8..12) != Some(b".FIT") || rest.len() <= header {
            return None;
        }
        let length = u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?);
        let length = usize::try_from(length).ok()?;
        let whole = header.checked_add(length)?.checked_add(2)?;
        // A device that was switched off never wrote the length.
        if length == 0 || whole > rest.len() {
            return Some(Self { bytes: rest, end: bytes.len(), header, is_short: true, checksum: None });
        }
        let own = &rest[..whole];
        let (data, sum) = own.split_at(whole - 2);
        let sum = u16::from_le_bytes([sum[0], sum[1]]);
        // Some apps write none.
        let checksum = (sum != 0).then(|| checksum(data) == sum);
        Some(Self { bytes: own, end: begin + whole, header, is_short: false, checksum })
    }

    fn messages(&self) -> Messages {
        let mut read = Messages::default();
        let patched;
        let mut rest = self.bytes;
        if self.is_short {
            // So that what is there is read to its last message.
            let length = u32::try_from(self.bytes.len() - self.header).unwrap_or(u32::MAX);
            let mut bytes = self.bytes.to_vec();
            bytes[4..8].copy_from_slice(&length.to_le_bytes());
            patched = bytes;
            rest = &patched;
        }
        let total = rest.len();
        let mut decoder = Decoder::builder().checksum(false).build();
        let mut broke = false;
        {
            let mut stream = decoder.stream(&mut rest);
            while let Some(event) = stream.next() {
                match event {
                    Ok(DecoderEvent::Message(message)) => read.take(message),
                    Ok(DecoderEvent::Crc(_)) => break,
                    Ok(_) => {}
                    Err(_) => {
                        broke = true;
                        break;
                    }
                }
            }
        }
        read.broke_at = broke.then_some(total - rest.len());
        read
    }
}

/// What is taken from the messages of a sequence.
#[derive(Default)]
struct Messages {
    kind: Option<u8>,
    created: Option<u32>,
    sport: Option<(u8, u8)>,
    /// The end of the activity, in UTC and on the clock on the wall.
    ends: Option<(u32, u32)>,
    points: Vec<(u32, Point)>,
    without_time: usize,
    sessions: Vec<Session>,
    broke_at: Option<usize>,
}

struct Session {
    start: Option<u32>,
    end: Option<u32>,
    sport: (u8, u8),
    metres: Option<f64>,
    seconds: Option<f64>,
    climb: Option<f64>,
    cadence: Option<f64>,
}

impl Messages {
    fn take(&mut self, message: &Message) {
        match message.num {
            typedef::MesgNum::FILE_ID => {
                let file = mesgdef::FileId::from(message);
                self.kind = Some(file.r#type.0).filter(|kind| *kind != u8::MAX);
                self.created = valid(file.time_created.0);
            }
            typedef::MesgNum::SPORT => {
                let sport = mesgdef::Sport::from(message);
                self.sport = Some((sport.sport.0, sport.sub_sport.0));
            }
            typedef::MesgNum::ACTIVITY => {
                let activity = mesgdef::Activity::from(message);
                self.ends = valid(activity.timestamp.0).zip(valid(activity.local_timestamp.0));
            }
            typedef::MesgNum::SESSION => {
                let session = mesgdef::Session::from(message);
                let time = valid(session.total_timer_time).or(valid(session.total_elapsed_time));
                self.sessions.push(Session {
                    start: valid(session.start_time.0),
                    end: session_end(&session),
                    sport: (session.sport.0, session.sub_sport.0),
                    metres: valid(session.total_distance).map(|centimetres| f64::from(centimetres) / 100.0),
                    seconds: time.map(|thousandths| f64::from(thousandths) / 1_000.0),
                    climb: (session.total_ascent != u16::MAX).then(|| f64::from(session.total_ascent)),
                    cadence: cadence(session.avg_cadence, session.avg_fractional_cadence),
                });
            }
            typedef::MesgNum::RECORD => self.take_record(&mesgdef::Record::from(message)),
            _ => {}
        }
    }

    fn take_record(&mut self, record: &mesgdef::Record) {
        let Some(time) = valid(record.timestamp.0) else {
            self.without_time += 1;
            return;
        };
        let degrees = |semicircles: i32| f64::from(semicircles) * 180.0 / 2_147_483_648.0;
        let position = (record.position_lat != i32::MAX && record.position_long != i32::MAX)
            .then(|| (degrees(record.position_lat), degrees(record.position_long)))
            .filter(|(lat, _)| lat.abs() <= 90.0);
        let altitude = valid(record.enhanced_altitude)
            .or((record.altitude != u16::MAX).then(|| u32::from(record.altitude)))
            .map(|fifths| f64::from(fifths) / 5.0 - 500.0);
        let parts = |value: u16, scale: f64| (value != u16::MAX).then(|| f64::from(value) / scale);
        self.points.push((
            time,
            Point {
                at: instant(time),
                metres: valid(record.distance).map(|centimetres| f64::from(centimetres) / 100.0),
                position,
                altitude,
                cadence: cadence(record.cadence, record.fractional_cadence),
                contact: parts(record.stance_time, 10.0),
                balance: parts(record.stance_time_balance, 100.0),
                // What the file says comes first: from it the library makes the other one, and cuts it off where it should round.
                speed: parts(record.speed, 1_000.0)
                    .or(valid(record.enhanced_speed).map(|thousandths| f64::from(thousandths) / 1_000.0)),
                step_length: parts(record.step_length, 10.0),
                bounce: parts(record.vertical_oscillation, 10.0),
                is_first: false,
            },
        ));
    }

    /// The activities: one for each session, and one for what was recorded after the last one before the file broke off.
    fn drafts(&self, is_whole: bool, is_doubtful: bool) -> Vec<Result<Draft, Cause>> {
        let mut drafts = Vec::new();
        let only = self.sessions.len() == 1 && is_whole;
        let mut covered = 0;
        for session in &self.sessions {
            // Where the clock was set meanwhile a session seems to last longer than until the next one begins.
            let later = self
                .sessions
                .iter()
                .filter_map(|other| other.start)
                .filter(|start| session.start.is_some_and(|own| *start > own));
            let end = session.end.into_iter().chain(later).min();
            let in_session = |time: u32| {
                only || (session.start.is_none_or(|start| time >= start) && end.is_none_or(|end| time <= end))
            };
            let points: Vec<Point> =
                self.points.iter().filter(|(time, _)| in_session(*time)).map(|(_, point)| *point).collect();
            covered = covered.max(end.or(session.start).unwrap_or(0));
            let mut draft = Draft::new();
            draft.is_doubtful = is_doubtful;
            draft.metres = session.metres;
            draft.seconds = session.seconds;
            draft.climb = session.climb;
            draft.cadence = session.cadence;
            draft.points = points;
            // A session that says nothing although somebody moved leaves the sum to its points.
            draft.metres = draft.metres.filter(|metres| *metres > 0.0);
            drafts.push(self.begun(draft, session.start, session.sport));
        }
        let rest: Vec<(u32, Point)> =
            self.points.iter().filter(|(time, _)| *time > covered).copied().collect();
        // With a session, a few more samples are what the device wrote while it was being stopped.
        if self.sessions.is_empty() || (!is_whole && rest.len() > 60) {
            if rest.is_empty() && self.without_time == 0 {
                return drafts;
            }
            let mut draft = Draft::new();
            draft.is_cut = !is_whole;
            draft.is_doubtful = is_doubtful && is_whole;
            let start = rest.first().map(|(time, _)| *time).or(self.created);
            draft.points = rest.into_iter().map(|(_, point)| point).collect();
            drafts.push(self.begun(draft, start, self.sport.unwrap_or((u8::MAX, u8::MAX))));
        }
        drafts
    }

    fn begun(
        &self,
        mut draft: Draft,
        start: Option<u32>,
        (sport, sub_sport): (u8, u8),
    ) -> Result<Draft, Cause> {
        let time = start
            .or_else(|| self.points.first().map(|(time, _)| *time))
            .or(self.created)
            .ok_or(Cause::NoTime)?;
        if time < FIRST_REAL_TIME {
            return Err(Cause::ClockNotSet);
        }
        let at = instant(time).ok_or(Cause::NoTime)?;
        // The wall clock at the start follows from that at the end: what differs between the two is the time zone.
        let local = self.ends.and_then(|(utc, local)| {
            let ahead = i64::from(local) - i64::from(utc);
            let local = i64::from(time) + EPOCH + ahead;
            Timestamp::from_second(local).ok().map(|local| Offset::UTC.to_datetime(local))
        });
        draft.start = Some(start_of(at, local));
        draft.kind = sport::of_fit(sport, sub_sport, draft.has_positions());
        Ok(draft)
    }
}

/// When a session ended: as it says, or else after its time. Some apps write it before its samples and leave its end open.
fn session_end(session: &mesgdef::Session) -> Option<u32> {
    let lasted = valid(session.total_elapsed_time).or(valid(session.total_timer_time));
    let counted =
        valid(session.start_time.0).zip(lasted).map(|(start, time)| start.saturating_add(time / 1_000));
    valid(session.timestamp.0).max(counted)
}

/// A start with its wall clock. Devices that do not know the time zone write UTC twice or a clock of 1989, which says nothing: the
/// second is noticed as it is too far off. UTC itself is a time zone, so that the first cannot be told from it and is believed.
fn start_of(at: Timestamp, local: Option<DateTime>) -> Start {
    Start::with_local(at, local)
}

fn instant(time: u32) -> Option<Timestamp> {
    (time >= FIRST_REAL_TIME).then(|| Timestamp::from_second(i64::from(time) + EPOCH).ok()).flatten()
}

/// A number, unless it is the one that stands for none.
fn valid(value: u32) -> Option<u32> {
    (value != u32::MAX).then_some(value)
}

fn cadence(whole: u8, fraction: u8) -> Option<f64> {
    let fraction = if fraction == u8::MAX { 0.0 } else { f64::from(fraction) / 128.0 };
    (whole != u8::MAX).then(|| f64::from(whole) + fraction)
}

/// The checksum of FIT: CRC-16 with the polynomial 0x8005, lowest bit first, half a byte at a time.
fn checksum(bytes: &[u8]) -> u16 {
    const TABLE: [u16; 16] = [
        0x0000, 0xcc01, 0xd801, 0x1400, 0xf001, 0x3c00, 0x2800, 0xe401, 0xa001, 0x6c00, 0x7800, 0xb401,
        0x5000, 0x9c01, 0x8801, 0x4400,
    ];
    let step = |sum: u16, half: u8| (sum >> 4) ^ TABLE[usize::from((sum ^ u16::from(half)) & 0xf)];
    bytes.iter().fold(0, |sum, byte| step(step(sum, byte & 0xf), byte >> 4))
}

fn kind_name(kind: u8) -> &'static str {
    match kind {
        1..=3 => "settings",
        5 => "a workout",
        6 => "a course",
        7 => "schedules",
        9 => "weights",
        10 => "totals",
        11 => "goals",
        14 => "blood pressures",
        15 | 28 | 32 => "daily figures",
        34 | 35 => "segments",
        _ => "another kind",
    }
}
