//! What is worked out in figures, for one part of a block: how well conditions fit, which are shown, and which actions are offered.

use super::{Batch, Condition, Line, Offer, Weight, all, narrow};
use crate::{
    columns::{Decisions, NONE},
    lanes::{self, Bits, LANES, Lanes, Processor, SignedLanes, Word, Words},
};
use sinew_engine::rules::{CONDITION_POINTS, FURTHER_CONDITION_POINTS, SHOWN_AT_MOST};
use sinew_model::Band;

/// The figures of one part, written over for the next.
#[derive(Debug, Clone)]
pub(super) struct Figures {
    /// By condition.
    evidence: Vec<Lanes>,
    /// By condition.
    keys: Vec<Lanes>,
    /// By condition: what the first action of its list earns.
    shares: Vec<Lanes>,
    /// The keys of conditions by their place on the page.
    shown: Vec<Lanes>,
    /// By cause: who has it.
    causes: Vec<Lanes>,
    /// The keys of actions by their place on the page.
    offered: Vec<Lanes>,
}

impl Figures {
    pub(super) fn of(batch: &Batch) -> Self {
        let lanes = |count| vec![[0; LANES]; count];
        Self {
            evidence: lanes(batch.conditions.len()),
            keys: lanes(batch.conditions.len()),
            shares: lanes(batch.conditions.len()),
            shown: lanes(batch.for_itself),
            causes: lanes(batch.causes.len()),
            offered: lanes(batch.shape.actions),
        }
    }
}

/// A part of a block, with all planes.
#[derive(Clone, Copy)]
pub(super) struct Part<'a, P> {
    pub(super) planes: &'a [Words],
    /// Which one of the block.
    pub(super) number: usize,
    pub(super) processor: P,
}

impl<P: Processor> Part<'_, P> {
    /// For whom a plane holds.
    #[inline(always)]
    fn sure(self, plane: usize) -> Lanes {
        self.processor.spread(self.planes[plane].sure[self.number])
    }

    /// For whom a plane holds or may hold.
    #[inline(always)]
    fn maybe(self, plane: usize) -> Lanes {
        self.processor.spread(self.planes[plane].maybe[self.number])
    }
}

/// What red flags and exits say about a part.
pub(super) struct Flagged {
    /// By urgency, who has it.
    pub(super) at: [Bits; 5],
    /// Who has neither an emergency nor an exit.
    pub(super) left: Bits,
}

/// Whom something may be said to.
struct Allowed {
    /// Those who may be told everything.
    all: Lanes,
    /// Those who may be told what it might be.
    conditions: Lanes,
}

/// Which of two weights is taken.
pub(super) type Pick = fn(i16, i16) -> i16;

/// Writes which exit those of a part take.
#[inline(always)]
pub(super) fn name_exit(
    processor: impl Processor,
    exits: &mut [u8],
    part: usize,
    holds: &Word,
    number: usize,
) {
    let mask = processor.spread(holds[part]);
    let exits = &mut exits[part * LANES..(part + 1) * LANES];
    for lane in 0..LANES {
        let is_it = mask[lane] as u8;
        exits[lane] = (exits[lane] & !is_it) | (number as u8 & is_it);
    }
}

impl Batch {
    /// Works out all figures of a part, of which the first person is given, and writes them. Says who is told everything, and beside
    /// whom a companion is called for, so that it has to be decided for them alone.
    #[inline(always)]
    pub(super) fn part(
        &self,
        part: Part<'_, impl Processor>,
        flagged: &Flagged,
        figures: &mut Figures,
        decisions: &mut Decisions,
        first: usize,
    ) -> (Bits, Bits) {
        let Figures { evidence, keys, shares, shown, causes, offered } = figures;
        let here = first..first + LANES;
        let mut urgency = [0u16; LANES];
        for (level, who) in flagged.at.iter().enumerate().skip(1) {
            lanes::select(&mut urgency, &part.processor.spread(*who), narrow(level));
        }
        let left = part.processor.spread(flagged.left);

        // How well each condition fits, and what that asks for.
        for (condition, evidence) in self.conditions.iter().zip(evidence.iter_mut()) {
            if !condition.is_ranked && condition.companions.is_empty() {
                continue;
            }
            let weights = evidence_of(part, condition, None);
            for lane in 0..LANES {
                evidence[lane] = weights[lane].cast_unsigned();
            }
            if condition.is_ranked && condition.care > 0 {
                let well = lanes::small(Band::WELL.value());
                for lane in 0..LANES {
                    let fits = if weights[lane] >= well { left[lane] } else { 0 };
                    urgency[lane] = urgency[lane].max(condition.care & fits);
                }
            }
        }
        let mut allowed = Allowed { all: [0; LANES], conditions: [0; LANES] };
        for lane in 0..LANES {
            allowed.all[lane] = below(urgency[lane], 3) & left[lane];
            allowed.conditions[lane] = below(urgency[lane], 4) & left[lane];
        }
        lanes::bytes(&urgency, &mut decisions.urgency[here.clone()]);

        let (pressing, best) = self.rank(part, evidence, keys, &allowed);
        self.place(part, shown, &allowed, &pressing, &best);
        self.share(shown, shares);
        let called = self.companions_called(part, shares, &allowed);
        for (place, column) in decisions.conditions.iter_mut().enumerate() {
            let (names, bands) = (&mut column[here.clone()], &mut decisions.bands[place][here.clone()]);
            decisions.companion_of[place][here.clone()].fill(NONE);
            if let Some(keys) = shown.get(place) {
                self.name_conditions(keys, names, bands);
            } else {
                names.fill(NONE);
                bands.fill(NONE);
            }
        }

        for (plane, named) in self.causes.iter().zip(causes.iter_mut()) {
            *named = part.sure(*plane);
        }
        self.offer(part, shares, causes, offered, &allowed);
        for (keys, column) in offered.iter().zip(&mut decisions.actions) {
            let mask = (1u16 << self.action_bits) - 1;
            let mut names = [0; LANES];
            for lane in 0..LANES {
                let none = if keys[lane] == 0 { u16::MAX } else { 0 };
                names[lane] = (mask - (keys[lane] & mask)) | none;
            }
            lanes::bytes(&names, &mut column[here.clone()]);
        }
        (lanes::collect(&allowed.all), called)
    }

