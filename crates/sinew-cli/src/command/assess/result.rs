//! Showing what came out: where it is wanted, and what is left on the screen afterwards.

use super::place::Place;
use crate::{
    appearance::{Layout, Role, Style, WIDEST},
    arguments::{AssessArguments, Format},
    document::Document,
    failure::{Failure, exit_code},
    render::document_text,
    session::Session,
    view::{
        Detail, add_trace, few_numbers, left_out, result_document, several_head, several_summary, summary,
    },
};
use sinew_app::{
    Outcomes, json, saved,
    wording::{urgency_heading, urgency_label},
};
use sinew_model::{Outcome, Pack, Urgency};
use std::path::Path;

/// The results of an assessment, and how they are told.
pub(super) struct Results<'a> {
    /// The results.
    pub(super) outcomes: &'a Outcomes,
    /// The packs that were chosen.
    pub(super) packs: &'a [Pack],
    /// What earlier answers to another pack led to, if that was more urgent.
    pub(super) earlier: Option<String>,
}

/// Writes the results where they are wanted: standard output or a file.
pub(super) fn write(
    session: &mut Session<'_>,
    arguments: &AssessArguments,
    results: &Results<'_>,
) -> Result<(), Failure> {
    let path = arguments.output.as_deref().filter(|path| *path != "-");
    let style = match path {
        None => session.out_style(),
        Some(_) => Style {
            layout: Layout::Linear,
            color: false,
            ascii: session.look.ascii,
            width: session.look.width.unwrap_or(WIDEST),
        },
    };
    let text = match arguments.format.get() {
        Format::Json => {
            // What was chosen decides the shape, not what came out, so that programs know what they get.
            let is_one = results.packs.len() == 1;
            let outcomes = results.outcomes;
            let document =
                if is_one { json::to_json(outcomes.first()) } else { json::outcomes_to_json(outcomes) };
            session.json_characters(document)
        }
        format => {
            let documents = documents(arguments, results);
            let texts: Vec<String> =
                documents.iter().map(|document| session.rendered(document, format, &style)).collect();
            texts.join("\n")
        }
    };
    match path {
        None => session.console.write_out(&text)?,
        Some(path) => {
            saved::write_file(Path::new(path), &text)
                .map_err(|problem| Failure::input("output", problem.to_string()).help(problem.remedy()))?;
            session.notice(&format!("Saved the result: {path}"))?;
        }
    }
    Ok(())
}

/// The documents one after the other. An emergency stands alone.
fn documents(arguments: &AssessArguments, results: &Results<'_>) -> Vec<Document> {
    let Results { outcomes, packs, .. } = results;
    // Markdown is for keeping and printing, so nothing is left out of it.
    let everything = arguments.full || arguments.format.get() == Format::Md;
    let detail = match (arguments.explain, everything) {
        (true, _) => Detail::Traced,
        (false, true) => Detail::Full,
        (false, false) => Detail::Short,
    };
    let document = |outcome: &Outcome| {
        let pack = packs.iter().find(|pack| pack.identity().id == outcome.pack.id)?;
        let mut document = result_document(outcome, pack, detail);
        if arguments.explain {
            add_trace(&mut document, outcome);
        }
        Some(document)
    };
    let shown = shown(outcomes);
    if let [only] = shown.as_slice() {
        let mut document = document(only);
        if let Some(document) = document.as_mut().filter(|_| only.urgency < Urgency::Emergency) {
            document.opening.extend(left_out(outcomes));
        }
        return document.into_iter().collect();
    }
    let mut head = several_head(outcomes);
    head.opening.extend(left_out(outcomes));
    let mut documents = vec![head];
    for (position, outcome) in shown.iter().enumerate() {
        let title = format!("Result {} of {}: {}", position + 1, shown.len(), outcome.pack.title);
        documents.push(Document { title: Some(title), ..Document::default() });
        documents.extend(document(outcome));
    }
    documents
}

