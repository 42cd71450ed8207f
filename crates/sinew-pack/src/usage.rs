//! What is used by what, in a compiled pack.

use sinew_logic::Formula;
use sinew_model::{FindingIx, FindingRule, Pack, QuestionIx};
use std::collections::BTreeSet;

/// What rules use, directly or by way of other findings.
#[derive(Debug, Clone, Default)]
pub(crate) struct Used {
    pub(crate) findings: BTreeSet<FindingIx>,
    pub(crate) questions: BTreeSet<QuestionIx>,
}

impl Used {
    /// What flags, exits, conditions, causes, actions and blocks use. Properties are no rules: they only say what the rules do.
    pub(crate) fn by_rules(pack: &Pack) -> Self {
        let mut used = Self::default();
        pack.red_flags().iter().for_each(|flag| used.add(pack, &flag.when));
        pack.exits().iter().for_each(|exit| used.add(pack, &exit.when));
        for condition in pack.conditions() {
            condition.adjustments.iter().for_each(|adjustment| used.add(pack, &adjustment.when));
            condition.evidence.iter().for_each(|line| used.add(pack, &line.when));
            let calls = condition.never_without.iter().filter_map(|companion| companion.when.as_ref());
            calls.for_each(|when| used.add(pack, when));
        }
        pack.causes().iter().for_each(|cause| used.add(pack, &cause.when));
        pack.actions().iter().for_each(|action| used.add(pack, &action.blocked_when));
        pack.blocks().iter().for_each(|block| used.add(pack, &block.when));
        used
    }

    /// The same, and what only decides which questions are asked and which answers go together.
    pub(crate) fn by_anything(pack: &Pack) -> Self {
        let mut used = Self::by_rules(pack);
        pack.constraints().iter().for_each(|constraint| used.add(pack, &constraint.impossible));
        let asking = pack.questions().iter().filter_map(|question| question.ask_when.as_ref());
        asking.for_each(|formula| used.add(pack, formula));
        used
    }

    /// What properties speak of.
    pub(crate) fn by_properties(pack: &Pack) -> Self {
        let mut used = Self::default();
        for property in pack.properties() {
            property.assume.iter().chain(&property.assume_open).for_each(|formula| used.add(pack, formula));
        }
        used
    }

    fn add(&mut self, pack: &Pack, formula: &Formula<FindingIx>) {
        let mut open = Vec::new();
        formula.for_each_atom(&mut |finding| open.push(*finding));
        while let Some(finding) = open.pop() {
            if !self.findings.insert(finding) {
                continue;
            }
            let next = |formula: &Formula<FindingIx>| formula.for_each_atom(&mut |atom| open.push(*atom));
            match &pack.findings()[finding].rule {
                FindingRule::Answer { question, .. } => {
                    self.questions.insert(*question);
                    pack.questions()[*question].ask_when.iter().for_each(next);
                }
                FindingRule::Formula(_)
                | FindingRule::RedFlag(_)
                | FindingRule::Exit(_)
                | FindingRule::Fits { .. } => pack.formulas_behind(finding).for_each(next),
            }
        }
    }
}
