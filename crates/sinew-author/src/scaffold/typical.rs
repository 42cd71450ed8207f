//! Answers of somebody whom no warning sign concerns, found by holding the interview.

use crate::toml_text;
use sinew_app::{
    Step, contradictions, decide,
    model::{Answer, Answers, OptionSet, Pack, Question, QuestionIx, QuestionKind, RawAnswer, Urgency},
    next_step,
};

/// How many answers are tried at most. An interview has some twenty questions, and most first answers are the right ones.
const MOST_TRIES: usize = 2_000;

/// The answers of a person whom no red flag and no exit concerns, as lines of a file. Questions in `wanted` have the answer that
/// stands there, an option if it is one of several. None if nobody is found.
pub(super) fn answers(pack: &Pack, wanted: &[(&str, &str)]) -> Option<String> {
    let wanted = wanted.iter().filter_map(|(question, answer)| {
        let index = pack.question_named(question)?;
        let answer = pack.questions()[index].read_answer(&RawAnswer::Text((*answer).to_owned()));
        Some((index, answer.ok()?))
    });
    let mut search = Search { pack, wanted: wanted.collect(), tries: 0 };
    let answers = search.complete(&Answers::new(pack))?;
    let lines = answers.iter().map(|(index, answer)| {
        let question = &pack.questions()[index];
        format!("{} = {}\n", question.id, toml_text::answer(&question.write_answer(answer)))
    });
    Some(lines.collect::<String>().trim_end().to_owned())
}

struct Search<'a> {
    pack: &'a Pack,
    wanted: Vec<(QuestionIx, Answer)>,
    tries: usize,
}

impl Search<'_> {
    /// These answers with those that are missing.
    fn complete(&mut self, answers: &Answers) -> Option<Answers> {
        let question = match next_step(self.pack, answers) {
            Step::Ask(question) => question,
            Step::Done(_) => {
                let decision = decide(self.pack, answers);
                let is_calm = decision.urgency == Urgency::SelfCare && decision.not_ruled_out.is_empty();
                return is_calm.then(|| answers.clone());
            }
        };
        let wanted = self.wanted.iter().find(|(index, _)| *index == question);
        let choices = match wanted {
            Some((_, answer)) => vec![*answer],
            None => calm_first(&self.pack.questions()[question]),
        };
        choices.into_iter().find_map(|answer| {
            self.tries += 1;
            let mut next = answers.clone();
            let fits =
                self.tries <= MOST_TRIES && next.set(self.pack, question, answer) && self.is_calm(&next);
            if fits { self.complete(&next) } else { None }
        })
    }

    /// Whether nothing so far keeps this person from being one whom no warning sign concerns.
    fn is_calm(&self, answers: &Answers) -> bool {
        let decision = decide(self.pack, answers);
        decision.fired.is_empty() && decision.exit.is_none() && contradictions(self.pack, answers).is_empty()
    }
}

/// The answers that can be given to a question, those first that most often mean nothing bad.
fn calm_first(question: &Question) -> Vec<Answer> {
    let options = question.options().map(|(option, _)| option);
    match &question.kind {
        QuestionKind::YesNo { .. } => vec![Answer::YesNo(false), Answer::YesNo(true)],
        QuestionKind::OneOf { .. } => options.map(Answer::One).collect(),
        QuestionKind::AnyOf { .. } => {
            let one = options.map(|option| OptionSet::default().with(option));
            let chosen = std::iter::once(OptionSet::default()).chain(one);
            chosen.map(|chosen| Answer::Any { chosen, unsure: false }).collect()
        }
        QuestionKind::Scale { from, to, .. } => vec![Answer::Number(from.value), Answer::Number(to.value)],
        QuestionKind::Number { min, max, .. } => vec![Answer::Number(*min), Answer::Number(*max)],
    }
}
