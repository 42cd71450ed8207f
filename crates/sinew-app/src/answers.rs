//! Answers files: the answers of one person, in TOML or JSON, read with limits and written back.
//!
//! ```toml
//! pack = "some-pack"
//! pack-version = "0.1.0"
//! date = "2026-03-04"
//!
//! [answers]
//! how-it-began = "slowly"
//! signs = ["swollen", "not-sure"]
//! worst-pain = 3
//! ```
//!
//! Only `answers` must be there. What the program saves says more about the pack, so that answers are not held against
//! something else than what was asked: `content-hash`, `[libraries]` with their versions, and `[asked]` with a fingerprint of
//! each question. `[carried.PACK]` holds what was answered to other packs, with the same keys, and `chosen` names the packs
//! whose results belong together. JSON has the same keys. One reader serves both formats, so that neither takes what the other refuses.
//!
//! Nesting needs no limit of its own: an answer is a text, a number or a list of texts, whatever is deeper is refused where
//! it begins, and the parsers below stop at 80 (TOML) and 128 (JSON) levels.

mod carry;
mod difference;
mod fit;
mod question;
mod read;

pub use carry::{CarriedOver, Turned, carry_over};
pub use difference::{Difference, OtherVersion, difference};
pub use fit::{FitProblem, Fitted, fit, fit_leniently};
pub use question::is_same_question;

use serde::ser::{Serialize, SerializeMap, Serializer};
use sinew_model::{Answers, Date, Pack, RawAnswer};
use std::{fmt, io::Read};

/// Largest answers file that is read, in bytes.
pub const MOST_BYTES: usize = 1024 * 1024;

/// Most entries that one table of a file may hold, and most texts that the list of one answer may hold.
pub const MOST_ENTRIES: usize = 500;

/// Answers as they are written in a file, not yet held against a pack.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnswersFile {
    /// The pack they were given to.
    pub pack: Option<String>,
    /// The answers to it.
    pub current: PackAnswers,
    /// The packs that the person chose together, in that order; empty if it was one. A result is not whole without all of them.
    pub chosen: Vec<String>,
    /// What was answered to other packs before, in alphabetical order of their ids.
    pub carried: Vec<(String, PackAnswers)>,
}

/// The written answers of one person to one pack, with what is known of that pack as it was then.
///
/// In the lists each entry is there once. Those that were read stand in alphabetical order, whatever the order of the file:
/// it means nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PackAnswers {
    /// The version of the pack.
    pub pack_version: Option<String>,
    /// The hash of its content with its libraries.
    pub content_hash: Option<String>,
    /// Ids of its libraries with their versions.
    pub libraries: Vec<(String, String)>,
    /// The day they were saved.
    pub date: Option<Date>,
    /// Ids of questions with what was asked: an answer to a question that asks something else now does not count.
    pub asked: Vec<(String, String)>,
    /// Ids of questions with their answers.
    pub answers: Vec<(String, RawAnswer)>,
}

/// How an answers file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AnswersFormat {
    /// TOML.
    Toml,
    /// JSON.
    Json,
    /// JSON if the first character is `{`, otherwise TOML. No TOML file begins with `{`.
    #[default]
    Detect,
}

/// What kind of thing is wrong with an answers file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswersProblemKind {
    /// It could not be read at all.
    Unreadable,
    /// More than [`MOST_BYTES`].
    TooLarge,
    /// More than [`MOST_ENTRIES`].
    TooMany,
    /// Not text in UTF-8.
    NotText,
    /// Neither TOML nor JSON.
    Syntax,
    /// A key that answers files do not have.
    UnknownKey,
    /// A key that is missing.
    MissingKey,
    /// A key that stands there twice.
    Twice,
    /// A value of a kind that does not belong there.
    WrongType,
}

/// Why an answers file was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswersProblem {
    kind: AnswersProblemKind,
    place: Option<(u32, u32)>,
    message: String,
    help: Option<String>,
}

impl AnswersProblem {
    fn new(kind: AnswersProblemKind, message: impl Into<String>) -> Self {
        Self { kind, place: None, message: message.into(), help: None }
    }

    fn at(self, place: (u32, u32)) -> Self {
        Self { place: Some(place), ..self }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// What kind of thing is wrong.
    pub fn kind(&self) -> AnswersProblemKind {
        self.kind
    }

    /// The line it was found on, counted from 1, if it has a place.
    pub fn line(&self) -> Option<u32> {
        self.place.map(|(line, _)| line)
    }

    /// The column it was found at, in characters counted from 1, if it has a place.
    pub fn column(&self) -> Option<u32> {
        self.place.map(|(_, column)| column)
    }

    /// What is wrong, without its place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    pub fn remedy(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for AnswersProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.place {
            write!(formatter, "line {line}, column {column}: ")?;
        }
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for AnswersProblem {}

impl AnswersFile {
    /// Reads an answers file that is already in memory.
    pub fn parse(bytes: &[u8], format: AnswersFormat) -> Result<Self, AnswersProblem> {
        read::parse(bytes, format)
    }

