//! A whole run: one thread reads, several decide, and the caller's writes, in the order of the rows.

use crate::{
    decide::{Batch, Decided, EXAMPLES, Tally},
    reading::Reading,
    rows::RowProblem,
    sink::{Encoded, Sink, SinkProblem, encode},
    source::{Block, Source, SourceProblem},
};
use std::{
    collections::BTreeMap,
    num::NonZeroUsize,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

/// For each thread that decides, so many blocks are in memory at most: one that it works on, one that waits for it, and one that
/// waits to be written.
pub const BLOCKS_AT_MOST: usize = 3;

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How many rows are done.
    pub rows: u64,
    /// How much was read and how much there is, in the same unit; none if that is not known.
    pub share: Option<(u64, u64)>,
}

/// What became of all rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// How many have a result, by urgency from the least.
    pub by_urgency: [u64; 5],
    /// How many have none.
    pub refused: u64,
    /// How many of those have answers that are an emergency already.
    pub emergencies_refused: u64,
    /// Of how many it is not known, because some of their answers could not be read.
    pub emergencies_open: u64,
    /// The first problems with rows.
    pub examples: Vec<RowProblem>,
    /// The most blocks that were in memory at once.
    pub blocks_held: usize,
}

impl Counts {
    /// How many rows have a result.
    pub fn decided(&self) -> u64 {
        self.by_urgency.iter().sum()
    }

    /// How many rows there are.
    pub fn rows(&self) -> u64 {
        self.decided() + self.refused
    }
}

/// Why a run ended before its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunProblem {
    /// Rows could not be read.
    #[error("{0}")]
    Source(#[from] SourceProblem),
    /// Results could not be written.
    #[error("{0}")]
    Results(SinkProblem),
    /// Errors of rows could not be written.
    #[error("{0}")]
    Errors(SinkProblem),
    /// A thread ended before its work was done.
    #[error("a thread of the program ended early, which is a fault in it")]
    Ended,
}

/// What a thread made of a block.
struct Done {
    results: Encoded,
    errors: Option<Encoded>,
    by_urgency: [u64; 5],
    refused: u64,
    emergencies: u64,
    emergencies_open: u64,
    examples: Vec<RowProblem>,
    share: Option<(u64, u64)>,
}

/// Decides for all rows of a source on so many threads, and writes results and errors in the order of the rows. The sinks are not
/// finished. `progress` is told how far it is, on the thread of the caller.
///
/// However many rows there are, at most [`BLOCKS_AT_MOST`] blocks for each thread are in memory at once, beside what a sink keeps: a
/// row group of Parquet. A block of Arrow is a record batch, as large as its file has made it. The results are the same
/// whatever the number of threads. Of a problem with reading or writing nothing is known but that what was written is not whole.
pub fn run(
    batch: &Batch,
    mut source: Source<'_>,
    results: &mut Sink<'_>,
    mut errors: Option<&mut Sink<'_>>,
    threads: NonZeroUsize,
    progress: &mut dyn FnMut(Progress),
) -> Result<Counts, RunProblem> {
    let most = threads.get() * BLOCKS_AT_MOST;
    let (formats, roles) =
        ((results.format(), errors.as_ref().map(|sink| sink.format())), source.roles().to_vec());
    let mut counts = Counts::default();
    let (held, most_held) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        // Who reads takes a permit for each block, and gets it back when the block is written: so no more are in memory.
        let (give_back, permits) = mpsc::sync_channel(most);
        for _ in 0..most {
            let _ = give_back.send(());
        }
        let (to_decide, blocks) = mpsc::sync_channel::<(u64, Block, Option<(u64, u64)>)>(most);
        let (to_write, decided) = mpsc::sync_channel::<Result<(u64, Done), SourceProblem>>(most + 1);
        let blocks = Arc::new(Mutex::new(blocks));
        let (held, most_held) = (&held, &most_held);
        let to_reader = to_write.clone();
        scope.spawn(move || {
            for number in 0.. {
                if permits.recv().is_err() {
                    return;
                }
                match source.next() {
                    Ok(None) => return,
                    Ok(Some(block)) => {
                        most_held.fetch_max(held.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
                        if to_decide.send((number, block, source.progress())).is_err() {
                            return;
                        }
                    }
                    Err(problem) => {
                        drop(to_reader.send(Err(problem)));
                        return;
                    }
                }
            }
        });
        for _ in 0..threads.get() {
            let (blocks, to_write, roles) = (Arc::clone(&blocks), to_write.clone(), &roles);
            scope.spawn(move || {
                let (reading, mut scratch) = (Reading::of(batch.pack()), batch.scratch());
                loop {
                    let next = blocks.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((number, block, share)) = next else { return };
                    let rows = block.rows(&reading, roles, batch.ignored());
                    drop(block);
                    let Tally {
                        decided: Decided { results, errors },
                        by_urgency,
                        refused,
                        emergencies,
                        emergencies_open,
                        examples,
                    } = batch.decided(rows, &mut scratch);
                    let done = Done {
                        results: encode(formats.0, results),
                        errors: formats.1.map(|format| encode(format, errors)),
                        by_urgency,
                        refused,
                        emergencies,
                        emergencies_open,
                        examples,
                        share,
                    };
                    if to_write.send(Ok((number, done))).is_err() {
                        return;
                    }
                }
            });
        }
        // What the threads have is all there is: the loop ends when they have ended.
        drop((to_write, blocks));
        let (mut next, mut waiting) = (0, BTreeMap::new());
        for decided in decided {
            let (number, done) = decided?;
            waiting.insert(number, done);
            while let Some(done) = waiting.remove(&next) {
                next += 1;
                results.write(done.results).map_err(RunProblem::Results)?;
                if let (Some(errors), Some(rows)) = (errors.as_deref_mut(), done.errors) {
                    errors.write(rows).map_err(RunProblem::Errors)?;
                }
                for (all, more) in counts.by_urgency.iter_mut().zip(done.by_urgency) {
                    *all += more;
                }
                counts.refused += done.refused;
                counts.emergencies_refused += done.emergencies;
                counts.emergencies_open += done.emergencies_open;
                let room = EXAMPLES.saturating_sub(counts.examples.len());
                counts.examples.extend(done.examples.into_iter().take(room));
                progress(Progress { rows: counts.rows(), share: done.share });
                held.fetch_sub(1, Ordering::Relaxed);
                // The reader is gone after the last block.
                let _ = give_back.send(());
            }
        }
        counts.blocks_held = most_held.load(Ordering::Relaxed);
        if waiting.is_empty() { Ok(counts) } else { Err(RunProblem::Ended) }
    })
}
