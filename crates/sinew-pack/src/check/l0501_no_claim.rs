//! L0501: a property that claims nothing.

use crate::draft::{Entry, PropertyDraft};
use sinew_diag::{Diagnostic, check};

check! {
    /// A property makes one claim: `urgency-at-least`, `urgency-at-most`, `never` with or without
    /// `never-kinds`, `always`, `fits-at-least` or `monotone-in`.
    ///
    /// # Why
    ///
    /// Without a claim nothing is promised, and `says` is words only.
    ///
    /// # Remedy
    ///
    /// Add the claim, or take the property out.
    ///
    /// # Example
    ///
    /// ```toml properties.toml without urgency-at-least
    /// [property.hot-joint-today] # error[L0501]
    /// assume = "joint.hot"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml properties.toml
    /// [property.hot-joint-today]
    /// urgency-at-least = "same-day"
    /// ```
    pub(crate) const NO_CLAIM: Error "L0501" = "a property that claims nothing";
}

pub(super) fn check(entry: &Entry<PropertyDraft>, property: &PropertyDraft, found: &mut Vec<Diagnostic>) {
    if property.claims.is_empty() {
        found.push(
            NO_CLAIM
                .found(format!("`{}` claims nothing", entry.id.value))
                .label(entry.id.span, "it has no claim")
                .help("add one of `urgency-at-least`, `urgency-at-most`, `never`, `never-kinds`, `always`, `fits-at-least` and `monotone-in`"),
        );
    }
}
