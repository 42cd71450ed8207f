//! Teaches the rules of the shipped packs to other rule engines, holds what they decide against this project's engine, and only then
//! measures them beside it. `cargo xtask bench --peers` builds and runs this.
#![forbid(unsafe_code)]

mod clock;
mod infix;
mod measure;
mod peer;
mod rules;
mod verdict;

use anyhow::{Context as _, Result, bail};
use measure::{Measured, beside, spread};
use peer::{
    Peer,
    cel::{Cel, CelJson},
    ours::{Definition, Flat, Kernel, Lines, NextQuestion, Reasoned},
    regorus::Regorus,
    script::{CLIPS, JSON_RULES, NUMPY, NUMPY_PLAIN, Running},
    zen::{Zen, ZenJson},
};
use rules::Rules;
use sinew_model::Pack;
use std::{env, fmt::Write as _, fs, path::PathBuf, process::Command};
use verdict::{Person, compare, people};

/// How many people each peer decides for before it is measured.
const PEOPLE: usize = 2048;
/// How many are decided for at once, by those who do so: the same people again and again.
const AT_ONCE: usize = 1 << 16;
/// The seed of the people.
const SEED: u64 = 20_261_129;

/// What to run, as `cargo xtask bench --peers` says it.
struct Options {
    /// Where the scripts are, and where they find their packages.
    scripts: PathBuf,
    /// A Python with numpy and clipspy, if there is one.
    python: Option<PathBuf>,
    /// A Node.js with json-rules-engine, if there is one.
    node: Option<PathBuf>,
    /// Where the table goes.
    table: PathBuf,
    /// The day.
    day: String,
}

impl Options {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self> {
        let (mut scripts, mut python, mut node, mut table, mut day) = (None, None, None, None, None);
        while let Some(word) = words.next() {
            let value = words.next().with_context(|| format!("{word} needs a value"))?;
            match word.as_str() {
                "--scripts" => scripts = Some(value.into()),
                "--python" => python = Some(value.into()),
                "--node" => node = Some(value.into()),
                "--table" => table = Some(value.into()),
                "--day" => day = Some(value),
                _ => bail!("{word} is no option; `cargo xtask bench --peers` knows which there are"),
            }
        }
        Ok(Self {
            scripts: scripts.context("--scripts is missing; run `cargo xtask bench --peers`")?,
            python,
            node,
            table: table.context("--table is missing; run `cargo xtask bench --peers`")?,
            day: day.context("--day is missing; run `cargo xtask bench --peers`")?,
        })
    }
}

/// A part of the table: what is measured beside one of ours.
struct Section {
    title: &'static str,
    /// One of ours, beside which the others are measured.
    ours: Row,
    rows: Vec<Row>,
}

/// A row of the table, with a column for each pack.
struct Row {
    name: String,
    idiom: String,
    figures: Vec<String>,
}

fn main() -> Result<()> {
    let options = Options::read(env::args().skip(1))?;
    let load_before = load();
    let packs = sinew_sample::shipped();
    let mut sections: Vec<Section> = Vec::new();
    let mut sizes = Vec::new();
    for pack in &packs {
        let rules = Rules::of(pack)?;
        let people = people(pack, &rules, SEED, PEOPLE);
        println!("{}: {} people who are possible, at random from seed {SEED}", rules.pack, people.len());
        sizes.push(size(&rules, &people, Kernel::new(pack, &people, PEOPLE)?.left_out()));
        for (at, section) in measured(&options, pack, &rules, &people)?.into_iter().enumerate() {
            match sections.get_mut(at) {
                None => sections.push(section),
                Some(known) => {
                    known.ours.figures.extend(section.ours.figures);
                    for (known, row) in known.rows.iter_mut().zip(section.rows) {
                        known.figures.extend(row.figures);
                    }
                }
            }
        }
    }
    let table = table(&options, &load_before, &packs, &sizes, &sections)?;
    fs::write(&options.table, &table)
        .with_context(|| format!("{} cannot be written", options.table.display()))?;
    print!("\n{table}");
    Ok(())
}

