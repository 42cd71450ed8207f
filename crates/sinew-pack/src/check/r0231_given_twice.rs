//! R0231: two packs give different answers to one question.

use sinew_diag::check;

check! {
    /// `[given]` of a pack and of its libraries hold together: they answer a question in the same way.
    ///
    /// # Why
    ///
    /// One of the answers would be dropped without anybody noticing, and the question is never asked.
    ///
    /// # Remedy
    ///
    /// Take one of the two out, or make them equal.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// [uses]
    /// grip-signs = "^0.1"
    ///
    /// [given]
    /// new-tool = "yes" # error[R0231]
    /// ```
    ///
    /// ```toml grip-signs/pack.toml
    /// [given]
    /// new-tool = "no"
    /// ```
    ///
    /// ```toml grip-signs/questions.toml
    /// #:schema ./.sinew/questions.schema.json
    ///
    /// [question.new-tool]
    /// kind = "yes-no"
    /// section = "Work"
    /// short = "New tool"
    /// ask = "Do you work with a new tool?"
    /// why = "A new tool loads the arm in another way"
    /// yes = { label = "Yes", told = "you work with a new tool" }
    /// no = { label = "No", told = "you work with no new tool" }
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// [uses]
    /// grip-signs = "^0.1"
    ///
    /// [given]
    /// new-tool = "yes"
    /// ```
    ///
    /// ```toml grip-signs/questions.toml
    /// #:schema ./.sinew/questions.schema.json
    ///
    /// [question.new-tool]
    /// kind = "yes-no"
    /// section = "Work"
    /// short = "New tool"
    /// ask = "Do you work with a new tool?"
    /// why = "A new tool loads the arm in another way"
    /// yes = { label = "Yes", told = "you work with a new tool" }
    /// no = { label = "No", told = "you work with no new tool" }
    /// ```
    pub(crate) const GIVEN_TWICE: Error "R0231" = "two packs give different answers to one question";
}
