//! Work on several threads at once, with the same results as on one.

use std::{
    num::NonZeroUsize,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

/// As many threads as the machine runs at once.
pub(crate) fn at_hand() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// As many threads as there are for each of so many works that begin at once.
pub(crate) fn left_for_each(count: usize) -> NonZeroUsize {
    let works = NonZeroUsize::new(count).unwrap_or(NonZeroUsize::MIN);
    NonZeroUsize::new(at_hand().get() / works).unwrap_or(NonZeroUsize::MIN)
}

/// Does `work` for each of these numbers on so many threads at once, and gives the results in the order of the numbers: they are
/// the same whatever the number of threads. `progress` is told how many are done, on the thread of the caller. What needs one thread
/// only is done on that one, too: to begin another takes longer than a small work.
pub(crate) fn each<T: Send>(
    count: usize,
    threads: NonZeroUsize,
    work: &(dyn Fn(usize) -> T + Sync),
    progress: &mut dyn FnMut(usize),
) -> Vec<T> {
    if threads.get().min(count) <= 1 {
        let one = |at: usize| {
            let result = work(at);
            progress(at + 1);
            result
        };
        return (0..count).map(one).collect();
    }
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
