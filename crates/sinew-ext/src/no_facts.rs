//! Why there are no facts from an extension. It is a value and never ends anything else.

use std::fmt;

/// What kind of reason it is, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum NoFactsKind {
    /// The pack has a library, but none for this machine.
    NotForThisMachine,
    /// A file of the extension could not be read, or says what it may not.
    NotReadable,
    /// The person did not trust these bytes.
    NotTrusted,
    /// The process that would run it could not be started.
    NotStarted,
    /// It has to be held, and this system does not.
    NotHeld,
    /// The library is no extension, or one of another version of the interface.
    Unsuitable,
    /// The library is another extension.
    WrongExtension,
    /// It has or gave a fact that is not declared.
    Undeclared,
    /// It gave a value outside of its range.
    OutOfRange,
    /// It said something that nobody understands.
    Garbage,
    /// It was given too much, or gave too much.
    TooLong,
    /// It took too long.
    Late,
    /// Its process ended.
    Ended,
    /// It says itself that it could not do it.
    Failed,
    /// It panicked.
    Panicked,
}

impl NoFactsKind {
    /// A stable name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotForThisMachine => "not-for-this-machine",
            Self::NotReadable => "not-readable",
            Self::NotTrusted => "not-trusted",
            Self::NotStarted => "not-started",
            Self::NotHeld => "not-held",
            Self::Unsuitable => "unsuitable",
            Self::WrongExtension => "wrong-extension",
            Self::Undeclared => "undeclared",
            Self::OutOfRange => "out-of-range",
            Self::Garbage => "garbage",
            Self::TooLong => "too-long",
            Self::Late => "late",
            Self::Ended => "ended",
            Self::Failed => "failed",
            Self::Panicked => "panicked",
        }
    }

    /// What is wrong with the library, in words of ours alone and without a full stop; none where it did not come so far that it could say
    /// anything. [`NoFacts::cause`] has more, and in it words of the library, which are for its author.
    pub fn fault_of_the_library(self) -> Option<&'static str> {
        match self {
            Self::NotForThisMachine
            | Self::NotReadable
            | Self::NotTrusted
            | Self::NotStarted
            | Self::NotHeld => None,
            Self::Unsuitable => Some("its library does not fit this program or this computer"),
            Self::WrongExtension => Some("its library is that of another extension"),
            Self::Undeclared => Some("it has or gave a fact that it may not give"),
            Self::OutOfRange => Some("it gave a number outside of its range"),
            Self::Garbage => Some("nobody understands what it said"),
            Self::TooLong => Some("it was given too much, or gave too much"),
            Self::Late => Some("it took too long"),
            Self::Ended => Some("its process ended"),
            Self::Failed => Some("it says itself that it could not do it"),
            Self::Panicked => Some("it stopped because of a fault in it"),
        }
    }
}

/// Why there are no facts from an extension, with its cause and its remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoFacts {
    extension: String,
    kind: NoFactsKind,
    cause: String,
    remedy: String,
}

impl NoFacts {
    pub(crate) fn new(
        extension: impl fmt::Display,
        kind: NoFactsKind,
        cause: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { extension: extension.to_string(), kind, cause: cause.into(), remedy: remedy.into() }
    }

    /// The extension that it is about; the pack, if its extension is not known.
    pub fn extension(&self) -> &str {
        &self.extension
    }

    /// The kind of reason.
    pub fn kind(&self) -> NoFactsKind {
        self.kind
    }

    /// Why, in one sentence without a full stop.
    pub fn cause(&self) -> &str {
        &self.cause
    }

    /// What to do about it, in one sentence without a full stop.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }
}

impl fmt::Display for NoFacts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no facts from the extension `{}`: {}", self.extension, self.cause)
    }
}

impl std::error::Error for NoFacts {}
