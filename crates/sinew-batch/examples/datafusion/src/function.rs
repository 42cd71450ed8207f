//! What a pack decides as a scalar function of DataFusion: from a struct of answers to a struct with the decision.
//!
//! It is a scalar function and not a table function because of large tables on many machines. An engine calls a scalar function block by
//! block in whichever partition the rows are, so that memory is that of a block and nothing is moved or joined again: the decision
//! stands beside the row's own columns. And a plan names a scalar function by its name only, so that each machine just registers it;
//! a table function would need a plan node of its own, and a codec to send it elsewhere.
//!
//! The price is that there has to be exactly one row for each row. [`Batch::decide`] gives two tables, of which each row is in one.
//! Here they become one again: a row that is refused has no urgency nor anything else that is decided, and has its causes in `errors`.
//!
//! Answers come in a struct, because a decision takes dozens of them and arguments of a function have no names. What its fields are called
//! and hold is checked when a statement is planned.
//!
//! Decide once and keep it, as `main.rs` does with `CREATE TABLE … AS SELECT`, and ask that table. DataFusion 55 copies a call into each
//! place of a statement that reads a field of what it gives (apache/datafusion#25329): the answers stay right, and take several times
//! as long.

use datafusion::{
    arrow::{
        array::{
            Array as _, ArrayRef, AsArray as _, ListArray, RecordBatch, RecordBatchOptions, StructArray,
            UInt64Array,
        },
        buffer::{NullBuffer, OffsetBuffer},
        compute::take,
        datatypes::{DataType, Field, FieldRef, Fields, Schema, UInt64Type},
    },
    common::{exec_datafusion_err, exec_err, plan_err},
    error::{DataFusionError, Result},
    logical_expr::{
        ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility, ptr_eq::PtrEq,
    },
};
use sinew_batch::{Batch, ColumnProblem, Decided, ID_COLUMN, error_schema};
use std::{fmt, sync::Arc};

/// The column of results and errors with the number of the row. Here the row itself stands beside them.
const ROW: &str = "row";
/// The field, and the column of errors, that says whether the answers of a row that was refused are an emergency.
const EMERGENCY: &str = "emergency";
/// The field with what is wrong with a row that was refused.
const ERRORS: &str = "errors";

/// The function, ready to be registered. Where several machines work on one query, each registers the same pack under the same name.
pub(crate) fn function(name: &str, batch: Batch) -> ScalarUDF {
    let errors = without(error_schema().fields(), &[ROW, ID_COLUMN, EMERGENCY]);
    let error = Arc::new(Field::new_list_field(DataType::Struct(errors), true));
    let decided = without(batch.result_schema().fields(), &[ROW, ID_COLUMN]);
    let decided = decided.iter().map(|field| field.as_ref().clone().with_nullable(true));
    let refused = [
        Field::new(EMERGENCY, DataType::Boolean, true),
        Field::new(ERRORS, DataType::List(Arc::clone(&error)), true),
    ];
    ScalarUDF::new_from_impl(Function {
        name: name.to_owned(),
        // The same answers always get the same decision.
        signature: Signature::any(1, Volatility::Immutable),
        batch: Arc::new(batch).into(),
        fields: decided.chain(refused).collect(),
        error,
    })
}

/// The call in SQL for a table that has a column for each of these questions.
pub(crate) fn call(name: &str, columns: &[String]) -> String {
    let pairs = columns.iter().map(|column| {
        let (text, identifier) = (column.replace('\'', "''"), column.replace('"', "\"\""));
        format!("    '{text}', \"{identifier}\"")
    });
    format!("{name}(named_struct(\n{}))", pairs.collect::<Vec<_>>().join(",\n"))
}

/// The fields but for some.
fn without(fields: &Fields, names: &[&str]) -> Fields {
    fields.iter().filter(|field| !names.contains(&field.name().as_str())).cloned().collect()
}

/// Functions are the same if they have the same name and were made of the same batch.
#[derive(PartialEq, Eq, Hash)]
struct Function {
    name: String,
    signature: Signature,
    batch: PtrEq<Arc<Batch>>,
    /// What it gives back.
    fields: Fields,
    /// One thing that is wrong with a row.
    error: FieldRef,
}

// A plan that is shown has this in it, and a whole pack would bury the plan.
impl fmt::Debug for Function {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pack = self.batch.pack().identity();
        formatter
            .debug_struct("Function")
            .field("name", &self.name)
            .field("pack", pack)
            .finish_non_exhaustive()
    }
}

