//! T0114: a text that is still to be written.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// A text begins with "TODO". Citations and the titles of cases count too.
    ///
    /// # Why
    ///
    /// A new pack is full of such texts. They show where to begin, and what is left.
    ///
    /// # Remedy
    ///
    /// Write the text, in words that a runner reads.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// why = "TODO: what it is good for" # note[T0114]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// why = "Makes the cord stronger."
    /// ```
    pub(crate) const TO_DO: Note "T0114" = "a text that is still to be written";
}

pub(super) fn check(words: &str, span: Span, found: &mut Vec<Diagnostic>) {
    if words.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("todo")) {
        found.push(TO_DO.found("this text is still to be written").label(span, ""));
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::texts::shown;

    #[test]
    fn only_the_word_at_the_beginning_counts() {
        let is_found = |words: &str| {
            let mut found = Vec::new();
            check(words, shown(words).span, &mut found);
            !found.is_empty()
        };
        for text in ["TODO", "Todo: write it", "todos"] {
            assert!(is_found(text), "{text}");
        }
        for text in ["", "tod", "to do", "toд", "what to do, todo", "éTODO"] {
            assert!(!is_found(text), "{text}");
        }
    }
}
