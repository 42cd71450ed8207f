//! The JSON Schemas of what this crate writes for other programs.

use crate::json::{CheckDocument, TrustDocument};
use schemars::{JsonSchema, generate::SchemaSettings};

/// The file names and texts of the schemas, each text with a line break at the end.
pub fn all() -> Vec<(&'static str, String)> {
    vec![
        ("extension-check.schema.json", text::<CheckDocument>()),
        ("extension-trust.schema.json", text::<TrustDocument>()),
    ]
}

fn text<T: JsonSchema>() -> String {
    let schema = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>();
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    text.push('\n');
    text
}
