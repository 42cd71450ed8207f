//! How the cost of a proof and of a comparison grows with the pack: a shipped pack, and packs of 2, 4 and 8 times its size.
//!
//! Run with `cargo bench -p sinew-prove --bench growth`, or with packs and sizes: `-- knee 1 2 4 8`. Without them it is the injury packs
//! up to twice their size, which takes minutes. Four times takes tens of minutes and eight times hours; the libraries, which rank
//! no conditions, show the growth that far in less. Every row is one run, measured in CPU time of all threads, so that other programs count
//! for little; beside the times stand their ratios to the first row of the same pack, which say more than seconds do. What stayed open is in the table too: a proof that gave up
//! is no fast proof. Copies in a grown pack share places for conditions and actions but no finding, which is kind to diagrams; rules that
//! join everything with everything would grow faster.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "the table is what this program is for")]

use rustix::time::{ClockId, clock_gettime};
use sinew_model::{Pack, RedFlagIx, Urgency};
use sinew_prove::{Limits, ProblemKind, diff, prove};
use std::time::Duration;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let (sizes, ids): (Vec<String>, Vec<String>) =
        words.into_iter().partition(|word| word.parse::<usize>().is_ok());
    let sizes: Vec<usize> = sizes.iter().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1, 2] } else { sizes };
    let packs = match ids.as_slice() {
        [] => sinew_sample::shipped(),
        ids => ids.iter().map(|id| sinew_sample::shipped_named(id)).collect(),
    };
    println!(
        "| pack | size | inputs | gates | largest diagram | questions | conflicts | proof | x | comparison | x | open |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for pack in packs {
        let mut first = None;
        for times in sizes.iter().copied() {
            let grown = sinew_sample::grown(&pack, times);
            let (proof, proving) = timed(|| prove(&grown, Limits::default(), &|_| true));
            let open =
                proof.problems.iter().filter(|problem| matches!(problem.kind, ProblemKind::NotDecided(_)));
            let (open, effort) = (open.count(), proof.effort);
            let weaker = weaker(&grown);
            let (difference, comparing) = timed(|| diff(&grown, &weaker, Limits::default()));
            let (proving_once, comparing_once) = *first.get_or_insert((proving, comparing));
            println!(
                "| {} | {times} | {} | {} | {} | {} | {} | {:.2} s | {:.1} | {:.2} s | {:.1} | {open} + {} |",
                pack.identity().id,
                effort.inputs,
                effort.gates,
                effort.nodes,
                effort.asked,
                effort.conflicts,
                proving.as_secs_f64(),
                proving.as_secs_f64() / proving_once.as_secs_f64(),
                comparing.as_secs_f64(),
                comparing.as_secs_f64() / comparing_once.as_secs_f64(),
                difference.undecided.len(),
            );
        }
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = cpu_time();
    let done = work();
    (done, cpu_time().saturating_sub(start))
}

/// CPU time of this program until now.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// The pack with its first same-day red flag one level lower.
fn weaker(pack: &Pack) -> Pack {
    let mut parts = pack.parts().clone();
    let is_same_day = |at: &RedFlagIx| parts.red_flags[*at].urgency == Urgency::SameDay;
    let at = parts.red_flags.indices().find(is_same_day).expect("a shipped pack has a red flag for today");
    parts.red_flags[at].urgency = Urgency::Soon;
    parts.red_flags[at].unknown_floor = None;
    Pack::new(parts).expect("one level is as good as another")
}
