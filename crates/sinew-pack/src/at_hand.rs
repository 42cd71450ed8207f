//! The packs at hand: finding the one that is meant, and what is said when there is none or more than one.

use crate::{
    check,
    folder::PackSource,
    load::{Headline, identity, uses},
    pack_name::PackName,
    resolve::Candidate,
};
use semver::Version;
use sinew_diag::Diagnostic;
use std::{cmp::Reverse, collections::BTreeMap};

/// What is meant by a name.
pub(crate) enum Found {
    /// The pack at this position.
    One(usize),
    /// Several with different contents claim to be the same version, at these positions.
    Several(Vec<usize>),
    /// Nothing.
    None,
}

/// The packs at hand, with what choosing between them needs to know: each `pack.toml` is read once for all that are loaded.
#[derive(Debug)]
pub struct AtHand<'a> {
    pub(crate) sources: &'a [PackSource],
    /// One for each source, at the same position.
    pub(crate) candidates: Vec<Candidate>,
    /// As many, none where a `pack.toml` lacks what a listing cannot do without.
    headlines: Vec<Option<Headline>>,
    /// The positions of the packs that can be meant by an id, in order.
    by_id: BTreeMap<String, Vec<usize>>,
}

impl<'a> AtHand<'a> {
    /// Looks through packs.
    pub fn new(sources: &'a [PackSource]) -> Self {
        let read = |source: &PackSource| {
            let identity = identity(source).unwrap_or_default();
            let folder = source.folder.clone();
            let candidate = Candidate {
                id: identity.id.as_ref().map_or_else(|| folder.clone(), |id| id.value.clone()),
                folder,
                version: identity.version.as_ref().map(|version| version.value.clone()),
                uses: uses(&identity),
            };
            (candidate, Headline::of(identity))
        };
        let (candidates, headlines): (Vec<Candidate>, _) = sources.iter().map(read).unzip();
        let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, Candidate { id, folder, .. }) in candidates.iter().enumerate() {
            by_id.entry(id.clone()).or_default().push(at);
            if folder != id {
                by_id.entry(folder.clone()).or_default().push(at);
            }
        }
        Self { sources, candidates, headlines, by_id }
    }

    /// The packs that can be meant by an id, with their positions.
    fn meant_by(&self, id: &str) -> impl Iterator<Item = (usize, &Candidate)> {
        let positions = self.by_id.get(id).map_or(&[][..], Vec::as_slice);
        positions.iter().filter_map(|at| Some((*at, self.candidates.get(*at)?)))
    }

    /// What a listing says of the pack at this position; none if its `pack.toml` lacks what that cannot do without.
    pub fn headline(&self, at: usize) -> Option<&Headline> {
        self.headlines.get(at)?.as_ref()
    }

    /// The pack that is meant by a name.
    pub(crate) fn find(&self, name: &PackName) -> Found {
        let mut fits: Vec<(usize, &Candidate)> = self
            .meant_by(&name.id)
            .filter(|(_, candidate)| name.version.is_none() || candidate.version == name.version)
            .collect();
        let rank = |candidate: &Candidate| {
            let version = candidate.version.clone();
            (version.as_ref().is_some_and(|version| version.pre.is_empty()), version)
        };
        fits.sort_by_key(|(_, candidate)| Reverse(rank(candidate)));
        let Some((first, _)) = fits.first() else { return Found::None };
        let twins = self.twins(*first);
        if twins.is_empty() { Found::One(*first) } else { Found::Several(twins) }
    }

    /// All that claim to be the same version of the same pack as this one, if their contents are not the same.
    pub(crate) fn twins(&self, position: usize) -> Vec<usize> {
        let (Some(candidate), Some(source)) = (self.candidates.get(position), self.sources.get(position))
        else {
            return Vec::new();
        };
        let alike: Vec<usize> = self
            .meant_by(&candidate.id)
            .filter(|(_, other)| other.version == candidate.version)
            .map(|(at, _)| at)
            .collect();
        let differs = |at: &usize| {
            *at != position
                && self.sources.get(*at).is_some_and(|other| other.content_hash() != source.content_hash())
        };
        if alike.iter().any(differs) { alike } else { Vec::new() }
    }

    /// That several packs claim to be the same. They were looked for by this id, which may be the name of a folder only.
    pub(crate) fn pack_twice(&self, asked: &str, twins: &[usize]) -> Diagnostic {
        let mut ids: Vec<&str> =
            twins.iter().filter_map(|at| Some(self.candidates.get(*at)?.id.as_str())).collect();
        ids.dedup();
        let id = if let [one] = ids[..] { one } else { asked };
        let places: Vec<&str> = twins
            .iter()
            .filter_map(|at| self.sources.get(*at))
            .map(|source| source.shown_at.as_str())
            .collect();
        let version = twins.first().and_then(|at| self.candidates.get(*at)?.version.as_ref());
        check::pack_twice(id, version, &places)
    }

    /// The ids of the packs, each once, in alphabetical order.
    pub(crate) fn ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.candidates.iter().map(|candidate| candidate.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The versions of a pack, the highest first.
    pub(crate) fn versions(&self, id: &str) -> Vec<&Version> {
        let fits = self.meant_by(id);
        let mut versions: Vec<&Version> =
            fits.filter_map(|(_, candidate)| candidate.version.as_ref()).collect();
        versions.sort_by(|one, other| other.cmp(one));
        versions.dedup();
        versions
    }
}

/// "version 0.2.1 is at hand", "versions 0.2.1 and 0.1.0 are at hand".
pub(crate) fn at_hand_words(versions: &[&Version]) -> String {
    let words: Vec<String> = versions.iter().map(ToString::to_string).collect();
    match words.as_slice() {
        [] => "no version is at hand".to_owned(),
        [only] => format!("version {only} is at hand"),
        [first @ .., last] => format!("versions {} and {last} are at hand", first.join(", ")),
    }
}
