//! This project's own ways to decide. They are held against each other by tests of their crates.

use super::Peer;
use crate::{clock, verdict::Person};
use anyhow::{Context as _, Result, ensure};
use sinew_batch::{Format, Sink, Source};
use sinew_engine::{Context, Step};
use sinew_model::{Answers, Date, Pack};
use sinew_program::{AnswerRow, Batch, Columns, Decisions, Instructions, Program, Reasoner};
use std::{fmt::Write as _, hint::black_box, io, num::NonZeroUsize, time::Duration};

/// The flat program: from answers as small numbers to the whole decision, without words.
pub struct Flat {
    program: Program,
    rows: Vec<AnswerRow>,
}

impl Flat {
    /// The program of a pack, and the rows of people.
    pub fn new(pack: &Pack, people: &[Person]) -> Result<Self> {
        let program = Program::compile(pack)?;
        let rows = people.iter().map(|person| program.row(&person.answers)).collect();
        Ok(Self { program, rows })
    }
}

impl Peer for Flat {
    fn name(&self) -> String {
        "`Program::decide`".into()
    }

    fn idiom(&self) -> String {
        "the whole decision, without reasons".into()
    }

    fn round(&mut self, count: usize) -> Result<Duration> {
        let mut workspace = self.program.workspace();
        clock::of(|| {
            for row in self.rows.iter().cycle().take(count) {
                black_box(self.program.decide(&mut workspace, row).urgency);
            }
            Ok(())
        })
    }
}

/// The flat program with all reasons as numbers: from answers.
pub struct Reasoned {
    reasoner: Reasoner,
    people: Vec<Answers>,
}

impl Reasoned {
    /// The program of a pack, and the answers of people.
    pub fn new(pack: &Pack, people: &[Person]) -> Result<Self> {
        let people = people.iter().map(|person| person.answers.clone()).collect();
        Ok(Self { reasoner: Reasoner::compile(pack.clone())?, people })
    }
}

impl Peer for Reasoned {
    fn name(&self) -> String {
        "`Reasoner::decide`".into()
    }

    fn idiom(&self) -> String {
        "the whole decision, with all reasons as numbers".into()
    }

    fn round(&mut self, count: usize) -> Result<Duration> {
        let mut workspace = self.reasoner.workspace();
        clock::of(|| {
            for answers in self.people.iter().cycle().take(count) {
                black_box(self.reasoner.decide(&mut workspace, answers).0.urgency);
            }
            Ok(())
        })
    }
}

/// The engine, which is the definition.
pub struct Definition<'p> {
    pack: &'p Pack,
    people: Vec<Answers>,
    has_reasons: bool,
}

impl<'p> Definition<'p> {
    /// The engine with or without all reasons and words.
    pub fn new(pack: &'p Pack, people: &[Person], has_reasons: bool) -> Self {
        let people = people.iter().map(|person| person.answers.clone()).collect();
        Self { pack, people, has_reasons }
    }
}

impl Peer for Definition<'_> {
    fn name(&self) -> String {
        if self.has_reasons { "`sinew_engine::assess`".into() } else { "`sinew_engine::decide`".into() }
    }

    fn idiom(&self) -> String {
        let what = if self.has_reasons {
            "the whole outcome, with all reasons and words"
        } else {
            "the definition: the whole decision"
        };
        what.into()
    }

    fn round(&mut self, count: usize) -> Result<Duration> {
        let context = Context { today: Date::constant(2026, 11, 29), region: None };
        clock::of(|| {
            for answers in self.people.iter().cycle().take(count) {
                if self.has_reasons {
                    black_box(sinew_engine::assess(self.pack, answers, &context));
                } else {
                    black_box(sinew_engine::decide(self.pack, answers));
                }
            }
            Ok(())
        })
    }
}

/// What the interview asks next.
pub struct NextQuestion<'p> {
    pack: &'p Pack,
    people: Vec<Answers>,
}

impl<'p> NextQuestion<'p> {
    /// The same people at each place of their interviews where a question is asked.
    pub fn new(pack: &'p Pack, people: &[Person]) -> Result<Self> {
        let mut asked = Vec::new();
        for person in people {
            let mut answers = Answers::new(pack);
            while let Step::Ask(question) = sinew_engine::next_step(pack, &answers) {
                asked.push(answers.clone());
                let answer =
                    person.answers.get(question).context("somebody has no answer to what is asked")?;
                ensure!(answers.set(pack, question, answer), "somebody's answer does not fit its question");
            }
        }
        Ok(Self { pack, people: asked })
    }
}

