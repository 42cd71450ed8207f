//! Installed packs: where they lie in the user's data folder, and the record of each.
//!
//! ```text
//! packs/ID.toml           the record: which versions are installed, and what is known of each
//! packs/ID@VERSION/       the files of one version; its record names the folder, which may have a number behind it
//! packs/FOLDER/           a pack that the person put there; it has no record
//! ```
//!
//! A version is installed if its record says so, whatever folders there are. So replacing the record, which is one file, is
//! what makes a change, and a folder without a record is only what an interrupted change left behind. The record holds the
//! hash of the content: files that are not as they were installed are not used.
//!
//! Reading is here, because everybody who looks for packs does it. Installing and removing are in `sinew-install`.

use crate::quoted::quoted;
use semver::Version;
use serde::{Deserialize, Serialize};
use sinew_model::{Date, PackId};
use sinew_pack::{PackSource, ReadProblem};
use std::{
    collections::BTreeMap,
    fs,
    io::{self, ErrorKind, Read as _},
    path::{Path, PathBuf},
};

/// Largest record that is read, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// The form of records that this program knows.
const FORMAT: u32 = 1;

/// What stands above a record, for people who look into the folder.
const HEADING: &str = "# What is installed in the folders beside this file. `sinew pack install` and `sinew pack remove` change it.\n";

/// Which versions of a pack are installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The id of the pack.
    pub id: PackId,
    /// Its versions, at least one.
    pub versions: BTreeMap<Version, Installed>,
}

/// What is known of one version that is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// The folder of its files, below that of packs.
    pub folder: FolderName,
    /// The hash of its own files: [`PackSource::content_hash`].
    pub content_hash: String,
    /// The archive or folder it came from, as it was named.
    pub from: String,
    /// The day on which it was installed.
    pub day: Date,
    /// Who had signed it, as far as that was known on that day.
    pub signed: Signed,
}

/// The name of a folder with the files of one version: `ID@VERSION`, with `~` and a number behind it if that was taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FolderName(String);

impl FolderName {
    /// The names for a version, in the order in which they are tried.
    pub fn choices(id: &PackId, version: &Version) -> impl Iterator<Item = Self> {
        let plain = format!("{id}@{version}");
        let numbered = plain.clone();
        std::iter::once(Self(plain)).chain((2_u32..).map(move |number| Self(format!("{numbered}~{number}"))))
    }

    /// Takes the name of a folder for this version, if it is one.
    fn parse(text: &str, id: &PackId, version: &Version) -> Option<Self> {
        let plain = format!("{id}@{version}");
        let is_one = match text.strip_prefix(&plain)? {
            "" => true,
            rest => rest.strip_prefix('~')?.parse::<u32>().is_ok(),
        };
        is_one.then(|| Self(text.to_owned()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who had signed a pack when it was installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signed {
    /// Nobody.
    No,
    /// Somebody whose key was not at hand, so that the signature could not be checked.
    Unchecked,
    /// The owner of a key that came with the pack and that nobody here had vouched for.
    UnknownKey {
        /// The key, in the one line that minisign writes.
        key: String,
    },
    /// The owner of a key that was remembered, or that was named when the pack was installed.
    KnownKey {
        /// The key, in the one line that minisign writes.
        key: String,
        /// The name under which the key was remembered; none if it was only named this once.
        name: Option<String>,
    },
}

/// Why an installed pack cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InstalledProblem {
    /// The folder of packs, or a record, cannot be read.
    #[error("{} could not be read: {source}", .path.display())]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file that is no record.
    #[error("{} is no record of an installed pack: {problem}", .path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The files cannot be read.
    #[error("the installed pack `{name}` cannot be read: {source}")]
    Files {
        /// The pack, as `ID@VERSION`.
        name: String,
        /// Why.
        source: ReadProblem,
    },
    /// The files are not those that were installed.
    #[error("the installed pack `{name}` is not as it was installed: its files in {} were changed", .path.display())]
    Changed {
        /// The pack, as `ID@VERSION`.
        name: String,
        /// Its folder.
        path: PathBuf,
    },
}

impl InstalledProblem {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "check that you may read it",
            Self::Record { .. } => "restore it, or delete it: then the pack counts as not installed",
            Self::Files { .. } | Self::Changed { .. } => {
                "install it again with `sinew pack install`, or remove it with `sinew pack remove`"
            }
        }
    }
}

/// The folder of packs in the user's data folder.
pub fn packs_folder(data: &Path) -> PathBuf {
    data.join("packs")
}

/// The record of a pack, which need not be there.
pub fn record_path(data: &Path, id: &PackId) -> PathBuf {
    packs_folder(data).join(format!("{id}.toml"))
}

/// The folder with the files of one version.
pub fn files_folder(data: &Path, installed: &Installed) -> PathBuf {
    packs_folder(data).join(installed.folder.as_str())
}

/// Whether a folder below that of packs may hold the files of a version of this pack, installed or left behind.
pub fn may_hold(folder: &Path, id: &PackId) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    name.strip_prefix(id.as_str()).is_some_and(|rest| rest.starts_with('@'))
}

/// Whether a folder below that of packs is kept by this program: it belongs to a version that is installed, or was.
pub(crate) fn is_kept_by_us(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| name.to_string_lossy().contains('@'))
}

