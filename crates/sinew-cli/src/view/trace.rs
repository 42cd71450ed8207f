//! The full trace behind a result: every rule that took part, with its place in the pack, its basis and its sources.

use super::{
    explanation::citation,
    result::{band_words, lower_first},
};
use crate::{
    document::{Block, Document, group, labelled, list, paragraph},
    words::{date_words, upper_first},
};
use sinew_app::{
    digits_in_words,
    released::{Checked, checked},
    wording::{self, fact_source, fact_status, urgency_heading},
};
use sinew_model::{
    Basis, Change, CompanionNote, ConditionAdvice, ConditionId, EvidenceNote, ExtensionNote, FactNote,
    FlagStatus, Origin, Outcome, PackRef, SourceId, UrgencyReason,
};

/// Adds the trace to a result.
pub(crate) fn add_trace(document: &mut Document, outcome: &Outcome) {
    document.add("How this advice was reached", head(outcome));
    document.add("Trace: urgency", urgency(outcome));
    let conditions: Vec<Block> =
        outcome.conditions.iter().chain(&outcome.less_likely).map(condition).collect();
    document.add("Trace: what it might be", conditions);
    document.add("Trace: what may have contributed", causes(outcome));
    document.add("Trace: what to do", actions(outcome));
    document.add("Trace: what is not known", unknown(outcome));
    document.add("Trace: what was known without asking", facts(outcome));
    document.add("Trace: single answers that would change the urgency", changes(outcome));
    document.add("Sources", sources(outcome));
}

fn head(outcome: &Outcome) -> Vec<Block> {
    let pack =
        |pack: &PackRef| format!("{} {}, reviewed {}", pack.id, pack.version, date_words(pack.reviewed));
    let mut blocks = vec![labelled("Pack", pack(&outcome.pack))];
    blocks.extend(outcome.libraries.iter().map(|library| labelled("Library", pack(library))));
    blocks.push(labelled("Content hash (SHA-256)", outcome.content_hash.clone()));
    blocks.push(labelled("Checked", checked_words(outcome)));
    blocks.push(labelled("Date", outcome.date.to_string()));
    blocks.push(labelled("Answers", outcome.answered.to_string()));
    blocks.push(paragraph(
        "Weights below are in decibans: 3 double the odds, 10 make them tenfold. They order what fits; they are no chances.",
    ));
    blocks
}

/// What was known without asking, and what became of it.
fn facts(outcome: &Outcome) -> Vec<Block> {
    let words = |note: &FactNote| {
        let number = note.number.map_or_else(String::new, |number| format!(": {number} {}", note.unit));
        format!(
            "{} ({}, from {}){number}. {}. About the question {}: {}",
            note.means,
            note.id,
            fact_source(note.source),
            upper_first(&note.words),
            note.question,
            fact_status(note.status)
        )
    };
    let extension = |note: &ExtensionNote| {
        wording::no_facts(note).unwrap_or_else(|| {
            let mut said = format!("The extension of {} {} was asked and answered", note.pack, note.version);
            if let Some(lacks) = wording::lacks(note) {
                said.push_str(". ");
                said.push_str(&lacks);
            }
            said
        })
    };
    let all = outcome.facts.iter().map(words).chain(outcome.extensions.iter().map(extension));
    list("", all.collect()).into_iter().collect()
}

/// Over how many answer sets the content was proved, and when.
fn checked_words(outcome: &Outcome) -> String {
    match checked(&outcome.content_hash) {
        Some(Checked { answer_sets, date }) => {
            format!("over {} possible answer sets, on {}", digits_in_words(answer_sets), date_words(*date))
        }
        None => format!(
            "this content was not released with the program. To check it over all possible answer sets: sinew pack verify {}",
            outcome.pack.id
        ),
    }
}

/// Where something is written: `pack/file.toml:12`.
pub(crate) fn place(origin: &Origin) -> String {
    format!("{}/{}:{}", origin.pack, origin.file, origin.line)
}

/// Basis, sources and place in one line.
fn grounds(basis: Option<Basis>, sources: &[SourceId], origin: &Origin) -> Block {
    let basis = basis.map_or_else(String::new, |basis| format!("{}; ", basis.name()));
    let sources: Vec<&str> = sources.iter().map(SourceId::as_str).collect();
    let sources =
        if sources.is_empty() { "no sources".to_owned() } else { format!("sources {}", sources.join(", ")) };
    labelled("Grounds", format!("{basis}{sources}; {}", place(origin)))
}

