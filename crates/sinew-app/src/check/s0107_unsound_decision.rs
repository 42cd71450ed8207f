//! S0107: the program decides otherwise than it must.

use sinew_diag::check;

check! {
    /// An urgency below that of a red flag, an action that is kept away and offered all the same, or a decision that is not what was
    /// computed for that person.
    ///
    /// # Why
    ///
    /// Nothing that the program says of this pack can be trusted then.
    ///
    /// # Remedy
    ///
    /// This is an error of the program, not of the pack: report it with the pack.
    ///
    /// # No example
    ///
    /// No pack can cause it: only a fault of the program does.
    pub(crate) const UNSOUND_DECISION: Error "S0107" = "the program decides otherwise than it must";
}
