//! `sinew training`: what the runner's log says; and `sinew data export`, which writes it out.

use crate::{
    arguments::{ExportFormat, Format, TrainingArguments},
    document::{Block, list, paragraph},
    environment::Environment,
    failure::{Failure, exit_code},
    session::Session,
    view::{answer_words, result::distinct, training_page, weeks_svg},
    words::{date_words, sentence, upper_first},
};
use jiff::tz::TimeZone;
use sinew_app::{
    facts::{Number, Reading, ReadingOf, known},
    saved::write_file,
};
use sinew_log::{Log, LogProblem, json, runs::runs_to_read_again, to_csv, to_json};
use sinew_model::{Date, LogMeasure, Pack, RawAnswer};
use sinew_training::{Entry, Figure, Measure, Measures, Value, figures, measures, merge};
use std::path::{Path, PathBuf};

pub(crate) fn run(session: &mut Session<'_>, arguments: &TrainingArguments) -> Result<u8, Failure> {
    let folder = data_folder(session.environment)?;
    let log = opened(&folder)?;
    let zone = session.environment.zone.clone();
    let today = arguments.today.unwrap_or(session.environment.today);
    let entries = merge(readings(&log)?, &zone);
    let measures = measures(&entries, today, &zone);
    let runs = to_read_again(&log, &entries, today, &zone)?;
    let more = to_read_again_words(runs).map(|words| sentence(&upper_first(&words)));
    if let Some(path) = &arguments.svg {
        let drawn = weeks_svg(&measures, arguments.weeks);
        write_file(path, drawn)
            .map_err(|problem| Failure::input("not-written", problem.to_string()).help(problem.remedy()))?;
    }
    // A pack that cannot be read keeps nobody from seeing the log.
    let packs = session.shelf().and_then(|shelf| session.packs_for(&shelf, None)).ok();
    let proposals = packs.map(|packs| proposals(&packs, &readings_of(&measures, today)));
    match arguments.format.get() {
        Format::Json => {
            let more = more.map(|text| json::ToReadAgain { runs, text });
            let document = json::training(&measures, today, proposals, more);
            session.show_json(&serde_json::to_value(document).unwrap_or_default())?;
        }
        format => {
            let mut page = training_page(&measures, arguments.weeks, &session.out_style());
            page.add("What an assessment proposes from it", proposal_blocks(proposals));
            page.add("What may be missing", more.map(paragraph).into_iter().collect());
            session.show(&page, format)?;
        }
    }
    Ok(exit_code::DONE)
}

/// Writes the log out.
pub(crate) fn export(
    session: &mut Session<'_>,
    folder: &Path,
    format: ExportFormat,
    output: Option<&str>,
) -> Result<u8, Failure> {
    let readings = readings(&opened(folder)?)?;
    let zone = &session.environment.zone;
    let text = match format {
        ExportFormat::Csv => to_csv(&readings, zone),
        ExportFormat::Json => {
            let value = serde_json::to_value(to_json(&readings, zone)).unwrap_or_default();
            format!("{value:#}\n")
        }
    };
    match output {
        None | Some("-") => session.console.write_out(&text)?,
        Some(path) => {
            write_file(Path::new(path), text).map_err(|problem| {
                Failure::input("not-written", problem.to_string()).help(problem.remedy())
            })?;
            session.notice(&format!("Written: {path}"))?;
        }
    }
    Ok(exit_code::DONE)
}

/// The training log on a day.
pub(crate) struct LogToday {
    /// The activities.
    #[cfg_attr(
        not(feature = "extensions"),
        expect(dead_code, reason = "only extensions look at single runs")
    )]
    pub(crate) entries: Vec<Entry>,
    /// What it says, for packs that ask about it.
    pub(crate) readings: Vec<Reading>,
    /// What may be missing of its latest runs, and what to do about it; a sentence without its full stop.
    #[cfg_attr(
        not(feature = "extensions"),
        expect(dead_code, reason = "only extensions look at what was recorded on the way")
    )]
    pub(crate) to_read_again: Option<String>,
}

/// The training log today. Fails if it is not there or cannot be read.
pub(crate) fn log_today(environment: &Environment, today: Date) -> Result<LogToday, Failure> {
    let zone = &environment.zone;
    let log = opened(&data_folder(environment)?)?;
    let entries = merge(readings(&log)?, zone);
    let readings = readings_of(&measures(&entries, today, zone), today);
    let to_read_again = to_read_again_words(to_read_again(&log, &entries, today, zone)?);
    Ok(LogToday { entries, readings, to_read_again })
}