/// The results that say something of their own. There is one emergency at a time, and an exit that several packs share, such as
/// one about age, is said once.
fn shown(outcomes: &Outcomes) -> Vec<&Outcome> {
    if outcomes.urgency() == Urgency::Emergency {
        return vec![outcomes.first()];
    }
    let mut shown: Vec<&Outcome> = Vec::new();
    for outcome in outcomes.iter() {
        let is_said = |earlier: &&Outcome| {
            outcome.exit.is_some() && outcome.exit == earlier.exit && outcome.flags == earlier.flags
        };
        if !shown.iter().any(is_said) {
            shown.push(outcome);
        }
    }
    shown
}

/// How many other places are named after a result.
const OTHERS_NAMED: usize = 3;

/// The results in short, because a long one has scrolled its top away, and what can be done next. After an emergency only the
/// one action, because the page with it has been cleared.
pub(super) fn afterwards(
    session: &mut Session<'_>,
    results: &Results<'_>,
    others: &[Place],
    style: &Style,
) -> Result<(), Failure> {
    let Results { outcomes, packs, earlier } = results;
    let first = outcomes.first();
    if first.urgency == Urgency::Emergency {
        let heading = urgency_heading(first.urgency, first.region.as_ref());
        let text = format!("{}. {heading}.", urgency_label(first.urgency));
        // Without a region the heading has no number, so the common ones stand behind it.
        let numbers = first.region.is_none().then(|| few_numbers(packs.iter().flat_map(Pack::regions)));
        let lines: Vec<String> = style
            .wrap("", "", &text)
            .into_iter()
            .map(|line| style.paint(Role::Level(first.urgency), &line))
            .chain(numbers.into_iter().flat_map(|numbers| style.wrap("", "", &numbers)))
            .collect();
        session.console.say(&format!("{}\n", lines.join("\n")))?;
        return Ok(());
    }
    let document = match shown(outcomes).as_slice() {
        [only] => summary(only),
        _ => several_summary(outcomes),
    };
    let mut text = format!("\n{}", document_text(&document, style));
    if let Some(earlier) = earlier {
        for line in [vec![String::new()], style.wrap("", "", earlier)].concat() {
            text.push_str(&line);
            text.push('\n');
        }
    }
    if session.environment.data.is_some() {
        let mut next: Vec<(String, String)> = Vec::new();
        // Who has to be seen today, or for whom this guide is not, is not sent on to another place.
        if first.urgency.allows_actions() && first.exit.is_none() {
            next.extend(others.iter().take(OTHERS_NAMED).map(|place| {
                (format!("Also sore {}?", place.words), format!("sinew assess {} --resume", place.pack))
            }));
        }
        for (what, how) in [
            ("Every reason:", "sinew assess --resume --explain"),
            ("Keep it as a file:", "sinew assess --resume -o result.txt"),
            ("Your answers are kept on this computer. Delete them:", "sinew data delete"),
        ] {
            next.push((what.to_owned(), how.to_owned()));
        }
        text.push('\n');
        for (what, how) in next {
            // A command stays whole, so that it can be copied.
            let lines = match style.wrap("", "", &format!("{what} {how}")) {
                lines if lines.len() == 1 => lines,
                _ => style.wrap("", "", &what).into_iter().chain([format!("  {how}")]).collect(),
            };
            text.push_str(&lines.join("\n"));
            text.push('\n');
        }
    }
    session.console.say(&text)?;
    Ok(())
}

/// The exit code for a result of this urgency.
pub(super) fn code_of(arguments: &AssessArguments, urgency: Urgency) -> u8 {
    if !arguments.exit_code {
        return exit_code::DONE;
    }
    match urgency {
        Urgency::SelfCare => exit_code::DONE,
        Urgency::Routine | Urgency::Soon => exit_code::SEE_SOMEONE,
        Urgency::SameDay => exit_code::SAME_DAY,
        Urgency::Emergency => exit_code::EMERGENCY,
    }
}
