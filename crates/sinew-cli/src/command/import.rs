//! `sinew import`: from files of watches and apps to the log.

use super::training::{data_folder, log_failure};
use crate::{
    arguments::{Format, ImportArguments, Unit},
    console::Streams,
    document::{Document, list, paragraph},
    failure::{Failure, exit_code},
    progress::Bar,
    session::Session,
};
use sinew_import::{FileReport, Import, LengthUnit, Outcome, Progress, Settings};
use sinew_log::{
    Log, LogProblem,
    json::{ImportDocument, ImportFile, SCHEMA_VERSION},
};
use sinew_training::{Entry, Reading, merge};
use std::{io::Write as _, ops::ControlFlow};

/// How many readings are saved at once. Each time is a wait for the disk.
const AT_ONCE: usize = 64;
/// How many files are listed, unless all are asked for.
const LISTED: usize = 20;

pub(crate) fn run(session: &mut Session<'_>, arguments: &ImportArguments) -> Result<u8, Failure> {
    let folder = data_folder(session.environment)?;
    let mut log = Log::open(&folder).map_err(|problem| log_failure(&problem))?;
    let known = log.contents().map_err(|problem| log_failure(&problem))?;
    let length_unit = arguments.unit.map(|unit| match unit {
        Unit::Km => LengthUnit::Kilometres,
        Unit::Mi => LengthUnit::Miles,
    });
    let import = Import::new(&arguments.paths, Settings { now: session.environment.now, length_unit }, known);
    let shows = session.environment.stderr_is_terminal && !arguments.no_progress;
    let mut bar = shows.then(|| Bar::new(&session.err_style()));
    let mut tally = Tally::default();
    let Streams { mut notices, .. } = session.console.streams();
    let flow = import.run(&mut |report, Progress { done, known }| {
        tally.take(report, &mut log);
        let words = format!("{done} of {known} files");
        let (done, known) = (done as u64, known as u64);
        if let Some(text) = bar.as_mut().and_then(|bar| bar.text(done, known, &words)) {
            // That a notice cannot be written is no reason to stop.
            drop(notices.write_all(text.as_bytes()).and_then(|()| notices.flush()));
        }
        if tally.problem.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    if let Some(text) = bar.and_then(Bar::end) {
        drop(notices.write_all(text.as_bytes()));
    }
    drop(notices);
    if flow.is_continue() {
        tally.save(&mut log);
    }
    if let Some(problem) = &tally.problem {
        let saved = match tally.saved {
            0 => "Nothing new was saved before that.".to_owned(),
            1 => "1 activity was saved before that.".to_owned(),
            saved => format!("{saved} activities were saved before that."),
        };
        return Err(log_failure(problem).detail(saved));
    }
    if tally.files.iter().all(|file| file.outcome == REFUSED) {
        return Err(tally.failure());
    }
    match arguments.format.get() {
        Format::Json => {
            let document = serde_json::to_value(tally.document()).unwrap_or_default();
            session.show_json(&document)?;
        }
        format => {
            let readings = log.readings().map_err(|problem| log_failure(&problem))?;
            let entries = merge(readings, &session.environment.zone);
            session.show(&tally.page(&entries, arguments.show_skipped), format)?;
        }
    }
    Ok(exit_code::DONE)
}

const READ: &str = "read";
const KNOWN: &str = "known";
const NO_ACTIVITY: &str = "no-activity";
const REFUSED: &str = "refused";

/// What became of the files so far.
#[derive(Default)]
struct Tally {
    files: Vec<ImportFile>,
    waiting: Vec<Reading>,
    saved: usize,
    problem: Option<LogProblem>,
}

impl Tally {
    fn take(&mut self, report: FileReport, log: &mut Log) {
        let FileReport { file, outcome } = report;
        let mut taken = ImportFile {
            file,
            outcome: String::new(),
            activities: 0,
            spot: None,
            cause: None,
            remedy: None,
            remarks: Vec::new(),
        };
        let outcome = match outcome {
            Outcome::Read { readings, remarks } => {
                taken.activities = u32::try_from(readings.len()).unwrap_or(u32::MAX);
                taken.remarks = remarks.iter().map(ToString::to_string).collect();
                self.waiting.extend(readings);
                READ
            }
            Outcome::Known => KNOWN,
            Outcome::Nothing(nothing) => {
                taken.cause = Some(nothing.to_string());
                NO_ACTIVITY
            }
            Outcome::Refused(refusal) => {
                taken.spot = refusal.spot.map(|spot| spot.to_string());
                taken.cause = Some(refusal.cause.to_string());
                taken.remedy = refusal.cause.remedy().map(str::to_owned);
                REFUSED
            }
        };
        self.files.push(ImportFile { outcome: outcome.to_owned(), ..taken });
        if self.waiting.len() >= AT_ONCE {
            self.save(log);
        }
    }

    /// Saves what waits. Only then it counts as saved.
    fn save(&mut self, log: &mut Log) {
        match log.save(&std::mem::take(&mut self.waiting)) {
            Ok(new) => self.saved += new,
            Err(problem) => self.problem = Some(problem),
        }
    }

    fn count(&self, outcome: &str) -> usize {
        self.files.iter().filter(|file| file.outcome == outcome).count()
    }

    fn document(&self) -> ImportDocument {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        ImportDocument {
            schema_version: SCHEMA_VERSION,
            saved: number(self.saved),
            files_read: number(self.count(READ)),
            files_known: number(self.count(KNOWN)),
            files_without_activity: number(self.count(NO_ACTIVITY)),
            files_refused: number(self.count(REFUSED)),
            files: self.files.clone(),
        }
    }

    /// Why nothing at all was read.
    fn failure(&self) -> Failure {
        let mut failure = Failure::input("nothing-read", "no file could be read");
        for file in self.files.iter().take(LISTED) {
            failure = failure.detail(refused_words(file));
        }
        let more = self.files.len().saturating_sub(LISTED);
        if more > 0 {
            failure = failure.detail(format!("and {more} more"));
        }
        failure.help("files that are read: FIT, GPX, TCX, activities.csv, also as .gz or in zip archives")
    }

    fn page(&self, log: &[Entry], shows_all: bool) -> Document {
        let mut document = Document::default();
        let activities: usize = self.files.iter().map(|file| file.activities as usize).sum();
        let read = match activities {
            0 => "Read no new activity.".to_owned(),
            activities => format!(
                "Read {} from {}.",
                counted(activities, "activity", "activities"),
                counted(self.count(READ), "file", "files")
            ),
        };
        let known = match self.count(KNOWN) {
            0 => String::new(),
            known => format!(" {} in the log already.", counted(known, "file was", "files were")),
        };
        document.opening.push(paragraph(read + &known));
        let runs = log.iter().filter(|entry| entry.activity.kind.is_run()).count();
        document.opening.push(paragraph(if log.is_empty() {
            "Your log is still empty.".to_owned()
        } else {
            format!(
                "Your log now has {}, {} of them runs. Files of the same activity count once.",
                counted(log.len(), "activity", "activities"),
                if runs == 0 { "none".to_owned() } else { runs.to_string() }
            )
        }));
        self.add_skipped(&mut document, shows_all);
        self.add_remarks(&mut document, shows_all);
        if !log.is_empty() {
            document.add("Next", vec![paragraph("See it: sinew training")]);
        }
        document
    }

    fn add_skipped(&self, document: &mut Document, shows_all: bool) {
        let refused: Vec<String> =
            self.files.iter().filter(|file| file.outcome == REFUSED).map(refused_words).collect();
        let title = format!("{} could not be read", counted(refused.len(), "file", "files"));
        document.add(&title, listed(refused, shows_all));
        let without: Vec<&ImportFile> =
            self.files.iter().filter(|file| file.outcome == NO_ACTIVITY).collect();
        let title = format!("{} no activity", counted(without.len(), "file holds", "files hold"));
        if shows_all {
            let words =
                |file: &&ImportFile| format!("{}: {}", file.file, file.cause.as_deref().unwrap_or_default());
            document.add(&title, listed(without.iter().map(words).collect(), true));
        } else if !without.is_empty() {
            document.add(&title, vec![paragraph("This is no fault. List them with: --show-skipped")]);
        }
    }

    fn add_remarks(&self, document: &mut Document, shows_all: bool) {
        let remarks: Vec<String> = self
            .files
            .iter()
            .flat_map(|file| file.remarks.iter().map(move |remark| format!("{}: {remark}", file.file)))
            .collect();
        document.add("Worth knowing", listed(remarks, shows_all));
    }
}

/// Items as a list; the first of them, unless all are asked for.
fn listed(mut items: Vec<String>, shows_all: bool) -> Vec<crate::document::Block> {
    let more = items.len().saturating_sub(LISTED);
    if more > 0 && !shows_all {
        items.truncate(LISTED);
        items.push(format!("and {more} more; list them with: --show-skipped"));
    }
    list("", items).into_iter().collect()
}

fn refused_words(file: &ImportFile) -> String {
    let spot = file.spot.as_ref().map_or_else(String::new, |spot| format!("{spot}: "));
    let remedy = file.remedy.as_ref().map_or_else(String::new, |remedy| format!("; {remedy}"));
    format!("{}: {spot}{}{remedy}", file.file, file.cause.as_deref().unwrap_or_default())
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
