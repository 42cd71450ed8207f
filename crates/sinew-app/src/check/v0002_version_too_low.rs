//! V0002: the version does not rise enough.

use super::released::AtVersion as _;
use crate::diff::{Comparison, Objection};
use sinew_diag::{Diagnostic, check};
use sinew_pack::Loaded;

check! {
    /// Held against the last released version, the version of the pack has to rise by a *major* step if the advice is less cautious or
    /// answers may not fit any more, by a *minor* one if anybody gets other advice or something more is asked, by a *patch* for
    /// anything else. Below 1.0.0 the middle number is the major step and the last number is both others.
    ///
    /// # Why
    ///
    /// By the version other packs say what they have been checked with, and runners which advice they were given.
    ///
    /// # Remedy
    ///
    /// Write the version that the message names, or a higher one, and say below `[changes]` what is different.
    ///
    /// # No example
    ///
    /// It needs a released version to compare with, which an example does not have.
    pub(crate) const VERSION_TOO_LOW: Error "V0002" = "the version does not rise enough";
}

pub(super) fn check(comparison: &Comparison, loaded: &Loaded) -> Option<Diagnostic> {
    let too_low = comparison.objections().into_iter().find_map(|objection| match objection {
        Objection::Version { given: _, needed } => Some(needed),
        _ => None,
    });
    let needed = too_low?;
    let (old, new) = (&comparison.old.identity().version, &comparison.new.identity().version);
    let rises = if old == new {
        format!("the version is still {old}")
    } else {
        format!("the version goes from {old} to {new}")
    };
    let found = VERSION_TOO_LOW
        .found(format!("{rises}, and the change needs a {} step", needed.name()))
        .at_version(loaded, &comparison.new)
        .help(format!("make it {} or higher", needed.after(old)));
    Some(found)
}
