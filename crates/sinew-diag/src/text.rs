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

/// A place between two characters, as editors count it. What marks the order of bytes at the start of a file is no character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, counted from 1.
    pub line: u32,
    /// The column, in characters counted from 1.
    pub column: u32,
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

    /// Where a stretch begins.
    pub fn start(&self, span: Span) -> Position {
        self.position(span.text, span.start())
    }

    /// Where a stretch ends: after its last character.
    pub fn end(&self, span: Span) -> Position {
        self.position(span.text, span.end())
    }

    /// The line a stretch begins on, counted from 1.
    pub fn line(&self, span: Span) -> u32 {
        self.start(span).line
    }

    /// The column a stretch begins at, in characters counted from 1.
    pub fn column(&self, span: Span) -> u32 {
        self.start(span).column
    }

    /// The characters of the text that stand before a stretch, and those within it.
    pub fn characters(&self, span: Span) -> (usize, usize) {
        (count(self.text(span.text).get(..span.start())), count(self.text(span.text).get(span.range())))
    }

    /// What is written on a line, counted from 1, without the blanks around it. The empty stretch at the end of the text if it
    /// has no such line.
    pub fn written_on(&self, id: TextId, line: u32) -> Span {
        let text = self.text(id);
        let lines = self.entries.get(id.0 as usize).map_or(&[] as &[usize], |entry| &entry.lines);
        let at = |position: usize| lines.get(position).copied();
        let before = usize::try_from(line).unwrap_or(usize::MAX).checked_sub(1);
        let Some((position, start)) = before.and_then(|position| Some((position, at(position)?))) else {
            return self.span(id, text.len()..text.len());
        };
        let written = text.get(start..at(position + 1).unwrap_or(text.len())).unwrap_or("");
        let first = start + (written.len() - written.trim_start().len());
        self.span(id, first..first + written.trim().len())
    }

    fn position(&self, id: TextId, byte: usize) -> Position {
        let number = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
        let Some(entry) = self.entries.get(id.0 as usize) else { return Position { line: 1, column: 1 } };
        let line = entry.lines.partition_point(|start| *start <= byte).saturating_sub(1);
        let start = entry.lines.get(line).copied().unwrap_or(0);
        Position { line: number(line), column: number(count(entry.text.get(start..byte))) }
    }
}

/// Marks the order of bytes. It stands at the start of some files, and no editor shows it.
const BYTE_ORDER_MARK: char = '\u{feff}';

fn count(text: Option<&str>) -> usize {
    let text = text.unwrap_or("");
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text).chars().count()
}

#[cfg(test)]
mod tests;
