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
    pub(crate) const INCOMPLETE: Error "C0002" = "a case leaves a warning-sign question open";
}
