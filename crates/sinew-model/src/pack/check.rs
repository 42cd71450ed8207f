//! The checks behind [`super::Pack::new`].

use super::{AnswerTest, Companion, Condition, FindingRule, PackParts, PackProblem, Question, QuestionKind};
use crate::{
    Band, Claim, Fact, FactIx, FindingIx, Index, IndexVec, OptionSet, Property, Urgency, Worsening,
    answer::fits,
};
use sinew_logic::Formula;
use std::collections::BTreeSet;

pub(super) fn problems(parts: &PackParts) -> Vec<PackProblem> {
    let PackParts {
        identity: _,
        libraries: _,
        questions,
        findings,
        constraints,
        given,
        red_flags,
        exits,
        conditions,
        causes,
        actions,
        blocks,
        regions,
        sources,
        properties,
        facts,
    } = parts;
    let mut check = Checker { parts, problems: Vec::new() };

    for question in questions {
        let place = format!("the question `{}`", question.id);
        if let Some(formula) = &question.ask_when {
            check.formula(&place, formula);
        }
        if let QuestionKind::AnyOf { options, .. } = &question.kind
            && options.len() > OptionSet::CAPACITY
        {
            check.problems.push(PackProblem::TooManyOptions { question: question.id.clone() });
        }
    }
    for (index, _) in findings.iter_indexed() {
        check.finding(index);
    }
    for constraint in constraints {
        check.formula(&format!("the constraint `{}`", constraint.id), &constraint.impossible);
    }
    let mut answered = BTreeSet::new();
    for entry in given {
        match questions.get(entry.question) {
            Some(question) if !answered.insert(entry.question) => {
                check.problems.push(PackProblem::GivenTwice { question: question.id.clone() });
            }
            None => check.dangling("an answer that the pack gives", "question"),
            Some(question) if !fits(question, &entry.answer) => {
                check.problems.push(PackProblem::GivenAnswer { question: question.id.clone() });
            }
            Some(_) => {}
        }
    }
    for flag in red_flags {
        let place = format!("the red flag `{}`", flag.id);
        check.formula(&place, &flag.when);
        check.indices(&place, "red flag", red_flags, &flag.covers);
        check.indices(&place, "source", sources, &flag.sources);
    }
    for exit in exits {
        let place = format!("the exit `{}`", exit.id);
        check.formula(&place, &exit.when);
        check.indices(&place, "source", sources, &exit.sources);
    }
    for condition in conditions {
        let place = format!("the condition `{}`", condition.id);
        check.indices(&place, "source", sources, &condition.prior.sources);
        check.indices(&place, "source", sources, &condition.expect.sources);
        check.indices(&place, "source", sources, &condition.sources);
        check.indices(&place, "action", actions, &condition.actions);
        check.indices(&place, "cause", causes, &condition.causes);
        check.indices(&place, "red flag", red_flags, &condition.only_with);
        for adjustment in &condition.adjustments {
            check.formula(&place, &adjustment.when);
            check.indices(&place, "source", sources, &adjustment.sources);
        }
        for line in &condition.evidence {
            check.formula(&place, &line.when);
            check.indices(&place, "source", sources, &line.sources);
        }
        for companion in &condition.never_without {
            check.companion(&place, condition, companion);
        }
    }
    for cause in causes {
        let place = format!("the cause `{}`", cause.id);
        check.formula(&place, &cause.when);
        check.indices(&place, "action", actions, &cause.actions);
        check.indices(&place, "source", sources, &cause.sources);
    }
    for action in actions {
        let place = format!("the action `{}`", action.id);
        check.formula(&place, &action.blocked_when);
        check.indices(&place, "source", sources, &action.sources);
    }
    for block in blocks {
        let place = format!("the block `{}`", block.id);
        check.formula(&place, &block.when);
        check.indices(&place, "action", actions, &block.actions);
    }
    for region in regions {
        check.indices(&format!("the region `{}`", region.id), "source", sources, &region.sources);
    }
    for property in properties {
        check.property(property);
    }
    for (index, fact) in facts.iter_indexed() {
        check.fact(index, fact);
    }
    check.problems
}

struct Checker<'a> {
    parts: &'a PackParts,
    problems: Vec<PackProblem>,
}

