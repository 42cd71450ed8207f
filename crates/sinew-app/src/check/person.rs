//! The person of a case: the answers, what is wrong with them, and the interview.

use super::{IMPOSSIBLE, INCOMPLETE, run::listed};
use sinew_diag::Diagnostic;
use sinew_engine::{Step, StopReason};
use sinew_model::{
    Answer, Answers, Index as _, OptionIx, OptionSet, Pack, Question, QuestionIx, QuestionKind,
};
use sinew_pack::Case;

/// The answers of the case as they are written, those that do not apply included.
pub(super) fn written_answers(pack: &Pack, case: &Case) -> Answers {
    let mut answers = Answers::new(pack);
    for given in &case.answers {
        answers.set(pack, given.question, given.answer);
    }
    answers
}

/// What keeps these answers of a case from being assessed.
pub(super) fn problems(pack: &Pack, case: &Case, answers: &Answers) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for position in sinew_engine::contradictions(pack, answers) {
        let constraint = &pack.constraints()[position];
        found.push(
            IMPOSSIBLE
                .found(format!("the case `{}` has answers that no person can have", case.id))
                .label(case.span, "")
                .note(format!("`{}`: {}", constraint.id, constraint.because))
                .help("change one of the answers"),
        );
    }
    let missing = sinew_engine::missing_answers(pack, answers);
    if !missing.is_empty() {
        found.push(
            INCOMPLETE
                .found(format!("the case `{}` leaves a warning-sign question open", case.id))
                .label(case.span, "")
                .note(format!("there is no answer to {}", question_ids(pack, &missing)))
                .help("answer it, if need be with \"not-sure\""),
        );
    }
    found
}

/// The ids of questions, as they stand in messages.
pub(super) fn question_ids(pack: &Pack, questions: &[QuestionIx]) -> String {
    let ids: Vec<&str> = questions.iter().map(|question| pack.questions()[*question].id.as_str()).collect();
    listed(&ids)
}

/// The interview of one person.
pub(super) struct Interview {
    /// How many questions were asked.
    pub(super) asked: usize,
    /// The answers at the end.
    pub(super) answers: Answers,
    /// Whether the case had an answer to each question that was asked.
    pub(super) covered: bool,
    /// Why it ended.
    pub(super) stop: StopReason,
}

impl Interview {
    /// Interviews the person of a case. Where the case says nothing, the person is not sure; where that is not offered, it is
    /// no, none, or the first answer there is.
    pub(super) fn of(pack: &Pack, known: &Answers) -> Self {
        let (mut asked, mut answers, mut covered) = (0, Answers::new(pack), true);
        loop {
            match sinew_engine::next_step(pack, &answers) {
                // No question is asked twice; the bound keeps an engine at fault from hanging a check.
                Step::Ask(question) if asked < pack.questions().len() => {
                    asked += 1;
                    covered &= known.get(question).is_some();
                    let answer = known.get(question).unwrap_or_else(|| silent(&pack.questions()[question]));
                    answers.set(pack, question, answer);
                }
                Step::Ask(_) => return Self { asked, answers, covered, stop: StopReason::Complete },
                Step::Done(stop) => return Self { asked, answers, covered, stop },
            }
        }
    }
}

fn silent(question: &Question) -> Answer {
    if question.not_sure {
        return Answer::NotSure;
    }
    match &question.kind {
        QuestionKind::YesNo { .. } => Answer::YesNo(false),
        QuestionKind::OneOf { .. } => Answer::One(OptionIx::at(0)),
        QuestionKind::AnyOf { .. } => Answer::Any { chosen: OptionSet::EMPTY, unsure: false },
        QuestionKind::Scale { from, .. } => Answer::Number(from.value),
        QuestionKind::Number { min, .. } => Answer::Number(*min),
    }
}
