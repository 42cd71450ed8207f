//! T0110: a word that fewer people know.

use crate::texts::{Shown, WordList};
use sinew_diag::{Diagnostic, check};

check! {
    /// Some words have a plainer one that everybody knows, such as "high temperature" for "fever".
    ///
    /// # Why
    ///
    /// People read in pain, in a hurry, and often in a language that is not their first.
    ///
    /// # Remedy
    ///
    /// Use the plainer word that the message names.
    ///
    /// # Example
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-elbow]
    /// sign = "the elbow gets hot or you get a fever" # warning[T0110]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-elbow]
    /// sign = "the elbow gets hot or you get a high temperature"
    /// ```
    pub(crate) const PREFERRED_TERM: Warning "T0110" = "a word that fewer people know";
}

/// Words and the plainer ones for them, most of them from the content style guide of the NHS (as remembered, not looked up).
const TERMS: [(&str, &str); 14] = [
    ("fever", "high temperature"),
    ("feverish", "hot or shivery"),
    ("medication", "medicine"),
    ("medications", "medicines"),
    ("physician", "doctor"),
    ("GP", "doctor"),
    ("physiotherapist", "physio"),
    ("patient", "person"),
    ("patients", "people"),
    ("analgesic", "pain relief"),
    ("analgesics", "pain relief"),
    ("urine", "pee"),
    ("utilise", "use"),
    ("commence", "start"),
];

const WORDS: WordList<14> = WordList::new({
    let mut words = [""; TERMS.len()];
    let mut at = 0;
    while at < words.len() {
        words[at] = TERMS[at].0;
        at += 1;
    }
    words
});

pub(super) fn check(text: &Shown<'_>, found: &mut Vec<Diagnostic>) {
    for (word, plainer) in text.listed(&WORDS).map(|at| TERMS[at]) {
        found.push(
            PREFERRED_TERM
                .found(format!("fewer people know the word \"{word}\""))
                .label(text.span, "")
                .help(format!("write \"{plainer}\"")),
        );
    }
}
