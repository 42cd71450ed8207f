//! Checking a file against its JSON Schema: with `instance`, the only module that knows the library for it.
//!
//! The library says what does not fit in terms of the schema; here that becomes words about the file, with the place. Where
//! a schema has several branches, only the branch that the author most likely meant is reported on.

use crate::{
    check,
    file_kind::FileKind,
    instance::{Instance, Trees},
    shape,
    tree::{Node, Value as Written, pointer_to},
};
use jsonschema::{
    JsonType, PatternOptions, ValidationError, Validator,
    error::{TypeKind, ValidationErrorKind as Kind},
    json::Node as _,
};
use serde_json::{Map, Value};
use sinew_diag::{Diagnostic, Texts};
use std::{collections::BTreeSet, sync::OnceLock};

/// How many problems of one file the schema speaks of. The decoder finds the others: finding their places from here takes time.
const MAX_REPORTED: usize = 1_000;

/// What the schema has to say about a file.
#[derive(Debug, Default)]
pub(crate) struct SchemaReport {
    /// Where something was reported, as JSON pointers.
    pub(crate) pointers: BTreeSet<String>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A published schema, ready for use.
struct Published {
    schema: Value,
    /// Says of a file as it was read whether it fits: most do, and nothing of them is copied for it.
    of_trees: Validator<Trees>,
    /// Says what does not fit. It is made for the first file of which something does not.
    of_json: OnceLock<Option<Validator>>,
}

impl Published {
    fn of(schema: Value) -> Option<Self> {
        let options = jsonschema::options_for::<Trees>().with_pattern_options(PatternOptions::regex());
        let of_trees = options.build(&schema).ok()?;
        Some(Self { schema, of_trees, of_json: OnceLock::new() })
    }

    fn of_json(&self) -> Option<&Validator> {
        let options = || jsonschema::options().with_pattern_options(PatternOptions::regex());
        self.of_json.get_or_init(|| options().build(&self.schema).ok()).as_ref()
    }
}

fn text_of(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Pack => include_str!("../../../schemas/pack.schema.json"),
        FileKind::Questions => include_str!("../../../schemas/questions.schema.json"),
        FileKind::RedFlags => include_str!("../../../schemas/red-flags.schema.json"),
        FileKind::Conditions => include_str!("../../../schemas/conditions.schema.json"),
        FileKind::Causes => include_str!("../../../schemas/causes.schema.json"),
        FileKind::Actions => include_str!("../../../schemas/actions.schema.json"),
        FileKind::Regions => include_str!("../../../schemas/regions.schema.json"),
        FileKind::Sources => include_str!("../../../schemas/sources.schema.json"),
        FileKind::Properties => include_str!("../../../schemas/properties.schema.json"),
        FileKind::Cases => include_str!("../../../schemas/cases.schema.json"),
    }
}

/// The published schemas: the name of each kind of file, as in `NAME.toml` and `NAME.schema.json`, and the text.
pub fn published_schemas() -> impl Iterator<Item = (&'static str, &'static str)> {
    FileKind::ALL.into_iter().map(|kind| (kind.name(), text_of(kind)))
}

/// The published schema of a kind of file. None if it is broken, which a test rules out.
fn published(kind: FileKind) -> Option<&'static Published> {
    static PUBLISHED: [OnceLock<Option<Published>>; FileKind::ALL.len()] =
        [const { OnceLock::new() }; FileKind::ALL.len()];
    let at = FileKind::ALL.iter().position(|known| *known == kind)?;
    PUBLISHED[at]
        .get_or_init(|| {
            let schema: Value = serde_json::from_str(text_of(kind)).ok()?;
            Published::of(schema)
        })
        .as_ref()
}

/// Checks the tree of a file.
pub(crate) fn check(kind: FileKind, root: &Node<'_>, texts: &Texts) -> SchemaReport {
    let broken = || {
        let diagnostics = vec![check::broken_schema(root.span, kind.name())];
        SchemaReport { pointers: BTreeSet::new(), diagnostics }
    };
    let Some(published) = published(kind) else { return broken() };
    let instance = Instance::Node(root);
    if published.of_trees.is_valid(instance) {
        return SchemaReport::default();
    }
    let Some(validator) = published.of_json() else { return broken() };
    let instance = instance.to_value();
    let mut reporter = Reporter {
        schema: &published.schema,
        root,
        texts,
        report: SchemaReport::default(),
        missing: Vec::new(),
        meant: BTreeSet::new(),
        strays: BTreeSet::new(),
    };
    for error in validator.iter_errors(&instance).take(MAX_REPORTED) {
        reporter.error(&error.to_owned());
    }
    let mut report = reporter.finish();
    report.diagnostics.sort_by(Diagnostic::order);
    report.diagnostics.dedup();
    report
}

