//! The packs at hand: those in the program, and those in folders.

mod embedded;
mod folder;

use crate::{
    check::{self, CheckReport},
    quoted::quoted,
};
use sinew_diag::{Diagnostic, Texts};
use sinew_model::{Date, Pack, Picture};
use sinew_pack::{Headline, PackKind, PackSource, ReadProblem};
use std::{
    fmt,
    path::{Path, PathBuf},
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
}

impl fmt::Display for Found {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => formatter.write_str("built in"),
            Self::Folder(path) => path.display().fmt(formatter),
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
    /// Where it came from.
    pub from: Found,
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
    /// Two packs with the same id.
    #[error("there are two packs {}: one {}, one {}", quoted(.id), place(.first), place(.second))]
    Twice {
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
    }
}

impl ShelfProblem {
    /// What to do about it, if the message does not say so itself.
    pub fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::Read(_) => None,
            Self::Folder { .. } => Some("check that it is a folder that you may read"),
            Self::NoPack { .. } => Some("name a folder with a pack.toml in it, or a folder of such folders"),
            Self::Twice { .. } => Some("give one of them another id and folder name, or leave one out"),
        }
    }
}

/// There is no pack with this id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no pack {}", quoted(.id))]
pub struct UnknownPack {
    /// What was asked for.
    pub id: String,
    /// The pack whose id is written most like it.
    pub closest: Option<String>,
    /// The packs there are.
    pub known: Vec<String>,
}

