//! What the engine decides, said as expressions over the answers of somebody who has answered all that they are asked.

use crate::{
    count::{Counter, NotDecided},
    expression::Expression,
    people::People,
};
use sinew_logic::Formula;
use sinew_model::{
    Band, Condition, ConditionIx, Decibans, ExitIx, FindingIx, FindingRule, IndexVec, Pack, Property,
    QuestionIx, RedFlagIx, Urgency,
};
use std::collections::{BTreeMap, BTreeSet};

/// Where something is true, and where it is false; elsewhere it is unknown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) holds: Expression,
    pub(crate) fails: Expression,
}

/// The rules of a pack about one person.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) people: People,
    findings: IndexVec<FindingIx, Known>,
    /// Where each question is asked.
    pub(crate) asked: IndexVec<QuestionIx, Expression>,
    /// All of these hold of everybody who is possible.
    pub(crate) possible: Vec<Expression>,
    pub(crate) flags: IndexVec<RedFlagIx, Known>,
    exits: IndexVec<ExitIx, Expression>,
    pub(crate) well: IndexVec<ConditionIx, Expression>,
}

impl Statement {
    pub(crate) fn of(counter: &mut Counter, pack: &Pack, people: People) -> Result<Self, NotDecided> {
        let mut new = Self {
            people,
            findings: IndexVec::new(),
            asked: IndexVec::new(),
            possible: Vec::new(),
            flags: IndexVec::new(),
            exits: IndexVec::new(),
            well: IndexVec::new(),
        };
        for finding in pack.findings() {
            let known = new.finding(counter, pack, &finding.rule)?;
            new.findings.push(known);
        }
        for (index, question) in pack.questions().iter_indexed() {
            let asked = new.is_asked(counter, question.ask_when.as_ref());
            new.asked.push(asked);
            let answered = new.people.answered(counter, index, asked);
            new.possible.push(answered);
        }
        for constraint in pack.constraints() {
            let holds = new.formula(counter, &constraint.impossible).holds;
            new.possible.push(counter.expressions.not(holds));
        }
        for flag in pack.red_flags() {
            let known = new.formula(counter, &flag.when);
            new.flags.push(known);
        }
        for exit in pack.exits() {
            let holds = new.formula(counter, &exit.when).holds;
            new.exits.push(holds);
        }
        for condition in pack.conditions() {
            let is_ranked = condition.only_with.is_empty();
            let well =
                if is_ranked { new.fits(counter, condition, Band::FitsWell)? } else { Expression::NEVER };
            new.well.push(well);
        }
        Ok(new)
    }

    /// Somebody is asked unless that is ruled out.
    fn is_asked(&self, counter: &mut Counter, when: Option<&Formula<FindingIx>>) -> Expression {
        when.map_or(Expression::ALWAYS, |when| {
            let fails = self.formula(counter, when).fails;
            counter.expressions.not(fails)
        })
    }

    fn finding(&self, counter: &mut Counter, pack: &Pack, rule: &FindingRule) -> Result<Known, NotDecided> {
        Ok(match rule {
            FindingRule::Answer { question, test } => {
                let asked = self.is_asked(counter, pack.questions()[*question].ask_when.as_ref());
                let (holds, fails) = self.people.test(counter, *question, *test);
                let idle = counter.expressions.not(asked);
                let holds = counter.expressions.all([asked, holds]);
                Known { holds, fails: counter.expressions.any([idle, fails]) }
            }
            FindingRule::Formula(formula) => self.formula(counter, formula),
            FindingRule::RedFlag(flag) => self.formula(counter, &pack.red_flags()[*flag].when),
            FindingRule::Exit(exit) => self.formula(counter, &pack.exits()[*exit].when),
            FindingRule::Fits { condition, at_least } => {
                let holds = self.fits(counter, &pack.conditions()[*condition], *at_least)?;
                Known { holds, fails: counter.expressions.not(holds) }
            }
        })
    }

