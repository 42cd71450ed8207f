//! `sinew pack check`: everything that is to be said about packs, for those who write them.

use super::{
    fmt::{rewrite_failure, shown},
    schemas,
    wanted::{Wanted, could_not, released_beside, wanted, watched},
};
use crate::{
    appearance::Layout,
    arguments::{CheckArguments, CheckFormat},
    failure::{Failure, exit_code},
    session::{Session, render_options},
};
use sinew_app::{
    Allowed, Found, Shelf, UnknownPack,
    check::{CheckReport, CheckScope, PackCheck, counted},
    findings,
};
use sinew_author::{
    fix::{self, Change, Fixed, FixedFile},
    found::{self, FoundCasesProblem},
};
use sinew_diag::{
    Diagnostic, Severity,
    render::{self, RenderOptions, one_line},
};
use std::{fmt::Write as _, path::Path, slice};

pub(crate) fn run(session: &mut Session<'_>, arguments: &CheckArguments) -> Result<u8, Failure> {
    if arguments.watch { watch(session, arguments) } else { once(session, arguments) }
}

/// Checks whenever a file of the folders is saved. What cannot be checked now may be mended the next moment, so only an
/// interruption ends it.
fn watch(session: &mut Session<'_>, arguments: &CheckArguments) -> Result<u8, Failure> {
    if !arguments.format.is_for_people() {
        return Err(Failure::usage("--watch is for people, and this format is for programs")
            .help("leave one of the two out"));
    }
    let folders = watched(&arguments.named);
    if folders.is_empty() {
        return Err(Failure::usage("there is no folder to watch: packs in the program do not change")
            .help("name the folder of a pack: sinew pack check FOLDER --watch"));
    }
    session.console.watch(&folders).map_err(|cause| could_not(unwatched(&cause)))?;
    loop {
        // A terminal shows one report at a time; elsewhere they stand below one another.
        if session.out_style().layout == Layout::Screen {
            session.console.write_out(CLEARED)?;
        }
        let code = match once(session, arguments) {
            Ok(code) => code,
            Err(failure) if failure.is_closed_pipe() => return Err(failure),
            Err(failure) => {
                let text = failure.text(&session.err_style());
                session.console.write_err(&text)?;
                failure.exit
            }
        };
        session.console.write_out("\nChecking again when a file is saved. To stop, press Ctrl-C.\n")?;
        if !session.console.wait_for_change() {
            return Ok(code);
        }
    }
}

/// Why files cannot be watched.
pub(super) fn unwatched(cause: &str) -> Failure {
    Failure::input("watch", format!("the files cannot be watched: {}", one_line(cause)))
        .help("run it without watching, again after each change")
}

/// Clears a terminal and goes to its top.
const CLEARED: &str = "\x1b[2J\x1b[H";

fn once(session: &mut Session<'_>, arguments: &CheckArguments) -> Result<u8, Failure> {
    let Wanted { shelf, ids } = wanted(session, &arguments.named)?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let today = session.environment.today;
    let scope = CheckScope { undecided: arguments.undecided, without_proofs: arguments.no_proofs };
    let unknown = |unknown: UnknownPack| {
        could_not(Failure::input("unknown-pack", unknown.to_string()).help(unknown.remedy()))
    };
    let (report, mended) = if arguments.fix {
        let fixed = fix::fix(&shelf, &ids, today).map_err(unknown)?;
        for file in &fixed.files {
            file.rewrite.write().map_err(|problem| rewrite_failure(&problem))?;
        }
        let mended = mended(&fixed);
        (fixed.report, mended)
    } else {
        let released = if arguments.no_proofs { None } else { released_beside(session, &arguments.named)? };
        (shelf.check_against(&ids, today, scope, released.as_ref()).map_err(unknown)?, String::new())
    };
    if !arguments.format.is_for_people() {
        // Programs read standard output.
        session.console.write_err(&mended)?;
    }
    let text = match arguments.format {
        CheckFormat::Human | CheckFormat::Short => page(session, &shelf, &report, &mended, arguments),
        CheckFormat::Json => session.json_characters(findings::to_json(&report, |found, texts| {
            render::human(slice::from_ref(found), texts, RenderOptions::default())
        })),
        CheckFormat::Sarif => session.json_characters(sarif(&report)),
        CheckFormat::Github => {
            let commands = report.packs.iter().map(|pack| render::github(&pack.diagnostics, &pack.texts));
            commands.chain([report.summary()]).collect()
        }
    };
    session.console.write_out(&text)?;
    if let Some(file) = &arguments.save_case {
        save_people(session, &report, file)?;
    }
    let now = if arguments.fix { wanted(session, &arguments.named)?.shelf } else { shelf };
    schemas::refresh(session, &now, &ids)?;
    let denied = arguments.deny_warnings && report.warnings() > 0;
    Ok(if report.passed() && !denied { exit_code::DONE } else { exit_code::FOUND })
}

