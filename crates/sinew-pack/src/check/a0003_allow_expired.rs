//! A0003: a comment that allowed something until a day that has passed.

use sinew_diag::{Diagnostic, Span, check};
use sinew_model::Date;

check! {
    /// A comment may allow a finding until a day. After that day the finding counts again.
    ///
    /// # Why
    ///
    /// What was fine for a while has to be looked at again.
    ///
    /// # Remedy
    ///
    /// Mend what was allowed, or choose a later day and say why in the reason.
    ///
    /// # Example
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// # next warning[A0003]
    /// # sinew: allow(T0109) reason = "we asked the writer" until = "2026-01-31"
    /// because = "The arm should be used to gripping." # warning[T0109]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// because = "Gripping loads the cord."
    /// ```
    pub(crate) const ALLOW_EXPIRED: Warning "A0003" = "a comment that allowed something until a day that has passed";
}

pub(crate) fn allow_expired(comment: Span, until: Date) -> Diagnostic {
    ALLOW_EXPIRED
        .found(format!("this was allowed until {until}"))
        .label(comment, "the day has passed")
        .help("mend what was allowed, or choose a later day")
}
