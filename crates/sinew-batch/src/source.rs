//! Where rows come from, block by block.

use crate::{
    arrow,
    columns::{self, ColumnProblem, Role},
    csv::{self, CsvProblem, CsvReader, Records},
    decide::Batch,
    format::Format,
    guard,
    ipc::{ArrowFile, ArrowStream},
    ndjson::{self, LineReader, Lines},
    reading::Reading,
    rows::Rows,
};
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use parquet::arrow::{
    ProjectionMask,
    arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder},
};
use std::{
    fs::File,
    io::{self, BufReader, Read, Seek as _},
    sync::Arc,
};

/// The most rows of a block. It is what a reader of Parquet hands out at once, and text has fewer if its lines are long.
pub const ROWS_AT_MOST: usize = 4096;

/// The most bytes of text of a block, apart from one line or record that goes beyond it.
const BYTES_AT_MOST: usize = 1024 * 1024;

/// Why rows could not be read. No row after it was looked at.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceProblem {
    /// Reading did not work.
    #[error("reading did not work: {0}")]
    Io(#[from] io::Error),
    /// The columns do not fit the pack.
    #[error("{0}")]
    Columns(#[from] ColumnProblem),
    /// It is not what its format says, or is damaged.
    #[error("it is damaged, or not {format}: {cause}")]
    Damaged {
        /// What it was read as.
        format: &'static str,
        /// What the reader of that format says.
        cause: String,
    },
    /// The format needs a file in which one can go back and forth.
    #[error("{0} cannot be read from a stream, because its index stands at the end")]
    NeedsFile(&'static str),
    /// There is no header.
    #[error("it is empty: there is no header that names the columns")]
    NoHeader,
    /// The header is not text.
    #[error("its header is not text in UTF-8")]
    HeaderNotText,
    /// A record is too large.
    #[error("the record after row {after} is larger than {} bytes", csv::RECORD_AT_MOST)]
    RecordTooLarge {
        /// The row before it; 0 if it is the first.
        after: u64,
    },
    /// A quote is never closed, so that everybody after it would be in one field.
    #[error("the record after row {after} has a quote that is never closed")]
    OpenQuote {
        /// The row before it; 0 if it is the first.
        after: u64,
    },
}

impl SourceProblem {
    /// What to do about it.
    pub fn remedy(&self) -> String {
        match self {
            Self::Io(_) => "see that it can be read, and run it again".to_owned(),
            Self::Columns(problem) => problem.remedy(),
            Self::Damaged { .. } => {
                "make it again, compressed with Snappy, Zstandard, gzip or LZ4 or not at all, or say which format it has".to_owned()
            }
            Self::NeedsFile(_) => "save it to a file, and name that".to_owned(),
            Self::NoHeader => "put a line with the ids of the questions at its beginning".to_owned(),
            Self::HeaderNotText => "save the file in UTF-8".to_owned(),
            Self::RecordTooLarge { .. } => "look for a quote that is never closed".to_owned(),
            Self::OpenQuote { .. } => "close the quote; a quote within quotes is written twice".to_owned(),
        }
    }
}

/// Rows that were not looked at yet.
#[derive(Debug)]
pub(crate) struct Block {
    /// The number of the first row, counted from 1.
    pub(crate) first: u64,
    pub(crate) what: What,
}

/// The rows of a block as their format has them. Text is read by the threads that decide.
#[derive(Debug)]
pub(crate) enum What {
    Batch(RecordBatch),
    Records(Records),
    Lines(Lines),
}

/// Rows to decide for, in one of the formats.
pub struct Source<'r> {
    from: From<'r>,
    roles: Vec<Role>,
    rows: u64,
    /// How much there is: rows or bytes, as [`Source::progress`] counts.
    all: Option<u64>,
    /// A batch that is larger than a block, and how much of it is done.
    rest: Option<(RecordBatch, usize)>,
}

enum From<'r> {
    Batches(&'static str, Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send + 'r>),
    Csv(Box<CsvReader<'r>>),
    Ndjson(LineReader<'r>),
}

impl<'r> Source<'r> {
    /// Rows from a file.
    pub fn file(batch: &Batch, format: Format, mut file: File) -> Result<Self, SourceProblem> {
        let bytes = file.metadata()?.len();
        match format {
            Format::Parquet => guard::reading("Parquet", || {
                let damaged = |error: parquet::errors::ParquetError| SourceProblem::Damaged {
                    format: "Parquet",
                    cause: error.to_string(),
                };
                let read = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(damaged)?;
                let all = u64::try_from(read.metadata().file_metadata().num_rows()).ok();
                let roles = arrow::roles(&Reading::of(batch.pack()), batch.ignored(), read.schema())?;
                let read = with_dictionaries(&roles, &read).unwrap_or(read);
                let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, read);
                // What is ignored may be large, and in a form that is not read.
                let wanted = (0..roles.len()).filter(|column| roles[*column] != Role::Ignored);
                let mask = ProjectionMask::roots(builder.parquet_schema(), wanted);
                let reader = builder.with_projection(mask).with_batch_size(ROWS_AT_MOST).build();
                let reader = reader.map_err(damaged)?;
                let roles = roles.into_iter().filter(|role| *role != Role::Ignored).collect();
                let from = From::Batches("Parquet", Box::new(reader));
                Ok(Self { from, roles, rows: 0, all, rest: None })
            }),
            Format::Arrow => {
                let mut magic = [0; 6];
                let is_file = file.read(&mut magic)? == magic.len() && magic == *b"ARROW1";
                file.rewind()?;
                if !is_file {
                    return Self::stream(batch, format, Box::new(file));
                }
                let reader = guard::reading("Arrow", || {
                    ArrowFile::open(file).map_err(|error| damaged("Arrow", &error))
                });
                Self::batches(batch, "Arrow", reader?)
            }
            Format::Csv | Format::Ndjson => {
                let source = Self::stream(batch, format, Box::new(file))?;
                Ok(Self { all: Some(bytes), ..source })
            }
        }
    }

    /// Rows from a stream, which is read once from its beginning to its end.
    pub fn stream(
        batch: &Batch,
        format: Format,
        from: Box<dyn Read + Send + 'r>,
    ) -> Result<Self, SourceProblem> {
        let pack = batch.pack();
        match format {
            Format::Parquet => Err(SourceProblem::NeedsFile("Parquet")),
            Format::Arrow => {
                let mut from = BufReader::new(from);
                if io::BufRead::fill_buf(&mut from)?.starts_with(b"ARROW1") {
                    return Err(SourceProblem::NeedsFile("an Arrow file"));
                }
                let reader = guard::reading("Arrow", || {
                    ArrowStream::open(from).map_err(|error| damaged("Arrow", &error))
                });
                Self::batches(batch, "Arrow", reader?)
            }
            Format::Csv => {
                let mut reader = CsvReader::new(from);
                let mut header = Records::default();
                match reader.read(&mut header) {
                    Ok(true) => {}
                    Ok(false) => return Err(SourceProblem::NoHeader),
                    Err(problem) => return Err(csv_problem(problem, 0)),
                }
                let names = header.iter().flat_map(|(_, names)| names);
                let names: Result<Vec<&str>, _> = names.map(std::str::from_utf8).collect();
                let names = names.map_err(|_| SourceProblem::HeaderNotText)?;
                let roles = columns::roles(pack, batch.ignored(), names.into_iter().map(str::trim_ascii))?;
                Ok(Self { from: From::Csv(Box::new(reader)), roles, rows: 0, all: None, rest: None })
            }
            Format::Ndjson => Ok(Self {
                from: From::Ndjson(LineReader::new(from)),
                roles: Vec::new(),
                rows: 0,
                all: None,
                rest: None,
            }),
        }
    }

    fn batches(
        batch: &Batch,
        format: &'static str,
        reader: impl RecordBatchReader + Send + 'r,
    ) -> Result<Self, SourceProblem> {
        let roles = arrow::roles(&Reading::of(batch.pack()), batch.ignored(), &reader.schema())?;
        Ok(Self { from: From::Batches(format, Box::new(reader)), roles, rows: 0, all: None, rest: None })
    }

    /// How much was read, and how much there is, in the same unit; none if that is not known.
    pub(crate) fn progress(&self) -> Option<(u64, u64)> {
        let done = match &self.from {
            From::Batches(..) => self.rows,
            From::Csv(reader) => reader.consumed,
            From::Ndjson(reader) => reader.consumed,
        };
        self.all.map(|all| (done.min(all), all))
    }

    /// How the columns are read by the threads that decide.
    pub(crate) fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// The next block; none at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Block>, SourceProblem> {
        let first = self.rows + 1;
        let what = match &mut self.from {
            From::Batches(format, batches) => {
                let (batch, from) = loop {
                    if let Some((batch, done)) =
                        self.rest.take().filter(|(batch, done)| *done < batch.num_rows())
                    {
                        break (batch, done);
                    }
                    let format = *format;
                    let next = guard::reading(format, || match batches.next() {
                        None => Ok(None),
                        Some(Ok(batch)) => Ok(Some(batch)),
                        Some(Err(error)) => Err(damaged(format, &error)),
                    });
                    match next? {
                        None => return Ok(None),
                        Some(batch) => self.rest = Some((batch, 0)),
                    }
                };
                // One batch of a file may hold all of its rows. A slice of it is no copy.
                let length = ROWS_AT_MOST.min(batch.num_rows() - from);
                let slice = batch.slice(from, length);
                self.rest = Some((batch, from + length));
                self.rows += length as u64;
                What::Batch(slice)
            }
            From::Csv(reader) => {
                let mut records = Records::default();
                while records.len() < ROWS_AT_MOST && records.bytes() < BYTES_AT_MOST {
                    let after = self.rows + records.len() as u64;
                    if !reader.read(&mut records).map_err(|problem| csv_problem(problem, after))? {
                        break;
                    }
                }
                self.rows += records.len() as u64;
                What::Records(records)
            }
            From::Ndjson(reader) => {
                let mut lines = Lines::default();
                while lines.len() < ROWS_AT_MOST && lines.bytes() < BYTES_AT_MOST {
                    if !reader.read(&mut lines)? {
                        break;
                    }
                }
                self.rows += lines.len() as u64;
                What::Lines(lines)
            }
        };
        Ok((self.rows >= first).then_some(Block { first, what }))
    }
}

