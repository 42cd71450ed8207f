//! L0404: the next review is not after the last.

use crate::draft::IdentityDraft;
use sinew_diag::{Diagnostic, check};

check! {
    /// `next-review` comes after `reviewed`.
    ///
    /// # Why
    ///
    /// People are told how old the content is.
    ///
    /// # Remedy
    ///
    /// Check the two dates.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// reviewed = "2027-01-03"
    /// next-review = "2026-01-03" # error[L0404]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// reviewed = "2026-01-03"
    /// next-review = "2027-01-03"
    /// ```
    pub(crate) const REVIEW_ORDER: Error "L0404" = "the next review is not after the last";
}

pub(super) fn check(identity: &IdentityDraft, found: &mut Vec<Diagnostic>) {
    if let (Some(reviewed), Some(next)) = (&identity.reviewed, &identity.next_review)
        && is_out_of_order(identity)
    {
        found.push(
            REVIEW_ORDER
                .found("the next review is not after the last one")
                .label(next.span, "next review")
                .secondary(reviewed.span, "last review")
                .help("check the two dates"),
        );
    }
}

pub(super) fn is_out_of_order(identity: &IdentityDraft) -> bool {
    let (reviewed, next) = (&identity.reviewed, &identity.next_review);
    reviewed.as_ref().zip(next.as_ref()).is_some_and(|(reviewed, next)| next.value <= reviewed.value)
}
