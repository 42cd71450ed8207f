//! The names that can be written in the files of a pack, with the words of its author for each: what an editor offers.
//!
//! They are read from the trees of the files and not from drafts. A draft is there only if all of an entry is right; but an entry
//! that is being written, with half of its keys missing, is named elsewhere already, and that is when its name is wanted.

use crate::{
    PackSource,
    file_kind::FileKind,
    load,
    tree::{self, Node, Value},
};
use sinew_model::{Band, FindingId, SourceId};
use std::collections::BTreeSet;

/// Where a published schema says what a value names: a list of [`NameKind::name`]s.
pub const NAMES_KEYWORD: &str = "x-sinew-names";
/// Where a published schema says what the keys of a table name: a list of [`NameKind::name`]s.
pub const KEYS_KEYWORD: &str = "x-sinew-keys";

/// How many characters of an author's words are kept.
const MAX_WORDS: usize = 200;

/// A kind of thing that is named in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// A question.
    Question,
    /// What a formula can name: an answer, a combination, a red flag, an exit, how well a condition fits.
    Finding,
    /// A red flag.
    RedFlag,
    /// An exit.
    Exit,
    /// A condition.
    Condition,
    /// A cause.
    Cause,
    /// An action.
    Action,
    /// A block.
    Block,
    /// A region.
    Region,
    /// A source.
    Source,
    /// A case of the pack itself.
    Case,
    /// What can be worse: a question whose answers are ordered so, or an option of a list.
    WorseAnswer,
    /// A group of lines of evidence. It comes into being by being named.
    Group,
}

impl NameKind {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Question,
        Self::Finding,
        Self::RedFlag,
        Self::Exit,
        Self::Condition,
        Self::Cause,
        Self::Action,
        Self::Block,
        Self::Region,
        Self::Source,
        Self::Case,
        Self::WorseAnswer,
        Self::Group,
    ];

    /// The name used in schemas.
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Finding => "finding",
            Self::RedFlag => "red-flag",
            Self::Exit => "exit",
            Self::Condition => "condition",
            Self::Cause => "cause",
            Self::Action => "action",
            Self::Block => "block",
            Self::Region => "region",
            Self::Source => "source",
            Self::Case => "case",
            Self::WorseAnswer => "worse-answer",
            Self::Group => "group",
        }
    }
}

/// One name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownName {
    /// What it names.
    pub kind: NameKind,
    /// The name as it is written.
    pub name: String,
    /// What it stands for, in the author's words on one line; empty if nothing is written yet.
    pub words: String,
    /// The id of the pack it comes from.
    pub pack: String,
    /// The file it comes from, below the folder of that pack.
    pub file: String,
}

/// How a question is answered in a case, or by opening a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerNames {
    /// The id of the question.
    pub question: String,
    /// What is written as an answer, each with how it is said back.
    pub choices: Vec<(String, String)>,
    /// Whether several of the choices can be given at once.
    pub several: bool,
    /// The least and the most, if the answer is a number.
    pub numbers: Option<(i64, i64)>,
}

/// All names of a pack and its libraries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KnownNames {
    /// Whether every file and library could be read, so that a name that is not here does not exist.
    pub is_whole: bool,
    /// The names: libraries before those that use them, files by name, entries in the order of the text. Each once by kind.
    pub names: Vec<KnownName>,
    /// The answers to each question of which at least the kind is known.
    pub answers: Vec<AnswerNames>,
}

impl KnownNames {
    /// The names of one kind.
    pub fn of(&self, kind: NameKind) -> impl Iterator<Item = &KnownName> {
        self.names.iter().filter(move |name| name.kind == kind)
    }
}

/// The names that the files of the pack with this name, `ID` or `ID@VERSION`, can write, whatever is wrong with them. None if it is
/// not there once.
pub fn names(available: &[PackSource], name: &str) -> Option<KnownNames> {
    let read = load::read(available, name)?;
    let mut collected = Collected { known: BTreeSet::new(), names: KnownNames::default() };
    collected.names.is_whole = read.is_whole;
    for unit in &read.units {
        for (path, text) in &unit.texts {
            let Some(kind) = FileKind::of(path) else { continue };
            let (root, _) = tree::parse(*text, &read.texts);
            let mut file = File { pack: unit.id(), path, collected: &mut collected };
            file.entries(kind, &root);
        }
    }
    Some(collected.names)
}

