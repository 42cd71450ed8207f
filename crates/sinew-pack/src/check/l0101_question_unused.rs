//! L0101: no rule uses a question.

use crate::{compile::Unit, usage::Used};
use sinew_diag::{Diagnostic, check};
use sinew_model::Pack;

check! {
    /// Every question of an injury pack feeds a rule: a red flag, an exit, a condition, a cause, a block or
    /// another question.
    ///
    /// # Why
    ///
    /// A question that changes nothing wastes the time of a person in pain.
    ///
    /// # Remedy
    ///
    /// Use one of its findings, or take the question out.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [question.new-tool] # error[L0101]
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
    /// ```toml questions.toml
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
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// when = { any = ["brings-it-on.gripping", "new-tool"] }
    /// ```
    pub(crate) const QUESTION_UNUSED: Error "L0101" = "no rule uses a question";
}

pub(super) fn check(root: &Unit<'_>, pack: &Pack, used: &Used, found: &mut Vec<Diagnostic>) {
    for entry in &root.draft.questions {
        let is_used =
            pack.question_named(&entry.id.value).is_some_and(|question| used.questions.contains(&question));
        if !is_used {
            found.push(
                QUESTION_UNUSED
                    .found(format!("no rule uses the question `{}`", entry.id.value))
                    .label(entry.id.span, "its answer changes nothing")
                    .help("use one of its findings in a rule, or take the question out"),
            );
        }
    }
}
