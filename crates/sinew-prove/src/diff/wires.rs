//! Where the advice of two versions differs, as wires.

use super::{
    Aspect, Candidate, Change, Moved, Movement,
    part::{Part, PartChange, PartKind},
};
use crate::{
    circuit::{Circuit, Wire},
    decision::{Decided, points_from},
    number::Number,
    session::Session,
};
use sinew_engine::Decision;
use sinew_model::{ActionIx, Band, ConditionIx, Index as _, IndexVec, Pack, RedFlag, RedFlagIx, Urgency};
use std::collections::BTreeSet;

/// A decision by the ids of what is in it, so that two packs can be compared.
#[derive(Debug, Default)]
pub(super) struct Advice {
    pub(super) fired: BTreeSet<String>,
    pub(super) open: BTreeSet<String>,
    exit: Option<String>,
    /// Whether each condition that is shown is shown beside another.
    conditions: Vec<(String, bool)>,
    bands: Vec<(String, Option<Band>)>,
    causes: BTreeSet<String>,
    pub(super) actions: Vec<String>,
}

impl Advice {
    pub(super) fn of(pack: &Pack, decision: &Decision) -> Self {
        let flag = |flag: &RedFlagIx| pack.red_flags()[*flag].id.to_string();
        let condition = |index: ConditionIx| pack.conditions()[index].id.to_string();
        let Decision { urgency: _, exit, fired, not_ruled_out, conditions, causes, actions } = decision;
        Self {
            fired: fired.iter().map(flag).collect(),
            open: not_ruled_out.iter().map(flag).collect(),
            exit: exit.map(|exit| pack.exits()[exit].id.to_string()),
            conditions: conditions
                .iter()
                .map(|shown| (condition(shown.condition), shown.companion_of.is_some()))
                .collect(),
            bands: conditions.iter().map(|shown| (condition(shown.condition), shown.band)).collect(),
            causes: causes.iter().map(|cause| pack.causes()[*cause].id.to_string()).collect(),
            actions: actions.iter().map(|action| pack.actions()[*action].id.to_string()).collect(),
        }
    }
}

/// Whether two decisions are alike in one aspect.
pub(super) fn alike(aspect: Aspect, one: &Advice, other: &Advice) -> bool {
    let sorted = |conditions: &[(String, bool)]| conditions.iter().cloned().collect::<BTreeSet<_>>();
    match aspect {
        Aspect::RedFlags => one.fired == other.fired && one.open == other.open,
        Aspect::Exits => one.exit == other.exit,
        Aspect::Conditions => sorted(&one.conditions) == sorted(&other.conditions),
        Aspect::Bands => one.bands.iter().all(|(id, band)| {
            other.bands.iter().find(|(known, _)| known == id).is_none_or(|(_, after)| after == band)
        }),
        Aspect::Causes => one.causes == other.causes,
        Aspect::Actions => {
            let set = |of: &Advice| of.actions.iter().cloned().collect::<BTreeSet<_>>();
            set(one) == set(other)
        }
        Aspect::Order => {
            let for_themselves = |of: &Advice| -> Vec<String> {
                of.conditions.iter().filter(|(_, beside)| !beside).map(|(id, _)| id.clone()).collect()
            };
            let in_order = |one: &[String], other: &[String]| {
                let kept = |ids: &[String], others: &[String]| -> Vec<String> {
                    ids.iter().filter(|id| others.contains(id)).cloned().collect()
                };
                kept(one, other) == kept(other, one)
            };
            in_order(&for_themselves(one), &for_themselves(other)) && in_order(&one.actions, &other.actions)
        }
    }
}

/// One of the packs with the wires of its decision, by ids. What it does not have is never so.
struct Side<'s> {
    pack: &'s Pack,
    decided: &'s Decided,
    /// Whether a red flag counts without firing.
    open: IndexVec<RedFlagIx, Wire>,
}

