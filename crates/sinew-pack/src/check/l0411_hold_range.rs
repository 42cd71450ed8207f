//! L0411: the hold lies outside its range.

use crate::draft::ActionDraft;
use sinew_diag::{Diagnostic, check};

check! {
    /// `hold-range` is the range of holds that are also fine, so `hold` lies in it.
    ///
    /// # Why
    ///
    /// People would be told two things that do not agree.
    ///
    /// # Remedy
    ///
    /// Check `hold` and `hold-range`.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// dose = { hold = "30 s", hold-range = "5-15 s", sets = 3, sides = "one", rest = "30 s", per-week = 5 } # error[L0411]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// dose = { hold = "30 s", hold-range = "15-45 s", sets = 3, sides = "one", rest = "30 s", per-week = 5 }
    /// ```
    pub(crate) const HOLD_RANGE: Error "L0411" = "the hold lies outside its range";
}

pub(super) fn check(action: &ActionDraft, found: &mut Vec<Diagnostic>) {
    let dose = &action.dose.value;
    let (Some(hold), Some(range)) = (dose.hold, dose.hold_range) else { return };
    if !(range.least().seconds()..=range.most().seconds()).contains(&hold.seconds()) {
        found.push(
            HOLD_RANGE
                .found(format!("a hold of {hold} does not lie within {range}"))
                .label(action.dose.span, "`hold` and `hold-range` do not agree")
                .help("check the two"),
        );
    }
}
