//! An activity as one file has it.

use crate::Activity;

/// The format of a file, from the one that says least to the one that says most. Where two files have the same activity, what the
/// higher one says goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// A row of a table of activities.
    Csv,
    /// GPX: a track of positions.
    Gpx,
    /// TCX: laps with distances.
    Tcx,
    /// FIT: what the device wrote itself.
    Fit,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Gpx, Self::Tcx, Self::Fit];

    /// Its name in files and databases, which never changes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Gpx => "gpx",
            Self::Tcx => "tcx",
            Self::Fit => "fit",
        }
    }

    /// The format of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// Where a reading comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The content of the file, as its SHA-256 in hexadecimal digits. The same content under two names is one file.
    pub content: String,
    /// Which activity of the file it is, from 0.
    pub position: u32,
    /// The format.
    pub format: Format,
    /// The name of the file when it was read, with the archive it was in.
    pub file: String,
}

/// An activity as one file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Where it comes from.
    pub source: Source,
    /// What the file says.
    pub activity: Activity,
}
