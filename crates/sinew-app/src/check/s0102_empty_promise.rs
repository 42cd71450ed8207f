//! S0102: a promise that speaks of nobody.

use sinew_diag::check;

check! {
    /// No possible person is like `assume` and `assume-open` say, or no answer can get worse as `monotone-in` says.
    ///
    /// # Why
    ///
    /// It proves nothing, and looks as if it did.
    ///
    /// # Remedy
    ///
    /// Look at what it assumes: the answers may rule each other out.
    ///
    /// # Example
    ///
    /// ```toml properties.toml
    /// [property.hot-soon] # error[S0102]
    /// says = "Whose elbow is hot gets help soon."
    /// assume = { all = ["joint.hot", "joint.cool"] }
    /// urgency-at-least = "soon"
    /// because = "It is made up for tests."
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml properties.toml
    /// [property.hot-soon]
    /// says = "Whose elbow is hot gets help soon."
    /// assume = "joint.hot"
    /// urgency-at-least = "soon"
    /// because = "It is made up for tests."
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    pub(crate) const EMPTY_PROMISE: Error "S0102" = "a promise that speaks of nobody";
}
