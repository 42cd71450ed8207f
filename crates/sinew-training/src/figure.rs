//! The measures as whole numbers, each with a name, a unit and words: what a guide is told that asks about training.

use crate::{
    Lack, Measure, Measures, RunRef,
    measure::{Base, FirstBlock, Spike, Spikes, WINDOW, days_before},
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

/// All figures of a log on a day. Days are put into words by the caller.
///
/// They are about the 30 days up to today, as people mean it who ask about the last month: what is older is not in them, although
/// measures look back from the last day of the log. The spike is rounded up, at most to a million percent; all else is rounded down. A
/// first block, a break or a row of hard days that the log rules out up to its last day is 0.
pub fn figures(measures: &Measures, today: Date, date: &dyn Fn(Date) -> String) -> Vec<Figure> {
    let run = |run: &RunRef| run_words(run, date);
    let from = days_before(today, WINDOW);
    let last = measures.span.map_or(today, |span| span.last);
    let until = date(last);
    let first = |first: &Option<FirstBlock>, kind: &str, what: &str| {
        Some(match first {
            None => (last, 0, format!("No new {what} in the 30 days up to {until}")),
            Some(first) => {
                let words = format!("Your first {kind} run in 30 days was {}", run(&first.run));
                (first.run.day, first.amount, words)
            }
        })
    };
    let longest_run = known(&measures.longest_run, |longest| {
        let words = format!("Your longest run of the 30 days up to {until} was {}", run(longest));
        Some((longest.day, longest.distance?.as_metres(), words))
    });
    let weekly_change = known(&measures.jump, |jump| {
        let (now, before) = (jump.distance, jump.before);
        Some((
            last,
            jump.percent,
            format!("The seven days up to {until} had {now}, the seven before {before}"),
        ))
    });
    let days_off = known(&measures.days_off, |off| {
        Some((last, off.days, format!("{} of the 30 days up to {until} were without a run", off.days)))
    });
    let break_before = known(&measures.return_to_running, |found| {
        let Some(found) = found else {
            return Some((last, 0, format!("No run after 30 days off or more, up to {until}")));
        };
        let more = if found.before.is_some() { "" } else { " or more" };
        let words = format!("You ran {} after {} days{more} off", run(&found.run), found.days);
        Some((found.run.day, found.days, words))
    });
    let hard_days = known(&measures.hard_days, |row| {
        let Some(row) = row else {
            return Some((last, 0, format!("No two hard days one after another, up to {until}")));
        };
        let (days, begins, ends) = (row.days, date(row.first), date(row.last));
        Some((
            row.first,
            days,
            format!("You had {days} hard days one after another, from {begins} to {ends}"),
        ))
    });
    let cadence = known(&measures.cadence, |cadence| {
        let words =
            format!("You took {} steps a minute, in your run of {}", cadence.steps, run(&cadence.run));
        Some((cadence.run.day, u32::from(cadence.steps), words))
    });
    let figure = |name, unit, value: Measure<Dated>| {
        let value = match value {
            Measure::NotEnough(lack) => Measure::NotEnough(lack),
            Measure::Known((day, ..)) if day < from => Measure::NotEnough(Lack::Earlier),
            Measure::Known((_, number, words)) => Measure::Known(Value { number, words }),
        };
        Figure { name, unit, value }
    };
    vec![
        figure("longest-run", "m", longest_run),
        figure("spike", "%", spike(&measures.spikes, from, date)),
        figure("weekly-change", "%", weekly_change),
        figure("days-off", "days", days_off),
        figure("break", "days", break_before),
        figure("first-hills", "m", known(&measures.first_hills, |found| first(found, "hilly", "hills"))),
        figure(
            "first-speed",
            "s",
            known(&measures.first_speed, |found| first(found, "fast", "fast running")),
        ),
        figure("hard-days", "days", hard_days),
        figure("cadence", "steps a minute", cadence),
    ]
}

/// A number with words, and the day from which it is.
type Dated = (Date, u32, String);

fn known<T>(measure: &Measure<T>, value: impl FnOnce(&T) -> Option<Dated>) -> Measure<Dated> {
    match measure {
        Measure::NotEnough(lack) => Measure::NotEnough(*lack),
        Measure::Known(known) => value(known).map_or(Measure::NotEnough(Lack::NotRecorded), Measure::Known),
    }
}

/// The greatest spike from this day on. If a run is open and no other was a spike, it is not known whether there was one.
fn spike(spikes: &Measure<Spikes>, from: Date, date: &dyn Fn(Date) -> String) -> Measure<Dated> {
    let spikes = match spikes {
        Measure::NotEnough(lack) => return Measure::NotEnough(*lack),
        Measure::Known(spikes) => spikes,
    };
    let runs: Vec<Spike> = spikes.runs.iter().copied().filter(|spike| spike.run.day >= from).collect();
    if runs.is_empty() {
        return Measure::NotEnough(Lack::Earlier);
    }
    let recent = Spikes { runs };
    let greatest = recent.greatest().and_then(|spike| Some((spike, base(spike)?)));
    match (greatest, recent.lack()) {
        (Some((spike, (longest, percent))), lack) if lack.is_none() || spike.is_spike() => {
            let (day, far) = (date(spike.run.day), way(&spike.run));
            let longest = run_words(longest, date);
            let words =
                format!("On {day} you ran {far}. Your longest run of the 30 days before was {longest}");
            Measure::Known((spike.run.day, percent.min(MOST_PERCENT), words))
        }
        (_, lack) => Measure::NotEnough(lack.unwrap_or(Lack::NoEarlierRun)),
    }
}

/// No spike is said to be more than this.
const MOST_PERCENT: u32 = 1_000_000;

fn base(spike: &Spike) -> Option<(&RunRef, u32)> {
    match &spike.base {
        Base::Longest { run, percent, .. } => Some((run, *percent)),
        Base::NoRecentBase | Base::NotEnough(_) => None,
    }
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
