//! L0606: an action that nobody is offered.

use sinew_diag::check;

check! {
    /// It is listed, but for every possible person it is kept away, or other actions take its place.
    ///
    /// # Why
    ///
    /// It is written down and never seen.
    ///
    /// # Remedy
    ///
    /// Look at what blocks it, and at its place in the lists.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [action.cold-pack] # warning[L0606]
    /// kind = "self-care"
    /// timing = "today"
    /// title = "Cold pack"
    /// why = "It is made up for tests."
    /// steps = ["Put a cold pack on the elbow."]
    /// dose = { hold = "10 min", how-often = "when it hurts" }
    /// progression = "Use it less when it is better."
    /// stop-if = ["the skin gets numb"]
    /// do-not = ["put ice on the skin"]
    /// blocked-when = { not = { all = ["joint.hot", "joint.cool"] } }
    /// blocked-because = "it is made up for tests"
    /// always = true
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [action.cold-pack]
    /// kind = "self-care"
    /// timing = "today"
    /// title = "Cold pack"
    /// why = "It is made up for tests."
    /// steps = ["Put a cold pack on the elbow."]
    /// dose = { hold = "10 min", how-often = "when it hurts" }
    /// progression = "Use it less when it is better."
    /// stop-if = ["the skin gets numb"]
    /// do-not = ["put ice on the skin"]
    /// blocked-when = "worst.severe"
    /// blocked-because = "it is made up for tests"
    /// always = true
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    pub(crate) const NEVER_OFFERED: Warning "L0606" = "an action that nobody is offered";
}
