//! C0011: no case comes near a red flag without firing it.

use sinew_diag::check;

check! {
    /// For every red flag that a case fires there is another case in which it is ruled out, and which differs from the first in
    /// at most two answers.
    ///
    /// # Why
    ///
    /// A flag that fires too readily sends people to a doctor for nothing, and soon nobody believes it. Only somebody who is
    /// close to it shows where it ends.
    ///
    /// # Remedy
    ///
    /// Add a case that is `like` one that fires it, with one or two other answers.
    ///
    /// # No example
    ///
    /// It is looked for only with `--undecided`: `sinew pack check PACK --undecided`.
    pub(crate) const NO_NEAR_MISS: Note "C0011" = "no case comes near a red flag without firing it";
}
