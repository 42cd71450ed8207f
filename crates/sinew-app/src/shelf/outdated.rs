//! What is old: versions that a newer one at hand could replace, and content whose review is overdue.

use super::{Entry, PackListing, Shelf};
use semver::Version;
use sinew_model::Date;
use sinew_pack::{AtHand, PackKind, PackName};
use std::collections::BTreeMap;

/// What is old about one pack at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated {
    /// The pack: of an injury pack the version that its id alone means, of a library any version that such a pack uses.
    pub listing: PackListing,
    /// Versions of the pack itself that are newer and yet not what its id alone means: pre-releases.
    pub newer: Vec<NewerVersion>,
    /// Libraries it uses of which a newer version is at hand.
    pub libraries: Vec<OutdatedLibrary>,
    /// The day by which its content was to be reviewed again, if that day has passed.
    pub review_overdue: Option<Date>,
}

/// A version that is newer than the one in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewerVersion {
    /// The version.
    pub version: String,
    /// Why it is not used; completes "not used because …".
    pub because: String,
}

/// A library of which newer versions are at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutdatedLibrary {
    /// Its id.
    pub id: String,
    /// The version that is used.
    pub used: String,
    /// The newer versions, the highest first.
    pub newer: Vec<NewerVersion>,
}

impl Shelf {
    /// What is old about the packs in use, on this day. Packs about which there is nothing to say are left out.
    ///
    /// In use are the injury packs as their ids alone mean them, and the libraries of which they are made.
    pub fn outdated(&self, today: Date) -> Vec<Outdated> {
        let sources = self.sources();
        let at_hand = AtHand::new(&sources);
        // Each pack in use, with the libraries of those that are opened.
        let mut in_use: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for pack in self.list().iter().filter(|listing| listing.kind == PackKind::Injury) {
            let root = self.position(&PackName { id: pack.id.clone(), version: None });
            let mut libraries = at_hand.parts(&pack.id).unwrap_or_default();
            // The pack itself is the last part.
            libraries.pop();
            for at in &libraries {
                in_use.entry(*at).or_default();
            }
            in_use.extend(root.map(|root| (root, libraries)));
        }
        let outdated = in_use.iter().filter_map(|(at, libraries)| {
            let libraries: Vec<&Entry> = libraries.iter().filter_map(|at| self.entries.get(*at)).collect();
            self.outdated_pack(self.entries.get(*at)?, &libraries, today)
        });
        outdated.collect()
    }

    fn outdated_pack(&self, entry: &Entry, libraries: &[&Entry], today: Date) -> Option<Outdated> {
        let listing = entry.listing()?;
        let newer = match listing.kind {
            PackKind::Injury => self.newer_than(entry).map(|version| NewerVersion {
                version: version.to_string(),
                because: format!("it is a pre-release; open it with {}@{version}", entry.id()),
            }),
            // What is newer than a library is told with the packs that use it.
            PackKind::Library => return Self::overdue(listing, today),
        };
        let newer = newer.collect();
        let users: Vec<&Entry> = libraries.iter().copied().chain([entry]).collect();
        let libraries =
            libraries.iter().filter_map(|library| self.outdated_library(library, &users)).collect();
        let review_overdue = listing.next_review.filter(|day| *day < today);
        let outdated = Outdated { listing, newer, libraries, review_overdue };
        outdated.says_something().then_some(outdated)
    }

    fn overdue(listing: PackListing, today: Date) -> Option<Outdated> {
        let review_overdue = Some(listing.next_review.filter(|day| *day < today)?);
        Some(Outdated { listing, newer: Vec::new(), libraries: Vec::new(), review_overdue })
    }

    fn outdated_library(&self, library: &Entry, users: &[&Entry]) -> Option<OutdatedLibrary> {
        let newer: Vec<NewerVersion> = self
            .newer_than(library)
            .map(|version| NewerVersion {
                version: version.to_string(),
                because: why_not_used(library.id(), version, users),
            })
            .collect();
        let used = library.version()?.to_string();
        (!newer.is_empty()).then(|| OutdatedLibrary { id: library.folder.clone(), used, newer })
    }

    /// The versions of a pack that are newer than this one, the highest first.
    fn newer_than(&self, entry: &Entry) -> impl Iterator<Item = &Version> {
        let others = self.entries.iter().filter(|other| other.id() == entry.id());
        let mut newer: Vec<&Version> =
            others.filter_map(Entry::version).filter(|version| Some(*version) > entry.version()).collect();
        newer.sort_by(|one, other| other.cmp(one));
        newer.into_iter()
    }
}

impl Outdated {
    fn says_something(&self) -> bool {
        !self.newer.is_empty() || !self.libraries.is_empty() || self.review_overdue.is_some()
    }
}

/// Which of those that use a library do not allow this version of it.
fn why_not_used(library: &str, version: &Version, users: &[&Entry]) -> String {
    let refuses = |user: &&Entry| -> Option<String> {
        let headline = user.headline.as_ref()?;
        let used = headline.uses.iter().find(|used| used.id == library)?;
        let range = used.range.as_ref().filter(|range| !range.matches(version))?;
        Some(format!("`{}` {} needs {range}", user.id(), headline.version))
    };
    let refusing: Vec<String> = users.iter().filter_map(refuses).collect();
    if refusing.is_empty() {
        "what it uses itself is not at hand in versions that fit".to_owned()
    } else {
        refusing.join(", ")
    }
}

#[cfg(test)]
mod tests;
