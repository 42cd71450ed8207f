//! Reading the entries of a table one by one, collecting every problem on the way.

use crate::{
    check,
    draft::{ChangeDraft, FormulaDraft, Located, Text},
    ratio::Ratio,
    shape,
    tree::{Node, Pointer, Value, pointer_to},
};
use semver::Version;
use sinew_diag::{Diagnostic, Span};
use sinew_logic::Formula;
use sinew_model::{Count, Duration, DurationRange, FindingId, Picture, RawAnswer};
use std::{
    borrow::Cow,
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    fmt::Display,
    str::FromStr,
};

/// Collects what is wrong with one file.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    found: RefCell<Vec<Diagnostic>>,
    /// Pointers to what the schema check has reported already.
    reported: BTreeSet<String>,
    /// Pointers to what could not be read, whoever reported it.
    unread: RefCell<BTreeSet<String>>,
}

impl Sink {
    pub(crate) fn new(reported: BTreeSet<String>) -> Self {
        Self { reported, ..Self::default() }
    }

    /// Records a problem with what the pointer leads to, unless it or something around it was reported before.
    pub(crate) fn shape(&self, pointer: Pointer<'_>, diagnostic: Diagnostic) {
        let pointer = pointer.written();
        self.unread.borrow_mut().insert(pointer.clone());
        let around = pointer.match_indices('/').map(|(at, _)| &pointer[..at]).chain([pointer.as_str()]);
        if !around.into_iter().any(|pointer| self.reported.contains(pointer)) {
            self.push(diagnostic);
        }
    }

    /// Records a problem that no schema can see.
    pub(crate) fn push(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    /// Whether a problem was recorded with what the pointer leads to, or with something in it.
    pub(crate) fn is_unread(&self, pointer: &str) -> bool {
        let unread = self.unread.borrow();
        if unread.is_empty() {
            return false;
        }
        let below = format!("{pointer}/");
        unread.contains(pointer)
            || unread.range(below.clone()..).next().is_some_and(|next| next.starts_with(&below))
    }

    /// Whether a problem was recorded with what the pointer leads to as a whole.
    fn is_wrong(&self, pointer: &str) -> bool {
        self.unread.borrow().contains(pointer)
    }

    /// Whether no problem was recorded with anything.
    fn all_read(&self) -> bool {
        self.unread.borrow().is_empty()
    }

    /// How many problems were recorded so far.
    fn count(&self) -> usize {
        self.found.borrow().len()
    }

    /// Takes back those of the problems recorded since there were `count` that follow from another.
    fn take_back(&self, count: usize, follows: impl Fn(&Diagnostic) -> bool) {
        let mut found = self.found.borrow_mut();
        let count = count.min(found.len());
        let since = found.split_off(count);
        found.extend(since.into_iter().filter(|diagnostic| !follows(diagnostic)));
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.found.into_inner()
    }
}

/// The entries of one table, read by key. What is never asked for is an unknown key.
#[derive(Debug)]
pub(crate) struct Fields<'t> {
    sink: &'t Sink,
    entries: &'t [(Cow<'t, str>, Node<'t>)],
    pointer: String,
    /// Where the table is named: where to point for something that is missing.
    pub(crate) place: Span,
    asked: Vec<&'static str>,
    /// The keys whose entries are read one by one, so that one that cannot be read does not spoil the table.
    keyed: Vec<&'static str>,
    /// Keys that are missing, each with the key that could be there instead.
    instead: Vec<(&'static str, &'static str)>,
    /// How many problems were recorded before.
    count: usize,
}

/// How much of a table was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Read {
    /// Whether every table within it is known.
    pub(crate) all_tables: bool,
    /// Whether every key is known and everything could be read, entries that are read one by one aside. Otherwise what seems to
    /// be missing may only be misspelt.
    pub(crate) everything: bool,
}

