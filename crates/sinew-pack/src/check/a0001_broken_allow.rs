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
    pub(crate) const BROKEN_ALLOW: Error "A0001" = "a comment for allowing that cannot be read";
}

pub(crate) fn broken_allow(comment: Span, problem: &str) -> Diagnostic {
    BROKEN_ALLOW
        .found(format!("this comment allows nothing: {problem}"))
        .label(comment, "meant for Sinew, and not understood")
        .help("write it like this: # sinew: allow(T0101) reason = \"quoted as it was said\"")
}
