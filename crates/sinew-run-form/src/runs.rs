//! The document with the runs, as far as it is looked at.

use crate::limits;
use serde::Deserialize;

/// The runs of the last days.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Document {
    pub(crate) schema_version: u32,
    pub(crate) today: String,
    pub(crate) runs: Vec<Run>,
}

/// A run.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Run {
    pub(crate) day: String,
    /// Where: only runs of one kind are put together.
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) is_cut: bool,
    pub(crate) samples: Samples,
}

/// What was recorded on the way. What the file has nothing of is empty.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Samples {
    #[serde(default)]
    pub(crate) second: Vec<u32>,
    #[serde(default)]
    pub(crate) metres: Vec<Option<u32>>,
    #[serde(default)]
    pub(crate) speed: Vec<Option<u32>>,
    #[serde(default)]
    pub(crate) cadence: Vec<Option<u32>>,
    #[serde(default)]
    pub(crate) step_length: Vec<Option<u32>>,
    #[serde(default)]
    pub(crate) contact: Vec<Option<u32>>,
    #[serde(default)]
    pub(crate) balance: Vec<Option<u32>>,
}

impl Samples {
    /// Whether the lists belong together and the seconds go forward.
    fn fits(&self) -> bool {
        let Self { second, metres, speed, cadence, step_length, contact, balance } = self;
        let lists = [metres, speed, cadence, step_length, contact, balance];
        lists.iter().all(|list| list.is_empty() || list.len() == second.len())
            && second.windows(2).all(|pair| pair[0] < pair[1])
    }

    /// The positions of the samples in which somebody runs.
    pub(crate) fn running(&self) -> Vec<usize> {
        let is_running = |steps: &u32| (limits::FEWEST_STEPS..=limits::MOST_STEPS).contains(steps);
        // Where the device measured no speed, the steps alone have to tell.
        let is_fast =
            |at: &usize| self.speed.get(*at).copied().flatten().is_none_or(|speed| speed >= limits::SLOWEST);
        let steps = self.cadence.iter().enumerate();
        let running = steps.filter(|(_, steps)| steps.as_ref().is_some_and(is_running)).map(|(at, _)| at);
        running.filter(is_fast).collect()
    }

    /// Those of some positions that follow each other without a gap, in pairs, with the seconds between them.
    pub(crate) fn neighbours(&self, at: &[usize]) -> impl Iterator<Item = ((usize, usize), u32)> {
        at.windows(2).filter_map(|pair| {
            let (from, to) = (*pair.first()?, *pair.last()?);
            let seconds = self.second.get(to)?.checked_sub(*self.second.get(from)?)?;
            (to == from + 1 && seconds <= limits::LONGEST_GAP).then_some(((from, to), seconds))
        })
    }

    /// How many seconds some positions cover.
    pub(crate) fn covered(&self, at: &[usize]) -> u32 {
        self.neighbours(at).map(|(_, seconds)| seconds).sum()
    }
}

impl Run {
    /// The positions of the samples in which somebody runs; none if there is not enough of it.
    pub(crate) fn looked_at(&self) -> Option<Vec<usize>> {
        let samples = &self.samples;
        if self.is_cut || !samples.fits() {
            return None;
        }
        let running = samples.running();
        let is_enough = samples.covered(&running) >= limits::SHORTEST
            && running.len() * 100 >= samples.second.len() * limits::RUNNING;
        is_enough.then_some(running)
    }
}

/// How many days a day is after 1 January 1970; none if it is no day.
pub(crate) fn day_number(day: &str) -> Option<i64> {
    let mut parts = day.split('-').map(str::parse::<i64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    if parts.next().is_some()
        || !(1..=9_999).contains(&year)
        || !(1..=12).contains(&month)
        || !(1..=31).contains(&day)
    {
        return None;
    }
    // Years begin in March, so that the leap day is the last one.
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted() {
        assert_eq!(day_number("1970-01-01"), Some(0));
        assert_eq!(day_number("2000-03-01"), Some(11_017));
        assert_eq!(day_number("2026-11-30"), Some(20_787));
        assert_eq!(
            day_number("2024-03-01").zip(day_number("2024-02-28")).map(|(one, other)| one - other),
            Some(2)
        );
        for bad in ["", "2026", "2026-13-01", "2026-01-32", "2026-01-01-01", "x-y-z", "99999-01-01"] {
            assert_eq!(day_number(bad), None, "{bad}");
        }
    }
}
