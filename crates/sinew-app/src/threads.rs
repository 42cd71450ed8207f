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
    NonZeroUsize::new(at_hand().get().div_ceil(count.max(1))).unwrap_or(NonZeroUsize::MIN)
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

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();
    const NINE: NonZeroUsize = NonZeroUsize::new(9).unwrap();

    #[test]
    fn results_and_progress_are_the_same_whatever_the_number_of_threads() {
        for (count, threads) in [(0, TWO), (1, TWO), (5, NonZeroUsize::MIN), (5, TWO), (5, NINE)] {
            let mut told = Vec::new();
            let squares = each(count, threads, &|at| at * at, &mut |done| told.push(done));
            assert_eq!(squares, (0..count).map(|at| at * at).collect::<Vec<_>>());
            assert_eq!(told, (1..=count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_needs_one_thread_is_done_on_that_of_the_caller() {
        let here = thread::current().id();
        let on = |count, threads| each(count, threads, &|_| thread::current().id(), &mut |_| {});
        assert!(on(1, NINE).iter().chain(&on(3, NonZeroUsize::MIN)).all(|thread| *thread == here));
        assert!(on(3, TWO).iter().all(|thread| *thread != here));
    }

    #[test]
    fn no_work_is_left_without_a_thread() {
        assert_eq!(left_for_each(0), at_hand());
        assert_eq!(left_for_each(1), at_hand());
        assert_eq!(left_for_each(at_hand().get()), NonZeroUsize::MIN);
        assert_eq!(left_for_each(1_000), NonZeroUsize::MIN);
    }
}
