//! What can be typed: commands, options and their help texts. Nothing here does anything.

#[cfg(feature = "batch")]
mod batch;
#[cfg(feature = "extensions")]
mod ext;
mod pack;
#[cfg(feature = "training")]
mod training;

#[cfg(feature = "batch")]
pub(crate) use batch::{BatchArguments, TableFormat};
#[cfg(feature = "extensions")]
pub(crate) use ext::{ExtArguments, ExtCheckArguments, ExtCommand, TrustArguments};
pub(crate) use pack::{
    ArchiveArguments, CheckArguments, CheckFormat, DiffArguments, FmtArguments, GraphLanguage,
    InstallArguments, ManifestArguments, MutateArguments, MutateFormat, NewArguments, NewKind,
    OutdatedArguments, PackArguments, PackCommand, ProveArguments, RemoveArguments, SchemasArguments,
    ShowArguments, TryArguments, VerifyArguments,
};

#[cfg(feature = "training")]
pub(crate) use training::{ExportFormat, ImportArguments, TrainingArguments, Unit};

use crate::appearance::ColorWhen;
use clap::{ArgMatches, Args, FromArgMatches, Parser, Subcommand, ValueEnum};
use sinew_model::Date;
use std::path::PathBuf;

/// Where problems are reported. It stands at the end of every help text.
pub(crate) const REPORT: &str = "Report a problem: where you got Sinew from, without your answers
Read more: README.md and packs/README.md beside its source";

/// The commands in groups, with those that only some builds have.
macro_rules! root_template {
    ($training:expr, $batch:expr) => {
        concat!(
            "\
{before-help}{about-with-newline}
{usage-heading} {usage}

Get help now:
  urgent       Show the emergency numbers and all warning signs
Get better:
  assess       Answer questions and get advice
  browse       Look at exercises and advice without questions
Understand:
  explain      Show what stands behind an id or a code
  pack         List, show, install and check content packs
  help         Show help for a command or a topic
Your data and tools:
",
            $training,
            "  region       Show or set where you are, for the emergency number
  data         Look after what is kept on this computer
",
            $batch,
            "  completions  Write completions for a shell
  man          Write the manual page

{options}{after-help}"
        )
    };
}

#[cfg(feature = "batch")]
macro_rules! batch_lines {
    () => {
        "  batch        Assess many people at once, from a table\n"
    };
}

#[cfg(feature = "training")]
macro_rules! training_lines {
    () => {
        "  import       Read your training log: files of watches and apps
  training     Show weeks, longest runs and jumps of your log
"
    };
}

#[cfg(all(feature = "training", feature = "batch"))]
const ROOT_TEMPLATE: &str = root_template!(training_lines!(), batch_lines!());
#[cfg(all(feature = "training", not(feature = "batch")))]
const ROOT_TEMPLATE: &str = root_template!(training_lines!(), "");
#[cfg(all(not(feature = "training"), feature = "batch"))]
const ROOT_TEMPLATE: &str = root_template!("", batch_lines!());
#[cfg(not(any(feature = "training", feature = "batch")))]
const ROOT_TEMPLATE: &str = root_template!("", "");

const TOPICS: &str = "Topics: exit-codes, environment, json, accessibility, privacy, packs,
  extensions, limits
Read one with: sinew help TOPIC";

