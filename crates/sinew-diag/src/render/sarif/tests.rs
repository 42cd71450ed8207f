//! The log holds what the standard asks for, wherever the text comes from.

use super::*;
use crate::render::example::{CODE, brigde};

const TOOL: Tool<'_> = Tool { name: "sinew", version: "1.2.3" };

crate::check! {
    /// What the check looks at, {x} included.
    ///
    /// # Why
    ///
    /// It matters.
    ///
    /// # Remedy
    ///
    /// Mend it.
    const CHECK: Warning "R0203" = "a title";
}

fn log(diagnostics: &[Diagnostic], texts: &Texts) -> Value {
    log_of(Found { diagnostics, allowed: Vec::new(), texts })
}

fn log_of(found: Found<'_>) -> Value {
    serde_json::from_str(&sarif(&[found], TOOL, &[CHECK])).unwrap()
}

#[test]
fn a_result_has_its_rule_its_places_and_its_fix() {
    let (texts, diagnostic) = brigde();
    let log = log(&[diagnostic], &texts);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(
        run["tool"]["driver"],
        json!({ "name": "sinew", "version": "1.2.3", "rules": [{
            "id": "R0203",
            "shortDescription": { "text": "a title" },
            "fullDescription": { "text": "What the check looks at, {{x}} included.\n\nIt matters." },
            "help": { "text": "Mend it." },
            "defaultConfiguration": { "level": "warning" },
        }]})
    );
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let here = json!({
        "startLine": 2, "startColumn": 12, "endLine": 2, "endColumn": 20,
        "charOffset": 21, "charLength": 8, "byteOffset": 21, "byteLength": 8,
    });
    let file = json!({ "uri": "packs/a/causes.toml", "uriBaseId": "%SRCROOT%" });
    let expected = json!([{
        "ruleId": "R0203",
        "ruleIndex": 0,
        "level": "error",
        "message": { "text": "there is no action `brigde`\nnote: ids are the same in all files\n\
            help: an action with a similar id exists: `bridge`" },
        "locations": [{
            "physicalLocation": { "artifactLocation": file, "region": here },
            "message": { "text": "named here" },
        }],
        "relatedLocations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": "packs/b/actions.toml", "uriBaseId": "%SRCROOT%" },
                "region": {
                    "startLine": 1, "startColumn": 9, "endLine": 1, "endColumn": 15,
                    "charOffset": 8, "charLength": 6, "byteOffset": 8, "byteLength": 6,
                },
            },
            "message": { "text": "this one is written alike" },
        }],
        "fixes": [{
            "description": { "text": "an action with a similar id exists: `bridge`" },
            "artifactChanges": [{
                "artifactLocation": file,
                "replacements": [{ "deletedRegion": here, "insertedContent": { "text": "\"bridge\"" } }],
            }],
        }],
    }]);
    assert_eq!(run["results"], expected);
}

#[test]
fn characters_and_bytes_are_told_apart() {
    let mut texts = Texts::new();
    let id = texts.add("a.toml".into(), "\u{feff}é = \"漢\"\nb".into());
    let span = texts.span(id, 9..12);
    assert_eq!(texts.slice(span), "漢");
    assert_eq!(
        region(span, &texts),
        json!({
            "startLine": 1, "startColumn": 6, "endLine": 1, "endColumn": 7,
            "charOffset": 5, "charLength": 1, "byteOffset": 9, "byteLength": 3,
        })
    );
}

#[test]
fn paths_become_addresses() {
    let uri = |name: &str| {
        let mut texts = Texts::new();
        let id = texts.add(name.to_owned(), String::new());
        let location = artifact_location(texts.span(id, 0..0), &texts);
        (location["uri"].as_str().unwrap().to_owned(), location.get("uriBaseId").is_some())
    };
    for (name, expected, is_relative) in [
        ("packs/a b/é.toml", "packs/a%20b/%C3%A9.toml", true),
        ("./mine/./pack.toml", "mine/pack.toml", true),
        ("../packs/pack.toml", "../packs/pack.toml", true),
        ("mine\\pack.toml", "mine/pack.toml", true),
        ("c:pack%20.toml", "c%3Apack%2520.toml", true),
        ("a?b#c\u{1b}.toml", "a%3Fb%23c%1B.toml", true),
        ("/home/me/pack.toml", "file:///home/me/pack.toml", false),
        ("C:\\packs\\pack.toml", "file:///C%3A/packs/pack.toml", false),
        ("\\\\server\\packs\\a.toml", "file://server/packs/a.toml", false),
    ] {
        assert_eq!(uri(name), (expected.to_owned(), is_relative), "{name}");
    }
}

#[test]
fn a_code_has_one_rule_however_often_it_occurs() {
    let texts = Texts::new();
    let other = Code::new("P0001");
    let diagnostics = [
        Diagnostic::error(CODE, "a"),
        Diagnostic::warning(other, "b"),
        Diagnostic::new(Severity::Note, CODE, "c"),
    ];
    let log = log(&diagnostics, &texts);
    let run = &log["runs"][0];
    let ids: Vec<&Value> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
    assert_eq!(ids, ["P0001", "R0203"]);
    let results: Vec<_> = run["results"].as_array().unwrap().iter().collect();
    let told: Vec<_> = results
        .iter()
        .map(|result| (result["ruleIndex"].as_u64().unwrap(), result["level"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [(1, "error"), (0, "warning"), (1, "note")]);
    assert!(results.iter().all(|result| result["locations"] == json!([])), "there is no place");
}

#[test]
fn a_code_that_nobody_explains_still_has_its_id() {
    let log = log(&[Diagnostic::error(Code::new("X9999"), "a")], &Texts::new());
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"], json!([{ "id": "X9999" }]));
}

#[test]
fn what_the_author_allows_is_there_with_the_reason() {
    let diagnostics = [Diagnostic::warning(CODE, "found")];
    let allowed = Diagnostic::warning(Code::new("T0001"), "allowed");
    let allowed = vec![(&allowed, "it is a quotation")];
    let log = log_of(Found { diagnostics: &diagnostics, allowed, texts: &Texts::new() });
    let results = &log["runs"][0]["results"];
    assert_eq!((&results[0]["ruleId"], results[0].get("suppressions")), (&json!("R0203"), None));
    assert_eq!(results[1]["ruleId"], "T0001");
    assert_eq!(
        results[1]["suppressions"],
        json!([{ "kind": "inSource", "justification": "it is a quotation" }])
    );
}

#[test]
fn nothing_found_is_a_log_without_results() {
    let log: Value = serde_json::from_str(&sarif(&[], TOOL, &[CHECK])).unwrap();
    assert_eq!(
        (&log["runs"][0]["results"], &log["runs"][0]["tool"]["driver"]["rules"]),
        (&json!([]), &json!([]))
    );
}
