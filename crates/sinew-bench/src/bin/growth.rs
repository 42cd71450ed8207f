//! How times grow: with the pack, which is a shipped one with everything in it 1, 2, 4, 8 and 16 times, and with the people, from a thousand on.
//!
//! `growth FOLDER DAY COMPILER PEOPLE` writes `growth.md`, `growth-packs.svg` and `growth-people.svg` into a folder, for `cargo xtask bench growth`.
//! Measured is the CPU time of the thread, so that what else the machine does counts for little, and sizes take turns, so that what counts
//! meets all of them.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "people who measure want to see what comes out")]
#![allow(clippy::cast_precision_loss, reason = "sizes, numbers of people and of runs are far below 2^52")]

use anyhow::{Context as _, Result, bail};
use sinew_bench::{
    clock,
    growth::{self, Line},
    people,
    plot::{self, Words},
};
use sinew_engine::Context;
use sinew_model::{Answers, Date, Pack};
use sinew_program::{AnswerRow, Batch, Columns, Decisions, Instructions, Program};
use std::{env, fmt::Write as _, fs, hint::black_box, path::Path, time::Duration};

const TIMES: [usize; 5] = [1, 2, 4, 8, 16];
/// How often each is measured; the median counts.
const ROUNDS: usize = 7;
/// The same of what takes longer than [`LONG`].
const FEW_ROUNDS: usize = 3;
const LONG: Duration = Duration::from_secs(1);
/// What one measurement takes at least.
const AT_LEAST: Duration = Duration::from_millis(20);
/// How many people take turns.
const PEOPLE: usize = 64;
/// How many of them are asked: that takes long.
const ASKED: usize = 4;
/// How many people a batch of a grown pack decides for.
const AT_ONCE: usize = 4096;
/// How many people stand in columns at a time, whatever their number: these are used again.
const PIECE: usize = 1 << 16;

fn main() -> Result<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [folder, day, compiler, most] = words.as_slice() else {
        bail!(
            "it takes a folder, a day, the words for a compiler and a number of people; run `cargo xtask bench growth`"
        )
    };
    let most: usize = most.parse().context("the number of people is none")?;
    let folder = Path::new(folder);
    let load_before = load();
    let pack = sinew_sample::shipped().into_iter().next().context("no pack is shipped")?;
    let id = pack.identity().id.clone();

    let (packs, refused) = of_packs(&pack)?;
    let sizes = TIMES.map(|times| (times as f64, times.to_string()));
    println!("{}", growth::table(&sizes, &packs));
    let (people, numbers, left_out) = of_people(&pack, most)?;
    let memory = most_memory();
    println!("{}", growth::table(&numbers, &people));

    let mut page = format!(
        "Measured on {day} on {}, whose load was {load_before} before and {} after, with {compiler}. Times are microseconds of CPU time of one \
         thread, medians of {ROUNDS} rounds, or of {FEW_ROUNDS} where a round takes more than a second; sizes take turns in each round. The \
         exponent is the slope of the straight line of least squares through the logarithms of all sizes and times: 1 is as fast as the \
         size, 2 as its square. That of the last step is the one between the two largest sizes.\n\n**The pack**: `{id}` with everything in it \
         so many times ({} questions, {} red flags, {} conditions and {} actions once). Everybody answers the first copy as before and \
         the others as somebody without any red flag, so that they are as ill whatever the size; nobody has an emergency or an exit. Microseconds for one \
         person, or for the whole pack.\n\n",
        machine(),
        load(),
        pack.questions().len(),
        pack.red_flags().len(),
        pack.conditions().len(),
        pack.actions().len(),
    );
    page.push_str(&growth::table(&sizes, &packs));
    for refused in refused {
        writeln!(page, "\n{refused}")?;
    }
    page.push_str(
        "\n![How times grow with the pack; the figures stand in the table above](growth-packs.svg)\n\n",
    );
    write!(
        page,
        "**The people**: `Batch::decide` on `{id}`, from columns to columns, microseconds for all of them. Answers stand in columns of at \
         most {PIECE} people, which are used again until so many have been decided for; {left_out} % are decided for one by one. "
    )?;
    if let Some(memory) = memory {
        write!(page, "The whole program took at most {memory} MB of memory. ")?;
    }
    page.truncate(page.trim_end().len());
    page.push_str("\n\n");
    page.push_str(&growth::table(&numbers, &people));
    page.push_str(
        "\n![How times grow with the people; the figures stand in the table above](growth-people.svg)\n",
    );

    let write = |name: &str, text: &str| {
        fs::write(folder.join(name), text)
            .with_context(|| format!("{name} cannot be written into {}", folder.display()))
    };
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    write("growth.md", &page)?;
    let words = Words {
        title: "Time and the size of the pack, with exponents",
        across: "times everything in the pack",
        up: "microseconds of CPU time",
    };
    write("growth-packs.svg", &plot::svg(&words, &sizes, &packs))?;
    let words = Words {
        title: "Time and the number of people, with exponents",
        across: "people",
        up: "microseconds of CPU time",
    };
    write("growth-people.svg", &plot::svg(&words, &numbers, &people))
}

