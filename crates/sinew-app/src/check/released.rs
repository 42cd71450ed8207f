//! A pack held against its last released version.

use super::{
    v0001_less_cautious, v0002_version_too_low, v0003_not_compared, v0004_review_unused, v0005_no_baseline,
};
use crate::diff::{Comparison, Limits};
use sinew_diag::{Diagnostic, Span};
use sinew_model::{Origin, Pack};
use sinew_pack::{Loaded, PackSource};

/// What there is to say about a pack and its released version among these. The libraries of a released version are looked for
/// among them too.
pub(super) fn check(pack: &Pack, loaded: &Loaded, released: &[PackSource]) -> Vec<Diagnostic> {
    let id = pack.identity().id.as_str();
    if !released.iter().any(|source| source.folder == id) {
        return vec![v0005_no_baseline::check(pack, loaded)];
    }
    let Some(old) = sinew_pack::load(released, id).pack else {
        return vec![v0003_not_compared::unreadable(pack, loaded)];
    };
    if old.identity().hash == pack.identity().hash {
        return Vec::new();
    }
    let comparison = Comparison::of(old, pack.clone(), Limits::default());
    let mut found: Vec<Diagnostic> = [
        v0001_less_cautious::check(&comparison, loaded),
        v0002_version_too_low::check(&comparison, loaded),
        v0003_not_compared::check(&comparison, loaded),
    ]
    .into_iter()
    .flatten()
    .collect();
    found.extend(v0004_review_unused::check(&comparison, loaded));
    found
}

/// A finding about the version of a pack.
pub(super) trait AtVersion {
    /// The same at the line of pack.toml that says what version the pack has.
    fn at_version(self, loaded: &Loaded, pack: &Pack) -> Self;
}

impl AtVersion for Diagnostic {
    fn at_version(self, loaded: &Loaded, pack: &Pack) -> Self {
        match place_of_version(loaded, pack) {
            Some(place) => self.label(place, ""),
            None => self,
        }
    }
}

fn place_of_version(loaded: &Loaded, pack: &Pack) -> Option<Span> {
    let at = |line: u32| {
        let origin = Origin { pack: pack.identity().id.clone(), file: "pack.toml".into(), line };
        loaded.place(&origin)
    };
    let is_version = |span: &Span| loaded.texts.slice(*span).starts_with("version");
    (1..50).filter_map(at).find(is_version).or(loaded.kind)
}
