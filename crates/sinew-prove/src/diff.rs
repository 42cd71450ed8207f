//! How the advice of two versions of a pack differs, for every person who can answer both.
//!
//! Both decisions are wires over the same answers. Where the versions are alike their wires are the same wire, so that a difference
//! is only looked for where something was changed. Each group of people is a wire: whether there is anybody in it the solver
//! says, how many the diagrams, and the smallest of them is tried with the engine under both versions.
//!
//! # What is less cautious
//! For somebody, one of these:
//! - the urgency falls;
//! - an action is offered that a block kept away before, or one that is new where a block kept one away that is gone: it may be the
//!   same under another name;
//! - at the same urgency a red flag that was raised (it fires, or counts because it is not ruled out) is not raised any more, and
//!   something that it told them not to do nobody tells them now;
//! - at the same urgency, of a red flag, an exit or an action that they are shown before and after, there is less to do, not to do,
//!   or to stop for;
//! - the safety net leaves a red flag out: the pack does not have it any more; or a number to call is gone or another one;
//! - they were told to get help, however soon, and the new version does not take their answers any more (`refused`).
//!
//! More cautious is the opposite. All else is other advice, which is looked for among people whose urgency stays the same: with
//! another urgency everything may differ. What words say is not judged: lists of things to do and not to do that have as many entries
//! in other words are other advice.

pub(crate) mod part;
mod refused;
mod revert;
pub(crate) mod wires;

pub use part::{FieldChange, Part, PartChange, PartKind};

use crate::{
    circuit::Wire,
    person::Person,
    proof::Count,
    session::{Limits, Session},
    solver::Found,
    space::AnswerKind,
};
use sinew_engine::Decision;
use sinew_model::{OptionId, Pack, QuestionId, QuestionKind, Urgency};
use std::{cmp::Reverse, collections::BTreeSet};

/// How the advice of two versions of a pack differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diff {
    /// How many people there are who can answer both versions: answer sets of the questions of both together.
    pub people: Count,
    /// Whether there is any such person. If not, nothing was compared.
    pub comparable: bool,
    /// Groups of people whose advice changed: less cautious first, then more cautious, then other advice. Somebody can be in several
    /// groups; no two groups of urgency have anybody in common.
    pub groups: Vec<Group>,
    /// What could not be decided within the limits: there may be such a group.
    pub undecided: Vec<Change>,
    /// How the questions differ. People are compared as far as they can answer both.
    pub interview: InterviewChange,
    /// Every table that differs, in the order of kinds and ids.
    pub parts: Vec<PartChange>,
    /// Where the engine decides otherwise than was computed; not empty is a mistake in this program.
    pub disagreements: Vec<String>,
}

/// In which direction advice changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Somebody is told less to be careful.
    LessCautious,
    /// Somebody is told more to be careful.
    MoreCautious,
    /// Neither.
    Other,
}

impl Direction {
    /// All of them, the one to look at first first.
    pub const ALL: [Self; 3] = [Self::LessCautious, Self::MoreCautious, Self::Other];

    /// The name used in JSON and in fingerprints.
    pub fn name(self) -> &'static str {
        match self {
            Self::LessCautious => "less-cautious",
            Self::MoreCautious => "more-cautious",
            Self::Other => "other-advice",
        }
    }
}

/// What changed for a group of people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// The urgency, from one level to another.
    Urgency {
        /// Before.
        from: Urgency,
        /// After.
        to: Urgency,
    },
    /// An action, by its id, is not kept away by a block any more, where it can be offered by this pack or by one beside it.
    Unblocked(String),
    /// An action, by its id, that was offered is kept away by a block.
    Blocked(String),
    /// What a red flag, by its id, told them not to do, nobody tells them now; or it has less to do or not to do.
    WarningLost(String),
    /// The opposite.
    WarningGained(String),
    /// An action or exit that is shown before and after has less to do, not to do or to stop for; or a region has lost a number.
    CareLost(Part),
    /// The opposite.
    CareGained(Part),
    /// The safety net does not name this red flag any more.
    SafetyNetLost(String),
    /// The safety net names a red flag that it did not name.
    SafetyNetGained(String),
    /// Who got this urgency gave answers that the new version does not take: an option or a number that is gone, or answers that a
    /// constraint rules out together.
    Refused(Urgency),
    /// Other advice of this kind, with what is different about it. Only what somebody was found for within
    /// few steps is named, so that there may be more.
    Advice(Aspect, Vec<Moved>),
    /// What is shown before and after says another dose, kind, time or date of review, or as many things to do, not to do or to stop
    /// for in other words.
    Content(Part),
}

