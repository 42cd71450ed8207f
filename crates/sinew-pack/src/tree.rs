//! From text to a tree of values, each with its place in the text.

use crate::check;
use sinew_diag::{Diagnostic, Span, TextId, Texts};
use std::{borrow::Cow, ops::Range};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// How deep values nest.
const MAX_DEPTH: usize = 32;
/// How many syntax errors of one file are shown.
const MAX_SYNTAX_ERRORS: usize = 20;

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node<'t> {
    /// Where its key stands, if it has one.
    pub(crate) key: Option<Span>,
    /// Where it stands; for a table with a header, the header.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) value: Value<'t>,
}

/// What a value can be. Names and texts are those of the file where they stand in it as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value<'t> {
    Text(Cow<'t, str>),
    Whole(i64),
    /// A number with a point or an exponent, or one that is too large, as it was written.
    Decimal(String),
    Boolean(bool),
    Date(Cow<'t, str>),
    List(Vec<Node<'t>>),
    /// Entries in the order of the text.
    Table(Vec<(Cow<'t, str>, Node<'t>)>),
}

impl Node<'_> {
    /// Its key, or itself where it has none: where to point for something about the whole.
    pub(crate) fn name_span(&self) -> Span {
        self.key.unwrap_or(self.span)
    }

    /// What it is, in words.
    pub(crate) fn describe(&self) -> &'static str {
        match &self.value {
            Value::Text(_) => "a text",
            Value::Whole(_) => "a whole number",
            Value::Decimal(_) => "a number that is not whole",
            Value::Boolean(_) => "true or false",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The entry of a table or list that a JSON pointer leads to.
    pub(crate) fn at(&self, pointer: &str) -> Option<&Self> {
        let mut node = self;
        for part in pointer.split('/').skip(1) {
            let key = part.replace("~1", "/").replace("~0", "~");
            node = match &node.value {
                Value::Table(entries) => &entries.iter().find(|(name, _)| *name == key)?.1,
                Value::List(nodes) => nodes.get(key.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(node)
    }
}

/// Where something stands below the root: a JSON pointer, which is written only when somebody asks for it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pointer<'p> {
    /// As it is written.
    Written(&'p str),
    /// An entry of what a written one leads to.
    Entry(&'p str, &'p str),
    /// An entry of what another leads to.
    Below(&'p Pointer<'p>, &'p str),
    /// An item of what another leads to.
    Item(&'p Pointer<'p>, usize),
}

impl Pointer<'_> {
    /// As JSON writes it.
    pub(crate) fn written(self) -> String {
        match self {
            Self::Written(pointer) => pointer.to_owned(),
            Self::Entry(pointer, key) => pointer_to(pointer, key),
            Self::Below(pointer, key) => pointer_to(&pointer.written(), key),
            Self::Item(pointer, at) => format!("{}/{at}", pointer.written()),
        }
    }
}

/// A pointer to an entry of what another pointer leads to.
pub(crate) fn pointer_to(pointer: &str, key: &str) -> String {
    let mut longer = String::with_capacity(pointer.len() + 1 + key.len());
    longer.push_str(pointer);
    longer.push('/');
    // Hardly any key has one of these, and pointers are made for every key that is read.
    if key.contains(['~', '/']) {
        longer.push_str(&key.replace('~', "~0").replace('/', "~1"));
    } else {
        longer.push_str(key);
    }
    longer
}

/// Reads a text as TOML. The tree is there even if there are errors, as far as it could be read.
pub(crate) fn parse(id: TextId, texts: &Texts) -> (Node<'_>, Vec<Diagnostic>) {
    let text = texts.text(id);
    let (document, errors) = DeTable::parse_recoverable(text);
    let errors = errors.iter().map(|error| {
        let range = error.span().unwrap_or(0..0);
        (range, error.message().replace('\n', ", "))
    });
    let mut diagnostics = first_of_each_region(text, errors.collect())
        .into_iter()
        .map(|(range, message)| check::syntax(texts.span(id, range), &message))
        .collect::<Vec<_>>();
    let mut builder = Builder { id, texts, too_deep: None };
    let value = Value::Table(builder.table(document.into_inner(), 0));
    if let Some(span) = builder.too_deep {
        diagnostics.push(check::too_deep(span, MAX_DEPTH));
    }
    let root = Node { key: None, span: texts.span(id, 0..0), value };
    if diagnostics.is_empty() {
        check::newer_toml(&root, texts, &mut diagnostics);
    }
    (root, diagnostics)
}

/// Keeps the first error between two table headers, as further ones mostly follow from it.
fn first_of_each_region(text: &str, mut errors: Vec<(Range<usize>, String)>) -> Vec<(Range<usize>, String)> {
    if errors.is_empty() {
        return errors;
    }
    let headers: Vec<usize> = text.match_indices("\n[").map(|(at, _)| at).collect();
    let region = |range: &Range<usize>| headers.partition_point(|header| *header < range.start);
    errors.sort_by_key(|(range, _)| range.start);
    let mut kept: Vec<(Range<usize>, String)> = Vec::new();
    for (range, message) in errors {
        let is_new = kept.last().is_none_or(|(last, _)| region(last) != region(&range));
        if is_new && kept.len() < MAX_SYNTAX_ERRORS {
            kept.push((range, message));
        }
    }
    kept
}

struct Builder<'a> {
    id: TextId,
    texts: &'a Texts,
    /// The first place that is nested too deep.
    too_deep: Option<Span>,
}

impl<'a> Builder<'a> {
    fn table(&mut self, table: DeTable<'a>, depth: usize) -> Vec<(Cow<'a, str>, Node<'a>)> {
        let mut entries: Vec<_> = table
            .into_iter()
            .map(|(key, value)| {
                let span = self.texts.span(self.id, key.span());
                (key.into_inner(), self.node(Some(span), value, depth + 1))
            })
            .collect();
        entries.sort_by_key(|(_, node)| node.name_span().start());
        entries
    }

    fn node(&mut self, key: Option<Span>, value: Spanned<DeValue<'a>>, depth: usize) -> Node<'a> {
        let span = self.texts.span(self.id, value.span());
        if depth > MAX_DEPTH {
            self.too_deep.get_or_insert(span);
            return Node { key, span, value: Value::Boolean(false) };
        }
        let value = match value.into_inner() {
            DeValue::String(text) => Value::Text(text),
            DeValue::Integer(integer) => match i64::from_str_radix(integer.as_str(), integer.radix()) {
                Ok(number) => Value::Whole(number),
                Err(_) => Value::Decimal(integer.as_str().to_owned()),
            },
            DeValue::Float(float) => Value::Decimal(float.as_str().to_owned()),
            DeValue::Boolean(truth) => Value::Boolean(truth),
            DeValue::Datetime(date) => Value::Date(Cow::Owned(date.to_string())),
            DeValue::Array(values) => {
                Value::List(values.into_iter().map(|value| self.node(None, value, depth + 1)).collect())
            }
            DeValue::Table(table) => Value::Table(self.table(table, depth)),
        };
        Node { key, span, value }
    }
}

#[cfg(test)]
mod tests;
