//! `sinew explain`: what stands behind an id of a pack or the code of a problem.

use super::pack::show::{question_json, question_page};
use crate::{
    arguments::{ExplainArguments, Format},
    document::{Block, Document, paragraph, verbatim},
    failure::{Failure, exit_code},
    session::Session,
    view::explained_page,
};
use serde_json::json;
use sinew_app::{
    Shelf, can_be_allowed, checks, closest_name,
    explain::{Explained, how_to_allow, known_ids, lookup},
};
use sinew_diag::{Check, ExampleFile, Explanation};
use sinew_model::{Origin, Pack};

pub(crate) fn run(session: &mut Session<'_>, arguments: &ExplainArguments) -> Result<u8, Failure> {
    let format = arguments.format.get();
    let id = arguments.id.trim();
    if is_code(id) {
        return code(session, &id.to_uppercase(), format);
    }
    let shelf = session.shelf()?;
    let packs = session.packs_for(&shelf, arguments.pack.as_deref())?;
    let mut found: Vec<(&Pack, Explained)> = Vec::new();
    for pack in &packs {
        for explained in lookup(pack, id) {
            // What packs take over from the same library they say in the same words.
            if !found.iter().any(|(_, known)| *known == explained) {
                found.push((pack, explained));
            }
        }
    }
    if found.is_empty() {
        return not_explained(session, &shelf, &packs, id, format);
    }
    if format == Format::Json {
        let entries: Vec<_> = found.iter().map(|(pack, explained)| explained_json(pack, explained)).collect();
        session.show_json(&json!({ "schema_version": 1, "found": entries }))?;
    } else {
        for (position, (pack, explained)) in found.iter().enumerate() {
            if position > 0 {
                session.console.write_out("\n")?;
            }
            let document = explained_page(explained, pack);
            session.show(&document, format)?;
        }
    }
    Ok(exit_code::DONE)
}

/// What is no rule of a pack but has an id all the same: a question, one of its answers, a pack, a region.
fn not_explained(
    session: &mut Session<'_>,
    shelf: &Shelf,
    packs: &[Pack],
    id: &str,
    format: Format,
) -> Result<u8, Failure> {
    // An answer is written behind its question: `question.answer`, or `question=answer` as an option.
    let question = id.split(['.', '=']).next().unwrap_or(id);
    let asked = packs.iter().find_map(|pack| pack.question_named(question).map(|index| (pack, index)));
    if let Some((pack, index)) = asked {
        let question = &pack.questions()[index];
        if format == Format::Json {
            let mut entry = question_json(question);
            entry["answer_kind"] = entry["kind"].take();
            entry["kind"] = "question".into();
            session.show_json(&json!({ "schema_version": 1, "found": [entry] }))?;
        } else {
            session.show(&question_page(pack, question), format)?;
        }
        return Ok(exit_code::DONE);
    }
    if shelf.list().iter().any(|listing| listing.id == id) {
        return Err(Failure::input("unknown-id", format!("`{id}` is a whole pack"))
            .help(format!("see it: sinew pack show {id}")));
    }
    if packs.iter().flat_map(Pack::regions).any(|region| region.id.as_str() == id) {
        return Err(Failure::input("unknown-id", format!("`{id}` is a region")).help("see it: sinew region"));
    }
    Err(unknown(id, packs))
}

/// Codes are one letter and four digits.
fn is_code(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && text.len() == 5
        && characters.all(|character| character.is_ascii_digit())
}

fn code(session: &mut Session<'_>, id: &str, format: Format) -> Result<u8, Failure> {
    let Some(known) = checks().into_iter().find(|known| known.code().name() == id) else {
        return Err(Failure::input("unknown-code", format!("there is no code `{id}`"))
            .help("codes stand in square brackets in the output of a pack check"));
    };
    if format == Format::Json {
        session.show_json(&check_json(known))?;
    } else {
        session.show(&check_page(known), format)?;
    }
    Ok(exit_code::DONE)
}

