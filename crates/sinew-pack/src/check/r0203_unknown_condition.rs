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
    ///
    /// # Example
    ///
    /// ```toml cases/people.toml
    /// [case.grip]
    /// expect = { urgency = "self-care", bands = { sore-gripp = "fits-well" } } # error[R0203]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/people.toml
    /// [case.grip]
    /// expect = { urgency = "self-care", bands = { sore-grip = "fits-well" } }
    /// ```
    pub(crate) const UNKNOWN_CONDITION: Error "R0203" = "there is no such condition";
}
