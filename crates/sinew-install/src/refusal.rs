//! Why a pack from outside is not taken: the entry, the cause and the remedy.

use sinew_app::quoted;
use std::fmt;

/// Why a pack from outside is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    entry: Option<String>,
    cause: Cause,
}

impl Refusal {
    /// A refusal of the whole.
    pub(crate) fn of(cause: Cause) -> Self {
        Self { entry: None, cause }
    }

    /// A refusal because of one entry, named as it stands there.
    pub(crate) fn at(entry: &str, cause: Cause) -> Self {
        Self { entry: Some(entry.to_owned()), cause }
    }

    /// The entry it is about, as it is written in the archive or folder; none if it is about the whole.
    pub fn entry(&self) -> Option<&str> {
        self.entry.as_deref()
    }

    /// The cause.
    pub fn cause(&self) -> &Cause {
        &self.cause
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        self.cause.remedy()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(entry) = &self.entry {
            write!(formatter, "the entry {}: ", quoted(entry))?;
        }
        self.cause.fmt(formatter)
    }
}

impl std::error::Error for Refusal {}

/// The cause of a refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// Its name is not text in UTF-8.
    #[error("its name is not text in UTF-8")]
    NotUnicode,
    /// Its name begins with `/`.
    #[error("it names a place outside of the pack: it begins with `/`")]
    Absolute,
    /// Its name has `..` in it.
    #[error("it names a place outside of the pack: it has `..` in it")]
    LeadsOutside,
    /// Its name has an empty part, or a `.` as a part.
    #[error("its name has a part that names nothing")]
    EmptyPart,
    /// Its name has a character that not every system takes, or that turns the direction of writing.
    #[error("its name has the character {}, which not every computer takes", .0.escape_unicode())]
    Character(char),
    /// Its name means a device on Windows.
    #[error("its name means a device on Windows")]
    DeviceName,
    /// A part of its name ends with a dot or a space.
    #[error("its name has a part that ends with a dot or a space, which Windows drops")]
    EndsBadly,
    /// Its name is longer, or its folders are deeper, than any pack needs.
    #[error("its name is too long, or lies in too many folders")]
    TooLong,
    /// Two entries have the same name.
    #[error("it is there twice")]
    Twice,
    /// Two names differ only in large and small letters.
    #[error("its name differs from {} only in large and small letters", quoted(.0))]
    CaseClash(String),
    /// A name is both that of a file and that of a folder.
    #[error("it is a file and a folder")]
    FileAndFolder,
    /// A file that is too large.
    #[error("it has more than {0} bytes")]
    TooLarge(usize),
    /// Too many files in the pack.
    #[error("the pack has more than {0} TOML files")]
    TooManyFiles(usize),
    /// Too much of everything.
    #[error("the files of the pack and its documents have more than {0} bytes together")]
    TooLargeInAll(usize),
    /// Too many documents.
    #[error("there are more than {0} documents beside the pack")]
    TooManyDocuments(usize),
}

impl Cause {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NotUnicode
            | Self::EmptyPart
            | Self::Character(_)
            | Self::DeviceName
            | Self::EndsBadly
            | Self::TooLong
            | Self::CaseClash(_) => "rename it, then make the archive again",
            Self::Absolute | Self::LeadsOutside => {
                "do not use this archive; its author can make one with `sinew pack archive FOLDER`"
            }
            Self::Twice | Self::FileAndFolder => {
                "leave one of them out; `sinew pack archive FOLDER` makes archives that are taken"
            }
            Self::TooLarge(_) => "leave it out, or make it smaller",
            Self::TooManyFiles(_) => "put more cases into each file below `cases/`",
            Self::TooLargeInAll(_) | Self::TooManyDocuments(_) => "leave out what people do not need",
        }
    }
}
