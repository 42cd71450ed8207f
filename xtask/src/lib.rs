//! The tasks of this repository, run with `cargo xtask`.
//!
//! The one design decision: every rule a person has to keep is a function over the texts of the repository or over the
//! graph of its packages, and gives back findings. So the tasks and the tests share them, and each rule is itself tested on
//! a sample that breaks it.
//!
//! # Invariants
//! - Of the files of the repository, nothing here writes those that people write, but for packs with the same commands that their
//!   authors have elsewhere, and `sign` and `release`. `dist` writes below the target folder.
//! - Nothing here needs more than the Rust toolchain but `tools`, which installs what it needs below the target folder.
//! - The same tree gives the same findings in the same order.
//!
//! # Not here
//! Anything a pack maintainer needs outside this repository (`sinew-cli`), and the checks of packs themselves (`sinew-app`).
#![forbid(unsafe_code)]
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tasks print, start cargo, time their stages and read the variables cargo sets"
)]

pub mod architecture;
mod bench;
mod cargo;
mod ci;
pub mod codegen;
mod codes;
mod command;
mod compare;
pub mod compiled;
pub mod dist;
pub mod finding;
mod header;
mod keys;
pub mod layers;
mod marked;
mod program;
mod recordings;
pub mod released;
pub mod repository;
pub mod sample;
mod sign;
pub mod tidy;
mod tools;

pub use command::run;
