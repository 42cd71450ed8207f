//! R0101: there is no such pack.

use crate::{at_hand::at_hand_words, pack_name::PackName};
use semver::Version;
use sinew_diag::{Diagnostic, check, closest_name};

check! {
    /// A pack is found by its id among the packs at hand. `ID@VERSION` means just that version of it.
    ///
    /// # Why
    ///
    /// Nothing can be checked or asked without it.
    ///
    /// # Remedy
    ///
    /// Mend the id or the version, or name the folder that holds the pack.
    ///
    /// # No example
    ///
    /// What stands in a pack does not cause it: it is about the name that a program asks for.
    pub(crate) const NO_SUCH_PACK: Error "R0101" = "there is no such pack";
}

/// With the versions there are of it, the highest first, and the ids of all packs at hand.
pub(crate) fn no_such_pack(name: &PackName, versions: &[&Version], at_hand: &[&str]) -> Diagnostic {
    match &name.version {
        Some(version) if !versions.is_empty() => NO_SUCH_PACK
            .found(format!("there is no version {version} of the pack `{}`", name.id))
            .note(at_hand_words(versions)),
        _ => {
            let found = NO_SUCH_PACK.found(format!("there is no pack `{name}`"));
            with_packs_at_hand(found, "pack", &name.id, at_hand)
        }
    }
}

/// Adds the pack that was probably meant, and which there are.
pub(super) fn with_packs_at_hand(found: Diagnostic, what: &str, id: &str, at_hand: &[&str]) -> Diagnostic {
    let found = match closest_name(id, at_hand.iter().copied()) {
        Some(name) => found.help(format!("a {what} with a similar id exists: `{name}`")),
        None => found,
    };
    if at_hand.is_empty() {
        found.note("there are no packs at hand")
    } else {
        found.note(format!("the packs at hand are: {}", at_hand.join(", ")))
    }
}
