//! Quantities with their units: evidence, times, counts and doses.

use crate::Date;
use serde::{Deserialize, Serialize};
use std::{
    fmt,
    ops::{Add, AddAssign},
    str::FromStr,
};

/// Weight of evidence in whole decibans: ten times the base-10 logarithm of a likelihood ratio.
///
/// Whole numbers make every score the same on all platforms. 3 decibans double the odds, 10 make them tenfold. Sums stop at
/// the ends of the range instead of turning over: more evidence for something never becomes evidence against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Decibans(i32);

impl Decibans {
    /// No evidence either way.
    pub const ZERO: Self = Self(0);

    /// So many decibans.
    pub const fn new(value: i32) -> Self {
        Self(value)
    }

    /// The number of decibans.
    pub const fn value(self) -> i32 {
        self.0
    }
}

impl Add for Decibans {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Decibans {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Decibans {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, Add::add)
    }
}

/// Why a text is not a quantity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitProblem {
    /// Not of the form `NUMBER UNIT` or `NUMBER-NUMBER UNIT`.
    #[error("`{0}` is not a time; write it like \"30 s\", \"5-10 min\", \"3 days\" or \"6 weeks\"")]
    NotADuration(String),
    /// A unit nobody knows.
    #[error("`{0}` is not a unit of time; there are s, min, h, days and weeks")]
    UnknownUnit(String),
    /// The second number is smaller than the first.
    #[error("`{0}` ends before it begins")]
    Reversed(String),
    /// Not a number or range of numbers.
    #[error("`{0}` is not a count; write it like 3 or \"2-4\"")]
    NotACount(String),
    /// Nothing of something makes no dose.
    #[error("`{0}` is zero")]
    Zero(String),
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DurationUnit {
    /// Seconds, written `s`.
    Seconds,
    /// Minutes, written `min`.
    Minutes,
    /// Hours, written `h`.
    Hours,
    /// Days, written `day` or `days`.
    Days,
    /// Weeks, written `week` or `weeks`.
    Weeks,
}

impl DurationUnit {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "s" => Self::Seconds,
            "min" => Self::Minutes,
            "h" => Self::Hours,
            "day" | "days" => Self::Days,
            "week" | "weeks" => Self::Weeks,
            _ => return None,
        })
    }

    /// The unit in words, fitting the number.
    pub fn words(self, number: u32) -> &'static str {
        match (self, number) {
            (Self::Seconds, 1) => "second",
            (Self::Seconds, _) => "seconds",
            (Self::Minutes, 1) => "minute",
            (Self::Minutes, _) => "minutes",
            (Self::Hours, 1) => "hour",
            (Self::Hours, _) => "hours",
            (Self::Days, 1) => "day",
            (Self::Days, _) => "days",
            (Self::Weeks, 1) => "week",
            (Self::Weeks, _) => "weeks",
        }
    }

    fn seconds(self) -> u64 {
        match self {
            Self::Seconds => 1,
            Self::Minutes => 60,
            Self::Hours => 3_600,
            Self::Days => 86_400,
            Self::Weeks => 604_800,
        }
    }
}

/// One length of time, as it was written: `6 weeks` stays `6 weeks`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Duration {
    number: u32,
    unit: DurationUnit,
}

impl Duration {
    /// So many of a unit.
    pub const fn new(number: u32, unit: DurationUnit) -> Self {
        Self { number, unit }
    }

    /// The number, in [`Self::unit`].
    pub fn number(self) -> u32 {
        self.number
    }

    /// The unit of [`Self::number`].
    pub fn unit(self) -> DurationUnit {
        self.unit
    }

    /// The length in seconds.
    pub fn seconds(self) -> u64 {
        u64::from(self.number) * self.unit.seconds()
    }

    /// The day that lies this long after `day`, if the calendar goes that far.
    pub fn after(self, day: Date) -> Option<Date> {
        day.checked_add(jiff::Span::new().try_days(self.days()).ok()?).ok()
    }

    /// The length in whole days, rounded up.
    pub fn days(self) -> u32 {
        u32::try_from(self.seconds().div_ceil(DurationUnit::Days.seconds())).unwrap_or(u32::MAX)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.number, self.unit.words(self.number))
    }
}

