//! `sinew pack show`: what a pack is for, what it asks, what its rules are, and what leads to what.

use crate::{
    arguments::{Format, GraphLanguage, ShowArguments},
    command::explain::explained_json,
    document::{Block, Document, labelled, list, paragraph},
    failure::{Failure, exit_code},
    session::Session,
    view::place,
    words::date_words,
};
use serde_json::json;
use sinew_app::{
    closest_name,
    explain::{Explained, ExplainedKind, lookup},
    graph::Graph,
    wording::fact_source,
};
use sinew_model::{Basis, Choice, Pack, Question, QuestionKind};

pub(crate) fn run(session: &mut Session<'_>, arguments: &ShowArguments) -> Result<u8, Failure> {
    let ShowArguments {
        id,
        questions,
        rules,
        actions,
        #[cfg(feature = "batch")]
        columns,
        graph,
        about,
        format,
    } = arguments;
    let pack = super::looked_into(session, id)?;
    #[cfg(feature = "batch")]
    if *columns {
        return show_columns(session, &pack, format.get());
    }
    if let Some(language) = graph {
        let text = drawn(&pack, *language, about.as_deref())?;
        session.console.write_out(&text)?;
        return Ok(exit_code::DONE);
    }
    let format = format.get();
    if format == Format::Json {
        let mut value = pack_json(&pack);
        if *questions {
            value["questions"] = asked(&pack).map(question_json).collect();
        } else if *rules {
            value["rules"] = ruled(&pack).map(|explained| explained_json(&pack, &explained)).collect();
            value["properties"] =
                promised(&pack).map(|explained| explained_json(&pack, &explained)).collect();
        } else if *actions {
            value["actions"] = acted(&pack).map(|explained| explained_json(&pack, &explained)).collect();
        }
        session.show_json(&value)?;
        return Ok(exit_code::DONE);
    }
    let document = if *questions {
        questions_page(&pack)
    } else if *rules {
        rules_page(&pack, "Rules", ruled(&pack).chain(promised(&pack)))
    } else if *actions {
        rules_page(&pack, "Actions", acted(&pack))
    } else {
        pack_page(&pack)
    };
    session.show(&document, format)?;
    Ok(exit_code::DONE)
}

/// The columns that a table of answers has.
#[cfg(feature = "batch")]
fn show_columns(session: &mut Session<'_>, pack: &Pack, format: Format) -> Result<u8, Failure> {
    use sinew_batch::{Column, ColumnKind};
    let columns = sinew_batch::document(pack);
    if format == Format::Json {
        session.show_json(&json!(columns))?;
        return Ok(exit_code::DONE);
    }
    let mut document = Document {
        title: Some(format!("Columns for {} {}", columns.pack, columns.version)),
        ..Document::default()
    };
    document.opening.push(paragraph(format!(
        "Each column is named after a question. What is null, or has no column, was not asked; a row in which a \
         warning sign was not asked about has no result. The column {} is passed through to the results.",
        columns.id_column
    )));
    for Column { name, kind, values, min, max, always_asked, short } in columns.columns {
        let kind = match kind {
            ColumnKind::Text => "a text",
            ColumnKind::List => "a list of texts, or one text with ; between them",
            ColumnKind::Number => "a whole number",
        };
        let range = min.zip(max).map(|(min, max)| format!("{min} to {max}"));
        let values: Vec<String> = range.into_iter().chain(values).collect();
        let mut blocks = vec![labelled("Type", kind), labelled("Values", values.join(", "))];
        if !always_asked {
            blocks.push(paragraph("Only asked after certain other answers; null for everybody else."));
        }
        document.add(&format!("{name} ({short})"), blocks);
    }
    session.show(&document, format)?;
    Ok(exit_code::DONE)
}

fn drawn(pack: &Pack, language: GraphLanguage, about: Option<&str>) -> Result<String, Failure> {
    let whole = Graph::of(pack);
    let graph = match about {
        None => whole,
        Some(id) => whole.about(id).ok_or_else(|| {
            let failure = Failure::input("unknown-id", format!("nothing in this pack is called `{id}`"));
            match closest_name(id, whole.nodes.iter().map(|node| node.id.as_str())) {
                Some(closest) => failure.help(format!("a similar id exists: {closest}")),
                None => failure,
            }
        })?,
    };
    Ok(match language {
        GraphLanguage::Dot => graph.dot(),
        GraphLanguage::Mermaid => graph.mermaid(),
    })
}

/// What decides something, in the order of the pack.
fn ruled(pack: &Pack) -> impl Iterator<Item = Explained> {
    let flags = pack.red_flags().iter().map(|flag| (ExplainedKind::RedFlag, flag.id.as_str()));
    let exits = pack.exits().iter().map(|exit| (ExplainedKind::Exit, exit.id.as_str()));
    let conditions =
        pack.conditions().iter().map(|condition| (ExplainedKind::Condition, condition.id.as_str()));
    let causes = pack.causes().iter().map(|cause| (ExplainedKind::Cause, cause.id.as_str()));
    flags.chain(exits).chain(conditions).chain(causes).filter_map(|(kind, id)| of_kind(pack, kind, id))
}

