//! What can be typed after `sinew pack`.

use super::{FormatChoice, REPORT};
use clap::{Args, Subcommand, ValueEnum, builder::PossibleValuesParser};
use sinew_app::check::mutation::Operator;
use sinew_model::Date;
use std::{num::NonZeroUsize, path::PathBuf};

/// What `sinew pack mutate` changes.
const OPERATORS: &str = "\
Kinds of changes:
  drop            a rule does nothing
  negate          a formula is turned over
  member          a part of a formula is gone
  list            `all` is `any`, or the other way round
  at-least        one more or one less is asked for
  points          points of a score count the other way
  always          a companion is shown always
  edge            a range begins or ends one number off
  option          an answer stands for the next one
  band            a fit is `well` instead of `partly`, or back
  urgency, care   one step lower or higher
  half, sign      evidence weighs half, or the other way
  group           the lines of a group are added up
  prior           how common it is counts for nothing
  blocked-action  a block keeps one action less away
  listed-action   a list of actions has one less
  everybody       an action is not for everybody
  given           opening the pack gives another answer

A change is noticed by a case that passes without it; or by a proof over every
possible set of answers, if `sinew pack check` says something of the changed
pack that it does not say of the pack as it is. It exits with 1 if too few are
noticed and some of the others have no reason, or if a reason fits none.
A reason stands above the table of the rule, for the kinds that it names:
  # sinew: survives(drop, member) reason = \"whoever says one says both\"";

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
    /// Install a pack from an archive or a folder
    #[command(
        before_long_help = "Examples:
  sinew pack install sore-spot-0.1.0.tar.zst
  sinew pack install sore-spot-0.1.0.tar.zst --key alex.pub --remember alex
  sinew pack install my-pack --dry-run",
        after_long_help = format!("About packs and keys: sinew help packs\n{REPORT}")
    )]
    Install(InstallArguments),
    /// Remove an installed pack
    #[command(
        before_long_help = "Examples:
  sinew pack remove ID
  sinew pack remove ID@VERSION --dry-run",
        after_long_help = REPORT
    )]
    Remove(RemoveArguments),
    /// Find out whether packs are as they were, and prove them again
    #[command(
        before_long_help = "Examples:
  sinew pack verify          all packs at hand
  sinew pack verify ID       this one
  sinew pack verify ID --certificate FILE
  sinew pack verify ID --format json",
        after_long_help = format!("Exit codes: sinew help exit-codes\n{REPORT}")
    )]
    Verify(VerifyArguments),
    /// List packs that are out of date, and why
    #[command(
        before_long_help = "Examples:
  sinew pack outdated
  sinew pack outdated --format json",
        after_long_help = REPORT
    )]
    Outdated(OutdatedArguments),
    /// Begin a pack: files that pass every check, with texts to write
    #[command(
        before_long_help = "Examples:
  sinew pack new my-pack        asks what it is called, and where it goes
  sinew pack new my-pack --title \"Sore spot\" --dir packs --no-input",
        after_long_help = format!("What the files mean: packs/README.md beside the source of Sinew\n{REPORT}")
    )]
    New(NewArguments),
    /// Check packs: everything in their files, and every case
    #[command(
        before_long_help = "Examples:
  sinew pack check              the pack in this folder
  sinew pack check my-pack --deny-warnings
  sinew pack check my-pack --fix
  sinew pack check my-pack --watch
  sinew pack check packs --format short
  sinew pack check packs --undecided
  sinew pack check my-pack --save-case my-pack/cases/found.toml",
        after_long_help = format!("About a code: sinew explain CODE
Exit codes: sinew help exit-codes\n{REPORT}")
    )]
    Check(CheckArguments),
    /// Change each rule of packs, and name the changes that nobody notices
    #[command(
        before_long_help = "Examples:
  sinew pack mutate             the pack in this folder
  sinew pack mutate packs --with-libraries
  sinew pack mutate my-pack --sample 200
  sinew pack mutate my-pack --operator urgency,care --format json",
        after_long_help = format!("{OPERATORS}
Exit codes: sinew help exit-codes\n{REPORT}")
    )]
    Mutate(MutateArguments),
    /// Prove what holds of a pack for every possible person
    #[command(
        before_long_help = "Examples:
  sinew pack prove my-pack
  sinew pack prove my-pack --certificate my-pack.json",
        after_long_help = format!("Every possible set of answers counts: whether each promise holds and each red
flag is heeded, and for how many. What is broken or could not be decided gives
exit code 1. The schema of the JSON is schemas/certificate.schema.json.
Exit codes: sinew help exit-codes\n{REPORT}")
    )]
    Prove(ProveArguments),
    /// Compare two versions by the advice they give
    #[command(
        before_long_help = "Examples:
  sinew pack diff ID@VERSION my-pack
  sinew pack diff my-pack-0.1.0.tar.zst my-pack
  sinew pack diff old-packs packs --only ID --format md",
        after_long_help = format!("Every possible set of answers is compared: who gets other advice, how many they
are, and why. Less cautious advice, a version that does not rise enough, and what
could not be decided give exit code 1.
Exit codes: sinew help exit-codes\n{REPORT}")
    )]
    Diff(DiffArguments),
    /// Try a pack under work: its interview, read again whenever you save
    #[command(
        before_long_help = "Examples:
  sinew pack try                the pack in this folder
  sinew pack try my-pack --case typical-overuse",
        after_long_help = REPORT
    )]
    Try(TryArguments),
    /// Lay out the files of packs: spaces, line breaks and quotes
    #[command(
        before_long_help = "Examples:
  sinew pack fmt                the pack in this folder
  sinew pack fmt my-pack --check
  sinew pack fmt --stdin < actions.toml",
        after_long_help = format!("Exit codes: sinew help exit-codes\n{REPORT}")
    )]
    Fmt(FmtArguments),
    /// Tell editors the ids of packs, to complete and explain them
    #[command(
        before_long_help = "Examples:
  sinew pack schemas            the pack in this folder
  sinew pack schemas packs      all packs in a folder",
        after_long_help = format!("They go into the folder .sinew of each pack, and `sinew pack check` keeps them\nup to date.\n{REPORT}")
    )]
    Schemas(SchemasArguments),
    /// Write the text that the signature of a pack signs
    #[command(
        before_long_help = "Example:
  sinew pack manifest my-pack > manifest.txt
  minisign -S -m manifest.txt -x my-pack/pack.minisig -t \"ID VERSION\"",
        after_long_help = format!("About packs and keys: sinew help packs\n{REPORT}")
    )]
    Manifest(ManifestArguments),
    /// Make the archive of a pack that others can install
    #[command(
        before_long_help = "Examples:
  sinew pack archive my-pack
  sinew pack archive my-pack -o my-pack.tar.gz",
        after_long_help = REPORT
    )]
    Archive(ArchiveArguments),
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ShowArguments {
    /// The pack, as ID or ID@VERSION, or its folder
    pub(crate) id: String,
    /// List its questions with the answers they take
    #[arg(long, group = "part")]
    pub(crate) questions: bool,
    /// List its rules and properties: when what holds, on what grounds
    #[arg(long, group = "part")]
    pub(crate) rules: bool,
    /// List its actions: for whom, how much, and when not
    #[arg(long, group = "part")]
    pub(crate) actions: bool,
    /// List the columns that a table for sinew batch has
    #[cfg(feature = "batch")]
    #[arg(long, group = "part")]
    pub(crate) columns: bool,
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

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct NewArguments {
    /// The id of the pack, such as my-pack; its folder has the same name
    #[arg(value_name = "NAME")]
    pub(crate) id: String,
    /// injury: what a runner opens; library: what packs share
    #[arg(long, value_enum, value_name = "KIND", hide_possible_values = true)]
    pub(crate) kind: Option<NewKind>,
    /// What it is called
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// The place of the pain, by which a runner finds it
    #[arg(long, value_name = "TEXT")]
    pub(crate) place: Option<String>,
    /// The folder in which its folder is made
    #[arg(long, value_name = "FOLDER")]
    pub(crate) dir: Option<PathBuf>,
    /// Libraries to use, with commas between, or none; those with warning signs, if none is named
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    pub(crate) uses: Option<Vec<String>>,
    /// Never ask; what is not given is left for you to write
    #[arg(long)]
    pub(crate) no_input: bool,
}

/// What a new pack is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NewKind {
    /// What a runner opens
    Injury,
    /// What packs share
    Library,
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
    /// Also name the rules that no case decides, and what to add
    #[arg(long, conflicts_with = "fix")]
    pub(crate) undecided: bool,
    /// Leave out what takes long: proofs, and comparing with released versions
    #[arg(long, conflicts_with_all = ["fix", "save_case"])]
    pub(crate) no_proofs: bool,
    /// Check again whenever a file is saved, until Ctrl-C
    #[arg(long, conflicts_with = "fix")]
    pub(crate) watch: bool,
    /// Add the people whom a proof found to this file, as cases; what is in it stays
    #[arg(long, value_name = "FILE", conflicts_with = "watch")]
    pub(crate) save_case: Option<PathBuf>,
}

