//! A bundle: one pack with what is handed over with it, in memory.

use crate::{
    name::{self, Names},
    refusal::{Cause, Refusal},
};
use sha2::{Digest as _, Sha256};
use sinew_pack::{
    FolderFiles, Headline, MAX_FILE_BYTES, MAX_FILES, MAX_PACK_BYTES, PackSource, ReadProblem,
    with_plain_line_ends,
};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::{self, File},
    io::{self, ErrorKind, Read as _},
    path::Path,
};

/// The file with the signature, at the top of a pack or beside it.
pub const SIGNATURE_FILE: &str = "pack.minisig";

/// The file with the public key of whoever signed, at the top of a pack.
pub const KEY_FILE: &str = "pack.pub";

/// The first line of a manifest, which says what is signed.
const MANIFEST_HEADING: &str = "sinew pack manifest 1";

/// The folder of a native library and of what that may supply, with `/` at its end.
pub(crate) const NATIVE_FOLDER: &str = "native/";
/// Most files in that folder: what it may supply, and libraries for some kinds of machines.
const MAX_NATIVE_FILES: usize = 16;
/// Largest library, in bytes.
pub(crate) const MAX_NATIVE_BYTES: usize = 8 << 20;
/// Largest size of all libraries together, in bytes.
const MAX_ALL_NATIVE_BYTES: usize = 16 << 20;

/// Most documents beside a pack.
const MAX_DOCUMENTS: usize = 50;
/// Largest signature and largest key, in bytes.
pub(crate) const MAX_SIGNATURE_BYTES: usize = 4 << 10;

/// One pack with what is handed over with it, in memory.
///
/// All its names are plain paths that mean the same file on every computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    source: PackSource,
    headline: Option<Headline>,
    documents: BTreeMap<String, Vec<u8>>,
    native: BTreeMap<String, Vec<u8>>,
    signature: Option<Vec<u8>>,
    key: Option<Vec<u8>>,
    left_out: Vec<String>,
}

/// What a file is to a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A file of the pack itself.
    Pack,
    /// A text for people: `README.md`, `LICENSE`.
    Document,
    /// A native library, or what one may supply.
    Native,
    /// The signature.
    Signature,
    /// The key of whoever signed.
    Key,
    /// It is not kept, but named.
    LeftOut,
    /// It is not kept and not named: version control, leavings of editors and systems.
    Hidden,
}

impl Role {
    /// The role of the file with this path.
    pub(crate) fn of(path: &str) -> Self {
        let ends_with = |ending: &str| {
            let (_, extension) = path.rsplit_once('.').unwrap_or_default();
            extension.eq_ignore_ascii_case(ending)
        };
        let is_at_top = !path.contains('/');
        if path.split('/').any(|part| part.starts_with('.')) {
            Self::Hidden
        } else if path.starts_with(NATIVE_FOLDER) {
            Self::Native
        } else if ends_with("toml") {
            Self::Pack
        } else if path == SIGNATURE_FILE {
            Self::Signature
        } else if path == KEY_FILE {
            Self::Key
        } else if is_at_top && (ends_with("md") || path.starts_with("LICENSE")) {
            Self::Document
        } else {
            Self::LeftOut
        }
    }
}

/// Why a folder was not taken as a bundle.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderProblem {
    /// It could not be read.
    #[error(transparent)]
    Read(ReadProblem),
    /// Something in it is not taken.
    #[error(transparent)]
    Refused(Refusal),
}

/// Reads a pack folder with its documents and its signature. Other files are left out.
pub fn read_folder(folder: &Path) -> Result<Bundle, FolderProblem> {
    let wanted = |name: &str| matches!(Role::of(name), Role::Document | Role::Signature | Role::Key);
    let files = PackSource::read_with(folder, &wanted).map_err(FolderProblem::Read)?;
    let FolderFiles { source, mut beside, mut left_out } = files;
    left_out.retain(|path| path != NATIVE_FOLDER);
    read_native(folder, NATIVE_FOLDER, 0, &mut beside)?;
    Bundle::new(source, beside, left_out).map_err(FolderProblem::Refused)
}