/// An offline guide for runners: what to do about something that hurts.
#[derive(Debug, Clone, Parser)]
#[command(
    name = "sinew",
    bin_name = "sinew",
    version,
    about = "Helps runners work out what to do about something that hurts. Works offline.",
    before_long_help = "Examples:
  sinew                                    start here
  sinew assess                             answer questions and get advice
  sinew assess --answers answers.toml --format json
  sinew urgent                             emergency numbers and warning signs",
    after_long_help = format!("{TOPICS}\n{REPORT}"),
    help_template = ROOT_TEMPLATE,
    disable_help_subcommand = true,
    max_term_width = 80,
    subcommand_value_name = "COMMAND"
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) look: Look,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// How text looks; taken by every command.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Look {
    /// Write plain lines for screen readers: nothing is redrawn
    #[arg(long, global = true, hide_short_help = true)]
    pub(crate) accessible: bool,
    /// When to use colour
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value = "auto",
        hide_short_help = true
    )]
    pub(crate) color: ColorWhen,
    /// Write ASCII characters only
    #[arg(long, global = true, hide_short_help = true)]
    pub(crate) ascii: bool,
    /// Columns to wrap text at
    #[arg(long, global = true, hide = true, value_name = "COLUMNS")]
    pub(crate) width: Option<usize>,
    /// Look for packs in this folder too; may be given several times
    #[arg(long, global = true, value_name = "DIR", hide_short_help = true)]
    pub(crate) packs: Vec<PathBuf>,
}

/// The commands below `pack`, which are more than all others. They are defined once somebody asks for one of them, as that takes
/// about as long as everything else that a runner's command does.
#[derive(Debug, Clone)]
pub(crate) struct PackLater(pub(crate) PackArguments);

