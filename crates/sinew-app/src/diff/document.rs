//! The difference of two versions as a JSON document: the interface for programs.

use super::{
    Comparison, Objection, Step,
    words::{change_in_words, told},
};
use crate::json::document;
use serde::Serialize;
use sinew_model::{Pack, RawAnswer};
use sinew_prove::{Change, Diff, Direction, FieldChange, Group, InterviewChange, PartChange, Person};

/// The version of the document's shape. It grows only when something is renamed, removed or changes its meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// The differences as pretty JSON with a line break at the end; `without` names packs that have no earlier version here. The same
/// comparisons always give the same bytes.
#[expect(clippy::missing_panics_doc, reason = "it does not panic: the reason is in the code")]
pub fn to_json(comparisons: &[Comparison], without: &[String]) -> String {
    let document = DiffDocument {
        schema_version: SCHEMA_VERSION,
        passed: super::passed(comparisons),
        packs: comparisons.iter().map(pack).collect(),
        without_baseline: without.to_vec(),
    };
    let mut text =
        serde_json::to_string_pretty(&document).expect("texts, numbers and lists can be written as JSON");
    text.push('\n');
    text
}

document! {
    /// How the advice of packs differs from that of earlier versions.
    #[cfg_attr(any(test, feature = "schema"), schemars(title = "Diff"))]
    DiffDocument {
        /// The version of this document's shape.
        schema_version: u32,
        /// Whether something was compared and nothing stands against it.
        passed: bool,
        /// The packs that were compared, in alphabetical order of their ids.
        packs: Vec<ComparedPackEntry>,
        /// The ids of packs of which there is no earlier version, so that nothing was compared.
        without_baseline: Vec<String>,
    }

    /// One pack in two versions.
    ComparedPackEntry {
        /// The old version.
        old: ComparedVersionEntry,
        /// The new version.
        new: ComparedVersionEntry,
        /// How many people can answer both, in digits: complete answer sets, not people. `null` if that was not counted.
        answer_sets: Option<String>,
        /// The groups of people whose advice changed, less cautious first. Somebody can be in several.
        groups: Vec<GroupEntry>,
        /// Changes of which it was not decided whether anybody sees them.
        not_decided: Vec<String>,
        /// How the questions differ.
        interview: InterviewEntry,
        /// Every table that differs.
        tables: Vec<TableEntry>,
        /// Whether for everybody who can answer both the advice was proved to be the same, but for words.
        wording_only: bool,
        /// By how much the version rises: `none`, `patch`, `minor` or `major`.
        version_step: String,
        /// By how much it has to rise.
        version_step_needed: String,
        /// The fingerprint of what is less cautious, which a review names; `null` if nothing is.
        fingerprint: Option<String>,
        /// The id of the review that stands for it.
        review: Option<String>,
        /// What stands against the new version.
        objections: Vec<ObjectionId>,
    }

    /// A version of a pack.
    ComparedVersionEntry {
        /// The id of the pack.
        id: String,
        /// The version.
        version: String,
        /// SHA-256 over its files and those of its libraries.
        content_hash: String,
    }

    /// People whose advice changed in one way.
    GroupEntry {
        /// `less-cautious`, `more-cautious` or `other-advice`.
        direction: String,
        /// What kind of change it is.
        kind: ChangeId,
        /// For `urgency` and `refused`: the level before.
        from: Option<String>,
        /// For `urgency`: the level after.
        to: Option<String>,
        /// The id of the table that it is about, or the kind of advice.
        about: Option<String>,
        /// For `advice`: what comes, goes or changes.
        moved: Vec<MovedEntry>,
        /// The change in words.
        words: String,
        /// How many people that is, in digits; `null` if that was not counted.
        answer_sets: Option<String>,
        /// Their share of all who can answer both, in hundredths of a percent, rounded down; `null` if that was not counted, or if
        /// they cannot answer both.
        share: Option<u32>,
        /// The smallest of them.
        example: ExampleEntry,
        /// The tables that make the difference for that person, by their positions in `tables`.
        causes: Vec<usize>,
        /// Whether putting back these tables was tried, and gives the old advice.
        tried: bool,
    }

    /// What comes, goes or changes.
    MovedEntry {
        /// Its id.
        id: String,
        /// `appears`, `disappears` or `changes`.
        how: String,
    }

    /// One person under both versions.
    ExampleEntry {
        /// Their answers to the old version.
        old: Vec<AnswerEntry>,
        /// Their answers to the new version; none if it does not take them.
        new: Vec<AnswerEntry>,
        /// What is worth a word of these, in words.
        told: Vec<String>,
        /// The urgency before.
        old_urgency: String,
        /// The urgency after; `null` if the new version does not take their answers.
        new_urgency: Option<String>,
    }

    /// One answer.
    AnswerEntry {
        /// The id of the question.
        question: String,
        /// The answer as it is written: a list has commas.
        answer: String,
    }

    /// How the questions of two versions differ. People are compared as far as they can answer both.
    InterviewEntry {
        /// Questions that only the new version has.
        added: Vec<String>,
        /// Questions that only the old version has.
        removed: Vec<String>,
        /// Questions that are answered in another way.
        other_kind: Vec<String>,
        /// Options, as `QUESTION.OPTION`, that only the new version has.
        options_added: Vec<String>,
        /// Options that only the old version has.
        options_removed: Vec<String>,
        /// Questions that take more answers than before.
        wider: Vec<String>,
        /// Questions that take fewer.
        narrower: Vec<String>,
        /// Scales and numbers of which another end is worse, or is said to be.
        other_order: Vec<String>,
        /// Constraints that are new, gone or other ones.
        constraints: Vec<String>,
    }

    /// A table that differs.
    TableEntry {
        /// What it is, such as `red-flag`.
        kind: String,
        /// Its id.
        id: String,
        /// The id of the condition that it stands in.
        within: Option<String>,
        /// Whether the old version has it.
        was_there: bool,
        /// Whether the new version has it.
        is_there: bool,
        /// Where it stands in the old version, as `PACK/FILE:LINE`.
        old_place: Option<String>,
        /// Where it stands in the new version.
        new_place: Option<String>,
        /// Whether something differs that decides, and is no mere wording.
        decides: bool,
        /// What differs.
        fields: Vec<FieldEntry>,
    }

    /// A field that differs.
    FieldEntry {
        /// Its name.
        field: String,
        /// What it said; `null` if it was not there.
        was: Option<String>,
        /// What it says.
        is: Option<String>,
        /// Whether it decides.
        decides: bool,
    }
}

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ChangeId {
    /// Another urgency.
    Urgency,
    /// An action is offered that a block kept away.
    Unblocked,
    /// A block keeps an action away that was offered.
    Blocked,
    /// What a red flag told is not told any more.
    WarningLost,
    /// A red flag tells what was not told.
    WarningGained,
    /// Less to do, not to do or to stop for.
    CareLost,
    /// More of it.
    CareGained,
    /// The safety net leaves a red flag out.
    SafetyNetLost,
    /// The safety net names one more.
    SafetyNetGained,
    /// Other advice.
    Advice,
    /// Another dose, kind or time, or other words about what to do and not to do.
    Content,
    /// Answers are not taken any more.
    Refused,
}

