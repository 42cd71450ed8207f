//! L0504: a property about the fit of a condition that is never ranked.

use crate::draft::{ClaimDraft, ConditionDraft, Entry, PropertyDraft};
use sinew_diag::{Diagnostic, check};

check! {
    /// `fits-at-least` names conditions that are ranked, not those that `only-with` ties to red flags.
    ///
    /// # Why
    ///
    /// How well a condition fits that is only shown with red flags is never worked out.
    ///
    /// # Remedy
    ///
    /// Take the property out, or give the condition evidence instead of `only-with`.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml without never-without
    /// [condition.sore-grip]
    /// name = "A sore grip cord"
    ///
    /// [condition.sore-joint]
    /// only-with = ["hot-elbow"]
    /// ```
    ///
    /// ```toml properties.toml
    /// [property.hot-joint-fits]
    /// says = "Whose elbow is hot is told of a sore joint."
    /// assume = "joint.hot"
    /// fits-at-least = { condition = "sore-joint", band = "fits-partly" } # error[L0504]
    /// because = "A hot joint is a sore one."
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml properties.toml
    /// [property.nothing-brings-it-on]
    /// says = "Whom nothing hurts is told of a sore joint."
    /// assume = "brings-it-on.none"
    /// fits-at-least = { condition = "sore-joint", band = "fits-partly" }
    /// because = "It may be the joint if nothing hurts."
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    pub(crate) const FIT_NOT_RANKED: Error "L0504" = "a property about the fit of a condition that is never ranked";
}

pub(super) fn check(property: &PropertyDraft, all: &[Entry<ConditionDraft>], found: &mut Vec<Diagnostic>) {
    for claim in &property.claims {
        let ClaimDraft::FitsAtLeast { condition, .. } = &claim.value else { continue };
        let named = all.iter().find(|entry| entry.id.value == condition.value);
        if let Some(flag) = named.and_then(|entry| entry.draft.as_ref()?.only_with.first()) {
            found.push(
                FIT_NOT_RANKED
                    .found(format!("`{}` is shown only with red flags, so it has no fit", condition.value))
                    .label(condition.span, "never ranked")
                    .secondary(flag.span, "shown only with this")
                    .help("take the property out, or give the condition evidence instead of `only-with`"),
            );
        }
    }
}
