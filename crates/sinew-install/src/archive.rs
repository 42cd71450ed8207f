//! Archives: one pack as one file, read from anybody's bytes and written the same way every time.

mod compression;
mod entries;

pub(crate) use compression::MAX_PACKED_BYTES;

use crate::{
    bundle::{Bundle, KEY_FILE, MAX_NATIVE_BYTES, Role, SIGNATURE_FILE},
    refusal::{Cause, Refusal},
};
use entries::Files;
use sinew_pack::{MAX_FILE_BYTES, PackSource};
use std::{collections::BTreeMap, path::Path};

/// How an archive is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveFormat {
    /// `.tar.zst`.
    TarZst,
    /// `.tar.gz` or `.tgz`.
    TarGz,
}

impl ArchiveFormat {
    /// The format that the name of a file asks for.
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if ends(&[".tar.zst"]) {
            Some(Self::TarZst)
        } else {
            ends(&[".tar.gz", ".tgz"]).then_some(Self::TarGz)
        }
    }
}

/// Reads a pack out of an archive, `.tar.zst` or `.tar.gz`. What it is told by its first bytes, not by a name.
///
/// The files of the pack stand at the top of the archive or in one folder. Documents and a signature are kept, other files are
/// left out. Whatever has another kind of entry, a name that leads elsewhere, or more of anything than a pack has, is refused
/// as a whole. Nothing is written.
pub fn read_archive(bytes: &[u8]) -> Result<Bundle, Refusal> {
    let unpacked = compression::unpack(bytes).map_err(Refusal::of)?;
    let files = entries::files(&unpacked)?;
    let folder = pack_folder(&files)?;
    let (mut source, mut beside, mut left_out) = (PackSource::default(), BTreeMap::new(), Vec::new());
    for (path, content) in &files {
        let inner = match path.strip_prefix(folder.as_str()) {
            Some(inner) => inner,
            // A signature is often made after the archive, and put beside the folder.
            None if [SIGNATURE_FILE, KEY_FILE].contains(&path.as_str()) => path,
            None if Role::of(path) == Role::Hidden => continue,
            None => {
                return Err(Refusal::at(path, Cause::OutsideOfPack(folder.trim_end_matches('/').to_owned())));
            }
        };
        let files = match Role::of(inner) {
            Role::Pack => &mut source.files,
            Role::Document | Role::Native | Role::Signature | Role::Key => &mut beside,
            Role::LeftOut => {
                left_out.push(inner.to_owned());
                continue;
            }
            Role::Hidden => continue,
        };
        let most = if Role::of(inner) == Role::Native { MAX_NATIVE_BYTES } else { MAX_FILE_BYTES };
        if content.len() > most {
            return Err(Refusal::at(path, Cause::TooLarge(most)));
        }
        if files.insert(inner.to_owned(), content.to_vec()).is_some() {
            return Err(Refusal::at(path, Cause::Twice));
        }
    }
    folder.trim_end_matches('/').clone_into(&mut source.folder);
    source.shown_at.clone_from(&source.folder);
    Bundle::new(source, beside, left_out)
}

/// The folder of the pack in the archive, with `/` at its end; empty if the pack stands at the top.
fn pack_folder(files: &Files<'_>) -> Result<String, Refusal> {
    const FIRST_FILE: &str = "pack.toml";
    if files.contains_key(FIRST_FILE) {
        return Ok(String::new());
    }
    let mut folders = files.keys().filter_map(|path| path.strip_suffix(FIRST_FILE)).filter(|folder| {
        folder.matches('/').count() == 1 && folder.ends_with('/') && !folder.starts_with('.')
    });
    match (folders.next(), folders.next()) {
        (None, _) => Err(Refusal::of(Cause::NoPack)),
        (Some(only), None) => Ok(only.to_owned()),
        (Some(one), Some(other)) => {
            let name = |folder: &str| folder.trim_end_matches('/').to_owned();
            Err(Refusal::of(Cause::SeveralPacks(name(one), name(other))))
        }
    }
}

/// Writes a bundle as an archive in which all files stand in one folder, called like the pack.
///
/// The bytes depend on nothing but the files: they are sorted, and have no times, owners or rights of their own. What is
/// written is what [`read_archive`] takes: it is read back, and a bundle that would be refused is refused here.
pub fn write_archive(bundle: &Bundle, format: ArchiveFormat) -> Result<Vec<u8>, Refusal> {
    let folder = &bundle.source().folder;
    let packed = compression::pack(&entries::write(folder, &bundle.files())?, format);
    let back = read_archive(&packed)?;
    if back.files() == bundle.files() {
        Ok(packed)
    } else {
        Err(Refusal::of(Cause::Damaged("it could not be read back".to_owned())))
    }
}

#[cfg(test)]
mod tests;
