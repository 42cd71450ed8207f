//! C0007: interviews are longer on the whole than promised.

use sinew_diag::check;

check! {
    /// `median-questions-at-most` in pack.toml says how many questions the person in the middle of all
    /// cases is asked at most. Cases that say `typical = false` are left out.
    ///
    /// # Why
    ///
    /// People give up on long interviews, and then get no advice at all.
    ///
    /// # Remedy
    ///
    /// Join questions, ask one only when it matters (`ask-when`), or raise the number and say why.
    ///
    /// # Example
    ///
    /// ```toml pack.toml
    /// median-questions-at-most = 2 # error[C0007]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml pack.toml
    /// median-questions-at-most = 4
    /// ```
    pub(crate) const TOO_LONG_ON_THE_WHOLE: Error "C0007" = "interviews are longer on the whole than promised";
}
