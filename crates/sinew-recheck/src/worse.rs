//! Whether a worse answer lowers the urgency: two people at once, who differ in nothing but what hangs on that answer.

use crate::{
    count::{Counter, NotDecided},
    expression::{ClassSet, Expression},
    people::Asked,
    statement::Statement,
};
use sinew_model::{Answer, Pack, Property, QuestionIx, Urgency, WorseAnswer, Worsening};
use std::collections::BTreeSet;

/// Where the question is asked and its answer can change to a worse one.
pub(crate) fn could_be_worse(
    counter: &mut Counter,
    statement: &Statement,
    worsenings: &[Worsening],
) -> Expression {
    let mut any = Vec::new();
    for worsening in worsenings {
        let question = worsening.question;
        let better = match (&statement.people.asked[question], worsening.change) {
            (Asked::One { variable, classes }, change) => {
                let better = pairs(classes, change).into_iter().fold(0, |set, (better, _)| set | better);
                counter.expressions.answer(*variable, better)
            }
            (Asked::List { options, .. }, WorseAnswer::Chosen(option)) => {
                let variable = options.iter().find(|(known, _)| *known == option);
                variable
                    .map_or(Expression::NEVER, |(_, variable)| counter.expressions.answer(*variable, 0b01))
            }
            (Asked::Given(_) | Asked::List { .. }, _) => Expression::NEVER,
        };
        any.push(counter.expressions.all([statement.asked[question], better]));
    }
    counter.expressions.any(any)
}

/// Classes of answers, each with those that are worse.
fn pairs(classes: &[Vec<(Answer, u64)>], change: WorseAnswer) -> Vec<(ClassSet, ClassSet)> {
    let answer = |class: usize| classes[class].first().map(|(answer, _)| *answer);
    let sure = |class: &usize| !matches!(answer(*class), None | Some(Answer::NotSure));
    let is_worse = |better: usize, worse: usize| match (change, answer(better), answer(worse)) {
        (WorseAnswer::Upward, Some(_), Some(_)) => better < worse,
        (WorseAnswer::Yes, Some(Answer::YesNo(false)), Some(Answer::YesNo(true))) => true,
        (WorseAnswer::Chosen(option), Some(Answer::One(before)), Some(Answer::One(after))) => {
            before != option && after == option
        }
        _ => false,
    };
    let all = || (0..classes.len()).filter(sure);
    all()
        .filter_map(|better| {
            let worse = all().filter(|worse| is_worse(better, *worse)).fold(0, |set, worse| set | 1 << worse);
            (worse != 0).then_some((1 << better, worse))
        })
        .collect()
}

/// The question, and all whose turn hangs on it.
fn hanging_on(pack: &Pack, question: QuestionIx) -> BTreeSet<QuestionIx> {
    let mut hanging = BTreeSet::from([question]);
    loop {
        let more: Vec<QuestionIx> = pack
            .questions()
            .iter_indexed()
            .filter(|(index, _)| !hanging.contains(index))
            .filter(|(_, other)| {
                other.ask_when.as_ref().is_some_and(|when| !pack.questions_behind(when).is_disjoint(&hanging))
            })
            .map(|(index, _)| index)
            .collect();
        if more.is_empty() {
            return hanging;
        }
        hanging.extend(more);
    }
}

/// Two people, of both of whom a property speaks, who differ in nothing but one answer and what hangs on it.
#[derive(Debug)]
pub(crate) struct Pair {
    variables: Asked,
    before: Person,
    after: Person,
    /// What else hangs on the answer, so that each of them has an answer of their own to it.
    own: Vec<Alike>,
}

/// A question to which both give the same answer if both are asked.
#[derive(Debug, Clone, Copy)]
struct Alike {
    /// Where the one before is asked, and where the one after is.
    asked: [Expression; 2],
    same: Expression,
}

/// What holds of one of the two, as things that all hold.
#[derive(Debug, Clone)]
struct Person {
    /// They are possible, are spoken of, and are asked the question.
    is_there: Vec<Expression>,
    /// For each level above the least: what makes the urgency at least that, reason by reason, and where it is below it, in cases.
    levels: Vec<(Cases, Cases)>,
}

/// Cases, each as things that all hold.
type Cases = Vec<Vec<Expression>>;

impl Person {
    fn of(
        counter: &mut Counter,
        pack: &Pack,
        statement: &Statement,
        property: &Property,
        question: QuestionIx,
    ) -> Self {
        let mut is_there = statement.possible.clone();
        is_there.extend(statement.spoken_of(counter, property));
        is_there.push(statement.asked[question]);
        let levels = Urgency::ALL
            .into_iter()
            .skip(1)
            .map(|level| (statement.reasons(counter, pack, level), statement.below(counter, pack, level)));
        Self { is_there, levels: levels.collect() }
    }

