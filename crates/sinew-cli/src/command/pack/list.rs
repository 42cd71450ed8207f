//! `sinew pack list`: the packs at hand.

use crate::{
    arguments::Format,
    document::{Block, Document, group, labelled, paragraph},
    failure::{Failure, exit_code},
    session::Session,
};
use serde_json::json;
use sinew_app::PackKind;

pub(crate) fn run(session: &mut Session<'_>, format: Format) -> Result<u8, Failure> {
    let shelf = session.shelf()?;
    let listings = shelf.list();
    if format == Format::Json {
        let entries: Vec<_> = listings
            .iter()
            .map(|listing| {
                json!({
                    "id": listing.id,
                    "kind": kind_name(listing.kind),
                    "version": listing.version,
                    "title": listing.title,
                    "place": listing.place,
                    "picture": listing.picture.as_ref().map(ToString::to_string),
                    "from": listing.from.to_string(),
                })
            })
            .collect();
        session.show_json(&json!({ "schema_version": 1, "packs": entries }))?;
        return Ok(exit_code::DONE);
    }
    let mut document = Document { title: Some("Content packs".to_owned()), ..Document::default() };
    for (kind, heading) in [(PackKind::Injury, "For runners"), (PackKind::Library, "Libraries they share")] {
        let groups: Vec<Block> = listings
            .iter()
            .filter(|listing| listing.kind == kind)
            .map(|listing| {
                let mut blocks = vec![paragraph(format!("{}.", listing.title.trim_end_matches('.')))];
                if let Some(place) = &listing.place {
                    blocks.push(labelled("Place", place.clone()));
                }
                blocks.push(labelled("From", listing.from.to_string()));
                group(format!("{} {}", listing.id, listing.version), blocks)
            })
            .collect();
        document.add(heading, groups);
    }
    document.add("One of them in full", vec![paragraph("sinew pack show ID")]);
    session.show(&document, format)?;
    Ok(exit_code::DONE)
}

fn kind_name(kind: PackKind) -> &'static str {
    match kind {
        PackKind::Injury => "injury",
        PackKind::Library => "library",
    }
}
