//! NDJSON: cutting bytes into lines of a bounded length, and reading lines as answers.

use crate::{
    columns::{self, ColumnProblem, Role},
    reading::{Number, Reading},
    rows::{Flaw, Rows},
};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use sinew_model::{Answer, QuestionIx};
use std::{
    borrow::Cow,
    fmt,
    io::{self, BufRead, BufReader, Read},
};

/// The most bytes that one line may have.
pub(crate) const LINE_AT_MOST: usize = 1024 * 1024;

/// Lines one after another: all their bytes, and where each ends; none for a line that is too long.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    bytes: Vec<u8>,
    ends: Vec<Option<usize>>,
}

impl Lines {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes.len()
    }

    fn iter(&self) -> impl Iterator<Item = Option<Line<'_>>> {
        // That everything is text is found faster once for all lines than for each word of them.
        let text = std::str::from_utf8(&self.bytes).ok();
        let mut start = 0;
        self.ends.iter().map(move |end| {
            end.map(|end| {
                let place = start..end;
                start = end;
                text.and_then(|text| text.get(place.clone()))
                    .map_or_else(|| Line::Bytes(&self.bytes[place]), Line::Text)
            })
        })
    }
}

/// One line.
enum Line<'a> {
    Text(&'a str),
    /// A line of which it is not known whether it is text: it, or another one, is not.
    Bytes(&'a [u8]),
}

/// Cuts bytes into lines.
pub(crate) struct LineReader<'r> {
    from: BufReader<Box<dyn Read + Send + 'r>>,
    pub(crate) consumed: u64,
    is_first: bool,
}

impl<'r> LineReader<'r> {
    pub(crate) fn new(from: Box<dyn Read + Send + 'r>) -> Self {
        Self { from: BufReader::with_capacity(64 * 1024, from), consumed: 0, is_first: true }
    }

    /// Adds the next line that is not blank. False at the end.
    pub(crate) fn read(&mut self, into: &mut Lines) -> io::Result<bool> {
        loop {
            let before = into.bytes.len();
            let most = LINE_AT_MOST as u64 + 1;
            let read = self.from.by_ref().take(most).read_until(b'\n', &mut into.bytes)?;
            self.consumed += read as u64;
            if read == 0 {
                return Ok(false);
            }
            if read > LINE_AT_MOST && into.bytes.last() != Some(&b'\n') {
                into.bytes.truncate(before);
                self.skip_line()?;
                into.ends.push(None);
                return Ok(true);
            }
            // Some programs of Windows put a mark at the beginning.
            if std::mem::take(&mut self.is_first) && into.bytes[before..].starts_with(b"\xEF\xBB\xBF") {
                into.bytes.drain(before..before + 3);
            }
            if into.bytes[before..].trim_ascii().is_empty() {
                into.bytes.truncate(before);
                continue;
            }
            into.ends.push(Some(into.bytes.len()));
            return Ok(true);
        }
    }

    fn skip_line(&mut self) -> io::Result<()> {
        let skipped = self.from.skip_until(b'\n')?;
        self.consumed += skipped as u64;
        Ok(())
    }
}

/// The people in these lines.
pub(crate) fn rows(reading: &Reading<'_>, ignored: &[String], lines: &Lines, first: u64) -> Rows {
    let mut rows = Rows::silent(first, lines.len(), reading.pack().questions().len());
    let mut keys = Keys::of(reading, ignored);
    for (row, line) in lines.iter().enumerate() {
        let Some(line) = line else {
            let cause = format!("the line is longer than {LINE_AT_MOST} bytes");
            rows.flaws.push((row, Flaw::of_row("too-long", cause)));
            continue;
        };
        keys.begin();
        let person = Person { reading, row, rows: &mut rows, keys: &mut keys };
        let read = match line {
            Line::Text(text) => read_person(serde_json::Deserializer::from_str(text), person),
            Line::Bytes(bytes) => read_person(serde_json::Deserializer::from_slice(bytes), person),
        };
        if let Err(error) = read {
            let cause = format!("the line is not one JSON object: {}", without_line(&error));
            rows.flaws.push((row, Flaw::of_row("not-json", cause)));
        }
    }
    rows
}

fn read_person<'de>(
    mut json: serde_json::Deserializer<impl serde_json::de::Read<'de>>,
    person: Person<'_, '_>,
) -> serde_json::Result<()> {
    json.deserialize_map(person)?;
    json.end()
}

/// What is wrong, with the column in the line. That it is line 1 says nothing: each line is read alone.
fn without_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let column = error.column();
    match text.rfind(" at line ") {
        Some(at) if column > 0 => format!("{}, at byte {column}", &text[..at]),
        Some(at) => text[..at].to_owned(),
        None => text,
    }
}

/// The keys that a line can have.
struct Keys {
    names: Vec<(String, Role)>,
    /// For each of them, the one that stood behind it last: most lines have the same order.
    followed_by: Vec<usize>,
    /// Those that this line had.
    seen: Vec<bool>,
    last: usize,
    /// Those that are not known, of this line.
    strange: Vec<String>,
}

/// A key of a line.
enum Key {
    Known(usize),
    Unknown(String),
}

impl Keys {
    fn of(reading: &Reading<'_>, ignored: &[String]) -> Self {
        let questions = reading.pack().questions().iter().map(|question| question.id.as_str());
        let names = questions.chain([crate::ID_COLUMN]).chain(ignored.iter().map(String::as_str));
        let names: Vec<(String, Role)> = names
            .filter_map(|name| Some((name.to_owned(), columns::role(reading.pack(), ignored, name)?)))
            .collect();
        let count = names.len();
        Self {
            followed_by: (1..=count).map(|next| next % count).collect(),
            seen: vec![false; count],
            last: count - 1,
            strange: Vec::new(),
            names,
        }
    }

