//! `sinew pack schemas`: what editors need to know the ids of a pack.

use super::{
    fmt::shown,
    wanted::{could_not, in_folder, wanted},
};
use crate::{
    arguments::SchemasArguments,
    failure::{Failure, exit_code},
    session::Session,
};
use sinew_app::{Found, Shelf, check::counted};
use sinew_author::schemas::{self, SchemasProblem, WrittenSchemas};
use std::{fmt::Write as _, path::Path};

pub(crate) fn run(session: &mut Session<'_>, arguments: &SchemasArguments) -> Result<u8, Failure> {
    let wanted = wanted(session, &arguments.named)?;
    let mut text = String::new();
    for id in &wanted.ids {
        let (_, folder) = in_folder(&wanted.shelf, id)?;
        let report = write(&wanted.shelf, id, folder)?;
        let WrittenSchemas { folder, written, unchanged } = report;
        let place = shown(&folder);
        let _ = match written {
            0 => writeln!(text, "{place}: {} up to date", counted(unchanged, "file")),
            written => {
                writeln!(text, "{place}: {} written, {unchanged} up to date", counted(written, "file"))
            }
        };
    }
    session.console.write_out(&text)?;
    Ok(exit_code::DONE)
}

/// Brings the schemas of these packs up to date, where there are some. That they cannot be written is no fault of the pack.
pub(super) fn refresh(session: &mut Session<'_>, shelf: &Shelf, ids: &[&str]) -> Result<(), Failure> {
    for id in ids {
        let Some((_, Found::Folder(folder))) = shelf.source(id) else { continue };
        if !schemas::are_wanted(folder) {
            continue;
        }
        if let Err(failure) = write(shelf, id, folder) {
            session.notice(&format!("Note: editors do not learn of what is new: {}", failure.message))?;
        }
    }
    Ok(())
}

fn write(shelf: &Shelf, id: &str, folder: &Path) -> Result<WrittenSchemas, Failure> {
    let names = shelf.names(id).map_err(|unknown| {
        could_not(Failure::input("unknown-pack", unknown.to_string()).help(unknown.remedy()))
    })?;
    schemas::write(folder, &names).map_err(|problem: SchemasProblem| {
        could_not(Failure::input("schemas", problem.to_string()).help(problem.remedy()))
    })
}
