//! From the files of devices and apps to activities: FIT, GPX, TCX, tables of activities, packed or not, alone or in an export.
//!
//! The one design decision: a file is read into memory as a whole, up to a limit, and everything after that works on bytes. So each
//! format can be tried with any bytes without a disk, and no archive can make a path of anything. The cost is that a file larger
//! than the limit is refused; the longest recordings are a tenth of it.
//!
//! # Invariants
//! - Nothing panics, whatever the bytes (`tests/damage.rs`).
//! - Every file that is met gives one [`FileReport`]: read, known already, no activity, or refused with place and cause. A bad one
//!   never stops the rest (`walk` and its tests).
//! - No file takes more memory than [`LARGEST`] and what it is read into, however it is packed (`walk`).
//! - No entity of XML is expanded, and no path in an archive is used as one (`xml`, `walk`).
//! - What a file does not say is none, and what cannot be is dropped with a remark: never a number in place of one (`draft`).
//! - No position leaves this crate (the types of `sinew-training` have none).
//!
//! # Not here
//! Which activities are the same (`sinew-training`), keeping them (`sinew-log`).
#![forbid(unsafe_code)]

mod csv_file;
mod draft;
mod fit;
mod gpx;
mod moment;
mod report;
mod sport;
mod tcx;
mod walk;
mod xml;

pub use csv_file::LengthUnit;
pub use report::{Cause, FileReport, Found, Nothing, Outcome, Refusal, Remark, Spot};
pub use walk::{Import, LARGEST, Progress};

use jiff::Timestamp;
use sinew_training::Format;

/// What the files do not say themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The present, to notice clocks that were wrong.
    pub now: Timestamp,
    /// The unit of distances in tables that name none.
    pub length_unit: Option<LengthUnit>,
}

/// The format that some bytes begin as, if they are of one that is read.
pub fn format_of(bytes: &[u8]) -> Option<Format> {
    if bytes.get(8..12) == Some(b".FIT") {
        return Some(Format::Fit);
    }
    match xml::root_of(bytes).as_deref() {
        Some("gpx") => Some(Format::Gpx),
        Some("TrainingCenterDatabase") => Some(Format::Tcx),
        Some(_) => None,
        None => csv_file::is_known(bytes).then_some(Format::Csv),
    }
}

/// Reads the activities of one unpacked file.
pub fn read(bytes: &[u8], settings: &Settings) -> Result<Found, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::of(Cause::Empty));
    }
    match format_of(bytes) {
        Some(Format::Fit) => fit::read(bytes, settings),
        Some(Format::Gpx) => gpx::read(bytes, settings),
        Some(Format::Tcx) => tcx::read(bytes, settings),
        Some(Format::Csv) => csv_file::read(bytes, settings),
        None => Err(Refusal::of(Cause::Nothing(Nothing::OtherFormat))),
    }
}
