//! C0004: actions are offered where only help is to be shown.

use sinew_diag::check;

check! {
    /// At same-day and above nothing is offered but what the red flag itself says; an emergency names no
    /// conditions either.
    ///
    /// # Why
    ///
    /// Exercises and explanations beside "get help now" make people wait.
    ///
    /// # Remedy
    ///
    /// This is an error of the program, not of the pack: report it with the case.
    ///
    /// # No example
    ///
    /// No pack can cause it: only a fault of the program does.
    pub(crate) const UNSAFE_ADVICE: Error "C0004" = "actions are offered where only help is to be shown";
}
