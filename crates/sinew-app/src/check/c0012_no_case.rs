//! C0012: an injury pack has no case.

use sinew_diag::check;

check! {
    /// A pack that runners open has at least one case: a person with the advice that is right for them.
    ///
    /// # Why
    ///
    /// Without people nothing shows what the pack says to anybody, and every change of it passes.
    ///
    /// # Remedy
    ///
    /// Write a case for everything that must never change by accident, first of all for each red flag.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// kind = "injury" # warning[C0012]
    /// ```
    ///
    /// ```toml cases/people.toml removed
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/people.toml
    /// [case.out-of-shape]
    /// title = "The elbow is out of shape"
    /// answers = { deformed = "yes" }
    /// expect = { urgency = "emergency", flags = ["broken-elbow"] }
    /// ```
    pub(crate) const NO_CASE: Warning "C0012" = "an injury pack has no case";
}
