//! Where results and errors go.

use crate::{format::Format, written};
use arrow_array::RecordBatch;
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::SchemaRef;
use parquet::{arrow::ArrowWriter, basic::Compression, file::properties::WriterProperties};
use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

/// Rows are brought into Parquet in groups of so many. More would be held in memory until they are written.
const ROW_GROUP: usize = 64 * 1024;

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SinkProblem {
    /// Writing did not work.
    #[error("writing did not work: {0}")]
    Io(#[from] io::Error),
    /// The writer of the format refused.
    #[error("it could not be put into {format}: {cause}")]
    Refused {
        /// The format.
        format: &'static str,
        /// What its writer says.
        cause: String,
    },
}

/// A table that is being written in one of the formats.
pub struct Sink<'w> {
    format: Format,
    to: Box<dyn Write + 'w>,
    /// What a writer has made and is not yet written.
    made: Made,
    how: How,
}

enum How {
    Text,
    File(Box<FileWriter<Made>>),
    Stream(Box<StreamWriter<Made>>),
    Parquet(Box<ArrowWriter<Made>>),
}

/// Rows as they are written, made by the thread that decided.
#[derive(Debug)]
pub(crate) enum Encoded {
    Bytes(Vec<u8>),
    Batch(RecordBatch),
}

pub(crate) fn encode(format: Format, batch: RecordBatch) -> Encoded {
    match format {
        Format::Csv => Encoded::Bytes(written::as_csv(&batch)),
        Format::Ndjson => Encoded::Bytes(written::as_ndjson(&batch)),
        Format::Arrow | Format::Parquet => Encoded::Batch(batch),
    }
}

/// Bytes in memory that a writer adds to and the sink takes away. So the writers of formats need not own where they write to.
#[derive(Debug, Clone, Default)]
struct Made(Arc<Mutex<Vec<u8>>>);

impl Made {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Made {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> Sink<'w> {
    /// A table with this schema that is written from its beginning to its end. Arrow is written in the file format, or as a stream
    /// if that is asked for.
    pub fn new(
        format: Format,
        schema: &SchemaRef,
        as_stream: bool,
        mut to: Box<dyn Write + 'w>,
    ) -> Result<Self, SinkProblem> {
        let made = Made::default();
        let how = match format {
            Format::Csv | Format::Ndjson => {
                to.write_all(&written::header(format, schema))?;
                How::Text
            }
            Format::Arrow if as_stream => {
                let writer = StreamWriter::try_new(made.clone(), schema);
                How::Stream(Box::new(writer.map_err(|error| refused(format, &error))?))
            }
            Format::Arrow => {
                let writer = FileWriter::try_new(made.clone(), schema);
                How::File(Box::new(writer.map_err(|error| refused(format, &error))?))
            }
            Format::Parquet => {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::SNAPPY)
                    .set_max_row_group_row_count(Some(ROW_GROUP))
                    .build();
                let writer = ArrowWriter::try_new(made.clone(), Arc::clone(schema), Some(properties));
                How::Parquet(Box::new(writer.map_err(|error| refused(format, &error))?))
            }
        };
        Ok(Self { format, to, made, how })
    }

    pub(crate) fn format(&self) -> Format {
        self.format
    }

    pub(crate) fn write(&mut self, rows: Encoded) -> Result<(), SinkProblem> {
        let format = self.format;
        match (rows, &mut self.how) {
            (Encoded::Bytes(bytes), _) => self.to.write_all(&bytes)?,
            // Formats of record batches keep a place for each, and there is nothing to say about none.
            (Encoded::Batch(batch), _) if batch.num_rows() == 0 => {}
            (Encoded::Batch(batch), How::File(writer)) => {
                writer.write(&batch).map_err(|error| refused(format, &error))?;
            }
            (Encoded::Batch(batch), How::Stream(writer)) => {
                writer.write(&batch).map_err(|error| refused(format, &error))?;
            }
            (Encoded::Batch(batch), How::Parquet(writer)) => {
                writer.write(&batch).map_err(|error| refused(format, &error))?;
            }
            (Encoded::Batch(batch), How::Text) => {
                if let Encoded::Bytes(bytes) = encode(format, batch) {
                    self.to.write_all(&bytes)?;
                }
            }
        }
        self.to.write_all(&self.made.take())?;
        Ok(())
    }

    /// Writes what stands at the end of the format.
    pub fn finish(mut self) -> Result<(), SinkProblem> {
        let format = self.format;
        match self.how {
            How::Text => {}
            How::File(mut writer) => writer.finish().map_err(|error| refused(format, &error))?,
            How::Stream(mut writer) => writer.finish().map_err(|error| refused(format, &error))?,
            How::Parquet(writer) => drop(writer.close().map_err(|error| refused(format, &error))?),
        }
        self.to.write_all(&self.made.take())?;
        self.to.flush()?;
        Ok(())
    }
}

fn refused(format: Format, error: &dyn std::error::Error) -> SinkProblem {
    SinkProblem::Refused { format: format.name(), cause: error.to_string() }
}
