//! Checks of what a pack says, once it can be read.

mod advice;
mod interview;
mod usage;
mod words;

use crate::compile::Unit;
use sinew_diag::Diagnostic;
use sinew_model::Pack;

/// Checks that need only the pack's own text.
pub(crate) fn written(root: &Unit<'_>, diagnostics: &mut Vec<Diagnostic>) {
    interview::check(&root.draft, diagnostics);
    advice::check(&root.draft, diagnostics);
    words::check(&root.draft, diagnostics);
}

/// Checks of what is used by what. They make sense only for a pack without errors.
pub(crate) fn used(root: &Unit<'_>, pack: &Pack, diagnostics: &mut Vec<Diagnostic>) {
    usage::check(root, pack, diagnostics);
}
