//! `sinew pack check`: everything that is to be said about packs, for those who write them.

use super::is_folder;
use crate::{
    arguments::{CheckArguments, CheckFormat},
    failure::{Failure, exit_code},
    session::{Session, render_options, shelf_failure},
};
use sinew_app::{Allowed, Shelf, ShelfProblem, check::CheckReport};
use sinew_diag::render;
use std::{fmt::Write as _, path::PathBuf};

pub(crate) fn run(session: &mut Session<'_>, arguments: &CheckArguments) -> Result<u8, Failure> {
    let Wanted { shelf, ids } = wanted(session, &arguments.named)?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let report = shelf.check(&ids, session.environment.today).map_err(|unknown| {
        could_not(Failure::input("unknown-pack", unknown.to_string()).help(unknown.remedy()))
    })?;
    let text = page(session, &shelf, &report, arguments);
    session.console.write_out(&text)?;
    let denied = arguments.deny_warnings && report.warnings() > 0;
    Ok(if report.passed() && !denied { exit_code::DONE } else { exit_code::FOUND })
}

/// What is checked, and the packs in which its libraries are looked for.
struct Wanted {
    shelf: Shelf,
    ids: Vec<String>,
}

/// Folders come before packs of the program with the same id, so that a checkout can be checked by a program that has its packs
/// built in. Without a name it is the folder one is in.
fn wanted(session: &Session<'_>, named: &[String]) -> Result<Wanted, Failure> {
    let here = [".".to_owned()];
    let named = if named.is_empty() { &here } else { named };
    let (folders, ids): (Vec<&String>, Vec<&String>) = named.iter().partition(|name| is_folder(name));
    let folders: Vec<PathBuf> = folders.into_iter().map(PathBuf::from).collect();
    let mut wanted: Vec<String> = ids.into_iter().cloned().collect();
    let problem = |problem: ShelfProblem| could_not(shelf_failure(&problem));
    wanted.extend(Shelf::only(&folders).map_err(problem)?.from_folders().into_iter().map(str::to_owned));
    let shelf = Shelf::preferring(&folders, &session.places()).map_err(problem)?;
    Ok(Wanted { shelf, ids: wanted })
}

/// Nothing could be checked, which is something else than a finding.
fn could_not(failure: Failure) -> Failure {
    Failure { exit: exit_code::USAGE, ..failure }
}

fn page(session: &Session<'_>, shelf: &Shelf, report: &CheckReport, arguments: &CheckArguments) -> String {
    let names: Vec<_> = report.packs.iter().map(|pack| versioned(shelf, &pack.id)).collect();
    let mut text = format!("Checking {}\n", names.join(", "));
    let options = render_options(&session.out_style());
    for pack in &report.packs {
        let found = &pack.diagnostics;
        text.push_str(&match arguments.format {
            CheckFormat::Human => render::human(found, &pack.texts, options),
            CheckFormat::Short => render::short(found, &pack.texts),
        });
    }
    for pack in &report.packs {
        for Allowed { diagnostic, reason } in &pack.allowed {
            let place = diagnostic.place().map(|span| (pack.texts.name(span.text()), pack.texts.line(span)));
            let (name, line) = place.unwrap_or_default();
            let _ = writeln!(text, "Allowed: {} at {name}:{line} ({reason})", diagnostic.code);
        }
    }
    text.push_str(&report.summary());
    let denied = arguments.deny_warnings && report.warnings() > 0;
    if denied && report.passed() {
        text.push_str("Warnings are denied here\n");
    }
    if let Some(code) = first_code(report, denied) {
        let _ = writeln!(text, "To learn more, run `sinew explain {code}`");
    }
    text
}

fn versioned(shelf: &Shelf, id: &str) -> String {
    let listing = shelf.list().into_iter().find(|listing| listing.id == id);
    listing.map_or_else(|| id.to_owned(), |listing| format!("{id} {}", listing.version))
}

/// The code of the first error, or of the first finding at all if warnings count as well.
fn first_code(report: &CheckReport, warnings_count: bool) -> Option<String> {
    let mut found = report.packs.iter().flat_map(|pack| &pack.diagnostics);
    found.find(|diagnostic| diagnostic.is_error() || warnings_count).map(|found| found.code.to_string())
}
