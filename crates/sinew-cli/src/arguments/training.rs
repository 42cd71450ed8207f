//! What can be typed about the training log.

use super::FormatChoice;
use clap::{Args, ValueEnum};
use sinew_model::Date;
use std::path::PathBuf;

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ImportArguments {
    /// Files, folders and zip archives
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The unit of distances in tables that name none
    #[arg(long, value_enum, value_name = "UNIT")]
    pub(crate) unit: Option<Unit>,
    /// List every file that was not read, and every remark
    #[arg(long)]
    pub(crate) show_skipped: bool,
    /// Show no progress
    #[arg(long)]
    pub(crate) no_progress: bool,
    #[command(flatten)]
    pub(crate) format: FormatChoice,
}

/// A unit of distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Unit {
    /// Kilometres.
    Km,
    /// Miles.
    Mi,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct TrainingArguments {
    /// How many weeks to show
    #[arg(long, value_name = "NUMBER", default_value_t = 12)]
    pub(crate) weeks: usize,
    /// Also draw the weeks into a file
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) format: FormatChoice,
    /// The day to look back from
    #[arg(long, value_name = "DATE", hide = true)]
    pub(crate) today: Option<Date>,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ExportFormat {
    /// A table.
    #[default]
    Csv,
    /// All that is kept.
    Json,
}
