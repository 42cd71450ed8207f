//! P0114: an id that is already taken.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// `none` and `not-sure` stand for answers that the program adds itself, `fits-partly` and `fits-well` for how well a
    /// condition fits.
    ///
    /// # Why
    ///
    /// An option with that id could not be told apart from them.
    ///
    /// # Remedy
    ///
    /// Choose another id.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [question.joint.options]
    /// not-sure = { label = "I am not sure", told = "you are not sure" } # error[P0114]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml
    /// [question.joint.options]
    /// warm = { label = "A little warm", told = "the elbow is a little warm" }
    /// ```
    pub(crate) const RESERVED_ID: Error "P0114" = "an id that is already taken";
}

pub(crate) fn reserved_id(span: Span, found: &str) -> Diagnostic {
    RESERVED_ID
        .found(format!("`{found}` is taken: the program gives it a meaning itself"))
        .label(span, "taken")
        .help("choose another id")
}
