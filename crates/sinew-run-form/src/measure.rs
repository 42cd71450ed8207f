//! The figures, each from the runs that have enough data for it.

use crate::{
    limits,
    runs::{Document, Samples, day_number},
};
use std::ops::RangeInclusive;

/// Figures are kept in thousandths until they are given, so that nothing is lost by rounding twice.
const PARTS: i128 = 1_000;
/// Whatever was measured.
const ANY: RangeInclusive<u32> = 0..=u32::MAX;

/// A run that is looked at.
#[derive(Debug)]
struct Looked<'d> {
    kind: &'d str,
    samples: &'d Samples,
    running: Vec<usize>,
    /// Whether it is of the last seven days.
    is_recent: bool,
}

/// How something was measured. Only what was measured in one way is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Means {
    /// The device gives it.
    Device,
    /// It follows from other figures.
    Computed,
}

/// The length of steps at a speed.
#[derive(Debug, Clone, Copy)]
struct Stride {
    /// In thousandths of a millimetre.
    length: i128,
    /// In thousandths of a millimetre a second.
    speed: i128,
    by: (Means, Means),
}

/// The figures in the order of [`FACTS`](crate::FACTS); none where there is not enough data.
pub(crate) fn values(document: &Document) -> [Option<i64>; 5] {
    let today = day_number(&document.today);
    let mut runs: Vec<(i64, Looked<'_>)> = document
        .runs
        .iter()
        .filter_map(|run| {
            let day = day_number(&run.day)?;
            let age = today?.checked_sub(day).filter(|age| *age >= 0)?;
            let running = run.looked_at()?;
            let is_recent = age < limits::WEEK;
            Some((day, Looked { kind: &run.kind, samples: &run.samples, running, is_recent }))
        })
        .collect();
    // Whatever order they came in: the earliest first, and of one day as they came.
    runs.sort_by_key(|(day, _)| *day);
    let runs: Vec<Looked<'_>> = runs.into_iter().map(|(_, run)| run).filter(Looked::is_no_walk).collect();
    let whole = |figure: Option<i128>| i64::try_from(figure? / PARTS).ok();
    [
        // To the nearest whole number.
        whole(usual(&runs, |run| run.average(&run.samples.cadence, ANY)).map(|steps| steps + PARTS / 2)),
        whole(of_one_kind(&runs, growth)),
        whole(usual(&runs, fade)),
        whole(usual(&runs, |run| run.average(&run.samples.contact, limits::CONTACT))),
        // Sides that alternate from run to run cancel each other out: the sign goes last. From the left share in hundredths of a
        // percent to the difference of both shares in percent.
        whole(
            usual(&runs, |run| Some(run.average(&run.samples.balance, limits::BALANCE)? - 5_000 * PARTS))
                .map(|left| left.abs() * 2 / 100),
        ),
    ]
}

fn fade(run: &Looked<'_>) -> Option<i128> {
    run.fade()
}

/// A figure of the runs of one kind: of the kind of the latest run of which there are enough.
fn of_one_kind<'d>(runs: &[Looked<'d>], figure: impl Fn(&[&Looked<'d>]) -> Option<i128>) -> Option<i128> {
    let mut kinds: Vec<&str> = Vec::new();
    for run in runs.iter().rev() {
        if !kinds.contains(&run.kind) {
            kinds.push(run.kind);
        }
    }
    kinds.into_iter().find_map(|kind| {
        let alike: Vec<&Looked<'d>> = runs.iter().filter(|run| run.kind == kind).collect();
        figure(&alike)
    })
}

/// The middle figure of the latest runs of one kind that have one.
fn usual(runs: &[Looked<'_>], figure: impl Fn(&Looked<'_>) -> Option<i128>) -> Option<i128> {
    of_one_kind(runs, |alike| {
        let latest = alike.iter().rev().filter_map(|run| figure(run)).take(limits::LATEST_RUNS);
        middle(latest.collect(), limits::FEWEST_RUNS)
    })
}

/// How much longer steps were in the last week, in thousandths of a hundredth.
fn growth(runs: &[&Looked<'_>]) -> Option<i128> {
    let of =
        |is_recent| runs.iter().filter(move |run| run.is_recent == is_recent).filter_map(|run| run.stride());
    let before: Vec<Stride> = of(false).collect();
    let grown = of(true).filter_map(|now| {
        let alike = before.iter().filter(|then| then.by == now.by && is_same(then.speed, now.speed));
        // What the length would be at the speed of now, if steps a minute had stayed.
        let lengths = alike.filter_map(|then| (then.length * now.speed).checked_div(then.speed));
        let usual = middle(lengths.collect(), limits::FEWEST_RUNS)?;
        ((now.length - usual) * 100 * PARTS).checked_div(usual)
    });
    middle(grown.collect(), limits::FEWEST_RECENT)
}

impl Looked<'_> {
    /// Whether it was fast enough to be no walk, as far as that is known.
    fn is_no_walk(&self) -> bool {
        self.speed().is_none_or(|(speed, _)| speed >= i128::from(limits::SLOWEST) * PARTS)
    }

    /// The average of a list over the running samples; none if too few of them have a value that can be.
    fn average(&self, list: &[Option<u32>], can_be: RangeInclusive<u32>) -> Option<i128> {
        average(list, &self.running, &can_be)
    }

    /// The speed while running, in thousandths of a millimetre a second.
    fn speed(&self) -> Option<(i128, Means)> {
        let measured = device_speed(self.samples, &self.running).map(|speed| (speed, Means::Device));
        measured.or_else(|| Some((way(self.samples, &self.running)?, Means::Computed)))
    }

    /// The length of a step: as it was measured, or else what follows from speed and steps a minute.
    fn stride(&self) -> Option<Stride> {
        let (speed, speed_by) = self.speed()?;
        let measured = self.average(&self.samples.step_length, limits::STEP_LENGTH);
        let (length, length_by) = measured.map(|length| (length, Means::Device)).or_else(|| {
            let steps = self.average(&self.samples.cadence, ANY)?;
            Some(((speed * 60 * PARTS).checked_div(steps)?, Means::Computed))
        })?;
        (length > 0 && speed > 0).then_some(Stride { length, speed, by: (length_by, speed_by) })
    }

    /// By how many hundredths the steps a minute fell from the first quarter to the last, in thousandths; none if they were run at
    /// different speeds.
    fn fade(&self) -> Option<i128> {
        let Samples { second, cadence, .. } = self.samples;
        let (first, end) = (*second.first()?, *second.last()?);
        if end.checked_sub(first)? < limits::SHORTEST_FOR_FADE {
            return None;
        }
        let first = first + limits::WARM_UP;
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
        // Both as the device measured them, or both from the way.
        let speeds = |of: fn(&Samples, &[usize]) -> Option<i128>| {
            of(self.samples, &early).zip(of(self.samples, &late))
        };
        let (slow, fast) = speeds(device_speed).or_else(|| speeds(way))?;
        if !is_same(slow, fast) {
            return None;
        }
        let steps = |at: &[usize]| average(cadence, at, &ANY);
        let (early, late) = (steps(&early)?, steps(&late)?);
        ((early - late) * 100 * PARTS).checked_div(early)
    }
}

/// The average of a list at some positions in thousandths, if enough of them have a value that can be.
fn average(list: &[Option<u32>], at: &[usize], can_be: &RangeInclusive<u32>) -> Option<i128> {
    let values: Vec<i128> = at
        .iter()
        .filter_map(|at| list.get(*at).copied().flatten())
        .filter(|value| can_be.contains(value))
        .map(i128::from)
        .collect();
    if values.len() * 100 < at.len() * limits::COVERED {
        return None;
    }
    (values.iter().sum::<i128>() * PARTS).checked_div(i128::try_from(values.len()).ok()?)
}

/// The speed at some positions as the device measured it, in thousandths of a millimetre a second.
fn device_speed(samples: &Samples, at: &[usize]) -> Option<i128> {
    average(&samples.speed, at, &ANY)
}

/// The speed over the way between neighbours of some positions, in thousandths of a millimetre a second; none if it is not known for
/// enough of the time. What lies between others was walked, or is not known.
fn way(samples: &Samples, at: &[usize]) -> Option<i128> {
    let place = |at: usize| samples.metres.get(at).copied().flatten();
    let (mut metres, mut seconds) = (0_i128, 0_i128);
    for ((from, to), taken) in samples.neighbours(at) {
        let Some(gone) = place(from).zip(place(to)).and_then(|(from, to)| to.checked_sub(from)) else {
            continue;
        };
        metres += i128::from(gone);
        seconds += i128::from(taken);
    }
    if seconds * 100 < i128::from(samples.covered(at)) * i128::try_from(limits::COVERED).ok()? {
        return None;
    }
    (metres * 1_000 * PARTS).checked_div(seconds).filter(|speed| *speed > 0)
}

fn is_same(one: i128, other: i128) -> bool {
    (one - other).abs() * 100 <= one.min(other) * limits::SAME_SPEED
}

/// The middle of some figures, halfway between the two in the middle if their number is even; none if there are too few.
fn middle(mut figures: Vec<i128>, fewest: usize) -> Option<i128> {
    figures.sort_unstable();
    let count = figures.len();
    if count < fewest {
        return None;
    }
    let (lower, upper) = (figures.get(count.checked_sub(1)? / 2)?, figures.get(count / 2)?);
    Some((lower + upper) / 2)
}

#[cfg(test)]
mod tests;
