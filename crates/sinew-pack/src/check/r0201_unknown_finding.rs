//! R0201: a formula names a finding that is not there.

use sinew_diag::check;

check! {
    /// Formulas name findings: what an answer yields, a `[finding.NAME]`, a red flag or an exit.
    ///
    /// # Why
    ///
    /// A formula over something that is not there can never hold as meant.
    ///
    /// # Remedy
    ///
    /// Mend the name. packs/README.md lists which names a question gives.
    pub(crate) const UNKNOWN_FINDING: Error "R0201" = "a formula names a finding that is not there";
}
