//! L0304: a flag that is more urgent while it is unknown.

use crate::draft::{Entry, RedFlagDraft};
use sinew_diag::{Diagnostic, check};

check! {
    /// `unknown-floor` is not more urgent than the flag itself.
    ///
    /// # Why
    ///
    /// Not to know whether a sign is there cannot be worse than to know that it is.
    ///
    /// # Remedy
    ///
    /// Lower the floor, or raise the urgency of the flag.
    ///
    /// # Example
    ///
    /// ```toml red-flags.toml
    /// [red-flag.bad-elbow-pain]
    /// urgency = "soon"
    /// unknown-floor = { urgency = "same-day", because = "the pain may be very bad" } # error[L0304]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml red-flags.toml
    /// [red-flag.bad-elbow-pain]
    /// urgency = "soon"
    /// unknown-floor = { urgency = "soon", because = "the pain may be very bad" }
    /// ```
    pub(crate) const FLOOR_TOO_HIGH: Error "L0304" = "a flag that is more urgent while it is unknown";
}

pub(super) fn check(entry: &Entry<RedFlagDraft>, flag: &RedFlagDraft, found: &mut Vec<Diagnostic>) {
    let urgency = &flag.urgency;
    if let Some(floor) = flag.unknown_floor.as_ref().filter(|floor| floor.urgency.value > urgency.value) {
        found.push(
            FLOOR_TOO_HIGH
                .found(format!(
                    "`{}` is {} while it is unknown, but only {} when it fires",
                    entry.id.value, floor.urgency.value, urgency.value
                ))
                .label(floor.urgency.span, "the floor")
                .secondary(urgency.span, "the flag's own urgency")
                .help("lower the floor, or raise the urgency of the flag"),
        );
    }
}
