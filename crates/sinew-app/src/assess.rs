//! One assessment, refused while warning-sign questions have no answer.

use sinew_engine::Context;
use sinew_model::{Answers, Date, Outcome, Pack, QuestionId, QuestionIx, RegionIx, Urgency};
use std::fmt;

/// A question without which no assessment is safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Its id.
    pub question: QuestionId,
    /// Its short name.
    pub short: String,
    /// The question as it is asked.
    pub ask: String,
    /// What can be written as an answer.
    pub forms: Vec<String>,
}

impl Missing {
    fn of(pack: &Pack, question: QuestionIx) -> Self {
        let question = &pack.questions()[question];
        Self {
            question: question.id.clone(),
            short: question.short.clone(),
            ask: question.ask.clone(),
            forms: question.answer_forms(),
        }
    }

    /// How the answer is given on a command line: `QUESTION=not-sure` where that is offered, the one answer that can be copied
    /// without guessing; otherwise with `ANSWER` in its place.
    pub fn example(&self) -> String {
        let offered = self.forms.iter().any(|form| form == "not-sure");
        format!("{}={}", self.question, if offered { "not-sure" } else { "ANSWER" })
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` ({}): {}", self.question, self.short, self.forms.join(", "))
    }
}

/// Warning-sign questions that apply and have no answer. Answering them may bring up more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incomplete {
    /// The questions in the order of asking; never empty.
    pub missing: Vec<Missing>,
}

impl fmt::Display for Incomplete {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<String> = self.missing.iter().map(|missing| format!("`{}`", missing.question)).collect();
        let (questions, have) = if ids.len() == 1 {
            ("question about warning signs", "has")
        } else {
            ("questions about warning signs", "have")
        };
        write!(formatter, "{} {questions} {have} no answer: {}", ids.len(), ids.join(", "))
    }
}

impl std::error::Error for Incomplete {}

/// Assesses the answers of one person on a day, with the telephone numbers of a region if one is named.
///
/// Fails while a warning-sign question that applies has no answer ("not sure" is an answer): what was not asked is never
/// taken as no.
pub fn assess(
    pack: &Pack,
    answers: &Answers,
    today: Date,
    region: Option<RegionIx>,
) -> Result<Outcome, Incomplete> {
    let missing: Vec<Missing> = sinew_engine::missing_answers(pack, answers)
        .into_iter()
        .map(|question| Missing::of(pack, question))
        .collect();
    if missing.is_empty() {
        Ok(sinew_engine::assess(pack, answers, &Context { today, region }))
    } else {
        Err(Incomplete { missing })
    }
}

/// How soon to get help, which is what [`assess`] says of it without the words; none while a warning-sign question that applies has no
/// answer.
pub fn urgency(pack: &Pack, answers: &Answers) -> Option<Urgency> {
    let is_complete = sinew_engine::missing_answers(pack, answers).is_empty();
    is_complete.then(|| sinew_engine::decide(pack, answers).urgency)
}

#[cfg(test)]
mod tests;
