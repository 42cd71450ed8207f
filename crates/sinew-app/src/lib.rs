//! Use cases shared by all front ends, and the facade for integrators.
//!
//! The one design decision: a front end passes in everything that comes from outside (folders, bytes, today's date, the
//! region) and gets back plain values with their problems in words. So a terminal, a page and a batch program cannot differ
//! in what they decide, and every path here can be tested without any of them.
//!
//! ```no_run
//! use sinew_app::{Shelf, answers::{AnswersFile, AnswersFormat, fit}, assess, json, model::Date};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let file = AnswersFile::read(std::fs::File::open("answers.toml")?, AnswersFormat::Detect)?;
//! let pack = Shelf::embedded().load(file.pack.as_deref().ok_or("it names no pack")?)?.pack;
//! let answers = fit(&pack, &file.current).map_err(|problems| problems[0].to_string())?;
//! let outcome = assess(&pack, &answers, Date::constant(2026, 3, 4), pack.region_named("uk"))?;
//! print!("{}", json::to_json(&outcome));
//! # Ok(())
//! # }
//! ```
//!
//! # Invariants
//! - Nothing here prints, asks for the time, or reads the environment (lints).
//! - Saving replaces a file as a whole or leaves the old one (`saved` and its tests).
//! - A certificate that says anything that is not so, or is about other content, is refused (`proof` and its tests).
//! - The JSON documents have every field of the outcome, of a check, of what became of mutants and of a diff (`json`, `findings`,
//!   `mutants`, `diff`, by taking them apart completely) and fit their published schemas.
//! - Answers count only for what was asked, and carrying them over to another pack changes no decision (`answers`).
//! - The packs in the program are those in the repository (`shelf` and its tests).
//! - An installed pack that is not as it was installed is not used (`installed` and its tests).
//!
//! # Not here
//! Deciding (`sinew-engine`), the pack format (`sinew-pack`), archives, signatures and installing (`sinew-install`), anything
//! on a screen (`sinew-cli`).
#![forbid(unsafe_code)]

pub mod answers;
mod assess;
pub mod check;
pub mod diff;
pub mod disk;
pub mod explain;
pub mod facts;
pub mod findings;
#[cfg(test)]
mod fixture;
pub mod graph;
pub mod installed;
pub mod json;
pub mod mutants;
mod outcomes;
pub mod proof;
mod quoted;
pub mod released;
pub mod saved;
#[cfg(any(test, feature = "schema"))]
pub mod schema;
mod share;
mod shelf;
mod threads;
pub mod wording;

pub use assess::{Incomplete, Missing, assess, urgency};
pub use outcomes::{LeftOut, NoOutcomes, Outcomes, assess_together};
pub use quoted::quoted;
pub use share::{count_in_words, digits_in_words, share_in_words};
pub use shelf::{
    BrokenPack, Emergencies, Found, InPlace, LoadProblem, LoadedPack, NewerVersion, Outdated,
    OutdatedLibrary, PackListing, PackPlaces, PackVersion, Shelf, ShelfProblem, UnknownPack, WarningSign,
};
pub use sinew_diag::{closest_name, steers};
pub use sinew_engine::{
    Decision, ShownCondition, Step, StopReason, applies, contradictions, decide, drop_idle, idle_answers,
    kept_away, missing_answers, next_step, would_drop,
};
/// Ids, answers, the compiled pack and the outcome.
pub use sinew_model as model;
pub use sinew_pack::{
    Allowed, KnownNames, PackKind, PackName, PackSource, ReadProblem, Readability, can_be_allowed,
};

/// Every check that a pack goes through, each with the page that explains it, in the order of the codes.
pub fn checks() -> Vec<sinew_diag::Check> {
    let mut checks: Vec<_> = sinew_pack::checks().iter().chain(check::checks()).copied().collect();
    checks.sort_by_key(|check| check.code());
    checks
}
