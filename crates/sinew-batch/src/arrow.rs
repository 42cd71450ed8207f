//! Reading Arrow columns as answers.

use crate::{
    columns::{self, ColumnKind, ColumnProblem, Role},
    reading::{Number, Reading},
    rows::{Flaw, Rows},
};
use arrow_array::{
    Array, ArrayRef, ArrowPrimitiveType, RecordBatch,
    cast::AsArray as _,
    types::{
        Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
        UInt32Type, UInt64Type,
    },
};
use arrow_schema::{DataType, Schema};
use sinew_model::{Answer, QuestionIx};

/// What each column is for, if all have types that are read.
pub(crate) fn roles(
    reading: &Reading<'_>,
    ignored: &[String],
    schema: &Schema,
) -> Result<Vec<Role>, ColumnProblem> {
    let names = schema.fields().iter().map(|field| field.name().as_str());
    let roles = columns::roles(reading.pack(), ignored, names)?;
    for (field, role) in schema.fields().iter().zip(&roles) {
        let found = field.data_type();
        let (is_read, wanted) = match role {
            Role::Ignored => continue,
            Role::Id => (is_text(found) || found.is_integer(), "an id, which is a text or a whole number"),
            Role::Question(question) => match reading.kind(*question) {
                ColumnKind::Text => (is_text(found), "texts"),
                ColumnKind::List => (is_text(found) || is_list(found), "lists of texts"),
                ColumnKind::Number => (is_text(found) || is_number(found), "whole numbers"),
            },
        };
        if !is_read && *found != DataType::Null {
            return Err(ColumnProblem::Type {
                column: field.name().clone(),
                found: found.to_string(),
                wanted,
            });
        }
    }
    Ok(roles)
}

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => {
            matches!(**values, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
        }
        _ => false,
    }
}

fn is_list(data_type: &DataType) -> bool {
    match data_type {
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => {
            is_text(item.data_type()) || *item.data_type() == DataType::Null
        }
        _ => false,
    }
}

fn is_number(data_type: &DataType) -> bool {
    data_type.is_integer() || matches!(data_type, DataType::Float32 | DataType::Float64)
}

/// The people in a record batch. Its columns have these roles, so that their types are read.
pub(crate) fn rows(reading: &Reading<'_>, roles: &[Role], batch: &RecordBatch, first: u64) -> Rows {
    let mut rows = Rows::silent(first, batch.num_rows(), reading.pack().questions().len());
    for (column, role) in batch.columns().iter().zip(roles) {
        match role {
            Role::Ignored => {}
            Role::Id => read_ids(column, &mut rows),
            Role::Question(question) => read_answers(reading, *question, column, &mut rows),
        }
    }
    rows
}

fn read_ids(column: &ArrayRef, rows: &mut Rows) {
    if let Some(texts) = Texts::of(column) {
        texts.for_each(|row, text| {
            if let Some(text) = text {
                rows.set_id(row, text.to_owned());
            }
        });
    } else {
        for_each_number(column, |row, number| match number {
            Some(NumberIn::Whole(whole)) => rows.set_id(row, whole.to_string()),
            Some(NumberIn::Float(_)) | None => {}
        });
    }
}

fn read_answers(reading: &Reading<'_>, question: QuestionIx, column: &ArrayRef, rows: &mut Rows) {
    if let Some(texts) = Texts::of(column) {
        // Most cells say what the one before says, and a dictionary says each thing once.
        if let Some(dictionary) = texts.dictionary() {
            let read: Vec<_> =
                dictionary.iter().map(|text| text.map(|text| reading.text(question, text))).collect();
            let Texts::Dictionary { keys, nulls, .. } = &texts else { return };
            for (row, key) in keys.iter().enumerate() {
                let is_null = nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
                if let Some(Some(read)) = read.get(*key).filter(|_| !is_null) {
                    rows.take(row, question, read.clone());
                }
            }
            return;
        }
        texts.for_each(|row, text| {
            if let Some(text) = text {
                rows.take(row, question, reading.text(question, text));
            }
        });
    } else if let Some(lists) = Lists::of(column) {
        for row in 0..column.len() {
            if let Some(items) = lists.at(row) {
                rows.take(row, question, list(reading, question, &items));
            }
        }
    } else {
        for_each_number(column, |row, number| {
            let read = match number {
                None => return,
                Some(NumberIn::Whole(whole)) => match i64::try_from(whole) {
                    Ok(whole) => reading.number(question, Number::Whole(whole)),
                    Err(_) => reading.number(question, Number::Whole(i64::MAX)),
                },
                Some(NumberIn::Float(float)) => reading.number(question, Number::Float(float)),
            };
            rows.take(row, question, read);
        });
    }
}

