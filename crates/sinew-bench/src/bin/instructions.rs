//! Does each piece of work once within [`collected_work`] and [`counted_work`], for callgrind, which says how many instructions that took.
//!
//! It writes a line for each piece of work, in the order in which callgrind meets them: its name; or its name and, after a tab, why it
//! cannot be done here.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "what it says is what this program is for")]

use anyhow::Result;
use sinew_bench::subjects::{self, Subject};
use std::hint::black_box;

/// `cargo xtask bench guard` tells callgrind this name, to count only what happens within.
#[inline(never)]
fn collected_work(work: &mut dyn FnMut()) {
    counted_work(work);
    // So that the one within is called, and does not take the place of this one.
    black_box(());
}

/// And this name, to write down what was counted when it is left. It does so only while it counts, hence two functions.
#[inline(never)]
fn counted_work(work: &mut dyn FnMut()) {
    work();
    black_box(());
}

fn count(subject: Subject<'_>) {
    match subject.work {
        Ok(mut work) => {
            if subject.is_warmed {
                work();
            }
            collected_work(&mut *work);
            println!("{}", subject.name);
        }
        Err(reason) => println!("{}\t{reason}", subject.name),
    }
}

fn main() -> Result<()> {
    count(subjects::start());
    for prepared in subjects::prepared()? {
        prepared.subjects()?.into_iter().for_each(count);
    }
    subjects::libraries().into_iter().for_each(count);
    Ok(())
}
