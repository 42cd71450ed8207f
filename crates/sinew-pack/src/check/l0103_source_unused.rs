//! L0103: nothing rests on a source.

use crate::compile::Unit;
use sinew_diag::{Diagnostic, check};
use sinew_model::{Pack, SourceIx};
use std::collections::BTreeSet;

check! {
    /// Sources stand in the pack because something cites them.
    ///
    /// # Why
    ///
    /// It is either left over, or a citation is missing.
    ///
    /// # Remedy
    ///
    /// Cite it where it belongs, or take it out.
    ///
    /// # Example
    ///
    /// ```toml sources.toml
    /// [source.leaflet] # warning[L0103]
    /// citation = "A leaflet that is made up too."
    /// status = "recalled"
    /// ```
    ///
    /// # Mended
    ///
    /// ```toml sources.toml
    /// [source.leaflet]
    /// citation = "A leaflet that is made up too."
    /// status = "recalled"
    /// ```
    ///
    /// ```toml causes.toml
    /// [cause.much-gripping]
    /// sources = ["made-up", "leaflet"]
    /// ```
    pub(crate) const SOURCE_UNUSED: Warning "L0103" = "nothing rests on a source";
}

pub(super) fn check(root: &Unit<'_>, pack: &Pack, found: &mut Vec<Diagnostic>) {
    let cited = cited(pack);
    let cited: BTreeSet<&str> = cited.iter().map(|source| pack.sources()[*source].id.as_str()).collect();
    for entry in &root.draft.sources {
        if !cited.contains(entry.id.value.as_str()) {
            found.push(
                SOURCE_UNUSED
                    .found(format!("nothing cites the source `{}`", entry.id.value))
                    .label(entry.id.span, "")
                    .help("cite it where it belongs, or take it out"),
            );
        }
    }
}

fn cited(pack: &Pack) -> BTreeSet<SourceIx> {
    let mut cited = BTreeSet::new();
    pack.red_flags().iter().for_each(|flag| cited.extend(&flag.sources));
    pack.exits().iter().for_each(|exit| cited.extend(&exit.sources));
    for condition in pack.conditions() {
        cited.extend(
            condition.sources.iter().chain(&condition.prior.sources).chain(&condition.expect.sources),
        );
        condition.adjustments.iter().for_each(|adjustment| cited.extend(&adjustment.sources));
        condition.evidence.iter().for_each(|line| cited.extend(&line.sources));
        condition.never_without.iter().for_each(|companion| cited.extend(&companion.sources));
    }
    pack.causes().iter().for_each(|cause| cited.extend(&cause.sources));
    pack.actions().iter().for_each(|action| cited.extend(&action.sources));
    pack.regions().iter().for_each(|region| cited.extend(&region.sources));
    pack.properties().iter().for_each(|property| cited.extend(&property.sources));
    cited
}
