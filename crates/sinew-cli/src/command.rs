//! The commands, one file each.

pub(crate) mod assess;
#[cfg(feature = "batch")]
pub(crate) mod batch;
pub(crate) mod browse;
pub(crate) mod data;
pub(crate) mod explain;
#[cfg(feature = "extensions")]
pub(crate) mod ext;
pub(crate) mod help;
#[cfg(feature = "training")]
pub(crate) mod import;
pub(crate) mod pack;
pub(crate) mod region;
#[cfg(feature = "training")]
pub(crate) mod training;
pub(crate) mod urgent;
pub(crate) mod welcome;
