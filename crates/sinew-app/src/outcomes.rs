//! The results of one person with several packs, which are read together.
//!
//! Each result stands by itself, as if its pack had been the only one; only three things follow from there being others. The
//! most urgent comes first. From same-day on nothing that is less urgent stands beside it: a harmless explanation beside a
//! warning sign talks people out of being seen, and an emergency stands alone. And what one pack keeps away, no other offers.

use crate::{
    assess::{Incomplete, assess},
    facts::{Filled, Reading, add_facts},
};
use sinew_engine::kept_away;
use sinew_model::{ActionId, Answers, Date, ExtensionNote, Outcome, Pack, PackId, PackRef, Urgency};
use std::cmp::Reverse;

/// The results of one person with several packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcomes {
    first: Outcome,
    others: Vec<Outcome>,
    left_out: Vec<LeftOut>,
}

/// A pack that was chosen and has no result here, because another result asks for help first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its id.
    pub pack: PackId,
    /// Its title.
    pub title: String,
}

/// Why there are no results.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoOutcomes {
    /// No pack was given.
    #[error("there is no pack to assess the answers with")]
    NoPack,
    /// A pack lacks answers without which no assessment is safe.
    #[error("{incomplete}")]
    Incomplete {
        /// The position of the pack among those that were given.
        pack: usize,
        /// What is missing.
        incomplete: Incomplete,
    },
}

impl Outcomes {
    /// The results, the most urgent first; of equals, in the order of the packs. There is at least one.
    pub fn iter(&self) -> impl Iterator<Item = &Outcome> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// The most urgent result.
    pub fn first(&self) -> &Outcome {
        &self.first
    }

    /// How urgent it is, all taken together.
    pub fn urgency(&self) -> Urgency {
        self.first.urgency
    }

    /// The same, with what was known without asking: these are the packs and answers that the results were made from.
    pub fn with_facts(mut self, packs: &[(&Pack, &Answers)], readings: &[Reading], filled: &Filled) -> Self {
        for outcome in std::iter::once(&mut self.first).chain(&mut self.others) {
            let of = packs.iter().find(|(pack, _)| pack.identity().id == outcome.pack.id);
            if let Some((pack, answers)) = of {
                add_facts(outcome, pack, answers, readings, filled);
            }
        }
        self
    }

    /// The same, with what became of the native extensions that were looked for. Each stands in the results of the packs that it belongs
    /// to, as the pack itself or as a library.
    pub fn with_extensions(mut self, notes: &[ExtensionNote]) -> Self {
        for outcome in std::iter::once(&mut self.first).chain(&mut self.others) {
            let parts: Vec<&PackRef> = std::iter::once(&outcome.pack).chain(&outcome.libraries).collect();
            let is_of_it = |note: &&ExtensionNote| {
                parts.iter().any(|part| part.id == note.pack && part.version == note.version)
            };
            outcome.extensions = notes.iter().filter(is_of_it).cloned().collect();
        }
        self
    }

    /// The packs that were chosen and have no result here.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }
}

/// Assesses the answers of one person to several packs on a day, with the telephone numbers of a region if one is named.
///
/// Fails while a pack lacks answers to warning-sign questions, unless the result of another is same-day or an emergency: then
/// nothing more has to be asked.
pub fn assess_together(
    packs: &[(&Pack, &Answers)],
    today: Date,
    region: Option<&str>,
) -> Result<Outcomes, NoOutcomes> {
    let assessed: Vec<Result<Outcome, Incomplete>> = packs
        .iter()
        .map(|(pack, answers)| {
            assess(pack, answers, today, region.and_then(|region| pack.region_named(region)))
        })
        .collect();
    let urgency = assessed.iter().flatten().map(|outcome| outcome.urgency).max();
    let least = urgency.filter(|urgency| !urgency.allows_actions());
    let (mut outcomes, mut left_out) = (Vec::new(), Vec::new());
    for (position, result) in assessed.into_iter().enumerate() {
        match (result, least) {
            (Ok(outcome), least) if least.is_none_or(|least| outcome.urgency >= least) => {
                outcomes.push((position, outcome));
            }
            (Err(incomplete), None) => return Err(NoOutcomes::Incomplete { pack: position, incomplete }),
            (Ok(_) | Err(_), _) => {
                left_out.extend(packs.get(position).map(|(pack, _)| {
                    let identity = pack.identity();
                    LeftOut { pack: identity.id.clone(), title: identity.title.clone() }
                }));
            }
        }
    }
    for (position, outcome) in &mut outcomes {
        for (other, (pack, answers)) in packs.iter().enumerate() {
            if other != *position {
                keep_away(outcome, &kept_away(pack, answers));
            }
        }
    }
    outcomes.sort_by_key(|(_, outcome)| Reverse(outcome.urgency));
    let mut outcomes = outcomes.into_iter().map(|(_, outcome)| outcome);
    let first = outcomes.next().ok_or(NoOutcomes::NoPack)?;
    Ok(Outcomes { first, others: outcomes.collect(), left_out })
}

/// Takes out what must not be done, and says why.
fn keep_away(outcome: &mut Outcome, kept_away: &[(ActionId, String)]) {
    let advice = &mut outcome.advice;
    for actions in [&mut advice.today.actions, &mut advice.weeks] {
        actions.retain(|action| {
            let because = kept_away.iter().find(|(id, _)| *id == action.id).map(|(_, because)| because);
            if let Some(because) = because {
                advice.kept_away.push((action.id.clone(), action.title.clone(), because.clone()));
            }
            because.is_none()
        });
    }
}

#[cfg(test)]
mod tests;
