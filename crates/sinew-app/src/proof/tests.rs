//! A certificate says what is proved, and one that says anything else is refused.

use super::*;
use crate::{fixture, schema::tests::validator};

fn proved() -> (Pack, ProofDocument) {
    Shelf::of(fixture::sources()).unwrap().prove("ache", fixture::DAY).unwrap()
}

fn certificate() -> (Pack, ProofDocument) {
    let (pack, mut document) = proved();
    document.confirm(&pack).unwrap();
    (pack, document)
}

/// Why it is refused.
#[track_caller]
fn refused(pack: &Pack, document: &ProofDocument) -> CertificateProblem {
    let problem = document.held_against(pack).unwrap_err().remove(0);
    assert!(!problem.remedy().is_empty());
    problem
}

fn one_more(digits: &mut Option<String>) {
    let number: BigUint = digits.as_ref().unwrap().parse().unwrap();
    *digits = Some((number + 1u32).to_string());
}

#[test]
fn a_certificate_fits_its_schema_is_read_as_it_was_written_and_is_confirmed() {
    let (pack, document) = certificate();
    assert!(document.passed, "{document:?}");
    let text = document.to_json();
    let value = serde_json::from_str(&text).unwrap();
    let validator = validator("certificate.schema.json");
    let problems: Vec<String> = validator.iter_errors(&value).map(|it| it.to_string()).collect();
    assert_eq!(problems, [""; 0]);
    assert_eq!(ProofDocument::read(&text).as_ref(), Ok(&document));
    let confirmed = document.held_against(&pack).unwrap();
    assert_eq!(confirmed.open, [""; 0]);
    let flags_and_levels = pack.red_flags().len() + Urgency::ALL.len();
    assert_eq!(confirmed.confirmed, 1 + flags_and_levels + pack.properties().len());
}

#[test]
fn altered_claims_are_refused() {
    let (pack, sound) = certificate();
    let alterations: [fn(&mut ProofDocument); 5] = [
        |document| one_more(&mut document.answer_sets.count),
        |document| one_more(&mut document.urgency[0].count),
        |document| one_more(&mut document.red_flags[0].fires),
        |document| one_more(&mut document.red_flags[0].alone),
        |document| one_more(&mut document.red_flags[1].fires),
    ];
    for (place, alter) in alterations.into_iter().enumerate() {
        let mut document = sound.clone();
        alter(&mut document);
        let problem = refused(&pack, &document);
        assert!(matches!(problem, CertificateProblem::NotSo { .. }), "{place}: {problem}");
    }
    let left_out: [fn(&mut ProofDocument); 6] = [
        |document| document.passed = false,
        |document| drop(document.red_flags.pop()),
        |document| document.urgency.reverse(),
        |document| document.answer_sets.count = None,
        |document| document.red_flags[0].fires = Some("many".into()),
        |document| document.red_flags[0].outcome = OutcomeId::NotDecided,
    ];
    for (place, alter) in left_out.into_iter().enumerate() {
        let mut document = sound.clone();
        alter(&mut document);
        let problem = refused(&pack, &document);
        assert!(matches!(problem, CertificateProblem::Incomplete(_)), "{place}: {problem}");
    }
}

#[test]
fn a_certificate_of_something_else_is_refused() {
    let (pack, sound) = certificate();
    let other = ProofDocument { content_hash: "0".repeat(64), ..sound.clone() };
    assert!(matches!(refused(&pack, &other), CertificateProblem::OtherContent { .. }));
    let other = ProofDocument { version: "9.9.9".into(), ..sound.clone() };
    assert!(matches!(refused(&pack, &other), CertificateProblem::OtherPack { .. }));
    let other = ProofDocument { program: "0.0.0".into(), ..sound.clone() };
    assert!(matches!(refused(&pack, &other), CertificateProblem::OtherProgram { .. }));
    // The same pack with a comment more.
    let sources =
        fixture::sources_with("ache", "pack.toml", "version = \"1.2.3\"", "version = \"1.2.3\" # as it was");
    let (changed, _) = Shelf::of(sources).unwrap().prove("ache", fixture::DAY).unwrap();
    assert!(matches!(refused(&changed, &sound), CertificateProblem::OtherContent { .. }));
}

#[test]
fn what_is_no_certificate_is_not_read() {
    let (_, sound) = certificate();
    let text = sound.to_json();
    for text in [
        "",
        "{}",
        "[]",
        &text[..text.len() / 2],
        &text.replace("\"schema_version\": 1", "\"schema_version\": 2"),
    ] {
        assert!(matches!(ProofDocument::read(text), Err(CertificateProblem::Unreadable(_))), "{text}");
    }
}
