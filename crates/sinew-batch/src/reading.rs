//! How one cell is read as an answer.

use crate::{
    columns::{ColumnKind, kind_of},
    rows::Flaw,
};
use sinew_app::answers::{FitProblem, PackAnswers, fit_leniently};
use sinew_model::{Answer, Index as _, OptionSet, Pack, Question, QuestionIx, RawAnswer};

/// Reads the cells of a pack. Whatever is no plain answer is held against the pack as an answers file is, so that it is refused in
/// the same words.
#[derive(Debug)]
pub(crate) struct Reading<'p> {
    pack: &'p Pack,
    questions: Vec<Cells>,
}

/// What is known of the cells of one question.
#[derive(Debug)]
struct Cells {
    kind: ColumnKind,
    /// The texts that are answers by themselves.
    known: Vec<(String, Answer)>,
    given: Option<Answer>,
}

impl Cells {
    fn known(&self, text: &str) -> Option<Answer> {
        self.known.iter().find(|(known, _)| known == text).map(|(_, answer)| *answer)
    }

    /// What is chosen by a list of different options, or by "none" alone. Whatever else a list may say is for others to read.
    fn chosen(&self, items: &[impl AsRef<str>]) -> Option<Answer> {
        let mut all = OptionSet::EMPTY;
        for item in items {
            match self.known(item.as_ref().trim_ascii())? {
                Answer::Any { chosen, unsure: false } if items.len() == 1 || !chosen.is_empty() => {
                    for option in chosen.iter() {
                        if all.contains(option) {
                            return None;
                        }
                        all = all.with(option);
                    }
                }
                _ => return None,
            }
        }
        Some(Answer::Any { chosen: all, unsure: false })
    }
}

/// A value as a file has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    Whole(i64),
    Float(f64),
}

impl<'p> Reading<'p> {
    pub(crate) fn of(pack: &'p Pack) -> Self {
        let cells = |(index, question): (QuestionIx, &Question)| {
            let read = |form: String| {
                let answer = question.read_answer(&RawAnswer::Text(form.clone())).ok()?;
                Some((form, answer))
            };
            let mut known: Vec<_> = question.answer_forms().into_iter().filter_map(read).collect();
            // Most answers are no, or none of these: they are found first.
            known.sort_by_key(|(_, answer)| match answer {
                Answer::YesNo(yes) => *yes,
                Answer::Any { chosen, unsure } => *unsure || !chosen.is_empty(),
                Answer::NotSure | Answer::One(_) | Answer::Number(_) => true,
            });
            Cells { kind: kind_of(question), known, given: pack.given_answer(index).copied() }
        };
        Self { pack, questions: pack.questions().iter_indexed().map(cells).collect() }
    }

