//! R0204: there is no such cause.

use sinew_diag::check;

check! {
    /// Causes are named by their id.
    ///
    /// # Why
    ///
    /// What points to nothing is never shown.
    ///
    /// # Remedy
    ///
    /// Mend the id, or add the cause.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip]
    /// causes = ["much-griping"] # error[R0204]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-grip]
    /// causes = ["much-gripping"]
    /// ```
    pub(crate) const UNKNOWN_CAUSE: Error "R0204" = "there is no such cause";
}