/// Adds the people whom the proofs found to a file of cases, and says so.
fn save_people(session: &mut Session<'_>, report: &CheckReport, file: &Path) -> Result<(), Failure> {
    let problem = |problem: FoundCasesProblem| {
        could_not(Failure::input("save-case", problem.to_string()).help(problem.remedy()))
    };
    let cases = found::plan(report, file).map_err(problem)?;
    cases.write().map_err(problem)?;
    let file = shown(file);
    session.notice(&match cases.ids.as_slice() {
        [] => format!("No proof found anybody who is not in {file} already"),
        ids => format!("Added to {file}: {} ({})", counted(ids.len(), "case"), ids.join(", ")),
    })
}

/// What was changed, file by file, and what was not.
fn mended(fixed: &Fixed) -> String {
    let Fixed { files, held_back, report: _ } = fixed;
    let count = files.iter().map(|file| file.changes.len()).sum();
    let mut text = match files.len() {
        0 => "Nothing was mended\n".to_owned(),
        many => format!("Mended {} in {}\n", counted(count, "slip"), counted(many, "file")),
    };
    for FixedFile { rewrite, changes } in files {
        let _ = writeln!(text, "  {}", shown(rewrite.path()));
        for Change { code, line, before, after } in changes {
            let (before, after) = (one_line(before.trim_end()), one_line(after.trim_end()));
            let _ = match (before.is_empty(), after.is_empty()) {
                (true, _) => writeln!(text, "    line {line}: added `{after}` ({code})"),
                (_, true) => writeln!(text, "    line {line}: took out `{before}` ({code})"),
                _ => writeln!(text, "    line {line}: `{before}` is now `{after}` ({code})"),
            };
        }
    }
    for left in held_back {
        let path = shown(&left.path);
        let _ = writeln!(
            text,
            "Left {path} as it is, because mending it would lead to {}",
            one_line(&left.error)
        );
    }
    text
}

fn sarif(report: &CheckReport) -> String {
    let mut found = Vec::new();
    for pack in &report.packs {
        let allowed = pack.allowed.iter().map(|allowed| (&allowed.diagnostic, allowed.reason.as_str()));
        found.push(render::Found {
            diagnostics: &pack.diagnostics,
            allowed: allowed.collect(),
            texts: &pack.texts,
        });
    }
    let tool = render::Tool { name: "sinew", version: env!("CARGO_PKG_VERSION") };
    render::sarif(&found, tool, &sinew_app::checks())
}

fn page(
    session: &Session<'_>,
    shelf: &Shelf,
    report: &CheckReport,
    mended: &str,
    arguments: &CheckArguments,
) -> String {
    let names: Vec<_> = report.packs.iter().map(versioned).collect();
    let mut text = format!("Checking {}\n{mended}", names.join(", "));
    let options = render_options(&session.out_style());
    for pack in &report.packs {
        let found = shown_of(shelf, pack, arguments.suggest);
        text.push_str(&match arguments.format {
            CheckFormat::Short => render::short(&found, &pack.texts),
            _ => render::human(&found, &pack.texts, options),
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
    let certain: usize = report.packs.iter().map(|pack| mendable(shelf, pack).count()).sum();
    if certain > 0 && !arguments.fix {
        let _ = writeln!(text, "`--fix` mends {certain} of these");
    }
    if let Some(code) = first_code(report, denied) {
        let _ = writeln!(text, "To learn more, run `sinew explain {code}`");
    }
    text
}

/// What was found in a pack as it is shown: changes that `--fix` makes say so. With `suggest`, only what has a change that is for
/// a person to make.
fn shown_of(shelf: &Shelf, pack: &PackCheck, suggest: bool) -> Vec<Diagnostic> {
    let is_suggestion = |found: &&Diagnostic| {
        let has_edit = found.helps.iter().any(|help| help.edit.is_some());
        !suggest || has_edit && found.certain_edit().is_none()
    };
    let mut shown: Vec<Diagnostic> = pack.diagnostics.iter().filter(is_suggestion).cloned().collect();
    if is_in_folder(shelf, pack) {
        for help in shown.iter_mut().flat_map(|found| &mut found.helps) {
            if help.edit.as_ref().is_some_and(|edit| edit.certain) {
                help.text.push_str(" (`--fix` does it)");
            }
        }
    }
    shown
}

/// What `--fix` would mend.
fn mendable<'a>(shelf: &Shelf, pack: &'a PackCheck) -> impl Iterator<Item = &'a Diagnostic> {
    let is_in_folder = is_in_folder(shelf, pack);
    pack.diagnostics.iter().filter(move |found| is_in_folder && found.certain_edit().is_some())
}

/// Whether the pack has files that can be changed.
fn is_in_folder(shelf: &Shelf, pack: &PackCheck) -> bool {
    matches!(shelf.source(&pack.name()), Some((_, Found::Folder(_))))
}

fn versioned(pack: &PackCheck) -> String {
    pack.version.as_ref().map_or_else(|| pack.id.clone(), |version| format!("{} {version}", pack.id))
}

/// The code of the first error, or of the first warning before it if warnings count as well.
fn first_code(report: &CheckReport, warnings_count: bool) -> Option<String> {
    let mut found = report.packs.iter().flat_map(|pack| &pack.diagnostics);
    let counts =
        |found: &&Diagnostic| found.is_error() || warnings_count && found.severity == Severity::Warning;
    found.find(counts).map(|found| found.code.to_string())
}
