//! The first places of the ranking go to the same conditions in the end.
//!
//! Who owns the first place is shown only if nobody surely stands before them, so that they are among those that may be shown, now
//! and in the end; and among those the order is the same. So it is the same condition, and the next place goes the same way. The
//! solver finds this for each pair of conditions, but not for the ranking at once.

use super::Proof;
use crate::{circuit::Wire, decision::Decided, number};
use sinew_engine::rules;
use sinew_model::Urgency;

/// The ranking of one half of the answers.
struct Places {
    /// Whether a ranked condition fits at least partly.
    fits: Vec<Wire>,
    /// Whether the first stands before the second.
    before: Vec<Vec<Wire>>,
    /// Whether a condition may have a place at all.
    candidates: Vec<Wire>,
    /// Whether at least so many candidates stand before it.
    ahead: Vec<Vec<Wire>>,
    /// For each place, whether a condition owns it.
    owns: Vec<Vec<Wire>>,
}

impl Proof<'_> {
    pub(super) fn places(&mut self) {
        let rest = self.rest;
        let count = self.halfway.bounds.ranked.len();
        let maybe_shown = self.halfway.stop.maybe_shown.clone();
        for i in 0..count {
            let condition = self.halfway.bounds.ranked[i];
            for [now, whole] in
                [self.both(|half| half.fits_partly[condition]), self.both(|half| half.fits_well[condition])]
            {
                self.prove_same(&[rest, maybe_shown[i]], now, whole);
            }
            for j in i + 1..count {
                let [now, whole] = self.both(|half| half.before[i][j]);
                self.prove_same(&[rest, maybe_shown[i], maybe_shown[j]], now, whole);
            }
        }
        let [now, whole] = self.both_places();
        for places in [&now, &whole] {
            self.owners_may_be_shown(places);
        }
        let allows_actions = !self.halfway.now.urgency_at_least(Urgency::SameDay);
        for place in 0..rules::SHOWN_AT_MOST {
            // What fits owns the same place. So does the first if nothing fits; it is shown then.
            let same = |this: &mut Self, one: Wire, fits: Wire, other: Wire| {
                this.prove(vec![rest, one, fits, other]);
                if place == 0 {
                    this.prove(vec![rest, one, allows_actions, other]);
                }
            };
            for i in 0..count {
                for j in (0..count).filter(|j| *j != i) {
                    same(self, now.owns[place][i], now.fits[i], whole.owns[place][j]);
                }
            }
            for i in 0..count {
                same(self, now.owns[place][i], now.fits[i], !whole.owns[place][i]);
                same(self, whole.owns[place][i], whole.fits[i], !now.owns[place][i]);
            }
        }
    }

    fn both_places(&mut self) -> [Places; 2] {
        let places = |half: &Decided| Places {
            fits: half.ranked.iter().map(|condition| half.fits_partly[*condition]).collect(),
            before: half.before.clone(),
            candidates: half.candidates.clone(),
            ahead: half.ahead.clone(),
            owns: Vec::new(),
        };
        let mut places = [places(&self.halfway.now), places(&self.halfway.whole)];
        for places in &mut places {
            self.places_are_owned(places);
        }
        places
    }

    /// What is true of every order: with enough candidates somebody owns a place, and whoever stands before them owns an earlier one.
    fn places_are_owned(&mut self, places: &mut Places) {
        let Places { before, candidates, ahead, owns, .. } = places;
        let count = candidates.len();
        for place in 0..rules::SHOWN_AT_MOST {
            let circuit = &mut self.halfway.circuit;
            let owner = |i: usize| circuit.all([candidates[i], ahead[i][place], !ahead[i][place + 1]]);
            let owners: Vec<Wire> = (0..count).map(owner).collect();
            let enough = number::at_least(circuit, place + 1, candidates);
            self.grant([enough].into_iter().chain(owners.iter().map(|owner| !*owner)).collect());
            for i in 0..count {
                self.grant(vec![ahead[i][place + 1], !ahead[i][place]]);
                for j in (0..count).filter(|j| *j != i) {
                    let earlier = owns.iter().map(|owners| !owners[j]);
                    self.grant([owners[i], candidates[j], before[j][i]].into_iter().chain(earlier).collect());
                }
            }
            owns.push(owners);
        }
    }

    /// Who owns one of the first places and fits may be shown; and so may the owner of the first if nothing fits.
    fn owners_may_be_shown(&mut self, places: &Places) {
        let rest = self.rest;
        let Places { fits, before, candidates, ahead, owns } = places;
        let count = candidates.len();
        let room = rules::SHOWN_AT_MOST;
        let allows_actions = !self.halfway.now.urgency_at_least(Urgency::SameDay);
        for i in 0..count {
            // Whoever surely stands before it does so: counted from the last to the first, as gates are made.
            let others: Vec<usize> = (0..count).filter(|j| *j != i).collect();
            let surely: Vec<Wire> = others.iter().map(|j| self.halfway.bounds.surely_before[*j][i]).collect();
            let circuit = &mut self.halfway.circuit;
            let stand: Vec<Wire> =
                others.iter().map(|j| circuit.and(before[*j][i], candidates[*j])).collect();
            for from in (0..others.len()).rev() {
                for least in 1..=room {
                    let circuit = &mut self.halfway.circuit;
                    let surely = number::at_least(circuit, least, &surely[from..]);
                    let stand = number::at_least(circuit, least, &stand[from..]);
                    self.prove(vec![rest, allows_actions, surely, !stand]);
                }
            }
            let crowded = number::at_least(&mut self.halfway.circuit, room, &surely);
            self.prove(vec![rest, allows_actions, crowded, !ahead[i][room]]);
            let not_shown = !self.halfway.stop.maybe_shown[i];
            for owns in owns {
                self.prove(vec![rest, owns[i], fits[i], not_shown]);
            }
            self.prove(vec![rest, allows_actions, owns[0][i], not_shown]);
        }
    }
}
