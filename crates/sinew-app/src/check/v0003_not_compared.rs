//! V0003: something was not compared.

use super::released::AtVersion as _;
use crate::diff::{Comparison, Objection, change_in_words};
use sinew_diag::{Diagnostic, check};
use sinew_model::Pack;
use sinew_pack::Loaded;

check! {
    /// The pack could not wholly be held against its last released version: that one does not load, nobody can answer both, or whether
    /// anybody gets other advice was not decided within the limits.
    ///
    /// # Why
    ///
    /// What was not compared is not the same; it is not known.
    ///
    /// # Remedy
    ///
    /// Make the change in smaller steps, and release each. If nobody can answer both versions, look at the constraints and at
    /// the options of questions. If the released version does not load, its files were changed or a library of it is gone: bring
    /// them back as they were.
    ///
    /// # No example
    ///
    /// It needs a released version to compare with, which an example does not have.
    pub(crate) const NOT_COMPARED: Error "V0003" = "something was not compared with the released version";
}

/// What was released passed its check then, so its files were changed since, or its libraries are gone.
pub(super) fn unreadable(pack: &Pack, loaded: &Loaded) -> Diagnostic {
    NOT_COMPARED
        .found(format!("`{}` was not compared: its released version does not load", pack.identity().id))
        .at_version(loaded, pack)
        .help("bring back the folder `.released` beside the pack as it was; `sinew pack check` in it says what is wrong")
}

pub(super) fn check(comparison: &Comparison, loaded: &Loaded) -> Option<Diagnostic> {
    let why = comparison.objections().into_iter().find_map(|objection| match objection {
        Objection::NothingCompared => Some("nobody can answer both versions"),
        Objection::NotDecided => Some("something was not decided within the limits"),
        Objection::Disagreement => Some("the program contradicts itself; please report it"),
        Objection::LessCautious | Objection::Version { .. } => None,
    })?;
    let mut found = NOT_COMPARED
        .found(format!(
            "`{}` was not wholly compared with its released version",
            comparison.new.identity().id
        ))
        .at_version(loaded, &comparison.new)
        .note(why);
    for change in &comparison.diff.undecided {
        found = found.note(format!("not decided: {}", change_in_words(comparison, change)));
    }
    Some(found.help("make the change in smaller steps"))
}
