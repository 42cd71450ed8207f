//! What a run of the program takes from its start to its end, beside a program that does nothing.

use super::{cpu, program};
use anyhow::Result;
use std::{path::Path, process::Command, time::Duration};

/// How often each is started in a round: together they take some tenths of a second, of which a hundredth can be told.
const TIMES: u32 = 200;
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

/// Starts the program again and again, in turn with `true`, and prints what that took.
pub(super) fn task(root: &Path) -> Result<bool> {
    let program = program(root)?;
    let nothing = || Command::new("true");
    println!("CPU time of the whole process, medians of {ROUNDS} rounds of {TIMES} starts each");
    for (name, words) in RUNS {
        let ours = || {
            let mut command = Command::new(&program);
            // No packs and answers of the person who measures.
            command.args(words).current_dir(root).env("SINEW_DATA", "/nonexistent").env_remove("SINEW_PACKS");
            command
        };
        let (mut times, mut of_nothing): (Vec<Duration>, Vec<Duration>) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            of_nothing.push(cpu::of_many(&nothing, TIMES)?);
            times.push(cpu::of_many(&ours, TIMES)?);
        }
        let (ours, nothing) = (cpu::median(times) / TIMES, cpu::median(of_nothing) / TIMES);
        let ratio = ours.as_secs_f64() / nothing.as_secs_f64().max(f64::EPSILON);
        let micros = |time: Duration| time.as_micros();
        println!("  {name:44} {:6} us  {ratio:5.2} x `true` ({} us)", micros(ours), micros(nothing));
    }
    Ok(true)
}
