//! T0113: a long paragraph.

use crate::texts::{Marks, Shown};
use sinew_diag::{Diagnostic, check};

check! {
    /// A text has at most three sentences.
    ///
    /// # Why
    ///
    /// A block of text is skipped, and what matters in it is not read.
    ///
    /// # Remedy
    ///
    /// Keep what decides something, and leave the rest out. `help` may be a list of short paragraphs.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [question.joint]
    /// help = "Feel both elbows. Use the back of your hand. Wait a moment. Feel again." # warning[T0113]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml
    /// [question.joint]
    /// help = ["Feel both elbows with the back of your hand.", "Wait a moment, and feel again."]
    /// ```
    pub(crate) const LONG_PARAGRAPH: Warning "T0113" = "a long paragraph";
}

/// The most sentences a text has.
const MOST_SENTENCES: usize = 3;

pub(super) fn check(text: &Shown<'_>, found: &mut Vec<Diagnostic>) {
    if !text.marks.has(Marks::SENTENCE_END) {
        return;
    }
    let count = text.sentences().filter(|sentence| sentence.ends()).count();
    if count > MOST_SENTENCES {
        found.push(
            LONG_PARAGRAPH
                .found(format!("a paragraph of {count} sentences; at most {MOST_SENTENCES} are read"))
                .label(text.span, "")
                .help("leave out what decides nothing, or split it"),
        );
    }
}
