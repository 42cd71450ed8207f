//! Tables of activities: `activities.csv` of a Strava export, and `Activities.csv` of Garmin Connect.
//!
//! Columns are found by their headings and, where a heading stands twice, by which of the two it is: Strava has two columns
//! "Distance", the first as it is displayed and the second in metres. Tables with headings in other languages than English are
//! refused; the recordings beside them are read all the same.

use crate::{
    Settings,
    draft::Draft,
    report::{Cause, Found, Nothing, Refusal, Remark, Spot},
    sport, xml,
};
use jiff::{civil::DateTime, fmt::strtime, tz::Offset};
use sinew_training::{Format, Origin, Start};

/// A unit of distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LengthUnit {
    /// Kilometres.
    Kilometres,
    /// Miles of 1,609.344 m.
    Miles,
}

impl LengthUnit {
    fn metres(self) -> f64 {
        match self {
            Self::Kilometres => 1_000.0,
            Self::Miles => 1_609.344,
        }
    }
}

/// How far into a file its headings are looked for.
const LONGEST_HEADINGS: usize = 16 * 1024;

/// Whether some bytes begin as a table of activities, in whatever language.
pub(crate) fn is_known(bytes: &[u8]) -> bool {
    let text = xml::text_of(&bytes[..bytes.len().min(LONGEST_HEADINGS)]);
    let first = text.lines().next().unwrap_or_default();
    let columns = first.matches(',').count() + 1;
    let words = first.to_lowercase();
    let names = ["activity", "aktivit", "activit", "actividad", "attivit", "atividade", "activiteit"];
    columns >= 8 && (names.iter().any(|name| words.contains(name)) || words.starts_with("id,date,name,type"))
}

/// Reads a table.
pub(crate) fn read(bytes: &[u8], settings: &Settings) -> Result<Found, Refusal> {
    let text = xml::text_of(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headings: Vec<String> = match reader.headers() {
        Ok(headings) => headings.iter().map(|heading| heading.trim().to_lowercase()).collect(),
        Err(error) => return Err(Refusal::at(Spot::Row(1), Cause::Broken(error.to_string()))),
    };
    let Some(table) = Table::of(&headings) else {
        return Err(Refusal::at(Spot::Row(1), Cause::Headings));
    };
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    let mut found = Found { format: Format::Csv, activities: Vec::new(), remarks: Vec::new() };
    for (number, record) in (2..).zip(reader.records()) {
        match record {
            Ok(record) => rows.push((number, record.iter().map(|field| field.trim().to_owned()).collect())),
            Err(error) => {
                let refusal = Refusal::at(Spot::Row(number), Cause::Broken(error.to_string()));
                found.remarks.push(Remark::Refused(refusal));
            }
        }
    }
    let metres = table.metres_per_unit(&rows, settings);
    if metres.is_none() && !rows.is_empty() {
        found.remarks.push(Remark::NoUnit);
    }
    let commas = table.commas(&rows);
    for (number, row) in &rows {
        let place = u32::try_from(*number - 2).unwrap_or(u32::MAX);
        let finished = table.draft(row, metres, commas).and_then(|draft| draft.finish(settings));
        match finished {
            Ok((activity, remarks)) => {
                found.activities.push((place, activity));
                found.remarks.extend(remarks);
            }
            Err(cause) => {
                found.remarks.push(Remark::Refused(Refusal::at(Spot::Row(*number), cause)));
            }
        }
    }
    if found.activities.is_empty() {
        let first = found.remarks.into_iter().find_map(|remark| match remark {
            Remark::Refused(refusal) => Some(refusal),
            _ => None,
        });
        return Err(first.unwrap_or(Refusal::of(Cause::Nothing(Nothing::NoActivity))));
    }
    Ok(found)
}

/// What a comma in a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Commas {
    /// It sets thousands apart: `1,024.5`.
    Thousands,
    /// It stands before the fraction: `7,02`.
    Decimal,
    /// It may be either: `1,024`.
    Unclear,
}