impl Args for PackLater {
    fn augment_args(command: clap::Command) -> clap::Command {
        command.defer(define_pack)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for PackLater {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        PackArguments::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

/// Defines the commands below `pack`, unless that was done already.
pub(crate) fn define_pack(command: clap::Command) -> clap::Command {
    if command.has_subcommands() { command } else { PackArguments::augment_args(command) }
}

/// How a result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// Text for people.
    #[default]
    Text,
    /// JSON for programs.
    Json,
    /// Markdown.
    Md,
}

/// The format, with its short form.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct FormatChoice {
    /// How to write it
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// The same as --format json
    #[arg(long, conflicts_with = "format", hide_short_help = true)]
    json: bool,
}

impl FormatChoice {
    /// The format that was chosen.
    pub(crate) fn get(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}

/// The commands.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum Command {
    /// Answer questions and get advice
    #[command(
        before_long_help = "Examples:
  sinew assess                              answer questions, one by one
  sinew assess --resume                     go on with saved answers
  sinew assess ID --resume                  another place; asks only the rest
  sinew assess --answers answers.toml       take the answers from a file
  sinew assess --answers - --format json    for programs
  sinew assess --no-input --answer QUESTION=ANSWER",
        after_long_help = format!("Exit codes: sinew help exit-codes\n{REPORT}")
    )]
    Assess(AssessArguments),
    /// Show the emergency numbers and all warning signs
    #[command(
        before_long_help = "Examples:
  sinew urgent
  sinew urgent --region ID",
        after_long_help = REPORT
    )]
    Urgent(UrgentArguments),
    /// Look at exercises and advice without questions
    #[command(
        before_long_help = "Examples:
  sinew browse          list everything by kind
  sinew browse ID       one exercise with its steps and how much",
        after_long_help = REPORT
    )]
    Browse(BrowseArguments),
    /// Show what stands behind an id or a code
    #[command(
        before_long_help = "Examples:
  sinew explain ID      a condition, cause, action, warning sign, exit or question
  sinew explain R0203   the code of a problem in a pack",
        after_long_help = REPORT
    )]
    Explain(ExplainArguments),
    /// List, show, install and check content packs
    #[command(
        alias = "packs",
        before_long_help = "Examples:
  sinew pack list
  sinew pack show ID --questions
  sinew pack install FILE
  sinew pack check FOLDER",
        after_long_help = format!("About packs: sinew help packs
About native libraries of packs, and sinew ext: sinew help extensions\n{REPORT}")
    )]
    Pack(PackLater),
    /// Trust native libraries of packs, and check them
    // In no list of commands: few packs have one. The help of `pack` and a topic tell of it.
    #[cfg(feature = "extensions")]
    #[command(
        before_long_help = "Examples:
  sinew ext trust ID
  sinew ext list
  sinew ext revoke ID
  sinew ext check FOLDER",
        after_long_help = format!("What a native library is: sinew help extensions\n{REPORT}")
    )]
    Ext(ExtArguments),
    /// Read your training log: files of watches and apps
    #[cfg(feature = "training")]
    #[command(
        before_long_help = "Examples:
  sinew import export.zip              a whole export of Garmin or Strava
  sinew import Activities/             a folder, with all folders in it
  sinew import run.fit ride.gpx.gz
  sinew import Activities.csv --unit mi",
        after_long_help = format!("Files: FIT, GPX, TCX, activities.csv of Strava and Garmin; also as .gz or in zip
archives. Nothing leaves this computer, and where you ran is not kept.
Import as often as you like: what is there already is not added again.
See it: sinew training
About your data: sinew help privacy\n{REPORT}")
    )]
    Import(ImportArguments),
    /// Show weeks, longest runs and jumps of your log
    #[cfg(feature = "training")]
    #[command(
        before_long_help = "Examples:
  sinew training
  sinew training --weeks 26
  sinew training --svg weeks.svg
  sinew training --format json",
        after_long_help = format!("Where a file is missing, a jump may look larger than it was: what a gap could
change is not said.\n{REPORT}")
    )]
    Training(TrainingArguments),
    /// Assess many people at once, from a table
    #[cfg(feature = "batch")]
    #[command(
        before_long_help = "Examples:
  sinew batch --pack ID --input people.csv --output results.csv
  sinew batch --pack ID --input people.parquet --output results.parquet \\
    --errors errors.csv
  sinew batch --pack ID --input - --input-format ndjson \\
    --output - --output-format ndjson",
        after_long_help = format!("The columns are the ids of questions: sinew pack show ID --columns
Each row is taken as strictly as by sinew assess --no-input. A row with something
wrong has no result, stops no other one, and gives exit code 1.
About the tables: sinew help json
Exit codes: sinew help exit-codes\n{REPORT}")
    )]
    Batch(BatchArguments),
    /// Show help for a command or a topic
    #[command(
        before_long_help = "Examples:
  sinew help assess
  sinew help exit-codes",
        after_long_help = format!("{TOPICS}\n{REPORT}")
    )]
    Help(HelpArguments),
    /// Show or set where you are, for the emergency number
    #[command(
        before_long_help = "Examples:
  sinew region          show the numbers and what is set
  sinew region ID       set it
  sinew region none     forget it",
        after_long_help = REPORT
    )]
    Region(RegionArguments),
    /// Look after what is kept on this computer
    #[command(
        before_long_help = "Examples:
  sinew data path
  sinew data delete --dry-run
  sinew data delete --confirm=delete",
        after_long_help = format!("About your data: sinew help privacy\n{REPORT}")
    )]
    Data(DataArguments),
    /// Write completions for a shell
    #[command(
        before_long_help = "Example:\n  sinew completions bash > ~/.local/share/bash-completion/completions/sinew",
        after_long_help = REPORT
    )]
    Completions(CompletionsArguments),
    /// Write the manual page
    #[command(
        before_long_help = "Examples:
  sinew man > sinew.1
  sinew man assess > sinew-assess.1",
        after_long_help = REPORT
    )]
    Man(ManArguments),
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct UrgentArguments {
    /// Where you are, for the emergency number; see: sinew region
    #[arg(long, value_name = "ID")]
    pub(crate) region: Option<String>,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct AssessArguments {
    /// The pack to use, as ID or ID@VERSION; see: sinew pack list
    pub(crate) pack: Option<String>,
    /// Read answers from a file; - reads standard input
    #[arg(long, value_name = "FILE", conflicts_with = "resume")]
    pub(crate) answers: Option<String>,
    /// Give one answer; may be repeated; several options with commas
    #[arg(long, value_name = "ID=VALUE")]
    pub(crate) answer: Vec<String>,
    /// Go on with the answers that were saved
    #[arg(long)]
    pub(crate) resume: bool,
    /// Take over what fits from a file with answers to another pack
    #[arg(long)]
    pub(crate) carry_over: bool,
    /// Never ask; fail if answers are missing
    #[arg(long)]
    pub(crate) no_input: bool,
    /// When to look at your training log
    #[cfg(feature = "training")]
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = LogWhen::Ask, hide_short_help = true)]
    pub(crate) training_log: LogWhen,
    /// Trust a native library by its hash, where nobody is asked; see: sinew help extensions
    #[cfg(all(feature = "extensions", feature = "training"))]
    #[arg(long, value_name = "HASH", hide_short_help = true)]
    pub(crate) extension_sha256: Vec<sinew_ext::Sha256Hash>,
    /// Where you are; see: sinew region
    #[arg(long, value_name = "ID")]
    pub(crate) region: Option<String>,
    #[command(flatten)]
    pub(crate) format: FormatChoice,
    /// Show all steps and all reasons
    #[arg(long)]
    pub(crate) full: bool,
    /// Add every rule that took part
    #[arg(long)]
    pub(crate) explain: bool,
    /// Write the result to a file; - writes to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<String>,
    /// Tell the urgency by the exit code: 10, 20 or 30
    #[arg(long)]
    pub(crate) exit_code: bool,
    /// The day of the assessment
    #[arg(long, value_name = "DATE", hide = true)]
    pub(crate) today: Option<Date>,
}

