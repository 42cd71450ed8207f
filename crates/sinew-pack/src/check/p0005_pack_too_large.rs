//! P0005: a pack is too large.

use sinew_diag::{Diagnostic, check};

check! {
    /// All files of a pack together have at most 8 MiB.
    ///
    /// # Why
    ///
    /// Packs come from anywhere; without a limit one could use up the memory.
    ///
    /// # Remedy
    ///
    /// Split the pack, or take out what does not belong in it.
    ///
    /// # Example
    ///
    /// ```toml cases/more-{n}.toml 9 times; filled to 1000000 bytes; with error[P0005]
    /// #:schema ../.sinew/cases.schema.json
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/more-{n}.toml 2 times; filled to 1000000 bytes
    /// #:schema ../.sinew/cases.schema.json
    /// ```
    pub(crate) const PACK_TOO_LARGE: Error "P0005" = "a pack is too large";
}

pub(crate) fn pack_too_large(shown_at: &str, most: usize) -> Diagnostic {
    PACK_TOO_LARGE
        .found(format!("the files of `{shown_at}` together have more than {most} bytes"))
        .help("split the pack, or take out what does not belong in it")
}
