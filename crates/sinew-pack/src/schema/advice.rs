//! `conditions.toml`, `causes.toml` and `actions.toml`.

use super::parts::{
    ActionId, ActionKind, Basis, CauseId, ConditionUrgency, CountOrRange, Formula, GroupName, Id, Line,
    Ratio, RedFlagId, SourceId, Time, TimeRange,
};
use schemars::JsonSchema;
use std::collections::BTreeMap;

/// What it might be.
#[derive(JsonSchema)]
#[schemars(rename = "conditions", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct ConditionsFile {
    /// Conditions by id.
    condition: Option<BTreeMap<Id, Condition>>,
}

/// What it might be.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
struct Condition {
    /// Plain name first, medical name in brackets.
    name: Line,
    /// What it is, in a sentence or two. Never "you have".
    about: Line,
    /// How soon somebody looks at it when it fits well.
    care: ConditionUrgency,
    /// Who looks at it, such as "a physio".
    who: Line,
    /// How common it is before any answer. It moves the order, never the fit.
    prior: Prior,
    /// What to expect.
    expect: Expectation,
    /// Get it looked at if it is not clearly better by then, such as "4 weeks".
    review: Time,
    /// Ids of the actions that help, most useful first.
    actions: Option<Vec<ActionId>>,
    /// Ids of causes that go with it.
    causes: Option<Vec<CauseId>>,
    /// Ids of its sources.
    #[schemars(length(min = 1))]
    sources: Vec<SourceId>,
    /// Red flags: the condition is never ranked, and shown only while one of them fires.
    only_with: Option<Vec<RedFlagId>>,
    /// Companions by the id of the other condition: wherever this condition is shown, the other one is shown too, right after
    /// it, however well it fits. For a harmless condition that a dangerous one is often mistaken for.
    #[schemars(extend("x-sinew-keys" = ["condition"]))]
    never_without: Option<BTreeMap<Id, Companion>>,
    /// For whom it is more or less common.
    adjust: Option<BTreeMap<Id, Adjustment>>,
    /// What speaks for and against it.
    evidence: Option<BTreeMap<Id, Evidence>>,
}

/// How common a condition is before any answer.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Prior {
    /// The weight against the other conditions of the pack.
    weight: Ratio,
    /// Where the weight comes from.
    basis: Basis,
    /// Ids of its sources.
    #[schemars(length(min = 1))]
    sources: Vec<SourceId>,
}

/// What to expect.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Expectation {
    /// A whole sentence.
    text: Line,
    /// Where it comes from.
    basis: Basis,
    /// Ids of its sources.
    #[schemars(length(min = 1))]
    sources: Vec<SourceId>,
}

/// For whom a condition is more or less common.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Adjustment {
    /// For whom.
    when: Formula,
    /// How many times more common it is for them.
    factor: Ratio,
    /// Why; a part of a sentence, such as "you are under 30".
    because: Line,
    /// Where the figure comes from.
    basis: Basis,
    /// Ids of its sources.
    #[schemars(length(min = 1))]
    sources: Vec<SourceId>,
}

/// Another condition that is shown wherever this one is.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Companion {
    /// When the other condition is shown too; always, if this is left out. Unknown counts as true.
    when: Option<Formula>,
    /// Why; a part of a sentence, such as "a break there is often taken for this". It is shown at the other condition, after the
    /// name of this one, so that "this" means this one.
    because: Line,
    /// Where the statement comes from.
    basis: Basis,
    /// Ids of its sources.
    #[schemars(length(min = 1))]
    sources: Vec<SourceId>,
}

/// One line of evidence.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
struct Evidence {
    /// The finding.
    when: Formula,
    /// Likelihood ratio when the finding is there; leave it out for "says nothing". Over 5 only with `defining`.
    present: Option<Ratio>,
    /// Likelihood ratio when the finding is not there; leave it out for "says nothing".
    absent: Option<Ratio>,
    /// In a group only the strongest line for and the strongest against count. A line without a group counts alone.
    group: Option<GroupName>,
    /// The finding in words; reads after "fits with:".
    because: Line,
    /// Its absence in words. Needed if `absent` is given.
    absent_because: Option<Line>,
    /// Where the figures come from.
    basis: Basis,
    /// Ids of its sources.
    #[schemars(length(min = 1))]
    sources: Vec<SourceId>,
    /// Whether the finding nearly defines the condition.
    defining: Option<bool>,
}

