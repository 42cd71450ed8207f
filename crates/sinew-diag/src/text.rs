//! Named source texts and places in them.

use std::ops::Range;

/// Which text of a [`Texts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(u32);

/// A stretch of one text, from a first byte to the byte after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    text: TextId,
    start: u32,
    end: u32,
}

impl Span {
    /// The text it lies in.
    pub fn text(self) -> TextId {
        self.text
    }

    /// Its first byte, counted from 0.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after its last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Its bytes.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Whether the other stretch lies wholly in this one.
    pub fn contains(self, other: Self) -> bool {
        self.text == other.text && self.start <= other.start && other.end <= self.end
    }

    /// The empty stretch at its end.
    pub fn after(self) -> Self {
        Self { start: self.end, ..self }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    name: String,
    text: String,
    /// First byte of each line.
    lines: Vec<usize>,
}

/// Source texts with their names, to which spans and diagnostics refer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    entries: Vec<Entry>,
}

impl Texts {
    /// No texts yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text under the name that people are shown, usually its path.
    ///
    /// A text longer than 4 GiB is cut, as spans do not reach further.
    pub fn add(&mut self, name: String, mut text: String) -> TextId {
        text.truncate(text.floor_char_boundary(u32::MAX as usize));
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let id = TextId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        self.entries.push(Entry { name, text, lines });
        id
    }

    /// The text itself; empty for an id of another collection.
    pub fn text(&self, id: TextId) -> &str {
        self.entries.get(id.0 as usize).map_or("", |entry| &entry.text)
    }

    /// The name of a text; empty for an id of another collection.
    pub fn name(&self, id: TextId) -> &str {
        self.entries.get(id.0 as usize).map_or("", |entry| &entry.name)
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no texts.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The stretch with these bytes, cut to the text and widened to whole characters.
    pub fn span(&self, id: TextId, range: Range<usize>) -> Span {
        let text = self.text(id);
        let start = text.floor_char_boundary(range.start.min(text.len()));
        let end = text.ceil_char_boundary(range.end.min(text.len())).max(start);
        let byte = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
        Span { text: id, start: byte(start), end: byte(end) }
    }

    /// The author's words in this stretch.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.text).get(span.range()).unwrap_or("")
    }

    /// The line a stretch begins on, counted from 1.
    pub fn line(&self, span: Span) -> u32 {
        u32::try_from(self.line_position(span) + 1).unwrap_or(u32::MAX)
    }

    /// The column a stretch begins at, in characters counted from 1.
    pub fn column(&self, span: Span) -> u32 {
        let Some(entry) = self.entries.get(span.text.0 as usize) else { return 1 };
        let line_start = entry.lines.get(self.line_position(span)).copied().unwrap_or(0);
        let before = entry.text.get(line_start..span.start()).unwrap_or("");
        u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX)
    }

    fn line_position(&self, span: Span) -> usize {
        self.entries
            .get(span.text.0 as usize)
            .map_or(0, |entry| entry.lines.partition_point(|start| *start <= span.start()).saturating_sub(1))
    }
}

#[cfg(test)]
mod tests;
