//! The formats: the same rows give the same results through each of them.

use super::{batch_of, csv_of, files_of, ndjson_of, opened, parsed, people, run_over};
use crate::{
    BLOCKS_AT_MOST, Batch, Format, ROWS_AT_MOST, RunProblem, Source, SourceProblem,
    written::{as_csv, as_ndjson},
};
use arrow_array::RecordBatch;
use arrow_ipc::{
    CompressionType,
    reader::FileReader,
    writer::{FileWriter, IpcWriteOptions},
};
use parquet::{
    arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder},
    basic::{Compression, GzipLevel, ZstdLevel},
    file::properties::WriterProperties,
};
use sinew_model::Pack;
use std::{
    io::{Cursor, Read, Write as _},
    sync::Arc,
};

fn shipped() -> Arc<Pack> {
    Arc::new(sinew_sample::shipped().remove(0))
}

/// The rows of a table in one of the formats of record batches, as NDJSON and as CSV without its header.
fn read_back(format: Format, bytes: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let batches: Vec<RecordBatch> = match format {
        Format::Parquet => {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(bytes).unwrap();
            let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
            reader.map(Result::unwrap).collect()
        }
        _ => FileReader::try_new(Cursor::new(bytes), None).unwrap().map(Result::unwrap).collect(),
    };
    let all = |write: fn(&RecordBatch) -> Vec<u8>| batches.iter().flat_map(write).collect();
    (all(as_ndjson), all(as_csv))
}

#[test]
fn every_format_gives_the_same_from_and_to() {
    let pack = shipped();
    let batch = Batch::new(Arc::clone(&pack));
    let people = people(&pack, 150);
    let mut first: Option<(Vec<u8>, Vec<u8>)> = None;
    for (name, bytes) in files_of(&pack, &people) {
        let source = || opened(&batch, name, &bytes).unwrap();
        let (counts, results, errors) = run_over(&batch, source(), Format::Ndjson, 2).unwrap();
        assert_eq!(counts.rows(), 150, "{name}");
        assert!(counts.decided() > 30 && counts.refused > 10, "{name}: {counts:?}");
        let (results_first, errors_first) = first.get_or_insert_with(|| (results.clone(), errors.clone()));
        assert_eq!((&results, &errors), (&*results_first, &*errors_first), "{name}");
        for to in [Format::Parquet, Format::Arrow] {
            let (again, written, wrong) = run_over(&batch, source(), to, 1).unwrap();
            assert_eq!(again.by_urgency, counts.by_urgency);
            assert_eq!(read_back(to, &written).0, results, "{name} to {to:?}");
            assert_eq!(read_back(to, &wrong).0, errors, "{name} to {to:?}");
        }
    }
    let (name, bytes) = files_of(&pack, &people).pop().unwrap();
    let (_, csv, _) = run_over(&batch, opened(&batch, name, &bytes).unwrap(), Format::Csv, 1).unwrap();
    let (_, parquet, _) =
        run_over(&batch, opened(&batch, name, &bytes).unwrap(), Format::Parquet, 1).unwrap();
    let header = "row,id,urgency,exit,fired,not_ruled_out,conditions,bands,companion_of,causes,actions\n";
    let rows = csv.strip_prefix(header.as_bytes()).expect("it begins with its header");
    assert_eq!(rows, read_back(Format::Parquet, &parquet).1);
}

