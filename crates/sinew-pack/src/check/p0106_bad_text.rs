//! P0106: a text that cannot be shown.

use crate::{
    mend::quoted,
    shape::{MAX_TEXT_LENGTH, is_shown},
};
use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Texts are one line, not empty, without spaces at the ends and without control characters, at most
    /// 2000 characters long.
    ///
    /// # Why
    ///
    /// They are shown within other text, on every kind of screen.
    ///
    /// # Remedy
    ///
    /// Write the text on one line. `--fix` takes spaces away from its ends.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// title = "Wrist hold " # error[P0106]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// title = "Wrist hold"
    /// ```
    pub(crate) const BAD_TEXT: Error "P0106" = "a text that cannot be shown";
}

/// `text` is what was written, without its quotes.
pub(crate) fn bad_text(span: Span, text: &str) -> Diagnostic {
    let diagnostic = BAD_TEXT.found(format!(
            "a text is one line of 1 to {MAX_TEXT_LENGTH} characters, without spaces at its ends, control characters and characters that turn the direction of writing"
        ),
    )
    .label(span, "");
    match Some(text.trim()).filter(|text| is_shown(text)).and_then(quoted) {
        Some(text) => diagnostic.help_certain_edit("leave out the spaces at its ends", span, text),
        None => diagnostic,
    }
}

pub(crate) fn bad_doi(span: Span, found: &str) -> Diagnostic {
    BAD_TEXT
        .found(format!("`{found}` is not a DOI"))
        .label(span, "")
        .help("write it without an address before it, such as \"10.1136/bjsports-2024-109380\"")
}

pub(crate) fn bad_country(span: Span, found: &str) -> Diagnostic {
    BAD_TEXT
        .found(format!("`{found}` is not a country code"))
        .label(span, "")
        .help("write the two capital letters of ISO 3166, such as \"GB\"")
}
