//! R0302: a case is like a case that is not there.

use sinew_diag::check;

check! {
    /// `like` names another case of the same pack, whose answers are taken over.
    ///
    /// # Why
    ///
    /// Without it, the person of this case is not known.
    ///
    /// # Remedy
    ///
    /// Mend the id, or add the case. `--fix` mends it where only one case can be meant.
    ///
    /// # Example
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// like = "grips" # error[R0302]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// like = "grip"
    /// ```
    pub(crate) const CASE_LIKE: Error "R0302" = "a case is like a case that is not there";
}
