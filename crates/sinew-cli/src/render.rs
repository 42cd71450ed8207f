//! The renderers: the same view models as pages for a screen, as append-only lines, and as Markdown.

mod document;
mod linear;
mod markdown;
mod screen;

use crate::{
    appearance::{Layout, Role, Style},
    page::{Fixed, Page},
    view::{QuestionView, ReviewView, TAKE},
};

pub(crate) use document::document_text;
pub(crate) use markdown::document_markdown;

/// What is different on this try at the same page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attempt<'a> {
    /// The page comes up for the first time.
    First,
    /// What was typed was not understood; this says what can be typed.
    Unclear(&'a str),
    /// The person asked how to tell; empty if there is nothing to tell. In lines the question comes again, too.
    Help(&'a [String]),
    /// Something was done.
    Done(&'a str),
}

/// The page of a question.
pub(crate) fn question_page(view: &QuestionView, attempt: Attempt<'_>, style: &Style) -> Page {
    match style.layout {
        Layout::Screen => screen::question(view, attempt, style),
        Layout::Linear => linear::question(view, attempt, style),
    }
}

/// The page of a list of answers.
pub(crate) fn review_page(view: &ReviewView, attempt: Attempt<'_>, style: &Style) -> Page {
    match style.layout {
        Layout::Screen => screen::review(view, attempt, style),
        Layout::Linear => linear::review(view, attempt, style),
    }
}

/// A plain menu: a heading, some text and numbered choices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Menu {
    /// Running text above the choices; an empty line separates.
    pub(crate) text: Vec<String>,
    /// The question.
    pub(crate) ask: String,
    /// The choices in the order of their numbers.
    pub(crate) choices: Vec<String>,
    /// Lines below the choices that are laid out already, such as drawings. They say nothing that has no words above.
    pub(crate) below: Vec<String>,
    /// What can be typed.
    pub(crate) prompt: String,
}

/// The page of a menu, which is the same in both layouts but for the mark behind the numbers.
pub(crate) fn menu_page(menu: &Menu, attempt: Attempt<'_>, style: &Style) -> Page {
    let mut page = Page::default();
    let mut rolling = 0;
    if style.layout == Layout::Screen || attempt == Attempt::First {
        for text in &menu.text {
            let rest = if text.starts_with("- ") { "  " } else { "" };
            page.lines(if text.is_empty() { vec![String::new()] } else { style.wrap("", rest, text) });
        }
        if !menu.text.is_empty() && !menu.ask.is_empty() {
            page.line("");
        }
        if !menu.ask.is_empty() {
            let lines = style.wrap("", "", &menu.ask);
            page.lines(lines.into_iter().map(|line| style.paint(Role::Heading, &line)).collect());
        }
        // A short introduction stays with the question; a long one rolls.
        let top = if page.lines.len() <= SHORT_TOP { page.lines.len() } else { 0 };
        for (position, choice) in menu.choices.iter().enumerate() {
            let number = position + 1;
            page.choice(number, numbered(style, number, menu.choices.len(), choice));
        }
        if !menu.below.is_empty() {
            page.line("");
            page.lines(menu.below.clone());
        }
        page.fixed = Some(Fixed { top, bottom: 0 });
        rolling = page.lines.len();
        if style.layout == Layout::Screen && !page.lines.is_empty() {
            page.line("");
        }
    }
    add_attempt(&mut page, attempt, style);
    linear::set_prompt(&mut page, style.wrap("", "", &menu.prompt));
    if let Some(fixed) = &mut page.fixed {
        fixed.bottom = page.lines.len() - rolling;
    }
    page
}

/// Up to so many lines above the choices of a menu stay in sight while the choices roll.
const SHORT_TOP: usize = 6;

/// How to take over what is known.
fn taking_words(offer: &str) -> String {
    format!("Type {TAKE} to take over: {offer}.")
}

/// The lines of a numbered choice: `  1  text` on a screen, `1. text` in lines.
fn numbered(style: &Style, number: usize, of: usize, text: &str) -> Vec<String> {
    match style.layout {
        Layout::Screen => {
            let digits = of.to_string().len().max(2);
            let first = format!("  {number:>digits$}  ");
            let rest = " ".repeat(first.len());
            style.wrap(&first, &rest, text)
        }
        Layout::Linear => {
            let first = format!("{number}. ");
            let rest = " ".repeat(first.len());
            style.wrap(&first, &rest, text)
        }
    }
}

fn add_attempt(page: &mut Page, attempt: Attempt<'_>, style: &Style) {
    match attempt {
        Attempt::First => {}
        Attempt::Unclear(text) => {
            let lines = style.wrap("Error: ", "", text);
            page.lines(lines.into_iter().map(|line| style.paint(Role::Problem, &line)).collect());
        }
        Attempt::Help([]) if style.layout == Layout::Linear => {}
        Attempt::Help([]) => page.lines(style.wrap("", "", "There is no more to say about this question.")),
        Attempt::Help(paragraphs) => {
            for (position, paragraph) in paragraphs.iter().enumerate() {
                page.lines(style.wrap(if position == 0 { "How to tell: " } else { "" }, "", paragraph));
            }
        }
        Attempt::Done(text) => page.lines(style.wrap("", "", text)),
    }
}

#[cfg(test)]
mod tests;
