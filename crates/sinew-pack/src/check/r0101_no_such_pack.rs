//! R0101: there is no such pack.

use sinew_diag::{Diagnostic, check, closest_name};

check! {
    /// A pack is found by its id among the folders at hand.
    ///
    /// # Why
    ///
    /// Nothing can be checked or asked without it.
    ///
    /// # Remedy
    ///
    /// Mend the id, or name the folder that holds the pack.
    ///
    /// # No example
    ///
    /// What stands in a pack does not cause it: it is about the name that a program asks for.
    pub(crate) const NO_SUCH_PACK: Error "R0101" = "there is no such pack";
}

pub(crate) fn no_such_pack(id: &str, at_hand: &[&str]) -> Diagnostic {
    let found = NO_SUCH_PACK.found(format!("there is no pack `{id}`"));
    with_packs_at_hand(found, "pack", id, at_hand)
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
