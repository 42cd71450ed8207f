//! T0108: a text that does not fit into its sentence.

use crate::texts::{Role, Shown};
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
    /// Begin with a small letter and leave the full stop out.
    pub(crate) const FRAGMENT_FORM: Warning "T0108" = "a text that does not fit into its sentence";
}

pub(super) fn check(text: &Shown<'_>, found: &mut Vec<Diagnostic>) {
    if matches!(text.role, Role::Fragment | Role::DoNot) && !is_fragment(text.words) {
        found.push(
            FRAGMENT_FORM
                .found("this completes a sentence, and does not fit into it")
                .label(text.span, "")
                .help("begin with a small letter and end without a full stop"),
        );
    }
}

/// Whether a text begins small (or with something that is always written large) and ends without a full stop.
fn is_fragment(text: &str) -> bool {
    let first_word = text.split_whitespace().next().unwrap_or("");
    let mut letters = first_word.chars();
    let is_large = letters.next().is_some_and(char::is_uppercase);
    // "I", "HRT" and "X-ray" are always written large.
    let always_large = letters.clone().all(|character| !character.is_lowercase())
        || letters.next().is_some_and(|character| !character.is_alphabetic());
    (!is_large || always_large) && !text.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::is_fragment;

    #[test]
    fn fragments_begin_small_and_have_no_full_stop() {
        for good in ["your calf swells", "HRT tablets", "X-ray", "I fell", "10 minutes", "“quotes”"] {
            assert!(is_fragment(good), "{good}");
        }
        for bad in ["Your calf swells", "your calf swells."] {
            assert!(!is_fragment(bad), "{bad}");
        }
    }
}
