//! What is said of a person's answers: yes-no expressions, each kept once, that get simpler with every answer that is settled.

use crate::memo::Memo;
use std::{collections::BTreeMap, rc::Rc};

/// A set of answers to one question, by their classes.
pub(crate) type ClassSet = u64;

/// More classes than this have no place in a set.
pub(crate) const CLASSES_AT_MOST: usize = 64;

/// Expressions deeper than this are not looked into: they would need as much of the stack.
const DEPTH_AT_MOST: u32 = 1_500;

/// Totals above this are not looked into for sums that cannot come about.
const SUMS_AT_MOST: i64 = 4_096;

/// An expression: equal ones have the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Expression(u32);

impl Expression {
    pub(crate) const NEVER: Self = Self(0);
    pub(crate) const ALWAYS: Self = Self(1);

    fn at(self) -> usize {
        self.0 as usize
    }
}

/// What an expression says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// Nothing holds.
    Never,
    /// Everything holds.
    Always,
    /// The answer is of one of these classes.
    Answer { variable: u32, classes: ClassSet },
    /// All of them.
    All(Rc<[Expression]>),
    /// At least one of them.
    Any(Rc<[Expression]>),
    /// The points of those that hold reach this sum. All points are above zero.
    Sum { points: Rc<[(Expression, i64)]>, at_least: i64 },
}

/// All expressions of a session.
#[derive(Debug)]
pub(crate) struct Expressions {
    forms: Vec<Form>,
    /// The variables that an expression looks at, in order.
    variables: Vec<Box<[u32]>>,
    depth: Vec<u32>,
    known: Memo<Form, Expression>,
    opposites: Memo<Expression, Expression>,
    restricted: Memo<(Expression, u32, ClassSet), Expression>,
    /// All classes of each variable.
    domains: Vec<ClassSet>,
    /// Whether something was too deep to be looked into. Then nothing may be concluded.
    pub(crate) is_beyond: bool,
}

impl Expressions {
    pub(crate) fn new() -> Self {
        let mut new = Self {
            forms: Vec::new(),
            variables: Vec::new(),
            depth: Vec::new(),
            known: Memo::new(),
            opposites: Memo::new(),
            restricted: Memo::new(),
            domains: Vec::new(),
            is_beyond: false,
        };
        new.keep(Form::Never);
        new.keep(Form::Always);
        new
    }

    /// One more variable with so many classes of answers.
    pub(crate) fn variable(&mut self, classes: usize) -> u32 {
        self.is_beyond |= classes > CLASSES_AT_MOST;
        let all = if classes >= CLASSES_AT_MOST { ClassSet::MAX } else { (1 << classes) - 1 };
        self.domains.push(all);
        u32::try_from(self.domains.len() - 1).unwrap_or(u32::MAX)
    }

    pub(crate) fn domain(&self, variable: u32) -> ClassSet {
        self.domains[variable as usize]
    }

    pub(crate) fn form(&self, expression: Expression) -> &Form {
        &self.forms[expression.at()]
    }

    /// The variables that an expression looks at, in order.
    pub(crate) fn variables_of(&self, expression: Expression) -> &[u32] {
        &self.variables[expression.at()]
    }

    /// How many are kept.
    pub(crate) fn len(&self) -> usize {
        self.forms.len()
    }

    fn keep(&mut self, form: Form) -> Expression {
        if let Some(known) = self.known.get(&form) {
            return *known;
        }
        let (mut variables, mut depth) = (Vec::new(), 0);
        let mut inside = |member: &Expression| {
            variables.extend_from_slice(&self.variables[member.at()]);
            depth = depth.max(self.depth[member.at()] + 1);
        };
        match &form {
            Form::Never | Form::Always => {}
            Form::Answer { variable, .. } => variables.push(*variable),
            Form::All(members) | Form::Any(members) => members.iter().for_each(&mut inside),
            Form::Sum { points, .. } => points.iter().for_each(|(member, _)| inside(member)),
        }
        variables.sort_unstable();
        variables.dedup();
        self.is_beyond |= depth > DEPTH_AT_MOST;
        let expression = Expression(u32::try_from(self.forms.len()).unwrap_or(u32::MAX));
        self.variables.push(variables.into());
        self.depth.push(depth);
        self.forms.push(form.clone());
        self.known.insert(form, expression);
        expression
    }

    /// The answer is of one of these classes.
    pub(crate) fn answer(&mut self, variable: u32, classes: ClassSet) -> Expression {
        let classes = classes & self.domain(variable);
        if classes == 0 {
            Expression::NEVER
        } else if classes == self.domain(variable) {
            Expression::ALWAYS
        } else {
            self.keep(Form::Answer { variable, classes })
        }
    }

