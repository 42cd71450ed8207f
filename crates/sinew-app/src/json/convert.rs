//! From the outcome to the document. Every struct is taken apart without `..`: a new field stops the build here.

use super::{
    ActionEntry, ActionKindEntry, AdviceEntry, AnswerEntry, BandEntry, BasisEntry, CauseEntry, ChangeEntry,
    CheckedEntry, CompanionEntry, ConditionEntry, ContactEntry, CountEntry, DoseEntry, DurationEntry,
    EvidenceEntry, ExitEntry, ExtensionEntry, FactEntry, FactStatusEntry, FlagEntry, FlagStatusEntry,
    KeptAwayEntry, LeftOutEntry, LibraryEntry, NoFactsEntry, OUTCOMES_SCHEMA_VERSION, OriginEntry,
    OutcomeDocument, OutcomesDocument, PackEntry, ReasonEntry, RegionEntry, SCHEMA_VERSION, SafetyNetEntry,
    SafetyNetGroupEntry, SourceEntry, SourceStatusEntry, StrengthEntry, TimingEntry, TodayEntry,
    UnknownEntry, UrgencyEntry, UrgencyReasonEntry, UrgencyReasonKind,
};
use crate::{
    outcomes::{LeftOut, Outcomes},
    released::checked,
    wording,
};
use sinew_model::{
    ActionAdvice, ActionKind, Advice, Band, Basis, CauseAdvice, Change, Citation, CompanionNote,
    ConditionAdvice, Contact, Count, Dose, Duration, DurationRange, EvidenceNote, EvidenceStrength,
    ExitAdvice, ExtensionNote, FactNote, FlagAdvice, FlagStatus, NoFactsNote, Origin, Outcome, PackRef,
    RawAnswer, Reason, Region, SafetyNet, SafetyNetGroup, SourceId, SourceStatus, Timing, Today, UnknownNote,
    Urgency, UrgencyReason,
};

impl From<&Outcome> for OutcomeDocument {
    fn from(outcome: &Outcome) -> Self {
        let Outcome {
            pack: PackRef { id, version, title, reviewed },
            libraries,
            content_hash,
            next_review,
            date,
            region,
            urgency,
            urgency_reasons,
            exit,
            flags,
            told,
            denied,
            unknown,
            conditions,
            less_likely,
            causes,
            advice,
            safety_net,
            would_raise,
            would_lower,
            answered,
            known_limits,
            facts,
            extensions,
            sources,
        } = outcome;
        let words = Words { region: region.as_ref() };
        Self {
            schema_version: SCHEMA_VERSION,
            pack: PackEntry {
                id: id.to_string(),
                version: version.to_string(),
                title: title.clone(),
                reviewed: reviewed.to_string(),
                next_review: next_review.to_string(),
                content_hash: content_hash.clone(),
                checked: checked(content_hash).map(|checked| CheckedEntry {
                    answer_sets: checked.answer_sets.clone(),
                    date: checked.date.to_string(),
                }),
            },
            libraries: each(libraries, library),
            date: date.to_string(),
            region: region.as_ref().map(region_entry),
            urgency: words.urgency(*urgency),
            urgency_reasons: each(urgency_reasons, |reason| urgency_reason(reason, outcome)),
            exit: exit.as_ref().map(exit_entry),
            flags: each(flags, |flag| words.flag(flag)),
            told: each(told, reason),
            denied: each(denied, reason),
            unknown: each(unknown, |note| {
                let UnknownNote { question, short, was_asked } = note;
                UnknownEntry { question: question.to_string(), text: short.clone(), was_asked: *was_asked }
            }),
            conditions: each(conditions, |condition| words.condition(condition)),
            less_likely: each(less_likely, |condition| words.condition(condition)),
            causes: each(causes, cause),
            advice: advice_entry(advice),
            safety_net: words.safety_net(safety_net),
            would_raise: each(would_raise, |change| words.change(change)),
            would_lower: each(would_lower, |change| words.change(change)),
            answered: u32::try_from(*answered).unwrap_or(u32::MAX),
            known_limits: known_limits.clone(),
            facts: each(facts, fact),
            extensions: each(extensions, extension),
            sources: each(sources, source),
        }
    }
}

