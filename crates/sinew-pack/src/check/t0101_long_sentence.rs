//! T0101: a long sentence.

use crate::texts::{Marks, Shown};
use sinew_diag::{Diagnostic, check};

check! {
    /// Sentences have at most 20 words.
    ///
    /// # Why
    ///
    /// People who are in pain or worried read short sentences better.
    ///
    /// # Remedy
    ///
    /// Split the sentence.
    ///
    /// # Example
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// because = "Gripping loads the cord more than it is used to, and a cord that is loaded more than it is used to gets sore." # warning[T0101]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// because = "Gripping loads the cord. A cord that is loaded more than it is used to gets sore."
    /// ```
    pub(crate) const LONG_SENTENCE: Warning "T0101" = "a long sentence";
}

/// The most words a sentence has.
const MOST_WORDS: usize = 20;

pub(super) fn check(text: &Shown<'_>, found: &mut Vec<Diagnostic>) {
    // Most texts are far too short for it.
    let spaces = text.words.bytes().filter(|byte| *byte <= b' ').count();
    if !text.marks.has(Marks::NOT_ASCII) && spaces < MOST_WORDS {
        return;
    }
    let longest = text.sentences().max_by_key(|sentence| sentence.words());
    if let Some(sentence) = longest.filter(|sentence| sentence.words() > MOST_WORDS) {
        found.push(
            LONG_SENTENCE
                .found(format!("a sentence of {} words; at most {MOST_WORDS} read well", sentence.words()))
                .label(text.span, "")
                .note(format!("the sentence: {}", sentence.as_str()))
                .help("split it"),
        );
    }
}