/// How mutants are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum MutateFormat {
    /// Those that nobody notices, by file and line.
    #[default]
    Human,
    /// All of them as JSON for programs; its schema is schemas/mutants.schema.json.
    Json,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct MutateArguments {
    /// Pack folders, folders of packs, or ids of packs at hand; this folder, if none is named
    #[arg(value_name = "PACK")]
    pub(crate) named: Vec<String>,
    /// How to write it: human, json
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    pub(crate) format: MutateFormat,
    /// Change the rules of their libraries too
    #[arg(long)]
    pub(crate) with_libraries: bool,
    /// How many of a hundred changes have to be noticed, unless each of the others has its reason
    #[arg(long, value_name = "PERCENT", default_value_t = 95, value_parser = clap::value_parser!(u8).range(..=100))]
    pub(crate) at_least: u8,
    /// Only these kinds of changes, with commas between
    #[arg(long = "operator", value_name = "NAME,…", value_delimiter = ',', hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Operator::ALL.map(Operator::name)))]
    pub(crate) operators: Vec<String>,
    /// Only so many, chosen by --seed
    #[arg(long, value_name = "COUNT")]
    pub(crate) sample: Option<usize>,
    /// Ask the cases only, and prove nothing: faster, and less is noticed
    #[arg(long)]
    pub(crate) cases_only: bool,
    /// What chooses the sample: the same number, the same sample
    #[arg(long, value_name = "NUMBER", default_value_t = 1, requires = "sample", hide_short_help = true)]
    pub(crate) seed: u64,
    /// How many are tried at once; as many as there are processors, if nothing is said
    #[arg(long, value_name = "COUNT", hide_short_help = true)]
    pub(crate) threads: Option<NonZeroUsize>,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ProveArguments {
    /// A pack folder, or ID or ID@VERSION of a pack at hand; this folder, if none is named
    #[arg(value_name = "PACK", default_value = ".", hide_default_value = true)]
    pub(crate) pack: String,
    /// Confirm it without the prover, which takes minutes, and write it down here
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) format: FormatChoice,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct DiffArguments {
    /// The version before: a folder, an archive, a folder of packs, or ID@VERSION of a pack at hand
    #[arg(value_name = "OLD")]
    pub(crate) old: String,
    /// The version after
    #[arg(value_name = "NEW")]
    pub(crate) new: String,
    /// Of folders of packs, only this one; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) only: Vec<String>,
    #[command(flatten)]
    pub(crate) format: FormatChoice,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct TryArguments {
    /// The folder of a pack, or the id of one at hand; this folder, if none is named
    #[arg(value_name = "PACK", default_value = ".", hide_default_value = true)]
    pub(crate) named: String,
    /// Show the result of this case instead of asking questions
    #[arg(long, value_name = "NAME")]
    pub(crate) case: Option<String>,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct SchemasArguments {
    /// Pack folders or folders of packs; this folder, if none is named
    #[arg(value_name = "FOLDER")]
    pub(crate) named: Vec<String>,
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

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct InstallArguments {
    /// The archive (.tar.zst, .tar.gz) or folder of the pack; - reads an archive from standard input
    #[arg(value_name = "FILE|FOLDER")]
    pub(crate) pack: String,
    /// Only take it if it is signed with this minisign key; the key itself, or its file
    #[arg(long, value_name = "KEY")]
    pub(crate) key: Option<String>,
    /// Remember the key that signed it under this name
    #[arg(long, value_name = "NAME")]
    pub(crate) remember: Option<String>,
    /// Let an older version take the place of a newer one
    #[arg(long)]
    pub(crate) downgrade: bool,
    /// Only show what would be done
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct RemoveArguments {
    /// The pack, as ID or ID@VERSION
    pub(crate) id: String,
    /// Only show what would be done
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct VerifyArguments {
    /// The pack, as ID or ID@VERSION; all at hand, if none is named
    pub(crate) id: Option<String>,
    /// Also hold this certificate against it, which takes minutes
    #[arg(long, value_name = "FILE", requires = "id")]
    pub(crate) certificate: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) format: FormatChoice,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ManifestArguments {
    /// The folder of the pack; this folder, if none is named
    #[arg(default_value = ".", hide_default_value = true)]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ArchiveArguments {
    /// The folder of the pack; this folder, if none is named
    #[arg(default_value = ".", hide_default_value = true)]
    pub(crate) folder: PathBuf,
    /// The file to write, .tar.zst or .tar.gz; ID-VERSION.tar.zst, if none is named; - writes to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
