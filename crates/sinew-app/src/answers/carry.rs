//! Answers to one pack that are answers to another, too, so that nobody is asked twice.
//!
//! An answer is carried over to a question that both packs have and that is the same question (see [`is_same_question`]); so
//! everything from a library that both use, and nothing that only happens to have the same id. What was never asked is carried
//! nowhere: it stays unanswered, and is asked there if it matters.

use super::{
    AnswersFile, FitProblem, PackAnswers, fit_leniently,
    question::{fingerprint, is_same_question},
};
use sinew_model::{Answers, Pack, QuestionIx};

/// What became of answers that were to be carried over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CarriedOver {
    /// The questions, in the pack that the answers come from, whose answers are taken over.
    pub taken: Vec<QuestionIx>,
    /// The questions there whose answers are left, because the other pack does not ask the same. What opening that pack gave is
    /// not counted here: nobody said it.
    pub left: Vec<QuestionIx>,
}

/// Puts answers to one pack into written answers to another, in the place of earlier answers to the same questions. What
/// opening the first pack gives counts as answered. What opening the other pack gives stays as it is there.
pub fn carry_over(from: &Pack, answers: &Answers, to: &Pack, into: &mut PackAnswers) -> CarriedOver {
    carry(from, answers, to, into, true)
}

fn carry(
    from: &Pack,
    answers: &Answers,
    to: &Pack,
    into: &mut PackAnswers,
    in_place_of_earlier: bool,
) -> CarriedOver {
    let mut carried = CarriedOver::default();
    for (index, answer) in answers.iter() {
        let question = &from.questions()[index];
        let is_given = from.given_answer(index).is_some();
        let same = to
            .question_named(question.id.as_str())
            .filter(|there| is_same_question(question, &to.questions()[*there]));
        let id = question.id.as_str();
        match same.map(|there| to.given_answer(there)) {
            Some(None) => {
                carried.taken.push(index);
                if in_place_of_earlier || into.get(id).is_none() {
                    into.set(id, question.write_answer(answer));
                    into.asked.push((id.to_owned(), fingerprint(question)));
                }
            }
            // Where both packs give an answer each keeps its own: nobody has said otherwise.
            Some(Some(_)) | None if is_given => {}
            Some(Some(given)) if *given == answer => carried.taken.push(index),
            Some(Some(_)) | None => carried.left.push(index),
        }
    }
    carried
}

/// What came of turning to another pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turned {
    /// It is the pack that the answers were for already, or they named none.
    Stayed,
    /// From a pack that is at hand.
    From {
        /// What was carried over.
        carried: CarriedOver,
        /// What did not fit the pack it was given to, and was not carried over.
        problems: Vec<FitProblem>,
    },
    /// From a pack that is not at hand. Its answers are kept, and none is carried over.
    FromUnknown {
        /// Its id as it is written.
        pack: String,
    },
}

impl AnswersFile {
    /// Turns to another pack. Its answers are those that were given to it before, those of the pack that was current until now
    /// where both ask the same, and where it has none, those of other packs. What belongs to the other packs is kept for them.
    ///
    /// Each of `packs` is a pack at hand; what is not among them is neither changed nor carried over.
    pub fn turn_to(&mut self, to: &Pack, packs: &[&Pack]) -> Turned {
        let id = to.identity().id.as_str();
        let Some(before) = self.pack.replace(id.to_owned()).filter(|before| before != id) else {
            return Turned::Stayed;
        };
        self.spread_from(&before, packs);
        let mut own = self.take_carried(id).unwrap_or_default();
        for (other, given) in &self.carried {
            if let Some(pack) = named(packs, other) {
                carry(pack, &fit_leniently(pack, given).answers, to, &mut own, false);
            }
        }
        let given = std::mem::take(&mut self.current);
        let turned = match named(packs, &before) {
            Some(from) => {
                let fitted = fit_leniently(from, &given);
                let carried = carry_over(from, &fitted.answers, to, &mut own);
                Turned::From { carried, problems: fitted.problems }
            }
            None => Turned::FromUnknown { pack: before.clone() },
        };
        self.current = own;
        let at = self.carried.partition_point(|(other, _)| *other < before);
        self.carried.insert(at, (before, given));
        turned
    }

    /// Brings the answers of the current pack to the other packs in this file, where these ask the same: whoever changes an
    /// answer in one pack has changed it in all.
    pub fn spread(&mut self, packs: &[&Pack]) {
        if let Some(current) = self.pack.clone() {
            self.spread_from(&current, packs);
        }
    }

    fn spread_from(&mut self, current: &str, packs: &[&Pack]) {
        let Some(from) = named(packs, current) else { return };
        let answers = fit_leniently(from, &self.current).answers;
        for (other, given) in &mut self.carried {
            if let Some(pack) = named(packs, other) {
                carry_over(from, &answers, pack, given);
            }
        }
    }

    /// The answers to this pack, current or not, if there are any.
    pub fn answers_to(&self, pack: &str) -> Option<&PackAnswers> {
        if self.pack.as_deref() == Some(pack) {
            return Some(&self.current);
        }
        self.carried.iter().find(|(other, _)| other == pack).map(|(_, given)| given)
    }

    fn take_carried(&mut self, pack: &str) -> Option<PackAnswers> {
        let at = self.carried.iter().position(|(other, _)| other == pack)?;
        Some(self.carried.remove(at).1)
    }
}

fn named<'a>(packs: &[&'a Pack], id: &str) -> Option<&'a Pack> {
    packs.iter().copied().find(|pack| pack.identity().id.as_str() == id)
}

#[cfg(test)]
mod tests;
