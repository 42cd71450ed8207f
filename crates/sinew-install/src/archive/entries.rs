//! The inner layer of an archive: the entries of a tar file, each held against every rule.

use crate::{
    name::{self, Names},
    refusal::{Cause, Refusal},
};
use std::{collections::BTreeMap, io};
use tar::{Archive, Builder, Entry, EntryType, Header, PaxExtensions};

/// Most entries of an archive, folders and files that are left out included.
pub(super) const MAX_ENTRIES: usize = 1_000;
/// The unit in which tar counts, in bytes.
const BLOCK: usize = 512;
/// An archive ends with two empty blocks; there may be more.
const END: usize = 2 * BLOCK;

/// The files of an archive, by their paths.
pub(super) type Files<'a> = BTreeMap<String, &'a [u8]>;

/// Reads the entries of a tar file.
pub(super) fn files(tar: &[u8]) -> Result<Files<'_>, Refusal> {
    let damaged = |problem: io::Error| Refusal::of(Cause::damaged(&problem));
    let mut archive = Archive::new(tar);
    let (mut files, mut names, mut end) = (Files::new(), Names::default(), 0);
    for (count, entry) in archive.entries().map_err(damaged)?.enumerate() {
        if count >= MAX_ENTRIES {
            return Err(Refusal::of(Cause::TooManyEntries(MAX_ENTRIES)));
        }
        let mut entry = entry.map_err(damaged)?;
        let written = written_path(&entry)?;
        let at = |cause| Refusal::at(&written, cause);
        let content = content(tar, &entry).ok_or_else(|| at(Cause::EndsEarly))?;
        end = end_of(&entry, content.len()).ok_or_else(|| at(Cause::EndsEarly))?;
        if is_remark(&entry, content) {
            continue;
        }
        let is_folder = is_folder(&mut entry).map_err(at)?;
        // Archives of a folder's contents name everything from `./`, and the folder itself too.
        let path = written.strip_prefix("./").unwrap_or(&written);
        if !is_folder {
            name::check(path).map_err(at)?;
            names.file(path)?;
            files.insert(path.to_owned(), content);
        } else if !content.is_empty() {
            return Err(at(Cause::OddKind));
        } else if !matches!(path, "" | ".") {
            let path = path.strip_suffix('/').unwrap_or(path);
            name::check(path).map_err(at)?;
            names.folder(path)?;
        }
    }
    let rest = tar.get(end..).unwrap_or_default();
    if rest.iter().any(|byte| *byte != 0) {
        Err(Refusal::of(Cause::GoesOn))
    } else if rest.len() < END {
        Err(Refusal::of(Cause::EndsEarly))
    } else {
        Ok(files)
    }
}

/// The path of an entry as it is written, from whichever of the headers holds it.
fn written_path(entry: &Entry<'_, impl io::Read>) -> Result<String, Refusal> {
    let bytes = entry.path_bytes();
    match std::str::from_utf8(&bytes) {
        Ok(path) => Ok(path.to_owned()),
        Err(_) => Err(Refusal::at(&String::from_utf8_lossy(&bytes), Cause::NotUnicode)),
    }
}

/// Whether an entry only says where the archive came from, as those of code hosts do with the number of a commit.
fn is_remark(entry: &Entry<'_, impl io::Read>, content: &[u8]) -> bool {
    let mut keys =
        PaxExtensions::new(content).map(|extension| extension.map(|extension| extension.key_bytes()));
    entry.header().entry_type() == EntryType::XGlobalHeader
        && keys.all(|key| key.is_ok_and(|key| key == b"comment"))
}

/// Whether an entry is a folder; if not, it is a plain file. All other kinds are refused.
fn is_folder(entry: &mut Entry<'_, impl io::Read>) -> Result<bool, Cause> {
    let kind = entry.header().entry_type();
    let is_folder = match kind {
        EntryType::Regular => false,
        EntryType::Directory => true,
        EntryType::Symlink | EntryType::Link => return Err(Cause::Link),
        EntryType::GNUSparse => return Err(Cause::Sparse),
        _ => return Err(Cause::OddKind),
    };
    // The newer form of sparse files is a plain file whose further header says how to read it.
    let extensions = entry.pax_extensions().map_err(|problem| Cause::damaged(&problem))?;
    for extension in extensions.into_iter().flatten() {
        let extension = extension.map_err(|problem| Cause::damaged(&problem))?;
        if extension.key_bytes().starts_with(b"GNU.sparse.") {
            return Err(Cause::Sparse);
        }
    }
    Ok(is_folder)
}

/// The bytes of an entry; none if the archive ends before them.
fn content<'a>(tar: &'a [u8], entry: &Entry<'_, impl io::Read>) -> Option<&'a [u8]> {
    let start = usize::try_from(entry.raw_file_position()).ok()?;
    let length = usize::try_from(entry.size()).ok()?;
    tar.get(start..start.checked_add(length)?)
}

/// Where the next entry begins.
fn end_of(entry: &Entry<'_, impl io::Read>, length: usize) -> Option<usize> {
    let start = usize::try_from(entry.raw_file_position()).ok()?;
    start.checked_add(length.checked_next_multiple_of(BLOCK)?)
}

/// Writes files into a tar file, in the order of their paths, below one folder. They have no times, owners or rights of their
/// own.
pub(super) fn write(folder: &str, files: &BTreeMap<&str, &[u8]>) -> Result<Vec<u8>, Refusal> {
    let mut builder = Builder::new(Vec::new());
    for (path, content) in files {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        header.set_uid(0);
        header.set_gid(0);
        header.set_path(format!("{folder}/{path}")).map_err(|_| Refusal::at(path, Cause::TooLong))?;
        header.set_cksum();
        builder.append(&header, *content).expect("writing into memory does not fail");
    }
    Ok(builder.into_inner().expect("writing into memory does not fail"))
}
