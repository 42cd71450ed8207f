//! `questions.toml` and `red-flags.toml`.

use super::parts::{
    Basis, FlagUrgency, Formula, Id, Line, LineOrLines, Number, Ordered, RedFlagId, SourceId, Urgency,
};
use schemars::JsonSchema;
use std::collections::BTreeMap;

/// Questions in the order of asking, and what their answers mean.
#[derive(JsonSchema)]
#[schemars(rename = "questions", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct QuestionsFile {
    /// Questions by id. The order of the file is the order of asking.
    question: Option<BTreeMap<Id, Question>>,
    /// Named combinations of findings.
    finding: Option<BTreeMap<Id, Finding>>,
    /// Combinations of answers that no person can have.
    constraint: Option<BTreeMap<Id, Constraint>>,
    /// What may be known of the runner without asking. It proposes an answer, which the runner sees and can change.
    fact: Option<BTreeMap<Id, Fact>>,
}

macro_rules! questions {
    ($($(#[$doc:meta])* $variant:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })*) => {
        /// One question of the interview.
        #[derive(JsonSchema)]
        #[schemars(tag = "kind", rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
        #[expect(dead_code, reason = "only its shape is used")]
        enum Question {
            $($(#[$doc])* $variant {
                /// The heading it is asked under.
                section: Line,
                /// Its short name in "check your answers".
                short: Line,
                /// The question itself, with a question mark.
                ask: Line,
                /// Why it is asked: one short line without a full stop.
                why: Line,
                /// How to tell, if that needs words: a text, or a list of short paragraphs.
                help: Option<LineOrLines>,
                /// Write `false` to take "I'm not sure" away, for questions everybody can answer.
                not_sure: Option<bool>,
                /// When the question applies; it may only depend on questions that stand earlier.
                ask_when: Option<Formula>,
                $($(#[$field_meta])* $field: $type,)*
            },)*
        }
    };
}

questions! {
    /// Yes or no.
    YesNo {
        /// The line for yes.
        yes: Choice,
        /// The line for no.
        no: Choice,
    }
    /// Exactly one of the options.
    OneOf {
        /// Whether a later option is never better than an earlier one.
        ordered: Option<Ordered>,
        /// The options by id, in the order on screen.
        #[schemars(extend("minProperties" = 1))]
        options: BTreeMap<Id, Choice>,
    }
    /// Any number of the options; "None of these" is added.
    AnyOf {
        /// How choosing none is said back.
        none: NoneChoice,
        /// The options by id, in the order on screen.
        #[schemars(extend("minProperties" = 1))]
        options: BTreeMap<Id, Choice>,
    }
    /// A whole number between two ends that have words.
    Scale {
        /// Whether a higher number is never better.
        ordered: Option<Ordered>,
        /// The low end.
        from: Anchor,
        /// The high end.
        to: Anchor,
        /// How the answer is said back; `{value}` stands for the number.
        told: Line,
        /// Findings by name: parts of the scale.
        findings: Option<BTreeMap<Id, Range>>,
    }
    /// A whole number with a unit.
    Number {
        /// Whether a higher number is never better.
        ordered: Option<Ordered>,
        /// The unit in words, such as "km".
        unit: Line,
        /// The smallest number that is taken.
        min: Number,
        /// The largest number that is taken.
        max: Number,
        /// How the answer is said back; `{value}` stands for the number.
        told: Line,
        /// Findings by name: parts of the range.
        findings: Option<BTreeMap<Id, Range>>,
    }
}

/// One thing to choose.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Choice {
    /// The line on screen, best under 60 characters.
    label: Line,
    /// How it is said back; completes "you told us …".
    told: Line,
}

/// What choosing none of the options means.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct NoneChoice {
    /// How it is said back; shown under "you said no to".
    told: Line,
}

/// An end of a scale.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Anchor {
    /// The number.
    value: Number,
    /// What it means.
    label: Line,
}

/// Part of the numbers of a question.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case", extend("minProperties" = 1))]
#[expect(dead_code, reason = "only its shape is used")]
struct Range {
    /// The smallest number in it.
    at_least: Option<Number>,
    /// The largest number in it.
    at_most: Option<Number>,
}

/// A named combination of findings.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Finding {
    /// When it holds.
    when: Formula,
    /// How a reason or a hint would say it.
    means: Option<Line>,
}

/// A combination of answers that no person can have.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Constraint {
    /// The combination.
    impossible: Formula,
    /// Why nobody can have it.
    because: Line,
}