/// Measures everything on one pack.
fn measured(options: &Options, pack: &Pack, rules: &Rules, people: &[Person]) -> Result<Vec<Section>> {
    let script = |script, interpreter: &Option<PathBuf>, at_once| {
        let start = |interpreter: &PathBuf| {
            Running::start(script, interpreter, &options.scripts, rules, people, at_once)
        };
        interpreter.as_ref().map(start).transpose().map(|running| running.map(boxed))
    };
    let mut one: Vec<Box<dyn Peer + '_>> = vec![
        Box::new(Reasoned::new(pack, people)?),
        Box::new(Definition::new(pack, people, false)),
        Box::new(Definition::new(pack, people, true)),
        Box::new(NextQuestion::new(pack, people)?),
        Box::new(Cel::new(rules, people)?),
        Box::new(Zen::new(rules, people)?),
        Box::new(Regorus::new(rules, people)?),
    ];
    one.extend(script(JSON_RULES, &options.node, 1)?);
    one.extend(script(CLIPS, &options.python, 1)?);
    let json: Vec<Box<dyn Peer>> =
        vec![Box::new(CelJson::new(rules, people)?), Box::new(ZenJson::new(rules, people)?)];
    let mut many: Vec<Box<dyn Peer>> = Vec::new();
    for numpy in [NUMPY_PLAIN, NUMPY] {
        many.extend(script(numpy, &options.python, AT_ONCE)?);
    }
    let sections: [(&'static str, Box<dyn Peer>, Vec<Box<dyn Peer + '_>>); 3] = [
        ("One person, from parsed answers", Box::new(Flat::new(pack, people)?), one),
        ("One person after another, from JSON to JSON", Box::new(Lines::new(pack, people, PEOPLE)), json),
        ("Many people at once, from columns to columns", Box::new(Kernel::new(pack, people, AT_ONCE)?), many),
    ];
    let mut done = Vec::new();
    for (title, mut ours, mut peers) in sections {
        for peer in &mut peers {
            if let Some(verdicts) = peer.verdicts()? {
                compare(rules, people, &peer.name(), &verdicts)?;
                println!("  {}: 0 of {} decided otherwise", peer.name(), people.len());
            }
        }
        let (mut of_ours, mut rows) = (Vec::new(), Vec::new());
        for peer in &mut peers {
            let Measured { peer: of_peer, ours: beside_it, ratios } = beside(&mut *ours, &mut **peer)?;
            of_ours.extend(beside_it);
            let figures = vec![spread(&of_peer), spread(&ratios)];
            println!("  {}: {} us, {} times {}", peer.name(), figures[0], figures[1], ours.name());
            rows.push(Row { name: peer.name(), idiom: peer.idiom(), figures });
        }
        let figures = vec![spread(&of_ours), "1".to_owned()];
        let ours = Row { name: ours.name(), idiom: ours.idiom(), figures };
        done.push(Section { title, ours, rows });
    }
    Ok(done)
}

fn boxed<'p>(running: Running) -> Box<dyn Peer + 'p> {
    Box::new(running)
}

/// How much there is to decide, in words.
fn size(rules: &Rules, people: &[Person], left_out: usize) -> String {
    let lines: usize = rules.points.iter().map(|points| points.sum.len()).sum();
    let help_only = people.iter().filter(|person| person.verdict.points.is_none()).count();
    format!(
        "`{}`: {} questions, {} red flags, exits: {}, {} named formulas, {} conditions with {lines} sums of evidence; \
         {} % of the people have an emergency or an exit; {left_out} % are decided for one by one in a batch",
        rules.pack,
        rules.inputs.len(),
        rules.flags.len(),
        rules.exits.len(),
        rules.steps.len(),
        rules.points.len(),
        help_only * 100 / people.len().max(1)
    )
}

fn table(
    options: &Options,
    load_before: &str,
    packs: &[Pack],
    sizes: &[String],
    sections: &[Section],
) -> Result<String> {
    let mut text = format!(
        "Measured on {} on {}, whose load was {load_before} before and {} after, with {}; {}. Each figure is a median, with the least and \
         the most in parentheses.\n\n",
        options.day,
        machine(),
        load(),
        said_by(&["rustc", "--version"]).context("rustc does not say its version")?,
        interpreters(options)
    );
    for size in sizes {
        writeln!(text, "- {size}")?;
    }
    for Section { title, ours, rows } in sections.iter().filter(|section| !section.rows.is_empty()) {
        writeln!(text, "\n**{title}**, microseconds of CPU time for each:\n")?;
        write!(text, "| what | how |")?;
        for pack in packs {
            let id = &pack.identity().id;
            write!(text, " {id} | times ours |")?;
        }
        writeln!(text, "\n|---|---|{}", "--:|--:|".repeat(packs.len()))?;
        for Row { name, idiom, figures } in [ours].into_iter().chain(rows) {
            writeln!(text, "| {name} | {idiom} | {} |", figures.join(" | "))?;
        }
    }
    Ok(text)
}

/// The processor.
fn machine() -> String {
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let model = model.map_or("an unknown processor", |(_, model)| model);
    format!("{processors} processors of {model}")
}

/// How many programs want a processor, this one included, over the last minute.
fn load() -> String {
    let known = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    known.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown").to_owned()
}

fn interpreters(options: &Options) -> String {
    let version = |interpreter: &Option<PathBuf>, name: &str| {
        let path = interpreter.as_ref()?.to_str()?;
        let said = said_by(&[path, "--version"])?;
        Some(if said.starts_with(name) { said } else { format!("{name} {said}") })
    };
    let known = [version(&options.python, "Python"), version(&options.node, "Node.js")];
    let known: Vec<_> = known.into_iter().flatten().collect();
    if known.is_empty() { "without Python and Node.js".into() } else { known.join(" and ") }
}

fn said_by(command: &[&str]) -> Option<String> {
    let (program, words) = command.split_first()?;
    let output = Command::new(program).args(words).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned()).filter(|said| !said.is_empty())
}
