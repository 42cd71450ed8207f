//! The view model of everything that is read from top to bottom: sections of paragraphs, lists and groups.
//!
//! A document says what is there and in which order; renderers decide how it looks.

use sinew_model::Urgency;

/// The first thing on a result: how soon to get help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Banner {
    /// The level of urgency, which only decides the colour.
    pub(crate) urgency: Urgency,
    /// The level in words, such as "Urgent advice".
    pub(crate) label: String,
    /// What to do, such as "Get medical help today".
    pub(crate) heading: String,
    /// Date and pack; empty on an emergency.
    pub(crate) aside: String,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Document {
    /// The banner, on results.
    pub(crate) banner: Option<Banner>,
    /// The title, on documents without a banner.
    pub(crate) title: Option<String>,
    /// What stands before the first section.
    pub(crate) opening: Vec<Block>,
    /// The sections in order.
    pub(crate) sections: Vec<Section>,
}

/// A part of a document with a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Section {
    /// Its heading.
    pub(crate) title: String,
    /// What stands in it.
    pub(crate) blocks: Vec<Block>,
}

/// Something in a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// Running text.
    Paragraph(String),
    /// A label with its text.
    Labelled {
        /// The label, without a colon.
        label: String,
        /// The text.
        text: String,
    },
    /// Items in no order.
    List {
        /// What the items complete; empty for none.
        lead: String,
        /// The items.
        items: Vec<String>,
    },
    /// Steps in order.
    Steps(Vec<String>),
    /// A part with a smaller heading.
    Group {
        /// The heading.
        title: String,
        /// What stands in it.
        blocks: Vec<Block>,
    },
    /// Part of a file, line by line as it is.
    Verbatim {
        /// The file.
        heading: String,
        /// Its lines.
        text: String,
    },
}

impl Document {
    /// Adds a section, unless it is empty.
    pub(crate) fn add(&mut self, title: &str, blocks: Vec<Block>) {
        if !blocks.is_empty() {
            self.sections.push(Section { title: title.to_owned(), blocks });
        }
    }
}

/// Running text.
pub(crate) fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(text.into())
}

/// A label with its text.
pub(crate) fn labelled(label: &str, text: impl Into<String>) -> Block {
    Block::Labelled { label: label.to_owned(), text: text.into() }
}

/// A list that completes a lead-in; nothing if there are no items.
pub(crate) fn list(lead: &str, items: Vec<String>) -> Option<Block> {
    (!items.is_empty()).then(|| Block::List { lead: lead.to_owned(), items })
}

/// Steps in order; nothing if there are none.
pub(crate) fn steps(items: &[String]) -> Option<Block> {
    (!items.is_empty()).then(|| Block::Steps(items.to_vec()))
}

/// A part with a smaller heading.
pub(crate) fn group(title: impl Into<String>, blocks: Vec<Block>) -> Block {
    Block::Group { title: title.into(), blocks }
}

/// Part of a file, line by line as it is.
pub(crate) fn verbatim(heading: impl Into<String>, text: impl Into<String>) -> Block {
    Block::Verbatim { heading: heading.into(), text: text.into() }
}
