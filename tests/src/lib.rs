//! What integration tests share: the program run as a process or in this one, people with answers, folders of their own, and
//! comparing pages.
//!
//! The one design decision: nothing from outside reaches a program under test. Its environment is empty but for what a test
//! sets, its folders are new, the day is fixed, and it is stopped if it waits for ever.
//!
//! # Not here
//! Tests. They are in the one binary `it`, beside this package's manifest.
#![forbid(unsafe_code)]

mod arm;
mod elbow;
mod found;
mod page;
mod people;
mod process;
mod script;
mod separate;

pub use arm::write_arm_packs;
pub use elbow::write_elbow_pack;
pub use found::found_in;
pub use insta;
pub use people::{Person, SHIPPED, Shipped, everybody, one_line, only_shipped, person, shipped, typed_in};
pub use process::{Process, Ran, edit};
pub use script::Script;
pub use separate::SeparatePacks;

use sinew_model::Date;
use std::path::{Path, PathBuf};

/// The day of all tests.
pub const TODAY: Date = Date::constant(2026, 3, 4);

/// The root of the repository.
pub fn root() -> PathBuf {
    // This package stands directly below the root.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}