impl Change {
    /// In which direction it goes.
    pub fn direction(&self) -> Direction {
        match self {
            Self::Urgency { from, to } if to < from => Direction::LessCautious,
            Self::Urgency { .. } => Direction::MoreCautious,
            Self::Refused(from) if *from > Urgency::SelfCare => Direction::LessCautious,
            Self::Unblocked(_) | Self::WarningLost(_) | Self::CareLost(_) | Self::SafetyNetLost(_) => {
                Direction::LessCautious
            }
            Self::Blocked(_) | Self::WarningGained(_) | Self::CareGained(_) | Self::SafetyNetGained(_) => {
                Direction::MoreCautious
            }
            Self::Advice(..) | Self::Content(_) | Self::Refused(_) => Direction::Other,
        }
    }
}

/// A kind of advice beside the urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Which red flags fire, and which count because they are not ruled out.
    RedFlags,
    /// Which exit is taken.
    Exits,
    /// Which conditions are shown, for themselves or beside another.
    Conditions,
    /// How well a condition fits that is shown before and after.
    Bands,
    /// Which causes are named.
    Causes,
    /// Which actions are offered.
    Actions,
    /// In which order stand what is shown before and after: conditions that are shown for themselves, and actions. The places of
    /// companions are not compared.
    Order,
}

impl Aspect {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::RedFlags,
        Self::Exits,
        Self::Conditions,
        Self::Bands,
        Self::Causes,
        Self::Actions,
        Self::Order,
    ];

    /// The name used in JSON and in fingerprints.
    pub fn name(self) -> &'static str {
        match self {
            Self::RedFlags => "red-flags",
            Self::Exits => "exits",
            Self::Conditions => "conditions",
            Self::Bands => "bands",
            Self::Causes => "causes",
            Self::Actions => "actions",
            Self::Order => "order",
        }
    }
}

/// How one thing is different for somebody of a group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moved {
    /// Its id.
    pub id: String,
    /// What happens to it.
    pub how: Movement,
}

/// What happens to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Movement {
    /// It is there, and was not.
    Appears,
    /// It is not there any more.
    Disappears,
    /// It is there before and after, otherwise.
    Changes,
}

impl Movement {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Appears => "appears",
            Self::Disappears => "disappears",
            Self::Changes => "changes",
        }
    }
}

/// People whose advice changed in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// How it changed.
    pub change: Change,
    /// How many they are; none if the diagram that counts them grew beyond its limit.
    pub people: Count,
    /// The smallest of them: with the fewest answers that are worth a word, as far as that could be decided.
    pub example: Example,
    /// The tables that make the difference for that person: those of which each, put back to what it was, gives the old advice
    /// again; or, where none does so alone, as few as give it together. Positions in [`Diff::parts`].
    pub causes: Vec<usize>,
    /// Whether putting back these tables was tried and does it. If not, the causes are all tables that may have to do with it.
    pub tried: bool,
}

/// One person under both versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// As the old version sees them.
    pub old: Person,
    /// As the new version sees them; none if it does not take their answers.
    pub new: Option<Person>,
}

/// How the questions of two versions differ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InterviewChange {
    /// Questions that only the new version has.
    pub added: Vec<QuestionId>,
    /// Questions that only the old version has.
    pub removed: Vec<QuestionId>,
    /// Questions that are answered in another way, or in another unit: they count as removed and added.
    pub other_kind: Vec<QuestionId>,
    /// Options that only the new version has. Who chooses one is not compared.
    pub options_added: Vec<(QuestionId, OptionId)>,
    /// Options that only the old version has. Who chose one is not compared.
    pub options_removed: Vec<(QuestionId, OptionId)>,
    /// Questions that take more numbers, or "not sure", than before. Who answers so is not compared.
    pub wider: Vec<QuestionId>,
    /// Questions that take fewer.
    pub narrower: Vec<QuestionId>,
    /// Scales and numbers of which another end is worse, or is said to be. They are compared number by number, which may not mean the
    /// same any more.
    pub other_order: Vec<QuestionId>,
    /// Constraints that are new, gone or other ones. Whom one of them rules out is not compared.
    pub constraints: Vec<String>,
}

