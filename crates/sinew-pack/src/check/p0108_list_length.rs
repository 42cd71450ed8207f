//! P0108: a list or table is too short or too long.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Some lists need at least one entry, some have a largest length.
    ///
    /// # Why
    ///
    /// An empty list says nothing; a very long one is not read by anybody.
    ///
    /// # Remedy
    ///
    /// Add or take away entries.
    pub(crate) const LIST_LENGTH: Error "P0108" = "a list or table is too short or too long";
}

pub(crate) fn list_length(span: Span, wanted: &str) -> Diagnostic {
    LIST_LENGTH.found(format!("here {wanted}")).label(span, "")
}
