//! Confirms what was proved of a pack, by another way.
//!
//! The one design decision: nothing is shared with the prover. Where that one draws the decision as a circuit and asks a solver and
//! decision diagrams about it, this crate counts people by cases: it settles one answer after another, simplifies what is left to be
//! decided, takes apart what has no question in common and multiplies, and remembers what it has counted. Where the two agree, a
//! mistake would have to be made twice in two ways. What is left is that both say what the engine decides; so people are drawn evenly
//! from those that a claim speaks of, and the engine itself decides for them.
//!
//! # Invariants
//! - What is confirmed was decided over every possible person; a limit counts work, not time, and what hits it is not decided.
//! - The same pack, claims and limits give the same result.
//!
//! # Not here
//! Proving anything first (`sinew-prove`); where claims are kept and what is said of them (`sinew-app`). This crate knows no medicine.
#![forbid(unsafe_code)]

mod claim;
mod count;
mod dice;
mod expression;
mod memo;
mod people;
mod statement;
mod worse;

pub use claim::{Claim, Limits, Verdict, recheck};

#[cfg(test)]
mod tests;
