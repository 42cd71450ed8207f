//! R0220: findings depend on each other in a circle.

use sinew_diag::check;

check! {
    /// A finding may not depend on itself, also not by way of others.
    ///
    /// # Why
    ///
    /// There would be no order in which to work them out.
    ///
    /// # Remedy
    ///
    /// Take one of the names in the circle out of its formula.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [finding.much-use] # error[R0220]
    /// when = { any = ["brings-it-on.gripping", "heavy-use"] }
    ///
    /// [finding.heavy-use]
    /// when = { all = ["brings-it-on.lifting", "much-use"] }
    /// ```
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// when = "much-use"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml
    /// [finding.much-use]
    /// when = { any = ["brings-it-on.gripping", "heavy-use"] }
    ///
    /// [finding.heavy-use]
    /// when = { all = ["brings-it-on.lifting", "worst.severe"] }
    /// ```
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// when = "much-use"
    /// ```
    pub(crate) const FORMULA_CYCLE: Error "R0220" = "findings depend on each other in a circle";
}
