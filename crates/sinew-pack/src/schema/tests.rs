//! The committed schemas are those that the types give.

use super::all;
use std::{fs, path::Path};

#[test]
fn committed_schemas_are_fresh() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    #[expect(clippy::disallowed_methods, reason = "the way to write generated files anew")]
    let update = std::env::var_os("SINEW_UPDATE").is_some_and(|value| value == "1");
    for (name, text) in all() {
        let path = folder.join(name);
        if update {
            fs::write(&path, &text).expect("the folder of schemas can be written to");
        }
        let committed = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(
            committed == text,
            "schemas/{name} does not fit the types; write it anew with SINEW_UPDATE=1 cargo test -p sinew-pack schemas_are_fresh"
        );
    }
}

#[test]
fn no_schema_offers_null_and_every_key_is_described() {
    for (name, text) in all() {
        assert!(!text.contains("\"null\""), "{name}");
        let schema: serde_json::Value = serde_json::from_str(&text).expect("schemas are JSON");
        described(name, &schema);
    }
}

fn described(name: &str, schema: &serde_json::Value) {
    if let Some(properties) = schema.get("properties").and_then(|properties| properties.as_object()) {
        for (key, property) in properties {
            assert!(
                property.get("description").is_some() || property.get("const").is_some(),
                "{name}: the key `{key}` has no description"
            );
        }
    }
    match schema {
        serde_json::Value::Object(entries) => entries.values().for_each(|inner| described(name, inner)),
        serde_json::Value::Array(items) => items.iter().for_each(|inner| described(name, inner)),
        _ => {}
    }
}