fn check_page(check: Check) -> Document {
    let Explanation { what, why, remedy, example, mended, no_example } = check.explanation();
    let mut document =
        Document { title: Some(format!("{}: {}", check.code(), check.title())), ..Document::default() };
    document.opening.extend(paragraphs(&what));
    document.add("Why it matters", paragraphs(&why));
    document.add("What to do", paragraphs(&remedy));
    document
        .add("Example", files(&example).chain(no_example.iter().flat_map(|why| paragraphs(why))).collect());
    document.add("Mended", files(&mended).collect());
    document.add("How to allow it", paragraphs(&how_to_allow(check)));
    document
}

fn paragraphs(text: &str) -> Vec<Block> {
    text.split("\n\n").filter(|text| !text.is_empty()).map(paragraph).collect()
}

fn files(files: &[ExampleFile]) -> impl Iterator<Item = Block> {
    files.iter().map(|file| verbatim(file.heading(), &file.text))
}

fn check_json(check: Check) -> serde_json::Value {
    let Explanation { what, why, remedy, example, mended, no_example } = check.explanation();
    let files = |files: &[ExampleFile]| -> Vec<serde_json::Value> {
        let file =
            |file: &ExampleFile| json!({ "path": file.path, "remark": file.remark, "text": file.text });
        files.iter().map(file).collect()
    };
    json!({
        "schema_version": 1,
        "code": check.code().name(),
        "severity": check.severity().name(),
        "title": check.title(),
        "what": what,
        "why": why,
        "remedy": remedy,
        "example": files(&example),
        "mended": files(&mended),
        "no_example": no_example,
        "can_be_allowed": can_be_allowed(check),
    })
}

fn place(origin: &Origin) -> serde_json::Value {
    json!({ "pack": origin.pack.as_str(), "file": origin.file, "line": origin.line })
}

/// What a pack says about one of its ids, for programs.
pub(crate) fn explained_json(pack: &Pack, explained: &Explained) -> serde_json::Value {
    let Explained { kind, id, title, about, lists, rules, sources, origin } = explained;
    let rules: Vec<_> = rules
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "when": rule.when,
                "effect": rule.effect,
                "text": rule.text,
                "basis": rule.basis.map(sinew_model::Basis::name),
                "sources": rule.sources,
                "place": place(&rule.origin),
            })
        })
        .collect();
    let lists: Vec<_> =
        lists.iter().map(|(heading, items)| json!({ "heading": heading, "items": items })).collect();
    let sources: Vec<_> = sources
        .iter()
        .map(|source| {
            json!({
                "id": source.id.as_str(),
                "citation": source.citation,
                "title": source.title,
                "doi": source.doi,
                "status": source.status.name(),
            })
        })
        .collect();
    let identity = pack.identity();
    json!({
        "kind": kind.name(),
        "id": id,
        "title": title,
        "about": about,
        "lists": lists,
        "rules": rules,
        "sources": sources,
        "place": place(origin),
        "pack": { "id": identity.id.as_str(), "version": identity.version.to_string(), "content_hash": identity.hash },
    })
}

fn unknown(id: &str, packs: &[Pack]) -> Failure {
    let failure = Failure::input("unknown-id", format!("nothing in the packs at hand is called `{id}`"));
    let questions = packs.iter().flat_map(Pack::questions).map(|question| question.id.as_str());
    match closest_name(id, packs.iter().flat_map(known_ids).chain(questions)) {
        Some(closest) => failure.help(format!("a similar id exists: {closest}")),
        None => failure,
    }
    .help("ids stand in the full result: sinew assess --explain")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_ids() {
        assert!(is_code("R0203"));
        assert!(is_code("s0102"));
        assert!(!is_code("rf07"));
        assert!(!is_code("calf-stretch"));
        assert!(!is_code(""));
    }
}
