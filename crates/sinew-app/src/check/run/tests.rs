//! Known gaps.

use super::*;
use crate::{
    check::{CheckReport, PackCheck},
    fixture,
    shelf::Shelf,
};

fn with_case(case: &str) -> CheckReport {
    Shelf::of(fixture::sources_and_case(case)).unwrap().check(&["ache"], fixture::DAY).unwrap()
}

/// A case like another one whose gap is known.
fn gap(like: &str, answers: &str, expect: &str) -> CheckReport {
    with_case(&format!(
        "[case.new]\ntitle = \"Somebody new\"\nknown-gap = \"nobody looked into it\"\nlike = \"{like}\"\n\
         answers = {{ {answers} }}\nexpect = {{ {expect} }}\n"
    ))
}

fn pack(report: &CheckReport) -> &PackCheck {
    report.packs.first().unwrap()
}

fn status(report: &CheckReport) -> CaseStatus {
    pack(report).cases.iter().find(|case| case.id.as_str() == "new").unwrap().status
}

/// The codes of all errors.
fn codes(report: &CheckReport) -> Vec<&str> {
    pack(report).diagnostics.iter().filter(|found| found.is_error()).map(|found| found.code.name()).collect()
}

/// The author's words under each primary label of the first error, with the label.
fn labels(report: &CheckReport) -> Vec<(String, String)> {
    let error = pack(report).diagnostics.iter().find(|found| found.is_error()).unwrap();
    let labels = error.labels.iter().filter(|label| label.primary);
    labels.map(|label| (pack(report).texts.slice(label.span).to_owned(), label.text.clone())).collect()
}

fn texts(labels: &[(&str, &str)]) -> Vec<(String, String)> {
    labels.iter().map(|(words, label)| ((*words).to_owned(), (*label).to_owned())).collect()
}

#[test]
fn a_known_gap_is_counted_and_named_and_does_not_fail_the_check() {
    for expect in [
        "urgency = \"self-care\", must = [\"soreness\"]",
        "urgency = \"self-care\", must-not = [\"sore-cord\"]",
        "urgency = \"self-care\", bands = { soreness = \"fits-well\" }",
        "urgency = \"self-care\", questions-at-most = 2",
        "urgency = \"self-care\", must-not = [\"slow-build\"]",
    ] {
        let report = gap("slow-cord", "", expect);
        assert_eq!((status(&report), codes(&report)), (CaseStatus::KnownGap, vec![]), "{expect}");
        assert!(report.passed(), "{expect}");
        let summary = report.summary();
        assert!(summary.contains("\nRan 9 cases, 1 known gap\n"), "{summary}");
        assert!(summary.contains("\nache, case new: known gap: nobody looked into it\n"), "{summary}");
    }
}

#[test]
fn too_much_urgency_may_be_a_known_gap() {
    let report = gap("swollen", "", "urgency = \"self-care\", flags = []");
    assert_eq!((status(&report), codes(&report)), (CaseStatus::KnownGap, vec![]));
}

#[test]
fn a_gap_that_has_closed_is_an_error() {
    let report = gap("slow-cord", "", "urgency = \"self-care\", must = [\"sore-cord\"]");
    assert_eq!((status(&report), codes(&report)), (CaseStatus::Failed, vec!["C0008"]));
    assert_eq!(labels(&report), texts(&[("\"nobody looked into it\"", "all that is expected holds")]));
    assert!(!report.passed());
    assert!(report.summary().contains("\nRan 9 cases, 1 failed\n"), "{}", report.summary());
}

/// Somebody would come to harm by each of these.
#[test]
fn safety_is_never_a_known_gap() {
    let too_little = ("\"same-day\"", "expected same-day, got self-care");
    for (like, answers, expect, harm) in [
        ("slow-cord", "", "urgency = \"same-day\"", too_little),
        ("slow-cord", "", "urgency = \"same-day\", must-not = [\"soreness\"]", too_little),
        (
            "swollen",
            "",
            "urgency = \"same-day\", flags = [\"clot\", \"bad-pain\"]",
            ("flags", "`bad-pain` did not fire"),
        ),
        (
            "swollen",
            "",
            "urgency = \"same-day\", must = [\"bad-pain\"]",
            ("\"bad-pain\"", "this red flag does not appear"),
        ),
        (
            "slow-cord",
            "",
            "urgency = \"self-care\", must = [\"under-18\"]",
            ("\"under-18\"", "this exit does not appear"),
        ),
        (
            "slow-cord",
            "",
            "urgency = \"self-care\", must-not = [\"cord-stretch\"]",
            ("\"cord-stretch\"", "this action appears"),
        ),
    ] {
        let report = gap(like, answers, expect);
        assert_eq!((status(&report), codes(&report)), (CaseStatus::Failed, vec!["C0009"]), "{expect}");
        assert_eq!(labels(&report), texts(&[harm]), "only what is unsafe is shown, of {expect}");
        assert!(!report.passed());
    }
}

#[test]
fn what_makes_a_case_useless_is_never_a_known_gap() {
    let report = gap("slow-cord", "fall-height = 3", "urgency = \"routine\"");
    assert_eq!((status(&report), codes(&report)), (CaseStatus::Failed, vec!["R0305", "C0009"]));
    let report = gap("low-fall", "worst = 0", "urgency = \"self-care\"");
    assert_eq!((status(&report), codes(&report)), (CaseStatus::Failed, vec!["C0003"]));
}
