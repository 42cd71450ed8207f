//! Counting: builds what counts, runs it, and reads what it says.

use super::{Count, Counted, Kind, OfKind};
use crate::{cargo, compiled, tools};
use anyhow::{Context as _, Result, ensure};
use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The programs that count.
const COUNTS: &str = "counts";
const INSTRUCTIONS: &str = "instructions";
/// The functions within which callgrind counts, and after which it writes down what it counted.
const COLLECTED: &str = "*collected_work*";
const COUNTED: &str = "*counted_work*";

/// Counts all that can be counted here.
pub(super) fn counted(root: &Path, with_program: bool) -> Result<Counted> {
    let programs = built(root)?;
    let said = said_by(&mut Command::new(programs.join(name(COUNTS))))?;
    let mut kinds = read_counts(&said)?;
    let sizes = kinds.entry(Kind::Sizes).or_insert_with(|| Ok(BTreeMap::new()));
    if let Ok(sizes) = sizes {
        let blob = fs::metadata(root.join(compiled::PATH))
            .with_context(|| format!("{} cannot be read", compiled::PATH))?;
        sizes.insert("bytes of the packs in the program".to_owned(), Count::Taken(blob.len()));
    }
    let valgrind = valgrind();
    let instructions = match &valgrind {
        Ok(()) => Ok(instructions(root, &programs.join(name(INSTRUCTIONS)))?),
        Err(reason) => Err(reason.clone()),
    };
    kinds.insert(Kind::Instructions, instructions);
    kinds.insert(
        Kind::Program,
        if with_program { Ok(program(root, &valgrind)?) } else { Err(NOT_BUILT.to_owned()) },
    );
    Ok(Counted { compiler: cargo::compiler(root)?, kinds })
}

/// Why the program is not counted unless that is asked for.
const NOT_BUILT: &str =
    "building the program as it is released takes minutes; with it: cargo xtask bench guard --program";

fn name(program: &str) -> String {
    format!("{program}{}", env::consts::EXE_SUFFIX)
}

/// The folder with the programs that count. They are built with the whole workspace, as the tests are, so that little is built for them alone:
/// what matters is that they are built alike each time. Whatever flags somebody builds with, these are built without.
fn built(root: &Path) -> Result<PathBuf> {
    let arguments = ["build", "--quiet", "--locked", "--workspace", "--bin", COUNTS, "--bin", INSTRUCTIONS];
    let mut command = cargo::command(root, &arguments);
    for flags in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        command.env_remove(flags);
    }
    ensure!(command.status().context("cargo does not start")?.success(), "what counts cannot be built");
    Ok(tools::target(root).join("debug"))
}

fn said_by(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("{name} does not start"))?;
    ensure!(output.status.success(), "{name} failed: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).with_context(|| format!("{name} says what is no text"))
}

/// What the program `counts` says.
fn read_counts(said: &str) -> Result<BTreeMap<Kind, OfKind>> {
    let mut kinds: BTreeMap<Kind, BTreeMap<String, Count>> = BTreeMap::new();
    for line in said.lines() {
        let wrong = || format!("`counts` says what nobody expects: {line}");
        let fields: Vec<&str> = line.split('\t').collect();
        let (kind, name, count) = match fields.as_slice() {
            [kind, name, "-", reason] => (kind, name, Count::LeftOut((*reason).to_owned())),
            [kind, name, count] => (kind, name, Count::Taken(count.parse().with_context(wrong)?)),
            _ => return Err(anyhow::anyhow!(wrong())),
        };
        let kind = Kind::ALL.into_iter().find(|known| known.name() == *kind).with_context(wrong)?;
        let twice = kinds.entry(kind).or_default().insert((*name).to_owned(), count);
        ensure!(twice.is_none(), "`counts` says it twice: {line}");
    }
    Ok(kinds.into_iter().map(|(kind, counts)| (kind, Ok(counts))).collect())
}

/// Whether there is callgrind, or why not.
fn valgrind() -> Result<(), String> {
    if tools::succeeds("valgrind", &["--tool=callgrind", "--version"]) {
        return Ok(());
    }
    Err("there is no valgrind; install it (on Debian: apt-get install valgrind) to count them".to_owned())
}

/// Callgrind, writing into an empty folder. It gets few variables, as what a program finds there moves its counts a little.
fn callgrind(root: &Path, options: &[&str]) -> Result<(Command, PathBuf)> {
    let folder = tools::target(root).join("bench/callgrind");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut command = Command::new("valgrind");
    command.env_clear().env("PATH", env::var_os("PATH").unwrap_or_default()).current_dir(&folder);
    command.args(["--quiet", "--tool=callgrind", "--callgrind-out-file=out"]).args(options);
    Ok((command, folder))
}

