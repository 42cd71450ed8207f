//! The figures of a pack as tables: evidence, conditions, red flags and actions, without their formulas.

use crate::{
    layout::Layout,
    network::Network,
    planes::{FindingSet, Place, PlacedLiteral, Planes, for_each_bit, within},
};
use sinew_engine::rules::{ALWAYS_POINTS, CAUSE_POINTS, Slot, worth_in_list};
use sinew_logic::Truth;
use sinew_model::{ActionIx, ConditionIx, Decibans, Index as _, Pack, RedFlagIx, Urgency};
use std::{collections::BTreeMap, ops::Range};

/// A line of evidence.
#[derive(Debug, Clone)]
struct Line {
    condition: u32,
    /// Its group among the sums.
    sum: u32,
    /// What it weighs if its bit holds.
    if_holds: i32,
    /// What it weighs if its bit fails.
    if_fails: i32,
    /// Whether its bit is the contrary of its formula.
    is_negated: bool,
    named: FindingSet,
}

/// A condition.
#[derive(Debug, Clone)]
pub(crate) struct ConditionRow {
    pub(crate) care: Urgency,
    pub(crate) is_ranked: bool,
    /// If it is not ranked: the flags that it is shown with.
    pub(crate) only_with: Vec<u64>,
    /// The conditions without which it is never shown, and when.
    pub(crate) companions: Vec<(ConditionIx, Option<Place>)>,
    /// Its actions and what each is worth in its list.
    pub(crate) actions: Vec<(u32, u32)>,
    pub(crate) lines: Range<usize>,
    sums: Range<usize>,
}

/// An action.
#[derive(Debug, Clone)]
pub(crate) struct ActionRow {
    /// Its limit, by its place among the limits.
    pub(crate) slot: u32,
    /// Points that it has whatever is so.
    pub(crate) points: u32,
}

/// The evidence of this condition could come to a sum that is too large to be added up in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge(pub(crate) ConditionIx);

/// The bits of one word of lines and adjustments.
#[derive(Debug, Clone, Copy, Default)]
struct LineKinds {
    /// Lines that count for themselves.
    alone: u64,
    /// Lines of which only the strongest of a group count.
    grouped: u64,
    /// Lines that weigh something if their bit fails.
    failing: u64,
}

/// All figures that the decision uses.
#[derive(Debug, Clone)]
pub(crate) struct Tables {
    pub(crate) layout: Layout,
    lines: Vec<Line>,
    /// The condition and the shift of each adjustment; they stand behind the lines.
    adjustments: Vec<(u32, i32)>,
    /// Of the words of the lines and adjustments, what each bit is.
    kinds: Vec<LineKinds>,
    /// Of each condition its prior, and its evidence if the bits of all lines fail that count for themselves.
    all_failing: Vec<Score>,
    pub(crate) sums: usize,
    pub(crate) conditions: Vec<ConditionRow>,
    /// Those that are shown only with flags.
    pub(crate) with_flags: Vec<u32>,
    /// For each urgency, from the least: the flags that have it.
    pub(crate) flags_at: [Vec<u64>; 5],
    /// For each urgency, from the least: the flags that have it while they are unknown.
    pub(crate) floors_at: [Vec<u64>; 5],
    pub(crate) exits: Vec<Urgency>,
    pub(crate) exits_named: Vec<FindingSet>,
    pub(crate) flags_named: Vec<FindingSet>,
    /// For each cause its actions and the points they get.
    pub(crate) causes: Vec<Vec<(u32, u32)>>,
    pub(crate) actions: Vec<ActionRow>,
    /// How many actions each limit lets through.
    pub(crate) rooms: Vec<u32>,
    /// The actions that have points whatever is so.
    pub(crate) always: Vec<u64>,
}

impl Tables {
    pub(crate) fn of(pack: &Pack, network: &Network, layout: Layout) -> Result<Self, TooLarge> {
        let mut tables = Self {
            lines: Vec::new(),
            adjustments: Vec::new(),
            kinds: vec![LineKinds::default(); layout.lines.len().div_ceil(64)],
            all_failing: Vec::new(),
            sums: 0,
            conditions: Vec::new(),
            with_flags: Vec::new(),
            flags_at: Default::default(),
            floors_at: Default::default(),
            exits: pack.exits().iter().map(|exit| exit.urgency).collect(),
            exits_named: named(&network.roots.exits),
            flags_named: named(&network.roots.flags),
            causes: Vec::new(),
            actions: Vec::new(),
            rooms: Vec::new(),
            always: vec![0; layout.actions.len().div_ceil(64)],
            layout,
        };
        for index in pack.conditions().indices() {
            tables.add_condition(pack, network, index)?;
        }
        tables.add_flags(pack);
        tables.add_actions(pack);
        Ok(tables)
    }