type Error = ValidationError<'static>;

struct Reporter<'a> {
    schema: &'a Value,
    root: &'a Node<'a>,
    texts: &'a Texts,
    report: SchemaReport,
    missing: Vec<Missing>,
    /// Keys that an unknown key probably means, as JSON pointers.
    meant: BTreeSet<String>,
    /// Ids that stand in tables which nobody reads.
    strays: BTreeSet<String>,
}

/// A key that is missing.
struct Missing {
    /// The key, as a JSON pointer.
    pointer: String,
    /// Keys that could be there instead, as JSON pointers.
    instead: Vec<String>,
    /// What there is to say about it.
    diagnostic: Diagnostic,
}

impl Reporter<'_> {
    /// What was reported. That a key is missing is left out where the key is there and only misspelt, or stands in the same entry
    /// of a table that is misspelt.
    fn finish(mut self) -> SchemaReport {
        for Missing { pointer, instead, diagnostic } in self.missing {
            let of_entry = match *pointer.split('/').collect::<Vec<_>>() {
                ["", _table, id, _key] => self.strays.contains(id),
                _ => false,
            };
            let is_meant =
                self.meant.contains(&pointer) || instead.iter().any(|key| self.meant.contains(key));
            if !of_entry && !is_meant {
                self.report.diagnostics.push(diagnostic);
            }
            self.report.pointers.insert(pointer);
        }
        self.report
    }

    fn add(&mut self, pointer: String, diagnostic: Diagnostic) {
        self.report.pointers.insert(pointer);
        self.report.diagnostics.push(diagnostic);
    }

    /// The part of the schema that the keyword of an error stands in.
    fn schema_around(&self, error: &Error) -> Option<&Value> {
        let path = error.schema_path().as_str();
        self.schema.pointer(path.rsplit_once('/').map_or("", |(parent, _)| parent))
    }

    fn error(&mut self, error: &Error) {
        if self.report.diagnostics.len() + self.missing.len() >= MAX_REPORTED {
            return;
        }
        let pointer = error.instance_path().as_str().to_owned();
        let Some(node) = self.root.at(&pointer) else { return };
        let span = node.span;
        let author = self.texts.slice(span);
        match error.kind() {
            Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
                self.branches(node, &pointer, context);
            }
            Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
                for key in unexpected.iter().take(MAX_REPORTED) {
                    self.unexpected(error, &pointer, key);
                }
            }
            Kind::Required { property } => {
                let key = property.as_str().unwrap_or_default();
                self.missing(node, &pointer, &[key]);
            }
            Kind::Type { kind } => {
                // `inf` and `nan` are numbers in TOML only.
                let is_number =
                    matches!((kind, &node.value), (TypeKind::Single(JsonType::Number), Written::Decimal(_)));
                let diagnostic = if is_number {
                    check::bad_ratio(span, author)
                } else {
                    check::wrong_type(span, &expected(kind), node.describe())
                };
                self.add(pointer, diagnostic);
            }
            Kind::Constant { expected_value } => {
                let diagnostic = match (expected_value.as_str(), &node.value) {
                    (Some(word), Written::Text(text)) => check::unknown_word(span, text, &[word]),
                    (Some(word), _) => {
                        check::wrong_type(span, &format!("the word \"{word}\""), node.describe())
                    }
                    (None, Written::Whole(_)) => check::unknown_format(span),
                    // The type is wrong, which is reported.
                    (None, _) => return,
                };
                self.add(pointer, diagnostic);
            }
            Kind::Pattern { pattern } => {
                let text = if let Written::Text(text) = &node.value { text.as_ref() } else { author };
                let diagnostic = shape::pattern_misfit(span, text, pattern)
                    .unwrap_or_else(|| check::schema_other(span, &error.to_string()));
                self.add(pointer, diagnostic);
            }
            Kind::MinItems { limit } | Kind::MinProperties { limit } => {
                let wanted = if *limit == 1 {
                    "at least one entry is needed".to_owned()
                } else {
                    format!("at least {limit} entries are needed")
                };
                self.add(pointer, check::list_length(span, &wanted));
            }
            Kind::MaxItems { limit } => {
                self.add(
                    pointer,
                    check::list_length(node.name_span(), &format!("at most {limit} entries are taken")),
                );
            }
            Kind::MaxLength { limit } => {
                let is_id = usize::try_from(*limit).is_ok_and(|limit| limit < shape::MAX_TEXT_LENGTH);
                let diagnostic =
                    if is_id { check::bad_id(span, author) } else { check::bad_text(span, author) };
                self.add(pointer, diagnostic);
            }
            Kind::Minimum { .. } | Kind::Maximum { .. } => {
                let diagnostic = self.out_of_range(error, node);
                self.add(pointer, diagnostic);
            }
            _ => self.add(pointer, check::schema_other(span, &error.to_string())),
        }
    }

    fn unexpected(&mut self, error: &Error, pointer: &str, key: &str) {
        let Some(node) = self.root.at(&pointer_to(pointer, key)) else { return };
        let span = node.name_span();
        let around = self.schema_around(error).and_then(Value::as_object);
        let keys_of = |name: &str| around.and_then(|schema| schema.get(name)).and_then(Value::as_object);
        let pattern = keys_of("patternProperties").and_then(|patterns| patterns.keys().next());
        if let Some(misfit) = pattern.and_then(|pattern| shape::pattern_misfit(span, key, pattern)) {
            self.add(pointer_to(pointer, key), misfit);
        } else {
            let known = keys_of("properties").into_iter().flat_map(Map::keys).cloned().collect();
            self.unknown_key(pointer, key, &known);
        }
    }

    /// Notes that the first of these keys is missing in the table that the pointer leads to, or another of them instead.
    fn missing(&mut self, node: &Node<'_>, pointer: &str, keys: &[&str]) {
        let mut pointers = keys.iter().map(|key| pointer_to(pointer, key));
        let (Some(first), Some(key)) = (pointers.next(), keys.first()) else { return };
        let diagnostic = check::missing_key(node.name_span(), key);
        self.missing.push(Missing { pointer: first, instead: pointers.collect(), diagnostic });
    }

    /// Reports a key of the table that the pointer leads to, which is none of those known.
    fn unknown_key(&mut self, pointer: &str, key: &str, known: &BTreeSet<String>) {
        let Some(Written::Table(there)) = self.root.at(pointer).map(|table| &table.value) else { return };
        let Some((_, node)) = there.iter().find(|(name, _)| name == key) else { return };
        if let (Written::Table(entries), true) = (&node.value, pointer.is_empty()) {
            self.strays.extend(entries.iter().map(|(id, _)| id.to_string()));
        }
        let known = || known.iter().map(String::as_str);
        self.meant.extend(check::meant_key(key, known(), there).map(|key| pointer_to(pointer, key)));
        let diagnostic = check::unknown_key(node.name_span(), key, known(), there);
        self.add(pointer_to(pointer, key), diagnostic);
    }

    fn out_of_range(&self, error: &Error, node: &Node<'_>) -> Diagnostic {
        let around = self.schema_around(error);
        let limit = |name: &str| around.and_then(|schema| schema.get(name)).map(ToString::to_string);
        let found = self.texts.slice(node.span);
        if around.and_then(|schema| schema.get("type")).and_then(Value::as_str) == Some("number") {
            return check::bad_ratio(node.span, found);
        }
        let range = match (limit("minimum"), limit("maximum")) {
            (Some(least), Some(most)) => format!("a whole number from {least} to {most} is expected"),
            (least, most) => format!(
                "a whole number from {} to {} is expected",
                least.unwrap_or_else(|| "any".into()),
                most.unwrap_or_else(|| "any".into())
            ),
        };
        check::out_of_range(node.span, found, &range)
    }

    /// Reports on the branch that was most likely meant.
    fn branches(&mut self, node: &Node<'_>, pointer: &str, branches: &[Vec<Error>]) {
        let here = |error: &Error| error.instance_path().as_str() == pointer;
        let words: Vec<&str> = branches
            .iter()
            .filter_map(|errors| errors.iter().find(|error| here(error)))
            .filter_map(|error| match error.kind() {
                Kind::Constant { expected_value } => expected_value.as_str(),
                _ => None,
            })
            .collect();
        if !words.is_empty() {
            return self.add(pointer.to_owned(), not_the_word(node, &words));
        }
        if self.wrong_tag(node, pointer, branches) {
            return;
        }
        let alternatives: Vec<Option<&str>> =
            branches.iter().map(|errors| only_missing(errors, pointer)).collect();
        if let Some(keys) = alternatives.into_iter().collect::<Option<Vec<&str>>>() {
            return self.missing(node, pointer, &keys);
        }
        let right_type: Vec<&Vec<Error>> = branches
            .iter()
            .filter(|errors| {
                !errors.iter().any(|error| here(error) && matches!(error.kind(), Kind::Type { .. }))
            })
            .filter(|errors| !errors.iter().any(|error| is_tag(error, pointer)))
            .collect();
        let misses = |errors: &[Error]| {
            let missing =
                errors.iter().filter(|error| here(error) && matches!(error.kind(), Kind::Required { .. }));
            let unknown = errors.iter().filter(|error| {
                here(error)
                    && matches!(
                        error.kind(),
                        Kind::AdditionalProperties { .. } | Kind::UnevaluatedProperties { .. }
                    )
            });
            (missing.count(), unknown.count())
        };
        let meant = right_type.iter().min_by_key(|errors| {
            let (missing, unknown) = misses(errors);
            missing + unknown
        });
        let is_clear = |errors: &[Error]| {
            let (missing, unknown) = misses(errors);
            right_type.len() == 1 || missing == 0 || unknown == 0
        };
        if let Some(errors) = meant.filter(|errors| is_clear(errors)) {
            for error in *errors {
                self.error(error);
            }
            return;
        }
        let types: BTreeSet<String> = branches
            .iter()
            .flatten()
            .filter(|error| here(error))
            .filter_map(
                |error| {
                    if let Kind::Type { kind } = error.kind() { Some(expected(kind)) } else { None }
                },
            )
            .collect();
        let is_formula = types.contains(TABLE) || !right_type.is_empty();
        let diagnostic = if is_formula {
            check::bad_formula(node.span)
        } else {
            let types: Vec<&str> = types.iter().map(String::as_str).collect();
            check::wrong_type(node.span, &types.join(" or "), node.describe())
        };
        self.add(pointer.to_owned(), diagnostic);
    }

    /// The keys of the tables that lack `kind`, of all branches together.
    fn keys_of_branches(&self, branches: &[Vec<Error>]) -> BTreeSet<String> {
        let required =
            branches.iter().flatten().filter(|error| matches!(error.kind(), Kind::Required { .. }));
        let schemas = required.filter_map(|error| self.schema_around(error)?.get("properties")?.as_object());
        schemas.flat_map(Map::keys).cloned().collect()
    }

    /// Reports a tag such as `kind` that fits no branch, or is missing.
    fn wrong_tag(&mut self, node: &Node<'_>, pointer: &str, branches: &[Vec<Error>]) -> bool {
        let tags: Vec<(&str, &str)> = branches
            .iter()
            .filter_map(|errors| errors.iter().find(|error| is_tag(error, pointer)))
            .filter_map(|error| match error.kind() {
                Kind::Constant { expected_value } => {
                    Some((error.instance_path().as_str(), expected_value.as_str()?))
                }
                _ => None,
            })
            .collect();
        if let Some((tag, _)) = tags.first()
            && tags.len() == branches.len()
            && let Some(written) = self.root.at(tag)
        {
            let words: Vec<&str> = tags.iter().map(|(_, word)| *word).collect();
            self.add((*tag).to_owned(), not_the_word(written, &words));
            return true;
        }
        let lacks_kind = |errors: &Vec<Error>| {
            errors.iter().any(|error| {
                matches!(error.kind(), Kind::Required { property } if property == "kind")
                    && error.instance_path().as_str() == pointer
            })
        };
        if branches.len() > 1 && branches.iter().all(lacks_kind) {
            self.missing(node, pointer, &["kind"]);
            // Which other keys there may be depends on the kind, so only those that are in no branch are looked at.
            let known = self.keys_of_branches(branches);
            let Written::Table(there) = &node.value else { return true };
            for (key, _) in there.iter().filter(|(key, _)| !known.contains(key.as_ref())) {
                self.unknown_key(pointer, key, &known);
            }
            return true;
        }
        false
    }
}

