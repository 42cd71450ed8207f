//! L0402: a condition without evidence.

use crate::draft::{ConditionDraft, Entry};
use sinew_diag::{Diagnostic, check};

check! {
    /// A condition is ranked by its evidence, unless `only-with` ties it to red flags.
    ///
    /// # Why
    ///
    /// Without evidence it would always be shown in the same place.
    ///
    /// # Remedy
    ///
    /// Add `[condition.ID.evidence.NAME]`, or `only-with`.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml without evidence
    /// [condition.sore-joint] # error[L0402]
    /// name = "A sore elbow joint"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-joint]
    /// name = "A sore elbow joint"
    ///
    /// [condition.sore-joint.evidence.nothing]
    /// when = "brings-it-on.none"
    /// present = 4
    /// because = "nothing you tried brings it on"
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    pub(crate) const NO_EVIDENCE: Error "L0402" = "a condition without evidence";
}

pub(super) fn check(entry: &Entry<ConditionDraft>, condition: &ConditionDraft, found: &mut Vec<Diagnostic>) {
    if condition.evidence.is_empty() && condition.only_with.is_empty() {
        let id = &entry.id.value;
        found.push(
            NO_EVIDENCE
                .found(format!("there is no evidence for or against `{id}`"))
                .label(entry.id.span, "nothing to rank it by")
                .help(format!("add `[condition.{id}.evidence.NAME]`, or `only-with`")),
        );
    }
}
