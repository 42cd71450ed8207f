//! The outcome as a JSON document: the interface for other programs.
//!
//! Keys are `snake_case`, ids and levels kebab-case, every id stands beside its text, and what is not there is `null`. Within
//! one [`SCHEMA_VERSION`] keys and levels are only added, never renamed or removed. The document is made by hand from the
//! [`Outcome`], taking every struct apart completely, so that a new field cannot be forgotten.

mod convert;
mod id;

pub use id::{
    ActionKindId, BandId, BasisId, DurationUnitId, FactStatusId, FlagStatusId, SidesId, SourceStatusId,
    StrengthId, TimingId, UrgencyId, UrgencyReasonKind,
};

use crate::outcomes::Outcomes;
use serde::Serialize;
use sinew_model::Outcome;

/// The version of the document's shape. It grows only when something is renamed, removed or changes its meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// The outcome as pretty JSON with a line break at the end. The same outcome always gives the same bytes.
#[expect(clippy::missing_panics_doc, reason = "it does not panic: the reason is in the code")]
pub fn to_json(outcome: &Outcome) -> String {
    let mut text = serde_json::to_string_pretty(&OutcomeDocument::from(outcome))
        .expect("texts, numbers, lists and maps with text keys can be written as JSON");
    text.push('\n');
    text
}

/// The version of the shape of a document about several packs, apart from the documents in it.
pub const OUTCOMES_SCHEMA_VERSION: u32 = 1;

/// The outcomes with several packs as pretty JSON with a line break at the end. It is one document, with the document of each
/// pack in a list.
#[expect(clippy::missing_panics_doc, reason = "it does not panic: the reason is in the code")]
pub fn outcomes_to_json(outcomes: &Outcomes) -> String {
    let mut text = serde_json::to_string_pretty(&OutcomesDocument::from(outcomes))
        .expect("texts, numbers, lists and maps with text keys can be written as JSON");
    text.push('\n');
    text
}

