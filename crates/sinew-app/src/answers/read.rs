//! Reading answers files: one set of visitors over both parsers, so that every problem has a place.

use super::{
    AnswersFile, AnswersFormat, AnswersProblem, AnswersProblemKind as Kind, MOST_BYTES, MOST_ENTRIES,
    PackAnswers,
};
use crate::quoted::quoted;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use sinew_model::{Date, RawAnswer};
use std::{cell::RefCell, fmt, str::FromStr};

/// What a visitor found. The parsers carry only a text through their errors; the rest waits here.
type Found = RefCell<Option<AnswersProblem>>;

pub(super) fn parse(bytes: &[u8], format: AnswersFormat) -> Result<AnswersFile, AnswersProblem> {
    if bytes.len() > MOST_BYTES {
        return Err(AnswersProblem::new(Kind::TooLarge, "it is larger than 1 MiB, so it is no answers file")
            .help("give a file that holds the answers of one person"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default());
        AnswersProblem::new(Kind::NotText, "it is not text in UTF-8")
            .at(place_after(&before))
            .help("save it as plain text in UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let json = match format {
        AnswersFormat::Toml => false,
        AnswersFormat::Json => true,
        AnswersFormat::Detect => text.trim_start().starts_with('{'),
    };
    let found = Found::default();
    let seed = File { found: &found, carried: None };
    if json { parse_json(text, seed) } else { parse_toml(text, seed) }
}

fn parse_toml(text: &str, seed: File<'_>) -> Result<AnswersFile, AnswersProblem> {
    let found = seed.found;
    let read = toml::Deserializer::parse(text).and_then(|reader| seed.deserialize(reader));
    read.map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let place = place_after(text.get(..start).unwrap_or(text));
        match found.take() {
            Some(problem) => problem.at(place),
            None => AnswersProblem::new(Kind::Syntax, format!("this is not TOML: {}", plain(error.message())))
                .at(place)
                .help("texts stand in quotes, lists in [ ], and each answer on a line of its own: QUESTION = ANSWER"),
        }
    })
}

fn parse_json(text: &str, seed: File<'_>) -> Result<AnswersFile, AnswersProblem> {
    let found = seed.found;
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = seed.deserialize(&mut reader).and_then(|file| reader.end().map(|()| file));
    read.map_err(|error| {
        let place = json_place(text, error.line(), error.column());
        if let Some(problem) = found.take() {
            return problem.at(place);
        }
        let message = error.to_string();
        let ending = format!(" at line {} column {}", error.line(), error.column());
        let message = plain(message.strip_suffix(&ending).unwrap_or(&message));
        AnswersProblem::new(Kind::Syntax, format!("this is not JSON: {message}"))
            .at(place)
            .help("check the quotes, commas and brackets just before this place")
    })
}

/// The parsers' own wording, on one line.
fn plain(message: &str) -> String {
    let line = message.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ");
    match line.strip_prefix("invalid ") {
        Some(rest) => format!("broken {rest}"),
        None => line,
    }
}

/// Line and column, counted from 1, of what stands after this text.
fn place_after(before: &str) -> (u32, u32) {
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (count(line), count(column))
}

/// The JSON parser counts columns in bytes, and names the last one it has read.
fn json_place(text: &str, line: usize, column: usize) -> (u32, u32) {
    let written = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default();
    let before = String::from_utf8_lossy(
        written.as_bytes().get(..column.saturating_sub(1)).unwrap_or(written.as_bytes()),
    );
    (count(line.max(1)), count(before.chars().count() + 1))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn refuse<E: Error>(found: &Found, problem: AnswersProblem) -> E {
    let error = E::custom(&problem.message);
    found.replace(Some(problem));
    error
}

/// A place for a value: what it is called, and what may stand there.
struct Slot<'a> {
    found: &'a Found,
    what: String,
    wanted: &'static str,
}

impl Slot<'_> {
    /// Refuses what stands there.
    fn holds<E: Error>(&self, kind: &str) -> E {
        let problem = AnswersProblem::new(Kind::WrongType, format!("{} is {kind}", self.what));
        refuse(self.found, problem.help(format!("write {}", self.wanted)))
    }
}

/// Visitor methods that refuse a value by its kind.
macro_rules! refuse {
    ($($method:ident($type:ty): $kind:literal;)*) => {$(
        fn $method<E: Error>(self, _: $type) -> Result<Self::Value, E> {
            Err(self.slot.holds($kind))
        }
    )*};
}

