//! The published schemas with the names of one pack put in, so that an editor completes, explains and checks ids too.
//!
//! Where names are wanted the published schemas say so themselves, in keywords of their own. What they would take as any id becomes
//! a list of those that there are, each with its author's words. The list ends in a pattern that no id fits: editors show the
//! pattern of the last branch when no name matches, and so one line in plain words instead of one for every name.
//!
//! A schema of a pack refuses nothing that the loader takes. If a file or a library of the pack cannot be read, nobody knows which
//! names there are; then those that are known are offered, and every id is taken.
//!
//! The files lie in a folder of the pack that belongs to whoever edits it: it is made anew on every machine, and version control
//! leaves it alone.

use serde_json::{Map, Value, json};
use sinew_app::saved::{SaveProblem, write_file};
use sinew_pack::{
    AnswerNames, KEYS_KEYWORD, KnownName, KnownNames, NAMES_KEYWORD, NameKind, published_schemas,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

/// The folder below that of the pack.
pub const FOLDER: &str = ".sinew";

/// How long a schema may become, in bytes. Beyond that it has no words, and if it is too long still, no names.
const MAX_BYTES: usize = 2 << 20;

/// A number that is written as a text, which is read too.
const NUMBER_IN_QUOTES: &str = "^[+-]?[0-9]+$";

/// What makes version control leave the folder alone.
const IGNORE: (&str, &str) = (".gitignore", "*\n");

/// A schema of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackSchema {
    /// The name of its file, such as `questions.schema.json`.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// Why the schemas of a pack were not written. Each file is as it was or as it is meant to be.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SchemasProblem {
    /// The folder, or a file in it, is something that is not written to.
    #[error("{} is a link or no ordinary {wanted}", .path.display())]
    NotOurs {
        /// What it is about.
        path: PathBuf,
        /// What it would have to be.
        wanted: &'static str,
    },
    /// The folder could not be made.
    #[error("{} could not be made: {source}", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file could not be written.
    #[error(transparent)]
    Save(#[from] SaveProblem),
}

impl SchemasProblem {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NotOurs { .. } => {
                "remove it and run this again; it holds nothing but what is made from the pack"
            }
            Self::Folder { .. } => "check that the folder of the pack is one that you may write to",
            Self::Save(problem) => problem.remedy(),
        }
    }
}

/// What became of the schemas of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenSchemas {
    /// The folder they are in.
    pub folder: PathBuf,
    /// How many files were written.
    pub written: usize,
    /// How many were as they are meant to be already.
    pub unchanged: usize,
}

/// Whether the folder of a pack has its schemas, so that they are to be kept up to date.
pub fn are_wanted(pack_folder: &Path) -> bool {
    fs::symlink_metadata(pack_folder.join(FOLDER)).is_ok()
}

/// Writes the schemas of the pack in this folder. A file that is as it is meant to be is not touched.
///
/// Links are not followed: a pack may come from anybody, and whoever only checks it shall not write outside of it.
pub fn write(pack_folder: &Path, names: &KnownNames) -> Result<WrittenSchemas, SchemasProblem> {
    let folder = pack_folder.join(FOLDER);
    match fs::symlink_metadata(&folder) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Err(SchemasProblem::NotOurs { path: folder, wanted: "folder" }),
        Err(_) => {
            fs::create_dir(&folder)
                .map_err(|source| SchemasProblem::Folder { path: folder.clone(), source })?;
        }
    }
    let mut report = WrittenSchemas { folder, written: 0, unchanged: 0 };
    for (name, text) in files(names) {
        let path = report.folder.join(&name);
        match fs::symlink_metadata(&path) {
            Ok(found) if !found.is_file() => return Err(SchemasProblem::NotOurs { path, wanted: "file" }),
            Ok(_) if fs::read(&path).is_ok_and(|now| now == text.as_bytes()) => report.unchanged += 1,
            _ => {
                write_file(&path, &text)?;
                report.written += 1;
            }
        }
    }
    Ok(report)
}

/// The files of the folder, with their texts.
pub(crate) fn files(names: &KnownNames) -> impl Iterator<Item = (String, String)> {
    let ignore = (IGNORE.0.to_owned(), IGNORE.1.to_owned());
    schemas(names).into_iter().map(|schema| (schema.file, schema.text)).chain([ignore])
}

/// The schemas of a pack with these names, one for each kind of file.
pub fn schemas(names: &KnownNames) -> Vec<PackSchema> {
    schemas_within(names, MAX_BYTES)
}

