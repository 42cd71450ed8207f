//! Rows that cannot be decided for: each is told why, and stops nobody else.

use super::{batch_of, opened, over_ndjson, parsed, run_over};
use crate::{Batch, ColumnProblem, Decided, Format, SourceProblem, input_schema, written::as_ndjson};
use arrow_array::{
    Array as _, ArrayRef, DictionaryArray, Float64Array, Int64Array, LargeStringArray, ListArray,
    RecordBatch, StringArray, StringViewArray, UInt8Array,
    builder::{ListBuilder, StringBuilder},
    types::Int8Type,
};
use arrow_schema::{DataType, Field, Schema};
use serde_json::{Value, json};
use sinew_model::{Pack, Urgency};
use sinew_sample::{Builder, is};
use std::sync::Arc;

/// Somebody is asked whether it is hot (emergency), and which signs there are; if swollen, how much it hurts. It cannot be hot and
/// cold at once.
fn pack() -> Arc<Pack> {
    let mut builder = Builder::new();
    let hot = builder.yes_no("hot", None);
    let signs = builder.any_of("signs", &["swollen", "cold"], None);
    let place = builder.one_of("place", &["left", "right"], None);
    let pain = builder.scale("pain", 7, Some(is(signs[0])));
    builder.red_flag("hot-spot", Urgency::Emergency, is(hot));
    builder.red_flag("swelling", Urgency::SameDay, is(signs[0]));
    builder.constraint("hot-and-cold", sinew_logic::Formula::All(vec![is(hot), is(signs[1])]));
    builder.red_flag("sore", Urgency::Soon, is(pain));
    builder.red_flag("left-side", Urgency::Routine, is(place[0]));
    Arc::new(builder.pack())
}

/// The errors of one line, each as its column and code.
#[track_caller]
fn flaws(line: &str) -> Vec<(Option<String>, String)> {
    let whole = json!({ "hot": "no", "signs": "none", "place": "left" });
    let batch = Batch::new(pack());
    let (counts, results, errors) = over_ndjson(&batch, &format!("{whole}\n{line}\n{whole}\n"));
    let rows: Vec<&Value> = results.iter().map(|row| &row["row"]).collect();
    if errors.is_empty() {
        assert_eq!(rows, [1, 2, 3]);
    } else {
        assert_eq!(rows, [1, 3], "the others have their results: {errors:?}");
        assert_eq!((counts.refused, counts.decided()), (1, 2));
    }
    errors
        .iter()
        .map(|error| {
            assert_eq!(error["row"], 2);
            assert!(error["cause"].as_str().is_some_and(|cause| cause.len() > 15), "{error}");
            (error["column"].as_str().map(ToOwned::to_owned), error["code"].as_str().unwrap().to_owned())
        })
        .collect()
}

fn one(column: &str, code: &str) -> Vec<(Option<String>, String)> {
    vec![(Some(column.to_owned()), code.to_owned())]
}