fn urgency(outcome: &Outcome) -> Vec<Block> {
    let mut blocks = vec![labelled("Urgency", outcome.urgency.name())];
    blocks.extend(list(
        "Reasons",
        outcome
            .urgency_reasons
            .iter()
            .map(|reason| match reason {
                UrgencyReason::RedFlag(id) => format!("red flag {id} fires"),
                UrgencyReason::UnknownRedFlag(id) => format!("red flag {id} could not be ruled out"),
                UrgencyReason::Condition(id) => format!("condition {id} fits well"),
                UrgencyReason::Exit(id) => format!("exit {id}"),
                UrgencyReason::NothingUrgent => "nothing asks for more than self-care".to_owned(),
            })
            .collect(),
    ));
    for flag in &outcome.flags {
        let status = match flag.status {
            FlagStatus::Fires => "fires",
            FlagStatus::CannotBeRuledOut => "could not be ruled out",
        };
        let mut inner = vec![
            labelled("Status", format!("{status}; its urgency {}, gives {}", flag.urgency, flag.gives)),
            labelled("Because", flag.because.clone()),
        ];
        inner.extend(list(
            "Reasons",
            flag.reasons
                .iter()
                .map(|reason| match &reason.question {
                    Some(question) => format!("{} (question {question})", reason.text),
                    None => reason.text.clone(),
                })
                .collect(),
        ));
        inner.push(grounds(Some(flag.basis), &flag.sources, &flag.origin));
        blocks.push(group(format!("{}: {}", flag.id, flag.title), inner));
    }
    if let Some(exit) = &outcome.exit {
        blocks.push(group(
            format!("{}: {}", exit.id, exit.title),
            vec![grounds(None, &exit.sources, &exit.origin)],
        ));
    }
    blocks
}

fn condition(condition: &ConditionAdvice) -> Block {
    let mut blocks = vec![labelled(
        "Fit",
        format!(
            "{}; evidence {:+}; care {}",
            band_words(condition.band),
            condition.evidence.value(),
            condition.care
        ),
    )];
    if !condition.never_without.is_empty() {
        let ids: Vec<&str> = condition.never_without.iter().map(ConditionId::as_str).collect();
        blocks.push(labelled("Never shown without", ids.join(", ")));
    }
    blocks.extend(condition.companion_of.as_ref().map(companion));
    let parts = [
        ("Fits with", &condition.fits_with),
        ("Does not fit with", &condition.fits_not),
        ("We do not know", &condition.not_known),
    ];
    for (label, notes) in parts {
        blocks.extend(list(label, notes.iter().map(note).collect()));
    }
    blocks.extend(list("More or less common here", condition.adjusted.clone()));
    blocks.push(labelled("What to expect", condition.expect.clone()));
    blocks.push(labelled("Look at it again after", condition.review.to_string()));
    blocks.push(grounds(None, &condition.sources, &condition.origin));
    group(format!("{}: {}", condition.id, condition.name), blocks)
}

fn companion(companion: &CompanionNote) -> Block {
    let CompanionNote { condition, name, because, reasons, basis, sources, origin } = companion;
    let mut blocks = vec![labelled("Because", because.clone())];
    blocks.extend(list("You told us", reasons.iter().map(|reason| reason.text.clone()).collect()));
    blocks.push(grounds(Some(*basis), sources, origin));
    group(format!("Companion of {condition}: {name}"), blocks)
}

fn note(note: &EvidenceNote) -> String {
    let overshadowed =
        if note.overshadowed { ", not counted beside a stronger line of its group" } else { "" };
    let sources: Vec<&str> = note.sources.iter().map(SourceId::as_str).collect();
    format!(
        "{} ({:+}{overshadowed}; {}; {}; {}; {})",
        note.text,
        note.weight.value(),
        note.id,
        note.basis.name(),
        sources.join(", "),
        place(&note.origin)
    )
}

fn causes(outcome: &Outcome) -> Vec<Block> {
    outcome
        .causes
        .iter()
        .map(|cause| {
            let mut blocks = vec![labelled("Evidence", cause.strength.name())];
            blocks.extend(list(
                "You told us",
                cause.reasons.iter().map(|reason| reason.text.clone()).collect(),
            ));
            blocks.push(grounds(Some(cause.basis), &cause.sources, &cause.origin));
            group(format!("{}: {}", cause.id, cause.title), blocks)
        })
        .collect()
}

fn actions(outcome: &Outcome) -> Vec<Block> {
    let advice = &outcome.advice;
    let mut blocks: Vec<Block> = advice
        .today
        .actions
        .iter()
        .chain(&advice.weeks)
        .map(|action| {
            let mut inner =
                vec![labelled("Kind", format!("{}; for {}", action.kind.name(), action.timing.name()))];
            inner.extend(list("Helps", action.helps.clone()));
            inner.push(grounds(Some(action.basis), &action.sources, &action.origin));
            group(format!("{}: {}", action.id, action.title), inner)
        })
        .collect();
    blocks.extend(list(
        "Kept away",
        advice.kept_away.iter().map(|(id, title, because)| format!("{id} ({title}): {because}")).collect(),
    ));
    blocks
}

fn unknown(outcome: &Outcome) -> Vec<Block> {
    let notes = outcome.unknown.iter().map(|note| {
        let how = if note.was_asked { "you were not sure" } else { "not asked" };
        format!("{}: {} ({how})", note.question, note.short)
    });
    list("", notes.collect()).into_iter().collect()
}

fn changes(outcome: &Outcome) -> Vec<Block> {
    let words = |change: &Change| {
        format!(
            "{}={} (if {}): {}",
            change.question,
            change.answer,
            change.text,
            lower_first(&urgency_heading(change.urgency, outcome.region.as_ref()))
        )
    };
    let mut blocks: Vec<Block> =
        list("Higher", outcome.would_raise.iter().map(words).collect()).into_iter().collect();
    blocks.extend(list("Lower", outcome.would_lower.iter().map(words).collect()));
    blocks
}

fn sources(outcome: &Outcome) -> Vec<Block> {
    outcome.sources.iter().map(citation).collect()
}
