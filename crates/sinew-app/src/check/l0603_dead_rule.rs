//! L0603: a rule that never counts.

use sinew_diag::check;

check! {
    /// An exit that is never taken, a constraint that rules nobody out, a cause that is never named, a block that never keeps anything away,
    /// an adjustment or a companion that never counts, or a combination that is never true or never false.
    ///
    /// # Why
    ///
    /// It says something that never happens: the pack does not do what its author thinks.
    ///
    /// # Remedy
    ///
    /// Mend what it asks for, or take it out.
    ///
    /// # Example
    ///
    /// ```toml causes.toml
    /// [cause.something-else] # warning[L0603]
    /// title = "Something else"
    /// when = { all = ["joint.hot", "joint.cool"] }
    /// because = "It is made up for tests."
    /// strength = "weak"
    /// actions = ["lighter-load"]
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml causes.toml
    /// [cause.something-else]
    /// title = "Something else"
    /// when = "brings-it-on.lifting"
    /// because = "It is made up for tests."
    /// strength = "weak"
    /// actions = ["lighter-load"]
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    pub(crate) const DEAD_RULE: Warning "L0603" = "a rule that never counts";
}
