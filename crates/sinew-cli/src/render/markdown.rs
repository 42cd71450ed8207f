//! A document as Markdown.

use crate::{
    ascii::{printable, to_ascii},
    document::{Banner, Block, Document},
};

/// The document as Markdown, ending with a line break.
pub(crate) fn document_markdown(document: &Document, ascii: bool) -> String {
    let Document { banner, title, opening, sections } = document;
    let mut out = String::new();
    if let Some(Banner { urgency: _, label, heading, aside }) = banner {
        add(&mut out, &format!("# {}: {}", escaped(label), escaped(heading)));
        if !aside.is_empty() {
            add(&mut out, &escaped(aside));
        }
    }
    if let Some(title) = title {
        add(&mut out, &format!("# {}", escaped(title)));
    }
    for block in opening {
        add_block(&mut out, block, 3);
    }
    for section in sections {
        add(&mut out, &format!("## {}", escaped(&section.title)));
        for block in &section.blocks {
            add_block(&mut out, block, 3);
        }
    }
    if ascii { to_ascii(&out).into_owned() } else { out }
}

/// Appends a block with an empty line before it.
fn add(out: &mut String, text: &str) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(text);
    out.push('\n');
}

fn add_block(out: &mut String, block: &Block, level: usize) {
    match block {
        Block::Paragraph(text) => add(out, &escaped(text)),
        Block::Labelled { label, text } => add(out, &format!("**{}:** {}", escaped(label), escaped(text))),
        Block::List { lead, items } => {
            if !lead.is_empty() {
                add(out, &format!("{}:", escaped(lead)));
            }
            let items: Vec<String> = items.iter().map(|item| format!("- {}", escaped(item))).collect();
            add(out, &items.join("\n"));
        }
        Block::Steps(items) => {
            let items: Vec<String> =
                items.iter().enumerate().map(|(at, item)| format!("{}. {}", at + 1, escaped(item))).collect();
            add(out, &items.join("\n"));
        }
        Block::Group { title, blocks } => {
            add(out, &format!("{} {}", "#".repeat(level), escaped(title)));
            for block in blocks {
                add_block(out, block, (level + 1).min(6));
            }
        }
        Block::Verbatim { heading, text } => {
            add(out, &format!("{}:", escaped(heading)));
            let lines: Vec<String> = text.lines().map(|line| printable(line).into_owned()).collect();
            // A fence that is longer than any in the text cannot be closed by it.
            let fence = "`".repeat(3.max(longest_run(text, '`') + 1));
            add(out, &format!("{fence}toml\n{}\n{fence}", lines.join("\n")));
        }
    }
}

/// How often a character stands side by side at most.
fn longest_run(text: &str, wanted: char) -> usize {
    text.split(|character| character != wanted).map(str::len).max().unwrap_or(0)
}

/// Text that means itself: characters with a meaning in Markdown are escaped.
fn escaped(text: &str) -> String {
    let text = printable(text);
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