/// Declares a part of the document: serialised in the order of its fields, with a JSON Schema where that is wanted.
macro_rules! document {
    ($($(#[$outer:meta])* $name:ident { $($(#[$inner:meta])* $field:ident: $type:ty,)* })*) => {$(
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        #[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
        $(#[$outer])*
        pub struct $name {
            $($(#[$inner])* pub $field: $type,)*
        }
    )*};
}
pub(crate) use document;

document! {
    /// The result of one assessment.
    #[cfg_attr(any(test, feature = "schema"), schemars(title = "Outcome"))]
    OutcomeDocument {
        /// The version of this document's shape.
        schema_version: u32,
        /// The pack that was used.
        pack: PackEntry,
        /// The libraries of the pack.
        libraries: Vec<LibraryEntry>,
        /// The day of the assessment, as year-month-day.
        date: String,
        /// Telephone numbers, if a region was named.
        region: Option<RegionEntry>,
        /// How soon to get help.
        urgency: UrgencyEntry,
        /// Why it is that urgent.
        urgency_reasons: Vec<UrgencyReasonEntry>,
        /// The page for a person whom the guide is not for; conditions, causes and actions are empty then.
        exit: Option<ExitEntry>,
        /// The red flags that count, the most pressing first.
        flags: Vec<FlagEntry>,
        /// What the person said that weighs most; completes "because you told us".
        told: Vec<ReasonEntry>,
        /// Warning signs that were asked about and answered with no.
        denied: Vec<ReasonEntry>,
        /// What is not known.
        unknown: Vec<UnknownEntry>,
        /// What it might be. Not a diagnosis. Empty in an emergency. Those with a `companion_of` stand right behind the condition
        /// that is never shown without them.
        conditions: Vec<ConditionEntry>,
        /// Other conditions, in order.
        less_likely: Vec<ConditionEntry>,
        /// What may have contributed.
        causes: Vec<CauseEntry>,
        /// What to do; no actions from same-day on.
        advice: AdviceEntry,
        /// When to get help if it changes.
        safety_net: SafetyNetEntry,
        /// Single other answers that would raise the urgency, the smallest rise first.
        would_raise: Vec<ChangeEntry>,
        /// Single other answers that would lower the urgency, the smallest drop first.
        would_lower: Vec<ChangeEntry>,
        /// How many questions are answered, those that the pack itself answers included.
        answered: u32,
        /// What the pack is known not to do well.
        known_limits: Vec<String>,
        /// What was known without asking, and what became of it; empty if nothing was looked for.
        facts: Vec<FactEntry>,
        /// What became of the native extensions of the pack and its libraries; empty if none was looked for.
        extensions: Vec<ExtensionEntry>,
        /// The sources of everything above, each once.
        sources: Vec<SourceEntry>,
    }

    /// The results of one person with several packs.
    #[cfg_attr(any(test, feature = "schema"), schemars(title = "Outcomes"))]
    OutcomesDocument {
        /// The version of this document's shape. Each outcome has its own.
        schema_version: u32,
        /// How soon to get help, all taken together.
        urgency: UrgencyEntry,
        /// The results, the most urgent first. Show them in this order, with `urgency` above them.
        outcomes: Vec<OutcomeDocument>,
        /// Packs that were chosen and have no result here, because help is needed first.
        left_out: Vec<LeftOutEntry>,
    }

    /// A pack that was chosen and has no result.
    LeftOutEntry {
        /// Its id.
        id: String,
        /// Its title.
        title: String,
    }

    /// A pack with its review dates and content hash.
    PackEntry {
        /// Its id.
        id: String,
        /// Its version.
        version: String,
        /// Its title.
        title: String,
        /// When its content was last reviewed, as year-month-day.
        reviewed: String,
        /// When its content is to be reviewed again, as year-month-day.
        next_review: String,
        /// SHA-256 of the pack with its libraries, in hexadecimal.
        content_hash: String,
        /// Over what this content was proved when it was released; `null` if it is not content that was released with the program.
        checked: Option<CheckedEntry>,
    }

    /// A proof over every possible set of answers.
    CheckedEntry {
        /// Over how many possible answer sets, in digits.
        answer_sets: String,
        /// On which day, as year-month-day.
        date: String,
    }

    /// A library of the pack.
    LibraryEntry {
        /// Its id.
        id: String,
        /// Its version.
        version: String,
        /// Its title.
        title: String,
        /// When its content was last reviewed, as year-month-day.
        reviewed: String,
    }

    /// A country or region with its telephone numbers.
    RegionEntry {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
        /// Emergency numbers, the usual one first.
        emergency: Vec<String>,
        /// How far the emergency numbers were checked.
        emergency_status: SourceStatusEntry,
        /// Whom to call when it is urgent and no emergency.
        urgent: Option<ContactEntry>,
        /// What else to know.
        note: Option<String>,
    }

    /// A telephone number.
    ContactEntry {
        /// The number as it is dialled.
        number: String,
        /// The name of the service.
        name: String,
        /// How far the number was checked.
        status: SourceStatusEntry,
    }

    /// How soon to get help.
    UrgencyEntry {
        /// The level.
        id: UrgencyId,
        /// What to do, as a heading.
        text: String,
    }

    /// Why it is that urgent.
    UrgencyReasonEntry {
        /// The kind of reason.
        kind: UrgencyReasonKind,
        /// The red flag, condition or exit; null where nothing is urgent.
        id: Option<String>,
        /// Its name, or the reason in words.
        text: String,
    }

    /// The page for a person whom the guide is not for.
    ExitEntry {
        /// Its id.
        id: String,
        /// Its heading.
        title: String,
        /// Why.
        because: String,
        /// What to do instead.
        do_items: Vec<String>,
        /// Ids of its sources.
        sources: Vec<String>,
        /// Where it is written.
        origin: OriginEntry,
    }

    /// A red flag that counts.
    FlagEntry {
        /// Its id.
        id: String,
        /// Its name.
        title: String,
        /// Its own urgency.
        urgency: UrgencyEntry,
        /// The urgency that it gives here.
        gives: UrgencyEntry,
        /// Whether it fires or could not be ruled out.
        status: FlagStatusEntry,
        /// What the person said that made it so; for one that could not be ruled out, what is not known.
        reasons: Vec<ReasonEntry>,
        /// Why it matters.
        because: String,
        /// What to say on the telephone.
        say: Option<String>,
        /// What to do meanwhile.
        do_items: Vec<String>,
        /// What not to do meanwhile, without the words "do not".
        do_not: Vec<String>,
        /// Basis of the statement.
        basis: BasisEntry,
        /// Ids of its sources.
        sources: Vec<String>,
        /// Where it is written.
        origin: OriginEntry,
    }

    /// Something the person said; completes "you told us".
    ReasonEntry {
        /// The question it answers; null for a combination that has words of its own.
        question: Option<String>,
        /// The words.
        text: String,
        /// The id of the fact that says the same; null if none does.
        fact: Option<String>,
    }

    /// Something that was known without asking.
    FactEntry {
        /// Its id.
        id: String,
        /// What supplies it: `training-log` or `extension`.
        source: String,
        /// The question that it is about.
        question: String,
        /// What it means; a phrase.
        means: String,
        /// The number; null if it is not known.
        number: Option<i32>,
        /// The unit of the number.
        unit: String,
        /// What it comes from; why it is not known, if it is not.
        text: String,
        /// What became of it.
        status: FactStatusEntry,
    }

    /// What became of asking a native extension for facts.
    ExtensionEntry {
        /// The pack or library that it belongs to.
        pack: String,
        /// The version of that.
        version: String,
        /// Why it supplied no facts; null if it supplied some.
        no_facts: Option<NoFactsEntry>,
        /// What it may have lacked for a fact that it did not know, and what to do about it, as a sentence without its full stop; null
        /// if it knew all that it was asked, or if nothing would help.
        lacks: Option<String>,
    }

    /// Why an extension supplied no facts.
    NoFactsEntry {
        /// A stable name of the reason, such as `not-trusted`.
        kind: String,
        /// Why, as a sentence without its full stop.
        cause: String,
        /// What to do about it, as a sentence without its full stop.
        remedy: String,
    }

    /// Something that is not known and would help to know.
    UnknownEntry {
        /// The question.
        question: String,
        /// Its short name.
        text: String,
        /// Whether the person was asked and was not sure.
        was_asked: bool,
    }

    /// A condition with its reasons.
    ConditionEntry {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
        /// What it is.
        about: String,
        /// How well it fits; null for one that is only shown because a red flag names it. The match, never a chance.
        band: Option<BandEntry>,
        /// Why it is shown, if that is only because another condition is never shown without it; null for all others.
        companion_of: Option<CompanionEntry>,
        /// Ids of the conditions that have to be shown wherever this one is, all of them in the same list. A program that shows
        /// only some of the conditions shows these too.
        never_without: Vec<String>,
        /// Sum of the evidence in whole decibans. For ordering and tests; not to be shown to people.
        evidence_decibans: i32,
        /// How soon somebody looks at it if it fits well.
        care: UrgencyEntry,
        /// Who looks at it.
        who: String,
        /// What fits with it, strongest first.
        fits_with: Vec<EvidenceEntry>,
        /// What does not fit with it, strongest first.
        fits_not: Vec<EvidenceEntry>,
        /// What is not known.
        not_known: Vec<EvidenceEntry>,
        /// Why it is more or less common for this person.
        adjusted: Vec<String>,
        /// What to expect.
        expect: String,
        /// When to have it looked at if it is not clearly better.
        review: DurationEntry,
        /// Ids of its sources, those of its evidence aside.
        sources: Vec<String>,
        /// Where it is written.
        origin: OriginEntry,
    }

    /// Why a condition is shown that would not be shown for itself. It stands behind the condition that is never shown without
    /// it, and is not to be shown without this reason.
    CompanionEntry {
        /// The condition that is never shown without it.
        condition: String,
        /// The name of that condition.
        name: String,
        /// Why; completes "shown because". "This" in it means the condition that is named here.
        because: String,
        /// What the person said that calls for it, or what is not known.
        reasons: Vec<ReasonEntry>,
        /// Basis of the statement.
        basis: BasisEntry,
        /// Ids of its sources.
        sources: Vec<String>,
        /// Where it is written.
        origin: OriginEntry,
    }

    /// One line of evidence as it came out.
    EvidenceEntry {
        /// Its id within the condition.
        id: String,
        /// In words.
        text: String,
        /// What it weighs here in whole decibans. For ordering and tests; not to be shown to people.
        weight_decibans: i32,
        /// Whether a stronger line of its group counts instead.
        overshadowed: bool,
        /// Basis of the figures.
        basis: BasisEntry,
        /// Ids of its sources.
        sources: Vec<String>,
        /// Where it is written.
        origin: OriginEntry,
    }

    /// A cause that may have contributed.
    CauseEntry {
        /// Its id.
        id: String,
        /// Its name.
        title: String,
        /// How it contributes.
        because: String,
        /// What the person said that points to it.
        reasons: Vec<ReasonEntry>,
        /// How good the evidence is.
        strength: StrengthEntry,
        /// Basis of the statement.
        basis: BasisEntry,
        /// Ids of its sources.
        sources: Vec<String>,
        /// Where it is written.
        origin: OriginEntry,
    }

    /// What to do.
    AdviceEntry {
        /// Today.
        today: TodayEntry,
        /// Over the next weeks, most useful first.
        weeks: Vec<ActionEntry>,
        /// What would help but is kept away.
        kept_away: Vec<KeptAwayEntry>,
    }

    /// What to do today.
    TodayEntry {
        /// Short things to do.
        do_items: Vec<String>,
        /// What not to do, without the words "do not".
        do_not: Vec<String>,
        /// Actions for today.
        actions: Vec<ActionEntry>,
    }

    /// Something that would help but is kept away.
    KeptAwayEntry {
        /// The action.
        id: String,
        /// Its name.
        title: String,
        /// Why it is kept away.
        because: String,
    }

    /// Something to do, with all it needs.
    ActionEntry {
        /// Its id.
        id: String,
        /// What kind of thing it is.
        kind: ActionKindEntry,
        /// When it is for.
        timing: TimingEntry,
        /// Its name.
        title: String,
        /// What it is good for.
        why: String,
        /// How to do it.
        steps: Vec<String>,
        /// How much, how often, how long.
        dose: DoseEntry,
        /// When and how to do more.
        progression: String,
        /// When to stop.
        stop_if: Vec<String>,
        /// What not to do, without the words "do not".
        do_not: Vec<String>,
        /// Where to feel it.
        feel: Option<String>,
        /// What to expect of it.
        expect: Option<String>,
        /// Names of the conditions and causes it helps.
        helps: Vec<String>,
        /// Basis of the statement.
        basis: BasisEntry,
        /// Ids of its sources.
        sources: Vec<String>,
        /// Where it is written.
        origin: OriginEntry,
    }

    /// How much of an action, how often and for how long: in words, and part by part.
    DoseEntry {
        /// The dose in short phrases, in a fixed order. They say everything that the parts say.
        text: Vec<String>,
        /// How many sets.
        sets: Option<CountEntry>,
        /// Repetitions in a set.
        reps: Option<CountEntry>,
        /// How long to hold a position.
        hold: Option<DurationEntry>,
        /// The range of holds that is also fine.
        hold_range: Option<DurationEntry>,
        /// How long the whole takes.
        duration: Option<DurationEntry>,
        /// Rest between sets.
        rest: Option<DurationEntry>,
        /// Which side.
        sides: Option<SidesId>,
        /// Times a day.
        per_day: Option<CountEntry>,
        /// Days a week.
        per_week: Option<CountEntry>,
        /// For how long.
        course: Option<DurationEntry>,
        /// How often, where numbers do not say it.
        how_often: Option<String>,
    }

    /// A whole number or a range of them.
    CountEntry {
        /// The smallest.
        least: u32,
        /// The largest; equal to `least` for one number.
        most: u32,
    }

    /// A length of time or a range of lengths.
    DurationEntry {
        /// The shortest, in `unit`.
        least: u32,
        /// The longest, in `unit`; equal to `least` for one length.
        most: u32,
        /// The unit.
        unit: DurationUnitId,
        /// In words.
        text: String,
    }

    /// When to get help if it changes.
    SafetyNetEntry {
        /// Signs, the most pressing level first. Every red flag of the pack is in it.
        groups: Vec<SafetyNetGroupEntry>,
        /// What to expect.
        expect: Vec<String>,
        /// After how long to have it looked at if it is not clearly better.
        review_after: Option<DurationEntry>,
        /// The day on which that is, as year-month-day.
        review_on: Option<String>,
    }

    /// The signs of one level of urgency.
    SafetyNetGroupEntry {
        /// The level.
        urgency: UrgencyEntry,
        /// The signs; each completes "get help if".
        signs: Vec<String>,
    }

    /// One other answer that would change the urgency.
    ChangeEntry {
        /// The question.
        question: String,
        /// The other answer, as it is written in an answers file.
        answer: AnswerEntry,
        /// The other answer in words; completes "if".
        text: String,
        /// The urgency that it would give.
        urgency: UrgencyEntry,
    }

    /// A source.
    SourceEntry {
        /// Its id.
        id: String,
        /// Who, when, where.
        citation: String,
        /// Its title, where it is known.
        title: Option<String>,
        /// Its DOI, where one was seen.
        doi: Option<String>,
        /// How far it was checked.
        status: SourceStatusEntry,
    }

    /// Where something is written.
    OriginEntry {
        /// The pack, which may be a library.
        pack: String,
        /// The file, relative to the pack's folder.
        file: String,
        /// The line, counted from 1.
        line: u32,
    }
}

/// Declares a level or kind with its words.
macro_rules! worded {
    ($($(#[$outer:meta])* $name:ident: $id:ty;)*) => {$(
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
        #[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
        pub struct $name {
            /// The id.
            pub id: $id,
            /// In words.
            pub text: &'static str,
        }
    )*};
}

worded! {
    /// How well a condition fits.
    BandEntry: BandId;
    /// Whether a red flag fires or could not be ruled out.
    FlagStatusEntry: FlagStatusId;
    /// What became of a fact.
    FactStatusEntry: FactStatusId;
    /// What kind of thing an action is.
    ActionKindEntry: ActionKindId;
    /// When an action is for.
    TimingEntry: TimingId;
    /// How good the evidence is.
    StrengthEntry: StrengthId;
    /// Where a statement comes from.
    BasisEntry: BasisId;
    /// How far a source or a telephone number was checked.
    SourceStatusEntry: SourceStatusId;
}

/// An answer as it is written in an answers file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum AnswerEntry {
    /// The id of an option, "yes", "no", "none" or "not-sure".
    Text(String),
    /// Ids of options, possibly with "not-sure".
    List(Vec<String>),
    /// A whole number.
    Number(i64),
}

#[cfg(test)]
mod tests;
