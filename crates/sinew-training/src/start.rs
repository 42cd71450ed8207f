//! When an activity began, as far as its file says it.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
    tz::{Offset, TimeZone},
};

/// When an activity began. Files differ in what they know: most name an instant, some the clock on the wall, few both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Start {
    /// The instant, and how far the clock on the wall was ahead of UTC there.
    Zoned {
        /// The instant.
        at: Timestamp,
        /// How far the local clock was ahead of UTC.
        offset: Offset,
    },
    /// The instant alone. Which day it was there is not known.
    Instant(Timestamp),
    /// The clock on the wall alone. Which instant that was is not known.
    Local(DateTime),
}

impl Start {
    /// The instant, with the local clock if it is known and is a sensible distance away: clocks on earth are at most 14 hours
    /// ahead of UTC and at most 12 behind it.
    pub fn with_local(at: Timestamp, local: Option<DateTime>) -> Self {
        let offset = local.and_then(|local| {
            let utc = Offset::UTC.to_datetime(at);
            let seconds = local.duration_since(utc).as_secs();
            // Devices write both clocks a moment apart.
            let quarters = (seconds + 450).div_euclid(900);
            let near = (seconds - quarters * 900).abs() <= 120;
            if !near || !(-48..=56).contains(&quarters) {
                return None;
            }
            i32::try_from(quarters * 900).ok().and_then(|seconds| Offset::from_seconds(seconds).ok())
        });
        match offset {
            Some(offset) => Self::Zoned { at, offset },
            None => Self::Instant(at),
        }
    }

    /// How far the local clock was ahead of UTC, if the file says it.
    pub fn offset(self) -> Option<Offset> {
        match self {
            Self::Zoned { offset, .. } => Some(offset),
            Self::Instant(_) | Self::Local(_) => None,
        }
    }

    /// The local clock, in this time zone if the file names none.
    pub fn local(self, zone: &TimeZone) -> DateTime {
        match self {
            Self::Zoned { at, offset } => offset.to_datetime(at),
            Self::Instant(at) => zone.to_datetime(at),
            Self::Local(local) => local,
        }
    }

    /// The day, in this time zone if the file names none.
    pub fn day(self, zone: &TimeZone) -> Date {
        self.local(zone).date()
    }

    /// The instant, in this time zone if the file only knows the local clock. At the edge of what dates can be, that edge.
    pub fn instant(self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Zoned { at, .. } | Self::Instant(at) => at,
            Self::Local(local) => zone
                .to_ambiguous_timestamp(local)
                .compatible()
                .unwrap_or(if local.year() < 0 { Timestamp::MIN } else { Timestamp::MAX }),
        }
    }

    /// How far two starts are apart, and whether the file of one of them leaves that open by some hours.
    pub(crate) fn apart(self, other: Self, zone: &TimeZone) -> (SignedDuration, bool) {
        match (self, other) {
            (Self::Local(one), Self::Local(two)) => (one.duration_since(two).abs(), false),
            (Self::Local(one), Self::Zoned { at, offset })
            | (Self::Zoned { at, offset }, Self::Local(one)) => {
                (one.duration_since(offset.to_datetime(at)).abs(), false)
            }
            (Self::Local(_), Self::Instant(_)) | (Self::Instant(_), Self::Local(_)) => {
                (self.instant(zone).duration_since(other.instant(zone)).abs(), true)
            }
            (
                Self::Zoned { at: one, .. } | Self::Instant(one),
                Self::Zoned { at: two, .. } | Self::Instant(two),
            ) => (one.duration_since(two).abs(), false),
        }
    }

    /// How much the start says; more is better.
    pub(crate) fn knows(self) -> u8 {
        match self {
            Self::Zoned { .. } => 2,
            Self::Instant(_) => 1,
            Self::Local(_) => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{civil::date, tz};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_local_clock_is_kept_where_it_makes_sense() {
        let instant = at("2026-10-12T22:30:00Z");
        let local = date(2026, 10, 13).at(0, 30, 1, 0);
        let start = Start::with_local(instant, Some(local));
        assert_eq!(start, Start::Zoned { at: instant, offset: tz::offset(2) });
        assert_eq!(start.day(&TimeZone::UTC), date(2026, 10, 13));
        // Nepal is five hours and three quarters ahead.
        let nepal = Start::with_local(instant, Some(date(2026, 10, 13).at(4, 15, 0, 0)));
        assert_eq!(nepal.offset().unwrap().seconds(), 20_700);
        for far in [date(2026, 10, 14).at(23, 0, 0, 0), date(1989, 12, 31).at(0, 0, 0, 0)] {
            assert_eq!(Start::with_local(instant, Some(far)), Start::Instant(instant));
        }
        let between = date(2026, 10, 13).at(0, 37, 0, 0);
        assert_eq!(Start::with_local(instant, Some(between)), Start::Instant(instant));
    }

    #[test]
    fn without_a_time_zone_the_given_one_decides_the_day() {
        let start = Start::Instant(at("2026-10-12T22:30:00Z"));
        assert_eq!(start.offset(), None);
        assert_eq!(start.day(&TimeZone::UTC), date(2026, 10, 12));
        assert_eq!(start.day(&TimeZone::fixed(tz::offset(2))), date(2026, 10, 13));
        let local = Start::Local(date(2026, 10, 13).at(0, 30, 0, 0));
        assert_eq!(local.instant(&TimeZone::fixed(tz::offset(2))), at("2026-10-12T22:30:00Z"));
    }
}