impl From<&Outcomes> for OutcomesDocument {
    fn from(outcomes: &Outcomes) -> Self {
        let first = outcomes.first();
        Self {
            schema_version: OUTCOMES_SCHEMA_VERSION,
            urgency: Words { region: first.region.as_ref() }.urgency(first.urgency),
            outcomes: outcomes.iter().map(OutcomeDocument::from).collect(),
            left_out: each(outcomes.left_out(), |left| {
                let LeftOut { pack, title } = left;
                LeftOutEntry { id: pack.to_string(), title: title.clone() }
            }),
        }
    }
}

fn each<T, E>(items: &[T], convert: impl Fn(&T) -> E) -> Vec<E> {
    items.iter().map(convert).collect()
}

fn ids(sources: &[SourceId]) -> Vec<String> {
    each(sources, ToString::to_string)
}

/// The parts whose words depend on the region.
#[derive(Clone, Copy)]
struct Words<'a> {
    region: Option<&'a Region>,
}

impl Words<'_> {
    fn urgency(self, urgency: Urgency) -> UrgencyEntry {
        UrgencyEntry { id: urgency.into(), text: wording::urgency_heading(urgency, self.region) }
    }

    fn flag(self, flag: &FlagAdvice) -> FlagEntry {
        let FlagAdvice {
            id,
            title,
            urgency,
            gives,
            status,
            reasons,
            because,
            say,
            actions,
            do_not,
            basis,
            sources,
            origin,
        } = flag;
        FlagEntry {
            id: id.to_string(),
            title: title.clone(),
            urgency: self.urgency(*urgency),
            gives: self.urgency(*gives),
            status: flag_status(*status),
            reasons: each(reasons, reason),
            because: because.clone(),
            say: say.clone(),
            do_items: actions.clone(),
            do_not: do_not.clone(),
            basis: basis_entry(*basis),
            sources: ids(sources),
            origin: origin_entry(origin),
        }
    }

    fn condition(self, condition: &ConditionAdvice) -> ConditionEntry {
        let ConditionAdvice {
            id,
            name,
            about,
            band,
            companion_of,
            never_without,
            evidence,
            care,
            who,
            fits_with,
            fits_not,
            not_known,
            adjusted,
            expect,
            review,
            sources,
            origin,
        } = condition;
        ConditionEntry {
            id: id.to_string(),
            name: name.clone(),
            about: about.clone(),
            band: band.map(band_entry),
            companion_of: companion_of.as_ref().map(companion_entry),
            never_without: each(never_without, ToString::to_string),
            evidence_decibans: evidence.value(),
            care: self.urgency(*care),
            who: who.clone(),
            fits_with: each(fits_with, evidence_entry),
            fits_not: each(fits_not, evidence_entry),
            not_known: each(not_known, evidence_entry),
            adjusted: adjusted.clone(),
            expect: expect.clone(),
            review: duration(*review),
            sources: ids(sources),
            origin: origin_entry(origin),
        }
    }

    fn safety_net(self, net: &SafetyNet) -> SafetyNetEntry {
        let SafetyNet { groups, expect, review_after, review_on } = net;
        SafetyNetEntry {
            groups: each(groups, |group| {
                let SafetyNetGroup { urgency, signs } = group;
                SafetyNetGroupEntry { urgency: self.urgency(*urgency), signs: signs.clone() }
            }),
            expect: expect.clone(),
            review_after: review_after.map(duration),
            review_on: review_on.map(|day| day.to_string()),
        }
    }

    fn change(self, change: &Change) -> ChangeEntry {
        let Change { question, answer, text, urgency } = change;
        ChangeEntry {
            question: question.to_string(),
            answer: match answer {
                RawAnswer::Text(text) => AnswerEntry::Text(text.clone()),
                RawAnswer::List(texts) => AnswerEntry::List(texts.clone()),
                RawAnswer::Number(number) => AnswerEntry::Number(*number),
            },
            text: text.clone(),
            urgency: self.urgency(*urgency),
        }
    }
}

fn library(library: &PackRef) -> LibraryEntry {
    let PackRef { id, version, title, reviewed } = library;
    LibraryEntry {
        id: id.to_string(),
        version: version.to_string(),
        title: title.clone(),
        reviewed: reviewed.to_string(),
    }
}

