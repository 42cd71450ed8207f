//! P0113: a version cannot be read.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Versions have three numbers ("0.1.0"), version ranges look like "^0.1".
    ///
    /// # Why
    ///
    /// Versions are compared when a library is looked for.
    ///
    /// # Remedy
    ///
    /// Write it like the examples.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// version = "0.3" # error[P0113]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// version = "0.3.1"
    /// ```
    pub(crate) const BAD_VERSION: Error "P0113" = "a version cannot be read";
}

pub(crate) fn bad_version(span: Span, found: &str) -> Diagnostic {
    BAD_VERSION
        .found(format!("`{found}` is not a version"))
        .label(span, "")
        .help("versions have three numbers, such as \"0.1.0\"")
}

pub(crate) fn bad_range(span: Span, found: &str) -> Diagnostic {
    BAD_VERSION
        .found(format!("`{found}` is not a range of versions"))
        .label(span, "")
        .help("write a range such as \"^0.1\" (0.1.0 or later, below 0.2.0)")
}
