//! `sinew pack`: the packs at hand, and what their authors need.

mod check;
mod diff;
mod fmt;
mod handing;
mod install;
mod list;
mod mutate;
mod new;
mod outdated;
mod prove;
mod remove;
mod schemas;
pub(crate) mod show;
pub(crate) mod signing;
mod trial;
mod verify;
mod wanted;

use crate::{
    arguments::{PackArguments, PackCommand},
    failure::Failure,
    session::{Session, shelf_failure},
};
use sinew_app::{PackName, Shelf, ShelfProblem};
use sinew_model::Pack;
use std::path::{Path, PathBuf};

/// The pack of this name, an id or an id with a version, or in this folder. A folder comes before a pack at hand with the same id.
pub(crate) fn opened(session: &Session<'_>, named: &str) -> Result<Pack, Failure> {
    let (shelf, name) = located(session, named)?;
    session.load(&shelf, &name)
}

/// As [`opened`], for those who look into packs: a library, too.
fn looked_into(session: &Session<'_>, named: &str) -> Result<Pack, Failure> {
    let (shelf, name) = located(session, named)?;
    let loaded = shelf.look_into(&name).map_err(|problem| session.load_failure(&problem))?;
    Ok(loaded.pack)
}

/// The name of the pack that is meant, by its id or its folder, with the packs among which it stands.
fn located(session: &Session<'_>, named: &str) -> Result<(Shelf, String), Failure> {
    if !is_folder(named) {
        return Ok((session.shelf()?, named.to_owned()));
    }
    let folder = [PathBuf::from(named)];
    let problem = |problem: ShelfProblem| shelf_failure(&problem);
    let shelf = Shelf::preferring(&folder, &session.places()).map_err(problem)?;
    let found = Shelf::only(&folder).map_err(problem)?;
    match found.from_folders().as_slice() {
        [id] => Ok((shelf, id.clone())),
        ids => Err(Failure::input("which-pack", format!("`{named}` holds {} packs", ids.len()))
            .help(format!("name the folder of one: {}", ids.join(", ")))),
    }
}

/// Whether a name means a folder, there or not, and not a pack by its id or by its id and version.
fn is_folder(name: &str) -> bool {
    let is_path = name.contains(['/', '\\']);
    let has_version = PackName::parse(name).version.is_some();
    Path::new(name).is_dir() || is_path || (name.contains('.') && !has_version)
}

pub(crate) fn run(session: &mut Session<'_>, arguments: &PackArguments) -> Result<u8, Failure> {
    match &arguments.command {
        PackCommand::List { format } => list::run(session, format.get()),
        PackCommand::Show(arguments) => show::run(session, arguments),
        PackCommand::Install(arguments) => install::run(session, arguments),
        PackCommand::Remove(arguments) => remove::run(session, arguments),
        PackCommand::Verify(arguments) => verify::run(session, arguments),
        PackCommand::Outdated(arguments) => outdated::run(session, arguments),
        PackCommand::New(arguments) => new::run(session, arguments),
        PackCommand::Check(arguments) => check::run(session, arguments),
        PackCommand::Mutate(arguments) => mutate::run(session, arguments),
        PackCommand::Prove(arguments) => prove::run(session, arguments),
        PackCommand::Diff(arguments) => diff::run(session, arguments),
        PackCommand::Try(arguments) => trial::run(session, arguments),
        PackCommand::Fmt(arguments) => fmt::run(session, arguments),
        PackCommand::Schemas(arguments) => schemas::run(session, arguments),
        PackCommand::Manifest(arguments) => handing::manifest(session, arguments),
        PackCommand::Archive(arguments) => handing::archive(session, arguments),
    }
}
