//! Laying out TOML as packs have it: spaces, line breaks and quotes in one way, and everything that is said as it was.
//!
//! The text is taken apart into its tokens, and only what stands between them is written anew. Strings in single quotes get
//! double ones where they mean the same. Comments and the order of entries stay.
//!
//! - One space around `=`, after commas and within braces; none within brackets and around the points of a key.
//! - One empty line before each header, above the comments that stand on it. Before the header of a table within the one above, and
//!   elsewhere, at most one where the author has some.
//! - A list stays on its line up to [`WIDTH`] columns, or over several lines where the author broke it; then its entries are
//!   indented by four spaces, each has a comma, and the author's line breaks are kept.
//! - No spaces at the ends of lines, line feeds only, and one at the end of the file. Line ends within texts of several lines
//!   belong to the text and stay.

mod layout;
mod syntax;

use crate::Rewrite;
use sinew_app::PackSource;
use sinew_diag::Texts;
use std::path::{Path, PathBuf};
use toml_parser::{Source, lexer::TokenKind};

/// How many columns a line has that is not broken. Lines that cannot be broken are longer.
pub const WIDTH: usize = 140;

/// Why a text was not laid out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatProblem {
    /// It is not TOML.
    #[error("line {line}, column {column}: this is not TOML: {message}")]
    NotToml {
        /// The line, counted from 1.
        line: u32,
        /// The column, in characters counted from 1.
        column: u32,
        /// What is wrong.
        message: String,
    },
    /// Its bytes are no text.
    #[error("this is not UTF-8 text")]
    NotUtf8,
    /// Laid out, it would say something else: a fault of this program, which is held back here.
    #[error("laying it out would change what it says")]
    WouldChange,
}

impl FormatProblem {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NotToml { .. } => "mend it first: `sinew pack check` shows the place",
            Self::NotUtf8 => "save the file as UTF-8",
            Self::WouldChange => {
                "report this as a fault of the program, with the file; the file was not changed"
            }
        }
    }
}

/// What became of the files of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormattedPack {
    /// The files that are laid out in another way, with their new texts. Nothing is written yet.
    pub rewrites: Vec<Rewrite>,
    /// How many files are laid out already.
    pub unchanged: usize,
    /// The files that cannot be laid out, and why.
    pub problems: Vec<(PathBuf, FormatProblem)>,
}

/// Lays out all files of the pack that was read from this folder.
pub fn format_pack(source: &PackSource, folder: &Path) -> FormattedPack {
    let mut pack = FormattedPack { rewrites: Vec::new(), unchanged: 0, problems: Vec::new() };
    for (file, content) in &source.files {
        let path = folder.join(file);
        let laid_out = std::str::from_utf8(content).map_err(|_| FormatProblem::NotUtf8).and_then(format);
        match laid_out {
            Ok(text) if text.as_bytes() == content => pack.unchanged += 1,
            Ok(text) => pack.rewrites.push(Rewrite::new(path, content.clone(), text)),
            Err(problem) => pack.problems.push((path, problem)),
        }
    }
    pack
}

/// Lays out a text. What comes back says the same, and comes back the same from another call.
pub fn format(text: &str) -> Result<String, FormatProblem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let before = value(text).map_err(|error| not_toml(text, &error))?;
    let lines = syntax::lines(text).ok_or(FormatProblem::WouldChange)?;
    let laid_out = layout::text(lines);
    let is_same = value(&laid_out).is_ok_and(|after| after == before) && tokens(text) == tokens(&laid_out);
    if is_same { Ok(laid_out) } else { Err(FormatProblem::WouldChange) }
}

/// Whether two texts of TOML have the same values. If one of them is no TOML, they have not.
pub(crate) fn says_the_same(before: &str, after: &str) -> bool {
    matches!((value(before), value(after)), (Ok(before), Ok(after)) if before == after)
}

/// The values in a form that can be compared; numbers that are none are equal to themselves.
fn value(text: &str) -> Result<String, toml::de::Error> {
    text.parse::<toml::Table>().map(|table| format!("{table:?}"))
}

fn not_toml(text: &str, error: &toml::de::Error) -> FormatProblem {
    let mut texts = Texts::new();
    let id = texts.add(String::new(), text.to_owned());
    let start = texts.start(texts.span(id, error.span().unwrap_or(0..0)));
    FormatProblem::NotToml {
        line: start.line,
        column: start.column,
        message: error.message().replace('\n', ", "),
    }
}

/// Everything that is said, in order: without spaces, line breaks and commas, and without the choice of quotes.
fn tokens(text: &str) -> Vec<(TokenKind, &str)> {
    let said = |token: toml_parser::lexer::Token| {
        let written = text.get(token.span().start()..token.span().end()).unwrap_or("");
        match token.kind() {
            TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comma => None,
            TokenKind::Comment => Some((TokenKind::Comment, written.trim_end())),
            TokenKind::LiteralString | TokenKind::BasicString if !written.contains('\\') => {
                Some((TokenKind::BasicString, written.trim_matches(['"', '\''])))
            }
            kind => Some((kind, written)),
        }
    };
    Source::new(text).lex().filter_map(said).collect()
}

#[cfg(test)]
mod tests;
