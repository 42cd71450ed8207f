//! Holding written answers against a pack.

use super::{PackAnswers, question::fingerprint};
use crate::quoted::quoted;
use sinew_model::{AnswerProblem, Answers, ConstraintId, Pack, QuestionId, QuestionIx, RawAnswer};

/// Why an answer, or several together, do not fit a pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FitProblem {
    /// The pack does not ask this.
    #[error("{} is not a question of this pack", quoted(.question))]
    UnknownQuestion {
        /// What was written.
        question: String,
        /// The question of the pack with the most similar id.
        closest: Option<QuestionId>,
    },
    /// The answer is none that the question takes.
    #[error("{problem}")]
    Value {
        /// The question.
        question: QuestionId,
        /// What does not fit.
        problem: AnswerProblem,
        /// What can be written, with the most similar text among it.
        closest: Option<String>,
    },
    /// The pack asks something else by now than when this was answered.
    #[error("`{question}` asks something else now, or has other choices, than when it was answered")]
    Changed {
        /// The question.
        question: QuestionId,
    },
    /// The same question is answered twice.
    #[error("`{question}` is answered twice")]
    Twice {
        /// The question.
        question: QuestionId,
    },
    /// Opening the pack already gives another answer.
    #[error("`{question}` is {} in this pack, not {}", quoted(&.given.to_string()), quoted(&.written.to_string()))]
    Given {
        /// The question.
        question: QuestionId,
        /// What the pack gives.
        given: RawAnswer,
        /// What was written.
        written: RawAnswer,
    },
    /// Answers that no person can have together.
    #[error("{because}: {}", list(.questions))]
    Contradiction {
        /// The constraint of the pack.
        constraint: ConstraintId,
        /// Why they do not go together, in the pack's words.
        because: String,
        /// The questions it is about that are answered.
        questions: Vec<QuestionId>,
    },
    /// The question does not apply with the other answers.
    #[error("`{question}` does not apply with the other answers")]
    Idle {
        /// The question.
        question: QuestionId,
        /// The questions whose answers decide whether it applies.
        depends_on: Vec<QuestionId>,
    },
}

/// More questions than this are no help to anybody who looks for the one to change.
const NAMED_AT_MOST: usize = 4;

impl FitProblem {
    /// What to do about it.
    pub fn remedy(&self) -> Option<String> {
        match self {
            Self::UnknownQuestion { closest, .. } => {
                closest.as_ref().map(|closest| format!("a question with a similar id exists: `{closest}`"))
            }
            Self::Value { closest, .. } => {
                closest.as_ref().map(|closest| format!("an answer with a similar id exists: `{closest}`"))
            }
            Self::Changed { .. } => Some("answer it again, and leave its line under `asked` out".into()),
            Self::Twice { .. } => Some("keep one of the two".into()),
            Self::Given { .. } => Some("leave it out, or choose another pack".into()),
            Self::Contradiction { .. } => Some("change one of these answers".into()),
            Self::Idle { depends_on, .. } if depends_on.is_empty() => Some("leave it out".into()),
            Self::Idle { depends_on, .. } if depends_on.len() > NAMED_AT_MOST => {
                Some("leave it out; whether it applies depends on several other answers".into())
            }
            Self::Idle { depends_on, .. } => {
                Some(format!("leave it out, or change what it depends on: {}", list(depends_on)))
            }
        }
    }
}

fn list(questions: &[QuestionId]) -> String {
    questions.iter().map(|question| format!("`{question}`")).collect::<Vec<_>>().join(", ")
}

/// Written answers as far as they fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitted {
    /// The answers that fit.
    pub answers: Answers,
    /// What did not fit, and was left out; or, for contradictions, what fits only one by one.
    pub problems: Vec<FitProblem>,
}

/// Reads written answers as answers to this pack. Reports everything that does not fit.
pub fn fit(pack: &Pack, written: &PackAnswers) -> Result<Answers, Vec<FitProblem>> {
    let Fitted { answers, problems } = fit_leniently(pack, written);
    if problems.is_empty() { Ok(answers) } else { Err(problems) }
}

