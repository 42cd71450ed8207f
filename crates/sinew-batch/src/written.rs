//! Writing results and errors as CSV and NDJSON.

use crate::{csv::write_field, format::Format};
use arrow_array::{
    Array, ArrayRef, RecordBatch,
    cast::AsArray as _,
    types::{Int32Type, UInt64Type},
};
use arrow_schema::{DataType, Schema};
use serde_json::json;

/// A cell of the tables that this crate makes.
enum Cell<'a> {
    Null,
    Number(u64),
    Bool(bool),
    Text(&'a str),
    List(Vec<Option<&'a str>>),
}

/// A column of the tables that this crate makes.
enum Column<'a> {
    Number(&'a arrow_array::UInt64Array),
    Bool(&'a arrow_array::BooleanArray),
    Text(&'a arrow_array::StringArray),
    Keys(Keys<'a>),
    Lists(&'a arrow_array::ListArray, Keys<'a>),
    Nothing,
}

struct Keys<'a> {
    keys: &'a arrow_array::Int32Array,
    values: &'a arrow_array::StringArray,
}

impl<'a> Keys<'a> {
    fn of(array: &'a ArrayRef) -> Option<Self> {
        let array = array.as_dictionary_opt::<Int32Type>()?;
        Some(Self { keys: array.keys(), values: array.values().as_string_opt()? })
    }

    fn at(&self, row: usize) -> Option<&'a str> {
        let key = self.keys.is_valid(row).then(|| usize::try_from(self.keys.value(row)).ok()).flatten()?;
        Some(self.values.value(key))
    }
}

impl<'a> Column<'a> {
    fn of(array: &'a ArrayRef) -> Self {
        let column = match array.data_type() {
            DataType::UInt64 => array.as_primitive_opt::<UInt64Type>().map(Self::Number),
            DataType::Boolean => array.as_boolean_opt().map(Self::Bool),
            DataType::Utf8 => array.as_string_opt().map(Self::Text),
            DataType::Dictionary(..) => Keys::of(array).map(Self::Keys),
            DataType::List(_) => {
                array.as_list_opt().and_then(|lists| Some(Self::Lists(lists, Keys::of(lists.values())?)))
            }
            _ => None,
        };
        column.unwrap_or(Self::Nothing)
    }

    fn at(&self, row: usize) -> Cell<'a> {
        match self {
            Self::Number(array) => Cell::Number(array.value(row)),
            Self::Bool(array) => Cell::Bool(array.value(row)),
            Self::Text(array) if array.is_valid(row) => Cell::Text(array.value(row)),
            Self::Keys(keys) => keys.at(row).map_or(Cell::Null, Cell::Text),
            Self::Lists(lists, keys) => {
                let offsets = lists.value_offsets();
                let place = |at: usize| usize::try_from(offsets[at]).unwrap_or(0);
                Cell::List((place(row)..place(row + 1)).map(|at| keys.at(at)).collect())
            }
            Self::Text(_) | Self::Nothing => Cell::Null,
        }
    }
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
    let columns: Vec<Column<'_>> = batch.columns().iter().map(Column::of).collect();
    let mut out = Vec::new();
    for row in 0..batch.num_rows() {
        for (position, column) in columns.iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            match column.at(row) {
                Cell::Null => {}
                Cell::Number(number) => out.extend_from_slice(number.to_string().as_bytes()),
                Cell::Bool(is_so) => out.extend_from_slice(if is_so { b"true" } else { b"false" }),
                Cell::Text(text) => write_field(&mut out, text),
                Cell::List(items) => {
                    for (position, item) in items.iter().enumerate() {
                        if position > 0 {
                            out.push(b';');
                        }
                        out.extend_from_slice(item.unwrap_or_default().as_bytes());
                    }
                }
            }
        }
        out.push(b'\n');
    }
    out
}

/// The rows of a table as NDJSON.
pub(crate) fn as_ndjson(batch: &RecordBatch) -> Vec<u8> {
    let schema = batch.schema();
    let names: Vec<Vec<u8>> =
        schema.fields().iter().map(|field| format!("{}:", json!(field.name())).into_bytes()).collect();
    let columns: Vec<Column<'_>> = batch.columns().iter().map(Column::of).collect();
    let mut out = Vec::new();
    let text = |out: &mut Vec<u8>, text: &str| {
        serde_json::to_writer(out, text).expect("a text can be written as JSON into memory");
    };
    for row in 0..batch.num_rows() {
        out.push(b'{');
        for (position, (name, column)) in names.iter().zip(&columns).enumerate() {
            if position > 0 {
                out.push(b',');
            }
            out.extend_from_slice(name);
            match column.at(row) {
                Cell::Null => out.extend_from_slice(b"null"),
                Cell::Number(number) => out.extend_from_slice(number.to_string().as_bytes()),
                Cell::Bool(is_so) => out.extend_from_slice(if is_so { b"true" } else { b"false" }),
                // It is JSON already, and a document inside a text is hard to read for everybody.
                Cell::Text(reasons) if name == b"\"reasons\":" => out.extend_from_slice(reasons.as_bytes()),
                Cell::Text(word) => text(&mut out, word),
                Cell::List(items) => {
                    out.push(b'[');
                    for (position, item) in items.iter().enumerate() {
                        if position > 0 {
                            out.push(b',');
                        }
                        match item {
                            Some(item) => text(&mut out, item),
                            None => out.extend_from_slice(b"null"),
                        }
                    }
                    out.push(b']');
                }
            }
        }
        out.extend_from_slice(b"}\n");
    }
    out
}
