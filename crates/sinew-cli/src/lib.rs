//! The command line of Sinew, as a library that its binary, its tests and the manual-page writer share.
//!
//! The one design decision: what is shown is first put into plain view models, and two renderers draw them, one for a screen
//! and one as append-only lines. So a screen reader, a pipe and a terminal cannot be told different things. The cost is that
//! nothing can be shown that has no words.
//!
//! # Invariants
//! - Only `environment` reads variables, the clock and folders (lints).
//! - Results go to standard output, everything else to standard error (tests of the commands).
//! - An emergency ends the interview at once, and its page has nothing but what to do now (`interview::tests`).
//! - The only way to code that opens native libraries is `run_as_child`, with the hidden command (layer table).
//! - No answer is ever taken from Enter alone (`console::system::tests`, `entry::tests`).
//!
//! # Not here
//! Deciding anything (`sinew-engine`), reading and saving files of answers, the packs at hand (`sinew-app`).
#![forbid(unsafe_code)]

mod appearance;
mod arguments;
mod ascii;
mod command;
mod console;
mod document;
mod entry;
mod environment;
#[cfg(test)]
mod example;
mod failure;
mod generated;
mod interview;
mod keeping;
mod page;
mod progress;
mod render;
mod run;
mod session;
mod usage;
mod view;
mod words;

pub use appearance::{ColorWhen, ColorWishes, Layout};
pub use console::{Console, Entry, Streams, SystemConsole};
pub use environment::Environment;
pub use generated::{command, completions, manual_page, manual_pages};
pub use page::{Fixed, Page, PageLine};
pub use run::run;

/// Becomes the child that runs a native library, if that is what this program was started for. Gives the exit code then.
///
/// Nothing else is done before: what this process may do is given up first.
pub fn run_as_child(typed: &[std::ffi::OsString]) -> Option<u8> {
    #[cfg(feature = "extensions")]
    if let [_, command, arguments @ ..] = typed
        && *command == *sinew_ext::RUN_COMMAND
    {
        return Some(sinew_ext_run::run(arguments));
    }
    #[cfg(not(feature = "extensions"))]
    let _: &[std::ffi::OsString] = typed;
    None
}

/// Whether a panic of this thread is foreseen and told in another way: a damaged table ends some readers with one.
pub fn is_panic_foreseen() -> bool {
    #[cfg(feature = "batch")]
    return sinew_batch::is_reading_table();
    #[cfg(not(feature = "batch"))]
    false
}
