//! From lines, entries and values to text.

use super::{
    WIDTH,
    syntax::{Line, List, ListEntry, OwnLine, Value},
};

/// The spaces before an entry of a list, for each list that it stands in.
const INDENT: usize = 4;

/// The whole text.
pub(super) fn text(lines: Vec<Line<'_>>) -> String {
    let mut out = String::new();
    for line in with_blanks(lines) {
        let comment = match line {
            Line::Blank => None,
            Line::Comment(comment) => {
                out.push_str(comment);
                None
            }
            Line::Header { text, comment } => {
                out.push_str(&text);
                comment
            }
            Line::Entry { key, value, comment } => {
                out.push_str(&key);
                out.push_str(" = ");
                // A comment at the end of a line may be about all of the line.
                Writer { out: &mut out }.value(&value, 0, comment.is_none());
                comment
            }
        };
        if let Some(comment) = comment {
            out.push(' ');
            out.push_str(comment);
        }
        out.push('\n');
    }
    out
}

/// The lines with an empty one before each header and its comments, and never two on end. A table within the one above it may
/// follow without.
fn with_blanks(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let mut kept: Vec<Line<'_>> = Vec::with_capacity(lines.len());
    let mut last = String::new();
    for line in lines {
        match line {
            Line::Blank if matches!(kept.last(), None | Some(Line::Blank)) => {}
            Line::Header { ref text, comment: _ } => {
                let key = text.trim_start_matches('[').trim_end_matches(']');
                let is_within = key.strip_prefix(&last).is_some_and(|rest| rest.starts_with('.'));
                key.clone_into(&mut last);
                let comments = kept.iter().rev().take_while(|line| is_own_comment(line)).count();
                let above = kept.len() - comments;
                if above > 0 && !is_within && kept.get(above - 1) != Some(&Line::Blank) {
                    kept.insert(above, Line::Blank);
                }
                kept.push(line);
            }
            line => kept.push(line),
        }
    }
    if kept.last() == Some(&Line::Blank) {
        kept.pop();
    }
    kept
}

/// Whether it is a comment about what follows, and not one for programs about the whole file.
fn is_own_comment(line: &Line<'_>) -> bool {
    matches!(line, Line::Comment(comment) if !comment.starts_with("#:"))
}

struct Writer<'o> {
    out: &'o mut String,
}

impl Writer<'_> {
    /// Writes a value at the end of a line that stands in this many lists. A list that is too long is only broken if it may be:
    /// a table in braces stays on one line.
    fn value(&mut self, value: &Value<'_>, level: usize, may_break: bool) {
        if let Some(flat) = flat(value) {
            let is_list = matches!(value, Value::List(_));
            if !may_break || !is_list || self.column() + flat.chars().count() <= WIDTH {
                self.out.push_str(&flat);
                return;
            }
        }
        match value {
            Value::Plain(text) => self.out.push_str(text),
            Value::List(list) => self.list(list, level),
            Value::Table(entries) => {
                self.out.push('{');
                for (at, (key, value)) in entries.iter().enumerate() {
                    self.out.push_str(if at == 0 { " " } else { ", " });
                    self.out.push_str(key);
                    self.out.push_str(" = ");
                    self.value(value, level, false);
                }
                self.out.push_str(" }");
            }
        }
    }

    fn list(&mut self, list: &List<'_>, level: usize) {
        self.out.push('[');
        if let Some(comment) = list.comment {
            self.out.push(' ');
            self.out.push_str(comment);
        }
        let inner = level + 1;
        let commented = lines_with_comment(&list.entries);
        // Whether the last entry left the line open for another one.
        let mut is_open = false;
        for (at, entry) in list.entries.iter().enumerate() {
            let is_first = at == 0;
            self.own_lines(&entry.before, inner, is_first);
            // With the space before it and the comma after it.
            let fits =
                || flat(&entry.value).is_some_and(|flat| self.column() + flat.chars().count() + 2 <= WIDTH);
            let is_commented = commented.get(at) == Some(&true);
            if is_open && !entry.begins_line && entry.before.is_empty() && (is_commented || fits()) {
                self.out.push(' ');
            } else {
                let is_apart = entry.after_blank && !(is_first && entry.before.is_empty());
                self.new_line(inner, is_apart);
            }
            self.value(&entry.value, inner, !is_commented);
            self.out.push(',');
            if let Some(comment) = entry.comment {
                self.out.push(' ');
                self.out.push_str(comment);
            }
            is_open = entry.comment.is_none();
        }
        self.own_lines(&list.end, inner, list.entries.is_empty());
        self.new_line(level, false);
        self.out.push(']');
    }

    fn own_lines(&mut self, lines: &[OwnLine<'_>], level: usize, is_first: bool) {
        for (at, line) in lines.iter().enumerate() {
            self.new_line(level, line.after_blank && !(is_first && at == 0));
            self.out.push_str(line.comment);
        }
    }

    fn new_line(&mut self, level: usize, after_blank: bool) {
        self.out.push_str(if after_blank { "\n\n" } else { "\n" });
        self.out.extend(std::iter::repeat_n(' ', level * INDENT));
    }

    /// How many columns of the last line are filled.
    fn column(&self) -> usize {
        let start = self.out.rfind('\n').map_or(0, |at| at + 1);
        self.out.get(start..).unwrap_or("").chars().count()
    }
}

/// For each entry of a list, whether the author's line that it stands on ends with a comment, which may be about all of the line.
fn lines_with_comment(entries: &[ListEntry<'_>]) -> Vec<bool> {
    let mut commented = vec![false; entries.len()];
    let mut rest_is = false;
    for (at, entry) in entries.iter().enumerate().rev() {
        rest_is |= entry.comment.is_some();
        if let Some(is) = commented.get_mut(at) {
            *is = rest_is;
        }
        rest_is &= !entry.begins_line;
    }
    commented
}

/// The value on one line, if nothing in it asks for more.
fn flat(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Plain(text) => (!text.contains('\n')).then(|| text.clone()),
        Value::List(List { comment: None, entries, end, is_broken: _ })
            if entries.is_empty() && end.is_empty() =>
        {
            Some("[]".to_owned())
        }
        Value::List(List { comment, entries, end, is_broken }) => {
            let is_plain = entries.iter().all(|entry| entry.before.is_empty() && entry.comment.is_none());
            if *is_broken || comment.is_some() || !end.is_empty() || !is_plain {
                return None;
            }
            let entries: Option<Vec<String>> = entries.iter().map(|entry| flat(&entry.value)).collect();
            Some(format!("[{}]", entries?.join(", ")))
        }
        Value::Table(entries) if entries.is_empty() => Some("{}".to_owned()),
        Value::Table(entries) => {
            let entries: Option<Vec<String>> =
                entries.iter().map(|(key, value)| Some(format!("{key} = {}", flat(value)?))).collect();
            Some(format!("{{ {} }}", entries?.join(", ")))
        }
    }
}
