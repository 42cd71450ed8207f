//! The packs at hand: those in the program, and those in folders.

mod compiled;
mod embedded;
mod emergencies;
mod folder;
mod outdated;

pub(crate) use embedded::is_built_in;
pub use emergencies::{Emergencies, WarningSign};
pub use outdated::{NewerVersion, Outdated, OutdatedLibrary};

use crate::{
    check::{
        self, CaseCheck, CaseProblem, CheckReport, CheckScope,
        mutation::{MutationProblem, MutationReport, MutationScope},
    },
    installed::{self, InstalledProblem, Record},
    quoted::quoted,
};
use semver::Version;
use sinew_diag::{Diagnostic, Texts};
use sinew_model::{Date, Pack, Picture};
use sinew_pack::{AtHand, Headline, KnownNames, Loaded, PackKind, PackName, PackSource, ReadProblem};
use std::{
    cell::LazyCell,
    cmp::Reverse,
    collections::BTreeSet,
    fmt,
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// Where packs are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackPlaces {
    /// Whether those in the program are at hand, too. A front end that brings packs of its own may want only these.
    pub built_in: bool,
    /// Pack folders, or folders of pack folders. They must be there.
    pub dirs: Vec<PathBuf>,
    /// The user's data folder, whose folder `packs` is looked into if it is there.
    pub user_data: Option<PathBuf>,
}

impl Default for PackPlaces {
    /// Only the packs in the program.
    fn default() -> Self {
        Self { built_in: true, dirs: Vec::new(), user_data: None }
    }
}

/// Where a pack came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// It is part of the program.
    BuiltIn,
    /// It is a folder on disk.
    Folder(PathBuf),
    /// It was installed, into this folder.
    Installed(PathBuf),
}

impl fmt::Display for Found {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => formatter.write_str("built in"),
            Self::Folder(path) | Self::Installed(path) => path.display().fmt(formatter),
        }
    }
}

/// What there is to say about a pack without loading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackListing {
    /// Its id.
    pub id: String,
    /// Whether a runner opens it or other packs use it.
    pub kind: PackKind,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: String,
    /// The place of the pain by which a runner finds it; none for libraries.
    pub place: Option<String>,
    /// A drawing of that place, if there is one.
    pub picture: Option<Picture>,
    /// What it is for.
    pub intended_use: String,
    /// The day by which its content is to be reviewed again, if that can be read.
    pub next_review: Option<Date>,
    /// Where it came from.
    pub from: Found,
}

impl PackListing {
    /// The name that means just this version: `ID@VERSION`.
    pub fn name(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }
}

/// One version of a pack at hand, and what it is used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackVersion {
    /// The pack.
    pub listing: PackListing,
    /// Whether it is the version that the id alone means. Of an injury pack that is the one that is opened.
    pub is_first: bool,
    /// For a library: the injury packs, as `ID VERSION`, that use this version when their id alone is named.
    pub used_by: Vec<String>,
}

/// Why the packs could not be put together.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShelfProblem {
    /// A folder or file could not be read.
    #[error(transparent)]
    Read(ReadProblem),
    /// A folder could not be looked into.
    #[error("{} could not be looked into: {source}", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Neither a pack folder nor a folder of pack folders.
    #[error("there is no pack in {}", .path.display())]
    NoPack {
        /// The folder.
        path: PathBuf,
    },
    /// An installed pack cannot be used.
    #[error(transparent)]
    Installed(InstalledProblem),
    /// One version of a pack with two contents.
    #[error(
        "there are two packs {} that say they are version {version}, but they are not the same: one {}, one {}",
        quoted(.id), place(.first), place(.second)
    )]
    Twice {
        /// The id.
        id: String,
        /// The version.
        version: String,
        /// Where the one stands that was found first.
        first: Found,
        /// Where the other stands.
        second: Found,
    },
    /// Two packs with the same id, one of which does not say which version it is.
    #[error(
        "there are two packs {}, and the pack.toml of one cannot be read: one {}, one {}",
        quoted(.id), place(.first), place(.second)
    )]
    WithoutVersion {
        /// The id.
        id: String,
        /// Where the one stands that was found first.
        first: Found,
        /// Where the other stands.
        second: Found,
    },
}

