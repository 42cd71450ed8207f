//! A pack with some of its tables put back to what they were in another version, to see which of them make a difference.

use super::part::{Part, PartChange, PartKind};
use sinew_logic::Formula;
use sinew_model::{
    Action, ActionIx, Answer, AnswerTest, Answers, Basis, Condition, ConditionIx, Decibans, Finding,
    FindingIx, FindingRule, Floor, Index as _, IndexVec, Pack, PackParts, QuestionIx, RedFlag, RedFlagId,
    RedFlagIx, Urgency,
};
use std::collections::BTreeMap;

/// The new pack with these tables as they were in the old one; none if that makes no pack, as with a rule that names what is
/// not there any more. What decides nothing is left out.
pub(super) fn put_back(old: &Pack, new: &Pack, changes: &[&PartChange]) -> Option<Pack> {
    let mut parts = new.parts().clone();
    parts.properties = IndexVec::new();
    let mut revert = Revert { old, parts };
    // First everything is there that anything else may name.
    for change in changes.iter().filter(|change| !change.is_there) {
        revert.add(&change.part)?;
    }
    for change in changes {
        if change.was_there {
            revert.restore(&change.part)?;
        } else {
            revert.silence(&change.part)?;
        }
    }
    Pack::new(in_order(revert.parts)?).ok()
}

struct Revert<'p> {
    old: &'p Pack,
    parts: PackParts,
}

fn never() -> Formula<FindingIx> {
    Formula::Any(Vec::new())
}

