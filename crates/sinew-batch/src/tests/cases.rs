//! What a row gets is what one person gets.

use super::{batch_of, parsed, people};
use crate::{Batch, written::as_ndjson};
use serde_json::{Value, json};
use sinew_app::{
    assess, drop_idle,
    json::{OutcomeDocument, to_json},
    model::{Answers, Date, Pack, Urgency},
};
use sinew_sample::is;
use std::{collections::BTreeSet, sync::Arc};

const DAY: Date = Date::constant(2026, 11, 29);

/// The injury packs of the repository with the people of their cases, who say only what they are asked.
fn everybody() -> Vec<(Pack, Vec<(String, Answers)>)> {
    let mut packs = sinew_sample::shipped_cases();
    for (pack, people) in &mut packs {
        for (_, answers) in people {
            drop_idle(pack, answers);
        }
    }
    packs
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

/// What the document for one person says of what a row says.
fn as_row(outcome: &Value) -> Value {
    let with_status = |status: &str| {
        let flags = outcome["flags"].as_array().unwrap().iter();
        let flags = flags.filter(|flag| flag["status"]["id"] == status);
        flags.map(|flag| flag["id"].as_str().unwrap()).collect::<BTreeSet<&str>>()
    };
    let conditions = outcome["conditions"].as_array().unwrap();
    let actions = |list: &Value| ids(list).into_iter().map(ToOwned::to_owned).collect::<Vec<_>>();
    let advice = &outcome["advice"];
    let offered: BTreeSet<String> =
        actions(&advice["today"]["actions"]).into_iter().chain(actions(&advice["weeks"])).collect();
    json!({
        "urgency": outcome["urgency"]["id"],
        "exit": outcome["exit"]["id"],
        "fired": with_status("fires"),
        "not_ruled_out": with_status("cannot-be-ruled-out"),
        "conditions": ids(&outcome["conditions"]),
        "bands": conditions.iter().map(|shown| &shown["band"]["id"]).collect::<Vec<_>>(),
        "companion_of": conditions.iter().map(|shown| &shown["companion_of"]["condition"]).collect::<Vec<_>>(),
        "causes": ids(&outcome["causes"]),
        "actions": offered,
    })
}

/// A row without its number, with what is a set as one.
fn comparable(row: &Value) -> Value {
    let set = |list: &Value| {
        list.as_array()
            .unwrap()
            .iter()
            .map(|item| item.as_str().unwrap().to_owned())
            .collect::<BTreeSet<String>>()
    };
    json!({
        "urgency": row["urgency"],
        "exit": row["exit"],
        "fired": set(&row["fired"]),
        "not_ruled_out": set(&row["not_ruled_out"]),
        "conditions": row["conditions"],
        "bands": row["bands"],
        "companion_of": row["companion_of"],
        "causes": row["causes"],
        "actions": set(&row["actions"]),
    })
}

/// A list with something of each item.
fn each(list: &Value, pick: impl Fn(&Value) -> Value) -> Value {
    Value::Array(list.as_array().unwrap().iter().map(pick).collect())
}

/// The questions of what was said. Two parts of one answer are two reasons with one question.
fn questions(said: &Value) -> Value {
    let mut asked: Vec<Value> = said.as_array().unwrap().iter().map(|one| one["question"].clone()).collect();
    asked.dedup();
    Value::Array(asked)
}

/// The items in an order of their own.
fn sorted(list: &Value) -> Value {
    let mut items: Vec<String> = list.as_array().unwrap().iter().map(Value::to_string).collect();
    items.sort();
    json!(items)
}

/// What the column `why` says, as far as an outcome says it too.
fn of_why(why: &Value) -> Value {
    let line =
        |line: &Value| json!([line["id"], line["weight"], line["overshadowed"], line["holds"].is_null()]);
    json!({
        "urgency": each(&why["urgency"], |ground| json!([ground["kind"], ground["id"]])),
        "flags": each(&why["flags"], |flag| json!([flag["id"], flag["status"], flag["gives"], questions(&flag["said"])])),
        "denied": questions(&why["denied"]),
        "conditions": each(&why["conditions"], |condition| {
            json!([condition["id"], condition["evidence"], condition["companion_of"], sorted(&each(&condition["lines"], line))])
        }),
        "causes": each(&why["causes"], |cause| json!([cause["id"], questions(&cause["said"])])),
        "actions": sorted(&each(&why["actions"], |action| json!([action["id"], action["helps"].as_array().unwrap().len()]))),
        "kept_away": each(&why["kept_away"], |action| action["id"].clone()),
    })
}

/// The same of an outcome with words.
fn of_outcome(outcome: &Value) -> Value {
    let line = |line: &Value| json!([line["id"], line["weight_decibans"], line["overshadowed"], false]);
    let unknown = |line: &Value| json!([line["id"], line["weight_decibans"], line["overshadowed"], true]);
    let joined = |lists: &[Value]| {
        Value::Array(lists.iter().flat_map(|list| list.as_array().unwrap().clone()).collect())
    };
    let conditions = joined(&[outcome["conditions"].clone(), outcome["less_likely"].clone()]);
    let advice = &outcome["advice"];
    let actions = joined(&[advice["today"]["actions"].clone(), advice["weeks"].clone()]);
    json!({
        "urgency": each(&outcome["urgency_reasons"], |ground| json!([ground["kind"], ground["id"]])),
        "flags": each(&outcome["flags"], |flag| {
            json!([flag["id"], flag["status"]["id"], flag["gives"]["id"], questions(&flag["reasons"])])
        }),
        "denied": questions(&outcome["denied"]),
        "conditions": each(&conditions, |condition| {
            let lines = joined(&[
                each(&condition["fits_with"], line),
                each(&condition["fits_not"], line),
                each(&condition["not_known"], unknown),
            ]);
            json!([condition["id"], condition["evidence_decibans"], condition["companion_of"]["condition"], sorted(&lines)])
        }),
        "causes": each(&outcome["causes"], |cause| json!([cause["id"], questions(&cause["reasons"])])),
        "actions": sorted(&each(&actions, |action| json!([action["id"], action["helps"].as_array().unwrap().len()]))),
        "kept_away": each(&advice["kept_away"], |action| action["id"].clone()),
    })
}

/// Holds the rows of these people against what each of them gets alone. Gives how many have a result.
fn hold(pack: &Arc<Pack>, people: &[Answers]) -> usize {
    let batch = Batch::new(Arc::clone(pack)).with_why().with_reasons(DAY, None);
    let decided = batch.decide(&batch_of(pack, people)).unwrap();
    // Reasons change nothing else.
    let plain = Batch::new(Arc::clone(pack)).decide(&batch_of(pack, people)).unwrap();
    assert_eq!(plain.errors, decided.errors);
    assert_eq!(plain.results.columns(), &decided.results.columns()[..plain.results.num_columns()]);
    let (results, errors) = (parsed(&as_ndjson(&decided.results)), parsed(&as_ndjson(&decided.errors)));
    let mut results = results.iter().peekable();
    let mut with_result = 0;
    for (position, answers) in people.iter().enumerate() {
        let row = results.next_if(|row| row["row"] == position + 1);
        let is_wrong = errors.iter().any(|row| row["row"] == position + 1);
        assert_ne!(row.is_some(), is_wrong, "row {} is in one of the two", position + 1);
        let fits = sinew_app::idle_answers(pack, answers).is_empty()
            && sinew_app::contradictions(pack, answers).is_empty();
        let alone = assess(pack, answers, DAY, None).ok().filter(|_| fits);
        assert_eq!(row.is_some(), alone.is_some(), "row {}", position + 1);
        let Some((row, outcome)) = row.zip(alone) else { continue };
        with_result += 1;
        let document: Value = serde_json::from_str(&to_json(&outcome)).unwrap();
        assert_eq!(comparable(row), as_row(&document), "row {}", position + 1);
        assert_eq!(row["reasons"], document, "row {}", position + 1);
        assert_eq!(of_why(&row["why"]), of_outcome(&document), "row {}", position + 1);
        assert_eq!(row["reasons"], serde_json::to_value(OutcomeDocument::from(&outcome)).unwrap());
    }
    assert!(results.next().is_none());
    with_result
}

#[test]
fn the_people_of_all_cases_get_what_they_get_alone() {
    for (pack, people) in everybody() {
        let (names, answers): (Vec<String>, Vec<Answers>) = people.into_iter().unzip();
        let with_result = hold(&Arc::new(pack), &answers);
        assert!(with_result * 2 > names.len(), "{with_result} of {}", names.len());
    }
}

#[test]
fn people_at_random_get_what_they_get_alone() {
    for pack in sinew_sample::shipped() {
        let people = people(&pack, 60);
        let with_result = hold(&Arc::new(pack), &people);
        assert!((10..50).contains(&with_result), "both sides come up: {with_result}");
    }
}

#[test]
fn generated_packs_decide_alike() {
    for seed in 0..30 {
        let pack = sinew_sample::small_pack(seed);
        let people: Vec<Answers> = (0..20).map(|person| sinew_sample::person(&pack, person)).collect();
        hold(&Arc::new(pack), &people);
    }
}

/// Packs whose figures are too large for many people at once are decided for one after another, with a program or by the engine.
#[test]
fn packs_that_do_not_fit_decide_alike() {
    for (weight, kernel) in [(10, "Many"), (10_000, "One"), (i32::MAX / 2, "Engine")] {
        let mut builder = sinew_sample::Builder::new();
        let hot = builder.yes_no("hot", None);
        let signs = builder.any_of("signs", &["swollen", "cold", "warm"], None);
        builder.red_flag("hot-spot", Urgency::Emergency, is(hot));
        let line = |finding| (is(finding), weight, -1, None);
        builder.condition("heavy", 0, Urgency::Soon, vec![line(signs[0]), line(signs[1])], &[]);
        builder.condition("light", 1, Urgency::SelfCare, vec![(is(signs[1]), 2, 0, None)], &[]);
        let pack = Arc::new(builder.pack());
        assert!(
            format!("{:?}", Batch::new(Arc::clone(&pack))).contains(&format!("kernel: {kernel}")),
            "{weight}"
        );
        let people: Vec<Answers> = (0..40).map(|person| sinew_sample::person(&pack, person)).collect();
        assert!(hold(&pack, &people) > 5);
    }
}