impl UnknownPack {
    /// What to do about it.
    pub fn remedy(&self) -> String {
        match &self.closest {
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
}

#[derive(Debug, Clone)]
struct Entry {
    source: PackSource,
    headline: Option<Headline>,
    from: Found,
}

/// The packs at hand, each id once, in alphabetical order.
#[derive(Debug, Clone)]
pub struct Shelf {
    entries: Vec<Entry>,
}

impl Shelf {
    /// The packs in the program.
    pub fn embedded() -> Self {
        let mut shelf = Self { entries: Vec::new() };
        for source in embedded::sources() {
            let fresh = shelf.put(source, Found::BuiltIn);
            debug_assert!(fresh.is_ok(), "folders have different names");
        }
        shelf
    }

    /// The packs in these places. No pack replaces another.
    pub fn with(places: &PackPlaces) -> Result<Self, ShelfProblem> {
        let PackPlaces { built_in, dirs, user_data } = places;
        let mut shelf = if *built_in { Self::embedded() } else { Self { entries: Vec::new() } };
        for dir in dirs {
            shelf.put_all(dir)?;
        }
        if let Some(packs) = user_data.as_ref().map(|data| data.join("packs"))
            && packs.is_dir()
        {
            for folder in folder::pack_folders(&packs)? {
                shelf.put_folder(&folder)?;
            }
        }
        Ok(shelf)
    }

    /// Only the packs in these folders, each a pack folder or a folder of pack folders.
    pub fn only(dirs: &[PathBuf]) -> Result<Self, ShelfProblem> {
        let mut shelf = Self { entries: Vec::new() };
        for dir in dirs {
            shelf.put_all(dir)?;
        }
        Ok(shelf)
    }

    /// For authors: the packs in these folders, and beside them those packs at hand that have other ids.
    pub fn preferring(dirs: &[PathBuf], places: &PackPlaces) -> Result<Self, ShelfProblem> {
        let mut shelf = Self::only(dirs)?;
        for Entry { source, headline: _, from } in Self::with(places)?.entries {
            if shelf.entry(&source.folder).is_none() {
                shelf.put(source, from)?;
            }
        }
        Ok(shelf)
    }

    /// Packs that are in memory already.
    pub fn of(sources: Vec<PackSource>) -> Result<Self, ShelfProblem> {
        let mut shelf = Self { entries: Vec::new() };
        for source in sources {
            let from = Found::Folder(PathBuf::from(&source.shown_at));
            shelf.put(source, from)?;
        }
        Ok(shelf)
    }

    /// The packs whose pack.toml can be read, in alphabetical order of their ids.
    pub fn list(&self) -> Vec<PackListing> {
        self.entries
            .iter()
            .filter_map(|entry| {
                let headline = entry.headline.as_ref()?;
                Some(PackListing {
                    id: entry.source.folder.clone(),
                    kind: headline.kind,
                    version: headline.version.to_string(),
                    title: headline.title.clone(),
                    place: headline.place.clone(),
                    picture: headline.picture.clone(),
                    from: entry.from.clone(),
                })
            })
            .collect()
    }

    /// The packs whose pack.toml cannot be read, with where they came from. [`Self::load`] and [`Self::check`] say why.
    pub fn unreadable(&self) -> Vec<(&str, &Found)> {
        let broken = self.entries.iter().filter(|entry| entry.headline.is_none());
        broken.map(|entry| (entry.source.folder.as_str(), &entry.from)).collect()
    }

    /// The ids of the packs that came from folders.
    pub fn from_folders(&self) -> Vec<&str> {
        let added = self.entries.iter().filter(|entry| entry.from != Found::BuiltIn);
        added.map(|entry| entry.source.folder.as_str()).collect()
    }

    /// Opens a pack. One with an error is never opened.
    pub fn load(&self, id: &str) -> Result<LoadedPack, LoadProblem> {
        let entry = self.entry(id).ok_or_else(|| LoadProblem::Unknown(self.unknown(id)))?;
        if entry.headline.as_ref().is_some_and(|headline| headline.kind == PackKind::Library) {
            let injury = self.list().into_iter().filter(|listing| listing.kind == PackKind::Injury);
            return Err(LoadProblem::Library {
                id: id.to_owned(),
                usable: injury.map(|pack| pack.id).collect(),
            });
        }
        let loaded = sinew_pack::load(&self.sources(), id);
        match loaded.pack {
            Some(pack) => Ok(LoadedPack { pack }),
            None => Err(LoadProblem::Broken(Box::new(BrokenPack {
                id: id.to_owned(),
                diagnostics: loaded.diagnostics,
                texts: loaded.texts,
            }))),
        }
    }

    /// Checks these packs on this day, or all if none is named: everything that is to be said of their files, and then every case.
    pub fn check(&self, ids: &[&str], today: Date) -> Result<CheckReport, UnknownPack> {
        if let Some(unknown) = ids.iter().find(|id| self.entry(id).is_none()) {
            return Err(self.unknown(unknown));
        }
        let named = self.entries.iter().map(|entry| entry.source.folder.as_str());
        let ids: Vec<&str> = named.filter(|id| ids.is_empty() || ids.contains(id)).collect();
        Ok(check::check(&self.sources(), &ids, today))
    }

    /// The files of a pack as they were read, and where they came from.
    pub fn source(&self, id: &str) -> Option<(&PackSource, &Found)> {
        self.entry(id).map(|entry| (&entry.source, &entry.from))
    }

    /// The same packs, with other content in one file of one of them.
    pub fn with_file(&self, id: &str, file: &str, content: Vec<u8>) -> Result<Self, UnknownPack> {
        let mut shelf = self.clone();
        let entry = shelf.entries.iter_mut().find(|entry| entry.source.folder == id);
        let Some(entry) = entry else { return Err(self.unknown(id)) };
        entry.source.files.insert(file.to_owned(), content);
        entry.headline = sinew_pack::headline(&entry.source);
        Ok(shelf)
    }

    fn sources(&self) -> Vec<PackSource> {
        self.entries.iter().map(|entry| entry.source.clone()).collect()
    }

    fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.source.folder == id)
    }

    fn unknown(&self, id: &str) -> UnknownPack {
        let known: Vec<String> = self.entries.iter().map(|entry| entry.source.folder.clone()).collect();
        let closest = sinew_diag::closest_name(id, known.iter().map(String::as_str)).map(ToOwned::to_owned);
        UnknownPack { id: id.to_owned(), closest, known }
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
        self.put(source, Found::Folder(folder.to_owned()))
    }

    fn put(&mut self, source: PackSource, from: Found) -> Result<(), ShelfProblem> {
        if let Some(first) = self.entry(&source.folder) {
            let first = first.from.clone();
            return Err(ShelfProblem::Twice { id: source.folder, first, second: from });
        }
        let headline = sinew_pack::headline(&source);
        let position = self.entries.partition_point(|entry| entry.source.folder < source.folder);
        self.entries.insert(position, Entry { source, headline, from });
        Ok(())
    }
}

#[cfg(test)]
mod tests;