impl Revert<'_> {
    fn finding(&self, id: &str) -> Option<FindingIx> {
        position(&self.parts.findings, |of| of.id.as_str() == id)
    }

    fn question(&self, id: &str) -> Option<QuestionIx> {
        position(&self.parts.questions, |of| of.id.as_str() == id)
    }

    fn condition(&self, id: &str) -> Option<ConditionIx> {
        position(&self.parts.conditions, |of| of.id.as_str() == id)
    }

    /// An old formula over the findings that there are now.
    fn formula(&self, old: &Formula<FindingIx>) -> Option<Formula<FindingIx>> {
        let mut all_there = true;
        let formula = old.map(&mut |finding| {
            let found = self.finding(self.old.findings()[*finding].id.as_str());
            all_there &= found.is_some();
            found.unwrap_or(FindingIx::at(0))
        });
        all_there.then_some(formula)
    }

    /// Old actions as far as they are there now.
    fn actions(&self, old: &[ActionIx]) -> Vec<ActionIx> {
        let named = |action: &ActionIx| {
            let id = &self.old.actions()[*action].id;
            position(&self.parts.actions, |of| of.id == *id)
        };
        old.iter().filter_map(named).collect()
    }

    fn flags(&self, old: &[RedFlagIx]) -> Vec<RedFlagIx> {
        let named = |flag: &RedFlagIx| {
            let id = &self.old.red_flags()[*flag].id;
            position(&self.parts.red_flags, |of| of.id == *id)
        };
        old.iter().filter_map(named).collect()
    }

    /// Adds a table that is not there any more, to be filled.
    fn add(&mut self, part: &Part) -> Option<()> {
        let old = self.old;
        match part.kind {
            PartKind::Question => {
                let mut question = old.questions()[old.question_named(&part.id)?].clone();
                question.ask_when = None;
                self.parts.questions.push(question);
            }
            PartKind::Range | PartKind::Combination => {
                let rule = FindingRule::Formula(never());
                let finding = &old.findings()[old.finding_named(&part.id)?];
                self.parts.findings.push(Finding { rule, ..finding.clone() });
            }
            PartKind::RedFlag => {
                let flag = old.red_flags()[old.red_flag_named(&part.id)?].clone();
                let flag = RedFlag { when: never(), covers: Vec::new(), sources: Vec::new(), ..flag };
                let at = self.parts.red_flags.push(flag);
                self.name(&part.id, FindingRule::RedFlag(at));
            }
            PartKind::Exit => {
                let mut exit = old.exits()[old.exit_named(&part.id)?].clone();
                exit.when = never();
                exit.sources = Vec::new();
                let at = self.parts.exits.push(exit);
                self.name(&part.id, FindingRule::Exit(at));
            }
            PartKind::Condition => {
                let condition = old.conditions()[old.condition_named(&part.id)?].clone();
                let at = self.parts.conditions.push(Condition {
                    adjustments: Vec::new(),
                    evidence: Vec::new(),
                    actions: Vec::new(),
                    causes: Vec::new(),
                    only_with: Vec::new(),
                    never_without: Vec::new(),
                    sources: Vec::new(),
                    prior: sinew_model::Prior { sources: Vec::new(), ..condition.prior },
                    expect: sinew_model::Expectation { sources: Vec::new(), ..condition.expect },
                    ..condition
                });
                let fits = old.findings().iter().filter_map(|finding| match finding.rule {
                    FindingRule::Fits { condition, at_least }
                        if old.conditions()[condition].id.as_str() == part.id =>
                    {
                        Some((finding.id.to_string(), at_least))
                    }
                    _ => None,
                });
                for (id, at_least) in fits.collect::<Vec<_>>() {
                    self.name(&id, FindingRule::Fits { condition: at, at_least });
                }
            }
            PartKind::Action => {
                let action = old.actions()[old.action_named(&part.id)?].clone();
                self.parts.actions.push(Action { blocked_when: never(), sources: Vec::new(), ..action });
            }
            PartKind::Constraint
            | PartKind::Given
            | PartKind::Evidence
            | PartKind::Adjustment
            | PartKind::Companion
            | PartKind::Cause
            | PartKind::Block
            | PartKind::Order
            | PartKind::Region
            | PartKind::Fact
            | PartKind::Source
            | PartKind::Property
            | PartKind::Pack => {}
        }
        Some(())
    }

    /// Gives something its finding, if the old pack had one of this name and it is not there.
    fn name(&mut self, id: &str, rule: FindingRule) {
        if self.finding(id).is_none()
            && let Some(at) = self.old.finding_named(id)
        {
            let finding = Finding { rule, ..self.old.findings()[at].clone() };
            self.parts.findings.push(finding);
        }
    }

    /// Puts a table back that the old pack has.
    fn restore(&mut self, part: &Part) -> Option<()> {
        let old = self.old;
        match part.kind {
            PartKind::Question => self.restore_question(&part.id)?,
            PartKind::Range => {
                let at = self.finding(&part.id)?;
                let before = &old.findings()[old.finding_named(&part.id)?];
                let FindingRule::Answer { question, test } = &before.rule else { return None };
                let question = self.question(old.questions()[*question].id.as_str())?;
                self.parts.findings[at].rule = FindingRule::Answer { question, test: *test };
            }
            PartKind::Combination => {
                let at = self.finding(&part.id)?;
                let when = self.formula(old.formula_of(old.finding_named(&part.id)?)?)?;
                self.parts.findings[at].rule = FindingRule::Formula(when);
            }
            PartKind::Constraint => {
                let before = old.constraints().iter().find(|of| of.id.as_str() == part.id)?;
                let impossible = self.formula(&before.impossible)?;
                match self.parts.constraints.iter_mut().find(|of| of.id.as_str() == part.id) {
                    Some(constraint) => constraint.impossible = impossible,
                    None => {
                        self.parts.constraints.push(sinew_model::Constraint { impossible, ..before.clone() });
                    }
                }
            }
            PartKind::Given => self.restore_given(&part.id)?,
            PartKind::RedFlag => {
                let at = position(&self.parts.red_flags, |of| of.id.as_str() == part.id)?;
                let before = old.red_flags()[old.red_flag_named(&part.id)?].clone();
                let when = self.formula(&before.when)?;
                self.parts.red_flags[at] =
                    RedFlag { when, covers: Vec::new(), sources: Vec::new(), ..before };
            }
            PartKind::Exit => {
                let at = position(&self.parts.exits, |of| of.id.as_str() == part.id)?;
                let before = old.exits()[old.exit_named(&part.id)?].clone();
                let when = self.formula(&before.when)?;
                self.parts.exits[at] = sinew_model::Exit { when, sources: Vec::new(), ..before };
            }
            PartKind::Condition => {
                let at = self.condition(&part.id)?;
                let before = &old.conditions()[old.condition_named(&part.id)?];
                let (actions, only_with) = (self.actions(&before.actions), self.flags(&before.only_with));
                if only_with.len() < before.only_with.len() {
                    return None;
                }
                let condition = &mut self.parts.conditions[at];
                condition.care = before.care;
                condition.review = before.review;
                condition.prior.weight = before.prior.weight;
                condition.actions = actions;
                condition.only_with = only_with;
            }
            PartKind::Evidence | PartKind::Adjustment | PartKind::Companion => self.restore_line(part)?,
            PartKind::Cause => {
                let before = old.causes()[old.cause_named(&part.id)?].clone();
                let cause = sinew_model::Cause {
                    when: self.formula(&before.when)?,
                    actions: self.actions(&before.actions),
                    sources: Vec::new(),
                    ..before
                };
                match position(&self.parts.causes, |of| of.id.as_str() == part.id) {
                    Some(at) => self.parts.causes[at] = cause,
                    None => _ = self.parts.causes.push(cause),
                }
            }
            PartKind::Action => {
                let at = position(&self.parts.actions, |of| of.id.as_str() == part.id)?;
                let before = old.actions()[old.action_named(&part.id)?].clone();
                let blocked_when = self.formula(&before.blocked_when)?;
                self.parts.actions[at] = Action { blocked_when, sources: Vec::new(), ..before };
            }
            PartKind::Block => {
                let before = old.blocks().iter().find(|of| of.id.as_str() == part.id)?.clone();
                let block = sinew_model::Block {
                    when: self.formula(&before.when)?,
                    actions: self.actions(&before.actions),
                    ..before
                };
                match position(&self.parts.blocks, |of| of.id.as_str() == part.id) {
                    Some(at) => self.parts.blocks[at] = block,
                    None => _ = self.parts.blocks.push(block),
                }
            }
            // Another order of everything would be another pack.
            PartKind::Order => return None,
            PartKind::Region | PartKind::Fact | PartKind::Source | PartKind::Property | PartKind::Pack => {}
        }
        Some(())
    }

    fn restore_question(&mut self, id: &str) -> Option<()> {
        let old = self.old;
        let (at, was) = (self.question(id)?, old.question_named(id)?);
        let before = &old.questions()[was];
        let ask_when = match &before.ask_when {
            Some(when) => Some(self.formula(when)?),
            None => None,
        };
        let question = &mut self.parts.questions[at];
        question.ask_when = ask_when;
        question.not_sure = before.not_sure;
        question.kind = before.kind.clone();
        // What it had yields what it did, and what came later never holds. Parts of the number line are tables of their own.
        let is_range =
            |rule: &FindingRule| matches!(rule, FindingRule::Answer { test: AnswerTest::InRange(_), .. });
        for finding in self.parts.findings.indices() {
            let of = &self.parts.findings[finding];
            let FindingRule::Answer { question, .. } = &of.rule else { continue };
            if *question == at && !is_range(&of.rule) && old.finding_named(of.id.as_str()).is_none() {
                self.parts.findings[finding].rule = FindingRule::Formula(never());
            }
        }
        for finding in old.findings() {
            let FindingRule::Answer { question, test } = &finding.rule else { continue };
            if *question != was || is_range(&finding.rule) {
                continue;
            }
            let rule = FindingRule::Answer { question: at, test: *test };
            match self.finding(finding.id.as_str()) {
                Some(known) => self.parts.findings[known].rule = rule,
                None => _ = self.parts.findings.push(Finding { rule, ..finding.clone() }),
            }
        }
        Some(())
    }

    fn restore_given(&mut self, id: &str) -> Option<()> {
        let at = self.question(id)?;
        let was = self.old.question_named(id)?;
        let raw = self.old.questions()[was].write_answer(*self.old.given_answer(was)?);
        let answer = self.parts.questions[at].read_answer(&raw).ok()?;
        let before = self.old.given().iter().find(|given| given.question == was)?;
        let mut given = before.clone();
        (given.question, given.answer) = (at, answer);
        self.parts.given.retain(|given| given.question != at);
        self.parts.given.push(given);
        Some(())
    }

    fn restore_line(&mut self, part: &Part) -> Option<()> {
        let within = part.within.as_deref()?;
        let at = self.condition(within)?;
        let before = &self.old.conditions()[self.old.condition_named(within)?];
        match part.kind {
            PartKind::Evidence => {
                let line = before.evidence.iter().find(|line| line.id.as_str() == part.id)?;
                let when = self.formula(&line.when)?;
                let lines = &mut self.parts.conditions[at].evidence;
                // A group is known by the other lines in it.
                let group = line.group.map(|group| {
                    let is_of_group = |id: &sinew_model::EvidenceId| {
                        *id != line.id
                            && before
                                .evidence
                                .iter()
                                .any(|other| other.id == *id && other.group == Some(group))
                    };
                    let known =
                        lines.iter().find(|other| is_of_group(&other.id)).and_then(|other| other.group);
                    let fresh = lines.iter().filter_map(|other| other.group).max().map_or(0, |most| most + 1);
                    known.unwrap_or(fresh)
                });
                let line = sinew_model::EvidenceLine { when, group, sources: Vec::new(), ..line.clone() };
                match lines.iter_mut().find(|known| known.id == line.id) {
                    Some(known) => *known = line,
                    None => lines.push(line),
                }
            }
            PartKind::Adjustment => {
                let adjustment = before.adjustments.iter().find(|of| of.id.as_str() == part.id)?;
                let when = self.formula(&adjustment.when)?;
                let adjustment = sinew_model::Adjustment { when, sources: Vec::new(), ..adjustment.clone() };
                let all = &mut self.parts.conditions[at].adjustments;
                match all.iter_mut().find(|known| known.id == adjustment.id) {
                    Some(known) => *known = adjustment,
                    None => all.push(adjustment),
                }
            }
            _ => {
                let is_it =
                    |of: &&sinew_model::Companion| self.old.conditions()[of.condition].id.as_str() == part.id;
                let companion = before.never_without.iter().find(is_it)?;
                let when = match &companion.when {
                    Some(when) => Some(self.formula(when)?),
                    None => None,
                };
                let condition = self.condition(&part.id)?;
                let companion =
                    sinew_model::Companion { condition, when, sources: Vec::new(), ..companion.clone() };
                let all = &mut self.parts.conditions[at].never_without;
                match all.iter_mut().find(|known| known.condition == condition) {
                    Some(known) => *known = companion,
                    None => all.push(companion),
                }
            }
        }
        Some(())
    }

    /// Makes a table that the old pack does not have do nothing.
    fn silence(&mut self, part: &Part) -> Option<()> {
        let id = part.id.as_str();
        match part.kind {
            PartKind::Question => {
                let at = self.question(id)?;
                self.parts.given.retain(|given| given.question != at);
                self.parts.questions[at].ask_when = Some(never());
            }
            PartKind::Range | PartKind::Combination => {
                let at = self.finding(id)?;
                self.parts.findings[at].rule = FindingRule::Formula(never());
            }
            PartKind::Constraint => self.parts.constraints.retain(|of| of.id.as_str() != id),
            PartKind::Given => {
                let at = self.question(id)?;
                self.parts.given.retain(|given| given.question != at);
            }
            PartKind::RedFlag => {
                let at = position(&self.parts.red_flags, |of| of.id.as_str() == id)?;
                self.parts.red_flags[at].when = never();
            }
            PartKind::Exit => {
                let at = position(&self.parts.exits, |of| of.id.as_str() == id)?;
                self.parts.exits[at].when = never();
            }
            PartKind::Condition => self.silence_condition(id)?,
            PartKind::Evidence => {
                let at = self.condition(part.within.as_deref()?)?;
                let lines = &mut self.parts.conditions[at].evidence;
                let line = lines.iter_mut().find(|line| line.id.as_str() == id)?;
                (line.present, line.absent, line.group) = (Decibans::ZERO, Decibans::ZERO, None);
            }
            PartKind::Adjustment => {
                let at = self.condition(part.within.as_deref()?)?;
                self.parts.conditions[at].adjustments.retain(|of| of.id.as_str() != id);
            }
            PartKind::Companion => {
                let (at, other) = (self.condition(part.within.as_deref()?)?, self.condition(id)?);
                self.parts.conditions[at].never_without.retain(|of| of.condition != other);
            }
            PartKind::Cause => {
                let at = position(&self.parts.causes, |of| of.id.as_str() == id)?;
                self.parts.causes[at].when = never();
            }
            PartKind::Action => {
                let at = position(&self.parts.actions, |of| of.id.as_str() == id)?;
                self.parts.actions[at].blocked_when = Formula::All(Vec::new());
            }
            PartKind::Block => {
                let at = position(&self.parts.blocks, |of| of.id.as_str() == id)?;
                self.parts.blocks[at].when = never();
            }
            PartKind::Order => return None,
            PartKind::Region | PartKind::Fact | PartKind::Source | PartKind::Property | PartKind::Pack => {}
        }
        Some(())
    }

    /// A condition that comes only with a flag that never fires is never shown.
    fn silence_condition(&mut self, id: &str) -> Option<()> {
        let at = self.condition(id)?;
        let mut name = String::from("never-fires");
        while self.parts.red_flags.iter().any(|flag| flag.id.as_str() == name) {
            name.push('-');
            name.push('x');
        }
        let flag = self.parts.red_flags.push(RedFlag {
            id: RedFlagId::new(&name).ok()?,
            urgency: Urgency::SelfCare,
            title: String::new(),
            sign: String::new(),
            when: never(),
            because: String::new(),
            say: None,
            actions: Vec::new(),
            do_not: Vec::new(),
            unknown_floor: Some(Floor { urgency: Urgency::SelfCare, because: String::new() }),
            covers: Vec::new(),
            evidence: None,
            basis: Basis::Judgement,
            sources: Vec::new(),
            origin: self.parts.conditions[at].origin.clone(),
        });
        for condition in self.parts.conditions.indices() {
            self.parts.conditions[condition].never_without.retain(|companion| companion.condition != at);
        }
        for finding in self.parts.findings.indices() {
            if matches!(self.parts.findings[finding].rule, FindingRule::Fits { condition, .. } if condition == at)
            {
                self.parts.findings[finding].rule = FindingRule::Formula(never());
            }
        }
        let condition = &mut self.parts.conditions[at];
        condition.only_with = vec![flag];
        condition.never_without = Vec::new();
        Some(())
    }
}