    fn add_condition(&mut self, pack: &Pack, network: &Network, index: ConditionIx) -> Result<(), TooLarge> {
        let condition = &pack.conditions()[index];
        let short = |at: usize| u32::try_from(at).expect("tables are far shorter than 2^32");
        let number = short(index.position());
        let (first_line, first_sum) = (self.lines.len(), self.sums);
        let mut groups: BTreeMap<u32, usize> = BTreeMap::new();
        // A line that is alone in its group counts for itself.
        let is_shared =
            |group: &u32| condition.evidence.iter().filter(|line| line.group == Some(*group)).count() > 1;
        let mut all_failing = 0;
        for (line, root) in condition.evidence.iter().zip(&network.roots.lines[index.position()]) {
            let fresh = self.sums;
            let group = line.group.filter(is_shared);
            let sum = group.map_or(fresh, |group| *groups.entry(group).or_insert(fresh));
            self.sums += usize::from(sum == fresh);
            let [if_holds, if_fails] = root.weights(line).map(Decibans::value);
            let (kinds, bit) = (&mut self.kinds[self.lines.len() / 64], 1 << (self.lines.len() % 64));
            if if_fails != 0 {
                kinds.failing |= bit;
            }
            if group.is_some() {
                kinds.grouped |= bit;
            } else {
                kinds.alone |= bit;
                all_failing += i64::from(if_fails);
            }
            let named = FindingSet::of(root.named.iter().copied());
            let is_negated = root.literal.is_negated;
            self.lines.push(Line {
                condition: number,
                sum: short(sum),
                if_holds,
                if_fails,
                is_negated,
                named,
            });
        }
        self.adjustments
            .extend(condition.adjustments.iter().map(|adjustment| (number, adjustment.shift.value())));
        // The engine lets sums stop at the ends of their range, which no longer is the same in every order.
        let size = |weight: Decibans| i64::from(weight.value().unsigned_abs());
        let lines: i64 = condition.evidence.iter().map(|line| size(line.present) + size(line.absent)).sum();
        let shifts: i64 = condition.adjustments.iter().map(|adjustment| size(adjustment.shift)).sum();
        if lines + shifts + size(condition.prior.weight) > i64::from(i32::MAX / 2) {
            return Err(TooLarge(index));
        }
        let evidence = i32::try_from(all_failing).expect("it is less than all sizes together");
        self.all_failing.push(Score { evidence, shift: condition.prior.weight.value() });
        let is_ranked = condition.only_with.is_empty();
        if !is_ranked {
            self.with_flags.push(number);
        }
        let places = &self.layout.companions[index.position()];
        self.conditions.push(ConditionRow {
            care: condition.care,
            is_ranked,
            only_with: bits(pack.red_flags().len(), condition.only_with.iter().copied()),
            companions: condition
                .never_without
                .iter()
                .zip(places)
                .map(|(companion, place)| (companion.condition, *place))
                .collect(),
            actions: listed(&condition.actions, 1),
            lines: first_line..self.lines.len(),
            sums: first_sum..self.sums,
        });
        Ok(())
    }

    fn add_flags(&mut self, pack: &Pack) {
        let flags = pack.red_flags();
        for (level, urgency) in Urgency::ALL.into_iter().enumerate() {
            let at = flags.iter_indexed().filter(|(_, flag)| flag.urgency == urgency);
            self.flags_at[level] = bits(flags.len(), at.map(|(index, _)| index));
            let at = flags.iter_indexed().filter(|(_, flag)| flag.floor_when_unknown() == urgency);
            self.floors_at[level] = bits(flags.len(), at.map(|(index, _)| index));
        }
    }

    fn add_actions(&mut self, pack: &Pack) {
        self.causes = pack.causes().iter().map(|cause| listed(&cause.actions, CAUSE_POINTS)).collect();
        let mut slots: BTreeMap<Slot, u32> = BTreeMap::new();
        for (index, action) in pack.actions().iter_indexed() {
            let slot = Slot::of(action);
            let next = u32::try_from(slots.len()).unwrap_or(u32::MAX);
            let place = *slots.entry(slot).or_insert(next);
            if place == next {
                self.rooms.push(u32::try_from(slot.room()).unwrap_or(u32::MAX));
            }
            let points = if action.always { ALWAYS_POINTS } else { 0 };
            if action.always {
                self.always[index.position() / 64] |= 1 << (index.position() % 64);
            }
            self.actions.push(ActionRow { slot: place, points });
        }
    }

    #[inline]
    pub(crate) fn line_place(&self, line: usize) -> Place {
        Place::at(self.layout.lines.start + line)
    }

    /// What says whether a line is present.
    #[inline]
    pub(crate) fn line_literal(&self, line: usize) -> PlacedLiteral {
        PlacedLiteral { place: self.line_place(line), is_negated: self.lines[line].is_negated }
    }

    pub(crate) fn line_named(&self, line: usize) -> &FindingSet {
        &self.lines[line].named
    }

