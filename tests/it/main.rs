//! All integration tests of the workspace, in one binary.
#![forbid(unsafe_code)]

mod made_files;
mod packs;
mod program;
mod repository;

/// The program under test, for [`sinew_tests::Process`].
const PROGRAM: &str = env!("CARGO_BIN_EXE_sinew-under-test");
