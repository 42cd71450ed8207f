//! R0203: there is no such condition.

use sinew_diag::check;

check! {
    /// Conditions are named by their id.
    ///
    /// # Why
    ///
    /// What points to nothing is never shown.
    ///
    /// # Remedy
    ///
    /// Mend the id, or add the condition.
    pub(crate) const UNKNOWN_CONDITION: Error "R0203" = "there is no such condition";
}