    /// Reads an answers file from somewhere, no further than the largest size that is taken.
    pub fn read(from: impl Read, format: AnswersFormat) -> Result<Self, AnswersProblem> {
        let mut bytes = Vec::new();
        // One byte more than is taken shows that there is too much.
        let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
        from.take(most).read_to_end(&mut bytes).map_err(|error| {
            AnswersProblem::new(AnswersProblemKind::Unreadable, format!("it could not be read: {error}"))
        })?;
        Self::parse(&bytes, format)
    }

    /// The answers of a person as a file. What opening the pack already gives is left out.
    pub fn of(pack: &Pack, answers: &Answers, date: Option<Date>) -> Self {
        Self {
            pack: Some(pack.identity().id.to_string()),
            current: PackAnswers::of(pack, answers, date),
            ..Self::default()
        }
    }

    /// The file as TOML.
    #[expect(clippy::missing_panics_doc, reason = "it does not panic: the reason is in the code")]
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("texts, whole numbers and lists of texts can be written as TOML")
    }

    /// The file as JSON, with a line break at the end.
    #[expect(clippy::missing_panics_doc, reason = "it does not panic: the reason is in the code")]
    pub fn to_json(&self) -> String {
        let mut text =
            serde_json::to_string_pretty(self).expect("maps with text keys can be written as JSON");
        text.push('\n');
        text
    }
}

/// Reads one answer as it is given on a command line: `QUESTION=ANSWER`. Several options are separated by commas.
pub fn parse_pair(text: &str) -> Result<(String, RawAnswer), AnswersProblem> {
    let whole = crate::quoted::quoted(text);
    let Some((question, answer)) = text.split_once('=') else {
        return Err(AnswersProblem::new(AnswersProblemKind::Syntax, format!("{whole} has no `=`"))
            .help("write it as QUESTION=ANSWER, several options with commas between them"));
    };
    let (question, answer) = (question.trim(), answer.trim());
    if question.is_empty() || answer.is_empty() {
        let lacks = if question.is_empty() { "question before" } else { "answer after" };
        return Err(AnswersProblem::new(
            AnswersProblemKind::Syntax,
            format!("{whole} has no {lacks} the `=`"),
        )
        .help("write it as QUESTION=ANSWER; if there is nothing to choose, the answer is `none`"));
    }
    Ok((question.to_owned(), RawAnswer::Text(answer.to_owned())))
}

impl From<Vec<(String, RawAnswer)>> for PackAnswers {
    /// Answers of which nothing is known but the answers.
    fn from(answers: Vec<(String, RawAnswer)>) -> Self {
        Self { answers, ..Self::default() }
    }
}

impl PackAnswers {
    /// The answers of a person to a pack. What opening the pack already gives is left out.
    pub fn of(pack: &Pack, answers: &Answers, date: Option<Date>) -> Self {
        let own = || answers.iter().filter(|(question, _)| pack.given_answer(*question).is_none());
        let identity = pack.identity();
        Self {
            pack_version: Some(identity.version.to_string()),
            content_hash: Some(identity.hash.clone()),
            libraries: pack
                .libraries()
                .iter()
                .map(|library| (library.id.to_string(), library.version.to_string()))
                .collect(),
            date,
            asked: own()
                .map(|(index, _)| {
                    let question = &pack.questions()[index];
                    (question.id.to_string(), question::fingerprint(question))
                })
                .collect(),
            answers: own()
                .map(|(index, answer)| {
                    let question = &pack.questions()[index];
                    (question.id.to_string(), question.write_answer(answer))
                })
                .collect(),
        }
    }

    /// The answer to a question, if there is one.
    pub fn get(&self, question: &str) -> Option<&RawAnswer> {
        self.answers.iter().find(|(id, _)| id == question).map(|(_, answer)| answer)
    }

    /// Puts in an answer, in the place of an earlier one to the same question. It is taken as an answer to what is asked now.
    pub fn set(&mut self, question: &str, answer: RawAnswer) {
        self.asked.retain(|(id, _)| id != question);
        match self.answers.iter_mut().find(|(id, _)| id == question) {
            Some((_, old)) => *old = answer,
            None => self.answers.push((question.to_owned(), answer)),
        }
    }
}

impl Serialize for AnswersFile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { pack, current, chosen, carried } = self;
        let mut map = serializer.serialize_map(None)?;
        if let Some(pack) = pack {
            map.serialize_entry("pack", pack)?;
        }
        if !chosen.is_empty() {
            map.serialize_entry("chosen", chosen)?;
        }
        current.write_to(&mut map)?;
        if !carried.is_empty() {
            map.serialize_entry("carried", &Table(carried))?;
        }
        map.end()
    }
}