/// What every visitor refuses: no value of an answers file is of these kinds.
macro_rules! refuse_strange_kinds {
    () => {
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str(self.slot.wanted)
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Err(self.slot.holds("empty (null)"))
        }

        refuse! {
            visit_bool(bool): "true or false";
            visit_f64(f64): "a number with a decimal point";
            visit_i128(i128): "a number too large for an answer";
            visit_u128(u128): "a number too large for an answer";
        }
    };
}

/// The whole file, or what stands in it for one of several packs.
struct File<'a> {
    found: &'a Found,
    /// The pack, if it is a part of a file.
    carried: Option<String>,
}

impl<'de> DeserializeSeed<'de> for File<'_> {
    type Value = AnswersFile;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<AnswersFile, D::Error> {
        let Self { found, carried } = self;
        let what =
            carried.as_ref().map_or_else(|| "the file".into(), |pack| quoted(&format!("carried.{pack}")));
        let slot = Slot { found, what, wanted: "keys with values, among them `answers`" };
        deserializer.deserialize_any(FileVisitor { slot, is_whole: carried.is_none() })
    }
}

struct FileVisitor<'a> {
    slot: Slot<'a>,
    is_whole: bool,
}

impl<'de> Visitor<'de> for FileVisitor<'_> {
    type Value = AnswersFile;

    refuse_strange_kinds!();

    refuse! {
        visit_str(&str): "a text";
        visit_i64(i64): "a number";
        visit_u64(u64): "a number";
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<AnswersFile, A::Error> {
        Err(self.slot.holds("a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AnswersFile, A::Error> {
        let found = self.slot.found;
        let mut file = AnswersFile::default();
        let current = &mut file.current;
        let (mut seen, mut answers) = (Vec::new(), None);
        let known = Some(if self.is_whole { KEYS } else { CARRIED_KEYS });
        while let Some(key) = map.next_key_seed(Key { found, seen: &seen, known, what: "keys" })? {
            let slot = |wanted| Slot { found, what: quoted(&key), wanted };
            match key.as_str() {
                "answers" => answers = Some(map.next_value_seed(Answers { found })?),
                "date" => {
                    current.date = Some(map.next_value_seed(Day { slot: slot(A_DAY) })?);
                }
                "libraries" => {
                    let slot = slot("one entry for each library, with its version in quotes");
                    current.libraries = map.next_value_seed(Texts { slot, what: "libraries" })?;
                }
                "asked" => {
                    let slot = slot("one entry for each question, as the program writes it");
                    current.asked = map.next_value_seed(Texts { slot, what: "questions" })?;
                }
                "chosen" => {
                    file.chosen =
                        map.next_value_seed(Chosen { slot: slot("a list of ids of packs in quotes") })?;
                }
                "carried" => file.carried = map.next_value_seed(Carried { found })?,
                other => {
                    let text = Some(map.next_value_seed(Text { slot: slot(A_TEXT) })?);
                    match other {
                        "pack" => file.pack = text,
                        "pack-version" => current.pack_version = text,
                        _ => current.content_hash = text,
                    }
                }
            }
            seen.push(key);
        }
        let missing = if self.is_whole {
            AnswersProblem::new(Kind::MissingKey, "there is no `answers`")
                .help("put the answers under `[answers]` (TOML) or `\"answers\": { … }` (JSON)")
        } else {
            AnswersProblem::new(Kind::MissingKey, format!("there is no `answers` in {}", self.slot.what))
                .help("put the answers to that pack there, or take the pack out")
        };
        file.current.answers = answers.ok_or_else(|| refuse(found, missing))?;
        if let Some(pack) = file.pack.as_ref().filter(|pack| file.carried.iter().any(|(id, _)| id == *pack)) {
            let message = format!("the answers to {} stand there twice: once under `carried`", quoted(pack));
            let problem = AnswersProblem::new(Kind::Twice, message);
            return Err(refuse(found, problem.help("keep one of the two")));
        }
        Ok(file)
    }
}

/// The keys of an answers file.
const KEYS: &[&str] =
    &["pack", "chosen", "pack-version", "content-hash", "date", "libraries", "asked", "answers", "carried"];
/// The keys that stand in it for each pack that was open before.
const CARRIED_KEYS: &[&str] = &["pack-version", "content-hash", "date", "libraries", "asked", "answers"];

const A_DAY: &str = "a day in quotes, like \"2026-03-04\"";
const A_TEXT: &str = "a text in quotes";

/// A key: one of the known ones, if there is such a list, and not one that was there before.
struct Key<'a> {
    found: &'a Found,
    seen: &'a [String],
    known: Option<&'static [&'static str]>,
    /// What there may not be too many of.
    what: &'static str,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<String, E> {
        if let Some(known) = self.known
            && !known.contains(&key)
        {
            let help = match sinew_diag::closest_name(key, known.iter().copied()) {
                Some(closest) => format!("a key with a similar name exists: `{closest}`"),
                None => format!("there are {}; questions stand under `answers`", known.join(", ")),
            };
            let message = format!("{} is not a key of an answers file", quoted(key));
            return Err(refuse(self.found, AnswersProblem::new(Kind::UnknownKey, message).help(help)));
        }
        if self.seen.iter().any(|earlier| earlier == key) {
            let message = format!("{} stands there twice", quoted(key));
            return Err(refuse(
                self.found,
                AnswersProblem::new(Kind::Twice, message).help("keep one of the two"),
            ));
        }
        if self.seen.len() >= MOST_ENTRIES {
            let message = format!("there are more than {MOST_ENTRIES} {}", self.what);
            let help = "give a file that holds the answers of one person";
            return Err(refuse(self.found, AnswersProblem::new(Kind::TooMany, message).help(help)));
        }
        Ok(key.to_owned())
    }
}

