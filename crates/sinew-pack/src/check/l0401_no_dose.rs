//! L0401: an action without a dose.

use crate::draft::{ActionDraft, Entry};
use sinew_diag::{Diagnostic, check};

check! {
    /// Every action says how much, how often or how long.
    ///
    /// # Why
    ///
    /// "Stretch" without a dose is not advice.
    ///
    /// # Remedy
    ///
    /// Add at least one key to `dose`.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// dose = {} # error[L0401]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// dose = { hold = "30 s", sets = 3, sides = "one", rest = "30 s", per-week = 5 }
    /// ```
    pub(crate) const NO_DOSE: Error "L0401" = "an action without a dose";
}

pub(super) fn check(entry: &Entry<ActionDraft>, action: &ActionDraft, found: &mut Vec<Diagnostic>) {
    if action.dose.value.is_empty() {
        found.push(
            NO_DOSE
                .found(format!("`{}` has no dose", entry.id.value))
                .label(action.dose.span, "says nothing")
                .help(
                    "say how much, how often or how long; in words with `how-often` if numbers do not say it",
                ),
        );
    }
}
