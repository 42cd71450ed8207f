//! R0901: the pack could not be put together.

use sinew_diag::check;

check! {
    /// The last check before a pack is used found something that the earlier checks should have found.
    ///
    /// # Why
    ///
    /// The pack is refused, as nothing that is half checked may give advice.
    ///
    /// # Remedy
    ///
    /// Report this as a fault of the program, with the pack.
    ///
    /// # No example
    ///
    /// No pack is known that causes it: only a fault of the program does.
    pub(crate) const NOT_ASSEMBLED: Error "R0901" = "the pack could not be put together";
}
