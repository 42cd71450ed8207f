//! Everybody there can be, as classes of answers that no rule of the pack tells apart.

use crate::{
    count::{Counter, NotDecided},
    dice::Dice,
    expression::{CLASSES_AT_MOST, ClassSet, Expression},
};
use sinew_logic::Truth;
use sinew_model::{
    Answer, AnswerTest, Answers, Claim, FindingRule, IndexVec, OptionIx, OptionSet, Pack, Question,
    QuestionIx, QuestionKind,
};
use std::collections::{BTreeMap, BTreeSet};

/// Answers that are alike: these, or all numbers of these ranges.
type Alike = Vec<(Answer, u64)>;

/// How a question is answered.
#[derive(Debug, Clone)]
pub(crate) enum Asked {
    /// By the pack.
    Given(Answer),
    /// With one answer. Where the question may not be asked, the class after the last one is "no answer".
    One { variable: u32, classes: Vec<Alike> },
    /// With a list.
    List {
        /// The options that some rule looks at, each with "not chosen" and "chosen".
        options: Vec<(OptionIx, u32)>,
        /// The others together, with "none of them" and "some of them".
        others: Option<(Vec<OptionIx>, u32)>,
        /// "No" and "not sure".
        unsure: Option<u32>,
    },
}

/// The answers of one person.
#[derive(Debug, Clone)]
pub(crate) struct People {
    pub(crate) asked: IndexVec<QuestionIx, Asked>,
}

/// Questions with answers that a promise calls worse. There the order of the answers counts too.
fn in_order(pack: &Pack) -> BTreeSet<QuestionIx> {
    let claims = pack.properties().iter().filter_map(|property| match &property.claim {
        Claim::MonotoneIn(worsenings) => Some(worsenings),
        _ => None,
    });
    claims.flatten().map(|worsening| worsening.question).collect()
}

fn tests_of(pack: &Pack, question: QuestionIx) -> Vec<AnswerTest> {
    let tests = pack.findings().iter().filter_map(|finding| match &finding.rule {
        FindingRule::Answer { question: of, test } if *of == question => Some(*test),
        _ => None,
    });
    tests.collect()
}

impl People {
    pub(crate) fn of(counter: &mut Counter, pack: &Pack) -> Result<Self, NotDecided> {
        let in_order = in_order(pack);
        let mut asked = IndexVec::new();
        for index in pack.questions().indices() {
            asked.push(Asked::of(counter, pack, index, in_order.contains(&index))?);
        }
        counter.everybody();
        Ok(Self { asked })
    }

    /// A second person, whose answers to some questions are their own and to all others those of the first.
    pub(crate) fn twin(
        &self,
        counter: &mut Counter,
        pack: &Pack,
        own: &BTreeSet<QuestionIx>,
    ) -> Result<Self, NotDecided> {
        let in_order = in_order(pack);
        let mut asked = IndexVec::new();
        for (index, known) in self.asked.iter_indexed() {
            let is_own = own.contains(&index);
            let of = |counter| Asked::of(counter, pack, index, in_order.contains(&index));
            asked.push(if is_own { of(counter)? } else { known.clone() });
        }
        Ok(Self { asked })
    }

    /// What a test comes to for somebody who was asked: where it is true, and where it is false.
    pub(crate) fn test(
        &self,
        counter: &mut Counter,
        question: QuestionIx,
        test: AnswerTest,
    ) -> (Expression, Expression) {
        let expressions = &mut counter.expressions;
        match &self.asked[question] {
            Asked::Given(answer) => {
                let truth = test.truth_of(*answer);
                let constant = |holds| if holds { Expression::ALWAYS } else { Expression::NEVER };
                (constant(truth.is_true()), constant(truth.is_false()))
            }
            Asked::One { variable, classes } => {
                let with = |truth: Truth| -> ClassSet {
                    let first = |alike: &Alike| alike.first().map(|(answer, _)| test.truth_of(*answer));
                    let of = classes.iter().enumerate().filter(|(_, alike)| first(alike) == Some(truth));
                    of.fold(0, |set, (class, _)| set | 1 << class)
                };
                let (holds, fails) = (with(Truth::True), with(Truth::False));
                (expressions.answer(*variable, holds), expressions.answer(*variable, fails))
            }
            Asked::List { options, others, unsure } => {
                let on: Vec<u32> = options
                    .iter()
                    .map(|(_, variable)| *variable)
                    .chain(others.as_ref().map(|(_, variable)| *variable))
                    .collect();
                let unsure = unsure.map_or(Expression::NEVER, |variable| expressions.answer(variable, 0b10));
                let sure = expressions.not(unsure);
                match test {
                    AnswerTest::Chose(option) => {
                        let known = options.iter().find(|(known, _)| *known == option);
                        let chosen = known
                            .map_or(Expression::NEVER, |(_, variable)| expressions.answer(*variable, 0b10));
                        let not = expressions.not(chosen);
                        (chosen, expressions.all([not, sure]))
                    }
                    AnswerTest::ChoseNone => {
                        let chosen: Vec<Expression> =
                            on.iter().map(|variable| expressions.answer(*variable, 0b10)).collect();
                        let chosen = expressions.any(chosen);
                        let none = expressions.not(chosen);
                        (expressions.all([none, sure]), chosen)
                    }
                    AnswerTest::NotSure => (unsure, sure),
                    // Not a test for a list; no pack has one.
                    AnswerTest::Yes | AnswerTest::InRange(_) => (Expression::NEVER, Expression::NEVER),
                }
            }
        }
    }

