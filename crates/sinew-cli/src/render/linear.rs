//! Append-only lines: nothing moves, nothing is drawn, and every line says what it is.

use super::{Attempt, add_attempt, numbered, taking_words};
use crate::{
    appearance::Style,
    page::Page,
    view::{EntryKind, QuestionView, ReviewView},
};

/// From so many choices on, the question comes once more after them, because it has scrolled away or is long past.
const LONG: usize = 10;

pub(super) fn question(view: &QuestionView, attempt: Attempt<'_>, style: &Style) -> Page {
    let QuestionView {
        section,
        number,
        ask,
        why,
        help: _,
        choices,
        entry,
        not_sure,
        answered,
        can_go_back,
        remark,
        known,
    } = view;
    let mut page = Page { several: *entry == EntryKind::Several, ..Page::default() };
    let mut keys = Vec::new();
    if choices.is_empty() && *not_sure {
        keys.push("n not sure");
    }
    if *can_go_back {
        keys.push("b back");
    }
    let told = if let Attempt::Help(paragraphs) = attempt { paragraphs } else { view.shown_help() };
    if view.has_long_help() {
        keys.push("? how to tell");
    } else {
        keys.push("? repeat");
    }
    // What has scrolled away or was not heard comes again with the help.
    if matches!(attempt, Attempt::First | Attempt::Help(_)) {
        page.line("");
        page.lines(style.wrap("", "", &format!("Section: {section}. Question {number}.")));
        page.lines(style.wrap("", "", ask));
        page.lines(style.wrap("", "", why));
        add_attempt(&mut page, Attempt::Help(told), style);
        for (position, choice) in choices.iter().enumerate() {
            page.choice(position + 1, numbered(style, position + 1, choices.len(), &choice.label));
        }
        if *entry == EntryKind::Several {
            page.lines(style.wrap("", "", "More than one may fit: type their numbers with spaces between."));
        }
        if let EntryKind::Number { ends, .. } = entry
            && !ends.is_empty()
        {
            page.lines(style.wrap("", "", &format!("{}.", ends.join(". "))));
        }
        if let Some(answered) = answered {
            page.lines(style.wrap("", "", &format!("Your answer so far: {answered}.")));
        }
        if let Some(known) = known {
            for line in &known.lines {
                page.lines(style.wrap("", "", line));
            }
        }
        if let Some(remark) = remark {
            page.lines(style.wrap("", "", remark));
        }
        if choices.len() >= LONG {
            page.lines(style.wrap("", "", &format!("Question {number} again: {ask}")));
        }
    }
    if !matches!(attempt, Attempt::Help(_)) {
        add_attempt(&mut page, attempt, style);
    }
    // In every attempt: what a key does has to be read with it.
    if let Some(offer) = known.as_ref().and_then(|known| known.offer.as_ref()) {
        page.lines(style.wrap("", "", &taking_words(offer)));
        keys.push("t take it over");
    }
    let how = match entry {
        EntryKind::One => "Type a number".to_owned(),
        EntryKind::Several => "Type one or more numbers".to_owned(),
        EntryKind::Number { least, most, unit, .. } => {
            let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
            format!("Type a number from {least} to {most}{unit}")
        }
    };
    keys.extend(["s save", "q quit"]);
    set_prompt(&mut page, style.wrap("", "", &format!("{how} ({}):", keys.join(", "))));
    page
}

pub(super) fn review(view: &ReviewView, attempt: Attempt<'_>, style: &Style) -> Page {
    let ReviewView { title, opening, rows, prompt, keys } = view;
    let mut page = Page::default();
    if attempt == Attempt::First {
        page.line("");
        page.lines(style.wrap("", "", title));
        for text in opening {
            page.lines(style.wrap("", "", text));
        }
        for (position, row) in rows.iter().enumerate() {
            let text = format!("{}: {}", row.short, row.answer);
            page.choice(position + 1, numbered(style, position + 1, rows.len(), &text));
        }
    }
    add_attempt(&mut page, attempt, style);
    set_prompt(&mut page, style.wrap("", "", &format!("{prompt} ({}):", keys.join(", "))));
    page
}

/// The last line of a wrapped prompt is the one that is typed behind.
pub(super) fn set_prompt(page: &mut Page, mut prompt: Vec<String>) {
    let last = prompt.pop().unwrap_or_default();
    page.lines(prompt);
    page.prompt = format!("{last} ");
}
