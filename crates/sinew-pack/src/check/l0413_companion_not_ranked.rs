//! L0413: a companion that is shown only with red flags.

use crate::draft::{ConditionDraft, Entry};
use sinew_diag::{Diagnostic, check};

check! {
    /// `never-without` names conditions that are ranked, not those that `only-with` ties to red flags.
    ///
    /// # Why
    ///
    /// A companion is shown with how well it fits, and a condition that is never ranked has no fit.
    ///
    /// # Remedy
    ///
    /// Take the entry out and let a red flag bring it, or give the other condition evidence instead of
    /// `only-with`.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip.never-without.sore-joint] # error[L0413]
    /// because = "a sore joint is often taken for this"
    ///
    /// [condition.sore-joint]
    /// only-with = ["hot-elbow"]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml without never-without
    /// [condition.sore-grip]
    /// name = "A sore grip cord"
    ///
    /// [condition.sore-joint]
    /// only-with = ["hot-elbow"]
    /// ```
    pub(crate) const COMPANION_NOT_RANKED: Error "L0413" = "a companion that is shown only with red flags";
}

pub(super) fn check(
    entry: &Entry<ConditionDraft>,
    condition: &ConditionDraft,
    all: &[Entry<ConditionDraft>],
    found: &mut Vec<Diagnostic>,
) {
    for companion in condition.never_without.iter().filter(|companion| companion.id.value != entry.id.value) {
        let other = all.iter().find(|other| other.id.value == companion.id.value);
        if let Some(flag) = other.and_then(|other| other.draft.as_ref()?.only_with.first()) {
            found.push(
                COMPANION_NOT_RANKED
                    .found(format!("`{}` is shown only with red flags, so it is no companion", companion.id.value))
                    .label(companion.id.span, "never ranked, so that it has no band to be shown with")
                    .secondary(flag.span, "shown only with this")
                    .help("take it out, and let a red flag bring both; or give the other condition evidence instead of `only-with`"),
            );
        }
    }
}
