//! L0422: changes of a version that is still to come.

use crate::draft::IdentityDraft;
use sinew_diag::{Diagnostic, check};

check! {
    /// `[changes]` names this version of the pack and earlier ones.
    ///
    /// # Why
    ///
    /// People would be told of changes that are not in the pack. Mostly the version was not raised.
    ///
    /// # Remedy
    ///
    /// Raise `version`, or mend the entry.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// [changes]
    /// "9.0.0" = ["The grip test is now easier to do."] # error[L0422]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// [changes]
    /// "0.3.0" = ["The grip test is now easier to do."]
    /// ```
    pub(crate) const CHANGES_TO_COME: Error "L0422" = "changes of a version that is still to come";
}

pub(super) fn check(identity: &IdentityDraft, found: &mut Vec<Diagnostic>) {
    let Some(version) = &identity.version else { return };
    for change in identity.changes.iter().filter(|change| change.version.value > version.value) {
        let message =
            format!("`{}` is later than the version of the pack, {}", change.version.value, version.value);
        found.push(
            CHANGES_TO_COME
                .found(message)
                .label(change.version.span, "still to come")
                .secondary(version.span, "the version of the pack")
                .help("raise `version`, or mend the entry"),
        );
    }
}
