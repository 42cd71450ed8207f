//! The form of `pack.toml`.

use super::parts::{AnswerText, Day, Drawing, Format, Id, Line, VersionRange, VersionText};
use schemars::JsonSchema;
use std::collections::BTreeMap;

/// What a pack is, whom it is for, and which libraries it uses.
#[derive(JsonSchema)]
#[schemars(rename = "pack", deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct PackFile {
    /// The rules by which the pack is written: 1.
    format: Format,
    /// The id of the pack, equal to its folder's name.
    id: Id,
    /// What kind of pack it is.
    kind: PackKind,
    /// The version of the content, such as "0.1.0".
    version: VersionText,
    /// The title people see.
    title: Line,
    /// How a runner finds the place of the pain. Injury packs need it.
    place: Option<Line>,
    /// A drawing of that place, seen as a runner sees it: at most 10 lines of at most 30 columns between three quotes on each
    /// side, in printable ASCII, with one * on the sore spot. Only injury packs have one.
    picture: Option<Drawing>,
    /// What the pack is meant for.
    intended_use: Line,
    /// Whom it is not meant for.
    #[schemars(length(min = 1))]
    not_for: Vec<Line>,
    /// When the content was last reviewed, such as "2026-11-22".
    reviewed: Day,
    /// When it is to be reviewed again.
    next_review: Day,
    /// What it is known not to do well.
    #[schemars(length(min = 1))]
    known_limits: Vec<Line>,
    /// The libraries it uses, with the versions that fit, such as "^0.1". Their questions come first, in this order.
    uses: Option<BTreeMap<Id, VersionRange>>,
    /// How many questions the person in the middle of all cases is asked at most.
    #[schemars(range(min = 1, max = 999))]
    median_questions_at_most: Option<u32>,
    /// Answers that opening the pack already gives.
    #[schemars(extend("x-sinew-keys" = ["question"]))]
    given: Option<BTreeMap<Id, AnswerText>>,
    /// For each version after the first, such as "0.2.0", what it changed: whole sentences for runners, who read them when
    /// they go on with answers that they gave to an earlier version.
    changes: Option<BTreeMap<VersionText, Changes>>,
    /// Reviews of changes that make the advice less cautious, by id. `sinew pack diff` says when one is needed.
    review: Option<BTreeMap<Id, Review>>,
}

/// That a clinician has looked at a change which makes the advice less cautious, and stands for it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
struct Review {
    /// Who, by their role, such as "sports physician".
    by: Line,
    /// When, such as "2026-11-29".
    date: Day,
    /// Why the change is right: a whole sentence.
    because: Line,
    /// The fingerprint of the change, which `sinew pack diff` shows. Another change has another one.
    fingerprint: Line,
}

/// What one version changed: whole sentences for runners.
#[derive(JsonSchema)]
#[schemars(inline)]
#[expect(dead_code, reason = "only its shape is used")]
struct Changes(#[schemars(length(min = 1))] Vec<Line>);

/// What kind of pack it is.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
enum PackKind {
    /// A pack that a runner opens.
    Injury,
    /// A pack that other packs use.
    Library,
}