impl InterviewChange {
    /// Whether both ask the same and take the same answers.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether an answer to the old version may not fit the new one any more.
    pub fn loses_answers(&self) -> bool {
        let Self {
            added: _,
            removed,
            other_kind,
            options_added: _,
            options_removed,
            wider: _,
            narrower,
            other_order,
            constraints: _,
        } = self;
        let questions = [removed, other_kind, narrower, other_order];
        !(options_removed.is_empty() && questions.into_iter().all(Vec::is_empty))
    }
}

impl Diff {
    /// The groups of one direction.
    pub fn towards(&self, direction: Direction) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(move |group| group.change.direction() == direction)
    }

    /// The share of a group among all who can answer both, in hundredths of a percent, rounded down; none if one of them was not
    /// counted, or if they cannot answer both.
    pub fn share_of(&self, group: &Group) -> Option<u32> {
        group.example.new.as_ref()?;
        let (part, whole) = (group.people.as_ref()?, self.people.as_ref()?);
        // A group has somebody in it, so that the whole is not zero.
        u32::try_from(part * 10_000u32 / whole.max(&num_bigint::BigUint::from(1u32))).ok()
    }

    /// Whether the same is asked and no rule differs, so that everybody is in the comparison, and everybody's advice was proved to be the
    /// same, but for words.
    pub fn is_wording_only(&self) -> bool {
        self.comparable
            && !self.parts.iter().any(PartChange::decides)
            && self.groups.is_empty()
            && self.undecided.is_empty()
            && self.disagreements.is_empty()
            && self.interview.is_empty()
    }
}

/// Wires of people whose advice may have changed so.
pub(crate) struct Candidate {
    pub(crate) change: Change,
    pub(crate) wires: Vec<Wire>,
    /// For other advice, what may be different about it.
    moved: Vec<(Moved, Vec<Wire>)>,
}

/// Of other groups than those of urgency only so many nodes are made to count one of them: what actions hang on has no small
/// diagram, and a count that fails should fail soon.
const NODES_FOR_OTHERS: usize = 1_000_000;
/// Conflicts for each step to a smaller person.
const CONFLICTS_FOR_STEPS: u64 = 1_000;
/// Conflicts for each thing that may come or go in other advice.
const CONFLICTS_FOR_MOVES: u64 = 200;

/// Compares two versions of a pack for every person who can answer both.
pub fn diff(old: &Pack, new: &Pack, limits: Limits) -> Diff {
    let parts = part::changes(old, new);
    let mut session = Session::of(&[old, new], limits);
    let mut undecided = Vec::new();
    let mut disagreements = Vec::new();
    let candidates = wires::candidates(&mut session, old, new, &parts);
    let comparable = matches!(session.find(&[]), Found::Somebody(_));
    let mut found: Vec<(Candidate, Example)> = Vec::new();
    for candidate in candidates {
        match session.smallest_within(&candidate.wires, CONFLICTS_FOR_STEPS.min(limits.conflicts)) {
            Found::Nobody => {}
            Found::NotDecided => undecided.push(candidate.change),
            Found::Somebody(inputs) => {
                let both = (session.person(0, &inputs), session.person(1, &inputs));
                let (Some(old), Some(new)) = both else {
                    disagreements.push("somebody was found whose answers the packs do not take".into());
                    continue;
                };
                disagreements.extend(old.disagreements.iter().chain(&new.disagreements).cloned());
                found.push((candidate, Example { old, new: Some(new) }));
            }
        }
    }
    let before = session.solver.give_up_after(CONFLICTS_FOR_MOVES.min(limits.conflicts));
    for (candidate, _) in &mut found {
        let Change::Advice(_, moved) = &mut candidate.change else { continue };
        for (one, wires) in &candidate.moved {
            if !moved.contains(one) && matches!(session.find(wires), Found::Somebody(_)) {
                moved.push(one.clone());
            }
        }
    }
    session.solver.give_up_after(before);
    if session.decided.iter().any(|decided| decided.too_entangled) {
        undecided.push(Change::Advice(Aspect::Actions, Vec::new()));
    }
    let (people, counts) = counted(&mut session, &found);
    let tables: Vec<PartChange> = parts;
    let refused = refused::groups(&session, &tables, limits, &mut undecided, &mut disagreements);
    let mut groups: Vec<Group> = found
        .into_iter()
        .zip(counts)
        .map(|((candidate, example), people)| {
            let (causes, tried) = causes(old, new, &tables, &candidate.change, &example);
            Group { change: candidate.change, people, example, causes, tried }
        })
        .chain(refused)
        .collect();
    groups.sort_by_cached_key(|group| {
        // The greatest falls come first.
        let levels = match group.change {
            Change::Urgency { from, to } => Some((Reverse(from), to)),
            _ => None,
        };
        (group.change.direction(), levels.is_none(), levels, group.change.clone())
    });
    let interview = interview(old, new, &tables);
    Diff { people, comparable, groups, undecided, interview, parts: tables, disagreements }
}

