//! `sinew pack prove`: what holds of a pack for every possible person, and a certificate of it.

use super::{located, wanted::could_not};
use crate::{
    arguments::{Format, ProveArguments},
    document::{Block, Document, labelled, list, paragraph},
    failure::{Failure, exit_code},
    session::Session,
    words::date_words,
};
use sinew_app::{
    digits_in_words,
    proof::{CertificateProblem, Confirmed, FlagEntry, OutcomeId, ProofDocument, PropertyEntry, StopEntry},
    saved,
};

pub(crate) fn run(session: &mut Session<'_>, arguments: &ProveArguments) -> Result<u8, Failure> {
    let (shelf, name) = located(session, &arguments.pack).map_err(could_not)?;
    let proved = shelf.prove(&name, session.environment.today);
    let (pack, mut document) = proved.map_err(|problem| could_not(session.load_failure(&problem)))?;
    let confirmed = match &arguments.certificate {
        Some(_) if document.passed => Some(document.confirm(&pack).map_err(|problems| refused(&problems))?),
        _ => None,
    };
    match arguments.format.get() {
        Format::Json => session.console.write_out(&document.to_json())?,
        format => session.show(&page(&document, confirmed.as_ref()), format)?,
    }
    if let Some(file) = &arguments.certificate {
        if !document.passed {
            return Err(Failure::input("not-proved", "there is no certificate of what is not proved")
                .help("mend it first: `sinew pack check` shows what is wrong, and where"));
        }
        saved::write_file(file, document.to_json())
            .map_err(|problem| Failure::input("certificate", problem.to_string()).help(problem.remedy()))?;
        session.notice(&format!("Wrote the certificate: {}", file.display()))?;
    }
    Ok(if document.passed { exit_code::DONE } else { exit_code::FOUND })
}

/// What the prover says is not confirmed: one of the two is wrong.
fn refused(problems: &[CertificateProblem]) -> Failure {
    let words: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Failure::input("not-confirmed", words.join("; "))
        .help("this program contradicts itself, so do not trust the proof; please report it")
}

fn page(document: &ProofDocument, confirmed: Option<&Confirmed>) -> Document {
    let title = format!("What is proved of {} {}", document.pack, document.version);
    let mut page = Document { title: Some(title), ..Document::default() };
    page.opening.push(paragraph(verdict(document)));
    if let Some(confirmed) = confirmed {
        page.opening.push(labelled("Confirmed without the prover", confirmed_words(confirmed)));
    }
    let levels = document
        .urgency
        .iter()
        .rev()
        .map(|level| format!("{}: {}", level.urgency, counted(level.count.as_ref())));
    let mut sets = vec![labelled("In all", counted(document.answer_sets.count.as_ref()))];
    sets.extend(list("How many of them have each urgency", levels.collect()));
    page.add("Answer sets", sets);
    page.add("What the pack promises", items(document.properties.iter().map(property).collect()));
    page.add("Red flags", items(document.red_flags.iter().map(flag).collect()));
    page.add("Where the interview stops", items(document.stop.iter().map(stop).collect()));
    page.add("Not so", items(document.problems.clone()));
    page
}

/// The outcome in a few sentences.
pub(super) fn verdict(document: &ProofDocument) -> String {
    let ProofDocument { answer_sets, passed, date, content_hash, .. } = document;
    let number = counted(answer_sets.count.as_ref());
    let outcome = if *passed { "Everything holds for all of them." } else { "Not everything is proved." };
    format!(
        "Checked over {number} possible answer sets on {}, fingerprint {content_hash}. {outcome}",
        date_words_of(date)
    )
}

pub(super) fn confirmed_words(confirmed: &Confirmed) -> String {
    let Confirmed { confirmed, open } = confirmed;
    match open.len() {
        0 => format!("all {confirmed} claims"),
        left => format!("{confirmed} of {} claims; left open: {}", confirmed + left, open.join("; ")),
    }
}

fn counted(count: Option<&String>) -> String {
    count.map_or_else(|| "uncounted".into(), |digits| digits_in_words(digits))
}

fn items(items: Vec<String>) -> Vec<Block> {
    list("", items).into_iter().collect()
}

fn outcome_words(outcome: OutcomeId) -> &'static str {
    match outcome {
        OutcomeId::Holds => "holds",
        OutcomeId::Broken => "broken",
        OutcomeId::Empty => "speaks of nobody",
        OutcomeId::NotDecided => "not decided",
    }
}

fn property(entry: &PropertyEntry) -> String {
    let PropertyEntry { id, says, outcome, speaks_of, confirmed: _ } = entry;
    let says = says.trim_end_matches('.');
    let of = match outcome {
        OutcomeId::Empty => String::new(),
        _ => format!(", of {} answer sets", counted(speaks_of.as_ref())),
    };
    format!("{}{of}: {says} ({id})", outcome_words(*outcome))
}

fn flag(entry: &FlagEntry) -> String {
    let FlagEntry { id, outcome, fires, alone, confirmed: _ } = entry;
    let outcome = match outcome {
        OutcomeId::Holds => "always heeded",
        other => outcome_words(*other),
    };
    let (fires, alone) = (counted(fires.as_ref()), counted(alone.as_ref()));
    format!("{id}: {outcome}; fires for {fires}, alone decides for {alone}")
}

fn stop(entry: &StopEntry) -> String {
    let StopEntry { outcome, steps } = entry;
    let says = "no further answer changes what was promised there";
    match outcome {
        OutcomeId::Holds => {
            format!("holds, for all answers so far and all ways to go on: {says} ({steps} steps)")
        }
        other => format!("{}: {says}", outcome_words(*other)),
    }
}

/// A day as the document has it, in words.
fn date_words_of(date: &str) -> String {
    date.parse().map_or_else(|_| date.to_owned(), date_words)
}
