//! R0104: a library is not there.

use super::r0101_no_such_pack::with_packs_at_hand;
use crate::draft::Text;
use sinew_diag::{Diagnostic, check};

check! {
    /// Every library in `[uses]` has to be among the folders at hand.
    ///
    /// # Why
    ///
    /// Without it, questions and warning signs would be missing.
    ///
    /// # Remedy
    ///
    /// Add the library's folder, or mend its id.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// [uses]
    /// grip-sings = "^0.1" # error[R0104]
    /// ```
    ///
    /// ```toml grip-signs/pack.toml
    /// id = "grip-signs"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// [uses]
    /// grip-signs = "^0.1"
    /// ```
    ///
    /// ```toml grip-signs/pack.toml
    /// id = "grip-signs"
    /// ```
    pub(crate) const LIBRARY_MISSING: Error "R0104" = "a library is not there";
}

pub(crate) fn library_missing(library: &Text, user: &str, at_hand: &[&str]) -> Diagnostic {
    let found = LIBRARY_MISSING
        .found(format!("there is no library `{}`", library.value))
        .label(library.span, format!("`{user}` uses it"));
    with_packs_at_hand(found, "library", &library.value, at_hand)
}
