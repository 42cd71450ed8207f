//! Measuring what the program takes, beside other programs, on the machine of whoever asks.
//!
//! Times depend on the machine and on what else it does, so no test looks at them. Ratios of what ran in turn say more. Counts do not, so
//! that what rises is found (`guard`).

mod check;
mod cpu;
mod generated;
mod growth;
mod guard;
mod peers;
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
    /// How times grow with the size of the pack and with the number of people, with exponents
    ///
    /// A shipped pack with everything in it 1, 2, 4, 8 and 16 times, and from a thousand people on ten times as many each. Takes minutes.
    Growth {
        /// Up to how many people
        #[arg(long, default_value_t = 100_000_000, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1000..))]
        people: u64,
        /// Write the tables into crates/sinew-program/README.md, and the plots beside it
        #[arg(long)]
        write: bool,
    },
    /// Counts that do not depend on how fast the machine is, held against those that are committed
    ///
    /// Instructions (with valgrind), allocations, the size of the programs of the packs, and what their proofs take. A count that rose by
    /// more than 5 % fails. What cannot be counted here is named.
    Guard {
        /// Take the counts as they are into crates/sinew-bench/counts.toml
        #[arg(long)]
        accept: bool,
        /// Count the program too: build it as it is released, its size, and the instructions of a start
        #[arg(long)]
        program: bool,
    },
    /// The start of the program, beside one that does nothing
    Start,
}

/// Measures, and prints what came out.
pub(crate) fn task(root: &Path, bench: &Bench) -> Result<bool> {
    match bench {
        Bench::Check { packs } => check::task(root, usize::from(*packs), check::Beside::Others),
        Bench::Growth { people, write } => growth::task(root, *people, *write),
        Bench::Guard { accept, program } => {
            let mode = if *accept { guard::Mode::Accept } else { guard::Mode::Compare };
            guard::task(root, mode, *program)
        }
        Bench::Start => start::task(root),
    }
}

/// The counts, as a stage of what has to pass: without the program, which takes minutes to build.
pub(crate) fn guard(root: &Path) -> Result<bool> {
    guard::task(root, guard::Mode::Compare, false)
}

pub(crate) use peers::task as peers;

/// How many packs are checked in short form.
const FEW_PACKS: usize = 200;

/// What is measured of decisions in short form: those of people with every question answered, and the choice of a question.
const FEW_BENCHES: &str = "(program|reasons|engine|outcome|best)/complete|next-question";

/// Measures everything that is ours, in short form.
pub(crate) fn in_short(root: &Path) -> Result<bool> {
    println!("== The start of the program (cargo xtask bench start)");
    start::task(root)?;
    println!("\n== A check of many packs (cargo xtask bench check, which measures other programs too)");
    check::task(root, FEW_PACKS, check::Beside::Nobody)?;
    println!("\n== Decisions (cargo bench -p sinew-program)");
    let arguments =
        ["bench", "--quiet", "--package", "sinew-program", "--bench", "assessment", "--bench", "batch"];
    let short =
        ["--", "--warm-up-time", "0.2", "--measurement-time", "0.6", "--sample-size", "10", FEW_BENCHES];
    let status = cargo::command(root, &[&arguments[..], &short].concat()).status();
    let is_well = status.context("cargo does not start")?.success();
    println!("\nBeside other rule engines: cargo xtask bench --peers");
    Ok(is_well)
}

/// The program as people run it, built anew if something was changed.
fn program(root: &Path) -> Result<PathBuf> {
    let built = cargo::command(root, &["build", "--quiet", "--release", "--package", "sinew-cli"]).status();
    ensure!(built.context("cargo does not start")?.success(), "the program cannot be built");
    Ok(tools::target(root).join("release").join(format!("sinew{}", std::env::consts::EXE_SUFFIX)))
}
