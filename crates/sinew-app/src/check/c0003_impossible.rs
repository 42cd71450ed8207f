//! C0003: a case has answers that no person can have together.

use sinew_diag::check;

check! {
    /// A `[constraint.*]` of the pack says that these answers exclude each other.
    ///
    /// # Why
    ///
    /// Nobody can give them, so the case says nothing about real advice.
    ///
    /// # Remedy
    ///
    /// Change one of the answers, or mend the constraint.
    pub(crate) const IMPOSSIBLE: Error "C0003" = "a case has answers that no person can have together";
}