/// What callgrind counts within the pieces of work.
fn instructions(root: &Path, program: &Path) -> Result<BTreeMap<String, Count>> {
    let (toggle, dump) = (format!("--toggle-collect={COLLECTED}"), format!("--dump-after={COUNTED}"));
    let (mut command, folder) = callgrind(root, &["--collect-atstart=no", &toggle, &dump])?;
    let said = said_by(command.arg(program))?;
    paired(&said, |number| {
        let file = folder.join(format!("out.{number}"));
        let text =
            fs::read_to_string(&file).with_context(|| format!("callgrind wrote no {}", file.display()))?;
        total(&text)
    })
}

/// What `instructions` says it did, with the count of each, by its number from 1.
fn paired(said: &str, count: impl Fn(usize) -> Result<u64>) -> Result<BTreeMap<String, Count>> {
    let mut counts = BTreeMap::new();
    let mut number = 0;
    for line in said.lines() {
        let (name, count) = if let Some((name, reason)) = line.split_once('\t') {
            (name, Count::LeftOut(reason.to_owned()))
        } else {
            number += 1;
            (line, Count::Taken(count(number)?))
        };
        ensure!(counts.insert(name.to_owned(), count).is_none(), "`instructions` says it twice: {line}");
    }
    ensure!(count(number + 1).is_err(), "callgrind counted more than `instructions` says it did");
    Ok(counts)
}

/// The instructions in what callgrind wrote. None at all would mean that it did not find the function to count in.
fn total(text: &str) -> Result<u64> {
    let line = |name| text.lines().find_map(|line| line.strip_prefix(name));
    let count = line("totals: ").or_else(|| line("summary: ")).context("callgrind wrote no total")?;
    let count = count.trim().parse().context("callgrind wrote a total that is no number")?;
    ensure!(
        count > 0,
        "callgrind counted nothing within {COLLECTED}; look at `crates/sinew-bench/src/bin/instructions.rs`"
    );
    Ok(count)
}

/// The program as it is released.
fn program(root: &Path, valgrind: &Result<(), String>) -> Result<BTreeMap<String, Count>> {
    println!("Building the program as it is released; that takes minutes");
    let program = crate::bench::program(root)?;
    let bytes =
        fs::metadata(&program).with_context(|| format!("{} cannot be read", program.display()))?.len();
    let mut counts = BTreeMap::from([("bytes of the program".to_owned(), Count::Taken(bytes))]);
    for words in ["--version", "urgent"] {
        let count = valgrind.as_ref().map_or_else(
            |reason| Ok(Count::LeftOut(reason.clone())),
            |()| instructions_of(root, &program, words).map(Count::Taken),
        )?;
        counts.insert(format!("instructions of `sinew {words}`"), count);
    }
    Ok(counts)
}

/// What callgrind counts of one whole run of a program.
fn instructions_of(root: &Path, program: &Path, words: &str) -> Result<u64> {
    let (mut command, folder) = callgrind(root, &[])?;
    // No packs and answers of the person who counts.
    command.env("SINEW_DATA", "/nonexistent");
    said_by(command.arg(program).arg(words))?;
    total(&fs::read_to_string(folder.join("out")).context("callgrind wrote nothing")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_says_is_read_or_refused() {
        let read = read_counts("allocations\ta: decide\t0\nsizes\ta: rows\t12\nallocations\tb\t-\tno AVX2\n")
            .unwrap();
        assert_eq!(
            read[&Kind::Allocations].as_ref().unwrap(),
            &BTreeMap::from([
                ("a: decide".to_owned(), Count::Taken(0)),
                ("b".to_owned(), Count::LeftOut("no AVX2".to_owned()))
            ])
        );
        assert_eq!(read[&Kind::Sizes].as_ref().unwrap()["a: rows"], Count::Taken(12));
        for broken in ["speeds\ta\t1\n", "sizes\ta\n", "sizes\ta\tmany\n", "sizes\ta\t1\nsizes\ta\t1\n"] {
            assert!(read_counts(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn counts_of_callgrind_belong_to_the_work_that_was_done_in_this_order() {
        let of = |said: &str, counts: &'static [u64]| {
            paired(said, move |number| counts.get(number - 1).copied().context("no such file"))
        };
        assert_eq!(
            of("a\nb\tno AVX2\nc\n", &[10, 30]).unwrap(),
            BTreeMap::from([
                ("a".to_owned(), Count::Taken(10)),
                ("b".to_owned(), Count::LeftOut("no AVX2".to_owned())),
                ("c".to_owned(), Count::Taken(30))
            ])
        );
        assert!(of("a\nc\n", &[10]).is_err(), "one is missing");
        assert!(of("a\n", &[10, 30]).is_err(), "one is left over");
        assert!(of("a\na\n", &[10, 30]).is_err(), "two have one name");
    }

    #[test]
    fn a_total_is_found_and_nothing_is_no_total() {
        assert_eq!(total("events: Ir\nfn=(1) x\n3 4\ntotals: 1234\n").unwrap(), 1234);
        assert_eq!(total("summary: 77\n").unwrap(), 77);
        for broken in ["totals: 0\n", "", "totals: many\n"] {
            assert!(total(broken).is_err(), "{broken}");
        }
    }
}
