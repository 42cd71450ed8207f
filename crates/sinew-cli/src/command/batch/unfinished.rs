//! Files that come into their place as a whole, or not at all.

use super::output_failure;
use crate::failure::Failure;
use sinew_app::disk::{sync_folder, write_new};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter},
    path::{Path, PathBuf},
};

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
        let name = place.file_name().ok_or_else(|| failed(io::ErrorKind::IsADirectory.into()))?;
        // The number of the process keeps two programs that write at once out of each other's unfinished file.
        let beside = format!(".{}.{}.unfinished", name.to_string_lossy(), std::process::id());
        let beside = place.with_file_name(beside);
        write_new(&beside, b"").map_err(failed)?;
        let opened =
            OpenOptions::new().write(true).open(&beside).and_then(|file| Ok((file.try_clone()?, file)));
        let (file, to) = opened.map_err(failed)?;
        let unfinished = Self { named: named.to_owned(), place, beside, file, is_in_place: false };
        Ok((unfinished, BufWriter::new(to)))
    }

    /// Puts the file in its place, where it replaces what was there. All of it has been written.
    pub(super) fn put_in_place(mut self) -> Result<(), Failure> {
        let done = self.file.sync_all().and_then(|()| fs::rename(&self.beside, &self.place));
        self.is_in_place = done.is_ok();
        let folder = self.place.parent().filter(|folder| !folder.as_os_str().is_empty());
        done.and_then(|()| sync_folder(folder.unwrap_or(Path::new("."))))
            .map_err(|error| output_failure(&self.named, &error))
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

/// Where a file really is or will be, behind links.
pub(super) fn real_path(path: &Path) -> PathBuf {
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (fs::canonicalize(folder), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}
