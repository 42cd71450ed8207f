//! P0104: a word that is not one of those to choose from.

use sinew_diag::{Diagnostic, Span, check, closest_name};

check! {
    /// Some keys take one of a few words.
    ///
    /// # Why
    ///
    /// Other words have no meaning there.
    ///
    /// # Remedy
    ///
    /// Choose one of the words that the message lists. Each of them decides something, so `--fix` does not choose.
    ///
    /// # Example
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-elbow]
    /// urgency = "today" # error[P0104]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-elbow]
    /// urgency = "same-day"
    /// ```
    pub(crate) const UNKNOWN_WORD: Error "P0104" = "a word that is not one of those to choose from";
}

pub(crate) fn unknown_word(span: Span, found: &str, allowed: &[&str]) -> Diagnostic {
    let diagnostic = UNKNOWN_WORD
        .found(format!("`{found}` is none of the words to choose from: {}", allowed.join(", ")))
        .label(span, "unknown word");
    match closest_name(found, allowed.iter().copied()) {
        Some(word) => {
            diagnostic.help_edit(format!("a similar word exists: `{word}`"), span, format!("\"{word}\""))
        }
        None => diagnostic,
    }
}