impl Peer for NextQuestion<'_> {
    fn name(&self) -> String {
        "`sinew_engine::next_step`".into()
    }

    fn idiom(&self) -> String {
        "which question the interview asks next, at each place where it asks one".into()
    }

    fn round(&mut self, count: usize) -> Result<Duration> {
        clock::of(|| {
            for answers in self.people.iter().cycle().take(count) {
                black_box(sinew_engine::next_step(self.pack, answers));
            }
            Ok(())
        })
    }
}

/// Many people at once, from columns to columns.
pub struct Kernel {
    batch: Batch,
    columns: Columns,
    decisions: Decisions,
}

impl Kernel {
    /// The batch of a pack, and the columns of so many people, one after another again and again.
    pub fn new(pack: &Pack, people: &[Person], count: usize) -> Result<Self> {
        let batch = Batch::compile(pack)?;
        let mut columns = batch.columns();
        let mut row = AnswerRow::default();
        for person in people.iter().cycle().take(count) {
            batch.program().write_row(&person.answers, &mut row);
            columns.push(&row);
        }
        Ok(Self { batch, columns, decisions: Decisions::default() })
    }

    /// How many of a hundred people the lanes leave out, so that the program decides for them one after another.
    pub fn left_out(&mut self) -> usize {
        let mut workspace = self.batch.workspace();
        let left_out =
            self.batch.decide(&mut workspace, &self.columns, &mut self.decisions, Instructions::Best);
        left_out * 100 / self.columns.people().max(1)
    }
}

impl Peer for Kernel {
    fn name(&self) -> String {
        "`Batch::decide`".into()
    }

    fn idiom(&self) -> String {
        "the whole decision of many people at once, of some of them one by one".into()
    }

    fn round(&mut self, count: usize) -> Result<Duration> {
        let mut workspace = self.batch.workspace();
        let times = count.div_ceil(self.columns.people());
        clock::of(|| {
            for _ in 0..times {
                let columns = black_box(&self.columns);
                black_box(self.batch.decide(
                    &mut workspace,
                    columns,
                    &mut self.decisions,
                    Instructions::Best,
                ));
            }
            Ok(())
        })
    }

    fn at_once(&self) -> usize {
        self.columns.people()
    }
}

/// Lines of JSON to lines of JSON, as `sinew batch` does it.
pub struct Lines {
    batch: sinew_batch::Batch,
    text: String,
    people: usize,
}

impl Lines {
    /// The batch of a pack, and a line for each of so many people.
    pub fn new(pack: &Pack, people: &[Person], count: usize) -> Self {
        let line = |person: &Person| {
            let own = person.answers.iter().filter(|(question, _)| pack.given_answer(*question).is_none());
            let members = own.map(|(index, answer)| {
                let question = &pack.questions()[index];
                let value = match question.write_answer(answer) {
                    sinew_model::RawAnswer::Text(text) => serde_json::json!(text),
                    sinew_model::RawAnswer::List(list) => serde_json::json!(list),
                    sinew_model::RawAnswer::Number(number) => serde_json::json!(number),
                };
                (question.id.to_string(), value)
            });
            serde_json::Value::Object(members.collect())
        };
        let mut text = String::new();
        for person in people.iter().cycle().take(count) {
            let _ = writeln!(text, "{}", line(person));
        }
        Self { batch: sinew_batch::Batch::new(pack.clone()), text, people: count }
    }
}

impl Peer for Lines {
    fn name(&self) -> String {
        "`sinew_batch::run`".into()
    }

    fn idiom(&self) -> String {
        "NDJSON to NDJSON: each line is read, checked as strictly as by `sinew assess`, decided as a whole, and written".into()
    }

    fn round(&mut self, count: usize) -> Result<Duration> {
        let times = count.div_ceil(self.people);
        clock::of(|| {
            for _ in 0..times {
                let source = Source::stream(
                    &self.batch,
                    Format::Ndjson,
                    Box::new(io::Cursor::new(self.text.as_bytes())),
                )?;
                let schema = self.batch.result_schema();
                let mut results = Sink::new(Format::Ndjson, &schema, false, Box::new(Vec::new()))?;
                let threads = NonZeroUsize::MIN;
                let counts = sinew_batch::run(&self.batch, source, &mut results, None, threads, &mut |_| ())?;
                let people = u64::try_from(self.people).context("there are too many people")?;
                ensure!(counts.decided() == people, "sinew-batch refused people: {counts:?}");
                results.finish()?;
            }
            Ok(())
        })
    }

    fn at_once(&self) -> usize {
        self.people
    }
}
