//! Trying mutants, several at a time.

use super::{Fate, Noticing, mutant::Mutant};
use crate::check::run::passes;
use sinew_model::Pack;
use sinew_pack::Case;
use std::{
    num::NonZeroUsize,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

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

/// Does `work` for each of these numbers on so many threads at once, and gives the results in the order of the numbers: they are
/// the same whatever the number of threads. `progress` is told how many are done, on the thread of the caller.
pub(super) fn each<T: Send>(
    count: usize,
    threads: NonZeroUsize,
    work: &(dyn Fn(usize) -> T + Sync),
    progress: &mut dyn FnMut(usize),
) -> Vec<T> {
    let mut results: Vec<Option<T>> = (0..count).map(|_| None).collect();
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..threads.get().min(count) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= count || sender.send((at, work(at))).is_err() {
                        return;
                    }
                }
            });
        }
        // What the threads have is all there is: the loop ends when they have ended.
        drop(sender);
        for (done, (at, result)) in receiver.iter().enumerate() {
            results[at] = Some(result);
            progress(done + 1);
        }
    });
    results.into_iter().flatten().collect()
}
