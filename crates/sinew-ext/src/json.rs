//! The JSON documents of what is trusted and of a check. Fields are only ever added.

use crate::{
    library::Library,
    reply::{Facts, Supplied},
    sandbox::Sandbox,
    trust::{Record, Records},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// The version of the documents. It rises only if a field changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;

/// The native libraries that a person trusts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(title = "Trusted libraries"))]
pub struct TrustDocument {
    /// The version of this document.
    pub schema_version: u32,
    /// The libraries, in the order in which they were trusted.
    pub trusted: Vec<TrustedLibrary>,
}

/// A library that a person trusts: these bytes, of this pack, on this kind of machine, to supply what was declared then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct TrustedLibrary {
    /// The id of the pack.
    pub pack: String,
    /// The SHA-256 of the library in hexadecimal digits.
    pub sha256: String,
    /// The SHA-256 of its `extension.toml`, which says what it may supply.
    pub manifest_sha256: String,
    /// The kind of machine, as compilers name it.
    pub target: String,
    /// The day on which it was trusted.
    pub day: String,
    /// The version of the program that the person had then.
    pub version: String,
}

impl From<&Record> for TrustedLibrary {
    fn from(record: &Record) -> Self {
        let Record { library, manifest, pack, target, day, version } = record;
        Self {
            pack: pack.clone(),
            sha256: library.to_string(),
            manifest_sha256: manifest.to_string(),
            target: target.clone(),
            day: day.to_string(),
            version: version.clone(),
        }
    }
}

/// What an extension gave for an input, the same each time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[cfg_attr(any(test, feature = "schema"), schemars(title = "Check of an extension"))]
pub struct CheckDocument {
    /// The version of this document.
    pub schema_version: u32,
    /// The id of the pack.
    pub pack: String,
    /// The id of the extension.
    pub extension: String,
    /// All facts that are declared, by their names: a whole number in the unit and range that are declared, or null if there was not
    /// enough data.
    pub facts: BTreeMap<String, Option<i64>>,
    /// Whether this system kept it from files, network and programs, and limited what it used, as far as is known here.
    pub is_held: bool,
    /// Whether it came within the time that somebody who is asked waits for all extensions together.
    pub is_in_time: bool,
}

/// What is trusted, as JSON.
pub fn trust(records: &Records) -> TrustDocument {
    TrustDocument {
        schema_version: SCHEMA_VERSION,
        trusted: records.all().iter().map(TrustedLibrary::from).collect(),
    }
}

/// What came of a check, as JSON.
pub fn check(library: &Library, facts: &Facts, sandbox: Sandbox, is_in_time: bool) -> CheckDocument {
    let value = |supplied: &Supplied| match supplied {
        Supplied::Number(number) => Some(*number),
        Supplied::NotEnoughData => None,
    };
    CheckDocument {
        schema_version: SCHEMA_VERSION,
        pack: library.pack.clone(),
        extension: library.declared.id().as_str().to_owned(),
        facts: facts.iter().map(|(name, supplied)| (name.to_string(), value(supplied))).collect(),
        is_held: sandbox.is_whole(),
        is_in_time,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{declared::Declared, trust::Sha256Hash};
    use jiff::civil::date;
    use serde_json::json;

    #[test]
    fn the_documents_keep_their_names() {
        let manifest = "id = \"counter\"\n[fact.steps]\nmin = -5\nmax = 9\nunit = \"\"\n[fact.runs]\nmin = 0\nmax = 1\nunit = \"\"";
        let library = Library {
            pack: "sore".into(),
            file: "libcounter.so".into(),
            declared: Declared::from_toml(manifest).unwrap(),
            manifest: manifest.as_bytes().to_vec(),
        };
        let facts: Facts = [("steps", Supplied::Number(-3)), ("runs", Supplied::NotEnoughData)]
            .into_iter()
            .map(|(name, supplied)| (name.parse().unwrap(), supplied))
            .collect();
        assert_eq!(
            serde_json::to_value(check(&library, &facts, Sandbox::default(), true)).unwrap(),
            json!({
                "schema_version": 1,
                "pack": "sore",
                "extension": "counter",
                "facts": { "steps": -3, "runs": null },
                "is_held": false,
                "is_in_time": true,
            })
        );
        let data = tempfile::tempdir().unwrap();
        let record = Record::of(&library, Sha256Hash::of(b""), date(2026, 3, 4), "0.1.0");
        let (manifest, target) = (record.manifest.to_string(), record.target.clone());
        Records::add(data.path(), record).unwrap();
        assert_eq!(
            serde_json::to_value(trust(&Records::read(data.path()).unwrap())).unwrap(),
            json!({
                "schema_version": 1,
                "trusted": [{
                    "pack": "sore",
                    "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                    "manifest_sha256": manifest,
                    "target": target,
                    "day": "2026-03-04",
                    "version": "0.1.0",
                }],
            })
        );
    }
}