/// How many people there are, and how many in each group.
fn counted(session: &mut Session<'_>, found: &[(Candidate, Example)]) -> (Count, Vec<Count>) {
    let possible = session.possible;
    let whole: Vec<(bool, Wire)> = found
        .iter()
        .map(|(candidate, _)| {
            let is_urgency = matches!(candidate.change, Change::Urgency { .. });
            (is_urgency, session.circuit.all(candidate.wires.iter().copied()))
        })
        .collect();
    let mut diagrams = session.diagrams();
    let people = diagrams.people(possible, Wire::TRUE).ok();
    let counts = whole.into_iter().map(|(is_urgency, wire)| {
        diagrams.give_up_after(if is_urgency { usize::MAX } else { NODES_FOR_OTHERS });
        if wire == Wire::TRUE { people.clone() } else { diagrams.people(possible, wire).ok() }
    });
    (people.clone(), counts.collect())
}

/// Whether a higher number is said to be worse; none where the answer is no number.
fn worse_upward(question: &sinew_model::Question) -> Option<bool> {
    match question.kind {
        QuestionKind::Scale { worse_upward, .. } | QuestionKind::Number { worse_upward, .. } => {
            Some(worse_upward)
        }
        _ => None,
    }
}

fn interview(old: &Pack, new: &Pack, parts: &[PartChange]) -> InterviewChange {
    let constraints =
        parts.iter().filter(|change| change.part.kind == PartKind::Constraint && change.decides());
    let mut change = InterviewChange {
        constraints: constraints.map(|change| change.part.id.clone()).collect(),
        ..InterviewChange::default()
    };
    for question in new.questions() {
        if old.question_named(question.id.as_str()).is_none() {
            change.added.push(question.id.clone());
        }
    }
    for before in old.questions() {
        let id = &before.id;
        let Some(after) = new.question_named(id.as_str()).map(|at| &new.questions()[at]) else {
            change.removed.push(id.clone());
            continue;
        };
        if AnswerKind::of(before) != AnswerKind::of(after) {
            change.other_kind.push(id.clone());
            continue;
        }
        if worse_upward(before) != worse_upward(after) {
            change.other_order.push(id.clone());
        }
        let missing = |from: &sinew_model::Question, there: &sinew_model::Question| -> Vec<_> {
            from.options()
                .filter(|(_, of)| there.option_named(of.id.as_str()).is_none())
                .map(|(_, of)| (id.clone(), of.id.clone()))
                .collect()
        };
        change.options_added.extend(missing(after, before));
        change.options_removed.extend(missing(before, after));
        let takes_more = |one: &sinew_model::Question, other: &sinew_model::Question| {
            let numbers = one.number_range().zip(other.number_range());
            let more = numbers.is_some_and(|((min, max), (least, most))| min < least || max > most);
            more || (one.not_sure && !other.not_sure)
        };
        if takes_more(after, before) {
            change.wider.push(id.clone());
        }
        if takes_more(before, after) {
            change.narrower.push(id.clone());
        }
    }
    change
}

/// Whether a decision of a pack between the two is for this person what the old one is, as far as the change goes.
fn is_as_before(change: &Change, old: (&Pack, &Decision), between: (&Pack, &Decision)) -> bool {
    let before = wires::Advice::of(old.0, old.1);
    let (pack, decision) = between;
    let advice = wires::Advice::of(pack, decision);
    match change {
        Change::Urgency { .. } => decision.urgency == old.1.urgency,
        Change::Unblocked(id) | Change::Blocked(id) => {
            before.actions.contains(id) == advice.actions.contains(id)
        }
        Change::WarningLost(id) | Change::WarningGained(id) => {
            let raised = |advice: &wires::Advice| advice.fired.contains(id) || advice.open.contains(id);
            raised(&before) == raised(&advice)
        }
        Change::Advice(aspect, _) => wires::alike(*aspect, &before, &advice),
        Change::CareLost(_)
        | Change::CareGained(_)
        | Change::SafetyNetLost(_)
        | Change::SafetyNetGained(_)
        | Change::Refused(_)
        | Change::Content(_) => true,
    }
}

