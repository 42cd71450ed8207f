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
