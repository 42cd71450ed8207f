//! Random people for packs of any size: most with little to tell, as people are.

use crate::Dice;
use sinew_model::*;

/// How somebody answers: of a hundred chances, how many are taken.
#[derive(Debug, Clone, Copy)]
pub struct Mood {
    /// Answers that differ from the first one, or from "none of these".
    pub lively: u64,
    /// Questions that are left out.
    pub silent: u64,
    /// Answers of "not sure".
    pub unsure: u64,
}

impl Mood {
    /// Some mood: with hardly anything to tell or with much, asked halfway or to the end.
    pub fn any(dice: &mut Dice) -> Self {
        let mut pick = |of: &[u64]| of[usize::try_from(dice.below(of.len() as u64)).unwrap()];
        Self {
            lively: pick(&[2, 5, 10, 20, 40, 80]),
            silent: pick(&[0, 0, 10, 60]),
            unsure: pick(&[0, 5, 30]),
        }
    }

    /// Somebody in this mood. Questions that do not apply are answered too, or left out, as it comes.
    pub fn somebody(self, pack: &Pack, dice: &mut Dice) -> Answers {
        let mut answers = Answers::new(pack);
        for (index, question) in pack.questions().iter_indexed() {
            if dice.below(100) < self.silent {
                continue;
            }
            let answer = self.answer(question, dice);
            let is_given = pack.given_answer(index).is_some();
            assert!(answers.set(pack, index, answer) || is_given);
        }
        answers
    }

    fn answer(self, question: &Question, dice: &mut Dice) -> Answer {
        let is_lively = dice.below(100) < self.lively;
        let is_unsure = question.not_sure && dice.below(100) < self.unsure;
        let answer = match &question.kind {
            QuestionKind::YesNo { .. } => Answer::YesNo(is_lively),
            QuestionKind::OneOf { options, .. } => {
                let some = dice.below(options.len() as u64);
                Answer::One(OptionIx::at(if is_lively { usize::try_from(some).unwrap() } else { 0 }))
            }
            QuestionKind::AnyOf { options, .. } => {
                let chosen: OptionSet = options.indices().filter(|_| dice.below(200) < self.lively).collect();
                Answer::Any { chosen, unsure: is_unsure && !chosen.is_empty() }
            }
            QuestionKind::Scale { .. } | QuestionKind::Number { .. } => {
                let (min, max) = question.number_range().unwrap();
                let span = u64::try_from(max - min + 1).unwrap();
                Answer::Number(min + i32::try_from(dice.below(span)).unwrap())
            }
        };
        match answer {
            Answer::Any { unsure: true, .. } => answer,
            _ if is_unsure => Answer::NotSure,
            _ => answer,
        }
    }
}
