//! P0115: the file does not fit its schema.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// Each file is checked against its JSON Schema, the one that editors use.
    ///
    /// # Why
    ///
    /// What the schema refuses, editors show as a mistake.
    ///
    /// # Remedy
    ///
    /// Read what the schema says about this place: your editor shows it.
    ///
    /// # No example
    ///
    /// No pack is known that causes it: every rule of the schemas has a check of its own, with words of its own.
    pub(crate) const SCHEMA_OTHER: Error "P0115" = "the file does not fit its schema";
}

/// What the schema library says, where there are no words of our own for it.
pub(crate) fn schema_other(span: Span, message: &str) -> Diagnostic {
    SCHEMA_OTHER.found("this does not fit the schema of the file").label(span, "").note(message)
}

/// The schema in the program is itself broken.
pub(crate) fn broken_schema(span: Span, name: &str) -> Diagnostic {
    SCHEMA_OTHER.found(format!("the schema {name}.schema.json of this program is broken")).label(span, "")
}
