//! The console: where text goes and where answers come from. Tests put a script in its place.

use crate::{appearance::Layout, page::Page};
use std::{
    io::{self, Read, Write},
    path::PathBuf,
};

mod changes;
mod system;

pub use system::SystemConsole;

/// What came when an answer was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A line.
    Line(String),
    /// The end of the input.
    End,
    /// An interruption with Ctrl-C.
    Interrupted,
    /// Nothing was typed, but a pack file that is watched has changed.
    Changed,
}

/// The standard streams, for data that is read and written at the same time.
pub struct Streams<'a> {
    /// Standard input.
    pub input: Box<dyn Read + Send + 'a>,
    /// Standard output.
    pub output: Box<dyn Write + 'a>,
    /// Standard error.
    pub notices: Box<dyn Write + 'a>,
}

impl<'a> Streams<'a> {
    /// Streams in memory: input that is there already, and text to which what is written is added. What is written at once is
    /// whole characters; anything else is replaced.
    pub fn in_memory(input: &'a [u8], output: &'a mut String, notices: &'a mut String) -> Self {
        Self { input: Box::new(input), output: Box::new(AsText(output)), notices: Box::new(AsText(notices)) }
    }
}

/// What is written as bytes, kept as text.
struct AsText<'a>(&'a mut String);

impl Write for AsText<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.push_str(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl std::fmt::Debug for Streams<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Streams").finish_non_exhaustive()
    }
}

/// Where text goes and where answers come from.
pub trait Console {
    /// Writes results to standard output.
    fn write_out(&mut self, text: &str) -> io::Result<()>;

    /// Writes bytes that are no text to standard output.
    fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Writes notices and errors to standard error.
    fn write_err(&mut self, text: &str) -> io::Result<()>;

    /// Writes a line of the interview where prompts are.
    fn say(&mut self, text: &str) -> io::Result<()>;

    /// Shows a page where people look for prompts, and waits for a line.
    fn ask(&mut self, page: &Page, layout: Layout) -> io::Result<Entry>;

    /// Standard input as data.
    fn input(&mut self) -> Box<dyn Read + '_>;

    /// The standard streams, for data that is read and written at the same time.
    fn streams(&mut self) -> Streams<'_>;

    /// Sets what is said if the program is interrupted from now on.
    fn say_when_interrupted(&mut self, text: &str);

    /// Watches the pack files in these folders and below from now on: whoever asks is told of a change. Gives the reason if that
    /// is not possible.
    fn watch(&mut self, folders: &[PathBuf]) -> Result<(), String>;

    /// Waits until a file that is watched has changed. Gives false if that can never be.
    fn wait_for_change(&mut self) -> bool;
}