fn position<I: sinew_model::Index, T>(table: &IndexVec<I, T>, matches: impl Fn(&T) -> bool) -> Option<I> {
    table.iter_indexed().find(|(_, item)| matches(item)).map(|(index, _)| index)
}

/// The same with each finding after those that it depends on; none if they go in a circle.
fn in_order(mut parts: PackParts) -> Option<PackParts> {
    let behind = |at: FindingIx| -> Vec<FindingIx> {
        let mut formulas: Vec<&Formula<FindingIx>> = Vec::new();
        match &parts.findings[at].rule {
            FindingRule::Answer { question, .. } => {
                formulas.extend(parts.questions[*question].ask_when.as_ref());
            }
            FindingRule::Formula(when) => formulas.push(when),
            FindingRule::RedFlag(flag) => formulas.push(&parts.red_flags[*flag].when),
            FindingRule::Exit(exit) => formulas.push(&parts.exits[*exit].when),
            FindingRule::Fits { condition, .. } => {
                formulas.extend(parts.conditions[*condition].evidence.iter().map(|line| &line.when));
            }
        }
        let mut behind = Vec::new();
        for formula in formulas {
            formula.for_each_atom(&mut |finding| behind.push(*finding));
        }
        behind
    };
    let count = parts.findings.len();
    let (mut done, mut order) = (vec![false; count], Vec::new());
    while order.len() < count {
        let before = order.len();
        for at in parts.findings.indices() {
            if !done[at.position()] && behind(at).iter().all(|on| done[on.position()]) {
                done[at.position()] = true;
                order.push(at);
            }
        }
        if order.len() == before {
            return None;
        }
    }
    if order.iter().copied().eq(parts.findings.indices()) {
        return Some(parts);
    }
    let places: BTreeMap<FindingIx, FindingIx> =
        order.iter().enumerate().map(|(place, at)| (*at, FindingIx::at(place))).collect();
    parts.findings = order.iter().map(|at| parts.findings[*at].clone()).collect();
    let moved = |formula: &mut Formula<FindingIx>| *formula = formula.map(&mut |at| places[at]);
    for_each_formula(&mut parts, moved);
    Some(parts)
}

