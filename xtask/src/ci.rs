//! Everything that has to hold before a change is taken, in one run.

use crate::{bench, cargo, codegen, program, tools};
use anyhow::{Context as _, Result};
use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

/// A stage of the run.
struct Stage {
    /// What it looks at.
    name: &'static str,
    /// The command that repeats it alone.
    command: &'static str,
    /// What it does.
    work: Work,
}

/// What a stage does.
enum Work {
    /// Runs cargo with these arguments and these variables.
    Cargo {
        arguments: &'static [&'static str],
        variables: &'static [(&'static str, &'static str)],
        component: Option<Component>,
    },
    /// Runs one of our own tasks, which says whether it found all well.
    Task(fn(&Path) -> Result<bool>),
}

/// A part of the toolchain that may be absent.
struct Component {
    /// Its name for `rustup component add`.
    name: &'static str,
    /// Arguments of cargo that do nothing but need it.
    probe: &'static [&'static str],
}

/// The stages. The tests come as late as the quick ones behind them allow, so that their last lines stay in sight.
const STAGES: &[Stage] = &[
    Stage {
        name: "format",
        command: "cargo fmt --all --check",
        work: Work::Cargo {
            arguments: &["fmt", "--all", "--check"],
            variables: &[],
            component: Some(Component { name: "rustfmt", probe: &["fmt", "--version"] }),
        },
    },
    Stage {
        name: "lints",
        command: "cargo clippy --workspace --all-targets --features sinew-tests/tools -- -D warnings",
        work: Work::Cargo {
            arguments: &[
                "clippy",
                "--quiet",
                "--workspace",
                "--all-targets",
                // Its tests need programs from outside, but all can be looked at without them.
                "--features",
                "sinew-tests/tools",
                "--",
                "-D",
                "warnings",
            ],
            variables: &[],
            component: Some(Component { name: "clippy", probe: &["clippy", "--version"] }),
        },
    },
    Stage {
        name: "tests",
        command: "cargo test --workspace",
        work: Work::Cargo {
            arguments: &["test", "--workspace"],
            // Tests compare snapshots and never write them.
            variables: &[("INSTA_UPDATE", "no")],
            component: None,
        },
    },
    Stage {
        name: "documentation",
        command: "RUSTDOCFLAGS=\"-D warnings\" cargo doc --workspace --no-deps",
        work: Work::Cargo {
            arguments: &["doc", "--quiet", "--workspace", "--no-deps"],
            variables: &[("RUSTDOCFLAGS", "-D warnings")],
            component: None,
        },
    },
    Stage {
        name: "made files",
        command: "cargo xtask codegen --check",
        work: Work::Task(|root| codegen::task(root, codegen::Mode::Check)),
    },
    Stage {
        name: "layout of packs",
        command: "cargo xtask fmt --check",
        work: Work::Task(|root| Ok(program::all_laid_out(root))),
    },
    Stage { name: "counts", command: "cargo xtask bench guard", work: Work::Task(bench::guard) },
    Stage { name: "other tools", command: "cargo xtask tools", work: Work::Task(tools::task) },
    Stage {
        name: "packs",
        command: "cargo xtask check",
        work: Work::Task(|root| Ok(program::check_all(root))),
    },
];

/// Runs the stages in order, up to the first that fails. Gives back whether all went well.
pub(crate) fn task(root: &Path) -> bool {
    let mut done: Vec<(&str, Duration)> = Vec::new();
    for stage in STAGES {
        println!("\n== {} ({})", stage.name, stage.command);
        let start = Instant::now();
        let outcome = work(root, &stage.work);
        let took = start.elapsed();
        if !matches!(outcome, Ok(true)) {
            if let Err(problem) = outcome {
                println!("{problem:#}");
            }
            println!("-- {} failed after {}", stage.name, seconds(took));
            println!("\nStopped: {} of {} stages passed, `{}` failed.", done.len(), STAGES.len(), stage.name);
            println!("Repeat it with: {}", stage.command);
            return false;
        }
        println!("-- {} passed in {}", stage.name, seconds(took));
        done.push((stage.name, took));
    }
    let times: Vec<_> = done.iter().map(|(name, took)| format!("{name} {}", seconds(*took))).collect();
    println!(
        "\nAll {} stages passed in {}: {}",
        done.len(),
        seconds(done.iter().map(|(_, took)| *took).sum()),
        times.join(", ")
    );
    true
}

fn work(root: &Path, work: &Work) -> Result<bool> {
    match work {
        Work::Task(task) => task(root),
        Work::Cargo { arguments, variables, component } => {
            if let Some(Component { name, probe }) = component
                && !cargo::command(root, probe)
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .status()
                    .is_ok_and(|status| status.success())
            {
                println!("The toolchain has no {name}. Add it with: rustup component add {name}");
                return Ok(false);
            }
            let status = cargo::command(root, arguments)
                .envs(variables.iter().copied())
                .status()
                .context("cargo does not start")?;
            Ok(status.success())
        }
    }
}

fn seconds(time: Duration) -> String {
    format!("{}.{} s", time.as_secs(), time.subsec_millis() / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_does_what_its_command_says() {
        for stage in STAGES {
            let Work::Cargo { arguments, .. } = &stage.work else {
                assert!(stage.command.starts_with("cargo xtask "), "{}", stage.command);
                continue;
            };
            let spoken: Vec<_> =
                arguments.iter().copied().filter(|argument| *argument != "--quiet").collect();
            assert!(stage.command.ends_with(&format!("cargo {}", spoken.join(" "))), "{}", stage.command);
        }
    }

    #[test]
    fn times_are_short() {
        assert_eq!(seconds(Duration::from_millis(61_290)), "61.2 s");
    }
}
