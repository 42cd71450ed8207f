//! Two versions of a pack compared by the advice they give, for people to read and for programs.
//!
//! What differs is decided in `sinew-prove`; here are the words, the places in files, the step by which the version has to rise, and the
//! JSON document. Keys of the document are `snake_case`, and what is not there is `null`. Within one [`SCHEMA_VERSION`] keys are
//! only added, never renamed or removed.

mod document;
mod fingerprint;
mod words;

pub use document::{DiffDocument, InterviewEntry, SCHEMA_VERSION, to_json};
pub use words::{TableLines, Told, change_in_words, table_lines, told};

use semver::Version;
use sinew_model::{Pack, Review};
use sinew_prove::PartKind;
pub use sinew_prove::{Change, Diff, Direction, Example, Group, InterviewChange, Limits, PartChange, Person};

/// Two versions of a pack and how they differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The version that was there before.
    pub old: Pack,
    /// The version that is there now.
    pub new: Pack,
    /// How their advice differs.
    pub diff: Diff,
}

/// By how much a version rises, or has to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Not at all.
    None,
    /// The last number: other words, and the same advice.
    Patch,
    /// The middle number: other advice that is not less cautious, or more questions.
    Minor,
    /// The first number: less cautious advice, or answers that may not fit any more. Below 1.0.0 the middle number.
    Major,
}

impl Step {
    /// The name used in JSON and in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The step from one version to another; none if it does not rise. Below 1.0.0 a version number says less: the middle number
    /// stands for a major step, and the last for both others, as ranges of versions take it.
    pub fn between(old: &Version, new: &Version) -> Self {
        if new <= old {
            return Self::None;
        }
        let places = [(old.major, new.major), (old.minor, new.minor), (old.patch, new.patch)];
        let raised = places.into_iter().position(|(before, after)| before != after);
        match raised {
            Some(0) => Self::Major,
            Some(1) if new.major == 0 => Self::Major,
            Some(1) => Self::Minor,
            _ if new.major == 0 && new.minor > 0 => Self::Minor,
            // Below 0.1.0 every version stands alone.
            _ if new.major == 0 => Self::Major,
            _ => Self::Patch,
        }
    }

    /// The least version after this one that is so much higher.
    pub fn after(self, old: &Version) -> Version {
        match self {
            Self::None => old.clone(),
            Self::Major if old.major > 0 => Version::new(old.major + 1, 0, 0),
            Self::Major if old.minor > 0 => Version::new(0, old.minor + 1, 0),
            Self::Minor if old.major > 0 => Version::new(old.major, old.minor + 1, 0),
            Self::Major | Self::Minor | Self::Patch => Version::new(old.major, old.minor, old.patch + 1),
        }
    }
}

/// Why two versions cannot stand as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Objection {
    /// Nobody can answer both, so that nothing was compared.
    NothingCompared,
    /// Something could not be decided within the limits.
    NotDecided,
    /// The engine decides otherwise than was computed: a mistake in this program.
    Disagreement,
    /// Somebody is told less to be careful, and no review stands for it.
    LessCautious,
    /// The version does not rise enough.
    Version {
        /// By how much it rises.
        given: Step,
        /// By how much it has to.
        needed: Step,
    },
}

impl Comparison {
    /// Compares two versions for everybody who can answer both.
    pub fn of(old: Pack, new: Pack, limits: Limits) -> Self {
        let diff = sinew_prove::diff(&old, &new, limits);
        Self { old, new, diff }
    }

    /// Whether both have the same files, those of their libraries included.
    pub fn is_same(&self) -> bool {
        self.old.identity().hash == self.new.identity().hash
    }

    /// By how much the version has to rise.
    ///
    /// Major: somebody is told less to be careful, or an answer that was given may not fit any more. Minor: other advice, or
    /// something more is asked. Patch: anything else but cases and sources, which neither say nor promise anything. What only a
    /// library of the pack brings is for the version of the library to say, unless it is less cautious.
    pub fn needed(&self) -> Step {
        let Diff { comparable, undecided, interview, groups, .. } = &self.diff;
        let refuses = groups.iter().any(|group| matches!(group.change, Change::Refused(_)));
        if self.is_less_cautious()
            || ((interview.loses_answers() || refuses) && self.differs_itself())
            || !undecided.is_empty()
            || !comparable
        {
            Step::Major
        } else if !self.differs_itself() {
            Step::None
        } else if !groups.is_empty() || !interview.is_empty() {
            Step::Minor
        } else {
            Step::Patch
        }
    }