fn schemas_within(names: &KnownNames, most: usize) -> Vec<PackSchema> {
    let schema = |(name, published): (&str, &str)| {
        let text = [true, false].into_iter().find_map(|with_words| {
            let text = with_names(published, names, with_words)?;
            (text.len() <= most).then_some(text)
        });
        PackSchema { file: format!("{name}.schema.json"), text: text.unwrap_or_else(|| published.to_owned()) }
    };
    published_schemas().map(schema).collect()
}

/// A published schema with the names of a pack. None if it is no JSON, which is ruled out by the tests of those who publish it.
fn with_names(published: &str, names: &KnownNames, with_words: bool) -> Option<String> {
    let mut schema: Value = serde_json::from_str(published).ok()?;
    let mut maker = Maker::new(names, with_words);
    maker.put_into(&mut schema);
    let lists = maker.lists;
    if !lists.is_empty() {
        let definitions = schema.as_object_mut()?.entry("$defs").or_insert_with(|| Value::Object(Map::new()));
        definitions.as_object_mut()?.extend(lists);
    }
    let mut text = schema.to_string();
    text.push('\n');
    Some(text)
}

/// Puts names into one schema.
struct Maker<'a> {
    is_whole: bool,
    with_words: bool,
    by_kind: BTreeMap<NameKind, Vec<&'a KnownName>>,
    /// Red flags and exits are findings too: what each of these is beside that.
    special: BTreeMap<&'a str, NameKind>,
    answers: BTreeMap<&'a str, &'a AnswerNames>,
    /// The lists of names that the schema refers to, by their place among its definitions.
    lists: Map<String, Value>,
}

impl<'a> Maker<'a> {
    fn new(names: &'a KnownNames, with_words: bool) -> Self {
        let mut by_kind: BTreeMap<NameKind, Vec<&KnownName>> = BTreeMap::new();
        for name in &names.names {
            by_kind.entry(name.kind).or_default().push(name);
        }
        let special = [NameKind::RedFlag, NameKind::Exit].into_iter().flat_map(|kind| names.of(kind));
        let answers = names.answers.iter().map(|answers| (answers.question.as_str(), answers));
        Self {
            is_whole: names.is_whole,
            with_words,
            by_kind,
            special: special.map(|name| (name.name.as_str(), name.kind)).collect(),
            answers: answers.collect(),
            lists: Map::new(),
        }
    }

