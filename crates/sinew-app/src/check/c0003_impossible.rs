//! C0003: a case has answers that no person can have together.

use sinew_diag::check;

check! {
    /// A `[constraint.*]` of the pack says that these answers exclude each other.
    ///
    /// # Why
    ///
    /// Nobody can give them, so the case says nothing about real advice.
    ///
    /// # Remedy
    ///
    /// Change one of the answers, or mend the constraint.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [constraint.bad-from-nothing]
    /// impossible = { all = ["worst.severe", "brings-it-on.none"] }
    /// because = "pain this bad comes with some movement"
    /// ```
    ///
    /// ```toml cases/people.toml
    /// [case.bad] # error[C0003]
    /// answers = { worst = 9, brings-it-on = "none" }
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml
    /// [constraint.bad-from-nothing]
    /// impossible = { all = ["worst.severe", "brings-it-on.none"] }
    /// because = "pain this bad comes with some movement"
    /// ```
    ///
    /// ```toml cases/people.toml
    /// [case.bad]
    /// answers = { worst = 9, brings-it-on = ["gripping"] }
    /// ```
    pub(crate) const IMPOSSIBLE: Error "C0003" = "a case has answers that no person can have together";
}
