//! The measures as whole numbers, each with a name, a unit and words: what a guide is told that asks about training.

use crate::{
    Lack, Measure, Measures, RunRef,
    measure::{Base, FirstBlock, Spike, Spikes},
};
use jiff::civil::Date;

/// A whole number with words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The number, in the unit of its figure.
    pub number: u32,
    /// What it comes from: a sentence without its full stop.
    pub words: String,
}

/// One measure as a whole number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its name.
    pub name: &'static str,
    /// The unit of its number.
    pub unit: &'static str,
    /// The number; otherwise what is missing for it.
    pub value: Measure<Value>,
}

/// All figures of a log. Days are put into words by the caller.
///
/// The spike is rounded up to a whole percent, so that a limit that is passed at all is passed here too; all else is rounded down. A
/// first block, a break or a row of hard days that the log rules out is 0.
pub fn figures(measures: &Measures, date: &dyn Fn(Date) -> String) -> Vec<Figure> {
    let run = |run: &RunRef| run_words(run, date);
    let figure = |name, unit, value| Figure { name, unit, value };
    let block = |first: &Option<FirstBlock>, kind: &str| match first {
        None => Value { number: 0, words: format!("No {kind} run was the first in 30 days") },
        Some(first) => Value {
            number: first.amount,
            words: format!("Your first {kind} run in 30 days was {}", run(&first.run)),
        },
    };
    vec![
        figure(
            "longest-run",
            "m",
            known(&measures.longest_run, |longest| {
                longest.distance.map(|distance| Value {
                    number: distance.as_metres(),
                    words: format!("Your longest run of the last 30 days was {}", run(longest)),
                })
            }),
        ),
        figure("spike", "%", spike(&measures.spikes, date)),
        figure(
            "weekly-change",
            "%",
            known(&measures.jump, |jump| {
                Some(Value {
                    number: jump.percent,
                    words: format!(
                        "The last seven days had {}, the seven before {}",
                        jump.distance, jump.before
                    ),
                })
            }),
        ),
        figure(
            "days-off",
            "days",
            known(&measures.days_off, |off| {
                let words =
                    format!("{} of the 30 days up to {} were without a run", off.days, date(off.last));
                Some(Value { number: off.days, words })
            }),
        ),
        figure(
            "break",
            "days",
            known(&measures.return_to_running, |found| {
                Some(match found {
                    None => Value { number: 0, words: "No run came after 30 days off or more".to_owned() },
                    Some(found) => {
                        let days = match found.before {
                            Some(_) => format!("{} days", found.days),
                            None => format!("{} days or more", found.days),
                        };
                        Value {
                            number: found.days,
                            words: format!("You ran {} after {days} off", run(&found.run)),
                        }
                    }
                })
            }),
        ),
        figure("first-hills", "m", known(&measures.first_hills, |first| Some(block(first, "hilly")))),
        figure("first-speed", "s", known(&measures.first_speed, |first| Some(block(first, "fast")))),
        figure(
            "hard-days",
            "days",
            known(&measures.hard_days, |row| {
                Some(match row {
                    None => Value { number: 0, words: "No two hard days followed one another".to_owned() },
                    Some(row) => Value {
                        number: row.days,
                        words: format!(
                            "{} hard days followed one another, {} to {}",
                            row.days,
                            date(row.first),
                            date(row.last)
                        ),
                    },
                })
            }),
        ),
        figure(
            "cadence",
            "steps a minute",
            known(&measures.cadence, |cadence| {
                Some(Value {
                    number: u32::from(cadence.steps),
                    words: format!("You took {} steps a minute, on {}", cadence.steps, run(&cadence.run)),
                })
            }),
        ),
    ]
}

fn known<T>(measure: &Measure<T>, value: impl FnOnce(&T) -> Option<Value>) -> Measure<Value> {
    match measure {
        Measure::NotEnough(lack) => Measure::NotEnough(*lack),
        Measure::Known(known) => value(known).map_or(Measure::NotEnough(Lack::NotRecorded), Measure::Known),
    }
}

/// The greatest spike. If a run is open and no other was a spike, it is not known whether there was one.
fn spike(spikes: &Measure<Spikes>, date: &dyn Fn(Date) -> String) -> Measure<Value> {
    let spikes = match spikes {
        Measure::NotEnough(lack) => return Measure::NotEnough(*lack),
        Measure::Known(spikes) => spikes,
    };
    let greatest = spikes.greatest().and_then(|spike| Some((spike, percent_up(spike)?, base(spike)?)));
    match (greatest, spikes.lack()) {
        (Some((spike, number, longest)), lack) if lack.is_none() || spike.is_spike() => {
            Measure::Known(Value {
                number,
                words: format!(
                    "On {} you ran {}. Your longest run of the 30 days before was {}",
                    date(spike.run.day),
                    way(&spike.run),
                    run_words(longest, date)
                ),
            })
        }
        (_, lack) => Measure::NotEnough(lack.unwrap_or(Lack::NoEarlierRun)),
    }
}

fn base(spike: &Spike) -> Option<&RunRef> {
    match &spike.base {
        Base::Longest { run, .. } => Some(run),
        Base::NoRecentBase | Base::NotEnough(_) => None,
    }
}

fn percent_up(spike: &Spike) -> Option<u32> {
    let run = u64::from(spike.run.distance?.as_metres()) * 100;
    let longest = u64::from(base(spike)?.distance?.as_metres());
    (longest > 0).then(|| u32::try_from(run.div_ceil(longest)).unwrap_or(u32::MAX))
}

fn way(run: &RunRef) -> String {
    run.distance.map_or_else(|| "an unknown distance".to_owned(), |way| way.to_string())
}

/// A run in words: how far and when.
fn run_words(run: &RunRef, date: &dyn Fn(Date) -> String) -> String {
    format!("{} on {}", way(run), date(run.day))
}

#[cfg(test)]
mod tests;
