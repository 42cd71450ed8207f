//! L0204: `absent-because` without `absent`.

use crate::draft::EvidenceDraft;
use sinew_diag::{Diagnostic, check};

check! {
    /// The words for an absent finding are shown only if its absence counts.
    ///
    /// # Why
    ///
    /// Either the figure is missing or the words are left over.
    ///
    /// # Remedy
    ///
    /// Add `absent`, or take `absent-because` out.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml without absent
    /// [condition.sore-grip.evidence.grip]
    /// because = "gripping hurts"
    /// absent-because = "gripping does not hurt" # warning[L0204]
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
    pub(crate) const NO_ABSENT: Warning "L0204" = "`absent-because` without `absent`";
}

pub(super) fn check(line: &EvidenceDraft, found: &mut Vec<Diagnostic>) {
    if let (None, Some(words)) = (&line.absent, &line.absent_because) {
        found.push(
            NO_ABSENT
                .found("these words are never shown: there is no `absent`")
                .label(words.span, "")
                .help("add `absent`, or take `absent-because` out"),
        );
    }
}
