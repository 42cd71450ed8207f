//! How long a check of many packs takes, beside other tools that look at the same files.

use super::{
    cpu::{self, Times},
    generated, program,
};
use crate::tools;
use anyhow::{Context as _, Result};
use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

/// How many packs the slowest tool gets, and then twice as many. Its time for the others is counted from these: it grows evenly with their
/// number.
const FEW: usize = 40;
/// How often each is run; the median counts.
const ROUNDS: usize = 3;

/// A set of packs on disk.
struct Packs {
    /// The folder of packs.
    folder: PathBuf,
    /// The folder of the schemas that their files name.
    schemas: PathBuf,
    count: usize,
    bytes: usize,
}

/// What else checks the same packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// Other programs, which are installed for it.
    Others,
    /// Nothing.
    Nobody,
}

/// What checks of the same packs took.
struct Checks {
    packs: Packs,
    ours: Times,
    others: Vec<Other>,
}

/// Another program that checks them.
struct Other {
    name: String,
    times: Times,
    /// What ours took right before it.
    ours: Times,
}

/// What ours does.
const OURS: &str = "`sinew pack check --no-proofs`";

/// Makes packs, checks them with this program and with others, and prints what that took. Gives back whether all of them found the
/// packs to be sound.
pub(super) fn task(root: &Path, count: usize, beside: Beside) -> Result<bool> {
    let checks = measured(root, count, beside)?;
    println!("{}; CPU time of the whole process and its children, medians of {ROUNDS}", checks.packs.told());
    println!("  {OURS}: {} s", checks.ours.spread(seconds));
    for Other { name, times, ours } in &checks.others {
        println!("  {name}: {} s, {:.1} times ours", times.spread(seconds), times.ratio(ours));
    }
    Ok(true)
}

/// The same as a table for a page.
pub(super) fn table(root: &Path, count: usize) -> Result<String> {
    let checks = measured(root, count, Beside::Others)?;
    let mut text = format!(
        "\n**A check of many packs**, seconds of CPU time of the whole process and its children, {ROUNDS} times; {}; the ratio is the one in the middle:\n\n\
         | what | time | times ours |\n|---|--:|--:|\n",
        checks.packs.told()
    );
    writeln!(text, "| {OURS} | {} | 1 |", checks.ours.spread(seconds))?;
    for Other { name, times, ours } in &checks.others {
        writeln!(text, "| {name} | {} | {:.1} |", times.spread(seconds), times.ratio(ours))?;
    }
    Ok(text)
}

fn seconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64())
}

fn measured(root: &Path, count: usize, beside: Beside) -> Result<Checks> {
    let program = program(root)?;
    let tools = (beside == Beside::Others).then(|| tools::installed(root)).transpose()?;
    let packs = made(root, count)?;
    let mut others = Vec::new();
    if tools.is_some() {
        let other = |name: String| Other { name, times: Times::default(), ours: Times::default() };
        let version = |tool| tools::version(root, tool);
        others.push(other(format!("`taplo lint` {}, with the same schemas", version("taplo")?)));
        let tool = "check-jsonschema";
        let counted = if count <= 2 * FEW {
            String::new()
        } else {
            format!(", counted from {FEW} and {} packs", 2 * FEW)
        };
        others.push(other(format!("`{tool}` {}, with the same schemas{counted}", version(tool)?)));
    }
    let mut ours = Times::default();
    for _ in 0..ROUNDS {
        if others.is_empty() {
            ours.add(checked(&program, &packs)?);
        }
        for (other, check) in others.iter_mut().zip([taplo, check_jsonschema]) {
            let before = checked(&program, &packs)?;
            ours.add(before);
            other.ours.add(before);
            other.times.add(check(tools.as_deref().unwrap_or(root), &packs)?);
        }
    }
    Ok(Checks { packs, ours, others })
}

impl Packs {
    /// What there is to check.
    fn told(&self) -> String {
        format!(
            "{} packs in {} files, {} bytes each",
            self.count,
            self.count * generated::pack(0).len(),
            self.bytes / self.count.max(1)
        )
    }
}

