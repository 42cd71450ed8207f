//! How text is to look on one stream: layout, colour, characters and width.

use crate::ascii::{printable, to_ascii};
use sinew_model::Urgency;

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What the environment says about colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ColorWishes {
    /// `NO_COLOR` is set and not empty.
    pub no_color: bool,
    /// `FORCE_COLOR` or `CLICOLOR_FORCE` is set, not empty and not `0`.
    pub force: bool,
    /// `TERM` is `dumb`.
    pub dumb: bool,
}

/// Whether a stream gets colour. The option decides first, then the environment, then whether the stream is a terminal.
pub(crate) fn is_colored(when: ColorWhen, wishes: ColorWishes, is_terminal: bool) -> bool {
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto if wishes.no_color => false,
        ColorWhen::Auto if wishes.force => true,
        ColorWhen::Auto => is_terminal && !wishes.dumb,
    }
}

/// Whether pages are redrawn or lines appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One page after the other, each on a cleared screen.
    Screen,
    /// Append-only lines for screen readers, pipes and simple terminals.
    Linear,
}

/// The narrowest width that text is wrapped to, in columns.
pub(crate) const NARROWEST: usize = 40;
/// The widest width that text is wrapped to, in columns.
pub(crate) const WIDEST: usize = 80;

/// How text is to look on one stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    /// Pages or lines.
    pub(crate) layout: Layout,
    /// Whether there is colour.
    pub(crate) color: bool,
    /// Whether only ASCII characters are written.
    pub(crate) ascii: bool,
    /// Columns to wrap at.
    pub(crate) width: usize,
}

/// A role that text plays, which decides its colour. No role is told by colour alone: each has words of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A heading.
    Heading,
    /// Something that went wrong.
    Problem,
    /// What to do next.
    Hint,
    /// A level of urgency.
    Level(Urgency),
}

impl Role {
    /// Numbers of the 16 terminal colours, which follow the palette and contrast the user chose.
    fn codes(self) -> &'static str {
        match self {
            Self::Heading => "1",
            Self::Problem | Self::Level(Urgency::Emergency) => "1;31",
            Self::Hint => "36",
            Self::Level(Urgency::SameDay) => "1;33",
            Self::Level(Urgency::Soon | Urgency::Routine) => "1;36",
            Self::Level(Urgency::SelfCare) => "1;32",
        }
    }
}

impl Style {
    /// The text in the colour of its role, if there is colour.
    pub(crate) fn paint(&self, role: Role, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("\u{1b}[{}m{text}\u{1b}[0m", role.codes())
        } else {
            text.to_owned()
        }
    }

    /// The characters of a text as this stream takes them.
    pub(crate) fn characters(&self, text: &str) -> String {
        let text = printable(text);
        if self.ascii { to_ascii(&text).into_owned() } else { text.into_owned() }
    }

    /// Wraps a text. The first line begins with `first`, the others with `rest`; words are never split.
    pub(crate) fn wrap(&self, first: &str, rest: &str, text: &str) -> Vec<String> {
        let options = textwrap::Options::new(self.width.clamp(NARROWEST, WIDEST))
            .initial_indent(first)
            .subsequent_indent(rest)
            .break_words(false)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::wrap(&self.characters(text), options)
            .into_iter()
            .map(|line| line.trim_end().to_owned())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: ColorWishes = ColorWishes { no_color: false, force: false, dumb: false };

    fn style(width: usize) -> Style {
        Style { layout: Layout::Linear, color: false, ascii: false, width }
    }

    #[test]
    fn the_option_goes_before_the_environment() {
        let no_color = ColorWishes { no_color: true, ..QUIET };
        assert!(is_colored(ColorWhen::Always, no_color, false));
        assert!(!is_colored(ColorWhen::Never, ColorWishes { force: true, ..QUIET }, true));
    }

    #[test]
    fn the_environment_goes_before_the_stream() {
        assert!(is_colored(ColorWhen::Auto, QUIET, true));
        assert!(!is_colored(ColorWhen::Auto, QUIET, false));
        assert!(!is_colored(ColorWhen::Auto, ColorWishes { no_color: true, ..QUIET }, true));
        assert!(!is_colored(ColorWhen::Auto, ColorWishes { no_color: true, force: true, dumb: false }, true));
        assert!(is_colored(ColorWhen::Auto, ColorWishes { force: true, ..QUIET }, false));
        assert!(!is_colored(ColorWhen::Auto, ColorWishes { dumb: true, ..QUIET }, true));
    }

    #[test]
    fn wrapping_keeps_to_the_width_and_indents_the_rest() {
        let lines = style(40).wrap("- ", "  ", "one two three four five six seven eight nine ten");
        assert_eq!(lines, ["- one two three four five six seven", "  eight nine ten"]);
    }

    #[test]
    fn ids_and_options_stay_whole() {
        let lines = style(40).wrap("", "", "add it as --answer some-long-question=some-long-answer");
        assert_eq!(lines, ["add it as --answer", "some-long-question=some-long-answer"]);
    }

    #[test]
    fn width_stays_between_40_and_80() {
        let text = "word ".repeat(60);
        let longest = |width| style(width).wrap("", "", &text).iter().map(String::len).max().unwrap();
        assert_eq!(longest(10), 39);
        assert_eq!(longest(200), 79);
    }

    #[test]
    fn color_is_of_the_sixteen_and_only_when_asked_for() {
        let colored = Style { color: true, ..style(80) };
        assert_eq!(colored.paint(Role::Problem, "Error:"), "\u{1b}[1;31mError:\u{1b}[0m");
        assert_eq!(style(80).paint(Role::Problem, "Error:"), "Error:");
    }

    #[test]
    fn ascii_is_kept_when_wanted() {
        let plain = Style { ascii: true, ..style(80) };
        assert_eq!(plain.wrap("", "", "hold 15–30 s…"), ["hold 15-30 s..."]);
    }
}
