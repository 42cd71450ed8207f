//! The compiled pack: everything the engine needs, resolved and checked.

use crate::{
    ActionId, ActionIx, ActionKind, Answer, Band, BlockId, BlockIx, CauseId, CauseIx, ConditionId,
    ConditionIx, ConstraintId, Date, Decibans, Dose, Duration, EvidenceId, ExitId, ExitIx, Fact, FactId,
    FactIx, FindingId, FindingIx, Index, IndexVec, OptionId, OptionIx, PackId, Picture, Property, PropertyId,
    PropertyIx, QuestionId, QuestionIx, RedFlagId, RedFlagIx, RegionId, RegionIx, ReviewId, SourceId,
    SourceIx, Timing, Urgency,
};
use semver::Version;
use serde::{Deserialize, Serialize, Serializer};
use sinew_logic::{Formula, Truth};
use std::collections::BTreeSet;

/// Where something was written: for "why" and for finding one's way back into a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The pack it stands in, which may be a library.
    pub pack: PackId,
    /// The file, relative to the pack's folder.
    pub file: String,
    /// The line of its table, counted from 1.
    pub line: u32,
}

/// Where a statement or figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Basis {
    /// As published.
    Published,
    /// Computed from published figures.
    Computed,
    /// A judgement of the pack's authors.
    Judgement,
}

impl Basis {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Published, Self::Computed, Self::Judgement];

    /// The name used in packs and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Computed => "computed",
            Self::Judgement => "judgement",
        }
    }

    /// The basis with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.name() == name)
    }
}

/// How far a source or a telephone number has been checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SourceStatus {
    /// Seen in the source itself.
    Verified,
    /// Seen in another text that restates it.
    SecondHand,
    /// From memory; to be checked.
    Recalled,
    /// No paper: a judgement.
    Judgement,
}

impl SourceStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Verified, Self::SecondHand, Self::Recalled, Self::Judgement];

    /// The name used in packs and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::SecondHand => "second-hand",
            Self::Recalled => "recalled",
            Self::Judgement => "judgement",
        }
    }

    /// The status with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// How good the evidence for a cause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EvidenceStrength {
    /// Little or mixed.
    Weak,
    /// Some studies.
    Some,
    /// Large or several good studies.
    Good,
}

impl EvidenceStrength {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Weak, Self::Some, Self::Good];

    /// The name used in packs and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Some => "some",
            Self::Good => "good",
        }
    }

    /// The strength with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|strength| strength.name() == name)
    }
}

/// What was changed in one version of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionChanges {
    /// The version that has the changes.
    pub version: Version,
    /// The changes in words for runners, each a whole sentence.
    pub texts: Vec<String>,
}

/// That a clinician has looked at a change which makes the advice less cautious, and stands for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Its id.
    pub id: ReviewId,
    /// Who, by their role, such as "sports physician".
    pub by: String,
    /// When.
    pub date: Date,
    /// Why the change is right: a whole sentence.
    pub because: String,
    /// The fingerprint of the change.
    pub fingerprint: String,
    /// Where it is written.
    pub origin: Origin,
}

/// Who the pack is, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Its id, equal to its folder's name.
    pub id: PackId,
    /// Its version.
    pub version: Version,
    /// SHA-256 over its files and those of its libraries, in hexadecimal.
    pub hash: String,
    /// Its title.
    pub title: String,
    /// The place of the pain in plain words, by which a runner finds the pack.
    pub place: String,
    /// A drawing of that place, if there is one.
    pub picture: Option<Picture>,
    /// What it is meant for.
    pub intended_use: String,
    /// Whom it is not meant for.
    pub not_for: Vec<String>,
    /// When its content was last reviewed.
    pub reviewed: Date,
    /// When it is to be reviewed again.
    pub next_review: Date,
    /// What it is known not to do well.
    pub known_limits: Vec<String>,
    /// What its versions changed, as far as it says so, the oldest first.
    pub changes: Vec<VersionChanges>,
    /// Less cautious changes that were reviewed, in the order of the file.
    pub reviews: Vec<Review>,
}

