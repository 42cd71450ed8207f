//! A0001: a comment for allowing that cannot be read.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// A comment that begins with `# sinew:` allows findings. It names the codes and gives a reason.
    ///
    /// # Why
    ///
    /// A comment that cannot be read would allow nothing, and its author would not know.
    ///
    /// # Remedy
    ///
    /// Write it like this: `# sinew: allow(T0101) reason = "quoted as it was said"`.
    ///
    /// # Example
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// # sinew: allow(T0109), the leaflet says it so # error[A0001]
    /// because = "The arm should be used to gripping." # warning[T0109]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// # sinew: allow(T0109) reason = "the leaflet says it so"
    /// because = "The arm should be used to gripping."
    /// ```
    pub(crate) const BROKEN_ALLOW: Error "A0001" = "a comment for allowing that cannot be read";
}

pub(crate) fn broken_allow(comment: Span, problem: &str) -> Diagnostic {
    BROKEN_ALLOW
        .found(format!("this comment allows nothing: {problem}"))
        .label(comment, "meant for Sinew, and not understood")
        .help("write it like this: # sinew: allow(T0101) reason = \"quoted as it was said\"")
}
