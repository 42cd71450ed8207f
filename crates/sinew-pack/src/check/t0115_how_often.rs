//! T0115: a word for how often that everybody takes in another way.

use crate::texts::{Shown, WordList};
use sinew_diag::{Diagnostic, check};

check! {
    /// Names and descriptions of conditions and causes do not call them rare or common.
    ///
    /// # Why
    ///
    /// Everybody takes such words in another way: "rare" sounds like "not me", and "common" like "harmless".
    ///
    /// # Remedy
    ///
    /// Leave the word out, or say how often in counted people, with the source.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip]
    /// about = "A common soreness of the cord that lifts the wrist." # warning[T0115]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip]
    /// about = "The cord that lifts the wrist gets sore."
    /// ```
    pub(crate) const HOW_OFTEN: Warning "T0115" = "a word for how often that everybody takes in another way";
}

const WORDS: [&str; 8] =
    ["rare", "rarely", "common", "commonly", "uncommon", "unlikely", "probably", "likely"];

const LIST: WordList<8> = WordList::new(WORDS);

pub(super) fn check(text: &Shown<'_>, found: &mut Vec<Diagnostic>) {
    for word in text.listed(&LIST).map(|at| WORDS[at]) {
        found.push(
            HOW_OFTEN
                .found(format!("everybody takes \"{word}\" in another way"))
                .label(text.span, "")
                .help("leave it out, or say how many of how many people"),
        );
    }
}
