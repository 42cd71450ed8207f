//! R0207: there is no such source.

use sinew_diag::check;

check! {
    /// Everything said rests on sources that stand in a `sources.toml` of the pack or its libraries.
    ///
    /// # Why
    ///
    /// A statement without a source cannot be checked by anybody.
    ///
    /// # Remedy
    ///
    /// Mend the id, or add the source. `--fix` mends it where only one source can be meant, outside of red flags, exits and
    /// blocks.
    ///
    /// # Example
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// sources = ["made-upp"] # error[R0207]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// sources = ["made-up"]
    /// ```
    pub(crate) const UNKNOWN_SOURCE: Error "R0207" = "there is no such source";
}