    /// The evidence of one condition, by whether the bits of its lines hold. Of a line that is not settled, which is none, the weight that
    /// `pick` takes.
    pub(crate) fn bound(
        &self,
        condition: usize,
        sums: &mut [(i32, i32)],
        pick: fn(Decibans, Decibans) -> Decibans,
        truth: impl Fn(usize) -> Option<Truth>,
    ) -> Decibans {
        let row = &self.conditions[condition];
        sums[row.sums.clone()].fill((0, 0));
        for at in row.lines.clone() {
            let line = &self.lines[at];
            let weight = match truth(at) {
                Some(Truth::True) => line.if_holds,
                Some(Truth::False) => line.if_fails,
                Some(Truth::Unknown) => 0,
                None => {
                    let (if_holds, if_fails) = (Decibans::new(line.if_holds), Decibans::new(line.if_fails));
                    pick(pick(if_holds, if_fails), Decibans::ZERO).value()
                }
            };
            let (for_it, against) = &mut sums[line.sum as usize];
            *for_it = (*for_it).max(weight);
            *against = (*against).min(weight);
        }
        Decibans::new(sums[row.sums.clone()].iter().map(|(for_it, against)| for_it + against).sum())
    }

    /// The evidence of one condition, all lines of which stand in these planes as they stay.
    #[inline]
    pub(crate) fn evidence<const K: usize>(
        &self,
        condition: usize,
        planes: &Planes<K>,
        sums: &mut [(i32, i32)],
    ) -> Decibans {
        let row = &self.conditions[condition];
        sums[row.sums.clone()].fill((0, 0));
        let mut evidence = self.all_failing[condition].evidence;
        for word in row.lines.start / 64..row.lines.end.div_ceil(64) {
            self.weigh(word, within(&row.lines, word), planes, sums, |_, more| evidence += more);
        }
        Decibans::new(evidence)
    }

    /// Adds up the evidence of all conditions, and prior and adjustments besides.
    #[inline]
    pub(crate) fn score<const K: usize>(
        &self,
        planes: &Planes<K>,
        sums: &mut [(i32, i32)],
        scores: &mut [Score],
    ) {
        sums.fill((0, 0));
        scores.copy_from_slice(&self.all_failing);
        let first = self.layout.lines.start / 64;
        for (word, kinds) in self.kinds.iter().enumerate() {
            self.weigh(word, u64::MAX, planes, sums, |line, more| {
                scores[line.condition as usize].evidence += more;
            });
            for_each_bit([planes.sure[first + word] & !kinds.alone & !kinds.grouped], |bit| {
                let (condition, shift) = self.adjustments[word * 64 + bit - self.lines.len()];
                scores[condition as usize].shift += shift;
            });
        }
    }

    /// Says what each of these lines of one word adds to its condition. Of a group only the strongest line for and the strongest line
    /// against count: what a stronger one adds is what it has more. The bits of lines that count for themselves were taken to fail, as most
    /// of most people do, and the lines are put right where they do not.
    #[inline]
    fn weigh<const K: usize>(
        &self,
        word: usize,
        among: u64,
        planes: &Planes<K>,
        sums: &mut [(i32, i32)],
        mut add: impl FnMut(&Line, i32),
    ) {
        let LineKinds { alone, grouped, failing } = self.kinds[word];
        let first = self.layout.lines.start / 64;
        let (sure, maybe) = (planes.sure[first + word], planes.maybe(first + word));
        for_each_bit([(sure | maybe & failing) & alone & among], |bit| {
            let line = &self.lines[word * 64 + bit];
            let weight = if sure >> bit & 1 == 1 { line.if_holds } else { 0 };
            add(line, weight - line.if_fails);
        });
        for_each_bit([sure & grouped & among], |bit| {
            let line = &self.lines[word * 64 + bit];
            add(line, line.more(line.if_holds, sums));
        });
        for_each_bit([failing & grouped & !maybe & among], |bit| {
            let line = &self.lines[word * 64 + bit];
            add(line, line.more(line.if_fails, sums));
        });
    }
}

impl Line {
    /// What this weight adds to its group.
    #[inline]
    fn more(&self, weight: i32, sums: &mut [(i32, i32)]) -> i32 {
        let (for_it, against) = &mut sums[self.sum as usize];
        let before = *for_it + *against;
        (*for_it, *against) = (weight.max(*for_it), weight.min(*against));
        *for_it + *against - before
    }
}

/// The score of one condition, in decibans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Score {
    pub(crate) evidence: i32,
    /// Prior and adjustments.
    pub(crate) shift: i32,
}

fn named(roots: &[crate::network::Root]) -> Vec<FindingSet> {
    roots.iter().map(|root| FindingSet::of(root.named.iter().copied())).collect()
}

/// Words with a bit for each of these flags.
fn bits(length: usize, flags: impl Iterator<Item = RedFlagIx>) -> Vec<u64> {
    let mut words = vec![0; length.div_ceil(64)];
    for flag in flags {
        words[flag.position() / 64] |= 1 << (flag.position() % 64);
    }
    words
}

/// Actions with the points that each gets at its place in a list.
fn listed(actions: &[ActionIx], share: u32) -> Vec<(u32, u32)> {
    let number = |action: &ActionIx| u32::try_from(action.position()).expect("actions are few");
    (0u32..).zip(actions).map(|(place, action)| (number(action), share * worth_in_list(place))).collect()
}