    /// Where the question has an answer exactly if it is asked.
    pub(crate) fn answered(
        &self,
        counter: &mut Counter,
        question: QuestionIx,
        asked: Expression,
    ) -> Expression {
        let expressions = &mut counter.expressions;
        match &self.asked[question] {
            Asked::Given(_) => Expression::ALWAYS,
            Asked::One { variable, classes } => {
                let nothing = expressions.answer(*variable, 1 << classes.len());
                let answer = expressions.not(nothing);
                let not = expressions.not(asked);
                let (answered, idle) = (expressions.all([asked, answer]), expressions.all([not, nothing]));
                expressions.any([answered, idle])
            }
            Asked::List { .. } => {
                let off: Vec<Expression> = self
                    .variables(question)
                    .into_iter()
                    .map(|variable| expressions.answer(variable, 0b01))
                    .collect();
                let off = expressions.all(off);
                expressions.any([asked, off])
            }
        }
    }

    /// The variables of a question.
    pub(crate) fn variables(&self, question: QuestionIx) -> Vec<u32> {
        match &self.asked[question] {
            Asked::Given(_) => Vec::new(),
            Asked::One { variable, .. } => vec![*variable],
            Asked::List { options, others, unsure } => {
                let others = others.iter().map(|(_, variable)| *variable);
                options.iter().map(|(_, variable)| *variable).chain(others).chain(*unsure).collect()
            }
        }
    }

    /// The answers of somebody, given the class of each answer; of answers that are alike any one.
    pub(crate) fn answers(
        &self,
        pack: &Pack,
        is_asked: impl Fn(QuestionIx) -> bool,
        classes: &[u8],
        dice: &mut Dice,
    ) -> Answers {
        let class = |variable: u32| classes[variable as usize];
        let mut answers = Answers::new(pack);
        for (question, asked) in self.asked.iter_indexed().filter(|(question, _)| is_asked(*question)) {
            let answer = match asked {
                Asked::Given(_) => None,
                Asked::One { variable, classes } => {
                    classes.get(usize::from(class(*variable))).and_then(|alike| any_of(alike, dice))
                }
                Asked::List { options, others, unsure } => {
                    let mut chosen: OptionSet = options
                        .iter()
                        .filter(|(_, variable)| class(*variable) == 1)
                        .map(|(option, _)| *option)
                        .collect();
                    if let Some((others, variable)) = others
                        && class(*variable) == 1
                    {
                        // At least one of them.
                        let first = usize::try_from(dice.next() % others.len().max(1) as u64).unwrap_or(0);
                        let bits = dice.next();
                        let more = others
                            .iter()
                            .enumerate()
                            .filter(|(place, _)| *place == first || bits >> (place % 64) & 1 == 1);
                        chosen = more.fold(chosen, |chosen, (_, option)| chosen.with(*option));
                    }
                    let unsure = unsure.is_some_and(|variable| class(variable) == 1);
                    Some(if unsure && chosen.is_empty() {
                        Answer::NotSure
                    } else {
                        Answer::Any { chosen, unsure }
                    })
                }
            };
            if let Some(answer) = answer {
                answers.set(pack, question, answer);
            }
        }
        answers
    }
}

