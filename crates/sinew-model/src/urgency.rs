//! How soon to get help, and how well a condition fits.

use crate::Decibans;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How soon to get help. The order is the order of haste.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Urgency {
    /// Nothing needs a professional now.
    SelfCare,
    /// A routine appointment.
    Routine,
    /// Within days: two to three working days.
    Soon,
    /// Today.
    SameDay,
    /// Now: ambulance or emergency department.
    Emergency,
}

impl Urgency {
    /// All levels, from the least to the most pressing.
    pub const ALL: [Self; 5] = [Self::SelfCare, Self::Routine, Self::Soon, Self::SameDay, Self::Emergency];

    /// The name used in packs and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::SelfCare => "self-care",
            Self::Routine => "routine",
            Self::Soon => "soon",
            Self::SameDay => "same-day",
            Self::Emergency => "emergency",
        }
    }

    /// The level with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }

    /// Whether exercises and other actions may be offered. From same-day on, only what the red flag itself says is shown.
    pub fn allows_actions(self) -> bool {
        self < Self::SameDay
    }
}

impl fmt::Display for Urgency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// How well a condition fits the answers. It describes the match, never a chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Band {
    /// The answers speak against it or hardly for it.
    FitsLessWell,
    /// The answers speak for it a little.
    FitsPartly,
    /// The answers clearly speak for it.
    FitsWell,
}

impl Band {
    /// Evidence from which a condition fits partly: a likelihood ratio of about 1.6.
    pub const PARTLY: Decibans = Decibans::new(2);
    /// Evidence from which a condition fits well: a likelihood ratio of about 4.
    pub const WELL: Decibans = Decibans::new(6);
    /// All bands, from the worst fit to the best.
    pub const ALL: [Self; 3] = [Self::FitsLessWell, Self::FitsPartly, Self::FitsWell];

    /// The band of a sum of evidence. This is the only place where the thresholds stand; they are a judgement.
    pub fn of(evidence: Decibans) -> Self {
        if evidence >= Self::WELL {
            Self::FitsWell
        } else if evidence >= Self::PARTLY {
            Self::FitsPartly
        } else {
            Self::FitsLessWell
        }
    }

    /// The name used in packs and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::FitsLessWell => "fits-less-well",
            Self::FitsPartly => "fits-partly",
            Self::FitsWell => "fits-well",
        }
    }

    /// The band with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.name() == name)
    }
}

impl fmt::Display for Band {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urgency_is_ordered_by_haste() {
        assert!(Urgency::Emergency > Urgency::SameDay);
        assert!(Urgency::SameDay > Urgency::Soon);
        assert!(Urgency::Soon > Urgency::Routine);
        assert!(Urgency::Routine > Urgency::SelfCare);
    }

    #[test]
    fn only_below_same_day_actions_are_allowed() {
        let allowed: Vec<_> = Urgency::ALL.into_iter().filter(|level| level.allows_actions()).collect();
        assert_eq!(allowed, [Urgency::SelfCare, Urgency::Routine, Urgency::Soon]);
    }

    #[test]
    fn names_round_trip() {
        for level in Urgency::ALL {
            assert_eq!(Urgency::named(level.name()), Some(level));
        }
        for band in Band::ALL {
            assert_eq!(Band::named(band.name()), Some(band));
        }
        assert_eq!(Urgency::named("whenever"), None);
    }

    #[test]
    fn bands_begin_exactly_at_their_thresholds() {
        assert_eq!(Band::of(Decibans::new(1)), Band::FitsLessWell);
        assert_eq!(Band::of(Decibans::new(2)), Band::FitsPartly);
        assert_eq!(Band::of(Decibans::new(5)), Band::FitsPartly);
        assert_eq!(Band::of(Decibans::new(6)), Band::FitsWell);
    }
}
