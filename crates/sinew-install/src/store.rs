//! Changing what is installed, so that an error or an interruption at any moment leaves what was there before.
//!
//! Everything is written below a folder of its own first, brought to the disk, and moved to its place. The record of the pack
//! is moved last, and only that makes the change: until then nobody looks at the new files, and from then on nobody looks at
//! the old ones, which are removed.

use crate::key::{PublicKey, keys_folder};
use sinew_app::{
    disk,
    installed::{FolderName, Record, files_folder, may_hold, packs_folder, record_path},
};
use sinew_model::PackId;
use std::{
    fs::{self, File, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

/// The folder below that of packs in which everything is put together. It is hidden, so nobody looks for packs in it.
const UNFINISHED: &str = ".unfinished";
/// The file whose lock says that somebody is changing what is installed.
const LOCK: &str = ".lock";

/// What is done to the disk, one step at a time. Tests put a disk here that fails.
pub(crate) trait Disk {
    /// Makes a folder that only its owner can look into, with those above it.
    fn make_folder(&mut self, path: &Path) -> io::Result<()>;
    /// Writes a new file that only its owner can read, and brings it to the disk.
    fn write_new(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Brings the names in a folder to the disk.
    fn sync_folder(&mut self, path: &Path) -> io::Result<()>;
    /// Moves a file or a folder. A file that is there is replaced.
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&mut self, path: &Path) -> io::Result<()>;
    /// Removes a folder with everything in it.
    fn remove_folder(&mut self, path: &Path) -> io::Result<()>;
}

/// The disk itself.
#[derive(Debug)]
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn make_folder(&mut self, path: &Path) -> io::Result<()> {
        disk::make_folder(path)
    }

    fn write_new(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        disk::write_new(path, bytes)
    }

    fn sync_folder(&mut self, path: &Path) -> io::Result<()> {
        disk::sync_folder(path)
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }
}

/// Why what is installed was not changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreProblem {
    /// Another program is changing it.
    #[error("another program is installing or removing packs")]
    Busy,
    /// The disk refused.
    #[error("{} could not be written: {}", .path.display(), disk::cause(.source))]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl StoreProblem {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Busy => "wait until it is done, then run it again",
            Self::Write { source, .. } => match source.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                    "make room on the disk; what was installed before is still there"
                }
                _ => "check the folder: sinew data path; what was installed before is still there",
            },
        }
    }
}

/// A new version to be installed.
#[derive(Debug)]
pub(crate) struct NewVersion<'a> {
    /// Where its files are put.
    pub(crate) folder: &'a FolderName,
    /// Its files, by their paths.
    pub(crate) files: Vec<(&'a str, &'a [u8])>,
    /// The record as it will be.
    pub(crate) record: &'a Record,
    /// A key to be remembered, with its file.
    pub(crate) remember: Option<(&'a Path, &'a PublicKey)>,
}

/// What is installed in a data folder, while nobody else changes it.
pub(crate) struct Store<'a> {
    data: &'a Path,
    disk: &'a mut dyn Disk,
    /// Held as long as this lives.
    _lock: Option<File>,
}

impl<'a> Store<'a> {
    /// Takes hold of what is installed, and removes what an interrupted change left behind.
    pub(crate) fn open(data: &'a Path, disk: &'a mut dyn Disk) -> Result<Self, StoreProblem> {
        let packs = packs_folder(data);
        disk.make_folder(&packs).map_err(|source| StoreProblem::Write { path: packs.clone(), source })?;
        let lock = lock(&packs.join(LOCK))?;
        let mut store = Self { data, disk, _lock: lock };
        store.step(&store.unfinished(""), |disk, path| remove_if_there(disk, path))?;
        Ok(store)
    }

    /// Installs a version. When this comes back with an error, everything is as it was.
    pub(crate) fn install(&mut self, new: &NewVersion<'_>) -> Result<(), StoreProblem> {
        let target = packs_folder(self.data).join(new.folder.as_str());
        let is_new_key = new.remember.is_some_and(|(path, _)| !path.exists());
        let done = self.write_all(new).and_then(|()| self.move_in(new, &target));
        if done.is_err() {
            // Nothing looks at these, so what cannot be removed does no harm; and the first error is the one to tell.
            drop(remove_if_there(self.disk, &target));
            if let Some((key, _)) = new.remember.filter(|_| is_new_key) {
                drop(self.disk.remove_file(key));
            }
        }
        self.tidy(&new.record.id, Some(new.record));
        done
    }

    /// Removes all that is installed of a pack but the versions in this record; all of it if there is none.
    pub(crate) fn remove(&mut self, id: &PackId, rest: Option<&Record>) -> Result<(), StoreProblem> {
        let path = record_path(self.data, id);
        let done = match rest {
            Some(record) => self
                .step(&self.unfinished(""), |disk, path| disk.make_folder(path))
                .and_then(|()| self.write_record(record))
                .and_then(|()| self.replace_record(record)),
            None => self.step(&path, |disk, path| disk.remove_file(path)),
        };
        if done.is_ok() {
            self.bring_to_disk();
            self.tidy(id, rest);
        }
        done
    }

