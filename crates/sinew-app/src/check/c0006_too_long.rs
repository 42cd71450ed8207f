//! C0006: a person is asked more questions than promised.

use sinew_diag::check;

check! {
    /// `questions-at-most` in the case says how many questions this person is asked at most. The interview
    /// is run with the answers of the case and counted.
    ///
    /// # Why
    ///
    /// People give up on long interviews, and then get no advice at all.
    ///
    /// # Remedy
    ///
    /// Join questions, ask one only when it matters (`ask-when`), or raise the number and say why.
    ///
    /// # Example
    ///
    /// ```toml cases/people.toml
    /// [case.grip]
    /// expect = { urgency = "self-care", questions-at-most = 2 } # error[C0006]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/people.toml
    /// [case.grip]
    /// expect = { urgency = "self-care", questions-at-most = 4 }
    /// ```
    pub(crate) const TOO_LONG: Error "C0006" = "a person is asked more questions than promised";
}
