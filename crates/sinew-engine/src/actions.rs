//! Which actions are offered.

use crate::{decision::ShownCondition, evaluation::Evaluation};
use sinew_logic::{Formula, Truth};
use sinew_model::{
    Action, ActionId, ActionIx, ActionKind, Answers, Block, BlockIx, CauseIx, FindingIx, IndexVec, Pack,
    Timing,
};
use std::{cmp::Reverse, collections::BTreeMap};

/// Points for the first action of a condition, by the condition's place among those that count. A judgement: the first
/// condition counts about as much as the next two together.
pub const CONDITION_POINTS: [u32; 2] = [12, 7];
/// The same for every condition after those, companions and what red flags name among them.
pub const FURTHER_CONDITION_POINTS: u32 = 5;
/// Points for the first action of a cause.
pub const CAUSE_POINTS: u32 = 6;
/// Points of an action that is for everybody.
pub const ALWAYS_POINTS: u32 = 40;
/// From this place on in a list, an action counts no less.
const LIST_LENGTH: u32 = 8;

/// How many exercises (stretches and strength together) are offered at a time: people who are given more do fewer.
pub(crate) const EXERCISES_AT_MOST: usize = 4;
/// How many actions are offered for today.
const TODAY_AT_MOST: usize = 5;
/// How many of each other kind are offered for the coming weeks.
const OTHERS_AT_MOST: usize = 2;

/// What keeps an action away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeper {
    /// What it says itself.
    Itself,
    /// A block of the pack.
    Block(BlockIx),
}

impl Keeper {
    /// The first that keeps an action away, if one does: one that holds or cannot be ruled out.
    pub(crate) fn of(
        pack: &Pack,
        action: ActionIx,
        truth: impl Fn(&Formula<FindingIx>) -> Truth,
    ) -> Option<Self> {
        if !truth(&pack.actions()[action].blocked_when).is_false() {
            return Some(Self::Itself);
        }
        let mut blocks = pack.blocks().iter_indexed();
        let keeps = |block: &Block| block.actions.contains(&action) && !truth(&block.when).is_false();
        blocks.find(|(_, block)| keeps(block)).map(|(index, _)| Self::Block(index))
    }

    /// Why it keeps this action away, in words.
    pub(crate) fn because(self, pack: &Pack, action: ActionIx) -> &str {
        match self {
            Self::Itself => &pack.actions()[action].blocked_because,
            Self::Block(block) => &pack.blocks()[block].because,
        }
    }
}

/// Every action that a block keeps away with these answers, useful here or not, each with the reason. For advice from another
/// pack that stands beside that of this one: what must not be done for one place is not done for the other.
pub fn kept_away(pack: &Pack, answers: &Answers) -> Vec<(ActionId, String)> {
    let evaluation = Evaluation::of(pack, answers);
    pack.actions()
        .iter_indexed()
        .filter_map(|(index, action)| {
            let keeper = Keeper::of(pack, index, |formula| evaluation.truth(formula))?;
            Some((action.id.clone(), keeper.because(pack, index).to_owned()))
        })
        .collect()
}

/// Every formula that keeps an action away: its own and those of the pack's blocks.
pub fn blocks_of(pack: &Pack, action: ActionIx) -> impl Iterator<Item = &Formula<FindingIx>> {
    let blocks = pack.blocks().iter().filter(move |block| block.actions.contains(&action));
    std::iter::once(&pack.actions()[action].blocked_when).chain(blocks.map(|block| &block.when))
}

/// Actions that would help with these conditions, the weightiest first, and causes. Most useful first, blocked ones included.
pub(crate) fn useful(pack: &Pack, conditions: &[ShownCondition], causes: &[CauseIx]) -> Vec<ActionIx> {
    let mut points: IndexVec<ActionIx, u32> = IndexVec::filled(0, pack.actions().len());
    let mut add = |actions: &[ActionIx], share: u32| {
        for (place, action) in (0u32..).zip(actions) {
            let earned = share * worth_in_list(place);
            points[*action] = points[*action].saturating_add(earned);
        }
    };
    let shares = CONDITION_POINTS.into_iter().chain(std::iter::repeat(FURTHER_CONDITION_POINTS));
    for (shown, share) in conditions.iter().zip(shares) {
        add(&pack.conditions()[shown.condition].actions, share);
    }
    for cause in causes {
        add(&pack.causes()[*cause].actions, CAUSE_POINTS);
    }
    for (index, action) in pack.actions().iter_indexed() {
        if action.always {
            points[index] = points[index].saturating_add(ALWAYS_POINTS);
        }
    }
    let mut useful: Vec<ActionIx> = points.indices().filter(|action| points[*action] > 0).collect();
    useful.sort_by_key(|action| (Reverse(points[*action]), *action));
    useful
}

/// The actions that are offered: useful, not blocked, and no more at a time than a person can do.
pub(crate) fn offered(
    pack: &Pack,
    evaluation: &Evaluation,
    conditions: &[ShownCondition],
    causes: &[CauseIx],
) -> Vec<ActionIx> {
    let mut room = Room::default();
    useful(pack, conditions, causes)
        .into_iter()
        .filter(|action| Keeper::of(pack, *action, |formula| evaluation.truth(formula)).is_none())
        .filter(|action| room.takes(pack, *action))
        .collect()
}

/// How much more an action counts than the last of a list, by its place in it, counted from 0.
pub fn worth_in_list(place: u32) -> u32 {
    LIST_LENGTH - place.min(LIST_LENGTH - 1)
}

/// Actions that share one limit on how many are offered at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// All that is for today.
    Today,
    /// Stretches and strength for the coming weeks together.
    Exercises,
    /// One of the other kinds, for the coming weeks.
    Others(ActionKind),
}

impl Slot {
    /// Where an action belongs.
    pub fn of(action: &Action) -> Self {
        match (action.timing, action.kind) {
            (Timing::Today, _) => Self::Today,
            (Timing::Weeks, ActionKind::Stretch | ActionKind::Strength) => Self::Exercises,
            (Timing::Weeks, kind) => Self::Others(kind),
        }
    }

    /// How many actions are offered at most.
    pub fn room(self) -> usize {
        match self {
            Self::Today => TODAY_AT_MOST,
            Self::Exercises => EXERCISES_AT_MOST,
            Self::Others(_) => OTHERS_AT_MOST,
        }
    }
}

/// How many actions of each sort have been taken.
#[derive(Default)]
struct Room {
    taken: BTreeMap<Slot, usize>,
}

impl Room {
    fn takes(&mut self, pack: &Pack, action: ActionIx) -> bool {
        let slot = Slot::of(&pack.actions()[action]);
        let taken = self.taken.entry(slot).or_default();
        let fits = *taken < slot.room();
        if fits {
            *taken += 1;
        }
        fits
    }
}
