//! L0303: a red flag covers itself.

use crate::draft::{Entry, RedFlagDraft};
use sinew_diag::{Diagnostic, check};

check! {
    /// `covers` names other flags that this one includes.
    ///
    /// # Why
    ///
    /// That a flag holds when it holds says nothing.
    ///
    /// # Remedy
    ///
    /// Take its own id out of `covers`.
    ///
    /// # Example
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-elbow]
    /// when = "joint.hot"
    /// covers = ["hot-elbow"] # error[L0303]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-elbow]
    /// when = "joint.hot"
    /// ```
    pub(crate) const COVERS_ITSELF: Error "L0303" = "a red flag covers itself";
}

pub(super) fn check(entry: &Entry<RedFlagDraft>, flag: &RedFlagDraft, found: &mut Vec<Diagnostic>) {
    if let Some(own) = flag.covers.iter().find(|id| id.value == entry.id.value) {
        found.push(
            COVERS_ITSELF
                .found(format!("`{}` covers itself", entry.id.value))
                .label(own.span, "the flag's own id")
                .help("take it out"),
        );
    }
}
