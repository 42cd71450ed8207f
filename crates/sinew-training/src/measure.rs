//! What can be measured of a log, each with the run that it comes from, or the reason why it cannot.
//!
//! All windows are days. "The last 30 days" are those that end with the last day of the log, because nobody knows what was done
//! after it; a log that ended more than 30 days ago measures nothing. A window counts as recorded if the log began before it.
//! Runs on treadmills and indoor tracks count like all others; walks and rides do not count. Activities whose file does not say what
//! they were are no runs here, and leave open whatever they would change if they were.
//!
//! The figures are those of evidence.md, section 3.1, which also says what is left out on purpose: bands of the ratio of acute to
//! chronic load, as `FRANDSEN25` found higher ratios with fewer injuries, and the ratio is an artefact of its windows (`IMPEL20`).

mod blocks;
mod cadence;
mod hard_days;
mod recovery;
mod spike;
mod week;

pub use blocks::{BlockKind, FirstBlock, HILL_PER_KM, HILL_TOTAL, SPEED_PERCENT, SPEED_TIME};
pub use cadence::{Cadence, Fade};
pub use hard_days::HardDays;
pub use recovery::{DaysOff, Return};
pub use spike::{Base, Spike, SpikeBand, Spikes};
pub use week::{Jump, Week};

use crate::{Distance, Entry, Seconds};
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};

/// How many days a window has.
pub const WINDOW: u32 = 30;

/// A value, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure<T> {
    /// The value.
    Known(T),
    /// There is not enough data; this is what is missing.
    NotEnough(Lack),
}

impl<T> Measure<T> {
    /// The value, if there is one.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::NotEnough(_) => None,
        }
    }

    /// What is missing, if there is no value.
    pub fn lack(&self) -> Option<Lack> {
        match self {
            Self::Known(_) => None,
            Self::NotEnough(lack) => Some(*lack),
        }
    }
}

/// What is missing for a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// The log holds no run.
    NoRuns,
    /// The log ended too long ago: on this day.
    Old {
        /// The last day of the log.
        last: Date,
    },
    /// The log begins too late.
    Short {
        /// The first day of the log.
        first: Date,
        /// The day by which it would have to begin.
        needed: Date,
    },
    /// What the activity on this day was is not known, and if it was a run it could change the measure.
    Kind {
        /// The day of that activity.
        day: Date,
    },
    /// The distance of the run on this day is not known, or only in part, and it could change the measure.
    Distance {
        /// The day of that run.
        day: Date,
    },
    /// The time of the run on this day is not known, and it could change the measure.
    Time {
        /// The day of that run.
        day: Date,
    },
    /// The file of the run on this day has no heights on the way, and it could change the measure.
    Heights {
        /// The day of that run.
        day: Date,
    },
    /// The file of the run on this day has no distances on the way, and it could change the measure.
    Speeds {
        /// The day of that run.
        day: Date,
    },
    /// There are too few runs to compare with.
    FewRuns {
        /// How many there are.
        there: u32,
        /// How many are needed.
        needed: u32,
    },
    /// In the days that are compared with there is hardly a run.
    NoBase,
    /// No run had another one in the 30 days before it.
    NoEarlierRun,
    /// What there is of it is more than 30 days ago.
    Earlier,
    /// The run on this day was too short.
    ShortRun {
        /// The day of that run.
        day: Date,
    },
    /// No run has what this is measured from.
    NotRecorded,
}

impl Lack {
    /// What is missing, in words that complete "There is not enough data: …". Days are put into words by the caller.
    pub fn words(self, date: &dyn Fn(Date) -> String) -> String {
        match self {
            Self::NoRuns => "the log holds no run".to_owned(),
            Self::Old { last } => format!("the log ends on {}", date(last)),
            Self::Short { first, needed } => {
                format!("the log begins on {} and would have to begin by {}", date(first), date(needed))
            }
            Self::Kind { day } => format!("whether the activity on {} was a run is not known", date(day)),
            Self::Distance { day } => {
                format!("how far the run on {} was is not known, or not all of it", date(day))
            }
            Self::Time { day } => format!("how long the run on {} took is not known", date(day)),
            Self::Heights { day } => format!("the file of the run on {} has no heights", date(day)),
            Self::Speeds { day } => {
                format!("the file of the run on {} has no distances on the way", date(day))
            }
            Self::FewRuns { there, needed } => {
                format!("there are {there} runs to compare with, and {needed} are needed")
            }
            Self::NoBase => "in the week before there was hardly a run".to_owned(),
            Self::Earlier => "what the log has of it is more than 30 days ago".to_owned(),
            Self::NoEarlierRun => "no run had another one in the 30 days before it".to_owned(),
            Self::ShortRun { day } => {
                format!("the run on {} was too short, or its file broke off", date(day))
            }
            Self::NotRecorded => "no file of a recent run has it".to_owned(),
        }
    }
}