/// Reads written answers as answers to this pack, and leaves out those that do not fit: for answers that were saved with
/// another version of the pack. Answers that contradict each other are kept, because only the person knows which is wrong.
pub fn fit_leniently(pack: &Pack, written: &PackAnswers) -> Fitted {
    let mut answers = Answers::new(pack);
    let mut problems = Vec::new();
    let mut seen: Vec<QuestionIx> = Vec::new();
    for (id, raw) in &written.answers {
        let Some(index) = pack.question_named(id) else {
            let known = pack.questions().iter().map(|question| question.id.as_str());
            let closest = sinew_diag::closest_name(id, known).and_then(|id| QuestionId::new(id).ok());
            problems.push(FitProblem::UnknownQuestion { question: id.clone(), closest });
            continue;
        };
        let question = &pack.questions()[index];
        if seen.contains(&index) {
            problems.push(FitProblem::Twice { question: question.id.clone() });
            continue;
        }
        seen.push(index);
        let asked = written.asked.iter().find(|(asked, _)| asked == id);
        if asked.is_some_and(|(_, then)| *then != fingerprint(question)) {
            problems.push(FitProblem::Changed { question: question.id.clone() });
            continue;
        }
        match question.read_answer(raw) {
            Err(problem) => {
                let closest = closest_choice(&problem);
                problems.push(FitProblem::Value {
                    question: question.id.clone(),
                    problem: tame(problem),
                    closest,
                });
            }
            Ok(answer) => match pack.given_answer(index) {
                Some(given) if *given != answer => problems.push(FitProblem::Given {
                    question: question.id.clone(),
                    given: question.write_answer(*given),
                    written: raw.clone(),
                }),
                Some(_) => {}
                None => {
                    let taken = answers.set(pack, index, answer);
                    debug_assert!(taken, "an answer that was read by its question fits it");
                }
            },
        }
    }
    for position in sinew_engine::contradictions(pack, &answers) {
        if let Some(constraint) = pack.constraints().get(position) {
            problems.push(FitProblem::Contradiction {
                constraint: constraint.id.clone(),
                because: constraint.because.clone(),
                questions: pack
                    .questions_behind(&constraint.impossible)
                    .into_iter()
                    .filter(|question| answers.get(*question).is_some())
                    .map(|question| pack.questions()[question].id.clone())
                    .collect(),
            });
        }
    }
    for index in sinew_engine::drop_idle(pack, &mut answers) {
        let question = &pack.questions()[index];
        let depends_on = question.ask_when.as_ref().map_or_else(Vec::new, |when| {
            let own = |index: &QuestionIx| pack.given_answer(*index).is_none();
            let behind = pack.questions_behind(when).into_iter().filter(own);
            behind.map(|index| pack.questions()[index].id.clone()).collect()
        });
        problems.push(FitProblem::Idle { question: question.id.clone(), depends_on });
    }
    Fitted { answers, problems }
}

/// The choice that looks most like what was written.
fn closest_choice(problem: &AnswerProblem) -> Option<String> {
    match problem {
        AnswerProblem::UnknownChoice { given, choices, .. } => {
            sinew_diag::closest_name(given, choices.iter().map(String::as_str)).map(ToOwned::to_owned)
        }
        AnswerProblem::NotSureNotOffered { .. }
        | AnswerProblem::OutOfRange { .. }
        | AnswerProblem::ListNotTaken { .. }
        | AnswerProblem::NoneAndOthers { .. } => None,
    }
}

/// The problem with what was written made safe to show: the message itself puts it in backticks.
fn tame(problem: AnswerProblem) -> AnswerProblem {
    match problem {
        AnswerProblem::UnknownChoice { given, question, known, choices } => AnswerProblem::UnknownChoice {
            given: quoted(&given).trim_matches('`').to_owned(),
            question,
            known,
            choices,
        },
        other @ (AnswerProblem::NotSureNotOffered { .. }
        | AnswerProblem::OutOfRange { .. }
        | AnswerProblem::ListNotTaken { .. }
        | AnswerProblem::NoneAndOthers { .. }) => other,
    }
}

#[cfg(test)]
mod tests;
