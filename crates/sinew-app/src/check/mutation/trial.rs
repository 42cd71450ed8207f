//! Trying one mutant with one pack.

use super::{Fate, mutant::Mutant};
use crate::check::{proving::Before, run::passes};
use sinew_model::Pack;
use sinew_pack::Case;

/// A pack with what notices that it was changed.
pub(super) struct Bench<'p> {
    /// Its id.
    pub(super) id: &'p str,
    /// Whether it is a library by itself, which has no cases.
    pub(super) is_library: bool,
    pub(super) pack: &'p Pack,
    /// Those of its cases that pass.
    pub(super) cases: Vec<&'p Case>,
    /// What a proof says of it, if proofs are asked.
    pub(super) before: Option<Before>,
}

/// What loading and the cases make of a mutant.
pub(super) enum Tried {
    /// It is the pack itself.
    Same,
    /// It does not load, or a case does not pass.
    Noticed(Fate),
    /// It loads, and every case passes.
    Unnoticed(Box<Pack>),
}

impl Bench<'_> {
    pub(super) fn tried(&self, mutant: &Mutant) -> Tried {
        let Ok(mutated) = mutant.of(self.pack) else { return Tried::Noticed(Fate::DoesNotLoad) };
        if mutated == *self.pack {
            return Tried::Same;
        }
        if let Some(case) = self.cases.iter().find(|case| !passes(&mutated, case)) {
            return Tried::Noticed(Fate::Case { pack: self.id.to_owned(), case: case.id.clone() });
        }
        Tried::Unnoticed(Box::new(mutated))
    }
}
