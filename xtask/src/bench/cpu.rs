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

/// What something took, each time that it was measured.
#[derive(Debug, Clone, Default)]
pub(super) struct Times(Vec<Duration>);

impl Times {
    pub(super) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The one in the middle; of two in the middle, the longer.
    pub(super) fn median(&self) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied().unwrap_or_default()
    }

    /// How many times as long this took as something else that was measured right before it each time: the ratio in the middle.
    pub(super) fn ratio(&self, before: &Self) -> f64 {
        let ratio = |(time, before): (&Duration, &Duration)| {
            time.as_secs_f64() / before.as_secs_f64().max(f64::EPSILON)
        };
        let mut ratios: Vec<f64> = self.0.iter().zip(&before.0).map(ratio).collect();
        ratios.sort_by(f64::total_cmp);
        ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN)
    }

    /// The median, and in parentheses the least and the most, each of them written so.
    pub(super) fn spread(&self, written: impl Fn(Duration) -> String) -> String {
        let least = self.0.iter().min().copied().unwrap_or_default();
        let most = self.0.iter().max().copied().unwrap_or_default();
        format!("{} ({}–{})", written(self.median()), written(least), written(most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_by_the_middle_and_both_ends() {
        let of = |seconds: &[u64]| Times(seconds.iter().copied().map(Duration::from_secs).collect());
        let times = of(&[3, 1, 2]);
        assert_eq!(times.spread(|time| format!("{} s", time.as_secs())), "2 s (1 s–3 s)");
        assert_eq!(of(&[4, 1, 2, 3]).median(), Duration::from_secs(3));
        // Each beside the one before it: 2, 8 and 3 times as long.
        assert!((of(&[6, 8, 6]).ratio(&times) - 3.0).abs() < 1e-9);
    }
}
