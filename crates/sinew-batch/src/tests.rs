//! What tests of tables need: people as rows of each format, and whole runs in memory.

mod cases;
mod formats;
mod rows;

use crate::{
    Batch, Counts, Format, RunProblem, Sink, Source, error_schema, input_schema, run, sink::Encoded,
};
use arrow_array::{
    ArrayRef, Int32Array, ListArray, RecordBatch, StringArray,
    builder::{ListBuilder, StringBuilder},
};
use arrow_schema::DataType;
use serde_json::{Map, Value, json};
use sinew_model::{Answers, Pack, RawAnswer};
use sinew_sample::said;
use std::{fmt::Write as _, io::Write, num::NonZeroUsize, path::Path, sync::Arc};

/// People as a record batch with the schema that the pack has, with ids `p1`, `p2` and so on.
fn batch_of(pack: &Pack, people: &[Answers]) -> RecordBatch {
    let schema = input_schema(pack);
    let said: Vec<_> = people.iter().map(|answers| said(pack, answers)).collect();
    let ids: ArrayRef =
        Arc::new(StringArray::from_iter_values((1..=people.len()).map(|number| format!("p{number}"))));
    let mut columns = vec![ids];
    for (position, field) in schema.fields().iter().skip(1).enumerate() {
        let raws = said.iter().map(|person| person[position].1.as_ref());
        columns.push(match field.data_type() {
            DataType::Utf8 => {
                let texts: Vec<Option<String>> = raws.map(|raw| raw.map(ToString::to_string)).collect();
                Arc::new(StringArray::from(texts))
            }
            DataType::Int32 => Arc::new(Int32Array::from(
                raws.map(|raw| match raw {
                    Some(RawAnswer::Number(number)) => Some(i32::try_from(*number).unwrap()),
                    _ => None,
                })
                .collect::<Vec<_>>(),
            )),
            _ => Arc::new(lists(raws)),
        });
    }
    RecordBatch::try_new(schema, columns).unwrap()
}

fn lists<'a>(raws: impl Iterator<Item = Option<&'a RawAnswer>>) -> ListArray {
    let mut lists = ListBuilder::new(StringBuilder::new());
    for raw in raws {
        match raw {
            None => lists.append_null(),
            Some(RawAnswer::List(texts)) => lists.append_value(texts.iter().map(Some)),
            Some(text) => lists.append_value([Some(text.to_string())]),
        }
    }
    lists.finish()
}

fn ndjson_of(pack: &Pack, people: &[Answers]) -> Vec<u8> {
    let mut out = Vec::new();
    for (position, answers) in people.iter().enumerate() {
        let mut row = Map::new();
        row.insert("id".into(), json!(format!("p{}", position + 1)));
        for (question, raw) in said(pack, answers) {
            match raw {
                None => {}
                Some(RawAnswer::Text(text)) => drop(row.insert(question, json!(text))),
                Some(RawAnswer::List(texts)) => drop(row.insert(question, json!(texts))),
                Some(RawAnswer::Number(number)) => drop(row.insert(question, json!(number))),
            }
        }
        writeln!(out, "{}", Value::Object(row)).unwrap();
    }
    out
}

fn csv_of(pack: &Pack, people: &[Answers]) -> Vec<u8> {
    let names: Vec<String> = crate::columns(pack).into_iter().map(|column| column.name).collect();
    let mut out = format!("{},id\n", names.join(","));
    for (position, answers) in people.iter().enumerate() {
        for (_, raw) in said(pack, answers) {
            let text = match raw {
                Some(RawAnswer::List(texts)) => texts.join(";"),
                Some(other) => other.to_string(),
                None => String::new(),
            };
            write!(out, "{text},").unwrap();
        }
        writeln!(out, "p{}", position + 1).unwrap();
    }
    out.into_bytes()
}

/// People as a file of each format, with its name.
fn files_of(pack: &Pack, people: &[Answers]) -> Vec<(&'static str, Vec<u8>)> {
    let batch = batch_of(pack, people);
    let table = |format, as_stream| {
        let mut out = Vec::new();
        let mut sink = Sink::new(format, &batch.schema(), as_stream, Box::new(&mut out)).unwrap();
        sink.write(Encoded::Batch(batch.clone())).unwrap();
        sink.finish().unwrap();
        out
    };
    vec![
        ("people.ndjson", ndjson_of(pack, people)),
        ("people.csv", csv_of(pack, people)),
        ("people.arrow", table(Format::Arrow, false)),
        ("people.arrows", table(Format::Arrow, true)),
        ("people.parquet", table(Format::Parquet, false)),
    ]
}

/// A run over a source, with what it wrote: results and errors.
fn run_over(
    batch: &Batch,
    source: Source<'_>,
    to: Format,
    threads: usize,
) -> Result<(Counts, Vec<u8>, Vec<u8>), RunProblem> {
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    let mut result_sink = Sink::new(to, &batch.result_schema(), false, Box::new(&mut results)).unwrap();
    let mut error_sink = Sink::new(to, &error_schema(), false, Box::new(&mut errors)).unwrap();
    let threads = NonZeroUsize::new(threads).unwrap();
    let counts = run(batch, source, &mut result_sink, Some(&mut error_sink), threads, &mut |_| {})?;
    result_sink.finish().unwrap();
    error_sink.finish().unwrap();
    Ok((counts, results, errors))
}

/// A source over a file with these bytes.
fn opened(batch: &Batch, name: &str, bytes: &[u8]) -> Result<Source<'static>, crate::SourceProblem> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    std::io::Seek::rewind(&mut file).unwrap();
    Source::file(batch, Format::of(Path::new(name)).unwrap(), file)
}

/// A run over one text, from and to NDJSON, with the rows it wrote.
fn over_ndjson(batch: &Batch, text: &str) -> (Counts, Vec<Value>, Vec<Value>) {
    let source = Source::stream(batch, Format::Ndjson, Box::new(text.as_bytes())).unwrap();
    let (counts, results, errors) = run_over(batch, source, Format::Ndjson, 1).unwrap();
    (counts, parsed(&results), parsed(&errors))
}

fn parsed(lines: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(lines).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// People of all kinds: most have a result, the others something is wrong with.
fn people(pack: &Pack, count: u64) -> Vec<Answers> {
    (0..count)
        .map(|seed| {
            let mut dice = sinew_sample::Dice::new(seed);
            let mut answers =
                sinew_sample::Mood { lively: 4, silent: 0, unsure: 4 }.somebody(pack, &mut dice);
            if seed % 4 != 0 {
                sinew_app::drop_idle(pack, &mut answers);
            }
            answers
        })
        .collect()
}
