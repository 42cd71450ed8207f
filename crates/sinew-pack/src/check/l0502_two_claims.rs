//! L0502: a property that makes more than one claim.

use crate::draft::{Entry, PropertyDraft};
use sinew_diag::{Diagnostic, check};

check! {
    /// A property makes one claim. `never` and `never-kinds` together are one.
    ///
    /// # Why
    ///
    /// Each claim has its own words and its own reason. If one of two fails, nobody could tell from `says`
    /// which promise was broken.
    ///
    /// # Remedy
    ///
    /// Write a property for each claim.
    ///
    /// # Example
    ///
    /// ```toml properties.toml
    /// [property.hot-joint-today]
    /// urgency-at-least = "same-day"
    /// never-kinds = ["any"] # error[L0502]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml properties.toml
    /// [property.hot-joint-today]
    /// urgency-at-least = "same-day"
    ///
    /// [property.hot-joint-no-advice]
    /// says = "Whose elbow is hot is given nothing to do alone."
    /// assume = "joint.hot"
    /// never-kinds = ["any"]
    /// because = "A hot joint can be infected."
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    pub(crate) const TWO_CLAIMS: Error "L0502" = "a property that makes more than one claim";
}

pub(super) fn check(entry: &Entry<PropertyDraft>, property: &PropertyDraft, found: &mut Vec<Diagnostic>) {
    let mut places: Vec<_> = property.claims.iter().map(|claim| claim.span).collect();
    places.sort();
    let mut places = places.into_iter();
    let Some(first) = places.next() else { return };
    let mut further = places.peekable();
    if further.peek().is_none() {
        return;
    }
    let mut diagnostic = TWO_CLAIMS.found(format!("`{}` makes more than one claim", entry.id.value));
    for place in further {
        diagnostic = diagnostic.label(place, "another claim");
    }
    found.push(diagnostic.secondary(first, "a claim").help("write a property for each of them"));
}