    /// What a key says of a condition besides its score: the first in pack order is the greatest.
    #[inline(always)]
    fn name(&self, condition: usize) -> u16 {
        (1u16 << self.condition_bits) - 1 - narrow(condition)
    }

    /// A key for each condition that may have a place: band, total, order. Gives that of the condition that sets the urgency, and the
    /// greatest of all, as many as are shown at most.
    #[inline(always)]
    fn rank(
        &self,
        part: Part<'_, impl Processor>,
        evidence: &[Lanes],
        keys: &mut [Lanes],
        allowed: &Allowed,
    ) -> (Lanes, [Lanes; SHOWN_AT_MOST]) {
        let bits = self.condition_bits;
        let mut most = [0u16; LANES];
        let mut best = [[0u16; LANES]; SHOWN_AT_MOST];
        let (partly, well) = (lanes::small(Band::PARTLY.value()), lanes::small(Band::WELL.value()));
        let from = (2 * self.range) << bits;
        for (number, condition) in self.conditions.iter().enumerate() {
            if !condition.is_ranked {
                continue;
            }
            let mut total = [condition.prior; LANES];
            for (plane, shift) in &condition.adjustments {
                lanes::add(&mut total, &part.sure(*plane), *shift);
            }
            let name = self.name(number);
            let always = if condition.care >= 3 { u16::MAX } else { 0 };
            let evidence = evidence[number];
            let mut key = [0; LANES];
            for lane in 0..LANES {
                let weight = evidence[lane].cast_signed();
                let band = u16::from(weight >= partly) + u16::from(weight >= well);
                let total = total[lane].wrapping_add(weight).wrapping_sub(self.lowest).cast_unsigned();
                let score = band.wrapping_mul(self.range).wrapping_add(total);
                key[lane] = ((score << bits) | name) & (allowed.all[lane] | always);
            }
            if condition.care > 0 {
                for lane in 0..LANES {
                    let fits = if key[lane] >= from { u16::MAX } else { 0 };
                    most[lane] = most[lane].max(condition.care & fits);
                }
            }
            lanes::insert(&mut best, key);
            keys[number] = key;
        }
        let mut pressing = [0u16; LANES];
        for (number, condition) in self.conditions.iter().enumerate() {
            if condition.is_ranked && condition.care > 0 {
                let key = keys[number];
                for lane in 0..LANES {
                    let is_it =
                        if (key[lane] >= from) & (most[lane] == condition.care) { u16::MAX } else { 0 };
                    pressing[lane] = pressing[lane].max(key[lane] & is_it);
                }
            }
        }
        (pressing, best)
    }