impl ScalarUDFImpl for Function {
    fn name(&self) -> &str {
        &self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    /// Runs when a statement is planned: a slip in a name is said before any row is read.
    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        let [DataType::Struct(answers)] = arguments else {
            return plan_err!("{} takes one struct with a field for each question", self.name);
        };
        let none = RecordBatch::new_empty(Arc::new(Schema::new(answers.clone())));
        self.batch.decide(&none).map_err(|problem| of_columns(&problem))?;
        Ok(DataType::Struct(self.fields.clone()))
    }

    fn invoke_with_args(&self, call: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [answers] = call.args.as_slice() else {
            return exec_err!("{} takes one struct with a field for each question", self.name);
        };
        let answers = answers.to_array(call.number_rows)?;
        let Some(answers) = answers.as_struct_opt() else {
            return exec_err!("{} takes a struct and not {}", self.name, answers.data_type());
        };
        // A struct that is null has no answers, whatever is left in its fields.
        let (fields, columns) = answers.flatten();
        let count = RecordBatchOptions::new().with_row_count(Some(call.number_rows));
        let rows = RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &count)?;
        let decided = self.batch.decide(&rows).map_err(|problem| of_columns(&problem))?;
        Ok(ColumnarValue::Array(Arc::new(self.joined(call.number_rows, &decided)?)))
    }
}

impl Function {
    /// One row for each row, of the two tables that have each row in one of them. Both are in the order of the rows.
    fn joined(&self, rows: usize, Decided { results, errors }: &Decided) -> Result<StructArray> {
        let (result_rows, error_rows) = (row_numbers(results)?, row_numbers(errors)?);
        let (mut result, mut error) = (0, 0);
        let (mut result_of, mut first_error_of, mut error_counts) = (Vec::new(), Vec::new(), Vec::new());
        for row in 1..=rows as u64 {
            let first = error;
            while error_rows.get(error) == Some(&row) {
                error += 1;
            }
            let is_refused = error > first;
            let is_decided = result_rows.get(result) == Some(&row);
            if is_decided == is_refused {
                return exec_err!("{} lost count of the rows at row {row} of a block", self.name);
            }
            result_of.push(is_decided.then_some(result as u64));
            first_error_of.push(is_refused.then_some(first as u64));
            error_counts.push(error - first);
            result += usize::from(is_decided);
        }
        if (result, error) != (result_rows.len(), error_rows.len()) {
            return exec_err!("{} has results or errors of more rows than there are", self.name);
        }
        let (result_of, first_error_of) = (UInt64Array::from(result_of), UInt64Array::from(first_error_of));
        let refused = NullBuffer::from_iter(first_error_of.iter().map(|error| error.is_some()));
        let columns = self.fields.iter().map(|field| match field.name().as_str() {
            EMERGENCY => Ok(take(column(errors, EMERGENCY)?, &first_error_of, None)?),
            ERRORS => self.causes(errors, &error_counts, refused.clone()),
            decided => Ok(take(column(results, decided)?, &result_of, None)?),
        });
        Ok(StructArray::try_new(self.fields.clone(), columns.collect::<Result<_>>()?, None)?)
    }

    /// For each row a list of so many of the errors, in order.
    fn causes(&self, errors: &RecordBatch, counts: &[usize], refused: NullBuffer) -> Result<ArrayRef> {
        let DataType::Struct(fields) = self.error.data_type() else {
            return exec_err!("{} has errors that are no structs", self.name);
        };
        let columns = fields.iter().map(|field| column(errors, field.name()).cloned());
        let errors = StructArray::try_new(fields.clone(), columns.collect::<Result<_>>()?, None)?;
        let ends = OffsetBuffer::from_lengths(counts.iter().copied());
        Ok(Arc::new(ListArray::try_new(Arc::clone(&self.error), ends, Arc::new(errors), Some(refused))?))
    }
}

fn row_numbers(table: &RecordBatch) -> Result<&[u64]> {
    let numbers = column(table, ROW)?.as_primitive_opt::<UInt64Type>();
    Ok(numbers.ok_or_else(|| exec_datafusion_err!("the column {ROW} holds no numbers of rows"))?.values())
}

fn column<'t>(table: &'t RecordBatch, name: &str) -> Result<&'t ArrayRef> {
    table.column_by_name(name).ok_or_else(|| exec_datafusion_err!("there is no column {name}"))
}

fn of_columns(problem: &ColumnProblem) -> DataFusionError {
    DataFusionError::Plan(format!("{problem}; {}", problem.remedy()))
}
