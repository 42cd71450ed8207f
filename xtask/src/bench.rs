//! Measuring what the program takes, beside other programs, on the machine of whoever asks.
//!
//! Times depend on the machine and on what else it does, so no test looks at them. Ratios of what ran in turn say more.

mod check;
mod cpu;
mod generated;
mod start;

use crate::{cargo, tools};
use anyhow::{Context as _, Result, ensure};
use clap::Subcommand;
use std::path::{Path, PathBuf};

/// What is measured.
#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// A check of many packs that are made for it, beside Taplo and check-jsonschema
    Check {
        /// How many packs
        #[arg(long, default_value_t = 1000, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..))]
        packs: u16,
    },
    /// The start of the program, beside one that does nothing
    Start,
}

/// Measures, and prints what came out.
pub(crate) fn task(root: &Path, bench: &Bench) -> Result<bool> {
    match bench {
        Bench::Check { packs } => check::task(root, usize::from(*packs)),
        Bench::Start => start::task(root),
    }
}

/// The program as people run it, built anew if something was changed.
fn program(root: &Path) -> Result<PathBuf> {
    let built = cargo::command(root, &["build", "--quiet", "--release", "--package", "sinew-cli"]).status();
    ensure!(built.context("cargo does not start")?.success(), "the program cannot be built");
    Ok(tools::target(root).join("release").join(format!("sinew{}", std::env::consts::EXE_SUFFIX)))
}
