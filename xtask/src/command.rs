//! The command line of `cargo xtask`.

use crate::{
    bench::{self, Bench},
    ci, codegen, compare, dist, program, recordings, released, repository, sign, tidy, tools,
};
use anyhow::Result;
use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// The tasks of this repository
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true,
    max_term_width = 100
)]
struct CommandLine {
    #[command(subcommand)]
    task: Option<Task>,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Measure what the program takes, beside other programs
    ///
    /// With nothing named: the start, a check of some packs, and decisions for one person and for many, all in short form and without
    /// other programs; that needs nothing but the Rust toolchain. With --peers: decisions beside those of other rule engines, which are
    /// taught the shipped packs and held against the engine first, then the start beside `true` and a check of 1,000 packs beside Taplo
    /// and check-jsonschema. That builds the crates of the engines and the program as it is released, needs Python 3 and Node.js with npm
    /// for what is no crate, and a network the first time; what is missing is left out and named. It takes some ten minutes, and the
    /// building before it, once, half an hour.
    #[command(args_conflicts_with_subcommands = true)]
    Bench {
        #[command(subcommand)]
        what: Option<Bench>,
        /// Measure beside other programs
        #[arg(long)]
        peers: bool,
        /// Write what was measured into crates/sinew-engine/README.md
        #[arg(long, requires = "peers")]
        write: bool,
    },
    /// Check packs: everything in their files, and every case
    ///
    /// `sinew pack check` on the packs of this repository: on those whose ids are named, or on all. It takes the same options.
    Check {
        /// Ids of packs, and options of `sinew pack check`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "PACK|OPTION")]
        words: Vec<String>,
    },
    /// Run everything that has to pass before a change is taken
    Ci,
    /// Write the files that are made from code, such as the schemas
    Codegen {
        /// Write nothing, only say which files are out of date
        #[arg(long)]
        check: bool,
    },
    /// Measure how many broken packs other tools find, and write the table in CONTRIBUTING.md
    Compare {
        /// Write nothing, only say whether the table is out of date
        #[arg(long)]
        check: bool,
    },
    /// Compare packs by their advice with their released versions, or with a revision
    ///
    /// `sinew pack diff` on the packs of this repository: on those whose ids are named, or on all. It takes the same options.
    Diff {
        /// A revision of git to compare with; the released versions, if none is named
        #[arg(long, value_name = "REV")]
        against: Option<String>,
        /// Ids of packs, and options of `sinew pack diff`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "PACK|OPTION")]
        words: Vec<String>,
    },
    /// Pack packs for others, with the native libraries for this machine
    ///
    /// Builds the libraries of those packs that have one, as they are released, and writes archives into target/dist that
    /// `sinew pack install` takes, with their hashes.
    Dist {
        /// Ids of packs; all, if none is named
        #[arg(value_name = "PACK")]
        ids: Vec<String>,
    },
    /// Lay out the files of packs: spaces, line breaks and quotes
    ///
    /// `sinew pack fmt` on the packs of this repository: on those whose ids are named, or on all. It takes the same options.
    Fmt {
        /// Ids of packs, and options of `sinew pack fmt`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "PACK|OPTION")]
        words: Vec<String>,
    },
    /// Begin a pack: files that pass every check, with texts to write
    ///
    /// `sinew pack new` in the folder of the packs of this repository. It takes the same options.
    NewPack {
        /// The id of the pack, and options of `sinew pack new`
        #[arg(
            trailing_var_arg = true,
            allow_hyphen_values = true,
            required = true,
            value_name = "NAME|OPTION"
        )]
        words: Vec<String>,
    },
    /// Compare our readers of recordings with independent ones, over files of real devices and apps
    ///
    /// Installs what tests/recordings/requirements.txt names below the target folder, and fetches packages that hold recordings. A folder
    /// with more of them can be named by `SINEW_TRAINING_FIXTURES`.
    Recordings,
    /// Keep packs as they are as their released versions, to compare later ones with
    ///
    /// Each has to pass its check, which holds it against the version before. The files go into packs/.released, to be committed.
    Release {
        /// Ids of packs; all, if none is named
        #[arg(value_name = "PACK")]
        ids: Vec<String>,
    },
    /// Sign a pack with minisign, so that others know whose it is
    ///
    /// Writes `pack.minisig` and `pack.pub` into the folder. Sign again after every change.
    Sign {
        /// The folder of the pack
        folder: PathBuf,
        /// The secret key of minisign; if it is encrypted, its password is asked for
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
    /// Look for broken rules of the repository: layers, names, stray words
    Tidy,
    /// Try the files of packs with other tools, an editor's among them
    ///
    /// Installs what tests/requirements.txt names below the target folder, which needs Python 3 and, the first time, a network.
    Tools,
}

