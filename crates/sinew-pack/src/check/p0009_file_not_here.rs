//! P0009: a file that this kind of pack does not have.

use crate::PackKind;
use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Conditions and cases stand in injury packs, regions in libraries.
    ///
    /// # Why
    ///
    /// A library is not opened by anybody, so conditions and cases in it would never be used; regions are
    /// shared.
    ///
    /// # Remedy
    ///
    /// Move the file to the other kind of pack.
    ///
    /// # Example
    ///
    /// ```toml grip-signs/cases/people.toml with error[P0009] on line 1
    /// #:schema ../.sinew/cases.schema.json
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/more.toml
    /// #:schema ../.sinew/cases.schema.json
    /// ```
    pub(crate) const FILE_NOT_HERE: Error "P0009" = "a file that this kind of pack does not have";
}

pub(crate) fn file_not_here(path: &str, place: Span, kind: PackKind, wanted: PackKind) -> Diagnostic {
    FILE_NOT_HERE
        .found(format!("`{path}` does not belong into a pack of kind `{}`", kind.name()))
        .label(place, "")
        .help(format!("move it to a pack of kind `{}`", wanted.name()))
}
