//! L0201: strong evidence without `defining`.

use crate::{draft::EvidenceDraft, ratio::Ratio};
use sinew_diag::{Diagnostic, check};

check! {
    /// What a person reports weighs at most a ratio of 5, unless the finding nearly defines the condition.
    ///
    /// # Why
    ///
    /// A lay answer is less certain than an examination; strong figures from clinics would make the order
    /// too sure of itself.
    ///
    /// # Remedy
    ///
    /// Lower `present` to 5 or less, or add `defining = true` if the finding nearly defines the condition.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip.evidence.grip]
    /// present = 8 # error[L0201]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip.evidence.grip]
    /// present = 5
    /// ```
    pub(crate) const NOT_DEFINING: Error "L0201" = "strong evidence without `defining`";
}

pub(super) fn check(line: &EvidenceDraft, found: &mut Vec<Diagnostic>) {
    let strong = line.present.as_ref().filter(|present| present.value > Ratio::LAY_LIMIT);
    if let Some(present) = strong.filter(|_| !line.is_defining()) {
        found.push(
            NOT_DEFINING
                .found("what a person reports weighs at most 5 here")
                .label(present.span, "more than 5")
                .help(
                    "write 5 or less, or add `defining = true` if the finding nearly defines the condition",
                ),
        );
    }
}
