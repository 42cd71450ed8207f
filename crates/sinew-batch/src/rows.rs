//! People as they were read, whatever the format: for each question a column of answers.

use arrow_array::{
    StringArray,
    builder::{ArrayBuilder as _, StringBuilder},
};
use sinew_model::{Answer, Index as _, QuestionIx};

/// Why a row has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The number of the row, counted from 1. The header of a CSV file and blank lines are not counted.
    pub row: u64,
    /// The id of the row, if it has one.
    pub id: Option<String>,
    /// The column it is about, if it is about one.
    pub column: Option<String>,
    /// A stable name of the kind of problem, for programs.
    pub code: &'static str,
    /// What is wrong and what to do about it.
    pub cause: String,
    /// Whether the answers are an emergency, which must not go under because something else is wrong; none if some of them could
    /// not be read, and those that were read are none.
    pub emergency: Option<bool>,
}

/// One thing that is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) column: Option<String>,
    pub(crate) code: &'static str,
    pub(crate) cause: String,
}

impl Flaw {
    /// Whether it is about answers that were all read, so that they are the person's.
    pub(crate) fn is_of_answers_read(&self) -> bool {
        matches!(self.code, "contradiction" | "does-not-apply" | "given" | "missing" | "answers")
    }

    pub(crate) fn of_row(code: &'static str, cause: impl Into<String>) -> Self {
        Self { column: None, code, cause: cause.into() }
    }
}

/// The ids of a block. Text is read into the builder, row by row.
#[derive(Debug)]
enum Ids {
    Made(StringBuilder),
    Column(StringArray),
}

/// A block of people.
#[derive(Debug)]
pub(crate) struct Rows {
    /// The number of the first one, counted from 1.
    pub(crate) first: u64,
    pub(crate) len: usize,
    ids: Ids,
    /// For each question of the pack the answers; empty if it has no column.
    pub(crate) answers: Vec<Vec<Option<Answer>>>,
    /// What is wrong with which row, by its position in the block. A row with a flaw has no result.
    pub(crate) flaws: Vec<(usize, Flaw)>,
}

impl Rows {
    /// So many rows in which nothing is answered.
    pub(crate) fn silent(first: u64, len: usize, questions: usize) -> Self {
        Self {
            first,
            len,
            ids: Ids::Made(StringBuilder::new()),
            answers: vec![Vec::new(); questions],
            flaws: Vec::new(),
        }
    }

    /// Sets the id of a row; rows come in order, and no row has two.
    pub(crate) fn set_id(&mut self, row: usize, id: &str) {
        if let Ids::Made(ids) = &mut self.ids {
            ids.append_nulls(row.saturating_sub(ids.len()));
            ids.append_value(id);
        }
    }

    /// Takes a whole column of ids as it is.
    pub(crate) fn set_ids(&mut self, ids: StringArray) {
        self.ids = Ids::Column(ids);
    }

    /// The ids of all rows, which are taken away.
    pub(crate) fn finish_ids(&mut self) -> StringArray {
        match &mut self.ids {
            Ids::Made(ids) => {
                ids.append_nulls(self.len.saturating_sub(ids.len()));
                ids.finish()
            }
            Ids::Column(ids) => ids.clone(),
        }
    }

    pub(crate) fn set(&mut self, row: usize, question: QuestionIx, answer: Option<Answer>) {
        let column = &mut self.answers[question.position()];
        if column.is_empty() {
            if answer.is_none() {
                return;
            }
            column.resize(self.len, None);
        }
        column[row] = answer;
    }

    /// Puts in what a cell was read as.
    pub(crate) fn take(&mut self, row: usize, question: QuestionIx, read: Result<Option<Answer>, Flaw>) {
        match read {
            Ok(answer) => self.set(row, question, answer),
            Err(flaw) => self.flaws.push((row, flaw)),
        }
    }
}
