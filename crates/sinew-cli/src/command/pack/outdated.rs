//! `sinew pack outdated`: packs in use that are old, and newer versions at hand that are not used.

use super::list::kind_name;
use crate::{
    arguments::{Format, OutdatedArguments},
    document::{Block, Document, group, labelled, list, paragraph},
    failure::{Failure, exit_code},
    session::Session,
    words::date_words,
};
use serde_json::json;
use sinew_app::{NewerVersion, Outdated, OutdatedLibrary};

pub(crate) fn run(session: &mut Session<'_>, arguments: &OutdatedArguments) -> Result<u8, Failure> {
    let today = arguments.today.unwrap_or(session.environment.today);
    let outdated = session.shelf()?.outdated(today);
    match arguments.format.get() {
        Format::Json => {
            let entries: Vec<_> = outdated.iter().map(outdated_json).collect();
            session.show_json(&json!({ "schema_version": 1, "outdated": entries }))?;
        }
        format => session.show(&page(&outdated), format)?,
    }
    Ok(exit_code::DONE)
}

fn page(outdated: &[Outdated]) -> Document {
    let mut document =
        Document { title: Some("Packs that are out of date".to_owned()), ..Document::default() };
    if outdated.is_empty() {
        document.opening.push(paragraph("None of the packs in use is out of date."));
        return document;
    }
    for pack in outdated {
        let name = format!("{} {}", pack.listing.id, pack.listing.version);
        document.add(&name, pack_blocks(pack));
    }
    document.add(
        "What to do",
        vec![
            paragraph("Look for a newer version where you got the pack from."),
            paragraph("Add it with: sinew pack install FILE"),
        ],
    );
    document
}

fn pack_blocks(pack: &Outdated) -> Vec<Block> {
    let Outdated { listing: _, newer, libraries, review_overdue } = pack;
    let mut blocks = Vec::new();
    if let Some(day) = review_overdue {
        blocks.push(labelled("Review", format!("was due by {}", date_words(*day))));
    }
    blocks.extend(list("At hand, and newer, but not used", versions(newer)));
    for OutdatedLibrary { id, used, newer } in libraries {
        let lead = format!("Newer versions at hand of its library {id}; it uses {used}");
        blocks.extend(
            (!newer.is_empty()).then(|| group(lead, list("", versions(newer)).into_iter().collect())),
        );
    }
    blocks
}

fn versions(newer: &[NewerVersion]) -> Vec<String> {
    newer.iter().map(|NewerVersion { version, because }| format!("{version}: {because}")).collect()
}

fn outdated_json(pack: &Outdated) -> serde_json::Value {
    let Outdated { listing, newer, libraries, review_overdue } = pack;
    let newer_json = |newer: &[NewerVersion]| -> serde_json::Value {
        newer
            .iter()
            .map(|NewerVersion { version, because }| json!({ "version": version, "because": because }))
            .collect()
    };
    let libraries: Vec<_> = libraries
        .iter()
        .map(|OutdatedLibrary { id, used, newer }| {
            json!({ "id": id, "used": used, "newer": newer_json(newer) })
        })
        .collect();
    json!({
        "id": listing.id,
        "kind": kind_name(listing.kind),
        "version": listing.version,
        "from": listing.from.to_string(),
        "newer": newer_json(newer),
        "libraries": libraries,
        "review_overdue": review_overdue.map(|day| day.to_string()),
    })
}
