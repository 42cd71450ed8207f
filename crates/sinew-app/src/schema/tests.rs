//! The committed schemas are fresh, and agree with what is read and written.

use super::*;
use crate::answers::{AnswersFile, AnswersFormat};
use std::{fs, path::PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schemas")
}

#[test]
fn committed_schemas_are_fresh() {
    // The one place where a test reads the environment: it is how all generated files here are written anew.
    #[expect(clippy::disallowed_methods, reason = "a switch for whoever runs the tests")]
    let update = std::env::var_os("SINEW_UPDATE").is_some();
    for (name, text) in all() {
        let path = folder().join(name);
        if update {
            fs::create_dir_all(folder()).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(
            committed == text,
            "schemas/{name} is stale; run `SINEW_UPDATE=1 cargo test -p sinew-app schema`"
        );
    }
}

pub(crate) fn validator(name: &str) -> jsonschema::Validator {
    let (_, text) = all().into_iter().find(|(known, _)| *known == name).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

#[test]
fn reader_and_schema_of_answers_files_agree() {
    let validator = validator("answers.schema.json");
    let good = [
        r#"{"answers": {}}"#,
        r#"{"pack": "a", "pack-version": "0.1.0", "date": "2026-03-04", "answers": {"b": "c"}}"#,
        r#"{"answers": {"b": ["c", "not-sure"], "d": 3, "e": -1, "f": []}}"#,
        r#"{"content-hash": "00ff", "libraries": {"b": "0.1.0"}, "asked": {"c": "0f"}, "answers": {"c": "d"}}"#,
        r#"{"pack": "a", "chosen": ["a", "b"], "answers": {}, "carried": {"b": {"date": "2026-03-04", "answers": {"c": 1}}}}"#,
    ];
    let bad = [
        "{}",
        "[]",
        "3",
        r#"{"answers": []}"#,
        r#"{"answers": {"b": true}}"#,
        r#"{"answers": {"b": null}}"#,
        r#"{"answers": {"b": 1.5}}"#,
        r#"{"answers": {"b": {"c": "d"}}}"#,
        r#"{"answers": {"b": [1]}}"#,
        r#"{"answers": {"b": [["c"]]}}"#,
        r#"{"answers": {}, "pack": 3}"#,
        r#"{"answers": {}, "pack": null}"#,
        r#"{"answers": {}, "packs": "a"}"#,
        r#"{"answers": {}, "content-hash": 3}"#,
        r#"{"answers": {}, "libraries": {"b": 1}}"#,
        r#"{"answers": {}, "asked": []}"#,
        r#"{"answers": {}, "chosen": "a"}"#,
        r#"{"answers": {}, "chosen": ["a", "a"]}"#,
        r#"{"answers": {}, "carried": {"b": {}}}"#,
        r#"{"answers": {}, "carried": {"b": {"answers": {}, "pack": "b"}}}"#,
        r#"{"answers": {}, "carried": {"b": {"answers": {}, "carried": {}}}}"#,
    ];
    for text in good {
        assert!(validator.is_valid(&serde_json::from_str(text).unwrap()), "schema refuses {text}");
        assert!(AnswersFile::parse(text.as_bytes(), AnswersFormat::Json).is_ok(), "reader refuses {text}");
    }
    for text in bad {
        assert!(!validator.is_valid(&serde_json::from_str(text).unwrap()), "schema takes {text}");
        assert!(AnswersFile::parse(text.as_bytes(), AnswersFormat::Json).is_err(), "reader takes {text}");
    }
}