fn region_entry(region: &Region) -> RegionEntry {
    // Codes for proposing a region, and the sources of the table, belong to the pack and not to one person's outcome.
    let Region { id, name, emergency, emergency_status, urgent, locales: _, note, sources: _, origin: _ } =
        region;
    RegionEntry {
        id: id.to_string(),
        name: name.clone(),
        emergency: emergency.clone(),
        emergency_status: source_status(*emergency_status),
        urgent: urgent.as_ref().map(|contact| {
            let Contact { number, name, status } = contact;
            ContactEntry { number: number.clone(), name: name.clone(), status: source_status(*status) }
        }),
        note: note.clone(),
    }
}

fn urgency_reason(reason: &UrgencyReason, outcome: &Outcome) -> UrgencyReasonEntry {
    let (id, text) = match reason {
        UrgencyReason::RedFlag(id) | UrgencyReason::UnknownRedFlag(id) => {
            let title = outcome.flags.iter().find(|flag| flag.id == *id).map(|flag| flag.title.clone());
            (Some(id.to_string()), title)
        }
        UrgencyReason::Condition(id) => {
            let mut conditions = outcome.conditions.iter().chain(&outcome.less_likely);
            let name =
                conditions.find(|condition| condition.id == *id).map(|condition| condition.name.clone());
            (Some(id.to_string()), name)
        }
        UrgencyReason::Exit(id) => {
            let title = outcome.exit.as_ref().filter(|exit| exit.id == *id).map(|exit| exit.title.clone());
            (Some(id.to_string()), title)
        }
        UrgencyReason::NothingUrgent => (None, Some("nothing in the answers asks for more".into())),
    };
    let text = text.or_else(|| id.clone()).unwrap_or_default();
    UrgencyReasonEntry { kind: UrgencyReasonKind::from(reason), id, text }
}

fn exit_entry(exit: &ExitAdvice) -> ExitEntry {
    let ExitAdvice { id, title, because, actions, sources, origin } = exit;
    ExitEntry {
        id: id.to_string(),
        title: title.clone(),
        because: because.clone(),
        do_items: actions.clone(),
        sources: ids(sources),
        origin: origin_entry(origin),
    }
}

fn reason(reason: &Reason) -> ReasonEntry {
    let Reason { question, text, fact } = reason;
    ReasonEntry {
        question: question.as_ref().map(ToString::to_string),
        text: text.clone(),
        fact: fact.as_ref().map(ToString::to_string),
    }
}

fn fact(note: &FactNote) -> FactEntry {
    let FactNote { id, source, question, means, number, unit, words, status } = note;
    FactEntry {
        id: id.to_string(),
        source: source.name().to_owned(),
        question: question.to_string(),
        means: means.clone(),
        number: *number,
        unit: unit.clone(),
        text: words.clone(),
        status: FactStatusEntry { id: (*status).into(), text: wording::fact_status(*status) },
    }
}

fn extension(note: &ExtensionNote) -> ExtensionEntry {
    let ExtensionNote { pack, version, no_facts, lacks } = note;
    ExtensionEntry {
        pack: pack.to_string(),
        version: version.to_string(),
        no_facts: no_facts.as_ref().map(|none| {
            let NoFactsNote { kind, cause, remedy, was_expected: _ } = none;
            NoFactsEntry { kind: kind.clone(), cause: cause.clone(), remedy: remedy.clone() }
        }),
        lacks: lacks.clone(),
    }
}

fn companion_entry(note: &CompanionNote) -> CompanionEntry {
    let CompanionNote { condition, name, because, reasons, basis, sources, origin } = note;
    CompanionEntry {
        condition: condition.to_string(),
        name: name.clone(),
        because: because.clone(),
        reasons: each(reasons, reason),
        basis: basis_entry(*basis),
        sources: ids(sources),
        origin: origin_entry(origin),
    }
}

fn evidence_entry(note: &EvidenceNote) -> EvidenceEntry {
    let EvidenceNote { id, text, weight, overshadowed, basis, sources, origin } = note;
    EvidenceEntry {
        id: id.to_string(),
        text: text.clone(),
        weight_decibans: weight.value(),
        overshadowed: *overshadowed,
        basis: basis_entry(*basis),
        sources: ids(sources),
        origin: origin_entry(origin),
    }
}

fn cause(cause: &CauseAdvice) -> CauseEntry {
    let CauseAdvice { id, title, because, reasons, strength, basis, sources, origin } = cause;
    CauseEntry {
        id: id.to_string(),
        title: title.clone(),
        because: because.clone(),
        reasons: each(reasons, reason),
        strength: strength_entry(*strength),
        basis: basis_entry(*basis),
        sources: ids(sources),
        origin: origin_entry(origin),
    }
}

