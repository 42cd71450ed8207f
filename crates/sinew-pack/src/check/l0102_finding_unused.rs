//! L0102: nothing uses a finding.

use crate::{compile::Unit, usage::Used};
use sinew_diag::{Diagnostic, check};
use sinew_model::Pack;

check! {
    /// A named combination is there to be used by formulas.
    ///
    /// # Why
    ///
    /// It is either left over, or the rule that was to use it is missing.
    ///
    /// # Remedy
    ///
    /// Use it, or take it out.
    ///
    /// # Example
    ///
    /// ```toml questions.toml
    /// [finding.much-use] # warning[L0102]
    /// when = { any = ["brings-it-on.gripping", "brings-it-on.lifting"] }
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml questions.toml
    /// [finding.much-use]
    /// when = { any = ["brings-it-on.gripping", "brings-it-on.lifting"] }
    /// ```
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// when = "much-use"
    /// ```
    pub(crate) const FINDING_UNUSED: Warning "L0102" = "nothing uses a finding";
}

pub(super) fn check(root: &Unit<'_>, pack: &Pack, used: &Used, found: &mut Vec<Diagnostic>) {
    for entry in &root.draft.findings {
        let is_used =
            pack.finding_named(&entry.id.value).is_some_and(|finding| used.findings.contains(&finding));
        if !is_used {
            found.push(
                FINDING_UNUSED
                    .found(format!("nothing uses the finding `{}`", entry.id.value))
                    .label(entry.id.span, "")
                    .help("use it in a formula, or take it out"),
            );
        }
    }
}
