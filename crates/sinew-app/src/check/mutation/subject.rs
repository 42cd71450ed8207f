//! What is changed: tables of a pack, and the formulas in them.

use crate::check::rule::Rule;
use sinew_logic::Formula;
use sinew_model::{
    ActionIx, BlockIx, CauseIx, ConditionIx, ExitIx, FindingIx, FindingRule, Origin, Pack, PackParts,
    QuestionIx, RedFlagIx,
};

/// A table of a pack. What stands within a condition is told by its position there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Question(QuestionIx),
    Finding(FindingIx),
    Constraint(usize),
    RedFlag(RedFlagIx),
    Exit(ExitIx),
    Condition(ConditionIx),
    Adjustment(ConditionIx, usize),
    Evidence(ConditionIx, usize),
    Companion(ConditionIx, usize),
    Cause(CauseIx),
    Action(ActionIx),
    Block(BlockIx),
    Given(usize),
}

impl Subject {
    /// The table in which a rule stands.
    pub(super) fn of(rule: Rule) -> Self {
        match rule {
            Rule::AskWhen(question) => Self::Question(question),
            Rule::RedFlag(flag) | Rule::UnknownFloor(flag) => Self::RedFlag(flag),
            Rule::Exit(exit) => Self::Exit(exit),
            Rule::Care(condition) | Rule::OnlyWith(condition, _) => Self::Condition(condition),
            Rule::Present(condition, at) | Rule::Absent(condition, at) => Self::Evidence(condition, at),
            Rule::Adjustment(condition, at) => Self::Adjustment(condition, at),
            Rule::Companion(condition, at) => Self::Companion(condition, at),
            Rule::Cause(cause) => Self::Cause(cause),
            Rule::Offer(action) | Rule::BlockedWhen(action) => Self::Action(action),
            Rule::Block(block) => Self::Block(block),
        }
    }

    /// The name of the table, as its header has it; `given` for what opening the pack gives.
    pub(super) fn table(self, pack: &Pack) -> String {
        let condition = |index: ConditionIx| &pack.conditions()[index];
        match self {
            Self::Question(index) => format!("question.{}", pack.questions()[index].id),
            Self::Finding(index) => format!("finding.{}", pack.findings()[index].id),
            Self::Constraint(at) => {
                format!("constraint.{}", pack.constraints().get(at).map_or("", |it| it.id.as_str()))
            }
            Self::RedFlag(index) => format!("red-flag.{}", pack.red_flags()[index].id),
            Self::Exit(index) => format!("exit.{}", pack.exits()[index].id),
            Self::Condition(index) => format!("condition.{}", condition(index).id),
            Self::Adjustment(of, at) => {
                let id = condition(of).adjustments.get(at).map_or("", |it| it.id.as_str());
                format!("condition.{}.adjust.{id}", condition(of).id)
            }
            Self::Evidence(of, at) => {
                let id = condition(of).evidence.get(at).map_or("", |it| it.id.as_str());
                format!("condition.{}.evidence.{id}", condition(of).id)
            }
            Self::Companion(of, at) => {
                let with = condition(of).never_without.get(at);
                let id = with.map_or("", |it| condition(it.condition).id.as_str());
                format!("condition.{}.never-without.{id}", condition(of).id)
            }
            Self::Cause(index) => format!("cause.{}", pack.causes()[index].id),
            Self::Action(index) => format!("action.{}", pack.actions()[index].id),
            Self::Block(index) => format!("block.{}", pack.blocks()[index].id),
            Self::Given(_) => "given".into(),
        }
    }

    /// What its author says it is.
    pub(super) fn words(self, pack: &Pack) -> &str {
        let condition = |index: ConditionIx| &pack.conditions()[index];
        match self {
            Self::Question(index) => &pack.questions()[index].ask,
            Self::Finding(index) => pack.findings()[index].means.as_deref().unwrap_or_default(),
            Self::Constraint(at) => pack.constraints().get(at).map_or("", |it| &it.because),
            Self::RedFlag(index) => &pack.red_flags()[index].title,
            Self::Exit(index) => &pack.exits()[index].title,
            Self::Condition(index) => &condition(index).name,
            Self::Adjustment(of, at) => condition(of).adjustments.get(at).map_or("", |it| &it.because),
            Self::Evidence(of, at) => condition(of).evidence.get(at).map_or("", |it| &it.because),
            Self::Companion(of, at) => condition(of).never_without.get(at).map_or("", |it| &it.because),
            Self::Cause(index) => &pack.causes()[index].title,
            Self::Action(index) => &pack.actions()[index].title,
            Self::Block(index) => &pack.blocks()[index].because,
            Self::Given(at) => {
                pack.given().get(at).map_or("", |given| pack.questions()[given.question].ask.as_str())
            }
        }
    }