    /// The same for those whose answer is of some classes.
    fn answering(&self, counter: &mut Counter, variable: u32, classes: ClassSet) -> Self {
        let mut each = |of: &Vec<Expression>| -> Vec<Expression> {
            of.iter().map(|member| counter.expressions.restrict(*member, variable, classes)).collect()
        };
        Self {
            is_there: each(&self.is_there),
            levels: self
                .levels
                .iter()
                .map(|(reasons, below)| {
                    (reasons.iter().map(&mut each).collect(), below.iter().map(&mut each).collect())
                })
                .collect(),
        }
    }
}

impl Pair {
    pub(crate) fn of(
        counter: &mut Counter,
        pack: &Pack,
        statement: &Statement,
        property: &Property,
        question: QuestionIx,
    ) -> Result<Self, NotDecided> {
        // The variables of the question itself are those of both: the two are told apart by settling them.
        let mut own = hanging_on(pack, question);
        own.remove(&question);
        let before = Person::of(counter, pack, statement, property, question);
        let variables = statement.people.asked[question].clone();
        if own.is_empty() {
            return Ok(Self { variables, after: before.clone(), before, own: Vec::new() });
        }
        let people = statement.people.twin(counter, pack, &own)?;
        let second = Statement::of(counter, pack, people)?;
        let after = Person::of(counter, pack, &second, property, question);
        Ok(Self { variables, before, after, own: alike(counter, statement, &second, &own) })
    }

    /// Cases in which the answer of the second is worse so, and the urgency lower, each as things that all hold.
    pub(crate) fn lowers(&self, counter: &mut Counter, change: WorseAnswer) -> Vec<Vec<Expression>> {
        let changes: Vec<(u32, ClassSet, ClassSet)> = match (&self.variables, change) {
            (Asked::One { variable, classes }, change) => {
                let pairs = pairs(classes, change).into_iter();
                pairs
                    .flat_map(|(better, worse)| {
                        let each = (0..classes.len()).map(|class| 1 << class);
                        each.filter(move |class| class & worse != 0).map(move |class| (better, class))
                    })
                    .map(|(better, worse)| (*variable, better, worse))
                    .collect()
            }
            (Asked::List { options, .. }, WorseAnswer::Chosen(option)) => {
                let chosen = options.iter().filter(|(known, _)| *known == option);
                chosen.map(|(_, variable)| (*variable, 0b01, 0b10)).collect()
            }
            (Asked::Given(_) | Asked::List { .. }, _) => Vec::new(),
        };
        let mut cases = Vec::new();
        for (variable, better, worse) in changes {
            let before = self.before.answering(counter, variable, better);
            let after = self.after.answering(counter, variable, worse);
            // Whether they are asked hangs on the answers that they are told apart by.
            let mut alike: Vec<Expression> = Vec::new();
            for Alike { asked: [one, other], same } in &self.own {
                let one = counter.expressions.restrict(*one, variable, better);
                let other = counter.expressions.restrict(*other, variable, worse);
                let not_asked = [one, other].map(|asked| counter.expressions.not(asked));
                alike.push(counter.expressions.any([not_asked[0], not_asked[1], *same]));
            }
            // Nothing else says any more what the one before answers, whom somebody may want to see.
            alike.push(counter.expressions.answer(variable, better));
            for ((reasons, _), (_, below)) in before.levels.iter().zip(&after.levels) {
                // Reasons one by one: most of them hang on nothing that changes, and are ruled out at once.
                for reason in reasons {
                    for case in below {
                        if is_ruled_out(counter, reason, case) {
                            continue;
                        }
                        let all = reason.iter().chain(case).chain(&before.is_there).chain(&after.is_there);
                        cases.push(all.chain(&alike).copied().collect());
                    }
                }
            }
        }
        cases
    }
}

/// Whether it can be seen at once that nobody is both so and so.
fn is_ruled_out(counter: &mut Counter, reason: &[Expression], case: &[Expression]) -> bool {
    let case: Vec<Expression> = case.iter().map(|member| counter.expressions.not(*member)).collect();
    reason.iter().any(|reason| case.iter().any(|opposite| counter.expressions.implies(*reason, *opposite)))
}

/// Where both are asked each of these questions, and where they give the same answer to it.
fn alike(
    counter: &mut Counter,
    before: &Statement,
    after: &Statement,
    questions: &BTreeSet<QuestionIx>,
) -> Vec<Alike> {
    let mut all = Vec::new();
    for question in questions {
        let pairs = before.people.variables(*question).into_iter().zip(after.people.variables(*question));
        let mut same_answers = Vec::new();
        for (one, other) in pairs {
            let classes = counter.expressions.domain(one).count_ones();
            let same: Vec<Expression> = (0..classes)
                .map(|class| {
                    let one = counter.expressions.answer(one, 1 << class);
                    let other = counter.expressions.answer(other, 1 << class);
                    counter.expressions.all([one, other])
                })
                .collect();
            same_answers.push(counter.expressions.any(same));
        }
        let same = counter.expressions.all(same_answers);
        all.push(Alike { asked: [before.asked[*question], after.asked[*question]], same });
    }
    all
}
