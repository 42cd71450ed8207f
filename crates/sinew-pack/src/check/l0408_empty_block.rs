//! L0408: a block that blocks nothing.

use crate::draft::{BlockDraft, Entry};
use sinew_diag::{Diagnostic, check};

check! {
    /// A block names actions or kinds of action.
    ///
    /// # Why
    ///
    /// Without them it has no effect, and something is probably missing.
    ///
    /// # Remedy
    ///
    /// Add `actions` or `kinds`.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [block.bad-pain] # error[L0408]
    /// when = "worst.severe"
    /// because = "loading the arm could make very bad pain worse"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [block.bad-pain]
    /// when = "worst.severe"
    /// actions = ["wrist-hold"]
    /// because = "loading the arm could make very bad pain worse"
    /// ```
    pub(crate) const EMPTY_BLOCK: Error "L0408" = "a block that blocks nothing";
}

pub(super) fn check(entry: &Entry<BlockDraft>, block: &BlockDraft, found: &mut Vec<Diagnostic>) {
    if block.actions.is_empty() && block.kinds.is_empty() {
        found.push(
            EMPTY_BLOCK
                .found(format!("`{}` blocks nothing", entry.id.value))
                .label(entry.id.span, "it has neither `actions` nor `kinds`")
                .help("add one of them"),
        );
    }
}
