//! S0103: a worse answer lowers the urgency.

use sinew_diag::check;

check! {
    /// The question says with `ordered = "worse-upward"` that a later or higher answer is never better. Two people answer alike
    /// but for this question, and the one with the worse answer is told to wait longer.
    ///
    /// # Why
    ///
    /// Who is worse off must not be told to wait longer.
    ///
    /// # Remedy
    ///
    /// Look for a rule that the worse answer takes away, or for a question that is no longer asked with it.
    ///
    /// # Example
    ///
    /// ```toml properties.toml removed
    /// ```
    ///
    /// ```toml conditions.toml
    /// [condition.strain]
    /// name = "A strain"
    /// about = "Something is strained."
    /// care = "same-day"
    /// who = "a physio"
    /// prior = { weight = 1, basis = "judgement", sources = ["made-up"] }
    /// expect = { text = "Often better in a week.", basis = "judgement", sources = ["made-up"] }
    /// review = "10 days"
    /// actions = ["lighter-load"]
    /// sources = ["made-up"]
    ///
    /// [condition.strain.evidence.lifting]
    /// when = { all = ["brings-it-on.lifting", { not = "worst.severe" }] }
    /// present = 4
    /// because = "lifting hurts"
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    ///
    /// ```toml questions.toml with error[S0103] on line 22
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.strain]
    /// name = "A strain"
    /// about = "Something is strained."
    /// care = "same-day"
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
    pub(crate) const WORSE_IS_LESS_URGENT: Error "S0103" = "a worse answer lowers the urgency";
}
