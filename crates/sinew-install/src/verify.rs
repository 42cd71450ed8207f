//! Verifying: whether packs at hand are what they were, signed by whom they were, and still pass their check.

use crate::{
    bundle::{Bundle, read_folder},
    key::{KeyProblem, KnownKey, PublicKey, remembered_keys},
    signature::{Signature, check_signature},
};
use sinew_app::{
    Found, PackListing, PackName, PackPlaces, Shelf, ShelfProblem, UnknownPack,
    check::PackCheck,
    installed::{Installed, InstalledProblem, Record, Signed},
};
use sinew_model::{Date, PackId};
use std::path::Path;

/// What was found out about one version of a pack.
#[derive(Debug, Clone)]
pub struct Verified {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Where it came from; none if it is installed and its files cannot be used.
    pub from: Option<Found>,
    /// The day on which it was installed, if it was.
    pub installed: Option<Date>,
    /// Who vouches for it now; none if that could not be found out. What is built in is vouched for with the program.
    pub signature: Option<Signature>,
    /// What its check found; none if its files cannot be used.
    pub check: Option<PackCheck>,
    /// What is wrong, in words. Empty if nothing is.
    pub problems: Vec<String>,
}

/// Why nothing could be verified.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyProblem {
    /// There is no such pack.
    #[error(transparent)]
    Unknown(UnknownPack),
    /// The packs at hand cannot be put together.
    #[error(transparent)]
    Shelf(ShelfProblem),
    /// What is installed cannot be read.
    #[error(transparent)]
    Installed(InstalledProblem),
    /// The keys cannot be read.
    #[error(transparent)]
    Key(KeyProblem),
}

impl VerifyProblem {
    /// What to do about it, if the message does not say so itself.
    pub fn remedy(&self) -> Option<String> {
        match self {
            Self::Unknown(unknown) => Some(unknown.remedy()),
            Self::Shelf(problem) => problem.remedy().map(str::to_owned),
            Self::Installed(problem) => Some(problem.remedy().to_owned()),
            Self::Key(problem) => Some(problem.remedy().to_owned()),
        }
    }
}

/// Who vouches for a pack at hand, or why its signature is not a good one. What is built in is vouched for with the program:
/// it gives [`Signature::None`].
pub fn signature_at_hand(
    listing: &PackListing,
    data: Option<&Path>,
    keys: &[KnownKey],
) -> Result<Signature, String> {
    let (Found::Folder(folder) | Found::Installed(folder)) = &listing.from else {
        return Ok(Signature::None);
    };
    let bundle = read_folder(folder).map_err(|problem| problem.to_string())?;
    let installed = data.filter(|_| matches!(listing.from, Found::Installed(_))).and_then(|data| {
        let record = Record::read(data, &PackId::new(&listing.id).ok()?).ok()??;
        let version = listing.version.parse().ok()?;
        record.versions.get(&version).cloned()
    });
    signature_of(&bundle, installed.as_ref(), keys)
}

/// Who vouches for a bundle. The key that was named when it was installed counts as it did then.
fn signature_of(
    bundle: &Bundle,
    installed: Option<&Installed>,
    keys: &[KnownKey],
) -> Result<Signature, String> {
    let mut keys = keys.to_vec();
    if let Some(Installed { signed: Signed::KnownKey { key, .. }, .. }) = installed {
        keys.extend(PublicKey::parse(key).map(|key| KnownKey { name: None, key }));
    }
    check_signature(bundle, &keys).map_err(|problem| problem.to_string())
}

