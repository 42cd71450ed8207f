//! S0101: a promise of the pack does not hold.

use sinew_diag::check;

check! {
    /// What a `[property.ID]` says is decided for every possible person: complete answers to all that they are asked, "not sure"
    /// included. Here somebody was found of whom it is not so. The smallest such person is shown, and how many there are.
    ///
    /// # Why
    ///
    /// The properties are what keeps people safe, whatever they answer.
    ///
    /// # Remedy
    ///
    /// Look at the person. Change the rules so that the promise holds; change the promise only if it says more than it should.
    ///
    /// # Example
    ///
    /// ```toml properties.toml
    /// [property.hot-now] # error[S0101]
    /// says = "Whose elbow is hot gets help now."
    /// assume = "joint.hot"
    /// urgency-at-least = "emergency"
    /// because = "It is made up for tests."
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml properties.toml
    /// [property.hot-now]
    /// says = "Whose elbow is out of shape gets help now."
    /// assume = "deformed"
    /// urgency-at-least = "emergency"
    /// because = "It is made up for tests."
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    pub(crate) const BROKEN_PROMISE: Error "S0101" = "a promise of the pack does not hold";
}