    pub(crate) fn all(&mut self, members: impl IntoIterator<Item = Expression>) -> Expression {
        let mut members: Vec<Expression> = members.into_iter().collect();
        if !self.flatten(&mut members, true) {
            return Expression::NEVER;
        }
        match members.as_slice() {
            [] => Expression::ALWAYS,
            [only] => *only,
            _ => self.keep(Form::All(members.into())),
        }
    }

    pub(crate) fn any(&mut self, members: impl IntoIterator<Item = Expression>) -> Expression {
        let mut members: Vec<Expression> = members.into_iter().collect();
        if !self.flatten(&mut members, false) {
            return Expression::ALWAYS;
        }
        match members.as_slice() {
            [] => Expression::NEVER,
            [only] => *only,
            _ => self.keep(Form::Any(members.into())),
        }
    }

    /// Members of a list, with lists of the same kind opened, those that say nothing left out, and what is said of one variable said
    /// once. False if one of them decides the whole.
    fn flatten(&mut self, members: &mut Vec<Expression>, all: bool) -> bool {
        let (idle, deciding) = if all {
            (Expression::ALWAYS, Expression::NEVER)
        } else {
            (Expression::NEVER, Expression::ALWAYS)
        };
        let mut flat = Vec::with_capacity(members.len());
        let mut answers: BTreeMap<u32, ClassSet> = BTreeMap::new();
        let mut open = std::mem::take(members);
        while let Some(member) = open.pop() {
            match self.form(member) {
                Form::All(inner) if all => open.extend_from_slice(inner),
                Form::Any(inner) if !all => open.extend_from_slice(inner),
                Form::Answer { variable, classes } => {
                    let entry = answers.entry(*variable).or_insert(*classes);
                    *entry = if all { *entry & classes } else { *entry | classes };
                }
                _ if member == idle => {}
                _ if member == deciding => return false,
                _ => flat.push(member),
            }
        }
        for (variable, classes) in answers {
            let answer = self.answer(variable, classes);
            if answer == deciding {
                return false;
            }
            flat.push(answer);
        }
        flat.sort_unstable();
        flat.dedup();
        for member in &flat {
            if let Some(opposite) = self.opposites.get(member)
                && flat.binary_search(opposite).is_ok()
            {
                return false;
            }
        }
        *members = flat;
        true
    }

    /// The points of those that hold reach this sum.
    pub(crate) fn sum(
        &mut self,
        points: impl IntoIterator<Item = (Expression, i64)>,
        at_least: i64,
    ) -> Expression {
        let mut at_least = at_least;
        let mut merged: BTreeMap<Expression, i64> = BTreeMap::new();
        for (member, weight) in points {
            match member {
                Expression::NEVER => {}
                Expression::ALWAYS => at_least -= weight,
                // Points that count against are points for the opposite.
                _ if weight < 0 => {
                    at_least -= weight;
                    *merged.entry(self.not(member)).or_default() -= weight;
                }
                _ => *merged.entry(member).or_default() += weight,
            }
        }
        merged.retain(|_, weight| *weight != 0);
        if at_least <= 0 {
            return Expression::ALWAYS;
        }
        let total: i64 = merged.values().sum();
        if total < at_least {
            return Expression::NEVER;
        }
        // The least sum that can come about and is enough: so equal conditions look equal.
        if total <= SUMS_AT_MOST {
            let mut reachable = vec![false; usize::try_from(total).unwrap_or(0) + 1];
            reachable[0] = true;
            for weight in merged.values() {
                let weight = usize::try_from(*weight).unwrap_or(0);
                for sum in (weight..reachable.len()).rev() {
                    reachable[sum] |= reachable[sum - weight];
                }
            }
            let from = usize::try_from(at_least).unwrap_or(0);
            let least = (from..reachable.len()).find(|sum| reachable[*sum]);
            at_least = least.and_then(|least| i64::try_from(least).ok()).unwrap_or(at_least);
        }
        let points: Vec<(Expression, i64)> =
            merged.into_iter().map(|(member, weight)| (member, weight.min(at_least))).collect();
        let least = points.iter().map(|(_, weight)| *weight).min().unwrap_or(0);
        let total: i64 = points.iter().map(|(_, weight)| *weight).sum();
        if least >= at_least {
            return self.any(points.into_iter().map(|(member, _)| member));
        }
        if total - least < at_least {
            return self.all(points.into_iter().map(|(member, _)| member));
        }
        self.keep(Form::Sum { points: points.into(), at_least })
    }