    pub(crate) fn formula(&self, counter: &mut Counter, formula: &Formula<FindingIx>) -> Known {
        match formula {
            Formula::Atom(finding) => self.findings[*finding],
            Formula::All(members) => {
                let members: Vec<Known> =
                    members.iter().map(|member| self.formula(counter, member)).collect();
                Known {
                    holds: counter.expressions.all(members.iter().map(|member| member.holds)),
                    fails: counter.expressions.any(members.iter().map(|member| member.fails)),
                }
            }
            Formula::Any(members) => {
                let members: Vec<Known> =
                    members.iter().map(|member| self.formula(counter, member)).collect();
                Known {
                    holds: counter.expressions.any(members.iter().map(|member| member.holds)),
                    fails: counter.expressions.all(members.iter().map(|member| member.fails)),
                }
            }
            Formula::Not(inner) => {
                let Known { holds, fails } = self.formula(counter, inner);
                Known { holds: fails, fails: holds }
            }
            Formula::AtLeast { count, of } => {
                let points = of.iter().map(|member| (self.formula(counter, member), 1)).collect();
                reaches(counter, points, i64::from(*count))
            }
            Formula::Score { points, at_least } => {
                let points =
                    points.iter().map(|(atom, weight)| (self.findings[*atom], i64::from(*weight))).collect();
                reaches(counter, points, i64::from(*at_least))
            }
        }
    }

    /// Where the evidence for a condition reaches a band.
    pub(crate) fn fits(
        &self,
        counter: &mut Counter,
        condition: &Condition,
        band: Band,
    ) -> Result<Expression, NotDecided> {
        let Some(needed) = (0..=1_000).map(Decibans::new).find(|evidence| Band::of(*evidence) >= band) else {
            return Err(NotDecided);
        };
        if Band::of(Decibans::new(i32::MIN)) >= band {
            return Ok(Expression::ALWAYS);
        }
        let mut alone: Vec<(Expression, i64)> = Vec::new();
        let mut groups: BTreeMap<u32, Vec<(Expression, i64)>> = BTreeMap::new();
        for line in &condition.evidence {
            let Known { holds, fails } = self.formula(counter, &line.when);
            let into = match line.group {
                None => &mut alone,
                Some(group) => groups.entry(group).or_default(),
            };
            into.push((holds, i64::from(line.present.value())));
            into.push((fails, i64::from(line.absent.value())));
        }
        let most: i64 = alone.iter().chain(groups.values().flatten()).map(|(_, weight)| weight.abs()).sum();
        // Beyond that the engine's sums stop growing.
        if most > i64::from(i32::MAX) {
            return Err(NotDecided);
        }
        for sides in groups.into_values() {
            for sign in [1, -1] {
                // The weightiest of one sign is the sum of the steps up to it that are reached.
                let steps: BTreeSet<i64> =
                    sides.iter().map(|(_, weight)| weight * sign).filter(|weight| *weight > 0).collect();
                let mut below = 0;
                for step in steps {
                    let reached =
                        sides.iter().filter(|(_, weight)| weight * sign >= step).map(|(side, _)| *side);
                    let reached = counter.expressions.any(reached);
                    alone.push((reached, (step - below) * sign));
                    below = step;
                }
            }
        }
        Ok(counter.expressions.sum(alone, i64::from(needed.value())))
    }

    /// The people whom a property speaks of, as things that all hold.
    pub(crate) fn spoken_of(&self, counter: &mut Counter, property: &Property) -> Vec<Expression> {
        let certain = property.assume.as_ref().map(|formula| self.formula(counter, formula).holds);
        let open = property.assume_open.as_ref().map(|formula| {
            let fails = self.formula(counter, formula).fails;
            counter.expressions.not(fails)
        });
        certain.into_iter().chain(open).collect()
    }

    /// Everybody, by the exit that holds first or that none does, as things that all hold.
    fn by_exit(&self, counter: &mut Counter) -> Vec<(Option<ExitIx>, Vec<Expression>)> {
        let mut none = Vec::new();
        let mut cases = Vec::new();
        for (exit, holds) in self.exits.iter_indexed() {
            let mut first = none.clone();
            first.push(*holds);
            cases.push((Some(exit), first));
            none.push(counter.expressions.not(*holds));
        }
        cases.push((None, none));
        cases
    }