/// A run that a measure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunRef {
    /// The day on which it began.
    pub day: Date,
    /// Whether the day is that of the file; otherwise that of the time zone that was given.
    pub day_is_certain: bool,
    /// How far it was, if that is known.
    pub distance: Option<Distance>,
    /// How long it took, if that is known.
    pub time: Option<Seconds>,
}

/// The days that a log covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The day of the first activity.
    pub first: Date,
    /// The day of the last activity that is not after today. Windows end with it.
    pub last: Date,
    /// How many runs there are.
    pub runs: u32,
    /// How many activities that are no runs.
    pub others: u32,
}

/// All measures of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measures {
    /// The days that the log covers; none if it is empty.
    pub span: Option<Span>,
    /// The longest run of the last 30 days, in metres. Source: the exposure of `FRANDSEN25`.
    pub longest_run: Measure<RunRef>,
    /// What each run of the last 30 days was against the longest one of the 30 days before it. Source: `FRANDSEN25`.
    pub spikes: Measure<Spikes>,
    /// The weeks of the log from the first to that of the last day, Monday to Sunday: context only. Source: section 3.1, "show
    /// weekly totals as context only".
    pub weeks: Vec<Week>,
    /// The seven days up to the last against the seven before: a soft note. Source: `NIELSEN14B`.
    pub jump: Measure<Jump>,
    /// The days without a run among the last 30. Source: question 23 of the questions.
    pub days_off: Measure<DaysOff>,
    /// The last run after 30 days off or more, if one of the last 30 days was. Source: section 3.1, recommended load flags.
    pub return_to_running: Measure<Option<Return>>,
    /// The first hill block in 30 days, if one of the last 30 days was. Source: section 3.1, recommended load flags.
    pub first_hills: Measure<Option<FirstBlock>>,
    /// The first speed block in 30 days, if one of the last 30 days was. Source: section 3.1, recommended load flags.
    pub first_speed: Measure<Option<FirstBlock>>,
    /// The longest row of hard days among the last 30. Source: section 3.1, recommended load flags.
    pub hard_days: Measure<Option<HardDays>>,
    /// The steps a minute of the last run that has them, and how they fell over it. Source: section 3.2; the fade
    /// is a judgement of this program.
    pub cadence: Measure<Cadence>,
}

/// A run on its day, as the measures see it.
#[derive(Debug, Clone, Copy)]
struct Run<'a> {
    entry: &'a Entry,
    at: RunRef,
}

impl Run<'_> {
    fn day(&self) -> Date {
        self.at.day
    }

    /// Whether it may be longer than what is known of it.
    fn is_open(&self) -> bool {
        self.entry.activity.is_cut || self.at.distance.is_none()
    }
}

/// A log as the measures see it: the runs up to today in order, and the days that it covers.
struct Log<'a> {
    runs: Vec<Run<'a>>,
    /// The days of activities whose file does not say what they were, in order.
    unclear: Vec<Date>,
    span: Span,
}

impl Log<'_> {
    /// The first day of the 30 that end with the last.
    fn window(&self) -> Date {
        days_before(self.span.last, WINDOW - 1)
    }

    /// The runs of the last 30 days, each with its place among all.
    fn recent(&self) -> impl Iterator<Item = (usize, &Run<'_>)> {
        let from = self.window();
        self.runs.iter().enumerate().filter(move |(_, run)| run.day() >= from)
    }

    /// The runs before one, back to 30 days before its day.
    fn before(&self, at: usize) -> impl Iterator<Item = &Run<'_>> {
        let from = days_before(self.runs[at].day(), WINDOW);
        self.runs[..at].iter().filter(move |run| run.day() >= from)
    }

    /// What is missing if the log has to hold every run from one day to another.
    fn covers(&self, from: Date, to: Date) -> Result<(), Lack> {
        self.reaches(from)?;
        let unclear = self.unclear.iter().find(|day| (from..=to).contains(*day));
        unclear.map_or(Ok(()), |day| Err(Lack::Kind { day: *day }))
    }

    /// What is missing if the log has to begin by this day.
    fn reaches(&self, needed: Date) -> Result<(), Lack> {
        if self.span.first <= needed { Ok(()) } else { Err(Lack::Short { first: self.span.first, needed }) }
    }
}

