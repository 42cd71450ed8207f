//! The JSON documents of the log, of an import and of the measures. Fields are only ever added.

use crate::log::origin_name;
pub use crate::samples::Samples;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sinew_training::{
    Distance, Lack, Measure, Measures, Reading, RunRef, Seconds, Start,
    measure::{Base, BlockKind, Cadence, FirstBlock, Jump, Spike, SpikeBand, Week},
};

/// The version of the documents. It rises only if a field changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;

/// The log: every reading that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(title = "Training log"))]
#[serde(deny_unknown_fields)]
pub struct LogDocument {
    /// The version of this document.
    pub schema_version: u32,
    /// The readings, in the order of their activities.
    pub readings: Vec<LogReading>,
}

/// An activity as one file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LogReading {
    /// The number of the activity in this document, from 1. Readings with the same number are the same activity.
    pub activity: u32,
    /// The start as an instant, if the file has it: `2026-10-12T06:30:00Z`.
    pub start_utc: Option<String>,
    /// The start on the clock on the wall, if the file has it: `2026-10-12T07:30:00`.
    pub start_local: Option<String>,
    /// How many seconds the clock on the wall was ahead of UTC, if the file has it.
    pub utc_offset: Option<i32>,
    /// The kind: `run-outdoor`, `run-treadmill`, `run-indoor-track`, `run`, `walk`, `cycle`, `other` or `unknown`.
    pub kind: String,
    /// `recorded` by a device or app, or `manual`.
    pub origin: String,
    /// The distance in metres.
    pub metres: Option<u32>,
    /// The time in seconds, without pauses where the file tells them.
    pub seconds: Option<u32>,
    /// Steps a minute on average, left and right counted.
    pub steps_per_minute: Option<u16>,
    /// All climbs together in metres.
    pub climb_metres: Option<u32>,
    /// Whether the file broke off, so that distance and time are at least these.
    pub is_cut: bool,
    /// The format: `fit`, `gpx`, `tcx` or `csv`.
    pub format: String,
    /// The name of the file when it was read.
    pub file: String,
    /// The SHA-256 of the unpacked file in hexadecimal digits.
    pub content: String,
    /// Which activity of the file it is, from 0.
    pub position: u32,
    /// What was recorded on the way.
    pub samples: Samples,
}

impl LogReading {
    pub(crate) fn of(Reading { source, activity }: &Reading, number: u32) -> Self {
        let (at, local, offset) = match activity.start {
            Start::Zoned { at, offset } => (Some(at), Some(offset.to_datetime(at)), Some(offset.seconds())),
            Start::Instant(at) => (Some(at), None, None),
            Start::Local(local) => (None, Some(local), None),
        };
        Self {
            activity: number,
            start_utc: at.map(|at| at.to_string()),
            start_local: local.map(|local| local.to_string()),
            utc_offset: offset,
            kind: activity.kind.name().to_owned(),
            origin: origin_name(activity.origin).to_owned(),
            metres: activity.distance.map(Distance::as_metres),
            seconds: activity.time.map(Seconds::get),
            steps_per_minute: activity.cadence,
            climb_metres: activity.climb,
            is_cut: activity.is_cut,
            format: source.format.name().to_owned(),
            file: source.file.clone(),
            content: source.content.clone(),
            position: source.position,
            samples: Samples::from(activity.samples.as_slice()),
        }
    }
}

/// What an import did with each file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(title = "Import"))]
pub struct ImportDocument {
    /// The version of this document.
    pub schema_version: u32,
    /// How many activities were saved that were not in the log before.
    pub saved: u32,
    /// How many files were read.
    pub files_read: u32,
    /// How many files were in the log already.
    pub files_known: u32,
    /// How many files hold no activity.
    pub files_without_activity: u32,
    /// How many files could not be read.
    pub files_refused: u32,
    /// The files, in the order in which they were met.
    pub files: Vec<ImportFile>,
}

/// What an import did with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct ImportFile {
    /// The name of the file, with the archive that it is in.
    pub file: String,
    /// `read`, `known`, `no-activity` or `refused`.
    pub outcome: String,
    /// How many activities were read from it.
    pub activities: u32,
    /// Where in the file it could not be read.
    pub spot: Option<String>,
    /// Why it could not be read, or what it holds instead.
    pub cause: Option<String>,
    /// What to do about it.
    pub remedy: Option<String>,
    /// What else is worth saying.
    pub remarks: Vec<String>,
}

