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
    pub(crate) const FORMULA_CYCLE: Error "R0220" = "findings depend on each other in a circle";
}