    /// The opposite: whatever holds of a person, exactly one of the two does.
    pub(crate) fn not(&mut self, expression: Expression) -> Expression {
        if self.is_beyond {
            return expression;
        }
        if let Some(known) = self.opposites.get(&expression) {
            return *known;
        }
        let opposite = match self.form(expression).clone() {
            Form::Never => Expression::ALWAYS,
            Form::Always => Expression::NEVER,
            Form::Answer { variable, classes } => self.answer(variable, !classes),
            Form::All(members) => {
                let members: Vec<Expression> = members.iter().map(|member| self.not(*member)).collect();
                self.any(members)
            }
            Form::Any(members) => {
                let members: Vec<Expression> = members.iter().map(|member| self.not(*member)).collect();
                self.all(members)
            }
            Form::Sum { points, at_least } => {
                // What does not hold takes its points away from the total.
                let total: i64 = points.iter().map(|(_, weight)| *weight).sum();
                let points: Vec<(Expression, i64)> =
                    points.iter().map(|(member, weight)| (self.not(*member), *weight)).collect();
                self.sum(points, total - at_least + 1)
            }
        };
        self.opposites.insert(expression, opposite);
        self.opposites.insert(opposite, expression);
        opposite
    }

    /// What is left of an expression for people whose answer is of one of these classes.
    pub(crate) fn restrict(
        &mut self,
        expression: Expression,
        variable: u32,
        classes: ClassSet,
    ) -> Expression {
        if self.variables_of(expression).binary_search(&variable).is_err() {
            return expression;
        }
        if let Some(known) = self.restricted.get(&(expression, variable, classes)) {
            return *known;
        }
        let left = match self.form(expression).clone() {
            Form::Never | Form::Always => expression,
            Form::Answer { classes: wanted, .. } => {
                if wanted & classes == classes {
                    Expression::ALWAYS
                } else {
                    self.answer(variable, wanted & classes)
                }
            }
            Form::All(members) => {
                let members: Vec<Expression> =
                    members.iter().map(|member| self.restrict(*member, variable, classes)).collect();
                self.all(members)
            }
            Form::Any(members) => {
                let members: Vec<Expression> =
                    members.iter().map(|member| self.restrict(*member, variable, classes)).collect();
                self.any(members)
            }
            Form::Sum { points, at_least } => {
                let points: Vec<(Expression, i64)> = points
                    .iter()
                    .map(|(member, weight)| (self.restrict(*member, variable, classes), *weight))
                    .collect();
                self.sum(points, at_least)
            }
        };
        self.restricted.insert((expression, variable, classes), left);
        left
    }

    /// Whether it can be seen at once that the second holds wherever the first does. False says nothing.
    pub(crate) fn implies(&self, first: Expression, second: Expression) -> bool {
        if first == second || first == Expression::NEVER || second == Expression::ALWAYS {
            return true;
        }
        match (self.form(first), self.form(second)) {
            (Form::Answer { variable, classes }, Form::Answer { variable: other, classes: wider }) => {
                variable == other && classes & !wider == 0
            }
            (Form::Any(members), _) => members.iter().all(|member| self.implies(*member, second)),
            (_, Form::All(members)) => members.iter().all(|member| self.implies(first, *member)),
            (Form::All(members), _) if members.iter().any(|member| self.implies(*member, second)) => true,
            (_, Form::Any(members)) => members.iter().any(|member| self.implies(first, *member)),
            (Form::Sum { points, at_least }, Form::Sum { points: others, at_least: enough }) => {
                // Whatever counts for the first counts at least as much for the second, but for what is missing there.
                let missing: i64 = points
                    .iter()
                    .map(|(member, weight)| {
                        let there = others.iter().find(|(other, _)| other == member);
                        weight - there.map_or(0, |(_, other)| *weight.min(other))
                    })
                    .sum();
                at_least - missing >= *enough
            }
            _ => false,
        }
    }

    /// Whether it holds of somebody whose answers are of these classes.
    pub(crate) fn holds(&self, expression: Expression, classes: &[u8]) -> bool {
        match self.form(expression) {
            Form::Never => false,
            Form::Always => true,
            Form::Answer { variable, classes: wanted } => wanted >> classes[*variable as usize] & 1 == 1,
            Form::All(members) => members.iter().all(|member| self.holds(*member, classes)),
            Form::Any(members) => members.iter().any(|member| self.holds(*member, classes)),
            Form::Sum { points, at_least } => {
                let held = points.iter().filter(|(member, _)| self.holds(*member, classes));
                held.map(|(_, weight)| *weight).sum::<i64>() >= *at_least
            }
        }
    }
}
