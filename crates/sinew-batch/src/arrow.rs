//! Reading Arrow columns as answers.

use crate::{
    columns::{self, ColumnKind, ColumnProblem, Role},
    reading::{Number, Reading},
    rows::Rows,
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
use sinew_model::QuestionIx;
use std::ops::Range;

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
    if let Some(ids) = column.as_string_opt::<i32>().filter(|ids| !ids.iter().flatten().any(str::is_empty)) {
        rows.set_ids(ids.clone());
    } else if let Some(texts) = Texts::of(column) {
        for row in 0..column.len() {
            // A text with nothing in it is no id, as in a file of CSV.
            if let Some(text) = texts.at(row).filter(|text| !text.is_empty()) {
                rows.set_id(row, text);
            }
        }
    } else {
        for_each_number(column, |row, number| match number {
            Some(NumberIn::Whole(whole)) => rows.set_id(row, &whole.to_string()),
            Some(NumberIn::Float(_)) | None => {}
        });
    }
}

fn read_answers(reading: &Reading<'_>, question: QuestionIx, column: &ArrayRef, rows: &mut Rows) {
    if let Some(texts) = Texts::of(column) {
        match texts {
            // A dictionary says each thing once; but it may be one of many blocks, and say much more than this one.
            Texts::Dictionary { keys, nulls, values } if values.len() <= keys.len() => {
                let read: Vec<_> = (0..values.len())
                    .map(|value| values.at(value).map(|text| reading.text(question, text)))
                    .collect();
                for (row, key) in keys.iter().enumerate() {
                    let is_null = nulls.is_some_and(|nulls| nulls.is_null(row));
                    if let Some(Some(read)) = read.get(*key).filter(|_| !is_null) {
                        rows.take(row, question, read.clone());
                    }
                }
            }
            texts => {
                for row in 0..column.len() {
                    if let Some(text) = texts.at(row) {
                        rows.take(row, question, reading.text(question, text));
                    }
                }
            }
        }
    } else if let Some(lists) = Lists::of(column) {
        read_lists(reading, question, &lists, rows);
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

fn read_lists(reading: &Reading<'_>, question: QuestionIx, lists: &Lists<'_>, rows: &mut Rows) {
    let (Some(first), Some(last)) =
        (lists.ends(0), lists.len().checked_sub(1).and_then(|row| lists.ends(row)))
    else {
        return;
    };
    // A column that was cut into blocks still has the items of all of them.
    let items = lists.items().slice(first.start, last.end - first.start);
    let texts = Texts::of(&items);
    let mut list = Vec::new();
    for row in 0..lists.len() {
        let Some(ends) = lists.ends(row).filter(|_| lists.is_valid(row)) else { continue };
        list.clear();
        let mut has_null = false;
        for item in ends.start - first.start..ends.end - first.start {
            match texts.as_ref().and_then(|texts| texts.at(item)) {
                Some(text) => list.push(text),
                None => has_null = true,
            }
        }
        let read = if has_null {
            Err(reading.strange(question, "a list with null in it"))
        } else {
            reading.list(question, &list)
        };
        rows.take(row, question, read);
    }
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

    fn len(&self) -> usize {
        match self {
            Self::Plain(array) => array.len(),
            Self::Large(array) => array.len(),
            Self::View(array) => array.len(),
            Self::Dictionary { keys, .. } => keys.len(),
        }
    }

    /// The text in a row that there is; none where it is null.
    fn at(&self, row: usize) -> Option<&str> {
        match self {
            Self::Plain(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Dictionary { keys, nulls, values } => {
                let is_null = nulls.is_some_and(|nulls| nulls.is_null(row));
                keys.get(row).filter(|key| !is_null && **key < values.len()).and_then(|key| values.at(*key))
            }
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

    fn items(&self) -> &ArrayRef {
        match self {
            Self::Plain(array) => array.values(),
            Self::Large(array) => array.values(),
            Self::Fixed(array) => array.values(),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Plain(array) => array.len(),
            Self::Large(array) => array.len(),
            Self::Fixed(array) => array.len(),
        }
    }

    fn is_valid(&self, row: usize) -> bool {
        match self {
            Self::Plain(array) => array.is_valid(row),
            Self::Large(array) => array.is_valid(row),
            Self::Fixed(array) => array.is_valid(row),
        }
    }

    /// Where the items of a row stand among all items; none if there is no such row.
    fn ends(&self, row: usize) -> Option<Range<usize>> {
        fn between<T: Copy>(offsets: &[T], row: usize) -> Option<Range<usize>>
        where
            usize: TryFrom<T>,
        {
            let place = |at: usize| usize::try_from(*offsets.get(at)?).ok();
            Some(place(row)?..place(row + 1)?)
        }
        match self {
            Self::Plain(array) => between(array.value_offsets(), row),
            Self::Large(array) => between(array.value_offsets(), row),
            Self::Fixed(array) => {
                let length = usize::try_from(array.value_length()).ok()?;
                (row < array.len()).then(|| row * length..(row + 1) * length)
            }
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
