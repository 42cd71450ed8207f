//! What can be typed about native extensions.

use super::{FormatChoice, REPORT};
use clap::{Args, Subcommand};

#[derive(Debug, Clone, Args)]
pub(crate) struct ExtArguments {
    #[command(subcommand)]
    pub(crate) command: ExtCommand,
}

#[derive(Debug, Clone, Subcommand)]
pub(crate) enum ExtCommand {
    /// See the native library of a pack, and trust it if you want to
    #[command(
        before_long_help = "Examples:
  sinew ext trust ID
  sinew ext trust FOLDER
  sinew ext trust FOLDER --sha256 HASH      without being asked",
        after_long_help = format!("What you trust is exactly these bytes, of this pack, on this kind of machine, to
supply these facts. What is changed has to be trusted again.
What that means: sinew help extensions\n{REPORT}")
    )]
    Trust(TrustArguments),
    /// List what you trust
    #[command(before_long_help = "Example:\n  sinew ext list --format json", after_long_help = REPORT)]
    List {
        #[command(flatten)]
        format: FormatChoice,
    },
    /// Trust a library no longer
    #[command(
        before_long_help = "Examples:
  sinew ext revoke ID        all libraries of this pack
  sinew ext revoke HASH      the library with this SHA-256",
        after_long_help = REPORT
    )]
    Revoke {
        /// A pack, or the SHA-256 of a library
        name: String,
    },
    /// Run a library twice on the same input, and compare
    #[command(
        before_long_help = "Examples:
  sinew ext check FOLDER
  sinew ext check FOLDER --input run.json
  sinew ext check FOLDER --sha256 HASH      in a script, without a record",
        after_long_help = format!("The same input has to give the same facts: twice in one process, and in another.
Exit codes: sinew help exit-codes\n{REPORT}")
    )]
    Check(ExtCheckArguments),
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct TrustArguments {
    /// The pack, by its id or its folder
    pub(crate) pack: String,
    /// Trust it without being asked, if its SHA-256 is this one
    #[arg(long, value_name = "HASH")]
    pub(crate) sha256: Option<String>,
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ExtCheckArguments {
    /// The pack, by its id or its folder
    pub(crate) pack: String,
    /// Run it if its SHA-256 is this one, whether you trust it or not
    #[arg(long, value_name = "HASH")]
    pub(crate) sha256: Option<String>,
    /// What it is given; - reads standard input; without it, {}
    #[arg(long, value_name = "FILE")]
    pub(crate) input: Option<String>,
    #[command(flatten)]
    pub(crate) format: FormatChoice,
}
