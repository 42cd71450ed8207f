//! From a tree of values to a draft of the pack, by hand, so that every problem is found and has its place.

mod advice;
mod case;
mod interview;
mod property;
mod reference;

use crate::{
    check,
    draft::{Entry, GivenDraft, IdentityDraft, Located, PackDraft, PackKind, ReviewDraft, UseDraft},
    fields::{Fields, Keyed, Sink, read_answer, read_text},
    file_kind::FileKind,
    shape,
    tree::{Node, Pointer},
};
use semver::VersionReq;
use sinew_model::Basis;

/// Decodes one file into the draft. Gives back whether nothing in it is lost, so that what was not read does not exist.
pub(crate) fn file(kind: FileKind, path: &str, root: &Node<'_>, sink: &Sink, draft: &mut PackDraft) -> bool {
    let Some(mut fields) = Fields::new(sink, root, String::new()) else { return false };
    match kind {
        FileKind::Pack => draft.identity = identity(&mut fields),
        FileKind::Questions => {
            draft.questions = entries(fields.keyed("question"), path, interview::question);
            draft.findings = entries(fields.keyed("finding"), path, interview::finding);
            draft.constraints = entries(fields.keyed("constraint"), path, interview::constraint);
            draft.facts = entries(fields.keyed("fact"), path, interview::fact);
        }
        FileKind::RedFlags => {
            draft.red_flags = entries(fields.keyed("red-flag"), path, interview::red_flag);
            draft.exits = entries(fields.keyed("exit"), path, interview::exit);
        }
        FileKind::Conditions => {
            draft.conditions =
                entries(fields.keyed("condition"), path, |fields| advice::condition(fields, path));
        }
        FileKind::Causes => draft.causes = entries(fields.keyed("cause"), path, advice::cause),
        FileKind::Actions => {
            draft.actions = entries(fields.keyed("action"), path, advice::action);
            draft.blocks = entries(fields.keyed("block"), path, advice::block);
        }
        FileKind::Regions => draft.regions = entries(fields.keyed("region"), path, reference::region),
        FileKind::Sources => draft.sources = entries(fields.keyed("source"), path, reference::source),
        FileKind::Properties => {
            draft.properties = entries(fields.keyed("property"), path, property::property);
        }
        FileKind::Cases => draft.cases.extend(entries(fields.keyed("case"), path, case::case)),
    }
    let read = fields.finish();
    // An entry that cannot be read keeps its id; what cannot be read in pack.toml names nothing, but for the libraries.
    if kind == FileKind::Pack {
        draft.identity.is_whole = read.everything;
        read.all_tables && !sink.is_unread("/uses")
    } else {
        read.everything
    }
}

fn entries<T>(
    keyed: Vec<Keyed<'_>>,
    path: &str,
    decode: impl Fn(&mut Fields<'_>) -> Option<T>,
) -> Vec<Entry<T>> {
    keyed
        .into_iter()
        .map(|entry| {
            let (draft, is_whole) = entry.fields.map_or((None, false), |mut fields| {
                let draft = decode(&mut fields);
                (draft, fields.finish().everything)
            });
            // An entry whose id is none has been reported, and nothing can name it.
            let draft = draft.filter(|_| shape::is_id(&entry.id.value));
            Entry { id: entry.id, file: path.to_owned(), draft, is_whole }
        })
        .collect()
}

/// What every statement rests on.
struct Cited {
    basis: Basis,
    sources: Vec<Located<String>>,
}

fn cited(fields: &mut Fields<'_>) -> Option<Cited> {
    let basis = fields.word("basis", &Basis::ALL, Basis::name);
    let sources = fields.ids("sources");
    Some(Cited { basis: basis?.value, sources: sources? })
}

fn identity(fields: &mut Fields<'_>) -> IdentityDraft {
    let format = fields.node("format");
    if let Some(node) = format
        && node.value != crate::tree::Value::Whole(1)
    {
        fields.sink().shape(Pointer::Written("/format"), check::unknown_format(node.span));
    }
    let id = fields.text("id").filter(|id| {
        let good = shape::is_id(&id.value);
        if !good {
            fields.sink().shape(Pointer::Written("/id"), check::bad_id(id.span, &id.value));
        }
        good
    });
    let kind = fields.word("kind", &PackKind::ALL, PackKind::name);
    let is_injury = kind.as_ref().is_some_and(|kind| kind.value == PackKind::Injury);
    let version = fields.parsed("version", |span, text, _| check::bad_version(span, text));
    let title = fields.text("title");
    let place = fields.text_if("place");
    if is_injury && !fields.has("place") {
        fields.sink().shape(Pointer::Written("/place"), check::missing_key(fields.place, "place"));
    }
    let picture = fields.picture_if("picture");
    let intended_use = fields.text("intended-use");
    let not_for = fields.texts("not-for").unwrap_or_default();
    let date = |span, text: &str, _| check::bad_date(span, text);
    let reviewed = fields.parsed("reviewed", date);
    let next_review = fields.parsed("next-review", date);
    let known_limits = fields.texts("known-limits").unwrap_or_default();
    let median_questions_at_most = fields.whole_if("median-questions-at-most", 1, shape::MOST_QUESTIONS);
    let sink = fields.sink();
    let uses = fields
        .values_by_id("uses")
        .into_iter()
        .filter(|(id, ..)| shape::is_id(&id.value))
        .map(|(id, node, pointer)| UseDraft { id, range: range(sink, node, Pointer::Written(&pointer)) })
        .collect();
    let given = answers(fields, "given");
    let changes = fields.texts_by_version("changes");
    let reviews = entries(fields.keyed("review"), "pack.toml", review);
    IdentityDraft {
        id,
        kind,
        version,
        title,
        place,
        picture,
        intended_use,
        not_for,
        reviewed,
        next_review,
        known_limits,
        median_questions_at_most,
        uses,
        given,
        changes,
        reviews,
        is_whole: false,
    }
}

fn review(fields: &mut Fields<'_>) -> Option<ReviewDraft> {
    let by = fields.text("by");
    let date = fields.parsed("date", |span, text: &str, _| check::bad_date(span, text));
    let because = fields.text("because");
    let fingerprint = fields.text("fingerprint");
    Some(ReviewDraft { by: by?, date: date?, because: because?, fingerprint: fingerprint? })
}

fn range(sink: &Sink, node: &Node<'_>, pointer: Pointer<'_>) -> Option<Located<VersionReq>> {
    let text = read_text(sink, node, pointer)?;
    if let Ok(value) = text.value.parse::<VersionReq>() {
        return Some(Located { value, span: text.span });
    }
    sink.shape(pointer, check::bad_range(text.span, &text.value));
    None
}

fn answers(fields: &mut Fields<'_>, key: &'static str) -> Vec<GivenDraft> {
    let sink = fields.sink();
    fields
        .values_by_id(key)
        .into_iter()
        .filter(|(id, ..)| shape::is_id(&id.value))
        .filter_map(|(question, node, pointer)| {
            read_answer(sink, node, Pointer::Written(&pointer)).map(|answer| GivenDraft { question, answer })
        })
        .collect()
}
