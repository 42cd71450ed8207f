//! From rows of answers to rows of results and of errors.

use crate::{
    arrow,
    columns::ColumnProblem,
    reading::{Reading, flaw_of},
    rows::{Flaw, RowProblem, Rows},
    tables::{ErrorTable, Extras, Ids, ResultTable, result_schema},
    why,
};
use arrow_array::{Array as _, RecordBatch, StringArray, builder::StringBuilder};
use arrow_schema::SchemaRef;
use sinew_app::{
    Step, StopReason,
    answers::{PackAnswers, fit_leniently},
    json::OutcomeDocument,
    model::{Answers, Date, Pack, RegionIx},
    next_step,
};
use sinew_model::{Index as _, QuestionIx};
use sinew_program::{
    AnswerRow, BatchWorkspace, Columns, Decisions, Instructions, Program, Reasoner, ReasonerWorkspace,
    Workspace,
};
use std::{mem, sync::Arc};

/// A pack, ready to decide for many people. It never changes; threads can share it.
#[derive(Debug)]
pub struct Batch {
    pack: Arc<Pack>,
    kernel: Kernel,
    ids: Ids,
    ignored: Vec<String>,
    why: Option<Why>,
    reasons: Option<Reasons>,
}

/// What finds why.
#[derive(Debug)]
enum Why {
    Program(Box<Reasoner>),
    /// The pack does not fit into a program.
    Engine,
}

/// What decides. All of them decide the same.
#[derive(Debug)]
enum Kernel {
    /// For many people at once.
    Many(Box<sinew_program::Batch>),
    /// For one person after another: the figures of the pack do not fit into the lanes of the first.
    One(Box<Program>),
    /// The pack does not fit into a program.
    Engine,
}

/// What the reasons depend on beside the answers.
#[derive(Debug, Clone, Copy)]
struct Reasons {
    today: Date,
    region: Option<RegionIx>,
}

/// What became of a block of rows. Each row is in one of the two.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// One row for each person with a result, in order; its schema is [`Batch::result_schema`].
    pub results: RecordBatch,
    /// What is wrong with the others, one row for each thing; its schema is [`error_schema`](crate::error_schema).
    pub errors: RecordBatch,
}

/// What became of a block of rows, with what is counted.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) decided: Decided,
    /// How many have a result, by urgency from the least.
    pub(crate) by_urgency: [u64; 5],
    /// How many have none.
    pub(crate) refused: u64,
    /// How many of those have answers that are an emergency already.
    pub(crate) emergencies: u64,
    /// Of how many it is not known, because some of their answers could not be read.
    pub(crate) emergencies_open: u64,
    /// Some of what is wrong.
    pub(crate) examples: Vec<RowProblem>,
}

/// As many examples of what is wrong are kept, of each block and of a whole run.
pub(crate) const EXAMPLES: usize = 5;

impl Batch {
    /// A batch for this pack: `Batch::new(pack)` or `Batch::new(Arc::clone(&pack))`.
    pub fn new(pack: impl Into<Arc<Pack>>) -> Self {
        let pack = pack.into();
        let kernel = match sinew_program::Batch::compile(&pack) {
            Ok(many) => Kernel::Many(Box::new(many)),
            Err(_) => Program::compile(&pack).map_or(Kernel::Engine, |one| Kernel::One(Box::new(one))),
        };
        let ids = Ids::of(&pack);
        Self { pack, kernel, ids, ignored: Vec::new(), why: None, reasons: None }
    }

    /// Adds the column `why` to the results: which answers and which rules of the pack decided, by their ids.
    #[must_use]
    pub fn with_why(mut self) -> Self {
        let program = Reasoner::compile(Arc::clone(&self.pack));
        self.why = Some(program.map_or(Why::Engine, |reasoner| Why::Program(Box::new(reasoner))));
        self
    }

    /// Adds the column `reasons` to the results: the outcome with all words, as `sinew assess --format json` writes it, on a
    /// day and with the telephone numbers of a region. It makes a row much larger and slower.
    #[must_use]
    pub fn with_reasons(mut self, today: Date, region: Option<RegionIx>) -> Self {
        self.reasons = Some(Reasons { today, region });
        self
    }

    /// Leaves these columns out; all others that are not known are an error, because a slip in a name would leave a question
    /// unanswered. Questions of the pack and the column of ids are read all the same: what is answered counts.
    #[must_use]
    pub fn ignoring(mut self, columns: impl IntoIterator<Item = String>) -> Self {
        self.ignored.extend(columns);
        self
    }