/// What may have contributed.
#[derive(JsonSchema)]
#[schemars(rename = "causes", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct CausesFile {
    /// Causes by id.
    cause: Option<BTreeMap<Id, Cause>>,
}

/// What may have contributed.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Cause {
    /// Its name.
    title: Line,
    /// When it is named.
    when: Formula,
    /// How it contributes: a whole sentence.
    because: Line,
    /// How good the evidence is.
    strength: Strength,
    /// Ids of the actions that address it, most useful first.
    #[schemars(length(min = 1))]
    actions: Vec<ActionId>,
    /// Where the statement comes from.
    basis: Basis,
    /// Ids of its sources.
    #[schemars(length(min = 1))]
    sources: Vec<SourceId>,
}

/// How good the evidence for a cause is.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
enum Strength {
    /// Little or mixed.
    Weak,
    /// Some studies.
    Some,
    /// Large or several good studies.
    Good,
}

/// What to do, and what keeps it away.
#[derive(JsonSchema)]
#[schemars(rename = "actions", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct ActionsFile {
    /// Actions by id.
    action: Option<BTreeMap<Id, Action>>,
    /// Blocks by id: they keep actions of this pack or its libraries away.
    block: Option<BTreeMap<Id, Block>>,
}

/// Something to do.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
struct Action {
    /// What kind of thing it is.
    kind: ActionKind,
    /// When it is for.
    timing: Timing,
    /// Its name.
    title: Line,
    /// What it is good for, honestly, in one line.
    why: Line,
    /// How to do it: at most 5 short sentences.
    #[schemars(length(min = 1, max = 5))]
    steps: Vec<Line>,
    /// How much, how often, how long; at least one key.
    dose: Dose,
    /// When and how to do more.
    progression: Line,
    /// When to stop; each completes "stop if …".
    #[schemars(length(min = 1))]
    stop_if: Vec<Line>,
    /// What not to do, without the words "do not".
    do_not: Option<Vec<Line>>,
    /// Where to feel it; for stretches and strength.
    feel: Option<Line>,
    /// What to expect of it.
    expect: Option<Line>,
    /// When it is kept away. Unknown keeps it away too.
    blocked_when: Option<Formula>,
    /// Why it is kept away then. Needed with `blocked-when`.
    blocked_because: Option<Line>,
    /// Whether it is offered to everybody it is not blocked for.
    always: Option<bool>,
    /// Where the statement comes from.
    basis: Basis,
    /// Ids of its sources.
    #[schemars(length(min = 1))]
    sources: Vec<SourceId>,
}

/// When an action is for.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
enum Timing {
    /// Today and the first days.
    Today,
    /// The coming weeks.
    Weeks,
}

/// How much, how often, how long.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
struct Dose {
    /// How long to hold a position, such as "30 s".
    hold: Option<Time>,
    /// The range of holds that is also fine, such as "15-30 s".
    hold_range: Option<TimeRange>,
    /// How long the whole takes, such as "5-10 min".
    duration: Option<TimeRange>,
    /// Rest between sets.
    rest: Option<TimeRange>,
    /// How many sets: 3 or "2-4".
    sets: Option<CountOrRange>,
    /// Repetitions in a set: 10 or "8-12".
    reps: Option<CountOrRange>,
    /// Which side.
    sides: Option<Sides>,
    /// Times a day.
    per_day: Option<CountOrRange>,
    /// Days a week.
    per_week: Option<CountOrRange>,
    /// For how long to keep it up, such as "6 weeks".
    r#for: Option<TimeRange>,
    /// How often, in words, such as "before every run".
    how_often: Option<Line>,
}

/// Which side a dose is for.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
enum Sides {
    /// One side, then the other.
    Each,
    /// Both sides at once.
    BothTogether,
    /// The sore side only.
    One,
}

/// Keeps actions away. Unknown keeps them away too.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Block {
    /// When it blocks.
    when: Formula,
    /// Ids of the actions it blocks.
    actions: Option<Vec<ActionId>>,
    /// Kinds of action it blocks.
    kinds: Option<Vec<ActionKind>>,
    /// Why.
    because: Line,
}
