//! What the tasks of this repository count and measure of the decisions: counts that are the same on every machine, and how times grow.
//!
//! The one design decision: what is counted is said once ([`subjects`]), as pieces of work over people who are always the same, and the
//! programs beside this library only differ in what they count of it. `cargo xtask bench guard` runs `instructions` within valgrind and
//! `counts` alone, and compares; `cargo xtask bench growth` runs `growth` and puts what it made into its page.
//!
//! # Invariants
//! - The same program counts the same twice: nothing here takes its people or packs from chance or a clock.
//! - What is counted is counted after a first run, so that room which is used again is there; but for the packs in the program, whose
//!   reading at the start is what is counted.
//! - `instructions` has the allocator of every program; only `counts` has the one that counts.
//!
//! # Not here
//! What was counted before, and what has to be said of a change (`xtask`); other programs beside ours (`peers`).
#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "no other crate uses this")]

pub mod clock;
pub mod growth;
pub mod people;
pub mod plot;
pub mod subjects;
