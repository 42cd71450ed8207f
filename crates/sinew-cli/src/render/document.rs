//! A document as text, for a screen or as lines.

use crate::{
    appearance::{Layout, NARROWEST, Role, Style, WIDEST},
    document::{Banner, Block, Document},
};
use sinew_model::Urgency;

/// The document as text, ending with a line break.
pub(crate) fn document_text(document: &Document, style: &Style) -> String {
    let Document { banner, title, opening, sections } = document;
    let mut lines = Lines { style, lines: Vec::new() };
    if let Some(banner) = banner {
        lines.banner(banner);
    }
    if let Some(title) = title {
        lines.painted(Role::Heading, title);
    }
    for block in opening {
        lines.block(block, 0);
    }
    for section in sections {
        lines.gap();
        lines.painted(Role::Heading, &section.title);
        let indent = if style.layout == Layout::Screen { 2 } else { 0 };
        for (position, block) in section.blocks.iter().enumerate() {
            if position > 0 && matches!(block, Block::Group { .. }) {
                lines.gap();
            }
            lines.block(block, indent);
        }
    }
    let mut text = lines.lines.join("\n");
    text.push('\n');
    text
}

struct Lines<'a> {
    style: &'a Style,
    lines: Vec<String>,
}

impl Lines<'_> {
    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn painted(&mut self, role: Role, text: &str) {
        for line in self.style.wrap("", "", text) {
            self.lines.push(self.style.paint(role, &line));
        }
    }

    fn indented(&mut self, indent: usize, first: &str, text: &str) {
        // In lines nothing is set in from the left but what continues an item.
        let indent = if self.style.layout == Layout::Screen { indent } else { 0 };
        let (start, rest) = (" ".repeat(indent), " ".repeat(indent + first.len()));
        self.lines.extend(self.style.wrap(&format!("{start}{first}"), &rest, text));
    }

    fn banner(&mut self, banner: &Banner) {
        let Banner { urgency, label, heading, aside } = banner;
        let role = Role::Level(*urgency);
        match (self.style.layout, urgency) {
            (Layout::Screen, Urgency::Emergency) => {
                let rule = "=".repeat(self.style.width.clamp(NARROWEST, WIDEST));
                self.lines.push(rule.clone());
                self.painted(role, &label.to_uppercase());
                self.painted(role, heading);
                self.lines.push(rule);
            }
            (_, Urgency::Emergency) => self.painted(role, &format!("{label}. {heading}.")),
            (_, Urgency::SameDay | Urgency::Soon | Urgency::Routine | Urgency::SelfCare) => {
                self.painted(role, &format!("{label}: {heading}"));
            }
        }
        if !aside.is_empty() {
            self.indented(0, "", aside);
        }
    }

    fn block(&mut self, block: &Block, indent: usize) {
        match block {
            Block::Paragraph(text) => self.indented(indent, "", text),
            Block::Labelled { label, text } => {
                let label = self.style.characters(label);
                // A label that is glued to its text with a plain space would be wrapped apart from it; this is no loss.
                self.indented(indent, "", &format!("{label}: {text}"));
            }
            Block::List { lead, items } => {
                let inner = if lead.is_empty() { indent } else { indent + 2 };
                if !lead.is_empty() {
                    self.indented(indent, "", &format!("{lead}:"));
                }
                for item in items {
                    self.indented(inner, "- ", item);
                }
            }
            Block::Steps(items) => {
                for (position, item) in items.iter().enumerate() {
                    self.indented(indent, &format!("{}. ", position + 1), item);
                }
            }
            Block::Group { title, blocks } => {
                self.indented(indent, "", title);
                for block in blocks {
                    self.block(block, indent + 2);
                }
            }
            // What can be copied is not wrapped.
            Block::Verbatim { heading, text } => {
                self.indented(indent, "", &format!("{heading}:"));
                let start = " ".repeat(if self.style.layout == Layout::Screen { indent + 2 } else { 2 });
                for line in text.lines() {
                    let line = format!("{start}{}", self.style.characters(line));
                    self.lines.push(line.trim_end().to_owned());
                }
            }
        }
    }
}
