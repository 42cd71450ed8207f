//! L0412: a condition that is never shown without itself.

use crate::draft::{ConditionDraft, Entry};
use sinew_diag::{Diagnostic, check};

check! {
    /// `never-without` names other conditions, which are shown wherever this one is.
    ///
    /// # Why
    ///
    /// That a condition is shown when it is shown says nothing, and another one is probably meant.
    ///
    /// # Remedy
    ///
    /// Name the other condition, or take the entry out.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip.never-without.sore-grip] # error[L0412]
    /// because = "a sore joint is often taken for this"
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip.never-without.sore-joint]
    /// because = "a sore joint is often taken for this"
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    pub(crate) const NEVER_WITHOUT_ITSELF: Error "L0412" = "a condition that is never shown without itself";
}

pub(super) fn check(entry: &Entry<ConditionDraft>, condition: &ConditionDraft, found: &mut Vec<Diagnostic>) {
    let id = &entry.id.value;
    if let Some(itself) = condition.never_without.iter().find(|companion| companion.id.value == *id) {
        found.push(
            NEVER_WITHOUT_ITSELF
                .found(format!("`{id}` is never shown without itself"))
                .label(itself.id.span, "the condition itself")
                .help("name another condition, or take the entry out"),
        );
    }
}
