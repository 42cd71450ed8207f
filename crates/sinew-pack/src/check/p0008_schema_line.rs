//! P0008: the schema line is missing or wrong.

use crate::file_kind::FileKind;
use sinew_diag::{Diagnostic, TextId, Texts, check};

check! {
    /// The first line of each file names its JSON Schema in a comment that begins with `#:schema`.
    ///
    /// # Why
    ///
    /// Editors use it to complete and explain keys, words and ids, and to show mistakes while you type. The file it names is made by
    /// `sinew pack schemas`.
    ///
    /// # Remedy
    ///
    /// Put the line that the message shows first in the file. `--fix` does.
    ///
    /// # Example
    ///
    /// ```toml cases/more.toml with error[P0008] on line 1
    /// #:schema ./.sinew/cases.schema.json
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/more.toml
    /// #:schema ../.sinew/cases.schema.json
    /// ```
    pub(crate) const SCHEMA_LINE: Error "P0008" = "the schema line is missing or wrong";
}

pub(crate) fn schema_line(kind: FileKind, id: TextId, texts: &Texts) -> Option<Diagnostic> {
    let first = texts.text(id).lines().next().unwrap_or("");
    let without_mark = first.trim_start_matches('\u{feff}');
    if kind.is_schema_line(without_mark) {
        return None;
    }
    // A mark of the byte order stays first.
    let mark = first.len() - without_mark.len();
    let line = kind.schema_line();
    Some(if without_mark.starts_with("#:schema") {
        let span = texts.span(id, mark..first.len());
        SCHEMA_LINE
            .found("the schema line names another schema, or another place")
            .label(span, "")
            .help_certain_edit(format!("the line for this file is `{line}`"), span, line)
    } else {
        let span = texts.span(id, mark..mark);
        SCHEMA_LINE.found("the file does not begin with its schema line").label(span, "").help_certain_edit(
            format!("put this line first: `{line}`"),
            span,
            format!("{line}\n"),
        )
    })
}
