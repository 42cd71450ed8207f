//! Answers that differ by one step, and the nearest of them that would change the urgency.

use crate::{
    decision::{Standing, holding_exit},
    evaluation::Evaluation,
    interview, ranking,
    reach::{Reach, reaches},
    reason,
};
use sinew_logic::Truth;
use sinew_model::{
    Answer, AnswerTest, Answers, Change, ConditionIx, FindingRule, Index as _, IndexVec, OptionIx, OptionSet,
    Pack, Question, QuestionIx, QuestionKind, RedFlagIx, Urgency,
};
use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeSet,
};

/// How many changes are named in each direction.
const NAMED_AT_MOST: usize = 3;

/// Single answers that would raise and that would lower the urgency, the smallest step first.
///
/// One change for each question and direction. A change that would open a red-flag question without an answer is left out,
/// because nobody can say what it would lead to; so is one that would end at an exit, one that no person can have, and one to
/// what the pack itself answers.
pub(crate) fn nearest(pack: &Pack, answers: &Answers, urgency: Urgency) -> (Vec<Change>, Vec<Change>) {
    let evaluation = Evaluation::of(pack, answers);
    let before = Before::of(pack, &evaluation);
    let questions: Vec<QuestionIx> = answers.iter().map(|(question, _)| question).collect();
    let reaches = reaches(pack, &questions);
    let (mut higher, mut lower) = (Vec::new(), Vec::new());
    for ((question, answer), reach) in answers.iter().zip(&reaches) {
        for other in alternatives(pack, question, Some(answer)) {
            let step = Step { question, other, reach };
            let Some((_, after)) = step.taken(pack, answers, &evaluation) else { continue };
            let after = before.urgency_with(pack, &after, reach);
            match after.cmp(&urgency) {
                Ordering::Greater => higher.push((after, step)),
                Ordering::Less => lower.push((after, step)),
                // Most steps lead nowhere else.
                Ordering::Equal => {}
            }
        }
    }
    higher.sort_by_key(|(after, _)| *after);
    lower.sort_by_key(|(after, _)| Reverse(*after));
    let named = |steps: Vec<(Urgency, Step<'_>)>| {
        let mut seen = BTreeSet::new();
        let mut changes = Vec::new();
        for (after, step) in steps {
            if changes.len() == NAMED_AT_MOST {
                break;
            }
            if !seen.contains(&step.question)
                && let Some(change) = step.change(pack, answers, &evaluation)
            {
                debug_assert_eq!(change.urgency, after);
                seen.insert(step.question);
                changes.push(change);
            }
        }
        changes
    };
    (named(higher), named(lower))
}

/// Another answer to one question.
#[derive(Clone, Copy)]
struct Step<'r> {
    question: QuestionIx,
    other: Answer,
    reach: &'r Reach,
}

impl Step<'_> {
    /// The answers with it, and what holds then; none if the question does not take it.
    fn taken(self, pack: &Pack, answers: &Answers, before: &Evaluation) -> Option<(Answers, Evaluation)> {
        let mut changed = answers.clone();
        if !changed.set(pack, self.question, self.other) {
            return None;
        }
        let after = before.changed(pack, &changed, &self.reach.findings);
        Some((changed, after))
    }

    /// The change that it is, if it is one to name. Answers that no longer apply count for nothing, so that they need not be taken
    /// out first.
    fn change(self, pack: &Pack, answers: &Answers, before: &Evaluation) -> Option<Change> {
        let (changed, evaluation) = self.taken(pack, answers, before)?;
        let standing = Standing::of(pack, &evaluation);
        let unanswered = || !interview::missing_in(pack, &changed, &evaluation, &standing).is_empty();
        if standing.exit.is_some()
            || interview::contradictions_in(pack, &evaluation).next().is_some()
            || unanswered()
        {
            return None;
        }
        let Self { question, other, .. } = self;
        let asked = &pack.questions()[question];
        Some(Change {
            question: asked.id.clone(),
            answer: asked.write_answer(other),
            text: change_in_words(asked, answers.get(question), other),
            urgency: standing.urgency,
        })
    }
}

/// What the urgency rests on before one answer is changed.
pub(crate) struct Before {
    flags: IndexVec<RedFlagIx, Truth>,
    /// By condition, what it asks for.
    care: IndexVec<ConditionIx, Urgency>,
    /// Whether an exit holds, be it behind an emergency that may go with the next answer.
    is_exit: bool,
}

