//! Drawing diagnostics: for people at length and in one line each, for code hosts, and for programs that gather findings.
//!
//! Each form stands in a module of its own. None of them knows what codes mean; what is to be said about one comes in from
//! outside. What an author or a file name holds cannot break any of them.

mod github;
mod human;
mod sarif;
mod short;

pub use github::github;
pub use human::{RenderOptions, human};
pub use sarif::{Found, Tool, sarif};
pub use short::short;

use annotate_snippets::normalize_untrusted_str;

/// A text with its control characters made visible, because renderers write out what they are given. Of what ends lines,
/// only line feeds stay.
fn harmless(text: &str) -> String {
    normalize_untrusted_str(text).replace(is_late_control, REPLACEMENT).replace(['\u{2028}', '\u{2029}'], " ")
}

/// A text on one line, with its control characters made visible.
pub fn one_line(text: &str) -> String {
    harmless(text).replace('\n', " ")
}

/// The control characters beyond ASCII, which the library leaves alone and some terminals obey.
fn is_late_control(character: char) -> bool {
    character.is_control() && !character.is_ascii()
}

/// What stands for a character that is not shown.
const REPLACEMENT: &str = "\u{fffd}";

#[cfg(test)]
mod example;
#[cfg(test)]
mod tests;
