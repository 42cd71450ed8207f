//! Rule engines of other languages: a script that is taught the rules, and is asked over its standard input and output.

use super::Peer;
use crate::{
    rules::{Nesting, Rules, Value},
    verdict::{Person, Verdict, from_steps},
};
use anyhow::{Context as _, Result, ensure};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

/// A peer that is a script.
#[derive(Debug, Clone, Copy)]
pub struct Script {
    /// Its name.
    pub name: &'static str,
    /// How it is used.
    pub idiom: &'static str,
    /// The file of the script.
    pub file: &'static str,
    /// What it is started with beside what it is taught.
    pub words: &'static [&'static str],
    /// How much it takes in one step.
    pub nesting: Nesting,
}

/// numpy as its rules are first written.
pub const NUMPY_PLAIN: Script = Script {
    name: "numpy, plain",
    idiom: "a line of vectorised Python for each named finding, red flag and condition; whole columns, and numbers as numpy makes them",
    file: "numpy_peer.py",
    words: &["plain"],
    nesting: Nesting::Any,
};

/// numpy as somebody writes it who looks for speed.
pub const NUMPY: Script = Script {
    name: "numpy",
    idiom: "the same, with numbers of 8 to 32 bits, and in pieces of the size that is fastest here",
    file: "numpy_peer.py",
    words: &[],
    nesting: Nesting::Any,
};

/// CLIPS.
pub const CLIPS: Script = Script {
    name: "CLIPS (clipspy)",
    idiom: "a fact for each answer, a rule for each alternative and each line of evidence",
    file: "clips_peer.py",
    words: &[],
    nesting: Nesting::Flat,
};

/// json-rules-engine.
pub const JSON_RULES: Script = Script {
    name: "json-rules-engine",
    idiom: "a fact for each answer, a rule for each named finding, red flag and line of evidence",
    file: "json_rules_peer.mjs",
    words: &[],
    nesting: Nesting::SumsApart,
};

/// What a script is told at first.
#[derive(Serialize)]
struct Setup<'a> {
    rules: &'a Rules,
    outputs: &'a [usize],
    people: Vec<&'a [Value]>,
    /// How many people are decided for at once, by those who do so.
    at_once: usize,
}

#[derive(Deserialize)]
struct Started {
    version: String,
}

/// The steps that are true for somebody, and the points, unless they were not looked at.
#[derive(Deserialize)]
struct Found {
    steps: Vec<usize>,
    points: Option<Vec<i64>>,
}

#[derive(Deserialize)]
struct Round {
    seconds: f64,
}

/// A script that runs.
pub struct Running {
    script: Script,
    rules: Rules,
    version: String,
    at_once: usize,
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Running {
    /// Starts a script with an interpreter, and teaches it rules and people.
    pub fn start(
        script: Script,
        interpreter: &Path,
        folder: &Path,
        rules: &Rules,
        people: &[Person],
        at_once: usize,
    ) -> Result<Self> {
        let rules = rules.in_steps(script.nesting);
        let setup = Setup {
            rules: &rules,
            outputs: &rules.outputs(),
            people: people.iter().map(|person| person.values.as_slice()).collect(),
            at_once,
        };
        let file: PathBuf = folder.join(format!("{}-{}.json", rules.pack, script.file));
        fs::write(&file, serde_json::to_vec(&setup)?)
            .with_context(|| format!("{} cannot be written", file.display()))?;
        let mut process = Command::new(interpreter)
            .arg(folder.join(script.file))
            .arg(&file)
            .args(script.words)
            // One core, as everybody else.
            .env("OMP_NUM_THREADS", "1")
            .env("OPENBLAS_NUM_THREADS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} does not start", interpreter.display()))?;
        let to = process.stdin.take().context("the script has no standard input")?;
        let from = BufReader::new(process.stdout.take().context("the script has no standard output")?);
        let mut running = Self { script, rules, version: String::new(), at_once, process, to, from };
        running.version = running.answer::<Started>()?.version;
        Ok(running)
    }

    fn answer<T: DeserializeOwned>(&mut self) -> Result<T> {
        let mut line = String::new();
        let read =
            self.from.read_line(&mut line).with_context(|| format!("{} says nothing", self.script.file))?;
        ensure!(read > 0, "{} ended before it answered; what it says of that stands above", self.script.file);
        serde_json::from_str(&line)
            .with_context(|| format!("{} answers otherwise than asked", self.script.file))
    }

    fn ask<T: DeserializeOwned>(&mut self, question: &str) -> Result<T> {
        writeln!(self.to, "{question}").with_context(|| format!("{} does not listen", self.script.file))?;
        self.to.flush().with_context(|| format!("{} does not listen", self.script.file))?;
        self.answer()
    }
}

impl Peer for Running {
    fn name(&self) -> String {
        format!("{} {}", self.script.name, self.version)
    }

    fn idiom(&self) -> String {
        self.script.idiom.into()
    }

    fn verdicts(&mut self) -> Result<Option<Vec<Verdict>>> {
        let found: Vec<Found> = self.ask("verdicts")?;
        let verdict = |found: Found| {
            let is_true = |step: usize| found.steps.contains(&step);
            from_steps(&self.rules, is_true, || found.points.clone().unwrap_or_default())
        };
        Ok(Some(found.into_iter().map(verdict).collect()))
    }

    fn round(&mut self, count: usize) -> Result<Duration> {
        let round: Round = self.ask(&format!("round {count}"))?;
        Duration::try_from_secs_f64(round.seconds).context("a script measured no time")
    }

    fn at_once(&self) -> usize {
        self.at_once
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has nothing to keep, and may hang.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
