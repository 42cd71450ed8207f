//! S0106: something that could not be decided.

use sinew_diag::check;

check! {
    /// Proofs have limits: how large a decision diagram may grow, and how often the solver may run into a contradiction. One of them was
    /// hit. Nothing is said to be proved then.
    ///
    /// # Why
    ///
    /// What is not decided is not known to be safe.
    ///
    /// # Remedy
    ///
    /// Make the rules that are named simpler: fewer questions in one formula, fewer lines of evidence for one condition.
    ///
    /// # No example
    ///
    /// Only a pack of great size causes it.
    pub(crate) const NOT_DECIDED: Error "S0106" = "something that could not be decided";
}