/// The table of answers.
struct Answers<'a> {
    found: &'a Found,
}

impl<'de> DeserializeSeed<'de> for Answers<'_> {
    type Value = Vec<(String, RawAnswer)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let found = self.found;
        let slot = Slot { found, what: "`answers`".into(), wanted: "one entry for each question" };
        let entry = |key: &str| {
            let wanted = "the id of an option in quotes, a list of such ids, or a whole number";
            Answer { slot: Slot { found, what: format!("the answer to {}", quoted(key)), wanted } }
        };
        deserializer.deserialize_any(TableVisitor { slot, what: "answers", entry })
    }
}

/// The table of packs with what was answered to them before.
struct Carried<'a> {
    found: &'a Found,
}

impl<'de> DeserializeSeed<'de> for Carried<'_> {
    type Value = Vec<(String, PackAnswers)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let found = self.found;
        let slot = Slot { found, what: "`carried`".into(), wanted: "one table for each pack" };
        let entry = |pack: &str| File { found, carried: Some(pack.to_owned()) };
        let files = deserializer.deserialize_any(TableVisitor { slot, what: "packs", entry })?;
        Ok(files.into_iter().map(|(pack, file)| (pack, file.current)).collect())
    }
}

/// A table of texts.
struct Texts<'a> {
    slot: Slot<'a>,
    /// What stands in it.
    what: &'static str,
}

impl<'de> DeserializeSeed<'de> for Texts<'_> {
    type Value = Vec<(String, String)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let Self { slot, what } = self;
        let found = slot.found;
        let entry = |key: &str| Text { slot: Slot { found, what: quoted(key), wanted: A_TEXT } };
        deserializer.deserialize_any(TableVisitor { slot, what, entry })
    }
}

/// A table whose keys are free. `entry` gives what reads the value of a key.
struct TableVisitor<'a, F> {
    slot: Slot<'a>,
    /// What stands in it.
    what: &'static str,
    entry: F,
}