/// A library the pack was built with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LibraryRef {
    /// Its id.
    pub id: PackId,
    /// Its version.
    pub version: Version,
    /// Its title.
    pub title: String,
    /// When its content was last reviewed.
    pub reviewed: Date,
    /// What its versions changed, as far as it says so, the oldest first.
    pub changes: Vec<VersionChanges>,
}

/// One thing a person can choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Its id within the question.
    pub id: OptionId,
    /// The line on screen.
    pub label: String,
    /// How it is said back: completes "you told us …".
    pub told: String,
}

/// An end of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The number.
    pub value: i32,
    /// What it means.
    pub label: String,
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuestionKind {
    /// Yes or no.
    YesNo {
        /// The line for yes; its id is `yes`.
        yes: Choice,
        /// The line for no; its id is `no`.
        no: Choice,
    },
    /// Exactly one of the options.
    OneOf {
        /// The options in the order on screen.
        options: IndexVec<OptionIx, Choice>,
        /// Whether each option is at least as bad as the one before.
        worse_upward: bool,
    },
    /// Any number of options, none included.
    AnyOf {
        /// The options in the order on screen; at most 63.
        options: IndexVec<OptionIx, Choice>,
        /// How choosing none is said back.
        none_told: String,
    },
    /// A whole number between two anchors.
    Scale {
        /// The low end.
        from: Anchor,
        /// The high end.
        to: Anchor,
        /// How it is said back; `{value}` stands for the number.
        told: String,
        /// Whether a higher number is never better.
        worse_upward: bool,
    },
    /// A whole number with a unit.
    Number {
        /// The unit in words.
        unit: String,
        /// The smallest number that is taken.
        min: i32,
        /// The largest number that is taken.
        max: i32,
        /// How it is said back; `{value}` stands for the number.
        told: String,
        /// Whether a higher number is never better.
        worse_upward: bool,
    },
}

/// One question of the interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// The heading it is asked under.
    pub section: String,
    /// Its short name in "check your answers".
    pub short: String,
    /// The question itself.
    pub ask: String,
    /// Why it is asked, in one line.
    pub why: String,
    /// How to tell, in short paragraphs; none if that needs no words.
    pub help: Vec<String>,
    /// Whether "I'm not sure" is offered.
    pub not_sure: bool,
    /// When it applies; always, if nothing is said.
    pub ask_when: Option<Formula<FindingIx>>,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Where it is written.
    pub origin: Origin,
}

/// Part of a number line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NumberRange {
    /// The smallest number in it.
    pub at_least: Option<i32>,
    /// The largest number in it.
    pub at_most: Option<i32>,
}

impl NumberRange {
    /// Whether the number lies in it.
    pub fn contains(self, value: i32) -> bool {
        self.at_least.is_none_or(|least| value >= least) && self.at_most.is_none_or(|most| value <= most)
    }

    /// Whether some number lies in both.
    pub fn overlaps(self, other: Self) -> bool {
        let least = self.at_least.max(other.at_least);
        let most = match (self.at_most, other.at_most) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        least.is_none_or(|least| most.is_none_or(|most| least <= most))
    }
}

/// Which answers to a question make a finding true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AnswerTest {
    /// Yes, to a yes-no question.
    Yes,
    /// This option was chosen.
    Chose(OptionIx),
    /// No option was chosen.
    ChoseNone,
    /// "I'm not sure".
    NotSure,
    /// The number lies here.
    InRange(NumberRange),
}

impl AnswerTest {
    /// What an answer makes of the test.
    pub fn truth_of(self, answer: Answer) -> Truth {
        match (answer, self) {
            (Answer::NotSure, Self::NotSure) => Truth::True,
            (Answer::NotSure, _) => Truth::Unknown,
            (Answer::Any { unsure, .. }, Self::NotSure) => Truth::from(unsure),
            (_, Self::NotSure) => Truth::False,
            (Answer::YesNo(yes), Self::Yes) => Truth::from(yes),
            (Answer::One(chosen), Self::Chose(option)) => Truth::from(chosen == option),
            (Answer::Any { chosen, unsure }, Self::Chose(option)) => {
                if chosen.contains(option) {
                    Truth::True
                } else if unsure {
                    Truth::Unknown
                } else {
                    Truth::False
                }
            }
            (Answer::Any { chosen, .. }, Self::ChoseNone) => Truth::from(chosen.is_empty()),
            (Answer::Number(number), Self::InRange(range)) => Truth::from(range.contains(number)),
            // A test of another kind of question says nothing; `Pack::new` refuses findings with one.
            (Answer::YesNo(_) | Answer::One(_) | Answer::Any { .. } | Answer::Number(_), _) => Truth::Unknown,
        }
    }
}