/// What stands against a new version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ObjectionId {
    /// Nobody can answer both.
    NothingCompared,
    /// Something could not be decided.
    NotDecided,
    /// A mistake in this program.
    Disagreement,
    /// Somebody is told less to be careful.
    LessCautious,
    /// The version does not rise enough.
    Version,
}

fn pack(comparison: &Comparison) -> ComparedPackEntry {
    let Comparison { old, new, diff } = comparison;
    let Diff { people, comparable: _, groups, undecided, interview, parts, disagreements: _ } = diff;
    let step = |step: Step| step.name().to_owned();
    ComparedPackEntry {
        old: version(old),
        new: version(new),
        answer_sets: people.as_ref().map(ToString::to_string),
        groups: groups.iter().map(|of| group(comparison, of)).collect(),
        not_decided: undecided.iter().map(|change| change_in_words(comparison, change)).collect(),
        interview: InterviewEntry::of(interview),
        tables: parts.iter().map(table).collect(),
        wording_only: diff.is_wording_only(),
        version_step: step(comparison.given()),
        version_step_needed: step(comparison.needed()),
        fingerprint: comparison.fingerprint(),
        review: comparison.review().map(|review| review.id.to_string()),
        objections: comparison.objections().into_iter().map(objection).collect(),
    }
}

fn version(pack: &Pack) -> ComparedVersionEntry {
    let identity = pack.identity();
    ComparedVersionEntry {
        id: identity.id.to_string(),
        version: identity.version.to_string(),
        content_hash: identity.hash.clone(),
    }
}

fn objection(objection: Objection) -> ObjectionId {
    match objection {
        Objection::NothingCompared => ObjectionId::NothingCompared,
        Objection::NotDecided => ObjectionId::NotDecided,
        Objection::Disagreement => ObjectionId::Disagreement,
        Objection::LessCautious => ObjectionId::LessCautious,
        Objection::Version { .. } => ObjectionId::Version,
    }
}