fn place(found: &Found) -> String {
    match found {
        Found::BuiltIn => "built in".into(),
        Found::Folder(path) => format!("in {}", path.display()),
        Found::Installed(path) => format!("installed in {}", path.display()),
    }
}

impl ShelfProblem {
    /// What to do about it, if the message does not say so itself.
    pub fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::Read(_) => None,
            Self::Installed(problem) => Some(problem.remedy()),
            Self::Folder { .. } => Some("check that it is a folder that you may read"),
            Self::NoPack { .. } => Some("name a folder with a pack.toml in it, or a folder of such folders"),
            Self::Twice { .. } => Some("raise the version of one of them, or leave one out"),
            Self::WithoutVersion { .. } => {
                Some("mend the pack.toml; `sinew pack check FOLDER` shows what is wrong with it")
            }
        }
    }
}

/// There is no pack with this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct UnknownPack {
    /// What was asked for: `ID` or `ID@VERSION`.
    pub name: String,
    /// The versions of it that there are, the highest first; empty if the id is not known at all.
    pub versions: Vec<String>,
    /// The pack whose id is written most like it.
    pub closest: Option<String>,
    /// The packs there are.
    pub known: Vec<String>,
}

impl UnknownPack {
    fn message(&self) -> String {
        match PackName::parse(&self.name) {
            PackName { id, version: Some(version) } if !self.versions.is_empty() => {
                format!("there is no version {version} of the pack {}", quoted(&id))
            }
            _ => format!("there is no pack {}", quoted(&self.name)),
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> String {
        match &self.closest {
            _ if !self.versions.is_empty() => format!("there are versions {}", self.versions.join(", ")),
            Some(closest) => format!("a pack with a similar id exists: `{closest}`"),
            None if self.known.is_empty() => "there are no packs at all".into(),
            None => format!("there are {}", self.known.join(", ")),
        }
    }
}

/// Why a pack could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadProblem {
    /// There is none with this id.
    #[error(transparent)]
    Unknown(UnknownPack),
    /// It holds what other packs share, and no interview.
    #[error("{} is a library: it holds what other packs share, and nothing to open", quoted(.id))]
    Library {
        /// Its id.
        id: String,
        /// The packs that can be opened.
        usable: Vec<String>,
    },
    /// It has errors.
    #[error(transparent)]
    Broken(Box<BrokenPack>),
    /// It does not fit into the form in which the program keeps compiled packs.
    #[error("the packs are too large to be kept compiled")]
    TooLarge,
}

/// A pack with errors.
#[derive(Debug, thiserror::Error)]
#[error("the pack {} has {} and was not opened", quoted(.id), check::counted(self.errors(), "error"))]
pub struct BrokenPack {
    /// Its id.
    pub id: String,
    /// Everything that was found, warnings included.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub texts: Texts,
}

impl BrokenPack {
    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count()
    }
}

/// A pack that is ready for use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedPack {
    /// The pack.
    pub pack: Pack,
    /// What came from elsewhere although the program has a pack with the same id: libraries first, then the pack itself.
    pub in_place: Vec<InPlace>,
}

/// A pack that is used in the place of one that is part of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InPlace {
    /// The id of both.
    pub id: String,
    /// The version that is used.
    pub version: String,
    /// Where it came from.
    pub from: Found,
    /// The highest version in the program.
    pub built_in: String,
}

impl fmt::Display for InPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, version, from, built_in } = self;
        write!(formatter, "`{id}` {version} {} is used in place of the built-in {built_in}", place(from))
    }
}

#[derive(Debug, Clone)]
struct Entry {
    /// The name of its folder, which is its id.
    folder: String,
    files: Files,
    headline: Option<Headline>,
    from: Found,
    /// A folder with this pack in which there is a folder for a native library.
    native: Option<PathBuf>,
}

