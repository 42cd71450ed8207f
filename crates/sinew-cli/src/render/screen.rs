//! One page at a time on a cleared screen.

use super::{Attempt, add_attempt, numbered, taking_words};
use crate::{
    appearance::{NARROWEST, Role, Style, WIDEST},
    page::{Fixed, Page},
    view::{EntryKind, QuestionView, ReviewView},
};

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
    let width = style.width.clamp(NARROWEST, WIDEST);
    let counter = format!("Question {number}");
    let section = style.characters(section);
    let gap = width.saturating_sub(textwrap::core::display_width(&section) + counter.len()).max(2);
    page.line(format!("{section}{}{counter}", " ".repeat(gap)));
    page.line("-".repeat(width));
    page.line("");
    page.lines(style.wrap("", "", ask).into_iter().map(|line| style.paint(Role::Heading, &line)).collect());
    page.lines(style.wrap("", "", why));
    page.line("");
    let top = page.lines.len();
    // What was asked for stands first among what rolls, so that it is in sight.
    if let Attempt::Help(_) = attempt {
        add_attempt(&mut page, attempt, style);
        page.line("");
    } else if !view.shown_help().is_empty() {
        for paragraph in view.shown_help() {
            page.lines(style.wrap("", "", paragraph));
        }
        page.line("");
    }
    let mut apart = false;
    for (position, choice) in choices.iter().enumerate() {
        if choice.apart && !apart {
            page.line("   or");
            apart = true;
        }
        page.choice(position + 1, numbered(style, position + 1, choices.len(), &choice.label));
    }
    if let EntryKind::Number { ends, .. } = entry {
        for end in ends {
            page.lines(style.wrap("  ", "  ", end));
        }
    }
    if let Some(known) = known {
        page.line("");
        for line in &known.lines {
            page.lines(style.wrap("", "", line));
        }
    }
    if let Some(remark) = remark {
        page.line("");
        page.lines(style.wrap("", "", remark));
    }
    let rolling = page.lines.len();
    page.line("");
    if let Some(answered) = answered {
        page.lines(style.wrap("", "", &format!("Your answer so far: {answered}")));
        page.line("");
    }
    if !matches!(attempt, Attempt::First | Attempt::Help(_)) {
        add_attempt(&mut page, attempt, style);
        page.line("");
    }
    let how = match entry {
        EntryKind::One => format!("Type 1 to {}, then Enter.", choices.len()),
        EntryKind::Several => {
            format!("Type the numbers that fit, 1 to {}, with spaces between, then Enter.", choices.len())
        }
        EntryKind::Number { least, most, unit, .. } => {
            let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
            format!("Type a whole number from {least} to {most}{unit}, then Enter.")
        }
    };
    if let Some(offer) = known.as_ref().and_then(|known| known.offer.as_ref()) {
        page.lines(style.wrap("", "", &taking_words(offer)));
    }
    let mut keys = Vec::new();
    if matches!(entry, EntryKind::Number { .. }) && *not_sure {
        keys.push("n not sure");
    }
    if *can_go_back {
        keys.push("b back");
    }
    if view.has_long_help() {
        keys.push("? how to tell");
    }
    keys.extend(["s save and stop", "q quit"]);
    page.lines(style.wrap("", "", &how));
    page.lines(style.wrap("", "", &keys.join("   ")));
    "> ".clone_into(&mut page.prompt);
    page.fixed = Some(Fixed { top, bottom: page.lines.len() - rolling });
    page
}

/// In fewer columns than this, answers stand behind the names of their questions instead of in a column of their own.
const ROOM_FOR_TWO: usize = 60;

pub(super) fn review(view: &ReviewView, attempt: Attempt<'_>, style: &Style) -> Page {
    let ReviewView { title, opening, rows, prompt, keys } = view;
    let mut page = Page::default();
    page.lines(style.wrap("", "", title).into_iter().map(|line| style.paint(Role::Heading, &line)).collect());
    for text in opening {
        page.lines(style.wrap("", "", text));
    }
    page.line("");
    let top = page.lines.len();
    let label_width = rows
        .iter()
        .map(|row| textwrap::core::display_width(&style.characters(&row.short)))
        .max()
        .unwrap_or(0)
        .min(style.width.clamp(NARROWEST, WIDEST) / 3);
    for (position, row) in rows.iter().enumerate() {
        let short = style.characters(&row.short);
        if style.width < ROOM_FOR_TWO {
            let text = format!("{short}: {}", row.answer);
            page.choice(position + 1, numbered(style, position + 1, rows.len(), &text));
            continue;
        }
        let pad = label_width.saturating_sub(textwrap::core::display_width(&short)) + 2;
        let first = format!("  {:>2}  {short}{}", position + 1, " ".repeat(pad));
        let rest = " ".repeat(6 + label_width + 2);
        page.choice(position + 1, style.wrap(&first, &rest, &row.answer));
    }
    let rolling = page.lines.len();
    page.line("");
    if attempt != Attempt::First {
        add_attempt(&mut page, attempt, style);
        page.line("");
    }
    page.lines(style.wrap("", "", &format!("{prompt}.")));
    page.lines(style.wrap("", "", &keys.join("   ")));
    "> ".clone_into(&mut page.prompt);
    page.fixed = Some(Fixed { top, bottom: page.lines.len() - rolling });
    page
}
