//! What can be typed after `sinew batch`.

use clap::{Args, ValueEnum};
use sinew_model::Date;
use std::num::NonZeroUsize;

/// The format of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC.
    Arrow,
    /// Comma-separated values.
    Csv,
    /// A JSON object a line.
    Ndjson,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct BatchArguments {
    /// The pack, as ID or ID@VERSION, or its folder
    #[arg(long, value_name = "PACK")]
    pub(crate) pack: String,
    /// The table of answers; - reads standard input
    #[arg(short, long, value_name = "FILE")]
    pub(crate) input: String,
    /// The table of results; - writes to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: String,
    /// A table of what is wrong with which rows
    #[arg(long, value_name = "FILE")]
    pub(crate) errors: Option<String>,
    /// parquet, arrow, csv, ndjson; needed where no ending tells it
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    pub(crate) input_format: Option<TableFormat>,
    /// The same for the results
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    pub(crate) output_format: Option<TableFormat>,
    /// Leave these columns out; any other unknown one is an error
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Add why, as ids: which answers and rules decided
    #[arg(long)]
    pub(crate) why: bool,
    /// Add all words of each result, as JSON; much larger and slower
    #[arg(long)]
    pub(crate) reasons: bool,
    /// For the numbers in the reasons; see: sinew region
    #[arg(long, value_name = "ID", requires = "reasons")]
    pub(crate) region: Option<String>,
    /// How many threads decide; as many as there are processors, if nothing is said
    #[arg(long, value_name = "COUNT", hide_short_help = true)]
    pub(crate) threads: Option<NonZeroUsize>,
    /// The day of the assessments
    #[arg(long, value_name = "DATE", hide = true)]
    pub(crate) today: Option<Date>,
}
