//! How somebody runs, from the samples of their runs: the native extension of the pack `run-form`.
//!
//! The one design decision: a figure comes from several runs or is not given. One run with a loose sensor, a walk in the middle or a
//! tired end must not tell anybody that they run oddly; so each figure is the middle one of the latest runs that have enough data
//! for it. The cost is that who runs seldom, or without a watch that counts steps, is told nothing.
//!
//! | fact | what it is | from which runs |
//! |---|---|---|
//! | `step-rate` | steps a minute while running | the latest five, at least three |
//! | `step-growth` | how much longer steps were in the last seven days than in the runs before at about the same speed | at least two, each against at least three |
//! | `step-fade` | by how much steps a minute fell from the first to the last quarter of a run, at about the same speed | the latest five, at least three |
//! | `ground-time` | how long a step stays on the ground | the latest five, at least three |
//! | `ground-balance` | how far apart the shares of both sides in that time are: 52 to 48 is 4 | the latest five, at least three |
//!
//! A figure is from runs of one kind: a belt is not the road. It is the kind of the latest run of which there are enough. All figures
//! are kept in thousandths and rounded once. Steps a minute go to the nearest whole number; the others, which are named from a limit
//! upward, to the one nearer to 0, so that no rounding reaches a limit.
//!
//! All limits are judgements: they stand in [`limits`] and nowhere else. What is concluded from a figure is for the pack to say.
//!
//! # Invariants
//! - The same document gives the same facts: there is no clock, no file and no randomness.
//! - Whole numbers only.
//! - What is given lies in the declared range; anything else has not enough data.
//! - Samples that do not belong together, and runs that are cut off, say nothing.
#![forbid(unsafe_code)]

mod measure;
mod runs;

use runs::Document;
use sinew_ext_abi::{DeclaredFact, Facts, export_extension};

/// From when on there is enough data, and what counts as the same.
pub mod limits {
    use std::ops::RangeInclusive;

    /// The version of the document that is understood.
    pub const SCHEMA_VERSION: u32 = 1;
    /// The shortest time of running in a run that is looked at, in seconds: less is mostly warm-up and stops.
    pub const SHORTEST: u32 = 1_200;
    /// The shortest run in which early and late are compared, in seconds.
    pub const SHORTEST_FOR_FADE: u32 = 1_800;
    /// How much of a run is warm-up where early and late are compared, in seconds.
    pub const WARM_UP: u32 = 300;
    /// Samples that are further apart, in seconds, are not neighbours: nobody knows what was between them.
    pub const LONGEST_GAP: u32 = 15;
    /// Fewer steps a minute than this may be a brisk walk, and say nothing about running.
    pub const FEWEST_STEPS: u32 = 140;
    /// What is slower, in millimetres a second, may be a brisk walk: 6.5 km/h.
    pub const SLOWEST: u32 = 1_800;
    /// More steps a minute than this are a fault of the sensor.
    pub const MOST_STEPS: u32 = 260;
    /// At least so many hundredths of the samples of a run are running.
    pub const RUNNING: usize = 70;
    /// At least so many hundredths of the running samples have what is measured.
    pub const COVERED: usize = 90;
    /// At least so many running samples in each quarter.
    pub const SAMPLES_IN_QUARTER: u32 = 40;
    // Each quarter can have its samples, of which there is at most one in five seconds.
    const _: () = assert!((SHORTEST_FOR_FADE - WARM_UP) / 4 > SAMPLES_IN_QUARTER * 5);
    /// What a step on the ground can take, in milliseconds. What lies outside is a fault of the sensor.
    pub const CONTACT: RangeInclusive<u32> = 50..=2_000;
    /// What the left share can be, in hundredths of a percent. What lies outside is a fault of the sensor.
    pub const BALANCE: RangeInclusive<u32> = 2_000..=8_000;
    /// How long a step can be, in millimetres. What lies outside is a fault of the sensor.
    pub const STEP_LENGTH: RangeInclusive<u32> = 1..=3_000;
    /// Speeds that differ by at most so many hundredths are about the same. Where lengths are compared, what is left of the difference
    /// is taken out of them, as if steps a minute had stayed.
    pub const SAME_SPEED: i128 = 3;
    /// At least so many runs have a figure before it is given.
    pub const FEWEST_RUNS: usize = 3;
    /// At least so many runs of the last week have longer steps before that is said.
    pub const FEWEST_RECENT: usize = 2;
    /// The latest runs that are looked at.
    pub const LATEST_RUNS: usize = 5;
    /// The days that are the last week, with today.
    pub const WEEK: i64 = 7;
}

/// What the library may supply.
pub const FACTS: [DeclaredFact; 5] = [
    DeclaredFact { name: "step-rate", min: 100, max: 260, unit: "steps a minute" },
    DeclaredFact { name: "step-growth", min: -50, max: 100, unit: "%" },
    DeclaredFact { name: "step-fade", min: -50, max: 50, unit: "%" },
    DeclaredFact { name: "ground-time", min: 100, max: 600, unit: "ms" },
    DeclaredFact { name: "ground-balance", min: 0, max: 100, unit: "points" },
];

/// The facts of a document with runs; otherwise why it cannot be understood, as a sentence without its full stop.
pub fn evaluate(input: &[u8]) -> Result<Facts, String> {
    let document: Document =
        serde_json::from_slice(input).map_err(|problem| format!("the runs cannot be read: {problem}"))?;
    if document.schema_version != limits::SCHEMA_VERSION {
        return Err(format!(
            "the runs are written in version {}, and this library knows version {}",
            document.schema_version,
            limits::SCHEMA_VERSION
        ));
    }
    let values = measure::values(&document);
    Ok(FACTS.iter().zip(values).fold(Facts::new(), |facts, (fact, value)| {
        match value.filter(|value| (fact.min..=fact.max).contains(value)) {
            Some(value) => facts.number(fact.name, value),
            None => facts.not_enough_data(fact.name),
        }
    }))
}

export_extension! { id: "run-form", facts: FACTS, evaluate: evaluate }