/// More rows than are in memory at once, from a reader that makes them as they are asked for.
#[test]
fn memory_is_bounded_and_the_order_is_kept_whatever_the_number_of_rows() {
    struct Lines<'a> {
        line: &'a [u8],
        at: usize,
        left: usize,
    }
    impl Read for Lines<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            if self.at == self.line.len() {
                (self.at, self.left) = (0, self.left - 1);
            }
            if self.left == 0 {
                return Ok(0);
            }
            let length = into.len().min(self.line.len() - self.at);
            into[..length].copy_from_slice(&self.line[self.at..self.at + length]);
            self.at += length;
            Ok(length)
        }
    }
    let pack = Arc::new(sinew_sample::small_pack(3));
    let batch = Batch::new(Arc::clone(&pack));
    let line = ndjson_of(&pack, &[sinew_sample::person(&pack, 1)]);
    let rows = ROWS_AT_MOST * 12 + 7;
    for threads in [1, 3] {
        let lines = Lines { line: &line, at: 0, left: rows };
        let source = Source::stream(&batch, Format::Ndjson, Box::new(lines)).unwrap();
        let (counts, results, errors) = run_over(&batch, source, Format::Csv, threads).unwrap();
        assert_eq!(counts.rows(), rows as u64);
        assert!(counts.blocks_held <= threads * BLOCKS_AT_MOST, "{} blocks", counts.blocks_held);
        assert!(counts.blocks_held >= 2, "reading goes on while others decide");
        let text = String::from_utf8(if counts.refused == 0 { results } else { errors }).unwrap();
        let numbers: Vec<usize> =
            text.lines().skip(1).map(|line| line.split(',').next().unwrap().parse().unwrap()).collect();
        assert!(numbers.is_sorted() && numbers.first() == Some(&1) && numbers.last() == Some(&rows));
    }
}

#[test]
fn a_stream_is_read_as_its_file_is_but_for_what_has_its_index_at_the_end() {
    let pack = shipped();
    let batch = Batch::new(Arc::clone(&pack));
    let files = files_of(&pack, &people(&pack, 20));
    let stream = |format, bytes: &[u8]| {
        let source = Source::stream(&batch, format, Box::new(Cursor::new(bytes.to_vec())));
        source.map(|source| run_over(&batch, source, Format::Ndjson, 1).unwrap().1)
    };
    let wanted = stream(Format::Ndjson, &files[0].1).unwrap();
    assert_eq!(stream(Format::Csv, &files[1].1).unwrap(), wanted);
    assert_eq!(stream(Format::Arrow, &files[3].1).unwrap(), wanted);
    assert!(matches!(stream(Format::Arrow, &files[2].1), Err(SourceProblem::NeedsFile("an Arrow file"))));
    assert!(matches!(stream(Format::Parquet, &files[4].1), Err(SourceProblem::NeedsFile("Parquet"))));
}

#[test]
fn damaged_files_are_refused_and_none_is_taken_for_its_end() {
    let pack = shipped();
    let batch = Batch::new(Arc::clone(&pack));
    for (name, bytes) in files_of(&pack, &people(&pack, 20)) {
        if name.ends_with("csv") || name.ends_with("ndjson") {
            continue;
        }
        let mut flipped = bytes.clone();
        flipped[bytes.len() / 2..bytes.len() / 2 + 64].fill(0xff);
        for (how, damaged) in [
            ("cut", bytes[..bytes.len() / 2].to_vec()),
            ("empty", Vec::new()),
            ("text", b"this is not a table at all, but some words".to_vec()),
            ("flipped", flipped),
        ] {
            let ended = match opened(&batch, name, &damaged) {
                Ok(source) => run_over(&batch, source, Format::Ndjson, 1).map(|(counts, ..)| counts),
                Err(problem) => Err(RunProblem::Source(problem)),
            };
            match ended {
                Err(RunProblem::Source(problem)) => {
                    assert!(!problem.to_string().is_empty() && !problem.remedy().is_empty());
                }
                // A flipped byte in a text is another text, which the pack may refuse.
                Ok(counts) => assert!(how == "flipped" && counts.refused > 0, "{name}, {how}: {counts:?}"),
                Err(problem) => panic!("{name}, {how}: {problem}"),
            }
        }
    }
}

