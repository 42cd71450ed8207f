//! Pages about one thing in a pack: what the pack says about an id, and one exercise or piece of advice.

use super::{
    result::{distinct, do_not_items},
    trace::place,
};
use crate::document::{Block, Document, group, labelled, list, paragraph, steps};
use sinew_app::explain::{Explained, ExplainedRule};
use sinew_model::{Action, ActionIx, Citation, Pack};

/// What a pack says about an id.
pub(crate) fn explained_page(explained: &Explained, pack: &Pack) -> Document {
    let Explained { kind, id, title, about, lists, rules, sources, origin } = explained;
    let mut document = Document { title: Some(title.clone()), ..Document::default() };
    document.opening.push(labelled("What it is", format!("{} {id}", kind.name())));
    document.opening.extend(about.iter().filter(|text| !text.is_empty()).map(paragraph));
    for (heading, items) in lists {
        let items = if *heading == "Do not" { do_not_items(items) } else { items.clone() };
        document.add(heading, list("", items).into_iter().collect());
    }
    document.add("Rules", rules.iter().map(rule).collect());
    document.add("Sources", sources.iter().map(citation).collect());
    let identity = pack.identity();
    document.add(
        "Where it is written",
        vec![
            labelled("Place", place(origin)),
            labelled("Pack", format!("{} {}", identity.id, identity.version)),
            labelled("Content hash (SHA-256)", identity.hash.clone()),
        ],
    );
    document
}

fn rule(rule: &ExplainedRule) -> Block {
    let ExplainedRule { id, when, effect, text, basis, sources, origin } = rule;
    let mut blocks = vec![labelled("When", when.clone().unwrap_or_else(|| "always".to_owned()))];
    blocks.push(labelled("Then", effect.clone()));
    if let Some(basis) = basis {
        blocks.push(labelled("Basis", basis.name()));
    }
    if !sources.is_empty() {
        blocks.push(labelled("Sources", sources.join(", ")));
    }
    blocks.push(labelled("Place", place(origin)));
    let title = match id {
        Some(id) => format!("{id}: {text}"),
        None => text.clone(),
    };
    group(title, blocks)
}

/// A source in one line.
pub(crate) fn citation(source: &Citation) -> Block {
    let Citation { id, citation, title, doi, status } = source;
    let title = title.as_ref().map_or_else(String::new, |title| format!(" {title}."));
    let doi = doi.as_ref().map_or_else(String::new, |doi| format!(" doi:{doi}."));
    labelled(id.as_str(), format!("{citation}{title}{doi} Checked: {}.", status.name()))
}

/// One exercise or piece of advice, for somebody who has not answered any questions: who leaves it out comes first.
pub(crate) fn action_page(pack: &Pack, index: ActionIx) -> Document {
    let action = &pack.actions()[index];
    let mut document = Document { title: Some(action.title.clone()), ..Document::default() };
    document.opening.push(paragraph(action.why.clone()));
    document.add("Leave this out", leave_out(pack, index, action));
    document.add("How to do it", steps(&action.steps).into_iter().collect());
    let mut how_much = Vec::new();
    let dose = action.dose.phrases();
    if !dose.is_empty() {
        how_much.push(labelled("Amount", dose.join(", ")));
    }
    if let Some(feel) = &action.feel {
        how_much.push(labelled("Feel it in", feel.clone()));
    }
    if !action.progression.is_empty() {
        how_much.push(labelled("Next step", action.progression.clone()));
    }
    if let Some(expect) = &action.expect {
        how_much.push(labelled("What to expect", expect.clone()));
    }
    document.add("How much", how_much);
    document.add("Do not", list("", do_not_items(&action.do_not)).into_iter().collect());
    let identity = pack.identity();
    document.add(
        "Limits",
        vec![
            paragraph(
                "This page does not know your answers. Warning signs go before any exercise: see them with: sinew urgent",
            ),
            labelled("Basis", action.basis.name()),
            labelled("Made with", format!("{} {} ({})", identity.id, identity.version, place(&action.origin))),
        ],
    );
    document
}

/// Who leaves it out: the signs to stop at, and the reasons for which the pack keeps it away.
fn leave_out(pack: &Pack, index: ActionIx, action: &Action) -> Vec<Block> {
    let blocks =
        pack.blocks().iter().filter(|block| block.actions.contains(&index)).map(|block| &block.because);
    let reasons =
        std::iter::once(&action.blocked_because).chain(blocks).filter(|because| !because.is_empty());
    let reasons = distinct(reasons).into_iter().cloned().collect();
    let mut parts: Vec<Block> =
        list("Leave this out, or stop, if", action.stop_if.clone()).into_iter().collect();
    parts.extend(list("Leave this out also if one of these reasons is yours", reasons));
    parts
}
