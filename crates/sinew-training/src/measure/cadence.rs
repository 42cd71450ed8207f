//! Steps a minute, and how they fall over a run.
//!
//! Source: section 3.2: a higher step rate lowers load at some joints and raises it at others, and whether it prevents injury is not
//! known, so that the number is shown and nothing is concluded from it. Unit: steps a minute, left and right counted. Coverage: a
//! run of at least ten minutes with steps for nine tenths of its time; for the fade twenty minutes. The
//! fade and all limits here are judgements of this program: shorter stretches are mostly warm-up and stops.

use super::{Lack, Log, Measure, RunRef};
use crate::{Sample, pace};

/// Fewer steps a minute than this are a walk or a stand, which says nothing about running.
const SLOWEST: u16 = 120;
/// The shortest run whose steps are looked at, in seconds.
const SHORTEST: u32 = 600;
/// The shortest run whose fade is looked at, in seconds.
const SHORTEST_FOR_FADE: u32 = 1_200;

/// The steps a minute of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cadence {
    /// The run.
    pub run: RunRef,
    /// Steps a minute while running, on average.
    pub steps: u16,
    /// How they fell over the run.
    pub fade: Measure<Fade>,
}

/// How the steps a minute fell over a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fade {
    /// The average of the first quarter of the time.
    pub first: u16,
    /// The average of the last quarter.
    pub last: u16,
}

impl Fade {
    /// By how many steps a minute they fell; less than nothing if they rose.
    pub fn fell_by(self) -> i32 {
        i32::from(self.first) - i32::from(self.last)
    }
}

/// The steps of the last run that has them.
pub(super) fn cadence(log: &Log<'_>) -> Result<Cadence, Lack> {
    log.recent()
        .map(|(_, run)| run)
        .filter(|run| run.at.time.is_some_and(|time| time.get() >= SHORTEST))
        .filter(|run| pace::covers(&run.entry.activity, |sample| sample.cadence.is_some()))
        .filter_map(|run| {
            let samples = &run.entry.activity.samples;
            Some(Cadence { run: run.at, steps: average(samples)?, fade: fade(run, samples) })
        })
        .last()
        .ok_or(Lack::NotRecorded)
}

fn fade(run: &super::Run<'_>, samples: &[Sample]) -> Measure<Fade> {
    let quarters = run.at.time.filter(|time| time.get() >= SHORTEST_FOR_FADE && !run.entry.activity.is_cut);
    let found = quarters.and_then(|_| {
        let end = samples.last()?.second;
        let early: Vec<Sample> = samples.iter().copied().filter(|sample| sample.second <= end / 4).collect();
        let late: Vec<Sample> =
            samples.iter().copied().filter(|sample| sample.second >= end - end / 4).collect();
        Some(Fade { first: average(&early)?, last: average(&late)? })
    });
    match found {
        Some(fade) => Measure::Known(fade),
        None => Measure::NotEnough(Lack::ShortRun { day: run.day() }),
    }
}

/// The average of the steps while running, rounded; none with fewer than twelve samples, which is a minute.
fn average(samples: &[Sample]) -> Option<u16> {
    let steps: Vec<u64> = samples
        .iter()
        .filter_map(|sample| sample.cadence)
        .filter(|steps| *steps >= SLOWEST)
        .map(u64::from)
        .collect();
    let count = u64::try_from(steps.len()).ok().filter(|count| *count >= 12)?;
    u16::try_from((steps.iter().sum::<u64>() + count / 2) / count).ok()
}
