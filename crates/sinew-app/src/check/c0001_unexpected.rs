//! C0001: a case does not come out as expected.

use sinew_diag::check;

check! {
    /// Each case says which urgency, flags, conditions, causes, actions, bands and points its person gets.
    /// All of it must hold.
    ///
    /// # Why
    ///
    /// Cases are the people for whom the advice has been thought through. If one changes, the advice has
    /// changed.
    ///
    /// # Remedy
    ///
    /// Look at the reasons in the notes. Mend the rule; or, if the new advice is the right one, change the
    /// case and say why.
    ///
    /// # Example
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// expect = { urgency = "routine" } # error[C0001]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// expect = { urgency = "soon" }
    /// ```
    pub(crate) const UNEXPECTED: Error "C0001" = "a case does not come out as expected";
}