struct Collected {
    known: BTreeSet<(NameKind, String)>,
    names: KnownNames,
}

/// One file whose names are being collected.
struct File<'a> {
    pack: &'a str,
    path: &'a str,
    collected: &'a mut Collected,
}

impl File<'_> {
    fn entries(&mut self, kind: FileKind, root: &Node<'_>) {
        match kind {
            // Nothing names a property.
            FileKind::Pack | FileKind::Properties => {}
            FileKind::Questions => {
                for (id, entry) in table(root, "question") {
                    self.question(id, entry);
                }
                for (id, entry) in table(root, "finding") {
                    self.add(NameKind::Finding, id, text(entry, "means"));
                }
            }
            FileKind::RedFlags => {
                for (kind, key) in [(NameKind::RedFlag, "red-flag"), (NameKind::Exit, "exit")] {
                    for (id, entry) in table(root, key) {
                        self.add(kind, id, text(entry, "title"));
                        self.add(NameKind::Finding, id, text(entry, "title"));
                    }
                }
            }
            FileKind::Conditions => {
                self.keyed(root, "condition", NameKind::Condition, "name");
                for (id, condition) in table(root, "condition") {
                    self.fits(id, condition);
                    for (_, line) in table(condition, "evidence") {
                        let group = text(line, "group");
                        if !group.is_empty() {
                            self.add(NameKind::Group, group, "");
                        }
                    }
                }
            }
            FileKind::Causes => self.keyed(root, "cause", NameKind::Cause, "title"),
            FileKind::Actions => {
                self.keyed(root, "action", NameKind::Action, "title");
                self.keyed(root, "block", NameKind::Block, "because");
            }
            FileKind::Regions => self.keyed(root, "region", NameKind::Region, "name"),
            FileKind::Sources => self.keyed(root, "source", NameKind::Source, "citation"),
            FileKind::Cases => self.keyed(root, "case", NameKind::Case, "title"),
        }
    }

    fn keyed(&mut self, root: &Node<'_>, key: &str, kind: NameKind, words: &str) {
        for (id, entry) in table(root, key) {
            self.add(kind, id, text(entry, words));
        }
    }

    /// How well a condition fits can be named, unless it is only shown with red flags.
    fn fits(&mut self, id: &str, condition: &Node<'_>) {
        if matches!(inner(condition, "only-with").map(|flags| &flags.value), Some(Value::List(flags)) if !flags.is_empty())
        {
            return;
        }
        for (band, words) in [(Band::FitsPartly, "fits partly or well"), (Band::FitsWell, "fits well")] {
            let words = format!("{words}: {}", text(condition, "name"));
            self.add(NameKind::Finding, &format!("{id}.{}", band.name()), &words);
        }
    }

    fn question(&mut self, id: &str, entry: &Node<'_>) {
        let is_first = self.add(NameKind::Question, id, text(entry, "ask"));
        // Of a question whose kind is not written yet, everything counts that one of any kind would have.
        let kind = text(entry, "kind");
        let is_known = KINDS.contains(&kind);
        let may_be = |wanted: &[&str]| wanted.contains(&kind) || !is_known;
        let is_ordered = !text(entry, "ordered").is_empty();
        if may_be(&["yes-no", "any-of"]) || is_ordered && may_be(&["one-of", "scale", "number"]) {
            self.add(NameKind::WorseAnswer, id, text(entry, "ask"));
        }
        let mut answers =
            AnswerNames { question: id.to_owned(), choices: Vec::new(), several: false, numbers: None };
        let mut choice = |name: &str, words: &str| answers.choices.push((name.to_owned(), one_line(words)));
        if may_be(&["yes-no"]) {
            if is_known || inner(entry, "yes").is_some() {
                self.add(NameKind::Finding, id, told(entry, "yes"));
            }
            choice("yes", told(entry, "yes"));
            choice("no", told(entry, "no"));
        }
        if may_be(&["one-of", "any-of"]) {
            for (option, entry) in table(entry, "options") {
                let name = format!("{id}.{option}");
                self.add(NameKind::Finding, &name, text(entry, "told"));
                self.add(NameKind::WorseAnswer, &name, text(entry, "told"));
                choice(option, text(entry, "told"));
            }
        }
        if may_be(&["any-of"]) && (is_known || inner(entry, "none").is_some()) {
            self.add(NameKind::Finding, &format!("{id}.none"), told(entry, "none"));
            choice("none", told(entry, "none"));
        }
        if may_be(&["scale", "number"]) {
            for (name, range) in table(entry, "findings") {
                let words = text(entry, "told").replace("{value}", &range_words(range));
                self.add(NameKind::Finding, &format!("{id}.{name}"), &words);
            }
        }
        if inner(entry, "not-sure").is_none_or(|node| node.value != Value::Boolean(false)) {
            let words = format!("\"I'm not sure\" was the answer to: {}", text(entry, "ask"));
            self.add(NameKind::Finding, &format!("{id}.not-sure"), &words);
            choice("not-sure", "");
        }
        if is_known && is_first {
            answers.several = kind == "any-of";
            let ends = match kind {
                "scale" => Some((whole(entry, "/from/value"), whole(entry, "/to/value"))),
                "number" => Some((whole(entry, "/min"), whole(entry, "/max"))),
                _ => None,
            };
            answers.numbers = ends.map(|(least, most)| (least.unwrap_or(i64::MIN), most.unwrap_or(i64::MAX)));
            self.collected.names.answers.push(answers);
        }
    }

    /// Adds a name, unless it is none or is there already: of two equal ids, the second is an error. Says whether it was added.
    fn add(&mut self, kind: NameKind, name: &str, words: &str) -> bool {
        let is_name = match kind {
            NameKind::Finding | NameKind::WorseAnswer => FindingId::new(name).is_ok(),
            NameKind::Group => crate::shape::is_shown(name),
            // All ids have one form; that of sources stands for them.
            _ => SourceId::new(name).is_ok(),
        };
        let is_new = is_name && self.collected.known.insert((kind, name.to_owned()));
        if is_new {
            self.collected.names.names.push(KnownName {
                kind,
                name: name.to_owned(),
                words: one_line(words),
                pack: self.pack.to_owned(),
                file: self.path.to_owned(),
            });
        }
        is_new
    }
}