/// What is promised of the rules, in the order of the pack.
fn promised(pack: &Pack) -> impl Iterator<Item = Explained> {
    let properties = pack.properties().iter();
    properties.filter_map(|property| of_kind(pack, ExplainedKind::Property, property.id.as_str()))
}

/// What is offered, in the order of the pack.
fn acted(pack: &Pack) -> impl Iterator<Item = Explained> {
    pack.actions().iter().filter_map(|action| of_kind(pack, ExplainedKind::Action, action.id.as_str()))
}

fn of_kind(pack: &Pack, kind: ExplainedKind, id: &str) -> Option<Explained> {
    lookup(pack, id).into_iter().find(|explained| explained.kind == kind)
}

fn rules_page(pack: &Pack, title: &str, all: impl Iterator<Item = Explained>) -> Document {
    let identity = pack.identity();
    let mut document = Document {
        title: Some(format!("{title} of {} {}", identity.id, identity.version)),
        ..Document::default()
    };
    for explained in all {
        let heading = format!("{} ({})", explained.id, explained.kind.name());
        document.add(&heading, rule_blocks(&explained));
    }
    document
}

/// One thing with its rules.
fn rule_blocks(explained: &Explained) -> Vec<Block> {
    let mut blocks = vec![paragraph(explained.title.clone())];
    for rule in &explained.rules {
        let head = rule.id.as_ref().map_or_else(|| "When".to_owned(), |id| format!("{id}, when"));
        blocks.push(labelled(&head, rule.when.as_deref().unwrap_or("always")));
        let sources: Vec<&str> =
            rule.basis.map(Basis::name).into_iter().chain(rule.sources.iter().map(String::as_str)).collect();
        let grounds = if sources.is_empty() { String::new() } else { format!(" ({})", sources.join(", ")) };
        blocks.push(labelled("  then", format!("{}{grounds}", rule.effect)));
    }
    let wanted = ["Dose", "Helps", "Shown only with", "Shown also beside", "What helps"];
    for (heading, items) in explained.lists.iter().filter(|(heading, _)| wanted.contains(heading)) {
        blocks.extend(list(heading, items.clone()));
    }
    blocks.push(labelled("Place", place(&explained.origin)));
    blocks
}

fn pack_page(pack: &Pack) -> Document {
    let identity = pack.identity();
    let mut document = Document { title: Some(identity.title.clone()), ..Document::default() };
    document.opening.push(labelled("Pack", format!("{} {}", identity.id, identity.version)));
    if !identity.place.is_empty() {
        document.opening.push(labelled("Place", identity.place.clone()));
    }
    document.opening.push(paragraph(identity.intended_use.clone()));
    document.add("Not for", list("", identity.not_for.clone()).into_iter().collect());
    document.add("Known limits", list("", identity.known_limits.clone()).into_iter().collect());
    let mut review = vec![
        labelled("Reviewed", date_words(identity.reviewed)),
        labelled("Next review", date_words(identity.next_review)),
    ];
    review.extend(pack.libraries().iter().map(|library| {
        let reviewed = date_words(library.reviewed);
        labelled("Library", format!("{} {}, reviewed {reviewed}", library.id, library.version))
    }));
    review.push(labelled("Content hash (SHA-256)", identity.hash.clone()));
    document.add("Versions", review);
    let changes = identity.changes.iter().rev();
    let changes = changes.filter_map(|change| list(&format!("In {}", change.version), change.texts.clone()));
    document.add("What has changed", changes.collect());
    let counts = [
        ("questions", pack.questions().len()),
        ("warning signs", pack.red_flags().len()),
        ("conditions", pack.conditions().len()),
        ("causes", pack.causes().len()),
        ("exercises and advice", pack.actions().len()),
        ("sources", pack.sources().len()),
        ("properties", pack.properties().len()),
    ];
    let counts = counts.into_iter().map(|(name, count)| format!("{count} {name}"));
    document.add("What is in it", list("", counts.collect()).into_iter().collect());
    document
}

fn questions_page(pack: &Pack) -> Document {
    let identity = pack.identity();
    let mut document = Document {
        title: Some(format!("Questions of {} {}", identity.id, identity.version)),
        ..Document::default()
    };
    document.opening.push(paragraph("Give an answer like this: --answer ID=ANSWER"));
    for question in asked(pack) {
        document.add(&format!("{} ({})", question.id, question.short), question_blocks(question));
    }
    document
}

