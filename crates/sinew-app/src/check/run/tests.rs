//! Known gaps, and what is shown of the rules behind a failure.

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

/// The author's words under each label of the first error, with the label; of the primary ones or of the others.
fn labels(report: &CheckReport, primary: bool) -> Vec<(String, String)> {
    let error = pack(report).diagnostics.iter().find(|found| found.is_error()).unwrap();
    let labels = error.labels.iter().filter(|label| label.primary == primary);
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
    assert_eq!(labels(&report, true), texts(&[("\"nobody looked into it\"", "all that is expected holds")]));
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
        assert_eq!(labels(&report, true), texts(&[harm]), "only what is unsafe is shown, of {expect}");
        assert!(!report.passed());
    }
}

#[test]
fn points_and_whole_lists_are_what_comes_out() {
    let all = "urgency = \"self-care\", points = { sore-cord = 6, soreness = -3 }, conditions = [\"sore-cord\"], \
               causes = [\"slow-build\"], actions = [\"rest\", \"cord-stretch\"]";
    let report =
        with_case(&format!("[case.new]\ntitle = \"A\"\nlike = \"slow-cord\"\nexpect = {{ {all} }}\n"));
    assert_eq!((status(&report), codes(&report)), (CaseStatus::Passed, vec![]));
    // A companion that fits less well is shown behind what calls for it, and brings no action.
    let beside = "urgency = \"routine\", conditions = [\"soreness\", \"sore-cord\"], actions = [\"rest\"]";
    let report =
        with_case(&format!("[case.new]\ntitle = \"A\"\nlike = \"wide-area\"\nexpect = {{ {beside} }}\n"));
    assert_eq!((status(&report), codes(&report)), (CaseStatus::Passed, vec![]));
    for (expect, label) in [
        ("points = { sore-cord = 3 }", ("3", "expected +3, got +6")),
        ("points = { clot-in-leg = 0 }", ("0", "expected +0, it is not ranked")),
        ("conditions = []", ("conditions", "`sore-cord` appears too")),
        (
            "conditions = [\"soreness\"]",
            ("conditions", "`soreness` does not appear, `sore-cord` appears too"),
        ),
        ("causes = []", ("causes", "`slow-build` appears too")),
        ("actions = [\"rest\"]", ("actions", "`cord-stretch` appears too")),
        ("actions = [\"cord-stretch\", \"rest\"]", ("actions", "the order is `rest`, `cord-stretch`")),
    ] {
        let report = with_case(&format!(
            "[case.new]\ntitle = \"A\"\nlike = \"slow-cord\"\nexpect = {{ urgency = \"self-care\", {expect} }}\n"
        ));
        assert_eq!((status(&report), codes(&report)), (CaseStatus::Failed, vec!["C0001"]), "{expect}");
        assert_eq!(labels(&report, true), texts(&[label]), "{expect}");
    }
}

/// One action less, another order and other points harm nobody; an action more may.
#[test]
fn an_action_that_is_not_listed_is_never_a_known_gap() {
    for (expect, expected) in [
        ("actions = [\"rest\"]", (CaseStatus::Failed, vec!["C0009"])),
        ("actions = [\"cord-stretch\", \"rest\"]", (CaseStatus::KnownGap, vec![])),
        ("conditions = []", (CaseStatus::KnownGap, vec![])),
        ("causes = []", (CaseStatus::KnownGap, vec![])),
        ("points = { sore-cord = 3 }", (CaseStatus::KnownGap, vec![])),
    ] {
        let report = gap("slow-cord", "", &format!("urgency = \"self-care\", {expect}"));
        assert_eq!((status(&report), codes(&report)), expected, "{expect}");
    }
}

#[test]
fn what_makes_a_case_useless_is_never_a_known_gap() {
    let report = gap("slow-cord", "fall-height = 3", "urgency = \"routine\"");
    assert_eq!((status(&report), codes(&report)), (CaseStatus::Failed, vec!["R0305", "C0009"]));
    let report = gap("low-fall", "worst = 0", "urgency = \"self-care\"");
    assert_eq!((status(&report), codes(&report)), (CaseStatus::Failed, vec!["C0003"]));
}

#[test]
fn the_flags_that_raise_the_urgency_are_shown_where_they_stand() {
    let report = with_case(
        "[case.new]\ntitle = \"Somebody new\"\nlike = \"slow-cord\"\nanswers = { swollen = \"yes\" }\n\
         expect = { urgency = \"self-care\" }\n",
    );
    assert_eq!(
        labels(&report, false),
        texts(&[
            ("new", "Somebody new"),
            (
                "[red-flag.clot]",
                "it fires: `at-spot` is true, `swollen` is true; the case would pass without the red flag `clot`"
            ),
        ])
    );
}

#[test]
fn a_flag_that_does_not_fire_is_shown_with_what_keeps_it_from_firing() {
    let report = with_case(
        "[case.new]\ntitle = \"Somebody new\"\nlike = \"slow-cord\"\nexpect = { urgency = \"self-care\", must = [\"broken\"] }\n",
    );
    assert_eq!(
        labels(&report, false),
        texts(&[
            ("new", "Somebody new"),
            ("[red-flag.broken]", "it does not fire: `fall-height.high` is false"),
        ])
    );
}

#[test]
fn a_condition_that_raises_the_urgency_is_shown() {
    let report = with_case(
        "[case.new]\ntitle = \"Somebody new\"\nlike = \"wide-area\"\nexpect = { urgency = \"self-care\" }\n",
    );
    let found = labels(&report, false);
    let care = "it fits well and has the care routine; the case would pass without `care` of the condition `soreness`";
    assert!(found.contains(&("[condition.soreness]".into(), care.into())), "{found:#?}");
    let line = "the case would pass without `present` of the line of evidence `wide` for `soreness`";
    assert!(found.contains(&("[condition.soreness.evidence.wide]".into(), line.into())), "{found:#?}");
}

#[test]
fn a_block_that_keeps_away_what_is_wanted_is_shown() {
    let report = with_case(
        "[case.new]\ntitle = \"Somebody new\"\nlike = \"slow-cord\"\nanswers = { worst = 9 }\n\
         expect = { urgency = \"soon\", must = [\"cord-stretch\"] }\n",
    );
    assert_eq!(
        labels(&report, false),
        texts(&[
            ("new", "Somebody new"),
            ("[block.bad-pain-stretch]", "the case would pass without the block `bad-pain-stretch`"),
        ])
    );
}

#[test]
fn a_cause_that_holds_and_is_not_shown_is_told_so() {
    let report = with_case(
        "[case.new]\ntitle = \"Somebody new\"\nlike = \"swollen\"\nexpect = { urgency = \"same-day\", must = [\"slow-build\"] }\n",
    );
    let words = "it holds: `start.slowly` is true; at same-day it is not shown";
    let found = labels(&report, false);
    assert!(found.contains(&("[cause.slow-build]".into(), words.into())), "{found:#?}");
}