impl<'s> Side<'s> {
    fn of(circuit: &mut Circuit, pack: &'s Pack, decided: &'s Decided) -> Self {
        let emergencies = pack
            .red_flags()
            .iter_indexed()
            .filter(|(_, flag)| flag.urgency == Urgency::Emergency)
            .map(|(index, _)| decided.flags[index].holds);
        let emergency = circuit.any(emergencies.collect::<Vec<_>>());
        let mut open = IndexVec::new();
        for (index, flag) in pack.red_flags().iter_indexed() {
            let unknown = decided.flags[index].unknown(circuit);
            let counts = Wire::from(flag.floor_when_unknown() > Urgency::SelfCare);
            open.push(circuit.all([unknown, counts, !emergency]));
        }
        Self { pack, decided, open }
    }

    fn fires(&self, id: &str) -> Wire {
        self.pack.red_flag_named(id).map_or(Wire::FALSE, |flag| self.decided.flags[flag].holds)
    }

    fn open(&self, id: &str) -> Wire {
        self.pack.red_flag_named(id).map_or(Wire::FALSE, |flag| self.open[flag])
    }

    fn raised(&self, circuit: &mut Circuit, id: &str) -> Wire {
        circuit.or(self.fires(id), self.open(id))
    }

    fn exit(&self, id: &str) -> Wire {
        self.pack.exit_named(id).map_or(Wire::FALSE, |exit| self.decided.exits[exit.position()])
    }

    fn of_condition(&self, id: &str, wires: &IndexVec<ConditionIx, Wire>) -> Wire {
        self.pack.condition_named(id).map_or(Wire::FALSE, |condition| wires[condition])
    }

    fn for_itself(&self, id: &str) -> Wire {
        self.of_condition(id, &self.decided.shown)
    }

    fn beside(&self, id: &str) -> Wire {
        self.of_condition(id, &self.decided.companion)
    }

    fn shown(&self, circuit: &mut Circuit, id: &str) -> Wire {
        circuit.or(self.for_itself(id), self.beside(id))
    }

    fn cause(&self, id: &str) -> Wire {
        self.pack.cause_named(id).map_or(Wire::FALSE, |cause| self.decided.causes[cause.position()])
    }

    fn offered(&self, id: &str) -> Wire {
        self.pack.action_named(id).map_or(Wire::FALSE, |action| self.decided.actions[action])
    }

    fn blocked(&self, id: &str) -> Wire {
        self.pack.action_named(id).map_or(Wire::FALSE, |action| self.decided.blocked[action])
    }

    /// Whether one condition stands before another, where both are shown for themselves. What comes with a red flag stands before
    /// what is ranked.
    fn before(&self, one: &str, other: &str) -> Option<Wire> {
        let (one, other) = (self.pack.condition_named(one)?, self.pack.condition_named(other)?);
        let place = |condition| self.decided.ranked.iter().position(|ranked| *ranked == condition);
        Some(match (place(one), place(other)) {
            (Some(one), Some(other)) => self.decided.before[one][other],
            (None, None) => Wire::from(one < other),
            (one, _) => Wire::from(one.is_none()),
        })
    }

    fn points(&self, circuit: &mut Circuit, action: ActionIx) -> Number {
        Number::sum(circuit, points_from(self.pack, action), &self.decided.points[action])
    }

    /// How many things there are to do, not to do or to stop for.
    fn entries(&self, part: &Part) -> Option<Vec<usize>> {
        let pack = self.pack;
        Some(match part.kind {
            PartKind::RedFlag => {
                let flag = &pack.red_flags()[pack.red_flag_named(&part.id)?];
                vec![flag.actions.len(), flag.do_not.len()]
            }
            PartKind::Exit => vec![pack.exits()[pack.exit_named(&part.id)?].actions.len()],
            PartKind::Action => {
                let action = &pack.actions()[pack.action_named(&part.id)?];
                vec![action.do_not.len(), action.stop_if.len()]
            }
            _ => return None,
        })
    }
}

/// The ids that either pack has, those of the new one first, in its order.
fn both<'p, T: 'p>(
    new: impl Iterator<Item = &'p T>,
    old: impl Iterator<Item = &'p T>,
    id: impl Fn(&T) -> String,
) -> Vec<String> {
    let mut ids: Vec<String> = new.map(&id).collect();
    for other in old.map(&id) {
        if !ids.contains(&other) {
            ids.push(other);
        }
    }
    ids
}

