//! From rows of answers to rows of results and of errors.

use crate::{
    arrow,
    columns::ColumnProblem,
    reading::{Reading, flaw_of},
    rows::{Flaw, RowProblem, Rows},
    tables::{ErrorTable, Ids, ResultTable},
};
use arrow_array::RecordBatch;
use sinew_app::{
    Step, StopReason,
    answers::{PackAnswers, fit_leniently},
    json::OutcomeDocument,
    model::{Answers, Date, Pack, RegionIx},
    next_step,
};
use sinew_model::{Index as _, QuestionIx};
use sinew_program::{AnswerRow, Program, Workspace};
use std::{iter, sync::Arc};

/// A pack, ready to decide for many people. It never changes; threads can share it.
#[derive(Debug)]
pub struct Batch {
    pack: Arc<Pack>,
    /// None if the pack does not fit into a program; then the engine decides, more slowly.
    program: Option<Program>,
    ids: Ids,
    ignored: Vec<String>,
    reasons: Option<Reasons>,
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
    /// One row for each person with a result, in order; its schema is [`result_schema`](crate::result_schema).
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
    /// Some of what is wrong.
    pub(crate) examples: Vec<RowProblem>,
}

/// As many examples of what is wrong are kept of each block.
const EXAMPLES: usize = 5;

impl Batch {
    /// A batch for this pack: `Batch::new(pack)` or `Batch::new(Arc::clone(&pack))`.
    pub fn new(pack: impl Into<Arc<Pack>>) -> Self {
        let pack = pack.into();
        let (program, ids) = (Program::compile(&pack).ok(), Ids::of(&pack));
        Self { pack, program, ids, ignored: Vec::new(), reasons: None }
    }

    /// Adds the column `reasons` to the results: the outcome with all words, as `sinew assess --format json` writes it, on a
    /// day and with the telephone numbers of a region. It makes a row some hundred times as large and as slow.
    #[must_use]
    pub fn with_reasons(mut self, today: Date, region: Option<RegionIx>) -> Self {
        self.reasons = Some(Reasons { today, region });
        self
    }

    /// Leaves these columns out; all others that are not known are an error, because a slip in a name would leave a question
    /// unanswered.
    #[must_use]
    pub fn ignoring(mut self, columns: impl IntoIterator<Item = String>) -> Self {
        self.ignored.extend(columns);
        self
    }

    /// The pack.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// Whether the results have the column `reasons`.
    pub fn has_reasons(&self) -> bool {
        self.reasons.is_some()
    }

    /// Decides for each row, by itself. Rows are numbered from 1.
    ///
    /// Columns are named after questions, as [`columns`](crate::columns) lists them, in any order; `id` is passed through. A null, or
    /// a text with nothing in it, says that the question was not asked. Dictionaries, large and view types are read as well, and
    /// whole numbers in floats. The only errors are those of the columns: no row stops another one.
    pub fn decide(&self, rows: &RecordBatch) -> Result<Decided, ColumnProblem> {
        let reading = Reading::of(&self.pack);
        let roles = arrow::roles(&reading, &self.ignored, &rows.schema())?;
        Ok(self.decided(&arrow::rows(&reading, &roles, rows, 1), &mut self.scratch()).decided)
    }

    pub(crate) fn ignored(&self) -> &[String] {
        &self.ignored
    }

    pub(crate) fn scratch(&self) -> Scratch {
        Scratch {
            answers: Answers::new(&self.pack),
            workspace: self.program.as_ref().map(Program::workspace),
            row: AnswerRow::default(),
        }
    }

    /// What becomes of these rows. A kernel that decides for many at once takes the place of the loop.
    pub(crate) fn decided(&self, rows: &Rows, scratch: &mut Scratch) -> Tally {
        let mut results = ResultTable::new(&self.ids, self.has_reasons());
        let mut errors = ErrorTable::default();
        let (mut by_urgency, mut refused, mut emergencies) = ([0; 5], 0, 0);
        let mut examples = Vec::new();
        let mut flaws: Vec<Vec<Flaw>> = iter::repeat_with(Vec::new).take(rows.len).collect();
        for (row, flaw) in &rows.flaws {
            flaws[*row].push(flaw.clone());
        }
        for (position, mut flaws) in flaws.into_iter().enumerate() {
            let number = rows.first + position as u64;
            let id = rows.ids.get(position).and_then(Option::as_deref);
            self.write_answers(rows, position, &mut scratch.answers);
            if flaws.is_empty() && !sinew_engine::stands(&self.pack, &scratch.answers) {
                flaws = self.flaws_of(&scratch.answers);
            }
            if flaws.is_empty() {
                let decision = match (&self.program, &mut scratch.workspace) {
                    (Some(program), Some(workspace)) => {
                        program.write_row(&scratch.answers, &mut scratch.row);
                        program.decide(workspace, &scratch.row)
                    }
                    _ => &sinew_engine::decide(&self.pack, &scratch.answers),
                };
                by_urgency[decision.urgency as usize] += 1;
                let reasons = self.reasons_for(&scratch.answers);
                results.push(number, id, decision, reasons.as_deref());
                continue;
            }
            let emergency = next_step(&self.pack, &scratch.answers) == Step::Done(StopReason::Emergency);
            refused += 1;
            emergencies += u64::from(emergency);
            for Flaw { column, code, cause } in flaws {
                let problem =
                    RowProblem { row: number, id: id.map(ToOwned::to_owned), column, code, cause, emergency };
                errors.push(&problem);
                if examples.len() < EXAMPLES {
                    examples.push(problem);
                }
            }
        }
        let decided = Decided { results: results.finish(), errors: errors.finish() };
        Tally { decided, by_urgency, refused, emergencies, examples }
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

    fn reasons_for(&self, answers: &Answers) -> Option<String> {
        let Reasons { today, region } = self.reasons?;
        let context = sinew_engine::Context { today, region };
        let outcome = sinew_engine::assess(&self.pack, answers, &context);
        let text = serde_json::to_string(&OutcomeDocument::from(&outcome));
        Some(text.expect("texts, numbers, lists and maps with text keys can be written as JSON"))
    }
}

/// What deciding writes into, one for each thread.
#[derive(Debug)]
pub(crate) struct Scratch {
    answers: Answers,
    workspace: Option<Workspace>,
    row: AnswerRow,
}
