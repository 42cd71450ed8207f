//! C0002: a case leaves a warning-sign question open.

use sinew_diag::check;

check! {
    /// Every question that feeds a red flag or an exit must be answered, as far as it applies, until an
    /// emergency or an exit ends the interview.
    ///
    /// # Why
    ///
    /// Without those answers no assessment is made, so the case would test something that no person
    /// meets.
    ///
    /// # Remedy
    ///
    /// Answer the questions that are named, if need be with "not-sure".
    ///
    /// # Example
    ///
    /// ```toml cases/people.toml
    /// [case.lifting] # error[C0002]
    /// title = "Lifting hurts"
    /// answers = { deformed = "no", worst = 4, brings-it-on = ["lifting"] }
    /// expect = { urgency = "self-care" }
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/people.toml
    /// [case.lifting]
    /// title = "Lifting hurts"
    /// answers = { deformed = "no", joint = "cool", worst = 4, brings-it-on = ["lifting"] }
    /// expect = { urgency = "self-care" }
    /// ```
    pub(crate) const INCOMPLETE: Error "C0002" = "a case leaves a warning-sign question open";
}