fn question_blocks(question: &Question) -> Vec<Block> {
    let mut blocks = vec![paragraph(question.ask.clone())];
    let answers = answers_of(question).into_iter().map(|(id, label)| format!("{id}: {label}"));
    blocks.extend(list("Answers", answers.collect()));
    if question.ask_when.is_some() {
        blocks.push(paragraph("Only asked after certain other answers."));
    }
    blocks
}

/// One question with its reason, its help, its answers and its place.
pub(crate) fn question_page(pack: &Pack, question: &Question) -> Document {
    let mut document = Document { title: Some(question.short.clone()), ..Document::default() };
    document.opening.push(labelled("What it is", format!("question {}", question.id)));
    document.opening.extend(question_blocks(question));
    document.add("Why it is asked", vec![paragraph(question.why.clone())]);
    document.add("How to tell", question.help.iter().map(paragraph).collect());
    let about = pack.facts().iter().filter(|fact| pack.questions()[fact.question].id == question.id);
    let facts =
        about.map(|fact| format!("{} (fact {}, from {})", fact.means, fact.id, fact_source(fact.source)));
    document.add("What may propose an answer", list("", facts.collect()).into_iter().collect());
    let identity = pack.identity();
    document.add(
        "Where it is written",
        vec![
            labelled("Place", place(&question.origin)),
            labelled("Pack", format!("{} {}", identity.id, identity.version)),
        ],
    );
    document
}

/// The questions that are not answered by opening the pack.
fn asked(pack: &Pack) -> impl Iterator<Item = &Question> {
    pack.questions()
        .iter_indexed()
        .filter(|(index, _)| pack.given_answer(*index).is_none())
        .map(|(_, question)| question)
}

/// What can be written as an answer, with what it means.
fn answers_of(question: &Question) -> Vec<(String, String)> {
    let pair = |choice: &Choice| (choice.id.to_string(), choice.label.clone());
    let mut answers: Vec<(String, String)> = match &question.kind {
        QuestionKind::YesNo { yes, no } => vec![pair(yes), pair(no)],
        QuestionKind::OneOf { options, .. } => options.iter().map(pair).collect(),
        QuestionKind::AnyOf { options, .. } => {
            options.iter().map(pair).chain([("none".to_owned(), "None of these".to_owned())]).collect()
        }
        QuestionKind::Scale { from, to, .. } => vec![(
            format!("{} to {}", from.value, to.value),
            format!("{} is {}, {} is {}", from.value, from.label, to.value, to.label),
        )],
        QuestionKind::Number { unit, min, max, .. } => vec![(format!("{min} to {max}"), unit.clone())],
    };
    if question.not_sure {
        answers.push(("not-sure".to_owned(), "I'm not sure".to_owned()));
    }
    answers
}

fn pack_json(pack: &Pack) -> serde_json::Value {
    let identity = pack.identity();
    let libraries: Vec<_> = pack
        .libraries()
        .iter()
        .map(|library| {
            json!({
                "id": library.id.as_str(),
                "version": library.version.to_string(),
                "title": library.title,
                "reviewed": library.reviewed.to_string(),
            })
        })
        .collect();
    let changes: Vec<_> = identity
        .changes
        .iter()
        .map(|change| json!({ "version": change.version.to_string(), "texts": change.texts }))
        .collect();
    json!({
        "schema_version": 1,
        "id": identity.id.as_str(),
        "version": identity.version.to_string(),
        "content_hash": identity.hash,
        "title": identity.title,
        "place": identity.place,
        "picture": identity.picture.as_ref().map(ToString::to_string),
        "intended_use": identity.intended_use,
        "not_for": identity.not_for,
        "reviewed": identity.reviewed.to_string(),
        "next_review": identity.next_review.to_string(),
        "known_limits": identity.known_limits,
        "changes": changes,
        "libraries": libraries,
    })
}

pub(crate) fn question_json(question: &Question) -> serde_json::Value {
    let kind = match &question.kind {
        QuestionKind::YesNo { .. } => "yes-no",
        QuestionKind::OneOf { .. } => "one-of",
        QuestionKind::AnyOf { .. } => "any-of",
        QuestionKind::Scale { .. } => "scale",
        QuestionKind::Number { .. } => "number",
    };
    let mut value = json!({
        "id": question.id.as_str(),
        "kind": kind,
        "section": question.section,
        "short": question.short,
        "ask": question.ask,
        "why": question.why,
        "help": (!question.help.is_empty()).then(|| question.help.join("\n\n")),
        "not_sure": question.not_sure,
        "always_asked": question.ask_when.is_none(),
    });
    if let Some((min, max)) = question.number_range() {
        value["min"] = min.into();
        value["max"] = max.into();
    } else {
        let options: Vec<_> = answers_of(question)
            .into_iter()
            .filter(|(id, _)| id != "not-sure")
            .map(|(id, label)| json!({ "id": id, "label": label }))
            .collect();
        value["options"] = options.into();
    }
    value
}
