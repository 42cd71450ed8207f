//! L0206: a ratio is too close to 1 to count.

use crate::{draft::EvidenceDraft, ratio::Ratio};
use sinew_diag::{Diagnostic, check};
use sinew_model::Decibans;

check! {
    /// Ratios become whole decibans, and this one becomes 0.
    ///
    /// # Why
    ///
    /// It is written down but never counts.
    ///
    /// # Remedy
    ///
    /// Leave it out, or write the figure that is meant.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-joint.evidence.nothing]
    /// absent = 0.95 # warning[L0206]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-joint.evidence.nothing]
    /// absent = 0.5
    /// ```
    pub(crate) const ROUNDS_TO_NOTHING: Warning "L0206" = "a ratio is too close to 1 to count";
}

pub(super) fn check(line: &EvidenceDraft, found: &mut Vec<Diagnostic>) {
    for (name, ratio) in [("present", &line.present), ("absent", &line.absent)] {
        if let Some(ratio) = ratio
            && ratio.value != Ratio::NEUTRAL
            && ratio.value.decibans() == Decibans::ZERO
        {
            found.push(
                ROUNDS_TO_NOTHING
                    .found(format!("`{name}` is too close to 1 to count"))
                    .label(ratio.span, "becomes 0 decibans")
                    .help("leave it out, or write the figure that is meant"),
            );
        }
    }
}