/// What is measured of the log. Each measure has a value, or what is missing for one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(title = "Training"))]
pub struct TrainingDocument {
    /// The version of this document.
    pub schema_version: u32,
    /// Today.
    pub today: String,
    /// The day of the first activity; none if the log is empty.
    pub first: Option<String>,
    /// The day of the last activity, with which every window ends.
    pub last: Option<String>,
    /// How many runs there are.
    pub runs: u32,
    /// How many activities are no runs.
    pub others: u32,
    /// The longest run of the last 30 days.
    pub longest_run: MeasureOf<Run>,
    /// The run of the last 30 days that was longest against those of the 30 days before it.
    pub greatest_spike: MeasureOf<Option<RunAgainst>>,
    /// Each run of the last 30 days against the longest of the 30 days before it.
    pub runs_against: MeasureOf<Vec<RunAgainst>>,
    /// The weeks of the log, Monday to Sunday: context only.
    pub weeks: Vec<WeekOf>,
    /// The last seven days against the seven before: a note, and no finding.
    pub weekly_jump: MeasureOf<WeeklyJump>,
    /// How many of the last 30 days had no run.
    pub days_off: MeasureOf<u32>,
    /// The last run after 30 days off or more.
    pub return_to_running: MeasureOf<Option<Run>>,
    /// The first run with hills in 30 days.
    pub first_hills: MeasureOf<Option<Block>>,
    /// The first run with fast stretches in 30 days.
    pub first_speed: MeasureOf<Option<Block>>,
    /// The longest row of hard days among the last 30.
    pub hard_days: MeasureOf<Option<HardRow>>,
    /// The steps a minute of the last run that has them.
    pub cadence: MeasureOf<Steps>,
    /// The answers that an assessment proposes from it, each shown with its question; none if the packs cannot be read.
    pub proposals: Option<Vec<Proposal>>,
    /// What may be missing of the runs of the last 30 days; none if nothing is.
    pub to_read_again: Option<ToReadAgain>,
}

/// Runs of which more was recorded, as far as can be known, than the log has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct ToReadAgain {
    /// How many there are among the runs of the last 30 days.
    pub runs: u32,
    /// What to do about it, as a sentence.
    pub text: String,
}

/// An answer that a pack proposes from the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Proposal {
    /// The id of the pack.
    pub pack: String,
    /// The id of the question.
    pub question: String,
    /// The answer as in a file of answers: ids of options, with `not-sure` where it is open which others hold too.
    pub answer: Vec<String>,
    /// The same for people, with what is asked.
    pub text: String,
}

/// A value, or what is missing for one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MeasureOf<T> {
    /// The value.
    Value(T),
    /// There is not enough data; what is missing, in words.
    NotEnough(String),
}

impl<T> MeasureOf<T> {
    fn of<V>(measure: &Measure<V>, value: impl FnOnce(&V) -> T) -> Self {
        match measure {
            Measure::Known(known) => Self::Value(value(known)),
            Measure::NotEnough(lack) => Self::NotEnough(lack_words(*lack)),
        }
    }
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Run {
    /// Its day.
    pub day: String,
    /// Whether the day is that of the file; otherwise that of this computer's time zone.
    pub day_is_certain: bool,
    /// Its distance in metres.
    pub metres: Option<u32>,
    /// Its time in seconds.
    pub seconds: Option<u32>,
}

impl From<&RunRef> for Run {
    fn from(run: &RunRef) -> Self {
        Self {
            day: run.day.to_string(),
            day_is_certain: run.day_is_certain,
            metres: run.distance.map(Distance::as_metres),
            seconds: run.time.map(Seconds::get),
        }
    }
}

/// A run against the longest of the 30 days before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct RunAgainst {
    /// The run.
    pub run: Run,
    /// `reference`, `small`, `moderate`, `large`, `no-recent-base` or `not-enough`.
    pub band: String,
    /// The longest run before.
    pub longest: Option<Run>,
    /// The distance in hundredths of the longest, rounded up.
    pub percent: Option<u32>,
    /// What is missing to say it.
    pub missing: Option<String>,
}

impl From<&Spike> for RunAgainst {
    fn from(spike: &Spike) -> Self {
        let run = Run::from(&spike.run);
        let without = |band: &str, missing| Self {
            run: run.clone(),
            band: band.to_owned(),
            longest: None,
            percent: None,
            missing,
        };
        match spike.base {
            Base::NoRecentBase => without("no-recent-base", None),
            Base::NotEnough(lack) => without("not-enough", Some(lack_words(lack))),
            Base::Longest { run: longest, percent, band } => Self {
                band: band_name(band).to_owned(),
                longest: Some(Run::from(&longest)),
                percent: Some(percent),
                ..without("", None)
            },
        }
    }
}

/// The name of a band.
pub fn band_name(band: SpikeBand) -> &'static str {
    match band {
        SpikeBand::Reference => "reference",
        SpikeBand::Small => "small",
        SpikeBand::Moderate => "moderate",
        SpikeBand::Large => "large",
    }
}

/// A week, Monday to Sunday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct WeekOf {
    /// Its Monday.
    pub monday: String,
    /// How many runs there were.
    pub runs: u32,
    /// All distances together in metres.
    pub metres: u32,
    /// All times together in seconds.
    pub seconds: u32,
    /// The longest run.
    pub longest: Option<Run>,
    /// How many runs have no whole distance.
    pub without_distance: u32,
    /// How many runs have no time.
    pub without_time: u32,
    /// On how many of its days there was no run.
    pub days_off: u32,
    /// Whether the log covers it from Monday to Sunday.
    pub is_whole: bool,
}