impl Checker<'_> {
    fn dangling(&mut self, place: &str, table: &'static str) {
        self.problems.push(PackProblem::Dangling { place: place.to_owned(), table });
    }

    fn indices<I: Index, T>(
        &mut self,
        place: &str,
        name: &'static str,
        table: &IndexVec<I, T>,
        indices: &[I],
    ) {
        for index in indices {
            if table.get(*index).is_none() {
                self.dangling(place, name);
            }
        }
    }

    fn formula(&mut self, place: &str, formula: &Formula<FindingIx>) {
        let mut missing = 0;
        formula.for_each_atom(&mut |finding| {
            if self.parts.findings.get(*finding).is_none() {
                missing += 1;
            }
        });
        for _ in 0..missing {
            self.dangling(place, "finding");
        }
    }

    fn companion(&mut self, place: &str, condition: &Condition, companion: &Companion) {
        if let Some(formula) = &companion.when {
            self.formula(place, formula);
        }
        self.indices(place, "source", &self.parts.sources, &companion.sources);
        match self.parts.conditions.get(companion.condition) {
            None => self.dangling(place, "condition"),
            Some(other) if !other.only_with.is_empty() => {
                self.problems.push(PackProblem::CompanionNotRanked {
                    condition: condition.id.clone(),
                    companion: other.id.clone(),
                });
            }
            Some(_) => {}
        }
    }

    fn property(&mut self, property: &Property) {
        let Property { id, assume, assume_open, claim, sources, .. } = property;
        let place = format!("the property `{id}`");
        for formula in assume.iter().chain(assume_open) {
            self.formula(&place, formula);
        }
        self.indices(&place, "source", &self.parts.sources, sources);
        let says_nothing = match claim {
            Claim::UrgencyAtLeast(urgency) => *urgency == Urgency::SelfCare,
            Claim::UrgencyAtMost(urgency) => *urgency == Urgency::Emergency,
            // A library by itself may lack every action that its users bring.
            Claim::Never(_) => false,
            Claim::Always(actions) => actions.is_empty(),
            Claim::FitsAtLeast { condition: _, band } => *band == Band::FitsLessWell,
            Claim::MonotoneIn(changes) => changes.is_empty(),
        };
        if says_nothing {
            self.problems.push(PackProblem::EmptyClaim { property: id.clone() });
        }
        match claim {
            Claim::UrgencyAtLeast(_) | Claim::UrgencyAtMost(_) => {}
            Claim::Never(actions) | Claim::Always(actions) => {
                self.indices(&place, "action", &self.parts.actions, actions);
            }
            Claim::FitsAtLeast { condition, band: _ } => match self.parts.conditions.get(*condition) {
                None => self.dangling(&place, "condition"),
                Some(condition) if !condition.only_with.is_empty() => {
                    let condition = condition.id.clone();
                    self.problems.push(PackProblem::ClaimNotRanked { property: id.clone(), condition });
                }
                Some(_) => {}
            },
            Claim::MonotoneIn(changes) => {
                for Worsening { question, change } in changes {
                    match self.parts.questions.get(*question) {
                        None => self.dangling(&place, "question"),
                        Some(question) if !change.fits(question) => {
                            let question = question.id.clone();
                            self.problems.push(PackProblem::ClaimNotWorse { property: id.clone(), question });
                        }
                        Some(_) => {}
                    }
                }
            }
        }
    }

    /// A fact fits its question, and nothing that it answers is answered by an earlier one, too.
    fn fact(&mut self, index: FactIx, fact: &Fact) {
        let Some(question) = self.parts.questions.get(fact.question) else {
            return self.dangling(&format!("the fact `{}`", fact.id), "question");
        };
        if let Some(because) = fact.misfit(question) {
            self.problems.push(PackProblem::FactMisfit { fact: fact.id.clone(), because });
        }
        let earlier = self.parts.facts.iter_indexed().take_while(|(earlier, _)| *earlier < index);
        for (_, earlier) in earlier.filter(|(_, earlier)| earlier.question == fact.question) {
            if fact.clashes(earlier, question) {
                let (first, second) = (earlier.id.clone(), fact.id.clone());
                self.problems.push(PackProblem::FactsClash { first, second });
            }
        }
    }

    /// A finding may only depend on earlier ones: directly, or through the `ask-when` of its question.
    fn finding(&mut self, index: FindingIx) {
        let finding = &self.parts.findings[index];
        let place = format!("the finding `{}`", finding.id);
        let formulas: Vec<&Formula<FindingIx>> = match &finding.rule {
            FindingRule::Answer { question, test } => match self.parts.questions.get(*question) {
                None => return self.dangling(&place, "question"),
                Some(question) => {
                    if !takes(question, *test) {
                        self.problems.push(PackProblem::FindingTest { finding: finding.id.clone() });
                    }
                    question.ask_when.iter().collect()
                }
            },
            FindingRule::Formula(formula) => vec![formula],
            FindingRule::RedFlag(flag) => match self.parts.red_flags.get(*flag) {
                None => return self.dangling(&place, "red flag"),
                Some(flag) => vec![&flag.when],
            },
            FindingRule::Exit(exit) => match self.parts.exits.get(*exit) {
                None => return self.dangling(&place, "exit"),
                Some(exit) => vec![&exit.when],
            },
            FindingRule::Fits { condition, .. } => match self.parts.conditions.get(*condition) {
                None => return self.dangling(&place, "condition"),
                Some(condition) => {
                    if !condition.only_with.is_empty() {
                        self.problems.push(PackProblem::FitNotRanked { finding: finding.id.clone() });
                    }
                    condition.evidence.iter().map(|line| &line.when).collect()
                }
            },
        };
        let mut backwards = true;
        for formula in &formulas {
            formula.for_each_atom(&mut |atom| backwards &= *atom < index);
        }
        if !backwards {
            self.problems.push(PackProblem::FindingOrder { finding: finding.id.clone() });
        }
        if let FindingRule::Formula(formula) = &finding.rule {
            self.formula(&place, formula);
        }
    }
}

/// Whether some answer to the question could pass the test.
fn takes(question: &Question, test: AnswerTest) -> bool {
    match (&question.kind, test) {
        (_, AnswerTest::NotSure) => question.not_sure,
        (QuestionKind::YesNo { .. }, AnswerTest::Yes)
        | (QuestionKind::AnyOf { .. }, AnswerTest::ChoseNone) => true,
        (
            QuestionKind::OneOf { options, .. } | QuestionKind::AnyOf { options, .. },
            AnswerTest::Chose(option),
        ) => options.get(option).is_some(),
        (QuestionKind::Scale { .. } | QuestionKind::Number { .. }, AnswerTest::InRange(range)) => {
            question.number_range().is_some_and(|(min, max)| {
                range.at_least.unwrap_or(min).max(min) <= range.at_most.unwrap_or(max).min(max)
            })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
