//! The JSON Schemas of the files of a pack, made from types that describe the files as they are written.
//!
//! Editors show the descriptions of these types and fields to people who write packs. Nothing is read with these types: the
//! decoder does that by hand, and a corpus of files holds the two together.

mod advice;
mod identity;
mod interview;
mod parts;
mod property;
mod reference;

use crate::file_kind::FileKind;
use schemars::{
    JsonSchema, Schema,
    generate::SchemaSettings,
    transform::{Transform, transform_subschemas},
};
use serde_json::Value;

/// The file name and the text of every schema.
pub fn all() -> Vec<(&'static str, String)> {
    FileKind::ALL
        .into_iter()
        .map(|kind| match kind {
            FileKind::Pack => ("pack.schema.json", text::<identity::PackFile>()),
            FileKind::Questions => ("questions.schema.json", text::<interview::QuestionsFile>()),
            FileKind::RedFlags => ("red-flags.schema.json", text::<interview::RedFlagsFile>()),
            FileKind::Conditions => ("conditions.schema.json", text::<advice::ConditionsFile>()),
            FileKind::Causes => ("causes.schema.json", text::<advice::CausesFile>()),
            FileKind::Actions => ("actions.schema.json", text::<advice::ActionsFile>()),
            FileKind::Regions => ("regions.schema.json", text::<reference::RegionsFile>()),
            FileKind::Sources => ("sources.schema.json", text::<reference::SourcesFile>()),
            FileKind::Properties => ("properties.schema.json", text::<property::PropertiesFile>()),
            FileKind::Cases => ("cases.schema.json", text::<reference::CasesFile>()),
        })
        .collect()
}

fn text<T: JsonSchema>() -> String {
    let generator = SchemaSettings::draft2020_12().with_transform(NoNull).into_generator();
    let schema = generator.into_root_schema_for::<T>();
    let mut text =
        serde_json::to_string_pretty(&schema).expect("a schema holds text, numbers and lists only");
    text.push('\n');
    text
}

/// TOML has no null, so that editors shall not offer it.
#[derive(Clone)]
struct NoNull;

impl Transform for NoNull {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(object) = schema.as_object_mut() else { return };
        if let Some(Value::Array(types)) = object.get_mut("type") {
            types.retain(|name| name != "null");
            if let [only] = types.as_slice() {
                let only = only.clone();
                object.insert("type".into(), only);
            }
        }
        if let Some(Value::Array(branches)) = object.get_mut("anyOf") {
            branches.retain(|branch| branch.get("type").and_then(Value::as_str) != Some("null"));
            if let [Value::Object(only)] = branches.as_slice() {
                let only = only.clone();
                object.remove("anyOf");
                for (key, value) in only {
                    object.entry(key).or_insert(value);
                }
            }
        }
        if object.get("default") == Some(&Value::Null) {
            object.remove("default");
        }
    }
}

#[cfg(test)]
mod tests;
