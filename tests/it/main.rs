//! All integration tests of the workspace, in one binary.
#![forbid(unsafe_code)]

mod carry_over;
mod checks;
mod defects;
mod errors;
mod explain;
mod fuzz_corpus;
mod guide;
mod help;
mod interview;
mod made_files;
mod not_sure;
mod pack_cases;
mod pack_check;
mod pack_diff;
mod pack_fmt;
mod pack_install;
mod pack_mutate;
mod pack_new;
mod pack_prove;
mod pack_schemas;
mod pack_show;
mod pack_try;
mod pack_versions;
mod packs;
mod parity;
mod places;
mod program;
mod readme;
mod repository;
mod results;
mod seeded;
mod terminal;
mod unseen_pack;
mod versions;

/// The program under test, for [`sinew_tests::Process`].
const PROGRAM: &str = env!("CARGO_BIN_EXE_sinew-under-test");
