//! Installing: everything is found out first and shown to the person, and only then done.

use crate::{
    bundle::{Bundle, read_folder},
    key::{KeyProblem, KnownKey, PublicKey, key_path, remembered_keys},
    signature::{Signature, SignatureProblem, check_signature},
    store::{Disk, NewVersion, RealDisk, Store, StoreProblem},
};
use semver::Version;
use sinew_app::{
    Found, PackKind, PackPlaces, Shelf, ShelfProblem,
    check::CheckReport,
    installed::{
        FolderName, Installed, InstalledProblem, Record, Signed, files_folder, packs_folder, read_version,
    },
    quoted,
};
use sinew_model::{Date, PackId};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// What is wanted of an installation.
#[derive(Debug, Clone)]
pub struct InstallRequest<'a> {
    /// The user's data folder, which need not be there yet.
    pub data: &'a Path,
    /// Where the pack came from, as the person named it.
    pub from: String,
    /// Today.
    pub day: Date,
    /// A key that the person names: the pack has to be signed with it.
    pub key: Option<PublicKey>,
    /// The name under which the key that signed the pack is to be remembered.
    pub remember: Option<String>,
    /// Whether an older version may take the place of a newer one.
    pub downgrade: bool,
}

/// An installation that was found to be sound and has not been done yet.
#[derive(Debug, Clone)]
pub struct InstallPlan {
    bundle: Bundle,
    data: PathBuf,
    /// All that was installed when this was planned.
    before: Vec<Record>,
    installed: NewInstalled,
    remember: Option<(PathBuf, PublicKey)>,
    /// The id.
    pub id: PackId,
    /// The version.
    pub version: Version,
    /// The kind of pack.
    pub kind: PackKind,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub intended_use: String,
    /// Who vouches for it.
    pub signature: Signature,
    /// What is going to happen.
    pub change: Change,
    /// How many cases it passed. Those of a pack that is there already were tried when it was installed.
    pub cases: usize,
    /// The built-in version in the place of which this one will be used.
    pub in_place_of: Option<String>,
    /// If the id alone will mean another version than this one, that version.
    pub opened_instead: Option<String>,
    /// The packs that will use it, if it is a library.
    pub used_by: Vec<String>,
    /// The kinds of machines that it brings a native library for, as compilers name them. None of these is run unless the person trusts
    /// it.
    pub native: Vec<String>,
    /// Files that came with it and are not kept.
    pub left_out: Vec<String>,
}

/// What is going to be recorded, but for the folder, which is chosen at the last moment.
#[derive(Debug, Clone)]
struct NewInstalled {
    content_hash: String,
    from: String,
    day: Date,
    signed: Signed,
}

/// What installing a pack changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Nothing: this version with this content is part of the program.
    BuiltIn,
    /// Nothing: this version with this content and these documents is installed.
    AlreadyThere,
    /// A version is added; there was none, or others stay beside it.
    Added,
    /// A version takes the place of these.
    Replaced(Vec<Version>),
    /// The same version with the same content is written again, because its files were broken, or its documents or its
    /// signature are other ones.
    Renewed,
}

impl Change {
    /// Whether anything is written.
    pub fn is_something(&self) -> bool {
        !matches!(self, Self::BuiltIn | Self::AlreadyThere)
    }
}

