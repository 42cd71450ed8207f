//! Files as devices and apps write them, made for tests: one activity as FIT, GPX and TCX, and FIT files with any damage.
//!
//! The one design decision: files are written here from the formats' own rules and without the libraries that read them, so that a
//! reader and the files it is tested with cannot share a mistake. Nobody's way home is in the repository either.
//!
//! # Not here
//! Reading (`sinew-import`). Nothing but tests uses this crate.
#![forbid(unsafe_code)]

mod activity;
mod fit;

pub use activity::{Form, Recording};
pub use fit::{FitFile, checksum};
