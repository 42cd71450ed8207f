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
    pub(crate) const REVIEW_ORDER: Error "L0404" = "the next review is not after the last";
}

pub(super) fn check(identity: &IdentityDraft, found: &mut Vec<Diagnostic>) {
    if let (Some(reviewed), Some(next)) = (&identity.reviewed, &identity.next_review)
        && next.value <= reviewed.value
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