/// How the truth of a finding comes about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FindingRule {
    /// From the answer to a question.
    Answer {
        /// The question.
        question: QuestionIx,
        /// Which answers make it true.
        test: AnswerTest,
    },
    /// From other findings.
    Formula(Formula<FindingIx>),
    /// A red flag's `when`, by the flag's id.
    RedFlag(RedFlagIx),
    /// An exit's `when`, by the exit's id.
    Exit(ExitIx),
    /// How well a condition fits, which its evidence decides. True and false say what the band will be whatever is still
    /// answered; until that is certain it is unknown. An answer of "not sure" weighs nothing here as it does in the ranking.
    Fits {
        /// The condition, which is ranked.
        condition: ConditionIx,
        /// The band that makes it true, as does a better one.
        at_least: Band,
    },
}

/// Something an answer yields, or a combination of such things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Its name: `question`, `question.option`, the name of a combination, red flag or exit, or `condition.band`.
    pub id: FindingId,
    /// How its truth comes about.
    pub rule: FindingRule,
    /// What a combination means, in words.
    pub means: Option<String>,
    /// Where a combination is written; none for what stands with a question, a red flag, an exit or a condition.
    pub origin: Option<Origin>,
}

/// A combination of answers that no person can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constraint {
    /// Its id.
    pub id: ConstraintId,
    /// The combination.
    pub impossible: Formula<FindingIx>,
    /// Why.
    pub because: String,
    /// Where it is written.
    pub origin: Origin,
}

/// An urgency with the reason for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Floor {
    /// The urgency.
    pub urgency: Urgency,
    /// Why it is enough.
    pub because: String,
}

/// A warning sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedFlag {
    /// Its id.
    pub id: RedFlagId,
    /// How soon to get help when it fires.
    pub urgency: Urgency,
    /// Its name for people.
    pub title: String,
    /// The line in the safety net; completes "get help if …".
    pub sign: String,
    /// When it fires.
    pub when: Formula<FindingIx>,
    /// Why it matters: a whole sentence.
    pub because: String,
    /// What to say on the telephone.
    pub say: Option<String>,
    /// What to do meanwhile.
    pub actions: Vec<String>,
    /// What not to do meanwhile, without the words "do not".
    pub do_not: Vec<String>,
    /// The urgency when it stays unknown, if not the usual one.
    pub unknown_floor: Option<Floor>,
    /// Flags that this one is meant to include.
    pub covers: Vec<RedFlagIx>,
    /// Row of the evidence base.
    pub evidence: Option<String>,
    /// Basis of the statement.
    pub basis: Basis,
    /// Its sources.
    pub sources: Vec<SourceIx>,
    /// Where it is written.
    pub origin: Origin,
}

impl RedFlag {
    /// The urgency when its truth stays unknown after its questions were answered: at least same-day for emergency and
    /// same-day flags, nothing for others, unless the flag states and justifies something else.
    pub fn floor_when_unknown(&self) -> Urgency {
        match &self.unknown_floor {
            Some(floor) => floor.urgency,
            None if self.urgency >= Urgency::SameDay => Urgency::SameDay,
            None => Urgency::SelfCare,
        }
    }
}

/// A reason why the guide is not for this person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exit {
    /// Its id.
    pub id: ExitId,
    /// When it applies.
    pub when: Formula<FindingIx>,
    /// Heading of the page.
    pub title: String,
    /// Why the guide is not for them.
    pub because: String,
    /// How soon they get help.
    pub urgency: Urgency,
    /// What to do instead.
    pub actions: Vec<String>,
    /// Basis of the statement.
    pub basis: Basis,
    /// Its sources.
    pub sources: Vec<SourceIx>,
    /// Where it is written.
    pub origin: Origin,
}

