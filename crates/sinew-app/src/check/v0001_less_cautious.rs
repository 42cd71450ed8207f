//! V0001: advice is less cautious, and nobody reviewed it.

use super::released::AtVersion as _;
use crate::diff::{Comparison, Direction, change_in_words};
use sinew_diag::{Diagnostic, check};
use sinew_pack::Loaded;

check! {
    /// Held against the last released version, somebody is told less to be careful: the urgency falls, an action is offered that a
    /// block kept away, or a warning is not given any more. Every possible set of answers was compared.
    ///
    /// # Why
    ///
    /// Less cautious advice can be right. It must not come about by the way, in a change that meant something else.
    ///
    /// # Remedy
    ///
    /// `sinew pack diff` shows who is meant and which lines cause it. Take the change back; or have a clinician review all of it, and
    /// write `[review.ID]` into pack.toml with the fingerprint that is shown.
    ///
    /// # No example
    ///
    /// It needs a released version to compare with, which an example does not have.
    pub(crate) const LESS_CAUTIOUS: Error "V0001" = "advice is less cautious, and nobody reviewed it";
}

pub(super) fn check(comparison: &Comparison, loaded: &Loaded) -> Option<Diagnostic> {
    if comparison.review().is_some() {
        return None;
    }
    let fingerprint = comparison.fingerprint()?;
    let groups = comparison.diff.towards(Direction::LessCautious);
    let mut found = LESS_CAUTIOUS
        .found(format!(
            "`{}` is less cautious than {}, and nobody reviewed it",
            comparison.new.identity().id,
            comparison.old.identity().version
        ))
        .at_version(loaded, &comparison.new);
    for group in groups {
        found = found.note(change_in_words(comparison, &group.change));
    }
    Some(found.help("see who is meant, and why: `cargo xtask diff` here, `sinew pack diff OLD NEW` elsewhere").help(format!(
        "take it back, or have a clinician review it, and add `[review.ID]` with `fingerprint = \"{fingerprint}\"`"
    )))
}