impl FromStr for Duration {
    type Err = UnitProblem;

    fn from_str(text: &str) -> Result<Self, UnitProblem> {
        let range: DurationRange = text.parse()?;
        if range.least == range.most {
            Ok(Self::new(range.least, range.unit))
        } else {
            Err(UnitProblem::NotADuration(text.to_owned()))
        }
    }
}

/// A length of time or a range of lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawDurationRange")]
pub struct DurationRange {
    least: u32,
    most: u32,
    unit: DurationUnit,
}

/// A range of lengths as it was kept, which may be none.
#[derive(Deserialize)]
struct RawDurationRange {
    least: u32,
    most: u32,
    unit: DurationUnit,
}

impl TryFrom<RawDurationRange> for DurationRange {
    type Error = UnitProblem;

    fn try_from(raw: RawDurationRange) -> Result<Self, UnitProblem> {
        let RawDurationRange { least, most, unit } = raw;
        check_range(format_args!("{least}-{most}"), least, most)?;
        Ok(Self { least, most, unit })
    }
}

impl DurationRange {
    /// The shortest length.
    pub fn least(self) -> Duration {
        Duration::new(self.least, self.unit)
    }

    /// The longest length.
    pub fn most(self) -> Duration {
        Duration::new(self.most, self.unit)
    }
}

impl fmt::Display for DurationRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.least == self.most {
            self.least().fmt(formatter)
        } else {
            write!(formatter, "{} to {} {}", self.least, self.most, self.unit.words(self.most))
        }
    }
}

impl FromStr for DurationRange {
    type Err = UnitProblem;

    fn from_str(text: &str) -> Result<Self, UnitProblem> {
        let not_one = || UnitProblem::NotADuration(text.to_owned());
        let (numbers, unit) = text.split_once(' ').ok_or_else(not_one)?;
        let unit = DurationUnit::parse(unit).ok_or_else(|| UnitProblem::UnknownUnit(unit.to_owned()))?;
        let (least, most) = parse_range(numbers).ok_or_else(not_one)?;
        check_range(text, least, most)?;
        Ok(Self { least, most, unit })
    }
}

/// A whole number or a range of them, such as sets or repetitions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawCount")]
pub struct Count {
    least: u32,
    most: u32,
}

/// A range of numbers as it was kept, which may be none.
#[derive(Deserialize)]
struct RawCount {
    least: u32,
    most: u32,
}

impl TryFrom<RawCount> for Count {
    type Error = UnitProblem;

    fn try_from(raw: RawCount) -> Result<Self, UnitProblem> {
        let RawCount { least, most } = raw;
        check_range(format_args!("{least}-{most}"), least, most)?;
        Ok(Self { least, most })
    }
}

impl Count {
    /// Exactly this many.
    pub const fn exactly(number: u32) -> Self {
        Self { least: number, most: number }
    }

    /// The smallest number.
    pub fn least(self) -> u32 {
        self.least
    }

    /// The largest number.
    pub fn most(self) -> u32 {
        self.most
    }
}

impl fmt::Display for Count {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.least == self.most {
            write!(formatter, "{}", self.least)
        } else {
            write!(formatter, "{} to {}", self.least, self.most)
        }
    }
}

impl FromStr for Count {
    type Err = UnitProblem;

    fn from_str(text: &str) -> Result<Self, UnitProblem> {
        let (least, most) = parse_range(text).ok_or_else(|| UnitProblem::NotACount(text.to_owned()))?;
        check_range(text, least, most)?;
        Ok(Self { least, most })
    }
}

fn parse_range(text: &str) -> Option<(u32, u32)> {
    let number = |digits: &str| {
        let plain =
            !digits.is_empty() && digits.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if plain { digits.parse().ok() } else { None }
    };
    match text.split_once('-') {
        Some((least, most)) => Some((number(least)?, number(most)?)),
        None => number(text).map(|exact| (exact, exact)),
    }
}