/// How common a condition is, before any answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prior {
    /// The weight as decibans, for ordering.
    pub weight: Decibans,
    /// The weight as written in the pack.
    pub written: String,
    /// Basis of the weight.
    pub basis: Basis,
    /// Its sources.
    pub sources: Vec<SourceIx>,
}

/// For whom a condition is more or less common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// Its id within the condition.
    pub id: EvidenceId,
    /// For whom.
    pub when: Formula<FindingIx>,
    /// How much it moves the order; it never moves the fit.
    pub shift: Decibans,
    /// Why, in words.
    pub because: String,
    /// Basis of the figure.
    pub basis: Basis,
    /// Its sources.
    pub sources: Vec<SourceIx>,
    /// Where it is written.
    pub origin: Origin,
}

/// One line of evidence for or against a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceLine {
    /// Its id within the condition.
    pub id: EvidenceId,
    /// The finding it is about.
    pub when: Formula<FindingIx>,
    /// Evidence when the finding is there.
    pub present: Decibans,
    /// Evidence when it is clearly not there.
    pub absent: Decibans,
    /// Only the strongest line for and against of a group counts; the number is local to the condition.
    pub group: Option<u32>,
    /// The finding in words.
    pub because: String,
    /// Its absence in words.
    pub absent_because: Option<String>,
    /// Basis of the figures.
    pub basis: Basis,
    /// Its sources.
    pub sources: Vec<SourceIx>,
    /// Where it is written.
    pub origin: Origin,
}

/// What to expect, with its basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation {
    /// A whole sentence.
    pub text: String,
    /// Its basis.
    pub basis: Basis,
    /// Its sources.
    pub sources: Vec<SourceIx>,
}

/// Another condition that is shown wherever this one is, because the two are easily mistaken for each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Companion {
    /// The other condition. It is one that is ranked.
    pub condition: ConditionIx,
    /// When it is shown too; always, if nothing is said. Unknown counts as true.
    pub when: Option<Formula<FindingIx>>,
    /// Why: completes "shown because".
    pub because: String,
    /// Basis of the statement.
    pub basis: Basis,
    /// Its sources.
    pub sources: Vec<SourceIx>,
    /// Where it is written.
    pub origin: Origin,
}

/// What it might be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Its id.
    pub id: ConditionId,
    /// Plain name first, medical name in brackets.
    pub name: String,
    /// What it is, in a sentence or two.
    pub about: String,
    /// How soon to get help when it fits well.
    pub care: Urgency,
    /// Who looks at it.
    pub who: String,
    /// How common it is.
    pub prior: Prior,
    /// For whom it is more or less common.
    pub adjustments: Vec<Adjustment>,
    /// What speaks for and against it.
    pub evidence: Vec<EvidenceLine>,
    /// What to expect.
    pub expect: Expectation,
    /// When to have it looked at if it is not clearly better.
    pub review: Duration,
    /// What helps, most useful first.
    pub actions: Vec<ActionIx>,
    /// Causes that go with it.
    pub causes: Vec<CauseIx>,
    /// If not empty: never ranked, shown only while one of these flags fires.
    pub only_with: Vec<RedFlagIx>,
    /// The conditions without which it is never shown, in pack order.
    pub never_without: Vec<Companion>,
    /// Its sources.
    pub sources: Vec<SourceIx>,
    /// Where it is written.
    pub origin: Origin,
}

