//! Trying mutants, several at a time.

use super::{Fate, Noticing, mutant::Mutant};
use crate::check::run::passes;
use sinew_model::Pack;
use sinew_pack::Case;

/// A pack with the people it is tried with.
pub(super) struct Bench<'p> {
    /// Its id.
    pub(super) id: &'p str,
    pub(super) pack: &'p Pack,
    /// Those of its cases that pass.
    pub(super) cases: Vec<&'p Case>,
}

impl Bench<'_> {
    /// What notices a mutant; none if it is the pack itself.
    pub(super) fn fate(&self, mutant: &Mutant, notices: Option<Noticing<'_>>) -> Option<Fate> {
        let Ok(mutated) = mutant.of(self.pack) else { return Some(Fate::DoesNotLoad) };
        if mutated == *self.pack {
            return None;
        }
        if let Some(case) = self.cases.iter().find(|case| !passes(&mutated, case)) {
            return Some(Fate::Case { pack: self.id.to_owned(), case: case.id.clone() });
        }
        let proof = notices.and_then(|notices| notices(&mutated));
        Some(proof.map_or(Fate::Survived { because: None }, Fate::Proof))
    }
}
