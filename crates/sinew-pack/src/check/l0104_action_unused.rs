//! L0104: nothing offers an action.

use crate::compile::Unit;
use sinew_diag::{Diagnostic, check};
use sinew_model::{ActionIx, Pack};
use std::collections::BTreeSet;

check! {
    /// An action is offered by a condition, by a cause, or to everybody with `always`.
    ///
    /// # Why
    ///
    /// An action that nothing offers is never shown.
    ///
    /// # Remedy
    ///
    /// Add it to the `actions` of a condition or cause, or take it out.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip]
    /// actions = ["lighter-load"]
    /// ```
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold] # warning[L0104]
    /// ```
    ///
    /// ```toml cases/people.toml
    /// [case.grip]
    /// expect = { urgency = "self-care", must = ["sore-grip"] }
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip]
    /// actions = ["wrist-hold", "lighter-load"]
    /// ```
    pub(crate) const ACTION_UNUSED: Warning "L0104" = "nothing offers an action";
}

pub(super) fn check(root: &Unit<'_>, pack: &Pack, found: &mut Vec<Diagnostic>) {
    let mut offered: BTreeSet<ActionIx> = BTreeSet::new();
    pack.conditions().iter().for_each(|condition| offered.extend(&condition.actions));
    pack.causes().iter().for_each(|cause| offered.extend(&cause.actions));
    for entry in &root.draft.actions {
        let Some(action) = pack.action_named(&entry.id.value) else { continue };
        if !offered.contains(&action) && !pack.actions()[action].always {
            found.push(
                ACTION_UNUSED
                    .found(format!("nothing offers the action `{}`", entry.id.value))
                    .label(entry.id.span, "")
                    .help("name it in the `actions` of a condition or cause, give it `always = true`, or take it out"),
            );
        }
    }
}
