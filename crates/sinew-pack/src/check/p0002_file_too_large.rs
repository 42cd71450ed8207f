//! P0002: a file is too large.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// A pack file has at most 1 MiB.
    ///
    /// # Why
    ///
    /// Packs come from anywhere; without a limit one file could use up the memory.
    ///
    /// # Remedy
    ///
    /// Split the pack, or take out what does not belong in it.
    ///
    /// # Example
    ///
    /// ```toml cases/more.toml filled to 1048577 bytes; with error[P0002] on line 1
    /// #:schema ../.sinew/cases.schema.json
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/more-{n}.toml 2 times; filled to 524289 bytes
    /// #:schema ../.sinew/cases.schema.json
    /// ```
    pub(crate) const FILE_TOO_LARGE: Error "P0002" = "a file is too large";
}

pub(crate) fn file_too_large(place: Span, most: usize) -> Diagnostic {
    FILE_TOO_LARGE
        .found(format!("this file has more than {most} bytes"))
        .label(place, "")
        .help("split it, or take out what does not belong in it")
}
