//! S0104: self-care without anything to do.

use sinew_diag::check;

check! {
    /// Somebody is told to look after it themselves, and every action is kept away from them or none is listed.
    ///
    /// # Why
    ///
    /// "Nothing to worry about" without anything to do leaves people alone.
    ///
    /// # Remedy
    ///
    /// Give one action that is for everybody (`always = true`), or see which block keeps too much away.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [block.lifting] # error[S0104]
    /// when = "brings-it-on.lifting"
    /// actions = ["lighter-load", "wrist-hold"]
    /// because = "it is made up for tests"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [block.lifting]
    /// when = "brings-it-on.lifting"
    /// actions = ["wrist-hold"]
    /// because = "it is made up for tests"
    /// ```
    pub(crate) const NOTHING_TO_DO: Error "S0104" = "self-care without anything to do";
}