fn advice_entry(advice: &Advice) -> AdviceEntry {
    let Advice { today: Today { do_items, do_not, actions }, weeks, kept_away } = advice;
    AdviceEntry {
        today: TodayEntry {
            do_items: do_items.clone(),
            do_not: do_not.clone(),
            actions: each(actions, action),
        },
        weeks: each(weeks, action),
        kept_away: each(kept_away, |(id, title, because)| KeptAwayEntry {
            id: id.to_string(),
            title: title.clone(),
            because: because.clone(),
        }),
    }
}

fn action(action: &ActionAdvice) -> ActionEntry {
    let ActionAdvice {
        id,
        kind,
        timing,
        title,
        why,
        steps,
        dose,
        progression,
        stop_if,
        do_not,
        feel,
        expect,
        helps,
        basis,
        sources,
        origin,
    } = action;
    ActionEntry {
        id: id.to_string(),
        kind: action_kind(*kind),
        timing: timing_entry(*timing),
        title: title.clone(),
        why: why.clone(),
        steps: steps.clone(),
        dose: dose_entry(dose),
        progression: progression.clone(),
        stop_if: stop_if.clone(),
        do_not: do_not.clone(),
        feel: feel.clone(),
        expect: expect.clone(),
        helps: helps.clone(),
        basis: basis_entry(*basis),
        sources: ids(sources),
        origin: origin_entry(origin),
    }
}

fn dose_entry(dose: &Dose) -> DoseEntry {
    let Dose {
        sets,
        reps,
        hold,
        hold_range,
        duration: whole,
        rest,
        sides,
        per_day,
        per_week,
        course,
        how_often,
    } = dose;
    DoseEntry {
        text: dose.phrases(),
        sets: sets.map(count),
        reps: reps.map(count),
        hold: hold.map(duration),
        hold_range: hold_range.map(duration_range),
        duration: whole.map(duration_range),
        rest: rest.map(duration_range),
        sides: sides.map(Into::into),
        per_day: per_day.map(count),
        per_week: per_week.map(count),
        course: course.map(duration_range),
        how_often: how_often.clone(),
    }
}

fn count(count: Count) -> CountEntry {
    CountEntry { least: count.least(), most: count.most() }
}

fn duration(duration: Duration) -> DurationEntry {
    DurationEntry {
        least: duration.number(),
        most: duration.number(),
        unit: duration.unit().into(),
        text: duration.to_string(),
    }
}

fn duration_range(range: DurationRange) -> DurationEntry {
    DurationEntry {
        least: range.least().number(),
        most: range.most().number(),
        unit: range.least().unit().into(),
        text: range.to_string(),
    }
}

fn source(source: &Citation) -> SourceEntry {
    let Citation { id, citation, title, doi, status } = source;
    SourceEntry {
        id: id.to_string(),
        citation: citation.clone(),
        title: title.clone(),
        doi: doi.clone(),
        status: source_status(*status),
    }
}

fn origin_entry(origin: &Origin) -> OriginEntry {
    let Origin { pack, file, line } = origin;
    OriginEntry { pack: pack.to_string(), file: file.clone(), line: *line }
}

fn band_entry(band: Band) -> BandEntry {
    BandEntry { id: band.into(), text: wording::band(band) }
}

fn flag_status(status: FlagStatus) -> FlagStatusEntry {
    FlagStatusEntry { id: status.into(), text: wording::flag_status(status) }
}

fn action_kind(kind: ActionKind) -> ActionKindEntry {
    ActionKindEntry { id: kind.into(), text: wording::action_kind(kind) }
}

fn timing_entry(timing: Timing) -> TimingEntry {
    TimingEntry { id: timing.into(), text: wording::timing(timing) }
}

fn strength_entry(strength: EvidenceStrength) -> StrengthEntry {
    StrengthEntry { id: strength.into(), text: wording::strength(strength) }
}

fn basis_entry(basis: Basis) -> BasisEntry {
    BasisEntry { id: basis.into(), text: wording::basis(basis) }
}

fn source_status(status: SourceStatus) -> SourceStatusEntry {
    SourceStatusEntry { id: status.into(), text: wording::source_status(status) }
}