/// Which table it is, and where its columns are.
struct Table {
    is_strava: bool,
    date: usize,
    kind: usize,
    distance: Option<usize>,
    /// Whether the distance is in metres.
    in_metres: bool,
    time: Option<usize>,
    elapsed: Option<usize>,
    climb: Option<usize>,
    file: Option<usize>,
    cadence: Option<usize>,
    stride: Option<usize>,
}

impl Table {
    fn of(headings: &[String]) -> Option<Self> {
        let nth = |name: &str, number: usize| {
            headings
                .iter()
                .enumerate()
                .filter(|(_, heading)| heading.as_str() == name)
                .nth(number)
                .map(|(at, _)| at)
        };
        let last = |name: &str| headings.iter().rposition(|heading| heading == name);
        if let (Some(date), Some(kind)) = (nth("activity date", 0), nth("activity type", 0)) {
            return Some(Self {
                is_strava: true,
                date,
                kind,
                distance: nth("distance", 1).or(nth("distance", 0)),
                in_metres: nth("distance", 1).is_some(),
                time: nth("moving time", 0),
                elapsed: last("elapsed time"),
                climb: nth("elevation gain", 0),
                file: nth("filename", 0),
                cadence: nth("average cadence", 0),
                stride: None,
            });
        }
        if headings.first().map(String::as_str) == Some("id") {
            // An export from before 2019.
            return Some(Self {
                is_strava: true,
                date: nth("date", 0)?,
                kind: nth("type", 0)?,
                distance: nth("distance", 0),
                in_metres: true,
                time: nth("moving_time", 0),
                elapsed: nth("elapsed_time", 0),
                climb: None,
                file: nth("filename", 0),
                cadence: None,
                stride: None,
            });
        }
        Some(Self {
            is_strava: false,
            date: nth("date", 0)?,
            kind: nth("activity type", 0)?,
            distance: nth("distance", 0),
            in_metres: false,
            time: nth("moving time", 0).or(nth("time", 0)),
            elapsed: nth("time", 0),
            climb: None,
            file: None,
            cadence: nth("avg run cadence", 0),
            stride: nth("avg stride length", 0),
        })
    }

    fn commas(&self, rows: &[(u64, Vec<String>)]) -> Commas {
        let fields =
            || self.distance.into_iter().flat_map(|at| rows.iter().filter_map(move |(_, row)| row.get(at)));
        if fields().any(|field| field.contains('.')) {
            return Commas::Thousands;
        }
        let fraction = |field: &String| field.rsplit_once(',').map(|(_, digits)| digits.len());
        if fields().filter_map(fraction).any(|digits| digits != 3) {
            Commas::Decimal
        } else {
            Commas::Unclear
        }
    }

    /// How many metres a unit of the column of distances is. Where the table does not say it and nobody else does, the length of
    /// steps does: steps a minute times minutes times metres a step is a distance in metres.
    fn metres_per_unit(&self, rows: &[(u64, Vec<String>)], settings: &Settings) -> Option<f64> {
        if self.in_metres {
            return Some(1.0);
        }
        if let Some(unit) = settings.length_unit {
            return Some(unit.metres());
        }
        let commas = self.commas(rows);
        let mut votes = [0_u32; 3];
        for (_, row) in rows {
            let field = |at: Option<usize>| row.get(at?).and_then(|field| decimal(field, commas));
            let steps = field(self.cadence).zip(field(self.stride)).map(|(cadence, stride)| cadence * stride);
            let Some(metres) = steps.zip(self.seconds(row)).map(|(speed, seconds)| speed * seconds / 60.0)
            else {
                continue;
            };
            let Some(shown) = field(self.distance).filter(|shown| *shown > 0.0 && metres > 0.0) else {
                continue;
            };
            let is = |unit: LengthUnit| (metres / shown / unit.metres() - 1.0).abs() < 0.1;
            let vote = match (is(LengthUnit::Kilometres), is(LengthUnit::Miles)) {
                (true, _) => 0,
                (_, true) => 1,
                _ => 2,
            };
            votes[vote] += 1;
        }
        let most = votes[0].max(votes[1]);
        // Three rows at least, and nearly all of them.
        if most < 3 || (votes.iter().sum::<u32>() - most) * 10 > most {
            return None;
        }
        Some(if votes[0] == most { LengthUnit::Kilometres.metres() } else { LengthUnit::Miles.metres() })
    }

