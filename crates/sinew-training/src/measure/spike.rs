//! One run against the longest of the 30 days before it.
//!
//! Source: `FRANDSEN25`: 5,205 runners, 588,071 sessions; exposure is the distance of a session divided by the longest one of the
//! 30 days before. Unit: hundredths, rounded up. Bands: those of the cohort. The rates are not monotone, so bands are named and
//! no curve is drawn.
//!
//! Coverage: the log has to begin 30 days before the run, and the distances of both runs have to be whole. Where they are not, the ratio
//! can only be lower than what is known says (the longest run may be longer), so that a run within the reference band
//! stays within it and anything above is left open.

use super::{Lack, Log, Run, RunRef, WINDOW, days_before};

/// How a ratio is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpikeBand {
    /// At most 1.10, the reference; shorter runs are in here.
    Reference,
    /// More than 1.10, up to 1.30. Hazard rate ratio 1.64 (95 % confidence 1.31 to 2.05).
    Small,
    /// More than 1.30, up to 2.00. Hazard rate ratio 1.52 (1.16 to 2.00).
    Moderate,
    /// More than 2.00. Hazard rate ratio 2.28 (1.50 to 3.48).
    Large,
}

impl SpikeBand {
    /// The band of a run against the longest one before it, both in metres. Exact: nothing is rounded.
    pub fn of(run: u32, longest: u32) -> Self {
        let (run, longest) = (u64::from(run) * 100, u64::from(longest));
        if run <= longest * 110 {
            Self::Reference
        } else if run <= longest * 130 {
            Self::Small
        } else if run <= longest * 200 {
            Self::Moderate
        } else {
            Self::Large
        }
    }
}

/// What a run is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// The longest run of the 30 days before it, and how the two compare.
    Longest {
        /// The longest run before.
        run: RunRef,
        /// The distance in hundredths of the longest, rounded up, so that it passes a limit exactly when the band does.
        percent: u32,
        /// The band.
        band: SpikeBand,
    },
    /// There was no run in the 30 days before it. No ratio is made up for that.
    NoRecentBase,
    /// It cannot be said.
    NotEnough(Lack),
}

/// A run with what it is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spike {
    /// The run.
    pub run: RunRef,
    /// What it is held against.
    pub base: Base,
}

impl Spike {
    /// Whether it is a spike for sure: above the reference band, or a run without a recent base.
    pub fn is_spike(&self) -> bool {
        match self.base {
            Base::Longest { band, .. } => band > SpikeBand::Reference,
            Base::NoRecentBase => true,
            Base::NotEnough(_) => false,
        }
    }

    /// What is missing to say it.
    pub fn lack(&self) -> Option<Lack> {
        match self.base {
            Base::NotEnough(lack) => Some(lack),
            Base::Longest { .. } | Base::NoRecentBase => None,
        }
    }
}

/// The runs of the last 30 days, each with what it is held against, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spikes {
    /// The runs.
    pub runs: Vec<Spike>,
}

impl Spikes {
    /// The run with the highest ratio; the last of several. Runs without a ratio are passed over.
    pub fn greatest(&self) -> Option<&Spike> {
        let percent = |spike: &Spike| match spike.base {
            Base::Longest { percent, .. } => Some(percent),
            Base::NoRecentBase | Base::NotEnough(_) => None,
        };
        self.runs.iter().filter(|spike| percent(spike).is_some()).max_by_key(|spike| percent(spike))
    }

    /// The runs that are spikes for sure.
    pub fn spikes(&self) -> impl Iterator<Item = &Spike> {
        self.runs.iter().filter(|spike| spike.is_spike())
    }

    /// The first thing that is missing to decide every run.
    pub fn lack(&self) -> Option<Lack> {
        self.runs.iter().find_map(Spike::lack)
    }
}

/// All runs of the last 30 days.
pub(super) fn spikes(log: &Log<'_>) -> Spikes {
    Spikes { runs: log.recent().map(|(at, run)| Spike { run: run.at, base: base(log, at) }).collect() }
}

/// What a run is held against.
pub(super) fn base(log: &Log<'_>, at: usize) -> Base {
    let run = &log.runs[at];
    let short = log.covers(days_before(run.day(), WINDOW), run.day()).err();
    let before: Vec<&Run<'_>> = log.before(at).collect();
    if before.is_empty() {
        return short.map_or(Base::NoRecentBase, Base::NotEnough);
    }
    let Some(distance) = run.at.distance else {
        return Base::NotEnough(Lack::Distance { day: run.day() });
    };
    let longest = before
        .iter()
        .filter(|other| other.at.distance.is_some_and(|distance| distance.as_metres() > 0))
        .max_by_key(|other| (other.at.distance, other.day()));
    let open = before.iter().find(|other| super::may_be_longer(other, longest.copied()));
    let Some((longest, percent)) =
        longest.and_then(|longest| Some((longest, distance.percent_up_of(longest.at.distance?)?)))
    else {
        let day = open.map_or(run.day(), |open| open.day());
        return Base::NotEnough(short.unwrap_or(Lack::Distance { day }));
    };
    let known = longest.at.distance.map_or(0, crate::Distance::as_metres);
    let band = SpikeBand::of(distance.as_metres(), known);
    // How far the run was is at least what is known of it, so that one that was cut off has no upper limit.
    if run.is_open() {
        return Base::NotEnough(Lack::Distance { day: run.day() });
    }
    // With a longer base the ratio is lower: the reference band stays what it is, and nothing else does.
    if band > SpikeBand::Reference {
        if let Some(lack) = short {
            return Base::NotEnough(lack);
        }
        if let Some(open) = open {
            return Base::NotEnough(Lack::Distance { day: open.day() });
        }
    }
    Base::Longest { run: longest.at, percent, band }
}
