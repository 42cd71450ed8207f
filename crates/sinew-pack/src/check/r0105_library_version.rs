//! R0105: a library has a version that does not fit.

use crate::{at_hand::at_hand_words, draft::Located};
use semver::{Version, VersionReq};
use sinew_diag::{Diagnostic, Span, check};

check! {
    /// `[uses]` names the versions of a library that fit the pack. One version of each library is taken, the highest at hand
    /// that fits all packs and libraries that use it.
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

/// Finds whether the version that was chosen of a library fits all that use it, each with the range it needs.
pub(crate) fn library_version(
    library: &str,
    version: &Located<Version>,
    users: &[(&str, &Located<VersionReq>)],
    at_hand: &[&Version],
) -> Option<Diagnostic> {
    let (_, range) = users.iter().find(|(_, range)| !range.value.matches(&version.value))?;
    let words = at_hand_words(at_hand);
    let message = if let [(user, range)] = users {
        format!("`{user}` needs `{library}` in version {}, but {words}", range.value)
    } else {
        let needs: Vec<String> =
            users.iter().map(|(user, range)| format!("`{user}` needs {}", range.value)).collect();
        format!("no version of `{library}` fits all that use it: {}; {words}", needs.join(", "))
    };
    let mut found = LIBRARY_VERSION.found(message).label(range.span, "needed here");
    for (_, other) in users.iter().filter(|(_, other)| other.span != range.span) {
        found = found.secondary(other.span, "and here");
    }
    let chosen = if at_hand.len() > 1 { "the version that comes nearest" } else { "the version at hand" };
    Some(found.secondary(version.span, chosen).help(
        "use a version of the library that fits, or check the pack against this one and change the range",
    ))
}

/// For packs with more combinations of versions than can be tried.
pub(crate) fn versions_too_tangled(pack: Option<Span>) -> Diagnostic {
    let found = LIBRARY_VERSION
        .found("which versions of the libraries fit together could not be found out")
        .help("leave out versions that are not needed, or name the versions more closely in `[uses]`");
    match pack {
        Some(pack) => found.label(pack, "this pack"),
        None => found,
    }
}
