//! T0105: "do not" is said twice.

use crate::texts::{Role, Shown};
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
    /// Leave the words out.
    pub(crate) const DO_NOT_TWICE: Warning "T0105" = "\"do not\" is said twice";
}

pub(super) fn check(text: &Shown<'_>, found: &mut Vec<Diagnostic>) {
    let lower = text.words.to_lowercase();
    let says_it = ["do not ", "don't ", "don’t ", "never "].iter().any(|start| lower.starts_with(start));
    if text.role == Role::DoNot && says_it {
        found.push(
            DO_NOT_TWICE
                .found("this is shown after \"do not\", and says it again")
                .label(text.span, "")
                .help("leave the words out"),
        );
    }
}
