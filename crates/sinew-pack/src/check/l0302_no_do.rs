//! L0302: an urgent red flag without `do`.

use crate::draft::{Entry, RedFlagDraft};
use sinew_diag::{Diagnostic, check};
use sinew_model::Urgency;

check! {
    /// Emergency and same-day flags tell people what to do until help comes.
    ///
    /// # Why
    ///
    /// At these levels nothing else is shown.
    ///
    /// # Remedy
    ///
    /// Add `do`.
    ///
    /// # Example
    ///
    /// ```toml red-flags.toml without do
    /// [red-flag.hot-elbow] # error[L0302]
    /// urgency = "same-day"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-elbow]
    /// urgency = "same-day"
    /// do = ["rest the arm"]
    /// ```
    pub(crate) const NO_DO: Error "L0302" = "an urgent red flag without `do`";
}

pub(super) fn check(entry: &Entry<RedFlagDraft>, flag: &RedFlagDraft, found: &mut Vec<Diagnostic>) {
    if flag.urgency.value >= Urgency::SameDay && flag.actions.is_empty() {
        found.push(
            NO_DO
                .found(format!("`{}` does not say what to do until help comes", entry.id.value))
                .label(entry.id.span, "this flag has no `do`")
                .secondary(flag.urgency.span, "flags of this urgency need it")
                .help("add `do`"),
        );
    }
}
