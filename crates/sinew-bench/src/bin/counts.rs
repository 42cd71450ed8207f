//! What can be counted without valgrind: allocations, how large the programs of the packs are, and what their proofs take.
//!
//! It writes a line for each count, with tabs between: the kind, the name and the number; or `-` and why it cannot be counted here.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "the counts are what this program is for")]

use anyhow::{Result, ensure};
use sinew_bench::subjects::{self, Prepared, Subject};
use sinew_prove::{Limits, ProblemKind, prove};

fn main() -> Result<()> {
    allocations(subjects::start());
    let packs = subjects::prepared()?;
    for prepared in &packs {
        prepared.subjects()?.into_iter().for_each(allocations);
        sizes(prepared);
        proofs(prepared)?;
    }
    subjects::libraries().into_iter().for_each(allocations);
    Ok(())
}

fn allocations(subject: Subject<'_>) {
    let name = subject.name;
    match subject.work {
        Ok(mut work) => {
            if subject.is_warmed {
                work();
            }
            let counted = allocation_counter::measure(work);
            println!("allocations\t{name}\t{}", counted.count_total);
        }
        Err(reason) => println!("allocations\t{name}\t-\t{reason}"),
    }
}

fn sizes(prepared: &Prepared) {
    let id = &prepared.pack().identity().id;
    let (program, batch) = (prepared.batch().program().size(), prepared.batch().size());
    for (what, count) in [
        ("words of a plane", program.words),
        ("rows of the program", program.rows),
        ("steps of the program", program.steps),
        ("steps of the batch", batch.steps),
        ("planes of the batch", batch.planes),
    ] {
        println!("sizes\t{id}: {what}\t{count}");
    }
}

/// A proof that gave up is no small proof.
fn proofs(prepared: &Prepared) -> Result<()> {
    let id = &prepared.pack().identity().id;
    let proof = prove(prepared.pack(), Limits::default(), &|_| true);
    let open = proof.problems.iter().find(|problem| matches!(problem.kind, ProblemKind::NotDecided(_)));
    ensure!(open.is_none(), "the proofs of {id} are not all decided, so what they take is not comparable");
    for (what, count) in [("gates", proof.effort.gates), ("nodes of the largest diagram", proof.effort.nodes)]
    {
        println!("proofs\t{id}: {what}\t{count}");
    }
    Ok(())
}
