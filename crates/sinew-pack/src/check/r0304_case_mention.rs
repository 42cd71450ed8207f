//! R0304: a case expects something that is not in the pack.

use sinew_diag::check;

check! {
    /// `must` and `must-not` name red flags, exits, conditions, causes or actions; `flags` names red flags,
    /// `bands`, `points` and `conditions` name conditions, `causes` causes, `actions` actions.
    ///
    /// # Why
    ///
    /// What is not in the pack never appears: `must` would always fail and `must-not` would never.
    ///
    /// # Remedy
    ///
    /// Mend the id.
    ///
    /// # Example
    ///
    /// ```toml cases/people.toml
    /// [case.hot]
    /// expect = { urgency = "same-day", must-not = ["wrist-holds"] } # error[R0304]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/people.toml
    /// [case.hot]
    /// expect = { urgency = "same-day", must-not = ["wrist-hold"] }
    /// ```
    pub(crate) const CASE_MENTION: Error "R0304" = "a case expects something that is not in the pack";
}
