//! R0210: an id stands for two things.

use sinew_diag::check;

check! {
    /// Ids are unique in the pack together with its libraries. Questions, findings, red flags and exits
    /// share one space of names.
    ///
    /// # Why
    ///
    /// A formula that names the id would mean one or the other.
    ///
    /// # Remedy
    ///
    /// Rename one of the two.
    ///
    /// # Example
    ///
    /// ```toml cases/very-sore.toml
    /// #:schema ../.sinew/cases.schema.json
    ///
    /// [case.hot] # error[R0210]
    /// title = "The elbow is hot and very sore"
    /// like = "bad"
    /// answers = { joint = "hot" }
    /// expect = { urgency = "same-day" }
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml cases/very-sore.toml
    /// #:schema ../.sinew/cases.schema.json
    ///
    /// [case.hot-and-bad]
    /// title = "The elbow is hot and very sore"
    /// like = "bad"
    /// answers = { joint = "hot" }
    /// expect = { urgency = "same-day" }
    /// ```
    pub(crate) const DUPLICATE_ID: Error "R0210" = "an id stands for two things";
}
