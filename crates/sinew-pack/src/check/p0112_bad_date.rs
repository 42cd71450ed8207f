//! P0112: a date cannot be read.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Dates are written as year, month and day: "2026-11-22".
    ///
    /// # Why
    ///
    /// Other orders are read differently in different countries.
    ///
    /// # Remedy
    ///
    /// Write it like the example.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// reviewed = "3 January 2026" # error[P0112]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// reviewed = "2026-01-03"
    /// ```
    pub(crate) const BAD_DATE: Error "P0112" = "a date cannot be read";
}

pub(crate) fn bad_date(span: Span, found: &str) -> Diagnostic {
    BAD_DATE
        .found(format!("`{found}` is not a date"))
        .label(span, "")
        .help("write a date as year, month and day, such as \"2026-11-22\"")
}