/// What may have contributed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Its id.
    pub id: CauseId,
    /// Its name.
    pub title: String,
    /// When it is named.
    pub when: Formula<FindingIx>,
    /// How it contributes: a whole sentence.
    pub because: String,
    /// How good the evidence is.
    pub strength: EvidenceStrength,
    /// What addresses it, most useful first.
    pub actions: Vec<ActionIx>,
    /// Basis of the statement.
    pub basis: Basis,
    /// Its sources.
    pub sources: Vec<SourceIx>,
    /// Where it is written.
    pub origin: Origin,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Its id.
    pub id: ActionId,
    /// What kind of thing it is.
    pub kind: ActionKind,
    /// When it is for.
    pub timing: Timing,
    /// Its name.
    pub title: String,
    /// What it is good for, honestly.
    pub why: String,
    /// How to do it.
    pub steps: Vec<String>,
    /// How much, how often, how long.
    pub dose: Dose,
    /// When and how to do more.
    pub progression: String,
    /// When to stop.
    pub stop_if: Vec<String>,
    /// What not to do, without the words "do not".
    pub do_not: Vec<String>,
    /// Where to feel it.
    pub feel: Option<String>,
    /// What to expect of it.
    pub expect: Option<String>,
    /// When it is kept away; unknown keeps it away too.
    pub blocked_when: Formula<FindingIx>,
    /// Why it is kept away then.
    pub blocked_because: String,
    /// Whether it is offered to everybody it is not blocked for.
    pub always: bool,
    /// Basis of the statement.
    pub basis: Basis,
    /// Its sources.
    pub sources: Vec<SourceIx>,
    /// Where it is written.
    pub origin: Origin,
}

/// A rule that keeps actions away; unknown keeps them away too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its id.
    pub id: BlockId,
    /// When it blocks.
    pub when: Formula<FindingIx>,
    /// What it blocks, with its kinds resolved to actions.
    pub actions: Vec<ActionIx>,
    /// Why.
    pub because: String,
    /// Where it is written.
    pub origin: Origin,
}

/// A telephone number with the name of the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The number as it is dialled.
    pub number: String,
    /// The service.
    pub name: String,
    /// How far the number was checked.
    pub status: SourceStatus,
}

/// A country or group of countries with its telephone numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Its id.
    pub id: RegionId,
    /// Its name.
    pub name: String,
    /// Emergency numbers, the usual one first.
    pub emergency: Vec<String>,
    /// How far the emergency numbers were checked.
    pub emergency_status: SourceStatus,
    /// Whom to call when it is urgent and no emergency.
    pub urgent: Option<Contact>,
    /// ISO 3166 codes of the countries, to propose a region.
    pub locales: Vec<String>,
    /// What else to know.
    pub note: Option<String>,
    /// Its sources.
    pub sources: Vec<SourceIx>,
    /// Where it is written.
    pub origin: Origin,
}

/// A source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Who, when, where.
    pub citation: String,
    /// Its title, where it is known.
    pub title: Option<String>,
    /// Its DOI, where one was seen.
    pub doi: Option<String>,
    /// How far it was checked.
    pub status: SourceStatus,
    /// What was read, what is uncertain.
    pub note: Option<String>,
}

/// An answer that opening the pack already gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The question.
    pub question: QuestionIx,
    /// The answer.
    pub answer: Answer,
    /// Where it is written.
    pub origin: Origin,
}

/// What a [`Pack`] is made of. Public so that packs can also be built in memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackParts {
    /// Who it is.
    pub identity: Identity,
    /// The libraries in it.
    pub libraries: Vec<LibraryRef>,
    /// Questions in the order of asking.
    pub questions: IndexVec<QuestionIx, Question>,
    /// Findings, each after those it depends on.
    pub findings: IndexVec<FindingIx, Finding>,
    /// Impossible combinations.
    pub constraints: Vec<Constraint>,
    /// Answers that opening the pack gives.
    pub given: Vec<Given>,
    /// Warning signs in pack order.
    pub red_flags: IndexVec<RedFlagIx, RedFlag>,
    /// Exits in pack order.
    pub exits: IndexVec<ExitIx, Exit>,
    /// Conditions in pack order.
    pub conditions: IndexVec<ConditionIx, Condition>,
    /// Causes in pack order.
    pub causes: IndexVec<CauseIx, Cause>,
    /// Actions in pack order.
    pub actions: IndexVec<ActionIx, Action>,
    /// Blocks in pack order.
    pub blocks: IndexVec<BlockIx, Block>,
    /// Regions in pack order.
    pub regions: IndexVec<RegionIx, Region>,
    /// Sources in pack order.
    pub sources: IndexVec<SourceIx, Source>,
    /// Promises in pack order.
    pub properties: IndexVec<PropertyIx, Property>,
    /// What may be known without asking, in pack order.
    pub facts: IndexVec<FactIx, Fact>,
}

