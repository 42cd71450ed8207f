//! L0207: a finding speaks for the condition whether it is there or not.

use crate::{draft::EvidenceDraft, ratio::Ratio};
use sinew_diag::{Diagnostic, check};
use std::cmp::Ordering;

check! {
    /// If the presence of a finding speaks for a condition, its absence speaks against it, and the other
    /// way round.
    ///
    /// # Why
    ///
    /// Two ratios on the same side of 1 cannot both be right.
    ///
    /// # Remedy
    ///
    /// Check the figures.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip.evidence.grip]
    /// present = 4
    /// absent = 2 # warning[L0207]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip.evidence.grip]
    /// present = 4
    /// absent = 0.5
    /// ```
    pub(crate) const SAME_SIDE: Warning "L0207" = "a finding speaks for the condition whether it is there or not";
}

pub(super) fn check(line: &EvidenceDraft, found: &mut Vec<Diagnostic>) {
    let (Some(present), Some(absent)) = (&line.present, &line.absent) else { return };
    let (there, away) = (present.value.cmp(&Ratio::NEUTRAL), absent.value.cmp(&Ratio::NEUTRAL));
    if there == away && there != Ordering::Equal {
        let side = if there == Ordering::Greater { "for" } else { "against" };
        found.push(
            SAME_SIDE
                .found(format!("this finding speaks {side} the condition whether it is there or not"))
                .label(absent.span, "when it is not there")
                .secondary(present.span, "when it is there")
                .help("check the figures: one of them is over 1 and the other below"),
        );
    }
}
