//! `regions.toml`, `sources.toml` and `cases/*.toml`.

use super::parts::{
    ActionId, AnswerText, CaseId, CauseId, ConditionId, Country, Doi, Id, Line, NumberStatus, Points,
    RedFlagId, ShownId, SourceId, SourceStatus, Urgency,
};
use schemars::JsonSchema;
use std::collections::BTreeMap;

/// Telephone numbers by country.
#[derive(JsonSchema)]
#[schemars(rename = "regions", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct RegionsFile {
    /// Countries or groups of countries by id.
    region: Option<BTreeMap<Id, Region>>,
}

/// A country or group of countries with its telephone numbers.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Region {
    /// Its name.
    name: Line,
    /// Emergency numbers, the usual one first.
    #[schemars(length(min = 1))]
    emergency: Vec<Line>,
    /// Whom to call when it is urgent and no emergency.
    urgent: Option<Contact>,
    /// ISO 3166 codes of the countries, such as "GB", to propose a region.
    locales: Option<Vec<Country>>,
    /// How far the numbers were checked.
    status: NumbersStatus,
    /// What else to know.
    note: Option<Line>,
    /// Ids of its sources.
    #[schemars(length(min = 1))]
    sources: Vec<SourceId>,
}

/// A telephone number with the name of the service.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Contact {
    /// The number as it is dialled.
    number: Line,
    /// The service.
    name: Line,
}

/// How far telephone numbers were checked.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct NumbersStatus {
    /// The emergency numbers.
    emergency: NumberStatus,
    /// The urgent number. Needed if there is one.
    urgent: Option<NumberStatus>,
}

/// Every source once.
#[derive(JsonSchema)]
#[schemars(rename = "sources", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct SourcesFile {
    /// Sources by id, such as `goodacre-2005`.
    source: Option<BTreeMap<Id, Source>>,
}

/// A source.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Source {
    /// Who, when, where.
    citation: Line,
    /// Its title.
    title: Option<Line>,
    /// Its DOI without an address before it, such as "10.1136/bjsports-2024-109380".
    doi: Option<Doi>,
    /// How far it was checked.
    status: SourceStatus,
    /// What was read, what is uncertain.
    note: Option<Line>,
}

/// People with the advice that is expected for them.
#[derive(JsonSchema)]
#[schemars(rename = "cases", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct CasesFile {
    /// Cases by id.
    case: Option<BTreeMap<Id, Case>>,
}

/// A person with the advice that is expected.
#[derive(JsonSchema)]
#[schemars(
    deny_unknown_fields,
    rename_all = "kebab-case",
    extend("anyOf" = [{ "required": ["answers"] }, { "required": ["like"] }])
)]
#[expect(dead_code, reason = "only its shape is used")]
struct Case {
    /// Who it is.
    title: Line,
    /// Row of the evidence base.
    evidence: Option<Line>,
    /// False for a person who is there to see what one rule does: how long such an interview is counts for nothing in the median.
    typical: Option<bool>,
    /// Why the advice is not yet what `expect` says would be right. Never for what keeps people safe.
    known_gap: Option<Line>,
    /// Another case whose answers are taken over; those that no longer apply are dropped.
    like: Option<CaseId>,
    /// Answers by question: an option, a list of options, "yes", "no", "none", "not-sure" or a number.
    #[schemars(extend("x-sinew-keys" = ["question"]))]
    answers: Option<BTreeMap<Id, AnswerText>>,
    /// The advice that is expected.
    expect: Expect,
}

/// The advice that is expected.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
struct Expect {
    /// How soon to get help.
    urgency: Urgency,
    /// The red flags that fire: all of them. Leave it out to say nothing about flags.
    flags: Option<Vec<RedFlagId>>,
    /// Ids of red flags, exits, conditions, causes or actions that appear in the result.
    must: Option<Vec<ShownId>>,
    /// Ids of those that do not appear in the result.
    must_not: Option<Vec<ShownId>>,
    /// How well conditions fit.
    #[schemars(extend("x-sinew-keys" = ["condition"]))]
    bands: Option<BTreeMap<Id, Band>>,
    /// How many points conditions have: what the lines of evidence that hold come to.
    #[schemars(extend("x-sinew-keys" = ["condition"]))]
    points: Option<BTreeMap<Id, Points>>,
    /// The conditions that are shown: all of them, in their order. Leave it out to say nothing about them.
    conditions: Option<Vec<ConditionId>>,
    /// The causes that are named: all of them.
    causes: Option<Vec<CauseId>>,
    /// The actions that are offered: all of them, the most useful first.
    actions: Option<Vec<ActionId>>,
    /// How many questions this person is asked at most.
    #[schemars(range(min = 1, max = 999))]
    questions_at_most: Option<u32>,
}

/// How well a condition fits.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is used")]
enum Band {
    /// The answers clearly speak for it.
    #[schemars(rename = "fits-well")]
    Well,
    /// The answers speak for it a little.
    #[schemars(rename = "fits-partly")]
    Partly,
    /// The answers speak against it or hardly for it.
    #[schemars(rename = "fits-less-well")]
    LessWell,
}