    /// Writes everything below the folder for unfinished things.
    fn write_all(&mut self, new: &NewVersion<'_>) -> Result<(), StoreProblem> {
        let pack = self.unfinished("pack");
        let mut folders = vec![pack.clone()];
        self.step(&pack, |disk, path| disk.make_folder(path))?;
        for (path, content) in &new.files {
            let path = pack.join(path);
            if let Some(folder) = path.parent().filter(|folder| !folders.iter().any(|known| known == folder))
            {
                self.step(folder, |disk, path| disk.make_folder(path))?;
                folders.push(folder.to_owned());
            }
            self.step(&path, |disk, path| disk.write_new(path, content))?;
        }
        for folder in folders.iter().rev() {
            self.step(folder, |disk, path| disk.sync_folder(path))?;
        }
        self.write_record(new.record)
    }

    fn write_record(&mut self, record: &Record) -> Result<(), StoreProblem> {
        let text = record.to_toml();
        self.step(&self.unfinished("record.toml"), |disk, path| disk.write_new(path, text.as_bytes()))
    }

    /// Moves everything to its place, the record last.
    fn move_in(&mut self, new: &NewVersion<'_>, target: &Path) -> Result<(), StoreProblem> {
        if let Some((path, key)) = new.remember {
            let text = format!("untrusted comment: remembered by sinew\n{key}\n");
            let written = self.unfinished("key.pub");
            self.step(&keys_folder(self.data), |disk, path| disk.make_folder(path))?;
            self.step(&written, |disk, path| disk.write_new(path, text.as_bytes()))?;
            self.step(path, |disk, path| disk.rename(&written, path))?;
            self.step(&keys_folder(self.data), |disk, path| disk.sync_folder(path))?;
        }
        let pack = self.unfinished("pack");
        self.step(target, |disk, path| disk.rename(&pack, path))?;
        self.step(&packs_folder(self.data), |disk, path| disk.sync_folder(path))?;
        self.replace_record(new.record)?;
        self.bring_to_disk();
        Ok(())
    }

    /// The one step that makes the change.
    fn replace_record(&mut self, record: &Record) -> Result<(), StoreProblem> {
        let written = self.unfinished("record.toml");
        let path = record_path(self.data, &record.id);
        self.step(&path, |disk, path| disk.rename(&written, path))
    }

    /// After the change. If this does not work, a power cut may bring the old record back, which is as whole as the new one.
    fn bring_to_disk(&mut self) {
        drop(self.disk.sync_folder(&packs_folder(self.data)));
    }

    /// Removes what nobody looks at any more: folders of this pack that are not in its record, and what is unfinished. What
    /// cannot be removed does no harm.
    pub(crate) fn tidy(&mut self, id: &PackId, record: Option<&Record>) {
        let unfinished = self.unfinished("");
        drop(remove_if_there(self.disk, &unfinished));
        let in_use: Vec<PathBuf> = record
            .into_iter()
            .flat_map(|record| record.versions.values())
            .map(|installed| files_folder(self.data, installed))
            .collect();
        // What the record on the disk says counts, should it be another one after an error.
        let is_current = Record::read(self.data, id).is_ok_and(|on_disk| on_disk.as_ref() == record);
        if !is_current {
            return;
        }
        for entry in fs::read_dir(packs_folder(self.data)).into_iter().flatten().flatten() {
            let path = entry.path();
            if may_hold(&path, id) && !in_use.contains(&path) {
                drop(self.disk.remove_folder(&path));
            }
        }
    }

    fn unfinished(&self, name: &str) -> PathBuf {
        let folder = packs_folder(self.data).join(UNFINISHED);
        if name.is_empty() { folder } else { folder.join(name) }
    }

    fn step(
        &mut self,
        path: &Path,
        mut act: impl FnMut(&mut dyn Disk, &Path) -> io::Result<()>,
    ) -> Result<(), StoreProblem> {
        act(self.disk, path).map_err(|source| StoreProblem::Write { path: path.to_owned(), source })
    }
}

/// Locks a file for as long as it is open. On a disk that knows no locks there is none.
fn lock(path: &Path) -> Result<Option<File>, StoreProblem> {
    let problem = |source| StoreProblem::Write { path: path.to_owned(), source };
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(problem)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(StoreProblem::Busy),
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(None),
        Err(TryLockError::Error(source)) => Err(problem(source)),
    }
}

fn remove_if_there(disk: &mut dyn Disk, path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => disk.remove_folder(path),
        Ok(_) => disk.remove_file(path),
        Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests;
