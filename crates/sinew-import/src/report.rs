//! What became of a file, in words for the person whose file it is.

use core::fmt;
use jiff::{Timestamp, civil::DateTime};
use sinew_training::{Activity, Format, Reading};

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// The name of the file, with the archive that it is in: `export.zip > activities/1.fit.gz`.
    pub file: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was read.
    Read {
        /// Its activities.
        readings: Vec<Reading>,
        /// What is worth saying about it.
        remarks: Vec<Remark>,
    },
    /// The same content was read before.
    Known,
    /// It is no activity. This is no fault.
    Nothing(Nothing),
    /// It could not be read.
    Refused(Refusal),
}

/// What a file holds that is no activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nothing {
    /// A format that is not read, such as a picture.
    OtherFormat,
    /// A FIT file of another kind, such as settings or a workout.
    OtherFit(&'static str),
    /// A route without times.
    Route,
    /// A file without any activity in it.
    NoActivity,
    /// A link in a folder, which may lead anywhere. One that somebody names is followed.
    Link,
    /// Something else in a folder that holds no bytes, such as a socket.
    NoFile,
}

impl fmt::Display for Nothing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherFormat => write!(formatter, "not FIT, GPX, TCX or a table of activities"),
            Self::OtherFit(kind) => write!(formatter, "a FIT file of {kind}, not of an activity"),
            Self::Route => write!(formatter, "a planned route: it has no times"),
            Self::NoActivity => write!(formatter, "holds no activity"),
            Self::Link => write!(formatter, "a link, which is only followed if you name it"),
            Self::NoFile => write!(formatter, "no file and no folder"),
        }
    }
}

/// The activities of a file, and what is worth saying about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The format.
    pub format: Format,
    /// The activities, each with its place in the file: rows of tables keep theirs when others cannot be read.
    pub activities: Vec<(u32, Activity)>,
    /// What is worth saying.
    pub remarks: Vec<Remark>,
}

/// What a file gives, one activity after another: some of them can be refused while others are read.
#[derive(Debug)]
pub(crate) struct Gathered {
    pub(crate) found: Found,
    /// Why the first of those that were refused was refused.
    refused: Option<Refusal>,
}

impl Gathered {
    pub(crate) fn of(format: Format) -> Self {
        Self { found: Found { format, activities: Vec::new(), remarks: Vec::new() }, refused: None }
    }

    /// Takes the activity with this number, from 0, or why there is none.
    pub(crate) fn take(&mut self, number: u32, outcome: Result<(Activity, Vec<Remark>), Cause>) {
        match outcome {
            Ok((activity, remarks)) => {
                self.found.activities.push((number, activity));
                self.found.remarks.extend(remarks);
            }
            Err(cause) => {
                let refusal = Refusal::at(Spot::Activity(number + 1), cause);
                self.refuse(refusal.clone());
                self.found.remarks.push(Remark::Refused(refusal));
            }
        }
    }

    /// A part of the file was to hold an activity and holds none.
    pub(crate) fn refuse(&mut self, refusal: Refusal) {
        self.refused.get_or_insert(refusal);
    }

    /// All of it; if no activity was read, why the first was not, or else this.
    pub(crate) fn or(self, otherwise: Cause) -> Result<Found, Refusal> {
        if self.found.activities.is_empty() {
            return Err(self.refused.unwrap_or_else(|| Refusal::of(otherwise)));
        }
        Ok(self.found)
    }
}

/// Where in a file something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// At this byte, from 0.
    Byte(u64),
    /// In this row, from 1; the row of headings is the first.
    Row(u64),
    /// In this activity, from 1.
    Activity(u32),
}

impl fmt::Display for Spot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte(byte) => write!(formatter, "byte {byte}"),
            Self::Row(row) => write!(formatter, "row {row}"),
            Self::Activity(number) => write!(formatter, "activity {number}"),
        }
    }
}

/// Why something could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Where.
    pub spot: Option<Spot>,
    /// Why.
    pub cause: Cause,
}

impl Refusal {
    /// A refusal of the whole file.
    pub fn of(cause: Cause) -> Self {
        Self { spot: None, cause }
    }

    /// A refusal at a place.
    pub fn at(spot: Spot, cause: Cause) -> Self {
        Self { spot: Some(spot), cause }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.spot {
            Some(spot) => write!(formatter, "{spot}: {}", self.cause),
            None => write!(formatter, "{}", self.cause),
        }
    }
}

/// Why something could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// It holds something else. In an archive or a folder this is no fault.
    Nothing(Nothing),
    /// The file has no bytes.
    Empty,
    /// The file is called like a recording of this format, and its content is none.
    NotAsNamed(&'static str),
    /// The file or folder cannot be opened or read.
    Unreadable(String),
    /// The file is larger than is read, unpacked.
    TooLarge {
        /// The most that is read, in bytes.
        limit: u64,
    },
    /// A packed file is damaged.
    Packing(String),
    /// An archive has a password.
    Encrypted,
    /// Archives within archives, deeper than is read.
    TooDeep,
    /// The file ends before anything that could be kept.
    CutOff,
    /// The file breaks the rules of its format.
    Broken(String),
    /// No time says when it was.
    NoTime,
    /// The clock of the device was not set.
    ClockNotSet,
    /// The clock was wrong: it says this.
    ClockWrong {
        /// What the clock says.
        says: String,
        /// Whether that is in the future.
        is_future: bool,
    },
    /// The headings of a table are not known.
    Headings,
    /// A field of a table cannot be read.
    Field {
        /// The heading of its column.
        column: String,
        /// What stands there.
        value: String,
    },
}