/// The key that the table at the pointer lacks, if nothing else is wrong.
fn only_missing<'e>(errors: &'e [Error], pointer: &str) -> Option<&'e str> {
    let [error] = errors else { return None };
    match error.kind() {
        Kind::Required { property } if error.instance_path().as_str() == pointer => property.as_str(),
        _ => None,
    }
}

fn not_the_word(node: &Node<'_>, words: &[&str]) -> Diagnostic {
    if let Written::Text(text) = &node.value {
        check::unknown_word(node.span, text, words)
    } else {
        let expected = format!("one of the words {}", words.join(", "));
        check::wrong_type(node.span, &expected, node.describe())
    }
}

/// Whether the error is about a constant one level below the pointer.
fn is_tag(error: &Error, pointer: &str) -> bool {
    matches!(error.kind(), Kind::Constant { .. })
        && error
            .instance_path()
            .as_str()
            .strip_prefix(pointer)
            .and_then(|rest| rest.strip_prefix('/'))
            .is_some_and(|key| !key.contains('/'))
}

const TABLE: &str = "a table";

fn expected(kind: &TypeKind) -> String {
    let words = |kind: JsonType| match kind {
        JsonType::Array => "a list",
        JsonType::Boolean => "true or false, without quotes",
        JsonType::Integer => "a whole number",
        JsonType::Null => "nothing",
        JsonType::Number => "a number",
        JsonType::Object => TABLE,
        JsonType::String => "a text in quotes",
    };
    match kind {
        TypeKind::Single(kind) => words(*kind).to_owned(),
        TypeKind::Multiple(kinds) => kinds.iter().map(words).collect::<Vec<_>>().join(" or "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree;
    use std::{fs, path::Path};

    #[test]
    fn every_published_schema_can_be_used() {
        for kind in FileKind::ALL {
            let published = published(kind).unwrap_or_else(|| panic!("{}", kind.name()));
            assert!(published.of_json().is_some(), "{}", kind.name());
        }
    }

    /// The texts of the shipped packs, each with its path in the pack.
    fn shipped() -> Vec<(String, String)> {
        let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
        let mut files = Vec::new();
        for pack in fs::read_dir(packs).unwrap().map(|entry| entry.unwrap().path()) {
            let mut folders = vec![pack.clone()];
            while let Some(folder) = folders.pop().filter(|folder| folder.is_dir()) {
                for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                    let within = path.strip_prefix(&pack).unwrap().to_str().unwrap().replace('\\', "/");
                    if path.is_dir() {
                        folders.push(path);
                    } else if FileKind::of(&within).is_some() {
                        files.push((within, fs::read_to_string(path).unwrap()));
                    }
                }
            }
        }
        files
    }

    /// Whether a file is looked at any further hangs on its tree, and what is said about it on a copy of that: they have to agree.
    #[test]
    fn a_tree_fits_as_its_copy_does_whatever_is_harmed() {
        const HARMS: [&str; 8] =
            ["", "= 3.5", "= nan", "= 1979-05-27", "= [\"a\", \"a\"]", "= {}", "= true", "= \"\""];
        let (mut fitting, mut others) = (0, 0);
        for (path, text) in shipped() {
            let published = FileKind::of(&path).and_then(published).unwrap();
            let mut agree = |text: String| {
                let mut texts = Texts::new();
                let id = texts.add(path.clone(), text);
                let (root, _) = tree::parse(id, &texts);
                let fits = published.of_trees.is_valid(Instance::Node(&root));
                let copy = Instance::Node(&root).to_value();
                assert_eq!(fits, published.of_json().unwrap().is_valid(&copy), "{path}: {}", texts.text(id));
                *if fits { &mut fitting } else { &mut others } += 1;
            };
            agree(text.clone());
            if text.len() > 40_000 {
                continue;
            }
            let lines: Vec<&str> = text.lines().collect();
            for (turn, at) in (0..lines.len()).step_by(11).enumerate() {
                let harm = HARMS[turn % HARMS.len()];
                let key = lines[at].split('=').next().unwrap_or_default();
                let harmed = if harm.is_empty() { String::new() } else { format!("{key}{harm}") };
                agree([&lines[..at], &[harmed.as_str()], &lines[at + 1..]].concat().join("\n"));
            }
        }
        assert!(fitting > 60 && others > 100, "{fitting} fit, {others} do not");
    }
}
