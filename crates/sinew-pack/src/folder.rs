//! One pack folder in memory, and reading it from disk.

use std::{
    collections::BTreeMap,
    fs, io,
    io::Read as _,
    path::{Path, PathBuf},
};

/// Largest size of one file, in bytes.
pub const MAX_FILE_BYTES: usize = 1 << 20;
/// Largest number of files in a pack.
pub const MAX_FILES: usize = 200;
/// Largest size of all files of a pack together, in bytes.
pub const MAX_PACK_BYTES: usize = 8 << 20;
/// How deep folders within a pack are looked into. Packs have one level; the rest is to report files that are misplaced.
const MAX_FOLDER_DEPTH: usize = 4;

/// The folder of a pack's native library and of what that may supply. It is no part of the pack's texts: a pack is whole without it, and
/// only who runs the library reads it, after the person has trusted it.
const NATIVE: &str = "native";

/// The files of one pack folder, held in memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PackSource {
    /// The folder's own name, which is also the pack's id.
    pub folder: String,
    /// The folder as people are shown it, for example `packs/running`.
    pub shown_at: String,
    /// Contents by path below the folder, with `/` between its parts.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// A pack folder with what lies in it besides the pack.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FolderFiles {
    /// The pack.
    pub source: PackSource,
    /// The other files that were asked for, at the top of the folder, by their names.
    pub beside: BTreeMap<String, Vec<u8>>,
    /// The paths of the files that were left alone. Hidden ones are not named.
    pub left_out: Vec<String>,
}

/// Why a folder could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadProblem {
    /// There is no folder there.
    #[error("`{}` is not a folder; name a folder that holds a pack.toml", .0.display())]
    NotAFolder(PathBuf),
    /// The operating system refused.
    #[error("could not read `{}`: {cause}; check that it is there and that you may read it", .path.display())]
    Unreadable {
        /// What was to be read.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        cause: io::Error,
    },
    /// A link that leaves the folder.
    #[error("`{}` is a link that leads out of the pack; put the file itself there", .0.display())]
    LeadsOutside(PathBuf),
    /// A file name that is not Unicode.
    #[error("`{}` has a name that is not Unicode; rename it", .0.display())]
    NameNotUnicode(PathBuf),
}

impl PackSource {
    /// Reads the TOML files below a folder.
    ///
    /// Reading stops where a limit is passed, just far enough for [`crate::load`] to report it. Other files and hidden
    /// folders are left alone.
    pub fn read(folder: &Path) -> Result<Self, ReadProblem> {
        Self::read_with(folder, &|_| false).map(|files| files.source)
    }

    /// As [`Self::read`], and besides reads those files at the top of the folder whose names are wanted, with the same limits.
    pub fn read_with(folder: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<FolderFiles, ReadProblem> {
        let root = fs::canonicalize(folder).map_err(|_| ReadProblem::NotAFolder(folder.to_owned()))?;
        if !root.is_dir() {
            return Err(ReadProblem::NotAFolder(folder.to_owned()));
        }
        let name = root.file_name().map(|name| unicode(Path::new(name))).transpose()?.unwrap_or_default();
        let shown_at = folder.to_string_lossy().replace('\\', "/").trim_end_matches('/').to_owned();
        let mut reader = Reader { root, wanted, files: FolderFiles::default(), bytes: 0 };
        reader.folder(folder, "", 0)?;
        let FolderFiles { source, beside, left_out } = reader.files;
        Ok(FolderFiles { source: Self { folder: name, shown_at, ..source }, beside, left_out })
    }

    /// The path of a file as people are shown it.
    pub fn shown_path(&self, file: &str) -> String {
        if self.shown_at.is_empty() { file.to_owned() } else { format!("{}/{file}", self.shown_at) }
    }
}

fn unicode(path: &Path) -> Result<String, ReadProblem> {
    path.to_str().map(str::to_owned).ok_or_else(|| ReadProblem::NameNotUnicode(path.to_owned()))
}

struct Reader<'a> {
    root: PathBuf,
    wanted: &'a dyn Fn(&str) -> bool,
    files: FolderFiles,
    bytes: usize,
}

impl Reader<'_> {
    fn is_full(&self) -> bool {
        let FolderFiles { source, beside, left_out: _ } = &self.files;
        source.files.len() > MAX_FILES || beside.len() > MAX_FILES || self.bytes > MAX_PACK_BYTES
    }

    fn folder(&mut self, folder: &Path, prefix: &str, depth: usize) -> Result<(), ReadProblem> {
        let unreadable = |cause| ReadProblem::Unreadable { path: folder.to_owned(), cause };
        if !fs::canonicalize(folder).map_err(unreadable)?.starts_with(&self.root) {
            return Err(ReadProblem::LeadsOutside(folder.to_owned()));
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            entries.push((entry.path(), entry.file_type().ok()));
        }
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (path, kind) in entries {
            if self.is_full() {
                break;
            }
            let Some(name) = path.file_name() else { continue };
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            // A folder that is no link has entries within the pack, but for links; what it says of the others needs no further look at them.
            let kind = kind.filter(|kind| !kind.is_symlink());
            let is_dir = || kind.map_or_else(|| path.is_dir(), |kind| kind.is_dir());
            if depth == 0 && name == NATIVE && is_dir() {
                self.files.left_out.push(format!("{NATIVE}/"));
                continue;
            }
            let is_toml = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
            let is_wanted = depth == 0 && name.to_str().is_some_and(self.wanted);
            if !is_toml && !is_wanted && !is_dir() {
                self.files.left_out.push(format!("{prefix}{}", name.to_string_lossy()));
                continue;
            }
            if kind.is_none() {
                let real = fs::canonicalize(&path)
                    .map_err(|cause| ReadProblem::Unreadable { path: path.clone(), cause })?;
                if !real.starts_with(&self.root) {
                    return Err(ReadProblem::LeadsOutside(path));
                }
            }
            let inner = format!("{prefix}{}", unicode(Path::new(name))?);
            if is_dir() {
                if depth < MAX_FOLDER_DEPTH {
                    self.folder(&path, &format!("{inner}/"), depth + 1)?;
                }
            } else if !kind.map_or_else(|| path.is_file(), |kind| kind.is_file()) {
                return Err(ReadProblem::Unreadable { path, cause: no_file() });
            } else {
                let content = read_limited(&path)?;
                self.bytes += content.len();
                let files = if is_toml { &mut self.files.source.files } else { &mut self.files.beside };
                files.insert(inner, content);
            }
        }
        Ok(())
    }
}

/// A pipe or a device could be read for ever.
fn no_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "it is no file")
}

/// Reads at most one byte more than a file may have.
fn read_limited(path: &Path) -> Result<Vec<u8>, ReadProblem> {
    let unreadable = |cause| ReadProblem::Unreadable { path: path.to_owned(), cause };
    let file = fs::File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    // It may be another one than the folder spoke of.
    if !metadata.is_file() {
        return Err(unreadable(no_file()));
    }
    // Room for all of it, and for its end to be found.
    let length = usize::try_from(metadata.len()).unwrap_or(0).min(MAX_FILE_BYTES);
    let mut content = Vec::with_capacity(length + 1);
    file.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut content).map_err(unreadable)?;
    Ok(content)
}

#[cfg(test)]
mod tests;
