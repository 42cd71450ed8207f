//! R0102: two packs have the same id.

use sinew_diag::{Diagnostic, check};

check! {
    /// Among the folders at hand an id stands for one pack.
    ///
    /// # Why
    ///
    /// Otherwise chance would decide which of them gives the advice.
    ///
    /// # Remedy
    ///
    /// Rename one of them or leave its folder out.
    ///
    /// # Example
    ///
    /// ```toml sore-elbow-old/pack.toml with error[R0102]
    /// id = "sore-elbow" # error[R0103]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml sore-elbow-old/pack.toml
    /// id = "sore-elbow-old"
    /// ```
    pub(crate) const PACK_TWICE: Error "R0102" = "two packs have the same id";
}

pub(crate) fn pack_twice(id: &str, places: &[&str]) -> Diagnostic {
    PACK_TWICE
        .found(format!("the pack `{id}` is there more than once: {}", places.join(", ")))
        .help("rename one of them, or leave its folder out")
}
