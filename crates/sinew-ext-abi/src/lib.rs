//! The interface between Sinew and a native extension: a library of a pack that computes facts from bytes.
//!
//! The one design decision: everything that crosses is plain C. A library offers one table of data under one name, with three
//! functions that take bytes and give bytes. So an extension can be written in any language, by any version of a compiler, and
//! what is wrong with a library can be seen before anything in it is called. The cost is that both sides write and read JSON.
//!
//! An author in Rust needs this crate and nothing else:
//!
//! ```
//! use sinew_ext_abi::{DeclaredFact, Facts, export_extension};
//!
//! const LENGTH: DeclaredFact = DeclaredFact { name: "length", min: 0, max: 1_000, unit: "bytes" };
//!
//! fn evaluate(input: &[u8]) -> Result<Facts, String> {
//!     let length = i64::try_from(input.len()).map_err(|_| "the input is too long".to_owned())?;
//!     Ok(if length > 1_000 { Facts::new().not_enough_data("length") } else { Facts::new().number("length", length) })
//! }
//!
//! export_extension! { id: "input-length", facts: [LENGTH], evaluate: evaluate }
//! # fn main() {}
//! ```
//!
//! The package of the library has `crate-type = ["cdylib"]`. An author in C includes `include/sinew_extension.h`, which is made from
//! [`ExtensionTable`]. The library goes into the folder of its pack, as `native/TARGET/` and the name that the platform gives to a
//! library called like the id; beside the folders of targets stands `native/extension.toml`, which says the same as the library
//! says of itself:
//!
//! ```toml
//! id = "input-length"
//!
//! [fact.length]
//! min = 0
//! max = 1_000
//! unit = "bytes"
//! ```
//!
//! # What is exchanged
//! - What `describe` gives: `{"id": "input-length", "facts": {"length": {"min": 0, "max": 1000, "unit": "bytes"}}}`.
//! - What `evaluate` takes: the runs of the last 30 days of the person's training log, as JSON in UTF-8 of at most 4 MiB. Its schema is
//!   `schemas/extension-runs.schema.json` in the repository of Sinew:
//!
//!   ```json
//!   {
//!     "schema_version": 1, "today": "2026-03-31", "days": 30, "left_out": 0,
//!     "runs": [{
//!       "day": "2026-03-30", "kind": "run-outdoor", "metres": 5000, "seconds": 1500, "is_cut": false,
//!       "samples": {
//!         "second": [0, 5], "metres": [0, 16], "speed": [3180, 3192], "cadence": [168, null],
//!         "step_length": [1130, 1134], "contact": [251, 249], "balance": [5012, 4990], "bounce": [88, 90]
//!       }
//!     }]
//!   }
//!   ```
//!
//!   Runs stand in the order of their days. A list of samples is left out if the file has nothing of it; those that are there have one
//!   length. `second` and `metres` count from the start, `speed` is in millimetres a second, `cadence` in steps a minute (left and right counted),
//!   `step_length` and `bounce` (up and down) in millimetres, `contact` in milliseconds on the ground, `balance` the left share of that in
//!   hundredths of a percent. Samples are at least five seconds apart. Fields that are not known have to be ignored, and another
//!   `schema_version` means that nothing is known. What a person keeps no log of is never asked: then no extension is run at all.
//! - What `evaluate` gives: `{"facts": {"length": 12}}`. A fact that is `null` or left out has not enough data. The same bytes in
//!   have to give the same facts out.
//!
//! # Invariants
//! - The version of this crate is the version of the interface. A new field stands at the end of the table and raises the minor
//!   version; anything else raises the major version, whose table has another name.
//! - No panic leaves a library that uses [`export_extension!`], and one that could not stop panics does not compile (tests of the
//!   whole program, with a library that does everything wrong).
//! - The header says what the table says (`tests/header.rs`, with a C compiler).
//!
//! # Not here
//! Who calls a library, and what is done so that it harms nobody: `sinew-ext` and `sinew-ext-run`.
#![expect(unsafe_code, reason = "what crosses a C interface are pointers")]
#![deny(clippy::undocumented_unsafe_blocks, unsafe_op_in_unsafe_fn)]

mod export;
mod facts;
mod layout;

#[doc(hidden)]
pub use export::{describe, evaluate, free};
pub use facts::{DeclaredFact, Facts};
pub use layout::{
    ABI_MAJOR, ABI_MINOR, Constant, Describe, Evaluate, ExtensionTable, Field, Free, MAGIC, SYMBOL, Status,
    TABLE_SIZE,
};
