//! Weeks: distance and time of the runs, as context; and the jump from one to the next, as a soft note.
//!
//! Source: section 3.1: weekly measures showed no relationship or an inverse one in `FRANDSEN25`, so that totals are shown and
//! nothing is concluded from them. The jump: `NIELSEN14B`, novices, more than 30 % over two weeks against less than 10 %, hazard rate
//! ratio 1.59 (0.96 to 2.66), p = 0.07: suggestive, hence a note and never a finding.

use super::{Lack, Log, Run, RunRef, days_before};
use crate::{Distance, Seconds};
use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};

/// The longest list of weeks: ten years.
const MOST_WEEKS: usize = 522;

/// A week of runs, Monday to Sunday. What the files do not say is not in its sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// Its Monday.
    pub monday: Date,
    /// How many runs there were.
    pub runs: u32,
    /// All distances together.
    pub distance: Distance,
    /// All times together, without pauses where the files tell them.
    pub time: Seconds,
    /// The longest run.
    pub longest: Option<RunRef>,
    /// How many runs have no distance, or only part of it: the week has at least the distance that stands here.
    pub without_distance: u32,
    /// How many runs have no time.
    pub without_time: u32,
    /// On how many of its days there was no run, as far as the log covers it.
    pub days_off: u32,
    /// Whether the log covers it from Monday to Sunday.
    pub is_whole: bool,
}

/// Seven days against the seven before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jump {
    /// The last of the seven days.
    pub last: Date,
    /// The distance of these seven days.
    pub distance: Distance,
    /// The distance of the seven days before.
    pub before: Distance,
    /// The distance in hundredths of that before, rounded down.
    pub percent: u32,
}

impl Jump {
    /// Whether it is worth a note: more than 30 % more.
    pub fn is_notable(&self) -> bool {
        u64::from(self.distance.as_metres()) * 100 > u64::from(self.before.as_metres()) * 130
    }
}

/// The weeks from the first day of the log to its last; the last ten years of them.
pub(super) fn weeks(log: &Log<'_>) -> Vec<Week> {
    let span = log.span;
    if log.runs.is_empty() {
        return Vec::new();
    }
    let mut weeks: Vec<Week> = Vec::new();
    let mut monday = monday_of(span.last);
    let mut runs = log.runs.as_slice();
    while monday >= monday_of(span.first) && weeks.len() < MOST_WEEKS {
        let begin = runs.partition_point(|run| run.day() < monday);
        let (earlier, inside) = runs.split_at(begin);
        runs = earlier;
        weeks.push(week(monday, inside, log));
        let Ok(before) = monday.checked_sub(7.days()) else { break };
        monday = before;
    }
    weeks.reverse();
    weeks
}

fn week(monday: Date, runs: &[Run<'_>], log: &Log<'_>) -> Week {
    let mut days: Vec<Date> = runs.iter().map(Run::day).collect();
    days.dedup();
    let sunday = monday.checked_add(6.days()).unwrap_or(Date::MAX);
    let (from, to) = (monday.max(log.span.first), sunday.min(log.span.last));
    let covered = super::days_between(to, from) + 1;
    Week {
        monday,
        runs: count(runs.len()),
        distance: runs.iter().filter_map(|run| run.at.distance).fold(Distance::default(), Distance::plus),
        time: runs.iter().filter_map(|run| run.at.time).fold(Seconds::default(), Seconds::plus),
        longest: runs
            .iter()
            .map(|run| run.at)
            .filter(|run| run.distance.is_some())
            .max_by_key(|run| (run.distance, run.day)),
        without_distance: count(runs.iter().filter(|run| run.is_open()).count()),
        without_time: count(runs.iter().filter(|run| run.at.time.is_none()).count()),
        days_off: covered.saturating_sub(count(days.len())),
        is_whole: from == monday && to == sunday,
    }
}

/// The seven days up to the last of the log against the seven before. Coverage: both weeks, every distance whole, and at least one
/// kilometre in the week before (judgement: below that any week is a jump).
pub(super) fn jump(log: &Log<'_>) -> Result<Jump, Lack> {
    let last = log.span.last;
    log.covers(days_before(last, 13), last)?;
    let sum = |from: Date, to: Date| {
        let runs = || log.runs.iter().filter(move |run| run.day() >= from && run.day() <= to);
        if let Some(open) = runs().find(|run| run.is_open()) {
            return Err(Lack::Distance { day: open.day() });
        }
        Ok(runs().filter_map(|run| run.at.distance).fold(Distance::default(), Distance::plus))
    };
    let distance = sum(days_before(last, 6), last)?;
    let before = sum(days_before(last, 13), days_before(last, 7))?;
    if before < Distance::metres(1_000) {
        return Err(Lack::NoBase);
    }
    let percent = distance.percent_of(before).unwrap_or(u32::MAX);
    Ok(Jump { last, distance, before, percent })
}

fn monday_of(day: Date) -> Date {
    let back = i64::from(day.weekday().since(Weekday::Monday));
    day.checked_sub(back.days()).unwrap_or(Date::MIN)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
