//! L0601: a red flag that is never needed.

use sinew_diag::check;

check! {
    /// Whenever it fires, another red flag of at least its urgency fires too, and none says in `covers` that it includes this one.
    ///
    /// # Why
    ///
    /// It is probably meant to say more than it does: a higher urgency, or something that another flag should not say.
    ///
    /// # Remedy
    ///
    /// Give it what it lacks, take it out, or name it in `covers` of the flag that includes it.
    ///
    /// # Example
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-and-bad] # error[L0601]
    /// urgency = "same-day"
    /// title = "Hot and very bad"
    /// sign = "the elbow gets hot and very bad"
    /// when = { all = ["joint.hot", "worst.severe"] }
    /// because = "It is made up for tests."
    /// say = "My elbow is hot and hurts very much."
    /// do = ["rest the arm"]
    /// do-not = ["press on the joint"]
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-and-bad]
    /// urgency = "emergency"
    /// title = "Hot and very bad"
    /// sign = "the elbow gets hot and very bad"
    /// when = { all = ["joint.hot", "worst.severe"] }
    /// because = "It is made up for tests."
    /// say = "My elbow is hot and hurts very much."
    /// do = ["rest the arm"]
    /// do-not = ["press on the joint"]
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    pub(crate) const FLAG_NEVER_NEEDED: Error "L0601" = "a red flag that is never needed";
}
