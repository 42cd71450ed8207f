//! P0101: a key that nobody reads.

use crate::tree::Node;
use sinew_diag::{Diagnostic, Span, check, closest_name, only_close_name};
use std::borrow::Cow;

check! {
    /// A table has a fixed set of keys, and this one is none of them.
    ///
    /// # Why
    ///
    /// A misspelt key would be ignored, and what it says would be missing without anybody noticing.
    ///
    /// # Remedy
    ///
    /// Mend the spelling, or take the key out. `--fix` mends it where only one key can be meant, that key is not there yet, and
    /// it decides nothing.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [block.bad-pain]
    /// when = "worst.severe"
    /// actions = ["wrist-hold"]
    /// becuase = "loading the arm could make very bad pain worse" # error[P0101]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [block.bad-pain]
    /// when = "worst.severe"
    /// actions = ["wrist-hold"]
    /// because = "loading the arm could make very bad pain worse"
    /// ```
    pub(crate) const UNKNOWN_KEY: Error "P0101" = "a key that nobody reads";
}

/// `known` are the keys of the table, `there` its entries.
pub(crate) fn unknown_key<'a>(
    span: Span,
    key: &str,
    known: impl IntoIterator<Item = &'a str>,
    there: &[(Cow<'_, str>, Node<'_>)],
) -> Diagnostic {
    let known: Vec<&str> = known.into_iter().collect();
    let diagnostic = UNKNOWN_KEY.found(format!("nobody reads the key `{key}`")).label(span, "unknown key");
    if let Some(name) = only_close_name(key, keys_left(known.iter().copied(), there)) {
        return diagnostic.help_certain_edit(
            format!("a key with a similar name exists: `{name}`"),
            span,
            name,
        );
    }
    match meant_key(key, known.iter().copied(), there) {
        Some(name) => diagnostic.help_edit(format!("a key with a similar name exists: `{name}`"), span, name),
        None if known.is_empty() => diagnostic,
        None => diagnostic.help(format!("the keys here are: {}", known.join(", "))),
    }
}

/// The key that an unknown key is probably a misspelling of.
pub(crate) fn meant_key<'a>(
    key: &str,
    known: impl IntoIterator<Item = &'a str>,
    there: &[(Cow<'_, str>, Node<'_>)],
) -> Option<&'a str> {
    closest_name(key, keys_left(known, there))
}

/// The keys that can be meant: one that is there as well cannot.
fn keys_left<'a>(
    known: impl IntoIterator<Item = &'a str>,
    there: &[(Cow<'_, str>, Node<'_>)],
) -> impl Iterator<Item = &'a str> {
    known.into_iter().filter(|known| !there.iter().any(|(key, _)| key == known))
}