/// Whatever byte is another, it is a table or it is refused; nothing ends the program.
#[test]
fn no_damaged_byte_ends_a_run() {
    let pack = Arc::new(sinew_sample::small_pack(3));
    let batch = Batch::new(Arc::clone(&pack));
    let people: Vec<_> = (0..3).map(|person| sinew_sample::person(&pack, person)).collect();
    for (name, bytes) in files_of(&pack, &people) {
        let mut refused = 0;
        for at in (0..bytes.len()).step_by(1 + bytes.len() / 400) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x41;
            let ended = match opened(&batch, name, &damaged) {
                Ok(source) => run_over(&batch, source, Format::Ndjson, 1).map(|_| ()),
                Err(problem) => Err(RunProblem::Source(problem)),
            };
            match ended {
                Ok(()) => {}
                Err(RunProblem::Source(_)) => refused += 1,
                Err(problem) => panic!("{name}, byte {at}: {problem}"),
            }
        }
        assert!(refused > 0 || name.ends_with("ndjson"), "{name}");
    }
}

#[test]
fn the_usual_compressions_are_read() {
    let pack = shipped();
    let batch = Batch::new(Arc::clone(&pack));
    let people = people(&pack, 20);
    let rows = batch_of(&pack, &people);
    let source = opened(&batch, "people.ndjson", &ndjson_of(&pack, &people)).unwrap();
    let wanted = run_over(&batch, source, Format::Ndjson, 1).unwrap().1;
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::ZSTD(ZstdLevel::default()),
        Compression::GZIP(GzipLevel::default()),
        Compression::LZ4,
        Compression::LZ4_RAW,
    ] {
        let properties = WriterProperties::builder().set_compression(compression).build();
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, rows.schema(), Some(properties)).unwrap();
        writer.write(&rows).unwrap();
        writer.close().unwrap();
        let source = opened(&batch, "people.parquet", &bytes).unwrap();
        assert_eq!(run_over(&batch, source, Format::Ndjson, 1).unwrap().1, wanted, "{compression:?}");
    }
    for compression in [None, Some(CompressionType::LZ4_FRAME), Some(CompressionType::ZSTD)] {
        let options = IpcWriteOptions::default().try_with_compression(compression).unwrap();
        let mut bytes = Vec::new();
        let mut writer = FileWriter::try_new_with_options(&mut bytes, &rows.schema(), options).unwrap();
        writer.write(&rows).unwrap();
        writer.finish().unwrap();
        drop(writer);
        let source = opened(&batch, "people.arrow", &bytes).unwrap();
        assert_eq!(run_over(&batch, source, Format::Ndjson, 1).unwrap().1, wanted, "{compression:?}");
    }
}

#[test]
fn csv_is_read_as_it_is_written_by_others() {
    let pack = shipped();
    let batch = Batch::new(Arc::clone(&pack));
    let plain = csv_of(&pack, &people(&pack, 5));
    let results = |bytes: &[u8]| {
        let source = opened(&batch, "people.csv", bytes).unwrap();
        run_over(&batch, source, Format::Csv, 1).unwrap().1
    };
    let wanted = results(&plain);
    let text = String::from_utf8(plain).unwrap();
    // Line ends and a mark of Windows, commas or spaces in lists, quotes around all.
    assert_eq!(results(text.replace('\n', "\r\n").as_bytes()), wanted);
    assert_eq!(results(format!("\u{feff}{text}").as_bytes()), wanted);
    assert_eq!(results(text.replace(';', " ").as_bytes()), wanted);
    let quoted = text.lines().map(|line| format!("\"{}\"\n", line.replace(',', "\",\"")));
    assert_eq!(results(quoted.collect::<String>().as_bytes()), wanted);
    assert_eq!(results(text.trim_end().as_bytes()), wanted);

    let problem = |bytes: &[u8]| opened(&batch, "people.csv", bytes).err().unwrap().to_string();
    assert_eq!(problem(b""), "it is empty: there is no header that names the columns");
    assert_eq!(problem(b"\xff,id\n"), "its header is not text in UTF-8");
    assert_eq!(problem(b"id\n1\n"), "none of its columns is a question of the pack");
    let endless = format!("{}\n\"{}", text.lines().next().unwrap(), "x".repeat(3 << 20));
    let ended = run_over(&batch, opened(&batch, "people.csv", endless.as_bytes()).unwrap(), Format::Csv, 1);
    let Err(RunProblem::Source(problem @ SourceProblem::RecordTooLarge { after: 0 })) = ended else {
        panic!("a quote that is never closed does not fill the memory")
    };
    assert_eq!(problem.remedy(), "look for a quote that is never closed");
}

