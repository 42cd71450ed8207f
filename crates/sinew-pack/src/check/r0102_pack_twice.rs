//! R0102: two packs have the same id and version.

use semver::Version;
use sinew_diag::{Diagnostic, check};

check! {
    /// Among the packs at hand an id with a version stands for one content. Several versions of a pack may be at hand.
    ///
    /// # Why
    ///
    /// Otherwise chance would decide which of them gives the advice.
    ///
    /// # Remedy
    ///
    /// Raise the version of one of them, rename it, or leave its folder out.
    ///
    /// # Example
    ///
    /// ```toml sore-elbow-old/pack.toml with error[R0102]
    /// id = "sore-elbow"
    /// version = "0.3.1"
    /// [changes]
    /// "0.3.1" = ["The exercises say when to stop."]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml sore-elbow-old/pack.toml
    /// id = "sore-elbow-old"
    /// version = "0.3.1"
    /// [changes]
    /// "0.3.1" = ["The exercises say when to stop."]
    /// ```
    pub(crate) const PACK_TWICE: Error "R0102" = "two packs have the same id and version";
}

pub(crate) fn pack_twice(id: &str, version: Option<&Version>, places: &[&str]) -> Diagnostic {
    let version = version.map_or_else(String::new, |version| format!(" in version {version}"));
    PACK_TWICE
        .found(format!("the pack `{id}` is there more than once{version}: {}", places.join(", ")))
        .help("raise the version of one of them, rename it, or leave its folder out")
}