    fn put_into(&mut self, schema: &mut Value) {
        match schema {
            Value::Object(object) => {
                object.values_mut().for_each(|inner| self.put_into(inner));
                if let Some(kinds) = kinds(object.remove(NAMES_KEYWORD)) {
                    self.value(object, &kinds);
                }
                if let Some(kinds) = kinds(object.remove(KEYS_KEYWORD)) {
                    self.keys(object, &kinds);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|inner| self.put_into(inner)),
            _ => {}
        }
    }

    /// Makes the schema of a value that names one of these kinds refer to the list of them.
    fn value(&mut self, object: &mut Map<String, Value>, kinds: &[NameKind]) {
        let list = kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join("-or-");
        let description = object.remove("description");
        let anything = std::mem::take(object);
        if !self.lists.contains_key(&list) {
            let last = if self.is_closed(kinds) { nothing(&refusal(kinds)) } else { Value::Object(anything) };
            let named = self.names_of(kinds).into_iter().map(|name| {
                let words = self.words(name, kinds);
                choice(&name.name, words)
            });
            let branches: Vec<Value> = named.chain([last]).collect();
            self.lists.insert(list.clone(), json!({ "anyOf": branches }));
        }
        object.extend(description.map(|description| ("description".to_owned(), description)));
        object.insert("$ref".to_owned(), format!("#/$defs/{list}").into());
    }

    /// Gives a table whose keys name one of these kinds a key for each name.
    fn keys(&mut self, object: &mut Map<String, Value>, kinds: &[NameKind]) {
        let patterns = object.get("patternProperties").and_then(Value::as_object);
        let any_value =
            patterns.and_then(|patterns| patterns.values().next()).cloned().unwrap_or(Value::Bool(true));
        let mut properties = Map::new();
        for name in self.names_of(kinds) {
            let answers = self.answers.get(name.name.as_str());
            let mut value = match answers.filter(|_| self.is_whole && kinds == [NameKind::Question]) {
                Some(answers) => self.answer(answers),
                None => any_value.clone(),
            };
            if let (Some(value), Some(words)) = (value.as_object_mut(), self.words(name, kinds)) {
                value.insert("description".to_owned(), words.into());
            }
            properties.insert(name.name.clone(), value);
        }
        object.insert("properties".to_owned(), Value::Object(properties));
        if self.is_closed(kinds) {
            object.remove("patternProperties");
        }
    }

    /// The schema of an answer to a question: every form that the loader reads.
    fn answer(&self, answers: &AnswerNames) -> Value {
        let AnswerNames { question: _, choices, several, numbers } = answers;
        let choices: Vec<Value> = choices
            .iter()
            .map(|(name, told)| {
                choice(name, Some(told.clone()).filter(|told| self.with_words && !told.is_empty()))
            })
            .collect();
        let wanted = "an answer to this question";
        let text = |pattern: &str| {
            let mut branches = choices.clone();
            branches.push(nothing(pattern));
            branches
        };
        let (mut branches, in_list) = match numbers {
            Some((least, most)) => {
                let mut branches = text(NUMBER_IN_QUOTES);
                branches.push(json!({ "type": "integer", "minimum": least, "maximum": most }));
                (branches, text(NUMBER_IN_QUOTES))
            }
            // Several options can also be written as one text with commas, which is left to the loader.
            None if *several => (text(&format!("{wanted}|,")), text(wanted)),
            None => (text(wanted), text(wanted)),
        };
        let mut list = json!({ "type": "array", "minItems": 1, "items": { "anyOf": in_list } });
        if let Some(list) = list.as_object_mut().filter(|_| !several) {
            list.insert("maxItems".to_owned(), 1.into());
        }
        branches.push(list);
        json!({ "anyOf": branches })
    }

    /// Whether there are no names of these kinds but those that are known.
    fn is_closed(&self, kinds: &[NameKind]) -> bool {
        self.is_whole && !kinds.contains(&NameKind::Group)
    }

    /// The names of these kinds, each once.
    fn names_of(&self, kinds: &[NameKind]) -> Vec<&'a KnownName> {
        let mut known = BTreeSet::new();
        let names = kinds.iter().filter_map(|kind| self.by_kind.get(kind)).flatten().copied();
        names.filter(|name| known.insert(name.name.as_str())).collect()
    }

    /// What is shown for a name: the author's words, and where they stand.
    fn words(&self, name: &KnownName, kinds: &[NameKind]) -> Option<String> {
        if !self.with_words {
            return None;
        }
        // Among others of its kind a name needs no word for what it is.
        let special = self.special.get(name.name.as_str()).filter(|_| name.kind == NameKind::Finding);
        let what = special.copied().unwrap_or(name.kind);
        let what = if kinds == [what] { String::new() } else { format!("{}: ", capital(what_it_is(what))) };
        let KnownName { words, pack, file, .. } = name;
        let words = if words.is_empty() { "(no words yet)" } else { words };
        Some(format!("{what}{words}\n\n{pack}/{file}"))
    }
}

/// The kinds that a keyword of a published schema names.
fn kinds(keyword: Option<Value>) -> Option<Vec<NameKind>> {
    let Some(Value::Array(names)) = keyword else { return None };
    let kind = |name: &Value| NameKind::ALL.into_iter().find(|kind| Some(kind.name()) == name.as_str());
    Some(names.iter().filter_map(kind).collect())
}

/// A branch for one text. Taplo shows the words of all branches at a value unless told which are about it.
fn choice(text: &str, words: Option<String>) -> Value {
    match words {
        None => json!({ "const": text }),
        Some(words) => json!({
            "const": text,
            "description": words,
            "x-taplo": { "docs": { "main": "", "constValue": words } },
        }),
    }
}

/// A branch that no id and no answer fits, and that says what would.
fn nothing(wanted: &str) -> Value {
    json!({ "type": "string", "pattern": wanted })
}

fn refusal(kinds: &[NameKind]) -> String {
    let mut words: Vec<&str> = kinds.iter().map(|kind| what_it_is(*kind)).collect();
    let last = words.pop().unwrap_or("name");
    let what = if words.is_empty() { last.to_owned() } else { format!("{} or {last}", words.join(", ")) };
    let article = if what.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    let place = if kinds == [NameKind::Case] { "this pack" } else { "this pack or its libraries" };
    format!("{article} {what} of {place}")
}

fn what_it_is(kind: NameKind) -> &'static str {
    match kind {
        NameKind::RedFlag => "red flag",
        NameKind::WorseAnswer => "question with a worse answer, or option",
        kind => kind.name(),
    }
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
