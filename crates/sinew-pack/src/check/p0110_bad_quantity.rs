//! P0110: a time or a count cannot be read.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Times are written with a unit ("30 s", "5-10 min", "3 days"), counts as 3 or "2-4".
    ///
    /// # Why
    ///
    /// A number without a unit could be misread.
    ///
    /// # Remedy
    ///
    /// Write it like the examples.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip]
    /// review = "6 wks" # error[P0110]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip]
    /// review = "6 weeks"
    /// ```
    pub(crate) const BAD_QUANTITY: Error "P0110" = "a time or a count cannot be read";
}

pub(crate) fn bad_quantity(span: Span, message: impl Into<String>) -> Diagnostic {
    BAD_QUANTITY.found(message).label(span, "")
}
