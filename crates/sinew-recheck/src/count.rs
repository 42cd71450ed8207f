//! How many people there are of whom several things hold: by cases, taking apart what has no question in common.

use crate::{
    dice::Dice,
    expression::{ClassSet, Expression, Expressions, Form},
    memo::Memo,
};
use num_bigint::BigUint;
use std::collections::BTreeMap;

/// The limit of steps was reached, or something is too large to be looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotDecided;

/// Counts people. Everybody has one class of answers to each variable, which stands for as many people as it has answers.
#[derive(Debug)]
pub(crate) struct Counter {
    pub(crate) expressions: Expressions,
    /// For each variable, how many answers each class stands for.
    weights: Vec<Vec<u64>>,
    /// The variables of the first person. Those of a second one count nobody.
    first: u32,
    /// What has been counted: things that all hold, and of how many people over the variables that they look at.
    counted: Memo<Box<[Expression]>, BigUint>,
    /// Things that all hold, and whether of anybody.
    found: Memo<Box<[Expression]>, bool>,
    /// Cases that were looked at since the last claim.
    pub(crate) steps: u64,
    pub(crate) steps_at_most: u64,
}

impl Counter {
    pub(crate) fn new(steps_at_most: u64) -> Self {
        Self {
            expressions: Expressions::new(),
            weights: Vec::new(),
            first: 0,
            counted: Memo::new(),
            found: Memo::new(),
            steps: 0,
            steps_at_most,
        }
    }

    /// One more variable, with the number of answers that each of its classes stands for.
    pub(crate) fn variable(&mut self, weights: Vec<u64>) -> u32 {
        let variable = self.expressions.variable(weights.len());
        self.weights.push(weights);
        variable
    }

    /// All variables of the first person are there.
    pub(crate) fn everybody(&mut self) {
        self.first = u32::try_from(self.weights.len()).unwrap_or(u32::MAX);
    }

    /// How many people there are of whom all of these hold, if nothing is said of a second person.
    pub(crate) fn people(&mut self, wanted: &[Expression]) -> Result<BigUint, NotDecided> {
        let wanted = self.expressions.all(wanted.iter().copied());
        let variables: Vec<u32> = (0..self.first).collect();
        let inside = self.count(wanted)?;
        Ok(inside * self.free(&variables, &[wanted]))
    }

    /// Whether there is anybody of whom all of these hold: quicker than counting them.
    pub(crate) fn is_there(&mut self, wanted: &[Expression]) -> Result<bool, NotDecided> {
        let wanted = self.expressions.all(wanted.iter().copied());
        self.is_anybody(wanted)
    }