/// Writes the packs and the schemas anew.
fn made(root: &Path, count: usize) -> Result<Packs> {
    let bench = tools::target(root).join("bench");
    let folder = bench.join("packs");
    let schemas = bench.join("schemas");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
    let put = |path: &Path, text: &str| -> Result<()> {
        fs::create_dir_all(path.parent().context("a file stands in a folder")?)?;
        fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
    };
    for (name, text) in sinew_pack::published_schemas() {
        put(&schemas.join(format!("{name}.schema.json")), text)?;
    }
    let mut bytes = 0;
    for number in 0..count {
        for (path, text) in generated::pack(number) {
            bytes += text.len();
            put(&folder.join(generated::id(number)).join(path), &text)?;
        }
    }
    Ok(Packs { folder, schemas, count, bytes })
}

/// What this program needs for parsing, schemas, names, words and cases of all packs.
fn checked(program: &Path, packs: &Packs) -> Result<Duration> {
    let mut command = Command::new(program);
    command.args(["pack", "check", "--no-proofs", "--format", "short"]).arg(&packs.folder);
    cpu::of(&mut command)
}

fn taplo(tools: &Path, packs: &Packs) -> Result<Duration> {
    let mut command = Command::new(tools.join("taplo"));
    command.args(["lint", "--no-auto-config"]).args(files(packs, packs.count, |_| true));
    cpu::of(command.current_dir(&packs.folder))
}

/// It takes one schema at a time, so it is started once for each kind of file. What more packs add is counted from two numbers of them, so
/// that what it does once is counted once.
fn check_jsonschema(tools: &Path, packs: &Packs) -> Result<Duration> {
    let program = tools.join("check-jsonschema");
    let mut sum = Duration::ZERO;
    for (kind, path) in kinds() {
        let schema = packs.schemas.join(format!("{kind}.schema.json"));
        let of = |count: usize| {
            let mut command = Command::new(&program);
            command.arg("--schemafile").arg(&schema).args(files(packs, count, |file| file == path));
            cpu::of(command.current_dir(&packs.folder))
        };
        if packs.count <= 2 * FEW {
            sum += of(packs.count)?;
            continue;
        }
        let (few, more) = (of(FEW)?, of(2 * FEW)?);
        let times = u32::try_from(packs.count - FEW).context("there are too many packs")?;
        sum += few + more.saturating_sub(few) * times / u32::try_from(FEW)?;
    }
    Ok(sum)
}

/// The kinds of files that are made, each with its path in a pack.
fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    generated::pack(0).into_iter().map(|(path, _)| {
        let kind = path.split_once('/').map_or(path.trim_end_matches(".toml"), |(folder, _)| folder);
        (kind, path)
    })
}

/// The paths of the files of the first packs.
fn files(packs: &Packs, count: usize, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let of = |number: usize| {
        let paths = generated::pack(0).into_iter().map(|(path, _)| path).filter(|path| wanted(path));
        paths.map(move |path| format!("{}/{path}", generated::id(number))).collect::<Vec<_>>()
    };
    (0..count.min(packs.count)).flat_map(of).collect()
}

/// Measures nothing: whether the packs are what they have to be for measuring.
#[cfg(test)]
mod tests {
    use super::*;
    use sinew_app::{PackSource, Shelf, check::CheckScope, model::Date};

    #[test]
    fn the_packs_are_sound_and_of_the_size_that_is_said_and_differ() {
        let source = |number: usize| PackSource {
            folder: generated::id(number),
            shown_at: generated::id(number),
            files: generated::pack(number)
                .into_iter()
                .map(|(path, text)| (path.to_owned(), text.into_bytes()))
                .collect(),
        };
        let sources: Vec<PackSource> = (0..3).map(source).collect();
        for source in &sources {
            let bytes: usize = source.files.values().map(Vec::len).sum();
            assert!((19_000..22_000).contains(&bytes), "{bytes}");
        }
        assert_ne!(sources[0].files["conditions.toml"], sources[1].files["conditions.toml"]);
        let shelf = Shelf::of(sources).unwrap();
        let scope = CheckScope { without_proofs: true, ..CheckScope::default() };
        let report = shelf.check_within(&[], Date::constant(2026, 3, 4), scope).unwrap();
        assert!(report.passed() && report.warnings() == 0, "{}", report.summary());
    }
}
