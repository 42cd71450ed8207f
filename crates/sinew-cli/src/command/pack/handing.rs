//! `sinew pack manifest` and `sinew pack archive`: what an author needs to give a pack to others.

use super::install::{findings, given_failure};
use crate::{
    arguments::{ArchiveArguments, ManifestArguments},
    failure::{Failure, exit_code},
    session::{Session, shelf_failure},
};
use sinew_app::{Shelf, saved};
use sinew_install::{
    ArchiveFormat, Bundle, GivenProblem, Refusal, SIGNATURE_FILE, check_signature, read_folder,
    remembered_keys, write_archive,
};
use std::path::{Path, PathBuf};

/// Writes the text that is signed, and nothing else.
pub(crate) fn manifest(session: &mut Session<'_>, arguments: &ManifestArguments) -> Result<u8, Failure> {
    let bundle = folder(&arguments.folder)?;
    let text = bundle.manifest().ok_or_else(|| nothing_to_sign(&arguments.folder))?;
    session.console.write_out(&text)?;
    Ok(exit_code::DONE)
}

/// Writes the archive that `install` takes.
pub(crate) fn archive(session: &mut Session<'_>, arguments: &ArchiveArguments) -> Result<u8, Failure> {
    let bundle = folder(&arguments.folder)?;
    let Some(headline) = bundle.headline() else { return Err(nothing_to_sign(&arguments.folder)) };
    let (id, version) = (headline.id.clone(), headline.version.to_string());
    let output = arguments.output.clone().unwrap_or_else(|| PathBuf::from(format!("{id}-{version}.tar.zst")));
    let to_stdout = output == Path::new("-");
    let format = if to_stdout { Some(ArchiveFormat::TarZst) } else { ArchiveFormat::of(&output) };
    let Some(format) = format else {
        return Err(Failure::usage(format!("{} is no name for an archive", output.display()))
            .help("let it end in .tar.zst or .tar.gz"));
    };
    if to_stdout && session.environment.stdout_is_terminal {
        return Err(Failure::input("output", "an archive is not written to a terminal")
            .help("name a file: -o FILE, or send it on with | or >"));
    }
    passes(session, &arguments.folder, &id)?;
    is_still_signed(session, &bundle)?;
    let packed = write_archive(&bundle, format).map_err(|refusal| refused(&arguments.folder, refusal))?;
    if to_stdout {
        session.console.write_bytes(&packed)?;
    } else {
        saved::write_file(&output, &packed)
            .map_err(|problem| Failure::input("output", problem.to_string()).help(problem.remedy()))?;
    }
    let left_out = match bundle.left_out() {
        [] => String::new(),
        names => format!(" Left out: {}.", names.join(", ")),
    };
    let signed = if bundle.signature().is_some() { "" } else { " It is not signed." };
    session.notice(&format!("Packed {id} {version}: {}.{signed}{left_out}", output.display()))?;
    Ok(exit_code::DONE)
}

fn folder(path: &Path) -> Result<Bundle, Failure> {
    read_folder(path)
        .map_err(|problem| given_failure(&path.display().to_string(), &GivenProblem::Folder(problem)))
}

fn refused(folder: &Path, refusal: Refusal) -> Failure {
    given_failure(&folder.display().to_string(), &GivenProblem::Refused(refusal))
}

fn nothing_to_sign(folder: &Path) -> Failure {
    let message =
        format!("the pack.toml of {} cannot be read, so there is no id and no version", folder.display());
    Failure::input("pack", message).help(format!("see what is wrong: sinew pack check {}", folder.display()))
}

/// An archive that nobody could install is of no use to anybody.
fn passes(session: &Session<'_>, folder: &Path, id: &str) -> Result<(), Failure> {
    let shelf = Shelf::preferring(&[folder.to_owned()], &session.places())
        .map_err(|problem| shelf_failure(&problem))?;
    let unknown = |unknown: sinew_app::UnknownPack| {
        Failure::input("unknown-pack", unknown.to_string()).help(unknown.remedy())
    };
    let report = shelf.check(&[id], session.environment.today).map_err(unknown)?;
    if report.passed() {
        return Ok(());
    }
    Err(Failure::input("pack", "the pack does not pass its check")
        .listing(findings(session, &report))
        .help(format!("see everything: sinew pack check {}", folder.display())))
}

/// A signature that was made before the last change is worse than none.
fn is_still_signed(session: &Session<'_>, bundle: &Bundle) -> Result<(), Failure> {
    let keys = session.environment.data.as_deref().map(remembered_keys).transpose();
    let keys = keys.map_err(|problem| Failure::input("key", problem.to_string()).help(problem.remedy()))?;
    check_signature(bundle, &keys.unwrap_or_default()).map(drop).map_err(|problem| {
        Failure::input("signature", problem.to_string())
            .help(format!("sign it again, or delete {SIGNATURE_FILE}: sinew help packs"))
    })
}