    fn seconds(&self, row: &[String]) -> Option<f64> {
        [self.time, self.elapsed]
            .into_iter()
            .flatten()
            .filter_map(|at| row.get(at))
            .filter_map(|field| duration(field))
            .find(|seconds| *seconds > 0.0)
    }

    fn draft(&self, row: &[String], metres: Option<f64>, commas: Commas) -> Result<Draft, Cause> {
        let field = |at: usize| row.get(at).map_or("", String::as_str);
        let number = |at: Option<usize>| at.and_then(|at| decimal(field(at), commas));
        let mut draft = Draft::new();
        let unread = || Cause::Field { column: "Date".to_owned(), value: shortened(field(self.date)) };
        let date = when(field(self.date)).ok_or_else(unread)?;
        draft.start = Some(if self.is_strava {
            // Strava writes UTC.
            Start::Instant(Offset::UTC.to_timestamp(date).map_err(|_| unread())?)
        } else {
            Start::Local(date)
        });
        draft.kind = sport::of_word(field(self.kind), false);
        // A row of an export that names no file was typed in.
        if self.file.is_some_and(|file| field(file).is_empty()) {
            draft.origin = Origin::Manual;
        }
        let has_distance = self.distance.is_some_and(|at| !matches!(field(at), "" | "--"));
        let distance = if self.in_metres {
            self.distance.and_then(|at| decimal(field(at), Commas::Thousands))
        } else {
            number(self.distance)
        };
        if has_distance && distance.is_none() && commas != Commas::Unclear {
            let value = shortened(self.distance.map_or("", field));
            return Err(Cause::Field { column: "Distance".to_owned(), value });
        }
        draft.metres = distance.zip(metres).map(|(distance, metres)| distance * metres);
        // Nothing was measured where nothing stands.
        draft.metres = draft.metres.filter(|metres| *metres > 0.0);
        draft.seconds = self.seconds(row);
        draft.climb = number(self.climb);
        draft.cadence = number(self.cadence).filter(|cadence| *cadence > 0.0);
        Ok(draft)
    }
}

/// A date as the tables have it.
fn when(text: &str) -> Option<DateTime> {
    // Some versions have a narrow space that is never broken before AM and PM.
    let text: String = text.chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter }).collect();
    ["%Y-%m-%d %H:%M:%S", "%b %d, %Y, %I:%M:%S %p", "%d %b %Y, %H:%M:%S", "%Y-%m-%d %H:%M:%S UTC"]
        .into_iter()
        .find_map(|format| strtime::parse(format, text.trim()).and_then(|parsed| parsed.to_datetime()).ok())
}

/// A time as the tables have it: seconds, or hours, minutes and seconds with colons.
fn duration(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let mut seconds = 0.0;
    for part in text.split(':') {
        seconds = seconds * 60.0 + xml::number(&part.replace(',', "."))?;
    }
    (seconds >= 0.0).then_some(seconds)
}

/// A number as the tables have it.
fn decimal(text: &str, commas: Commas) -> Option<f64> {
    match commas {
        Commas::Thousands => xml::number(&text.replace(',', "")),
        Commas::Decimal => xml::number(&text.replace(',', ".")),
        Commas::Unclear if text.contains(',') => None,
        Commas::Unclear => xml::number(text),
    }
    .filter(|number| *number >= 0.0)
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}
