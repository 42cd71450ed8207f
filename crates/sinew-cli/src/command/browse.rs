//! `sinew browse`: exercises and advice without questions.

use crate::{
    arguments::{BrowseArguments, Format},
    document::{Document, list, paragraph},
    failure::{Failure, exit_code},
    session::Session,
    view::action_page,
};
use serde_json::json;
use sinew_app::{closest_name, wording};
use sinew_model::{Action, ActionIx, ActionKind, Pack};

pub(crate) fn run(session: &mut Session<'_>, arguments: &BrowseArguments) -> Result<u8, Failure> {
    let shelf = session.shelf()?;
    let packs = session.packs_for(&shelf, arguments.pack.as_deref())?;
    let actions = actions(&packs);
    let format = arguments.format.get();
    match &arguments.id {
        None if format == Format::Json => {
            let entries: Vec<_> = actions
                .iter()
                .map(|(_, _, action)| {
                    json!({ "id": action.id.as_str(), "kind": action.kind.name(), "title": action.title, "why": action.why })
                })
                .collect();
            session.show_json(&json!({ "schema_version": 1, "actions": entries }))?;
        }
        None => {
            let document = overview(&actions);
            session.show(&document, format)?;
        }
        Some(id) => {
            let Some((pack, index, action)) = actions.iter().find(|(_, _, action)| action.id.as_str() == id)
            else {
                return Err(unknown(id, &actions));
            };
            if format == Format::Json {
                session.show_json(&one(pack, *index, action))?;
            } else {
                let document = action_page(pack, *index);
                session.show(&document, format)?;
            }
        }
    }
    Ok(exit_code::DONE)
}

type Found<'a> = (&'a Pack, ActionIx, &'a Action);

/// The actions of all packs, those of a shared library once.
fn actions(packs: &[Pack]) -> Vec<Found<'_>> {
    let mut found: Vec<Found<'_>> = Vec::new();
    for pack in packs {
        for (index, action) in pack.actions().iter_indexed() {
            let known =
                found.iter().any(|(_, _, other)| other.id == action.id && other.origin == action.origin);
            if !known {
                found.push((pack, index, action));
            }
        }
    }
    found
}

fn overview(actions: &[Found<'_>]) -> Document {
    let mut document = Document { title: Some("Exercises and advice".to_owned()), ..Document::default() };
    document.opening.push(paragraph(
        "This list does not know what you have. Look at the warning signs first: sinew urgent. For advice that fits: sinew assess",
    ));
    for kind in ActionKind::ALL {
        let items: Vec<String> = actions
            .iter()
            .filter(|(_, _, action)| action.kind == kind)
            .map(|(_, _, action)| format!("{} ({})", action.title, action.id))
            .collect();
        document.add(wording::action_kind(kind), list("", items).into_iter().collect());
    }
    if document.sections.is_empty() {
        document.opening.push(paragraph("There is nothing to show: no pack is at hand."));
    } else {
        document.add("One of them in full", vec![paragraph("sinew browse ID, with the id in brackets")]);
    }
    document
}

fn one(pack: &Pack, index: ActionIx, action: &Action) -> serde_json::Value {
    let blocks: Vec<&str> = std::iter::once(action.blocked_because.as_str())
        .chain(
            pack.blocks()
                .iter()
                .filter(|block| block.actions.contains(&index))
                .map(|block| block.because.as_str()),
        )
        .collect();
    json!({
        "schema_version": 1,
        "id": action.id.as_str(),
        "kind": action.kind.name(),
        "title": action.title,
        "why": action.why,
        "steps": action.steps,
        "dose": action.dose.phrases(),
        "feel": action.feel,
        "progression": action.progression,
        "expect": action.expect,
        "stop_if": action.stop_if,
        "do_not": action.do_not,
        "leave_out_because": blocks,
        "pack": { "id": pack.identity().id.as_str(), "version": pack.identity().version.to_string() },
    })
}

fn unknown(id: &str, actions: &[Found<'_>]) -> Failure {
    let known = actions.iter().map(|(_, _, action)| action.id.as_str());
    let failure = Failure::input("unknown-id", format!("there is no exercise or advice `{id}`"));
    match closest_name(id, known) {
        Some(closest) => failure.help(format!("a similar id exists: {closest}")),
        None => failure,
    }
    .help("see all of them: sinew browse")
}
