//! The smallest change of answers with which a case that fails would pass.
//!
//! A step is what [`sinew_engine::alternatives`] calls one, an answer where there was none, or "not sure". One step is tried
//! before two, and answers before "not sure". Answers that the pack gives are never changed.

use super::{
    expectation::{Verdict, unmet},
    person::{Interview, question_ids},
};
use crate::answers::written;
use sinew_engine::{alternatives, change_in_words};
use sinew_logic::Truth;
use sinew_model::{Answer, Answers, Pack, QuestionIx};
use sinew_pack::Case;

/// About how many pairs of steps are tried over all cases of a pack. It keeps a check quick in which many cases fail at once.
const PAIRS_AT_MOST: usize = 100_000;

/// A change of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// The answers that are given instead, in the order of the questions.
    pub(super) answers: Vec<(QuestionIx, Answer)>,
    /// The answers of the case that no longer apply then.
    pub(super) dropped: Vec<QuestionIx>,
}

/// What came of looking for the nearest change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Nearest {
    /// With this change the case would pass.
    Found(Change),
    /// No change of so many steps makes it pass.
    NotWithin(usize),
}

/// Looks for the nearest change for one case after the other.
pub(super) struct Search<'a> {
    pack: &'a Pack,
    pairs_left: usize,
}

impl<'a> Search<'a> {
    pub(super) fn new(pack: &'a Pack) -> Self {
        Self { pack, pairs_left: PAIRS_AT_MOST }
    }

    /// The nearest change of these answers of a case, none of which is idle.
    pub(super) fn nearest(&mut self, case: &Case, answers: &Answers) -> Nearest {
        let trial = Trial { pack: self.pack, case, answers };
        let single = |unsure| trial.best(trial.single_steps(unsure).into_iter().map(|step| vec![step]));
        if let Some(change) = [false, true].into_iter().find_map(single) {
            return Nearest::Found(change);
        }
        let steps = trial.single_steps(false).len().saturating_add(trial.single_steps(true).len());
        let Some(left) = self.pairs_left.checked_sub(steps.saturating_mul(steps) / 2) else {
            return Nearest::NotWithin(1);
        };
        self.pairs_left = left;
        let found = [false, true].into_iter().find_map(|unsure| trial.best(trial.pairs(unsure).into_iter()));
        found.map_or(Nearest::NotWithin(2), Nearest::Found)
    }
}

/// One step: a question with its new answer.
pub(super) type Step = (QuestionIx, Answer);

struct Trial<'a> {
    pack: &'a Pack,
    case: &'a Case,
    answers: &'a Answers,
}

impl Trial<'_> {
    /// Of these changes the first with which the case passes without dropping an answer, or else the first that drops the
    /// fewest.
    fn best(&self, changes: impl Iterator<Item = Vec<Step>>) -> Option<Change> {
        let mut best: Option<Change> = None;
        for answers in changes {
            let Some(change) = self.passes(answers) else { continue };
            if change.dropped.is_empty() {
                return Some(change);
            }
            if best.as_ref().is_none_or(|best| change.dropped.len() < best.dropped.len()) {
                best = Some(change);
            }
        }
        best
    }

    /// The change, if the case would pass with it.
    fn passes(&self, changed: Vec<Step>) -> Option<Change> {
        let Self { pack, case, answers } = self;
        let mut person = (*answers).clone();
        for (question, answer) in &changed {
            person.set(pack, *question, *answer);
        }
        // Answers that do not apply count for nothing, so that they need not be taken out first.
        if !unmet(case, &Verdict::of(pack, case, &person)).is_empty() {
            return None;
        }
        let idle = sinew_engine::drop_idle(pack, &mut person);
        let counts = changed.iter().all(|(question, _)| !idle.contains(question));
        let is_possible = sinew_engine::contradictions(pack, &person).is_empty();
        let is_complete = sinew_engine::missing_answers(pack, &person).is_empty();
        let is_short = || {
            let limit = case.expect.questions_at_most;
            limit.is_none_or(|limit| Interview::of(pack, &person).asked <= limit.at_most)
        };
        if !(counts && is_possible && is_complete && is_short()) {
            return None;
        }
        // What a case takes over from another is dropped without a word; what it says itself has to be taken out.
        let written = |question: &QuestionIx| {
            case.answers.iter().any(|given| given.question == *question && !given.inherited)
        };
        Some(Change { answers: changed, dropped: idle.into_iter().filter(written).collect() })
    }

    /// Every step from the answers of the case, in the order of the questions: to "not sure", or to anything else.
    fn single_steps(&self, unsure: bool) -> Vec<Step> {
        let questions = self.pack.questions().indices();
        questions.flat_map(|question| steps(self.pack, self.answers, question, unsure)).collect()
    }

    /// Every two steps, those within one answer first. With `unsure`, at least one of them is to "not sure".
    fn pairs(&self, unsure: bool) -> Vec<Vec<Step>> {
        let Self { pack, answers, .. } = self;
        let mut within_one = Vec::new();
        let mut within_two = Vec::new();
        for question in pack.questions().indices() {
            let first_steps = steps(pack, answers, question, false);
            within_one
                .extend(two_steps(pack, answers, &first_steps, unsure).into_iter().map(|step| vec![step]));
            for (is_unsure, first) in both(pack, answers, question) {
                let mut person = (*answers).clone();
                person.set(pack, first.0, first.1);
                for other in pack.questions().indices().filter(|other| *other > question) {
                    let seconds = both(pack, &person, other);
                    let wanted = seconds.into_iter().filter(|(second, _)| unsure == (is_unsure || *second));
                    within_two.extend(wanted.map(|(_, second)| vec![first, second]));
                }
            }
        }
        within_one.extend(within_two);
        within_one
    }
}

