//! L0203: `absent` without `absent-because`.

use crate::draft::EvidenceDraft;
use sinew_diag::{Diagnostic, check};

check! {
    /// A line of evidence that counts when its finding is absent says so in words of its own.
    ///
    /// # Why
    ///
    /// People are shown why something does not fit.
    ///
    /// # Remedy
    ///
    /// Add `absent-because`, for example "the sore spot is not a cord".
    ///
    /// # Example
    ///
    /// ```toml conditions.toml without absent-because
    /// [condition.sore-grip.evidence.grip]
    /// absent = 0.4 # error[L0203]
    /// because = "gripping hurts"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip.evidence.grip]
    /// absent = 0.4
    /// because = "gripping hurts"
    /// absent-because = "gripping does not hurt"
    /// ```
    pub(crate) const NO_ABSENT_BECAUSE: Error "L0203" = "`absent` without `absent-because`";
}

pub(super) fn check(line: &EvidenceDraft, found: &mut Vec<Diagnostic>) {
    if let (Some(absent), None) = (&line.absent, &line.absent_because) {
        found.push(
            NO_ABSENT_BECAUSE
                .found("the absence of this finding counts, but has no words")
                .label(absent.span, "counts when the finding is not there")
                .help("add `absent-because`: how the absence is said to people"),
        );
    }
}
