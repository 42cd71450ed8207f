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
    check(data)?;
    Ok(folder)
}

/// Refuses a folder that others could change: they could say what is trusted, or put another library in the place of a copy. One
/// that is not there is no problem.
#[cfg(unix)]
pub(crate) fn check(data: &Path) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt as _;
    const WRITABLE_BY_OTHERS: u32 = 0o022;
    let own = rustix::process::geteuid().as_raw();
    // What the person named may be a link. Whoever could change where it leads could change the folder that holds it.
    let folders = [(fs::metadata(data), data.to_owned()), (fs::symlink_metadata(place(data)), place(data))];
    for (found, folder) in folders {
        let found = match found {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        let problem = if !found.is_dir() {
            "is no folder"
        } else if found.uid() != own {
            "belongs to somebody else"
        } else if found.mode() & WRITABLE_BY_OTHERS != 0 {
            "can be changed by others; chmod go-w takes that from them"
        } else {
            continue;
        };
        return Err(io::Error::other(format!("the folder {} {problem}", folder.display())));
    }
    Ok(())
}

/// Here nobody asks for rights: the folder is trusted to be the person's own.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "on Unix it may fail")]
pub(crate) fn check(_: &Path) -> io::Result<()> {
    Ok(())
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
        share(&lock)?;
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

/// Takes a share of the lock, so that nobody takes this run for left over. Another run holds it alone only while it tidies up: one that was
/// halted just then is not waited for.
fn share(lock: &File) -> io::Result<()> {
    const TIMES: u32 = 100;
    for _ in 0..TIMES {
        match lock.try_lock_shared() {
            // Where nothing can be locked, nothing is taken for left over either.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(std::time::Duration::from_millis(5)),
        }
    }
    Err(io::Error::new(io::ErrorKind::WouldBlock, "another run is tidying up there; try again"))
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

    #[cfg(unix)]
    #[test]
    fn a_folder_that_others_can_change_is_not_used() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let data = tempfile::tempdir().unwrap();
        check(&data.path().join("nowhere")).unwrap();
        let extensions = make(data.path()).unwrap();
        let set =
            |folder: &Path, mode| fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
        for folder in [data.path(), &extensions] {
            for mode in [0o770, 0o702, 0o777] {
                set(folder, mode);
                let problem = make(data.path()).unwrap_err().to_string();
                assert!(
                    problem.contains("can be changed by others") && problem.contains("go-w"),
                    "{problem}"
                );
                assert!(RunFolder::make(data.path()).is_err());
                let problem = crate::trust::Records::read(data.path()).expect_err("nothing is trusted");
                assert!(problem.remedy().starts_with("make it a folder that only you can change"));
            }
            set(folder, 0o755);
        }
        make(data.path()).unwrap();
        // A link to a folder that somebody else prepared.
        let prepared = tempfile::tempdir().unwrap();
        fs::remove_dir(&extensions).unwrap();
        symlink(prepared.path(), &extensions).unwrap();
        assert!(make(data.path()).unwrap_err().to_string().contains("is no folder"));
    }

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
