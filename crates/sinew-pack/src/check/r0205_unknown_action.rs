//! R0205: there is no such action.

use sinew_diag::check;

check! {
    /// Actions are named by their id.
    ///
    /// # Why
    ///
    /// What points to nothing is never shown.
    ///
    /// # Remedy
    ///
    /// Mend the id, or add the action.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip]
    /// actions = ["wrist-hold", "light-load"] # error[R0205]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip]
    /// actions = ["wrist-hold", "lighter-load"]
    /// ```
    pub(crate) const UNKNOWN_ACTION: Error "R0205" = "there is no such action";
}