/// How many of the latest runs may have been recorded with more than the log has of them.
fn to_read_again(log: &Log, entries: &[Entry], today: Date, zone: &TimeZone) -> Result<u32, Failure> {
    let whole = log.contents().map_err(|problem| log_failure(&problem))?;
    Ok(runs_to_read_again(entries, &whole, today, zone))
}

/// What to do about so many of them, as a sentence without its full stop.
fn to_read_again_words(runs: u32) -> Option<String> {
    let runs = match runs {
        0 => return None,
        1 => "1 run".to_owned(),
        runs => format!("{runs} runs"),
    };
    Some(format!(
        "of {runs} of the last 30 days the log may lack what your watch or app recorded on the way; reading its own files \
         (FIT, TCX or GPX) may fill it in: sinew import PATH"
    ))
}

/// Whether there is a training log, readable or not.
pub(crate) fn has_log(environment: &Environment) -> bool {
    environment.data.as_deref().is_some_and(|folder| !sinew_log::files(folder).is_empty())
}

fn readings_of(measures: &Measures, today: Date) -> Vec<Reading> {
    figures(measures, today, &date_words).into_iter().filter_map(reading).collect()
}

/// The answers that packs would propose.
fn proposals(packs: &[Pack], readings: &[Reading]) -> Vec<json::Proposal> {
    let of_pack = |pack: &Pack| -> Vec<json::Proposal> {
        let proposed =
            known(pack, readings).into_iter().filter_map(|known| Some((known.question, known.proposed?)));
        proposed
            .map(|(question, answer)| {
                let question = &pack.questions()[question];
                json::Proposal {
                    pack: pack.identity().id.to_string(),
                    question: question.id.to_string(),
                    answer: match question.write_answer(answer) {
                        RawAnswer::Text(text) => vec![text],
                        RawAnswer::List(ids) => ids,
                        RawAnswer::Number(number) => vec![number.to_string()],
                    },
                    text: format!("{}: {}", question.short, answer_words(question, answer)),
                }
            })
            .collect()
    };
    packs.iter().flat_map(of_pack).collect()
}

/// The same for people, each once.
fn proposal_blocks(proposals: Option<Vec<json::Proposal>>) -> Vec<Block> {
    let Some(proposals) = proposals else {
        return vec![paragraph("The packs cannot be read, so it is not known. See why: sinew pack list")];
    };
    let all: Vec<String> = proposals.into_iter().map(|proposal| proposal.text).collect();
    if all.is_empty() {
        return vec![paragraph("Nothing: it has no answer to a question that is asked.")];
    }
    let lead = "Each is shown with its question, and you can answer otherwise";
    list(lead, distinct(all)).into_iter().chain([paragraph("Start: sinew assess")]).collect()
}

/// A figure as a reading that facts of packs can be about.
fn reading(figure: Figure) -> Option<Reading> {
    let measure = LogMeasure::ALL.into_iter().find(|measure| measure.name() == figure.name)?;
    let value = match figure.value {
        Measure::Known(Value { number, words }) => Ok(Number { number: i64::from(number), words }),
        Measure::NotEnough(lack) => Err(lack.words(&date_words)),
    };
    Some(Reading { of: ReadingOf::TrainingLog(measure), value })
}

fn opened(folder: &Path) -> Result<Log, Failure> {
    let log = Log::open_existing(folder).map_err(|problem| log_failure(&problem))?;
    log.ok_or_else(|| {
        Failure::input("no-log", "there is no training log yet").help("read your files: sinew import PATH")
    })
}

fn readings(log: &Log) -> Result<Vec<sinew_training::Reading>, Failure> {
    log.readings().map_err(|problem| log_failure(&problem))
}

/// The folder for the user's data.
pub(crate) fn data_folder(environment: &Environment) -> Result<PathBuf, Failure> {
    environment.data.clone().ok_or_else(|| {
        Failure::input("data", "there is no folder for your data, so nothing is kept")
            .help("name one with SINEW_DATA")
    })
}

/// What is wrong with the log, in words.
pub(crate) fn log_failure(problem: &LogProblem) -> Failure {
    Failure::input("training-log", problem.to_string()).help(problem.remedy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_that_packs_know_is_measured_in_its_unit_and_no_other() {
        let today = Date::constant(2026, 1, 1);
        let measured: Vec<(&str, &str)> = figures(&measures(&[], today, &TimeZone::UTC), today, &date_words)
            .into_iter()
            .map(|figure| (figure.name, figure.unit))
            .collect();
        let known: Vec<_> = LogMeasure::ALL.iter().map(|measure| (measure.name(), measure.unit())).collect();
        assert_eq!(measured, known);
    }
}