fn any_of(alike: &Alike, dice: &mut Dice) -> Option<Answer> {
    let total: u64 = alike.iter().map(|(_, size)| size).sum();
    let mut place = dice.next() % total.max(1);
    for (answer, size) in alike {
        if place < *size {
            return Some(match answer {
                Answer::Number(first) => {
                    Answer::Number(first.saturating_add(i32::try_from(place).unwrap_or(0)))
                }
                other => *other,
            });
        }
        place -= size;
    }
    None
}

impl Asked {
    fn of(counter: &mut Counter, pack: &Pack, index: QuestionIx, in_order: bool) -> Result<Self, NotDecided> {
        let question = &pack.questions()[index];
        if let Some(given) = pack.given_answer(index) {
            return Ok(Self::Given(*given));
        }
        let tests = tests_of(pack, index);
        if let QuestionKind::AnyOf { options, .. } = &question.kind {
            let is_looked_at = |option: &OptionIx| {
                in_order || tests.iter().any(|test| matches!(test, AnswerTest::Chose(of) if of == option))
            };
            let (looked_at, others): (Vec<OptionIx>, Vec<OptionIx>) =
                options.indices().partition(is_looked_at);
            let options =
                looked_at.into_iter().map(|option| (option, counter.variable(vec![1, 1]))).collect();
            let some =
                1u64.checked_shl(u32::try_from(others.len()).unwrap_or(u32::MAX)).ok_or(NotDecided)? - 1;
            let others = (some > 0).then(|| (others, counter.variable(vec![1, some])));
            let unsure = question.not_sure.then(|| counter.variable(vec![1, 1]));
            return Ok(Self::List { options, others, unsure });
        }
        let mut classes: Vec<Alike> = Vec::new();
        let mut class_of: BTreeMap<Vec<Truth>, usize> = BTreeMap::new();
        for (answer, size) in single_answers(question, &tests) {
            let truths: Vec<Truth> = tests.iter().map(|test| test.truth_of(answer)).collect();
            match class_of.get(&truths) {
                Some(known) if !in_order => classes[*known].push((answer, size)),
                _ => {
                    class_of.insert(truths, classes.len());
                    classes.push(vec![(answer, size)]);
                }
            }
        }
        let mut weights: Vec<u64> =
            classes.iter().map(|alike| alike.iter().map(|(_, size)| size).sum()).collect();
        if question.ask_when.is_some() {
            weights.push(1);
        }
        if weights.len() > CLASSES_AT_MOST {
            return Err(NotDecided);
        }
        Ok(Self::One { variable: counter.variable(weights), classes })
    }
}

/// The answers to a question that takes one. A number stands for the part of the line that begins with it, and says how long that is.
fn single_answers(question: &Question, tests: &[AnswerTest]) -> Vec<(Answer, u64)> {
    let mut answers: Vec<(Answer, u64)> = match &question.kind {
        QuestionKind::YesNo { .. } => vec![(Answer::YesNo(false), 1), (Answer::YesNo(true), 1)],
        QuestionKind::OneOf { options, .. } => {
            options.indices().map(|option| (Answer::One(option), 1)).collect()
        }
        QuestionKind::AnyOf { .. } => Vec::new(),
        QuestionKind::Scale { .. } | QuestionKind::Number { .. } => {
            let (min, max) = question.number_range().unwrap_or((0, 0));
            // Where the next part begins.
            let ranges = tests.iter().filter_map(|test| match test {
                AnswerTest::InRange(range) => Some(*range),
                _ => None,
            });
            let mut begins: BTreeSet<i64> = BTreeSet::from([i64::from(min)]);
            for range in ranges {
                begins.extend(range.at_least.map(i64::from));
                begins.extend(range.at_most.map(|most| i64::from(most) + 1));
            }
            let end = i64::from(max) + 1;
            let begins: Vec<i64> =
                begins.into_iter().filter(|begin| (i64::from(min)..end).contains(begin)).collect();
            let ends = begins.iter().skip(1).copied().chain(std::iter::once(end));
            begins
                .iter()
                .zip(ends)
                .filter_map(|(begin, end)| {
                    Some((Answer::Number(i32::try_from(*begin).ok()?), u64::try_from(end - begin).ok()?))
                })
                .collect()
        }
    };
    answers.extend(question.not_sure.then_some((Answer::NotSure, 1)));
    answers
}