impl PackParts {
    /// Of a pack with nothing in it.
    pub fn new(identity: Identity) -> Self {
        Self {
            identity,
            libraries: Vec::new(),
            questions: IndexVec::new(),
            findings: IndexVec::new(),
            constraints: Vec::new(),
            given: Vec::new(),
            red_flags: IndexVec::new(),
            exits: IndexVec::new(),
            conditions: IndexVec::new(),
            causes: IndexVec::new(),
            actions: IndexVec::new(),
            blocks: IndexVec::new(),
            regions: IndexVec::new(),
            sources: IndexVec::new(),
            properties: IndexVec::new(),
            facts: IndexVec::new(),
        }
    }
}

/// Why parts make no pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackProblem {
    /// An index points outside its table.
    #[error("{place} points to a {table} that is not there")]
    Dangling {
        /// What holds the index.
        place: String,
        /// The table it points into.
        table: &'static str,
    },
    /// A finding depends on one that stands after it.
    #[error("the finding `{finding}` depends on one that stands after it")]
    FindingOrder {
        /// The finding.
        finding: FindingId,
    },
    /// A finding tests its question for an answer that the question does not take, so that it could never be true.
    #[error("the finding `{finding}` asks for an answer that its question does not take")]
    FindingTest {
        /// The finding.
        finding: FindingId,
    },
    /// A finding says how well a condition fits that is never ranked.
    #[error("the finding `{finding}` asks how well a condition fits that is only shown with red flags")]
    FitNotRanked {
        /// The finding.
        finding: FindingId,
    },
    /// A condition is never shown without one that is itself shown only with red flags: it is not ranked, and has no band.
    #[error("the condition `{condition}` is never shown without `{companion}`, which is not ranked")]
    CompanionNotRanked {
        /// The condition.
        condition: ConditionId,
        /// The other one.
        companion: ConditionId,
    },
    /// An any-of question with more options than a set holds.
    #[error("the question `{question}` has more than {} options", crate::OptionSet::CAPACITY)]
    TooManyOptions {
        /// The question.
        question: QuestionId,
    },
    /// An answer given by the pack does not fit its question.
    #[error("the answer that the pack gives to `{question}` does not fit it")]
    GivenAnswer {
        /// The question.
        question: QuestionId,
    },
    /// A fact does not fit the question that it answers.
    #[error("the fact `{fact}` does not fit its question: {because}")]
    FactMisfit {
        /// The fact.
        fact: FactId,
        /// What is wrong.
        because: &'static str,
    },
    /// Two facts answer the same: the same option, or the same question if it takes one answer.
    #[error("the facts `{first}` and `{second}` answer the same")]
    FactsClash {
        /// One of them.
        first: FactId,
        /// The other one.
        second: FactId,
    },
    /// The pack answers one question more than once.
    #[error("the pack gives more than one answer to `{question}`")]
    GivenTwice {
        /// The question.
        question: QuestionId,
    },
    /// A property claims what holds whatever the advice is.
    #[error("the property `{property}` claims nothing")]
    EmptyClaim {
        /// The property.
        property: PropertyId,
    },
    /// A property says how well a condition fits that is never ranked.
    #[error("the property `{property}` says how well `{condition}` fits, which is only shown with red flags")]
    ClaimNotRanked {
        /// The property.
        property: PropertyId,
        /// The condition.
        condition: ConditionId,
    },
    /// A property speaks of a worse answer to a question that has none.
    #[error(
        "the property `{property}` calls an answer to `{question}` worse, and that question has no such answer"
    )]
    ClaimNotWorse {
        /// The property.
        property: PropertyId,
        /// The question.
        question: QuestionId,
    },
}

/// A compiled pack: immutable, with every reference resolved.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "PackParts")]
pub struct Pack {
    parts: PackParts,
}

impl Pack {
    /// Checks the parts and seals them. Reports all problems, not only the first.
    pub fn new(parts: PackParts) -> Result<Self, Vec<PackProblem>> {
        let problems = check::problems(&parts);
        if problems.is_empty() { Ok(Self { parts }) } else { Err(problems) }
    }

