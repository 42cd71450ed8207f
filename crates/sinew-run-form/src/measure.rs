//! The figures, each from the runs that have enough data for it.

use crate::{
    limits,
    runs::{Document, Run, Samples, day_number},
};

/// A run that is looked at.
struct Looked<'d> {
    samples: &'d Samples,
    running: Vec<usize>,
    /// Whether it is of the last seven days.
    is_recent: bool,
}

/// The figures in the order of [`FACTS`](crate::FACTS); none where there is not enough data.
pub(crate) fn values(document: &Document) -> [Option<i64>; 5] {
    let today = day_number(&document.today);
    let looked =
        |run: &'_ Run| -> Option<(i64, Vec<usize>)> { Some((day_number(&run.day)?, run.looked_at()?)) };
    let mut runs: Vec<(i64, Looked<'_>)> = document
        .runs
        .iter()
        .filter_map(|run| {
            let (day, running) = looked(run)?;
            let age = today? - day;
            let is_recent = (0..limits::WEEK).contains(&age);
            Some((day, Looked { samples: &run.samples, running, is_recent }))
        })
        .collect();
    // Whatever order they came in: the earliest first, and of one day as they came.
    runs.sort_by_key(|(day, _)| *day);
    let runs: Vec<Looked<'_>> = runs.into_iter().map(|(_, run)| run).collect();
    [
        usual(&runs, |run| run.average(&run.samples.cadence)),
        growth(&runs),
        usual(&runs, fade),
        usual(&runs, |run| run.average(&run.samples.contact)),
        usual(&runs, |run| {
            // From the left share in hundredths of a percent to the difference of both in percent.
            let left = run.average(&run.samples.balance)?;
            Some(rounded((left - 5_000).abs() * 2, 100))
        }),
    ]
}

fn fade(run: &Looked<'_>) -> Option<i64> {
    run.fade()
}

/// The middle figure of the latest runs that have one.
fn usual(runs: &[Looked<'_>], figure: impl Fn(&Looked<'_>) -> Option<i64>) -> Option<i64> {
    let latest: Vec<i64> = runs.iter().rev().filter_map(figure).take(limits::LATEST_RUNS).collect();
    middle(latest, limits::FEWEST_RUNS)
}

/// How much longer steps were in the last week, in hundredths.
fn growth(runs: &[Looked<'_>]) -> Option<i64> {
    let paced = |run: &Looked<'_>| Some((run.speed()?, run.step()?));
    let of = |is_recent| runs.iter().filter(move |run| run.is_recent == is_recent).filter_map(paced);
    let before: Vec<(u64, i64)> = of(false).collect();
    let grown = of(true).filter_map(|(speed, step)| {
        let alike = before.iter().filter(|(other, _)| is_same(speed, *other)).map(|(_, step)| *step);
        let usual = middle(alike.collect(), limits::FEWEST_RUNS)?;
        (usual > 0).then(|| rounded((step - usual) * 100, usual))
    });
    middle(grown.collect(), 1)
}

impl Looked<'_> {
    /// The average of a list over the running samples; none if too few of them have it.
    fn average(&self, list: &[Option<u32>]) -> Option<i64> {
        average(list, &self.running, |found, of| found * 100 >= of * limits::COVERED)
    }

    /// The speed while running, in millimetres a second.
    fn speed(&self) -> Option<u64> {
        let measured = self.average(&self.samples.speed).and_then(|speed| u64::try_from(speed).ok());
        measured.or_else(|| way(self.samples, &self.running))
    }

    /// The length of a step in millimetres: as it was measured, or else what follows from speed and steps a minute.
    fn step(&self) -> Option<i64> {
        self.average(&self.samples.step_length).or_else(|| {
            let steps = self.average(&self.samples.cadence).filter(|steps| *steps > 0)?;
            Some(rounded(i64::try_from(self.speed()?).ok()? * 60, steps))
        })
    }

    /// By how many hundredths the steps a minute fell from the first quarter to the last; none if they were run at different speeds.
    fn fade(&self) -> Option<i64> {
        let Samples { second, cadence, .. } = self.samples;
        if self.samples.span() < limits::SHORTEST_FOR_FADE {
            return None;
        }
        let (first, end) = (second.first()? + limits::WARM_UP, *second.last()?);
        let quarter = (end - first) / 4;
        let within = |from: u32, to: u32| -> Vec<usize> {
            self.running
                .iter()
                .copied()
                .filter(|at| second.get(*at).is_some_and(|at| (from..=to).contains(at)))
                .collect()
        };
        let (early, late) = (within(first, first + quarter), within(end - quarter, end));
        if early.len().min(late.len()) < limits::SAMPLES_IN_QUARTER as usize {
            return None;
        }
        let speed = |at: &[usize]| {
            let covered = |found: usize, of: usize| found * 100 >= of * limits::COVERED;
            let measured =
                average(&self.samples.speed, at, covered).and_then(|speed| u64::try_from(speed).ok());
            measured.or_else(|| way(self.samples, at))
        };
        if !is_same(speed(&early)?, speed(&late)?) {
            return None;
        }
        // In thousandths of a step, so that nothing is lost by rounding twice.
        let steps = |at: &[usize]| {
            let steps = at.iter().filter_map(|at| cadence.get(*at).copied().flatten());
            let (sum, count) =
                steps.fold((0_i64, 0_i64), |(sum, count), steps| (sum + i64::from(steps), count + 1));
            (count > 0).then(|| sum * 1_000 / count)
        };
        let (early, late) = (steps(&early)?, steps(&late)?);
        (early > 0).then(|| rounded((early - late) * 100, early))
    }
}

/// The average of a list at some positions, if enough of them have a value.
fn average(list: &[Option<u32>], at: &[usize], is_enough: impl Fn(usize, usize) -> bool) -> Option<i64> {
    let values: Vec<i64> =
        at.iter().filter_map(|at| list.get(*at).copied().flatten()).map(i64::from).collect();
    let count = i64::try_from(values.len()).ok().filter(|count| *count > 0)?;
    is_enough(values.len(), at.len()).then(|| rounded(values.iter().sum(), count))
}

/// The speed over the way from the first to the last of some positions, in millimetres a second.
fn way(samples: &Samples, at: &[usize]) -> Option<u64> {
    let place = |at: Option<&usize>| {
        let at = *at?;
        Some((*samples.second.get(at)?, samples.metres.get(at).copied().flatten()?))
    };
    let ((begin, from), (end, to)) = (place(at.first())?, place(at.last())?);
    let seconds = u64::from(end.checked_sub(begin)?);
    let metres = u64::from(to.checked_sub(from)?);
    (metres * 1_000).checked_div(seconds).filter(|speed| *speed > 0)
}

fn is_same(one: u64, other: u64) -> bool {
    one.abs_diff(other) * 100 <= one.min(other) * limits::SAME_SPEED
}

/// The middle of some figures, the lower one of two; none if there are too few.
fn middle(mut figures: Vec<i64>, fewest: usize) -> Option<i64> {
    figures.sort_unstable();
    let count = figures.len();
    if count < fewest.max(1) { None } else { figures.get((count - 1) / 2).copied() }
}

/// A quotient, rounded to the nearest whole number; the divisor is more than 0.
fn rounded(value: i64, by: i64) -> i64 {
    let half = by / 2;
    if value < 0 { -((-value + half) / by) } else { (value + half) / by }
}

#[cfg(test)]
mod tests;
