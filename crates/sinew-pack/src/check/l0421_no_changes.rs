//! L0421: a version that does not say what it changed.

use crate::draft::IdentityDraft;
use semver::Version;
use sinew_diag::{Diagnostic, check};

check! {
    /// After version 0.1.0, the first, `[changes]` has an entry for the version of the pack.
    ///
    /// # Why
    ///
    /// People who answered an earlier version are told what is different now. Without an entry they learn
    /// only that something is.
    ///
    /// # Remedy
    ///
    /// Add the version with its changes in plain words.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// version = "0.4.0" # warning[L0421]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// version = "0.4.0"
    /// [changes]
    /// "0.4.0" = ["The grip test is now easier to do."]
    /// ```
    pub(crate) const NO_CHANGES: Warning "L0421" = "a version that does not say what it changed";
}

/// The first version of a pack, which changes nothing.
const FIRST: Version = Version::new(0, 1, 0);

pub(super) fn check(identity: &IdentityDraft, found: &mut Vec<Diagnostic>) {
    let Some(version) = &identity.version else { return };
    let says = identity.changes.iter().any(|change| change.version.value == version.value);
    if version.value > FIRST && !says {
        found.push(
            NO_CHANGES
                .found(format!("nothing says what version {} changed", version.value))
                .label(version.span, "")
                .help(format!(
                    "add `\"{}\" = [\"…\"]` below `[changes]`, in words for runners",
                    version.value
                )),
        );
    }
}
