//! Small packs and people, made in memory, and the packs of this repository, for the tests of other crates.
//!
//! Everything here panics on what does not fit: that is a mistake in a test. No crate depends on this one but for its tests, and `sinew-bench`.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    clippy::wildcard_imports,
    reason = "this is test code that several crates share"
)]

mod builder;
mod generated;
mod grown;
mod mood;
mod shipped;
mod tries;
mod worse;

pub use builder::{Builder, answers, is, never, origin};
pub use generated::{Dice, any_answer, completed, pack, parts, person, silent_person, small_pack};
pub use grown::grown;
pub use mood::Mood;
pub use shipped::{said, shipped, shipped_cases, shipped_named};
pub use tries::tries;
pub use worse::gets_worse;
