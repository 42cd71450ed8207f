//! The files of the repository, as the rules of `tidy` see them.

use anyhow::{Context as _, Result, bail};
use std::{
    env,
    fs::{self, DirEntry},
    path::{Path, PathBuf},
};

/// A text file of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFile {
    /// From the root of the repository, with `/` on every platform.
    pub path: String,
    /// The whole text, as it is on disk but for line ends, which are always `\n`.
    pub text: String,
}

impl TextFile {
    /// A file with a text, for tests.
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.replace("\r\n", "\n") }
    }

    /// The name without its folders.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The folder, empty for the root.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// What comes after the last dot of the name.
    pub fn extension(&self) -> Option<&str> {
        self.name().rsplit_once('.').map(|(_, extension)| extension)
    }

    /// Whether the file is Rust.
    pub fn is_rust(&self) -> bool {
        self.extension() == Some("rs")
    }

    /// Whether the whole file is only compiled for tests: it lies below a folder `tests` or is called `tests.rs`.
    pub fn is_test(&self) -> bool {
        self.name() == "tests.rs" || self.folder().split('/').any(|folder| folder == "tests")
    }
}

/// The text files of a repository, sorted by path.
#[derive(Debug, Clone, Default)]
pub struct Repository {
    /// The files. Files that are not UTF-8 are left out.
    pub files: Vec<TextFile>,
}

/// Hidden folders that belong to the repository. All others are somebody's own.
const HIDDEN_FOLDERS: &[&str] = &[".cargo", ".ci", ".config", ".github"];

impl Repository {
    /// Reads all text files below a folder, but not what cargo, version control or an editor keeps there.
    pub fn read(root: &Path) -> Result<Self> {
        let mut files = Vec::new();
        collect(root, "", &mut files)?;
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Self { files })
    }

    /// A repository of these files, for tests.
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| TextFile::new(path, text)).collect() }
    }

    /// The file with a path.
    pub fn file(&self, path: &str) -> Option<&TextFile> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The files below a folder; the folder ends in `/`.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a TextFile> {
        self.files.iter().filter(move |file| file.path.starts_with(folder))
    }

    /// The Rust files.
    pub fn rust(&self) -> impl Iterator<Item = &TextFile> {
        self.files.iter().filter(|file| file.is_rust())
    }
}

fn collect(folder: &Path, below_root: &str, files: &mut Vec<TextFile>) -> Result<()> {
    let cannot_read = || format!("the folder {} cannot be read", folder.display());
    let entries: Vec<DirEntry> =
        fs::read_dir(folder).and_then(Iterator::collect).with_context(cannot_read)?;
    // Cargo marks its target folder with this file, whatever the folder is called.
    if entries.iter().any(|entry| entry.file_name() == "CACHEDIR.TAG") {
        return Ok(());
    }
    for entry in entries {
        let Ok(name) = entry.file_name().into_string() else {
            bail!("{} has a name that is not text; rename it", entry.path().display());
        };
        let path = if below_root.is_empty() { name.clone() } else { format!("{below_root}/{name}") };
        let kind = entry.file_type().with_context(cannot_read)?;
        if kind.is_dir() {
            if !name.starts_with('.') || HIDDEN_FOLDERS.contains(&name.as_str()) {
                collect(&entry.path(), &path, files)?;
            }
        } else if kind.is_file() {
            let bytes = fs::read(entry.path()).with_context(|| format!("{path} cannot be read"))?;
            if let Ok(text) = String::from_utf8(bytes) {
                files.push(TextFile::new(&path, &text));
            }
        }
    }
    Ok(())
}

/// The root of the repository: the folder with the workspace's manifest, from the package that runs upwards.
pub fn root() -> Result<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    for folder in package.ancestors() {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        if manifest.lines().any(|line| line.trim() == "[workspace]") {
            return Ok(folder.to_owned());
        }
    }
    bail!(
        "no folder above {} holds the manifest of the workspace; run this with `cargo xtask`",
        package.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_leaves_out_what_is_not_of_the_repository() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, bytes: &[u8]| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        };
        write("b/two.rs", b"second\r\nline\r\n");
        write("a.toml", b"first\n");
        write(".ci/run", b"script\n");
        write(".git/config", b"not ours\n");
        write("build/CACHEDIR.TAG", b"tag");
        write("build/debug/out.rs", b"made\n");
        write("picture.png", &[0xff, 0xfe, 0x00]);
        let files = Repository::read(folder.path()).unwrap().files;
        let found: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
        assert_eq!(found, [(".ci/run", "script\n"), ("a.toml", "first\n"), ("b/two.rs", "second\nline\n")]);
    }

    #[test]
    fn test_files_are_told_by_name_and_folder() {
        let is_test = |path| TextFile::new(path, "").is_test();
        assert!(is_test("crates/a/src/thing/tests.rs"));
        assert!(is_test("crates/a/src/thing/tests/builder.rs"));
        assert!(is_test("tests/src/lib.rs"));
        assert!(!is_test("crates/a/src/contests.rs"));
        assert!(!is_test("crates/a/src/tests_of_strength.rs"));
    }
}