fn list(reading: &Reading<'_>, question: QuestionIx, items: &ArrayRef) -> Result<Option<Answer>, Flaw> {
    let mut texts = Vec::with_capacity(items.len());
    let mut has_null = false;
    if let Some(items) = Texts::of(items) {
        items.for_each(|_, text| match text {
            Some(text) => texts.push(text.to_owned()),
            None => has_null = true,
        });
    } else {
        has_null = !items.is_empty();
    }
    if has_null {
        return Err(reading.strange(question, "a list with null in it"));
    }
    reading.list(question, &texts.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A column of texts, however it is stored.
enum Texts<'a> {
    Plain(&'a arrow_array::StringArray),
    Large(&'a arrow_array::LargeStringArray),
    View(&'a arrow_array::StringViewArray),
    Dictionary { keys: Vec<usize>, nulls: Option<&'a arrow_buffer::NullBuffer>, values: Box<Texts<'a>> },
}

impl<'a> Texts<'a> {
    fn of(array: &'a ArrayRef) -> Option<Self> {
        match array.data_type() {
            DataType::Utf8 => array.as_string_opt().map(Self::Plain),
            DataType::LargeUtf8 => array.as_string_opt().map(Self::Large),
            DataType::Utf8View => array.as_string_view_opt().map(Self::View),
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary_opt()?;
                let values = Box::new(Self::of(dictionary.values())?);
                // Without values there are no keys to be looked up, only nulls.
                let keys = if dictionary.values().is_empty() {
                    vec![usize::MAX; array.len()]
                } else {
                    dictionary.normalized_keys()
                };
                Some(Self::Dictionary { keys, nulls: array.nulls(), values })
            }
            _ => None,
        }
    }

    fn all(&self) -> Vec<Option<&str>> {
        match self {
            Self::Plain(array) => array.iter().collect(),
            Self::Large(array) => array.iter().collect(),
            Self::View(array) => array.iter().collect(),
            Self::Dictionary { keys, nulls, values } => {
                let values = values.all();
                let at = |(row, key): (usize, &usize)| {
                    let is_null = nulls.is_some_and(|nulls| nulls.is_null(row));
                    values.get(*key).copied().flatten().filter(|_| !is_null)
                };
                keys.iter().enumerate().map(at).collect()
            }
        }
    }

    fn dictionary(&self) -> Option<Vec<Option<&str>>> {
        match self {
            Self::Dictionary { values, .. } => Some(values.all()),
            Self::Plain(_) | Self::Large(_) | Self::View(_) => None,
        }
    }

    fn for_each(&self, mut with: impl FnMut(usize, Option<&str>)) {
        for (row, text) in self.all().into_iter().enumerate() {
            with(row, text);
        }
    }
}

/// A column of lists, however it is stored.
enum Lists<'a> {
    Plain(&'a arrow_array::ListArray),
    Large(&'a arrow_array::LargeListArray),
    Fixed(&'a arrow_array::FixedSizeListArray),
}

impl<'a> Lists<'a> {
    fn of(array: &'a ArrayRef) -> Option<Self> {
        match array.data_type() {
            DataType::List(_) => array.as_list_opt().map(Self::Plain),
            DataType::LargeList(_) => array.as_list_opt().map(Self::Large),
            DataType::FixedSizeList(..) => array.as_fixed_size_list_opt().map(Self::Fixed),
            _ => None,
        }
    }

    fn at(&self, row: usize) -> Option<ArrayRef> {
        match self {
            Self::Plain(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Fixed(array) => array.is_valid(row).then(|| array.value(row)),
        }
    }
}

/// A number in a column.
#[derive(Debug, Clone, Copy)]
enum NumberIn {
    Whole(i128),
    Float(f64),
}

fn for_each_number(array: &ArrayRef, mut with: impl FnMut(usize, Option<NumberIn>)) {
    fn walk<T: ArrowPrimitiveType>(
        array: &ArrayRef,
        number: impl Fn(T::Native) -> NumberIn,
        with: &mut impl FnMut(usize, Option<NumberIn>),
    ) {
        if let Some(array) = array.as_primitive_opt::<T>() {
            array.iter().enumerate().for_each(|(row, value)| with(row, value.map(&number)));
        }
    }
    let with = &mut with;
    match array.data_type() {
        DataType::Int8 => walk::<Int8Type>(array, |number| NumberIn::Whole(number.into()), with),
        DataType::Int16 => walk::<Int16Type>(array, |number| NumberIn::Whole(number.into()), with),
        DataType::Int32 => walk::<Int32Type>(array, |number| NumberIn::Whole(number.into()), with),
        DataType::Int64 => walk::<Int64Type>(array, |number| NumberIn::Whole(number.into()), with),
        DataType::UInt8 => walk::<UInt8Type>(array, |number| NumberIn::Whole(number.into()), with),
        DataType::UInt16 => walk::<UInt16Type>(array, |number| NumberIn::Whole(number.into()), with),
        DataType::UInt32 => walk::<UInt32Type>(array, |number| NumberIn::Whole(number.into()), with),
        DataType::UInt64 => walk::<UInt64Type>(array, |number| NumberIn::Whole(number.into()), with),
        DataType::Float32 => walk::<Float32Type>(array, |number| NumberIn::Float(number.into()), with),
        DataType::Float64 => walk::<Float64Type>(array, NumberIn::Float, with),
        _ => {}
    }
}