impl Cause {
    /// The clock says an instant that cannot be.
    pub(crate) fn clock(says: Timestamp, is_future: bool) -> Self {
        Self::ClockWrong { says: says.to_string(), is_future }
    }

    /// The clock says a local time that cannot be.
    pub(crate) fn local_clock(says: DateTime, is_future: bool) -> Self {
        Self::ClockWrong { says: says.to_string(), is_future }
    }

    /// What the person can do about it, if there is anything.
    pub fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::Nothing(_) | Self::Broken(_) | Self::NoTime => None,
            Self::Empty | Self::NotAsNamed(_) | Self::CutOff | Self::Packing(_) => {
                Some("copy it from the device again, or export it again")
            }
            Self::Unreadable(_) => Some("check that the file is there and that you may read it"),
            Self::TooLarge { .. } => {
                Some("if it really is one recording, export it as FIT, which is smaller")
            }
            Self::Encrypted => Some("unpack it with its password, and import the folder"),
            Self::TooDeep => Some("unpack the inner archives, and import the folder"),
            Self::ClockNotSet | Self::ClockWrong { .. } => {
                Some("set its date where you recorded it, and export it again")
            }
            Self::Headings => Some("export the table with your account set to English"),
            Self::Field { .. } => Some("mend the field, or leave the row out"),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing(nothing) => write!(formatter, "{nothing}"),
            Self::Empty => write!(formatter, "the file is empty"),
            Self::NotAsNamed(format) => {
                write!(formatter, "is called like a {format} file, and its content is none")
            }
            Self::Unreadable(why) => write!(formatter, "cannot be read: {why}"),
            Self::TooLarge { limit } => {
                write!(formatter, "is larger than {} MiB unpacked", limit / (1024 * 1024))
            }
            Self::Packing(why) => write!(formatter, "cannot be unpacked: {why}"),
            Self::Encrypted => write!(formatter, "is locked with a password"),
            Self::TooDeep => write!(formatter, "is an archive in an archive in an archive"),
            Self::CutOff => write!(formatter, "ends before any of the activity"),
            Self::Broken(why) => write!(formatter, "is broken: {why}"),
            Self::NoTime => write!(formatter, "no time says when it was"),
            Self::ClockNotSet => write!(formatter, "the clock of the device was not set"),
            Self::ClockWrong { says, is_future: true } => {
                write!(formatter, "the clock was wrong: it says {says}, which is in the future")
            }
            Self::ClockWrong { says, is_future: false } => {
                write!(formatter, "the clock was wrong: it says {says}, which is before 1990")
            }
            Self::Headings => write!(formatter, "the headings of the table are in no known language"),
            Self::Field { column, value } => {
                write!(formatter, "`{value}` in the column `{column}` cannot be read")
            }
        }
    }
}

/// Something worth saying about a file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// A part was refused; the rest was read.
    Refused(Refusal),
    /// The file ends early or breaks off; what came before was kept.
    CutOff {
        /// Where it breaks off.
        spot: Spot,
    },
    /// The checksum does not fit.
    Checksum {
        /// Whether what remains agrees with itself.
        agrees: bool,
    },
    /// The packing around the file is damaged; what came out of it before was read.
    Packing {
        /// What is wrong with it, in the words of what unpacks it.
        problem: String,
    },
    /// Bytes after the end were passed over.
    Trailing {
        /// How many.
        bytes: u64,
    },
    /// Samples without a time, or with one that cannot be, were passed over.
    WithoutTime {
        /// How many.
        samples: u32,
    },
    /// A figure cannot be, and was dropped.
    Dropped {
        /// What it is.
        what: &'static str,
        /// What the file says.
        says: String,
    },
    /// Distances have no unit, so they were left out.
    NoUnit,
}

impl fmt::Display for Remark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(formatter, "{refusal}"),
            Self::CutOff { spot } => {
                write!(formatter, "breaks off at {spot}; what came before was kept")
            }
            Self::Checksum { agrees: true } => {
                write!(formatter, "its checksum does not fit, but its figures agree with each other")
            }
            Self::Checksum { agrees: false } => {
                write!(formatter, "its checksum does not fit; figures that nothing confirms were left out")
            }
            Self::Packing { problem } => {
                write!(formatter, "its packing is damaged ({problem}); what came out of it was read")
            }
            Self::Trailing { bytes } => write!(formatter, "{bytes} bytes after its end were passed over"),
            Self::WithoutTime { samples } => {
                write!(formatter, "{samples} samples without a sensible time were passed over")
            }
            Self::Dropped { what, says } => {
                write!(formatter, "its {what} of {says} cannot be, so it was left out")
            }
            Self::NoUnit => write!(
                formatter,
                "does not say whether distances are kilometres or miles, so they were left out"
            ),
        }
    }
}
