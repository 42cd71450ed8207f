//! An unfinished interview on disk: one answers file with its date, in a folder that the front end chooses.
//!
//! A file is replaced as a whole or not at all: it is written beside the old one, brought to the disk, and then renamed. What
//! is in it is about somebody's health, so only its owner may read it.

use crate::{
    answers::{AnswersFile, AnswersFormat, AnswersProblem},
    disk::{WriteBytes, cause, make_folder, sync_folder, write_new_with},
};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
};

/// The name of the file within its folder.
pub const FILE_NAME: &str = "assessment.toml";

/// How the names of files end that are still being written. They begin with a dot and [`FILE_NAME`].
const UNFINISHED: &str = ".new";

/// Why an interview was not saved or removed. What was there before is still there.
#[derive(Debug, thiserror::Error)]
#[error("{} could not be {verb}: {}", .path.display(), cause(.source))]
pub struct SaveProblem {
    path: PathBuf,
    verb: &'static str,
    source: io::Error,
}

impl SaveProblem {
    /// The file or folder it is about.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self.source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                "make room on the disk; what was saved before is still there"
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                "choose a folder that you may write to; what was saved before is still there"
            }
            ErrorKind::NotFound | ErrorKind::IsADirectory => "name a file in a folder that is there",
            _ => "choose another folder; what was saved before is still there",
        }
    }
}

/// Why a saved interview could not be taken up again.
#[derive(Debug, thiserror::Error)]
pub enum ResumeProblem {
    /// The file is there but cannot be read.
    #[error("{} could not be read: {source}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is no answers file.
    #[error("{}: {problem}", .path.display())]
    Answers {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: AnswersProblem,
    },
}

/// The file of an interview saved in this folder.
pub fn path_in(folder: &Path) -> PathBuf {
    folder.join(FILE_NAME)
}

/// Saves an interview, in the place of an earlier one. Makes the folder if it is not there.
///
/// Returns the path of the file. On failure the earlier file is untouched.
pub fn save(folder: &Path, file: &AnswersFile) -> Result<PathBuf, SaveProblem> {
    save_with(folder, file, &mut |file, bytes| file.write_all(bytes))
}

fn save_with(folder: &Path, file: &AnswersFile, write: WriteBytes<'_>) -> Result<PathBuf, SaveProblem> {
    let path = path_in(folder);
    make_folder(folder)
        .and_then(|()| replace(folder, &path, file.to_toml().as_bytes(), write))
        .map_err(|source| SaveProblem { path: path.clone(), verb: "saved", source })?;
    Ok(path)
}

/// Writes a text or bytes to a file that the person named, in the place of an earlier one. On failure the earlier file is
/// untouched.
///
/// What is no ordinary file, such as a pipe, is written to as it is.
pub fn write_file(path: &Path, content: impl AsRef<[u8]>) -> Result<(), SaveProblem> {
    write_file_with(path, content.as_ref(), &mut |file, bytes| file.write_all(bytes))
}

/// Writes a text in the place of a file that is there, which keeps its name and who may read it. On failure the earlier file is
/// untouched.
pub fn rewrite_file(path: &Path, text: &str) -> Result<(), SaveProblem> {
    rewrite_file_with(path, text, &mut |file, bytes| file.write_all(bytes))
}

fn rewrite_file_with(path: &Path, text: &str, write: WriteBytes<'_>) -> Result<(), SaveProblem> {
    let written = fs::canonicalize(path).and_then(|real| {
        let permissions = fs::metadata(&real)?.permissions();
        if permissions.readonly() {
            return Err(ErrorKind::PermissionDenied.into());
        }
        let folder = real.parent().unwrap_or(Path::new("."));
        replace(folder, &real, text.as_bytes(), &mut |file, bytes| {
            file.set_permissions(permissions.clone())?;
            write(file, bytes)
        })
    });
    written.map_err(|source| SaveProblem { path: path.to_owned(), verb: "written", source })
}

fn write_file_with(path: &Path, content: &[u8], write: WriteBytes<'_>) -> Result<(), SaveProblem> {
    let is_ordinary = fs::metadata(path).map_or(true, |found| found.is_file());
    let written = if is_ordinary {
        // A link is followed, so that the file it leads to is replaced and not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        replace(folder.unwrap_or(Path::new(".")), &path, content, write)
    } else {
        OpenOptions::new().write(true).open(path).and_then(|mut file| write(&mut file, content))
    };
    written.map_err(|source| SaveProblem { path: path.to_owned(), verb: "written", source })
}

/// Takes up a saved interview; none if nothing is saved in this folder.
pub fn resume(folder: &Path) -> Result<Option<AnswersFile>, ResumeProblem> {
    let path = path_in(folder);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(ResumeProblem::Unreadable { path, source }),
    };
    match AnswersFile::read(file, AnswersFormat::Toml) {
        Ok(file) => Ok(Some(file)),
        Err(problem) => Err(ResumeProblem::Answers { path, problem }),
    }
}

/// Removes a saved interview, with what an interrupted save may have left behind. Says whether there was one.
pub fn remove(folder: &Path) -> Result<bool, SaveProblem> {
    let problem = |path: &Path, source| SaveProblem { path: path.to_owned(), verb: "removed", source };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(problem(folder, error)),
    };
    let mut removed = false;
    for entry in entries {
        let entry = entry.map_err(|error| problem(folder, error))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name == FILE_NAME || is_unfinished(&name) {
            fs::remove_file(entry.path()).map_err(|error| problem(&entry.path(), error))?;
            removed |= name == FILE_NAME;
        }
    }
    Ok(removed)
}

fn is_unfinished(name: &str) -> bool {
    name.strip_prefix('.')
        .and_then(|rest| rest.strip_prefix(FILE_NAME))
        .is_some_and(|rest| rest.ends_with(UNFINISHED))
}

fn replace(folder: &Path, path: &Path, bytes: &[u8], write: WriteBytes<'_>) -> io::Result<()> {
    // The number of the process keeps two programs that save at once out of each other's unfinished file.
    let unfinished = folder.join(format!(".{FILE_NAME}.{}{UNFINISHED}", std::process::id()));
    let replaced = write_new_with(&unfinished, bytes, write).and_then(|()| fs::rename(&unfinished, path));
    if let Err(error) = replaced {
        // Nothing can be done about a leftover that cannot be removed, and the first error is the one to tell.
        drop(fs::remove_file(&unfinished));
        return Err(error);
    }
    sync_folder(folder)
}

#[cfg(test)]
mod tests;
