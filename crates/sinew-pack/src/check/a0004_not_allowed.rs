//! A0004: a comment that allows what cannot be allowed.

use sinew_diag::{Check, Diagnostic, Span, check, closest_name};

check! {
    /// A comment can allow what is a matter of style or taste: warnings whose codes begin with `L` or `T`.
    ///
    /// # Why
    ///
    /// An error is an error whatever the reason, and what is about safety, references or cases decides
    /// what people are told.
    ///
    /// # Remedy
    ///
    /// Mend what is found and take the comment out.
    ///
    /// # Example
    ///
    /// ```toml red-flags.toml without say
    /// # next error[A0004]
    /// # sinew: allow(L0301) reason = "people find their own words"
    /// [red-flag.hot-elbow] # error[L0301]
    /// urgency = "same-day"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-elbow]
    /// urgency = "same-day"
    /// say = "My elbow is hot."
    /// ```
    pub(crate) const NOT_ALLOWED: Error "A0004" = "a comment that allows what cannot be allowed";
}

pub(crate) fn not_allowed(code: Span, check: Check) -> Diagnostic {
    NOT_ALLOWED
        .found(format!("`{}` cannot be allowed: {}", check.code(), check.title()))
        .label(code, "this finding stays")
        .help("mend what is found, and take the comment out")
}

pub(crate) fn not_allowed_unknown(code: Span, name: &str) -> Diagnostic {
    let known = super::all().map(|check| check.code().name());
    let found = NOT_ALLOWED.found(format!("there is no code `{name}` to allow")).label(code, "no such code");
    match closest_name(name, known) {
        Some(similar) => found.help(format!("a similar code exists: `{similar}`")),
        None => found,
    }
}
