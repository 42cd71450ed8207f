//! The person of a case, what is said of a case alone, and names that mean no case.

use super::*;
use crate::{
    assess,
    check::{CaseStatus, IDLE, UNEXPECTED},
    fixture,
    shelf::Shelf,
};
use sinew_model::Urgency;
use sinew_pack::PackSource;

fn check_case(sources: Vec<PackSource>, case: &str) -> Result<CaseCheck, CaseProblem> {
    Shelf::of(sources).unwrap().check_case("ache", case, fixture::DAY)
}

fn codes(check: &CaseCheck) -> Vec<&str> {
    check.diagnostics.iter().map(|diagnostic| diagnostic.code.name()).collect()
}

#[test]
fn a_case_comes_with_its_person_and_its_title() {
    let check = check_case(fixture::sources(), "high-fall").unwrap();
    assert_eq!(check.result.title, "A high fall");
    assert_eq!(check.result.status, CaseStatus::Passed);
    assert_eq!(codes(&check), Vec::<&str>::new());
    let answer = |question: &str| {
        let question = check.pack.question_named(question).unwrap();
        let answer = check.answers.get(question).unwrap();
        check.pack.questions()[question].write_answer(answer).to_string()
    };
    assert_eq!(answer("fall-height"), "3", "its own answer");
    assert_eq!(answer("start"), "fall", "taken over from `low-fall`");
    assert_eq!(answer("touch"), "cord", "taken over from `slow-cord`, through `low-fall`");
    let outcome = assess(&check.pack, &check.answers, fixture::DAY, None).unwrap();
    assert_eq!(outcome.urgency, Urgency::SameDay);
}

#[test]
fn an_answer_that_was_taken_over_and_does_not_apply_is_none_of_the_person() {
    let check = check_case(fixture::sources(), "after-all-no-fall").unwrap();
    let question = check.pack.question_named("fall-height").unwrap();
    assert_eq!(check.answers.get(question), None);
}

#[test]
fn a_failure_is_said_of_its_case_and_of_no_other_as_a_check_of_all_says_it() {
    let sources = fixture::sources_with(
        "ache",
        "cases/all.toml",
        r#"expect = { urgency = "same-day", flags = ["broken"] }"#,
        r#"expect = { urgency = "soon", flags = ["broken"] }"#,
    );
    let failing = check_case(sources.clone(), "high-fall").unwrap();
    assert_eq!(failing.result.status, CaseStatus::Failed);
    assert_eq!(codes(&failing), ["C0001"]);
    let label = &failing.diagnostics[0].labels[0];
    assert_eq!(failing.texts.slice(label.span), r#""soon""#);
    assert_eq!(label.text, "expected soon, got same-day");
    let report = Shelf::of(sources.clone()).unwrap().check(&["ache"], fixture::DAY).unwrap();
    let all = report.packs[0].diagnostics.iter().find(|diagnostic| diagnostic.code == UNEXPECTED.code());
    assert_eq!(failing.diagnostics[0].notes, all.unwrap().notes);

    let other = check_case(sources, "low-fall").unwrap();
    assert_eq!((other.result.status, codes(&other)), (CaseStatus::Passed, vec![]));
}

#[test]
fn an_answer_that_does_not_count_is_an_error_of_its_case_alone() {
    let sources = fixture::sources_with(
        "ache",
        "cases/all.toml",
        r#"answers = { touch = "wide" }"#,
        r#"answers = { touch = "wide", fall-height = 2 }"#,
    );
    let idle = check_case(sources.clone(), "wide-area").unwrap();
    assert_eq!(idle.result.status, CaseStatus::Failed);
    assert_eq!(
        idle.diagnostics.iter().map(|found| (found.code, found.is_error())).collect::<Vec<_>>(),
        [(IDLE, true)]
    );
    for other in ["slow-cord", "swollen"] {
        let other = check_case(sources.clone(), other).unwrap();
        assert_eq!((other.result.status, codes(&other)), (CaseStatus::Passed, vec![]));
    }
}

#[test]
fn a_name_that_means_no_case_is_answered_with_a_way_on() {
    let problem = check_case(fixture::sources(), "hihg-fall").unwrap_err();
    assert_eq!(problem.to_string(), "the pack `ache` has no case `hihg-fall`");
    assert_eq!(problem.remedy().unwrap(), "a case with a similar id exists: `high-fall`");
    let problem = check_case(fixture::sources(), "somebody-else-entirely").unwrap_err();
    assert!(problem.remedy().unwrap().contains("`cases`"), "{problem:?}");
}

#[test]
fn a_pack_that_is_not_opened_has_no_case_to_check() {
    let shelf = Shelf::of(fixture::sources()).unwrap();
    let of = |pack: &str| shelf.check_case(pack, "high-fall", fixture::DAY).unwrap_err();
    assert!(matches!(of("nowhere"), CaseProblem::Load(LoadProblem::Unknown(_))));
    assert!(matches!(of("base"), CaseProblem::Load(LoadProblem::Library { .. })));
    let broken =
        fixture::sources_with("ache", "cases/all.toml", r#"answers = { touch = "wide" }"#, "answers = 3");
    let problem = check_case(broken, "high-fall").unwrap_err();
    assert!(matches!(problem, CaseProblem::Load(LoadProblem::Broken(_))), "{problem:?}");
}
