//! The document fits its schema, says what the outcome says, and keeps its names.

use super::*;
use crate::{answers::fit, assess, fixture, schema};
use serde_json::{Value, json};
use sinew_model::{
    ActionKind, Band, Basis, DurationUnit, EvidenceStrength, RawAnswer, Sides, SourceStatus, Timing, Urgency,
};

fn outcome(pairs: &[(&str, &str)], region: Option<&str>) -> Outcome {
    let pack = fixture::pack();
    let raw: Vec<_> =
        pairs.iter().map(|(id, text)| ((*id).to_owned(), RawAnswer::Text((*text).to_owned()))).collect();
    let answers = fit(&pack, &raw.into()).unwrap();
    assess(&pack, &answers, fixture::DAY, region.and_then(|id| pack.region_named(id))).unwrap()
}

const SLOW_CORD: &[(&str, &str)] = &[
    ("right-now", "none"),
    ("age", "adult"),
    ("swollen", "no"),
    ("start", "slowly"),
    ("worst", "3"),
    ("touch", "cord"),
];

/// A harmless condition that is never shown without the one that fits less well here.
const SLOW_WIDE: &[(&str, &str)] = &[
    ("right-now", "none"),
    ("age", "adult"),
    ("swollen", "no"),
    ("start", "slowly"),
    ("worst", "3"),
    ("touch", "wide"),
];

fn document(pairs: &[(&str, &str)], region: Option<&str>) -> Value {
    serde_json::from_str(&to_json(&outcome(pairs, region))).unwrap()
}

fn all_documents() -> Vec<Value> {
    let swollen =
        [("right-now", "none"), ("age", "adult"), ("swollen", "yes"), ("start", "slowly"), ("worst", "3")];
    let unsure = [
        ("right-now", "not-sure"),
        ("age", "adult"),
        ("swollen", "not-sure"),
        ("start", "not-sure"),
        ("fall-height", "not-sure"),
        ("worst", "not-sure"),
    ];
    let fall = [
        ("right-now", "none"),
        ("age", "adult"),
        ("swollen", "no"),
        ("start", "fall"),
        ("fall-height", "1"),
        ("worst", "9"),
    ];
    vec![
        document(SLOW_CORD, Some("nowhere")),
        document(SLOW_WIDE, None),
        document(&swollen, None),
        document(&unsure, None),
        document(&fall, None),
        document(&[("right-now", "chest")], Some("nowhere")),
        document(&[("right-now", "none"), ("age", "under-18")], None),
    ]
}

#[test]
fn every_kind_of_outcome_fits_the_schema() {
    let validator = schema::tests::validator("outcome.schema.json");
    for document in all_documents() {
        let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}\n{document:#}");
    }
}

/// Each outcome in the list is, byte for byte, the document of its pack.
#[test]
fn several_outcomes_are_one_document_of_documents() {
    let (ache, pang) = (fixture::pack(), fixture::second_pack());
    let well = [("right-now", "none"), ("age", "adult"), ("swollen", "no"), ("start", "slowly")];
    let given = |pack: &sinew_model::Pack, more: &[(&str, &str)]| {
        let raw: Vec<_> = well
            .iter()
            .chain(more)
            .map(|(id, text)| ((*id).to_owned(), RawAnswer::Text((*text).to_owned())))
            .collect();
        fit(pack, &raw.into()).unwrap()
    };
    let (one, other) = (given(&ache, &[("worst", "9")]), given(&pang, &[("at-spot", "no")]));
    let outcomes = crate::assess_together(&[(&pang, &other), (&ache, &one)], fixture::DAY, None).unwrap();
    let document: Value = serde_json::from_str(&outcomes_to_json(&outcomes)).unwrap();
    let validator = schema::tests::validator("outcomes.schema.json");
    let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}\n{document:#}");
    assert_eq!(document["schema_version"], 1);
    assert_eq!(document["urgency"]["id"], "soon");
    assert_eq!(document["left_out"], json!([]));
    let packs: Vec<&Value> =
        document["outcomes"].as_array().unwrap().iter().map(|one| &one["pack"]["id"]).collect();
    assert_eq!(packs, ["ache", "pang"], "the most urgent first");
    let alone: Value = serde_json::from_str(&to_json(outcomes.first())).unwrap();
    assert_eq!(document["outcomes"][0], alone);
}

#[test]
fn the_schema_refuses_a_missing_key_and_an_unknown_level() {
    let validator = schema::tests::validator("outcome.schema.json");
    let document = document(SLOW_CORD, None);
    for key in document.as_object().unwrap().keys() {
        let mut less = document.clone();
        less.as_object_mut().unwrap().remove(key);
        assert!(!validator.is_valid(&less), "the schema does not ask for {key}");
    }
    let mut other = document;
    other["urgency"]["id"] = json!("whenever");
    assert!(!validator.is_valid(&other));
}

