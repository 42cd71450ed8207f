//! L0605: a condition that can never fit.

use sinew_diag::check;

check! {
    /// No possible person's answers speak for it enough to fit partly; or, if it has a `care` above self-care, to fit well. A condition that is
    /// only shown with red flags is never shown.
    ///
    /// # Why
    ///
    /// It is never shown for itself, or never asks for the care it names.
    ///
    /// # Remedy
    ///
    /// Weigh its evidence anew, or make its `care` self-care and let a red flag ask for more.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.strain] # error[L0605]
    /// name = "A strain"
    /// about = "Something is strained."
    /// care = "self-care"
    /// who = "a physio"
    /// prior = { weight = 1, basis = "judgement", sources = ["made-up"] }
    /// expect = { text = "Often better in a week.", basis = "judgement", sources = ["made-up"] }
    /// review = "10 days"
    /// actions = ["lighter-load"]
    /// sources = ["made-up"]
    ///
    /// [condition.strain.evidence.lifting]
    /// when = "brings-it-on.lifting"
    /// present = 1.3
    /// because = "lifting hurts"
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.strain]
    /// name = "A strain"
    /// about = "Something is strained."
    /// care = "self-care"
    /// who = "a physio"
    /// prior = { weight = 1, basis = "judgement", sources = ["made-up"] }
    /// expect = { text = "Often better in a week.", basis = "judgement", sources = ["made-up"] }
    /// review = "10 days"
    /// actions = ["lighter-load"]
    /// sources = ["made-up"]
    ///
    /// [condition.strain.evidence.lifting]
    /// when = "brings-it-on.lifting"
    /// present = 4
    /// because = "lifting hurts"
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    pub(crate) const NEVER_FITS: Error "L0605" = "a condition that can never fit";
}