    /// Puts the keys of what is shown for itself into their places.
    #[inline(always)]
    fn place(
        &self,
        part: Part<'_, impl Processor>,
        shown: &mut [Lanes],
        allowed: &Allowed,
        pressing: &Lanes,
        best: &[Lanes; SHOWN_AT_MOST],
    ) {
        shown.fill([0; LANES]);
        let mut next = [0u16; LANES];
        // What red flags bring has a band of its own above all others, so that it can be told apart.
        for number in &self.with_flags {
            let mut fired = [0; LANES];
            for flag in &self.conditions[*number].only_with {
                let of = part.sure(self.flags[*flag].0.plane);
                for lane in 0..LANES {
                    fired[lane] |= of[lane];
                }
            }
            let key = ((3 * self.range) << self.condition_bits) | self.name(*number);
            let mut keys = [0; LANES];
            for lane in 0..LANES {
                keys[lane] = key & fired[lane] & allowed.conditions[lane];
            }
            append(shown, &mut next, &keys);
        }
        let named = next;
        let fits_from = self.range << self.condition_bits;
        let mut is_shown = [0u16; LANES];
        for (turn, best) in best.iter().enumerate() {
            let mut taken = [0u16; LANES];
            for lane in 0..LANES {
                let has_room = named[lane] + narrow(turn) < narrow(SHOWN_AT_MOST);
                let is_in = (best[lane] >= fits_from) & has_room;
                // Nothing fits: the first of all is shown, if nothing else is and no help is needed today.
                let is_first = (turn == 0) & (named[lane] == 0) & (allowed.all[lane] != 0);
                let mask = if is_in | is_first { allowed.conditions[lane] } else { 0 };
                taken[lane] = best[lane] & mask;
                let is_pressing = (taken[lane] != 0) & (taken[lane] == pressing[lane]);
                is_shown[lane] |= if is_pressing { u16::MAX } else { 0 };
            }
            append(shown, &mut next, &taken);
        }
        // What sets the urgency takes the last place if it has none.
        let mut last = [0u16; LANES];
        let mut needs = [0u16; LANES];
        for lane in 0..LANES {
            let wants = (pressing[lane] != 0) & (is_shown[lane] == 0);
            needs[lane] = if wants { allowed.conditions[lane] } else { 0 };
            let has_room = named[lane] < narrow(SHOWN_AT_MOST);
            last[lane] = next[lane].wrapping_sub(u16::from(has_room));
        }
        for (place, shown) in shown.iter_mut().enumerate() {
            let mut keys = *shown;
            for lane in 0..LANES {
                let here = if last[lane] == narrow(place) { needs[lane] } else { 0 };
                keys[lane] = (keys[lane] & !here) | (pressing[lane] & here);
            }
            *shown = keys;
        }
    }

    /// What the first action of each condition earns, by the place of the condition.
    #[inline(always)]
    fn share(&self, shown: &[Lanes], shares: &mut [Lanes]) {
        shares.fill([0; LANES]);
        let earned = CONDITION_POINTS.into_iter().chain(std::iter::repeat(FURTHER_CONDITION_POINTS));
        let mask = (1u16 << self.condition_bits) - 1;
        for (keys, earned) in shown.iter().zip(earned) {
            let mut names = [0; LANES];
            for lane in 0..LANES {
                // No condition has the name of nothing.
                let none = if keys[lane] == 0 { u16::MAX } else { 0 };
                names[lane] = (keys[lane] & mask) | none;
            }
            for (number, shares) in shares.iter_mut().enumerate() {
                let name = self.name(number);
                let mut share = *shares;
                for lane in 0..LANES {
                    let is_it = if names[lane] == name { u16::MAX } else { 0 };
                    share[lane] |= is_it & earned as u16;
                }
                *shares = share;
            }
        }
    }

    /// Beside whom a companion is shown.
    #[inline(always)]
    fn companions_called(&self, part: Part<'_, impl Processor>, shares: &[Lanes], allowed: &Allowed) -> Bits {
        let mut called = [0u16; LANES];
        for (number, condition) in self.conditions.iter().enumerate() {
            for (companion, when) in &condition.companions {
                let maybe = when.map_or([u16::MAX; LANES], |plane| part.maybe(plane));
                let always = if self.conditions[*companion].care >= 3 { u16::MAX } else { 0 };
                let (beside, itself) = (shares[number], shares[*companion]);
                for lane in 0..LANES {
                    let is_new = if (beside[lane] != 0) & (itself[lane] == 0) { u16::MAX } else { 0 };
                    called[lane] |=
                        is_new & maybe[lane] & allowed.conditions[lane] & (allowed.all[lane] | always);
                }
            }
        }
        lanes::collect(&called)
    }

    /// Writes which conditions these keys are, and how well they fit.
    #[inline(always)]
    fn name_conditions(&self, keys: &Lanes, conditions: &mut [u8], bands: &mut [u8]) {
        let bits = self.condition_bits;
        let mask = (1u16 << bits) - 1;
        let (partly, well, flagged) =
            (self.range << bits, (2 * self.range) << bits, (3 * self.range) << bits);
        let (mut names, mut fits) = ([0u16; LANES], [0u16; LANES]);
        for lane in 0..LANES {
            let none = if keys[lane] == 0 { u16::MAX } else { 0 };
            names[lane] = (mask - (keys[lane] & mask)) | none;
            let by_flag = if keys[lane] >= flagged { u16::MAX } else { 0 };
            fits[lane] = u16::from(keys[lane] >= partly) + u16::from(keys[lane] >= well);
            fits[lane] |= none | by_flag;
        }
        lanes::bytes(&names, conditions);
        lanes::bytes(&fits, bands);
    }

