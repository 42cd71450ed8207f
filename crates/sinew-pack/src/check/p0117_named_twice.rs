//! P0117: a list names something twice.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// A list of ids names each thing once.
    ///
    /// # Why
    ///
    /// An action that stands in a list twice would count twice.
    ///
    /// # Remedy
    ///
    /// Take one of the two out.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-joint]
    /// actions = ["lighter-load", "lighter-load"] # error[P0117]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-joint]
    /// actions = ["lighter-load"]
    /// ```
    pub(crate) const NAMED_TWICE: Error "P0117" = "a list names something twice";
}

pub(crate) fn named_twice(id: &str, second: Span, first: Span) -> Diagnostic {
    NAMED_TWICE
        .found(format!("`{id}` stands in this list twice"))
        .label(second, "again here")
        .secondary(first, "first here")
        .help("take one of the two out")
}
