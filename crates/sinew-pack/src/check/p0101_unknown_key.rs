//! P0101: a key that nobody reads.

use sinew_diag::{Diagnostic, Span, check, closest_name};

check! {
    /// Tables have fixed keys.
    ///
    /// # Why
    ///
    /// A misspelt key would be ignored, and what it says would be missing without anybody noticing.
    ///
    /// # Remedy
    ///
    /// Mend the spelling, or take the key out.
    pub(crate) const UNKNOWN_KEY: Error "P0101" = "a key that nobody reads";
}

pub(crate) fn unknown_key<'a>(span: Span, key: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let known: Vec<&str> = known.into_iter().collect();
    let diagnostic = UNKNOWN_KEY.found(format!("nobody reads the key `{key}`")).label(span, "unknown key");
    match closest_name(key, known.iter().copied()) {
        Some(name) => diagnostic.help_edit(format!("a key with a similar name exists: `{name}`"), span, name),
        None if known.is_empty() => diagnostic,
        None => diagnostic.help(format!("the keys here are: {}", known.join(", "))),
    }
}
