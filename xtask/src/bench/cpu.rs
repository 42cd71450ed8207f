//! The CPU time of processes that are started and waited for.

use anyhow::{Context as _, Result, ensure};
use std::{
    fs,
    process::{Command, Stdio},
    time::Duration,
};

/// Ticks of `/proc/self/stat` in a second: what Linux tells programs on every machine.
const TICKS: u32 = 100;

/// What a command takes of the processors until it ends, its children included, to a hundredth of a second. It has to succeed.
pub(super) fn of(command: &mut Command) -> Result<Duration> {
    let before = of_children()?;
    run(command)?;
    Ok(of_children()?.saturating_sub(before))
}

/// The same for a command that is run several times, for what takes less than a hundredth of a second.
pub(super) fn of_many(make: &dyn Fn() -> Command, times: u32) -> Result<Duration> {
    let before = of_children()?;
    for _ in 0..times {
        run(&mut make())?;
    }
    Ok(of_children()?.saturating_sub(before))
}

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().with_context(|| format!("{name} does not start"))?;
    ensure!(status.success(), "{name} does not succeed on the packs that were made for it: {status}");
    Ok(())
}

/// What all processes took that were started here and have ended.
fn of_children() -> Result<Duration> {
    let stat = fs::read_to_string("/proc/self/stat")
        .context("/proc/self/stat cannot be read; CPU times are measured on Linux only")?;
    // The second field is the name in parentheses, which may have blanks in it.
    let (_, fields) = stat.rsplit_once(')').context("/proc/self/stat is not as it should be")?;
    let mut fields = fields.split_whitespace().skip(13);
    let mut ticks = || fields.next().and_then(|ticks| ticks.parse::<u32>().ok());
    let (user, system) = ticks().zip(ticks()).context("/proc/self/stat is not as it should be")?;
    Ok(Duration::from_secs(1) * (user + system) / TICKS)
}

/// The one in the middle; of two in the middle, the longer.
pub(super) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
