//! Counts that do not depend on how fast the machine is, held against those that are committed, so that nothing grows unseen.
//!
//! What is counted is done by the package `sinew-bench`; `counts.toml` beside it is what was counted before. A count that rose by more than
//! [`TOLERANCE`] does not pass until somebody accepts it, which is a line of the commit that a review sees. What cannot be counted here,
//! or not be compared, is said each time.

mod baseline;
mod compare;
mod count;

use crate::cargo::Compiler;
use anyhow::{Context as _, Result};
use baseline::Baseline;
use std::{collections::BTreeMap, fs, path::Path};

/// What was counted before, from the root of the repository.
const PATH: &str = "crates/sinew-bench/counts.toml";
/// What accepts the counts as they are.
const ACCEPT: &str = "cargo xtask bench guard --accept";
/// By how many hundredths a count may rise without being accepted.
const TOLERANCE: u64 = 5;

/// The kinds of counts, in the order in which they are reported: the tables of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Instructions that callgrind counts.
    Instructions,
    /// Allocations.
    Allocations,
    /// How large the packs and their programs are.
    Sizes,
    /// What the proofs take.
    Proofs,
    /// The program as it is released.
    Program,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Instructions, Self::Allocations, Self::Sizes, Self::Proofs, Self::Program];

    /// The name of its table.
    fn name(self) -> &'static str {
        match self {
            Self::Instructions => "instructions",
            Self::Allocations => "allocations",
            Self::Sizes => "sizes",
            Self::Proofs => "proofs",
            Self::Program => "program",
        }
    }

    /// Whether its counts are those of a compiler and a kind of machine, so that they say nothing about others.
    fn is_of_a_compiler(self) -> bool {
        matches!(self, Self::Instructions | Self::Program)
    }
}

/// What became of counting something.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Count {
    /// It was counted.
    Taken(u64),
    /// It was not, and why.
    LeftOut(String),
}

/// The counts of a kind by their names, or why none could be taken.
type OfKind = Result<BTreeMap<String, Count>, String>;

/// All that was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Counted {
    compiler: Compiler,
    kinds: BTreeMap<Kind, OfKind>,
}

/// What to do with what was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Hold it against what was counted before.
    Compare,
    /// Take it as what is counted from now on.
    Accept,
}

/// Counts, and compares or accepts. `with_program` builds the program as it is released, to count it too. Gives back whether nothing rose
/// unseen.
pub(crate) fn task(root: &Path, mode: Mode, with_program: bool) -> Result<bool> {
    let counted = count::counted(root, with_program)?;
    let path = root.join(PATH);
    let text = if path.is_file() {
        Some(fs::read_to_string(&path).with_context(|| format!("{PATH} cannot be read"))?)
    } else {
        None
    };
    let before = text.as_deref().map(Baseline::read).transpose();
    match mode {
        Mode::Compare => {
            let report = compare::report(before?.as_ref(), &counted);
            print!("{report}");
            Ok(report.is_well())
        }
        Mode::Accept => {
            // What cannot be read is what is replaced; nothing of it can be kept.
            let (after, lost) = Baseline::accepting(before.ok().flatten().as_ref(), &counted);
            fs::write(&path, after.written()).with_context(|| format!("{PATH} cannot be written"))?;
            for line in lost {
                println!("{line}");
            }
            println!("{PATH} is written; look at what is different, and say in the commit why it may be");
            Ok(true)
        }
    }
}

/// Counts nothing: whether what is committed can be compared with.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::repository;

    #[test]
    fn what_was_counted_before_is_committed_and_has_every_kind_that_ci_counts() {
        let text = fs::read_to_string(repository::root().unwrap().join(PATH)).unwrap();
        let before = Baseline::read(&text).unwrap();
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Program) {
            assert!(before.kinds.get(&kind).is_some_and(|counts| !counts.is_empty()), "{kind:?}");
        }
        assert_eq!(before.written(), text.replace("\r\n", "\n"), "it is written by `{ACCEPT}`, not by hand");
    }
}
