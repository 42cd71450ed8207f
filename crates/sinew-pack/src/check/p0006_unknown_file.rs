//! P0006: a file that does not belong in a pack.

use crate::file_kind::FileKind;
use sinew_diag::{Diagnostic, Span, check, closest_name};

check! {
    /// A pack has files with fixed names, and cases below `cases/`.
    ///
    /// # Why
    ///
    /// A file with a wrong name would never be read, and its rules would be missing without anybody
    /// noticing.
    ///
    /// # Remedy
    ///
    /// Rename the file to the name that is meant, or move it out of the pack.
    ///
    /// # Example
    ///
    /// ```toml blocks.toml with error[P0006] on line 1
    /// #:schema ./.sinew/actions.schema.json
    ///
    /// [block.bad-pain]
    /// when = "worst.severe"
    /// actions = ["wrist-hold"]
    /// because = "loading the arm could make very bad pain worse"
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
    pub(crate) const UNKNOWN_FILE: Error "P0006" = "a file that does not belong in a pack";
}

pub(crate) fn unknown_file(path: &str, place: Span) -> Diagnostic {
    let diagnostic =
        UNKNOWN_FILE.found(format!("`{path}` is not one of the files a pack has")).label(place, "");
    let names: Vec<String> = FileKind::ALL
        .into_iter()
        .filter(|kind| *kind != FileKind::Cases)
        .map(|kind| format!("{}.toml", kind.name()))
        .collect();
    match closest_name(path, names.iter().map(String::as_str)) {
        Some(name) => diagnostic.help(format!("a file with a similar name would be read: `{name}`")),
        None => diagnostic.help(format!("the files are {} and cases/*.toml", names.join(", "))),
    }
}
