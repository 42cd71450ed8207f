//! P0001: a file is not UTF-8 text.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Pack files are text in UTF-8.
    ///
    /// # Why
    ///
    /// Text in another encoding would show people wrong letters.
    ///
    /// # Remedy
    ///
    /// Save the file as UTF-8.
    ///
    /// # Example
    ///
    /// ```toml sources.toml in latin-1
    /// [source.made-up]
    /// note = "Made up in Malmö." # error[P0001]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml sources.toml
    /// [source.made-up]
    /// note = "Made up in Malmö."
    /// ```
    pub(crate) const NOT_UTF8: Error "P0001" = "a file is not UTF-8 text";
}

pub(crate) fn not_utf8(first_byte: Span) -> Diagnostic {
    NOT_UTF8
        .found("this file is not UTF-8 text")
        .label(first_byte, "the first byte that does not belong")
        .help("save the file as UTF-8")
}
