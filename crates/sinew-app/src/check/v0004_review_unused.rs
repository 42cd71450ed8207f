//! V0004: a review stands for nothing.

use crate::diff::Comparison;
use sinew_diag::{Diagnostic, check};
use sinew_pack::Loaded;

check! {
    /// A `[review.ID]` has the fingerprint of another change than the one between the last released version and the pack, and
    /// the released version does not have it either.
    ///
    /// # Why
    ///
    /// Whoever reads it believes that somebody stands for what the pack says now.
    ///
    /// # Remedy
    ///
    /// If the change is another one by now, have it reviewed again. Else take the review out.
    ///
    /// # No example
    ///
    /// It needs a released version to compare with, which an example does not have.
    pub(crate) const REVIEW_UNUSED: Warning "V0004" = "a review stands for nothing";
}

pub(super) fn check(comparison: &Comparison, loaded: &Loaded) -> Vec<Diagnostic> {
    let unused = comparison.unused_reviews().into_iter();
    unused
        .map(|review| {
            let found = REVIEW_UNUSED.found(format!("the review `{}` stands for no change", review.id));
            let found = match loaded.place(&review.origin) {
                Some(place) => found.label(place, ""),
                None => found,
            };
            found.help("take it out, or have the change as it is now reviewed again")
        })
        .collect()
}
