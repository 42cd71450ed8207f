//! Three-valued formulas: evaluation and explanation.
//!
//! One design decision carries this crate: "not sure" is a value of its own and spreads by Kleene's rules, so an answer that
//! is missing can leave a verdict open but can never turn one over. The cost is that formulas are not simplified by
//! classical laws (`x or not x` is unknown while `x` is).
//!
//! # Invariants
//! - Settling an unknown atom never turns `True` into `False` or back (`settling_an_unknown_never_turns_a_verdict_over`).
//! - Without unknown atoms no formula is unknown (`without_unknown_atoms_nothing_is_unknown`).
//!
//! # Not here
//! What atoms mean (`sinew-model`) and how formulas are written down (`sinew-pack`). This crate knows no medicine.
#![forbid(unsafe_code)]

mod formula;
mod truth;

pub use formula::{Formula, Support};
pub use truth::Truth;