impl Record {
    /// Reads the record of a pack. None if no version of it is installed.
    pub fn read(data: &Path, id: &PackId) -> Result<Option<Self>, InstalledProblem> {
        let path = record_path(data, id);
        let mut text = String::new();
        let read = fs::File::open(&path).and_then(|file| file.take(MOST_BYTES + 1).read_to_string(&mut text));
        match read {
            Ok(length) if length as u64 > MOST_BYTES => {
                Err(InstalledProblem::Record { path, problem: "it is larger than 1 MiB".into() })
            }
            Ok(_) => match parse(&text, id) {
                Ok(record) => Ok(Some(record)),
                Err(problem) => Err(InstalledProblem::Record { path, problem }),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                Err(InstalledProblem::Record { path, problem: "it is not text in UTF-8".into() })
            }
            Err(source) => Err(InstalledProblem::Unreadable { path, source }),
        }
    }

    /// The record as it is written.
    #[expect(clippy::missing_panics_doc, reason = "it does not panic: the reason is in the code")]
    pub fn to_toml(&self) -> String {
        let versions =
            self.versions.iter().map(|(version, installed)| (version.to_string(), written(installed)));
        let file = RecordFile { format: FORMAT, id: self.id.to_string(), version: versions.collect() };
        let text = toml::to_string(&file).expect("texts and whole numbers can be written as TOML");
        format!("{HEADING}{text}")
    }
}

/// Reads all records, in alphabetical order of the ids. One that cannot be read does not hide the others.
pub fn records(data: &Path) -> Result<Vec<Result<Record, InstalledProblem>>, InstalledProblem> {
    let folder = packs_folder(data);
    let unreadable = |source| InstalledProblem::Unreadable { path: folder.clone(), source };
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Vec::new());
        }
        Err(error) => return Err(unreadable(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.starts_with('.') && !path.is_dir() {
            names.extend(name.strip_suffix(".toml").map(str::to_owned));
        }
    }
    names.sort();
    let read = |name: &String| match PackId::new(name) {
        Ok(id) => Record::read(data, &id).transpose(),
        Err(problem) => {
            let path = folder.join(format!("{name}.toml"));
            Some(Err(InstalledProblem::Record { path, problem: format!("its name is not an id: {problem}") }))
        }
    };
    Ok(names.iter().filter_map(read).collect())
}

/// Reads the files of an installed version, if they are those that were installed.
pub fn read_version(
    data: &Path,
    id: &PackId,
    version: &Version,
    installed: &Installed,
) -> Result<PackSource, InstalledProblem> {
    let path = files_folder(data, installed);
    let name = format!("{id}@{version}");
    match PackSource::read(&path) {
        Ok(source) => {
            // The folder has the version in its name, but the pack stands for its id alone.
            let source = PackSource { folder: id.to_string(), ..source };
            if source.content_hash() == installed.content_hash {
                Ok(source)
            } else {
                Err(InstalledProblem::Changed { name, path })
            }
        }
        Err(source) => Err(InstalledProblem::Files { name, source }),
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordFile {
    format: u32,
    id: String,
    version: BTreeMap<String, VersionTable>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct VersionTable {
    folder: String,
    content_hash: String,
    from: String,
    installed: String,
    signature: SignatureWord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key_name: Option<String>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum SignatureWord {
    None,
    Unchecked,
    UnknownKey,
    KnownKey,
}

fn written(installed: &Installed) -> VersionTable {
    let Installed { folder, content_hash, from, day, signed } = installed;
    let (signature, key, key_name) = match signed.clone() {
        Signed::No => (SignatureWord::None, None, None),
        Signed::Unchecked => (SignatureWord::Unchecked, None, None),
        Signed::UnknownKey { key } => (SignatureWord::UnknownKey, Some(key), None),
        Signed::KnownKey { key, name } => (SignatureWord::KnownKey, Some(key), name),
    };
    VersionTable {
        folder: folder.as_str().to_owned(),
        content_hash: content_hash.clone(),
        from: from.clone(),
        installed: day.to_string(),
        signature,
        key,
        key_name,
    }
}

/// Takes a text as the record of this pack, or says what is wrong with it.
fn parse(text: &str, id: &PackId) -> Result<Record, String> {
    let file: RecordFile = toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
        format!("line {line}: {}", error.message())
    })?;
    if file.format != FORMAT {
        return Err(format!("its format is {}, and this program knows {FORMAT}", file.format));
    }
    if file.id != id.as_str() {
        return Err(format!("its id is {}, which is not its name", quoted(&file.id)));
    }
    if file.version.is_empty() {
        return Err("it has no versions".into());
    }
    let mut versions = BTreeMap::new();
    for (version, table) in file.version {
        let number: Version = version.parse().map_err(|_| format!("{} is no version", quoted(&version)))?;
        let installed = read_table(id, &number, table)?;
        versions.insert(number, installed);
    }
    Ok(Record { id: id.clone(), versions })
}

fn read_table(id: &PackId, version: &Version, table: VersionTable) -> Result<Installed, String> {
    let VersionTable { folder, content_hash, from, installed, signature, key, key_name } = table;
    let is_hash = content_hash.len() == 64 && content_hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hash {
        return Err(format!("{} is no content hash", quoted(&content_hash)));
    }
    let day = installed.parse().map_err(|_| format!("{} is no day", quoted(&installed)))?;
    let signed = match (signature, key, key_name) {
        (SignatureWord::None, None, None) => Signed::No,
        (SignatureWord::Unchecked, None, None) => Signed::Unchecked,
        (SignatureWord::UnknownKey, Some(key), None) => Signed::UnknownKey { key },
        (SignatureWord::KnownKey, Some(key), name) => Signed::KnownKey { key, name },
        _ => return Err("`signature`, `key` and `key-name` do not fit together".into()),
    };
    let folder = FolderName::parse(&folder, id, version)
        .ok_or_else(|| format!("{} is no folder for version {version}", quoted(&folder)))?;
    Ok(Installed { folder, content_hash, from, day, signed })
}

#[cfg(test)]
mod tests;