impl Block {
    /// The people of a block.
    pub(crate) fn rows(&self, reading: &Reading<'_>, roles: &[Role], ignored: &[String]) -> Rows {
        match &self.what {
            What::Batch(batch) => arrow::rows(reading, roles, batch, self.first),
            What::Records(records) => csv::rows(reading, roles, records, self.first),
            What::Lines(lines) => ndjson::rows(reading, ignored, lines, self.first),
        }
    }
}

/// The same with the texts of questions as dictionaries, which is how they stand in the file: so each is read once and not for each
/// row. None if the file cannot be read so.
fn with_dictionaries(roles: &[Role], read: &ArrowReaderMetadata) -> Option<ArrowReaderMetadata> {
    let dictionary = |item: &Field| match item.data_type() {
        texts @ (DataType::Utf8 | DataType::LargeUtf8) => {
            let texts = DataType::Dictionary(Box::new(DataType::Int32), Box::new(texts.clone()));
            item.clone().with_data_type(texts)
        }
        _ => item.clone(),
    };
    let fields =
        read.schema().fields().iter().zip(roles).map(|(field, role)| match (role, field.data_type()) {
            (Role::Question(_), DataType::List(items)) => {
                field.as_ref().clone().with_data_type(DataType::List(Arc::new(dictionary(items))))
            }
            (Role::Question(_), _) => dictionary(field),
            (Role::Id | Role::Ignored, _) => field.as_ref().clone(),
        });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let options = ArrowReaderOptions::new().with_schema(schema);
    ArrowReaderMetadata::try_new(Arc::clone(read.metadata()), options).ok()
}

fn csv_problem(problem: CsvProblem, after: u64) -> SourceProblem {
    match problem {
        CsvProblem::Io(error) => SourceProblem::Io(error),
        CsvProblem::TooLarge => SourceProblem::RecordTooLarge { after },
        CsvProblem::OpenQuote => SourceProblem::OpenQuote { after },
    }
}

fn damaged(format: &'static str, error: &ArrowError) -> SourceProblem {
    let cause = match error {
        // What is wrong with the bytes, and not with getting them.
        ArrowError::IoError(_, refused) if refused.kind() == io::ErrorKind::InvalidData => {
            refused.to_string()
        }
        _ => error.to_string(),
    };
    SourceProblem::Damaged { format, cause }
}
