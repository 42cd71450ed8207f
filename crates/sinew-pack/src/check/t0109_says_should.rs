//! T0109: "should" in a text.

use crate::texts::{Role, Shown, WordList};
use sinew_diag::{Diagnostic, check};

check! {
    /// Texts say what to do, not what one should do.
    ///
    /// # Why
    ///
    /// "Should" sounds like blame and leaves open whether it matters.
    ///
    /// # Remedy
    ///
    /// Say it directly.
    ///
    /// # Example
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// because = "The arm should be used to gripping." # warning[T0109]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// because = "Gripping loads the cord."
    /// ```
    pub(crate) const SAYS_SHOULD: Warning "T0109" = "\"should\" in a text";
}

const WORDS: WordList<1> = WordList::new(["should"]);

pub(super) fn check(text: &Shown<'_>, found: &mut Vec<Diagnostic>) {
    if text.role != Role::Said && text.has_any(&WORDS) {
        found.push(
            SAYS_SHOULD
                .found("this says \"should\"")
                .label(text.span, "")
                .help("say directly what to do or what is so"),
        );
    }
}
