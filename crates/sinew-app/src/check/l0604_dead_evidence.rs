//! L0604: evidence that never counts.

use sinew_diag::check;

check! {
    /// For no possible person this side of the line adds to the evidence: its finding is never so, or a weightier line of its group is
    /// always there too.
    ///
    /// # Why
    ///
    /// A figure that never counts is a figure that nobody can check.
    ///
    /// # Remedy
    ///
    /// Look at `when`, at the group, and at when the question is asked; or take the line out.
    ///
    /// # Example
    ///
    /// ```toml conditions.toml
    /// [condition.sore-joint.evidence.heat] # warning[L0604]
    /// when = { all = ["joint.hot", "joint.cool"] }
    /// present = 2
    /// because = "the elbow is not hot"
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml conditions.toml
    /// [condition.sore-joint.evidence.heat]
    /// when = "brings-it-on.lifting"
    /// present = 2
    /// because = "the elbow is not hot"
    /// basis = "judgement"
    /// sources = ["made-up"]
    /// ```
    pub(crate) const DEAD_EVIDENCE: Warning "L0604" = "evidence that never counts";
}
