//! Packs of several times the size of another one, to see how cost grows.

use sinew_logic::Formula;
use sinew_model::*;

/// A pack with everything in it so many times: the questions with their findings, and whatever is decided from them. Each copy decides
/// from questions of its own, and all of them share the places there are for conditions and actions.
///
/// Copies after the first have ids that end in their number. Regions and sources are not repeated.
pub fn grown(pack: &Pack, times: usize) -> Pack {
    let parts = pack.parts();
    let mut grown = PackParts {
        libraries: parts.libraries.clone(),
        regions: parts.regions.clone(),
        sources: parts.sources.clone(),
        ..PackParts::new(parts.identity.clone())
    };
    for number in 0..times {
        Copy { parts, number }.add_to(&mut grown);
    }
    Pack::new(grown).unwrap()
}

/// One of the copies.
struct Copy<'p> {
    parts: &'p PackParts,
    /// Counted from 0.
    number: usize,
}

impl Copy<'_> {
    fn add_to(&self, grown: &mut PackParts) {
        let parts = self.parts;
        for question in &parts.questions {
            grown.questions.push(Question {
                id: QuestionId::new(&self.id(&question.id)).unwrap(),
                ask_when: question.ask_when.as_ref().map(|when| self.formula(when)),
                ..question.clone()
            });
        }
        for finding in &parts.findings {
            let id = FindingId::new(&self.id(&finding.id)).unwrap();
            grown.findings.push(Finding { id, rule: self.rule(&finding.rule), ..finding.clone() });
        }
        grown.constraints.extend(parts.constraints.iter().map(|constraint| Constraint {
            id: ConstraintId::new(&self.id(&constraint.id)).unwrap(),
            impossible: self.formula(&constraint.impossible),
            ..constraint.clone()
        }));
        grown.given.extend(
            parts
                .given
                .iter()
                .map(|given| Given { question: self.at(given.question, &parts.questions), ..given.clone() }),
        );
        for flag in &parts.red_flags {
            grown.red_flags.push(RedFlag {
                id: RedFlagId::new(&self.id(&flag.id)).unwrap(),
                when: self.formula(&flag.when),
                covers: self.all(&flag.covers, &parts.red_flags),
                ..flag.clone()
            });
        }
        for exit in &parts.exits {
            let id = ExitId::new(&self.id(&exit.id)).unwrap();
            grown.exits.push(Exit { id, when: self.formula(&exit.when), ..exit.clone() });
        }
        for condition in &parts.conditions {
            grown.conditions.push(self.condition(condition));
        }
        for cause in &parts.causes {
            grown.causes.push(Cause {
                id: CauseId::new(&self.id(&cause.id)).unwrap(),
                when: self.formula(&cause.when),
                actions: self.all(&cause.actions, &parts.actions),
                ..cause.clone()
            });
        }
        for action in &parts.actions {
            grown.actions.push(Action {
                id: ActionId::new(&self.id(&action.id)).unwrap(),
                blocked_when: self.formula(&action.blocked_when),
                ..action.clone()
            });
        }
        for block in &parts.blocks {
            grown.blocks.push(Block {
                id: BlockId::new(&self.id(&block.id)).unwrap(),
                when: self.formula(&block.when),
                actions: self.all(&block.actions, &parts.actions),
                ..block.clone()
            });
        }
        for property in &parts.properties {
            grown.properties.push(Property {
                id: PropertyId::new(&self.id(&property.id)).unwrap(),
                assume: property.assume.as_ref().map(|when| self.formula(when)),
                assume_open: property.assume_open.as_ref().map(|when| self.formula(when)),
                claim: self.claim(&property.claim),
                ..property.clone()
            });
        }
    }

    fn condition(&self, condition: &Condition) -> Condition {
        let parts = self.parts;
        Condition {
            id: ConditionId::new(&self.id(&condition.id)).unwrap(),
            adjustments: condition
                .adjustments
                .iter()
                .map(|of| Adjustment { when: self.formula(&of.when), ..of.clone() })
                .collect(),
            evidence: condition
                .evidence
                .iter()
                .map(|of| EvidenceLine { when: self.formula(&of.when), ..of.clone() })
                .collect(),
            actions: self.all(&condition.actions, &parts.actions),
            causes: self.all(&condition.causes, &parts.causes),
            only_with: self.all(&condition.only_with, &parts.red_flags),
            never_without: condition
                .never_without
                .iter()
                .map(|of| Companion {
                    condition: self.at(of.condition, &parts.conditions),
                    when: of.when.as_ref().map(|when| self.formula(when)),
                    ..of.clone()
                })
                .collect(),
            ..condition.clone()
        }
    }

    fn rule(&self, rule: &FindingRule) -> FindingRule {
        let parts = self.parts;
        match rule {
            FindingRule::Answer { question, test } => {
                FindingRule::Answer { question: self.at(*question, &parts.questions), test: *test }
            }
            FindingRule::Formula(formula) => FindingRule::Formula(self.formula(formula)),
            FindingRule::RedFlag(flag) => FindingRule::RedFlag(self.at(*flag, &parts.red_flags)),
            FindingRule::Exit(exit) => FindingRule::Exit(self.at(*exit, &parts.exits)),
            FindingRule::Fits { condition, at_least } => {
                FindingRule::Fits { condition: self.at(*condition, &parts.conditions), at_least: *at_least }
            }
        }
    }

    fn claim(&self, claim: &Claim) -> Claim {
        let parts = self.parts;
        match claim {
            Claim::UrgencyAtLeast(level) => Claim::UrgencyAtLeast(*level),
            Claim::UrgencyAtMost(level) => Claim::UrgencyAtMost(*level),
            Claim::Never(actions) => Claim::Never(self.all(actions, &parts.actions)),
            Claim::Always(actions) => Claim::Always(self.all(actions, &parts.actions)),
            Claim::FitsAtLeast { condition, band } => {
                Claim::FitsAtLeast { condition: self.at(*condition, &parts.conditions), band: *band }
            }
            Claim::MonotoneIn(of) => Claim::MonotoneIn(
                of.iter()
                    .map(|of| Worsening { question: self.at(of.question, &parts.questions), ..*of })
                    .collect(),
            ),
        }
    }

    fn id(&self, id: &impl ToString) -> String {
        if self.number == 0 { id.to_string() } else { format!("{}-{}", id.to_string(), self.number + 1) }
    }

    fn formula(&self, formula: &Formula<FindingIx>) -> Formula<FindingIx> {
        formula.map(&mut |finding| self.at(*finding, &self.parts.findings))
    }

    fn at<I: Index, T>(&self, index: I, table: &IndexVec<I, T>) -> I {
        I::at(index.position() + self.number * table.len())
    }

    fn all<I: Index, T>(&self, indices: &[I], table: &IndexVec<I, T>) -> Vec<I> {
        indices.iter().map(|index| self.at(*index, table)).collect()
    }
}
