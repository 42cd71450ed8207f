//! The child process of a native extension: `sinew ext-run`. It gives up what it may, and only then opens the library.
//!
//! The one design decision: this is the only code that opens a library, and only the program's hidden command calls it. So what
//! decides about advice, and what a person types into, never share a process with code that came with a pack.
//!
//! # Invariants
//! - The limits, Landlock and the filter of system calls stand before the library is opened, because opening it runs its code
//!   (tests of the whole program).
//! - Only `extension` opens libraries and calls into them, and only it and closing descriptors are unsafe code.
//! - A library is never closed: its threads and their data end with the process.
//! - It ends when its parent does, unless the library puts another file in the place of the connection (on Unix; tests of the whole
//!   program).
//! - What a library prints gets into no message: messages go through descriptors of their own (on Unix; tests of the whole program).
//!
//! # Not here
//! Whether a library may be opened at all (`sinew-ext`): whoever starts this has looked at its bytes.
#![expect(unsafe_code, reason = "what a library offers are pointers")]
#![deny(clippy::undocumented_unsafe_blocks, unsafe_op_in_unsafe_fn)]

mod extension;
mod pipes;
mod restrict;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")
))]
mod system_calls;

use extension::{Extension, Trouble};
use sinew_ext::message::{FromRunner, MessageProblem, PROTOCOL, ToRunner, read_to_runner, write_from_runner};
use std::{ffi::OsString, path::PathBuf};

/// The exit code when all was said.
const DONE: u8 = 0;
/// The exit code when it was not started by this program.
const USAGE: u8 = 2;
/// The exit code when nobody listens.
const NOBODY: u8 = 3;

/// What the child is told on its command line.
struct Told {
    library: PathBuf,
    /// The most memory, in bytes.
    memory: u64,
    /// The most processor time, in seconds.
    processor: u64,
}

impl Told {
    fn read(arguments: &[OsString]) -> Option<Self> {
        let [library, memory, processor] = arguments else { return None };
        let number = |text: &OsString| text.to_str().and_then(|text| text.parse().ok());
        let library = PathBuf::from(library);
        // A name without a folder would be looked for all over the system.
        library.is_absolute().then_some(())?;
        Some(Self { library, memory: number(memory)?, processor: number(processor)? })
    }
}

/// Runs the child with what follows its command, and gives the exit code. It ends when its parent closes the connection.
pub fn run(arguments: &[OsString]) -> u8 {
    let Some(told) = Told::read(arguments) else { return USAGE };
    let Ok((mut from, mut to)) = pipes::take() else { return NOBODY };
    let sandbox = restrict::restrict(&told.library, told.memory, told.processor);
    if pipes::end_with_parent(&from).is_err() {
        return NOBODY;
    }
    let hello = FromRunner::Hello { protocol: PROTOCOL, features: Vec::new(), sandbox };
    let mut say = |message: &FromRunner, bytes: &[u8]| write_from_runner(&mut to, message, bytes);
    let outcome = (|| {
        say(&hello, &[])?;
        let mut extension = None;
        loop {
            let (message, input) = read_to_runner(&mut from)?;
            let said = match (message, &extension) {
                (ToRunner::Load, None) => {
                    Extension::open(&told.library).and_then(|opened| extension.insert(opened).describe())
                }
                (ToRunner::Evaluate, Some(extension)) => extension.evaluate(&input),
                // The parent is this program too, and never does that.
                (ToRunner::Load, Some(_)) | (ToRunner::Evaluate, None) => return Ok(()),
            };
            match said {
                Ok(bytes) if message == ToRunner::Load => say(&FromRunner::Extension, &bytes)?,
                Ok(bytes) => say(&FromRunner::Answer, &bytes)?,
                Err(Trouble { problem, words }) => say(&FromRunner::Problem { problem, words }, &[])?,
            }
        }
    })();
    let outcome: Result<(), MessageProblem> = outcome;
    match outcome {
        Ok(()) => USAGE,
        Err(MessageProblem::Frame(sinew_ext::frame::FrameProblem::Ended)) => DONE,
        Err(_) => NOBODY,
    }
}
