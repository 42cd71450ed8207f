//! Diagnostics: what is wrong, where, why, and what to do about it.

use crate::Span;
use std::{cmp::Ordering, fmt};

/// The stable name of one check, such as `R0203`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// The code with this name.
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.0)
    }
}

/// How bad it is. The order puts the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It cannot be used like this.
    Error,
    /// It can be used, but something is likely wrong.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word that is shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A place with a word about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is to be seen there; may be empty.
    pub text: String,
    /// Whether this is where the trouble is, and not only what it has to do with.
    pub primary: bool,
}

/// A change of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty stretch for something added.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
    /// Whether it is right without anybody looking at it.
    pub certain: bool,
}

/// What to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// In words.
    pub text: String,
    /// As a change of the text.
    pub edit: Option<Edit>,
}

/// Something that was found in a text, with everything a person needs to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which check found it.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong; understandable by itself, lower case, no full stop.
    pub message: String,
    /// Where, the place of the trouble first.
    pub labels: Vec<Label>,
    /// Why it matters, or what else to know.
    pub notes: Vec<String>,
    /// What to do.
    pub helps: Vec<Help>,
}

impl Diagnostic {
    /// A diagnostic without a place yet.
    pub fn new(severity: Severity, code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            helps: Vec::new(),
        }
    }

    /// An error without a place yet.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning without a place yet.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// Adds the place of the trouble.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into(), primary: true });
        self
    }

    /// Adds a place that has to do with it.
    pub fn secondary(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into(), primary: false });
        self
    }

    /// Adds something to know.
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds something to do.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.helps.push(Help { text: text.into(), edit: None });
        self
    }

    /// Adds something to do that can be shown as a change of the text. Whether it is right is for a person to say.
    pub fn help_edit(self, text: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.with_edit(text.into(), Edit { span, replacement: replacement.into(), certain: false })
    }

    /// Adds a change of the text that is right without anybody looking at it.
    pub fn help_certain_edit(
        self,
        text: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        self.with_edit(text.into(), Edit { span, replacement: replacement.into(), certain: true })
    }

    fn with_edit(mut self, text: String, edit: Edit) -> Self {
        self.helps.push(Help { text, edit: Some(edit) });
        self
    }

    /// The change that mends it without anybody looking, with its words. Several helps with changes are different ways to mend
    /// the same, so only the first that is certain counts.
    pub fn certain_edit(&self) -> Option<(&str, &Edit)> {
        let mut edits = self.helps.iter().filter_map(|help| Some((help.text.as_str(), help.edit.as_ref()?)));
        edits.find(|(_, edit)| edit.certain)
    }

    /// The place of the trouble: the first primary label, or else the first label.
    pub fn place(&self) -> Option<Span> {
        self.labels.iter().find(|label| label.primary).or_else(|| self.labels.first()).map(|label| label.span)
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The order in which diagnostics are shown: by text, place, code, and then by their words. Those without a place come
    /// first.
    pub fn order(&self, other: &Self) -> Ordering {
        self.place()
            .cmp(&other.place())
            .then_with(|| self.code.cmp(&other.code))
            .then_with(|| self.message.cmp(&other.message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Texts;

    const CODE: Code = Code::new("R0001");

    #[test]
    fn the_order_is_by_text_then_place_then_code() {
        let mut texts = Texts::new();
        let first = texts.add("a".into(), "0123456789".into());
        let second = texts.add("b".into(), "0123456789".into());
        let at = |id, start| texts.span(id, start..start + 1);
        let mut list = [
            Diagnostic::error(CODE, "d").label(at(second, 0), ""),
            Diagnostic::error(CODE, "c").label(at(first, 5), ""),
            Diagnostic::error(Code::new("P0001"), "b").label(at(first, 5), ""),
            Diagnostic::error(CODE, "a").secondary(at(first, 9), "").label(at(first, 1), ""),
            Diagnostic::error(CODE, "nowhere"),
        ];
        list.sort_by(Diagnostic::order);
        let messages: Vec<&str> = list.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(messages, ["nowhere", "a", "b", "c", "d"]);
    }
}