#[test]
fn every_kind_of_bad_row_is_told_its_column_and_cause() {
    let fine = r#"{"hot":"no","signs":"none","place":"left"}"#;
    assert_eq!(flaws(fine), []);
    let with = |question: &str, answer: &str| {
        let mut row: Value = serde_json::from_str(fine).unwrap();
        row[question] = serde_json::from_str(answer).unwrap();
        flaws(&row.to_string())
    };
    assert_eq!(with("place", r#""lefft""#), one("place", "answer"));
    assert_eq!(with("hot", "true"), one("hot", "wrong-type"));
    assert_eq!(with("hot", "{}"), one("hot", "wrong-type"));
    assert_eq!(with("hot", r#"["yes","no"]"#), one("hot", "answer"));
    assert_eq!(with("signs", "[]"), one("signs", "empty-list"));
    assert_eq!(with("signs", r#"["none","cold"]"#), one("signs", "answer"));
    assert_eq!(with("signs", r#"["cold",3]"#), one("signs", "wrong-type"));
    assert_eq!(with("signs", r#""cold;warm""#), one("signs", "answer"));
    assert_eq!(with("pain", "3"), one("pain", "does-not-apply"));
    assert_eq!(with("hoot", r#""no""#), one("hoot", "unknown-column"));
    assert_eq!(with("id", "[1]"), one("id", "wrong-type"));
    assert_eq!(with("hot", "null"), one("hot", "missing"));
    assert_eq!(with("hot", r#""""#), one("hot", "missing"));
    assert_eq!(flaws(r#"{"hot":"yes","signs":["cold"],"place":"left"}"#), one("hot", "contradiction"));
    assert_eq!(flaws(r#"{"hot":"no","hot":"no","signs":"none","place":"left"}"#), one("hot", "twice"));
    let swollen =
        |pain: &str| flaws(&format!(r#"{{"hot":"no","signs":["swollen"],"place":"left","pain":{pain}}}"#));
    assert_eq!(swollen("3"), []);
    assert_eq!(swollen("3.0"), []);
    assert_eq!(swollen(r#""3.0""#), []);
    assert_eq!(swollen("11"), one("pain", "answer"));
    assert_eq!(swollen("99999999999999999999"), one("pain", "not-whole"));
    assert_eq!(swollen("3.5"), one("pain", "not-whole"));
    assert_eq!(swollen(r#""a lot""#), one("pain", "answer"));
    let whole = vec![(None, "not-json".to_owned())];
    assert_eq!(flaws("[1]"), whole);
    assert_eq!(flaws("\"hot\""), whole);
    assert_eq!(flaws(&fine[..20]), whole);
    assert_eq!(flaws(&format!("{fine}{fine}")), whole);
    assert_eq!(flaws(&format!("{{\"id\":\"{}\"}}", "x".repeat(1 << 20))), [(None, "too-long".to_owned())]);
    // Everything that is wrong is told at once.
    assert_eq!(flaws(r#"{"hot":"maybe","signs":"none","place":"up"}"#).len(), 2);
}

/// Somebody whose row has a slip may be an emergency all the same, and that is told. What could not be read may be one: nobody is to
/// take that for a no.
#[test]
fn an_emergency_does_not_go_under_because_something_else_is_wrong() {
    let batch = Batch::new(pack());
    let lines = r#"{"id":"a","hot":"yes","place":"up"}
{"id":7,"hot":"no","place":"up"}
{"id":"slip","hot":"yess","signs":"none","place":"left"}
{"id":"twice","hot":"no","signs":"none","place":"left","hot":"yes"}
{"id":"open","hot":"no","place":"left"}
{"id":"half","hot":"no",
"#;
    let (counts, results, errors) = over_ndjson(&batch, lines);
    assert_eq!((counts.refused, counts.emergencies_refused, results.len()), (6, 1, 0));
    assert_eq!(counts.emergencies_open, 4);
    let told: Vec<_> = errors.iter().map(|error| (&error["id"], &error["emergency"])).collect();
    let (yes, no, open) = (&json!(true), &json!(false), &Value::Null);
    assert_eq!(
        told,
        [
            (&json!("a"), yes),
            (&json!("7"), open),
            (&json!("slip"), open),
            (&json!("twice"), open),
            // Signs were not asked about, and no answer is unread.
            (&json!("open"), no),
            (&json!("half"), open),
        ]
    );
}

#[test]
fn csv_rows_that_are_ragged_or_no_text_are_told_and_stop_nobody() {
    let batch = Batch::new(pack());
    let text = b"id,hot,signs,place\na,no,none,left\nb,no,none\nc,no,none,left,5\nd,n\xff,none,left\n\xff,no,none,left\ne,no,cold swollen,right\n";
    let source = opened(&batch, "people.csv", text).unwrap();
    let (_, results, errors) = run_over(&batch, source, Format::Ndjson, 2).unwrap();
    let told: Vec<Value> = parsed(&errors)
        .iter()
        .map(|row| json!([row["row"], row["id"], row["column"], row["code"]]))
        .collect();
    assert_eq!(
        told,
        [
            json!([2, null, null, "fields"]),
            json!([3, null, null, "fields"]),
            json!([4, "d", "hot", "not-utf-8"]),
            json!([5, null, "id", "not-utf-8"]),
        ]
    );
    let rows: Vec<Value> = parsed(&results).iter().map(|row| json!([row["row"], row["fired"]])).collect();
    assert_eq!(rows, [json!([1, ["left-side"]]), json!([6, ["swelling"]])]);
}

/// Whether all lines are text is found out at once; one that is not must not take the others with it.
#[test]
fn lines_that_are_no_text_are_told_and_stop_nobody() {
    let batch = Batch::new(pack());
    let text = b"{\"id\":\"\xc3\xa4\",\"hot\":\"no\",\"signs\":\"none\",\"place\":\"left\"}\n{\"id\":\"b\",\"hot\":\"n\xff\"}\n{\"id\":\"c\",\"hot\":\"no\",\"signs\":[\"cold\",\"swollen\"],\"place\":\"right\"}\n";
    let over = |text: &[u8]| {
        let source = opened(&batch, "people.ndjson", text).unwrap();
        let (_, results, errors) = run_over(&batch, source, Format::Ndjson, 2).unwrap();
        let told = |rows: &[u8], wanted: [&str; 3]| -> Vec<Value> {
            parsed(rows).iter().map(|row| json!(wanted.map(|name| row[name].clone()))).collect()
        };
        (told(&results, ["row", "id", "fired"]), told(&errors, ["row", "id", "code"]))
    };
    let (results, errors) = over(text);
    assert_eq!(results, [json!([1, "\u{e4}", ["left-side"]]), json!([3, "c", ["swelling"]])]);
    assert_eq!(errors, [json!([2, "b", "not-json"])]);
    // With the same byte mended, the others get what they got beside it.
    let mended: Vec<u8> = text.iter().map(|byte| if *byte == 0xff { b'o' } else { *byte }).collect();
    let (results, errors) = over(&mended);
    assert_eq!(results, [json!([1, "\u{e4}", ["left-side"]]), json!([3, "c", ["swelling"]])]);
    assert_eq!(errors, [json!([2, "b", "missing"]), json!([2, "b", "missing"])]);
}

/// Where a line is no JSON is said alike whether or not another line of the block is no text.
#[test]
fn what_is_wrong_with_a_line_does_not_depend_on_its_neighbours() {
    let batch = Batch::new(pack());
    let lines = "{\"id\":\"\u{e4}\",\"hot\":no}\n{\"id\":\"\\ud800\"}\n{\"hot\":\"no\"\n";
    let causes = |before: &[u8]| -> Vec<String> {
        let text = [before, lines.as_bytes()].concat();
        let source = opened(&batch, "people.ndjson", &text).unwrap();
        let (_, _, errors) = run_over(&batch, source, Format::Ndjson, 1).unwrap();
        let errors = parsed(&errors).into_iter().filter(|error| error["row"].as_u64() > Some(1));
        errors.map(|error| error["cause"].as_str().unwrap().to_owned()).collect()
    };
    let told = causes(b"{\"id\":\"a\"}\n");
    // At the second letter of `no`, which is not that of `null`; the letter in the id has two bytes.
    assert!(told[0].ends_with("at byte 19"), "{}", told[0]);
    assert_eq!(told.len(), 3);
    assert_eq!(causes(b"{\"id\":\"\xff\"}\n"), told);
}

#[test]
fn columns_that_are_not_known_are_refused_with_the_nearest_or_ignored_by_name() {
    let unknown = |closest: Option<&str>, column: &str| ColumnProblem::Unknown {
        column: column.into(),
        closest: closest.map(Into::into),
    };
    let problem = |batch: &Batch, header: &str| match opened(batch, "people.csv", header.as_bytes()) {
        Err(SourceProblem::Columns(problem)) => Some(problem),
        Err(other) => panic!("{other}"),
        Ok(_) => None,
    };
    let batch = Batch::new(pack());
    assert_eq!(problem(&batch, "hoot,signs\n"), Some(unknown(Some("hot"), "hoot")));
    assert_eq!(problem(&batch, "hot,club\n"), Some(unknown(None, "club")));
    assert_eq!(problem(&batch, "hot,signs,hot\n"), Some(ColumnProblem::Twice { column: "hot".into() }));
    assert_eq!(problem(&batch, "hot,id,id\n"), Some(ColumnProblem::Twice { column: "id".into() }));
    let batch = batch.ignoring(["club".to_owned(), "place".to_owned()]);
    assert_eq!(problem(&batch, "hot,club\n"), None);
    let row = r#"{"hot":"no","signs":"none","place":"left","club":{"any":[1]}}"#;
    assert_eq!(over_ndjson(&batch, row).0.decided(), 1, "a question is never ignored: {row}");
    let row = r#"{"hot":"no","signs":"none","place":"up","club":1}"#;
    assert_eq!(over_ndjson(&batch, row).0.refused, 1);
}

/// A batch with these columns for two people.
fn table(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let fields = columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true));
    let schema = Schema::new(fields.collect::<Vec<_>>());
    RecordBatch::try_new(Arc::new(schema), columns.into_iter().map(|(_, array)| array).collect()).unwrap()
}

fn lists(rows: &[Option<&[Option<&str>]>]) -> ListArray {
    let mut lists = ListBuilder::new(StringBuilder::new());
    for row in rows {
        match row {
            Some(items) => lists.append_value(items.iter().copied()),
            None => lists.append_null(),
        }
    }
    lists.finish()
}

#[test]
fn columns_are_read_in_whatever_type_they_are_stored() {
    let batch = Batch::new(pack());
    let dictionary: DictionaryArray<Int8Type> = ["no", "no"].into_iter().collect();
    let place: ArrayRef = Arc::new(StringViewArray::from_iter_values(["left", "right"]));
    let (some, none) = (Some(&[Some("swollen"), Some("cold")][..]), Some(&[Some("none")][..]));
    let signs: Vec<ArrayRef> =
        vec![Arc::new(lists(&[some, none])), Arc::new(LargeStringArray::from(vec!["swollen, cold", "none"]))];
    let pains: Vec<ArrayRef> = vec![
        Arc::new(UInt8Array::from(vec![Some(8), None])),
        Arc::new(Int64Array::from(vec![Some(8), None])),
        Arc::new(Float64Array::from(vec![Some(8.0), None])),
        Arc::new(StringArray::from(vec!["8", ""])),
    ];
    let ids: ArrayRef = Arc::new(Int64Array::from(vec![-7, 8]));
    for signs in &signs {
        for pain in &pains {
            let rows = table(vec![
                ("pain", Arc::clone(pain)),
                ("hot", Arc::new(dictionary.clone())),
                ("signs", Arc::clone(signs)),
                ("place", Arc::clone(&place)),
                ("id", Arc::clone(&ids)),
            ]);
            let Decided { results, errors } = batch.decide(&rows).unwrap();
            assert_eq!(errors.num_rows(), 0, "{errors:?}");
            let rows = parsed(&as_ndjson(&results));
            assert_eq!(rows[0]["fired"], json!(["swelling", "sore", "left-side"]));
            assert_eq!((&rows[0]["id"], &rows[1]["id"]), (&json!("-7"), &json!("8")));
            assert_eq!(rows[1]["urgency"], "self-care");
        }
    }
}

#[test]
fn nulls_in_dictionaries_and_lists_are_no_answers() {
    let batch = Batch::new(pack());
    let hot: DictionaryArray<Int8Type> = [Some("no"), None, Some("no"), Some("")].into_iter().collect();
    let only_nulls: DictionaryArray<Int8Type> = [None::<&str>; 4].into_iter().collect();
    let none = Some(&[Some("none")][..]);
    let with_null = Some(&[Some("cold"), None][..]);
    let rows = table(vec![
        ("hot", Arc::new(hot)),
        ("signs", Arc::new(lists(&[none, none, with_null, none]))),
        ("pain", Arc::new(only_nulls)),
        ("place", Arc::new(StringArray::from(vec!["right"; 4]))),
    ]);
    let Decided { results, errors } = batch.decide(&rows).unwrap();
    assert_eq!(results.num_rows(), 1);
    let told: Vec<Value> =
        parsed(&as_ndjson(&errors)).iter().map(|row| json!([row["row"], row["column"]])).collect();
    assert_eq!(told, [json!([2, "hot"]), json!([3, "signs"]), json!([4, "hot"])]);
}

#[test]
fn a_column_of_another_type_is_refused_before_any_row() {
    let batch = Batch::new(pack());
    for (name, column) in [
        ("hot", Arc::new(Int64Array::from(vec![1])) as ArrayRef),
        ("pain", Arc::new(lists(&[None]))),
        ("id", Arc::new(Float64Array::from(vec![1.0]))),
    ] {
        let rows = table(vec![(name, column), ("place", Arc::new(StringArray::from(vec!["left"])))]);
        let problem = batch.decide(&rows).unwrap_err();
        assert!(matches!(&problem, ColumnProblem::Type { column, .. } if column == name), "{problem}");
    }
    let none = RecordBatch::new_empty(Arc::new(Schema::empty()));
    assert_eq!(batch.decide(&none), Err(ColumnProblem::NoQuestion));
}

/// A slice of a batch is what it shows, and rows of nobody give nothing.
#[test]
fn slices_and_empty_batches_are_read_as_they_are() {
    let pack = Arc::new(sinew_sample::shipped().remove(0));
    let batch = Batch::new(Arc::clone(&pack));
    let people = super::people(&pack, 12);
    let rows = batch_of(&pack, &people);
    let alone = batch.decide(&batch_of(&pack, &people[5..9])).unwrap();
    let without = |batch: &RecordBatch| {
        let mut rows = parsed(&as_ndjson(batch));
        for row in &mut rows {
            row["id"] = Value::Null;
        }
        rows
    };
    let sliced = batch.decide(&rows.slice(5, 4)).unwrap();
    assert_eq!(without(&sliced.results), without(&alone.results));
    assert_eq!(without(&sliced.errors), without(&alone.errors));
    let nobody = batch.decide(&RecordBatch::new_empty(input_schema(&pack))).unwrap();
    assert_eq!((nobody.results.num_rows(), nobody.errors.num_rows()), (0, 0));
    assert_eq!(nobody.results.schema().field(2).data_type(), alone.results.column(2).data_type());
    assert!(matches!(nobody.results.schema().field(4).data_type(), DataType::List(_)));
}
