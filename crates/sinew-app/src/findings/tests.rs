//! The document fits its schema and says what the check found.

use super::*;
use crate::{check::CheckScope, fixture, schema::tests::validator, shelf::Shelf};
use serde_json::{Value, json};
use sinew_diag::{Code, render};
use sinew_pack::PackSource;

fn report(sources: Vec<PackSource>) -> CheckReport {
    report_within(sources, CheckScope::default())
}

fn report_within(sources: Vec<PackSource>, scope: CheckScope) -> CheckReport {
    let shelf = Shelf::of(sources).expect("the fixture has each pack once");
    shelf.check_within(&[], fixture::DAY, scope).expect("all packs are meant")
}

fn as_value(report: &CheckReport) -> Value {
    let options = render::RenderOptions::default();
    let text = to_json(report, |found, texts| render::human(std::slice::from_ref(found), texts, options));
    assert!(text.ends_with("}\n"));
    serde_json::from_str(&text).unwrap()
}

#[track_caller]
fn fits_the_schema(document: &Value) {
    let problems: Vec<String> =
        validator("findings.schema.json").iter_errors(document).map(|problem| problem.to_string()).collect();
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn a_sound_pack_has_counts_and_no_diagnostics() {
    let document = as_value(&report(fixture::sources()));
    fits_the_schema(&document);
    assert_eq!(document["schema_version"], 1);
    assert_eq!((&document["passed"], &document["diagnostics"]), (&json!(true), &json!([])));
    assert_eq!(
        document["summary"],
        json!({
            "errors": 0, "warnings": 0, "notes": 0, "allowed": 1, "cases_failed": 0, "known_gaps": 0, "files": 13, "questions": 8, "red_flags": 4,
            "conditions": 3, "causes": 1, "actions": 2, "sources": 2, "cases": 8,
        })
    );
    let ids: Vec<&Value> = document["packs"].as_array().unwrap().iter().map(|pack| &pack["id"]).collect();
    assert_eq!(ids, ["ache", "base"]);
}

/// 8 answers to what is the matter right now (of two signs each set, with or without "not sure"), 2 to the age, 3 to the spot. With a sign
/// it is an emergency, for 6 of the 8; who is not sure is seen the same day; of the rest half are under 18, who are to be seen soon.
#[test]
fn what_was_proved_is_told_with_its_numbers_and_what_was_not_is_null() {
    let document = as_value(&report(fixture::sources()));
    assert_eq!(
        document["packs"][1]["proved"],
        json!({
            "answer_sets": "48",
            "urgency": [
                { "urgency": "self-care", "answer_sets": "3" },
                { "urgency": "routine", "answer_sets": "0" },
                { "urgency": "soon", "answer_sets": "3" },
                { "urgency": "same-day", "answer_sets": "6" },
                { "urgency": "emergency", "answer_sets": "36" },
            ],
            "questions": [{ "questions": 3, "answer_sets": "48" }],
            "red_flags": 1,
            "properties_proved": 0,
            "properties": 0,
        })
    );
    let without_proofs = CheckScope { without_proofs: true, ..CheckScope::default() };
    let document = as_value(&report_within(fixture::sources(), without_proofs));
    fits_the_schema(&document);
    let proved: Vec<(&Value, &Value)> = document["packs"]
        .as_array()
        .expect("it is a list")
        .iter()
        .map(|pack| (&pack["id"], &pack["proved"]))
        .collect();
    assert_eq!(proved, [(&json!("ache"), &Value::Null), (&json!("base"), &Value::Null)]);
    let broken = as_value(&report(fixture::sources_with("base", "pack.toml", "title = ", "titel = ")));
    assert_eq!(broken["packs"][1]["proved"], Value::Null);
}

#[test]
fn a_misspelt_key_has_its_place_and_its_change() {
    let sources = fixture::sources_with("ache", "pack.toml", "title = ", "titel = ");
    let text = String::from_utf8(sources[1].files["pack.toml"].clone()).unwrap();
    let at = text.find("titel").unwrap();
    let line = text[..at].lines().count() + 1;
    let document = as_value(&report(sources));
    fits_the_schema(&document);
    assert_eq!(document["passed"], false);
    let place = json!({
        "path": "packs/ache/pack.toml",
        "bytes": { "start": at, "end": at + 5 },
        "start": { "line": line, "column": 1 },
        "end": { "line": line, "column": 6 },
    });
    let found = document["diagnostics"].as_array().unwrap();
    let found = found.iter().find(|found| found["code"] == "P0101").expect("an unknown key");
    assert_eq!(found["pack"], "ache");
    assert_eq!(found["severity"], "error");
    assert_eq!(found["message"], "nobody reads the key `titel`");
    assert_eq!(found["labels"], json!([{ "place": place, "primary": true, "text": "unknown key" }]));
    assert_eq!(found["helps"][0]["edit"]["place"], place);
    assert_eq!(found["helps"][0]["edit"]["replacement"], "title");
    let rendered = found["rendered"].as_str().unwrap();
    assert!(rendered.starts_with("error[P0101]: nobody reads the key `titel`\n --> packs/ache/pack.toml:"));
}

#[test]
fn what_a_comment_allows_stands_apart_with_its_reason() {
    let sources = fixture::sources_with(
        "ache",
        "causes.toml",
        "because = \"",
        "# sinew: allow(T0109) reason = \"it is a quotation\"\nbecause = \"We should say that ",
    );
    let document = as_value(&report(sources));
    fits_the_schema(&document);
    assert_eq!((&document["passed"], &document["diagnostics"]), (&json!(true), &json!([])));
    assert_eq!(document["summary"]["allowed"], 2);
    let allowed = document["allowed"].as_array().unwrap();
    let allowed = allowed.iter().find(|allowed| allowed["diagnostic"]["code"] == "T0109").unwrap();
    assert_eq!(
        (&allowed["reason"], &allowed["diagnostic"]["code"]),
        (&json!("it is a quotation"), &json!("T0109"))
    );
    assert_eq!(allowed["diagnostic"]["labels"][0]["place"]["path"], "packs/ache/causes.toml");
}

#[test]
fn a_known_gap_is_counted_and_fails_nothing() {
    let document = as_value(&report(fixture::sources_and_case(
        "[case.gap]\ntitle = \"t\"\nknown-gap = \"it is known\"\nlike = \"slow-cord\"\n\
         expect = { urgency = \"self-care\", must = [\"soreness\"] }\n",
    )));
    fits_the_schema(&document);
    assert_eq!(document["passed"], true);
    let summary = &document["summary"];
    assert_eq!((&summary["known_gaps"], &summary["cases_failed"]), (&json!(1), &json!(0)));
}

#[test]
fn rules_that_no_case_decides_are_notes_and_are_counted() {
    let shelf = Shelf::of(fixture::sources()).unwrap();
    let scope = CheckScope { undecided: true, ..CheckScope::default() };
    let document = as_value(&shelf.check_within(&[], fixture::DAY, scope).unwrap());
    fits_the_schema(&document);
    assert_eq!(document["packs"][0]["coverage"]["rules"], json!({ "all": 18, "undecided": 6 }));
    let found = document["diagnostics"].as_array().unwrap();
    let notes = found.iter().filter(|found| found["code"] == "C0010" && found["severity"] == "note");
    assert_eq!(notes.count(), 6);
    let plain = as_value(&report(fixture::sources()));
    assert_eq!(plain["packs"][0]["coverage"], Value::Null);
}

#[test]
fn a_failed_case_is_counted() {
    let sources =
        fixture::sources_with("ache", "cases/all.toml", "urgency = \"emergency\"", "urgency = \"same-day\"");
    let document = as_value(&report(sources));
    fits_the_schema(&document);
    assert_eq!(
        (&document["summary"]["cases_failed"], &document["summary"]["errors"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(document["packs"][0]["summary"]["cases_failed"], 1);
    assert_eq!(document["packs"][1]["summary"]["cases_failed"], 0);
    assert_eq!(document["diagnostics"][0]["code"], "C0001");
}

/// Every field that may hold nothing, and every severity.
#[test]
fn whatever_is_found_fits_the_schema() {
    let mut report = report(fixture::sources());
    let pack = report.packs.first_mut().unwrap();
    let id = pack.texts.add("odd \u{1b}\u{202e}\".toml".into(), "é\n".into());
    let span = pack.texts.span(id, 0..3);
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let found = Diagnostic::new(severity, Code::new("X9999"), "a\n\"b\"\u{0}")
            .secondary(span, "")
            .note("n")
            .help("without a change")
            .help_edit("with one", span, "\u{1b}");
        pack.diagnostics.push(found);
    }
    let document = as_value(&report);
    fits_the_schema(&document);
    let severities: Vec<&Value> =
        document["diagnostics"].as_array().unwrap().iter().map(|found| &found["severity"]).collect();
    assert_eq!(severities, ["error", "warning", "note"]);
    let found = &document["diagnostics"][0];
    assert_eq!(found["labels"][0]["place"]["end"], json!({ "line": 2, "column": 1 }));
    assert_eq!(
        (&found["helps"][0]["edit"], &found["helps"][1]["edit"]["replacement"]),
        (&Value::Null, &json!("\u{1b}"))
    );
    assert_eq!(document["summary"]["notes"], 1);
}
