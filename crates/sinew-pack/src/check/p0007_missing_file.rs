//! P0007: a file that every pack needs is missing.

use sinew_diag::{Diagnostic, check};

check! {
    /// Every pack has `pack.toml` and `sources.toml`.
    ///
    /// # Why
    ///
    /// Without them nobody knows what the pack is and what it rests on.
    ///
    /// # Remedy
    ///
    /// Add the file.
    ///
    /// # Example
    ///
    /// ```toml sources.toml removed; with error[P0007]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml sources.toml
    /// #:schema ./.sinew/sources.schema.json
    ///
    /// [source.made-up]
    /// citation = "Made up for tests."
    /// status = "judgement"
    /// ```
    pub(crate) const MISSING_FILE: Error "P0007" = "a file that every pack needs is missing";
}

pub(crate) fn missing_file(shown_at: &str, path: &str) -> Diagnostic {
    MISSING_FILE
        .found(format!("the pack at `{shown_at}` has no {path}"))
        .help(format!("every pack has one; packs/FORMAT.md shows what stands in a {path}"))
}