fn figure(count: usize) -> String {
    growth::figure(count as f64)
}

/// Something that is measured.
struct Work<'w> {
    /// How much of it is done at once, such as how many people are decided for.
    units: usize,
    run: Box<dyn FnMut() + 'w>,
}

/// Microseconds for one unit.
fn once(work: &mut Work<'_>, runs: usize) -> f64 {
    let took = clock::of(|| (0..runs).for_each(|_| (work.run)()));
    took.as_secs_f64() * 1e6 / (runs * work.units) as f64
}

/// Medians of several pieces of work, which take turns.
fn medians(works: &mut [Work<'_>]) -> Vec<f64> {
    let mut plans = Vec::new();
    for work in works.iter_mut() {
        let took = clock::of(|| (work.run)()).max(Duration::from_nanos(100));
        let runs = AT_LEAST.as_nanos().div_ceil(took.as_nanos());
        plans.push((usize::try_from(runs).unwrap_or(1), if took > LONG { FEW_ROUNDS } else { ROUNDS }));
    }
    let mut times = vec![Vec::new(); works.len()];
    for round in 0..ROUNDS {
        for (at, work) in works.iter_mut().enumerate() {
            let (runs, rounds) = plans[at];
            if round < rounds {
                times[at].push(once(work, runs));
            }
        }
    }
    times.into_iter().map(clock::median).collect()
}

/// A pack of some size with what is measured on it.
struct Grown {
    pack: Pack,
    people: Vec<Answers>,
    /// The pack in the form in which the program carries its own.
    bytes: Vec<u8>,
    /// Its program, or why it has none.
    program: Result<Program, String>,
    batch: Result<(Batch, Columns), String>,
}

impl Grown {
    fn new(pack: &Pack, people: &[Answers], times: usize) -> Result<Self> {
        let grown = sinew_sample::grown(pack, times);
        let people = people::of_grown(pack, people, &grown).context("nobody is without a red flag")?;
        let batch = Batch::compile(&grown).map_err(|problem| problem.to_string()).map(|batch| {
            let columns = columns(&batch, &people, AT_ONCE);
            (batch, columns)
        });
        Ok(Self {
            bytes: postcard::to_allocvec(&grown)?,
            program: Program::compile(&grown).map_err(|problem| problem.to_string()),
            batch,
            people,
            pack: grown,
        })
    }
}

/// Columns of these people again and again.
fn columns(batch: &Batch, people: &[Answers], count: usize) -> Columns {
    let rows: Vec<AnswerRow> = people.iter().map(|person| batch.program().row(person)).collect();
    let mut columns = batch.columns();
    rows.iter().cycle().take(count).for_each(|row| columns.push(row));
    columns
}

/// What is measured, and how it is done for a pack; none if it cannot be done.
type Kind = (&'static str, for<'g> fn(&'g Grown) -> Option<Work<'g>>);

const KINDS: [Kind; 8] = [
    ("load the compiled pack", |grown| {
        Some(work(1, || drop(black_box(postcard::from_bytes::<Pack>(&grown.bytes)))))
    }),
    ("`Program::compile`", |grown| {
        grown.program.as_ref().ok()?;
        Some(work(1, || drop(black_box(Program::compile(&grown.pack)))))
    }),
    ("`Batch::compile`", |grown| {
        grown.batch.as_ref().ok()?;
        Some(work(1, || drop(black_box(Batch::compile(&grown.pack)))))
    }),
    ("`next_step`, of an interview", |grown| {
        let people = &grown.people[..ASKED];
        let steps = people.iter().map(|person| people::interview(&grown.pack, person)).sum();
        Some(work(steps, move || {
            for person in people {
                black_box(people::interview(&grown.pack, person));
            }
        }))
    }),
    ("`assess`", |grown| {
        let context = Context { today: Date::constant(2026, 11, 29), region: None };
        Some(work(PEOPLE, move || {
            for person in &grown.people {
                drop(black_box(sinew_engine::assess(&grown.pack, person, &context)));
            }
        }))
    }),
    ("`decide`", |grown| {
        Some(work(PEOPLE, || {
            for person in &grown.people {
                drop(black_box(sinew_engine::decide(&grown.pack, person)));
            }
        }))
    }),
    ("`Program::decide`", |grown| {
        let program = grown.program.as_ref().ok()?;
        let rows: Vec<AnswerRow> = grown.people.iter().map(|person| program.row(person)).collect();
        let mut workspace = program.workspace();
        Some(work(PEOPLE, move || {
            for row in &rows {
                black_box(program.decide(&mut workspace, row));
            }
        }))
    }),
    ("`Batch::decide`", |grown| {
        let (batch, columns) = grown.batch.as_ref().ok()?;
        let (mut workspace, mut decisions) = (batch.workspace(), Decisions::default());
        Some(work(AT_ONCE, move || {
            black_box(batch.decide(&mut workspace, columns, &mut decisions, Instructions::Best));
        }))
    }),
];

fn work<'w>(units: usize, run: impl FnMut() + 'w) -> Work<'w> {
    Work { units, run: Box::new(run) }
}