/// The kinds of question, as they are written.
const KINDS: [&str; 5] = ["yes-no", "one-of", "any-of", "scale", "number"];

/// What stands under a key of a table.
fn inner<'a>(node: &'a Node<'a>, key: &str) -> Option<&'a Node<'a>> {
    node.at(&tree::pointer_to("", key))
}

/// The entries of a table within a table; none if it is not there or is something else.
fn table<'a>(node: &'a Node<'a>, key: &str) -> impl Iterator<Item = (&'a str, &'a Node<'a>)> {
    let entries = match inner(node, key).map(|inner| &inner.value) {
        Some(Value::Table(entries)) => entries.as_slice(),
        _ => &[],
    };
    entries.iter().map(|(key, node)| (key.as_ref(), node))
}

/// A text of a table; empty if it is not there or is something else.
fn text<'a>(node: &'a Node<'a>, key: &str) -> &'a str {
    match inner(node, key).map(|inner| &inner.value) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

/// How a choice of a question is said back.
fn told<'a>(question: &'a Node<'a>, choice: &str) -> &'a str {
    inner(question, choice).map_or("", |choice| text(choice, "told"))
}

fn whole(node: &Node<'_>, pointer: &str) -> Option<i64> {
    match node.at(pointer)?.value {
        Value::Whole(number) => Some(number),
        _ => None,
    }
}

/// What stands for the number where a finding on a scale is said.
fn range_words(range: &Node<'_>) -> String {
    match (whole(range, "/at-least"), whole(range, "/at-most")) {
        (Some(least), Some(most)) if least == most => least.to_string(),
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("{least} or more"),
        (None, Some(most)) => format!("{most} or less"),
        (None, None) => "{value}".to_owned(),
    }
}

/// Words on one line that show what they are, cut where they become long.
fn one_line(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut line: String = line.chars().filter(|character| !sinew_diag::steers(*character)).collect();
    if let Some((end, _)) = line.char_indices().nth(MAX_WORDS) {
        line.truncate(end);
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests;
