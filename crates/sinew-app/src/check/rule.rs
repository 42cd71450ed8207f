//! The rules of a pack, one by one, and the pack without one of them.

use sinew_logic::Formula;
use sinew_model::{
    ActionIx, BlockIx, CauseIx, Condition, ConditionIx, Decibans, ExitIx, FindingIx, FindingRule, Origin,
    Pack, PackParts, QuestionIx, RedFlagIx, Urgency,
};
use std::collections::BTreeSet;

/// A rule: the smallest thing in a pack that can change what comes out for somebody.
///
/// Constraints are none: a person they rule out is no case, so that no case can show what they do. Nor is what can only matter
/// where it is never looked at: a flag of an emergency that brings a condition, and a block that holds or is unknown only
/// together with flags from same-day on. They are there in case the flags change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    /// When a question is asked.
    AskWhen(QuestionIx),
    /// A red flag.
    RedFlag(RedFlagIx),
    /// The floor of a red flag that cannot be ruled out.
    UnknownFloor(RedFlagIx),
    /// An exit.
    Exit(ExitIx),
    /// The care of a condition.
    Care(ConditionIx),
    /// What a line of evidence weighs when its finding is there; by its position in the condition.
    Present(ConditionIx, usize),
    /// What a line of evidence weighs when its finding is clearly not there; by its position in the condition.
    Absent(ConditionIx, usize),
    /// An adjustment, by its position in the condition.
    Adjustment(ConditionIx, usize),
    /// A flag with which a condition is shown, by its position in the condition.
    OnlyWith(ConditionIx, usize),
    /// A companion, by its position in the condition.
    Companion(ConditionIx, usize),
    /// A cause.
    Cause(CauseIx),
    /// That an action is offered, whoever lists it.
    Offer(ActionIx),
    /// When an action is kept away.
    BlockedWhen(ActionIx),
    /// A block.
    Block(BlockIx),
}

/// What a case has to do to decide a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand {
    /// To fail without the rule. Demanded of what keeps people safe and of what is offered: a case in which the rule only
    /// happens to matter would not notice if it broke.
    Fail,
    /// To come out differently without the rule.
    Differ,
    /// To come out differently, or to ask other questions, without the rule.
    DifferOrAsk,
}

/// A formula that never holds.
const NEVER: Formula<FindingIx> = Formula::Any(Vec::new());

impl Rule {
    /// Every rule of a pack, those of its libraries included, in the order of its tables.
    pub(super) fn all(pack: &Pack) -> Vec<Self> {
        let mut rules = Vec::new();
        let urgent = findings_of_urgent_flags(pack);
        let is_beside_the_point = |when: &Formula<FindingIx>| implies_one_of(when, &urgent);
        for (index, question) in pack.questions().iter_indexed() {
            rules.extend(question.ask_when.as_ref().map(|_| Self::AskWhen(index)));
        }
        for (index, flag) in pack.red_flags().iter_indexed() {
            rules.push(Self::RedFlag(index));
            rules.extend(flag.unknown_floor.as_ref().map(|_| Self::UnknownFloor(index)));
        }
        rules.extend(pack.exits().indices().map(Self::Exit));
        for (index, condition) in pack.conditions().iter_indexed() {
            rules.extend(of_condition(pack, index, condition));
        }
        rules.extend(pack.causes().indices().map(Self::Cause));
        for (index, action) in pack.actions().iter_indexed() {
            rules.push(Self::Offer(index));
            // A block that never holds is none either.
            rules.extend((!is_beside_the_point(&action.blocked_when)).then_some(Self::BlockedWhen(index)));
        }
        let blocks = pack.blocks().iter_indexed().filter(|(_, block)| !is_beside_the_point(&block.when));
        rules.extend(blocks.map(|(index, _)| Self::Block(index)));
        rules
    }

    /// The pack without this rule.
    ///
    /// The rule is made to do nothing instead of being taken out of its table, so that all positions stay as they are.
    pub(super) fn taken_out(self, pack: &Pack) -> Option<Pack> {
        let mut parts = pack.parts().clone();
        self.disarm(&mut parts);
        // Nothing that a check of the parts looks at is added by disarming a rule.
        Pack::new(parts).ok()
    }

