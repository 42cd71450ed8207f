//! A0002: a comment that allows what is not there.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// A comment allows a finding in the line or table that it is for. This one allows something that
    /// is not found there.
    ///
    /// # Why
    ///
    /// What was wrong has been mended, or the comment stands in the wrong place. Left where it is, it
    /// would hide the next mistake.
    ///
    /// # Remedy
    ///
    /// Take the comment out, or move it to the line above what it is for.
    ///
    /// # Example
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// # next warning[A0002]
    /// # sinew: allow(T0109) reason = "the leaflet says it so"
    /// because = "Gripping loads the cord."
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// because = "Gripping loads the cord."
    /// ```
    pub(crate) const ALLOWS_NOTHING: Warning "A0002" = "a comment that allows what is not there";
}

pub(crate) fn allows_nothing(code: Span, name: &str) -> Diagnostic {
    ALLOWS_NOTHING
        .found(format!("`{name}` is allowed here, but not found"))
        .label(code, "nothing to allow")
        .help("take the comment out, or move it to the line above what it is for")
}
