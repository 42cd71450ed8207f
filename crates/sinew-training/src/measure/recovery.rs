//! Days without a run, and runs after a long break.
//!
//! Source: section 3.1, recommended load flags: "any run after >= 30 days off" (expert judgement, built on `FRANDSEN25`); days off are
//! asked for by question 23. Unit: days. Coverage: the log has to begin before the 30 days that are looked at.

use super::{Lack, Log, RunRef, WINDOW, days_before, days_between};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Days without a run among the last 30.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaysOff {
    /// How many.
    pub days: u32,
    /// The first of the 30 days.
    pub first: Date,
    /// The last of them.
    pub last: Date,
}

/// A run after a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Return {
    /// The run.
    pub run: RunRef,
    /// The last run before the break; none if the log has none.
    pub before: Option<RunRef>,
    /// How many whole days lie between the two; 30 if the log has no run before, as it covers no more for sure.
    pub days: u32,
}

pub(super) fn days_off(log: &Log<'_>) -> Result<DaysOff, Lack> {
    let first = log.window();
    log.covers(first, log.span.last)?;
    let days: BTreeSet<Date> = log.recent().map(|(_, run)| run.day()).collect();
    let days = WINDOW.saturating_sub(u32::try_from(days.len()).unwrap_or(WINDOW));
    Ok(DaysOff { days, first, last: log.span.last })
}

/// The last run of the last 30 days that has 30 whole days without a run before it.
pub(super) fn return_to_running(log: &Log<'_>) -> Result<Option<Return>, Lack> {
    let mut found = None;
    for (at, run) in log.recent() {
        let before = at.checked_sub(1).map(|before| log.runs[before].at);
        match before {
            None => {
                // Whether the first run of a log was a return depends on what was before it.
                log.covers(days_before(run.day(), WINDOW), run.day())?;
                found = Some(Return { run: run.at, before, days: WINDOW });
            }
            Some(before) => {
                let days = days_between(run.day(), before.day).saturating_sub(1);
                if days >= WINDOW {
                    log.covers(before.day, run.day())?;
                    found = Some(Return { run: run.at, before: Some(before), days });
                }
            }
        }
    }
    Ok(found)
}
