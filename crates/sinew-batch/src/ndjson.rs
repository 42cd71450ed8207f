//! NDJSON: cutting bytes into lines of a bounded length, and reading lines as answers.

use crate::{
    columns::{self, ColumnProblem, Role},
    reading::{Number, Reading},
    rows::{Flaw, Rows},
};
use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::Value;
use sinew_model::{Answer, QuestionIx};
use std::{
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

    fn iter(&self) -> impl Iterator<Item = Option<&[u8]>> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            end.map(|end| {
                let line = &self.bytes[start..end];
                start = end;
                line
            })
        })
    }
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
    let questions = reading.pack().questions().len();
    let mut rows = Rows::silent(first, lines.len(), questions);
    let mut seen = Vec::with_capacity(questions + 1);
    for (row, line) in lines.iter().enumerate() {
        let Some(line) = line else {
            let cause = format!("the line is longer than {LINE_AT_MOST} bytes");
            rows.flaws.push((row, Flaw::of_row("too-long", cause)));
            continue;
        };
        seen.clear();
        let mut person = Person { reading, ignored, row, rows: &mut rows, seen: &mut seen };
        let mut json = serde_json::Deserializer::from_slice(line);
        let read = json.deserialize_map(&mut person).and_then(|()| json.end());
        if let Err(error) = read {
            let cause = format!("the line is not one JSON object: {}", without_line(&error));
            rows.flaws.push((row, Flaw::of_row("not-json", cause)));
        }
    }
    rows
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

/// One object that is read into a row.
struct Person<'a, 'p> {
    reading: &'a Reading<'p>,
    ignored: &'a [String],
    row: usize,
    rows: &'a mut Rows,
    /// The keys that were there.
    seen: &'a mut Vec<String>,
}

impl<'de> Visitor<'de> for &mut Person<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with the ids of questions as keys")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let value: Value = map.next_value()?;
            if self.seen.contains(&key) {
                self.refuse(&ColumnProblem::Twice { column: key }, "twice");
                continue;
            }
            match columns::role(self.reading.pack(), self.ignored, &key) {
                None => self.refuse(&columns::unknown(self.reading.pack(), &key), "unknown-column"),
                Some(Role::Ignored) => {}
                Some(Role::Id) => self.take_id(&value),
                Some(Role::Question(question)) => {
                    let read = answer(self.reading, question, &value);
                    self.rows.take(self.row, question, read);
                }
            }
            self.seen.push(key);
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

    fn take_id(&mut self, value: &Value) {
        match value {
            Value::Null => {}
            Value::String(text) => self.rows.set_id(self.row, text.clone()),
            Value::Number(number) if number.is_i64() || number.is_u64() => {
                self.rows.set_id(self.row, number.to_string());
            }
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                let cause = "an id is a text or a whole number".to_owned();
                let column = Some(crate::ID_COLUMN.to_owned());
                self.rows.flaws.push((self.row, Flaw { column, code: "wrong-type", cause }));
            }
        }
    }
}

fn answer(reading: &Reading<'_>, question: QuestionIx, value: &Value) -> Result<Option<Answer>, Flaw> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => reading.text(question, text),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => reading.number(question, Number::Whole(whole)),
            (None, Some(float)) => reading.number(question, Number::Float(float)),
            (None, None) => Err(reading.strange(question, "such a number")),
        },
        Value::Array(items) => {
            let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            match texts {
                Some(texts) => reading.list(question, &texts),
                None => Err(reading.strange(question, "a list with something else in it")),
            }
        }
        Value::Bool(_) => Err(reading.strange(question, "true or false; write yes or no")),
        Value::Object(_) => Err(reading.strange(question, "an object")),
    }
}
