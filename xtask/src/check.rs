//! Checks packs by the same call that every front end makes, and shows what it finds.

use anyhow::{Context as _, Result, anyhow};
use sinew_app::{Shelf, check::CheckReport};
use sinew_diag::{
    Diagnostic,
    render::{self, RenderOptions},
};
use std::{
    env,
    fmt::Write as _,
    io::{self, IsTerminal as _},
    path::{Path, PathBuf},
};

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// With the author's own text, labels, notes and help
    Human,
    /// In one line each: path:line:column: error[CODE]: message
    Short,
}

/// What is checked, and how it is shown.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// The ids of packs; all in the folder if there are none.
    pub(crate) ids: Vec<String>,
    /// A pack folder, or a folder of pack folders.
    pub(crate) packs: PathBuf,
    /// How findings are shown.
    pub(crate) format: Format,
    /// Whether warnings fail the check.
    pub(crate) deny_warnings: bool,
}

/// Checks packs and prints what is found. Gives back whether they passed; an error means that nothing could be checked.
pub(crate) fn task(wanted: &Wanted) -> Result<bool> {
    let color = io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let (text, passed) = run(wanted, color)?;
    print!("{text}");
    Ok(passed)
}

/// Checks all packs of the repository; the stage of `ci`.
pub(crate) fn all(root: &Path) -> Result<bool> {
    let packs = packs_of(root);
    task(&Wanted { ids: Vec::new(), packs, format: Format::Human, deny_warnings: false })
}

/// The folder of the shipped packs, from the current folder if that is inside the repository, because paths are shown.
pub(crate) fn packs_of(root: &Path) -> PathBuf {
    let here = env::current_dir().and_then(|folder| folder.canonicalize());
    let below = here.ok().zip(root.canonicalize().ok());
    let below = below.and_then(|(here, root)| here.strip_prefix(root).map(Path::to_path_buf).ok());
    match below {
        Some(below) => below.components().map(|_| "..").chain(["packs"]).collect(),
        None => root.join("packs"),
    }
}

/// Checks packs. Gives back what to print and whether they passed.
fn run(wanted: &Wanted, color: bool) -> Result<(String, bool)> {
    let Wanted { ids, packs, format, deny_warnings } = wanted;
    // Libraries that are not in the folder are taken from the program, so that a pack can be checked alone.
    let shelf = Shelf::preferring(std::slice::from_ref(packs)).map_err(|problem| match problem.remedy() {
        Some(remedy) => anyhow!("{problem}\nhelp: {remedy}"),
        None => anyhow!("{problem}"),
    })?;
    let ids = if ids.is_empty() { shelf.from_folders() } else { ids.iter().map(String::as_str).collect() };
    let report = shelf.check(&ids).map_err(|unknown| anyhow!("{unknown}\nhelp: {}", unknown.remedy()))?;

    let mut text = String::new();
    let names: Vec<_> = report.packs.iter().map(|pack| versioned(&shelf, &pack.id)).collect();
    writeln!(text, "Checking {}", names.join(", ")).context("a text can be written to")?;
    for pack in &report.packs {
        let found = &pack.diagnostics;
        text.push_str(&match format {
            Format::Human => {
                render::human(found, &pack.texts, RenderOptions { color, ..RenderOptions::default() })
            }
            Format::Short => render::short(found, &pack.texts),
        });
    }
    text.push_str(&report.summary());
    let denied = *deny_warnings && report.warnings() > 0;
    if denied && report.passed() {
        text.push_str("Warnings are denied here\n");
    }
    if let Some(code) = first_code(&report, denied) {
        writeln!(text, "To learn more, run `cargo run -p sinew-cli -- explain {code}`")
            .context("a text can be written to")?;
    }
    Ok((text, report.passed() && !denied))
}

fn versioned(shelf: &Shelf, id: &str) -> String {
    let listing = shelf.list().into_iter().find(|listing| listing.id == id);
    listing.map_or_else(|| id.to_owned(), |listing| format!("{id} {}", listing.version))
}

/// The code of the first error, or of the first finding at all if warnings count as well.
fn first_code(report: &CheckReport, warnings_count: bool) -> Option<String> {
    let mut found = report.packs.iter().flat_map(|pack| &pack.diagnostics);
    let counts = |diagnostic: &&Diagnostic| diagnostic.is_error() || warnings_count;
    found.find(counts).map(|diagnostic| diagnostic.code.to_string())
}

#[cfg(test)]
mod tests;