/// The folder of a pack in which its native library lies.
const NATIVE: &str = "native";

/// The files of a pack.
#[derive(Debug, Clone)]
enum Files {
    /// They were given or read.
    Given(PackSource),
    /// They are those in the program, which are taken out when somebody asks for them.
    InProgram(OnceLock<PackSource>),
}

impl Entry {
    fn new(source: PackSource, from: Found) -> Self {
        let headline = sinew_pack::headline(&source);
        let native = match &from {
            Found::Folder(folder) | Found::Installed(folder) => {
                Some(folder.clone()).filter(|folder| folder.join(NATIVE).is_dir())
            }
            Found::BuiltIn => None,
        };
        Self { folder: source.folder.clone(), files: Files::Given(source), headline, from, native }
    }

    fn id(&self) -> &str {
        &self.folder
    }

    fn source(&self) -> &PackSource {
        match &self.files {
            Files::Given(source) => source,
            Files::InProgram(source) => source.get_or_init(|| embedded::source(&self.folder)),
        }
    }

    fn is_in_program(&self) -> bool {
        matches!(self.files, Files::InProgram(_))
    }

    /// Whether it might be taken for a pack with this id. A pack.toml that cannot be read may say anything.
    fn might_be(&self, id: &str) -> bool {
        self.folder == id || self.headline.as_ref().is_none_or(|headline| headline.id == id)
    }

    fn version(&self) -> Option<&Version> {
        self.headline.as_ref().map(|headline| &headline.version)
    }

    /// How it is sorted: by id, the version that the id alone means first.
    fn rank(&self) -> (&str, Reverse<(bool, Option<&Version>)>) {
        let version = self.version();
        (self.id(), Reverse((version.is_some_and(|version| version.pre.is_empty()), version)))
    }

    fn listing(&self) -> Option<PackListing> {
        let headline = self.headline.as_ref()?;
        Some(PackListing {
            id: self.folder.clone(),
            kind: headline.kind,
            version: headline.version.to_string(),
            title: headline.title.clone(),
            place: headline.place.clone(),
            picture: headline.picture.clone(),
            intended_use: headline.intended_use.clone(),
            next_review: headline.next_review,
            from: self.from.clone(),
        })
    }
}

/// The packs at hand. An id may be there in several versions; each version is there once.
///
/// Packs are named `ID` or `ID@VERSION`. The id alone means the highest version, a pre-release only if there is nothing else.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// In alphabetical order of the ids, and of each id the version that the id alone means first.
    entries: Vec<Entry>,
}

impl Shelf {
    /// The packs in the program.
    pub fn embedded() -> Self {
        if let Some(compiled) = compiled::in_program() {
            let entry = |row: &compiled::Row| Entry {
                folder: row.folder.clone(),
                files: Files::InProgram(OnceLock::new()),
                headline: Some(row.headline.clone()),
                from: Found::BuiltIn,
                native: None,
            };
            let entries: Vec<Entry> = compiled.rows().iter().map(entry).collect();
            debug_assert!(
                entries.is_sorted_by(|one, other| one.rank() <= other.rank()),
                "as they were compiled"
            );
            return Self { entries };
        }
        Self::embedded_files()
    }

    /// The packs in the program, from their files.
    fn embedded_files() -> Self {
        let mut shelf = Self { entries: Vec::new() };
        for source in embedded::sources() {
            let fresh = shelf.put(Entry::new(source, Found::BuiltIn));
            debug_assert!(fresh.is_ok(), "folders have different names");
        }
        shelf
    }

    /// The packs in these places.
    pub fn with(places: &PackPlaces) -> Result<Self, ShelfProblem> {
        let (shelf, problems) = Self::without_broken(places)?;
        problems.into_iter().next().map_or(Ok(shelf), Err)
    }

