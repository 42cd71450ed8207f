//! Changes that may be made without anybody looking: how they are written, and where they may be made.
//!
//! A check proposes a change as certain where its form leaves no doubt. Whether it stays certain is decided here alone, once all
//! findings are together: what a pack says about care is never changed without a person. So the places are a list of those that
//! are open, and whatever is not in it, now or in a later version of the format, is closed.

use crate::{
    check,
    draft::Text,
    file_kind::FileKind,
    tree::{self, Node, Value},
};
use sinew_diag::{Check, Diagnostic, Edit, Span, TextId, Texts, only_close_name};
use std::collections::BTreeMap;

/// Checks whose certain changes leave everything that is read as it is: a comment, a comma.
const SAME_MEANING: &[Check] = &[check::SCHEMA_LINE, check::NEWER_TOML];

/// The keys whose values may be changed, and into which a misspelt key may be changed. `*` is any id.
///
/// Red flags, exits, blocks, constraints and named findings are not here at all, nor is anything that decides: formulas,
/// figures, levels, doses, the lists of actions and causes, answers that a pack gives, and what a case expects.
const OPEN: &[(FileKind, &[&str])] = &[
    (FileKind::Pack, &["title", "place"]),
    (
        FileKind::Questions,
        &[
            "question.*.section",
            "question.*.short",
            "question.*.ask",
            "question.*.why",
            "question.*.help",
            "question.*.told",
            "question.*.yes.label",
            "question.*.yes.told",
            "question.*.no.label",
            "question.*.no.told",
            "question.*.none.told",
            "question.*.options.*.label",
            "question.*.options.*.told",
            "question.*.from.label",
            "question.*.to.label",
        ],
    ),
    (
        FileKind::Conditions,
        &[
            "condition.*.name",
            "condition.*.about",
            "condition.*.sources",
            "condition.*.evidence.*.because",
            "condition.*.evidence.*.absent-because",
            "condition.*.evidence.*.sources",
            "condition.*.adjust.*.because",
            "condition.*.adjust.*.sources",
        ],
    ),
    (FileKind::Causes, &["cause.*.title", "cause.*.because", "cause.*.sources"]),
    (
        FileKind::Actions,
        &[
            "action.*.title",
            "action.*.why",
            "action.*.steps",
            "action.*.feel",
            "action.*.do-not",
            "action.*.sources",
        ],
    ),
    (FileKind::Sources, &["source.*.citation", "source.*.note"]),
    (FileKind::Cases, &["case.*.title", "case.*.evidence", "case.*.like"]),
];

/// The ids that may be changed where they stand as keys.
const OPEN_IDS: &[(FileKind, &[&str])] = &[(FileKind::Cases, &["case.*.answers.*"])];

/// Takes the certainty from every change that is not open. `kinds` has the kind of each text that was read.
pub(crate) fn confirm(found: &mut [Diagnostic], kinds: &BTreeMap<TextId, FileKind>, texts: &Texts) {
    let is_free = |diagnostic: &Diagnostic| SAME_MEANING.iter().any(|check| check.code() == diagnostic.code);
    let mut edits: BTreeMap<TextId, Vec<&mut Edit>> = BTreeMap::new();
    for diagnostic in found.iter_mut().filter(|diagnostic| !is_free(diagnostic)) {
        let all = diagnostic.helps.iter_mut().filter_map(|help| help.edit.as_mut());
        all.filter(|edit| edit.certain)
            .for_each(|edit| edits.entry(edit.span.text()).or_default().push(edit));
    }
    for (id, edits) in edits {
        let (tree, _) = tree::parse(id, texts);
        let places = Places::of(&tree);
        for edit in edits {
            edit.certain = kinds.get(&id).is_some_and(|kind| is_open(*kind, edit, &places));
        }
    }
}

fn is_open(kind: FileKind, edit: &Edit, places: &Places<'_>) -> bool {
    match places.at(edit.span) {
        Some((Part::Value, path)) => fits(OPEN, kind, &path),
        Some((Part::Key, mut path)) => {
            path.pop();
            path.push(edit.replacement.trim_matches('"'));
            fits(OPEN, kind, &path) || fits(OPEN_IDS, kind, &path)
        }
        None => false,
    }
}

fn fits(open: &[(FileKind, &[&str])], kind: FileKind, path: &[&str]) -> bool {
    open.iter().filter(|(of, _)| *of == kind).flat_map(|(_, patterns)| *patterns).any(|pattern| {
        let mut parts = pattern.split('.');
        path.iter().all(|key| parts.next().is_some_and(|part| part == "*" || part == *key))
            && parts.next().is_none()
    })
}

/// Which part of an entry a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Key,
    Value,
}

/// Where keys and plain values stand, and which keys lead to them.
#[derive(Debug, Default)]
struct Places<'t> {
    /// Each key, with the position of the one around it.
    keys: Vec<(&'t str, Option<usize>)>,
    parts: BTreeMap<Span, (Part, usize)>,
}

impl<'t> Places<'t> {
    fn of(tree: &'t Node<'t>) -> Self {
        let mut places = Self::default();
        places.add(tree, None);
        places
    }

    fn add(&mut self, node: &'t Node<'t>, key: Option<usize>) {
        match (&node.value, key) {
            (Value::Table(entries), _) => {
                for (name, child) in entries {
                    let at = self.keys.len();
                    self.keys.push((name, key));
                    if let Some(span) = child.key {
                        self.parts.insert(span, (Part::Key, at));
                    }
                    self.add(child, Some(at));
                }
            }
            (Value::List(nodes), _) => nodes.iter().for_each(|node| self.add(node, key)),
            (_, Some(key)) => drop(self.parts.insert(node.span, (Part::Value, key))),
            (_, None) => {}
        }
    }

    /// The part that a place lies in, and the keys that lead to it. A key has to be meant as a whole.
    fn at(&self, place: Span) -> Option<(Part, Vec<&'t str>)> {
        let (span, (part, key)) = self.parts.range(..=place).next_back()?;
        if !(*span == place || *part == Part::Value && span.contains(place)) {
            return None;
        }
        let (mut path, mut next) = (Vec::new(), Some(*key));
        while let Some((name, around)) = next.and_then(|at| self.keys.get(at)) {
            path.push(*name);
            next = *around;
        }
        path.reverse();
        Some((*part, path))
    }
}

/// A text as a TOML string in quotes; none if it cannot be written without escapes.
pub(crate) fn quoted(text: &str) -> Option<String> {
    let is_plain = !text.contains(['"', '\\']) && !text.chars().any(char::is_control);
    is_plain.then(|| format!("\"{text}\""))
}

/// Adds that something else has a name written alike, and the change to that name.
///
/// `known` are the names there are; the change is certain if no other of them can have been meant.
pub(crate) fn with_name<'a>(
    diagnostic: Diagnostic,
    id: &Text,
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
    help: String,
) -> Diagnostic {
    let mended = in_place_of(id, name);
    match only_close_name(&id.value, known) {
        Some(only) if only == name => diagnostic.help_certain_edit(help, id.span, mended),
        _ => diagnostic.help_edit(help, id.span, mended),
    }
}

/// A name as it is written where `id` stands: in quotes as that was, or where it needs them.
pub(crate) fn in_place_of(id: &Text, name: &str) -> String {
    let is_bare = id.span.range().len() == id.value.len() && !name.contains('.');
    if is_bare { name.to_owned() } else { format!("\"{name}\"") }
}

#[cfg(test)]
mod tests;
