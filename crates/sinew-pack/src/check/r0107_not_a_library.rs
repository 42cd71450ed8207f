//! R0107: `[uses]` names a pack that is no library.

use crate::draft::Text;
use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Only packs of kind `library` can be used by others.
    ///
    /// # Why
    ///
    /// An injury pack brings conditions of its own, which do not belong into another.
    ///
    /// # Remedy
    ///
    /// Move what is to be shared into a library.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// [uses]
    /// sore-wrist = "^0.1" # error[R0107]
    /// ```
    ///
    /// ```toml sore-wrist/pack.toml
    /// kind = "injury" # warning[C0012]
    /// place = "at the wrist"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// [uses]
    /// sore-wrist = "^0.1"
    /// ```
    ///
    /// ```toml sore-wrist/pack.toml
    /// kind = "library"
    /// ```
    pub(crate) const NOT_A_LIBRARY: Error "R0107" = "`[uses]` names a pack that is no library";
}

pub(crate) fn not_a_library(library: &Text, kind: Span) -> Diagnostic {
    NOT_A_LIBRARY
        .found(format!("`{}` is not a library", library.value))
        .label(library.span, "used here")
        .secondary(kind, "its kind")
        .help("move what is to be shared into a library")
}