#[test]
fn self_care_is_told_in_full() {
    let document = document(SLOW_CORD, Some("nowhere"));
    assert_eq!(document["schema_version"], 1);
    assert_eq!(document["pack"]["id"], "ache");
    assert_eq!(document["pack"]["version"], "1.2.3");
    assert_eq!(document["pack"]["next_review"], "2027-01-03");
    assert_eq!(document["pack"]["content_hash"].as_str().map(str::len), Some(64));
    assert_eq!(
        document["libraries"],
        json!([{"id": "base", "version": "0.2.0", "title": "Signs for tests", "reviewed": "2026-01-02"}])
    );
    assert_eq!(document["date"], "2026-03-04");
    assert_eq!(document["region"]["emergency"], json!(["999", "112"]));
    assert_eq!(document["region"]["urgent"]["status"]["id"], "recalled");
    assert_eq!(document["urgency"], json!({"id": "self-care", "text": "You can look after this yourself"}));
    assert_eq!(document["urgency_reasons"][0]["kind"], "nothing-urgent");
    assert_eq!(document["urgency_reasons"][0]["id"], Value::Null);
    assert_eq!(document["exit"], Value::Null);

    let condition = &document["conditions"][0];
    assert_eq!(condition["id"], "sore-cord");
    assert_eq!(condition["name"], "A sore cord (cordopathy)");
    assert_eq!(condition["band"], json!({"id": "fits-well", "text": "fits well with your answers"}));
    assert_eq!(condition["evidence_decibans"], 6);
    let line = &condition["fits_with"][0];
    assert_eq!(
        (&line["id"], &line["text"], &line["weight_decibans"]),
        (&json!("cord"), &json!("a sore cord"), &json!(6))
    );
    assert_eq!(line["basis"]["id"], "judgement");
    assert_eq!(line["origin"]["file"], "conditions.toml");
    assert_eq!(condition["review"], json!({"least": 4, "most": 4, "unit": "weeks", "text": "4 weeks"}));

    assert_eq!(document["causes"][0]["id"], "slow-build");
    assert_eq!(document["causes"][0]["strength"]["id"], "some");
    assert_eq!(document["advice"]["today"]["actions"][0]["id"], "rest");
    let groups = document["safety_net"]["groups"].as_array().unwrap();
    assert_eq!(groups[0]["urgency"]["id"], "emergency");
    assert_eq!(groups[0]["urgency"]["text"], "Call 999 now");
    assert_eq!(document["safety_net"]["review_on"], "2026-04-01");
    let cited: Vec<&str> =
        document["sources"].as_array().unwrap().iter().map(|source| source["id"].as_str().unwrap()).collect();
    assert!(cited.contains(&"study-2020"), "{cited:?}");
}

