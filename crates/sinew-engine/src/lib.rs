//! Decides: which question comes next, how soon to get help, what it might be, what to do, and why.
//!
//! The one design decision: everything is a pure function of a compiled pack, the answers and the day. There is no interview
//! object with a history: [`next_step`] looks at the answers alone, so going back, changing an answer, resuming and batch
//! evaluation cannot disagree. The cost is that each step evaluates the pack anew.
//!
//! # Invariants
//! - Whatever is true of a red flag, the urgency is at least that flag's (`tests::laws`).
//! - A blocked action is never offered, and an unknown block blocks (`tests::laws`).
//! - Wherever a condition is shown, so is every companion that it calls for; unknown calls for it (`tests::laws`).
//! - The interview ends, asks nothing twice, and what it stops at does not depend on what it left out (`tests::laws`).
//! - No floating-point number, clock, file, environment variable or random number takes part in any decision.
//!
//! # Not here
//! Reading packs (`sinew-pack`), showing anything (`sinew-cli`). This crate knows no medicine.
#![forbid(unsafe_code)]

mod actions;
mod change;
mod companion;
mod decision;
mod evaluation;
mod interview;
mod outcome;
mod ranking;
mod reach;
mod reason;
mod reasons;
mod relevance;

pub use actions::{Keeper, kept_away};
pub use change::{alternatives, change_in_words};
pub use decision::{Decision, ShownCondition, bands, decide, points};
pub use evaluation::{Grounds, grounds};
pub use interview::{
    Step, StopReason, applies, contradictions, drop_idle, idle_answers, missing_answers, next_step, stands,
    would_drop,
};
pub use outcome::{Context, assess};
pub use reason::told;
pub use reasons::{
    ConditionReasons, FlagReasons, Helped, LineReason, Reasons, Said, SaidPart, SaidRange, UrgencyGround,
    reasons,
};

/// The figures and tables that the decision uses, for whoever says the same decision in another form.
pub mod rules {
    pub use crate::{
        actions::{
            ALWAYS_POINTS, CAUSE_POINTS, CONDITION_POINTS, FURTHER_CONDITION_POINTS, Slot, blocks_of,
            worth_in_list,
        },
        ranking::SHOWN_AT_MOST,
        reasons::{ReasonFinder, Scored, Truths},
    };
}

#[cfg(test)]
mod tests;