/// An answer as it is written in TOML.
pub(crate) fn written(answer: &RawAnswer) -> String {
    let value = toml::Value::try_from(Written(answer));
    value.expect("texts, whole numbers and lists of texts can be written as TOML").to_string()
}

impl Serialize for Table<'_, PackAnswers> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(pack, given)| (pack, Given(given))))
    }
}

struct Given<'a>(&'a PackAnswers);

impl Serialize for Given<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.write_to(&mut map)?;
        map.end()
    }
}

impl PackAnswers {
    /// Writes the entries into a map. Tables come last, as TOML wants it, and of them the answers, to which people add.
    fn write_to<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let Self { pack_version, content_hash, libraries, date, asked, answers } = self;
        if let Some(version) = pack_version {
            map.serialize_entry("pack-version", version)?;
        }
        if let Some(hash) = content_hash {
            map.serialize_entry("content-hash", hash)?;
        }
        if let Some(date) = date {
            map.serialize_entry("date", &date.to_string())?;
        }
        if !libraries.is_empty() {
            map.serialize_entry("libraries", &Table(libraries))?;
        }
        if !asked.is_empty() {
            map.serialize_entry("asked", &Table(asked))?;
        }
        map.serialize_entry("answers", &Table(answers))
    }
}

struct Table<'a, T>(&'a [(String, T)]);

impl Serialize for Table<'_, String> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, text)| (key, text)))
    }
}

impl Serialize for Table<'_, RawAnswer> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(question, answer)| (question, Written(answer))))
    }
}

struct Written<'a>(&'a RawAnswer);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            RawAnswer::Text(text) => serializer.serialize_str(text),
            RawAnswer::List(texts) => serializer.collect_seq(texts),
            RawAnswer::Number(number) => serializer.serialize_i64(*number),
        }
    }
}

/// The shape of an answers file, for its JSON Schema. [`read`] is what decides; a test holds the two together.
#[cfg(any(test, feature = "schema"))]
#[derive(schemars::JsonSchema)]
#[schemars(
    title = "Answers file",
    description = "The answers of one person, in TOML or JSON: to one pack, and to others that were open before.",
    deny_unknown_fields,
    rename_all = "kebab-case"
)]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) struct AnswersShape {
    /// The pack they were given to.
    #[schemars(extend("type" = "string"))]
    pack: Option<String>,
    /// The packs that were chosen together, in that order, among them that pack. All of them have a result.
    #[schemars(extend("type" = "array", "maxItems" = MOST_ENTRIES, "uniqueItems" = true))]
    chosen: Option<Vec<String>>,
    #[schemars(flatten)]
    current: PackAnswersShape,
    /// Ids of other packs with what was answered to them before.
    #[schemars(extend("type" = "object", "maxProperties" = MOST_ENTRIES))]
    carried: Option<std::collections::BTreeMap<String, PackAnswersShape>>,
}

/// The answers of one person to one pack.
#[cfg(any(test, feature = "schema"))]
#[derive(schemars::JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) struct PackAnswersShape {
    /// The version of that pack.
    #[schemars(extend("type" = "string"))]
    pack_version: Option<String>,
    /// The hash of the content of that pack and its libraries (SHA-256, in hexadecimal).
    #[schemars(extend("type" = "string"))]
    content_hash: Option<String>,
    /// The day they were saved, for example 2026-03-04.
    #[schemars(extend("type" = "string", "format" = "date"))]
    date: Option<String>,
    /// The libraries of that pack with their versions.
    #[schemars(extend("type" = "object", "maxProperties" = MOST_ENTRIES))]
    libraries: Option<std::collections::BTreeMap<String, String>>,
    /// For each question what was asked, as the program writes it. An answer to a question that asks something else by now does
    /// not count. Leave it out in files that you write yourself.
    #[schemars(extend("type" = "object", "maxProperties" = MOST_ENTRIES))]
    asked: Option<std::collections::BTreeMap<String, String>>,
    /// Ids of questions with their answers.
    #[schemars(extend("maxProperties" = MOST_ENTRIES))]
    answers: std::collections::BTreeMap<String, AnswerShape>,
}

/// An answer: the id of an option, "yes", "no", "none" or "not-sure"; a list of such ids; or a whole number.
#[cfg(any(test, feature = "schema"))]
#[derive(schemars::JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) enum AnswerShape {
    /// The id of an option, "yes", "no", "none" or "not-sure".
    Text(String),
    /// Ids of options, possibly with "not-sure".
    List(#[schemars(extend("maxItems" = MOST_ENTRIES))] Vec<String>),
    /// A whole number.
    Number(i64),
}

#[cfg(test)]
mod tests;
