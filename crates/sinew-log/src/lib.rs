//! The runner's log on this computer: one `SQLite` file in the user's folder, and how it is written for others.
//!
//! The one design decision: what is kept are readings, one for each activity of a file, just as they were read; what is the same
//! activity is found anew each time. So importing again changes nothing, and a rule that gets better needs no new import. The cost
//! is that a log with many copies of each run keeps each of them.
//!
//! # Invariants
//! - What [`Log::save`] has returned for is on the disk: it survives the end of the program at any moment and a full disk, and what it
//!   failed to save leaves nothing (`tests/survival.rs`, `log` and its tests).
//! - A file of a newer version, or one that is no log, is left alone with a reason until somebody deletes it (`log` and its tests).
//! - Only the owner can read the file, and what is deleted is overwritten.
//! - The JSON export has everything that is kept, the table all but samples and what identifies a file (`export` and its tests).
//!
//! # Not here
//! Reading files of devices (`sinew-import`), merging and measuring (`sinew-training`).
#![forbid(unsafe_code)]

mod export;
pub mod json;
mod log;
mod problem;
pub mod runs;
mod samples;
#[cfg(any(test, feature = "schema"))]
pub mod schema;

pub use export::{to_csv, to_json};
pub use log::{FILE_NAME, Log, delete, files};
pub use problem::LogProblem;
