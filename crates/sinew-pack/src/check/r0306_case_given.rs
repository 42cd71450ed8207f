//! R0306: a case contradicts an answer that the pack gives.

use sinew_diag::check;

check! {
    /// Opening the pack answers the questions in `[given]`.
    ///
    /// # Why
    ///
    /// A person with another answer would have opened another pack.
    ///
    /// # Remedy
    ///
    /// Take the answer out of the case.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// [given]
    /// arm = "right"
    /// ```
    ///
    /// ```toml questions.toml
    /// [question.arm]
    /// kind = "one-of"
    /// section = "About you"
    /// short = "Arm"
    /// ask = "Which arm is it?"
    /// why = "It is made up for tests"
    /// [question.arm.options]
    /// left = { label = "Left", told = "it is the left arm" }
    /// right = { label = "Right", told = "it is the right arm" }
    /// ```
    ///
    /// ```toml causes.toml
    /// [cause.writing]
    /// title = "Much writing"
    /// when = "arm.right"
    /// because = "It is made up for tests."
    /// strength = "weak"
    /// actions = ["lighter-load"]
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// answers = { worst = 9, arm = "left" } # error[R0306]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// [given]
    /// arm = "right"
    /// ```
    ///
    /// ```toml questions.toml
    /// [question.arm]
    /// kind = "one-of"
    /// section = "About you"
    /// short = "Arm"
    /// ask = "Which arm is it?"
    /// why = "It is made up for tests"
    /// [question.arm.options]
    /// left = { label = "Left", told = "it is the left arm" }
    /// right = { label = "Right", told = "it is the right arm" }
    /// ```
    ///
    /// ```toml causes.toml
    /// [cause.writing]
    /// title = "Much writing"
    /// when = "arm.right"
    /// because = "It is made up for tests."
    /// strength = "weak"
    /// actions = ["lighter-load"]
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// answers = { worst = 9 }
    /// ```
    pub(crate) const CASE_GIVEN: Error "R0306" = "a case contradicts an answer that the pack gives";
}
