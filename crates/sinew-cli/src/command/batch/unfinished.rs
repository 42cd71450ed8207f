//! Files that come into their place as a whole, or not at all.
//!
//! Until then they stand beside it under a name that begins with a dot and ends with `.unfinished`, and are locked. The lock goes
//! with the process, however it ends. So the next run into the same place can tell what a run that was killed has left, removes it,
//! and leaves alone what another run is still writing.

use super::output_failure;
use crate::failure::Failure;
use sinew_app::disk::{create_new, sync_folder};
use std::{
    fs::{self, File, TryLockError},
    io::{self, BufWriter, ErrorKind},
    path::{Path, PathBuf},
};

/// The ending of a file that is not whole yet.
const ENDING: &str = ".unfinished";

/// A file that is being written beside its place. If it is given up, it is removed.
#[derive(Debug)]
pub(super) struct Unfinished {
    /// As it was named.
    named: String,
    place: PathBuf,
    beside: PathBuf,
    file: File,
    is_in_place: bool,
}

impl Unfinished {
    /// Begins a file, with where to write to.
    pub(super) fn begin(named: &str) -> Result<(Self, BufWriter<File>), Failure> {
        let failed = |error: io::Error| output_failure(named, &error);
        let place = real_path(Path::new(named));
        if fs::metadata(&place).is_ok_and(|found| !found.is_file()) {
            return Err(Failure::input("output", format!("`{named}` is there, and is not a file"))
                .help("name a file, or write to standard output: --output -"));
        }
        let name = place.file_name().ok_or_else(|| failed(ErrorKind::IsADirectory.into()))?;
        let begins = format!(".{}.", name.to_string_lossy());
        remove_leftovers(&place, &begins);
        let (beside, file) = claim(&place, &begins).map_err(failed)?;
        let to = file.try_clone().map(BufWriter::new);
        let unfinished = Self { named: named.to_owned(), place, beside, file, is_in_place: false };
        Ok((unfinished, to.map_err(failed)?))
    }

    /// Waits until all that was written is on the disk.
    pub(super) fn sync(&self) -> Result<(), Failure> {
        self.file.sync_all().map_err(|error| output_failure(&self.named, &error))
    }

    /// Puts the file in its place, where it replaces what was there. All of it has been written, and is on the disk.
    pub(super) fn put_in_place(mut self) -> Result<(), Failure> {
        fs::rename(&self.beside, &self.place).map_err(|error| output_failure(&self.named, &error))?;
        self.is_in_place = true;
        sync_folder(folder_of(&self.place)).map_err(|error| {
            let cause = sinew_app::disk::cause(&error);
            Failure::input("output", format!("`{}` may not outlast a power cut: {cause}", self.named))
                .help("it is in its place; run it again to be sure")
        })
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.is_in_place {
            // Nothing can be done about a leftover that cannot be removed.
            drop(fs::remove_file(&self.beside));
        }
    }
}

/// Makes a file beside its place that only this run writes to.
fn claim(place: &Path, begins: &str) -> io::Result<(PathBuf, File)> {
    // Two runs can have the same number: processes in two containers, or one that ended long ago.
    for number in 0..100 {
        let beside = place.with_file_name(format!("{begins}{}-{number}{ENDING}", std::process::id()));
        let file = match create_new(&beside) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            file => file?,
        };
        match file.try_lock() {
            // Another run took it for a leftover before it was locked, and removes it.
            Err(TryLockError::WouldBlock) => {}
            Ok(()) if !beside.exists() => {}
            // Where nothing can be locked, nothing is taken for a leftover either.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok((beside, file)),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Removes what runs into this place have left that did not come to their end. What cannot be removed is in nobody's way.
fn remove_leftovers(place: &Path, begins: &str) {
    let Ok(entries) = fs::read_dir(folder_of(place)) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(begins)?.strip_suffix(ENDING));
        let is_ours = number.is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        });
        if !is_ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        // The lock is held until it is removed, so that nobody can begin to write to it in between.
        if let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            drop(fs::remove_file(entry.path()));
        }
    }
}

/// The folder that a file stands in.
fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Where a file really is or will be, behind links to something that is there.
pub(super) fn real_path(path: &Path) -> PathBuf {
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    match (fs::canonicalize(folder_of(path)), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}
