//! L0102: nothing uses a finding.

use crate::{compile::Unit, usage::Used};
use sinew_diag::{Diagnostic, check};
use sinew_model::Pack;

check! {
    /// A named combination is there to be used by formulas. A property does not count: it says what the rules
    /// do, and is none.
    ///
    /// # Why
    ///
    /// It is either left over, or the rule that was to use it is missing.
    ///
    /// # Remedy
    ///
    /// Use it, or take it out. What only a property speaks of is written out there.
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
    let promised = Used::by_properties(pack);
    for entry in &root.draft.findings {
        let named = pack.finding_named(&entry.id.value);
        let is_in = |used: &Used| named.is_some_and(|finding| used.findings.contains(&finding));
        if is_in(used) {
            continue;
        }
        let diagnostic = if is_in(&promised) {
            FINDING_UNUSED
                .found(format!("only properties speak of the finding `{}`", entry.id.value))
                .label(entry.id.span, "no rule uses it")
                .help("use it in a rule, or write it out in the property")
        } else {
            FINDING_UNUSED
                .found(format!("nothing uses the finding `{}`", entry.id.value))
                .label(entry.id.span, "")
                .help("use it in a formula, or take it out")
        };
        found.push(diagnostic);
    }
}
