//! The first block of hills or of speed in 30 days.
//!
//! Source: section 3.1, recommended load flags: "first hill/downhill/speed block in 30 days" (expert judgement; `NIELSEN13C` ties
//! some problems to pace rather than distance). The evidence base does not say what a block is; these are judgements of
//! this program, set so that an ordinary run is none:
//! - **hills**: at least 100 m of climbs in all, and at least 20 m for each kilometre;
//! - **speed**: at least four minutes, in stretches of half a minute or longer, at least 20 % faster than the median speed of
//!   the runs of the 30 days before.
//!
//! What the source names and is not measured here: downhill.
//!
//! Coverage: the log begins 30 days before the run, heights or distances cover nine tenths of each run that could decide it, and
//! for speed there are at least three runs before to compare with.

use super::{Lack, Log, RunRef, WINDOW, days_before};
use crate::pace;

/// The least climb of a hill block, in metres.
pub const HILL_TOTAL: u32 = 100;
/// The least climb of a hill block for each kilometre, in metres.
pub const HILL_PER_KM: u32 = 20;
/// The speed of a speed block, in hundredths of the median speed before.
pub const SPEED_PERCENT: u32 = 120;
/// The least time of a speed block, in seconds.
pub const SPEED_TIME: u32 = 240;
/// How many runs are needed to know how fast somebody runs.
const RUNS_FOR_SPEED: usize = 3;

/// What a block is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// Climbs.
    Hills,
    /// Fast stretches.
    Speed,
}

/// The first run of its kind in 30 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstBlock {
    /// The run.
    pub run: RunRef,
    /// For hills all climbs together, in metres; for speed the time at speed, in seconds.
    pub amount: u32,
}

/// The last run of the last 30 days that has a block of this kind while none of the 30 days before it has one.
pub(super) fn first(log: &Log<'_>, kind: BlockKind) -> Result<Option<FirstBlock>, Lack> {
    let mut open = None;
    for (at, run) in log.recent().collect::<Vec<_>>().into_iter().rev() {
        let amount = match block(log, at, at, kind) {
            Ok(Some(amount)) => amount,
            Ok(None) => continue,
            Err(lack) => {
                open.get_or_insert(lack);
                continue;
            }
        };
        match any_before(log, at, kind) {
            Ok(true) => {}
            Ok(false) => return Ok(Some(FirstBlock { run: run.at, amount })),
            Err(lack) => {
                open.get_or_insert(lack);
            }
        }
    }
    open.map_or(Ok(None), Err)
}

/// Whether a run of the 30 days before this one has such a block.
fn any_before(log: &Log<'_>, at: usize, kind: BlockKind) -> Result<bool, Lack> {
    let from = days_before(log.runs[at].day(), WINDOW);
    let mut open = log.covers(from, log.runs[at].day()).err();
    for earlier in (0..at).rev().take_while(|earlier| log.runs[*earlier].day() >= from) {
        match block(log, earlier, at, kind) {
            Ok(Some(_)) => return Ok(true),
            Ok(None) => {}
            Err(lack) => {
                open.get_or_insert(lack);
            }
        }
    }
    open.map_or(Ok(false), Err)
}

/// How much of a block a run has, if it has one. What is fast is what is fast for the runs before `usual`.
pub(super) fn block(log: &Log<'_>, at: usize, usual: usize, kind: BlockKind) -> Result<Option<u32>, Lack> {
    match kind {
        BlockKind::Hills => hills(log, at),
        BlockKind::Speed => speed(log, at, usual),
    }
}

fn hills(log: &Log<'_>, at: usize) -> Result<Option<u32>, Lack> {
    let run = &log.runs[at];
    let day = run.day();
    let climb = pace::climb(&run.entry.activity);
    if run.is_open() {
        return Err(Lack::Distance { day });
    }
    let Some(climb) = climb else { return Err(Lack::Heights { day }) };
    let metres = run.at.distance.map_or(0, crate::Distance::as_metres);
    let steep = u64::from(climb) * 1_000 >= u64::from(HILL_PER_KM) * u64::from(metres);
    Ok((climb >= HILL_TOTAL && steep).then_some(climb))
}

fn speed(log: &Log<'_>, at: usize, usual: usize) -> Result<Option<u32>, Lack> {
    let run = &log.runs[at];
    let mut speeds: Vec<u32> = log.before(usual).filter_map(average).collect();
    if speeds.len() < RUNS_FOR_SPEED {
        let there = u32::try_from(speeds.len()).unwrap_or(u32::MAX);
        return Err(Lack::FewRuns { there, needed: u32::try_from(RUNS_FOR_SPEED).unwrap_or(u32::MAX) });
    }
    speeds.sort_unstable();
    let median = u64::from(speeds[speeds.len() / 2]);
    let fast = u32::try_from(median * u64::from(SPEED_PERCENT) / 100).unwrap_or(u32::MAX);
    let time = pace::time_at(&run.entry.activity, fast).ok_or(Lack::Speeds { day: run.day() })?;
    if time < SPEED_TIME && run.entry.activity.is_cut {
        // What was fast may be in what is missing.
        return Err(Lack::Distance { day: run.day() });
    }
    Ok((time >= SPEED_TIME).then_some(time))
}

/// The average speed of a run in millimetres a second.
fn average(run: &super::Run<'_>) -> Option<u32> {
    let (distance, time) = run.at.distance.zip(run.at.time)?;
    let speed = (u64::from(distance.as_metres()) * 1_000).checked_div(u64::from(time.get()))?;
    u32::try_from(speed).ok().filter(|speed| *speed > 0 && !run.is_open())
}
