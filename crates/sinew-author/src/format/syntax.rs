//! From tokens to lines, entries and values, with the author's line breaks and comments.

use toml_parser::{
    Source,
    lexer::{Token, TokenKind},
};

/// A line of a document, or an entry that goes over several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line<'a> {
    Blank,
    Comment(&'a str),
    Header { text: String, comment: Option<&'a str> },
    Entry { key: String, value: Value<'a>, comment: Option<&'a str> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// A text, number, date or truth, as it is to be written.
    Plain(String),
    List(List<'a>),
    /// A table in braces.
    Table(Vec<(String, Value<'a>)>),
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct List<'a> {
    /// A comment after the opening bracket, on the same line.
    pub(super) comment: Option<&'a str>,
    pub(super) entries: Vec<ListEntry<'a>>,
    /// Comments after the last entry, on lines of their own.
    pub(super) end: Vec<OwnLine<'a>>,
    /// Whether the author has a line break in it, outside of its entries.
    pub(super) is_broken: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListEntry<'a> {
    /// Comments before it, on lines of their own.
    pub(super) before: Vec<OwnLine<'a>>,
    /// Whether it begins a line.
    pub(super) begins_line: bool,
    /// Whether an empty line stands before it.
    pub(super) after_blank: bool,
    pub(super) value: Value<'a>,
    /// A comment after it, on the same line.
    pub(super) comment: Option<&'a str>,
}

/// A comment with a line of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OwnLine<'a> {
    pub(super) after_blank: bool,
    pub(super) comment: &'a str,
}

/// The lines of a text that is known to be TOML. None if it is taken apart in another way than TOML has it.
pub(super) fn lines(text: &str) -> Option<Vec<Line<'_>>> {
    let tokens = Source::new(text).lex().filter(|token| token.kind() != TokenKind::Eof).collect();
    let mut reader = Reader { text, tokens, at: 0 };
    let mut lines = Vec::new();
    while let Some(kind) = reader.peek() {
        match kind {
            TokenKind::Whitespace => reader.skip(),
            TokenKind::Newline => {
                reader.skip();
                lines.push(Line::Blank);
            }
            TokenKind::Comment => {
                lines.push(Line::Comment(reader.take()?.trim_end()));
                reader.line_end()?;
            }
            TokenKind::LeftSquareBracket => {
                let text = reader.header()?;
                lines.push(Line::Header { text, comment: reader.comment_at_end()? });
            }
            _ => {
                let key = reader.key(TokenKind::Equals)?;
                reader.expect(TokenKind::Equals)?;
                let value = reader.value()?;
                lines.push(Line::Entry { key, value, comment: reader.comment_at_end()? });
            }
        }
    }
    Some(lines)
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<TokenKind> {
        self.tokens.get(self.at).map(Token::kind)
    }

    fn skip(&mut self) {
        self.at += 1;
    }

    fn skip_spaces(&mut self) {
        while self.peek() == Some(TokenKind::Whitespace) {
            self.skip();
        }
    }

    /// What the next token is written as.
    fn take(&mut self) -> Option<&'a str> {
        let span = self.tokens.get(self.at)?.span();
        self.skip();
        self.text.get(span.start()..span.end())
    }

    fn expect(&mut self, kind: TokenKind) -> Option<()> {
        (self.peek()? == kind).then(|| self.skip())
    }

    fn line_end(&mut self) -> Option<()> {
        match self.peek() {
            None => Some(()),
            Some(_) => self.expect(TokenKind::Newline),
        }
    }

    /// The rest of a line after what it holds.
    #[expect(clippy::option_option, reason = "no comment is something else than a line that does not end")]
    fn comment_at_end(&mut self) -> Option<Option<&'a str>> {
        self.skip_spaces();
        let comment =
            if self.peek() == Some(TokenKind::Comment) { Some(self.take()?.trim_end()) } else { None };
        self.line_end()?;
        Some(comment)
    }

    fn header(&mut self) -> Option<String> {
        self.expect(TokenKind::LeftSquareBracket)?;
        let is_of_list = self.peek() == Some(TokenKind::LeftSquareBracket);
        if is_of_list {
            self.skip();
        }
        let key = self.key(TokenKind::RightSquareBracket)?;
        self.expect(TokenKind::RightSquareBracket)?;
        if is_of_list {
            self.expect(TokenKind::RightSquareBracket)?;
        }
        Some(if is_of_list { format!("[[{key}]]") } else { format!("[{key}]") })
    }

    /// A key up to what follows it, without spaces around its points.
    fn key(&mut self, end: TokenKind) -> Option<String> {
        let mut key = String::new();
        while self.peek()? != end {
            match self.peek()? {
                TokenKind::Whitespace => self.skip(),
                TokenKind::Dot | TokenKind::Atom => key.push_str(self.take()?),
                TokenKind::BasicString | TokenKind::LiteralString => {
                    key.push_str(&in_double_quotes(self.take()?));
                }
                _ => return None,
            }
        }
        Some(key)
    }

    fn value(&mut self) -> Option<Value<'a>> {
        self.skip_spaces();
        match self.peek()? {
            TokenKind::LeftSquareBracket => self.list().map(Value::List),
            TokenKind::LeftCurlyBracket => self.table(),
            TokenKind::BasicString | TokenKind::LiteralString => {
                Some(Value::Plain(in_double_quotes(self.take()?)))
            }
            TokenKind::MlBasicString | TokenKind::MlLiteralString => {
                Some(Value::Plain(self.take()?.to_owned()))
            }
            TokenKind::Atom | TokenKind::Dot => self.number_or_date().map(Value::Plain),
            _ => None,
        }
    }

    /// Numbers have points in them, and dates may have a space.
    fn number_or_date(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            match self.peek() {
                Some(TokenKind::Atom | TokenKind::Dot) => text.push_str(self.take()?),
                Some(TokenKind::Whitespace)
                    if self.tokens.get(self.at + 1).map(Token::kind) == Some(TokenKind::Atom) =>
                {
                    text.push(' ');
                    self.skip();
                }
                _ => return Some(text),
            }
        }
    }

    fn list(&mut self) -> Option<List<'a>> {
        self.expect(TokenKind::LeftSquareBracket)?;
        let mut list = List::default();
        let mut own_lines = Vec::new();
        let mut breaks = 0;
        // Whether a comment that comes now stands on the line of the last entry.
        let mut is_on_line = false;
        loop {
            match self.peek()? {
                TokenKind::Whitespace | TokenKind::Comma => self.skip(),
                TokenKind::Newline => {
                    self.skip();
                    list.is_broken = true;
                    is_on_line = false;
                    breaks += 1;
                }
                TokenKind::Comment => {
                    let comment = self.take()?.trim_end();
                    if list.entries.is_empty() && !list.is_broken {
                        list.comment = Some(comment);
                        breaks = 0;
                        continue;
                    }
                    match list.entries.last_mut().filter(|entry| is_on_line && entry.comment.is_none()) {
                        Some(entry) => entry.comment = Some(comment),
                        None => own_lines.push(OwnLine { after_blank: breaks > 1, comment }),
                    }
                    breaks = 0;
                }
                TokenKind::RightSquareBracket => {
                    self.skip();
                    list.end = own_lines;
                    return Some(list);
                }
                _ => {
                    let value = self.value()?;
                    list.entries.push(ListEntry {
                        before: std::mem::take(&mut own_lines),
                        begins_line: breaks > 0,
                        after_blank: breaks > 1,
                        value,
                        comment: None,
                    });
                    breaks = 0;
                    is_on_line = true;
                }
            }
        }
    }

    fn table(&mut self) -> Option<Value<'a>> {
        let start = self.at;
        self.expect(TokenKind::LeftCurlyBracket)?;
        let mut entries = Vec::new();
        let mut has_comment = false;
        loop {
            match self.peek()? {
                TokenKind::Whitespace | TokenKind::Comma | TokenKind::Newline => self.skip(),
                TokenKind::Comment => {
                    has_comment = true;
                    self.skip();
                }
                TokenKind::RightCurlyBracket => {
                    self.skip();
                    break;
                }
                _ => {
                    let key = self.key(TokenKind::Equals)?;
                    self.expect(TokenKind::Equals)?;
                    entries.push((key, self.value()?));
                }
            }
        }
        if has_comment {
            // Only a newer TOML has comments there. On one line they would swallow what follows.
            let (first, last) = (self.tokens.get(start)?.span(), self.tokens.get(self.at - 1)?.span());
            return Some(Value::Plain(self.text.get(first.start()..last.end())?.to_owned()));
        }
        Some(Value::Table(entries))
    }
}

/// A string of one line in double quotes, if it then means the same.
fn in_double_quotes(written: &str) -> String {
    match written.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        Some(inner) if !inner.contains(['"', '\\']) => format!("\"{inner}\""),
        _ => written.to_owned(),
    }
}
