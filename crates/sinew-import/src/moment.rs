//! Times as text in XML.

use jiff::{
    Timestamp,
    civil::DateTime,
    fmt::temporal::{Pieces, PiecesOffset},
    tz::Offset,
};
use sinew_training::Start;

/// A time as it stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The instant; if the time names no time zone, as if it were UTC.
    pub(crate) at: Timestamp,
    clock: Clock,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clock {
    /// `Z`: the instant is known, and where it was is not.
    Utc,
    /// A time zone such as `+02:00`.
    Offset(Offset),
    /// No time zone: the clock on the wall.
    Wall,
}

impl Moment {
    /// Reads a time such as `2026-10-12T06:30:00Z`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let pieces = Pieces::parse(text.trim()).ok()?;
        let local = DateTime::from_parts(pieces.date(), pieces.time()?);
        let (offset, clock) = match pieces.offset() {
            None => (Offset::UTC, Clock::Wall),
            Some(PiecesOffset::Zulu) => (Offset::UTC, Clock::Utc),
            Some(numeric) => (numeric.to_numeric_offset(), Clock::Offset(numeric.to_numeric_offset())),
        };
        Some(Self { at: offset.to_timestamp(local).ok()?, clock })
    }

    /// A start at this time.
    pub(crate) fn start(self) -> Start {
        match self.clock {
            Clock::Utc => Start::Instant(self.at),
            Clock::Offset(offset) => Start::Zoned { at: self.at, offset },
            Clock::Wall => Start::Local(Offset::UTC.to_datetime(self.at)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_a_time_says_of_its_zone_is_kept() {
        let start = |text| Moment::parse(text).unwrap().start();
        let at: Timestamp = "2026-10-12T06:30:00Z".parse().unwrap();
        assert_eq!(start("2026-10-12T06:30:00Z"), Start::Instant(at));
        assert_eq!(start(" 2026-10-12T06:30:00.000Z\n"), Start::Instant(at));
        let offset = Offset::constant(2);
        assert_eq!(start("2026-10-12T08:30:00+02:00"), Start::Zoned { at, offset });
        assert_eq!(start("2026-10-12T08:30:00"), Start::Local(date(2026, 10, 12).at(8, 30, 0, 0)));
        for text in ["", "2026-10-12", "12.10.2026 08:30", "2026-13-12T06:30:00Z"] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}