/// Verifies the pack with this name, or all packs at hand if none is named, on this day.
///
/// Of an installed pack the hash of its content and its signature are held against its record. Every pack is checked again as a
/// whole, with its cases.
pub fn verify(
    places: &PackPlaces,
    name: Option<&PackName>,
    today: Date,
) -> Result<Vec<Verified>, VerifyProblem> {
    let (shelf, broken) = Shelf::without_broken(places).map_err(VerifyProblem::Shelf)?;
    let data = places.user_data.as_deref();
    let records = data.map(sinew_app::installed::records).transpose().map_err(VerifyProblem::Installed)?;
    let records: Vec<Record> = records.into_iter().flatten().flatten().collect();
    let keys = data.map(remembered_keys).transpose().map_err(VerifyProblem::Key)?.unwrap_or_default();
    let is_wanted = |id: &str, version: &str| {
        name.is_none_or(|name| {
            name.id == id && name.version.as_ref().is_none_or(|wanted| wanted.to_string() == version)
        })
    };

    let mut verified: Vec<Verified> = Vec::new();
    for version in shelf.versions() {
        let listing = version.listing;
        if is_wanted(&listing.id, &listing.version) {
            let record = records.iter().find(|record| record.id.as_str() == listing.id);
            verified.push(at_hand(&shelf, &listing, (record, &keys), today));
        }
    }
    // What is installed and broken is not on the shelf.
    for problem in broken {
        let (id, version) = named_in(&problem);
        if name.is_none() || is_wanted(&id, &version) || (version.is_empty() && is_wanted(&id, "")) {
            verified.push(Verified {
                id,
                version,
                from: None,
                installed: None,
                signature: None,
                check: None,
                problems: vec![problem.to_string()],
            });
        }
    }
    for (id, from) in shelf.unreadable() {
        if is_wanted(id, "") {
            verified.push(Verified {
                id: id.to_owned(),
                version: String::new(),
                from: Some(from.clone()),
                installed: None,
                signature: None,
                check: None,
                problems: vec!["its pack.toml cannot be read".to_owned()],
            });
        }
    }
    match name {
        Some(name) if verified.is_empty() => match shelf.check(&[&name.to_string()], today) {
            Err(unknown) => Err(VerifyProblem::Unknown(unknown)),
            Ok(_) => Ok(verified),
        },
        _ => {
            verified.sort_by(|one, other| one.id.cmp(&other.id));
            Ok(verified)
        }
    }
}

fn at_hand(
    shelf: &Shelf,
    listing: &PackListing,
    (record, keys): (Option<&Record>, &[KnownKey]),
    today: Date,
) -> Verified {
    let mut problems = Vec::new();
    let installed = record
        .filter(|_| matches!(listing.from, Found::Installed(_)))
        .and_then(|record| record.versions.get(&listing.version.parse().ok()?));
    let signature = match &listing.from {
        Found::BuiltIn => Ok(Signature::None),
        Found::Folder(folder) | Found::Installed(folder) => read_folder(folder)
            .map_err(|problem| problem.to_string())
            .and_then(|bundle| signature_of(&bundle, installed, keys)),
    };
    let signature = match signature {
        Ok(signature) => {
            problems.extend(installed.filter(|installed| !is_still(&signature, installed)).map(|_| {
                "it is not signed as it was when it was installed: the signature, a document or a key was changed"
                    .to_owned()
            }));
            Some(signature)
        }
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    let check = shelf.check(&[&listing.name()], today).ok().and_then(|mut report| report.packs.pop());
    if check.as_ref().is_some_and(|check| !check.passed()) {
        problems.push(format!("it does not pass its check; see: sinew pack check {}", listing.name()));
    }
    Verified {
        id: listing.id.clone(),
        version: listing.version.clone(),
        from: Some(listing.from.clone()),
        installed: installed.map(|installed| installed.day),
        signature,
        check,
        problems,
    }
}

/// Whether a pack is still signed by whom it was. To know more about a key than then is no change.
fn is_still(signature: &Signature, installed: &Installed) -> bool {
    match &installed.signed {
        Signed::No => *signature == Signature::None,
        Signed::Unchecked => *signature != Signature::None,
        Signed::UnknownKey { key } | Signed::KnownKey { key, .. } => {
            signature.key().is_some_and(|now| now.as_str() == key)
        }
    }
}

/// The id and version that a problem is about, as far as it says so.
fn named_in(problem: &ShelfProblem) -> (String, String) {
    match problem {
        ShelfProblem::Installed(
            InstalledProblem::Changed { name, .. } | InstalledProblem::Files { name, .. },
        ) => {
            let name = PackName::parse(name);
            (name.id, name.version.map(|version| version.to_string()).unwrap_or_default())
        }
        ShelfProblem::Installed(
            InstalledProblem::Record { path, .. } | InstalledProblem::Unreadable { path, .. },
        ) => (path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), String::new()),
        ShelfProblem::Twice { id, version, .. } => (id.clone(), version.clone()),
        ShelfProblem::WithoutVersion { id, .. } => (id.clone(), String::new()),
        // A folder that cannot be read at all has no id; the problem names it.
        _ => ("a folder".to_owned(), String::new()),
    }
}

#[cfg(test)]
mod tests;
