//! One activity: a run, a walk, a ride.

use crate::Start;
use core::fmt;

/// A distance in whole metres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Distance(u32);

impl Distance {
    /// The longest distance that an activity may have: 1,000 km. Files that say more are wrong.
    pub const LONGEST: Self = Self(1_000_000);

    /// A distance of so many metres.
    pub const fn metres(metres: u32) -> Self {
        Self(metres)
    }

    /// The distance in metres.
    pub const fn as_metres(self) -> u32 {
        self.0
    }

    /// Both together; never more than can be counted.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// This distance in hundredths of another, rounded down; nothing if the other is zero.
    pub fn percent_of(self, other: Self) -> Option<u32> {
        let percent = (u64::from(self.0) * 100).checked_div(u64::from(other.0))?;
        Some(u32::try_from(percent).unwrap_or(u32::MAX))
    }

    /// The distance in hundredths of another one, rounded up: a limit of whole hundredths is passed exactly when this is more. None
    /// if the other one is nothing.
    pub fn percent_up_of(self, other: Self) -> Option<u32> {
        let other = u64::from(other.0);
        let percent = (other > 0).then(|| (u64::from(self.0) * 100).div_ceil(other))?;
        Some(u32::try_from(percent).unwrap_or(u32::MAX))
    }
}

/// Kilometres with one or two decimal places, as runners say it: `9 km`, `9.1 km`, `0.95 km`.
impl fmt::Display for Distance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 1_000 {
            let hundredths = (self.0 + 5) / 10;
            return write!(formatter, "{}.{:02} km", hundredths / 100, hundredths % 100);
        }
        let tenths = self.0.saturating_add(50) / 100;
        if tenths.is_multiple_of(10) {
            write!(formatter, "{} km", tenths / 10)
        } else {
            write!(formatter, "{}.{} km", tenths / 10, tenths % 10)
        }
    }
}

/// A time in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Seconds(u32);

impl Seconds {
    /// The longest time that an activity may take: two weeks. Files that say more are wrong.
    pub const LONGEST: Self = Self(14 * 86_400);

    /// A time of so many seconds.
    pub const fn new(seconds: u32) -> Self {
        Self(seconds)
    }

    /// The time in seconds.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Both together; never more than can be counted.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// Hours and minutes: `1 h 05 min`, `48 min`.
impl fmt::Display for Seconds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.0.saturating_add(30) / 60;
        if minutes >= 60 {
            write!(formatter, "{} h {:02} min", minutes / 60, minutes % 60)
        } else {
            write!(formatter, "{minutes} min")
        }
    }
}

/// Where a run took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Outdoors: road, trail or an outdoor track.
    Outdoor,
    /// On a treadmill.
    Treadmill,
    /// On an indoor track.
    IndoorTrack,
    /// The file does not say.
    Unknown,
}

/// What kind of activity it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Running.
    Run(Place),
    /// Walking or hiking.
    Walk,
    /// Cycling.
    Cycle,
    /// Something else that the file names.
    Other,
    /// The file does not say.
    Unknown,
}

impl Kind {
    /// Every kind with its name in files and databases, which never changes.
    pub const NAMES: [(Self, &'static str); 8] = [
        (Self::Run(Place::Outdoor), "run-outdoor"),
        (Self::Run(Place::Treadmill), "run-treadmill"),
        (Self::Run(Place::IndoorTrack), "run-indoor-track"),
        (Self::Run(Place::Unknown), "run"),
        (Self::Walk, "walk"),
        (Self::Cycle, "cycle"),
        (Self::Other, "other"),
        (Self::Unknown, "unknown"),
    ];

    /// Whether it is a run, wherever it was. Runs count alike everywhere, so that a treadmill run can be the longest of a month and
    /// can be too long for it.
    pub fn is_run(self) -> bool {
        matches!(self, Self::Run(_))
    }

    /// Its name in files and databases.
    pub fn name(self) -> &'static str {
        Self::NAMES.into_iter().find(|(kind, _)| *kind == self).map_or("unknown", |(_, name)| name)
    }

    /// The kind of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }

    /// How much it says; more is better.
    pub(crate) fn says(self) -> u8 {
        match self {
            Self::Unknown => 0,
            Self::Run(Place::Unknown) => 1,
            Self::Run(_) | Self::Walk | Self::Cycle | Self::Other => 2,
        }
    }
}

/// How an activity came to be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A device or an app recorded it.
    Recorded,
    /// Somebody typed it in.
    Manual,
}

/// What was recorded at a moment of an activity. What the file did not have is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sample {
    /// Seconds since the start.
    pub second: u32,
    /// Metres since the start.
    pub metres: Option<u32>,
    /// Steps a minute, left and right counted.
    pub cadence: Option<u16>,
    /// Height above sea level in decimetres.
    pub altitude: Option<i32>,
    /// How long a step stays on the ground, in milliseconds.
    pub contact: Option<u16>,
    /// The share of the time on the ground that falls on the left side, in hundredths of a percent.
    pub balance: Option<u16>,
    /// The speed in millimetres a second, as the device measured it.
    pub speed: Option<u16>,
    /// The length of a step, from one landing to the next one on the other side, in millimetres.
    pub step_length: Option<u16>,
    /// How far the body moves up and down with a step, in millimetres.
    pub bounce: Option<u16>,
}

/// An activity. Where it was is not in here: positions serve to measure the way and are then forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// When it began.
    pub start: Start,
    /// What kind of activity it was.
    pub kind: Kind,
    /// How it came to be written down.
    pub origin: Origin,
    /// The whole way, if it is known.
    pub distance: Option<Distance>,
    /// The time without pauses, if it is known; otherwise the time with them.
    pub time: Option<Seconds>,
    /// Steps a minute on average, left and right counted.
    pub cadence: Option<u16>,
    /// All climbs together, in metres.
    pub climb: Option<u32>,
    /// Whether the file ended early or was damaged, so that distance and time are at least what is said here.
    pub is_cut: bool,
    /// What was recorded on the way, in order, at most one in five seconds.
    pub samples: Vec<Sample>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_and_times_read_as_runners_say_them() {
        let said = |metres| Distance::metres(metres).to_string();
        assert_eq!(
            [said(0), said(954), said(9_000), said(9_049), said(9_051), said(16_000)],
            ["0.00 km", "0.95 km", "9 km", "9 km", "9.1 km", "16 km"]
        );
        assert_eq!(said(999), "1.00 km");
        assert_eq!(said(u32::MAX), "4294967.2 km");
        let took = |seconds| Seconds::new(seconds).to_string();
        assert_eq!([took(29), took(2_880), took(3_900)], ["0 min", "48 min", "1 h 05 min"]);
    }

    #[test]
    fn a_share_is_rounded_as_it_says() {
        assert_eq!(Distance::metres(1_109).percent_of(Distance::metres(1_000)), Some(110));
        assert_eq!(Distance::metres(1_110).percent_of(Distance::metres(1_000)), Some(111));
        assert_eq!(Distance::metres(1).percent_of(Distance::metres(0)), None);
        assert_eq!(Distance::metres(1_100).percent_up_of(Distance::metres(1_000)), Some(110));
        assert_eq!(Distance::metres(1_101).percent_up_of(Distance::metres(1_000)), Some(111));
        assert_eq!(Distance::metres(1).percent_up_of(Distance::metres(0)), None);
    }

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        for (kind, name) in Kind::NAMES {
            assert_eq!((kind.name(), Kind::of_name(name)), (name, Some(kind)));
        }
        assert_eq!(Kind::of_name("swim"), None);
    }
}
