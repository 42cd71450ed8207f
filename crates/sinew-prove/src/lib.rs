//! What holds of a pack for every possible person, and how two versions of it differ.
//!
//! The one design decision: the engine's decision is said once more as a circuit over yes-no inputs, one set of inputs for each
//! complete set of answers, and everything else is a question about the wires of that circuit. Questions whether somebody is
//! like that go to a solver, questions how many to decision diagrams. Whoever is found is tried with the engine itself.
//!
//! # Invariants
//! - The circuit says of everybody what the engine decides (`tests::agreement`).
//! - Where the interview stops, it says what the engine says, and no further answers change what was promised (`tests::stop`).
//! - What is called proved was decided for every possible person; what hit a limit is not decided, and says so.
//! - The same pack gives the same result, the same people included: limits count work, not time.
//!
//! # Not here
//! Words and places in files (`sinew-app`), reading packs (`sinew-pack`). This crate knows no medicine.
#![forbid(unsafe_code)]

mod agreement;
mod circuit;
mod crowd;
mod decision;
mod diagram;
mod diff;
mod evidence;
mod findings;
mod halfway;
mod kleene;
mod monotone;
mod number;
mod order;
mod person;
mod proof;
mod relevance;
mod session;
mod solver;
mod space;
mod stop;

pub use diff::{
    Aspect, Change, Diff, Direction, Example, FieldChange, Group, InterviewChange, Moved, Movement, Part,
    PartChange, PartKind, diff,
};
pub use person::Person;
pub use proof::{Count, Effort, FlagProof, Problem, ProblemKind, Proof, Undecided, first_problem, prove};
pub use session::Limits;
pub use stop::{StopChange, StopOutcome, StopProof, StopsTooEarly, stop};

#[cfg(test)]
mod tests;