    pub(crate) fn pack(&self) -> &'p Pack {
        self.pack
    }

    pub(crate) fn kind(&self, question: QuestionIx) -> ColumnKind {
        self.questions[question.position()].kind
    }

    /// A text. An empty one says that it was not asked.
    pub(crate) fn text(&self, question: QuestionIx, text: &str) -> Result<Option<Answer>, Flaw> {
        let text = text.trim_ascii();
        if text.is_empty() {
            return Ok(None);
        }
        let cells = &self.questions[question.position()];
        if let Some(answer) = cells.known(text) {
            return self.taken(question, answer, || RawAnswer::Text(text.to_owned()));
        }
        match cells.kind {
            ColumnKind::Text => self.raw(question, &RawAnswer::Text(text.to_owned())),
            ColumnKind::Number => {
                // Tables of other programs hold whole numbers as floats where some are missing, and write them so.
                let text = text.strip_suffix(".0").unwrap_or(text);
                let raw = text.parse().map_or_else(|_| RawAnswer::Text(text.to_owned()), RawAnswer::Number);
                self.raw(question, &raw)
            }
            ColumnKind::List => {
                let items = text.split([';', ',', ' ', '\t']).filter(|item| !item.is_empty());
                let items: Vec<&str> = items.collect();
                self.list(question, &items)
            }
        }
    }

    /// A list of texts.
    pub(crate) fn list(
        &self,
        question: QuestionIx,
        items: &[impl AsRef<str>],
    ) -> Result<Option<Answer>, Flaw> {
        if items.is_empty() {
            return Err(Flaw {
                column: Some(self.name(question)),
                code: "empty-list",
                cause: format!(
                    "`{}` has an empty list, which says neither that none was chosen nor that it was not asked; \
                     write `none`, or null",
                    self.name(question)
                ),
            });
        }
        let raw =
            || RawAnswer::List(items.iter().map(|item| item.as_ref().trim_ascii().to_owned()).collect());
        match self.questions[question.position()].chosen(items) {
            Some(answer) => self.taken(question, answer, raw),
            None => self.raw(question, &raw()),
        }
    }

    /// A number.
    pub(crate) fn number(&self, question: QuestionIx, number: Number) -> Result<Option<Answer>, Flaw> {
        let whole = match number {
            Number::Whole(whole) => Some(whole),
            Number::Float(float) => as_whole(float),
        };
        match whole {
            Some(whole) => self.raw(question, &RawAnswer::Number(whole)),
            None => Err(Flaw {
                column: Some(self.name(question)),
                code: "not-whole",
                cause: format!("`{}` takes whole numbers only", self.name(question)),
            }),
        }
    }

    /// Something that is no answer at all.
    pub(crate) fn strange(&self, question: QuestionIx, what: &str) -> Flaw {
        let wanted = match self.kind(question) {
            ColumnKind::Text => "a text",
            ColumnKind::List => "a list of texts",
            ColumnKind::Number => "a whole number",
        };
        Flaw {
            column: Some(self.name(question)),
            code: "wrong-type",
            cause: format!("`{}` takes {wanted}, not {what}", self.name(question)),
        }
    }

    fn name(&self, question: QuestionIx) -> String {
        self.pack.questions()[question].id.to_string()
    }

    fn raw(&self, question: QuestionIx, raw: &RawAnswer) -> Result<Option<Answer>, Flaw> {
        match self.pack.questions()[question].read_answer(raw) {
            Ok(answer) => self.taken(question, answer, || raw.clone()),
            Err(_) => Err(self.refused(question, raw.clone())),
        }
    }

    /// An answer to what opening the pack answers has to be that one; it needs no place of its own then.
    fn taken(
        &self,
        question: QuestionIx,
        answer: Answer,
        raw: impl FnOnce() -> RawAnswer,
    ) -> Result<Option<Answer>, Flaw> {
        match self.questions[question.position()].given {
            None => Ok(Some(answer)),
            Some(given) if given == answer => Ok(None),
            Some(_) => Err(self.refused(question, raw())),
        }
    }

    fn refused(&self, question: QuestionIx, raw: RawAnswer) -> Flaw {
        let name = self.name(question);
        let problems = fit_leniently(self.pack, &PackAnswers::from(vec![(name.clone(), raw)])).problems;
        match problems.first() {
            Some(problem) => flaw_of(problem),
            // It was refused before, so that this cannot be; a row is never let in for want of words.
            None => Flaw { column: Some(name), code: "answer", cause: "it is not an answer".to_owned() },
        }
    }
}

/// A float that is a whole number. Tables of other programs hold whole numbers as floats where some are missing.
fn as_whole(float: f64) -> Option<i64> {
    let is_whole = float.fract() == 0.0 && float.abs() <= f64::from(i32::MAX);
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and far below the largest number")]
    is_whole.then_some(float as i64)
}

/// What does not fit, as a flaw of a row.
pub(crate) fn flaw_of(problem: &FitProblem) -> Flaw {
    let (column, code) = match problem {
        FitProblem::UnknownQuestion { question, .. } => (Some(question.clone()), "unknown-column"),
        FitProblem::Value { question, .. } => (Some(question.to_string()), "answer"),
        FitProblem::Given { question, .. } => (Some(question.to_string()), "given"),
        FitProblem::Contradiction { questions, .. } => {
            (questions.first().map(ToString::to_string), "contradiction")
        }
        FitProblem::Idle { question, .. } => (Some(question.to_string()), "does-not-apply"),
        FitProblem::Changed { question } | FitProblem::Twice { question } => {
            (Some(question.to_string()), "twice")
        }
        _ => (None, "answer"),
    };
    let cause = match problem.remedy() {
        Some(remedy) => format!("{problem}; {remedy}"),
        None => problem.to_string(),
    };
    Flaw { column, code, cause }
}
