//! V0005: there is no released version to compare with.

use super::released::AtVersion as _;
use sinew_diag::{Diagnostic, check};
use sinew_model::Pack;
use sinew_pack::Loaded;

check! {
    /// Beside the pack lies a folder `.released` with the last released versions of packs, and this pack is not among them.
    ///
    /// # Why
    ///
    /// That nothing is said about changes does not mean that there are none.
    ///
    /// # Remedy
    ///
    /// Nothing, for a pack that was never released. `cargo xtask release` keeps a version to compare with.
    ///
    /// # No example
    ///
    /// It needs a folder beside the pack, which an example does not have.
    pub(crate) const NO_BASELINE: Note "V0005" = "there is no released version to compare with";
}

pub(super) fn check(pack: &Pack, loaded: &Loaded) -> Diagnostic {
    NO_BASELINE
        .found(format!("`{}` has no released version, so nothing was compared", pack.identity().id))
        .at_version(loaded, pack)
        .help("keep this one to compare later versions with: `cargo xtask release`")
}
