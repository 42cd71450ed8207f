//! The document fits its schema and says what became of each mutant.

use super::*;
use crate::{
    check::mutation::{MutationScope, Operator},
    fixture,
    schema::tests::validator,
    shelf::Shelf,
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, num::NonZeroUsize};

fn report() -> MutationReport {
    let scope = MutationScope {
        with_libraries: false,
        operators: BTreeSet::from([Operator::Urgency, Operator::Prior]),
        sample: None,
        proofs: true,
        threads: NonZeroUsize::MIN,
    };
    let shelf = Shelf::of(fixture::sources_with_promise()).unwrap();
    shelf.mutate(&["ache"], fixture::DAY, &scope, &mut |_, _| {}).unwrap()
}

#[track_caller]
fn as_value(report: &MutationReport, at_least: u8) -> Value {
    let text = to_json(report, at_least);
    assert!(text.ends_with("}\n"));
    let document = serde_json::from_str(&text).unwrap();
    let problems: Vec<String> =
        validator("mutants.schema.json").iter_errors(&document).map(|it| it.to_string()).collect();
    assert!(problems.is_empty(), "{problems:?}");
    document
}

/// The flags for a clot and for a break are each noticed one step up and down by a case, that for bad pain by a proof.
#[test]
fn what_became_of_each_is_said_and_counted() {
    let document = as_value(&report(), 95);
    assert_eq!(
        (&document["schema_version"], &document["passed"], &document["at_least"]),
        (&json!(1), &json!(false), &json!(95))
    );
    assert_eq!((&document["proofs_asked"], &document["not_tried"]), (&json!(true), &json!(0)));
    assert_eq!(
        document["packs"],
        json!([{ "id": "ache", "version": "1.2.3", "cases": 8, "cases_left_out": 0 }])
    );
    assert_eq!(document["changed"], json!(["ache"]));
    assert_eq!(
        document["summary"],
        json!({
            "made": 8, "killed": 6, "by_loading": 0, "by_a_case": 4, "by_a_proof": 2,
            "survived_with_reason": 0, "survived_without": 2,
        })
    );
    let operators = document["operators"].as_array().unwrap();
    let operators: Vec<_> = operators
        .iter()
        .map(|it| (it["operator"].as_str().unwrap(), it["summary"]["made"].clone()))
        .collect();
    assert_eq!(operators, [("urgency", json!(6)), ("prior", json!(2))]);
    let mutants = document["mutants"].as_array().unwrap();
    let about = |table: &str, after: &str| {
        mutants.iter().find(|it| it["table"] == table && it["after"] == after).unwrap().clone()
    };
    assert_eq!(
        about("red-flag.clot", "soon"),
        json!({
            "pack": "ache", "path": "packs/ache/red-flags.toml", "line": 3, "table": "red-flag.clot",
            "words": "Possible clot", "key": "urgency", "operator": "urgency", "before": "same-day", "after": "soon",
            "fate": { "kind": "case", "pack": "ache", "case": "swollen", "proof": null, "because": null },
        })
    );
    assert_eq!(
        about("red-flag.bad-pain", "routine")["fate"],
        json!({
            "kind": "proof", "pack": null, "case": null,
            "proof": "S0101: `bad-pain-soon` does not hold: Bad pain is seen soon.", "because": null,
        })
    );
    assert_eq!(
        about("condition.soreness", "0 points")["fate"],
        json!({ "kind": "survived", "pack": null, "case": null, "proof": null, "because": null })
    );
}

#[test]
fn every_fate_has_its_own_kind_and_the_verdict_hangs_on_what_is_wanted() {
    let mut report = report();
    assert_eq!(as_value(&report, 75)["passed"], true);
    report.mutants[0].fate = Fate::DoesNotLoad;
    report.mutants[1].fate = Fate::Survived { because: Some("it is fine".into()) };
    let document = as_value(&report, 100);
    assert_eq!(document["mutants"][0]["fate"]["kind"], "does-not-load");
    assert_eq!(document["mutants"][1]["fate"]["because"], "it is fine");
    assert_eq!(
        (&document["summary"]["by_loading"], &document["summary"]["survived_with_reason"]),
        (&json!(1), &json!(1))
    );
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(to_json(&report(), 95), to_json(&report(), 95));
}