/// The tables that make the difference for a person, and whether that was tried.
fn causes(
    old: &Pack,
    new: &Pack,
    parts: &[PartChange],
    change: &Change,
    example: &Example,
) -> (Vec<usize>, bool) {
    let of_table = |wanted: &dyn Fn(&Part) -> bool| -> (Vec<usize>, bool) {
        ((0..parts.len()).filter(|at| wanted(&parts[*at].part)).collect(), true)
    };
    let Some(after) = &example.new else { return refused::causes(parts) };
    match change {
        Change::CareLost(part) | Change::CareGained(part) | Change::Content(part) => {
            return of_table(&|of| of == part);
        }
        Change::SafetyNetLost(id) | Change::SafetyNetGained(id) => {
            return of_table(&|of| of.kind == PartKind::RedFlag && of.id == *id);
        }
        Change::WarningLost(id) | Change::WarningGained(id)
            // Raised before and after: then what it says is different.
            if [(old, &example.old), (new, after)].iter().all(|(pack, person)| {
                let advice = wires::Advice::of(pack, &person.decision);
                advice.fired.contains(id) || advice.open.contains(id)
            }) =>
        {
            return of_table(&|of| of.kind == PartKind::RedFlag && of.id == *id);
        }
        _ => {}
    }
    let units = units(parts);
    let restores = |chosen: &BTreeSet<usize>| {
        let changes: Vec<&PartChange> =
            chosen.iter().flat_map(|unit| units[*unit].iter().map(|at| &parts[*at])).collect();
        let Some(between) = revert::put_back(old, new, &changes) else { return false };
        let answers = revert::answers(&between, (old, &example.old.answers), (new, &after.answers));
        let decision = sinew_engine::decide(&between, &answers);
        is_as_before(change, (old, &example.old.decision), (&between, &decision))
    };
    let alone: Vec<usize> = (0..units.len()).filter(|unit| restores(&BTreeSet::from([*unit]))).collect();
    let all = |chosen: &[usize]| -> Vec<usize> {
        let mut all: Vec<usize> = chosen.iter().flat_map(|unit| units[*unit].iter().copied()).collect();
        all.sort_unstable();
        all
    };
    // Each of several undoes it alone: the change needed all of them.
    if !alone.is_empty() {
        return (all(&alone), true);
    }
    let mut needed: BTreeSet<usize> = (0..units.len()).collect();
    if !restores(&needed) {
        return (all(&(0..units.len()).collect::<Vec<_>>()), false);
    }
    for unit in 0..units.len() {
        let mut fewer = needed.clone();
        fewer.remove(&unit);
        if restores(&fewer) {
            needed = fewer;
        }
    }
    (all(&needed.into_iter().collect::<Vec<_>>()), true)
}

/// The tables that decide, in lots that are put back together: a condition or question that came or went goes with its lines.
fn units(parts: &[PartChange]) -> Vec<Vec<usize>> {
    let mut units: Vec<Vec<usize>> = Vec::new();
    let mut of_owner: Vec<(PartKind, &str, usize)> = Vec::new();
    for (at, change) in parts.iter().enumerate() {
        if !change.decides() {
            continue;
        }
        let owner = match (&change.part.within, change.part.kind) {
            (Some(within), _) => Some((PartKind::Condition, within.as_str())),
            (None, PartKind::Range) => {
                change.part.id.split_once('.').map(|(question, _)| (PartKind::Question, question))
            }
            _ => None,
        };
        let with = owner.and_then(|(kind, id)| {
            of_owner.iter().find(|(known, name, _)| *known == kind && *name == id).map(|(_, _, unit)| *unit)
        });
        if let Some(unit) = with {
            units[unit].push(at);
            continue;
        }
        if change.was_there != change.is_there
            && matches!(change.part.kind, PartKind::Condition | PartKind::Question)
        {
            of_owner.push((change.part.kind, &change.part.id, units.len()));
        }
        units.push(vec![at]);
    }
    units
}