/// Every step at this question, and whether it is one to "not sure".
fn both(pack: &Pack, answers: &Answers, question: QuestionIx) -> Vec<(bool, Step)> {
    let known = steps(pack, answers, question, false).into_iter().map(|step| (false, step));
    known.chain(steps(pack, answers, question, true).into_iter().map(|step| (true, step))).collect()
}

/// The steps at one question, to "not sure" or to anything else. None at a question that the pack answers or that is not asked.
pub(super) fn steps(pack: &Pack, answers: &Answers, question: QuestionIx, unsure: bool) -> Vec<Step> {
    if pack.given_answer(question).is_some() || sinew_engine::applies(pack, answers, question) == Truth::False
    {
        return Vec::new();
    }
    let before = answers.get(question);
    let mut others =
        if unsure { unsure_instead(pack, question, before) } else { alternatives(pack, question, before) };
    if let Some(Answer::Number(number)) = before {
        others.sort_by_key(|other| match other {
            Answer::Number(other) => other.abs_diff(number),
            _ => u32::MAX,
        });
    }
    others.into_iter().map(|answer| (question, answer)).collect()
}

/// "Not sure" in place of an answer, or beside the options that were chosen.
fn unsure_instead(pack: &Pack, question: QuestionIx, before: Option<Answer>) -> Vec<Answer> {
    if !pack.questions()[question].not_sure || before == Some(Answer::NotSure) {
        return Vec::new();
    }
    let beside = match before {
        Some(Answer::Any { chosen, unsure: false }) if !chosen.is_empty() => {
            Some(Answer::Any { chosen, unsure: true })
        }
        _ => None,
    };
    beside.into_iter().chain([Answer::NotSure]).collect()
}

/// The answers that differ by two steps within one question: lists with two options more or less, and lists with one more or
/// less and "not sure" beside them.
fn two_steps(pack: &Pack, answers: &Answers, first_steps: &[Step], unsure: bool) -> Vec<Step> {
    let mut found: Vec<Step> = Vec::new();
    for (question, first) in first_steps.iter().filter(|(_, first)| matches!(first, Answer::Any { .. })) {
        let seconds = if unsure {
            unsure_instead(pack, *question, Some(*first))
        } else {
            alternatives(pack, *question, Some(*first))
        };
        let lists = seconds.into_iter().filter(|second| matches!(second, Answer::Any { .. }));
        for step in lists.map(|second| (*question, second)) {
            let is_nearer = answers.get(*question) == Some(step.1) || first_steps.contains(&step);
            if !is_nearer && !found.contains(&step) {
                found.push(step);
            }
        }
    }
    found
}

/// A step in ids: the answer, and what it stands for.
pub(super) fn in_ids(pack: &Pack, answers: &Answers, (question, answer): Step) -> String {
    let asked = &pack.questions()[question];
    let new = format!("`{} = {}`", asked.id, written(&asked.write_answer(answer)));
    match answers.get(question) {
        Some(before) => format!("{new} instead of `{}`", written(&asked.write_answer(before))),
        None => format!("{new}, which it does not say"),
    }
}

impl Nearest {
    /// What was found, as a note.
    pub(super) fn note(&self, pack: &Pack, answers: &Answers) -> String {
        let change = match self {
            Self::NotWithin(1) => return "no change of one answer makes it pass".into(),
            Self::NotWithin(_) => return "no change of one or two answers makes it pass".into(),
            Self::Found(change) => change,
        };
        let (mut ids, mut words) = (Vec::new(), Vec::new());
        for step in &change.answers {
            let (question, answer) = *step;
            ids.push(in_ids(pack, answers, *step));
            words.push(change_in_words(&pack.questions()[question], answers.get(question), answer));
        }
        let dropped = if change.dropped.is_empty() {
            String::new()
        } else {
            format!(", without {}, which no longer applies", question_ids(pack, &change.dropped))
        };
        format!("it would pass with {}{dropped}: {}", ids.join(" and "), words.join(", and "))
    }
}

#[cfg(test)]
mod tests;
