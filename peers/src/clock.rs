//! CPU time, so that what else the machine does counts for little.

use anyhow::Result;
use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// What this process took of the processors so far, all of its threads.
pub fn now() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// What this takes.
pub fn of(work: impl FnOnce() -> Result<()>) -> Result<Duration> {
    let before = now();
    work()?;
    Ok(now().saturating_sub(before))
}