/// Times at each size of the pack, and what could not be done, in words.
fn of_packs(pack: &Pack) -> Result<(Vec<Line>, Vec<String>)> {
    let people = people::calm(pack, 41, PEOPLE);
    let sizes: Vec<Grown> =
        TIMES.iter().map(|times| Grown::new(pack, &people, *times)).collect::<Result<_>>()?;
    let mut refused = Vec::new();
    for (times, grown) in TIMES.iter().zip(&sizes) {
        let problems = [grown.program.as_ref().err(), grown.batch.as_ref().err()];
        for problem in problems.into_iter().flatten() {
            refused.push(format!("At {times} times the size: {problem}."));
        }
    }
    let mut lines = Vec::new();
    for (name, kind) in KINDS {
        println!("{name}");
        let mut done = Vec::new();
        let mut works = Vec::new();
        for (times, grown) in TIMES.iter().zip(&sizes) {
            if let Some(work) = kind(grown) {
                done.push(*times as f64);
                works.push(work);
            }
        }
        let times = medians(&mut works);
        lines.push(Line { name: name.to_owned(), points: done.into_iter().zip(times).collect() });
    }
    Ok((lines, refused))
}

/// Sizes with their words.
type Sizes = Vec<(f64, String)>;

/// Times for each number of people, these numbers with their words, and how many of a hundred were decided for one by one.
fn of_people(pack: &Pack, most: usize) -> Result<(Vec<Line>, Sizes, usize)> {
    let batch = Batch::compile(pack)?;
    let people = people::complete(pack, 42, 4096);
    let (mut workspace, mut decisions) = (batch.workspace(), Decisions::default());
    let mut points = Vec::new();
    let mut sizes = Vec::new();
    let mut left_out = 0;
    let mut number = 1_000;
    while number <= most {
        println!("{} people", figure(number));
        let mut pieces = vec![columns(&batch, &people, number.min(PIECE))];
        let rest = number % PIECE;
        if number > PIECE && rest > 0 {
            pieces.push(columns(&batch, &people, rest));
        }
        let mut work = Work {
            units: 1,
            run: Box::new(|| {
                left_out = 0;
                for _ in 0..(number / PIECE).max(1) {
                    left_out += batch.decide(&mut workspace, &pieces[0], &mut decisions, Instructions::Best);
                }
                for last in &pieces[1..] {
                    left_out += batch.decide(&mut workspace, last, &mut decisions, Instructions::Best);
                }
            }),
        };
        let time = medians(std::slice::from_mut(&mut work))[0];
        drop(work);
        points.push((number as f64, time));
        sizes.push((number as f64, figure(number)));
        left_out = left_out * 100 / number;
        number *= 10;
    }
    Ok((vec![Line { name: "`Batch::decide`".to_owned(), points }], sizes, left_out))
}

/// The most memory that this program had, in millions of bytes.
fn most_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024 / 1_000_000)
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
