//! `sinew batch`: from a table of answers to a table of results, and one of what is wrong with which rows.

mod unfinished;

use crate::{
    arguments::{BatchArguments, TableFormat},
    console::Streams,
    failure::{Failure, exit_code},
    progress::Bar,
    session::Session,
};
use sinew_batch::{
    Batch, Counts, Format, ID_COLUMN, Progress, RowProblem, RunProblem, Sink, SinkProblem, Source,
    SourceProblem, error_schema,
};
use sinew_model::Urgency;
use std::{
    fs::File,
    io::{self, ErrorKind, Write},
    num::NonZeroUsize,
    path::{Path, PathBuf},
    thread,
};
use unfinished::Unfinished;

const STREAM: &str = "-";

pub(crate) fn run(session: &mut Session<'_>, arguments: &BatchArguments) -> Result<u8, Failure> {
    let pack = super::pack::opened(session, &arguments.pack)?;
    refuse_same_files(arguments)?;
    let is_read = |name: &&String| pack.question_named(name).is_some() || *name == ID_COLUMN;
    if let Some(name) = arguments.ignore.iter().find(is_read) {
        return Err(Failure::usage(format!("the column `{name}` is one that the pack reads, and counts"))
            .help("to leave it out, take it out of the table"));
    }
    let from = format_of(&arguments.input, arguments.input_format, "--input-format")?;
    let to = format_of(&arguments.output, arguments.output_format, "--output-format")?;
    let errors_to =
        arguments.errors.as_deref().map(|path| format_of(path, None, "another ending")).transpose()?;
    if arguments.input == STREAM && session.environment.stdin_is_terminal {
        return Err(Failure::input(
            "input",
            "rows are expected on standard input, but that is a terminal, so there are none",
        )
        .help("name the file: --input people.csv"));
    }
    let today = arguments.today.unwrap_or(session.environment.today);
    let region = match &arguments.region {
        None => None,
        Some(named) => Some(pack.region_named(named).ok_or_else(|| {
            Failure::input("unknown-region", format!("there is no region `{named}`"))
                .help("see: sinew region")
        })?),
    };
    let mut batch = Batch::new(pack).ignoring(arguments.ignore.iter().cloned());
    if arguments.why {
        batch = batch.with_why();
    }
    if arguments.reasons {
        batch = batch.with_reasons(today, region);
    }
    let bar = session.environment.stderr_is_terminal.then(|| Bar::new(&session.err_style()));
    let counts = run_over(session, arguments, &batch, (from, to, errors_to), bar)?;
    tell(session, arguments, &counts)?;
    Ok(if counts.refused == 0 { exit_code::DONE } else { exit_code::FOUND })
}

/// Reads, decides and writes, and puts the files in place.
fn run_over(
    session: &mut Session<'_>,
    arguments: &BatchArguments,
    batch: &Batch,
    (from, to, errors_to): (Format, Format, Option<Format>),
    mut bar: Option<Bar>,
) -> Result<Counts, Failure> {
    let BatchArguments { input, output, errors, .. } = arguments;
    let Streams { input: stdin, output: stdout, mut notices } = session.console.streams();
    let source = if input == STREAM {
        Source::stream(batch, from, stdin)
    } else {
        let file = File::open(input).and_then(|file| {
            if file.metadata()?.is_dir() { Err(ErrorKind::IsADirectory.into()) } else { Ok(file) }
        });
        let file = file.map_err(|error| {
            Failure::input("input", format!("`{input}` could not be read: {error}"))
                .help("name a file that is there and that you may read")
        })?;
        Source::file(batch, from, file)
    };
    let source = source.map_err(|problem| source_failure(input, &problem))?;
    let (results_file, results_to): (_, Box<dyn Write + '_>) = if output == STREAM {
        (None, stdout)
    } else {
        let (file, to) = Unfinished::begin(output)?;
        (Some(file), Box::new(to))
    };
    let as_stream = output == STREAM || is_stream(output);
    let mut results = Sink::new(to, &batch.result_schema(), as_stream, results_to).map_err(failed(output))?;
    let mut errors_file = None;
    let mut errors_sink = None;
    if let Some((path, format)) = errors.as_deref().zip(errors_to) {
        let (file, to) = Unfinished::begin(path)?;
        errors_file = Some(file);
        let sink = Sink::new(format, &error_schema(), is_stream(path), Box::new(to));
        errors_sink = Some(sink.map_err(failed(path))?);
    }
    let threads =
        arguments.threads.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZeroUsize::MIN));
    let counts =
        sinew_batch::run(batch, source, &mut results, errors_sink.as_mut(), threads, &mut |progress| {
            let Progress { rows, share } = progress;
            let words = || format!("{rows} rows done");
            let text = bar.as_mut().zip(share).and_then(|(bar, (done, all))| bar.text(done, all, &words()));
            if let Some(text) = text {
                // That a notice cannot be written is no reason to stop.
                drop(notices.write_all(text.as_bytes()));
            }
        });
    if let Some(text) = bar.and_then(Bar::end) {
        drop(notices.write_all(text.as_bytes()));
    }
    let counts = counts.map_err(|problem| match problem {
        RunProblem::Source(problem) => source_failure(input, &problem),
        RunProblem::Results(problem) => sink_failure(output, problem),
        RunProblem::Errors(problem) => sink_failure(errors.as_deref().unwrap_or_default(), problem),
        problem => Failure::input("batch", problem.to_string()),
    })?;
    results.finish().map_err(failed(output))?;
    if let Some((sink, path)) = errors_sink.zip(errors.as_deref()) {
        sink.finish().map_err(failed(path))?;
    }
    // Nothing is put in place before all of it is on the disk, so that new errors never stand beside old results. The results come
    // last: whoever sees them can look up what is wrong with the other rows.
    let files: Vec<Unfinished> = [errors_file, results_file].into_iter().flatten().collect();
    for file in &files {
        file.sync()?;
    }
    for file in files {
        file.put_in_place()?;
    }
    Ok(counts)
}