    /// Where it is written; none for a finding that is no combination, which stands with something else.
    pub(super) fn origin(self, pack: &Pack) -> Option<&Origin> {
        let condition = |index: ConditionIx| &pack.conditions()[index];
        match self {
            Self::Question(index) => Some(&pack.questions()[index].origin),
            Self::Finding(index) => pack.findings()[index].origin.as_ref(),
            Self::Constraint(at) => pack.constraints().get(at).map(|it| &it.origin),
            Self::RedFlag(index) => Some(&pack.red_flags()[index].origin),
            Self::Exit(index) => Some(&pack.exits()[index].origin),
            Self::Condition(index) => Some(&condition(index).origin),
            Self::Adjustment(of, at) => condition(of).adjustments.get(at).map(|it| &it.origin),
            Self::Evidence(of, at) => condition(of).evidence.get(at).map(|it| &it.origin),
            Self::Companion(of, at) => condition(of).never_without.get(at).map(|it| &it.origin),
            Self::Cause(index) => Some(&pack.causes()[index].origin),
            Self::Action(index) => Some(&pack.actions()[index].origin),
            Self::Block(index) => Some(&pack.blocks()[index].origin),
            Self::Given(at) => pack.given().get(at).map(|given| &given.origin),
        }
    }

    /// The key that holds its formula.
    pub(super) fn formula_key(self) -> &'static str {
        match self {
            Self::Question(_) => "ask-when",
            Self::Constraint(_) => "impossible",
            Self::Action(_) => "blocked-when",
            _ => "when",
        }
    }

    /// Its formula, if it has one.
    pub(super) fn formula(self, pack: &Pack) -> Option<&Formula<FindingIx>> {
        let condition = |index: ConditionIx| &pack.conditions()[index];
        match self {
            Self::Question(index) => pack.questions()[index].ask_when.as_ref(),
            Self::Finding(index) => match &pack.findings()[index].rule {
                FindingRule::Formula(formula) => Some(formula),
                _ => None,
            },
            Self::Constraint(at) => pack.constraints().get(at).map(|it| &it.impossible),
            Self::RedFlag(index) => Some(&pack.red_flags()[index].when),
            Self::Exit(index) => Some(&pack.exits()[index].when),
            Self::Adjustment(of, at) => condition(of).adjustments.get(at).map(|it| &it.when),
            Self::Evidence(of, at) => condition(of).evidence.get(at).map(|it| &it.when),
            Self::Companion(of, at) => condition(of).never_without.get(at)?.when.as_ref(),
            Self::Cause(index) => Some(&pack.causes()[index].when),
            Self::Action(index) => Some(&pack.actions()[index].blocked_when),
            Self::Block(index) => Some(&pack.blocks()[index].when),
            Self::Condition(_) | Self::Given(_) => None,
        }
    }

    /// Puts another formula in the place of its own.
    pub(super) fn set_formula(self, parts: &mut PackParts, formula: Formula<FindingIx>) {
        let place = match self {
            Self::Question(index) => {
                parts.questions[index].ask_when = Some(formula);
                return;
            }
            Self::Companion(of, at) => {
                if let Some(companion) = parts.conditions[of].never_without.get_mut(at) {
                    companion.when = Some(formula);
                }
                return;
            }
            Self::Finding(index) => {
                parts.findings[index].rule = FindingRule::Formula(formula);
                return;
            }
            Self::Constraint(at) => parts.constraints.get_mut(at).map(|it| &mut it.impossible),
            Self::RedFlag(index) => Some(&mut parts.red_flags[index].when),
            Self::Exit(index) => Some(&mut parts.exits[index].when),
            Self::Adjustment(of, at) => parts.conditions[of].adjustments.get_mut(at).map(|it| &mut it.when),
            Self::Evidence(of, at) => parts.conditions[of].evidence.get_mut(at).map(|it| &mut it.when),
            Self::Cause(index) => Some(&mut parts.causes[index].when),
            Self::Action(index) => Some(&mut parts.actions[index].blocked_when),
            Self::Block(index) => Some(&mut parts.blocks[index].when),
            Self::Condition(_) | Self::Given(_) => None,
        };
        if let Some(place) = place {
            *place = formula;
        }
    }

    /// Every table of a pack that can hold a rule, in the order of the tables.
    pub(super) fn all(pack: &Pack) -> Vec<Self> {
        let mut all: Vec<Self> = (0..pack.given().len()).map(Self::Given).collect();
        all.extend(pack.questions().indices().map(Self::Question));
        let combinations = pack.findings().iter_indexed().filter(|(_, finding)| finding.origin.is_some());
        all.extend(combinations.map(|(index, _)| Self::Finding(index)));
        all.extend((0..pack.constraints().len()).map(Self::Constraint));
        all.extend(pack.red_flags().indices().map(Self::RedFlag));
        all.extend(pack.exits().indices().map(Self::Exit));
        for (index, condition) in pack.conditions().iter_indexed() {
            all.push(Self::Condition(index));
            all.extend((0..condition.adjustments.len()).map(|at| Self::Adjustment(index, at)));
            all.extend((0..condition.evidence.len()).map(|at| Self::Evidence(index, at)));
            all.extend((0..condition.never_without.len()).map(|at| Self::Companion(index, at)));
        }
        all.extend(pack.causes().indices().map(Self::Cause));
        all.extend(pack.actions().indices().map(Self::Action));
        all.extend(pack.blocks().indices().map(Self::Block));
        all
    }
}
