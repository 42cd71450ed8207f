//! What the program and the child that runs a library say to each other.
//!
//! In this order: the child says hello, before it has opened anything; the program says `load`; the child says what the library says of
//! itself; then any number of times the program says `evaluate` and the child answers. Instead of each of its messages but the
//! first the child may say what is wrong. Each message is one frame of JSON. A message that brings bytes of a library or of the
//! caller along has them in a second frame, as they are: nobody but the program looks into what a library gives.
//!
//! Fields and features that are not known are ignored, so that a later child can say more.

use crate::{
    frame::{FrameProblem, MOST_DESCRIPTION, MOST_INPUT, MOST_MESSAGE, MOST_REPLY, read_frame, write_frame},
    sandbox::Sandbox,
    shown::shown,
};
use serde::{Deserialize, Serialize};
use std::{
    fmt,
    io::{Read, Write},
};

/// The version of what is said here.
pub const PROTOCOL: u32 = 1;

/// What the child says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "message", rename_all = "kebab-case")]
pub enum FromRunner {
    /// The first message. No byte of a library has been run so far.
    Hello {
        /// The version of what is said here.
        protocol: u32,
        /// What the child can do beyond that version. None is known so far, and those that are not known are ignored.
        #[serde(default)]
        features: Vec<String>,
        /// What keeps the child from doing harm.
        sandbox: Sandbox,
    },
    /// The library is open. What it says of itself follows.
    Extension,
    /// The library has answered. What it answers follows.
    Answer,
    /// There is no answer.
    Problem {
        /// What is wrong.
        problem: RunnerProblem,
        /// More about it in words, from the library or the system.
        #[serde(default)]
        words: String,
    },
}

impl FromRunner {
    /// How many bytes may follow a message; none if none follow.
    fn followed_by(&self) -> Option<usize> {
        match self {
            Self::Hello { .. } | Self::Problem { .. } => None,
            Self::Extension => Some(MOST_DESCRIPTION),
            Self::Answer => Some(MOST_REPLY),
        }
    }
}

/// What is wrong with a library, as far as the child can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RunnerProblem {
    /// The system does not load it.
    NotLoaded,
    /// It is a library, but does not offer an extension.
    NoExtension,
    /// Its table is of another version of the interface, or is broken.
    Unsuitable,
    /// It says why it cannot do it.
    Failed,
    /// It panicked, and says so.
    Panicked,
    /// Its reply is longer than is taken.
    TooLong,
    /// It ended a call in a way that the interface does not know.
    UnknownStatus,
}

/// What the program says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "message", rename_all = "kebab-case")]
pub enum ToRunner {
    /// Open the library.
    Load,
    /// Compute facts from the bytes that follow.
    Evaluate,
}

/// Why there is no message.
#[derive(Debug)]
pub enum MessageProblem {
    /// There is no frame.
    Frame(FrameProblem),
    /// The frame is no message, for this reason.
    NoMessage(String),
}

impl fmt::Display for MessageProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frame(problem) => problem.fmt(formatter),
            Self::NoMessage(problem) => write!(formatter, "what came is no message: {problem}"),
        }
    }
}

/// Reads a message of the child, with the bytes that follow it.
pub fn read_from_runner(from: &mut dyn Read) -> Result<(FromRunner, Vec<u8>), MessageProblem> {
    let message: FromRunner = read(from)?;
    let bytes = match message.followed_by() {
        Some(most) => read_frame(from, most).map_err(MessageProblem::Frame)?,
        None => Vec::new(),
    };
    Ok((message, bytes))
}

/// Writes a message of the child, with the bytes that follow it, if it is followed by any.
pub fn write_from_runner(
    to: &mut dyn Write,
    message: &FromRunner,
    bytes: &[u8],
) -> Result<(), MessageProblem> {
    write(to, message)?;
    match message.followed_by() {
        Some(most) => write_frame(to, bytes, most).map_err(MessageProblem::Frame),
        None => Ok(()),
    }
}

