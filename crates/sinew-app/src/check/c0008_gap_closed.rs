//! C0008: a known gap has closed.

use sinew_diag::check;

check! {
    /// A case with `known-gap` says what would be right for its person, and that the pack does not give it yet. Now all of it
    /// holds.
    ///
    /// # Why
    ///
    /// A known gap does not fail the check. A case that is right and still counts as one would let the advice get worse again
    /// without anybody noticing.
    ///
    /// # Remedy
    ///
    /// Take `known-gap` out of the case.
    ///
    /// # Example
    ///
    /// ```toml cases/people.toml
    /// [case.grip]
    /// known-gap = "gripping is not told apart yet" # error[C0008]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/people.toml
    /// [case.grip]
    /// title = "Gripping hurts"
    /// ```
    pub(crate) const GAP_CLOSED: Error "C0008" = "a known gap has closed";
}
