//! What a run of the program takes from its start to its end, beside a program that does nothing.

use super::{
    cpu::{self, Times},
    program,
};
use anyhow::Result;
use std::{fmt::Write as _, path::Path, process::Command, time::Duration};

/// How often each is started in a round: together they take half a second or more, of which a hundredth can be told.
const TIMES: u32 = 1000;
/// How many rounds; the median counts.
const ROUNDS: usize = 5;

/// What is run, from the root of the repository.
const RUNS: [(&str, &[&str]); 3] = [
    ("sinew --version", &["--version"]),
    ("sinew urgent", &["urgent"]),
    (
        "sinew assess --answers FILE --format json",
        &["assess", "--answers", "tests/answers/overuse.toml", "--format", "json"],
    ),
];

/// What the starts took of one run of the program, and of a program that does nothing beside them.
struct Started {
    name: &'static str,
    times: Times,
    of_nothing: Times,
}

/// Starts the program again and again, in turn with `true`, and prints what that took.
pub(super) fn task(root: &Path) -> Result<bool> {
    println!("CPU time of the whole process, medians of {ROUNDS} rounds of {TIMES} starts each");
    for started in measured(root)? {
        let Started { name, times, of_nothing } = &started;
        println!(
            "  {name:44} {}  {:5.2} x `true` ({})",
            times.spread(micros),
            times.ratio(of_nothing),
            of_nothing.spread(micros)
        );
    }
    Ok(true)
}

/// The same as a table for a page.
pub(super) fn table(root: &Path) -> Result<String> {
    let mut text = format!(
        "\n**The program from its start to its end**, microseconds of CPU time of the whole process, {ROUNDS} rounds of {TIMES} starts \
         each, in turn with `true`, which does nothing; the ratio is the one in the middle:\n\n| what | time | `true` | times `true` |\n|---|--:|--:|--:|\n"
    );
    for started in measured(root)? {
        let Started { name, times, of_nothing } = &started;
        let ratio = times.ratio(of_nothing);
        writeln!(
            text,
            "| `{name}` | {} | {} | {ratio:.2} |",
            times.spread(micros),
            of_nothing.spread(micros)
        )?;
    }
    Ok(text)
}

fn micros(time: Duration) -> String {
    time.as_micros().to_string()
}

fn measured(root: &Path) -> Result<Vec<Started>> {
    let program = program(root)?;
    let nothing = || Command::new("true");
    let run = |(name, words): (&'static str, &'static [&str])| {
        let ours = || {
            let mut command = Command::new(&program);
            // No packs and answers of the person who measures.
            command.args(words).current_dir(root).env("SINEW_DATA", "/nonexistent").env_remove("SINEW_PACKS");
            command
        };
        let (mut times, mut of_nothing) = (Times::default(), Times::default());
        for _ in 0..ROUNDS {
            of_nothing.add(cpu::of_many(&nothing, TIMES)? / TIMES);
            times.add(cpu::of_many(&ours, TIMES)? / TIMES);
        }
        Ok(Started { name, times, of_nothing })
    };
    RUNS.into_iter().map(run).collect()
}