/// Why a pack is not installed. Everything is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InstallProblem {
    /// The pack has errors, or a case of it fails.
    #[error("the pack does not pass its check")]
    NotPassed(Box<CheckReport>),
    /// Its id is not one.
    #[error("{} is not the id of a pack", quoted(.0))]
    NotAnId(String),
    /// The signature does not fit.
    #[error(transparent)]
    Signature(SignatureProblem),
    /// A key cannot be read or remembered.
    #[error(transparent)]
    Key(KeyProblem),
    /// A key was named, and the pack is not signed with it.
    #[error("the pack is not signed with the key that you named")]
    NotSignedWith(PublicKey),
    /// There is no key to be remembered.
    #[error("there is no key to remember: the pack is not signed, or its key is not at hand")]
    NothingToRemember,
    /// An installed version was signed by somebody else.
    #[error("`{id}` {version} is installed and was signed with another key than this one")]
    OtherSigner {
        /// The pack.
        id: PackId,
        /// The installed version.
        version: Version,
    },
    /// The same version is there with another content.
    #[error("`{id}` {version} is there with another content: {place}")]
    OtherContent {
        /// The pack.
        id: PackId,
        /// The version.
        version: Version,
        /// Where it is.
        place: String,
    },
    /// The same id is there as another kind of pack.
    #[error("`{id}` is there as another kind of pack")]
    OtherKind {
        /// The pack.
        id: PackId,
    },
    /// A newer version is there.
    #[error("`{id}` {newer} is there, which is newer than {version}")]
    Downgrade {
        /// The pack.
        id: PackId,
        /// The version that was to be installed.
        version: Version,
        /// The newer one.
        newer: String,
    },
    /// After installing, the id alone would mean an older version than before.
    #[error("`{id}` alone would mean {after} then, and means {before} now")]
    OpensOlder {
        /// The pack.
        id: PackId,
        /// The version that is opened now.
        before: String,
        /// The version that would be opened.
        after: String,
    },
    /// Packs that pass now would not pass with this library.
    #[error("with this version of `{id}`, packs that use it no longer pass their check: {}", .users.join(", "))]
    Breaks {
        /// The library.
        id: PackId,
        /// The packs.
        users: Vec<String>,
        /// What was found.
        report: Box<CheckReport>,
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

impl InstallProblem {
    /// What to do about it, if the message does not say so itself.
    pub fn remedy(&self) -> Option<String> {
        let text = match self {
            Self::NotPassed(_) => "tell its author; only packs that pass are installed",
            Self::NotAnId(_) => "an id has a-z, 0-9 and single dashes between them",
            Self::Signature(problem) => problem.remedy(),
            Self::Key(problem) => problem.remedy(),
            Self::NotSignedWith(_) => {
                "check that it is the right key, or get the pack from somebody you trust"
            }
            Self::NothingToRemember => "name the key with --key, or leave --remember out",
            Self::OtherSigner { .. } => {
                "if you know why, name the new key with --key, or remove the installed pack first"
            }
            Self::OtherContent { .. } => {
                "its author has to raise the version; or remove the installed one first: sinew pack remove"
            }
            Self::OtherKind { .. } => "its author has to give it another id",
            Self::Downgrade { .. } | Self::OpensOlder { .. } => "to do it all the same, add --downgrade",
            Self::Breaks { .. } => {
                "tell the author of the library; those packs are safer with the version they have"
            }
            Self::Shelf(problem) => return problem.remedy().map(str::to_owned),
            Self::Installed(problem) => problem.remedy(),
            Self::ChangedMeanwhile => "run it again",
            Self::Store(problem) => problem.remedy(),
        };
        Some(text.to_owned())
    }
}

/// Finds out what installing a bundle would do. Nothing is written.
///
/// The pack has to load and pass its check, with the libraries that are built in or installed, and so have all packs that would
/// use it from then on. Folders that are only named now do not count, because they may not be named the next time.
pub fn plan_install(bundle: &Bundle, request: &InstallRequest<'_>) -> Result<InstallPlan, InstallProblem> {
    let Some(headline) = bundle.headline().cloned() else { return Err(unreadable(bundle, request.day)) };
    let id = PackId::new(&headline.id).map_err(|_| InstallProblem::NotAnId(headline.id.clone()))?;
    let (signature, remember) = vouched(bundle, request)?;
    let before = all_records(request.data).map_err(InstallProblem::Installed)?;
    let at_hand = at_hand(request.data, &id)?;

    let candidate = Candidate { id: &id, version: &headline.version, kind: headline.kind, bundle };
    let installed = NewInstalled {
        content_hash: bundle.source().content_hash(),
        from: request.from.clone(),
        day: request.day,
        signed: signature.recorded(),
    };
    let record = before.iter().find(|record| record.id == id).cloned();
    let change = candidate.change(record.as_ref(), &at_hand, &installed, request.data)?;
    let mut plan = InstallPlan {
        data: request.data.to_owned(),
        before,
        installed,
        remember,
        id: id.clone(),
        version: headline.version.clone(),
        kind: headline.kind,
        title: headline.title,
        intended_use: headline.intended_use,
        signature,
        change,
        cases: 0,
        in_place_of: None,
        opened_instead: None,
        used_by: Vec::new(),
        native: bundle.native_targets().into_iter().map(str::to_owned).collect(),
        left_out: bundle.left_out().to_vec(),
        bundle: bundle.clone(),
    };
    if plan.change.is_something() {
        if let Some(record) = &record {
            same_signer(record, &plan.signature, request)?;
        }
        let after = candidate.after(&at_hand, &plan.change)?;
        if headline.kind == PackKind::Injury && !request.downgrade {
            candidate.not_older(record.as_ref(), &at_hand, &after)?;
        }
        (plan.cases, plan.used_by) = candidate.passes(&at_hand, &after, request.day)?;
        let is_used = match headline.kind {
            PackKind::Library => !plan.used_by.is_empty(),
            PackKind::Injury => {
                let opened = opened(&after, &id).filter(|opened| *opened != headline.version);
                plan.opened_instead = opened.map(|opened| opened.to_string());
                plan.opened_instead.is_none()
            }
        };
        // The same version can only be the same pack, with a native library beside it.
        let other = built_in(&at_hand, &id).max().filter(|built_in| **built_in != headline.version);
        plan.in_place_of = other.map(Version::to_string).filter(|_| is_used);
    }
    Ok(plan)
}

impl InstallPlan {
    /// The name that means just this version: `ID@VERSION`.
    pub fn name(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }

    /// The name under which a key is going to be remembered.
    pub fn remembers(&self) -> Option<&PublicKey> {
        self.remember.as_ref().map(|(_, key)| key)
    }

    /// Does it, if what is installed is still what it was when this was planned.
    pub fn carry_out(&self) -> Result<(), InstallProblem> {
        self.carry_out_on(&mut RealDisk)
    }

    pub(crate) fn carry_out_on(&self, disk: &mut dyn Disk) -> Result<(), InstallProblem> {
        if !self.change.is_something() {
            return Ok(());
        }
        let mut store = Store::open(&self.data, disk).map_err(InstallProblem::Store)?;
        let mut now = all_records(&self.data).map_err(InstallProblem::Installed)?;
        if now != self.before {
            return Err(InstallProblem::ChangedMeanwhile);
        }
        // A key that somebody else remembered under this name since then is not replaced.
        if let Some((path, key)) = &self.remember
            && path.symlink_metadata().is_ok()
            && PublicKey::read(path).map_err(InstallProblem::Key)? != *key
        {
            return Err(InstallProblem::ChangedMeanwhile);
        }
        now.retain(|record| record.id == self.id);
        store.tidy(&self.id, now.first());
        let packs = packs_folder(&self.data);
        let free = |folder: &FolderName| packs.join(folder.as_str()).symlink_metadata().is_err();
        let mut choices = FolderName::choices(&self.id, &self.version);
        let Some(folder) = choices.find(free) else { return Err(InstallProblem::ChangedMeanwhile) };
        let NewInstalled { content_hash, from, day, signed } = self.installed.clone();
        let installed = Installed { folder: folder.clone(), content_hash, from, day, signed };
        let mut versions = now.pop().map_or_else(BTreeMap::new, |record| record.versions);
        if let Change::Replaced(replaced) = &self.change {
            versions.retain(|version, _| !replaced.contains(version));
        }
        versions.insert(self.version.clone(), installed);
        let record = Record { id: self.id.clone(), versions };
        let new = NewVersion {
            folder: &folder,
            files: self.bundle.files().into_iter().collect(),
            record: &record,
            remember: self.remember.as_ref().map(|(path, key)| (path.as_path(), key)),
        };
        store.install(&new).map_err(InstallProblem::Store)
    }
}

/// A pack whose `pack.toml` cannot be read: its check says what is wrong.
fn unreadable(bundle: &Bundle, today: Date) -> InstallProblem {
    let source = bundle.source().clone();
    let folder = source.folder.clone();
    let report = Shelf::of(vec![source]).ok().and_then(|shelf| shelf.check(&[&folder], today).ok());
    InstallProblem::NotPassed(Box::new(report.unwrap_or_default()))
}

/// Who vouches for a bundle, and the key that is to be remembered with its file.
fn vouched(
    bundle: &Bundle,
    request: &InstallRequest<'_>,
) -> Result<(Signature, Option<(PathBuf, PublicKey)>), InstallProblem> {
    let mut known = remembered_keys(request.data).map_err(InstallProblem::Key)?;
    let remembered = known.clone();
    known.extend(request.key.clone().map(|key| KnownKey { name: None, key }));
    let mut signature = check_signature(bundle, &known).map_err(InstallProblem::Signature)?;
    if let Some(key) = &request.key
        && !matches!(&signature, Signature::KnownKey(known) if known.key == *key)
    {
        return Err(InstallProblem::NotSignedWith(key.clone()));
    }
    let Some(name) = &request.remember else { return Ok((signature, None)) };
    let key = signature.key().cloned().ok_or(InstallProblem::NothingToRemember)?;
    let path = key_path(request.data, name).map_err(InstallProblem::Key)?;
    let taken = remembered.iter().find(|known| known.name.as_ref() == Some(name));
    if taken.is_some_and(|known| known.key != key) {
        return Err(InstallProblem::Key(KeyProblem::Taken(name.clone())));
    }
    signature = Signature::KnownKey(KnownKey { name: Some(name.clone()), key: key.clone() });
    Ok((signature, Some((path, key))))
}

/// Whoever takes over a pack that somebody else had signed has to be named.
fn same_signer(
    record: &Record,
    signature: &Signature,
    request: &InstallRequest<'_>,
) -> Result<(), InstallProblem> {
    let key = signature.key().map(PublicKey::as_str);
    let is_by_other = |installed: &Installed| match &installed.signed {
        Signed::No | Signed::Unchecked => false,
        Signed::UnknownKey { key: signer } | Signed::KnownKey { key: signer, .. } => key != Some(signer),
    };
    match record.versions.iter().find(|(_, installed)| is_by_other(installed)) {
        Some((version, _)) if request.key.is_none() => {
            Err(InstallProblem::OtherSigner { id: record.id.clone(), version: version.clone() })
        }
        _ => Ok(()),
    }
}

/// All records. One that cannot be read stops every change.
pub(crate) fn all_records(data: &Path) -> Result<Vec<Record>, InstalledProblem> {
    sinew_app::installed::records(data)?.into_iter().collect()
}

/// The packs that are at hand every time: those in the program, and those in the data folder. Versions of this one pack may
/// be broken: installing is how they are mended.
fn at_hand(data: &Path, id: &PackId) -> Result<Shelf, InstallProblem> {
    let places = PackPlaces { user_data: Some(data.to_owned()), ..PackPlaces::default() };
    let (shelf, problems) = Shelf::without_broken(&places).map_err(InstallProblem::Shelf)?;
    let other = problems.into_iter().find(|problem| !is_about(problem, id));
    other.map_or(Ok(shelf), |problem| Err(InstallProblem::Shelf(problem)))
}

fn built_in<'a>(at_hand: &'a Shelf, id: &'a PackId) -> impl Iterator<Item = &'a Version> {
    let versions = at_hand.versions_of(id.as_str());
    versions.filter(|(_, from)| **from == Found::BuiltIn).map(|(version, _)| version)
}

fn is_about(problem: &ShelfProblem, id: &PackId) -> bool {
    match problem {
        ShelfProblem::Installed(
            InstalledProblem::Changed { name, .. } | InstalledProblem::Files { name, .. },
        ) => name.split('@').next() == Some(id.as_str()),
        _ => false,
    }
}

/// The version that an id alone means.
fn opened(shelf: &Shelf, id: &PackId) -> Option<Version> {
    shelf.versions_of(id.as_str()).next().map(|(version, _)| version.clone())
}

/// The pack that is to be installed.
struct Candidate<'a> {
    id: &'a PackId,
    version: &'a Version,
    kind: PackKind,
    bundle: &'a Bundle,
}