/// Reads the files of native libraries, as far as there are any. Links, and what is no file, are refused: whoever packs a folder means
/// what is in it.
fn read_native(
    pack: &Path,
    inner: &str,
    depth: usize,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), FolderProblem> {
    let folder = pack.join(inner);
    let unreadable =
        |path: &Path, cause| FolderProblem::Read(ReadProblem::Unreadable { path: path.to_owned(), cause });
    match fs::symlink_metadata(&folder) {
        Ok(found) if found.is_dir() => {}
        // A file of this name is one of those that are left out.
        Ok(found) if depth == 0 && found.is_file() => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Ok(_) => return Err(unreadable(&folder, io::Error::new(ErrorKind::InvalidInput, "it is a link"))),
        Err(cause) => return Err(unreadable(&folder, cause)),
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).map_err(|cause| unreadable(&folder, cause))? {
        names.push(entry.map_err(|cause| unreadable(&folder, cause))?.path());
    }
    names.sort();
    for path in names {
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(name) = name else { return Err(FolderProblem::Read(ReadProblem::NameNotUnicode(path))) };
        if name.starts_with('.') {
            continue;
        }
        let found = fs::symlink_metadata(&path).map_err(|cause| unreadable(&path, cause))?;
        if found.is_dir() && depth < 2 {
            read_native(pack, &format!("{inner}{name}/"), depth + 1, files)?;
        } else if found.is_file() {
            let mut content = Vec::new();
            let most = MAX_NATIVE_BYTES as u64 + 1;
            let read = File::open(&path).and_then(|file| file.take(most).read_to_end(&mut content));
            read.map_err(|cause| unreadable(&path, cause))?;
            files.insert(format!("{inner}{name}"), content);
        } else {
            return Err(unreadable(&path, io::Error::new(ErrorKind::InvalidInput, "it is no file")));
        }
        if files.len() > MAX_FILES {
            return Err(FolderProblem::Refused(Refusal::of(Cause::TooManyFiles(MAX_FILES))));
        }
    }
    Ok(())
}

impl Bundle {
    /// Puts a bundle together. What stands beside the pack is sorted by its name.
    pub(crate) fn new(
        mut source: PackSource,
        beside: BTreeMap<String, Vec<u8>>,
        mut left_out: Vec<String>,
    ) -> Result<Self, Refusal> {
        let mut names = Names::default();
        for (path, content) in source.files.iter().chain(&beside) {
            name::check(path).map_err(|cause| Refusal::at(path, cause))?;
            names.file(path)?;
            let most = match Role::of(path) {
                Role::Signature | Role::Key => MAX_SIGNATURE_BYTES,
                Role::Native => MAX_NATIVE_BYTES,
                _ => MAX_FILE_BYTES,
            };
            if content.len() > most {
                return Err(Refusal::at(path, Cause::TooLarge(most)));
            }
        }
        // Reading stops behind these limits, so what is there may not be all.
        if source.files.len() > MAX_FILES {
            return Err(Refusal::of(Cause::TooManyFiles(MAX_FILES)));
        }
        let native = |path: &String| Role::of(path) == Role::Native;
        let texts = beside.iter().filter(|(path, _)| !native(path)).map(|(_, content)| content);
        if source.files.values().chain(texts).map(Vec::len).sum::<usize>() > MAX_PACK_BYTES {
            return Err(Refusal::of(Cause::TooLargeInAll(MAX_PACK_BYTES)));
        }
        let libraries = beside.iter().filter(|(path, _)| native(path)).map(|(_, content)| content.len());
        if libraries.clone().count() > MAX_NATIVE_FILES {
            return Err(Refusal::of(Cause::TooManyFiles(MAX_NATIVE_FILES)));
        }
        if libraries.sum::<usize>() > MAX_ALL_NATIVE_BYTES {
            return Err(Refusal::of(Cause::TooLargeInAll(MAX_ALL_NATIVE_BYTES)));
        }
        let headline = sinew_pack::headline(&source);
        if let Some(headline) = &headline {
            // A pack stands for its id, whatever the folder was called in which it came.
            source.folder.clone_from(&headline.id);
        }
        let (mut documents, mut native, mut signature, mut key) =
            (BTreeMap::new(), BTreeMap::new(), None, None);
        for (path, content) in beside {
            match Role::of(&path) {
                Role::Signature => signature = Some(content),
                Role::Key => key = Some(content),
                Role::Document => drop(documents.insert(path, content)),
                Role::Native => drop(native.insert(path, content)),
                Role::Pack | Role::LeftOut | Role::Hidden => left_out.push(path),
            }
        }
        if documents.len() > MAX_DOCUMENTS {
            return Err(Refusal::of(Cause::TooManyDocuments(MAX_DOCUMENTS)));
        }
        left_out.sort();
        Ok(Self { source, headline, documents, native, signature, key, left_out })
    }