    /// As [`Self::with`], for those who look after installed packs: a pack in the data folder that cannot be used is left out,
    /// with the reason.
    pub fn without_broken(places: &PackPlaces) -> Result<(Self, Vec<ShelfProblem>), ShelfProblem> {
        let PackPlaces { built_in, dirs, user_data } = places;
        let mut shelf = if *built_in { Self::embedded() } else { Self { entries: Vec::new() } };
        for dir in dirs {
            shelf.put_all(dir)?;
        }
        let mut problems = Vec::new();
        if let Some(data) = user_data {
            let packs = installed::packs_folder(data);
            if packs.is_dir() {
                let folders = folder::pack_folders(&packs)?;
                let by_hand = folders.iter().filter(|folder| !installed::is_kept_by_us(folder));
                problems.extend(by_hand.filter_map(|folder| shelf.put_folder(folder).err()));
            }
            for record in installed::records(data).map_err(ShelfProblem::Installed)? {
                match record {
                    Ok(record) => problems.extend(shelf.put_installed(data, &record)),
                    Err(problem) => problems.push(ShelfProblem::Installed(problem)),
                }
            }
        }
        Ok((shelf, problems))
    }

    /// Only the packs in these folders, each a pack folder or a folder of pack folders.
    pub fn only(dirs: &[PathBuf]) -> Result<Self, ShelfProblem> {
        let mut shelf = Self { entries: Vec::new() };
        for dir in dirs {
            shelf.put_all(dir)?;
        }
        Ok(shelf)
    }

    /// For authors: the packs in these folders, and beside them those packs at hand that have other ids. So what they name is
    /// what they get, also where a higher version is at hand.
    pub fn preferring(dirs: &[PathBuf], places: &PackPlaces) -> Result<Self, ShelfProblem> {
        Self::only(dirs)?.beside(places)
    }

    /// These packs, and beside them those packs at hand that have other ids.
    pub fn beside(self, places: &PackPlaces) -> Result<Self, ShelfProblem> {
        let is_own = |entry: &Entry| self.meant(&PackName::parse(entry.id())).is_some();
        let mut others = Self::with(places)?.entries;
        others.retain(|entry| !is_own(entry));
        let mut shelf = self;
        for entry in others {
            shelf.put(entry)?;
        }
        Ok(shelf)
    }

    /// Packs that are in memory already.
    pub fn of(sources: Vec<PackSource>) -> Result<Self, ShelfProblem> {
        let mut shelf = Self { entries: Vec::new() };
        for source in sources {
            let from = Found::Folder(PathBuf::from(&source.shown_at));
            shelf.put(Entry::new(source, from))?;
        }
        Ok(shelf)
    }

    /// These packs and one more.
    pub fn adding(&self, source: PackSource, from: Found) -> Result<Self, ShelfProblem> {
        let mut shelf = self.clone();
        shelf.put(Entry::new(source, from))?;
        Ok(shelf)
    }

    /// These packs without one installed version. What is at hand from elsewhere stays.
    #[must_use]
    pub fn without_installed(&self, id: &str, version: &Version) -> Self {
        let mut shelf = self.clone();
        shelf.entries.retain(|entry| {
            let is_it = entry.id() == id && entry.version() == Some(version);
            !(is_it && matches!(entry.from, Found::Installed(_)))
        });
        shelf
    }

    /// The packs whose pack.toml can be read, in alphabetical order of their ids. Each id is listed once, with the version that
    /// the id alone means.
    pub fn list(&self) -> Vec<PackListing> {
        let mut listings: Vec<PackListing> = self.entries.iter().filter_map(Entry::listing).collect();
        listings.dedup_by(|later, earlier| later.id == earlier.id);
        listings
    }