impl From<&Week> for WeekOf {
    fn from(week: &Week) -> Self {
        Self {
            monday: week.monday.to_string(),
            runs: week.runs,
            metres: week.distance.as_metres(),
            seconds: week.time.get(),
            longest: week.longest.as_ref().map(Run::from),
            without_distance: week.without_distance,
            without_time: week.without_time,
            days_off: week.days_off,
            is_whole: week.is_whole,
        }
    }
}

/// Seven days against the seven before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct WeeklyJump {
    /// The distance of the last seven days in metres.
    pub metres: u32,
    /// The distance of the seven days before.
    pub metres_before: u32,
    /// The distance in hundredths of that before.
    pub percent: u32,
    /// Whether it is more than 30 % more.
    pub is_notable: bool,
}

impl From<&Jump> for WeeklyJump {
    fn from(jump: &Jump) -> Self {
        Self {
            metres: jump.distance.as_metres(),
            metres_before: jump.before.as_metres(),
            percent: jump.percent,
            is_notable: jump.is_notable(),
        }
    }
}

/// A run with hills or fast stretches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Block {
    /// The run.
    pub run: Run,
    /// All climbs together in metres, for hills.
    pub climb_metres: Option<u32>,
    /// The time at speed in seconds, for fast stretches.
    pub fast_seconds: Option<u32>,
}

impl Block {
    fn of(first: &FirstBlock, kind: BlockKind) -> Self {
        Self {
            run: Run::from(&first.run),
            climb_metres: (kind == BlockKind::Hills).then_some(first.amount),
            fast_seconds: (kind == BlockKind::Speed).then_some(first.amount),
        }
    }
}

/// Hard days in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct HardRow {
    /// The first of them.
    pub first: String,
    /// The last of them.
    pub last: String,
    /// How many there are.
    pub days: u32,
    /// Whether there may be a longer row.
    pub at_least: bool,
}

/// The steps a minute of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Steps {
    /// The run.
    pub run: Run,
    /// Steps a minute while running, on average.
    pub steps_per_minute: u16,
    /// How they fell over the run.
    pub fade: MeasureOf<StepsFade>,
}

/// How the steps a minute fell over a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct StepsFade {
    /// The average of the first quarter.
    pub first: u16,
    /// The average of the last quarter.
    pub last: u16,
}

impl From<&Cadence> for Steps {
    fn from(cadence: &Cadence) -> Self {
        Self {
            run: Run::from(&cadence.run),
            steps_per_minute: cadence.steps,
            fade: MeasureOf::of(&cadence.fade, |fade| StepsFade { first: fade.first, last: fade.last }),
        }
    }
}

/// What is measured, as JSON, with what packs propose from it and what may be missing.
pub fn training(
    measures: &Measures,
    today: Date,
    proposals: Option<Vec<Proposal>>,
    to_read_again: Option<ToReadAgain>,
) -> TrainingDocument {
    let Measures {
        span,
        longest_run,
        spikes,
        weeks,
        jump,
        days_off,
        return_to_running,
        first_hills,
        first_speed,
        hard_days,
        cadence,
    } = measures;
    TrainingDocument {
        schema_version: SCHEMA_VERSION,
        today: today.to_string(),
        first: span.map(|span| span.first.to_string()),
        last: span.map(|span| span.last.to_string()),
        runs: span.map_or(0, |span| span.runs),
        others: span.map_or(0, |span| span.others),
        longest_run: MeasureOf::of(longest_run, |run| Run::from(run)),
        greatest_spike: MeasureOf::of(spikes, |spikes| spikes.greatest().map(RunAgainst::from)),
        runs_against: MeasureOf::of(spikes, |spikes| spikes.runs.iter().map(RunAgainst::from).collect()),
        weeks: weeks.iter().map(WeekOf::from).collect(),
        weekly_jump: MeasureOf::of(jump, |jump| WeeklyJump::from(jump)),
        days_off: MeasureOf::of(days_off, |days_off| days_off.days),
        return_to_running: MeasureOf::of(return_to_running, |found| found.map(|found| Run::from(&found.run))),
        first_hills: MeasureOf::of(first_hills, |first| {
            first.map(|first| Block::of(&first, BlockKind::Hills))
        }),
        first_speed: MeasureOf::of(first_speed, |first| {
            first.map(|first| Block::of(&first, BlockKind::Speed))
        }),
        hard_days: MeasureOf::of(hard_days, |row| {
            row.map(|row| HardRow {
                first: row.first.to_string(),
                last: row.last.to_string(),
                days: row.days,
                at_least: row.at_least,
            })
        }),
        cadence: MeasureOf::of(cadence, |cadence| Steps::from(cadence)),
        proposals,
        to_read_again,
    }
}

fn lack_words(lack: Lack) -> String {
    lack.words(&|day| day.to_string())
}
