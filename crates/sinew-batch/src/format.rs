//! The four formats of tables.

use std::path::Path;

/// The format of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet: `.parquet`, `.pq`.
    Parquet,
    /// Arrow IPC: `.arrow`, `.ipc`, `.feather` for the file format, `.arrows` for the stream.
    Arrow,
    /// Comma-separated values with a header: `.csv`.
    Csv,
    /// One JSON object a line: `.ndjson`, `.jsonl`.
    Ndjson,
}

/// The format is not known by the name of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("its name does not tell which format it has: .parquet, .arrow, .arrows, .csv or .ndjson")]
pub struct UnknownFormat;

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Parquet, Self::Arrow, Self::Csv, Self::Ndjson];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }

    /// The format that the name of a file tells by its ending.
    pub fn of(path: &Path) -> Result<Self, UnknownFormat> {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        match ending.as_str() {
            "parquet" | "pq" => Ok(Self::Parquet),
            "arrow" | "arrows" | "ipc" | "feather" => Ok(Self::Arrow),
            "csv" => Ok(Self::Csv),
            "ndjson" | "jsonl" => Ok(Self::Ndjson),
            _ => Err(UnknownFormat),
        }
    }
}
