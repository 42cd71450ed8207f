//! The outcome of an assessment: everything a front end shows, with nothing left to compute.

use crate::{
    ActionId, ActionKind, Band, Basis, CauseId, ConditionId, Date, Decibans, Dose, Duration, EvidenceId,
    EvidenceStrength, ExitId, FactId, FactSource, Origin, PackId, QuestionId, RawAnswer, RedFlagId, Region,
    SourceId, SourceStatus, Timing, Urgency,
};
use semver::Version;

/// A pack that took part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackRef {
    /// Its id.
    pub id: PackId,
    /// Its version.
    pub version: Version,
    /// Its title.
    pub title: String,
    /// When its content was last reviewed.
    pub reviewed: Date,
}

/// Something the runner said, in words that complete "you told us …", with the question it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The question it answers; none for a combination that has words of its own.
    pub question: Option<QuestionId>,
    /// The words.
    pub text: String,
    /// The fact that says the same, if one does.
    pub fact: Option<FactId>,
}

/// What became of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactStatus {
    /// The answer says what it says, or some of it.
    Used,
    /// The answer says something else.
    Overruled,
    /// It proposes nothing, or its question has no answer or "not sure".
    NotUsed,
    /// It was left out, because the result would have been less urgent with it.
    LeftOut,
    /// Its number cannot be right.
    OutOfRange,
    /// There is not enough data for it.
    NotKnown,
}

/// Something that was known without asking, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactNote {
    /// Its id.
    pub id: FactId,
    /// What supplies it.
    pub source: FactSource,
    /// The question that it is about.
    pub question: QuestionId,
    /// What it means; a phrase.
    pub means: String,
    /// The number, in its unit; none if it is not known.
    pub number: Option<i32>,
    /// The unit.
    pub unit: String,
    /// What it comes from, as a sentence without its full stop; why it is not known, if it is not.
    pub words: String,
    /// What became of it.
    pub status: FactStatus,
}

/// What became of asking the native extension of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionNote {
    /// The pack or library that the extension belongs to.
    pub pack: PackId,
    /// Its version.
    pub version: Version,
    /// Why it supplied no facts; none if it supplied some.
    pub no_facts: Option<NoFactsNote>,
    /// What it may have lacked for a fact that it did not know, and what to do about it, as a sentence without its full stop; none if
    /// it knew all that it was asked, or if nothing would help.
    pub lacks: Option<String>,
}

/// Why an extension supplied no facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoFactsNote {
    /// A stable name of the reason, for programs.
    pub kind: String,
    /// Why, as a sentence without its full stop.
    pub cause: String,
    /// What to do about it, as a sentence without its full stop.
    pub remedy: String,
    /// Whether it was expected to supply facts. One that is not there at all was not: a pack is whole without it.
    pub was_expected: bool,
}

/// Why the urgency is what it is. Several may hold at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrgencyReason {
    /// A red flag fires.
    RedFlag(RedFlagId),
    /// A red flag could not be ruled out.
    UnknownRedFlag(RedFlagId),
    /// A condition fits well, and somebody looks at it this soon.
    Condition(ConditionId),
    /// The guide is not for this person.
    Exit(ExitId),
    /// Nothing asks for more than self-care.
    NothingUrgent,
}

/// Whether a red flag fires or could not be ruled out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlagStatus {
    /// It fires.
    Fires,
    /// Its truth is unknown, and that counts.
    CannotBeRuledOut,
}

/// A red flag that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagAdvice {
    /// Its id.
    pub id: RedFlagId,
    /// Its name.
    pub title: String,
    /// Its own urgency.
    pub urgency: Urgency,
    /// The urgency it gives here: its own if it fires, its floor if it could not be ruled out.
    pub gives: Urgency,
    /// Whether it fires.
    pub status: FlagStatus,
    /// What the runner said that made it so; for an unknown flag, what is not known.
    pub reasons: Vec<Reason>,
    /// Why it matters: a whole sentence.
    pub because: String,
    /// What to say on the telephone.
    pub say: Option<String>,
    /// What to do meanwhile.
    pub actions: Vec<String>,
    /// What not to do meanwhile, without the words "do not".
    pub do_not: Vec<String>,
    /// Basis of the statement.
    pub basis: Basis,
    /// Its sources.
    pub sources: Vec<SourceId>,
    /// Where it is written.
    pub origin: Origin,
}

