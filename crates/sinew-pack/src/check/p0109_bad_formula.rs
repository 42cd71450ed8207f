//! P0109: this is not a formula.

use sinew_diag::{Diagnostic, Span, check};

check! {
    /// A formula is the name of a finding in quotes, or a table with `all`, `any`, `not`, `at-least` and
    /// `of`, or `score` and `at-least`.
    ///
    /// # Why
    ///
    /// There is no other language for rules: these few forms are what the program can follow in every detail,
    /// and explain.
    ///
    /// # Remedy
    ///
    /// Write it in one of these forms.
    ///
    /// # Example
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// blocked-when = { or = ["worst.severe", "joint.hot"] } # error[P0109]
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml actions.toml
    /// [action.wrist-hold]
    /// blocked-when = { any = ["worst.severe", "joint.hot"] }
    /// ```
    pub(crate) const BAD_FORMULA: Error "P0109" = "this is not a formula";
}

pub(crate) fn bad_formula(span: Span) -> Diagnostic {
    BAD_FORMULA.found("this is not a formula").label(span, "").help(
        "a formula is \"a-finding\", { all = [F, …] }, { any = [F, …] }, { not = F }, { at-least = 2, of = [F, …] } or \
         { score = { \"a-finding\" = 2 }, at-least = 3 }",
    )
}