/// An entry of a table whose keys are ids.
#[derive(Debug)]
pub(crate) struct Keyed<'t> {
    pub(crate) id: Located<String>,
    /// Where its value stands.
    pub(crate) value: Span,
    /// The entry as a table; none if it is something else.
    pub(crate) fields: Option<Fields<'t>>,
}

impl<'t> Fields<'t> {
    pub(crate) fn new(sink: &'t Sink, node: &'t Node<'t>, pointer: String) -> Option<Self> {
        let place = node.name_span();
        if let Value::Table(entries) = &node.value {
            let count = sink.count();
            Some(Self {
                sink,
                entries,
                pointer,
                place,
                asked: Vec::new(),
                keyed: Vec::new(),
                instead: Vec::new(),
                count,
            })
        } else {
            let wrong = check::wrong_type(node.span, "a table", node.describe());
            sink.shape(Pointer::Written(&pointer), wrong);
            None
        }
    }

    /// Reports the keys that nobody asked for. That a key is missing which one of them means is taken back, and what is missing in an
    /// entry that stands in a misspelt table as well.
    pub(crate) fn finish(self) -> Read {
        let (mut all_keys, mut all_tables) = (true, true);
        let (mut meant, mut strays) = (Vec::new(), BTreeSet::new());
        for (key, node) in self.entries {
            if !self.asked.contains(&key.as_ref()) {
                all_keys = false;
                let known = || self.asked.iter().copied();
                meant.extend(check::meant_key(key, known(), self.entries));
                let unknown = check::unknown_key(node.name_span(), key, known(), self.entries);
                self.sink.shape(self.pointer_to(key), unknown);
                if let Value::Table(entries) = &node.value {
                    all_tables = false;
                    strays.extend(entries.iter().map(|(id, _)| id.as_ref()));
                }
            }
        }
        let meant_instead = self.instead.iter().filter(|(_, other)| meant.contains(other));
        meant.extend(meant_instead.map(|(key, _)| *key).collect::<Vec<_>>());
        let split = self.entries_named(&strays);
        if !meant.is_empty() || !split.is_empty() {
            let missing: Vec<_> = meant.into_iter().map(|key| check::missing_key(self.place, key)).collect();
            self.sink.take_back(self.count, |diagnostic| {
                let in_split = || diagnostic.place().is_some_and(|place| split.contains(&place));
                missing.contains(diagnostic) || diagnostic.code == check::MISSING_KEY.code() && in_split()
            });
        }
        if self.sink.all_read() {
            return Read { all_tables, everything: all_keys };
        }
        let is_unread = |key: &&str| {
            let pointer = self.pointer_to(key).written();
            if self.keyed.contains(key) {
                self.sink.is_wrong(&pointer)
            } else {
                self.sink.is_unread(&pointer)
            }
        };
        let everything = all_keys && !self.sink.is_wrong(&self.pointer) && !self.asked.iter().any(is_unread);
        Read { all_tables, everything }
    }

    /// The places of those entries that are read one by one and have one of these ids.
    fn entries_named(&self, ids: &BTreeSet<&str>) -> BTreeSet<Span> {
        let tables = self.entries.iter().filter(|(key, _)| self.keyed.contains(&key.as_ref()));
        let entries = tables.filter_map(|(_, table)| match &table.value {
            Value::Table(entries) => Some(entries),
            _ => None,
        });
        let named = entries.flatten().filter(|(id, _)| ids.contains(id.as_ref()));
        named.map(|(_, entry)| entry.name_span()).collect()
    }

