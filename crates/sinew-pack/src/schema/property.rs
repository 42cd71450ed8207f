//! `properties.toml`: what a pack promises.

use super::parts::{ActionId, Basis, ConditionId, Formula, Id, Line, SourceId, WorseName};
use schemars::JsonSchema;
use std::collections::BTreeMap;

/// What is promised about the advice for every person there can be.
#[derive(JsonSchema)]
#[schemars(rename = "properties", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct PropertiesFile {
    /// Promises by id. They decide nothing.
    property: Option<BTreeMap<Id, Property>>,
}

/// A promise about the advice for every person of whom it speaks: everybody, or those whom `assume` and `assume-open` leave. It
/// makes one claim.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
struct Property {
    /// What is promised: a whole sentence.
    says: Line,
    /// It speaks only of people for whom this is true.
    assume: Option<Formula>,
    /// It speaks only of people for whom this is true or unknown: whoever cannot rule it out.
    assume_open: Option<Formula>,
    /// A claim: the urgency is at least this.
    urgency_at_least: Option<LeastUrgency>,
    /// A claim: the urgency is at most this.
    urgency_at_most: Option<GreatestUrgency>,
    /// A claim: none of these actions is offered. Together with `never-kinds` it is one claim.
    #[schemars(length(min = 1))]
    never: Option<Vec<ActionId>>,
    /// A claim: no action of these kinds is offered, whichever pack it comes from.
    #[schemars(length(min = 1))]
    never_kinds: Option<Vec<NeverKind>>,
    /// A claim: each of these actions is offered.
    #[schemars(length(min = 1))]
    always: Option<Vec<ActionId>>,
    /// A claim: a condition fits so well or better.
    fits_at_least: Option<Fit>,
    /// A claim: a worse answer to one of these never lowers the urgency. A question (yes-no, any-of, or one that is `ordered`), or
    /// an option that is worse than the others.
    #[schemars(length(min = 1))]
    monotone_in: Option<Vec<WorseName>>,
    /// Why it matters: a whole sentence.
    because: Line,
    /// Row of the evidence base.
    evidence: Option<Line>,
    /// Where the statement comes from.
    basis: Basis,
    /// Ids of its sources.
    #[schemars(length(min = 1))]
    sources: Vec<SourceId>,
}

/// The least urgency that is promised.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
enum LeastUrgency {
    /// Ambulance or emergency department, now.
    Emergency,
    /// Today, or sooner.
    SameDay,
    /// Within two to three working days, or sooner.
    Soon,
    /// A routine appointment, or sooner.
    Routine,
}

/// The greatest urgency that is promised.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
enum GreatestUrgency {
    /// Nothing needs a professional now.
    SelfCare,
    /// A routine appointment, or less.
    Routine,
    /// Within two to three working days, or later.
    Soon,
    /// Today, or later.
    SameDay,
}

/// A kind of action that is not offered.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
enum NeverKind {
    /// No action at all.
    Any,
    /// No stretch.
    Stretch,
    /// No strength exercise.
    Strength,
    /// Nothing to get ready for a run.
    WarmUp,
    /// Nothing about how to run.
    Form,
    /// Nothing about how much and what to run.
    Load,
    /// Nothing to look after it: rest, pain relief, walking.
    SelfCare,
}

/// How well a condition fits at least.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Fit {
    /// The id of the condition.
    condition: ConditionId,
    /// How well it fits at least.
    band: LeastBand,
}

/// How well a condition fits at least.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is used")]
enum LeastBand {
    /// The answers clearly speak for it.
    #[schemars(rename = "fits-well")]
    Well,
    /// The answers speak for it, a little or clearly.
    #[schemars(rename = "fits-partly")]
    Partly,
}
