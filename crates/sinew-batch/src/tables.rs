//! The tables of results and of errors.

use crate::rows::RowProblem;
use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Int32Array, ListArray, RecordBatch, StringArray, UInt64Array,
    builder::{ArrayBuilder as _, Int32Builder, StringBuilder},
    types::Int32Type,
};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, FieldRef, Schema, SchemaRef};
use sinew_app::Decision;
use sinew_model::{Band, Index, Pack, Urgency};
use sinew_program::{Decisions, NONE};
use std::sync::Arc;

/// The column with why, as ids.
pub(crate) const WHY: &str = "why";
/// The column with the outcome in words.
pub(crate) const REASONS: &str = "reasons";

/// What results have beside what was decided. Each is a text of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Extras {
    pub(crate) why: bool,
    pub(crate) reasons: bool,
}

fn dictionary() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

fn list_item() -> FieldRef {
    Arc::new(Field::new_list_field(dictionary(), true))
}

/// The schema of results: [`Batch::result_schema`](crate::Batch::result_schema).
pub(crate) fn result_schema(extras: Extras) -> SchemaRef {
    let list = |name: &str| Field::new(name, DataType::List(list_item()), false);
    let mut fields = vec![
        Field::new("row", DataType::UInt64, false),
        Field::new("id", DataType::Utf8, true),
        Field::new("urgency", dictionary(), false),
        Field::new("exit", dictionary(), true),
        list("fired"),
        list("not_ruled_out"),
        list("conditions"),
        list("bands"),
        list("companion_of"),
        list("causes"),
        list("actions"),
    ];
    let Extras { why, reasons } = extras;
    for (name, is_there) in [(WHY, why), (REASONS, reasons)] {
        if is_there {
            fields.push(Field::new(name, DataType::Utf8, false));
        }
    }
    Arc::new(Schema::new(fields))
}

/// The schema of errors: the number of the row from 1, its id, the column, a stable name of the kind of problem, the cause in words,
/// and whether the answers are an emergency, null if some could not be read. A row can have several.
pub fn error_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("row", DataType::UInt64, false),
        Field::new("id", DataType::Utf8, true),
        Field::new("column", DataType::Utf8, true),
        Field::new("code", DataType::Utf8, false),
        Field::new("cause", DataType::Utf8, false),
        Field::new("emergency", DataType::Boolean, true),
    ]))
}

/// The ids of a pack, as the dictionaries of all results share them.
#[derive(Debug)]
pub(crate) struct Ids {
    urgencies: ArrayRef,
    exits: ArrayRef,
    flags: ArrayRef,
    conditions: ArrayRef,
    bands: ArrayRef,
    causes: ArrayRef,
    actions: ArrayRef,
}

impl Ids {
    pub(crate) fn of(pack: &Pack) -> Self {
        fn texts<'a>(ids: impl Iterator<Item = &'a str>) -> ArrayRef {
            Arc::new(StringArray::from_iter_values(ids))
        }
        Self {
            urgencies: texts(Urgency::ALL.into_iter().map(Urgency::name)),
            exits: texts(pack.exits().iter().map(|exit| exit.id.as_str())),
            flags: texts(pack.red_flags().iter().map(|flag| flag.id.as_str())),
            conditions: texts(pack.conditions().iter().map(|condition| condition.id.as_str())),
            bands: texts(Band::ALL.into_iter().map(Band::name)),
            causes: texts(pack.causes().iter().map(|cause| cause.id.as_str())),
            actions: texts(pack.actions().iter().map(|action| action.id.as_str())),
        }
    }
}

/// The key of something in its dictionary: its place in its table.
fn key(position: usize) -> i32 {
    i32::try_from(position).expect("a pack has fewer than two billion things of a kind")
}

/// A column of lists of keys.
#[derive(Debug)]
struct Lists {
    keys: Int32Builder,
    ends: Vec<i32>,
}

impl Lists {
    fn for_rows(rows: usize) -> Self {
        let mut ends = Vec::with_capacity(rows + 1);
        ends.push(0);
        Self { keys: Int32Builder::new(), ends }
    }

    fn push(&mut self, keys: impl Iterator<Item = Option<usize>>) {
        for position in keys {
            self.keys.append_option(position.map(key));
        }
        self.ends.push(key(self.keys.len()));
    }

    fn finish(mut self, values: &ArrayRef) -> ArrayRef {
        let offsets = OffsetBuffer::new(ScalarBuffer::from(self.ends));
        Arc::new(ListArray::new(list_item(), offsets, keyed(self.keys.finish(), values), None))
    }
}

fn keyed(keys: Int32Array, values: &ArrayRef) -> ArrayRef {
    Arc::new(DictionaryArray::<Int32Type>::new(keys, Arc::clone(values)))
}

/// Results that are put together row by row.
#[derive(Debug)]
pub(crate) struct ResultTable<'i> {
    ids_of: &'i Ids,
    rows: Vec<u64>,
    urgencies: Vec<i32>,
    exits: Int32Builder,
    fired: Lists,
    not_ruled_out: Lists,
    conditions: Lists,
    bands: Lists,
    companion_of: Lists,
    causes: Lists,
    actions: Lists,
    why: Option<StringBuilder>,
    reasons: Option<StringBuilder>,
}

impl<'i> ResultTable<'i> {
    /// A table that so many rows are expected in.
    pub(crate) fn new(ids_of: &'i Ids, rows: usize, extras: Extras) -> Self {
        let lists = || Lists::for_rows(rows);
        Self {
            ids_of,
            rows: Vec::with_capacity(rows),
            urgencies: Vec::with_capacity(rows),
            exits: Int32Builder::with_capacity(rows),
            fired: lists(),
            not_ruled_out: lists(),
            conditions: lists(),
            bands: lists(),
            companion_of: lists(),
            causes: lists(),
            actions: lists(),
            why: extras.why.then(StringBuilder::new),
            reasons: extras.reasons.then(StringBuilder::new),
        }
    }

