//! Texts, numbers and words that occur in several files.

use crate::shape::{
    COUNT_PATTERN, COUNTRY_PATTERN, DATE_PATTERN, DOI_PATTERN, DURATION_PATTERN, DURATION_RANGE_PATTERN,
    FINDING_PATTERN, ID_PATTERN, MAX_TEXT_LENGTH, PICTURE_PATTERN, TEXT_PATTERN, VERSION_PATTERN,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::{borrow::Cow, collections::BTreeMap};

macro_rules! written_as {
    ($($(#[$doc:meta])* $name:ident: $schema:tt;)*) => {$(
        $(#[$doc])*
        #[expect(dead_code, reason = "only its shape is used")]
        pub(super) struct $name(String);

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

written_as! {
    /// An id that is given here.
    Id: { "type": "string", "pattern": ID_PATTERN, "maxLength": 80 };
    /// The id of a red flag.
    RedFlagId: { "type": "string", "pattern": ID_PATTERN, "maxLength": 80, "x-sinew-names": ["red-flag"] };
    /// The id of a condition.
    ConditionId: { "type": "string", "pattern": ID_PATTERN, "maxLength": 80, "x-sinew-names": ["condition"] };
    /// The id of a cause.
    CauseId: { "type": "string", "pattern": ID_PATTERN, "maxLength": 80, "x-sinew-names": ["cause"] };
    /// The id of an action.
    ActionId: { "type": "string", "pattern": ID_PATTERN, "maxLength": 80, "x-sinew-names": ["action"] };
    /// The id of a source.
    SourceId: { "type": "string", "pattern": ID_PATTERN, "maxLength": 80, "x-sinew-names": ["source"] };
    /// The id of a case.
    CaseId: { "type": "string", "pattern": ID_PATTERN, "maxLength": 80, "x-sinew-names": ["case"] };
    /// The id of something that can appear in a result.
    ShownId: {
        "type": "string",
        "pattern": ID_PATTERN,
        "maxLength": 80,
        "x-sinew-names": ["red-flag", "exit", "condition", "cause", "action"],
    };
    /// A text on one line.
    Line: { "type": "string", "pattern": TEXT_PATTERN, "maxLength": MAX_TEXT_LENGTH };
    /// A text on one line, or several.
    LineOrLines: {
        "anyOf": [
            { "type": "string", "pattern": TEXT_PATTERN, "maxLength": MAX_TEXT_LENGTH },
            {
                "type": "array",
                "minItems": 1,
                "items": { "type": "string", "pattern": TEXT_PATTERN, "maxLength": MAX_TEXT_LENGTH },
            },
        ]
    };
    /// A drawing.
    Drawing: { "type": "string", "pattern": PICTURE_PATTERN };
    /// A name in a formula.
    FindingName: { "type": "string", "pattern": FINDING_PATTERN, "x-sinew-names": ["finding"] };
    /// A question, or an option of one, of which an answer can be worse.
    WorseName: { "type": "string", "pattern": FINDING_PATTERN, "x-sinew-names": ["worse-answer"] };
    /// The name of a group of lines of evidence.
    GroupName: { "type": "string", "pattern": TEXT_PATTERN, "maxLength": MAX_TEXT_LENGTH, "x-sinew-names": ["group"] };
    /// A time.
    Time: { "type": "string", "pattern": DURATION_PATTERN };
    /// A time or a range of times.
    TimeRange: { "type": "string", "pattern": DURATION_RANGE_PATTERN };
    /// A count or a range of counts.
    CountOrRange: {
        "anyOf": [
            { "type": "integer", "minimum": 1, "maximum": 999_999 },
            { "type": "string", "pattern": COUNT_PATTERN },
        ]
    };
    /// A date.
    Day: { "type": "string", "pattern": DATE_PATTERN };
    /// A version.
    VersionText: { "type": "string", "pattern": VERSION_PATTERN };
    /// A range of versions.
    VersionRange: { "type": "string", "pattern": TEXT_PATTERN };
    /// A DOI.
    Doi: { "type": "string", "pattern": DOI_PATTERN };
    /// A country.
    Country: { "type": "string", "pattern": COUNTRY_PATTERN };
    /// A ratio.
    Ratio: { "type": "number", "minimum": 0.001, "maximum": 1000 };
    /// A number of points.
    Points: { "type": "integer", "minimum": -1000, "maximum": 1000 };
    /// A number that a person answers.
    Number: { "type": "integer", "minimum": -1_000_000, "maximum": 1_000_000 };
    /// The number of the format.
    Format: { "type": "integer", "const": 1 };
    /// An answer.
    AnswerText: {
        "anyOf": [
            { "type": "string" },
            { "type": "integer" },
            { "type": "array", "minItems": 1, "items": { "type": "string", "pattern": TEXT_PATTERN } },
        ]
    };
}

/// When something holds: the name of a finding, or one of these combined.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) enum Formula {
    /// A finding: `"question"`, `"question.option"`, `"question.none"`, `"question.not-sure"`, a `[finding.ID]`, a red flag,
    /// an exit, or how well a condition fits: `"condition.fits-partly"`, `"condition.fits-well"`.
    Finding(FindingName),
    /// Holds if every member holds.
    All(All),
    /// Holds if some member holds.
    Any(Any),
    /// Holds if the inner formula does not.
    Not(Not),
    /// Holds if at least so many members hold.
    AtLeast(AtLeast),
    /// Holds if the points of the findings that hold reach a sum.
    Score(Score),
}

/// Holds if every member holds.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct All {
    /// The members: all of them must hold.
    #[schemars(length(min = 1))]
    all: Vec<Formula>,
}

/// Holds if some member holds.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct Any {
    /// The members: one of them is enough.
    #[schemars(length(min = 1))]
    any: Vec<Formula>,
}

/// Holds if the inner formula does not.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct Not {
    /// What must not hold.
    not: Box<Formula>,
}

/// Holds if at least so many members hold.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct AtLeast {
    /// How many members must hold.
    #[schemars(range(min = 1, max = 1000))]
    at_least: u32,
    /// The members.
    #[schemars(length(min = 1))]
    of: Vec<Formula>,
}

/// Holds if the points of the findings that hold reach a sum.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct Score {
    /// The points of each finding; they may be negative.
    #[schemars(extend("minProperties" = 1, "x-sinew-keys" = ["finding"]))]
    score: BTreeMap<FindingName, Points>,
    /// The sum to reach.
    #[schemars(range(min = -1_000_000, max = 1_000_000))]
    at_least: i32,
}