/// The tasks in the order in which `cargo xtask` alone lists them.
const LIST: &str = "\
Tasks of this repository:

  cargo xtask bench       measure what the program takes, beside other programs
  cargo xtask check       check packs: everything in their files, and every case
  cargo xtask ci          run everything that has to pass before a change is taken
  cargo xtask codegen     write the files that are made from code, such as the schemas
  cargo xtask compare     measure how many broken packs other tools find, and write the table in CONTRIBUTING.md
  cargo xtask diff        compare packs by their advice with their released versions, or with a revision
  cargo xtask dist        pack packs for others, with the native libraries for this machine
  cargo xtask fmt         lay out the files of packs: spaces, line breaks and quotes
  cargo xtask new-pack    begin a pack: files that pass every check, with texts to write
  cargo xtask recordings  compare our readers of recordings with independent ones, over files of real devices and apps
  cargo xtask release     keep packs as they are as their released versions, to compare later ones with
  cargo xtask sign        sign a pack with minisign, so that others know whose it is
  cargo xtask tidy        look for broken rules of the repository: layers, names, stray words
  cargo xtask tools       try the files of packs with other tools, an editor's among them

`cargo xtask TASK --help` says more about one.
";

/// Runs the task that the command line asks for.
///
/// The exit code is 0 if all is well, 1 if something was found, and 2 if the task could not run.
pub fn run() -> ExitCode {
    match task(CommandLine::parse().task) {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("error: {problem:#}");
            ExitCode::from(2)
        }
    }
}

fn task(task: Option<Task>) -> Result<ExitCode> {
    let Some(task) = task else {
        print!("{LIST}");
        return Ok(ExitCode::SUCCESS);
    };
    let root = repository::root()?;
    let found_well = match task {
        Task::Check { words } => {
            return Ok(ExitCode::from(program::on_packs(&root, &["pack", "check"], &words)));
        }
        Task::Fmt { words } => {
            return Ok(ExitCode::from(program::on_packs(&root, &["pack", "fmt"], &words)));
        }
        Task::Diff { against, words } => {
            return Ok(ExitCode::from(released::compare(&root, against.as_deref(), &words)?));
        }
        Task::Release { ids } => released::task(&root, &ids)?,
        Task::Bench { what: Some(what), .. } => bench::task(&root, &what)?,
        Task::Bench { peers: true, write, .. } => bench::peers(&root, write)?,
        Task::Bench { .. } => bench::in_short(&root)?,
        Task::Ci => ci::task(&root),
        Task::Codegen { check } => codegen::task(&root, mode(check))?,
        Task::Compare { check } => compare::task(&root, mode(check))?,
        Task::Dist { ids } => dist::task(&root, &ids)?,
        Task::NewPack { words } => return Ok(ExitCode::from(program::new_pack(&root, &words))),
        Task::Recordings => recordings::task(&root)?,
        Task::Sign { folder, key } => sign::task(&folder, &key)?,
        Task::Tidy => tidy::task(&root)?,
        Task::Tools => tools::task(&root)?,
    };
    Ok(ExitCode::from(u8::from(!found_well)))
}

fn mode(check: bool) -> codegen::Mode {
    if check { codegen::Mode::Check } else { codegen::Mode::Write }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_holds_together() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn the_list_has_every_task_with_the_words_of_its_help() {
        for task in CommandLine::command().get_subcommands() {
            let about = task.get_about().expect("every task says what it does").to_string();
            let (first, rest) = about.split_at(1);
            let line = format!(
                "  {:24}{}{rest}\n",
                format!("cargo xtask {}", task.get_name()),
                first.to_lowercase()
            );
            assert!(LIST.contains(&line), "{line}");
        }
    }
}