    /// Makes it do nothing.
    pub(super) fn disarm(self, parts: &mut PackParts) {
        match self {
            Self::AskWhen(question) => parts.questions[question].ask_when = None,
            Self::RedFlag(flag) => parts.red_flags[flag].when = NEVER,
            Self::UnknownFloor(flag) => parts.red_flags[flag].unknown_floor = None,
            Self::Exit(exit) => parts.exits[exit].when = NEVER,
            Self::Care(condition) => parts.conditions[condition].care = Urgency::SelfCare,
            Self::Present(condition, line) => {
                set(&mut parts.conditions[condition].evidence, line, |line| line.present = Decibans::ZERO);
            }
            Self::Absent(condition, line) => {
                set(&mut parts.conditions[condition].evidence, line, |line| line.absent = Decibans::ZERO);
            }
            Self::Adjustment(condition, at) => {
                set(&mut parts.conditions[condition].adjustments, at, |it| it.shift = Decibans::ZERO);
            }
            Self::OnlyWith(condition, at) => remove(&mut parts.conditions[condition].only_with, at),
            Self::Companion(condition, at) => remove(&mut parts.conditions[condition].never_without, at),
            Self::Cause(cause) => parts.causes[cause].when = NEVER,
            Self::Offer(action) => {
                parts.actions[action].always = false;
                for condition in parts.conditions.indices() {
                    parts.conditions[condition].actions.retain(|listed| *listed != action);
                }
                for cause in parts.causes.indices() {
                    parts.causes[cause].actions.retain(|listed| *listed != action);
                }
            }
            Self::BlockedWhen(action) => parts.actions[action].blocked_when = NEVER,
            Self::Block(block) => parts.blocks[block].when = NEVER,
        }
    }

    /// What a case has to do to decide it.
    pub(super) fn demand(self) -> Demand {
        match self {
            Self::RedFlag(_)
            | Self::UnknownFloor(_)
            | Self::Exit(_)
            | Self::Offer(_)
            | Self::BlockedWhen(_)
            | Self::Block(_) => Demand::Fail,
            Self::Care(_)
            | Self::Present(..)
            | Self::Absent(..)
            | Self::Adjustment(..)
            | Self::OnlyWith(..)
            | Self::Companion(..)
            | Self::Cause(_) => Demand::Differ,
            Self::AskWhen(_) => Demand::DifferOrAsk,
        }
    }

    /// Where it is written.
    pub(super) fn origin(self, pack: &Pack) -> &Origin {
        let condition = |index: ConditionIx| &pack.conditions()[index];
        match self {
            Self::AskWhen(question) => &pack.questions()[question].origin,
            Self::RedFlag(flag) | Self::UnknownFloor(flag) => &pack.red_flags()[flag].origin,
            Self::Exit(exit) => &pack.exits()[exit].origin,
            Self::Present(of, at) | Self::Absent(of, at) => {
                condition(of).evidence.get(at).map_or(&condition(of).origin, |line| &line.origin)
            }
            Self::Adjustment(of, at) => {
                condition(of).adjustments.get(at).map_or(&condition(of).origin, |it| &it.origin)
            }
            Self::Companion(of, at) => {
                condition(of).never_without.get(at).map_or(&condition(of).origin, |it| &it.origin)
            }
            Self::Care(of) | Self::OnlyWith(of, _) => &condition(of).origin,
            Self::Cause(cause) => &pack.causes()[cause].origin,
            Self::Offer(action) | Self::BlockedWhen(action) => &pack.actions()[action].origin,
            Self::Block(block) => &pack.blocks()[block].origin,
        }
    }

