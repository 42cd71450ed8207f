//! Facts from native extensions of packs: the person decides what is trusted, a process of its own runs it, and whatever goes wrong
//! is a value with words.
//!
//! The one design decision: nothing here loads a library. It copies one whose bytes are trusted, starts this same program again
//! as a child that loads the copy (`sinew ext-run`, in `sinew-ext-run`), and believes nothing of what the child says that it does
//! not check. So a library that crashes, hangs, lies or prints ends in no facts, and in nothing else. The cost is a few
//! milliseconds to start a process.
//!
//! ```no_run
//! use sinew_ext::{Host, Library, Records, Trusted, ask};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (program, data, pack) = (std::env::current_exe()?, std::path::PathBuf::from("data"), std::path::Path::new("pack"));
//! let host = Host::new(program, data);
//! let records = Records::read(&host.data)?;
//! let facts = Library::of_pack(pack, "my-pack")?.map(|library| {
//!     let trusted = Trusted::recorded(&library, &records)?;
//!     ask(&host, &trusted, b"{}")
//! });
//! match facts {
//!     None => println!("the pack has no library"),
//!     Some(Ok(answer)) => println!("{:?}", answer.facts),
//!     Some(Err(none)) => println!("{none}; {}", none.remedy()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Invariants
//! - A library is opened only if the bytes of the very copy that is opened were trusted ([`Trusted`] has no other constructors than
//!   those that ask the records or take a hash, and starting a session takes one; tests of the whole program see whether the code
//!   that runs on opening has run).
//! - A fact that comes back was declared and lies in its range (`reply` and its tests).
//! - Any bytes from the child are a message or an error, in bounded memory (`frame`, its tests and the fuzzer).
//! - No call waits longer than its limit, nor all of them together much longer than somebody does ([`Patience`]), and no child outlives its
//!   session (tests of the whole program).
//! - Nothing in a pack makes a library trusted, and nothing in the environment but the folder of records that it may name.
//!
//! # Not here
//! The child itself (`sinew-ext-run`), the interface of libraries (`sinew-ext-abi`), and what a pack does with a fact.
#![forbid(unsafe_code)]

mod declared;
mod folder;
pub mod frame;
pub mod json;
mod library;
pub mod message;
mod no_facts;
mod patience;
mod reply;
mod sandbox;
#[cfg(any(test, feature = "schema"))]
pub mod schema;
mod session;
mod shown;
mod trust;

pub use declared::{Declared, DeclaredFact, ExtensionId, FactName, NameProblem};
pub use library::{Library, TARGET, file_name};
pub use no_facts::{NoFacts, NoFactsKind};
pub use patience::Patience;
pub use reply::{Facts, Supplied, any_reply};
pub use sandbox::{Enforced, Sandbox};
pub use session::{Answer, Host, Limits, RUN_COMMAND, Session, ask, ask_within, probe};
pub use trust::{Record, Records, Sha256Hash, TrustProblem, Trusted};