    /// The pack.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The schema of results. Ids are texts in dictionaries; what there can be several of is a list.
    ///
    /// `row` is the number of the row from 1. `conditions`, `bands` and `companion_of` belong together, item by item: a band is null for a
    /// condition that only a warning sign names, a companion names the condition beside which it is shown.
    pub fn result_schema(&self) -> SchemaRef {
        result_schema(self.extras())
    }

    fn extras(&self) -> Extras {
        Extras { why: self.why.is_some(), reasons: self.reasons.is_some() }
    }

    /// Decides for each row, by itself. Rows are numbered from 1.
    ///
    /// Columns are named after questions, as [`columns`](crate::columns) lists them, in any order; `id` is passed through. A null, or
    /// a text with nothing in it, says that the question was not asked. Dictionaries, large and view types are read as well, and
    /// whole numbers in floats. The only errors are those of the columns: no row stops another one.
    ///
    /// Give it blocks of some ten thousand rows at most: with reasons, the texts of one block have to stay below 2 GiB.
    pub fn decide(&self, rows: &RecordBatch) -> Result<Decided, ColumnProblem> {
        let reading = Reading::of(&self.pack);
        let roles = arrow::roles(&reading, &self.ignored, &rows.schema())?;
        Ok(self.decided(arrow::rows(&reading, &roles, rows, 1), &mut self.scratch()).decided)
    }

    pub(crate) fn ignored(&self) -> &[String] {
        &self.ignored
    }

    pub(crate) fn scratch(&self) -> Scratch {
        let room = match &self.kernel {
            Kernel::Many(many) => Room::Many {
                workspace: Box::new(many.workspace()),
                columns: Box::new(many.columns()),
                decisions: Box::default(),
            },
            Kernel::One(one) => Room::One { workspace: Box::new(one.workspace()), row: AnswerRow::default() },
            Kernel::Engine => Room::Engine,
        };
        let why = match &self.why {
            Some(Why::Program(reasoner)) => Some(Box::new(reasoner.workspace())),
            Some(Why::Engine) | None => None,
        };
        Scratch { answers: Answers::new(&self.pack), room, why }
    }

    /// What becomes of these rows.
    pub(crate) fn decided(&self, mut rows: Rows, scratch: &mut Scratch) -> Tally {
        let Scratch { answers, room, why } = scratch;
        if let (Kernel::Many(many), Room::Many { workspace, columns, decisions }) = (&self.kernel, &mut *room)
        {
            many.write_columns(rows.len, |question| &rows.answers[question.position()], columns);
            many.decide(workspace, columns, decisions, Instructions::Best);
        }
        let ids = rows.finish_ids();
        let mut results = ResultTable::new(&self.ids, rows.len, self.extras());
        let mut errors = ErrorTable::default();
        let (mut by_urgency, mut emergencies, mut emergencies_open) = ([0; 5], 0, 0);
        let (mut examples, mut refused) = (Vec::new(), Vec::new());
        let mut flaws_by_row = mem::take(&mut rows.flaws);
        // Columns were read one after another; what is wrong with one row stays in the order of its columns.
        flaws_by_row.sort_by_key(|(row, _)| *row);
        let mut flaws_by_row = flaws_by_row.into_iter().peekable();
        for position in 0..rows.len {
            let number = rows.first + position as u64;
            let mut flaws = Vec::new();
            while let Some((_, flaw)) = flaws_by_row.next_if(|(row, _)| *row == position) {
                flaws.push(flaw);
            }
            if flaws.is_empty()
                && let Room::Many { decisions, .. } = room
                && !decisions.is_to_check(position)
            {
                by_urgency[results.push_one_of(number, decisions, position)] += 1;
                if self.extras() != Extras::default() {
                    self.write_answers(&rows, position, answers);
                    self.push_extras(&mut results, answers, why.as_deref_mut());
                }
                continue;
            }
            self.write_answers(&rows, position, answers);
            if flaws.is_empty() && !sinew_engine::stands(&self.pack, answers) {
                flaws = self.flaws_of(answers);
            }
            if flaws.is_empty() {
                let level = match (&self.kernel, &mut *room) {
                    (_, Room::Many { decisions, .. }) => results.push_one_of(number, decisions, position),
                    (Kernel::One(one), Room::One { workspace, row }) => {
                        one.write_row(answers, row);
                        results.push(number, one.decide(workspace, row))
                    }
                    _ => results.push(number, &sinew_engine::decide(&self.pack, answers)),
                };
                by_urgency[level] += 1;
                self.push_extras(&mut results, answers, why.as_deref_mut());
                continue;
            }
            let is_known = flaws.iter().all(Flaw::is_of_answers_read);
            let is_one = next_step(&self.pack, answers) == Step::Done(StopReason::Emergency);
            let emergency = (is_one || is_known).then_some(is_one);
            refused.push(position);
            emergencies += u64::from(is_one);
            emergencies_open += u64::from(emergency.is_none());
            for Flaw { column, code, cause } in flaws {
                let id = ids.is_valid(position).then(|| ids.value(position).to_owned());
                let problem = RowProblem { row: number, id, column, code, cause, emergency };
                errors.push(&problem);
                if examples.len() < EXAMPLES {
                    examples.push(problem);
                }
            }
        }
        let ids = if refused.is_empty() { ids } else { without(&ids, &refused) };
        let decided = Decided { results: results.finish(ids), errors: errors.finish() };
        Tally { decided, by_urgency, refused: refused.len() as u64, emergencies, emergencies_open, examples }
    }

