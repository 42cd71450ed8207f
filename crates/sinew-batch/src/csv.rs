//! CSV: cutting bytes into records of a bounded size, and reading records as answers.

use crate::{
    columns::Role,
    reading::Reading,
    rows::{Flaw, Rows},
};
use csv_core::ReadRecordResult;
use std::io::{self, BufRead, BufReader, Read};

/// The most bytes and the most fields that one record may have.
pub(crate) const RECORD_AT_MOST: usize = 1024 * 1024;
const FIELDS_AT_MOST: usize = 16 * 1024;

/// Records one after another: all their bytes, where each field ends, and how many fields each record has.
#[derive(Debug, Default)]
pub(crate) struct Records {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    fields: Vec<usize>,
}

impl Records {
    pub(crate) fn len(&self) -> usize {
        self.fields.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// The fields of each record, with how many they are.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, impl Iterator<Item = &[u8]>)> {
        let (mut field, mut start) = (0, 0);
        self.fields.iter().map(move |count| {
            let ends = &self.ends[field..field + count];
            let mut from = start;
            field += count;
            start = ends.last().copied().unwrap_or(start);
            let fields = ends.iter().map(move |end| {
                let bytes = &self.bytes[from..*end];
                from = *end;
                bytes
            });
            (*count, fields)
        })
    }
}

/// Why no more records come.
#[derive(Debug)]
pub(crate) enum CsvProblem {
    Io(io::Error),
    /// A record is larger than any that is read. Most often a quote is never closed.
    TooLarge,
    /// The last record has a quote that is never closed: all that follows it would be one field.
    OpenQuote,
}

/// Cuts bytes into records.
pub(crate) struct CsvReader<'r> {
    from: BufReader<Box<dyn Read + Send + 'r>>,
    core: csv_core::Reader,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    pub(crate) consumed: u64,
    /// Whether the line break was added that ends the input.
    is_ended: bool,
}

impl<'r> CsvReader<'r> {
    pub(crate) fn new(from: Box<dyn Read + Send + 'r>) -> Self {
        Self {
            from: BufReader::with_capacity(64 * 1024, from),
            core: csv_core::Reader::new(),
            bytes: vec![0; RECORD_AT_MOST],
            ends: vec![0; FIELDS_AT_MOST],
            consumed: 0,
            is_ended: false,
        }
    }

    /// Adds the next record. False at the end.
    pub(crate) fn read(&mut self, into: &mut Records) -> Result<bool, CsvProblem> {
        let (mut at_byte, mut at_end) = (0, 0);
        loop {
            let input = match self.from.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                input => input.map_err(CsvProblem::Io)?,
            };
            // A line break ends the last record, and is text where a quote is open. Without it, `csv_core` would end the record
            // there too, and nobody would know of the people in it.
            let ends_now = input.is_empty() && !self.is_ended;
            self.is_ended |= ends_now;
            let input = if ends_now { b"\n".as_slice() } else { input };
            let (result, read, written, ended) =
                self.core.read_record(input, &mut self.bytes[at_byte..], &mut self.ends[at_end..]);
            if ends_now && written > 0 {
                return Err(CsvProblem::OpenQuote);
            }
            if !ends_now {
                self.from.consume(read);
                self.consumed += read as u64;
            }
            (at_byte, at_end) = (at_byte + written, at_end + ended);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    return Err(CsvProblem::TooLarge);
                }
                ReadRecordResult::End => return Ok(false),
                ReadRecordResult::Record => {
                    let before = into.bytes.len();
                    into.bytes.extend_from_slice(&self.bytes[..at_byte]);
                    into.ends.extend(self.ends[..at_end].iter().map(|end| before + end));
                    into.fields.push(at_end);
                    return Ok(true);
                }
            }
        }
    }
}

/// The people in these records.
pub(crate) fn rows(reading: &Reading<'_>, roles: &[Role], records: &Records, first: u64) -> Rows {
    let mut rows = Rows::silent(first, records.len(), reading.pack().questions().len());
    for (row, (count, fields)) in records.iter().enumerate() {
        if count != roles.len() {
            let cause = format!(
                "it has {count} fields, and the header has {}; a field with a comma or a quote in it has to stand in quotes",
                roles.len()
            );
            rows.flaws.push((row, Flaw::of_row("fields", cause)));
            continue;
        }
        for (field, role) in fields.zip(roles) {
            let Ok(text) = std::str::from_utf8(field) else {
                if *role != Role::Ignored {
                    let column = match role {
                        Role::Question(question) => {
                            Some(reading.pack().questions()[*question].id.to_string())
                        }
                        Role::Id | Role::Ignored => Some(crate::ID_COLUMN.to_owned()),
                    };
                    let cause = "it is not text in UTF-8; save the file in UTF-8".to_owned();
                    rows.flaws.push((row, Flaw { column, code: "not-utf-8", cause }));
                }
                continue;
            };
            match role {
                Role::Ignored => {}
                Role::Id if text.is_empty() => {}
                Role::Id => rows.set_id(row, text),
                Role::Question(question) => rows.take(row, *question, reading.text(*question, text)),
            }
        }
    }
    rows
}

/// Writes one field, in quotes if it needs them.
pub(crate) fn write_field(out: &mut Vec<u8>, field: &str) {
    if !field.contains(['"', ',', '\n', '\r']) {
        out.extend_from_slice(field.as_bytes());
        return;
    }
    out.push(b'"');
    for byte in field.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}
