//! R0106: libraries use each other in a circle.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// What a library uses may not use that library in turn.
    ///
    /// # Why
    ///
    /// There would be no order in which to read them.
    ///
    /// # Remedy
    ///
    /// Move what both need into a third library.
    pub(crate) const LIBRARY_CYCLE: Error "R0106" = "libraries use each other in a circle";
}

pub(crate) fn library_cycle(circle: &str, closing: Span) -> Diagnostic {
    LIBRARY_CYCLE
        .found(format!("packs use each other in a circle: {circle}"))
        .label(closing, "this closes the circle")
        .help("move what both need into a third library")
}

pub(crate) fn too_many_levels(place: Span, most: usize) -> Diagnostic {
    LIBRARY_CYCLE
        .found("libraries stand too high on one another")
        .label(place, format!("more than {most} levels"))
}