    /// What it is made of, for making another pack that differs in something.
    pub fn parts(&self) -> &PackParts {
        &self.parts
    }

    /// Who it is.
    pub fn identity(&self) -> &Identity {
        &self.parts.identity
    }

    /// The libraries in it.
    pub fn libraries(&self) -> &[LibraryRef] {
        &self.parts.libraries
    }

    /// Questions in the order of asking.
    pub fn questions(&self) -> &IndexVec<QuestionIx, Question> {
        &self.parts.questions
    }

    /// Findings, each after those it depends on.
    pub fn findings(&self) -> &IndexVec<FindingIx, Finding> {
        &self.parts.findings
    }

    /// Impossible combinations.
    pub fn constraints(&self) -> &[Constraint] {
        &self.parts.constraints
    }

    /// What may be known without asking, in pack order.
    pub fn facts(&self) -> &IndexVec<FactIx, Fact> {
        &self.parts.facts
    }

    /// Answers that opening the pack gives.
    pub fn given(&self) -> &[Given] {
        &self.parts.given
    }

    /// Warning signs in pack order.
    pub fn red_flags(&self) -> &IndexVec<RedFlagIx, RedFlag> {
        &self.parts.red_flags
    }

    /// Exits in pack order.
    pub fn exits(&self) -> &IndexVec<ExitIx, Exit> {
        &self.parts.exits
    }

    /// Conditions in pack order.
    pub fn conditions(&self) -> &IndexVec<ConditionIx, Condition> {
        &self.parts.conditions
    }

    /// Causes in pack order.
    pub fn causes(&self) -> &IndexVec<CauseIx, Cause> {
        &self.parts.causes
    }

    /// Actions in pack order.
    pub fn actions(&self) -> &IndexVec<ActionIx, Action> {
        &self.parts.actions
    }

    /// Blocks in pack order.
    pub fn blocks(&self) -> &IndexVec<BlockIx, Block> {
        &self.parts.blocks
    }

    /// Regions in pack order.
    pub fn regions(&self) -> &IndexVec<RegionIx, Region> {
        &self.parts.regions
    }

    /// Sources in pack order.
    pub fn sources(&self) -> &IndexVec<SourceIx, Source> {
        &self.parts.sources
    }

    /// Promises in pack order. They decide nothing.
    pub fn properties(&self) -> &IndexVec<PropertyIx, Property> {
        &self.parts.properties
    }

    /// The question with this id.
    pub fn question_named(&self, id: &str) -> Option<QuestionIx> {
        position(&self.parts.questions, |question| question.id.as_str() == id)
    }

    /// The finding with this name.
    pub fn finding_named(&self, id: &str) -> Option<FindingIx> {
        position(&self.parts.findings, |finding| finding.id.as_str() == id)
    }

    /// The region with this id.
    pub fn region_named(&self, id: &str) -> Option<RegionIx> {
        position(&self.parts.regions, |region| region.id.as_str() == id)
    }

    /// The condition with this id.
    pub fn condition_named(&self, id: &str) -> Option<ConditionIx> {
        position(&self.parts.conditions, |condition| condition.id.as_str() == id)
    }

    /// The action with this id.
    pub fn action_named(&self, id: &str) -> Option<ActionIx> {
        position(&self.parts.actions, |action| action.id.as_str() == id)
    }

    /// The cause with this id.
    pub fn cause_named(&self, id: &str) -> Option<CauseIx> {
        position(&self.parts.causes, |cause| cause.id.as_str() == id)
    }

    /// The red flag with this id.
    pub fn red_flag_named(&self, id: &str) -> Option<RedFlagIx> {
        position(&self.parts.red_flags, |flag| flag.id.as_str() == id)
    }

    /// The exit with this id.
    pub fn exit_named(&self, id: &str) -> Option<ExitIx> {
        position(&self.parts.exits, |exit| exit.id.as_str() == id)
    }

    /// The property with this id.
    pub fn property_named(&self, id: &str) -> Option<PropertyIx> {
        position(&self.parts.properties, |property| property.id.as_str() == id)
    }

