//! Readers of formats that panic on damaged tables.
//!
//! The readers of Arrow and Parquet check what they read, but not everywhere: a length that is wrong ends some of them with a panic.
//! A damaged table is normal input here, so such a panic is caught and told as what it is.

use crate::source::SourceProblem;
use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
};

thread_local! {
    static IS_READING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is inside a reader whose panic is caught. A hook that tells of panics has nothing to tell then.
pub fn is_reading_table() -> bool {
    IS_READING.get()
}

/// What a reader of this format gives. After a panic nothing of it may be used any more.
pub(crate) fn reading<T>(
    format: &'static str,
    read: impl FnOnce() -> Result<T, SourceProblem>,
) -> Result<T, SourceProblem> {
    let before = IS_READING.replace(true);
    let ended = panic::catch_unwind(AssertUnwindSafe(read));
    IS_READING.set(before);
    ended.unwrap_or_else(|_| {
        let cause = "lengths and places in it do not fit together".to_owned();
        Err(SourceProblem::Damaged { format, cause })
    })
}
