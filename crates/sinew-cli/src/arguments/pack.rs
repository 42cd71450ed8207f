//! What can be typed after `sinew pack`.

use super::{FormatChoice, REPORT};
use clap::{Args, Subcommand, ValueEnum};
use sinew_model::Date;

#[derive(Debug, Clone, Args)]
pub(crate) struct PackArguments {
    #[command(subcommand)]
    pub(crate) command: PackCommand,
}

#[derive(Debug, Clone, Subcommand)]
pub(crate) enum PackCommand {
    /// List the packs at hand
    #[command(before_long_help = "Example:\n  sinew pack list --format json", after_long_help = REPORT)]
    List {
        #[command(flatten)]
        format: FormatChoice,
    },
    /// Show one pack
    #[command(
        before_long_help = "Examples:
  sinew pack show ID
  sinew pack show ID --questions --format json
  sinew pack show FOLDER --rules
  sinew pack show ID --graph dot --about RULE | dot -Tsvg > rule.svg",
        after_long_help = REPORT
    )]
    Show(ShowArguments),
    /// Check packs: everything in their files, and every case
    #[command(
        before_long_help = "Examples:
  sinew pack check              the pack in this folder
  sinew pack check my-pack --deny-warnings
  sinew pack check my-pack --fix
  sinew pack check packs --format short",
        after_long_help = format!("About a code: sinew explain CODE
Exit codes: sinew help exit-codes\n{REPORT}")
    )]
    Check(CheckArguments),
    /// Lay out the files of packs: spaces, line breaks and quotes
    #[command(
        before_long_help = "Examples:
  sinew pack fmt                the pack in this folder
  sinew pack fmt my-pack --check
  sinew pack fmt --stdin < actions.toml",
        after_long_help = format!("Exit codes: sinew help exit-codes\n{REPORT}")
    )]
    Fmt(FmtArguments),
    /// List packs that are out of date, and why
    #[command(
        before_long_help = "Examples:
  sinew pack outdated
  sinew pack outdated --format json",
        after_long_help = REPORT
    )]
    Outdated(OutdatedArguments),
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ShowArguments {
    /// The pack, as ID or ID@VERSION, or its folder
    pub(crate) id: String,
    /// List its questions with the answers they take
    #[arg(long, group = "part")]
    pub(crate) questions: bool,
    /// List its rules: when what holds, on what grounds
    #[arg(long, group = "part")]
    pub(crate) rules: bool,
    /// List its actions: for whom, how much, and when not
    #[arg(long, group = "part")]
    pub(crate) actions: bool,
    /// Draw what leads to what, for Graphviz or Mermaid
    #[arg(long, value_enum, value_name = "LANGUAGE", group = "part", conflicts_with_all = ["format", "json"])]
    pub(crate) graph: Option<GraphLanguage>,
    /// Only what leads to this id, and what it leads to
    #[arg(long, value_name = "ID", requires = "graph", hide_short_help = true)]
    pub(crate) about: Option<String>,
    #[command(flatten)]
    pub(crate) format: FormatChoice,
}

/// A language for graphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphLanguage {
    /// For Graphviz: dot -Tsvg
    Dot,
    /// For Mermaid, which many code hosts draw
    Mermaid,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum CheckFormat {
    /// With the author's own text, labels, notes and help.
    #[default]
    Human,
    /// In one line each: path:line:column: error[CODE]: message.
    Short,
    /// JSON for programs; its schema is schemas/findings.schema.json.
    Json,
    /// SARIF 2.1.0 for programs that gather findings.
    Sarif,
    /// Workflow commands for GitHub.
    Github,
}

impl CheckFormat {
    /// Whether people read it, and not programs.
    pub(crate) fn is_for_people(self) -> bool {
        match self {
            Self::Human | Self::Short => true,
            Self::Json | Self::Sarif | Self::Github => false,
        }
    }
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct CheckArguments {
    /// Pack folders, folders of packs, or ids of packs at hand; this folder, if none is named
    #[arg(value_name = "PACK")]
    pub(crate) named: Vec<String>,
    /// How to write what is found: human, short, json, sarif, github
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    pub(crate) format: CheckFormat,
    /// Let warnings fail the check
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// Mend clear slips in the files first; nothing that is said about care
    #[arg(long)]
    pub(crate) fix: bool,
    /// Show only findings with a change that is for you to make
    #[arg(long, conflicts_with = "format")]
    pub(crate) suggest: bool,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct FmtArguments {
    /// Pack folders or folders of packs; this folder, if none is named
    #[arg(value_name = "FOLDER")]
    pub(crate) named: Vec<String>,
    /// Write nothing, only say what is not laid out
    #[arg(long)]
    pub(crate) check: bool,
    /// Lay out one text from standard input to standard output
    #[arg(long, conflicts_with = "named")]
    pub(crate) stdin: bool,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct OutdatedArguments {
    #[command(flatten)]
    pub(crate) format: FormatChoice,
    /// The day on which reviews are overdue
    #[arg(long, value_name = "DATE", hide = true)]
    pub(crate) today: Option<Date>,
}
