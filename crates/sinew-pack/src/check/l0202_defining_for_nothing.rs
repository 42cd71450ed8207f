//! L0202: `defining` without strong evidence.

use crate::{draft::EvidenceDraft, ratio::Ratio};
use sinew_diag::{Diagnostic, check};

check! {
    /// `defining` allows `present` to be over 5.
    ///
    /// # Why
    ///
    /// Where it is not needed it is probably a slip.
    ///
    /// # Remedy
    ///
    /// Take `defining` out.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip.evidence.grip]
    /// present = 4
    /// defining = true # warning[L0202]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip.evidence.grip]
    /// present = 4
    /// ```
    pub(crate) const DEFINING_FOR_NOTHING: Warning "L0202" = "`defining` without strong evidence";
}

pub(super) fn check(line: &EvidenceDraft, found: &mut Vec<Diagnostic>) {
    let is_strong = line.present.as_ref().is_some_and(|present| present.value > Ratio::LAY_LIMIT);
    if let Some(defining) = line.defining.as_ref().filter(|defining| defining.value && !is_strong) {
        found.push(
            DEFINING_FOR_NOTHING
                .found("`defining` does nothing: `present` is not over 5")
                .label(defining.span, "no figure needs it")
                .help("take it out, or write the figure that is meant"),
        );
    }
}
