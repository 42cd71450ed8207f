//! Makes a table of people, to try and to measure `sinew batch` with:
//!
//! ```sh
//! cargo run --release -p sinew-batch --example people -- back-of-knee 1000000 people.parquet
//! ```
//!
//! Some 16,000 different people come again and again, with other ids; a few of them have answers that contradict each other. With a
//! fourth argument, `interviewed`, they only answered what the interview asked them.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "this is a tool for measurements")]

use arrow_array::{
    ArrayRef, Int32Array, RecordBatch, StringArray,
    builder::{ListBuilder, StringBuilder},
};
use arrow_ipc::writer::FileWriter;
use arrow_schema::SchemaRef;
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};
use serde_json::{Map, Value, json};
use sinew_app::{Step, next_step};
use sinew_batch::{ColumnKind, Format, columns, input_schema};
use sinew_model::{Answers, Pack, RawAnswer};
use sinew_sample::{Dice, Mood, said};
use std::{
    env,
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
    sync::Arc,
};

/// How many people there are before they come again; a row group of Parquet, too.
const BLOCK: usize = 16 * 1024;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [pack, rows, path, crowd @ ..] = arguments.as_slice() else {
        eprintln!("people PACK ROWS FILE [interviewed]");
        return;
    };
    let pack =
        sinew_sample::shipped().into_iter().find(|known| known.identity().id.as_str() == pack).unwrap();
    let people = people(&pack, crowd.first().is_some_and(|crowd| crowd == "interviewed"));
    let said: Vec<Vec<(String, Option<RawAnswer>)>> =
        people.iter().map(|answers| said(&pack, answers)).collect();
    write(&pack, &said, rows.parse().unwrap(), Path::new(path));
}

fn people(pack: &Pack, as_interviewed: bool) -> Vec<Answers> {
    let mut dice = Dice::new(21);
    let moods = [2, 5, 10].map(|lively| Mood { lively, silent: 0, unsure: 2 });
    let complete = moods.iter().cycle().take(BLOCK).map(|mood| {
        let mut answers = mood.somebody(pack, &mut dice);
        sinew_app::drop_idle(pack, &mut answers);
        answers
    });
    let complete = complete.collect::<Vec<_>>();
    if !as_interviewed {
        return complete;
    }
    let asked = complete.iter().map(|person| {
        let mut answers = Answers::new(pack);
        while let Step::Ask(question) = next_step(pack, &answers) {
            answers.set(pack, question, person.get(question).unwrap());
        }
        answers
    });
    asked.collect()
}

fn write(pack: &Pack, said: &[Vec<(String, Option<RawAnswer>)>], rows: usize, path: &Path) {
    let format = Format::of(path).unwrap();
    let mut file = BufWriter::new(File::create(path).unwrap());
    match format {
        Format::Ndjson => {
            let lines: Vec<String> = said.iter().map(|person| line(person)).collect();
            for row in 0..rows {
                writeln!(file, "{{\"id\":\"p{row}\",{}", &lines[row % BLOCK][1..]).unwrap();
            }
        }
        Format::Csv => {
            let names: Vec<String> = columns(pack).into_iter().map(|column| column.name).collect();
            writeln!(file, "id,{}", names.join(",")).unwrap();
            let lines: Vec<String> = said.iter().map(|person| record(person)).collect();
            for row in 0..rows {
                writeln!(file, "p{row},{}", lines[row % BLOCK]).unwrap();
            }
        }
        Format::Arrow | Format::Parquet => {
            let (schema, columns) = table(pack, said);
            let block = |first: usize| {
                let count = BLOCK.min(rows - first);
                let ids = (first..first + count).map(|row| format!("p{row}"));
                let mut arrays: Vec<ArrayRef> = vec![Arc::new(StringArray::from_iter_values(ids))];
                arrays.extend(columns.iter().map(|column| column.slice(0, count)));
                RecordBatch::try_new(Arc::clone(&schema), arrays).unwrap()
            };
            let blocks = (0..rows).step_by(BLOCK).map(block);
            if format == Format::Arrow {
                let mut writer = FileWriter::try_new(file, &schema).unwrap();
                blocks.for_each(|block| writer.write(&block).unwrap());
                writer.finish().unwrap();
            } else {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(ZstdLevel::default()))
                    .set_max_row_group_row_count(Some(64 * BLOCK))
                    .build();
                let mut writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties)).unwrap();
                blocks.for_each(|block| writer.write(&block).unwrap());
                writer.close().unwrap();
            }
            return;
        }
    }
    file.flush().unwrap();
}

fn line(person: &[(String, Option<RawAnswer>)]) -> String {
    let mut row = Map::new();
    for (question, raw) in person {
        let value = match raw {
            None => continue,
            Some(RawAnswer::Text(text)) => json!(text),
            Some(RawAnswer::List(texts)) => json!(texts),
            Some(RawAnswer::Number(number)) => json!(number),
        };
        row.insert(question.clone(), value);
    }
    Value::Object(row).to_string()
}

fn record(person: &[(String, Option<RawAnswer>)]) -> String {
    let fields = person.iter().map(|(_, raw)| match raw {
        Some(RawAnswer::List(texts)) => texts.join(";"),
        Some(other) => other.to_string(),
        None => String::new(),
    });
    fields.collect::<Vec<_>>().join(",")
}

/// The schema of a table, and the columns of these people without ids, in the types that most programs have.
fn table(pack: &Pack, said: &[Vec<(String, Option<RawAnswer>)>]) -> (SchemaRef, Vec<ArrayRef>) {
    let mut arrays = Vec::new();
    for (position, column) in columns(pack).into_iter().enumerate() {
        let raws = said.iter().map(|person| person[position].1.as_ref());
        let array: ArrayRef = match column.kind {
            ColumnKind::List => {
                let mut lists = ListBuilder::new(StringBuilder::new());
                for raw in raws {
                    match raw {
                        None => lists.append_null(),
                        Some(RawAnswer::List(texts)) => lists.append_value(texts.iter().map(Some)),
                        Some(text) => lists.append_value([Some(text.to_string())]),
                    }
                }
                Arc::new(lists.finish())
            }
            ColumnKind::Number if column.values.is_empty() => {
                let number = |raw| match raw {
                    Some(&RawAnswer::Number(number)) => Some(i32::try_from(number).unwrap()),
                    _ => None,
                };
                Arc::new(raws.map(number).collect::<Int32Array>())
            }
            ColumnKind::Text | ColumnKind::Number => {
                Arc::new(raws.map(|raw| raw.map(ToString::to_string)).collect::<StringArray>())
            }
        };
        arrays.push(array);
    }
    (input_schema(pack), arrays)
}