/// A quote that is never closed makes one field of all people after it. They are not to vanish.
#[test]
fn a_quote_that_is_never_closed_hides_nobody() {
    let batch = Batch::new(shipped());
    let header = "id,right-now,notes\n";
    for (rows, after) in [
        ("\"a,none,x\nb,chest-pain,x\n", 0),
        ("a,none,\"x\nb,chest-pain,x\n", 0),
        ("a,none,x\nb,none,\"x\nc,chest-pain,x", 1),
        ("a,none,\"x\"\"\nb,chest-pain,x\n", 0),
    ] {
        let batch = Batch::new(shipped()).ignoring(["notes".to_owned()]);
        let source = opened(&batch, "people.csv", format!("{header}{rows}").as_bytes()).unwrap();
        let Err(RunProblem::Source(SourceProblem::OpenQuote { after: told })) =
            run_over(&batch, source, Format::Csv, 1)
        else {
            panic!("{rows:?} ends")
        };
        assert_eq!(told, after, "{rows:?}");
    }
    // A quote that is closed at the very end, or a header alone, is nothing of the kind.
    for (text, rows) in
        [("id,right-now\na,none\n\"b\",\"none\"", 2), ("id,right-now", 0), ("id,right-now\n\n", 0)]
    {
        let source = opened(&batch, "people.csv", text.as_bytes()).unwrap();
        assert_eq!(run_over(&batch, source, Format::Csv, 1).unwrap().0.rows(), rows, "{text:?}");
    }
}

#[test]
fn an_id_with_nothing_in_it_is_none_in_every_format() {
    let batch = Batch::new(shipped());
    let ids = |name: &str, bytes: &[u8]| {
        let source = opened(&batch, name, bytes).unwrap();
        let (_, _, errors) = run_over(&batch, source, Format::Ndjson, 1).unwrap();
        parsed(&errors).iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };
    let wanted = ids("people.csv", b"id,right-now\n,none\n");
    assert!(!wanted.is_empty() && wanted.iter().all(serde_json::Value::is_null), "{wanted:?}");
    assert_eq!(ids("people.ndjson", b"{\"id\":\"\",\"right-now\":\"none\"}\n"), wanted);
}

#[test]
fn what_is_written_fits_its_schemas() {
    let pack = shipped();
    let batch = Batch::new(Arc::clone(&pack));
    let people = people(&pack, 40);
    let schemas = crate::schema::all();
    let fits = |name: &str, rows: &[serde_json::Value]| {
        let (_, text) =
            schemas.iter().find(|(file, _)| *file == format!("batch-{name}.schema.json")).unwrap();
        let validator = jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap();
        for row in rows {
            let problems: Vec<String> = validator.iter_errors(row).map(|error| error.to_string()).collect();
            assert_eq!(problems, [""; 0], "{name}: {row}");
        }
        assert!(!rows.is_empty());
    };
    let lines = ndjson_of(&pack, &people);
    fits("answers", &parsed(&lines));
    let source = opened(&batch, "people.ndjson", &lines).unwrap();
    let (_, results, errors) = run_over(&batch, source, Format::Ndjson, 1).unwrap();
    fits("results", &parsed(&results));
    fits("errors", &parsed(&errors));
    fits("columns", &[serde_json::to_value(crate::document(&pack)).unwrap()]);
    let batch = batch.with_why().with_reasons("2026-11-29".parse().unwrap(), None);
    let source = opened(&batch, "people.ndjson", &lines).unwrap();
    fits("results", &parsed(&run_over(&batch, source, Format::Ndjson, 1).unwrap().1));
}
