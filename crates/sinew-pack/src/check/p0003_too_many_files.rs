//! P0003: a pack has too many files.

use sinew_diag::{Diagnostic, check};

check! {
    /// A pack has at most 200 TOML files.
    ///
    /// # Why
    ///
    /// Packs come from anywhere; without a limit reading one could take for ever.
    ///
    /// # Remedy
    ///
    /// Put more cases into each file below `cases/`.
    ///
    /// # Example
    ///
    /// ```toml cases/more-{n}.toml 200 times; with error[P0003]
    /// #:schema ../.sinew/cases.schema.json
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/more.toml
    /// #:schema ../.sinew/cases.schema.json
    /// ```
    pub(crate) const TOO_MANY_FILES: Error "P0003" = "a pack has too many files";
}

pub(crate) fn too_many_files(shown_at: &str, most: usize) -> Diagnostic {
    TOO_MANY_FILES
        .found(format!("`{shown_at}` has more than {most} TOML files"))
        .help("put more cases into each file below `cases/`")
}
