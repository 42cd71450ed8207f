//! C0009: a known gap is one of safety.

use sinew_diag::check;

check! {
    /// A case with `known-gap` may get other advice than it expects, but not advice that could harm its person: less urgency
    /// than is expected, a red flag or exit that is expected and does not hold, or an action that stands in `must-not`.
    ///
    /// # Why
    ///
    /// People act on what they are shown. That somebody knows of a danger protects none of them.
    ///
    /// # Remedy
    ///
    /// Mend the rule before anything else. If that takes time, let the pack be too careful for now: raise the urgency, or keep
    /// the action away, for everybody it might harm.
    ///
    /// # Example
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// known-gap = "nobody has had the time to look into it"
    /// expect = { urgency = "same-day", flags = ["bad-elbow-pain"] } # error[C0009]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml red-flags.toml
    /// [red-flag.bad-elbow-pain]
    /// urgency = "same-day"
    /// say = "My elbow hurts very badly."
    /// ```
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// expect = { urgency = "same-day", flags = ["bad-elbow-pain"] }
    /// ```
    pub(crate) const UNSAFE_GAP: Error "C0009" = "a known gap is one of safety";
}
