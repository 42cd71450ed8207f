//! What is different between the pack that answers were given to and the pack at hand.

use super::PackAnswers;
use crate::quoted::quoted;
use semver::Version;
use sinew_model::{Pack, VersionChanges};

/// What is different between the pack that answers were given to and the pack at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The pack, some of its libraries, or both have another version: the pack first. Never empty.
    Versions(Vec<OtherVersion>),
    /// All versions are the same, and still the content is not.
    Content {
        /// The title of the pack.
        title: String,
        /// Its version.
        version: Version,
    },
}

/// A pack or library that has another version than when the answers were given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherVersion {
    /// Its title.
    pub title: String,
    /// The version that the answers were given to, as it is written with them.
    pub then: String,
    /// The version at hand.
    pub now: Version,
    /// What the versions after `then` changed, up to `now`, the oldest first; those that say nothing are left out. None if that
    /// cannot be known, because the version at hand is the older one or `then` is no version.
    pub changes: Option<Vec<VersionChanges>>,
}

/// Compares the pack that answers were given to with the pack at hand. None if nothing is different, or if the answers do not
/// say what they were given to.
pub fn difference(pack: &Pack, given: &PackAnswers) -> Option<Difference> {
    let identity = pack.identity();
    let of_pack = given
        .pack_version
        .as_deref()
        .and_then(|then| OtherVersion::between(&identity.title, then, &identity.version, &identity.changes));
    let of_libraries = pack.libraries().iter().filter_map(|library| {
        let (_, then) = given.libraries.iter().find(|(id, _)| id == library.id.as_str())?;
        OtherVersion::between(&library.title, then, &library.version, &library.changes)
    });
    let versions: Vec<OtherVersion> = of_pack.into_iter().chain(of_libraries).collect();
    if !versions.is_empty() {
        return Some(Difference::Versions(versions));
    }
    let is_other = given.content_hash.as_ref().is_some_and(|then| *then != identity.hash);
    is_other.then(|| Difference::Content { title: identity.title.clone(), version: identity.version.clone() })
}

impl OtherVersion {
    fn between(title: &str, then: &str, now: &Version, changes: &[VersionChanges]) -> Option<Self> {
        if then == now.to_string() {
            return None;
        }
        let since = |then: &Version| {
            let later = changes.iter().filter(|change| change.version > *then);
            later.filter(|change| change.version <= *now).cloned().collect()
        };
        let changes = then.parse::<Version>().ok().filter(|then| then < now).as_ref().map(since);
        Some(Self { title: title.to_owned(), then: then.to_owned(), now: now.clone(), changes })
    }
}

impl Difference {
    /// The difference in words for people: whole sentences, those that belong together in one text.
    pub fn words(&self) -> Vec<String> {
        match self {
            Self::Versions(versions) => versions.iter().map(OtherVersion::words).collect(),
            Self::Content { title, version } => vec![format!(
                "The content of “{title}” {version} has changed since these answers were given. It has no new version, so it is not known what changed."
            )],
        }
    }
}

impl OtherVersion {
    fn words(&self) -> String {
        let Self { title, then, now, changes } = self;
        let then = quoted(then);
        let versions = format!(
            "“{title}” was version {} when these answers were given. Now it is version {now}.",
            then.trim_matches('`')
        );
        let texts = |changes: &[VersionChanges]| -> Vec<String> {
            changes.iter().flat_map(|change| change.texts.iter().cloned()).collect()
        };
        match changes.as_deref().map(texts) {
            None => format!("{versions} It is not known what is different."),
            Some(texts) if texts.is_empty() => format!("{versions} It does not say what changed."),
            Some(texts) => format!("{versions} What changed: {}", texts.join(" ")),
        }
    }
}

#[cfg(test)]
mod tests;
