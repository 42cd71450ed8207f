//! Packs from outside: archives, signatures, installing and removing.
//!
//! The one design decision: a pack from outside is taken into memory as a whole, held against every rule there, and only then
//! written anywhere. So nothing of it touches the disk before it is known, and what was checked is what is written. The cost
//! is that a pack has to fit into memory, which its limits see to.
//!
//! # Invariants
//! - Names in a [`Bundle`] are plain paths below the pack that mean the same file on every computer (`name` and its tests).
//! - Whatever the bytes, [`read_archive`] gives a bundle or a refusal, in bounded memory and time (`archive` and its tests).
//! - The same bundle gives the same archive, byte for byte, and the archive gives the bundle back (`archive` and its tests).
//! - The same files give the same manifest, in a folder and in an archive (`bundle` and its tests).
//! - A signature is held against the bytes in memory, and one that does not fit is an error (`signature` and its tests).
//! - A pack is installed only if it, and all that will use it, pass their check (`install` and its tests).
//! - An error or an interruption at any step leaves what was installed before (`store` and its tests).
//! - Nothing that another pack needs is removed (`remove` and its tests).
//!
//! # Not here
//! What a pack has to be (`sinew-pack`, `sinew-app`), where installed packs are looked for (`sinew_app::installed`), and asking
//! the person (`sinew-cli`).
#![forbid(unsafe_code)]

mod archive;
mod bundle;
#[cfg(test)]
mod fixture;
mod given;
mod install;
mod key;
mod name;
mod refusal;
mod remove;
mod signature;
mod store;
mod verify;

pub use archive::{ArchiveFormat, read_archive, write_archive};
pub use bundle::{Bundle, FolderProblem, KEY_FILE, SIGNATURE_FILE, read_folder};
pub use given::{GivenProblem, read_given, read_given_stream};
pub use install::{Change, InstallPlan, InstallProblem, InstallRequest, plan_install};
pub use key::{KeyProblem, KnownKey, PublicKey, key_path, keys_folder, remembered_keys};
pub use refusal::{Cause, Refusal};
pub use remove::{RemovePlan, RemoveProblem, plan_remove};
pub use signature::{Signature, SignatureProblem, check_signature};
pub use store::StoreProblem;
pub use verify::{Verified, VerifyProblem, signature_at_hand, verify};
