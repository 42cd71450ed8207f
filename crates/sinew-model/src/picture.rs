//! The small drawing by which a runner recognises the place that a pack is about.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A drawing in printable ASCII with one mark on the sore spot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Picture {
    /// Its lines, without spaces at their ends and without empty lines above and below.
    lines: Vec<String>,
}

/// Why a text is no picture. Lines are counted from 1, from the first line of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureProblem {
    /// A character that not every screen shows.
    #[error("line {line} of the picture has {}, which not every screen shows", Named(*.character))]
    Character {
        /// The line.
        line: usize,
        /// The character.
        character: char,
    },
    /// Too many lines.
    #[error("the picture has {lines} lines; at most {} are taken", Picture::MOST_LINES)]
    TooHigh {
        /// How many lines there are.
        lines: usize,
    },
    /// Too many columns.
    #[error("line {line} of the picture has {columns} columns; at most {} are taken", Picture::MOST_COLUMNS)]
    TooWide {
        /// The line.
        line: usize,
        /// How many columns it has.
        columns: usize,
    },
    /// Nothing marks the spot.
    #[error("the picture has no `*`, which marks the sore spot")]
    NoMark,
    /// More than one mark.
    #[error("line {line} of the picture has a second `*`; one marks the sore spot")]
    SecondMark {
        /// The line.
        line: usize,
    },
}

/// A character in words: itself if it can be seen, else its number.
struct Named(char);

impl fmt::Display for Named {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            '\t' => formatter.write_str("a tab"),
            character if character.is_alphanumeric() => write!(formatter, "`{character}`"),
            character => write!(formatter, "the character U+{:04X}", u32::from(character)),
        }
    }
}

impl Picture {
    /// Most lines of a picture.
    pub const MOST_LINES: usize = 10;
    /// Most columns of a picture.
    pub const MOST_COLUMNS: usize = 30;
    /// What marks the sore spot.
    pub const MARK: char = '*';

    /// The lines with something else in the place of the mark. What is longer than the mark covers what stands after it.
    pub fn marked(&self, mark: &str) -> Vec<String> {
        self.lines
            .iter()
            .map(|line| match line.split_once(Self::MARK) {
                Some((before, after)) => {
                    let covered = mark.chars().count().saturating_sub(1);
                    let after: String = after.chars().skip(covered).collect();
                    format!("{before}{mark}{after}")
                }
                None => line.clone(),
            })
            .collect()
    }
}

impl FromStr for Picture {
    type Err = PictureProblem;

    fn from_str(text: &str) -> Result<Self, PictureProblem> {
        let mut marked = false;
        let mut lines: Vec<String> = Vec::new();
        for (at, written) in text.lines().enumerate() {
            let line = at + 1;
            if let Some(character) = written.chars().find(|character| !matches!(character, ' '..='~')) {
                return Err(PictureProblem::Character { line, character });
            }
            for _ in written.matches(Self::MARK) {
                if std::mem::replace(&mut marked, true) {
                    return Err(PictureProblem::SecondMark { line });
                }
            }
            let written = written.trim_end();
            if written.len() > Self::MOST_COLUMNS {
                return Err(PictureProblem::TooWide { line, columns: written.len() });
            }
            if !(written.is_empty() && lines.is_empty()) {
                lines.push(written.to_owned());
            }
        }
        if !marked {
            return Err(PictureProblem::NoMark);
        }
        let filled = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
        lines.truncate(filled);
        if lines.len() > Self::MOST_LINES {
            return Err(PictureProblem::TooHigh { lines: lines.len() });
        }
        Ok(Self { lines })
    }
}

impl TryFrom<String> for Picture {
    type Error = PictureProblem;

    fn try_from(text: String) -> Result<Self, PictureProblem> {
        text.parse()
    }
}

impl From<Picture> for String {
    fn from(picture: Picture) -> Self {
        picture.to_string()
    }
}

impl fmt::Display for Picture {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.lines.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> PictureProblem {
        text.parse::<Picture>().unwrap_err()
    }

    #[test]
    fn empty_edges_are_left_out_and_the_rest_is_kept() {
        let picture: Picture = "\n  /\\  \r\n\n | *|\n\n  \n".parse().unwrap();
        assert_eq!(picture.to_string(), "  /\\\n\n | *|");
    }

    #[test]
    fn the_mark_becomes_a_number_in_the_same_place() {
        let picture: Picture = "( *   )\n|     |".parse().unwrap();
        assert_eq!(picture.marked("1"), ["( 1   )", "|     |"]);
        assert_eq!(picture.marked("12"), ["( 12  )", "|     |"], "nothing else moves");
        let picture: Picture = "(*".parse().unwrap();
        assert_eq!(picture.marked("12"), ["(12"]);
    }

    #[test]
    fn what_does_not_fit_is_refused_with_its_line() {
        assert_eq!(problem("|\t*|"), PictureProblem::Character { line: 1, character: '\t' });
        assert_eq!(problem("|*|\n|é|"), PictureProblem::Character { line: 2, character: 'é' });
        assert_eq!(
            problem("|*|\n|\u{1b}[2J|").to_string(),
            "line 2 of the picture has the character U+001B, which not every screen shows"
        );
        assert_eq!(problem(""), PictureProblem::NoMark);
        assert_eq!(problem("| |"), PictureProblem::NoMark);
        assert_eq!(problem("|*|\n|*|"), PictureProblem::SecondMark { line: 2 });
        assert_eq!(problem("|**|"), PictureProblem::SecondMark { line: 1 });
        let wide = format!("*\n{}", "x".repeat(31));
        assert_eq!(problem(&wide), PictureProblem::TooWide { line: 2, columns: 31 });
        let high = format!("*{}", "\n|".repeat(10));
        assert_eq!(problem(&high), PictureProblem::TooHigh { lines: 11 });
    }

    #[test]
    fn the_largest_picture_is_taken() {
        let text = format!("*{}\n{}", " ".repeat(29), "|                            |\n".repeat(9));
        assert_eq!(text.parse::<Picture>().unwrap().marked("1").len(), 10);
    }
}