/// The wires of everybody whose advice may have changed, without those of whom the circuit shows at once that nobody is like that.
pub(crate) fn candidates(
    session: &mut Session<'_>,
    old: &Pack,
    new: &Pack,
    parts: &[PartChange],
) -> Vec<Candidate> {
    let Session { circuit, decided, space, .. } = session;
    let [before, after] = &decided[..] else { return Vec::new() };
    // Among people whose urgency stays the same, what did not change is the same wire then.
    let at_same = Decided::at_urgency(circuit, space, 1, new, Some(&before.at_least));
    let (before, after) = (Side::of(circuit, old, before), Side::of(circuit, new, after));
    let mut finder = Finder { circuit, before, after, all: Vec::new() };
    let same = finder.urgency();
    finder.blocks();
    finder.after.decided = &at_same;
    finder.warnings(same);
    finder.contents(same, parts);
    finder.safety_net(parts);
    finder.advice(same);
    finder.all.retain(|candidate| !candidate.wires.contains(&Wire::FALSE));
    finder.all
}

struct Finder<'s> {
    circuit: &'s mut Circuit,
    before: Side<'s>,
    after: Side<'s>,
    all: Vec<Candidate>,
}

impl Finder<'_> {
    fn add(&mut self, change: Change, wires: Vec<Wire>) {
        self.all.push(Candidate { change, wires, moved: Vec::new() });
    }

    fn differ(&mut self, one: Wire, other: Wire) -> Wire {
        !self.circuit.equal(one, other)
    }

    /// A group for each two levels; gives where the level is the same.
    fn urgency(&mut self) -> Wire {
        let mut same = Wire::TRUE;
        for rank in 0..Urgency::ALL.len() {
            let alike =
                self.circuit.equal(self.before.decided.at_least[rank], self.after.decided.at_least[rank]);
            same = self.circuit.and(same, alike);
        }
        for from in Urgency::ALL {
            for to in Urgency::ALL.into_iter().filter(|to| *to != from) {
                let was = self.before.decided.exactly(self.circuit, from);
                let is = self.after.decided.exactly(self.circuit, to);
                let wire = self.circuit.and(was, is);
                self.add(Change::Urgency { from, to }, vec![wire, !same]);
            }
        }
        same
    }

    fn blocks(&mut self) {
        for id in self.actions() {
            let was = self.before.offered(&id);
            let (was_kept, is_kept) = (self.before.blocked(&id), self.after.blocked(&id));
            // Whether it is useful here does not matter: where two packs are asked, what one keeps away the other must not offer. From
            // same-day on nothing is offered by any.
            if self.after.pack.action_named(&id).is_some() {
                let help = self.after.decided.urgency_at_least(Urgency::SameDay);
                self.add(Change::Unblocked(id.clone()), vec![was_kept, !help, !is_kept]);
            }
            self.add(Change::Blocked(id), vec![is_kept, was, !was_kept]);
        }
        self.renamed();
    }

    /// Actions that only the new pack has, where a block kept one away that only the old pack has: it may be the same.
    fn renamed(&mut self) {
        let (old, new) = (self.before.pack, self.after.pack);
        let gone = old.actions().iter().filter(|action| new.action_named(action.id.as_str()).is_none());
        let kept: Vec<Wire> = gone.map(|action| self.before.blocked(action.id.as_str())).collect();
        let kept = self.circuit.any(kept);
        for action in new.actions() {
            let id = action.id.to_string();
            if old.action_named(&id).is_none() {
                let offered = self.after.offered(&id);
                self.add(Change::Unblocked(id), vec![kept, offered]);
            }
        }
    }

    /// What red flags told somebody not to do, and nobody tells them now; and the other way round.
    fn warnings(&mut self, same: Wire) {
        let flags = both(self.after.pack.red_flags().iter(), self.before.pack.red_flags().iter(), |flag| {
            flag.id.to_string()
        });
        for id in flags {
            let lost = untold(self.circuit, &self.before, &self.after, &id);
            let gained = untold(self.circuit, &self.after, &self.before, &id);
            let lost = self.circuit.and(lost, same);
            let gained = self.circuit.and(gained, same);
            self.add(Change::WarningLost(id.clone()), vec![lost]);
            self.add(Change::WarningGained(id), vec![gained]);
        }
    }

    /// What actions, exits and conditions say of themselves, for those who are shown them before and after.
    fn contents(&mut self, same: Wire, parts: &[PartChange]) {
        for change in parts.iter().filter(|change| change.was_there && change.is_there) {
            let part = &change.part;
            let (was, is) = match part.kind {
                PartKind::Action => (self.before.offered(&part.id), self.after.offered(&part.id)),
                PartKind::Exit => (self.before.exit(&part.id), self.after.exit(&part.id)),
                PartKind::RedFlag => {
                    (self.before.raised(self.circuit, &part.id), self.after.raised(self.circuit, &part.id))
                }
                PartKind::Condition => {
                    (self.before.shown(self.circuit, &part.id), self.after.shown(self.circuit, &part.id))
                }
                _ => continue,
            };
            let wires = vec![was, is, same];
            let counts = (self.before.entries(part), self.after.entries(part));
            // What red flags say is looked at with what others say.
            if let (Some(before), Some(after), true) = (counts.0, counts.1, part.kind != PartKind::RedFlag) {
                if before.iter().zip(&after).any(|(before, after)| after < before) {
                    self.add(Change::CareLost(part.clone()), wires.clone());
                }
                if before.iter().zip(&after).any(|(before, after)| after > before) {
                    self.add(Change::CareGained(part.clone()), wires.clone());
                }
            }
            let is_content = |field: &str| match part.kind {
                PartKind::Action => ["kind", "timing", "dose"].contains(&field),
                PartKind::Condition => field == "review",
                _ => false,
            };
            if change.fields.iter().any(|field| is_content(field.field)) || change.is_reworded_list() {
                self.add(Change::Content(part.clone()), wires);
            }
        }
    }

    /// Everybody is told all red flags of the pack, and whom to call.
    fn safety_net(&mut self, parts: &[PartChange]) {
        let (old, new) = (self.before.pack, self.after.pack);
        for flag in old.red_flags() {
            if new.red_flag_named(flag.id.as_str()).is_none() {
                self.add(Change::SafetyNetLost(flag.id.to_string()), vec![Wire::TRUE]);
            }
        }
        for flag in new.red_flags() {
            if old.red_flag_named(flag.id.as_str()).is_none() {
                self.add(Change::SafetyNetGained(flag.id.to_string()), vec![Wire::TRUE]);
            }
        }
        for region in old.regions() {
            let still = new.regions().iter().find(|known| known.id == region.id);
            let has_all = still.is_some_and(|still| {
                let urgent =
                    |of: &sinew_model::Region| of.urgent.as_ref().map(|contact| contact.number.clone());
                region.emergency.iter().all(|number| still.emergency.contains(number))
                    && (region.urgent.is_none() || urgent(region) == urgent(still))
            });
            let part = Part::new(PartKind::Region, &region.id);
            let whom_to_call = ["emergency", "urgent", "locales"];
            let differs = |change: &PartChange| {
                change.part == part && change.fields.iter().any(|field| whom_to_call.contains(&field.field))
            };
            if !has_all {
                self.add(Change::CareLost(part), vec![Wire::TRUE]);
            } else if parts.iter().any(differs) {
                self.add(Change::Content(part), vec![Wire::TRUE]);
            }
        }
    }

    fn actions(&self) -> Vec<String> {
        let (old, new) = (self.before.pack, self.after.pack);
        both(new.actions().iter(), old.actions().iter(), |action| action.id.to_string())
    }

    fn conditions(&self) -> Vec<String> {
        let (old, new) = (self.before.pack, self.after.pack);
        both(new.conditions().iter(), old.conditions().iter(), |condition| condition.id.to_string())
    }

    fn advice(&mut self, same: Wire) {
        let (old, new) = (self.before.pack, self.after.pack);
        let flags = both(new.red_flags().iter(), old.red_flags().iter(), |flag| flag.id.to_string());
        let mut pairs = Vec::new();
        for id in flags {
            pairs.push((id.clone(), self.before.fires(&id), self.after.fires(&id)));
            pairs.push((id.clone(), self.before.open(&id), self.after.open(&id)));
        }
        self.come_and_go(Aspect::RedFlags, same, pairs);
        let exits = both(new.exits().iter(), old.exits().iter(), |exit| exit.id.to_string());
        let pairs = exits.into_iter().map(|id| (id.clone(), self.before.exit(&id), self.after.exit(&id)));
        let pairs = pairs.collect();
        self.come_and_go(Aspect::Exits, same, pairs);
        let mut pairs = Vec::new();
        for id in self.conditions() {
            pairs.push((id.clone(), self.before.for_itself(&id), self.after.for_itself(&id)));
            pairs.push((id.clone(), self.before.beside(&id), self.after.beside(&id)));
        }
        self.come_and_go(Aspect::Conditions, same, pairs);
        self.bands(same);
        let causes = both(new.causes().iter(), old.causes().iter(), |cause| cause.id.to_string());
        let pairs = causes.into_iter().map(|id| (id.clone(), self.before.cause(&id), self.after.cause(&id)));
        let pairs = pairs.collect();
        self.come_and_go(Aspect::Causes, same, pairs);
        let actions = self.actions();
        let pairs =
            actions.into_iter().map(|id| (id.clone(), self.before.offered(&id), self.after.offered(&id)));
        let pairs = pairs.collect();
        self.come_and_go(Aspect::Actions, same, pairs);
        self.order(same);
    }

    /// What is there before or after, and not both.
    fn come_and_go(&mut self, aspect: Aspect, same: Wire, pairs: Vec<(String, Wire, Wire)>) {
        let mut any = Wire::FALSE;
        let mut moved = Vec::new();
        for (id, was, is) in pairs {
            let differs = self.differ(was, is);
            any = self.circuit.or(any, differs);
            for (how, wires) in
                [(Movement::Appears, vec![same, is, !was]), (Movement::Disappears, vec![same, was, !is])]
            {
                if differs != Wire::FALSE {
                    moved.push((Moved { id: id.clone(), how }, wires));
                }
            }
        }
        self.add_advice(aspect, same, any, moved);
    }

    fn add_advice(&mut self, aspect: Aspect, same: Wire, any: Wire, moved: Vec<(Moved, Vec<Wire>)>) {
        let change = Change::Advice(aspect, Vec::new());
        self.all.push(Candidate { change, wires: vec![same, any], moved });
    }

    fn bands(&mut self, same: Wire) {
        let mut any = Wire::FALSE;
        let mut moved = Vec::new();
        for id in self.conditions() {
            let shown = (self.before.shown(self.circuit, &id), self.after.shown(self.circuit, &id));
            let shown = self.circuit.and(shown.0, shown.1);
            let mut differs = Wire::FALSE;
            for (was, is) in [
                (&self.before.decided.fits_partly, &self.after.decided.fits_partly),
                (&self.before.decided.fits_well, &self.after.decided.fits_well),
            ] {
                let (was, is) = (self.before.of_condition(&id, was), self.after.of_condition(&id, is));
                let other = self.differ(was, is);
                differs = self.circuit.or(differs, other);
            }
            // One that comes only with red flags has no band, whatever fits.
            let is_ranked = |side: &Side<'_>| {
                side.pack
                    .condition_named(&id)
                    .is_some_and(|index| side.pack.conditions()[index].only_with.is_empty())
            };
            if is_ranked(&self.before) != is_ranked(&self.after) {
                differs = Wire::TRUE;
            }
            let wire = self.circuit.and(shown, differs);
            any = self.circuit.or(any, wire);
            if wire != Wire::FALSE {
                moved.push((Moved { id, how: Movement::Changes }, vec![same, wire]));
            }
        }
        self.add_advice(Aspect::Bands, same, any, moved);
    }

    fn order(&mut self, same: Wire) {
        let (mut any, mut moved) = (Wire::FALSE, Vec::new());
        let conditions = self.conditions();
        for (place, one) in conditions.iter().enumerate() {
            for other in &conditions[place + 1..] {
                let (Some(was), Some(is)) = (self.before.before(one, other), self.after.before(one, other))
                else {
                    continue;
                };
                let differs = self.differ(was, is);
                let wire = self.circuit.all([
                    differs,
                    self.before.for_itself(one),
                    self.before.for_itself(other),
                    self.after.for_itself(one),
                    self.after.for_itself(other),
                ]);
                any = self.circuit.or(any, wire);
            }
        }
        if any != Wire::FALSE {
            let moves = Moved { id: "conditions".into(), how: Movement::Changes };
            moved.push((moves, vec![same, any]));
        }
        let actions = self.action_order();
        if actions != Wire::FALSE {
            moved.push((Moved { id: "actions".into(), how: Movement::Changes }, vec![same, actions]));
        }
        any = self.circuit.or(any, actions);
        self.add_advice(Aspect::Order, same, any, moved);
    }

    /// On where two actions that are offered before and after have changed places.
    fn action_order(&mut self) -> Wire {
        let (old, new) = (self.before.pack, self.after.pack);
        let in_both: Vec<(ActionIx, ActionIx, Wire)> = new
            .actions()
            .iter_indexed()
            .filter_map(|(after, action)| Some((old.action_named(action.id.as_str())?, after)))
            .map(|(before, after)| {
                let offered = (self.before.decided.actions[before], self.after.decided.actions[after]);
                (before, after, self.circuit.and(offered.0, offered.1))
            })
            .filter(|(_, _, offered)| *offered != Wire::FALSE)
            .collect();
        let points: Vec<(Number, Number)> = in_both
            .iter()
            .map(|(before, after, _)| {
                (self.before.points(self.circuit, *before), self.after.points(self.circuit, *after))
            })
            .collect();
        let mut any = Wire::FALSE;
        for i in 0..in_both.len() {
            for j in i + 1..in_both.len() {
                // Of equal points the first in the pack stands first.
                let was = points[i].0.exceeds(self.circuit, &points[j].0, in_both[i].0 > in_both[j].0);
                let is = points[i].1.exceeds(self.circuit, &points[j].1, false);
                let differs = self.differ(was, is);
                let wire = self.circuit.all([differs, in_both[i].2, in_both[j].2]);
                any = self.circuit.or(any, wire);
            }
        }
        any
    }
}

