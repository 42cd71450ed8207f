//! R0210: an id stands for two things.

use sinew_diag::check;

check! {
    /// Ids are unique in the pack together with its libraries. Questions, findings, red flags and exits
    /// share one space of names.
    ///
    /// # Why
    ///
    /// A formula that names the id would mean one or the other.
    ///
    /// # Remedy
    ///
    /// Rename one of the two.
    pub(crate) const DUPLICATE_ID: Error "R0210" = "an id stands for two things";
}
