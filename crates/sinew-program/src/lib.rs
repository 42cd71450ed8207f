//! A pack as a flat program: decides what the engine decides, without looking at a formula, for speed.
//!
//! The one design decision: `sinew-engine` stays the definition. It reads like the rules it follows; this crate says the same in a form
//! that a processor likes, takes all figures from [`sinew_engine::rules`] and `Band`, and is held against the engine on people and packs
//! at random. Nothing here is a place to change what is decided. The cost is a second form of the decision that has to follow the first.
//!
//! How it works stands in ARCHITECTURE.md, "The flat program"; what it costs, and how that was measured, in the README of this crate.
//!
//! # Invariants
//! - A program decides exactly what the engine decides, for answers that are complete, partial, or do not belong together
//!   (`tests::agreement`).
//! - A batch decides for each of its people as the program does, with every set of instructions (`tests::agreement`), and refuses packs
//!   whose figures do not fit into its lanes (`tests::lanes`).
//! - A [`Reasoner`] gives the reasons that the engine gives (`tests::reasons`).
//! - Deciding allocates nothing, nor does finding reasons once there is room (`tests/allocation.rs`).
//! - A pack that does not fit into a program is refused with the reason; it is never decided in another way (`tests::limits`).
//!
//! # Not here
//! Words, and the way in which reasons are found (`sinew-engine`). This crate knows no medicine.
#![forbid(unsafe_code)]

mod batch;
mod columns;
mod flow;
mod lanes;
mod layout;
mod network;
mod planes;
mod program;
mod reasoner;
mod row;
mod stages;
mod tables;

pub use batch::{Batch, BatchProblem, BatchSize, BatchWorkspace, Instructions};
pub use columns::{ColumnProblem, Columns, Decisions, NONE};
pub use program::{Program, ProgramProblem, ProgramSize, Workspace};
pub use reasoner::{Reasoner, ReasonerWorkspace};
pub use row::{AnswerRow, Coding, FIRST_ANSWER, NOT_ASKED, NOT_SURE, OPTIONS_AT_MOST};

#[cfg(test)]
mod tests;
