//! A page of the interview, rendered: lines to show and the prompt to read an answer with.

/// A rendered line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLine {
    /// The line as it is written.
    pub text: String,
    /// The number of the choice that begins on it, from 1.
    pub choice: Option<usize>,
}

/// How many lines stay in sight while the lines between them roll, on a page that is higher than the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fixed {
    /// Lines at the top, such as the question.
    pub top: usize,
    /// Lines at the bottom, such as what can be typed.
    pub bottom: usize,
}

/// A rendered page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Its lines.
    pub lines: Vec<PageLine>,
    /// What stands before the place where one types.
    pub prompt: String,
    /// Whether several choices may be picked.
    pub several: bool,
    /// What stays in sight if the page is higher than the screen. Without it, all lines are written and the first ones
    /// scroll away, as is right where nothing may wait behind a key.
    pub fixed: Option<Fixed>,
}

impl Page {
    /// Appends a line.
    pub(crate) fn line(&mut self, text: impl Into<String>) {
        self.lines.push(PageLine { text: text.into(), choice: None });
    }

    /// Appends lines.
    pub(crate) fn lines(&mut self, texts: Vec<String>) {
        for text in texts {
            self.line(text);
        }
    }

    /// Appends the lines of a choice.
    pub(crate) fn choice(&mut self, number: usize, texts: Vec<String>) {
        for (position, text) in texts.into_iter().enumerate() {
            self.lines.push(PageLine { text, choice: (position == 0).then_some(number) });
        }
    }

    /// How many choices there are.
    pub fn choices(&self) -> usize {
        self.lines.iter().filter_map(|line| line.choice).max().unwrap_or(0)
    }
}
