//! P0111: a ratio is out of range.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Likelihood ratios, factors and weights lie between 0.001 and 1000.
    ///
    /// # Why
    ///
    /// A ratio of 0 or below has no meaning, and one beyond the range would drown everything else.
    ///
    /// # Remedy
    ///
    /// Write a number between 0.001 and 1000.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip.evidence.grip]
    /// absent = 0 # error[P0111]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip.evidence.grip]
    /// absent = 0.1
    /// ```
    pub(crate) const BAD_RATIO: Error "P0111" = "a ratio is out of range";
}

pub(crate) fn bad_ratio(span: Span, found: &str) -> Diagnostic {
    BAD_RATIO
        .found(format!("{found} is no ratio between 0.001 and 1000"))
        .label(span, "")
        .help("write a number such as 4 or 0.4, with at most 12 digits")
}