/// The format that is named, or that the ending of the file tells.
fn format_of(path: &str, named: Option<TableFormat>, option: &str) -> Result<Format, Failure> {
    if let Some(named) = named {
        return Ok(match named {
            TableFormat::Parquet => Format::Parquet,
            TableFormat::Arrow => Format::Arrow,
            TableFormat::Csv => Format::Csv,
            TableFormat::Ndjson => Format::Ndjson,
        });
    }
    if path == STREAM {
        return Err(Failure::usage("a stream does not tell which format it has")
            .help(format!("say it with {option}: parquet, arrow, csv or ndjson")));
    }
    Format::of(Path::new(path)).map_err(|problem| {
        Failure::usage(format!("`{path}`: {problem}")).help(format!("say it with {option}"))
    })
}

/// Whether the ending asks for the stream format of Arrow, which can be read while it is written.
fn is_stream(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("arrows"))
}

/// A result that replaced its own input could never be made again.
fn refuse_same_files(arguments: &BatchArguments) -> Result<(), Failure> {
    let BatchArguments { input, output, errors, .. } = arguments;
    let named = [("--input", Some(input)), ("--output", Some(output)), ("--errors", errors.as_ref())];
    if errors.as_deref() == Some(STREAM) {
        return Err(Failure::usage(
            "--errors is a file of its own, because the results stand on standard output",
        )
        .help("name a file: --errors errors.csv"));
    }
    let files: Vec<(&str, &String, PathBuf)> = named
        .into_iter()
        .filter_map(|(option, path)| Some((option, path.filter(|path| *path != STREAM)?)))
        .map(|(option, path)| (option, path, unfinished::real_path(Path::new(path))))
        .collect();
    for (position, (option, path, real)) in files.iter().enumerate() {
        if let Some((other, ..)) = files[..position].iter().find(|(_, _, before)| before == real) {
            return Err(Failure::usage(format!("{other} and {option} are the same file `{path}`"))
                .help("write to another file"));
        }
    }
    Ok(())
}

fn source_failure(path: &str, problem: &SourceProblem) -> Failure {
    let place = if path == STREAM { "standard input".to_owned() } else { format!("`{path}`") };
    let code = if matches!(problem, SourceProblem::Columns(_)) { "columns" } else { "input" };
    let failure = Failure::input(code, format!("{place}: {problem}")).help(problem.remedy());
    match problem {
        SourceProblem::Columns(_) => failure
            .help("to leave a column out: --ignore NAME")
            .help("the columns there can be: sinew pack show PACK --columns"),
        _ => failure,
    }
}

/// As [`sink_failure`], for what is still to fail.
fn failed(path: &str) -> impl FnOnce(SinkProblem) -> Failure {
    move |problem| sink_failure(path, problem)
}

fn sink_failure(path: &str, problem: SinkProblem) -> Failure {
    match problem {
        SinkProblem::Io(error) if path == STREAM => Failure::from(error),
        SinkProblem::Io(error) => output_failure(path, &error),
        problem => Failure::input("output", format!("`{path}`: {problem}")),
    }
}

fn output_failure(path: &str, error: &io::Error) -> Failure {
    Failure::input("output", format!("`{path}` could not be written: {}", sinew_app::disk::cause(error)))
        .help("nothing was put in its place; name a file that you may write, or make room")
}

/// What became of all rows, and what is wrong with the first of those that have no result.
fn tell(session: &mut Session<'_>, arguments: &BatchArguments, counts: &Counts) -> Result<(), Failure> {
    let levels = Urgency::ALL.into_iter().zip(counts.by_urgency).rev().filter(|(_, count)| *count > 0);
    let levels: Vec<String> = levels.map(|(urgency, count)| format!("{count} {}", urgency.name())).collect();
    let levels = if levels.is_empty() { String::new() } else { format!(" ({})", levels.join(", ")) };
    let (rows, decided, refused) = (counts.rows(), counts.decided(), counts.refused);
    session.notice(&format!(
        "{} read: {decided} with a result{levels}, {refused} without",
        rows_in_words(rows)
    ))?;
    for RowProblem { row, id, cause, .. } in &counts.examples {
        let id = id.as_ref().map_or_else(String::new, |id| format!(" ({})", sinew_app::quoted(id)));
        session.notice(&format!("row {row}{id}: {cause}"))?;
    }
    if counts.emergencies_refused > 0 {
        session.notice(&format!(
            "{} without a result: what they answered is an emergency already",
            rows_in_words(counts.emergencies_refused)
        ))?;
    }
    if counts.emergencies_open > 0 {
        session.notice(&format!(
            "{} without a result: some answers could not be read, so they may be an emergency too",
            rows_in_words(counts.emergencies_open)
        ))?;
    }
    match &arguments.errors {
        Some(path) if refused > 0 => {
            session.notice(&format!("All that is wrong stands in: {path}"))?;
        }
        None if refused > 0 => {
            session.notice("To see all that is wrong, name a file: --errors errors.csv")?;
        }
        Some(_) | None => {}
    }
    Ok(())
}

fn rows_in_words(count: u64) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{count} rows") }
}
