//! `sinew training`: what the runner's log says; and `sinew data export`, which writes it out.

use crate::{
    arguments::{ExportFormat, Format, TrainingArguments},
    failure::{Failure, exit_code},
    session::Session,
    view::{training_page, weeks_svg},
};
use sinew_app::saved::write_file;
use sinew_log::{Log, LogProblem, json, to_csv, to_json};
use sinew_training::{measures, merge};
use std::path::{Path, PathBuf};

pub(crate) fn run(session: &mut Session<'_>, arguments: &TrainingArguments) -> Result<u8, Failure> {
    let folder = data_folder(session)?;
    let readings = readings(&folder)?;
    let zone = session.environment.zone.clone();
    let today = arguments.today.unwrap_or(session.environment.today);
    let entries = merge(readings, &zone);
    let measures = measures(&entries, today, &zone);
    if let Some(path) = &arguments.svg {
        let drawn = weeks_svg(&measures, arguments.weeks);
        write_file(path, drawn)
            .map_err(|problem| Failure::input("not-written", problem.to_string()).help(problem.remedy()))?;
    }
    match arguments.format.get() {
        Format::Json => {
            let document = serde_json::to_value(json::training(&measures, today)).unwrap_or_default();
            session.show_json(&document)?;
        }
        format => {
            let page = training_page(&measures, arguments.weeks, &session.out_style());
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
    let readings = readings(folder)?;
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

fn readings(folder: &Path) -> Result<Vec<sinew_training::Reading>, Failure> {
    let read = |problem: LogProblem| log_failure(&problem);
    let Some(log) = Log::open_existing(folder).map_err(read)? else {
        return Err(Failure::input("no-log", "there is no training log yet")
            .help("read your files: sinew import PATH"));
    };
    log.readings().map_err(read)
}

/// The folder for the user's data.
pub(crate) fn data_folder(session: &Session<'_>) -> Result<PathBuf, Failure> {
    session.environment.data.clone().ok_or_else(|| {
        Failure::input("data", "there is no folder for your data, so nothing is kept")
            .help("name one with SINEW_DATA")
    })
}

/// What is wrong with the log, in words.
pub(crate) fn log_failure(problem: &LogProblem) -> Failure {
    Failure::input("training-log", problem.to_string()).help(problem.remedy())
}