    /// All versions of all packs whose pack.toml can be read, in alphabetical order of their ids, the highest version first.
    pub fn versions(&self) -> Vec<PackVersion> {
        let sources = self.sources();
        let at_hand = AtHand::new(&sources);
        let mut versions: Vec<(usize, PackVersion)> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let Some(listing) = entry.listing() else { continue };
            let is_first = versions.last().is_none_or(|(_, before)| before.listing.id != listing.id);
            versions.push((at, PackVersion { listing, is_first, used_by: Vec::new() }));
        }
        for user in self.list().iter().filter(|listing| listing.kind == PackKind::Injury) {
            for part in at_hand.parts(&user.id).unwrap_or_default() {
                let used = versions.iter_mut().find(|(at, used)| *at == part && used.listing.id != user.id);
                if let Some((_, used)) = used {
                    used.used_by.push(format!("{} {}", user.id, user.version));
                }
            }
        }
        versions.into_iter().map(|(_, version)| version).collect()
    }

    /// The versions of a pack with where each came from. The first is the one that the id alone means; none if its pack.toml
    /// cannot be read.
    pub fn versions_of(&self, id: &str) -> impl Iterator<Item = (&Version, &Found)> {
        let entries = self.entries.iter().filter(move |entry| entry.id() == id);
        entries.filter_map(|entry| Some((entry.version()?, &entry.from)))
    }

    /// The injury packs that use this version of a pack when their id alone is named; such a pack itself counts too.
    pub fn users(&self, id: &str, version: &Version) -> Vec<String> {
        let sources = self.sources();
        let at_hand = AtHand::new(&sources);
        let is_it = |at: &usize| {
            self.entries.get(*at).is_some_and(|entry| entry.id() == id && entry.version() == Some(version))
        };
        let injury = self.list().into_iter().filter(|listing| listing.kind == PackKind::Injury);
        let uses = |listing: &PackListing| at_hand.parts(&listing.id).unwrap_or_default().iter().any(is_it);
        injury.filter(uses).map(|listing| listing.id).collect()
    }

    /// The packs whose pack.toml cannot be read, with where they came from. [`Self::load`] and [`Self::check`] say why.
    pub fn unreadable(&self) -> Vec<(&str, &Found)> {
        let broken = self.entries.iter().filter(|entry| entry.headline.is_none());
        broken.map(|entry| (entry.id(), &entry.from)).collect()
    }

    /// The names of the packs that came from folders: their ids, with the version where an id alone would mean another one.
    pub fn from_folders(&self) -> Vec<String> {
        let added = self.entries.iter().filter(|entry| entry.from != Found::BuiltIn);
        added.map(|entry| self.name_of(entry)).collect()
    }

    /// Opens a pack by its name. One with an error is never opened.
    pub fn load(&self, name: &str) -> Result<LoadedPack, LoadProblem> {
        self.openable(name)?;
        self.look_into(name)
    }

    /// As [`Self::load`], for those who look into packs: a library, too, which has no conditions. One with an error is never
    /// given.
    pub fn look_into(&self, name: &str) -> Result<LoadedPack, LoadProblem> {
        let asked = PackName::parse(name);
        let at = self.position(&asked).ok_or_else(|| LoadProblem::Unknown(self.unknown(&asked)))?;
        if let Some(pack) = self.compiled_in_program(at) {
            return Ok(LoadedPack { pack, in_place: Vec::new() });
        }
        let loaded = sinew_pack::load(&self.sources(), name);
        let in_place = self.in_place(&loaded.parts);
        opened(name, loaded).map(|(pack, _)| LoadedPack { pack, in_place })
    }

    /// The pack at this position as it was compiled when the program was made. Only if it and all its libraries can come from
    /// nowhere else: whatever might be taken for one of them makes the pack be compiled from its files.
    fn compiled_in_program(&self, at: usize) -> Option<Pack> {
        let entry = self.entries.get(at).filter(|entry| entry.is_in_program())?;
        let compiled = compiled::in_program()?;
        let row = compiled.row(entry.id())?;
        let ids = || row.libraries.iter().map(String::as_str).chain([entry.id()]);
        let from_elsewhere = |entry: &Entry| !entry.is_in_program() && ids().any(|id| entry.might_be(id));
        if self.entries.iter().any(from_elsewhere) || !ids().all(|id| self.has_in_program(id)) {
            return None;
        }
        compiled.pack(entry.id())
    }

    fn has_in_program(&self, id: &str) -> bool {
        self.entries.iter().any(|entry| entry.is_in_program() && entry.id() == id)
    }

    /// The emergency numbers and warning signs of all injury packs that can be opened.
    pub fn emergencies(&self) -> Emergencies {
        let compiled = compiled::in_program().filter(|compiled| {
            let is_there = |row: &compiled::Row| self.has_in_program(&row.folder);
            self.entries.iter().all(Entry::is_in_program) && compiled.rows().iter().all(is_there)
        });
        compiled.and_then(compiled::Compiled::emergencies).unwrap_or_else(|| {
            // Packs in the program are not taken out if no other pack has to be read.
            let sources = LazyCell::new(|| self.sources());
            let at_hand = LazyCell::new(|| AtHand::new(&sources));
            let injury = self.list().into_iter().filter(|listing| listing.kind == PackKind::Injury);
            let packs = injury.filter_map(|listing| {
                let at = self.position(&PackName { id: listing.id.clone(), version: None });
                at.and_then(|at| self.compiled_in_program(at)).or_else(|| at_hand.load(&listing.id).pack)
            });
            Emergencies::of(&packs.collect::<Vec<_>>())
        })
    }

    /// These packs, compiled, in the form in which the program keeps its own. Each id has to be there in one version.
    ///
    /// The program carries what this makes of the packs of the repository, so that a start reads no TOML.
    pub fn compiled(&self) -> Result<Vec<u8>, LoadProblem> {
        let mut packs = Vec::new();
        let sources = self.sources();
        let at_hand = AtHand::new(&sources);
        for entry in &self.entries {
            let loaded = at_hand.load(&self.name_of(entry));
            let (pack, _) = opened(entry.id(), loaded)?;
            if let Some(headline) = &entry.headline {
                packs.push((headline.clone(), Some(pack).filter(|_| headline.kind == PackKind::Injury)));
            }
        }
        let injury: Vec<Pack> = packs.iter().filter_map(|(_, pack)| pack.clone()).collect();
        compiled::blob(&sources.iter().collect::<Vec<_>>(), packs, &Emergencies::of(&injury))
            .ok_or(LoadProblem::TooLarge)
    }

    /// Whether a pack with this name can be opened, apart from errors in it.
    fn openable(&self, name: &str) -> Result<(), LoadProblem> {
        let asked = PackName::parse(name);
        let entry = self.meant(&asked).ok_or_else(|| LoadProblem::Unknown(self.unknown(&asked)))?;
        if entry.headline.as_ref().is_some_and(|headline| headline.kind == PackKind::Library) {
            let injury = self.list().into_iter().filter(|listing| listing.kind == PackKind::Injury);
            return Err(LoadProblem::Library { id: asked.id, usable: injury.map(|pack| pack.id).collect() });
        }
        Ok(())
    }

    /// Which of these entries stand in the place of one that is part of the program.
    fn in_place(&self, parts: &[usize]) -> Vec<InPlace> {
        let used = parts.iter().filter_map(|at| self.entries.get(*at));
        let in_place = |entry: &Entry| {
            let built_in = self.entries.iter().filter(|other| other.from == Found::BuiltIn);
            let built_in = built_in.filter(|other| other.id() == entry.id()).find_map(Entry::version)?;
            Some(InPlace {
                id: entry.folder.clone(),
                version: entry.version()?.to_string(),
                from: entry.from.clone(),
                built_in: built_in.to_string(),
            })
        };
        used.filter(|entry| entry.from != Found::BuiltIn).filter_map(in_place).collect()
    }

    /// Checks the packs with these names on this day, or all versions of all packs if none is named: everything that is to be
    /// said of their files, and then every case.
    pub fn check(&self, names: &[&str], today: Date) -> Result<CheckReport, UnknownPack> {
        self.check_within(names, today, CheckScope::default())
    }

    /// Checks as [`Self::check`] does, and looks into what the scope says besides.
    pub fn check_within(
        &self,
        names: &[&str],
        today: Date,
        scope: CheckScope,
    ) -> Result<CheckReport, UnknownPack> {
        self.check_against(names, today, scope, None)
    }

    /// Checks as [`Self::check_within`] does, and holds each pack against its version among those that were released, by the
    /// advice they give.
    pub fn check_against(
        &self,
        names: &[&str],
        today: Date,
        scope: CheckScope,
        released: Option<&Self>,
    ) -> Result<CheckReport, UnknownPack> {
        let released = released.map(Self::sources);
        Ok(check::check(&self.sources(), &self.wanted(names)?, today, scope, released.as_deref()))
    }

    /// The names of the packs that are meant, all versions of all packs if none is named, in the order of the shelf.
    fn wanted(&self, names: &[&str]) -> Result<Vec<String>, UnknownPack> {
        let mut wanted = BTreeSet::new();
        for name in names.iter().map(|name| PackName::parse(name)) {
            wanted.insert(self.position(&name).ok_or_else(|| self.unknown(&name))?);
        }
        let entries = self.entries.iter().enumerate();
        let entries = entries.filter(|(at, _)| names.is_empty() || wanted.contains(at));
        Ok(entries.map(|(_, entry)| self.name_of(entry)).collect())
    }

    /// Tries the mutants of the packs with these names, or of all packs if none is named; see [`check::mutation`]. `progress` is
    /// told again and again how many of how many are done.
    pub fn mutate(
        &self,
        names: &[&str],
        today: Date,
        scope: &MutationScope,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<MutationReport, MutationProblem> {
        let names = self.wanted(names).map_err(MutationProblem::Unknown)?;
        check::mutation::mutate(&self.sources(), &names, today, scope, progress)
    }

    /// Checks one case of an injury pack on this day, and gives its person.
    pub fn check_case(&self, name: &str, case: &str, today: Date) -> Result<CaseCheck, CaseProblem> {
        self.openable(name)?;
        let sources = self.sources();
        let (pack, loaded) = opened(name, crate::check::inspect(&AtHand::new(&sources), name, today))?;
        check::check_case(loaded, pack, case)
    }

    /// The files of the pack with this name as they were read, and where they came from.
    pub fn source(&self, name: &str) -> Option<(&PackSource, &Found)> {
        self.meant(&PackName::parse(name)).map(|entry| (entry.source(), &entry.from))
    }

    /// The folder of the pack with this name in which a native library may lie; none if there is no such folder. What is built in has
    /// none itself, but the same pack may be installed with one.
    pub fn native(&self, name: &str) -> Option<&Path> {
        self.meant(&PackName::parse(name))?.native.as_deref()
    }

    /// The same packs, with other content in one file of the one with this name.
    pub fn with_file(&self, name: &str, file: &str, content: Vec<u8>) -> Result<Self, UnknownPack> {
        let name = PackName::parse(name);
        let mut shelf = self.clone();
        let entry = self.position(&name).and_then(|at| shelf.entries.get_mut(at));
        let Some(entry) = entry else { return Err(self.unknown(&name)) };
        let mut source = entry.source().clone();
        source.files.insert(file.to_owned(), content);
        *entry = Entry::new(source, entry.from.clone());
        // The file may be the one that holds the version.
        shelf.entries.sort_by(|one, other| one.rank().cmp(&other.rank()));
        Ok(shelf)
    }

    /// The names that the files of a pack can write, its libraries' too, whatever is wrong with them.
    pub fn names(&self, name: &str) -> Result<KnownNames, UnknownPack> {
        sinew_pack::names(&self.sources(), name).ok_or_else(|| self.unknown(&PackName::parse(name)))
    }

    pub(crate) fn sources(&self) -> Vec<PackSource> {
        self.entries.iter().map(|entry| entry.source().clone()).collect()
    }

    /// The pack that is meant by a name.
    fn meant(&self, name: &PackName) -> Option<&Entry> {
        self.entries.get(self.position(name)?)
    }

    /// Where the packs with this id begin, or would.
    fn first_with(&self, id: &str) -> usize {
        self.entries.partition_point(|entry| entry.id() < id)
    }

    fn position(&self, name: &PackName) -> Option<usize> {
        let entries = self.entries.iter().enumerate().skip(self.first_with(&name.id));
        let mut versions = entries.take_while(|(_, entry)| entry.id() == name.id);
        let is_meant = |entry: &Entry| name.version.is_none() || entry.version() == name.version.as_ref();
        versions.find(|(_, entry)| is_meant(entry)).map(|(at, _)| at)
    }

    /// The shortest name that means this entry.
    fn name_of(&self, entry: &Entry) -> String {
        let name = PackName { id: entry.folder.clone(), version: None };
        let is_first = self.meant(&name).is_some_and(|first| first.version() == entry.version());
        let version = entry.version().filter(|_| !is_first).cloned();
        PackName { version, ..name }.to_string()
    }

    fn unknown(&self, name: &PackName) -> UnknownPack {
        let mut known: Vec<String> = self.entries.iter().map(|entry| entry.folder.clone()).collect();
        known.dedup();
        let of_it = self.entries.iter().filter(|entry| entry.id() == name.id);
        let versions = of_it.filter_map(Entry::version).map(ToString::to_string).collect();
        let closest =
            sinew_diag::closest_name(&name.id, known.iter().map(String::as_str)).map(ToOwned::to_owned);
        UnknownPack { name: name.to_string(), versions, closest, known }
    }

    fn put_all(&mut self, dir: &Path) -> Result<(), ShelfProblem> {
        if folder::is_pack(dir) {
            return self.put_folder(dir);
        }
        let folders = folder::pack_folders(dir)?;
        if folders.is_empty() {
            return Err(ShelfProblem::NoPack { path: dir.to_owned() });
        }
        folders.iter().try_for_each(|folder| self.put_folder(folder))
    }

    fn put_folder(&mut self, folder: &Path) -> Result<(), ShelfProblem> {
        let source = PackSource::read(folder).map_err(ShelfProblem::Read)?;
        self.put(Entry::new(source, Found::Folder(folder.to_owned())))
    }

    /// Adds the versions that are installed of a pack, and gives back why some are left out.
    fn put_installed(&mut self, data: &Path, record: &Record) -> Vec<ShelfProblem> {
        let mut problems = Vec::new();
        for (version, installed) in &record.versions {
            let folder = installed::files_folder(data, installed);
            let read = installed::read_version(data, &record.id, version, installed);
            let put = read
                .map_err(ShelfProblem::Installed)
                .and_then(|source| self.put(Entry::new(source, Found::Installed(folder))));
            problems.extend(put.err());
        }
        problems
    }

    /// Adds a pack, unless the same is there already. Of several that are the same, one may bring a native library.
    fn put(&mut self, entry: Entry) -> Result<(), ShelfProblem> {
        let first = self.first_with(entry.id());
        for known in self.entries.iter_mut().skip(first).take_while(|known| known.id() == entry.id()) {
            let (id, first, second) = (entry.id().to_owned(), known.from.clone(), entry.from.clone());
            match (known.version(), entry.version()) {
                (Some(one), Some(other)) if one != other => {}
                (one, other)
                    if one == other && known.source().content_hash() == entry.source().content_hash() =>
                {
                    if known.native.is_none() {
                        known.native = entry.native;
                    }
                    return Ok(());
                }
                (Some(version), Some(_)) => {
                    return Err(ShelfProblem::Twice { id, version: version.to_string(), first, second });
                }
                (None, _) | (_, None) => return Err(ShelfProblem::WithoutVersion { id, first, second }),
            }
        }
        let position = self.entries.partition_point(|known| known.rank() < entry.rank());
        self.entries.insert(position, entry);
        Ok(())
    }
}

/// The pack of what was loaded, and the rest of it.
fn opened(name: &str, mut loaded: Loaded) -> Result<(Pack, Loaded), LoadProblem> {
    match loaded.pack.take() {
        Some(pack) => Ok((pack, loaded)),
        None => Err(LoadProblem::Broken(Box::new(BrokenPack {
            id: PackName::parse(name).id,
            diagnostics: loaded.diagnostics,
            texts: loaded.texts,
        }))),
    }
}

#[cfg(test)]
mod tests;