#[test]
fn a_companion_is_told_with_the_reason_and_what_called_for_it() {
    let document = document(SLOW_WIDE, None);
    let shown: Vec<(&str, &str)> = document["conditions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|condition| (condition["id"].as_str().unwrap(), condition["band"]["id"].as_str().unwrap()))
        .collect();
    assert_eq!(shown, [("soreness", "fits-well"), ("sore-cord", "fits-less-well")]);
    assert_eq!(document["conditions"][0]["companion_of"], Value::Null);
    assert_eq!(document["conditions"][0]["never_without"], json!(["sore-cord"]));
    let mut companion = document["conditions"][1]["companion_of"].clone();
    let origin = companion.as_object_mut().unwrap().remove("origin").unwrap();
    assert_eq!((&origin["pack"], &origin["file"]), (&json!("ache"), &json!("conditions.toml")));
    assert_eq!(
        companion,
        json!({
            "condition": "soreness",
            "name": "Soreness after a big day",
            "because": "a sore cord is often taken for this",
            "reasons": [{"question": "start", "text": "it came on slowly", "fact": null}],
            "basis": {"id": "computed", "text": "computed from published figures"},
            "sources": ["study-2020"]
        })
    );
    assert_eq!(document["less_likely"], json!([]));
    assert_eq!(document["advice"]["weeks"], json!([]), "the stretch is for the cord, which fits less well");
}

#[test]
fn a_dose_stands_in_words_and_in_parts() {
    let document = document(SLOW_CORD, None);
    let stretch = &document["advice"]["weeks"][0];
    assert_eq!(stretch["id"], "cord-stretch");
    assert_eq!(stretch["kind"], json!({"id": "stretch", "text": "Stretch"}));
    let seconds = |least: u32, most: u32, text: &str| json!({"least": least, "most": most, "unit": "seconds", "text": text});
    assert_eq!(
        stretch["dose"],
        json!({
            "text": [
                "2 to 3 sets",
                "1 times",
                "hold 30 seconds (15 to 30 seconds is fine)",
                "each side",
                "rest 15 seconds",
                "once a day",
                "5 days a week",
                "for 6 weeks"
            ],
            "sets": {"least": 2, "most": 3},
            "reps": {"least": 1, "most": 1},
            "hold": seconds(30, 30, "30 seconds"),
            "hold_range": seconds(15, 30, "15 to 30 seconds"),
            "duration": null,
            "rest": seconds(15, 15, "15 seconds"),
            "sides": "each",
            "per_day": {"least": 1, "most": 1},
            "per_week": {"least": 5, "most": 5},
            "course": {"least": 6, "most": 6, "unit": "weeks", "text": "6 weeks"},
            "how_often": null
        })
    );
}

#[test]
fn an_emergency_is_told_without_conditions_causes_or_actions() {
    let document = document(&[("right-now", "chest")], Some("nowhere"));
    assert_eq!(document["urgency"], json!({"id": "emergency", "text": "Call 999 now"}));
    assert_eq!(
        document["urgency_reasons"],
        json!([{"kind": "red-flag", "id": "danger", "text": "A sign that needs help now"}])
    );
    for empty in ["conditions", "less_likely", "causes"] {
        assert_eq!(document[empty], json!([]), "{empty}");
    }
    assert_eq!(document["advice"]["today"]["actions"], json!([]));
    assert_eq!(document["advice"]["weeks"], json!([]));
    let flag = &document["flags"][0];
    assert_eq!(flag["status"]["id"], "fires");
    assert_eq!(flag["say"], "I have pain in the chest.");
    let reason = json!({"question": "right-now", "text": "you have pain in the chest", "fact": null});
    assert_eq!(flag["reasons"], json!([reason]));
    assert_eq!(flag["do_not"], json!(["drive"]));
}

#[test]
fn an_exit_and_an_unknown_flag_are_told_with_their_names() {
    let exit = document(&[("right-now", "none"), ("age", "under-18")], None);
    assert_eq!(exit["exit"]["title"], "This guide is for adults");
    assert_eq!(
        exit["urgency_reasons"],
        json!([{"kind": "exit", "id": "under-18", "text": "This guide is for adults"}])
    );
    let unsure = [
        ("right-now", "none"),
        ("age", "adult"),
        ("swollen", "not-sure"),
        ("start", "slowly"),
        ("worst", "3"),
    ];
    let unsure = document(&unsure, None);
    assert_eq!(unsure["urgency"]["id"], "same-day");
    assert_eq!(unsure["flags"][0]["status"]["id"], "cannot-be-ruled-out");
    assert_eq!(
        unsure["urgency_reasons"],
        json!([{"kind": "unknown-red-flag", "id": "clot", "text": "Possible clot"}])
    );
    assert!(
        unsure["unknown"]
            .as_array()
            .unwrap()
            .contains(&json!({"question": "swollen", "text": "Swelling", "was_asked": true}))
    );
}

#[test]
fn the_same_outcome_gives_the_same_bytes() {
    let text = to_json(&outcome(SLOW_CORD, None));
    assert_eq!(text, to_json(&outcome(SLOW_CORD, None)));
    assert!(text.starts_with("{\n  \"schema_version\": 1,\n  \"pack\": {\n"));
    assert!(text.ends_with("}\n"));
}

#[test]
fn levels_have_the_names_that_packs_use() {
    fn name(id: impl Serialize) -> String {
        serde_json::to_value(id).unwrap().as_str().unwrap().to_owned()
    }
    for level in Urgency::ALL {
        assert_eq!(name(UrgencyId::from(level)), level.name());
    }
    for band in Band::ALL {
        assert_eq!(name(BandId::from(band)), band.name());
    }
    for kind in ActionKind::ALL {
        assert_eq!(name(ActionKindId::from(kind)), kind.name());
    }
    for timing in Timing::ALL {
        assert_eq!(name(TimingId::from(timing)), timing.name());
    }
    for strength in EvidenceStrength::ALL {
        assert_eq!(name(StrengthId::from(strength)), strength.name());
    }
    for basis in Basis::ALL {
        assert_eq!(name(BasisId::from(basis)), basis.name());
    }
    for status in SourceStatus::ALL {
        assert_eq!(name(SourceStatusId::from(status)), status.name());
    }
    for sides in Sides::ALL {
        assert_eq!(name(SidesId::from(sides)), sides.name());
    }
    assert_eq!(name(DurationUnitId::from(DurationUnit::Minutes)), "minutes");
}
