//! `sinew data`: what is kept on this computer, and deleting it.

use super::region;
use crate::{
    arguments::{DataArguments, DataCommand},
    console::Entry,
    failure::{Failure, exit_code},
    keeping::is_page,
    render::{Attempt, Menu, menu_page},
    session::Session,
};
use sinew_app::saved;
use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// The word that has to be typed.
const WORD: &str = "delete";

pub(crate) fn run(session: &mut Session<'_>, arguments: &DataArguments) -> Result<u8, Failure> {
    let Some(folder) = session.environment.data.clone() else {
        return Err(Failure::input("data", "there is no folder for your data, so nothing is kept")
            .help("name one with SINEW_DATA"));
    };
    match &arguments.command {
        DataCommand::Path => {
            session.console.write_out(&format!("{}\n", folder.display()))?;
            Ok(exit_code::DONE)
        }
        #[cfg(feature = "training")]
        DataCommand::Export { format, output } => {
            super::training::export(session, &folder, *format, output.as_deref())
        }
        DataCommand::Delete { dry_run, confirm } => delete(session, &folder, *dry_run, confirm.as_deref()),
    }
}

fn delete(
    session: &mut Session<'_>,
    folder: &Path,
    dry_run: bool,
    confirm: Option<&str>,
) -> Result<u8, Failure> {
    let files = kept(folder)?;
    if files.is_empty() {
        session.notice("Nothing is kept, so there is nothing to delete.")?;
        return Ok(exit_code::DONE);
    }
    let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    if dry_run {
        session.console.write_out(&format!("{}\n", names.join("\n")))?;
        session.notice("Nothing was deleted.")?;
        return Ok(exit_code::DONE);
    }
    if !confirmed(session, &names, confirm)? {
        return Err(Failure::stopped("Nothing was deleted."));
    }
    saved::remove(folder).map_err(|problem| Failure::input("not-deleted", problem.to_string()))?;
    // Overwritten first, so that little of it can be found on the disk.
    #[cfg(feature = "training")]
    sinew_log::delete(folder).map_err(|problem| super::training::log_failure(&problem))?;
    for file in &files {
        match std::fs::remove_file(file) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(Failure::input(
                    "not-deleted",
                    format!("{} could not be deleted: {error}", file.display()),
                )
                .help("delete the file yourself"));
            }
            Ok(()) | Err(_) => {}
        }
    }
    session.notice(&match files.len() {
        1 => "Deleted 1 file.".to_owned(),
        count => format!("Deleted {count} files."),
    })?;
    Ok(exit_code::DONE)
}

fn confirmed(session: &mut Session<'_>, names: &[String], confirm: Option<&str>) -> Result<bool, Failure> {
    match confirm {
        Some(WORD) => return Ok(true),
        Some(other) => {
            return Err(
                Failure::usage(format!("`{other}` does not confirm it")).help("write --confirm=delete")
            );
        }
        None => {}
    }
    if !session.can_ask() {
        return Err(Failure::input("not-confirmed", "deleting has to be confirmed")
            .help("add --confirm=delete, or see what would go: sinew data delete --dry-run"));
    }
    let mut text = vec!["These files will be deleted. This cannot be undone.".to_owned()];
    text.extend(names.iter().map(|name| format!("- {name}")));
    let menu = Menu {
        text,
        prompt: "Type the word delete, then Enter. Anything else keeps them:".to_owned(),
        ..Menu::default()
    };
    let style = session.prompt_style();
    let entry = session.console.ask(&menu_page(&menu, Attempt::First, &style), style.layout)?;
    Ok(matches!(entry, Entry::Line(line) if line.trim() == WORD))
}

/// The files that this program keeps. Packs in the folder are the person's own and stay.
fn kept(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => {
            return Err(Failure::input("data", format!("{} could not be read: {error}", folder.display()))
                .help("check that it is a folder that you may read: sinew data path"));
        }
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name == saved::FILE_NAME
                || name == region::FILE_NAME
                || is_page(&name)
                || name.strip_prefix('.').is_some_and(|rest| rest.starts_with(saved::FILE_NAME))
        })
        .map(|entry| entry.path())
        .collect();
    #[cfg(feature = "training")]
    files.extend(sinew_log::files(folder));
    files.sort();
    Ok(files)
}