    fn is_anybody(&mut self, wanted: Expression) -> Result<bool, NotDecided> {
        if wanted == Expression::NEVER || wanted == Expression::ALWAYS {
            return Ok(wanted == Expression::ALWAYS);
        }
        for part in self.parts(wanted) {
            if !self.is_in_part(&part)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn is_in_part(&mut self, members: &[Expression]) -> Result<bool, NotDecided> {
        if let [only] = members {
            match self.expressions.form(*only) {
                Form::Answer { .. } => return Ok(true),
                Form::Any(several) => {
                    for one in several.clone().iter().copied() {
                        if self.is_anybody(one)? {
                            return Ok(true);
                        }
                    }
                    return Ok(false);
                }
                Form::Never | Form::Always | Form::All(_) | Form::Sum { .. } => {}
            }
        }
        if let Some(known) = self.found.get(members) {
            return Ok(*known);
        }
        self.step()?;
        let mut is_there = false;
        for (left, _, _) in self.cases(members) {
            if self.is_anybody(left)? {
                is_there = true;
                break;
            }
        }
        self.found.insert(members.into(), is_there);
        Ok(is_there)
    }

    fn step(&mut self) -> Result<(), NotDecided> {
        self.steps += 1;
        if self.steps > self.steps_at_most || self.expressions.is_beyond {
            return Err(NotDecided);
        }
        Ok(())
    }

    /// How many combinations there are over the first variables that none of the expressions looks at.
    fn free(&self, variables: &[u32], looked_at: &[Expression]) -> BigUint {
        let looks = |variable: &u32| {
            looked_at
                .iter()
                .any(|member| self.expressions.variables_of(*member).binary_search(variable).is_ok())
        };
        variables
            .iter()
            .filter(|variable| !looks(variable))
            .map(|variable| self.weights[*variable as usize].iter().sum::<u64>())
            .product()
    }

    /// Over the variables that the expression looks at.
    fn count(&mut self, wanted: Expression) -> Result<BigUint, NotDecided> {
        match wanted {
            Expression::NEVER => return Ok(BigUint::ZERO),
            Expression::ALWAYS => return Ok(BigUint::from(1u32)),
            _ => {}
        }
        let mut product = BigUint::from(1u32);
        for part in self.parts(wanted) {
            product *= self.part(&part)?;
            if product == BigUint::ZERO {
                break;
            }
        }
        Ok(product)
    }

    /// Members that all have to hold, in groups that have no variable in common.
    fn parts(&self, wanted: Expression) -> Vec<Vec<Expression>> {
        let members: &[Expression] = match self.expressions.form(wanted) {
            Form::All(members) => members,
            _ => return vec![vec![wanted]],
        };
        let mut group_of: Vec<usize> = (0..members.len()).collect();
        let mut first_with: BTreeMap<u32, usize> = BTreeMap::new();
        for (at, member) in members.iter().enumerate() {
            for variable in self.expressions.variables_of(*member) {
                let other = *first_with.entry(*variable).or_insert(at);
                let (one, other) = (root(&mut group_of, at), root(&mut group_of, other));
                group_of[one.max(other)] = one.min(other);
            }
        }
        let mut groups: BTreeMap<usize, Vec<Expression>> = BTreeMap::new();
        for (at, member) in members.iter().enumerate() {
            groups.entry(root(&mut group_of, at)).or_default().push(*member);
        }
        let mut groups: Vec<Vec<Expression>> = groups.into_values().collect();
        // The quick ones first: if one of them is nobody, the others need not be looked at.
        groups.sort_by_key(Vec::len);
        groups
    }

    fn part(&mut self, members: &[Expression]) -> Result<BigUint, NotDecided> {
        if let [only] = members
            && let Form::Answer { variable, classes } = self.expressions.form(*only)
        {
            let weights = &self.weights[*variable as usize];
            return Ok(BigUint::from(weight_of(weights, *classes)));
        }
        if let Some(known) = self.counted.get(members) {
            return Ok(known.clone());
        }
        self.step()?;
        let count = match self.by_opposite(members)? {
            Some(count) => count,
            None => self.by_cases(members)?,
        };
        self.counted.insert(members.into(), count.clone());
        Ok(count)
    }

    /// "At least one of these" is everybody without those of whom none holds, which falls apart where "at least one" does not.
    fn by_opposite(&mut self, members: &[Expression]) -> Result<Option<BigUint>, NotDecided> {
        let [only] = members else { return Ok(None) };
        if !matches!(self.expressions.form(*only), Form::Any(_)) {
            return Ok(None);
        }
        let opposite = self.expressions.not(*only);
        if self.parts(opposite).len() < 2 {
            return Ok(None);
        }
        let variables = self.expressions.variables_of(*only).to_vec();
        let everybody = self.free(&variables, &[]);
        let none = self.count(opposite)? * self.free(&variables, &[opposite]);
        Ok(Some(everybody - none))
    }

    fn by_cases(&mut self, members: &[Expression]) -> Result<BigUint, NotDecided> {
        let variables = self.variables(members);
        let mut sum = BigUint::ZERO;
        for (left, _, weight) in self.cases(members) {
            if left == Expression::NEVER {
                continue;
            }
            let count = self.count(left)?;
            let split = self.split(members);
            let others: Vec<u32> = variables.iter().copied().filter(|variable| *variable != split).collect();
            sum += count * self.free(&others, &[left]) * weight;
        }
        Ok(sum)
    }

    fn variables(&self, members: &[Expression]) -> Vec<u32> {
        let mut variables: Vec<u32> =
            members.iter().flat_map(|member| self.expressions.variables_of(*member)).copied().collect();
        variables.sort_unstable();
        variables.dedup();
        variables
    }

    /// What is left in each case of the variable that is settled next, with its classes and the answers that they stand for.
    fn cases(&mut self, members: &[Expression]) -> Vec<(Expression, ClassSet, u64)> {
        let split = self.split(members);
        let weights = self.weights[split as usize].clone();
        let mut cases: Vec<(Expression, ClassSet, u64)> = Vec::new();
        for (class, weight) in weights.iter().enumerate() {
            let classes = 1 << class;
            let left: Vec<Expression> =
                members.iter().map(|member| self.expressions.restrict(*member, split, classes)).collect();
            let left = self.expressions.all(left);
            match cases.iter_mut().find(|(known, _, _)| *known == left) {
                Some((_, known, sum)) => {
                    *known |= classes;
                    *sum += weight;
                }
                None => cases.push((left, classes, *weight)),
            }
        }
        cases
    }

    /// The variable that is settled next: of those that the narrowest of the members look at, the one that most members look at.
    fn split(&self, members: &[Expression]) -> u32 {
        let mut scores: BTreeMap<u32, u64> = BTreeMap::new();
        for member in members {
            let variables = self.expressions.variables_of(*member);
            // A member with few variables is soon decided.
            let score = 1_000_000 / (variables.len() as u64 * variables.len() as u64).max(1);
            for variable in variables {
                *scores.entry(*variable).or_default() += score;
            }
        }
        let best = scores.into_iter().max_by_key(|(variable, score)| (*score, std::cmp::Reverse(*variable)));
        best.map_or(0, |(variable, _)| variable)
    }

    /// Somebody of whom all of these hold, each such person as likely as any other: the class of each answer. None if there is nobody.
    pub(crate) fn draw(
        &mut self,
        wanted: &[Expression],
        dice: &mut Dice,
    ) -> Result<Option<Vec<u8>>, NotDecided> {
        let mut drawn: Vec<Option<u8>> = vec![None; self.weights.len()];
        let wanted = self.expressions.all(wanted.iter().copied());
        if self.count(wanted)? == BigUint::ZERO {
            return Ok(None);
        }
        let mut open = vec![wanted];
        while let Some(wanted) = open.pop() {
            if wanted == Expression::ALWAYS {
                continue;
            }
            for part in self.parts(wanted) {
                let variables = self.variables(&part);
                let split = self.split(&part);
                let others: Vec<u32> =
                    variables.iter().copied().filter(|variable| *variable != split).collect();
                let mut cases = Vec::new();
                let mut total = BigUint::ZERO;
                for (left, classes, weight) in self.cases(&part) {
                    let count = self.count(left)? * self.free(&others, &[left]) * weight;
                    total += &count;
                    cases.push((left, classes, count));
                }
                let mut place = dice.below(&total);
                for (left, classes, count) in cases {
                    if place < count {
                        drawn[split as usize] = Some(self.class(split, classes, dice));
                        open.push(left);
                        break;
                    }
                    place -= count;
                }
            }
        }
        let classes = (0..).zip(drawn).map(|(variable, class)| {
            class.unwrap_or_else(|| self.class(variable, self.expressions.domain(variable), dice))
        });
        Ok(Some(classes.collect()))
    }

    /// One of some classes of a variable, each answer as likely as any other.
    fn class(&self, variable: u32, classes: ClassSet, dice: &mut Dice) -> u8 {
        let weights = &self.weights[variable as usize];
        let mut place = dice.next() % weight_of(weights, classes).max(1);
        for (class, weight) in (0u8..).zip(weights) {
            if classes >> class & 1 == 1 {
                if place < *weight {
                    return class;
                }
                place -= weight;
            }
        }
        0
    }
}

fn weight_of(weights: &[u64], classes: ClassSet) -> u64 {
    let chosen = weights.iter().enumerate().filter(|(class, _)| classes >> class & 1 == 1);
    chosen.map(|(_, weight)| *weight).sum()
}

/// The least of the group in which something is, with the ways to it made short.
fn root(group_of: &mut [usize], mut at: usize) -> usize {
    while group_of[at] != at {
        group_of[at] = group_of[group_of[at]];
        at = group_of[at];
    }
    at
}
