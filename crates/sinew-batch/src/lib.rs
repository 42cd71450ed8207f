//! Many people at once: rows of answers to rows of results, from and to Parquet, Arrow IPC, CSV and NDJSON.
//!
//! The one design decision: a row is decided exactly as strictly as one person is by `sinew assess --no-input`. What cannot be read,
//! contradicts itself or lacks an answer about a warning sign is refused with its row, column and cause; it never gets a guessed
//! result, and never stops the others. The cost is that answers which were left out on the way to a table have to be put right there.
//!
//! For programs that have their own tables there is one function from [`RecordBatch`](arrow_array::RecordBatch)es to
//! [`RecordBatch`](arrow_array::RecordBatch)es, without global state:
//!
//! ```no_run
//! use sinew_app::Shelf;
//! use sinew_batch::{Batch, Decided};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let rows = arrow_array::RecordBatch::new_empty(arrow_schema::Schema::empty().into());
//! let pack = Shelf::embedded().load("some-pack")?.pack;
//! let batch = Batch::new(pack); // once; threads share it
//! let Decided { results, errors } = batch.decide(&rows)?;
//! # Ok(())
//! # }
//! ```
//!
//! `examples/datafusion` makes it a function of a query engine.
//!
//! # Invariants
//! - What a row gets is what `sinew assess` gives for the same answers (`tests::cases`).
//! - Each row is in the results or in the errors, never in both, and never in neither (`tests::rows`).
//! - The results do not depend on the format, on how rows are cut into blocks, or on the number of threads (`tests::formats`).
//! - Whatever the bytes, a table is read or refused (`tests::formats`). For Parquet that holds as far as its reader does not ask for more
//!   memory than there is.
//! - At most [`BLOCKS_AT_MOST`] blocks for each thread are in memory (`tests::formats`), beside a row group of Parquet that is being
//!   written. A record batch of Arrow is read as a whole.
//!
//! # Not here
//! Files that are put in place as a whole, arguments and progress bars (`sinew-cli`). This crate knows no medicine.
#![forbid(unsafe_code)]

mod arrow;
mod columns;
mod csv;
mod decide;
mod format;
mod guard;
mod ipc;
mod ndjson;
mod reading;
mod rows;
mod run;
#[cfg(any(test, feature = "schema"))]
pub mod schema;
mod sink;
mod source;
mod tables;
mod why;
mod written;

pub use arrow_array;
pub use arrow_schema;
pub use columns::{Column, ColumnKind, ColumnProblem, ID_COLUMN, columns, document, input_schema};
pub use decide::{Batch, Decided};
pub use format::{Format, UnknownFormat};
pub use guard::is_reading_table;
pub use rows::RowProblem;
pub use run::{BLOCKS_AT_MOST, Counts, Progress, RunProblem, run};
pub use sink::{Sink, SinkProblem};
pub use source::{ROWS_AT_MOST, Source, SourceProblem};
pub use tables::error_schema;

#[cfg(test)]
mod tests;
