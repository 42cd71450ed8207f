//! The commands, one file each.

pub(crate) mod assess;
#[cfg(feature = "batch")]
pub(crate) mod batch;
pub(crate) mod browse;
pub(crate) mod data;
pub(crate) mod explain;
pub(crate) mod help;
pub(crate) mod pack;
pub(crate) mod region;
pub(crate) mod urgent;
pub(crate) mod welcome;
