//! `sinew pack list`: the packs at hand.

use crate::{
    arguments::Format,
    document::{Block, Document, group, labelled, list, paragraph},
    failure::{Failure, exit_code},
    session::Session,
};
use serde_json::json;
use sinew_app::{PackKind, PackVersion};

pub(crate) fn run(session: &mut Session<'_>, format: Format) -> Result<u8, Failure> {
    let shelf = session.shelf()?;
    let versions = shelf.versions();
    if format == Format::Json {
        let entries: Vec<_> = versions.iter().map(version_json).collect();
        session.show_json(&json!({ "schema_version": 1, "packs": entries }))?;
        return Ok(exit_code::DONE);
    }
    let mut document = Document { title: Some("Content packs".to_owned()), ..Document::default() };
    for (kind, heading) in [(PackKind::Injury, "For runners"), (PackKind::Library, "Libraries they share")] {
        let of_kind = versions.iter().filter(|version| version.listing.kind == kind);
        document.add(heading, of_kind.map(|version| version_group(version, &versions)).collect());
    }
    let unreadable = shelf.unreadable();
    let unreadable: Vec<String> = unreadable.iter().map(|(id, from)| format!("{id}, from {from}")).collect();
    if !unreadable.is_empty() {
        let mut blocks: Vec<Block> = list("", unreadable).into_iter().collect();
        blocks.push(paragraph("See what is wrong: sinew pack check ID"));
        document.add("Their pack.toml cannot be read", blocks);
    }
    document.add(
        "One of them in full",
        vec![paragraph("sinew pack show ID"), paragraph("Another version than the first: ID@VERSION")],
    );
    session.show(&document, format)?;
    Ok(exit_code::DONE)
}

fn version_group(version: &PackVersion, all: &[PackVersion]) -> Block {
    let PackVersion { listing, is_first, used_by } = version;
    let mut blocks = vec![paragraph(format!("{}.", listing.title.trim_end_matches('.')))];
    if let Some(place) = &listing.place {
        blocks.push(labelled("Place", place.clone()));
    }
    blocks.push(labelled("From", listing.from.to_string()));
    let is_alone = all.iter().filter(|other| other.listing.id == listing.id).count() == 1;
    match listing.kind {
        PackKind::Library if used_by.is_empty() => blocks.push(labelled("Used by", "no pack")),
        PackKind::Library => blocks.push(labelled("Used by", used_by.join(", "))),
        PackKind::Injury if is_alone => {}
        PackKind::Injury if *is_first => {
            blocks.push(labelled("Used", format!("yes, {} alone means this version", listing.id)));
        }
        PackKind::Injury => blocks.push(labelled("Used", format!("only as {}", listing.name()))),
    }
    group(format!("{} {}", listing.id, listing.version), blocks)
}

fn version_json(version: &PackVersion) -> serde_json::Value {
    let PackVersion { listing, is_first, used_by } = version;
    let is_used = match listing.kind {
        PackKind::Injury => *is_first,
        PackKind::Library => !used_by.is_empty(),
    };
    json!({
        "id": listing.id,
        "kind": kind_name(listing.kind),
        "version": listing.version,
        "title": listing.title,
        "place": listing.place,
        "picture": listing.picture.as_ref().map(ToString::to_string),
        "from": listing.from.to_string(),
        "used": is_used,
        "used_by": used_by,
    })
}

pub(super) fn kind_name(kind: PackKind) -> &'static str {
    match kind {
        PackKind::Injury => "injury",
        PackKind::Library => "library",
    }
}
