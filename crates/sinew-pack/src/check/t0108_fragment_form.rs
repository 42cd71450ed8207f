//! T0108: a text that does not fit into its sentence.

use super::t0105_do_not_twice::what_is_forbidden;
use crate::{
    mend::quoted,
    texts::{Role, Shown, without_full_stop},
};
use sinew_diag::{Diagnostic, check};

check! {
    /// Texts that complete a sentence begin with a small letter and have no full stop.
    ///
    /// # Why
    ///
    /// They are put together with other words.
    ///
    /// # Remedy
    ///
    /// Begin with a small letter and leave the full stop out. `--fix` does, where the first word is one that is never a name.
    ///
    /// # Example
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-elbow]
    /// sign = "The elbow gets hot." # warning[T0108]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-elbow]
    /// sign = "the elbow gets hot"
    /// ```
    pub(crate) const FRAGMENT_FORM: Warning "T0108" = "a text that does not fit into its sentence";
}

pub(super) fn check(text: &Shown<'_>, found: &mut Vec<Diagnostic>) {
    let words = match text.role {
        Role::Fragment => text.words,
        // Words that have to be left out anyway may begin with a large letter.
        Role::DoNot => what_is_forbidden(text.words).unwrap_or(text.words),
        Role::Whole | Role::Said | Role::About => return,
    };
    if !is_fragment(words) {
        let diagnostic =
            FRAGMENT_FORM.found("this completes a sentence, and does not fit into it").label(text.span, "");
        let help = "begin with a small letter and end without a full stop";
        found.push(
            match mended(text.words).and_then(|(mended, certain)| Some((quoted(&mended)?, certain))) {
                Some((mended, true)) => diagnostic.help_certain_edit(help, text.span, mended),
                Some((mended, false)) => diagnostic.help_edit(help, text.span, mended),
                None => diagnostic.help(help),
            },
        );
    }
}

/// Words that are never part of a name, so that they can be written small without anybody looking.
const SMALL_WORDS: &[&str] = &[
    "about", "after", "all", "an", "and", "any", "are", "as", "at", "because", "before", "both", "but", "by",
    "can", "cannot", "do", "each", "every", "for", "from", "had", "has", "have", "if", "in", "is", "it",
    "its", "less", "more", "no", "not", "of", "on", "one", "only", "or", "out", "over", "since", "some",
    "than", "that", "the", "then", "there", "these", "they", "this", "those", "to", "under", "until", "up",
    "was", "were", "when", "where", "while", "with", "without", "you", "your",
];

/// Whether a text begins small (or with something that is always written large) and ends without a full stop.
fn is_fragment(text: &str) -> bool {
    !begins_large(text) && !text.ends_with('.')
}

fn begins_large(text: &str) -> bool {
    let mut letters = first_word(text).chars();
    let is_large = letters.next().is_some_and(char::is_uppercase);
    // "I", "HRT" and "X-ray" are always written large.
    let always_large = letters.clone().all(|character| !character.is_lowercase())
        || letters.next().is_some_and(|character| !character.is_alphabetic());
    is_large && !always_large
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or("")
}

/// The text as it would fit, and whether that is certain. None if only a person can say.
fn mended(text: &str) -> Option<(String, bool)> {
    let rest = if text.ends_with('.') { without_full_stop(text)? } else { text };
    if !begins_large(rest) {
        return Some((rest.to_owned(), true));
    }
    let mut characters = rest.chars();
    let small = characters.next()?.to_lowercase().chain(characters).collect();
    Some((small, SMALL_WORDS.contains(&first_word(rest).to_lowercase().as_str())))
}

#[cfg(test)]
mod tests {
    use super::{is_fragment, mended};

    #[test]
    fn fragments_begin_small_and_have_no_full_stop() {
        for good in ["your calf swells", "HRT tablets", "X-ray", "I fell", "10 minutes", "“quotes”"] {
            assert!(is_fragment(good), "{good}");
        }
        for bad in ["Your calf swells", "your calf swells."] {
            assert!(!is_fragment(bad), "{bad}");
        }
    }

    #[test]
    fn only_words_that_are_no_names_are_certain() {
        let certain = |text: &str| Some((text.to_owned(), true));
        assert_eq!(mended("Your spot swells."), certain("your spot swells"));
        assert_eq!(mended("your spot swells."), certain("your spot swells"));
        assert_eq!(mended("ABC tablets."), certain("ABC tablets"));
        assert_eq!(mended("Newton's cradle"), Some(("newton's cradle".to_owned(), false)));
        assert_eq!(mended("Your spot swells. Then it hurts."), None);
        assert_eq!(mended("your spot, side etc."), None);
    }
}
