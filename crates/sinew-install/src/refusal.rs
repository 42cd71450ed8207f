//! Why a pack from outside is not taken: the entry, the cause and the remedy.

use sinew_app::{quoted, steers};
use std::fmt;

/// How much of somebody else's words about damage is repeated, in characters.
const MOST_WORDS: usize = 200;

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
    /// The bytes are neither a gzip nor a zstd file.
    #[error("it is neither a .tar.gz nor a .tar.zst archive")]
    NotAnArchive,
    /// The archive is too large before it is even opened.
    #[error("the archive has more than {0} bytes")]
    ArchiveTooLarge(usize),
    /// The archive becomes too large.
    #[error("unpacked, the archive has more than {0} bytes")]
    UnpacksTooLarge(usize),
    /// Reading the archive would need too much memory.
    #[error("the archive was packed with a window of more than {0} bytes")]
    WindowTooLarge(usize),
    /// There is no checksum, so that damage would not show.
    #[error("the .tar.zst archive has no checksum, so damage to it would not show")]
    NoChecksum,
    /// It cannot be read to its end.
    #[error("the archive is damaged: {0}")]
    Damaged(String),
    /// There is something behind the end.
    #[error("the archive is damaged: something follows its end")]
    GoesOn,
    /// The archive ends before its contents do.
    #[error("the archive is damaged: it ends too early")]
    EndsEarly,
    /// Too many entries.
    #[error("the archive has more than {0} entries")]
    TooManyEntries(usize),
    /// A symbolic or hard link.
    #[error("it is a link")]
    Link,
    /// A device, a pipe, or an entry that only some programs understand.
    #[error("it is neither a file nor a folder")]
    OddKind,
    /// A file that is stored with holes.
    #[error("it is a file with holes (a sparse file)")]
    Sparse,
    /// No `pack.toml` at the top or in the one folder at the top.
    #[error("there is no pack in the archive: it has no pack.toml at its top or in its one folder")]
    NoPack,
    /// Two folders with a `pack.toml`.
    #[error("there are several packs in the archive: {} and {}", quoted(.0), quoted(.1))]
    SeveralPacks(String, String),
    /// A file outside of the folder of the pack.
    #[error("it lies outside of the folder {}, in which the pack is", quoted(.0))]
    OutsideOfPack(String),
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
    /// Damage, in the words of whoever met it. They may repeat what stands in the archive, so they are made plain.
    pub(crate) fn damaged(problem: &impl fmt::Display) -> Self {
        let mut words = String::new();
        for character in problem.to_string().chars().take(MOST_WORDS) {
            if steers(character) {
                words.extend(character.escape_unicode());
            } else {
                words.push(character);
            }
        }
        Self::Damaged(words)
    }

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
            Self::NotAnArchive => "name a .tar.zst or .tar.gz archive, or the folder of a pack",
            Self::ArchiveTooLarge(_) | Self::UnpacksTooLarge(_) | Self::TooManyEntries(_) => {
                "an archive holds one pack and no more; leave out what people do not need"
            }
            Self::WindowTooLarge(_) => "pack it again without --long or --ultra",
            Self::NoChecksum => "pack it again with a checksum; `sinew pack archive FOLDER` does",
            Self::Damaged(_) | Self::GoesOn | Self::EndsEarly => {
                "get the archive again; if that does not help, tell its author"
            }
            Self::Link => "put the file itself there, then make the archive again",
            Self::OddKind | Self::Sparse => {
                "leave it out; `sinew pack archive FOLDER` makes archives that are taken"
            }
            Self::NoPack | Self::SeveralPacks(..) | Self::OutsideOfPack(_) => {
                "an archive holds the files of one pack, at its top or in one folder"
            }
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
