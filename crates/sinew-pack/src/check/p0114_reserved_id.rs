//! P0114: an id that is already taken.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// `none` and `not-sure` stand for answers that the program adds itself.
    ///
    /// # Why
    ///
    /// An option with that id could not be told apart from them.
    ///
    /// # Remedy
    ///
    /// Choose another id.
    pub(crate) const RESERVED_ID: Error "P0114" = "an id that is already taken";
}

pub(crate) fn reserved_id(span: Span, found: &str) -> Diagnostic {
    RESERVED_ID
        .found(format!("`{found}` is taken: the program adds that answer itself"))
        .label(span, "taken")
        .help("choose another id")
}
