//! The JSON Schemas of what this crate reads and writes for other programs.

use crate::{
    answers::AnswersShape,
    diff::DiffDocument,
    findings::FindingsDocument,
    json::{OutcomeDocument, OutcomesDocument},
    mutants::MutantsDocument,
    proof::ProofDocument,
};
use schemars::{JsonSchema, generate::SchemaSettings};

/// The file names and texts of the schemas, each text with a line break at the end.
pub fn all() -> Vec<(&'static str, String)> {
    vec![
        ("answers.schema.json", text::<AnswersShape>(SchemaSettings::draft2020_12().for_deserialize())),
        ("certificate.schema.json", text::<ProofDocument>(SchemaSettings::draft2020_12().for_deserialize())),
        ("diff.schema.json", text::<DiffDocument>(SchemaSettings::draft2020_12().for_serialize())),
        ("findings.schema.json", text::<FindingsDocument>(SchemaSettings::draft2020_12().for_serialize())),
        ("mutants.schema.json", text::<MutantsDocument>(SchemaSettings::draft2020_12().for_serialize())),
        ("outcome.schema.json", text::<OutcomeDocument>(SchemaSettings::draft2020_12().for_serialize())),
        ("outcomes.schema.json", text::<OutcomesDocument>(SchemaSettings::draft2020_12().for_serialize())),
    ]
}

fn text<T: JsonSchema>(settings: SchemaSettings) -> String {
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    text.push('\n');
    text
}

#[cfg(test)]
pub(crate) mod tests;