impl<'de, F, V> Visitor<'de> for TableVisitor<'_, F>
where
    F: Fn(&str) -> V,
    V: DeserializeSeed<'de>,
{
    type Value = Vec<(String, V::Value)>;

    refuse_strange_kinds!();

    refuse! {
        visit_str(&str): "a text";
        visit_i64(i64): "a number";
        visit_u64(u64): "a number";
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Err(self.slot.holds("a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let found = self.slot.found;
        let (mut seen, mut values) = (Vec::<String>::new(), Vec::new());
        while let Some(key) = map.next_key_seed(Key { found, seen: &seen, known: None, what: self.what })? {
            values.push(map.next_value_seed((self.entry)(&key))?);
            seen.push(key);
        }
        let mut entries: Vec<_> = seen.into_iter().zip(values).collect();
        // The TOML reader does not keep the order of the file, so that of JSON is not kept either.
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(entries)
    }
}

/// One answer.
struct Answer<'a> {
    slot: Slot<'a>,
}

impl<'de> DeserializeSeed<'de> for Answer<'_> {
    type Value = RawAnswer;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<RawAnswer, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Answer<'_> {
    type Value = RawAnswer;

    refuse_strange_kinds!();

    fn visit_str<E: Error>(self, text: &str) -> Result<RawAnswer, E> {
        Ok(RawAnswer::Text(text.to_owned()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<RawAnswer, E> {
        Ok(RawAnswer::Number(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<RawAnswer, E> {
        match i64::try_from(number) {
            Ok(number) => Ok(RawAnswer::Number(number)),
            Err(_) => Err(self.slot.holds("a number too large for an answer")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<RawAnswer, A::Error> {
        let found = self.slot.found;
        let mut texts = Vec::new();
        let item = || Text {
            slot: Slot {
                found,
                what: format!("part of {}", self.slot.what),
                wanted: "the id of an option in quotes",
            },
        };
        while let Some(text) = list.next_element_seed(item())? {
            if texts.len() >= MOST_ENTRIES {
                let message = format!("{} has more than {MOST_ENTRIES} parts", self.slot.what);
                return Err(refuse(
                    found,
                    AnswersProblem::new(Kind::TooMany, message).help("name each option once"),
                ));
            }
            texts.push(text);
        }
        Ok(RawAnswer::List(texts))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawAnswer, A::Error> {
        Err(self.slot.holds(kind_of_map(map)?))
    }
}

/// A list of texts, each once.
struct Chosen<'a> {
    slot: Slot<'a>,
}

impl<'de> DeserializeSeed<'de> for Chosen<'_> {
    type Value = Vec<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Chosen<'_> {
    type Value = Vec<String>;

    refuse_strange_kinds!();

    refuse! {
        visit_str(&str): "a text";
        visit_i64(i64): "a number";
        visit_u64(u64): "a number";
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let Slot { found, what, .. } = &self.slot;
        let item = || Text { slot: Slot { found, what: format!("part of {what}"), wanted: A_TEXT } };
        let mut texts: Vec<String> = Vec::new();
        while let Some(text) = list.next_element_seed(item())? {
            let (kind, message) = if texts.contains(&text) {
                (Kind::Twice, format!("{what} names {} twice", quoted(&text)))
            } else if texts.len() >= MOST_ENTRIES {
                (Kind::TooMany, format!("{what} has more than {MOST_ENTRIES} parts"))
            } else {
                texts.push(text);
                continue;
            };
            return Err(refuse(found, AnswersProblem::new(kind, message).help("name each pack once")));
        }
        Ok(texts)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Err(self.slot.holds(kind_of_map(map)?))
    }
}

/// A text and nothing else.
struct Text<'a> {
    slot: Slot<'a>,
}

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Text<'_> {
    type Value = String;

    refuse_strange_kinds!();

    refuse! {
        visit_i64(i64): "a number";
        visit_u64(u64): "a number";
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<String, A::Error> {
        Err(self.slot.holds("a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<String, A::Error> {
        Err(self.slot.holds(kind_of_map(map)?))
    }
}

/// A day, written as a text.
struct Day<'a> {
    slot: Slot<'a>,
}

impl<'de> DeserializeSeed<'de> for Day<'_> {
    type Value = Date;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Date, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Day<'_> {
    type Value = Date;

    refuse_strange_kinds!();

    refuse! {
        visit_i64(i64): "a number";
        visit_u64(u64): "a number";
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Date, E> {
        // The parser of dates also takes times after the day, which no saved file has.
        match Date::from_str(text) {
            Ok(date) if date.to_string() == text => Ok(date),
            _ => Err(self.slot.holds(&format!("{}, which is not a day", quoted(text)))),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Date, A::Error> {
        Err(self.slot.holds("a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Date, A::Error> {
        Err(self.slot.holds(kind_of_map(map)?))
    }
}

/// What a value is that comes as a map: the TOML reader hands over dates without quotes in that way.
fn kind_of_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<&'static str, A::Error> {
    let date = map.next_key::<String>()?.is_some_and(|key| key.starts_with("$__toml_private"));
    Ok(if date { "a date without quotes" } else { "a table" })
}
