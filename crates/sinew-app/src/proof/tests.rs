//! A certificate says what is proved, and one that says anything else is refused.

use super::*;
use crate::{fixture, schema::tests::validator};

fn proved() -> (Pack, ProofDocument) {
    Shelf::of(fixture::sources_with_promise()).unwrap().prove("ache", fixture::DAY).unwrap()
}

fn certificate() -> (Pack, ProofDocument) {
    let (pack, mut document) = proved();
    document.confirm(&pack).unwrap();
    (pack, document)
}

/// Why it is refused.
#[track_caller]
fn refused(pack: &Pack, document: &ProofDocument) -> CertificateProblem {
    let problem = document.held_against(pack, PackKind::Injury).unwrap_err().remove(0);
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
    let confirmed = document.held_against(&pack, PackKind::Injury).unwrap();
    assert_eq!(confirmed.open, [""; 0]);
    assert_eq!(document.held_against_proof(&pack, &proved().1).as_ref(), Ok(&confirmed));
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

/// Every value that is changed in one place, each with where that is: leaves to other values of the same kind, lists to others, and what is
/// there to nothing.
fn altered(value: &Value, place: &str) -> Vec<(String, Value)> {
    let here: Vec<Value> = match value {
        Value::Null => vec![true.into(), "1".into()],
        Value::Bool(is_so) => vec![(!is_so).into(), Value::Null],
        Value::Number(number) => vec![(number.as_u64().unwrap() + 1).into(), Value::Null],
        Value::String(text) => {
            let mut others = vec![Value::Null, format!("{text}x").into(), String::new().into()];
            if let Ok(number) = text.parse::<BigUint>() {
                others.push((number + 1u32).to_string().into());
                others.push(format!("0{text}").into());
            }
            if let Ok(day) = text.parse::<Date>() {
                others.push(day.tomorrow().unwrap().to_string().into());
            }
            let outcomes = ["holds", "broken", "empty", "not-decided"];
            if outcomes.contains(&text.as_str()) {
                others.extend(outcomes.into_iter().filter(|other| other != text).map(Value::from));
            }
            others
        }
        Value::Array(list) => {
            let longer = [list.clone(), vec![list.last().cloned().unwrap_or_else(|| "more".into())]].concat();
            let reversed: Vec<Value> = list.iter().rev().cloned().collect();
            let shorter: Vec<Value> = list.iter().skip(1).cloned().collect();
            [longer, reversed, shorter].into_iter().filter(|other| other != list).map(Value::from).collect()
        }
        Value::Object(_) => vec![Value::Null],
    };
    let mut all: Vec<(String, Value)> = here.into_iter().map(|other| (place.to_owned(), other)).collect();
    match value {
        Value::Array(list) => {
            for at in 0..list.len() {
                all.extend(altered(&list[at], &format!("{place}/{at}")).into_iter().map(|(place, other)| {
                    let mut list = list.clone();
                    list[at] = other;
                    (place, list.into())
                }));
            }
        }
        Value::Object(entries) => {
            for (key, within) in entries {
                all.extend(altered(within, &format!("{place}/{key}")).into_iter().map(|(place, other)| {
                    let mut entries = entries.clone();
                    entries.insert(key.clone(), other);
                    (place, entries.into())
                }));
            }
        }
        _ => {}
    }
    all
}

/// The places of a certificate that can be altered so that it is still believed.
fn believed(
    sound: &ProofDocument,
    held: impl Fn(&ProofDocument) -> Result<Confirmed, Vec<CertificateProblem>>,
) -> Vec<String> {
    let document = serde_json::to_value(sound).unwrap();
    let alterations = altered(&document, "");
    assert!(alterations.len() > 100, "{}", alterations.len());
    let mut believed: Vec<String> = alterations
        .into_iter()
        .filter(|(place, other)| match ProofDocument::read(&other.to_string()) {
            Ok(read) => {
                assert_ne!(read, *sound, "{place} is altered");
                held(&read).is_ok()
            }
            Err(problem) => {
                assert!(!problem.remedy().is_empty());
                false
            }
        })
        .map(|(place, _)| place)
        .collect();
    believed.dedup();
    believed
}

#[test]
fn whatever_is_altered_but_the_day_does_not_fit_the_proof() {
    let (pack, sound) = certificate();
    let (_, proof) = proved();
    assert_eq!(believed(&sound, |altered| altered.held_against_proof(&pack, &proof)), ["/date"]);

    let library = || Shelf::of(fixture::sources()).unwrap().prove("base", fixture::DAY).unwrap();
    let ((pack, mut sound), (_, proof)) = (library(), library());
    sound.confirm(&pack).unwrap();
    assert_eq!(believed(&sound, |altered| altered.held_against_proof(&pack, &proof)), ["/date"]);
}

/// In how many steps the stop was proved is the one thing besides the day that only the prover knows.
#[test]
fn without_the_prover_whatever_is_altered_but_what_only_it_knows_is_refused() {
    let (pack, sound) = certificate();
    let held = |altered: &ProofDocument| altered.held_against(&pack, PackKind::Injury);
    assert_eq!(believed(&sound, held), ["/date", "/stop/steps"]);

    let (pack, mut sound) = Shelf::of(fixture::sources()).unwrap().prove("base", fixture::DAY).unwrap();
    sound.confirm(&pack).unwrap();
    let held = |altered: &ProofDocument| altered.held_against(&pack, PackKind::Library);
    assert_eq!(held(&sound).map(|confirmed| confirmed.open), Ok(Vec::new()));
    assert_eq!(believed(&sound, held), ["/date"]);
    // It says nothing of an interview, which an injury pack has.
    assert!(sound.held_against(&pack, PackKind::Injury).is_err());
}

#[test]
fn what_does_not_fit_the_proof_is_named_with_both_values() {
    let (pack, sound) = certificate();
    let (_, proof) = proved();
    let told = |alter: fn(&mut ProofDocument)| {
        let mut document = sound.clone();
        alter(&mut document);
        let problems = document.held_against_proof(&pack, &proof).unwrap_err();
        assert!(problems.iter().all(|problem| problem.remedy().starts_with("do not trust it")));
        let mut told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        told.sort();
        told
    };
    let steps = proof.stop.as_ref().unwrap().steps;
    assert_eq!(
        told(|document| {
            document.passed = false;
            document.stop = Some(StopEntry { outcome: OutcomeId::Broken, steps: 0 });
            document.problems.push("it hurts".into());
        }),
        [
            "`passed` says false, and doing it again gives true".to_owned(),
            "`problems` says 1 in all, and doing it again gives 0 in all".to_owned(),
            "`stop.outcome` says \"broken\", and doing it again gives \"holds\"".to_owned(),
            format!("`stop.steps` says 0, and doing it again gives {steps}"),
        ]
    );
    assert_eq!(
        told(|document| document.red_flags[0].confirmed = false),
        ["`red_flags[0].confirmed` says false, and doing it again gives true"]
    );
}

/// What a pack itself promises has to speak of somebody, or it promises nothing.
#[test]
fn a_promise_about_nobody_is_no_certificate() {
    let sources = fixture::sources_with_promise();
    let (pack, sound) = Shelf::of(sources).unwrap().prove("ache", fixture::DAY).unwrap();
    let mut empty = sound.clone();
    (empty.properties[0].outcome, empty.properties[0].speaks_of) = (OutcomeId::Empty, Some("0".into()));
    let problem = refused(&pack, &empty);
    assert!(matches!(problem, CertificateProblem::Incomplete(_)), "{problem}");
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
    let mut sources = fixture::sources_with_promise();
    let source = sources.iter_mut().find(|source| source.folder == "ache").unwrap();
    source.files.get_mut("pack.toml").unwrap().extend(b"# as it was\n");
    let (changed, proof) = Shelf::of(sources).unwrap().prove("ache", fixture::DAY).unwrap();
    assert!(matches!(refused(&changed, &sound), CertificateProblem::OtherContent { .. }));
    let problems = sound.held_against_proof(&changed, &proof).unwrap_err();
    assert!(matches!(problems.as_slice(), [CertificateProblem::OtherContent { .. }]), "{problems:?}");
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