    /// Everybody whose urgency is below a level, in cases that exclude each other, each as things that all hold.
    pub(crate) fn below(&self, counter: &mut Counter, pack: &Pack, level: Urgency) -> Vec<Vec<Expression>> {
        if level == Urgency::SelfCare {
            return Vec::new();
        }
        self.without_reason(counter, pack, level, None)
    }

    /// Everybody for whom nothing makes the urgency at least a level, or nothing but that this flag fires, in such cases.
    pub(crate) fn without_reason(
        &self,
        counter: &mut Counter,
        pack: &Pack,
        level: Urgency,
        but: Option<RedFlagIx>,
    ) -> Vec<Vec<Expression>> {
        // The least level everybody has without a reason.
        let asks_for = |urgency: Urgency| urgency >= level && urgency > Urgency::SelfCare;
        let mut no_flag = Vec::new();
        for (index, flag) in pack.red_flags().iter_indexed() {
            let Known { holds, fails } = self.flags[index];
            if flag.urgency >= level && but != Some(index) {
                no_flag.push(counter.expressions.not(holds));
            }
            if asks_for(flag.floor_when_unknown()) {
                // Not unknown.
                no_flag.push(counter.expressions.any([holds, fails]));
            }
        }
        let mut cases = Vec::new();
        for (exit, mut case) in self.by_exit(counter) {
            case.extend(&no_flag);
            match exit {
                Some(exit) if pack.exits()[exit].urgency >= level => continue,
                Some(_) => {}
                None => {
                    let caring = pack.conditions().iter_indexed().filter(|(_, of)| asks_for(of.care));
                    for (index, _) in caring {
                        case.push(counter.expressions.not(self.well[index]));
                    }
                }
            }
            cases.push(case);
        }
        cases
    }

    /// What makes the urgency at least a level: each reason by itself as things that all hold. Only for levels that not everybody has.
    pub(crate) fn reasons(&self, counter: &mut Counter, pack: &Pack, level: Urgency) -> Vec<Vec<Expression>> {
        let mut reasons = Vec::new();
        for (index, flag) in pack.red_flags().iter_indexed() {
            let Known { holds, fails } = self.flags[index];
            if flag.urgency >= level {
                reasons.push(vec![holds]);
            }
            if flag.floor_when_unknown() >= level {
                reasons.push(vec![counter.expressions.not(holds), counter.expressions.not(fails)]);
            }
        }
        for (exit, case) in self.by_exit(counter) {
            match exit {
                Some(exit) if pack.exits()[exit].urgency >= level => reasons.push(case),
                Some(_) => {}
                None => {
                    let caring = pack.conditions().iter_indexed().filter(|(_, of)| of.care >= level);
                    for (index, _) in caring {
                        let mut reason = case.clone();
                        reason.push(self.well[index]);
                        reasons.push(reason);
                    }
                }
            }
        }
        reasons
    }

    /// Where the urgency is below a level.
    pub(crate) fn is_below(&self, counter: &mut Counter, pack: &Pack, level: Urgency) -> Expression {
        let cases = self.below(counter, pack, level);
        let cases: Vec<Expression> = cases.into_iter().map(|case| counter.expressions.all(case)).collect();
        counter.expressions.any(cases)
    }

    /// Where no exit holds.
    pub(crate) fn no_exit(&self, counter: &mut Counter) -> Vec<Expression> {
        self.exits.iter().map(|holds| counter.expressions.not(*holds)).collect()
    }
}

/// Whether points reach a sum: what is unknown may count or not.
fn reaches(counter: &mut Counter, points: Vec<(Known, i64)>, at_least: i64) -> Known {
    let expressions = &mut counter.expressions;
    let (mut least, mut most) = (Vec::new(), Vec::new());
    for (Known { holds, fails }, weight) in points {
        let possible = expressions.not(fails);
        let (sure, unsure) = if weight > 0 { (holds, possible) } else { (possible, holds) };
        least.push((sure, weight));
        most.push((unsure, weight));
    }
    let holds = expressions.sum(least, at_least);
    let may = expressions.sum(most, at_least);
    Known { holds, fails: expressions.not(may) }
}
