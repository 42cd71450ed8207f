//! From pack folders in TOML to a compiled pack, or to diagnostics that say what to mend.
//!
//! The one design decision: a file is read into a tree in which every key and value has its place, checked against its
//! published JSON Schema, and decoded by hand. So all problems are found in one go and each points at the author's own
//! words. The cost is that the form of a file is described twice, in the schema types and in the decoder; a corpus of good
//! and bad files holds the two together.
//!
//! # Invariants
//! - No input makes [`load`] panic or run for long (`broken_files_never_panic`; the limits in `folder`).
//! - [`Loaded::pack`] is there only if no error was found.
//! - The same files give the same pack, diagnostics and content hash, wherever the folders lie.
//! - Which version of a library is taken depends on the packs at hand alone, not on their order (`resolve` and its tests).
//! - What the published schemas refuse, the decoder refuses, and what the decoder takes, they take (the corpus test).
//! - The names of a sound pack are those of the compiled one (`names` and its tests).
//!
//! # Not here
//! What a pack does with answers (`sinew-engine`), running cases and finding packs on disk (`sinew-app`).
#![forbid(unsafe_code)]

mod allow;
mod at_hand;
mod case;
mod check;
mod compile;
mod decode;
mod draft;
mod fields;
mod file_kind;
mod folder;
mod hash;
mod instance;
mod load;
mod mend;
mod names;
mod operator;
mod pack_name;
mod ratio;
mod resolve;
mod schema_check;
mod shape;
mod texts;
mod tree;
mod usage;

#[cfg(feature = "schema")]
pub mod schema;

pub use allow::{Allowed, Excuse};
pub use at_hand::AtHand;
pub use case::{Case, CaseAnswer, Expect, KnownGap, Limit, ListedAt, Mention, MentionedAt};
pub use check::{can_be_allowed, checks};
pub use draft::PackKind;
pub use folder::{FolderFiles, MAX_FILE_BYTES, MAX_FILES, MAX_PACK_BYTES, PackSource, ReadProblem};
pub use hash::with_plain_line_ends;
pub use load::{Counts, Headline, Loaded, Use, headline, inspect, inspect_further, load};
pub use names::{AnswerNames, KEYS_KEYWORD, KnownName, KnownNames, NAMES_KEYWORD, NameKind, names};
pub use operator::Operator;
pub use pack_name::PackName;
pub use schema_check::published_schemas;
pub use texts::Readability;
