//! R0201: a formula names a finding that is not there.

use sinew_diag::check;

check! {
    /// Formulas name findings: what an answer yields, a `[finding.NAME]`, a red flag, an exit, or
    /// `CONDITION.fits-partly` and `CONDITION.fits-well`.
    ///
    /// # Why
    ///
    /// A formula over something that is not there can never hold as meant.
    ///
    /// # Remedy
    ///
    /// Mend the name. packs/FORMAT.md lists which names a question gives.
    ///
    /// # Example
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// when = "brings-it-on.grip" # error[R0201]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// when = "brings-it-on.gripping"
    /// ```
    pub(crate) const UNKNOWN_FINDING: Error "R0201" = "a formula names a finding that is not there";
}