/// The page for a person whom the guide is not for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExitAdvice {
    /// Its id.
    pub id: ExitId,
    /// Its heading.
    pub title: String,
    /// Why.
    pub because: String,
    /// What to do instead.
    pub actions: Vec<String>,
    /// Its sources.
    pub sources: Vec<SourceId>,
    /// Where it is written.
    pub origin: Origin,
}

/// One line of evidence as it came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceNote {
    /// Its id within the condition.
    pub id: EvidenceId,
    /// In words.
    pub text: String,
    /// What it weighs here.
    pub weight: Decibans,
    /// Whether a stronger line of its group counts instead.
    pub overshadowed: bool,
    /// Basis of the figures.
    pub basis: Basis,
    /// Its sources.
    pub sources: Vec<SourceId>,
    /// Where it is written.
    pub origin: Origin,
}

/// Why a condition is shown that would not be shown for itself: another one is never shown without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanionNote {
    /// The condition that it is shown beside.
    pub condition: ConditionId,
    /// The name of that condition.
    pub name: String,
    /// Why: completes "shown because".
    pub because: String,
    /// What the runner said that calls for it, or what is not known; empty if nothing has to be said for that.
    pub reasons: Vec<Reason>,
    /// Basis of the statement.
    pub basis: Basis,
    /// Its sources.
    pub sources: Vec<SourceId>,
    /// Where it is written.
    pub origin: Origin,
}

/// A condition with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionAdvice {
    /// Its id.
    pub id: ConditionId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// How well it fits; none for a condition that is only shown because a red flag names it.
    pub band: Option<Band>,
    /// Why it is shown, if that is only because another condition is never shown without it.
    pub companion_of: Option<CompanionNote>,
    /// The conditions that are not to be left out where this one is shown, companions of companions included. All of them are
    /// shown here, for themselves or as companions. Empty for a condition that is not shown.
    pub never_without: Vec<ConditionId>,
    /// Sum of the evidence.
    pub evidence: Decibans,
    /// How soon somebody looks at it if it fits well.
    pub care: Urgency,
    /// Who looks at it.
    pub who: String,
    /// What fits with it, strongest first.
    pub fits_with: Vec<EvidenceNote>,
    /// What does not fit with it, strongest first.
    pub fits_not: Vec<EvidenceNote>,
    /// What is not known.
    pub not_known: Vec<EvidenceNote>,
    /// Why it is more or less common for this person, in words.
    pub adjusted: Vec<String>,
    /// What to expect.
    pub expect: String,
    /// When to have it looked at if it is not clearly better.
    pub review: Duration,
    /// Its sources, those of its evidence aside.
    pub sources: Vec<SourceId>,
    /// Where it is written.
    pub origin: Origin,
}

/// A cause that may have contributed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseAdvice {
    /// Its id.
    pub id: CauseId,
    /// Its name.
    pub title: String,
    /// How it contributes.
    pub because: String,
    /// What the runner said that points to it.
    pub reasons: Vec<Reason>,
    /// How good the evidence is.
    pub strength: EvidenceStrength,
    /// Basis of the statement.
    pub basis: Basis,
    /// Its sources.
    pub sources: Vec<SourceId>,
    /// Where it is written.
    pub origin: Origin,
}

/// Something to do, with all it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionAdvice {
    /// Its id.
    pub id: ActionId,
    /// What kind of thing it is.
    pub kind: ActionKind,
    /// When it is for.
    pub timing: Timing,
    /// Its name.
    pub title: String,
    /// What it is good for.
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
    /// The conditions shown and causes named that it helps.
    pub helps: Vec<String>,
    /// Basis of the statement.
    pub basis: Basis,
    /// Its sources.
    pub sources: Vec<SourceId>,
    /// Where it is written.
    pub origin: Origin,
}