/// Reads a message of the program, with the bytes that follow it.
pub fn read_to_runner(from: &mut dyn Read) -> Result<(ToRunner, Vec<u8>), MessageProblem> {
    let message: ToRunner = read(from)?;
    let bytes = match message {
        ToRunner::Load => Vec::new(),
        ToRunner::Evaluate => read_frame(from, MOST_INPUT).map_err(MessageProblem::Frame)?,
    };
    Ok((message, bytes))
}

/// Writes a message of the program, with the bytes that follow it, if it is followed by any.
pub fn write_to_runner(to: &mut dyn Write, message: ToRunner, bytes: &[u8]) -> Result<(), MessageProblem> {
    write(to, &message)?;
    match message {
        ToRunner::Load => Ok(()),
        ToRunner::Evaluate => write_frame(to, bytes, MOST_INPUT).map_err(MessageProblem::Frame),
    }
}

fn read<M: for<'de> Deserialize<'de>>(from: &mut dyn Read) -> Result<M, MessageProblem> {
    let frame = read_frame(from, MOST_MESSAGE).map_err(MessageProblem::Frame)?;
    serde_json::from_slice(&frame)
        .map_err(|problem| MessageProblem::NoMessage(shown(&problem.to_string(), 200)))
}

fn write(to: &mut dyn Write, message: &impl Serialize) -> Result<(), MessageProblem> {
    let json =
        serde_json::to_vec(message).map_err(|problem| MessageProblem::NoMessage(problem.to_string()))?;
    write_frame(to, &json, MOST_MESSAGE).map_err(MessageProblem::Frame)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn framed(parts: &[&[u8]]) -> Vec<u8> {
        let mut stream = Vec::new();
        for part in parts {
            write_frame(&mut stream, part, MOST_MESSAGE).unwrap();
        }
        stream
    }

    #[test]
    fn what_is_said_is_heard() {
        let said = [
            (FromRunner::Hello { protocol: 1, features: Vec::new(), sandbox: Sandbox::default() }, &b""[..]),
            (FromRunner::Extension, b"{}"),
            (FromRunner::Answer, b"\xff"),
            (FromRunner::Problem { problem: RunnerProblem::TooLong, words: "…".into() }, b""),
        ];
        let mut stream = Vec::new();
        for (message, bytes) in &said {
            write_from_runner(&mut stream, message, bytes).unwrap();
        }
        let mut stream = stream.as_slice();
        for (message, bytes) in said {
            assert_eq!(read_from_runner(&mut stream).unwrap(), (message, bytes.to_vec()));
        }
        let mut stream = Vec::new();
        write_to_runner(&mut stream, ToRunner::Load, b"").unwrap();
        write_to_runner(&mut stream, ToRunner::Evaluate, b"input").unwrap();
        let mut stream = stream.as_slice();
        assert_eq!(read_to_runner(&mut stream).unwrap(), (ToRunner::Load, Vec::new()));
        assert_eq!(read_to_runner(&mut stream).unwrap(), (ToRunner::Evaluate, b"input".to_vec()));
    }

    #[test]
    fn a_later_child_may_say_more() {
        let hello = br#"{"message":"hello","protocol":1,"features":["tea"],"sandbox":{"landlock":"full","moat":3},"more":[1]}"#;
        let (message, _) = read_from_runner(&mut framed(&[hello]).as_slice()).unwrap();
        let FromRunner::Hello { protocol: 1, features, .. } = message else { panic!("{message:?}") };
        assert_eq!(features, ["tea"]);
        for bad in
            [&b"{\"message\":\"greeting\"}"[..], b"{}", b"", b"[]", b"\xff", b"{\"message\":\"hello\"}"]
        {
            let problem = read_from_runner(&mut framed(&[bad]).as_slice()).unwrap_err();
            assert!(matches!(problem, MessageProblem::NoMessage(_)), "{problem}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_messages_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            for stream in [bytes.clone(), framed(&[&bytes]), framed(&[b"{\"message\":\"answer\"}", &bytes])] {
                let mut stream = stream.as_slice();
                while let Ok((_, followed)) = read_from_runner(&mut stream) {
                    prop_assert!(followed.len() <= bytes.len());
                }
            }
        }
    }
}
