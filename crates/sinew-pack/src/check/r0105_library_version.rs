//! R0105: a library has a version that does not fit.

use crate::draft::{Located, Text};
use semver::{Version, VersionReq};
use sinew_diag::{Diagnostic, check};

check! {
    /// `[uses]` names the versions of a library that fit the pack.
    ///
    /// # Why
    ///
    /// Another version may have other ids or other rules.
    ///
    /// # Remedy
    ///
    /// Use a version of the library that fits, or check the pack against this one and widen the range.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// [uses]
    /// grip-signs = "^0.1" # error[R0105]
    /// ```
    ///
    /// ```toml grip-signs/pack.toml
    /// version = "0.2.0"
    /// [changes]
    /// "0.2.0" = ["There is a test of the grip."]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// [uses]
    /// grip-signs = "^0.2"
    /// ```
    ///
    /// ```toml grip-signs/pack.toml
    /// version = "0.2.0"
    /// [changes]
    /// "0.2.0" = ["There is a test of the grip."]
    /// ```
    pub(crate) const LIBRARY_VERSION: Error "R0105" = "a library has a version that does not fit";
}

pub(crate) fn library_version(
    user: &str,
    library: &Text,
    range: &Located<VersionReq>,
    version: &Located<Version>,
) -> Diagnostic {
    LIBRARY_VERSION
        .found(format!(
            "`{user}` needs `{}` in version {}, but version {} is at hand",
            library.value, range.value, version.value
        ))
        .label(range.span, "needed here")
        .secondary(version.span, "the version at hand")
        .help(
            "use a version of the library that fits, or check the pack against this one and change the range",
        )
}