    /// The formulas that decide whether it matters to a person, as far as one alone can; none where that hangs on everything.
    pub(super) fn formulas(self, pack: &Pack) -> Vec<&Formula<FindingIx>> {
        let condition = |index: ConditionIx| &pack.conditions()[index];
        let evidence = |of: ConditionIx| condition(of).evidence.iter().map(|line| &line.when);
        let flag = |flag: RedFlagIx| &pack.red_flags()[flag].when;
        match self {
            Self::AskWhen(_) | Self::Offer(_) => Vec::new(),
            Self::RedFlag(index) | Self::UnknownFloor(index) => vec![flag(index)],
            Self::Exit(exit) => vec![&pack.exits()[exit].when],
            Self::Present(of, at) | Self::Absent(of, at) => evidence(of).skip(at).take(1).collect(),
            Self::Adjustment(of, at) => {
                condition(of).adjustments.get(at).map(|it| &it.when).into_iter().collect()
            }
            Self::Care(of) => evidence(of).collect(),
            Self::OnlyWith(of, at) => {
                condition(of).only_with.get(at).map(|with| flag(*with)).into_iter().collect()
            }
            Self::Companion(of, at) => {
                let companion = condition(of).never_without.get(at);
                evidence(of).chain(companion.and_then(|companion| companion.when.as_ref())).collect()
            }
            Self::Cause(cause) => vec![&pack.causes()[cause].when],
            Self::BlockedWhen(action) => vec![&pack.actions()[action].blocked_when],
            Self::Block(block) => vec![&pack.blocks()[block].when],
        }
    }

    /// What it is, with its ids.
    pub(super) fn named(self, pack: &Pack) -> String {
        let flag = |flag: RedFlagIx| &pack.red_flags()[flag].id;
        let action = |action: ActionIx| &pack.actions()[action].id;
        let condition = |index: ConditionIx| &pack.conditions()[index];
        let line = |of: ConditionIx, at: usize| {
            let id = condition(of).evidence.get(at).map_or("", |line| line.id.as_str());
            format!("the line of evidence `{id}` for `{}`", condition(of).id)
        };
        match self {
            Self::AskWhen(question) => {
                format!("`ask-when` of the question `{}`", pack.questions()[question].id)
            }
            Self::RedFlag(index) => format!("the red flag `{}`", flag(index)),
            Self::UnknownFloor(index) => format!("`unknown-floor` of the red flag `{}`", flag(index)),
            Self::Exit(exit) => format!("the exit `{}`", pack.exits()[exit].id),
            Self::Care(of) => format!("`care` of the condition `{}`", condition(of).id),
            Self::Present(of, at) => format!("`present` of {}", line(of, at)),
            Self::Absent(of, at) => format!("`absent` of {}", line(of, at)),
            Self::Adjustment(of, at) => {
                let id = condition(of).adjustments.get(at).map_or("", |adjustment| adjustment.id.as_str());
                format!("the adjustment `{id}` of `{}`", condition(of).id)
            }
            Self::OnlyWith(of, at) => {
                let with = condition(of).only_with.get(at).map_or("", |with| flag(*with).as_str());
                format!("that `{}` is shown with the red flag `{with}`", condition(of).id)
            }
            Self::Companion(of, at) => {
                let with = condition(of).never_without.get(at);
                let with = with.map_or("", |companion| condition(companion.condition).id.as_str());
                format!("that `{}` is never shown without `{with}`", condition(of).id)
            }
            Self::Cause(cause) => format!("the cause `{}`", pack.causes()[cause].id),
            Self::Offer(index) => format!("that the action `{}` is offered", action(index)),
            Self::BlockedWhen(index) => format!("`blocked-when` of the action `{}`", action(index)),
            Self::Block(block) => format!("the block `{}`", pack.blocks()[block].id),
        }
    }

