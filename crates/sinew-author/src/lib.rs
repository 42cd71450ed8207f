//! What authors of packs need and runners do not: laying out the files of a pack.
//!
//! The one design decision: everything is worked out in memory, where the result is checked, and only then are files replaced,
//! each as a whole. So nothing that is written by a program was not looked at by the same checks that look at what people write.
//!
//! # Invariants
//! - Laying out changes no value, no comment and no order, and doing it twice is doing it once (`format` and its tests).
//! - A file is replaced as a whole or not at all, and not if somebody else changed it meanwhile (`rewrite` and its tests).
//!
//! # Not here
//! Finding what is wrong (`sinew-pack`, `sinew-app`).
#![forbid(unsafe_code)]

pub mod format;
mod rewrite;

pub use rewrite::{Rewrite, RewriteProblem};
