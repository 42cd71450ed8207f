//! S0105: a red flag that never fires.

use sinew_diag::check;

check! {
    /// No possible person makes its `when` true.
    ///
    /// # Why
    ///
    /// A warning sign that nobody can have protects nobody.
    ///
    /// # Remedy
    ///
    /// Look at what it asks for together: answers of which one rules out the other, or a question that is not asked then.
    ///
    /// # Example
    ///
    /// ```toml red-flags.toml
    /// [red-flag.hot-and-bad] # error[S0105]
    /// urgency = "emergency"
    /// title = "Hot and very bad"
    /// sign = "the elbow gets hot and very bad"
    /// when = { all = ["joint.hot", "joint.cool"] }
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
    pub(crate) const FLAG_NEVER_FIRES: Error "S0105" = "a red flag that never fires";
}