    /// The formula that a finding stands for; none for one that comes from an answer or from how well a condition fits.
    pub fn formula_of(&self, finding: FindingIx) -> Option<&Formula<FindingIx>> {
        match &self.parts.findings.get(finding)?.rule {
            FindingRule::Answer { .. } | FindingRule::Fits { .. } => None,
            FindingRule::Formula(formula) => Some(formula),
            FindingRule::RedFlag(flag) => Some(&self.parts.red_flags.get(*flag)?.when),
            FindingRule::Exit(exit) => Some(&self.parts.exits.get(*exit)?.when),
        }
    }

    /// Every formula that a finding hangs on: the one it stands for, or those of the evidence that decides how well a condition
    /// fits; none for one that comes from an answer.
    pub fn formulas_behind(&self, finding: FindingIx) -> impl Iterator<Item = &Formula<FindingIx>> {
        let lines = match self.parts.findings.get(finding).map(|finding| &finding.rule) {
            Some(FindingRule::Fits { condition, .. }) => {
                self.parts.conditions.get(*condition).map_or(&[][..], |condition| &condition.evidence)
            }
            _ => &[],
        };
        self.formula_of(finding).into_iter().chain(lines.iter().map(|line| &line.when))
    }

    /// The questions whose answers decide a formula, in pack order. Whether those questions apply is not looked into.
    ///
    /// Looks at each finding once and without recursion: findings that build on one another make long chains and many ways.
    pub fn questions_behind(&self, formula: &Formula<FindingIx>) -> BTreeSet<QuestionIx> {
        let (mut questions, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![formula]);
        while let Some(formula) = open.pop() {
            formula.for_each_atom(&mut |finding| {
                if !seen.insert(*finding) {
                    return;
                }
                if let Some(FindingRule::Answer { question, .. }) =
                    self.parts.findings.get(*finding).map(|finding| &finding.rule)
                {
                    questions.insert(*question);
                }
                open.extend(self.formulas_behind(*finding));
            });
        }
        questions
    }

    /// The answer that opening the pack gives to this question, if any.
    pub fn given_answer(&self, question: QuestionIx) -> Option<&Answer> {
        self.parts.given.iter().find(|given| given.question == question).map(|given| &given.answer)
    }
}

impl Serialize for Pack {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.parts.serialize(serializer)
    }
}

impl TryFrom<PackParts> for Pack {
    type Error = PackProblem;

    /// As [`Self::new`], with the first problem only: whoever reads parts that were kept can mend none.
    fn try_from(parts: PackParts) -> Result<Self, PackProblem> {
        let problems = check::problems(&parts);
        problems.into_iter().next().map_or(Ok(Self { parts }), Err)
    }
}

fn position<I: Index, T>(table: &IndexVec<I, T>, matches: impl Fn(&T) -> bool) -> Option<I> {
    table.iter_indexed().find(|(_, item)| matches(item)).map(|(index, _)| index)
}

impl Question {
    /// The options of a one-of or any-of question; empty for other kinds.
    pub fn options(&self) -> impl Iterator<Item = (OptionIx, &Choice)> {
        match &self.kind {
            QuestionKind::OneOf { options, .. } | QuestionKind::AnyOf { options, .. } => Some(options),
            QuestionKind::YesNo { .. } | QuestionKind::Scale { .. } | QuestionKind::Number { .. } => None,
        }
        .into_iter()
        .flat_map(IndexVec::iter_indexed)
    }

    /// The option with this id.
    pub fn option_named(&self, id: &str) -> Option<OptionIx> {
        self.options().find(|(_, choice)| choice.id.as_str() == id).map(|(index, _)| index)
    }

    /// The smallest and largest number a scale or number question takes.
    pub fn number_range(&self) -> Option<(i32, i32)> {
        match &self.kind {
            QuestionKind::Scale { from, to, .. } => Some((from.value, to.value)),
            QuestionKind::Number { min, max, .. } => Some((*min, *max)),
            QuestionKind::YesNo { .. } | QuestionKind::OneOf { .. } | QuestionKind::AnyOf { .. } => None,
        }
    }
}

mod check;