    /// The case that would decide it.
    pub(super) fn wanted_case(self, pack: &Pack) -> String {
        let condition = |index: ConditionIx| pack.conditions()[index].id.as_str();
        match self {
            Self::AskWhen(_) => {
                "add a case for which the question is not asked, though all before it is".into()
            }
            Self::RedFlag(_) => "add a case in which it fires, with it in `flags`".into(),
            Self::UnknownFloor(_) => {
                "add a case that is not sure about it, with the urgency that gives".into()
            }
            Self::Exit(_) => "add a case in which it holds, with it in `must`".into(),
            Self::Care(of) => {
                format!("add a case that `{}` fits well and that nothing else makes as urgent", condition(of))
            }
            Self::Present(of, _) => format!(
                "add a case in which the finding is there and moves `{}` to another band or place",
                condition(of)
            ),
            Self::Absent(of, _) => format!(
                "add a case in which the finding is not there, which moves `{}` to another band or place",
                condition(of)
            ),
            Self::Adjustment(of, _) => {
                format!(
                    "add a case in which it moves `{}` past another condition that is shown",
                    condition(of)
                )
            }
            Self::OnlyWith(..) => "add a case in which the red flag fires below emergency".into(),
            Self::Companion(of, _) => {
                format!("add a case that is shown `{}` and would not be shown the other one", condition(of))
            }
            Self::Cause(_) => "add a case for which it is named".into(),
            Self::Offer(_) => "add it to the `must` of a case that is offered it".into(),
            Self::BlockedWhen(_) => {
                "add a case that would be offered it otherwise, with it in `must-not`".into()
            }
            Self::Block(_) => {
                "add a case that would be offered one of its actions otherwise, with that in `must-not`"
                    .into()
            }
        }
    }
}

/// The findings that are true or unknown only while some red flag gives same-day or more, where nothing is offered.
pub(super) fn findings_of_urgent_flags(pack: &Pack) -> BTreeSet<FindingIx> {
    let mut urgent = BTreeSet::new();
    // Findings stand after those they depend on.
    for (index, finding) in pack.findings().iter_indexed() {
        let is_urgent = match &finding.rule {
            FindingRule::RedFlag(flag) => {
                let flag = &pack.red_flags()[*flag];
                flag.urgency.min(flag.floor_when_unknown()) >= Urgency::SameDay
            }
            FindingRule::Formula(formula) => implies_one_of(formula, &urgent),
            FindingRule::Answer { .. } | FindingRule::Fits { .. } | FindingRule::Exit(_) => false,
        };
        if is_urgent {
            urgent.insert(index);
        }
    }
    urgent
}

/// Whether one of these findings is true or unknown wherever the formula is, as far as "all" and "any" show it.
pub(super) fn implies_one_of(formula: &Formula<FindingIx>, findings: &BTreeSet<FindingIx>) -> bool {
    match formula {
        Formula::Atom(finding) => findings.contains(finding),
        Formula::All(members) => members.iter().any(|member| implies_one_of(member, findings)),
        Formula::Any(members) => members.iter().all(|member| implies_one_of(member, findings)),
        Formula::Not(_) | Formula::AtLeast { .. } | Formula::Score { .. } => false,
    }
}

fn of_condition(pack: &Pack, index: ConditionIx, condition: &Condition) -> Vec<Rule> {
    let mut rules = Vec::new();
    if condition.care > Urgency::SelfCare && condition.only_with.is_empty() {
        rules.push(Rule::Care(index));
    }
    for (at, line) in condition.evidence.iter().enumerate() {
        rules.extend((line.present != Decibans::ZERO).then_some(Rule::Present(index, at)));
        rules.extend((line.absent != Decibans::ZERO).then_some(Rule::Absent(index, at)));
    }
    let adjustments = condition.adjustments.iter().enumerate();
    let at_work = adjustments.filter(|(_, adjustment)| adjustment.shift != Decibans::ZERO);
    rules.extend(at_work.map(|(at, _)| Rule::Adjustment(index, at)));
    let flags = condition.only_with.iter().enumerate();
    let below_emergency = flags.filter(|(_, flag)| pack.red_flags()[**flag].urgency < Urgency::Emergency);
    rules.extend(below_emergency.map(|(at, _)| Rule::OnlyWith(index, at)));
    rules.extend((0..condition.never_without.len()).map(|at| Rule::Companion(index, at)));
    rules
}

fn set<T>(items: &mut [T], at: usize, change: impl FnOnce(&mut T)) {
    if let Some(item) = items.get_mut(at) {
        change(item);
    }
}

fn remove<T>(items: &mut Vec<T>, at: usize) {
    if at < items.len() {
        items.remove(at);
    }
}

#[cfg(test)]
mod tests;
