//! The console: where text goes and where answers come from. Tests put a script in its place.

use crate::{appearance::Layout, page::Page};
use std::io::{self, Read};

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

    /// Sets what is said if the program is interrupted from now on.
    fn say_when_interrupted(&mut self, text: &str);
}
