//! One change of a pack, made only when it is wanted.

use super::subject::Subject;
use crate::check::rule::Rule;
use sinew_logic::Formula;
use sinew_model::{
    ActionIx, Answer, AnswerTest, Band, BlockIx, CauseIx, ConditionIx, Decibans, ExitIx, FindingIx,
    FindingRule, Pack, PackParts, PackProblem, RedFlagIx, Urgency,
};
use sinew_pack::Operator;

/// A pack with one thing in it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mutant {
    pub(super) operator: Operator,
    /// The table in which it is changed.
    pub(super) subject: Subject,
    /// The key that is changed, or what of the table it is.
    pub(super) key: String,
    /// What was there.
    pub(super) before: String,
    /// What is there instead.
    pub(super) after: String,
    pub(super) change: Change,
}

/// What is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// A rule does nothing any more.
    Out(Rule),
    /// A constraint is gone.
    NoConstraint(usize),
    /// The formula of the subject is another one.
    Formula(Formula<FindingIx>),
    /// Another answer makes a finding true.
    Test(FindingIx, AnswerTest),
    /// Another band makes a finding true.
    Band(FindingIx, Band),
    FlagUrgency(RedFlagIx, Urgency),
    Floor(RedFlagIx, Urgency),
    ExitUrgency(ExitIx, Urgency),
    Care(ConditionIx, Urgency),
    Prior(ConditionIx, Decibans),
    Present(ConditionIx, usize, Decibans),
    Absent(ConditionIx, usize, Decibans),
    /// Both weights of a line at once.
    Weights(ConditionIx, usize, Decibans, Decibans),
    Shift(ConditionIx, usize, Decibans),
    /// The lines of a group stand alone.
    NoGroup(ConditionIx, u32),
    /// A companion is called for always.
    Always(ConditionIx, usize),
    Unblocked(BlockIx, ActionIx),
    Unlisted(List, ActionIx),
    /// An action is no longer for everybody.
    NotForAll(ActionIx),
    Given(usize, Answer),
}

/// A list of actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Condition(ConditionIx),
    Cause(CauseIx),
}

impl Mutant {
    /// The pack with the change; or what keeps it from being a pack.
    pub(super) fn of(&self, pack: &Pack) -> Result<Pack, Vec<PackProblem>> {
        let mut parts = pack.parts().clone();
        self.apply(&mut parts);
        Pack::new(parts)
    }

    fn apply(&self, parts: &mut PackParts) {
        match &self.change {
            Change::Out(rule) => rule.disarm(parts),
            // Positions of constraints stand for nothing elsewhere.
            Change::NoConstraint(at) => {
                if *at < parts.constraints.len() {
                    parts.constraints.remove(*at);
                }
            }
            Change::Formula(formula) => self.subject.set_formula(parts, formula.clone()),
            Change::Test(finding, wanted) => {
                if let FindingRule::Answer { test, .. } = &mut parts.findings[*finding].rule {
                    *test = *wanted;
                }
            }
            Change::Band(finding, band) => {
                if let FindingRule::Fits { at_least, .. } = &mut parts.findings[*finding].rule {
                    *at_least = *band;
                }
            }
            Change::FlagUrgency(flag, urgency) => parts.red_flags[*flag].urgency = *urgency,
            Change::Floor(flag, urgency) => {
                if let Some(floor) = &mut parts.red_flags[*flag].unknown_floor {
                    floor.urgency = *urgency;
                }
            }
            Change::ExitUrgency(exit, urgency) => parts.exits[*exit].urgency = *urgency,
            Change::Care(condition, care) => parts.conditions[*condition].care = *care,
            Change::Prior(condition, weight) => parts.conditions[*condition].prior.weight = *weight,
            Change::Present(condition, at, weight) => {
                if let Some(line) = parts.conditions[*condition].evidence.get_mut(*at) {
                    line.present = *weight;
                }
            }
            Change::Absent(condition, at, weight) => {
                if let Some(line) = parts.conditions[*condition].evidence.get_mut(*at) {
                    line.absent = *weight;
                }
            }
            Change::Weights(condition, at, present, absent) => {
                if let Some(line) = parts.conditions[*condition].evidence.get_mut(*at) {
                    (line.present, line.absent) = (*present, *absent);
                }
            }
            Change::Shift(condition, at, shift) => {
                if let Some(adjustment) = parts.conditions[*condition].adjustments.get_mut(*at) {
                    adjustment.shift = *shift;
                }
            }
            Change::NoGroup(condition, group) => {
                let lines = parts.conditions[*condition].evidence.iter_mut();
                lines.filter(|line| line.group == Some(*group)).for_each(|line| line.group = None);
            }
            Change::Always(condition, at) => {
                if let Some(companion) = parts.conditions[*condition].never_without.get_mut(*at) {
                    companion.when = None;
                }
            }
            Change::Unblocked(block, action) => parts.blocks[*block].actions.retain(|it| it != action),
            Change::Unlisted(List::Condition(condition), action) => {
                parts.conditions[*condition].actions.retain(|it| it != action);
            }
            Change::Unlisted(List::Cause(cause), action) => {
                parts.causes[*cause].actions.retain(|it| it != action);
            }
            Change::NotForAll(action) => parts.actions[*action].always = false,
            Change::Given(at, answer) => {
                if let Some(given) = parts.given.get_mut(*at) {
                    given.answer = *answer;
                }
            }
        }
    }
}
