//! The page on which a person checks the answers before the advice.

/// One answer on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReviewRow {
    /// The short name of the question.
    pub(crate) short: String,
    /// The answer in words.
    pub(crate) answer: String,
}

/// A page with a list of answers, of which one can be picked by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReviewView {
    /// The heading.
    pub(crate) title: String,
    /// What stands above the list.
    pub(crate) opening: Vec<String>,
    /// The answers in the order of their numbers.
    pub(crate) rows: Vec<ReviewRow>,
    /// What can be typed, without a mark at its end.
    pub(crate) prompt: String,
    /// The letters that can be typed, with what they do.
    pub(crate) keys: Vec<&'static str>,
}
