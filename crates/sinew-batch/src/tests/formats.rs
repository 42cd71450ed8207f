//! The formats: the same rows give the same results through each of them.

use super::{batch_of, csv_of, files_of, ndjson_of, opened, parsed, people, run_over};
use crate::{
    BLOCKS_AT_MOST, Batch, Format, ROWS_AT_MOST, RunProblem, Source, SourceProblem,
    reading::Reading,
    written::{as_csv, as_ndjson},
};
use arrow_array::{
    ArrayRef, DictionaryArray, RecordBatch, StringArray, cast::AsArray as _, types::Int32Type,
};
use arrow_ipc::{
    CompressionType, MetadataVersion,
    reader::{FileReader, read_footer_length},
    writer::{FileWriter, IpcWriteOptions, StreamWriter},
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

/// A decoder asks for as much memory as stands there before it looks at anything else; where there is none, no error can be told any more.
#[test]
fn a_length_that_cannot_be_is_refused_before_memory_is_asked_for() {
    let pack = shipped();
    let batch = Batch::new(Arc::clone(&pack));
    let rows = batch_of(&pack, &people(&pack, 60));
    let read = |name, bytes: &[u8]| rows_of(&batch, opened(&batch, name, bytes));
    for (rows, compression) in [
        (&rows, CompressionType::LZ4_FRAME),
        (&with_dictionaries(&rows), CompressionType::LZ4_FRAME),
        (&rows, CompressionType::ZSTD),
    ] {
        // A frame begins with a number of its own; its length stands before it.
        let begin = match compression {
            CompressionType::LZ4_FRAME => [0x04, 0x22, 0x4d, 0x18],
            _ => [0x28, 0xb5, 0x2f, 0xfd],
        };
        for (name, bytes) in arrow_of(rows, compression) {
            assert_eq!(read(name, &bytes).unwrap(), 2 * rows.num_rows() as u64, "{name}");
            let frames = bytes.windows(4).enumerate().filter(|(_, window)| *window == begin);
            let lengths: Vec<usize> = frames.map(|(at, _)| at - 8).collect();
            assert!(lengths.len() > 30, "{name}: {}", lengths.len());
            for at in lengths.into_iter().step_by(3) {
                for wrong in [1 << 30, 1 << 50, i64::MAX] {
                    let mut damaged = bytes.clone();
                    damaged[at..at + 8].copy_from_slice(&i64::to_le_bytes(wrong));
                    let problem = read(name, &damaged).unwrap_err();
                    assert!(
                        matches!(problem, RunProblem::Source(SourceProblem::Damaged { .. })),
                        "{name}: {problem}"
                    );
                    let told =
                        format!("it is damaged, or not Arrow: a part of it says that it is {wrong} bytes");
                    assert!(problem.to_string().starts_with(&told), "{name}: {problem}");
                }
            }
        }
    }
}

#[test]
fn arrow_is_read_however_much_was_saved_and_in_its_older_forms() {
    let pack = Arc::new(sinew_sample::small_pack(3));
    let batch = Batch::new(Arc::clone(&pack));
    let one = sinew_sample::person(&pack, 1);
    // Hardly anything is left of rows that are all alike.
    let alike = batch_of(&pack, &vec![one.clone(); 20_000]);
    for compression in [CompressionType::LZ4_FRAME, CompressionType::ZSTD] {
        for (name, bytes) in arrow_of(&alike, compression) {
            assert_eq!(
                rows_of(&batch, opened(&batch, name, &bytes)).unwrap(),
                2 * alike.num_rows() as u64,
                "{name}"
            );
        }
    }
    let rows = batch_of(&pack, &[one]);
    // Without what stands in front of each message since Arrow 0.15.
    let older = || IpcWriteOptions::try_new(8, true, MetadataVersion::V4).unwrap();
    for (name, bytes) in arrow_with(&rows, 2, &older) {
        assert_eq!(rows_of(&batch, opened(&batch, name, &bytes)).unwrap(), 2, "{name}");
    }
    for (name, bytes) in arrow_with(&rows, 0, &IpcWriteOptions::default) {
        assert_eq!(rows_of(&batch, opened(&batch, name, &bytes)).unwrap(), 0, "{name}");
    }
}

/// A stream may be written by somebody who waits for what becomes of it; and where it is cut off within a message, it does not end.
#[test]
fn a_stream_of_arrow_is_read_message_by_message_and_not_taken_for_whole_within_one() {
    /// A stream that must not be asked for more than this, or that ends with an error.
    struct Sent {
        left: Cursor<Vec<u8>>,
        then: Option<std::io::ErrorKind>,
    }
    impl Read for Sent {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            match (self.left.read(into)?, self.then) {
                (0, Some(kind)) => Err(kind.into()),
                (length, _) => Ok(length),
            }
        }
    }
    let pack = Arc::new(sinew_sample::small_pack(3));
    let batch = Batch::new(Arc::clone(&pack));
    let rows = batch_of(&pack, &[sinew_sample::person(&pack, 1), sinew_sample::person(&pack, 2)]);
    let [_, (_, bytes)] = arrow_of(&rows, CompressionType::LZ4_FRAME);
    let sent = |length: usize, then| {
        let left = Cursor::new(bytes[..length].to_vec());
        let mut source = Source::stream(&batch, Format::Arrow, Box::new(Sent { left, then }))
            .map_err(|problem| (0, problem))?;
        let mut rows = 0;
        while let Some(block) = source.next().map_err(|problem| (rows, problem))? {
            rows += block.rows(&Reading::of(&pack), source.roles(), &[]).len;
        }
        Ok::<_, (usize, SourceProblem)>(rows)
    };
    // What stands behind the end is not waited for.
    assert_eq!(sent(bytes.len(), Some(std::io::ErrorKind::Other)).unwrap(), 4);
    let mut whole = Vec::new();
    for length in 0..bytes.len() {
        match sent(length, None) {
            Ok(rows) => {
                whole.push(rows);
                // What was sent is there, whatever comes then.
                assert_eq!(sent(length, Some(std::io::ErrorKind::Other)).unwrap_err().0, rows);
            }
            Err((_, problem)) => {
                assert!(matches!(problem, SourceProblem::Damaged { .. }), "{length}: {problem}");
            }
        }
        // Some readers say so of what is cut off.
        assert!(sent(length, Some(std::io::ErrorKind::UnexpectedEof)).is_err(), "{length}");
    }
    // Behind the schema and behind each of the two messages, where a stream may end.
    assert_eq!(whole, [0, 2, 4]);
}

