//! The command line of `cargo xtask`.

use crate::{check, ci, codegen, repository, tidy};
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
    /// Check packs: everything that loading finds, and every case
    ///
    /// Exit codes: 0 nothing found, or warnings only; 1 something found; 2 nothing could be checked.
    Check {
        /// The ids of the packs to check [default: all in the folder]
        #[arg(value_name = "PACK")]
        ids: Vec<String>,
        /// A pack folder, or a folder of pack folders [default: the packs of this repository]
        #[arg(long, value_name = "DIR")]
        packs: Option<PathBuf>,
        /// How to show what is found
        #[arg(long, value_enum, default_value_t = check::Format::Human)]
        format: check::Format,
        /// Let warnings fail the check
        #[arg(long)]
        deny_warnings: bool,
    },
    /// Run everything that has to pass before a change is taken
    Ci,
    /// Write the files that are made from code, such as the schemas
    Codegen {
        /// Write nothing, only say which files are out of date
        #[arg(long)]
        check: bool,
    },
    /// Look for broken rules of the repository: layers, names, stray words
    Tidy,
}

/// The tasks in the order in which `cargo xtask` alone lists them.
const LIST: &str = "\
Tasks of this repository:

  cargo xtask check     check packs: everything that loading finds, and every case
  cargo xtask ci        run everything that has to pass before a change is taken
  cargo xtask codegen   write the files that are made from code, such as the schemas
  cargo xtask tidy      look for broken rules of the repository: layers, names, stray words

`cargo xtask TASK --help` says more about one.
";

/// Runs the task that the command line asks for.
///
/// The exit code is 0 if all is well, 1 if something was found, and 2 if the task could not run.
pub fn run() -> ExitCode {
    match task(CommandLine::parse().task) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(problem) => {
            eprintln!("error: {problem:#}");
            ExitCode::from(2)
        }
    }
}

fn task(task: Option<Task>) -> Result<bool> {
    let Some(task) = task else {
        print!("{LIST}");
        return Ok(true);
    };
    let root = repository::root()?;
    match task {
        Task::Check { ids, packs, format, deny_warnings } => {
            let packs = packs.unwrap_or_else(|| check::packs_of(&root));
            check::task(&check::Wanted { ids, packs, format, deny_warnings })
        }
        Task::Ci => Ok(ci::task(&root)),
        Task::Codegen { check } => {
            codegen::task(&root, if check { codegen::Mode::Check } else { codegen::Mode::Write })
        }
        Task::Tidy => tidy::task(&root),
    }
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
                "  {:22}{}{rest}\n",
                format!("cargo xtask {}", task.get_name()),
                first.to_lowercase()
            );
            assert!(LIST.contains(&line), "{line}");
        }
    }
}
