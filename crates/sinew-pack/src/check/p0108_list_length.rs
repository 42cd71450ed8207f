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
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// steps = [ # error[P0108]
    ///     "Sit at a table.",
    ///     "Rest the arm on it.",
    ///     "Let the hand hang over the edge.",
    ///     "Lift the hand.",
    ///     "Hold it.",
    ///     "Lower it slowly.",
    /// ]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// steps = [
    ///     "Sit at a table, and rest the arm on it.",
    ///     "Let the hand hang over the edge.",
    ///     "Lift the hand and hold it.",
    ///     "Lower it slowly.",
    /// ]
    /// ```
    pub(crate) const LIST_LENGTH: Error "P0108" = "a list or table is too short or too long";
}

pub(crate) fn list_length(span: Span, wanted: &str) -> Diagnostic {
    LIST_LENGTH.found(format!("here {wanted}")).label(span, "")
}