/// Every formula over findings that decides something.
fn for_each_formula(parts: &mut PackParts, mut change: impl FnMut(&mut Formula<FindingIx>)) {
    for at in parts.findings.indices() {
        if let FindingRule::Formula(when) = &mut parts.findings[at].rule {
            change(when);
        }
    }
    for at in parts.questions.indices() {
        if let Some(when) = &mut parts.questions[at].ask_when {
            change(when);
        }
    }
    parts.constraints.iter_mut().for_each(|constraint| change(&mut constraint.impossible));
    for at in parts.red_flags.indices() {
        change(&mut parts.red_flags[at].when);
    }
    for at in parts.exits.indices() {
        change(&mut parts.exits[at].when);
    }
    for at in parts.conditions.indices() {
        let condition = &mut parts.conditions[at];
        condition.adjustments.iter_mut().for_each(|adjustment| change(&mut adjustment.when));
        condition.evidence.iter_mut().for_each(|line| change(&mut line.when));
        condition.never_without.iter_mut().filter_map(|of| of.when.as_mut()).for_each(&mut change);
    }
    for at in parts.causes.indices() {
        change(&mut parts.causes[at].when);
    }
    for at in parts.actions.indices() {
        change(&mut parts.actions[at].blocked_when);
    }
    for at in parts.blocks.indices() {
        change(&mut parts.blocks[at].when);
    }
}

/// The answers of somebody to a pack that is between two others: as they answer the newer, else the older.
pub(super) fn answers(between: &Pack, older: (&Pack, &Answers), newer: (&Pack, &Answers)) -> Answers {
    let mut answers = Answers::new(between);
    for (index, question) in between.questions().iter_indexed() {
        if between.given_answer(index).is_some() {
            continue;
        }
        let said = |(pack, answers): (&Pack, &Answers)| -> Option<Answer> {
            let at = pack.question_named(question.id.as_str())?;
            let raw = pack.questions()[at].write_answer(answers.get(at)?);
            question.read_answer(&raw).ok()
        };
        if let Some(answer) = said(newer).or_else(|| said(older)) {
            answers.set(between, index, answer);
        }
    }
    sinew_engine::drop_idle(between, &mut answers);
    answers
}
