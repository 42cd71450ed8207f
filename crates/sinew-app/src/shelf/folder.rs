//! Finding pack folders on disk.

use super::ShelfProblem;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Whether a folder is a pack: it has a pack.toml.
pub(super) fn is_pack(folder: &Path) -> bool {
    folder.join("pack.toml").is_file()
}

/// The pack folders in a folder, in alphabetical order. A folder with other TOML files but no pack.toml counts too, so that
/// loading can say what it lacks.
pub(super) fn pack_folders(dir: &Path) -> Result<Vec<PathBuf>, ShelfProblem> {
    let mut folders = Vec::new();
    for path in entries(dir)? {
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && path.is_dir() && (is_pack(&path) || entries(&path)?.iter().any(|file| is_toml(file))) {
            folders.push(path);
        }
    }
    Ok(folders)
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, ShelfProblem> {
    let read = || fs::read_dir(dir)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<PathBuf>>>();
    let mut paths = read().map_err(|source| ShelfProblem::Folder { path: dir.to_owned(), source })?;
    paths.sort();
    Ok(paths)
}