    /// The pack itself. Its folder is called like its id, as far as that can be read.
    pub fn source(&self) -> &PackSource {
        &self.source
    }

    /// What the pack says of itself; none if its `pack.toml` cannot be read.
    pub fn headline(&self) -> Option<&Headline> {
        self.headline.as_ref()
    }

    /// The documents, by their names.
    pub fn documents(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.documents
    }

    /// The files of its native libraries, by their paths: what they may supply, and for each kind of machine a library.
    pub fn native(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.native
    }

    /// The kinds of machines that there is a native library for, as compilers name them.
    pub fn native_targets(&self) -> Vec<&str> {
        let inner = self.native.keys().filter_map(|path| path.strip_prefix(NATIVE_FOLDER));
        let mut targets: Vec<&str> =
            inner.filter_map(|path| path.split_once('/')).map(|(target, _)| target).collect();
        targets.dedup();
        targets
    }

    /// The signature as it is written; none if it is not signed.
    pub fn signature(&self) -> Option<&[u8]> {
        self.signature.as_deref()
    }

    /// The public key that came with it, as it is written.
    pub fn key(&self) -> Option<&[u8]> {
        self.key.as_deref()
    }

    /// The paths of the files that are not kept.
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// The bundle as it is shown at another place.
    #[must_use]
    pub fn shown_at(mut self, place: &str) -> Self {
        place.clone_into(&mut self.source.shown_at);
        self
    }

    /// The bundle with this signature and this key, unless it is signed already.
    #[must_use]
    pub(crate) fn or_signed(self, signature: Option<Vec<u8>>, key: Option<Vec<u8>>) -> Self {
        match (&self.signature, signature) {
            (None, Some(signature)) => {
                Self { signature: Some(signature), key: self.key.clone().or(key), ..self }
            }
            _ => self,
        }
    }

    /// All files by their paths, as they are written to a folder or an archive.
    pub fn files(&self) -> BTreeMap<&str, &[u8]> {
        let Self { source, headline: _, documents, native, signature, key, left_out: _ } = self;
        let named = source
            .files
            .iter()
            .chain(documents)
            .chain(native)
            .map(|(path, content)| (path.as_str(), content.as_slice()));
        let signature = signature.as_deref().map(|signature| (SIGNATURE_FILE, signature));
        named.chain(signature).chain(key.as_deref().map(|key| (KEY_FILE, key))).collect()
    }

    /// The manifest, which is what a signature signs: a heading, the id and version, and for each file of the pack and each
    /// document its SHA-256 and its path, sorted by path. Line endings do not count in these; native libraries stand there with their
    /// bytes. None if the `pack.toml` cannot be read.
    pub fn manifest(&self) -> Option<String> {
        let headline = self.headline.as_ref()?;
        let mut text = format!("{MANIFEST_HEADING}\npack {} {}\n", headline.id, headline.version);
        for (path, content) in self.files() {
            let hash = match Role::of(path) {
                Role::Pack | Role::Document => Sha256::digest(with_plain_line_ends(content)),
                Role::Native => Sha256::digest(content),
                Role::Signature | Role::Key | Role::LeftOut | Role::Hidden => continue,
            };
            for byte in hash {
                let _ = write!(text, "{byte:02x}");
            }
            let _ = writeln!(text, "  {path}");
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests;