/// What to do today.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Today {
    /// Short things to do, from red flags.
    pub do_items: Vec<String>,
    /// What not to do, without the words "do not": from red flags and from what is offered for today.
    pub do_not: Vec<String>,
    /// Actions for today.
    pub actions: Vec<ActionAdvice>,
}

/// What is offered, all of it empty at same-day and above.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Advice {
    /// What to do today.
    pub today: Today,
    /// What to do over the next weeks, most useful first.
    pub weeks: Vec<ActionAdvice>,
    /// Things that would help but are kept away, with the reason.
    pub kept_away: Vec<(ActionId, String, String)>,
}

/// The signs of one level of urgency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafetyNetGroup {
    /// The level.
    pub urgency: Urgency,
    /// The signs; each completes "get help if …".
    pub signs: Vec<String>,
}

/// When to get help if it changes. Made from the red flags, so that it cannot drift from them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SafetyNet {
    /// Signs, the most pressing level first. Complete: every red flag of the pack is in it.
    pub groups: Vec<SafetyNetGroup>,
    /// What to expect, from the conditions that are shown.
    pub expect: Vec<String>,
    /// After how long to have it looked at if it is not clearly better.
    pub review_after: Option<Duration>,
    /// The day on which that is.
    pub review_on: Option<Date>,
}

/// Something that is not known and would help to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownNote {
    /// The question.
    pub question: QuestionId,
    /// Its short name.
    pub short: String,
    /// Whether the runner was asked and was not sure (otherwise the question was not asked).
    pub was_asked: bool,
}

/// One change of one answer that would change the urgency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The question whose answer changes.
    pub question: QuestionId,
    /// The other answer, as it is written in files.
    pub answer: RawAnswer,
    /// The other answer in words; completes "if …".
    pub text: String,
    /// The urgency it would give.
    pub urgency: Urgency,
}

/// A source that the outcome rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
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
}

/// The result of an assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The pack.
    pub pack: PackRef,
    /// Its libraries.
    pub libraries: Vec<PackRef>,
    /// SHA-256 of the pack with its libraries, in hexadecimal.
    pub content_hash: String,
    /// When the content is to be reviewed again.
    pub next_review: Date,
    /// The day of the assessment.
    pub date: Date,
    /// Telephone numbers, if a region was named.
    pub region: Option<Region>,
    /// How soon to get help.
    pub urgency: Urgency,
    /// Why.
    pub urgency_reasons: Vec<UrgencyReason>,
    /// The page for a person whom the guide is not for; nothing else but flags is filled then.
    pub exit: Option<ExitAdvice>,
    /// The red flags that count, the most pressing first.
    pub flags: Vec<FlagAdvice>,
    /// At most five things the runner said, the weightiest first.
    pub told: Vec<Reason>,
    /// Warning signs that were asked about and answered with no.
    pub denied: Vec<Reason>,
    /// What is not known.
    pub unknown: Vec<UnknownNote>,
    /// What it might be: at most three by their own fit, each followed by those without which it is never shown. Empty in an
    /// emergency.
    pub conditions: Vec<ConditionAdvice>,
    /// The other conditions, in order.
    pub less_likely: Vec<ConditionAdvice>,
    /// What may have contributed.
    pub causes: Vec<CauseAdvice>,
    /// What to do.
    pub advice: Advice,
    /// When to get help if it changes.
    pub safety_net: SafetyNet,
    /// Single answers that would raise the urgency, the smallest rise first; at most three.
    pub would_raise: Vec<Change>,
    /// Single answers that would lower the urgency, the smallest drop first; at most three.
    pub would_lower: Vec<Change>,
    /// How many questions were answered.
    pub answered: usize,
    /// What the pack is known not to do well.
    pub known_limits: Vec<String>,
    /// What was known without asking, if anything was looked for.
    pub facts: Vec<FactNote>,
    /// What became of the native extensions that could have supplied facts, if it came to that.
    pub extensions: Vec<ExtensionNote>,
    /// The sources of everything above, each once.
    pub sources: Vec<Citation>,
}
