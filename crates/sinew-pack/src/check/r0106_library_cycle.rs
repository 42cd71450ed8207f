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
    ///
    /// # Example
    ///
    /// ```toml arm-signs/pack.toml
    /// [uses]
    /// grip-signs = "^0.1"
    /// ```
    ///
    /// ```toml grip-signs/pack.toml
    /// [uses]
    /// arm-signs = "^0.1" # error[R0106]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml arm-signs/pack.toml
    /// [uses]
    /// grip-signs = "^0.1"
    /// ```
    ///
    /// ```toml grip-signs/pack.toml
    /// id = "grip-signs"
    /// ```
    pub(crate) const LIBRARY_CYCLE: Error "R0106" = "libraries use each other in a circle";
}

/// The circle begins with the first id in alphabetical order, so that it is one and the same from wherever it is met. Each pack
/// comes with the place where it uses the next, the last where it uses the first.
pub(crate) fn library_cycle(circle: &[(String, Span)]) -> Diagnostic {
    let first = circle.iter().enumerate().min_by_key(|(_, (id, _))| id).map_or(0, |(at, _)| at);
    let in_order = || circle.iter().cycle().skip(first).take(circle.len());
    let ids: Vec<&str> = in_order().chain(in_order().take(1)).map(|(id, _)| id.as_str()).collect();
    let found = LIBRARY_CYCLE.found(format!("packs use each other in a circle: {}", ids.join(" → ")));
    let found = match in_order().last() {
        Some((_, closing)) => found.label(*closing, "this closes the circle"),
        None => found,
    };
    found.help("move what both need into a third library")
}

pub(crate) fn too_many_levels(place: Span, most: usize) -> Diagnostic {
    LIBRARY_CYCLE
        .found("libraries stand too high on one another")
        .label(place, format!("more than {most} levels"))
}