    fn begin(&mut self) {
        self.seen.fill(false);
        self.strange.clear();
        self.last = self.names.len() - 1;
    }

    fn find(&mut self, name: &str) -> Key {
        let guess = self.followed_by[self.last];
        let found = if self.names[guess].0 == name {
            guess
        } else {
            let Some(found) = self.names.iter().position(|(known, _)| known == name) else {
                return Key::Unknown(name.to_owned());
            };
            self.followed_by[self.last] = found;
            found
        };
        self.last = found;
        Key::Known(found)
    }
}

impl<'de> DeserializeSeed<'de> for &mut Keys {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Key, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for &mut Keys {
    type Value = Key;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the id of a question")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok(self.find(name))
    }
}

/// One object that is read into a row.
struct Person<'a, 'p> {
    reading: &'a Reading<'p>,
    row: usize,
    rows: &'a mut Rows,
    keys: &'a mut Keys,
}

impl<'de> Visitor<'de> for Person<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with the ids of questions as keys")
    }

    fn visit_map<M: MapAccess<'de>>(mut self, mut map: M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key_seed(&mut *self.keys)? {
            let at = match key {
                Key::Known(at) => at,
                Key::Unknown(name) => {
                    map.next_value::<IgnoredAny>()?;
                    if self.keys.strange.contains(&name) {
                        self.refuse(&ColumnProblem::Twice { column: name }, "twice");
                    } else {
                        self.refuse(&columns::unknown(self.reading.pack(), &name), "unknown-column");
                        self.keys.strange.push(name);
                    }
                    continue;
                }
            };
            let role = self.keys.names[at].1;
            if std::mem::replace(&mut self.keys.seen[at], true) {
                map.next_value::<IgnoredAny>()?;
                let column = self.keys.names[at].0.clone();
                self.refuse(&ColumnProblem::Twice { column }, "twice");
                continue;
            }
            match role {
                Role::Ignored => drop(map.next_value::<IgnoredAny>()?),
                Role::Id => match map.next_value::<Id<'de>>()?.0 {
                    Some(Ok(id)) => self.rows.set_id(self.row, &id),
                    Some(Err(())) => {
                        let cause = "an id is a text or a whole number".to_owned();
                        let column = Some(crate::ID_COLUMN.to_owned());
                        self.rows.flaws.push((self.row, Flaw { column, code: "wrong-type", cause }));
                    }
                    None => {}
                },
                Role::Question(question) => {
                    let read = map.next_value_seed(Cell { reading: self.reading, question })?;
                    self.rows.take(self.row, question, read);
                }
            }
        }
        Ok(())
    }
}

impl Person<'_, '_> {
    fn refuse(&mut self, problem: &ColumnProblem, code: &'static str) {
        let (ColumnProblem::Unknown { column, .. }
        | ColumnProblem::Twice { column }
        | ColumnProblem::Type { column, .. }) = problem
        else {
            return;
        };
        let cause = format!("{problem}; {}", problem.remedy());
        self.rows.flaws.push((self.row, Flaw { column: Some(column.clone()), code, cause }));
    }
}

/// An id, if there is one; an error if it is something that is none.
struct Id<'de>(Option<Result<Cow<'de, str>, ()>>);

impl<'de> Deserialize<'de> for Id<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Value::deserialize(from).map(|value| {
            Self(match value {
                Value::Null => None,
                // As in a file of CSV.
                Value::Text(text) if text.is_empty() => None,
                Value::Text(text) => Some(Ok(text)),
                Value::Whole(number) => Some(Ok(number.to_string().into())),
                Value::Large(number) => Some(Ok(number.to_string().into())),
                Value::Bool | Value::Float(_) | Value::List(_) | Value::Object => Some(Err(())),
            })
        })
    }
}

/// The value of a key that is a question.
struct Cell<'a, 'p> {
    reading: &'a Reading<'p>,
    question: QuestionIx,
}

impl<'de> DeserializeSeed<'de> for Cell<'_, '_> {
    type Value = Result<Option<Answer>, Flaw>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        let Self { reading, question } = self;
        Ok(match Value::deserialize(from)? {
            Value::Null => Ok(None),
            Value::Text(text) => reading.text(question, &text),
            Value::Whole(number) => reading.number(question, Number::Whole(number)),
            // No question takes such a number, and the words for it are the same.
            Value::Large(_) => reading.number(question, Number::Whole(i64::MAX)),
            Value::Float(number) => reading.number(question, Number::Float(number)),
            Value::List(Some(items)) => reading.list(question, &items),
            Value::List(None) => Err(reading.strange(question, "a list with something else in it")),
            Value::Bool => Err(reading.strange(question, "true or false; write yes or no")),
            Value::Object => Err(reading.strange(question, "an object")),
        })
    }
}

/// A value as far as it can be an answer or an id. Texts without escapes stay where they are.
enum Value<'de> {
    Null,
    Bool,
    Whole(i64),
    /// A whole number that is larger.
    Large(u64),
    Float(f64),
    Text(Cow<'de, str>),
    /// None if not all of its items are texts.
    List(Option<Vec<Cow<'de, str>>>),
    Object,
}

impl<'de> Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value<'de>, E> {
        Ok(Value::Bool)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Whole(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(i64::try_from(number).map_or(Value::Large(number), Value::Whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'de>, E> {
        Ok(Value::Float(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Value<'de>, S::Error> {
        let mut texts = Some(Vec::new());
        while let Some(item) = items.next_element::<Value<'de>>()? {
            match (item, &mut texts) {
                (Value::Text(text), Some(texts)) => texts.push(text),
                _ => texts = None,
            }
        }
        Ok(Value::List(texts))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Value<'de>, M::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Object)
    }
}