    /// Takes the best actions of each kind, as many as there is room for, and puts all of them into order.
    #[inline(always)]
    fn offer(
        &self,
        part: Part<'_, impl Processor>,
        shares: &[Lanes],
        causes: &[Lanes],
        offered: &mut [Lanes],
        allowed: &Allowed,
    ) {
        offered.fill([0; LANES]);
        for (number, shelf) in self.shelves.iter().enumerate() {
            for offer in &shelf.offers {
                let kept = part.maybe(offer.kept_away);
                let points = points(offer, shares, causes);
                let mut key = [0; LANES];
                for lane in 0..LANES {
                    let helps = if points[lane] != 0 { allowed.all[lane] } else { 0 };
                    key[lane] = ((points[lane] << self.action_bits) | offer.name) & helps & !kept[lane];
                }
                lanes::insert(&mut offered[shelf.places.clone()], key);
            }
            // Those of the first kind are in order already.
            if number > 0 {
                for place in shelf.places.clone() {
                    let (before, behind) = offered.split_at_mut(place);
                    if let Some(key) = behind.first_mut() {
                        *key = lanes::insert(before, *key);
                    }
                }
            }
        }
    }
}

/// What an action comes to.
#[inline(always)]
fn points(offer: &Offer, shares: &[Lanes], causes: &[Lanes]) -> Lanes {
    let mut points = [offer.always; LANES];
    for (condition, worth) in &offer.by_condition {
        let (share, worth) = (shares[*condition], *worth);
        for lane in 0..LANES {
            points[lane] = points[lane].wrapping_add(share[lane].wrapping_mul(worth));
        }
    }
    for (cause, earned) in &offer.by_cause {
        let (named, earned) = (causes[*cause], *earned);
        for lane in 0..LANES {
            points[lane] = points[lane].wrapping_add(named[lane] & earned);
        }
    }
    points
}

/// The evidence of a condition; where something is not settled, with the weight that is picked.
#[inline(always)]
pub(super) fn evidence_of(
    part: Part<'_, impl Processor>,
    condition: &Condition,
    open: Option<(&[Word], Pick)>,
) -> SignedLanes {
    let unsettled = |line: &Line| {
        open.map(|(settled, pick)| {
            let is_open = part.planes[line.asked.plane].open();
            let bits = lanes::and_not(is_open, all(settled, &line.asked.named))[part.number];
            (part.processor.spread(bits), pick(pick(line.if_holds, line.if_fails), 0))
        })
    };
    let mut sum = [condition.all_failing; LANES];
    for Weight { plane, decibans } in &condition.alone.holding {
        lanes::add(&mut sum, &part.sure(*plane), *decibans);
    }
    for Weight { plane, decibans } in &condition.alone.failing {
        // Taken away again where the bit does not fail; sums wrap around and back.
        lanes::add(&mut sum, &part.maybe(*plane), decibans.wrapping_neg());
    }
    if open.is_some() {
        for (mask, weight) in condition.alone.lines.iter().filter_map(unsettled) {
            lanes::add(&mut sum, &mask, weight);
        }
    }
    for group in &condition.groups {
        let (mut for_it, mut against) = ([0i16; LANES], [0i16; LANES]);
        for Weight { plane, decibans } in &group.holding {
            lanes::strongest(&mut for_it, &mut against, &part.sure(*plane), *decibans);
        }
        for Weight { plane, decibans } in &group.failing {
            lanes::strongest(&mut for_it, &mut against, &lanes::off(part.maybe(*plane)), *decibans);
        }
        if open.is_some() {
            for (mask, weight) in group.lines.iter().filter_map(unsettled) {
                lanes::strongest(&mut for_it, &mut against, &mask, weight);
            }
        }
        for lane in 0..LANES {
            sum[lane] = sum[lane].wrapping_add(for_it[lane]).wrapping_add(against[lane]);
        }
    }
    sum
}

/// Puts keys behind what is shown already.
#[inline(always)]
fn append(shown: &mut [Lanes], next: &mut Lanes, keys: &Lanes) {
    for (place, shown) in shown.iter_mut().enumerate() {
        let mut held = *shown;
        for lane in 0..LANES {
            let here = if next[lane] == narrow(place) { keys[lane] } else { 0 };
            held[lane] |= here;
        }
        *shown = held;
    }
    for lane in 0..LANES {
        next[lane] += u16::from(keys[lane] != 0);
    }
}

#[inline(always)]
fn below(value: u16, limit: u16) -> u16 {
    if value < limit { u16::MAX } else { 0 }
}
