//! What authors of packs need and runners do not: beginning a pack, laying out its files, mending its slips, keeping the people
//! whom a proof found, and telling editors which ids it has.
//!
//! The one design decision: everything is worked out in memory, where the result is checked, and only then are files replaced,
//! each as a whole. So nothing that is written by a program was not looked at by the same checks that look at what people write.
//!
//! # Invariants
//! - Laying out changes no value, no comment and no order, and doing it twice is doing it once (`format` and its tests).
//! - Mending changes only what a check has marked as certain, leads to no new error, and leaves nothing certain to do
//!   (`fix` and its tests).
//! - A new pack passes its check, and is written as a whole or not at all (`scaffold` and its tests).
//! - An editor shows no mistake where the loader sees none (`schemas` and its tests).
//! - A file is replaced as a whole or not at all, and not if somebody else changed it meanwhile (`rewrite` and its tests).
//! - People whom a proof found are added to a file of cases, and what stands in it stays (`found` and its tests).
//!
//! # Not here
//! Finding what is wrong (`sinew-pack`, `sinew-app`), deciding what is certain and knowing which names a pack has (`sinew-pack`).
#![forbid(unsafe_code)]

pub mod fix;
pub mod format;
pub mod found;
mod rewrite;
pub mod scaffold;
pub mod schemas;
mod toml_text;

pub use rewrite::{Rewrite, RewriteProblem};
