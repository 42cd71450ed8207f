//! How long a check of many packs takes, beside other tools that look at the same files.

use super::{cpu, generated, program};
use crate::tools;
use anyhow::{Context as _, Result};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

/// How many packs the slowest tool gets. Its time for the others is counted from these: it grows evenly with their number.
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

/// Makes packs, checks them with this program and with others, and prints what that took. Gives back whether all of them found the
/// packs to be sound.
pub(super) fn task(root: &Path, count: usize, beside: Beside) -> Result<bool> {
    let program = program(root)?;
    let tools = (beside == Beside::Others).then(|| tools::installed(root)).transpose()?;
    let packs = made(root, count)?;
    println!(
        "{count} packs in {} files, {} bytes each; CPU time of the whole process and its children, medians of {ROUNDS}",
        count * generated::pack(0).len(),
        packs.bytes / count.max(1),
    );
    let mut ours = Vec::new();
    let (mut linted, mut validated) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(checked(&program, &packs)?);
        if let Some(tools) = &tools {
            linted.push(taplo(tools, &packs)?);
            ours.push(checked(&program, &packs)?);
            validated.push(check_jsonschema(tools, &packs)?);
        }
    }
    let (ours, linted, validated) = (cpu::median(ours), cpu::median(linted), cpu::median(validated));
    let row = |name: &str, time: Duration| {
        let seconds = time.as_secs_f64();
        let ratio = seconds / ours.as_secs_f64().max(f64::EPSILON);
        println!("  {name:48} {seconds:8.2} s  {ratio:6.1} x");
    };
    row("sinew pack check --no-proofs", ours);
    if tools.is_none() {
        return Ok(true);
    }
    row("taplo lint, with the same schemas", linted);
    row(&format!("check-jsonschema, counted from {} packs", FEW.min(count)), validated);
    Ok(true)
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

/// It takes one schema at a time, so it is started once for each kind of file.
fn check_jsonschema(tools: &Path, packs: &Packs) -> Result<Duration> {
    let few = FEW.min(packs.count);
    let program = tools.join("check-jsonschema");
    let mut sum = Duration::ZERO;
    for (kind, path) in kinds() {
        let start = cpu::of(Command::new(&program).arg("--version"))?;
        let schema = packs.schemas.join(format!("{kind}.schema.json"));
        let mut command = Command::new(&program);
        command.arg("--schemafile").arg(schema).args(files(packs, few, |file| file == path));
        let whole = cpu::of(command.current_dir(&packs.folder))?;
        let times = u32::try_from(packs.count / few.max(1)).context("there are too many packs")?;
        sum += start + whole.saturating_sub(start) * times;
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
