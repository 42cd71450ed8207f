//! L0414: the next review is overdue.

use super::l0404_review_order::is_out_of_order;
use crate::draft::IdentityDraft;
use sinew_diag::{Diagnostic, check};
use sinew_model::Date;

check! {
    /// `next-review` in pack.toml is the day by which somebody looks at the whole content again. That day has passed.
    ///
    /// # Why
    ///
    /// Evidence and advice change. People who read old advice are told how old it is, and believe it all
    /// the same.
    ///
    /// # Remedy
    ///
    /// Review the pack, then set `reviewed` to that day and `next-review` to a later one.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// next-review = "2026-02-28" # warning[L0414]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// reviewed = "2026-03-02"
    /// next-review = "2027-03-02"
    /// ```
    pub(crate) const REVIEW_OVERDUE: Warning "L0414" = "the next review is overdue";
}

/// Nothing is said about a day that is wrong in any case, as it comes before the last review.
pub(super) fn check(identity: &IdentityDraft, today: Date, found: &mut Vec<Diagnostic>) {
    let next = identity.next_review.as_ref().filter(|next| next.value < today);
    if let Some(next) = next.filter(|_| !is_out_of_order(identity)) {
        found.push(
            REVIEW_OVERDUE
                .found(format!("the review was due on {}", next.value))
                .label(next.span, "this day has passed")
                .help("review the pack, then change `reviewed` and `next-review`"),
        );
    }
}
