//! The fingerprint of a change that makes the advice less cautious.
//!
//! It is SHA-256 over the id of the pack and the content of the version before, every less cautious group, and every table that
//! differs in what decides, in anything that people are told to do, not to do, to stop for or to call, or in what is promised, as it was and
//! as it is; each part is preceded by its length. *All* such tables are in it, not only those that make the difference for the example: the others may do so for
//! somebody else, and a review must not cover what nobody saw. With the version before in it, a review stands for one step only,
//! and not for the same step taken again later.

use sha2::{Digest, Sha256};
use sinew_model::Identity;
use sinew_prove::{Change, Diff, Direction};
use std::fmt::Write as _;

pub(super) fn of(before: &Identity, diff: &Diff) -> String {
    let mut hasher = Sha256::new();
    let mut part = |text: &str| {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    };
    part("sinew review 1");
    part(before.id.as_str());
    part(&before.hash);
    for group in diff.towards(Direction::LessCautious) {
        part("group");
        for word in words(&group.change) {
            part(&word);
        }
    }
    for change in diff.parts.iter().filter(|change| change.for_review().next().is_some()) {
        part("table");
        part(change.part.kind.name());
        part(change.part.within.as_deref().unwrap_or_default());
        part(&change.part.id);
        for field in change.for_review() {
            part(field.field);
            // What is not there is told from what is empty.
            for side in [&field.was, &field.is] {
                part(if side.is_some() { "there" } else { "not there" });
                part(side.as_deref().unwrap_or_default());
            }
        }
    }
    hasher.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A change by stable words.
fn words(change: &Change) -> Vec<String> {
    let about = |kind: &str, id: &str| vec![kind.to_owned(), id.to_owned()];
    match change {
        Change::Urgency { from, to } => {
            vec!["urgency".to_owned(), from.name().to_owned(), to.name().to_owned()]
        }
        Change::Unblocked(id) => about("unblocked", id),
        Change::WarningLost(id) => about("warning-lost", id),
        Change::CareLost(part) => vec!["care-lost".to_owned(), part.kind.name().to_owned(), part.id.clone()],
        Change::SafetyNetLost(id) => about("safety-net-lost", id),
        Change::Refused(from) => about("refused", from.name()),
        // These are not less cautious.
        Change::Blocked(id) => about("blocked", id),
        Change::WarningGained(id) => about("warning-gained", id),
        Change::CareGained(part) => about("care-gained", &part.id),
        Change::SafetyNetGained(id) => about("safety-net-gained", id),
        Change::Advice(aspect, _) => about("advice", aspect.name()),
        Change::Content(part) => about("content", &part.id),
    }
}
