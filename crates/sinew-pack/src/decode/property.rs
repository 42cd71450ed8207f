//! Promises about the advice.

use super::{Cited, cited};
use crate::{
    draft::{ClaimDraft, Located, PropertyDraft},
    fields::Fields,
    tree::Node,
};
use sinew_model::{ActionKind, Band, Urgency};

/// The urgencies that promise something as the least one.
const FLOORS: [Urgency; 4] = [Urgency::Emergency, Urgency::SameDay, Urgency::Soon, Urgency::Routine];
/// The urgencies that promise something as the greatest one.
const CEILINGS: [Urgency; 4] = [Urgency::SelfCare, Urgency::Routine, Urgency::Soon, Urgency::SameDay];
/// The bands that promise something as the least one.
const BANDS: [Band; 2] = [Band::FitsPartly, Band::FitsWell];

/// A kind of action, or all of them, also those that the format may have one day.
#[derive(Clone, Copy)]
enum NeverKind {
    Any,
    Kind(ActionKind),
}

impl NeverKind {
    fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Kind(kind) => kind.name(),
        }
    }
}

pub(super) fn property(fields: &mut Fields<'_>) -> Option<PropertyDraft> {
    let says = fields.text("says");
    let assume = fields.formula_if("assume");
    let assume_open = fields.formula_if("assume-open");
    let claims = claims(fields);
    let because = fields.text("because");
    let evidence = fields.text_if("evidence");
    let Cited { basis, sources } = cited(fields)?;
    Some(PropertyDraft {
        says: says?,
        assume,
        assume_open,
        claims,
        because: because?,
        evidence,
        basis,
        sources,
    })
}

/// Every claim that can be read, each at its key.
fn claims(fields: &mut Fields<'_>) -> Vec<Located<ClaimDraft>> {
    let mut place = |key| fields.node_if(key).map(Node::name_span);
    let keys = ["urgency-at-least", "urgency-at-most", "always", "fits-at-least", "monotone-in"];
    let places = keys.map(&mut place);
    let never_place = [place("never"), place("never-kinds")].into_iter().flatten().next();
    let [floor_place, ceiling_place, always_place, fits_place, monotone_place] = places;

    let floor = fields.word_if("urgency-at-least", &FLOORS, Urgency::name);
    let ceiling = fields.word_if("urgency-at-most", &CEILINGS, Urgency::name);
    let always = always_place.and_then(|_| fields.ids("always"));
    let fits = fields.table_if("fits-at-least").and_then(|mut inner| {
        let condition = inner.id("condition");
        let band = inner.word("band", &BANDS, Band::name);
        inner.finish();
        Some(ClaimDraft::FitsAtLeast { condition: condition?, band: band?.value })
    });
    let monotone = monotone_place.and_then(|_| fields.finding_names("monotone-in"));
    let all = [
        (floor_place, floor.map(|floor| ClaimDraft::UrgencyAtLeast(floor.value))),
        (ceiling_place, ceiling.map(|ceiling| ClaimDraft::UrgencyAtMost(ceiling.value))),
        (never_place, never(fields)),
        (always_place, always.map(ClaimDraft::Always)),
        (fits_place, fits),
        (monotone_place, monotone.map(ClaimDraft::MonotoneIn)),
    ];
    all.into_iter().filter_map(|(span, claim)| Some(Located { value: claim?, span: span? })).collect()
}

/// Actions and kinds of action that are not offered: one claim, which is there only if all of it can be read.
fn never(fields: &mut Fields<'_>) -> Option<ClaimDraft> {
    let actions = if fields.has("never") { fields.ids("never")? } else { Vec::new() };
    let mut kinds = Vec::new();
    if fields.has("never-kinds") {
        let each = ActionKind::ALL.map(NeverKind::Kind);
        let all: Vec<NeverKind> = std::iter::once(NeverKind::Any).chain(each).collect();
        let texts = fields.texts("never-kinds")?;
        for kind in fields.words_among("never-kinds", texts, &all, NeverKind::name) {
            match kind.value {
                NeverKind::Any => kinds.extend(ActionKind::ALL),
                NeverKind::Kind(kind) => kinds.push(kind),
            }
        }
    }
    let says_something = fields.has("never") || fields.has("never-kinds");
    says_something.then_some(ClaimDraft::Never { actions, kinds })
}