/// What stands at the end of a file says where everything is, and is believed in nothing that the file cannot hold.
#[test]
fn no_damaged_index_ends_a_run() {
    let pack = Arc::new(sinew_sample::small_pack(3));
    let batch = Batch::new(Arc::clone(&pack));
    let people: Vec<_> = (0..3).map(|person| sinew_sample::person(&pack, person)).collect();
    let [(name, bytes), _] = arrow_of(&batch_of(&pack, &people), CompressionType::LZ4_FRAME);
    let footer = bytes.len() - 10;
    let length = read_footer_length(*bytes.last_chunk().unwrap()).unwrap();
    let mut refused = 0;
    for at in footer - length..bytes.len() {
        // All of its bits are off; one, two or all of them are others.
        for by in [bytes[at], 0x40, 0x81, 0xff] {
            let mut damaged = bytes.clone();
            damaged[at] ^= by;
            let ended = opened(&batch, name, &damaged)
                .map_err(RunProblem::Source)
                .and_then(|source| run_over(&batch, source, Format::Ndjson, 1));
            match ended {
                Ok(_) => {}
                Err(RunProblem::Source(SourceProblem::Damaged { .. } | SourceProblem::Columns(_))) => {
                    refused += 1;
                }
                Err(problem) => panic!("byte {at}: {problem}"),
            }
        }
    }
    assert!(refused > 100, "{refused}");
    // One of them is the byte that says that a message has rows; without it, that is no end of the file.
    let without_rows = (0..footer - length).filter(|at| bytes[*at] == 3).any(|at| {
        let mut damaged = bytes.clone();
        damaged[at] = 0;
        let ended = rows_of(&batch, opened(&batch, name, &damaged));
        ended.is_err_and(|problem| problem.to_string().ends_with("not Arrow: a block of it has no rows"))
    });
    assert!(without_rows);
    let mut longer = bytes.clone();
    longer[footer..footer + 4].copy_from_slice(&i32::MAX.to_le_bytes());
    let problem = opened(&batch, name, &longer).err().unwrap();
    assert_eq!(problem.to_string(), "it is damaged, or not Arrow: its index is longer than the file");
}

