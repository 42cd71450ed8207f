//! The folder below the user's data that records and private copies lie in.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// The folder of extensions below the user's data.
const FOLDER: &str = "extensions";
/// The name of a folder of one run begins so.
const RUN: &str = "run-";

/// Makes a folder that only its owner can look into, with those above it, as far as they are not there.
pub(crate) fn make(data: &Path) -> io::Result<PathBuf> {
    let folder = data.join(FOLDER);
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder)?;
    Ok(folder)
}

/// Where the folder is, whether it is there or not.
pub(crate) fn place(data: &Path) -> PathBuf {
    data.join(FOLDER)
}

/// A folder for one run, which is removed with it: a place for the copy of the library, and an empty one to work in.
#[derive(Debug)]
pub(crate) struct RunFolder {
    folder: TempDir,
    /// Held as long as anybody runs, so that the next run knows whether what lies here is left over.
    _lock: File,
}

impl RunFolder {
    pub(crate) fn make(data: &Path) -> io::Result<Self> {
        // A child has another folder to work in, and has to find the copy all the same.
        let folder = fs::canonicalize(make(data)?)?;
        let lock = File::options().create(true).truncate(false).write(true).open(folder.join(".running"))?;
        match lock.try_lock() {
            Ok(()) => {
                remove_leftovers(&folder);
                lock.unlock()?;
            }
            // Somebody runs, or nothing can be locked here: then nothing is taken for left over.
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
        }
        drop(lock.lock_shared());
        let mut builder = tempfile::Builder::new();
        builder.prefix(RUN);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder.tempdir_in(folder)?;
        fs::create_dir(folder.path().join("work"))?;
        Ok(Self { folder, _lock: lock })
    }

    /// An empty folder.
    pub(crate) fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// The place for a copy of a library.
    pub(crate) fn copy(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Removes what runs have left that were killed. What cannot be removed is in nobody's way.
fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_run = entry.file_name().to_str().is_some_and(|name| name.starts_with(RUN));
        if is_run && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_run_left_goes_with_the_next_and_what_runs_stays() {
        let data = tempfile::tempdir().unwrap();
        let extensions = make(data.path()).unwrap();
        fs::create_dir_all(extensions.join("run-left/work")).unwrap();
        fs::write(extensions.join("trusted.json"), "kept").unwrap();
        let one = RunFolder::make(data.path()).unwrap();
        assert!(!extensions.join("run-left").exists());
        assert!(one.work().is_dir() && extensions.join("trusted.json").exists());
        let other = RunFolder::make(data.path()).unwrap();
        assert!(one.work().is_dir() && other.work().is_dir());
        let work = one.work();
        drop(one);
        assert!(!work.exists() && other.work().is_dir());
        #[cfg(unix)]
        for folder in [extensions, other.work().parent().unwrap().to_owned()] {
            let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&folder).unwrap().permissions());
            assert_eq!(mode & 0o77, 0, "{} is private", folder.display());
        }
    }
}