fn check_range(text: impl fmt::Display, least: u32, most: u32) -> Result<(), UnitProblem> {
    if most < least {
        Err(UnitProblem::Reversed(text.to_string()))
    } else if least == 0 {
        Err(UnitProblem::Zero(text.to_string()))
    } else {
        Ok(())
    }
}

/// Which side a dose is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sides {
    /// One side, then the other.
    Each,
    /// Both sides at once.
    BothTogether,
    /// The sore side only.
    One,
}

impl Sides {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Each, Self::BothTogether, Self::One];

    /// The name used in packs and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::BothTogether => "both-together",
            Self::One => "one",
        }
    }

    /// The sides with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sides| sides.name() == name)
    }
}

/// How much of an action, how often and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Dose {
    /// How many sets.
    pub sets: Option<Count>,
    /// Repetitions in a set.
    pub reps: Option<Count>,
    /// How long to hold a position.
    pub hold: Option<Duration>,
    /// The range of holds that is also acceptable.
    pub hold_range: Option<DurationRange>,
    /// How long the whole takes.
    pub duration: Option<DurationRange>,
    /// Rest between sets.
    pub rest: Option<DurationRange>,
    /// Which side.
    pub sides: Option<Sides>,
    /// Times a day.
    pub per_day: Option<Count>,
    /// Days a week.
    pub per_week: Option<Count>,
    /// For how many days or weeks.
    pub course: Option<DurationRange>,
    /// How often, in words, where numbers do not say it.
    pub how_often: Option<String>,
}

impl Dose {
    /// The dose in words: its parts in a fixed order, each a short phrase.
    pub fn phrases(&self) -> Vec<String> {
        let Self {
            sets,
            reps,
            hold,
            hold_range,
            duration,
            rest,
            sides,
            per_day,
            per_week,
            course,
            how_often,
        } = self;
        let mut phrases = Vec::new();
        let mut add = |phrase: Option<String>| phrases.extend(phrase);
        add(sets.map(|sets| if sets == Count::exactly(1) { "1 set".into() } else { format!("{sets} sets") }));
        add(reps.map(|reps| format!("{reps} times")));
        add(match (hold, hold_range) {
            (Some(hold), Some(range)) => Some(format!("hold {hold} ({range} is fine)")),
            (Some(hold), None) => Some(format!("hold {hold}")),
            (None, Some(range)) => Some(format!("hold {range}")),
            (None, None) => None,
        });
        add(duration.map(|duration| duration.to_string()));
        add(sides.map(|sides| {
            match sides {
                Sides::Each => "each side",
                Sides::BothTogether => "both sides together",
                Sides::One => "the sore side",
            }
            .into()
        }));
        add(rest.map(|rest| format!("rest {rest}")));
        add(per_day.map(|count| match count.most() {
            1 => "once a day".into(),
            2 if count.least() == 2 => "twice a day".into(),
            _ => format!("{count} times a day"),
        }));
        add(per_week.map(|count| match count.most() {
            7 if count.least() == 7 => "every day".into(),
            1 => "1 day a week".into(),
            _ => format!("{count} days a week"),
        }));
        add(how_often.clone());
        add(course.map(|course| format!("for {course}")));
        phrases
    }

    /// Whether nothing at all is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What kind of thing an action is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ActionKind {
    /// Looking after it: rest, pain relief, walking.
    SelfCare,
    /// How much and what to run.
    Load,
    /// A stretch.
    Stretch,
    /// A strength exercise.
    Strength,
    /// Getting ready for a run.
    WarmUp,
    /// How to run.
    Form,
}

impl ActionKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::SelfCare, Self::Load, Self::Stretch, Self::Strength, Self::WarmUp, Self::Form];

    /// The name used in packs and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::SelfCare => "self-care",
            Self::Load => "load",
            Self::Stretch => "stretch",
            Self::Strength => "strength",
            Self::WarmUp => "warm-up",
            Self::Form => "form",
        }
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// When an action is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Timing {
    /// Today and the first days.
    Today,
    /// The coming weeks.
    Weeks,
}

impl Timing {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Today, Self::Weeks];

    /// The name used in packs and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Weeks => "weeks",
        }
    }

    /// The timing with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|timing| timing.name() == name)
    }
}

#[cfg(test)]
mod tests;
