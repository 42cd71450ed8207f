//! Writing results and errors as CSV and NDJSON.

use crate::{
    csv::write_field,
    format::Format,
    tables::{REASONS, WHY},
};
use arrow_array::{
    Array, ArrayRef, RecordBatch,
    cast::AsArray as _,
    types::{Int32Type, UInt64Type},
};
use arrow_schema::{DataType, Schema};
use serde_json::json;
use std::{io::Write as _, ops::Range};

/// A column of the tables that this crate makes.
enum Column<'a> {
    Number(&'a arrow_array::UInt64Array),
    Bool(&'a arrow_array::BooleanArray),
    Text(&'a arrow_array::StringArray),
    Keys(Keys<'a>),
    Lists(&'a arrow_array::ListArray, Keys<'a>),
    Nothing,
}

/// The keys of a dictionary, with its words as they are written: each is written many times.
struct Keys<'a> {
    keys: &'a arrow_array::Int32Array,
    words: Vec<Vec<u8>>,
}

impl<'a> Keys<'a> {
    fn of(array: &'a ArrayRef, write: fn(&mut Vec<u8>, &str)) -> Option<Self> {
        let array = array.as_dictionary_opt::<Int32Type>()?;
        let words = array.values().as_string_opt::<i32>()?.iter().map(|word| {
            let mut written = Vec::new();
            write(&mut written, word.unwrap_or_default());
            written
        });
        Some(Self { keys: array.keys(), words: words.collect() })
    }

    fn at(&self, row: usize) -> Option<&[u8]> {
        let key = self.keys.is_valid(row).then(|| usize::try_from(self.keys.value(row)).ok()).flatten()?;
        self.words.get(key).map(Vec::as_slice)
    }
}

impl<'a> Column<'a> {
    /// A column whose words are written so.
    fn of(array: &'a ArrayRef, write: fn(&mut Vec<u8>, &str)) -> Self {
        let column = match array.data_type() {
            DataType::UInt64 => array.as_primitive_opt::<UInt64Type>().map(Self::Number),
            DataType::Boolean => array.as_boolean_opt().map(Self::Bool),
            DataType::Utf8 => array.as_string_opt().map(Self::Text),
            DataType::Dictionary(..) => Keys::of(array, write).map(Self::Keys),
            DataType::List(_) => array
                .as_list_opt()
                .and_then(|lists| Some(Self::Lists(lists, Keys::of(lists.values(), write)?))),
            _ => None,
        };
        column.unwrap_or(Self::Nothing)
    }
}

fn items(lists: &arrow_array::ListArray, row: usize) -> Range<usize> {
    let offsets = lists.value_offsets();
    let place = |at: usize| usize::try_from(offsets[at]).unwrap_or(0);
    place(row)..place(row + 1)
}

/// Writing to a vector does not fail.
fn write_number(out: &mut Vec<u8>, number: u64) {
    drop(write!(out, "{number}"));
}

fn bool_text(is_so: bool) -> &'static [u8] {
    if is_so { b"true" } else { b"false" }
}

/// The header of a table, for formats that have one as text.
pub(crate) fn header(format: Format, schema: &Schema) -> Vec<u8> {
    match format {
        Format::Csv => {
            let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
            format!("{}\n", names.join(",")).into_bytes()
        }
        Format::Parquet | Format::Arrow | Format::Ndjson => Vec::new(),
    }
}

/// The rows of a table as CSV. Items of a list have `;` between them.
pub(crate) fn as_csv(batch: &RecordBatch) -> Vec<u8> {
    let columns: Vec<Column<'_>> =
        batch.columns().iter().map(|array| Column::of(array, write_field)).collect();
    let mut out = Vec::new();
    for row in 0..batch.num_rows() {
        for (position, column) in columns.iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            match column {
                Column::Number(array) => write_number(&mut out, array.value(row)),
                Column::Bool(array) if array.is_valid(row) => {
                    out.extend_from_slice(bool_text(array.value(row)));
                }
                Column::Text(array) if array.is_valid(row) => write_field(&mut out, array.value(row)),
                Column::Keys(keys) => out.extend_from_slice(keys.at(row).unwrap_or_default()),
                Column::Lists(lists, keys) => {
                    for (position, item) in items(lists, row).enumerate() {
                        if position > 0 {
                            out.push(b';');
                        }
                        out.extend_from_slice(keys.at(item).unwrap_or_default());
                    }
                }
                Column::Bool(_) | Column::Text(_) | Column::Nothing => {}
            }
        }
        out.push(b'\n');
    }
    out
}

fn write_json(out: &mut Vec<u8>, text: &str) {
    serde_json::to_writer(out, text).expect("a text can be written as JSON into memory");
}

/// The rows of a table as NDJSON.
pub(crate) fn as_ndjson(batch: &RecordBatch) -> Vec<u8> {
    let schema = batch.schema();
    let names: Vec<Vec<u8>> =
        schema.fields().iter().map(|field| format!("{}:", json!(field.name())).into_bytes()).collect();
    let columns: Vec<Column<'_>> =
        batch.columns().iter().map(|array| Column::of(array, write_json)).collect();
    let is_json: Vec<bool> =
        schema.fields().iter().map(|field| [REASONS, WHY].contains(&field.name().as_str())).collect();
    let mut out = Vec::new();
    for row in 0..batch.num_rows() {
        out.push(b'{');
        for (position, (name, column)) in names.iter().zip(&columns).enumerate() {
            if position > 0 {
                out.push(b',');
            }
            out.extend_from_slice(name);
            match column {
                Column::Number(array) => write_number(&mut out, array.value(row)),
                Column::Bool(array) if array.is_valid(row) => {
                    out.extend_from_slice(bool_text(array.value(row)));
                }
                // It is JSON already, and a document inside a text is hard to read for everybody.
                Column::Text(array) if array.is_valid(row) && is_json[position] => {
                    out.extend_from_slice(array.value(row).as_bytes());
                }
                Column::Text(array) if array.is_valid(row) => write_json(&mut out, array.value(row)),
                Column::Keys(keys) => out.extend_from_slice(keys.at(row).unwrap_or(b"null")),
                Column::Lists(lists, keys) => {
                    out.push(b'[');
                    for (position, item) in items(lists, row).enumerate() {
                        if position > 0 {
                            out.push(b',');
                        }
                        out.extend_from_slice(keys.at(item).unwrap_or(b"null"));
                    }
                    out.push(b']');
                }
                Column::Bool(_) | Column::Text(_) | Column::Nothing => out.extend_from_slice(b"null"),
            }
        }
        out.extend_from_slice(b"}\n");
    }
    out
}
