//! Public keys: how they are named, and those that are remembered in the user's data folder.

use crate::given::open_file;
use sinew_app::quoted;
use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

/// How the names of files end that hold a remembered key.
const ENDING: &str = ".pub";
/// Largest key file that is read, in bytes.
const MAX_BYTES: u64 = 4 << 10;

/// A minisign public key.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    line: String,
    pub(crate) key: minisign_verify::PublicKey,
}

/// A key that somebody here vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownKey {
    /// The name under which it is remembered; none if it was only named this once.
    pub name: Option<String>,
    /// The key.
    pub key: PublicKey,
}

/// Why a key was not taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyProblem {
    /// It is no key.
    #[error("{} is no minisign public key", quoted(.0))]
    NotAKey(String),
    /// A file or the folder of keys could not be read.
    #[error("{} could not be read: {source}", .path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file that is there holds no key.
    #[error("{} holds no minisign public key", .0.display())]
    NotAKeyFile(PathBuf),
    /// A name that keys are not remembered under.
    #[error("{} is no name for a key", quoted(.0))]
    Name(String),
    /// Another key is remembered under this name.
    #[error("another key is remembered under the name {}", quoted(.0))]
    Taken(String),
}

impl KeyProblem {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NotAKey(_) => "name the file NAME.pub, or the line in it that begins with RW",
            Self::Unreadable { .. } => "check that it is there and that you may read it",
            Self::NotAKeyFile(_) => "put a key there as minisign writes it, or delete the file",
            Self::Name(_) => "use a-z, 0-9 and single dashes between them",
            Self::Taken(_) => "use another name, or delete the old key: sinew data path",
        }
    }
}

impl PublicKey {
    /// Reads a key as minisign writes it: the line that begins with `RW`, alone or below a comment.
    pub fn parse(text: &str) -> Option<Self> {
        let line = match text.trim().lines().collect::<Vec<_>>().as_slice() {
            [line] | [_, line] => line.trim().to_owned(),
            _ => return None,
        };
        let key = minisign_verify::PublicKey::from_base64(&line).ok()?;
        Some(Self { line, key })
    }

    /// Takes what somebody names as a key: the key itself, or a file that holds it.
    pub fn named(text: &str) -> Result<Self, KeyProblem> {
        if let Some(key) = Self::parse(text) {
            return Ok(key);
        }
        let path = Path::new(text);
        if path.exists() { Self::read(path) } else { Err(KeyProblem::NotAKey(text.to_owned())) }
    }

    pub(crate) fn read(path: &Path) -> Result<Self, KeyProblem> {
        let mut text = String::new();
        let read = open_file(path).and_then(|file| {
            io::Read::read_to_string(&mut io::Read::take(file, MAX_BYTES), &mut text).map(drop)
        });
        match read {
            Ok(()) => Self::parse(&text).ok_or_else(|| KeyProblem::NotAKeyFile(path.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Err(KeyProblem::NotAKeyFile(path.to_owned()))
            }
            Err(source) => Err(KeyProblem::Unreadable { path: path.to_owned(), source }),
        }
    }

    /// The key in the one line that minisign writes.
    pub fn as_str(&self) -> &str {
        &self.line
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.line)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({})", self.line)
    }
}

/// The folder of remembered keys in the user's data folder.
pub fn keys_folder(data: &Path) -> PathBuf {
    data.join("keys")
}

/// The file of a remembered key. The name has to be like an id, so that it means the same file on every computer.
pub fn key_path(data: &Path, name: &str) -> Result<PathBuf, KeyProblem> {
    match sinew_model::PackId::new(name) {
        Ok(_) => Ok(keys_folder(data).join(format!("{name}{ENDING}"))),
        Err(_) => Err(KeyProblem::Name(name.to_owned())),
    }
}

/// The keys that are remembered, in alphabetical order of their names. One that cannot be read is an error: it must not be
/// as if nobody vouched for it.
pub fn remembered_keys(data: &Path) -> Result<Vec<KnownKey>, KeyProblem> {
    let folder = keys_folder(data);
    let unreadable = |source| KeyProblem::Unreadable { path: folder.clone(), source };
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error)),
    };
    let mut keys = Vec::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(name) = file.strip_suffix(ENDING).filter(|name| !name.starts_with('.')) {
            keys.push(KnownKey { name: Some(name.to_owned()), key: PublicKey::read(&path)? });
        }
    }
    keys.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";

    #[test]
    fn a_key_is_a_line_or_a_file_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("alex.pub");
        fs::write(&file, format!("untrusted comment: minisign public key E7620F1842B4E81F\r\n{LINE}\r\n"))
            .unwrap();
        for named in [LINE.to_owned(), format!(" {LINE}\n"), file.display().to_string()] {
            assert_eq!(PublicKey::named(&named).unwrap().as_str(), LINE, "{named}");
        }
        fs::write(&file, "no key\n").unwrap();
        let problem = PublicKey::named(&file.display().to_string()).unwrap_err();
        assert_eq!(problem.to_string(), format!("{} holds no minisign public key", file.display()));
        fs::write(&file, b"\xff").unwrap();
        assert!(matches!(PublicKey::named(&file.display().to_string()), Err(KeyProblem::NotAKeyFile(_))));
        let problem = PublicKey::named(&folder.path().display().to_string()).unwrap_err();
        assert_eq!(
            problem.to_string(),
            format!("{} could not be read: it is no file", folder.path().display())
        );
        for other in ["", "RWQf6LRCGA9i", &LINE[1..], &format!("{LINE}\n{LINE}\n{LINE}"), "nowhere.pub"] {
            assert!(matches!(PublicKey::named(other), Err(KeyProblem::NotAKey(_))), "{other}");
        }
    }

    #[test]
    fn remembered_keys_have_the_names_of_their_files() {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(remembered_keys(data.path()).unwrap(), []);
        for name in ["sam", "alex"] {
            let path = key_path(data.path(), name).unwrap();
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, LINE).unwrap();
        }
        fs::write(keys_folder(data.path()).join("notes.txt"), "mine").unwrap();
        let names: Vec<_> =
            remembered_keys(data.path()).unwrap().into_iter().filter_map(|key| key.name).collect();
        assert_eq!(names, ["alex", "sam"]);
        fs::write(keys_folder(data.path()).join("broken.pub"), "").unwrap();
        assert!(matches!(remembered_keys(data.path()), Err(KeyProblem::NotAKeyFile(_))));
        for name in ["", "../x", "A", "a b", "a.b"] {
            assert!(matches!(key_path(data.path(), name), Err(KeyProblem::Name(_))), "{name}");
        }
    }
}