fn group(comparison: &Comparison, of: &Group) -> GroupEntry {
    let Group { change, people, example, causes, tried } = of;
    let direction: Direction = change.direction();
    let (kind, about) = match change {
        Change::Urgency { .. } => (ChangeId::Urgency, None),
        Change::Unblocked(id) => (ChangeId::Unblocked, Some(id.clone())),
        Change::Blocked(id) => (ChangeId::Blocked, Some(id.clone())),
        Change::WarningLost(id) => (ChangeId::WarningLost, Some(id.clone())),
        Change::WarningGained(id) => (ChangeId::WarningGained, Some(id.clone())),
        Change::CareLost(part) => (ChangeId::CareLost, Some(part.id.clone())),
        Change::CareGained(part) => (ChangeId::CareGained, Some(part.id.clone())),
        Change::SafetyNetLost(id) => (ChangeId::SafetyNetLost, Some(id.clone())),
        Change::SafetyNetGained(id) => (ChangeId::SafetyNetGained, Some(id.clone())),
        Change::Advice(aspect, _) => (ChangeId::Advice, Some(aspect.name().to_owned())),
        Change::Content(part) => (ChangeId::Content, Some(part.id.clone())),
        Change::Refused(_) => (ChangeId::Refused, None),
    };
    let (from, to) = match change {
        Change::Refused(from) => (Some(from.name().to_owned()), None),
        Change::Urgency { from, to } => (Some(from.name().to_owned()), Some(to.name().to_owned())),
        _ => (None, None),
    };
    let moved = match change {
        Change::Advice(_, moved) => moved.as_slice(),
        _ => &[],
    };
    let moved = moved.iter().map(|of| MovedEntry { id: of.id.clone(), how: of.how.name().to_owned() });
    GroupEntry {
        direction: direction.name().to_owned(),
        kind,
        from,
        to,
        about,
        moved: moved.collect(),
        words: change_in_words(comparison, change),
        answer_sets: people.as_ref().map(ToString::to_string),
        share: comparison.diff.share_of(of),
        example: ExampleEntry {
            old: answers(&comparison.old, &example.old),
            new: example.new.as_ref().map(|person| answers(&comparison.new, person)).unwrap_or_default(),
            told: match &example.new {
                Some(person) => told(&comparison.new, person),
                None => told(&comparison.old, &example.old),
            }
            .into_iter()
            .map(|told| told.words)
            .collect(),
            old_urgency: example.old.decision.urgency.name().to_owned(),
            new_urgency: example.new.as_ref().map(|person| person.decision.urgency.name().to_owned()),
        },
        causes: causes.clone(),
        tried: *tried,
    }
}

/// Every answer of a person, as it is written.
fn answers(pack: &Pack, person: &Person) -> Vec<AnswerEntry> {
    written(pack, person)
        .into_iter()
        .map(|(question, answer)| AnswerEntry { question, answer: answer.to_string() })
        .collect()
}

/// Every answer of a person with its question, but for those that the pack gives.
pub(super) fn written(pack: &Pack, person: &Person) -> Vec<(String, RawAnswer)> {
    let own = person.answers.iter().filter(|(question, _)| pack.given_answer(*question).is_none());
    own.map(|(index, answer)| {
        let question = &pack.questions()[index];
        (question.id.to_string(), question.write_answer(answer))
    })
    .collect()
}

impl InterviewEntry {
    /// The same by ids.
    pub fn of(interview: &InterviewChange) -> Self {
        let InterviewChange {
            added,
            removed,
            other_kind,
            options_added,
            options_removed,
            wider,
            narrower,
            other_order,
            constraints,
        } = interview;
        let ids = |ids: &[sinew_model::QuestionId]| ids.iter().map(ToString::to_string).collect();
        let options = |options: &[(sinew_model::QuestionId, sinew_model::OptionId)]| {
            options.iter().map(|(question, option)| format!("{question}.{option}")).collect()
        };
        Self {
            added: ids(added),
            removed: ids(removed),
            other_kind: ids(other_kind),
            options_added: options(options_added),
            options_removed: options(options_removed),
            wider: ids(wider),
            narrower: ids(narrower),
            other_order: ids(other_order),
            constraints: constraints.clone(),
        }
    }
}

fn table(change: &PartChange) -> TableEntry {
    let PartChange { part, old, new, was_there, is_there, fields } = change;
    let place = |origin: &Option<sinew_model::Origin>| {
        origin.as_ref().map(|origin| format!("{}/{}:{}", origin.pack, origin.file, origin.line))
    };
    TableEntry {
        kind: part.kind.name().to_owned(),
        id: part.id.clone(),
        within: part.within.clone(),
        was_there: *was_there,
        is_there: *is_there,
        old_place: place(old),
        new_place: place(new),
        decides: change.decides(),
        fields: fields
            .iter()
            .map(|FieldChange { field, was, is, decides }| FieldEntry {
                field: (*field).to_owned(),
                was: was.clone(),
                is: is.clone(),
                decides: *decides,
            })
            .collect(),
    }
}