    fn write_answers(&self, rows: &Rows, row: usize, answers: &mut Answers) {
        for (position, column) in rows.answers.iter().enumerate() {
            let question = QuestionIx::at(position);
            match column.get(row).copied().flatten() {
                Some(answer) => {
                    let taken = answers.set(&self.pack, question, answer);
                    debug_assert!(taken, "an answer that was read by its question fits it");
                }
                None => answers.clear(&self.pack, question),
            }
        }
    }

    /// Why no advice can be given on these answers, in the words in which one person is told.
    fn flaws_of(&self, answers: &Answers) -> Vec<Flaw> {
        let pack = &self.pack;
        let own = answers.iter().filter(|(question, _)| pack.given_answer(*question).is_none());
        let written = own.map(|(index, answer)| {
            let question = &pack.questions()[index];
            (question.id.to_string(), question.write_answer(answer))
        });
        let fitted = fit_leniently(pack, &PackAnswers::from(written.collect::<Vec<_>>()));
        let mut flaws: Vec<Flaw> = fitted.problems.iter().map(flaw_of).collect();
        if flaws.is_empty() {
            flaws = sinew_engine::missing_answers(pack, answers)
                .into_iter()
                .map(|question| {
                    let question = &pack.questions()[question];
                    Flaw {
                        column: Some(question.id.to_string()),
                        code: "missing",
                        cause: format!(
                            "`{}` ({}) is about a warning sign and has no answer; it takes {}",
                            question.id,
                            question.short,
                            question.answer_forms().join(", ")
                        ),
                    }
                })
                .collect();
        }
        if flaws.is_empty() {
            flaws.push(Flaw::of_row("answers", "no advice can be given on these answers"));
        }
        flaws
    }

    /// Adds what is asked for beside what was decided.
    fn push_extras(
        &self,
        results: &mut ResultTable<'_>,
        answers: &Answers,
        workspace: Option<&mut ReasonerWorkspace>,
    ) {
        match (&self.why, workspace) {
            (Some(Why::Program(reasoner)), Some(workspace)) => {
                let (decision, reasons) = reasoner.decide(workspace, answers);
                results.push_why(&why::text(&self.pack, answers, decision, reasons));
            }
            (Some(_), _) => {
                let (decision, reasons) = sinew_engine::reasons(&self.pack, answers);
                results.push_why(&why::text(&self.pack, answers, &decision, &reasons));
            }
            (None, _) => {}
        }
        if let Some(reasons) = self.reasons_for(answers) {
            results.push_reasons(&reasons);
        }
    }

    fn reasons_for(&self, answers: &Answers) -> Option<String> {
        let Reasons { today, region } = self.reasons?;
        let context = sinew_engine::Context { today, region };
        let outcome = sinew_engine::assess(&self.pack, answers, &context);
        let text = serde_json::to_string(&OutcomeDocument::from(&outcome));
        Some(text.expect("texts, numbers, lists and maps with text keys can be written as JSON"))
    }
}

/// The ids without those of these rows, which are in order.
fn without(ids: &StringArray, refused: &[usize]) -> StringArray {
    let mut left = StringBuilder::with_capacity(ids.len(), ids.value_data().len());
    let mut refused = refused.iter().peekable();
    for (row, id) in ids.iter().enumerate() {
        if refused.next_if(|refused| **refused == row).is_none() {
            left.append_option(id);
        }
    }
    left.finish()
}

/// What deciding writes into, one for each thread.
#[derive(Debug)]
pub(crate) struct Scratch {
    answers: Answers,
    room: Room,
    why: Option<Box<ReasonerWorkspace>>,
}

/// The room of each kernel.
#[derive(Debug)]
enum Room {
    Many { workspace: Box<BatchWorkspace>, columns: Box<Columns>, decisions: Box<Decisions> },
    One { workspace: Box<Workspace>, row: AnswerRow },
    Engine,
}
