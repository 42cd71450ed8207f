//! C0005: the interview stops before its advice is settled.

use sinew_diag::check;

check! {
    /// The interview may stop early only when nothing that is left can change the urgency, the conditions
    /// shown, the causes or the actions. It is run with the answers of the case, and its end is compared
    /// with all of them.
    ///
    /// # Why
    ///
    /// A person would be told something else than the case promises.
    ///
    /// # Remedy
    ///
    /// This is an error of the program, not of the pack: report it with the case.
    ///
    /// # No example
    ///
    /// No pack can cause it: only a fault of the program does.
    pub(crate) const STOPS_WRONG: Error "C0005" = "the interview stops before its advice is settled";
}
