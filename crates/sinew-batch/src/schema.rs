//! The JSON Schemas of rows and columns, for other programs.

use crate::{columns::ColumnsDocument, why::WhyDocument};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;
use sinew_app::json::{BandId, OutcomeDocument, UrgencyId};
use std::collections::BTreeMap;

/// One person as a line of NDJSON. Each key is the id of a question, apart from `id`; which there are, and what they take, depends
/// on the pack: `sinew pack show PACK --columns`.
#[derive(JsonSchema)]
#[schemars(title = "Row of answers")]
#[expect(dead_code, reason = "only its schema is used")]
struct AnswersRow {
    /// What is passed through, to find the person again.
    #[schemars(skip_serializing_if = "Option::is_none")]
    id: Option<RowId>,
    /// Answers by the ids of questions. What is null or not there was not asked.
    #[schemars(flatten)]
    answers: BTreeMap<String, Option<AnswerValue>>,
}

/// An id.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum RowId {
    /// A text.
    Text(String),
    /// A whole number; in the results it is a text.
    Number(i64),
}

/// An answer.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum AnswerValue {
    /// "yes", "no", "none", "not-sure" or the id of an option; several with `;`, commas or spaces between them.
    Text(String),
    /// A whole number.
    Number(f64),
    /// Ids of options, or "none" alone.
    List(#[schemars(length(min = 1))] Vec<String>),
}

/// What was decided for one person. `conditions`, `bands` and `companion_of` belong together, item by item.
#[derive(JsonSchema)]
#[schemars(title = "Row of results", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct ResultRow {
    /// The number of the row, from 1. The header and blank lines are not counted, so it is not the number of the line; `id` finds
    /// the person again.
    row: u64,
    /// The id that was passed through.
    id: Option<String>,
    /// How soon to get help.
    urgency: UrgencyId,
    /// The exit that holds, if the guide is not for this person.
    exit: Option<String>,
    /// The red flags that fire.
    fired: Vec<String>,
    /// The red flags that could not be ruled out, and count.
    not_ruled_out: Vec<String>,
    /// The conditions that are shown, in order.
    conditions: Vec<String>,
    /// How well each of them fits; null for one that only a red flag names.
    bands: Vec<Option<BandId>>,
    /// For each of them the condition beside which it is shown, if it would not be shown for itself.
    companion_of: Vec<Option<String>>,
    /// The causes that may have contributed.
    causes: Vec<String>,
    /// The actions that are offered, most useful first.
    actions: Vec<String>,
    /// Why, as ids, if that is asked for. In other formats it is a text with this JSON.
    #[schemars(skip_serializing_if = "Option::is_none")]
    why: Option<WhyDocument<'static>>,
    /// The outcome with all words, if reasons are asked for. In other formats it is a text with this JSON.
    #[schemars(skip_serializing_if = "Option::is_none")]
    reasons: Option<OutcomeDocument>,
}

/// One thing for which a person has no result.
#[derive(JsonSchema)]
#[schemars(title = "Row of errors", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct ErrorRow {
    /// The number of the row, from 1. The header and blank lines are not counted, so it is not the number of the line; `id` finds
    /// the person again.
    row: u64,
    /// The id that was passed through.
    id: Option<String>,
    /// The column, if it is about one.
    column: Option<String>,
    /// A stable name of the kind of problem.
    code: String,
    /// What is wrong and what to do about it. The words may change between releases.
    cause: String,
    /// Whether the answers are an emergency; null if some of them could not be read, so that it is not known.
    emergency: Option<bool>,
}

/// The file names and texts of the schemas, each text with a line break at the end.
pub fn all() -> Vec<(&'static str, String)> {
    vec![
        ("batch-answers.schema.json", text::<AnswersRow>()),
        ("batch-columns.schema.json", text::<ColumnsDocument>()),
        ("batch-errors.schema.json", text::<ErrorRow>()),
        ("batch-results.schema.json", text::<ResultRow>()),
    ]
}

fn text<T: JsonSchema>() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema: Value = settings.into_generator().into_root_schema_for::<T>().into();
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    text.push('\n');
    text
}