/// Measures a log. The entries come in the order of their starts, as [`merge`](crate::merge) gives them.
///
/// Activities after today are passed over: their clock was wrong. The zone is that of activities whose file names none.
pub fn measures(entries: &[Entry], today: Date, zone: &TimeZone) -> Measures {
    let mut runs = Vec::new();
    let mut days: Option<(Date, Date)> = None;
    let mut others = 0;
    let mut unclear = Vec::new();
    for entry in entries {
        let activity = &entry.activity;
        let day = activity.start.day(zone);
        if day > today {
            continue;
        }
        days = Some(days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
        if activity.kind.is_run() {
            let day_is_certain = !matches!(activity.start, crate::Start::Instant(_));
            let at = RunRef { day, day_is_certain, distance: activity.distance, time: activity.time };
            runs.push(Run { entry, at });
        } else {
            others += 1;
            if activity.kind == crate::Kind::Unknown {
                unclear.push(day);
            }
        }
    }
    // By day first: two time zones may turn the order of instants over.
    runs.sort_by_key(Run::day);
    unclear.sort_unstable();
    let count = u32::try_from(runs.len()).unwrap_or(u32::MAX);
    let span = days.map(|(first, last)| Span { first, last, runs: count, others });
    let lack = match span {
        None => Some(Lack::NoRuns),
        Some(_) if runs.is_empty() => Some(Lack::NoRuns),
        Some(span) if span.last < days_before(today, WINDOW) => Some(Lack::Old { last: span.last }),
        Some(_) => None,
    };
    let log =
        Log { runs, unclear, span: span.unwrap_or(Span { first: today, last: today, runs: 0, others: 0 }) };
    let weeks = week::weeks(&log);
    if let Some(lack) = lack {
        return Measures {
            span,
            longest_run: Measure::NotEnough(lack),
            spikes: Measure::NotEnough(lack),
            weeks,
            jump: Measure::NotEnough(lack),
            days_off: Measure::NotEnough(lack),
            return_to_running: Measure::NotEnough(lack),
            first_hills: Measure::NotEnough(lack),
            first_speed: Measure::NotEnough(lack),
            hard_days: Measure::NotEnough(lack),
            cadence: Measure::NotEnough(lack),
        };
    }
    Measures {
        span,
        longest_run: measure(longest_run(&log)),
        spikes: Measure::Known(spike::spikes(&log)),
        weeks,
        jump: measure(week::jump(&log)),
        days_off: measure(recovery::days_off(&log)),
        return_to_running: measure(recovery::return_to_running(&log)),
        first_hills: measure(blocks::first(&log, BlockKind::Hills)),
        first_speed: measure(blocks::first(&log, BlockKind::Speed)),
        hard_days: measure(hard_days::hard_days(&log)),
        cadence: measure(cadence::cadence(&log)),
    }
}

fn measure<T>(result: Result<T, Lack>) -> Measure<T> {
    match result {
        Ok(value) => Measure::Known(value),
        Err(lack) => Measure::NotEnough(lack),
    }
}

/// The longest run of the last 30 days. Left open if the log begins later, or if a run whose distance is not known may be longer.
fn longest_run(log: &Log<'_>) -> Result<RunRef, Lack> {
    log.covers(log.window(), log.span.last)?;
    let longest = log
        .recent()
        .map(|(_, run)| run)
        .filter(|run| run.at.distance.is_some())
        .max_by_key(|run| (run.at.distance, run.day()));
    if let Some(open) = log.recent().map(|(_, run)| run).find(|run| may_be_longer(run, longest)) {
        return Err(Lack::Distance { day: open.day() });
    }
    longest.map(|run| run.at).ok_or(Lack::NoRuns)
}

/// The fastest that a whole run is taken to be, in metres a second. A judgement of this program, on the safe side: faster than any
/// runner over more than some hundred metres.
const FASTEST: u64 = 8;

/// Whether a run of which the distance is not known, or only in part, may be longer than another: it may, unless it was whole and
/// too short in time for that at any speed.
fn may_be_longer(run: &Run<'_>, than: Option<&Run<'_>>) -> bool {
    if !run.is_open() {
        return false;
    }
    let Some(than) = than else { return true };
    if run.entry.activity.is_cut {
        return true;
    }
    let longest = than.at.distance.map_or(0, Distance::as_metres);
    run.at.time.is_none_or(|time| u64::from(time.get()) * FASTEST >= u64::from(longest))
}

/// The day so many days before another; the first day that there is, if there is none so early.
pub(crate) fn days_before(day: Date, days: u32) -> Date {
    day.checked_sub(i64::from(days).days()).unwrap_or(Date::MIN)
}

/// How many days lie between two, the later one given first.
fn days_between(later: Date, earlier: Date) -> u32 {
    u32::try_from(later.since(earlier).map_or(0, |span| span.get_days())).unwrap_or(0)
}

#[cfg(test)]
mod tests;
