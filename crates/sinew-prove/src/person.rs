//! People who were found.

use sinew_engine::Decision;
use sinew_model::{Answers, QuestionIx};

/// A possible person, with what the engine decides for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their answers: to all that they are asked.
    pub answers: Answers,
    /// The questions with an answer that is worth a word: another than "no", "none" or the first one. All others have that.
    pub told: Vec<QuestionIx>,
    /// What the engine decides for them.
    pub decision: Decision,
    /// Where the engine decides otherwise than was computed for them, in words. Not empty is a mistake in this program: then
    /// nothing that it computed may be trusted.
    pub disagreements: Vec<String>,
}