#[test]
fn texts_as_dictionaries_are_read_from_files_and_streams() {
    let pack = shipped();
    let batch = Batch::new(Arc::clone(&pack));
    let rows = batch_of(&pack, &people(&pack, 20));
    let results = |(name, bytes): (&str, Vec<u8>)| {
        run_over(&batch, opened(&batch, name, &bytes).unwrap(), Format::Ndjson, 1).unwrap().1
    };
    for compression in [CompressionType::LZ4_FRAME, CompressionType::ZSTD] {
        let [wanted, stream] = arrow_of(&rows, compression).map(results);
        assert!(!wanted.is_empty() && stream == wanted);
        assert_eq!(arrow_of(&with_dictionaries(&rows), compression).map(results), [wanted.clone(), wanted]);
    }
}

/// The same rows with each column of texts as a dictionary.
fn with_dictionaries(rows: &RecordBatch) -> RecordBatch {
    let columns = rows.columns().iter().map(|column| match column.as_any().downcast_ref::<StringArray>() {
        Some(texts) => Arc::new(texts.iter().collect::<DictionaryArray<Int32Type>>()) as ArrayRef,
        None => Arc::clone(column),
    });
    let names = rows.schema().fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>();
    let made = RecordBatch::try_from_iter(names.into_iter().zip(columns)).unwrap();
    assert!(made.columns().iter().any(|column| column.as_any_dictionary_opt().is_some()));
    made
}

/// A file and a stream of Arrow that are compressed and have these rows twice.
fn arrow_of(rows: &RecordBatch, compression: CompressionType) -> [(&'static str, Vec<u8>); 2] {
    arrow_with(rows, 2, &|| IpcWriteOptions::default().try_with_compression(Some(compression)).unwrap())
}

/// A file and a stream of Arrow that have these rows so many times.
fn arrow_with(
    rows: &RecordBatch,
    times: usize,
    options: &dyn Fn() -> IpcWriteOptions,
) -> [(&'static str, Vec<u8>); 2] {
    let (mut file, mut stream) = (Vec::new(), Vec::new());
    let mut writer = FileWriter::try_new_with_options(&mut file, &rows.schema(), options()).unwrap();
    (0..times).for_each(|_| writer.write(rows).unwrap());
    writer.finish().unwrap();
    drop(writer);
    let mut writer = StreamWriter::try_new_with_options(&mut stream, &rows.schema(), options()).unwrap();
    (0..times).for_each(|_| writer.write(rows).unwrap());
    writer.finish().unwrap();
    drop(writer);
    [("people.arrow", file), ("people.arrows", stream)]
}

/// How many rows were read from a source.
fn rows_of(batch: &Batch, source: Result<Source<'_>, SourceProblem>) -> Result<u64, RunProblem> {
    run_over(batch, source.map_err(RunProblem::Source)?, Format::Ndjson, 1).map(|(counts, ..)| counts.rows())
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