impl Candidate<'_> {
    /// What installing changes.
    fn change(
        &self,
        before: Option<&Record>,
        at_hand: &Shelf,
        new: &NewInstalled,
        data: &Path,
    ) -> Result<Change, InstallProblem> {
        let other_content = |place: String| InstallProblem::OtherContent {
            id: self.id.clone(),
            version: self.version.clone(),
            place,
        };
        if at_hand.list().iter().any(|listing| listing.id == self.id.as_str() && listing.kind != self.kind) {
            return Err(InstallProblem::OtherKind { id: self.id.clone() });
        }
        let installed = before.and_then(|record| record.versions.get(self.version));
        if let Some(installed) = installed {
            if installed.content_hash != new.content_hash {
                return Err(other_content(files_folder(data, installed).display().to_string()));
            }
            let is_whole = read_version(data, self.id, self.version, installed).is_ok();
            let is_same = installed.signed == new.signed
                && read_folder(&files_folder(data, installed))
                    .is_ok_and(|there| there.files() == self.bundle.files());
            return Ok(if is_whole && is_same { Change::AlreadyThere } else { Change::Renewed });
        }
        if built_in(at_hand, self.id).any(|version| version == self.version) {
            let same = Shelf::embedded().adding(self.bundle.source().clone(), Found::Folder(PathBuf::new()));
            return if same.is_ok() {
                // What is built in has no folder in which a native library could lie.
                Ok(if self.bundle.native().is_empty() { Change::BuiltIn } else { Change::Added })
            } else {
                Err(other_content("built in".to_owned()))
            };
        }
        let others = before.into_iter().flat_map(|record| record.versions.keys().cloned());
        let replaced: Vec<Version> = match self.kind {
            // Several packs may need a library in several versions. Of a pack that people open, one is enough.
            PackKind::Library => Vec::new(),
            PackKind::Injury => others.collect(),
        };
        Ok(if replaced.is_empty() { Change::Added } else { Change::Replaced(replaced) })
    }

    /// The packs at hand as they would be.
    fn after(&self, at_hand: &Shelf, change: &Change) -> Result<Shelf, InstallProblem> {
        let mut shelf = at_hand.without_installed(self.id.as_str(), self.version);
        if let Change::Replaced(replaced) = change {
            for version in replaced {
                shelf = shelf.without_installed(self.id.as_str(), version);
            }
        }
        let from = Found::Installed(PathBuf::from(&self.bundle.source().shown_at));
        shelf.adding(self.bundle.source().clone(), from).map_err(|problem| match problem {
            ShelfProblem::Twice { first, .. } => InstallProblem::OtherContent {
                id: self.id.clone(),
                version: self.version.clone(),
                place: first.to_string(),
            },
            problem => InstallProblem::Shelf(problem),
        })
    }

    /// An older version does not take the place of a newer one by the way.
    fn not_older(
        &self,
        record: Option<&Record>,
        before: &Shelf,
        after: &Shelf,
    ) -> Result<(), InstallProblem> {
        // A version that is broken is not on the shelf, and it is newer all the same.
        let installed = record.into_iter().flat_map(|record| record.versions.keys());
        let newest = before.versions_of(self.id.as_str()).map(|(version, _)| version).chain(installed).max();
        if let Some(newer) = newest.filter(|newest| *newest > self.version) {
            let (id, version) = (self.id.clone(), self.version.clone());
            return Err(InstallProblem::Downgrade { id, version, newer: newer.to_string() });
        }
        match (opened(before, self.id), opened(after, self.id)) {
            (Some(before), Some(after)) if after < before => Err(InstallProblem::OpensOlder {
                id: self.id.clone(),
                before: before.to_string(),
                after: after.to_string(),
            }),
            _ => Ok(()),
        }
    }

    /// Checks the pack and those that will use it. Gives back how many cases it has, and the latter.
    fn passes(
        &self,
        before: &Shelf,
        after: &Shelf,
        today: Date,
    ) -> Result<(usize, Vec<String>), InstallProblem> {
        let own = format!("{}@{}", self.id, self.version);
        let report = check(after, &[&own], today)?;
        if !report.passed() {
            return Err(InstallProblem::NotPassed(Box::new(report)));
        }
        let cases = report.packs.iter().map(|pack| pack.cases.len()).sum();
        let mut users = after.users(self.id.as_str(), self.version);
        users.retain(|user| user != self.id.as_str());
        let names: Vec<&str> = users.iter().map(String::as_str).collect();
        if names.is_empty() {
            return Ok((cases, users));
        }
        let report = check(after, &names, today)?;
        let mut broken = Vec::new();
        for pack in report.packs.iter().filter(|pack| !pack.passed()) {
            // What did not pass before either is nobody's loss.
            if check(before, &[&pack.id], today)?.passed() {
                broken.push(pack.id.clone());
            }
        }
        if broken.is_empty() {
            return Ok((cases, users));
        }
        Err(InstallProblem::Breaks { id: self.id.clone(), users: broken, report: Box::new(report) })
    }
}

fn check(shelf: &Shelf, names: &[&str], today: Date) -> Result<CheckReport, InstallProblem> {
    // The names come from the shelf, so all are known to it.
    shelf.check(names, today).map_err(|unknown| InstallProblem::NotAnId(unknown.name))
}

#[cfg(test)]
mod tests;
