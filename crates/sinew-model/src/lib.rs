//! What everything else speaks of: ids, units, answers, the compiled pack and the outcome of an assessment.
//!
//! The one design decision: a pack reaches the engine only as a [`Pack`], whose single constructor checks that every
//! reference resolves and that findings stand in an order in which each depends on earlier ones only. So evaluation is one
//! pass without look-ups that could fail. The cost is that a pack cannot be changed after it is built.
//!
//! # Invariants
//! - A [`Pack`] has no dangling index and no cycle (`Pack::new` and its tests).
//! - Scores are whole decibans; there is no floating-point number in this crate.
//! - Every sentence a runner can read carries its [`Origin`] and its sources.
//!
//! # Not here
//! Reading packs from files (`sinew-pack`), deciding anything (`sinew-engine`), JSON (`sinew-app`).
#![forbid(unsafe_code)]

mod answer;
mod fact;
mod id;
mod index;
mod outcome;
mod pack;
mod picture;
mod property;
mod unit;
mod urgency;

pub use answer::{Answer, AnswerProblem, Answers, OptionSet, RawAnswer};
pub use fact::{Fact, FactAnswer, FactOption, FactSource, LogMeasure};
pub use id::{
    ActionId, BlockId, CaseId, CauseId, ConditionId, ConstraintId, EvidenceId, ExitId, FactId, FindingId,
    IdProblem, OptionId, PackId, PropertyId, QuestionId, RedFlagId, RegionId, ReviewId, SourceId,
};
pub use index::{
    ActionIx, BlockIx, CauseIx, ConditionIx, ExitIx, FactIx, FindingIx, Index, IndexVec, OptionIx,
    PropertyIx, QuestionIx, RedFlagIx, RegionIx, SourceIx,
};
pub use outcome::{
    ActionAdvice, Advice, CauseAdvice, Change, Citation, CompanionNote, ConditionAdvice, EvidenceNote,
    ExitAdvice, ExtensionNote, FactNote, FactStatus, FlagAdvice, FlagStatus, NoFactsNote, Outcome, PackRef,
    Reason, SafetyNet, SafetyNetGroup, Today, UnknownNote, UrgencyReason,
};
pub use pack::{
    Action, Adjustment, Anchor, AnswerTest, Basis, Block, Cause, Choice, Companion, Condition, Constraint,
    Contact, EvidenceLine, EvidenceStrength, Exit, Expectation, Finding, FindingRule, Floor, Given, Identity,
    LibraryRef, NumberRange, Origin, Pack, PackParts, PackProblem, Prior, Question, QuestionKind, RedFlag,
    Region, Review, Source, SourceStatus, VersionChanges,
};
pub use picture::{Picture, PictureProblem};
pub use property::{Claim, Property, WorseAnswer, Worsening};
pub use unit::{
    ActionKind, Count, Decibans, Dose, Duration, DurationRange, DurationUnit, Sides, Timing, UnitProblem,
};
pub use urgency::{Band, Urgency};

/// A date without a time, in the calendar everybody uses.
pub use jiff::civil::Date;
