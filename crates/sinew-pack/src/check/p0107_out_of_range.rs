//! P0107: a number is out of range.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Whole numbers have a range that makes sense where they stand.
    ///
    /// # Why
    ///
    /// Numbers beyond it are slips.
    ///
    /// # Remedy
    ///
    /// Write a number within the range that the message names.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// median-questions-at-most = 0 # error[P0107]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// median-questions-at-most = 5
    /// ```
    pub(crate) const OUT_OF_RANGE: Error "P0107" = "a number is out of range";
}

pub(crate) fn out_of_range(span: Span, found: &str, range: &str) -> Diagnostic {
    OUT_OF_RANGE.found(format!("{found} is out of range: {range}")).label(span, "")
}
