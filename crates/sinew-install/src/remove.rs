//! Removing an installed pack, unless another pack needs it.

use crate::store::{Disk, RealDisk, Store, StoreProblem};
use semver::Version;
use sinew_app::{
    Found, PackName, PackPlaces, Shelf, ShelfProblem,
    installed::{InstalledProblem, Record},
    quoted,
};
use sinew_model::{Date, PackId};
use std::path::{Path, PathBuf};

/// A removal that nothing speaks against, and that has not been done yet.
#[derive(Debug, Clone)]
pub struct RemovePlan {
    data: PathBuf,
    before: Record,
    rest: Option<Record>,
    /// The id.
    pub id: PackId,
    /// The version.
    pub version: Version,
    /// The version that the id alone means from then on; none if there is no other.
    pub opened_then: Option<String>,
}

/// Why a pack is not removed. Everything is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RemoveProblem {
    /// It is not installed.
    #[error("{} is not installed", quoted(.name))]
    NotInstalled {
        /// What was asked for.
        name: String,
        /// Where it is at hand from otherwise.
        elsewhere: Option<Found>,
        /// The packs that are installed, as `ID@VERSION`.
        installed: Vec<String>,
    },
    /// Several versions of it are installed, and none was named.
    #[error("`{id}` is installed in several versions")]
    Several {
        /// The pack.
        id: PackId,
        /// Its versions, as `ID@VERSION`.
        names: Vec<String>,
    },
    /// Other packs need it.
    #[error("without it these packs would no longer pass their check: {}", .users.join(", "))]
    Needed {
        /// The packs, as `ID VERSION` in backticks.
        users: Vec<String>,
    },
    /// The packs at hand cannot be put together.
    #[error(transparent)]
    Shelf(ShelfProblem),
    /// What is installed cannot be read.
    #[error(transparent)]
    Installed(InstalledProblem),
    /// Something else was installed or removed since this was planned.
    #[error("what is installed changed in the meantime")]
    ChangedMeanwhile,
    /// It could not be written.
    #[error(transparent)]
    Store(StoreProblem),
}

impl RemoveProblem {
    /// What to do about it, if the message does not say so itself.
    pub fn remedy(&self) -> Option<String> {
        let text = match self {
            Self::NotInstalled { elsewhere: Some(Found::BuiltIn), .. } => {
                "it is part of the program, which always has it"
            }
            Self::NotInstalled { elsewhere: Some(Found::Folder(path) | Found::Installed(path)), .. } => {
                return Some(format!("it is a folder of your own, which you can delete: {}", path.display()));
            }
            Self::NotInstalled { installed, .. } if installed.is_empty() => "no packs are installed",
            Self::NotInstalled { installed, .. } => {
                return Some(format!("installed are {}", installed.join(", ")));
            }
            Self::Several { names, .. } => return Some(format!("name one of them: {}", names.join(", "))),
            Self::Needed { .. } => "remove those first, or install another version that they can use",
            Self::Shelf(problem) => return problem.remedy().map(str::to_owned),
            Self::Installed(problem) => problem.remedy(),
            Self::ChangedMeanwhile => "run it again",
            Self::Store(problem) => problem.remedy(),
        };
        Some(text.to_owned())
    }
}

/// Finds out what removing a pack would do on this day. Nothing is written.
pub fn plan_remove(data: &Path, name: &PackName, today: Date) -> Result<RemovePlan, RemoveProblem> {
    let places = PackPlaces { user_data: Some(data.to_owned()), ..PackPlaces::default() };
    // What is broken elsewhere is no reason to keep this.
    let (shelf, _) = Shelf::without_broken(&places).map_err(RemoveProblem::Shelf)?;
    let record = match PackId::new(&name.id) {
        Ok(id) => Record::read(data, &id).map_err(RemoveProblem::Installed)?,
        Err(_) => None,
    };
    let Some(before) = record else { return Err(not_installed(data, name, &shelf)) };
    let id = before.id.clone();
    let version = match (&name.version, before.versions.keys().collect::<Vec<_>>().as_slice()) {
        (Some(version), _) if before.versions.contains_key(version) => version.clone(),
        (Some(_), _) => return Err(not_installed(data, name, &shelf)),
        (None, [only]) => (*only).clone(),
        (None, several) => {
            let names = several.iter().map(|version| format!("{id}@{version}")).collect();
            return Err(RemoveProblem::Several { id, names });
        }
    };
    let after = shelf.without_installed(id.as_str(), &version);
    let users = needing(&shelf, &after, (&id, &version), today);
    if !users.is_empty() {
        return Err(RemoveProblem::Needed { users });
    }
    let mut rest = before.clone();
    rest.versions.remove(&version);
    let opened_then = after.versions_of(id.as_str()).next().map(|(version, _)| version.to_string());
    let rest = Some(rest).filter(|rest| !rest.versions.is_empty());
    Ok(RemovePlan { data: data.to_owned(), before, rest, id, version, opened_then })
}

impl RemovePlan {
    /// Does it, if what is installed of this pack is still what it was when this was planned.
    pub fn carry_out(&self) -> Result<(), RemoveProblem> {
        self.carry_out_on(&mut RealDisk)
    }

    pub(crate) fn carry_out_on(&self, disk: &mut dyn Disk) -> Result<(), RemoveProblem> {
        let mut store = Store::open(&self.data, disk).map_err(RemoveProblem::Store)?;
        let now = Record::read(&self.data, &self.id).map_err(RemoveProblem::Installed)?;
        if now.as_ref() != Some(&self.before) {
            return Err(RemoveProblem::ChangedMeanwhile);
        }
        store.remove(&self.id, self.rest.as_ref()).map_err(RemoveProblem::Store)
    }
}

/// The packs that use a version and would not pass their check without it.
fn needing(before: &Shelf, after: &Shelf, (id, version): (&PackId, &Version), today: Date) -> Vec<String> {
    let passes = |shelf: &Shelf, user: &str| shelf.check(&[user], today).is_ok_and(|report| report.passed());
    let needs = |user: &String| *user != id.as_str() && passes(before, user) && !passes(after, user);
    let named = |user: String| {
        let version = before.versions_of(&user).next().map(|(version, _)| format!(" {version}"));
        format!("`{user}`{}", version.unwrap_or_default())
    };
    before.users(id.as_str(), version).into_iter().filter(needs).map(named).collect()
}

fn not_installed(data: &Path, name: &PackName, shelf: &Shelf) -> RemoveProblem {
    let records = sinew_app::installed::records(data).unwrap_or_default();
    let names = records.into_iter().flatten().flat_map(|record| {
        let id = record.id.clone();
        record.versions.into_keys().map(move |version| format!("{id}@{version}"))
    });
    let mut elsewhere = shelf.versions_of(&name.id);
    let elsewhere = elsewhere
        .find(|(version, _)| name.version.as_ref().is_none_or(|wanted| wanted == *version))
        .map(|(_, from)| from.clone())
        .filter(|from| !matches!(from, Found::Installed(_)));
    RemoveProblem::NotInstalled { name: name.to_string(), elsewhere, installed: names.collect() }
}

#[cfg(test)]
mod tests;
