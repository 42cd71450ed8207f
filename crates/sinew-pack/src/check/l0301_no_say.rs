//! L0301: an urgent red flag without `say`.

use crate::draft::{Entry, RedFlagDraft};
use sinew_diag::{Diagnostic, check};
use sinew_model::Urgency;

check! {
    /// Emergency and same-day flags tell people what to say on the telephone.
    ///
    /// # Why
    ///
    /// Frightened people find words hard.
    ///
    /// # Remedy
    ///
    /// Add `say`, in the first person.
    ///
    /// # Example
    ///
    /// ```toml red-flags.toml without say
    /// [red-flag.hot-elbow] # error[L0301]
    /// urgency = "same-day"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-elbow]
    /// urgency = "same-day"
    /// say = "My elbow is hot."
    /// ```
    pub(crate) const NO_SAY: Error "L0301" = "an urgent red flag without `say`";
}

pub(super) fn check(entry: &Entry<RedFlagDraft>, flag: &RedFlagDraft, found: &mut Vec<Diagnostic>) {
    if flag.urgency.value >= Urgency::SameDay && flag.say.is_none() {
        found.push(
            NO_SAY
                .found(format!("`{}` does not say what to say on the telephone", entry.id.value))
                .label(entry.id.span, "this flag has no `say`")
                .secondary(flag.urgency.span, "flags of this urgency need it")
                .help("add `say`, in the first person"),
        );
    }
}