    /// Adds what was decided for one person. Says how soon, by its place in [`Urgency::ALL`].
    pub(crate) fn push(&mut self, row: u64, decision: &Decision) -> usize {
        fn all<I: Index>(items: &[I]) -> impl Iterator<Item = Option<usize>> {
            items.iter().map(|item| Some(item.position()))
        }
        let Decision { urgency, exit, fired, not_ruled_out, conditions, causes, actions } = decision;
        self.rows.push(row);
        self.urgencies.push(key(*urgency as usize));
        self.exits.append_option(exit.map(|exit| key(exit.position())));
        self.fired.push(all(fired));
        self.not_ruled_out.push(all(not_ruled_out));
        self.conditions.push(conditions.iter().map(|shown| Some(shown.condition.position())));
        self.bands.push(conditions.iter().map(|shown| shown.band.map(|band| band as usize)));
        self.companion_of.push(conditions.iter().map(|shown| shown.companion_of.map(Index::position)));
        self.causes.push(all(causes));
        self.actions.push(all(actions));
        *urgency as usize
    }

    /// Adds what was decided for one of many people. Says how soon, by its place in [`Urgency::ALL`].
    pub(crate) fn push_one_of(&mut self, row: u64, decisions: &Decisions, person: usize) -> usize {
        let at = |column: &Vec<u8>| Some(column[person]).filter(|code| *code != NONE).map(usize::from);
        let (word, bit) = (person / 64, person % 64);
        let on = move |(position, column): (usize, &Vec<u64>)| {
            (column[word] >> bit & 1 == 1).then_some(Some(position))
        };
        let shown = decisions.conditions.iter().take_while(|column| column[person] != NONE).count();
        let urgency = usize::from(decisions.urgency[person]);
        self.rows.push(row);
        self.urgencies.push(key(urgency));
        self.exits.append_option(at(&decisions.exit).map(key));
        self.fired.push(decisions.fired.iter().enumerate().filter_map(on));
        self.not_ruled_out.push(decisions.not_ruled_out.iter().enumerate().filter_map(on));
        self.conditions.push(decisions.conditions[..shown].iter().map(at));
        self.bands.push(decisions.bands[..shown].iter().map(at));
        self.companion_of.push(decisions.companion_of[..shown].iter().map(at));
        self.causes.push(decisions.causes.iter().enumerate().filter_map(on));
        self.actions.push(decisions.actions.iter().map(at).take_while(Option::is_some));
        urgency
    }

    /// Adds why, for the row that was added last.
    pub(crate) fn push_why(&mut self, text: &str) {
        if let Some(why) = &mut self.why {
            why.append_value(text);
        }
    }

    /// Adds the reasons for the row that was added last.
    pub(crate) fn push_reasons(&mut self, text: &str) {
        if let Some(reasons) = &mut self.reasons {
            reasons.append_value(text);
        }
    }

    /// The table; these are the ids of the rows that were added.
    pub(crate) fn finish(self, ids: StringArray) -> RecordBatch {
        let Self {
            ids_of,
            rows,
            urgencies,
            mut exits,
            fired,
            not_ruled_out,
            conditions,
            bands,
            companion_of,
            causes,
            actions,
            why,
            reasons,
        } = self;
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(UInt64Array::from(rows)),
            Arc::new(ids),
            keyed(Int32Array::from(urgencies), &ids_of.urgencies),
            keyed(exits.finish(), &ids_of.exits),
            fired.finish(&ids_of.flags),
            not_ruled_out.finish(&ids_of.flags),
            conditions.finish(&ids_of.conditions),
            bands.finish(&ids_of.bands),
            companion_of.finish(&ids_of.conditions),
            causes.finish(&ids_of.causes),
            actions.finish(&ids_of.actions),
        ];
        let schema = result_schema(Extras { why: why.is_some(), reasons: reasons.is_some() });
        columns.extend(
            [why, reasons].into_iter().flatten().map(|mut reasons| Arc::new(reasons.finish()) as ArrayRef),
        );
        RecordBatch::try_new(schema, columns).expect("the columns are made for this schema, row by row")
    }
}

/// Errors that are put together one by one.
#[derive(Debug, Default)]
pub(crate) struct ErrorTable {
    rows: Vec<u64>,
    ids: Vec<Option<String>>,
    columns: Vec<Option<String>>,
    codes: Vec<&'static str>,
    causes: Vec<String>,
    emergencies: Vec<Option<bool>>,
}

impl ErrorTable {
    pub(crate) fn push(&mut self, problem: &RowProblem) {
        let RowProblem { row, id, column, code, cause, emergency } = problem;
        self.rows.push(*row);
        self.ids.push(id.clone());
        self.columns.push(column.clone());
        self.codes.push(code);
        self.causes.push(cause.clone());
        self.emergencies.push(*emergency);
    }

    pub(crate) fn finish(self) -> RecordBatch {
        let Self { rows, ids, columns, codes, causes, emergencies } = self;
        let columns: Vec<ArrayRef> = vec![
            Arc::new(UInt64Array::from(rows)),
            Arc::new(StringArray::from(ids)),
            Arc::new(StringArray::from(columns)),
            Arc::new(StringArray::from(codes)),
            Arc::new(StringArray::from(causes)),
            Arc::new(BooleanArray::from(emergencies)),
        ];
        RecordBatch::try_new(error_schema(), columns)
            .expect("the columns are made for this schema, row by row")
    }
}
