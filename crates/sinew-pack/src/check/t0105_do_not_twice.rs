//! T0105: "do not" is said twice.

use crate::{
    mend::quoted,
    texts::{Role, Shown},
};
use sinew_diag::{Diagnostic, check};

check! {
    /// Entries of `do-not` are shown as "do not …".
    ///
    /// # Why
    ///
    /// With the words in the entry they would be there twice, and the meaning turned over.
    ///
    /// # Remedy
    ///
    /// Leave the words out. `--fix` does; it does not touch "never", which is stronger, nor anything in a red flag.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// do-not = ["do not jerk"] # warning[T0105]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// do-not = ["jerk"]
    /// ```
    pub(crate) const DO_NOT_TWICE: Warning "T0105" = "\"do not\" is said twice";
}

pub(super) fn check(text: &Shown<'_>, found: &mut Vec<Diagnostic>) {
    if text.role != Role::DoNot {
        return;
    }
    let Some(rest) = what_is_forbidden(text.words) else { return };
    let diagnostic =
        DO_NOT_TWICE.found("this is shown after \"do not\", and says it again").label(text.span, "");
    let help = "leave the words out";
    found.push(match Some(rest).filter(|rest| !rest.is_empty()).and_then(quoted) {
        Some(mended) if after(text.words, "never ").is_none() => {
            diagnostic.help_certain_edit(help, text.span, mended)
        }
        Some(mended) => diagnostic.help_edit(help, text.span, mended),
        None => diagnostic.help(help),
    });
}

/// What stands after a text's beginning, whether that is written in small letters or large.
fn after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(start.len())?;
    head.eq_ignore_ascii_case(start).then(|| rest.trim_start())
}

/// What stands behind "do not" or "never" at the beginning of a text.
pub(super) fn what_is_forbidden(words: &str) -> Option<&str> {
    ["do not ", "don't ", "don’t ", "never "].into_iter().find_map(|start| after(words, start))
}