/// What a fact is told as, and which answer it proposes.
macro_rules! facts {
    ($($(#[$doc:meta])* $variant:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })*) => {
        /// Something that may be known of the runner without asking: a whole number.
        #[derive(JsonSchema)]
        #[schemars(tag = "from", rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
        #[expect(dead_code, reason = "only its shape is used")]
        enum Fact {
            $($(#[$doc])* $variant {
                $($(#[$field_meta])* $field: $type,)*
                /// What the number is: a phrase.
                means: Line,
                /// The unit of the number; for the training log that of the measure.
                unit: Line,
                /// The smallest number that can be right. Smaller ones count as not known.
                min: Number,
                /// The largest number that can be right. Larger ones count as not known.
                max: Number,
                /// The question that it proposes an answer to.
                answers: Id,
                /// The answers by id (`yes` and `no` for a yes-no question), each with the numbers that give it. Without this the number
                /// itself is the answer.
                #[schemars(extend("minProperties" = 1))]
                options: Option<BTreeMap<Id, Range>>,
            },)*
        }
    };
}

facts! {
    /// The runner's own training log.
    TrainingLog {
        /// What is measured in the log.
        measure: Measure,
    }
    /// The native extension of this pack, under the id of the fact.
    Extension {}
}

/// What is measured in a training log.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
enum Measure {
    /// The longest run of the last 30 days, in `m`.
    LongestRun,
    /// The greatest distance of a run of the last 30 days against the longest run of the 30 days before it, in `%`, rounded up.
    Spike,
    /// The distance of the last seven days against the seven before, in `%`, rounded down.
    WeeklyChange,
    /// The days without a run among the last 30, in `days`.
    DaysOff,
    /// The days without a run before a run of the last 30 days, if they were 30 or more, in `days`; otherwise 0.
    Break,
    /// The climbs of the first hilly run in 30 days, in `m`; 0 if there was none.
    FirstHills,
    /// Fast running in the first run in 30 days that had some, in `s`; 0 if there was none.
    FirstSpeed,
    /// The longest row of hard days, in `days`; 0 if no two followed one another.
    HardDays,
    /// Steps, left and right counted, in `steps a minute`.
    Cadence,
}

/// Warning signs, and reasons why the guide is not for somebody.
#[derive(JsonSchema)]
#[schemars(rename = "red-flags", deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct RedFlagsFile {
    /// Warning signs by id.
    red_flag: Option<BTreeMap<Id, RedFlag>>,
    /// Reasons why the guide is not for somebody, by id.
    exit: Option<BTreeMap<Id, Exit>>,
}

/// A warning sign.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
struct RedFlag {
    /// How soon to get help when it fires.
    urgency: FlagUrgency,
    /// Its name for people.
    title: Line,
    /// The line in "When to get help"; completes "get help if …".
    sign: Line,
    /// When it fires.
    when: Formula,
    /// Why it matters: a whole sentence, shown after the reasons.
    because: Line,
    /// What to say on the telephone. Emergency and same-day flags need it.
    say: Option<Line>,
    /// What to do until help comes. Emergency and same-day flags need it.
    r#do: Option<Vec<Line>>,
    /// What not to do, without the words "do not".
    do_not: Option<Vec<Line>>,
    /// Row of the evidence base.
    evidence: Option<Line>,
    /// Where the statement comes from.
    basis: Basis,
    /// Ids of its sources.
    #[schemars(length(min = 1))]
    sources: Vec<SourceId>,
    /// The urgency when it stays unknown, if not at least same-day.
    unknown_floor: Option<Floor>,
    /// Flags that this one is meant to hold with whenever they do.
    covers: Option<Vec<RedFlagId>>,
}

/// The urgency of a flag that stays unknown.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Floor {
    /// The urgency.
    urgency: Urgency,
    /// Why it is enough.
    because: Line,
}

/// A reason why the guide is not for somebody. It ends the interview.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is used")]
struct Exit {
    /// When it applies.
    when: Formula,
    /// Heading of the page.
    title: Line,
    /// Why the guide is not for them.
    because: Line,
    /// How soon they get help.
    urgency: Urgency,
    /// What to do instead.
    #[schemars(length(min = 1))]
    r#do: Vec<Line>,
    /// Where the statement comes from.
    basis: Basis,
    /// Ids of its sources.
    #[schemars(length(min = 1))]
    sources: Vec<SourceId>,
}
