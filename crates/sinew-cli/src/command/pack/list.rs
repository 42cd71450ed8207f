//! `sinew pack list`: the packs at hand.

use super::signing::{signature_json, signature_words};
use crate::{
    arguments::Format,
    document::{Block, Document, group, labelled, list, paragraph},
    failure::{Failure, exit_code},
    session::Session,
};
use serde_json::json;
use sinew_app::{Found, PackKind, PackVersion};
use sinew_install::{Signature, remembered_keys, signature_at_hand};

pub(crate) fn run(session: &mut Session<'_>, format: Format) -> Result<u8, Failure> {
    let shelf = session.shelf()?;
    let versions = signed(session, shelf.versions())?;
    if format == Format::Json {
        let entries: Vec<_> = versions.iter().map(version_json).collect();
        session.show_json(&json!({ "schema_version": 1, "packs": entries }))?;
        return Ok(exit_code::DONE);
    }
    let mut document = Document { title: Some("Content packs".to_owned()), ..Document::default() };
    for (kind, heading) in [(PackKind::Injury, "For runners"), (PackKind::Library, "Libraries they share")] {
        let of_kind = versions.iter().filter(|listed| listed.version.listing.kind == kind);
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

/// A version with who vouches for it; none if it comes with the program.
struct Listed {
    version: PackVersion,
    signature: Option<Result<Signature, String>>,
}

fn signed(session: &Session<'_>, versions: Vec<PackVersion>) -> Result<Vec<Listed>, Failure> {
    let data = session.environment.data.as_deref();
    let keys = data.map(remembered_keys).transpose();
    let keys = keys.map_err(|problem| Failure::input("key", problem.to_string()).help(problem.remedy()))?;
    let keys = keys.unwrap_or_default();
    let listed = |version: PackVersion| {
        let from_elsewhere = version.listing.from != Found::BuiltIn;
        let signature = from_elsewhere.then(|| signature_at_hand(&version.listing, data, &keys));
        Listed { version, signature }
    };
    Ok(versions.into_iter().map(listed).collect())
}

fn version_group(listed: &Listed, all: &[Listed]) -> Block {
    let PackVersion { listing, is_first, used_by } = &listed.version;
    let mut blocks = vec![paragraph(format!("{}.", listing.title.trim_end_matches('.')))];
    if let Some(place) = &listing.place {
        blocks.push(labelled("Place", place.clone()));
    }
    blocks.push(labelled("From", from_words(&listing.from)));
    match &listed.signature {
        None => {}
        Some(Ok(signature)) => blocks.push(labelled("Signature", signature_words(signature))),
        Some(Err(problem)) => blocks.push(labelled("Signature", format!("broken: {problem}"))),
    }
    let is_alone = all.iter().filter(|other| other.version.listing.id == listing.id).count() == 1;
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

fn from_words(from: &Found) -> String {
    match from {
        Found::Installed(path) => format!("installed in {}", path.display()),
        from => from.to_string(),
    }
}

fn version_json(listed: &Listed) -> serde_json::Value {
    let PackVersion { listing, is_first, used_by } = &listed.version;
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
        "origin": match listing.from {
            Found::BuiltIn => "built-in",
            Found::Folder(_) => "folder",
            Found::Installed(_) => "installed",
        },
        "signature": listed.signature.as_ref().map(signature_json),
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
