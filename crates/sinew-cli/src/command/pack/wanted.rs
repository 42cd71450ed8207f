//! Which packs a command for authors is about.

use super::is_folder;
use crate::{
    failure::{Failure, exit_code},
    session::{Session, shelf_failure},
};
use sinew_app::{Found, PackSource, Shelf, ShelfProblem};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The packs that are meant, and those in which their libraries are looked for.
pub(super) struct Wanted {
    pub(super) shelf: Shelf,
    pub(super) ids: Vec<String>,
}

/// Folders come before packs of the program with the same id, so that a checkout can be checked by a program that has its packs
/// built in. Without a name it is the folder one is in.
pub(super) fn wanted(session: &Session<'_>, named: &[String]) -> Result<Wanted, Failure> {
    let here = [".".to_owned()];
    let named = if named.is_empty() { &here } else { named };
    let (folders, ids): (Vec<&String>, Vec<&String>) = named.iter().partition(|name| is_folder(name));
    let folders: Vec<PathBuf> = folders.into_iter().map(PathBuf::from).collect();
    let mut wanted: Vec<String> = ids.into_iter().cloned().collect();
    let problem = |problem: ShelfProblem| could_not(shelf_failure(&problem));
    let own = Shelf::only(&folders).map_err(problem)?;
    wanted.extend(own.from_folders());
    let shelf = own.beside(&session.places()).map_err(problem)?;
    Ok(Wanted { shelf, ids: wanted })
}

/// The folders among what is named, in which files may change.
pub(super) fn watched(named: &[String]) -> Vec<PathBuf> {
    let here = [".".to_owned()];
    let named = if named.is_empty() { &here } else { named };
    named.iter().filter(|name| is_folder(name)).map(PathBuf::from).collect()
}

/// The released versions of packs that lie in the folder `.released` beside what is named, with the packs at hand in which they may
/// have libraries; none if there is no such folder. An empty one has nothing to compare with, which is said of each pack.
pub(super) fn released_beside(session: &Session<'_>, named: &[String]) -> Result<Option<Shelf>, Failure> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for folder in watched(named) {
        // It is a folder of packs, or stands in one.
        let inside = folder.join(RELEASED);
        let beside = folder.join("pack.toml").is_file().then(|| folder.join("..").join(RELEASED));
        let found = std::iter::once(inside).chain(beside).find(|folder| folder.is_dir());
        folders.extend(found.filter(|found| !folders.contains(found)));
    }
    if folders.is_empty() {
        return Ok(None);
    }
    let problem = |problem: ShelfProblem| could_not(shelf_failure(&problem));
    folders.retain(|folder| has_packs(folder));
    let shelf = match folders.as_slice() {
        [] => Shelf::of(Vec::new()),
        some => Shelf::preferring(some, &session.places()),
    };
    shelf.map(Some).map_err(problem)
}

fn has_packs(folder: &Path) -> bool {
    let mut entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.any(|entry| entry.path().join("pack.toml").is_file())
}

/// The folder, within a folder of packs, of the versions that were released last.
const RELEASED: &str = ".released";

/// Nothing could be looked at, which is something else than a finding.
pub(super) fn could_not(failure: Failure) -> Failure {
    Failure { exit: exit_code::USAGE, ..failure }
}

/// The files of a pack and its folder. Packs of the program have no files to write to, and installed ones stay.
pub(super) fn in_folder<'a>(shelf: &'a Shelf, id: &str) -> Result<(&'a PackSource, &'a Path), Failure> {
    let failure = match shelf.source(id) {
        Some((source, Found::Folder(folder))) => return Ok((source, folder)),
        Some((_, Found::BuiltIn)) => {
            Failure::input("built-in", format!("the pack `{id}` is built into the program"))
        }
        Some((_, Found::Installed(_))) => {
            let installed = format!("the pack `{id}` is installed, and stays as it was installed");
            return Err(could_not(
                Failure::input("installed", installed).help("name the folder of the files it was made from"),
            ));
        }
        None => Failure::input("unknown-pack", format!("there is no pack `{id}`")),
    };
    Err(could_not(failure.help("name a folder with a pack.toml in it, or a folder of such folders")))
}
