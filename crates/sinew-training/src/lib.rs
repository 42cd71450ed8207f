//! What a runner did, as plain values: activities, which of them are the same one twice, and what can be measured of them.
//!
//! The one design decision: every measure is a value or the reason why there is not enough data for one, and never a number that
//! stands for "unknown". A file that is missing can make a run look much longer than those before it, and somebody would be
//! told so; therefore whatever a gap that can be seen could change is left open. The cost is that a short log says little.
//!
//! # Invariants
//! - Whole numbers only, so that a ratio is on the same side of a limit on every computer.
//! - No clock: today, and the time zone for activities whose file names none, are given.
//! - Merging neither loses an activity nor counts one twice, and the order of files does not matter (`merge` and its tests).
//! - What a missing distance, an activity of an unknown kind, a file that was cut off or a log that begins too late could turn over
//!   is left open (`measure::spike` and its tests). A file that is missing within the log cannot be seen: days without one count as
//!   days without a run.
//!
//! # Not here
//! Reading files (`sinew-import`), keeping activities (`sinew-log`), and what a measure means for advice (packs).
#![forbid(unsafe_code)]

mod activity;
mod figure;
pub mod measure;
mod merge;
mod pace;
mod reading;
mod start;

pub use activity::{Activity, Distance, Kind, Origin, Place, Sample, Seconds};
pub use figure::{Figure, Value, figures};
pub use measure::{Lack, Measure, Measures, RunRef, measures};
pub use merge::{Entry, START_TOLERANCE, merge};
pub use reading::{Format, Reading, Source};
pub use start::Start;