/// Where a statement or figure comes from.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) enum Basis {
    /// As published.
    Published,
    /// Computed from published figures.
    Computed,
    /// A judgement of the authors.
    Judgement,
}

/// How soon to get help.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) enum Urgency {
    /// Ambulance or emergency department, now.
    Emergency,
    /// Today.
    SameDay,
    /// Within two to three working days.
    Soon,
    /// A routine appointment.
    Routine,
    /// Nothing needs a professional now.
    SelfCare,
}

/// How soon to get help for a warning sign.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) enum FlagUrgency {
    /// Ambulance or emergency department, now. It ends the interview.
    Emergency,
    /// Today.
    SameDay,
    /// Within two to three working days.
    Soon,
    /// A routine appointment.
    Routine,
}

/// How soon somebody looks at a condition that fits well.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) enum ConditionUrgency {
    /// Nothing needs a professional now.
    SelfCare,
    /// A routine appointment.
    Routine,
    /// Within two to three working days.
    Soon,
    /// Today.
    SameDay,
}

/// How far a source was checked.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) enum SourceStatus {
    /// Seen in the source itself.
    Verified,
    /// Seen in another text that restates it.
    SecondHand,
    /// From memory; to be checked.
    Recalled,
    /// No paper: a judgement.
    Judgement,
}

/// How far a telephone number was checked.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) enum NumberStatus {
    /// Seen at an official place.
    Verified,
    /// Seen in another text that restates it.
    SecondHand,
    /// From memory; to be checked.
    Recalled,
}

/// What kind of thing an action is.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) enum ActionKind {
    /// A stretch.
    Stretch,
    /// A strength exercise.
    Strength,
    /// Getting ready for a run.
    WarmUp,
    /// How to run.
    Form,
    /// How much and what to run.
    Load,
    /// Looking after it: rest, pain relief, walking.
    SelfCare,
}

/// That a higher answer is never better.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) enum Ordered {
    /// Each answer is at least as bad as the one before. The checker proves that a worse answer never lowers the urgency.
    WorseUpward,
}
