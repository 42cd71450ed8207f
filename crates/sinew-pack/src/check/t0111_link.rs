//! T0111: a link in a text.

use crate::texts::{Marks, Shown};
use sinew_diag::{Diagnostic, check};

check! {
    /// Texts have no addresses of web pages.
    ///
    /// # Why
    ///
    /// Sinew works offline, and texts are read aloud. An address can be neither followed nor heard.
    ///
    /// # Remedy
    ///
    /// Take the address out. Where a statement comes from stands in `sources.toml`.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// expect = "You see it at www.example.org." # warning[T0111]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// expect = "It gets easier over some weeks."
    /// ```
    pub(crate) const LINK: Warning "T0111" = "a link in a text";
}

pub(super) fn check(text: &Shown<'_>, found: &mut Vec<Diagnostic>) {
    let bytes = text.words.as_bytes();
    let is_address = text.marks.has(Marks::SLASH) && text.words.contains("://");
    if is_address || text.marks.has(Marks::POINT) && bytes.windows(4).any(|four| four == b"www.") {
        found.push(
            LINK.found("this text has a link in it")
                .label(text.span, "")
                .help("take it out, and name where it comes from in sources.toml"),
        );
    }
}