impl Before {
    pub(crate) fn of(pack: &Pack, evaluation: &Evaluation) -> Self {
        let mut flags = IndexVec::new();
        for flag in pack.red_flags() {
            flags.push(evaluation.truth(&flag.when));
        }
        let mut care = IndexVec::new();
        for index in pack.conditions().indices() {
            care.push(ranking::care_of(pack, evaluation, index));
        }
        Self { flags, care, is_exit: holding_exit(pack, evaluation).is_some() }
    }

    /// [`Standing::urgency`] after an answer was changed that reaches so far. What it does not reach is not looked at again.
    pub(crate) fn urgency_with(&self, pack: &Pack, after: &Evaluation, reach: &Reach) -> Urgency {
        if self.is_exit || reach.is_exit {
            return Standing::urgency(pack, after);
        }
        let mut reached = reach.flags.iter().peekable();
        let mut urgency = Urgency::SelfCare;
        for (index, flag) in pack.red_flags().iter_indexed() {
            let is_reached = reached.next_if_eq(&&index).is_some();
            urgency =
                urgency.max(match if is_reached { after.truth(&flag.when) } else { self.flags[index] } {
                    Truth::True => flag.urgency,
                    Truth::Unknown => flag.floor_when_unknown(),
                    Truth::False => Urgency::SelfCare,
                });
        }
        let mut reached = reach.conditions.iter().peekable();
        for (index, condition) in pack.conditions().iter_indexed() {
            let is_reached = reached.next_if_eq(&&index).is_some();
            if condition.care > urgency {
                let care = if is_reached { ranking::care_of(pack, after, index) } else { self.care[index] };
                urgency = urgency.max(care);
            }
        }
        urgency
    }
}

/// Another answer to a question in words: of a list, only what is new in it.
pub fn change_in_words(question: &Question, before: Option<Answer>, after: Answer) -> String {
    if let (Answer::Any { chosen, .. }, QuestionKind::AnyOf { options, .. }) = (after, &question.kind) {
        let had = match before {
            Some(Answer::Any { chosen, .. }) => chosen,
            _ => OptionSet::EMPTY,
        };
        let added =
            chosen.iter().find(|option| !had.contains(*option)).and_then(|option| options.get(option));
        if let Some(choice) = added {
            return choice.told.clone();
        }
        let removed =
            had.iter().find(|option| !chosen.contains(*option)).and_then(|option| options.get(option));
        if let (Some(choice), false) = (removed, chosen.is_empty()) {
            return format!("you had not said “{}”", choice.label);
        }
    }
    reason::told(question, after).join(", ")
}

/// The answers to a question that differ by one step from this one, or from none: another option, one entry of a list more or
/// less, a number on the other side of a threshold. "I'm not sure" is not among them, as it is nothing a person could look out
/// for.
pub fn alternatives(pack: &Pack, question: QuestionIx, answer: Option<Answer>) -> Vec<Answer> {
    let asked = &pack.questions()[question];
    let options = || asked.options().map(|(option, _)| option);
    let all: Vec<Answer> = match &asked.kind {
        QuestionKind::YesNo { .. } => vec![Answer::YesNo(true), Answer::YesNo(false)],
        QuestionKind::OneOf { .. } => options().map(Answer::One).collect(),
        QuestionKind::AnyOf { .. } => {
            let chosen = match answer {
                Some(Answer::Any { chosen, .. }) => chosen,
                _ => OptionSet::EMPTY,
            };
            let is_open = !matches!(answer, Some(Answer::Any { unsure: false, .. }));
            let none = is_open.then_some(chosen);
            let toggled = options().map(|option: OptionIx| chosen.toggled(option));
            none.into_iter().chain(toggled).map(|chosen| Answer::Any { chosen, unsure: false }).collect()
        }
        QuestionKind::Scale { .. } | QuestionKind::Number { .. } => {
            numbers(pack, question).into_iter().map(Answer::Number).collect()
        }
    };
    all.into_iter().filter(|other| Some(*other) != answer).collect()
}

/// One number for each part of the number line that some finding tells apart.
fn numbers(pack: &Pack, question: QuestionIx) -> BTreeSet<i32> {
    let Some((min, max)) = pack.questions()[question].number_range() else { return BTreeSet::new() };
    let mut numbers = BTreeSet::from([min, max]);
    for finding in pack.findings() {
        if let FindingRule::Answer { question: asked, test: AnswerTest::InRange(range) } = &finding.rule
            && asked.position() == question.position()
        {
            let edges = [
                range.at_least.map(|least| least.saturating_sub(1)),
                range.at_least,
                range.at_most,
                range.at_most.map(|most| most.saturating_add(1)),
            ];
            numbers.extend(edges.into_iter().flatten().filter(|number| (min..=max).contains(number)));
        }
    }
    numbers
}