    pub(crate) fn sink(&self) -> &'t Sink {
        self.sink
    }

    fn pointer_to<'p>(&'p self, key: &'p str) -> Pointer<'p> {
        Pointer::Entry(&self.pointer, key)
    }

    /// Whether the table has no keys at all, known or not.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether the key is there, without reading it.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name == key)
    }

    pub(crate) fn node_if(&mut self, key: &'static str) -> Option<&'t Node<'t>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.entries.iter().find(|(name, _)| name == key).map(|(_, node)| node)
    }

    pub(crate) fn node(&mut self, key: &'static str) -> Option<&'t Node<'t>> {
        let node = self.node_if(key);
        if node.is_none() {
            self.sink.shape(self.pointer_to(key), check::missing_key(self.place, key));
        }
        node
    }

    /// Reports that a key is missing, unless another is there that can be instead of it.
    pub(crate) fn either(&mut self, key: &'static str, other: &'static str) {
        if self.node_if(other).is_none() && self.node(key).is_none() {
            self.instead.push((key, other));
        }
    }

    pub(crate) fn text(&mut self, key: &'static str) -> Option<Text> {
        let node = self.node(key)?;
        read_text(self.sink, node, self.pointer_to(key))
    }

    pub(crate) fn text_if(&mut self, key: &'static str) -> Option<Text> {
        let node = self.node_if(key)?;
        read_text(self.sink, node, self.pointer_to(key))
    }

    /// A list of at least one text.
    pub(crate) fn texts(&mut self, key: &'static str) -> Option<Vec<Text>> {
        let node = self.node(key)?;
        read_texts(self.sink, node, self.pointer_to(key))
    }

    /// A list of texts that may be missing or empty. None if there is one and it is broken.
    pub(crate) fn texts_if(&mut self, key: &'static str) -> Option<Vec<Text>> {
        match self.node_if(key) {
            None => Some(Vec::new()),
            Some(node) => list_of(self.sink, node, self.pointer_to(key))?.into_iter().collect(),
        }
    }

    /// One text, or a list of at least one. None if there is something and it is broken.
    pub(crate) fn paragraphs_if(&mut self, key: &'static str) -> Option<Vec<Text>> {
        match self.node_if(key) {
            None => Some(Vec::new()),
            Some(node) if matches!(node.value, Value::Text(_)) => Some(vec![self.text(key)?]),
            Some(_) => self.texts(key),
        }
    }

    /// The entries of a table whose keys are versions and whose values are lists of at least one text.
    pub(crate) fn texts_by_version(&mut self, key: &'static str) -> Vec<ChangeDraft> {
        let sink = self.sink;
        self.values_by(key, |span, key| key.parse::<Version>().err().map(|_| check::bad_version(span, key)))
            .into_iter()
            .filter_map(|(key, node, pointer)| {
                let version = Located { value: key.value.parse().ok()?, span: key.span };
                Some(ChangeDraft { version, texts: read_texts(sink, node, Pointer::Written(&pointer)) })
            })
            .collect()
    }

    /// A list of ids. Whether they are there is for others to say.
    pub(crate) fn ids_if(&mut self, key: &'static str) -> Option<Vec<Text>> {
        let texts = self.texts_if(key)?;
        self.check_ids(key, texts)
    }

    /// A list of at least one id.
    pub(crate) fn ids(&mut self, key: &'static str) -> Option<Vec<Text>> {
        let texts = self.texts(key)?;
        self.check_ids(key, texts)
    }

    fn check_ids(&self, key: &str, texts: Vec<Text>) -> Option<Vec<Text>> {
        let pointer = self.pointer_to(key);
        let mut good = true;
        for (at, text) in texts.iter().enumerate() {
            if !shape::is_id(&text.value) {
                self.sink.shape(Pointer::Item(&pointer, at), check::bad_id(text.span, &text.value));
                good = false;
            }
        }
        self.check_each_once(&texts);
        good.then_some(texts)
    }

    /// A list of at least one name as formulas have it. What it names is for others to say.
    pub(crate) fn finding_names(&mut self, key: &'static str) -> Option<Vec<Text>> {
        let texts = self.texts(key)?;
        let pointer = self.pointer_to(key);
        self.check_each_once(&texts);
        let name = |(at, text): (usize, &Text)| {
            read_finding_name(self.sink, &text.value, text.span, Pointer::Item(&pointer, at))
        };
        let names: Vec<Option<Text>> = texts.iter().enumerate().map(name).collect();
        names.into_iter().collect()
    }

    fn check_each_once(&self, texts: &[Text]) {
        let mut first = BTreeMap::new();
        for text in texts {
            match first.entry(&text.value) {
                Entry::Vacant(entry) => {
                    entry.insert(text.span);
                }
                Entry::Occupied(entry) => {
                    self.sink.push(check::named_twice(&text.value, text.span, *entry.get()));
                }
            }
        }
    }

    /// One id.
    pub(crate) fn id(&mut self, key: &'static str) -> Option<Text> {
        self.node(key)?;
        self.ids_one_if(key)
    }

    /// One id.
    pub(crate) fn ids_one_if(&mut self, key: &'static str) -> Option<Text> {
        let text = self.text_if(key)?;
        if !shape::is_id(&text.value) {
            self.report(key, check::bad_id(text.span, &text.value));
            return None;
        }
        Some(text)
    }

    /// Reports a problem with an entry, unless the schema check has done so.
    pub(crate) fn report(&self, path: &str, diagnostic: Diagnostic) {
        self.sink.shape(Pointer::Written(&format!("{}/{path}", self.pointer)), diagnostic);
    }

    /// Reports a problem with the table as a whole, unless the schema check has done so.
    pub(crate) fn report_whole(&self, diagnostic: Diagnostic) {
        self.sink.shape(Pointer::Written(&self.pointer), diagnostic);
    }

    /// One of a few words for each id.
    pub(crate) fn words_by_id<T: Copy>(
        &mut self,
        key: &'static str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Vec<(Text, Located<T>)> {
        let sink = self.sink;
        self.values_by_id(key)
            .into_iter()
            .filter_map(|(id, node, pointer)| {
                let word = read_word(sink, node, Pointer::Written(&pointer), all, &name)?;
                Some((id, word))
            })
            .collect()
    }

    /// Whole numbers by id.
    pub(crate) fn wholes_by_id(
        &mut self,
        key: &'static str,
        least: i32,
        most: i32,
    ) -> Vec<(Text, Located<i32>)> {
        let sink = self.sink;
        self.values_by_id(key)
            .into_iter()
            .filter_map(|(id, node, pointer)| {
                Some((id, read_whole(sink, node, Pointer::Written(&pointer), least, most)?))
            })
            .collect()
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(
        &mut self,
        key: &'static str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<Located<T>> {
        self.node(key)?;
        self.word_if(key, all, name)
    }

    pub(crate) fn word_if<T: Copy>(
        &mut self,
        key: &'static str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<Located<T>> {
        let node = self.node_if(key)?;
        read_word(self.sink, node, self.pointer_to(key), all, name)
    }

    /// Those of the texts of a list that are one of a few words. The others are reported.
    pub(crate) fn words_among<T: Copy>(
        &self,
        key: &str,
        texts: Vec<Text>,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Vec<Located<T>> {
        let names: Vec<&str> = all.iter().map(|word| name(*word)).collect();
        let word = |(at, text): (usize, Text)| {
            let found = all.iter().copied().find(|word| name(*word) == text.value);
            if found.is_none() {
                self.report(&format!("{key}/{at}"), check::unknown_word(text.span, &text.value, &names));
            }
            found.map(|value| Located { value, span: text.span })
        };
        texts.into_iter().enumerate().filter_map(word).collect()
    }

    pub(crate) fn boolean_if(&mut self, key: &'static str) -> Option<Located<bool>> {
        let node = self.node_if(key)?;
        if let Value::Boolean(value) = node.value {
            return Some(Located { value, span: node.span });
        }
        let wrong = check::wrong_type(node.span, "true or false, without quotes", node.describe());
        self.sink.shape(self.pointer_to(key), wrong);
        None
    }

    /// A whole number within a range.
    pub(crate) fn whole(&mut self, key: &'static str, least: i32, most: i32) -> Option<Located<i32>> {
        self.node(key)?;
        self.whole_if(key, least, most)
    }

    pub(crate) fn whole_if(&mut self, key: &'static str, least: i32, most: i32) -> Option<Located<i32>> {
        let node = self.node_if(key)?;
        read_whole(self.sink, node, self.pointer_to(key), least, most)
    }

    pub(crate) fn ratio(&mut self, key: &'static str) -> Option<Located<Ratio>> {
        self.node(key)?;
        self.ratio_if(key)
    }

    pub(crate) fn ratio_if(&mut self, key: &'static str) -> Option<Located<Ratio>> {
        let node = self.node_if(key)?;
        let written = match &node.value {
            Value::Whole(number) => number.to_string(),
            Value::Decimal(number) => number.clone(),
            _ => {
                self.sink
                    .shape(self.pointer_to(key), check::wrong_type(node.span, "a number", node.describe()));
                return None;
            }
        };
        let ratio = Ratio::parse(&written);
        if ratio.is_none() {
            self.sink.shape(self.pointer_to(key), check::bad_ratio(node.span, &written));
        }
        ratio.map(|value| Located { value, span: node.span })
    }

    /// The number as it is written, for showing it again.
    pub(crate) fn written(&mut self, key: &'static str) -> String {
        match self.node_if(key).map(|node| &node.value) {
            Some(Value::Whole(number)) => number.to_string(),
            Some(Value::Decimal(number)) => number.clone(),
            _ => String::new(),
        }
    }

    /// Something that is written as a text and reads itself, such as a time. `report` words the problem.
    pub(crate) fn parsed<T: FromStr>(
        &mut self,
        key: &'static str,
        report: impl Fn(Span, &str, T::Err) -> Diagnostic,
    ) -> Option<Located<T>> {
        self.node(key)?;
        self.parsed_if(key, report)
    }

    pub(crate) fn parsed_if<T: FromStr>(
        &mut self,
        key: &'static str,
        report: impl Fn(Span, &str, T::Err) -> Diagnostic,
    ) -> Option<Located<T>> {
        let node = self.node_if(key)?;
        let pointer = self.pointer_to(key);
        let text = read_text(self.sink, node, pointer)?;
        match text.value.parse() {
            Ok(value) => Some(Located { value, span: text.span }),
            Err(error) => {
                self.sink.shape(pointer, report(text.span, &text.value, error));
                None
            }
        }
    }

    /// A drawing, which is the only text of several lines.
    pub(crate) fn picture_if(&mut self, key: &'static str) -> Option<Located<Picture>> {
        let node = self.node_if(key)?;
        let pointer = self.pointer_to(key);
        let Value::Text(text) = &node.value else {
            self.sink.shape(pointer, check::wrong_type(node.span, "a text in quotes", node.describe()));
            return None;
        };
        match text.parse() {
            Ok(value) => Some(Located { value, span: node.name_span() }),
            Err(problem) => {
                self.sink.shape(pointer, check::bad_picture(node.span, problem));
                None
            }
        }
    }

    pub(crate) fn duration(&mut self, key: &'static str) -> Option<Located<Duration>> {
        self.parsed(key, quantity_problem)
    }

    pub(crate) fn duration_if(&mut self, key: &'static str) -> Option<Located<Duration>> {
        self.parsed_if(key, quantity_problem)
    }

    pub(crate) fn durations_if(&mut self, key: &'static str) -> Option<Located<DurationRange>> {
        self.parsed_if(key, quantity_problem)
    }

    /// A count: a whole number, or a text with a range.
    pub(crate) fn count_if(&mut self, key: &'static str) -> Option<Located<Count>> {
        let node = self.node_if(key)?;
        if let Value::Whole(_) = node.value {
            let number = read_whole(self.sink, node, self.pointer_to(key), 1, 999_999)?;
            let value = Count::exactly(u32::try_from(number.value).ok()?);
            return Some(Located { value, span: node.span });
        }
        self.parsed_if(key, quantity_problem)
    }

    pub(crate) fn formula(&mut self, key: &'static str) -> Option<Located<FormulaDraft>> {
        self.node(key)?;
        self.formula_if(key)
    }

    pub(crate) fn formula_if(&mut self, key: &'static str) -> Option<Located<FormulaDraft>> {
        let node = self.node_if(key)?;
        let value = read_formula(self.sink, node, self.pointer_to(key))?;
        Some(Located { value, span: node.name_span() })
    }

    /// A table within this one.
    pub(crate) fn table(&mut self, key: &'static str) -> Option<Fields<'t>> {
        let node = self.node(key)?;
        Fields::new(self.sink, node, self.pointer_to(key).written())
    }

    pub(crate) fn table_if(&mut self, key: &'static str) -> Option<Fields<'t>> {
        let node = self.node_if(key)?;
        Fields::new(self.sink, node, self.pointer_to(key).written())
    }

    /// The entries of a table whose keys are ids and whose values are tables, in the order of the text.
    pub(crate) fn keyed(&mut self, key: &'static str) -> Vec<Keyed<'t>> {
        let sink = self.sink;
        self.keyed.push(key);
        self.values_by_id(key)
            .into_iter()
            .map(|(id, node, pointer)| Keyed {
                id,
                value: node.span,
                fields: Fields::new(sink, node, pointer),
            })
            .collect()
    }

    /// The entries of a table whose keys are ids, with their pointers, in the order of the text.
    pub(crate) fn values_by_id(&mut self, key: &'static str) -> Vec<(Text, &'t Node<'t>, String)> {
        self.values_by(key, |span, id| (!shape::is_id(id)).then(|| check::bad_id(span, id)))
    }

    /// The entries of a table, with their pointers, in the order of the text. `misfit` says what is wrong with a key.
    fn values_by(
        &mut self,
        key: &'static str,
        misfit: impl Fn(Span, &str) -> Option<Diagnostic>,
    ) -> Vec<(Text, &'t Node<'t>, String)> {
        let Some(node) = self.node_if(key) else { return Vec::new() };
        let Value::Table(entries) = &node.value else {
            let wrong = check::wrong_type(node.span, "a table", node.describe());
            self.sink.shape(self.pointer_to(key), wrong);
            return Vec::new();
        };
        let pointer = self.pointer_to(key).written();
        entries
            .iter()
            .map(|(id, node)| {
                let pointer = pointer_to(&pointer, id);
                let id = Located { value: id.to_string(), span: node.name_span() };
                if let Some(misfit) = misfit(id.span, &id.value) {
                    self.sink.shape(Pointer::Written(&pointer), misfit);
                }
                (id, node, pointer)
            })
            .collect()
    }
}

fn quantity_problem(span: Span, _written: &str, error: impl Display) -> Diagnostic {
    check::bad_quantity(span, error.to_string())
}

pub(crate) fn read_text(sink: &Sink, node: &Node<'_>, pointer: Pointer<'_>) -> Option<Text> {
    let Value::Text(text) = &node.value else {
        sink.shape(pointer, check::wrong_type(node.span, "a text in quotes", node.describe()));
        return None;
    };
    if !shape::is_shown(text) {
        sink.shape(pointer, check::bad_text(node.span, text));
        return None;
    }
    Some(Located { value: text.to_string(), span: node.span })
}

fn list_of(sink: &Sink, node: &Node<'_>, pointer: Pointer<'_>) -> Option<Vec<Option<Text>>> {
    let Value::List(nodes) = &node.value else {
        sink.shape(pointer, check::wrong_type(node.span, "a list of texts", node.describe()));
        return None;
    };
    let entry = |(at, node)| read_text(sink, node, Pointer::Item(&pointer, at));
    Some(nodes.iter().enumerate().map(entry).collect())
}

/// A list of at least one text.
fn read_texts(sink: &Sink, node: &Node<'_>, pointer: Pointer<'_>) -> Option<Vec<Text>> {
    let texts = list_of(sink, node, pointer)?;
    if texts.is_empty() {
        sink.shape(pointer, check::list_length(node.span, "at least one entry is needed"));
        return None;
    }
    texts.into_iter().collect()
}

fn read_word<T: Copy>(
    sink: &Sink,
    node: &Node<'_>,
    pointer: Pointer<'_>,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Option<Located<T>> {
    let names = || all.iter().map(|word| name(*word)).collect::<Vec<&str>>();
    let Value::Text(text) = &node.value else {
        let expected = format!("one of the words {}", names().join(", "));
        sink.shape(pointer, check::wrong_type(node.span, &expected, node.describe()));
        return None;
    };
    let found = all.iter().copied().find(|word| name(*word) == text);
    if found.is_none() {
        sink.shape(pointer, check::unknown_word(node.span, text, &names()));
    }
    found.map(|value| Located { value, span: node.span })
}

fn read_whole(
    sink: &Sink,
    node: &Node<'_>,
    pointer: Pointer<'_>,
    least: i32,
    most: i32,
) -> Option<Located<i32>> {
    let Value::Whole(number) = &node.value else {
        sink.shape(pointer, check::wrong_type(node.span, "a whole number", node.describe()));
        return None;
    };
    let value = i32::try_from(*number).ok().filter(|value| (least..=most).contains(value));
    if value.is_none() {
        let range = format!("a whole number from {least} to {most} is expected");
        sink.shape(pointer, check::out_of_range(node.span, &number.to_string(), &range));
    }
    value.map(|value| Located { value, span: node.span })
}

/// An answer as it is written in `[given]` and in cases.
pub(crate) fn read_answer(sink: &Sink, node: &Node<'_>, pointer: Pointer<'_>) -> Option<Located<RawAnswer>> {
    let value = match &node.value {
        Value::Text(text) => RawAnswer::Text(text.to_string()),
        Value::Whole(number) => RawAnswer::Number(*number),
        Value::List(nodes) => {
            let entry = |(at, node)| read_text(sink, node, Pointer::Item(&pointer, at));
            let texts: Vec<Option<Text>> = nodes.iter().enumerate().map(entry).collect();
            if texts.is_empty() {
                sink.shape(
                    pointer,
                    check::list_length(
                        node.span,
                        "at least one option is needed; write \"none\" for none of them",
                    ),
                );
                return None;
            }
            RawAnswer::List(texts.into_iter().map(|text| text.map(|text| text.value)).collect::<Option<_>>()?)
        }
        _ => {
            let expected = "an answer: \"yes\", \"no\", an option, a list of options, \"none\", \"not-sure\" or a number";
            sink.shape(pointer, check::wrong_type(node.span, expected, node.describe()));
            return None;
        }
    };
    Some(Located { value, span: node.span })
}

fn read_finding_name(sink: &Sink, text: &str, span: Span, pointer: Pointer<'_>) -> Option<Text> {
    if FindingId::new(text).is_err() {
        sink.shape(pointer, check::bad_finding_name(span, text));
        return None;
    }
    Some(Located { value: text.to_owned(), span })
}

/// A formula. The depth is bounded by that of the tree.
fn read_formula(sink: &Sink, node: &Node<'_>, pointer: Pointer<'_>) -> Option<FormulaDraft> {
    let entries = match &node.value {
        Value::Text(text) => {
            return read_finding_name(sink, text, node.span, pointer).map(Formula::Atom);
        }
        Value::Table(entries) => entries,
        _ => {
            sink.shape(pointer, check::bad_formula(node.span));
            return None;
        }
    };
    let entry = |name: &str| entries.iter().find(|(key, _)| key == name).map(|(_, node)| node);
    let only = |names: &[&str]| {
        for (key, node) in entries.iter().filter(|(key, _)| !names.contains(&key.as_ref())) {
            let unknown = check::unknown_key(node.name_span(), key, names.iter().copied(), entries);
            sink.shape(Pointer::Below(&pointer, key), unknown);
        }
    };
    let members = |name: &str, node: &Node<'_>| read_members(sink, node, Pointer::Below(&pointer, name));
    if let Some(node) = entry("all") {
        only(&["all"]);
        return members("all", node).map(Formula::All);
    }
    if let Some(node) = entry("any") {
        only(&["any"]);
        return members("any", node).map(Formula::Any);
    }
    if let Some(node) = entry("not") {
        only(&["not"]);
        return read_formula(sink, node, Pointer::Below(&pointer, "not"))
            .map(|inner| Formula::Not(Box::new(inner)));
    }
    let (counts, has_parts) =
        (entry("at-least").is_some(), entry("of").is_some() || entry("score").is_some());
    if counts != has_parts && entries.len() > 1 {
        // What is missing is probably there and misspelt.
        sink.shape(pointer, check::bad_formula(node.span));
        return None;
    }
    let number = |least: i32, most: i32| {
        let pointer = Pointer::Below(&pointer, "at-least");
        let count = entry("at-least");
        if count.is_none() {
            sink.shape(pointer, check::missing_key(node.name_span(), "at-least"));
        }
        read_whole(sink, count?, pointer, least, most)
    };
    if let Some(list) = entry("of") {
        only(&["at-least", "of"]);
        let count = number(1, 1_000);
        let of = members("of", list);
        return Some(Formula::AtLeast { count: u32::try_from(count?.value).ok()?, of: of? });
    }
    if let Some(points) = entry("score") {
        only(&["score", "at-least"]);
        let at_least = number(-1_000_000, 1_000_000);
        let points = read_points(sink, points, Pointer::Below(&pointer, "score"));
        return Some(Formula::Score { points: points?, at_least: at_least?.value });
    }
    if counts {
        sink.shape(Pointer::Below(&pointer, "of"), check::missing_key(node.name_span(), "of"));
        return None;
    }
    sink.shape(pointer, check::bad_formula(node.span));
    None
}

fn read_members(sink: &Sink, node: &Node<'_>, pointer: Pointer<'_>) -> Option<Vec<FormulaDraft>> {
    let Value::List(nodes) = &node.value else {
        sink.shape(pointer, check::wrong_type(node.span, "a list of formulas", node.describe()));
        return None;
    };
    if nodes.is_empty() {
        sink.shape(pointer, check::list_length(node.span, "at least one entry is needed"));
        return None;
    }
    let members: Vec<Option<FormulaDraft>> = nodes
        .iter()
        .enumerate()
        .map(|(at, node)| read_formula(sink, node, Pointer::Item(&pointer, at)))
        .collect();
    members.into_iter().collect()
}

fn read_points(sink: &Sink, node: &Node<'_>, pointer: Pointer<'_>) -> Option<Vec<(Text, i32)>> {
    let Value::Table(entries) = &node.value else {
        sink.shape(pointer, check::wrong_type(node.span, "a table of points", node.describe()));
        return None;
    };
    if entries.is_empty() {
        sink.shape(pointer, check::list_length(node.span, "at least one entry is needed"));
        return None;
    }
    let points: Vec<Option<(Text, i32)>> = entries
        .iter()
        .map(|(name, node)| {
            let pointer = Pointer::Below(&pointer, name);
            if matches!(node.value, Value::Table(_)) && !name.contains('.') {
                sink.shape(
                    pointer,
                    check::wrong_type(node.span, "a number of points", node.describe())
                        .help(format!("write the whole name in quotes: \"{name}.…\" = 2")),
                );
                return None;
            }
            let name = read_finding_name(sink, name, node.name_span(), pointer);
            let points = read_whole(sink, node, pointer, -1_000, 1_000);
            Some((name?, points?.value))
        })
        .collect();
    points.into_iter().collect()
}
