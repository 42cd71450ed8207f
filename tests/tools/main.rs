//! The files of packs in the hands of other tools: what they find, and what an editor offers, explains and marks.
//!
//! `cargo xtask tools` installs the tools and runs these tests.
#![forbid(unsafe_code)]

mod editor;
mod folder;
mod lint;
mod offers;

/// The program under test, for [`sinew_tests::Process`].
const PROGRAM: &str = env!("CARGO_BIN_EXE_sinew-under-test");

/// The variable with the folder that the tools are installed in.
const TOOLS: &str = "SINEW_TOOLS";
