//! An assessment is made only when every warning-sign question that applies has an answer.

use super::*;
use crate::{answers::fit, fixture};
use sinew_model::{RawAnswer, Urgency};

fn answers(pack: &Pack, pairs: &[(&str, &str)]) -> Answers {
    let raw: Vec<_> =
        pairs.iter().map(|(id, text)| ((*id).to_owned(), RawAnswer::Text((*text).to_owned()))).collect();
    fit(pack, &raw.into()).unwrap()
}

#[test]
fn what_is_missing_is_named_with_how_to_give_it() {
    let pack = fixture::pack();
    let given = answers(&pack, &[("right-now", "none"), ("start", "slowly")]);
    let incomplete = assess(&pack, &given, fixture::DAY, None).unwrap_err();
    assert_eq!(
        incomplete.to_string(),
        "3 questions about warning signs have no answer: `age`, `swollen`, `worst`"
    );
    let lines: Vec<String> = incomplete.missing.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "`age` (Age): under-18, adult",
            "`swollen` (Swelling): yes, no, not-sure",
            "`worst` (Worst pain): 0 to 10, not-sure"
        ]
    );
    let examples: Vec<String> = incomplete.missing.iter().map(Missing::example).collect();
    assert_eq!(examples, ["age=ANSWER", "swollen=not-sure", "worst=not-sure"]);
}

#[test]
fn one_missing_answer_is_said_in_the_singular() {
    let pack = fixture::pack();
    let given =
        answers(&pack, &[("right-now", "none"), ("start", "slowly"), ("age", "adult"), ("swollen", "no")]);
    let incomplete = assess(&pack, &given, fixture::DAY, None).unwrap_err();
    assert_eq!(incomplete.to_string(), "1 question about warning signs has no answer: `worst`");
}

#[test]
fn an_emergency_or_exit_needs_no_more_answers() {
    let pack = fixture::pack();
    let emergency = assess(&pack, &answers(&pack, &[("right-now", "chest")]), fixture::DAY, None).unwrap();
    assert_eq!(emergency.urgency, Urgency::Emergency);
    let exit = answers(&pack, &[("right-now", "none"), ("age", "under-18")]);
    assert!(assess(&pack, &exit, fixture::DAY, None).unwrap().exit.is_some());
}

#[test]
fn not_sure_is_an_answer_and_never_counts_as_no() {
    let pack = fixture::pack();
    let sure =
        [("right-now", "none"), ("age", "adult"), ("swollen", "no"), ("start", "slowly"), ("worst", "3")];
    let outcome = assess(&pack, &answers(&pack, &sure), fixture::DAY, pack.region_named("nowhere")).unwrap();
    assert_eq!(outcome.urgency, Urgency::SelfCare);
    assert_eq!(outcome.region.map(|region| region.name).as_deref(), Some("Nowhere"));
    let mut unsure = sure;
    unsure[2] = ("swollen", "not-sure");
    let outcome = assess(&pack, &answers(&pack, &unsure), fixture::DAY, None).unwrap();
    assert_eq!(outcome.urgency, Urgency::SameDay);
}
