//! How far something is, on a terminal.

use crate::appearance::{Layout, Style};

/// A bar that fills, or for a screen reader a line for each quarter.
#[derive(Debug)]
pub(crate) struct Bar {
    is_drawn: bool,
    ascii: bool,
    shown: u64,
}

/// Columns of the bar itself.
const BAR: usize = 30;

impl Bar {
    pub(crate) fn new(style: &Style) -> Self {
        Self { is_drawn: style.layout == Layout::Screen, ascii: style.ascii, shown: 0 }
    }

    /// What to write to say how far it is, if that is more than what was said last.
    pub(crate) fn text(&mut self, done: u64, all: u64, words: &str) -> Option<String> {
        // Lines that stay are said more rarely than a line that is drawn over.
        let steps = if self.is_drawn { 100 } else { 4 };
        let all = all.max(1);
        let step = done.saturating_mul(steps) / all;
        if step <= self.shown {
            return None;
        }
        self.shown = step;
        Some(if self.is_drawn {
            let full = usize::try_from(done.saturating_mul(BAR as u64) / all).unwrap_or(BAR).min(BAR);
            let (block, rest) = if self.ascii { ("#", "-") } else { ("█", "░") };
            format!("\r{}{} {words}", block.repeat(full), rest.repeat(BAR - full))
        } else {
            format!("{words}\n")
        })
    }

    /// What to write to take the line away again.
    pub(crate) fn end(self) -> Option<&'static str> {
        (self.is_drawn && self.shown > 0).then_some("\r\u{1b}[K")
    }
}