#[cfg(feature = "training")]
impl AssessArguments {
    /// Whether a native library was named that is trusted for this run.
    pub(crate) fn names_extension(&self) -> bool {
        #[cfg(feature = "extensions")]
        return !self.extension_sha256.is_empty();
        #[cfg(not(feature = "extensions"))]
        return false;
    }
}

/// When the training log is looked at.
#[cfg(feature = "training")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum LogWhen {
    /// Where you are asked: it proposes answers, and you decide
    #[default]
    Ask,
    /// Also where nobody is asked: questions without an answer are filled from it
    Use,
    /// Never
    Off,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct BrowseArguments {
    /// The exercise or advice to show
    pub(crate) id: Option<String>,
    /// The pack to look in; all, if none is named
    #[arg(long, value_name = "PACK")]
    pub(crate) pack: Option<String>,
    #[command(flatten)]
    pub(crate) format: FormatChoice,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ExplainArguments {
    /// An id of a pack, or the code of a problem
    pub(crate) id: String,
    /// The pack to look in; all, if none is named
    #[arg(long, value_name = "PACK")]
    pub(crate) pack: Option<String>,
    #[command(flatten)]
    pub(crate) format: FormatChoice,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct HelpArguments {
    /// A command or a topic
    #[arg(value_name = "COMMAND|TOPIC")]
    pub(crate) words: Vec<String>,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct RegionArguments {
    /// The region to set, or none
    pub(crate) id: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct DataArguments {
    #[command(subcommand)]
    pub(crate) command: DataCommand,
}

#[derive(Debug, Clone, Subcommand)]
pub(crate) enum DataCommand {
    /// Show the folder
    #[command(before_long_help = "Example:\n  sinew data path", after_long_help = REPORT)]
    Path,
    /// Write your training log to a file that other programs read
    #[cfg(feature = "training")]
    #[command(
        before_long_help = "Examples:
  sinew data export > log.csv
  sinew data export --format json -o log.json",
        after_long_help = REPORT
    )]
    Export {
        /// csv is a table; json has all that is kept
        #[arg(long, value_enum, value_name = "FORMAT", default_value = "csv")]
        format: ExportFormat,
        /// The file; - writes to standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<String>,
    },
    /// Delete saved answers and pages, the region and the training log
    #[command(
        before_long_help = "Examples:
  sinew data delete --dry-run
  sinew data delete --confirm=delete",
        after_long_help = REPORT
    )]
    Delete {
        /// Only list what would be deleted
        #[arg(short = 'n', long)]
        dry_run: bool,
        /// The word delete, to do it without being asked
        #[arg(long, value_name = "WORD")]
        confirm: Option<String>,
    },
}

#[derive(Debug, Clone, Args)]
pub(crate) struct CompletionsArguments {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ManArguments {
    /// The command; all of sinew, if none is named
    pub(crate) command: Vec<String>,
}