    /// Whether something differs that stands in the pack itself and not in a library, and that people can come to see or rely on.
    fn differs_itself(&self) -> bool {
        let own = &self.new.identity().id;
        let seen = |change: &&PartChange| change.part.kind != PartKind::Source;
        self.diff.parts.iter().filter(seen).any(|change| {
            // What is about the pack as a whole stands nowhere else.
            change.new.as_ref().or(change.old.as_ref()).is_none_or(|origin| origin.pack == *own)
        })
    }

    /// Whether somebody is told less to be careful.
    pub fn is_less_cautious(&self) -> bool {
        self.diff.towards(Direction::LessCautious).next().is_some()
    }

    /// The fingerprint of what is less cautious; none if nothing is. It stays the same under other words and other numbers of the new
    /// version, and changes with every group of people, every table that decides, whatever there is to do or not to do, and
    /// the version before: what was reviewed is just that.
    pub fn fingerprint(&self) -> Option<String> {
        self.is_less_cautious().then(|| fingerprint::of(self.old.identity(), &self.diff))
    }

    /// The review that stands for what is less cautious.
    pub fn review(&self) -> Option<&Review> {
        let fingerprint = self.fingerprint()?;
        self.new.identity().reviews.iter().find(|review| review.fingerprint == fingerprint)
    }

    /// Reviews that stand for nothing: neither for this change nor, as the old version has them too, for an earlier one.
    pub fn unused_reviews(&self) -> Vec<&Review> {
        let used = self.fingerprint();
        let before = &self.old.identity().reviews;
        let is_used = |review: &&Review| {
            used.as_ref() == Some(&review.fingerprint)
                || before.iter().any(|known| known.fingerprint == review.fingerprint)
        };
        self.new.identity().reviews.iter().filter(|review| !is_used(review)).collect()
    }

    /// By how much it rises.
    pub fn given(&self) -> Step {
        Step::between(&self.old.identity().version, &self.new.identity().version)
    }

    /// What stands against the new version, the weightiest first. That of a version that did not rise enough only if the two have
    /// the same id: what has another name has no earlier version.
    pub fn objections(&self) -> Vec<Objection> {
        let mut objections = Vec::new();
        let mut add = |is_so: bool, objection| objections.extend(is_so.then_some(objection));
        add(!self.diff.disagreements.is_empty(), Objection::Disagreement);
        add(!self.diff.comparable, Objection::NothingCompared);
        add(!self.diff.undecided.is_empty(), Objection::NotDecided);
        add(self.is_less_cautious() && self.review().is_none(), Objection::LessCautious);
        let (given, needed) = (self.given(), self.needed());
        let same_pack = self.old.identity().id == self.new.identity().id;
        add(same_pack && given < needed, Objection::Version { given, needed });
        objections
    }

    /// The tables that differ in words alone. What the loader adds up, such as the order of questions, is none.
    pub fn reworded(&self) -> impl Iterator<Item = &PartChange> {
        self.diff.parts.iter().filter(|change| !change.decides())
    }

    /// The tables that differ in something that decides, and make no difference to anybody's advice.
    pub fn without_effect(&self) -> impl Iterator<Item = &PartChange> {
        let has_effect = |at: &usize| self.diff.groups.iter().any(|group| group.causes.contains(at));
        // A question that came or went is told of by itself.
        let is_told =
            |change: &PartChange| change.part.kind == PartKind::Question && !self.diff.interview.is_empty();
        let parts = self.diff.parts.iter().enumerate();
        parts
            .filter(move |(at, change)| change.decides() && !has_effect(at) && !is_told(change))
            .map(|(_, change)| change)
    }
}

/// Whether something was compared, and nothing stands against it.
pub fn passed(comparisons: &[Comparison]) -> bool {
    !comparisons.is_empty() && comparisons.iter().all(|comparison| comparison.objections().is_empty())
}

/// Every answer of a person to a pack, as options of `sinew assess`.
pub fn replay_options(pack: &Pack, person: &Person) -> Vec<String> {
    document::written(pack, person)
        .into_iter()
        .map(|(question, answer)| format!("--answer {question}={answer}"))
        .collect()
}

#[cfg(test)]
mod tests;
