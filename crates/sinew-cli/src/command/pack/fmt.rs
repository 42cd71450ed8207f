//! `sinew pack fmt`: the files of packs laid out in one way.

use super::wanted::{could_not, in_folder, wanted};
use crate::{
    arguments::FmtArguments,
    failure::{Failure, exit_code},
    session::Session,
};
use sinew_app::check::counted;
use sinew_author::{
    Rewrite,
    format::{self, FormatProblem, FormattedPack},
};
use sinew_diag::render::one_line;
use std::{fmt::Write as _, io::Read as _, path::Path};

/// The longest text that is read from standard input, in bytes: a file of a pack is not longer.
const LONGEST_INPUT: u64 = 1 << 20;

pub(crate) fn run(session: &mut Session<'_>, arguments: &FmtArguments) -> Result<u8, Failure> {
    if arguments.stdin {
        return input(session, arguments.check);
    }
    let packs = folders(session, &arguments.named)?;
    let rewrites: Vec<&Rewrite> = packs.iter().flat_map(|pack| &pack.rewrites).collect();
    let mut text = String::new();
    for rewrite in &rewrites {
        let path = shown(rewrite.path());
        if arguments.check {
            let _ = writeln!(text, "{path}:{}: not laid out", rewrite.first_changed_line());
        } else {
            rewrite.write().map_err(|problem| rewrite_failure(&problem))?;
            let _ = writeln!(text, "Laid out {path}");
        }
    }
    let problems: Vec<_> = packs.iter().flat_map(|pack| &pack.problems).collect();
    let unchanged = packs.iter().map(|pack| pack.unchanged).sum();
    let already = format!("{} laid out already", counted(unchanged, "file"));
    let _ = match (arguments.check, rewrites.len()) {
        (_, 0) if problems.is_empty() => writeln!(text, "All {already}"),
        (true, count) => writeln!(text, "{} to lay out, {already}", counted(count, "file")),
        (false, count) => writeln!(text, "{} changed, {already}", counted(count, "file")),
    };
    session.console.write_out(&text)?;
    for (path, problem) in &problems {
        let failure = problem_failure(&format!("{}: ", shown(path)), problem);
        let text = failure.text(&session.err_style());
        session.console.write_err(&text)?;
    }
    let is_fine = problems.is_empty() && (rewrites.is_empty() || !arguments.check);
    Ok(if is_fine { exit_code::DONE } else { exit_code::FOUND })
}

/// Lays out the packs in these folders, in memory. Packs of the program have no files to write to.
fn folders(session: &Session<'_>, named: &[String]) -> Result<Vec<FormattedPack>, Failure> {
    let wanted = wanted(session, named)?;
    let pack = |id: &String| {
        let (source, folder) = in_folder(&wanted.shelf, id)?;
        Ok(format::format_pack(source, folder))
    };
    wanted.ids.iter().map(pack).collect()
}

fn input(session: &mut Session<'_>, only_check: bool) -> Result<u8, Failure> {
    if session.environment.stdin_is_terminal {
        return Err(could_not(
            Failure::input("input", "a text is expected on standard input, but that is a terminal")
                .help("give it like this: sinew pack fmt --stdin < actions.toml"),
        ));
    }
    let mut bytes = Vec::new();
    session.console.input().take(LONGEST_INPUT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST_INPUT {
        return Err(could_not(
            Failure::input("input", "the text is longer than 1 MiB")
                .help("a file of a pack is shorter; split it"),
        ));
    }
    let laid_out = String::from_utf8(bytes)
        .map_err(|_| FormatProblem::NotUtf8)
        .and_then(|text| format::format(&text).map(|laid_out| (laid_out == text, laid_out)));
    let (is_same, laid_out) = laid_out.map_err(|problem| problem_failure("", &problem))?;
    if only_check {
        return Ok(if is_same { exit_code::DONE } else { exit_code::FOUND });
    }
    session.console.write_out(&laid_out)?;
    Ok(exit_code::DONE)
}

fn problem_failure(place: &str, problem: &FormatProblem) -> Failure {
    Failure::input("layout", format!("{place}{}", one_line(&problem.to_string()))).help(problem.remedy())
}

/// Why a file was not written.
pub(super) fn rewrite_failure(problem: &sinew_author::RewriteProblem) -> Failure {
    could_not(Failure::input("write", problem.to_string()).help(problem.remedy()))
}

/// A path as people are shown it, on one line.
pub(super) fn shown(path: &Path) -> String {
    one_line(&path.display().to_string())
}
