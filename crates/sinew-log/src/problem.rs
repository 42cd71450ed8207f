//! What can be wrong with the log on the disk.

use core::fmt;
use rusqlite::ErrorCode;
use std::{io, path::PathBuf};

/// Why the log could not be opened, read or written.
#[derive(Debug)]
#[non_exhaustive]
pub enum LogProblem {
    /// The folder cannot be made, or a file in it cannot be touched.
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The file is no log of this program.
    NotALog(PathBuf),
    /// A newer version of this program wrote it.
    Newer(PathBuf),
    /// The disk is full.
    Full,
    /// Another program holds the log.
    Busy,
    /// The file is damaged.
    Damaged(String),
    /// Something else that `SQLite` says.
    Other(String),
}

impl LogProblem {
    /// What the person can do about it.
    pub fn remedy(&self) -> String {
        match self {
            Self::Folder { path, .. } => format!("check that you may write to {}", path.display()),
            Self::NotALog(path) => format!("move {} to another place", path.display()),
            Self::Newer(_) => "use the newer version of Sinew".to_owned(),
            Self::Full => {
                "make room on that disk, then import again; what was reported as saved is saved".to_owned()
            }
            Self::Busy => "wait until the other import has ended, then try again".to_owned(),
            Self::Damaged(_) | Self::Other(_) => {
                "import your files again into another folder, named by SINEW_DATA".to_owned()
            }
        }
    }
}

impl fmt::Display for LogProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder { path, error } => {
                let error = error.to_string();
                let plain = error.split(" (os error").next().unwrap_or_default();
                write!(formatter, "{} cannot be used: {plain}", path.display())
            }
            Self::NotALog(path) => write!(formatter, "{} is no training log", path.display()),
            Self::Newer(path) => write!(formatter, "{} is of a newer version of Sinew", path.display()),
            Self::Full => write!(formatter, "the disk is full"),
            Self::Busy => write!(formatter, "another program is writing to the training log"),
            Self::Damaged(why) => write!(formatter, "the training log is damaged: {why}"),
            Self::Other(why) => write!(formatter, "the training log cannot be used: {why}"),
        }
    }
}

impl std::error::Error for LogProblem {}

impl From<rusqlite::Error> for LogProblem {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            _ => match error {
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..) => Self::Damaged(error.to_string()),
                other => Self::Other(other.to_string()),
            },
        }
    }
}
