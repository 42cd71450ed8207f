//! L0205: a line of evidence says nothing.

use crate::{
    draft::{Entry, EvidenceDraft, Located},
    ratio::Ratio,
};
use sinew_diag::{Diagnostic, check};

check! {
    /// A line of evidence weighs something when its finding is present, or when it is absent.
    ///
    /// # Why
    ///
    /// A line without figures, or with ratios of 1, never changes anything.
    ///
    /// # Remedy
    ///
    /// Give `present` or `absent` a figure, or take the line out.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip.evidence.lifting] # error[L0205]
    /// when = "brings-it-on.lifting"
    /// because = "lifting hurts"
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip.evidence.lifting]
    /// when = "brings-it-on.lifting"
    /// present = 2
    /// because = "lifting hurts"
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    pub(crate) const SAYS_NOTHING: Error "L0205" = "a line of evidence says nothing";
}

pub(super) fn check(entry: &Entry<EvidenceDraft>, line: &EvidenceDraft, found: &mut Vec<Diagnostic>) {
    let says = |ratio: Option<&Located<Ratio>>| ratio.is_some_and(|ratio| ratio.value != Ratio::NEUTRAL);
    if !says(line.present.as_ref()) && !says(line.absent.as_ref()) {
        found.push(
            SAYS_NOTHING
                .found(format!("the line `{}` says nothing", entry.id.value))
                .label(entry.id.span, "neither `present` nor `absent` weighs anything")
                .help("give one of them a figure, or take the line out"),
        );
    }
}