/// On where a red flag is raised on one side, and on the other side nobody tells all that it tells them to do and not to do, or the
/// same flag has less to say.
fn untold(circuit: &mut Circuit, one: &Side<'_>, other: &Side<'_>, id: &str) -> Wire {
    let Some(flag) = one.pack.red_flag_named(id).map(|flag| &one.pack.red_flags()[flag]) else {
        return Wire::FALSE;
    };
    let raised = one.raised(circuit, id);
    let part = Part::new(PartKind::RedFlag, id);
    let says_as_much = one
        .entries(&part)
        .zip(other.entries(&part))
        .is_some_and(|(before, after)| before.iter().zip(&after).all(|(before, after)| after >= before));
    let still = other.raised(circuit, id);
    if other.pack.red_flag_named(id).is_some() && !says_as_much {
        // Less is said where both raise it; where only one does, what others say counts.
        let elsewhere = told_elsewhere(circuit, other, flag);
        let lost = circuit.or(still, !elsewhere);
        return circuit.and(raised, lost);
    }
    let elsewhere = told_elsewhere(circuit, other, flag);
    circuit.all([raised, !still, !elsewhere])
}

/// On where some red flag that is raised tells each thing to do and not to do that this one tells, in the same words.
fn told_elsewhere(circuit: &mut Circuit, side: &Side<'_>, flag: &RedFlag) -> Wire {
    let mut all = Wire::TRUE;
    let lists: [fn(&RedFlag) -> &[String]; 2] = [|flag| &flag.actions, |flag| &flag.do_not];
    for (list, text) in lists.iter().flat_map(|list| list(flag).iter().map(move |text| (list, text))) {
        let tellers: Vec<String> = side
            .pack
            .red_flags()
            .iter()
            .filter(|other| list(other).contains(text))
            .map(|other| other.id.to_string())
            .collect();
        let mut told = Wire::FALSE;
        for teller in tellers {
            let raised = side.raised(circuit, &teller);
            told = circuit.or(told, raised);
        }
        all = circuit.and(all, told);
    }
    all
}
