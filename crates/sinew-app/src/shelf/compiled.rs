//! The packs in the program as they were compiled when it was made, so that a start reads no TOML.
//!
//! ```text
//! MAGIC                8 bytes
//! hash of the table    32 bytes, SHA-256
//! length of the table  4 bytes, the lowest first
//! table                which packs, what they were made from, and where each part stands
//! parts                one for each injury pack, and one with what has to be found at once
//! ```
//!
//! The table and the parts are in the form of postcard. The blob is a file of the repository that `cargo xtask codegen` makes; a
//! test compiles the packs and compares. It is only a shorter way to the same packs: what does not fit its hash, or was made from
//! other files than those in the program, is not there, and the packs are compiled from their files.

use super::{Emergencies, embedded};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};
use sinew_model::Pack;
use sinew_pack::{Headline, PackSource};
use std::sync::OnceLock;

/// What the blob begins with. The number at its end rises with each change of the form.
const MAGIC: &[u8; 8] = b"sinewpk\x01";

type Hash = [u8; 32];

/// The blob that was there when the program was made.
static IN_PROGRAM: &[u8] = include_bytes!("../../compiled/packs.postcard");

/// Where a part stands behind the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
    at: u32,
    length: u32,
    hash: Hash,
}

/// A pack in the blob.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    /// The name of its folder, which is its id.
    pub(super) folder: String,
    /// What a listing says about it.
    pub(super) headline: Headline,
    /// The ids of its libraries, also of those that only its libraries use; empty for a library.
    pub(super) libraries: Vec<String>,
    /// The compiled pack; none for a library.
    compiled: Option<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Table {
    /// What the packs were made from: [`fingerprint`].
    made_from: Hash,
    /// The packs in alphabetical order.
    rows: Vec<Row>,
    emergencies: Part,
}

/// A blob whose table is sound.
#[derive(Debug, Clone)]
pub(super) struct Compiled<'a> {
    table: Table,
    parts: &'a [u8],
}

/// The blob in the program, if it is sound and was made from the files in the program.
pub(super) fn in_program() -> Option<&'static Compiled<'static>> {
    static READ: OnceLock<Option<Compiled<'static>>> = OnceLock::new();
    READ.get_or_init(|| Compiled::read(IN_PROGRAM, &embedded::fingerprint())).as_ref()
}

impl<'a> Compiled<'a> {
    /// Reads the table of a blob. None if it is damaged, or if the packs were made from anything but files with this fingerprint.
    pub(super) fn read(blob: &'a [u8], fingerprint: &Hash) -> Option<Self> {
        let rest = blob.strip_prefix(MAGIC)?;
        let (hash, rest) = rest.split_first_chunk::<32>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (table, parts) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        if hash_of(table) != *hash {
            return None;
        }
        let table: Table = decoded(table)?;
        (table.made_from == *fingerprint).then_some(Self { table, parts })
    }

    /// The packs in it, in alphabetical order.
    pub(super) fn rows(&self) -> &[Row] {
        &self.table.rows
    }

    pub(super) fn row(&self, folder: &str) -> Option<&Row> {
        self.table.rows.iter().find(|row| row.folder == folder)
    }

    /// The compiled pack. None for a library, and if the part is damaged.
    pub(super) fn pack(&self, folder: &str) -> Option<Pack> {
        let pack: Pack = self.part(self.row(folder)?.compiled.as_ref()?)?;
        (pack.identity().id.as_str() == folder).then_some(pack)
    }

    /// What has to be found at once, of all its packs. None if the part is damaged.
    pub(super) fn emergencies(&self) -> Option<Emergencies> {
        self.part(&self.table.emergencies)
    }

    fn part<T: DeserializeOwned>(&self, part: &Part) -> Option<T> {
        let (at, length) = (usize::try_from(part.at).ok()?, usize::try_from(part.length).ok()?);
        let bytes = self.parts.get(at..at.checked_add(length)?)?;
        if hash_of(bytes) == part.hash { decoded(bytes) } else { None }
    }
}

/// Puts packs into a blob, each with its compiled form if it is one that is opened. None if there is too much of it.
pub(super) fn blob(
    sources: &[&PackSource],
    packs: Vec<(Headline, Option<Pack>)>,
    emergencies: &Emergencies,
) -> Option<Vec<u8>> {
    let mut parts = Vec::new();
    let mut rows = Vec::new();
    for (headline, pack) in packs {
        let compiled = match &pack {
            Some(pack) => Some(put(&mut parts, pack)?),
            None => None,
        };
        let libraries = pack.iter().flat_map(Pack::libraries).map(|library| library.id.to_string()).collect();
        rows.push(Row { folder: headline.id.clone(), headline, libraries, compiled });
    }
    let emergencies = put(&mut parts, emergencies)?;
    let made_from = fingerprint(sources.iter().flat_map(|source| {
        source.files.iter().map(|(path, content)| (format!("{}/{path}", source.folder), hash_of(content)))
    }));
    let table = postcard::to_allocvec(&Table { made_from, rows, emergencies }).ok()?;
    let mut blob = MAGIC.to_vec();
    blob.extend(hash_of(&table));
    blob.extend(u32::try_from(table.len()).ok()?.to_le_bytes());
    blob.extend(table);
    blob.extend(parts);
    Some(blob)
}

fn put(parts: &mut Vec<u8>, value: &impl Serialize) -> Option<Part> {
    let bytes = postcard::to_allocvec(value).ok()?;
    let part = Part {
        at: u32::try_from(parts.len()).ok()?,
        length: u32::try_from(bytes.len()).ok()?,
        hash: hash_of(&bytes),
    };
    parts.extend(bytes);
    Some(part)
}

/// What is in these bytes, if that is all there is in them.
fn decoded<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (value, rest) = postcard::take_from_bytes(bytes).ok()?;
    rest.is_empty().then_some(value)
}

fn hash_of(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// The fingerprint of files, in whatever order: a hash over their paths, as `FOLDER/FILE`, and the hashes of their contents.
pub(super) fn fingerprint(files: impl IntoIterator<Item = (impl AsRef<str> + Ord, Hash)>) -> Hash {
    let mut files: Vec<_> = files.into_iter().collect();
    files.sort();
    let mut hasher = Sha256::new();
    for (path, hash) in files {
        let path = path.as_ref().as_bytes();
        hasher.update((path.len() as u64).to_be_bytes());
        hasher.update(path);
        hasher.update(hash);
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests;
